"""The map on which the box of a sheet is drawn: a click for one corner, a click for the opposite one."""

from typing import Any

import shapely
import streamlit as st
from streamlit_folium import st_folium

from core.languages import _, current_language
from gis.projection import metric_to_wgs84_bounds, point_to_metric
from maps.check_map import DRAWING
from maps.check_pictures import numbered_disc
from maps.drawn import Drawn
from maps.webmap import ground_map, update_group
from programme.world import World
from views import context
from views.grounds import revisions
from views.publish.frame import LEAST_M, Box, of_extent, to_extent
from views.publish.state import change_spec, state

MAP = "publish_box_answer"
_GROUND = "publish_box_ground"
_CLICK = "publish_box_click"
_CORNER = "publish_box_corner"
_FIT = "publish_box_fit"
_ROOM_SHARE = 0.3


def show(world: World) -> None:
    """Draw the map with the box; the first of two clicks is kept until the second comes."""
    _enter(world)
    st.caption(
        _(
            "Click one corner, then the opposite one. By keyboard: arrows move the map, Enter clicks its centre."
        )
    )
    st_folium(
        ground_map(context.installation().settings, revisions(world), check=True, words=_words()),
        key=MAP,
        height=360,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=update_group(
            layers=context.state().layers,
            basemap=context.state().basemap,
            operations=None,
            fit=st.session_state.get(_FIT),
            check=_drawn(),
        ),
        on_change=_answered,
    )


def _words() -> str:
    return _("Map on which the box of the sheet is drawn; the four fields under it say the same in numbers.")


def _enter(world: World) -> None:
    """When the frame is new, start it at the box, or with the whole territory."""
    ground = (world.key, current_language(), st.session_state.get("trame_visit"))
    if st.session_state.get(_GROUND) == ground:
        return
    st.session_state[_GROUND] = ground
    st.session_state[_CLICK] = st.session_state[_CORNER] = None
    box = of_extent(state().spec.extent)
    if box is None and world.communes is not None:
        box = tuple(world.communes.frame.total_bounds)
    if box is not None:
        wish = st.session_state[_FIT][0] + 1 if st.session_state.get(_FIT) else 1
        st.session_state[_FIT] = (wish, metric_to_wgs84_bounds(_roomy(box)), 18)


def _roomy(box: Box) -> Box:
    west, south, east, north = box
    room = _ROOM_SHARE * max(east - west, north - south)
    return west - room, south - room, east + room, north + room


def _drawn() -> dict[str, Any]:
    record = Drawn()
    corner, box = st.session_state.get(_CORNER), of_extent(state().spec.extent)
    if corner is not None:
        record.mark(shapely.Point(corner), numbered_disc("#000000"), label="1")
    elif box is not None:
        record.draw([shapely.box(*box)], DRAWING, _("Box of the sheet"), halo=True)
    return record.record(aims=True)


def _answered() -> None:
    """The browser says where the map was clicked; runs before the page does."""
    context.resume()
    answer: dict[str, Any] = st.session_state.get(MAP) or {}
    click = answer.get("last_clicked")
    if not click or click == st.session_state.get(_CLICK):
        return
    st.session_state[_CLICK] = click
    place, first = point_to_metric(click["lng"], click["lat"]), st.session_state.get(_CORNER)
    if first is None:
        st.session_state[_CORNER] = place
    elif min(abs(place[0] - first[0]), abs(place[1] - first[1])) >= LEAST_M:
        st.session_state[_CORNER] = None
        change_spec(extent=to_extent((*first, *place)))
