"""The page Vérifier une emprise: the verdict first, then the map with everything that was found, and the tables."""

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from core.languages import _, current_language
from gis.projection import metric_to_wgs84_bounds
from maps.check_map import Drawing, check_record
from maps.webmap import ground_map, update_group
from programme.world import World
from views import context
from views.check import batch as check_batch
from views.check import choice as check_choice
from views.check import panel as check_panel
from views.check import read as check_read
from views.check import state as check_state
from views.check import verdict as check_verdict
from views.check import ways as check_ways
from views.check import work as check_work
from views.check.state import change, state
from views.grounds import revisions
from views.html import tag

MAP = "check_map_answer"
_GROUND = "check_ground"
_CLICK = "check_click"
_BASEMAP = "check_basemap"
_ASKED = "check_asked"
_OPENED = "check_opened"
OPERATION = "operation"
"""Parameter of the address: the operation whose footprint is checked."""
_LAYERS = ("communes", "parcels", "neighbourhoods_2015", "neighbourhoods_2024", "operations")


def show() -> None:
    """Draw the page."""
    world = context.world()
    _asked(world)
    # One place above the map, whatever stands in it: were the map to move in the page, its frame would begin anew.
    head = st.container(key="check_head", gap=None)
    if check_work.waiting():
        with head:
            st.html(tag("h1", _("Check a footprint"), class_="hidden"))
            place = check_work.strip()
        _map_and_panel(busy=True)
        check_work.run(place)
        return
    with head:
        check_verdict.show()
    _map_and_panel(busy=False)


def _asked(world: World) -> None:
    """Check the operation that the address names, once."""
    operation_id = st.query_params.get(OPERATION)
    if operation_id is None or st.session_state.get(_ASKED) == operation_id:
        return
    st.session_state[_ASKED] = operation_id
    check_state.start_again("operation")
    if operation_id not in world.programme.operations.index:
        change(fault=_("There is no operation “{id}”.").format(id=operation_id))
        return
    check_work.ask(check_read.operation_job(operation_id))


@st.fragment
def _map_and_panel(*, busy: bool) -> None:
    """Map and panel run again together, and alone: a click leaves the rest of the page as it is."""
    context.resume()
    world = context.world()
    if (opened := st.session_state.pop(_OPENED, None)) is not None:
        check_batch.open_report(opened)
    _enter(world)
    with st.container(key="map"):
        left, right = st.columns([6, 4], gap=None)
        with left:
            _draw(world)
        with right, st.container(key="panel"):
            if busy:
                st.html(tag("p", _("Reading and checking; the map stays at hand."), class_="g"))
            else:
                _panel(world)
    context.write_address(whole=False, more=_address())


def _address() -> dict[str, str]:
    report = state().report
    if report is None or report.subject.origin != "operation" or report.subject.operation_id is None:
        return {}
    st.session_state[_ASKED] = report.subject.operation_id
    return {OPERATION: report.subject.operation_id}


def _panel(world: World) -> None:
    found = state()
    # One place, whatever is told in it: were what follows to move, its tabs would go back to the first.
    with st.container(key="check_told", gap=None):
        if found.fault:
            st.html(tag("div", found.fault, class_="alert", role="alert"))
        if found.done:
            st.html(tag("div", found.done, class_="note", role="status"))
    if found.report is not None:
        check_panel.show(world, found.report)
    elif found.reports:
        check_batch.show(world)
    elif found.previewed:
        check_choice.show_systems()
    elif found.contents is not None:
        check_choice.show_contents()
    else:
        check_ways.show(world)
    _ground()


def _ground() -> None:
    """Choice of the ground under the map: a photograph says what an outline is about."""
    basemaps = {item.key: item.title for item in context.installation().settings.basemaps}
    if not basemaps:
        return
    with st.container(key="check_ground"):
        st.selectbox(
            _("Ground of the map"),
            ["", *basemaps],
            format_func=lambda key: basemaps.get(key) or _("None"),
            key=_BASEMAP,
        )


def _enter(world: World) -> None:
    """When the frame is new, start it at the footprint, or with the whole territory."""
    ground = (world.key, current_language(), st.session_state.get("trame_visit"))
    if st.session_state.get(_GROUND) == ground:
        return
    st.session_state[_GROUND] = ground
    st.session_state[_CLICK] = None
    if check_state.fit() is None and world.communes is not None:
        check_state.look_at(metric_to_wgs84_bounds(tuple(world.communes.frame.total_bounds)))


def _draw(world: World) -> None:
    layers = [key for key in _LAYERS if key != "neighbourhoods_2015" or _has_2015()]
    st_folium(
        ground_map(context.installation().settings, revisions(world), check=True),
        key=MAP,
        height=700,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=update_group(
            layers=layers,
            basemap=st.session_state.get(_BASEMAP) or None,
            operations=_others(world),
            fit=check_state.fit(),
            check=check_record(_drawing(world)),
        ),
        on_change=_answered,
    )


def _has_2015() -> bool:
    """The earlier generation is drawn where the footprint has to do with it: elsewhere it only blurs the map."""
    report = state().report
    return report is not None and any(
        item.generation == "neighbourhoods_2015" for item in report.neighbourhoods
    )


def _others(world: World) -> list[str] | None:
    """Operations on the ground: all but the one that is checked, whose outline is the subject."""
    report = state().report
    if report is None or report.subject.operation_id is None:
        return None
    return [name for name in world.programme.operations.index if name != report.subject.operation_id]


def _drawing(world: World) -> Drawing:
    found = state()
    if found.report is not None:
        return Drawing(report=found.report, chosen=found.chosen)
    if found.reports:
        return Drawing(batch=found.reports)
    if found.previewed:
        return Drawing(candidates=check_choice.candidates(), preferred=found.preferred)
    if found.contents is not None:
        return Drawing()
    return Drawing(
        points=found.points if found.way == "drawing" else (),
        picked=check_ways.picked_shapes(world, found.picked) if found.way == "parcels" else (),
        aims=found.way in ("drawing", "parcels"),
    )


def _answered() -> None:
    """The browser says where the map was clicked; runs before the fragment does."""
    context.resume()
    answer: dict[str, Any] = st.session_state.get(MAP) or {}
    click = answer.get("last_clicked")
    if not click or click == st.session_state.get(_CLICK):
        return
    st.session_state[_CLICK] = click
    found = state()
    if found.report is not None:
        if "finding" in click:
            change(chosen=int(click["finding"]))
    elif found.reports and "finding" in click:
        st.session_state[_OPENED] = int(click["finding"])
    elif not (found.reports or found.previewed or found.contents):
        check_ways.click(context.world(), click["lng"], click["lat"])
