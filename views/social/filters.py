"""Filters of the page Actions sociales: where, on what, for whom, by whom, when; a change is in the state at once."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from core.languages import _
from core.text import fold
from programme.selection import Option
from programme.social.places import action_communes, action_neighbourhoods, neighbourhood_names
from programme.social.selection import action_options
from programme.world import GENERATIONS, World
from views import context
from views.html import heading
from views.many import choose_many
from views.social.state import change, criteria, state

_PLACES = ("communes", "neighbourhoods")


def show(world: World) -> None:
    """Draw the filters in the sidebar."""
    offered = action_options(world)
    st.html(heading(_("Filter")))
    _list("communes", _("Commune"), _("All"), _communes(world))
    _list("neighbourhoods", _("Priority neighbourhood"), _("All neighbourhoods"), _neighbourhoods(world))
    _list("themes", _("Theme"), _("All themes"), offered.themes)
    _list("publics", _("Public"), _("Every public"), offered.publics)
    _list("holders", _("Holder"), _("All holders"), offered.holders)
    _years(offered.years)
    if not criteria().is_empty:
        st.button(_("Clear the filters"), on_click=_clear, width="stretch", key="social_clear")


def _chosen(criterion: str) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(
        context.state().selection if criterion in _PLACES else state(), criterion
    )
    return found


def _list(criterion: str, title: str, every: str, offered: Sequence[Option]) -> None:
    key = f"social_filter_{criterion}"
    choose_many(key, title, every, offered, _chosen(criterion), partial(_set, criterion, key))


def _set(criterion: str, key: str) -> None:
    chosen = tuple(st.session_state[key])
    if criterion in _PLACES:
        _keep_places(**{criterion: chosen})
    else:
        change(**{criterion: chosen})
    change(page=0)


def _keep_places(**changes: tuple[str, ...]) -> None:
    context.change(selection=replace(context.state().selection, **changes))  # type: ignore[arg-type]


def _years(years: Sequence[int]) -> None:
    if not years:
        return
    st.session_state["social_filter_years"] = [year for year in state().years if year in years]
    st.multiselect(
        _("Year"),
        list(years),
        key="social_filter_years",
        placeholder=_("{first} to {last}").format(first=years[0], last=years[-1]),
        on_change=_set_years,
    )


def _set_years() -> None:
    change(years=tuple(sorted(st.session_state["social_filter_years"])), page=0)


def _clear() -> None:
    context.change(selection=replace(context.state().selection, communes=(), neighbourhoods=()))
    change(themes=(), publics=(), holders=(), years=(), page=0)


def _communes(world: World) -> list[Option]:
    counts = _counts(action_communes(world), "commune")
    codes = {*world.commune_names, *counts}
    found = [Option(code, world.commune_name(code) or code, code, counts.get(code, 0)) for code in codes]
    return sorted(found, key=lambda item: (fold(item.label), item.value))


def _neighbourhoods(world: World) -> list[Option]:
    """Both generations, each named with its own: the one in force first."""
    counts = _counts(action_neighbourhoods(world), "code")
    found: list[Option] = []
    for generation in GENERATIONS:
        names = neighbourhood_names(world, generation)
        found += [
            Option(code, f"{names[code]} ({generation[-4:]})", code, counts.get(code, 0))
            for code in sorted(names, key=lambda code: (fold(names[code]), code))
        ]
    return found


def _counts(pairs: pd.DataFrame, column: str) -> dict[str, int]:
    return {str(value): int(count) for value, count in pairs[column].value_counts().items()}
