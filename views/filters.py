"""Filters and layers beside the map and the table: widgets that write the state, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

import streamlit as st

from core.formats import number
from core.languages import N_, _, plural
from layers.layer import Group
from layers.registry import LAYERS
from programme.selection import Option, Options, Selection, options
from programme.world import World
from views import context
from views.html import heading
from views.many import choose_many

_LISTS = (
    ("communes", N_("Commune"), N_("All")),
    ("steps", N_("Step"), N_("All steps")),
    ("families", N_("Family"), N_("All families")),
    ("funders", N_("Funder"), N_("All funders")),
)
_MORE = (
    ("epts", N_("Inter-municipal territory"), N_("All territories")),
    ("neighbourhoods", N_("Priority neighbourhood"), N_("All neighbourhoods")),
    ("sites", N_("Priority site"), N_("All sites")),
)
_GROUPS = (
    (Group.OPERATIONS, N_("Operations")),
    (Group.NEIGHBOURHOODS, N_("Neighbourhoods")),
    (Group.TERRITORY, N_("The territory")),
)
_NO_GROUND = ""


def show_filters(world: World) -> None:
    """Draw the filters; each change is in the state before the page runs again."""
    choices = options(world)
    st.html(heading(_("Filter")))
    for criterion, title, every in _LISTS:
        _list(criterion, _(title), _(every), getattr(choices, criterion))
    more = context.state().selection
    used = bool(more.epts or more.neighbourhoods or more.sites or _has_range(more))
    # Filled once it is opened: its widgets are a fair part of what a first visit would fetch.
    box = st.expander(_("More filters"), expanded=used, key="more_filters", on_change="rerun")
    if box.open:
        with box:
            for criterion, title, every in _MORE:
                if criterion == "sites" and not (choices.sites or more.sites):
                    continue
                _list(criterion, _(title), _(every), getattr(choices, criterion))
            _amounts(choices)
            _years(choices)
    if more.operations:
        sentence = plural(
            len(more.operations),
            N_("{count} operation chosen from a figure"),
            N_("{count} operations chosen from a figure"),
        )
        st.caption(sentence.format(count=number(len(more.operations))))
    if not more.is_empty:
        st.button(_("Clear the filters"), on_click=_clear, width="stretch")


def _has_range(selection: Selection) -> bool:
    ends = (selection.amount_min, selection.amount_max, selection.year_from, selection.year_to)
    return any(end is not None for end in ends)


def _list(criterion: str, title: str, every: str, choices: Sequence[Option]) -> None:
    key = f"filter_{criterion}"
    chosen = getattr(context.state().selection, criterion)
    choose_many(key, title, every, choices, chosen, partial(_set_list, criterion, key))


def _set_list(criterion: str, key: str) -> None:
    _set(**{criterion: tuple(st.session_state[key])})


def _set(**changes: object) -> None:
    context.change(selection=replace(context.state().selection, **changes))  # type: ignore[arg-type]


def _clear() -> None:
    context.change(selection=Selection())


def _amounts(choices: Options) -> None:
    if choices.amount_max is None:
        return
    selection = context.state().selection
    first, last = st.columns(2)
    for column, end, title in ((first, "amount_min", _("Cost from (€)")), (last, "amount_max", _("to (€)"))):
        key = f"filter_{end}"
        value = getattr(selection, end)
        st.session_state[key] = None if value is None else int(value)
        column.number_input(
            title, min_value=0, step=100_000, key=key, placeholder="—", on_change=_set_amount, args=(end, key)
        )


def _set_amount(end: str, key: str) -> None:
    value = st.session_state[key]
    _set(**{end: None if value is None else Decimal(value)})


def _years(choices: Options) -> None:
    if choices.year_min is None or choices.year_max is None:
        return
    selection = context.state().selection
    first, last = st.columns(2)
    for column, end, title in ((first, "year_from", _("From the year")), (last, "year_to", _("to the year"))):
        key = f"filter_{end}"
        st.session_state[key] = getattr(selection, end)
        column.number_input(
            title,
            min_value=1900,
            max_value=2100,
            step=1,
            key=key,
            placeholder="—",
            on_change=_set_year,
            args=(end, key),
        )


def _set_year(end: str, key: str) -> None:
    _set(**{end: st.session_state[key]})


def show_layers(world: World) -> None:
    """Draw the switches of the layers, in groups, and the choice of the ground."""
    for group, title in _GROUPS:
        st.html(heading(_(title)))
        for layer in LAYERS.values():
            if layer.group is group:
                _switch(layer.key, available=layer.in_programme or world.snapshot(layer.key) is not None)
    _grounds()


def _switch(layer_key: str, *, available: bool) -> None:
    layer = LAYERS[layer_key]
    key = f"layer_{layer_key}"
    st.session_state[key] = available and layer_key in context.state().layers
    title = _(layer.title)
    if layer_key == "parcels":
        zoom = context.installation().settings.map.parcels_from_zoom
        title = _("{layer} (from zoom {zoom})").format(layer=title, zoom=zoom)
    if not available:
        title = _("{layer} (not imported yet)").format(layer=title)
    st.checkbox(title, key=key, disabled=not available, on_change=_set_layer, args=(layer_key, key))


def _set_layer(layer_key: str, key: str) -> None:
    kept = (
        {*context.state().layers, layer_key}
        if st.session_state[key]
        else {*context.state().layers} - {layer_key}
    )
    context.change(layers=tuple(item for item in LAYERS if item in kept))


def _grounds() -> None:
    basemaps = context.installation().settings.basemaps
    if not basemaps:
        return
    titles = {_NO_GROUND: _("None"), **{item.key: item.title for item in basemaps}}
    st.session_state["ground"] = context.state().basemap or _NO_GROUND
    st.selectbox(
        _("Ground"),
        list(titles),
        key="ground",
        format_func=titles.__getitem__,
        on_change=lambda: context.change(basemap=st.session_state["ground"] or None),
    )
