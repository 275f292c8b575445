"""Where a place is: its operations, its neighbourhoods, its outline, and the map that parts of the page draw on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import shapely
import streamlit as st
from streamlit_folium import st_folium

from gis.projection import metric_to_wgs84_bounds
from maps.webmap import ground_map, update_group
from programme.evaluation.place import Place, PlaceKind
from programme.place_sheets import commune_sheet
from programme.selection import Selection, select
from programme.world import World
from views import choosing, context
from views.grounds import revisions

_ROOM_M = 150.0
"""Room around what a map shows."""
_LEGEND_SHARE = 0.22
"""Of the height, below: the legend lies over it."""


def selection_of(place: Place) -> Selection:
    """Filters that keep the operations of a place."""
    if place.kind is PlaceKind.TERRITORY:
        return Selection()
    if place.kind is PlaceKind.SITE:
        return Selection(sites=(place.code,))
    if place.kind is PlaceKind.COMMUNE:
        return Selection(communes=(place.code,))
    return Selection(neighbourhoods=(place.code,))


def operations_of(world: World, place: Place) -> pd.Index:
    """Identifiers of the operations of a place, in the order of the programme."""
    return select(world, selection_of(place))


def neighbourhoods_of(world: World, place: Place) -> set[str] | None:
    """Codes of the neighbourhoods of a place, of both generations; None for all."""
    if place.kind is PlaceKind.TERRITORY:
        return None
    if place.kind is PlaceKind.SITE:
        links = world.programme.priority_site_neighbourhoods
        return set(links.loc[links["priority_site_id"] == place.code, "neighbourhood_code"])
    if place.kind is PlaceKind.COMMUNE:
        if world.communes is None or world.communes.position(place.code) is None:
            return set()
        return {line.code for line in commune_sheet(world, place.code).neighbourhoods}
    return {place.code}


def outlines_of(world: World, place: Place) -> list[shapely.Geometry]:
    """Shapes that a map of the place must show, EPSG:2154; none where nothing of it is mapped."""
    shapes: list[shapely.Geometry] = []
    if place.kind is PlaceKind.TERRITORY:
        return [] if world.communes is None else [shapely.box(*world.communes.frame.total_bounds)]
    if place.kind is PlaceKind.COMMUNE:
        shapes += _features(world, "communes", [place.code])
    else:
        codes = sorted(neighbourhoods_of(world, place) or ())
        for layer in ("neighbourhoods_2024", "neighbourhoods_2015"):
            shapes += _features(world, layer, codes)
    operations = world.programme.operations.geometry.loc[operations_of(world, place)].dropna()
    return [*shapes, *operations]


def _features(world: World, layer: str, codes: Iterable[str]) -> list[shapely.Geometry]:
    snapshot = world.snapshot(layer)
    if snapshot is None:
        return []
    positions = [position for code in codes if (position := snapshot.position(code)) is not None]
    return list(snapshot.frame.geometry.iloc[positions])


def draw_map(
    world: World,
    key: str,
    record: Mapping[str, Any],
    shapes: Sequence[shapely.Geometry],
    words: str,
    layers: Sequence[str] = ("communes", "neighbourhoods_2024"),
) -> None:
    """Draw a map of a part of the page.

    Parameters
    ----------
    world
        As the reader may see it.
    key
        Of the map on the page.
    record
        What is drawn over the ground.
    shapes
        What it must show, EPSG:2154; none shows the ground as it is.
    words
        What it shows, for those who do not see it.
    layers
        Keys of the layers beneath.
    """
    with st.container(key=f"evaluation_map_{key}"):
        st_folium(
            ground_map(context.installation().settings, revisions(world), check=True, words=words),
            key=f"evaluation_{key}_answer",
            height=500,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=update_group(
                layers=layers,
                basemap=None,
                operations=[],
                fit=(1, _bounds(shapes), 17.0) if shapes else None,
                check=record,
            ),
        )


def _bounds(shapes: Sequence[shapely.Geometry]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(list(shapes)))
    below = max(_ROOM_M, _LEGEND_SHARE * (north - south))
    return metric_to_wgs84_bounds((west - _ROOM_M, south - below, east + _ROOM_M, north + _ROOM_M))


def to_map(world: World, place: Place) -> None:
    """Show a place on the page Carte: its operations by the filters, the place itself in the panel where it has one."""
    layer = "communes" if place.kind is PlaceKind.COMMUNE else place.generation
    shapes = outlines_of(world, place)
    if layer is not None:
        choosing.choose(layer, place.code)
    else:
        choosing.close()
    context.change(selection=selection_of(place))
    if shapes:
        choosing.move(_bounds(shapes))
    st.switch_page(st.session_state["trame_pages"]["map"])
