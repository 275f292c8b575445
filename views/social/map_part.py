"""The map beside a list: the ground of every map, and on it what the part draws; a click on a mark opens its place."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from core.languages import _, current_language
from gis.projection import metric_to_wgs84_bounds
from maps.webmap import ground_map, update_group
from programme.world import World
from views import context
from views.grounds import revisions

_GROUND = "social_ground"
_CLICK = "social_click"
_FIT = "social_fit"

Bounds = tuple[float, float, float, float]


def show(
    name: str,
    world: World,
    record: Mapping[str, Any],
    layers: tuple[str, ...],
    operations: list[str],
    chosen: Callable[[int], None],
) -> None:
    """Draw the map.

    Parameters
    ----------
    name
        Of the part of the page.
    world
        As the reader may see it.
    record
        What is drawn over the ground (:mod:`maps.meeting`).
    layers
        Keys of the layers of the ground that are on.
    operations
        Those that are on the ground.
    chosen
        Called with the number of the mark that was clicked, before the page runs again.
    """
    key = f"social_map_{name}"
    _enter(world, key)
    st_folium(
        ground_map(context.installation().settings, revisions(world), check=True, words=_words()),
        key=key,
        height=700,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=update_group(
            layers=layers,
            basemap=context.state().basemap,
            operations=operations,
            fit=st.session_state.get(_FIT),
            check=record,
        ),
        on_change=lambda: _answered(key, chosen),
    )


def look_at(bounds: Bounds, greatest_zoom: float = 16) -> None:
    """Move the map so that it shows bounds in WGS84 degrees."""
    wish = st.session_state[_FIT][0] + 1 if st.session_state.get(_FIT) else 1
    st.session_state[_FIT] = (wish, bounds, greatest_zoom)


def _words() -> str:
    return _(
        "Map of the operations and the social actions. Arrow keys move it, plus and minus zoom. "
        "The list beside it gives the same in words."
    )


def _enter(world: World, key: str) -> None:
    """When the frame is new, start it with the whole territory."""
    ground = (world.key, current_language(), key, st.session_state.get("trame_visit"))
    if st.session_state.get(_GROUND) == ground:
        return
    st.session_state[_GROUND] = ground
    st.session_state[_CLICK] = None
    if world.communes is not None:
        look_at(metric_to_wgs84_bounds(tuple(world.communes.frame.total_bounds)))


def _answered(key: str, chosen: Callable[[int], None]) -> None:
    """The browser says where the map was clicked; runs before the page does."""
    context.resume()
    answer: dict[str, Any] = st.session_state.get(key) or {}
    click = answer.get("last_clicked")
    if not click or click == st.session_state.get(_CLICK):
        return
    st.session_state[_CLICK] = click
    if "finding" in click:
        chosen(int(click["finding"]))
