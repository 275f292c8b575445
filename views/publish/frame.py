"""A box on the ground: what the map shows, or two corners that were clicked or typed. EPSG:2154, whole metres."""

import math
from typing import Any

import streamlit as st

from gis.projection import point_to_metric
from maps.state import MapState

_SEEN = "map_seen"
_EQUATOR_M_PER_PX = 156543.034
_USUAL_PX = (980, 840)
"""Size of the map in a window of 1440 × 900, for a link that was opened without it."""
LEAST_M = 10.0
"""A box that is narrower shows nothing."""

Box = tuple[float, float, float, float]


def note_bounds(bounds: dict[str, Any], state: MapState) -> None:
    """Keep what the browser says of its map's corners, with the state that they belong to."""
    south_west, north_east = bounds.get("_southWest"), bounds.get("_northEast")
    if south_west and north_east:
        box = (south_west["lng"], south_west["lat"], north_east["lng"], north_east["lat"])
        st.session_state[_SEEN] = ((state.longitude, state.latitude, state.zoom), box)


def seen_box(state: MapState) -> Box:
    """What the map shows: as the browser said, or as a window of usual size would with that centre and zoom."""
    kept: tuple[tuple[float, float, float], Box] | None = st.session_state.get(_SEEN)
    told = kept is not None and kept[0] == (state.longitude, state.latitude, state.zoom)
    west, south, east, north = kept[1] if kept is not None and told else _usual_degrees(state)
    middle = (west + east) / 2, (south + north) / 2
    x, y = point_to_metric(*middle)
    width = math.dist(point_to_metric(west, middle[1]), point_to_metric(east, middle[1]))
    height = math.dist(point_to_metric(middle[0], south), point_to_metric(middle[0], north))
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _usual_degrees(state: MapState) -> Box:
    metres_per_px = _EQUATOR_M_PER_PX * math.cos(math.radians(state.latitude)) / 2.0**state.zoom
    per_degree = 2 * math.pi * 6_378_137 / 360
    east = _USUAL_PX[0] / 2 * metres_per_px / (per_degree * math.cos(math.radians(state.latitude)))
    north = _USUAL_PX[1] / 2 * metres_per_px / per_degree
    return state.longitude - east, state.latitude - north, state.longitude + east, state.latitude + north


def to_extent(box: Box) -> str:
    """Words of the address for a box, whose corners may come in any order.

    Examples
    --------
    >>> to_extent((650100.4, 6866000, 650000, 6866500))
    'bbox:650000,6866000,650100,6866500'
    """
    west, east = sorted((box[0], box[2]))
    south, north = sorted((box[1], box[3]))
    return "bbox:" + ",".join(f"{value:.0f}" for value in (west, south, east, north))


def of_extent(extent: str) -> Box | None:
    """Box of such words; None where they are of another place, or no box."""
    kind, _colon, text = extent.partition(":")
    if kind != "bbox":
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if all(map(math.isfinite, (west, south, east, north))) else None
