"""What a reader of the page Financements chooses: view, amount, rows, years; widgets that write the state."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.languages import N_, _
from programme.money.ledger import MEASURES, ledger
from programme.money.matrix import Grouping
from programme.world import World
from views.funding import words as funding_words
from views.funding.state import GROUPINGS, PLACES, VIEWS, change, state

_VIEW_WORDS = {
    "matrix": N_("Matrix"),
    "flow": N_("Flow"),
    "schedule": N_("Schedule"),
    "lines": N_("Edit lines"),
    "budgets": N_("Site budgets"),
    "import": N_("Import"),
}
_SUMMED = ("matrix", "flow")
"""Views whose figures are sums of one of the amounts."""


def show(world: World) -> None:
    """Draw the choices; each change is in the state before the page runs again."""
    with st.container(key="funding_controls", horizontal=True, vertical_alignment="bottom"):
        _choice(_("View"), "view", {view: _(_VIEW_WORDS[view]) for view in VIEWS})
        if state().view in _SUMMED:
            _choice(
                _("Amount"), "measure", {measure: _(funding_words.MEASURES[measure]) for measure in MEASURES}
            )
        if state().view == "matrix":
            _list(_("Rows by"), "grouping", _groupings(world, GROUPINGS))
        if state().view == "flow":
            _list(_("Through"), "places", _groupings(world, PLACES))
        if state().view in (*_SUMMED, "schedule"):
            _years(world)
        if state().view == "matrix":
            _switch(_("Every funder"), "detailed")
        if state().view == "schedule":
            _switch(_("By half-year"), "by_half")


def _groupings(world: World, among: Sequence[Grouping]) -> dict[Any, str]:
    """Sites are offered where there are some."""
    return {
        grouping: _(funding_words.GROUPINGS[grouping])
        for grouping in among
        if grouping is not Grouping.SITE or not world.programme.priority_sites.empty
    }


def _choice(title: str, name: str, words: dict[Any, str]) -> None:
    key = f"funding_{name}"
    st.session_state[key] = getattr(state(), name)
    st.segmented_control(
        title,
        list(words),
        key=key,
        format_func=words.__getitem__,
        required=True,
        on_change=_set,
        args=(name, key),
    )


def _list(title: str, name: str, words: dict[Any, str]) -> None:
    key = f"funding_{name}"
    chosen = getattr(state(), name)
    st.session_state[key] = chosen if chosen in words else next(iter(words))
    st.selectbox(
        title,
        list(words),
        key=key,
        format_func=words.__getitem__,
        on_change=_set,
        args=(name, key),
        width=175,
    )


def _switch(title: str, name: str) -> None:
    key = f"funding_{name}"
    st.session_state[key] = getattr(state(), name)
    st.toggle(title, key=key, on_change=_set, args=(name, key))


def _years(world: World) -> None:
    found = sorted(set(ledger(world).year.tolist()))
    if not found:
        return
    st.session_state["funding_years"] = [year for year in state().years if year in found]
    st.multiselect(
        _("Years of decision"),
        found,
        key="funding_years",
        placeholder=_("{first} to {last}").format(first=found[0], last=found[-1]),
        on_change=_set_years,
        width=185,
    )


def _set(name: str, key: str) -> None:
    change(**{name: st.session_state[key], "page": 0, **({"sort": None} if name == "grouping" else {})})


def _set_years() -> None:
    change(years=tuple(sorted(st.session_state["funding_years"])), page=0)
