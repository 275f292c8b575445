"""What a table to type into does in the browser (see :mod:`views.editable`)."""

SCRIPT = """
const WAIT_MS = 350;

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".editable");
  const here = root.trame || (root.trame = { draft: own(data.draft), timer: 0, made: 0 });
  here.data = data;
  here.root = root;
  here.tell = () => { clearTimeout(here.timer); setStateValue("draft", own(here.draft)); };
  if (here.stamp !== data.stamp) {
    here.stamp = data.stamp;
    build(here);
  }
  refresh(here);
}

function own(draft) {
  const copy = JSON.parse(JSON.stringify(draft || {}));
  return { changed: copy.changed || {}, added: copy.added || {}, removed: copy.removed || [] };
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const isNumber = (column) => column.look === "number" || column.look === "year";

function build(here) {
  const { data } = here;
  const held = document.activeElement && here.root.contains(document.activeElement)
    ? [document.activeElement.dataset.line, document.activeElement.dataset.name] : null;
  const scrolled = here.box ? [here.box.scrollLeft, here.box.scrollTop] : null;
  const head = make("tr", {}, make("th", { scope: "col" }, data.words.line));
  for (const column of data.columns) {
    const cell = make("th", { scope: "col", class: isNumber(column) ? "n" : null }, column.title);
    const least = column.width || { text: 8, number: 6.6, year: 4.2, date: 6.6, choice: 8, fixed: 6 }[column.look];
    cell.style.minWidth = `${least}rem`;
    head.append(cell);
  }
  if (data.removing || data.fresh) head.append(make("th", { scope: "col", "aria-label": data.words.remove }));
  here.body = make("tbody");
  for (const line of data.lines) append(here, line, false);
  for (const [id, cells] of Object.entries(here.draft.added)) append(here, { id, label: "", cells }, true);
  here.foot = make("tfoot");
  const table = make("table", { class: "edit" }, make("caption", {}, data.caption), make("thead", {}, head), here.body,
    here.foot);
  here.box = make("div", { class: data.lines.length > 12 ? "box tall" : "box", role: "region", tabindex: "0",
    "aria-label": data.caption }, table);
  here.root.replaceChildren(here.box);
  if (data.fresh) {
    const add = make("button", { type: "button", class: "add" }, `+ ${data.words.add}`);
    add.onclick = () => added(here);
    here.root.append(add);
  }
  if (scrolled) [here.box.scrollLeft, here.box.scrollTop] = scrolled;
  if (held && held[0]) {
    const again = here.root.querySelector(`[data-line="${CSS.escape(held[0])}"][data-name="${CSS.escape(held[1])}"]`);
    if (again) again.focus({ preventScroll: true });
  }
}

function append(here, line, fresh) {
  const { data } = here;
  const mark = make("span", { class: "mark" });
  const row = make("tr", { "data-row": line.id, class: fresh ? "new" : null },
    make("th", { scope: "row" }, make("span", {}, line.label), mark));
  const kept = fresh ? {} : line.cells;
  for (const column of data.columns) {
    const cell = make("td", { class: isNumber(column) ? "n" : null, "data-title": column.title });
    const locked = column.look === "fixed" || (column.new_only && !fresh);
    cell.append(locked ? still(line.cells[column.name] || "", column) : field(here, line, column, kept, fresh));
    row.append(cell);
  }
  if (data.removing || data.fresh) row.append(make("td", {}, remover(here, line, fresh)));
  here.body.append(row, make("tr", { class: "says none" },
    make("td", { colspan: data.columns.length + 2, id: `says-${line.id}`, role: "status" })));
}

function still(words, column) {
  const shown = make("span", { title: words }, words);
  if (column.width) shown.style.maxWidth = `${column.width + 4}rem`;
  return shown;
}

function field(here, line, column, kept, fresh) {
  const texts = fresh ? here.draft.added[line.id] : (here.draft.changed[line.id] || {});
  const value = column.name in texts ? texts[column.name] : (kept[column.name] || "");
  const name = `${column.title} \u00b7 ${line.label || here.data.words.fresh}`;
  const common = { "data-line": line.id, "data-name": column.name, "aria-label": name,
    "aria-describedby": `says-${line.id}`, autocomplete: "off" };
  let input;
  if (column.look === "choice") {
    input = make("select", common);
    const codes = column.options.map(([code]) => code);
    if (!codes.includes(value)) input.append(make("option", { value }, value));
    for (const [code, words] of column.options) input.append(make("option", { value: code }, words));
  } else {
    input = make("input", { ...common, type: "text", class: isNumber(column) ? "n" : null,
      placeholder: column.look === "date" ? here.data.words.day : null,
      inputmode: { number: "decimal", year: "numeric", date: "numeric" }[column.look] });
    input.onkeydown = (event) => keyed(here, event, line, column, kept, fresh);
  }
  input.value = value;
  input.oninput = () => typed(here, line.id, column.name, input, kept, fresh, WAIT_MS);
  input.onchange = () => typed(here, line.id, column.name, input, kept, fresh, 0);
  return input;
}

function typed(here, id, name, input, kept, fresh, wait) {
  const value = input.value;
  const before = fresh ? here.draft.added[id][name] : (here.draft.changed[id] || {})[name];
  if (fresh) here.draft.added[id][name] = value;
  else {
    const texts = here.draft.changed[id] || (here.draft.changed[id] = {});
    if (value === (kept[name] || "")) delete texts[name];
    else texts[name] = value;
    if (!Object.keys(texts).length) delete here.draft.changed[id];
  }
  const after = fresh ? value : (here.draft.changed[id] || {})[name];
  clearTimeout(here.timer);
  if (before !== after) here.waiting = true;
  if (here.waiting) {
    if (wait) here.timer = setTimeout(() => { here.waiting = false; here.tell(); }, wait);
    else { here.waiting = false; here.tell(); }
  }
  refresh(here);
}

function keyed(here, event, line, column, kept, fresh) {
  const down = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && !fresh) {
    const before = kept[column.name] || "";
    if (event.target.value !== before) {
      event.target.value = before;
      typed(here, line.id, column.name, event.target, kept, fresh, 0);
      event.stopPropagation();
    }
    event.preventDefault();
  } else if (down && !event.isComposing) {
    event.preventDefault();
    const rows = [...here.body.querySelectorAll("tr[data-row]")];
    for (let at = rows.indexOf(event.target.closest("tr")) + down; rows[at]; at += down) {
      const next = rows[at].querySelector(`[data-name="${column.name}"]:not(:disabled)`);
      if (next) { next.focus(); if (next.select) next.select(); return; }
    }
    if (event.key === "Enter") typed(here, line.id, column.name, event.target, kept, fresh, 0);
  }
}

function remover(here, line, fresh) {
  if (!fresh && !here.data.removing) return "";
  const button = make("button", { type: "button" }, here.data.words.remove);
  button.onclick = () => {
    if (fresh) {
      delete here.draft.added[line.id];
      const row = button.closest("tr");
      const next = row.nextElementSibling;
      const near = row.previousElementSibling && row.previousElementSibling.previousElementSibling;
      next.remove();
      row.remove();
      const stay = near ? near.querySelector("button") : here.root.querySelector("button.add");
      if (stay) stay.focus();
    } else {
      const at = here.draft.removed.indexOf(line.id);
      if (at < 0) here.draft.removed.push(line.id);
      else here.draft.removed.splice(at, 1);
    }
    here.tell();
    refresh(here);
  };
  return button;
}

function added(here) {
  here.made += 1;
  const id = `new-${Date.now().toString(36)}-${here.made}`;
  here.draft.added[id] = { ...here.data.fresh };
  append(here, { id, label: "", cells: here.data.fresh }, true);
  here.tell();
  refresh(here);
  const row = here.body.querySelector(`tr[data-row="${id}"]`);
  row.querySelector("input, select").focus();
  row.scrollIntoView({ block: "nearest" });
}

function refresh(here) {
  const { data, draft } = here;
  const kept = Object.fromEntries(data.lines.map((line) => [line.id, line.cells]));
  for (const row of here.body.querySelectorAll("tr[data-row]")) {
    const id = row.dataset.row;
    const fresh = id in draft.added;
    const texts = fresh ? draft.added[id] : (draft.changed[id] || {});
    const gone = draft.removed.includes(id);
    const told = gone ? null : data.told[id];
    row.classList.toggle("gone", gone);
    row.querySelector(".mark").textContent = gone ? data.words.gone : fresh ? data.words.fresh
      : Object.keys(texts).length ? data.words.changed : "";
    for (const input of row.querySelectorAll("[data-name]")) {
      const name = input.dataset.name;
      input.disabled = gone;
      input.classList.toggle("typed", !fresh && name in texts);
      const wrong = told && told.wrong.includes(name) && told.typed[name] === texts[name];
      const empty = told && told.wrong.includes(name) && !(name in texts);
      if (wrong || empty) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (input.tagName === "INPUT" && input !== document.activeElement) {
        const now = name in texts ? texts[name] : ((kept[id] || {})[name] || "");
        const well = told && told.typed[name] === now && name in told.shown ? told.shown[name] : now;
        if (input.value !== well) input.value = well;
      }
    }
    const button = row.querySelector("button");
    if (button && !fresh) {
      button.textContent = gone ? data.words.restore : data.words.remove;
    }
    if (button) {
      button.setAttribute("aria-label", `${button.textContent} \u00b7 ${row.querySelector("th span").textContent
        || data.words.fresh}`);
    }
    const says = row.nextElementSibling;
    const words = told ? told.says : [];
    const text = JSON.stringify(words);
    if (says.dataset.text !== text) {
      says.dataset.text = text;
      says.classList.toggle("none", !words.length);
      says.firstElementChild.replaceChildren(
        ...words.map((say) => make("span", { class: `say ${say.level}` }, say.text)));
      if (words.length && row.contains(document.activeElement)) says.scrollIntoView({ block: "nearest" });
    }
  }
  const foot = Object.keys(data.foot).length ? [make("th", { scope: "row" }, data.foot[""] || ""),
    ...data.columns.map((column) => make("td", { class: isNumber(column) ? "n" : null, "data-title": column.title },
      data.foot[column.name] || "")), ...(data.removing || data.fresh ? [make("td")] : [])] : [];
  here.foot.replaceChildren(...(foot.length ? [make("tr", {}, ...foot)] : []));
}
"""
