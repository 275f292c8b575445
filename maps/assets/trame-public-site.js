/* What a page of a public edition does beside its map: search, layers, what was chosen. Without it, every list is whole. */
(function () {
  "use strict";

  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/œ/g, "oe").toLowerCase();
  const all = (selector, host) => Array.from((host || document).querySelectorAll(selector));
  const maps = () => window.TramePublic && window.TramePublic.map();

  // ------------------------------------------------------------------ search

  function search(field) {
    const items = all(`[data-in="${field.dataset.search}"]`);
    const texts = items.map((item) => fold(item.textContent));
    const count = document.getElementById(field.getAttribute("aria-describedby"));
    const steps = all(`[data-step-of="${field.dataset.search}"]`);

    function apply() {
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      const off = new Set(steps.filter((box) => !box.checked).map((box) => box.value));
      const kept = [];
      items.forEach((item, place) => {
        const shown = words.every((word) => texts[place].includes(word)) && !off.has(item.dataset.step);
        item.hidden = !shown;
        if (shown) kept.push(item);
      });
      for (const head of all("[data-head]")) {
        head.hidden = !items.some((item) => item.dataset.under === head.dataset.head && !item.hidden);
      }
      if (count) count.textContent = count.dataset[kept.length === 0 ? "none" : kept.length === 1 ? "one" : "many"].replace("{count}", kept.length);
      if (maps() && field.dataset.map) {
        const whole = kept.length === items.length;
        window.TramePublic.update({ operations: whole ? null : kept.map((item) => item.dataset.id).filter(Boolean) });
      }
    }
    field.addEventListener("input", apply);
    for (const box of steps) box.addEventListener("change", apply);
    if (field.value) apply();
  }

  // ------------------------------------------------------------------ map

  function card(detail) {
    const box = document.getElementById("chosen");
    if (!box) return;
    const item = all("[data-id]").find((found) => found.dataset.id === detail.id && found.dataset.layer === detail.layer);
    const words = box.querySelector("[data-words]");
    words.replaceChildren();
    if (item) for (const node of item.querySelector("[data-card]").childNodes) words.appendChild(node.cloneNode(true));
    else words.textContent = detail.label || detail.id;
    box.hidden = false;
  }

  function layers() {
    for (const box of all("[data-layer-switch]")) {
      box.checked = window.TramePublic.layers().includes(box.value);
      box.addEventListener("change", () => {
        const kept = window.TramePublic.layers().filter((key) => key !== box.value);
        window.TramePublic.update({ layers: box.checked ? [...kept, box.value] : kept });
      });
    }
  }

  async function follow() {
    const [kind, id] = decodeURIComponent(window.location.hash.slice(1)).split("=");
    if (!id) return;
    for (const layer of kind === "operation" ? ["operations"] : kind === "quartier" ? ["neighbourhoods_2024", "neighbourhoods_2015"] : []) {
      const found = await window.TramePublic.choose(layer, id);
      if (found) {
        card({ layer, id, label: found.label });
        return;
      }
    }
  }

  function whenThere() {
    layers();
    for (const field of all("[data-search]")) if (field.value) field.dispatchEvent(new Event("input"));
    follow();
    window.addEventListener("hashchange", follow);
    document.addEventListener("trame-chosen", (event) => card(event.detail));
    for (const button of all("[data-everything]")) {
      button.addEventListener("click", () => {
        document.getElementById("chosen").hidden = true;
        if (window.location.hash) history.replaceState(null, "", window.location.pathname + window.location.search);
        window.TramePublic.everything();
      });
    }
  }

  for (const field of all("[data-search]")) search(field);
  if (maps()) whenThere();
  for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());
  for (const button of all("[data-copy]")) {
    button.addEventListener("click", async () => {
      const area = document.getElementById(button.dataset.copy);
      area.select();
      if (navigator.clipboard) await navigator.clipboard.writeText(area.value).catch(() => document.execCommand("copy"));
      else document.execCommand("copy");
      button.textContent = button.dataset.done;
    });
  }
})();
