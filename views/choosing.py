"""Choosing what the panel shows: by a click on the map, by a search, from a list or a table."""

import math

import streamlit as st

from layers.registry import LAYERS
from maps.webmap import TINY_PX
from programme.identify import Found, identify
from programme.selection import select
from programme.world import World
from views import context

_FIT = "map_fit"
_HERE = "found_here"
_NOTHING = "found_nothing"
_CLICK_PX = 9
_EQUATOR_M_PER_PX = 156543.034

Bounds = tuple[float, float, float, float]


def choose(layer: str, identifier: str, *, bounds: Bounds | None = None, greatest_zoom: float = 17) -> None:
    """Show something in the panel; with bounds (WGS84), move the map there."""
    _forget()
    changes: dict[str, object] = {"selected": (layer, identifier)}
    if layer in LAYERS and layer not in context.state().layers:
        kept = {*context.state().layers, layer}
        changes["layers"] = tuple(key for key in LAYERS if key in kept)
    context.change(**changes)
    context.forget_link_faults()
    if bounds is not None:
        move(bounds, greatest_zoom)


def move(bounds: Bounds, greatest_zoom: float = 17) -> None:
    """Move the map so that it shows bounds in WGS84 degrees."""
    wish = st.session_state[_FIT][0] + 1 if st.session_state.get(_FIT) else 1
    st.session_state[_FIT] = (wish, bounds, greatest_zoom)


def fit() -> tuple[int, Bounds, float] | None:
    """Last wish to move the map."""
    found: tuple[int, Bounds, float] | None = st.session_state.get(_FIT)
    return found


def close() -> None:
    """Show nothing in particular."""
    _forget()
    context.change(selected=None)


def here() -> list[Found]:
    """Everything that the last click found."""
    found: list[Found] = st.session_state.get(_HERE, [])
    return found


def click(world: World, longitude: float, latitude: float) -> None:
    """Answer a click: the most telling thing goes to the panel, the others are named there."""
    state = context.state()
    metres_per_px = _EQUATOR_M_PER_PX * math.cos(math.radians(latitude)) / 2.0**state.zoom
    found = identify(
        world,
        longitude,
        latitude,
        tolerance_m=_CLICK_PX * metres_per_px,
        tiny_m=TINY_PX * metres_per_px,
    )
    shown = _ordered(world, found)
    context.forget_link_faults()
    context.change(selected=(shown[0].layer, shown[0].id) if shown else None)
    st.session_state[_HERE] = shown
    st.session_state[_NOTHING] = not shown


def _forget() -> None:
    st.session_state[_HERE] = []
    st.session_state[_NOTHING] = False


def found_nothing() -> bool:
    """True when the last click met nothing that the installation knows."""
    return bool(st.session_state.get(_NOTHING, False))


def _ordered(world: World, found: list[Found]) -> list[Found]:
    """Layers that are on come first; operations that the filters hide are not there at all."""
    state = context.state()
    kept = None if state.selection.is_empty else set(select(world, state.selection))
    on = {*state.layers}
    if state.zoom < context.installation().settings.map.parcels_from_zoom:
        on -= {"parcels"}
    there = [
        item
        for item in found
        if item.layer != "operations" or ("operations" in on and (kept is None or item.id in kept))
    ]
    return sorted(there, key=lambda item: item.layer not in on)
