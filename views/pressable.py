"""Markup whose buttons tell the server that they were pressed, where Streamlit's own tables cannot be so read.

Everything in it is escaped on its way in (:mod:`views.html`). The arrow keys go from one number of a table to the next;
the tabulator passes the table in one step.
"""

import json
from typing import Any

from streamlit.components.v2 import component

from views.html import Html, tag

_JS = """
const NUMBER = "button.f";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".pressable");
  if (root.trameHtml !== data.html) {
    const box = root.querySelector(".grid");
    const place = box ? [box.scrollLeft, box.scrollTop] : null;
    const held = root.contains(document.activeElement) ? document.activeElement.dataset.press : undefined;
    root.innerHTML = data.html;
    root.trameHtml = data.html;
    const fresh = root.querySelector(".grid");
    if (place && fresh) [fresh.scrollLeft, fresh.scrollTop] = place;
    root.querySelectorAll("tbody, tfoot").forEach((part) => {
      part.querySelectorAll(NUMBER).forEach((button, order) => { button.tabIndex = order ? -1 : 0; });
    });
    root.querySelectorAll(".picture.end").forEach((picture) => { picture.scrollLeft = picture.scrollWidth; });
    if (held !== undefined) {
      const again = root.querySelector(`[data-press="${CSS.escape(held)}"]`);
      if (again) again.focus({ preventScroll: true });
    }
  }
  root.onclick = (event) => {
    const pressed = event.target.closest("[data-press]");
    if (pressed) setTriggerValue("pressed", pressed.dataset.press);
  };
  root.onkeydown = (event) => {
    const from = event.target.closest(NUMBER);
    const to = from && next(from, event.key);
    if (!to) return;
    event.preventDefault();
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  };
}

function next(button, key) {
  const cell = button.closest("td"), row = cell.parentElement;
  if (key === "ArrowRight" || key === "ArrowLeft") {
    const side = key === "ArrowRight" ? "nextElementSibling" : "previousElementSibling";
    for (let at = cell[side]; at; at = at[side]) {
      const found = at.querySelector(NUMBER);
      if (found) return found;
    }
  }
  if (key === "ArrowDown" || key === "ArrowUp") {
    const rows = [...row.closest("table").querySelectorAll("tbody tr, tfoot tr")];
    const step = key === "ArrowDown" ? 1 : -1;
    for (let at = rows.indexOf(row) + step; rows[at]; at += step) {
      const found = rows[at].cells[cell.cellIndex] && rows[at].cells[cell.cellIndex].querySelector(NUMBER);
      if (found) return found;
    }
  }
  return null;
}
"""


def pressable(content: Html, key: str) -> Any:
    """Show markup, and say what was pressed since the last run.

    Parameters
    ----------
    content
        Markup, safe already. Elements that :func:`press` made tell the server.
    key
        Of the element on the page.

    Returns
    -------
    What was pressed, as it was given to :func:`press`; None when nothing was.
    """
    answer = _shown(key=key, data={"html": str(content)}, on_pressed_change=lambda: None)
    pressed = answer.pressed
    return None if pressed is None else json.loads(pressed)


def press(content: object, what: list[Any], *, class_: str, label: str | None = None) -> Html:
    """Button that tells the server ``what`` when it is pressed."""
    return tag("button", content, type="button", class_=class_, data_press=pressed_as(what), aria_label=label)


def pressed_as(what: list[Any]) -> str:
    """Text of the attribute ``data-press``."""
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))


_shown = component("trame_pressable", html='<div class="pressable"></div>', js=_JS, isolate_styles=False)
