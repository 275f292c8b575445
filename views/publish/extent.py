"""What a sheet shows: a place by its kind and name, what the map shows, or a box that is drawn or typed."""

from collections.abc import Mapping

import streamlit as st

from core.languages import N_, _
from core.text import fold
from programme.evaluation.place import Place, PlaceKind, place_name, places
from programme.world import World
from views import context
from views.publish import box_map
from views.publish.frame import of_extent, seen_box, to_extent
from views.publish.state import change, change_spec, state

KIND_WORDS = {
    "territory": N_("The whole territory"),
    "ept": N_("Inter-municipal territory"),
    "commune": N_("Commune"),
    "neighbourhood": N_("Priority neighbourhood"),
    "site": N_("Priority site"),
    "operation": N_("Operation"),
    "view": N_("What the map shows now"),
    "box": N_("Box, drawn or typed"),
}
"""Kinds of extents with their words, in the order of the choice."""
_NAMED = ("ept", "commune", "neighbourhood", "site", "operation")
_PLACES = {
    "commune": (PlaceKind.COMMUNE,),
    "neighbourhood": (PlaceKind.NEIGHBOURHOOD_2024, PlaceKind.NEIGHBOURHOOD_2015),
    "site": (PlaceKind.SITE,),
}
_KIND, _NAME, _DRAW = "publish_extent_kind", "publish_extent_name", "publish_extent_draw"
_CORNERS = ("west", "south", "east", "north")
_CORNER_WORDS = {
    "west": N_("West (m)"),
    "south": N_("South (m)"),
    "east": N_("East (m)"),
    "north": N_("North (m)"),
}


def names_of(world: World, kind: str) -> dict[str, str]:
    """Places of a kind that a sheet may be about: their words by their code, in the order of a list."""
    if kind == "ept":
        return {name: name for name in sorted(set(world.epts.values()), key=fold)}
    if kind == "operation":
        operations = world.programme.operations["name"]
        mapped = operations[world.programme.operations.geometry.notna()]
        return {
            str(code): f"{name} · {code}"
            for code, name in sorted(mapped.items(), key=lambda item: fold(item[1]))
        }
    found = [place for place in places(world) if place.kind in _PLACES[kind]]
    ordered = sorted(found, key=lambda place: _PLACES[kind].index(place.kind))
    return {place.code: _named(world, place) for place in ordered}


def _named(world: World, place: Place) -> str:
    return f"{place_name(world, place)} · {place.code}"


def kind_of(extent: str) -> str:
    """Kind of an extent, as the form offers it."""
    kind = extent.partition(":")[0]
    return state().framed if kind == "bbox" else kind


def show(world: World) -> None:
    """Draw the choice.

    Parameters
    ----------
    world
        As those for whom the sheet is may see it.
    """
    extent = state().spec.extent
    offered = {kind: names_of(world, kind) for kind in _NAMED}
    kinds = [kind for kind in KIND_WORDS if kind not in _NAMED or offered[kind]]
    kind = kind_of(extent)
    st.session_state[_KIND] = kind if kind in kinds else None
    st.selectbox(
        _("Extent"),
        kinds,
        key=_KIND,
        format_func=lambda key: _(KIND_WORDS[key]),
        placeholder=_("Choose…"),
        on_change=_kind_chosen,
        args=(offered,),
    )
    if kind in _NAMED and offered[kind]:
        _name(kind, extent, offered[kind])
    elif kind == "view":
        st.button(
            _("Take what the map shows once more"), on_click=_take_view, width="stretch", key="publish_take"
        )
    elif kind == "box":
        _box(world)


def _kind_chosen(offered: Mapping[str, Mapping[str, str]]) -> None:
    context.resume()
    kind = st.session_state[_KIND]
    if kind == "view":
        _take_view()
    elif kind == "box":
        now = state().spec.extent
        change(framed="box")
        change_spec(extent=now if of_extent(now) else to_extent(seen_box(context.state())))
    elif kind == "territory":
        change_spec(extent=kind)
    elif kind is not None:
        change_spec(extent=f"{kind}:{_first(kind, offered[kind])}")


def _first(kind: str, names: Mapping[str, str]) -> str:
    """The one that is open on the map, where it is of that kind; else the first of the list."""
    layer, code = context.state().selected or ("", "")
    singular = {"communes": "commune", "operations": "operation"}.get(
        layer, layer.partition("_")[0].rstrip("s")
    )
    return code if singular == kind and code in names else next(iter(names))


def _take_view() -> None:
    change(framed="view")
    change_spec(extent=to_extent(seen_box(context.state())))


def _name(kind: str, extent: str, names: Mapping[str, str]) -> None:
    code = extent.partition(":")[2]
    st.session_state[_NAME] = code if code in names else None
    st.selectbox(
        _("Which one"),
        list(names),
        key=_NAME,
        format_func=lambda key: names.get(key, key),
        placeholder=_("Choose…"),
        label_visibility="collapsed",
        on_change=lambda: change_spec(extent=f"{kind}:{st.session_state[_NAME]}"),
    )


def _box(world: World) -> None:
    """The corners as numbers, and a map to draw them on for who wants it."""
    if st.toggle(_("Draw it on a map"), key=_DRAW):
        with st.container(key="publish_box"):
            box_map.show(world)
    box = of_extent(state().spec.extent) or seen_box(context.state())
    with st.container(key="publish_corners"):
        for pair in (("west", "east"), ("south", "north")):
            for corner, column in zip(pair, st.columns(2, gap="small"), strict=True):
                key = f"publish_corner_{corner}"
                st.session_state[key] = round(box[_CORNERS.index(corner)])
                column.number_input(
                    _(_CORNER_WORDS[corner]), key=key, step=50, format="%d", on_change=_corners_typed
                )
    st.caption(_("Lambert-93 (EPSG:2154), in metres."))


def _corners_typed() -> None:
    west, south, east, north = (st.session_state[f"publish_corner_{corner}"] for corner in _CORNERS)
    change_spec(extent=to_extent((west, south, east, north)))
