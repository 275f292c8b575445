"""The page Carte: the map is the page, the panel beside it answers."""

from typing import Any

import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from core.formats import number
from core.languages import N_, _, current_language, plural
from gis.projection import metric_to_wgs84_bounds
from maps.webmap import Highlight, ground_map, update_group
from programme.selection import select
from programme.world import World
from views import choosing, context, filters, panel
from views.grounds import revisions
from views.publish.frame import note_bounds
from views.publish.links import publish_map_link

MAP = "map_answer"
_GROUND = "map_ground"
_START = "map_start"
_CLICK = "map_click"
_RETURNED = ("last_clicked", "center", "zoom", "bounds")


def show() -> None:
    """Draw the page."""
    if _GROUND in st.session_state:
        _filters()
        _map_and_panel()
    else:
        # At first sight the map comes first: the browser fetches its parts while the filters are on their way.
        # Later on it comes last, so that an old frame never stands beside the new one.
        _map_and_panel()
        _filters()


def _filters() -> None:
    world = context.world()
    with st.sidebar:
        filters.show_filters(world)
        _count(world)
        filters.show_layers(world)


def _count(world: World) -> None:
    """How many operations the filters keep, and how many of them no map can show."""
    kept = select(world, context.state().selection)
    operations = world.programme.operations
    unmapped = int(operations.loc[kept].geometry.isna().sum())
    sentence = plural(
        len(kept),
        N_("{kept} operation out of {all} · {unmapped} without footprint"),
        N_("{kept} operations out of {all} · {unmapped} without footprint"),
    )
    words = sentence.format(kept=number(len(kept)), all=number(len(operations)), unmapped=number(unmapped))
    st.caption(words)
    st.page_link(st.session_state["trame_pages"]["operations"], label=_("list them"))
    publish_map_link()


@st.fragment
def _map_and_panel() -> None:
    """Map and panel run again together, and alone: a click leaves the rest of the page as it is."""
    context.resume()
    world = context.world()
    _enter(world)
    with st.container(key="map"):
        left, right = st.columns([7, 3], gap=None)
        with left:
            _draw(world)
        with right, st.container(key="panel"):
            panel.show(world)
    context.write_address(whole=True)


def _enter(world: World) -> None:
    """When the frame is new (first sight, another page before, other data), start it where the state says."""
    ground = (world.key, current_language(), st.session_state.get("trame_visit"))
    if st.session_state.get(_GROUND) == ground:
        return
    st.session_state[_GROUND] = ground
    st.session_state[_CLICK] = None
    state = context.state()
    if "centre" not in st.query_params and choosing.fit() is None:
        _first_view(world)
    fresh = choosing.fit() is not None and st.session_state.get("map_fit_seen") != choosing.fit()
    st.session_state["map_fit_seen"] = choosing.fit()
    st.session_state[_START] = None if fresh else (state.latitude, state.longitude, state.zoom)


def _first_view(world: World) -> None:
    """Without a centre in the link: what it names, or the whole territory."""
    selected = context.state().selected
    bounds = panel.bounds_of(world, *selected) if selected else None
    if bounds is not None:
        choosing.move(bounds)
    elif world.communes is not None:
        choosing.move(metric_to_wgs84_bounds(tuple(world.communes.frame.total_bounds)))


def _draw(world: World) -> None:
    state = context.state()
    kept = None if state.selection.is_empty else list(select(world, state.selection))
    st_folium(
        ground_map(context.installation().settings, revisions(world)),
        key=MAP,
        height=700,
        use_container_width=True,
        returned_objects=list(_RETURNED),
        feature_group_to_add=update_group(
            layers=state.layers,
            basemap=state.basemap,
            operations=kept,
            highlight=_highlight(world),
            fit=choosing.fit(),
            start=st.session_state[_START],
        ),
        on_change=_answered,
    )


def _answered() -> None:
    """The browser says where the map is and where it was clicked; runs before the fragment does."""
    context.resume()
    answer: dict[str, Any] = st.session_state.get(MAP) or {}
    centre, zoom = answer.get("center"), answer.get("zoom")
    if centre and zoom:
        context.change(longitude=centre["lng"], latitude=centre["lat"], zoom=round(float(zoom), 2))
        note_bounds(answer.get("bounds") or {}, context.state())
    click = answer.get("last_clicked")
    if click and click != st.session_state.get(_CLICK):
        st.session_state[_CLICK] = click
        choosing.click(context.world(), click["lng"], click["lat"])


def _highlight(world: World) -> Highlight | None:
    """Shape of the selection; for an operation, its parcels and the border that counts as near."""
    selected = context.state().selected
    if selected is None:
        return None
    layer, identifier = selected
    shape = panel.shape_of(world, layer, identifier)
    if shape is None:
        return None
    series = gpd.GeoSeries([shape], crs=2154)
    if layer != "operations":
        return Highlight(shape=series)
    near = series.buffer(context.installation().settings.map.near_m, quad_segs=12)
    return Highlight(shape=series, near=near, parcels=_covered_parcels(world, identifier))


def _covered_parcels(world: World, operation_id: str) -> gpd.GeoSeries | None:
    if world.parcels is None:
        return None
    links = world.programme.operation_parcels
    names = links.loc[links["operation_id"] == operation_id, "idu"]
    positions = [position for name in names if (position := world.parcels.position(name)) is not None]
    return world.parcels.frame.geometry.iloc[positions]
