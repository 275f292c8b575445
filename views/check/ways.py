"""How a footprint comes to the check: a file, a drawing, parcels, an operation, or text."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.formats import area, number
from core.languages import N_, _, plural
from gis.projection import point_to_metric
from programme.check import reading
from programme.check.submission import Submission
from programme.world import World
from views import context
from views.check import read as check_read
from views.check import work as check_work
from views.check.state import WAYS, change, state
from views.html import tag

_WAY = "check_way"
_WAY_WORDS = {
    "file": N_("File"),
    "drawing": N_("Drawing"),
    "parcels": N_("Parcels"),
    "operation": N_("Operation"),
    "text": N_("Text"),
}
_OPERATION = "check_operation"
_LEAST_CORNERS = 3


@dataclass(frozen=True)
class Said:
    """What the person says of the footprint beforehand; None where nothing was said."""

    commune: str | None = None
    declared_area_m2: float | None = None
    operation_id: str | None = None

    def of(self, submission: Submission) -> Submission:
        """Give the submission with what was said of it."""
        known = {name: value for name, value in vars(self).items() if value is not None}
        return replace(submission, subject=replace(submission.subject, **known))


def show(world: World) -> None:
    """Draw the choice of the way, and what that way asks."""
    st.html(
        tag(
            "div",
            tag(
                "p",
                _(
                    "Give the footprint of an operation: everything is checked at once, "
                    "and the commune can put its visa on it."
                ),
            ),
            class_="p",
        )
    )
    st.session_state.setdefault(_WAY, state().way)
    st.segmented_control(
        _("Where the footprint comes from"),
        WAYS,
        format_func=lambda way: _(_WAY_WORDS[way]),
        key=_WAY,
        required=True,
        width="stretch",
        on_change=_way_chosen,
    )
    {"file": _file, "drawing": _drawing, "parcels": _parcels, "operation": _operation, "text": _text}[
        state().way
    ](world)


def _way_chosen() -> None:
    context.resume()
    change(way=st.session_state[_WAY] or state().way, fault=None, done=None)


def _file(world: World) -> None:
    st.caption(
        _(
            "Shapefile (all its parts, or zipped), GeoJSON, GeoPackage, FlatGeobuf, KML or KMZ, GML, DXF, MapInfo: "
            "the content decides, not the name."
        )
    )
    files = st.file_uploader(
        _("File, or all parts of a shapefile"), accept_multiple_files=True, key="check_files"
    )
    said = _said(world)
    if _go(disabled=not files):
        check_work.ask(check_read.file_job(tuple(files), said.of))
        st.rerun()


def _text(world: World) -> None:
    wkt = st.text_area(
        _("Well-known text"),
        key="check_wkt",
        height=140,
        placeholder="POLYGON ((649300 6866000, 649400 6866000, …))",
    )
    crs = st.text_input(
        _("Coordinate system, such as EPSG:2154; left empty, the likely ones are proposed"), key="check_crs"
    )
    said = _said(world)
    if _go(disabled=not wkt.strip()):
        check_work.ask(check_read.text_job(wkt, crs.strip() or None, said.of))
        st.rerun()


def _parcels(world: World) -> None:
    if world.parcels is None:
        st.html(
            tag(
                "div",
                _("The cadastre is not imported yet: import the parcels from the page Data."),
                class_="note",
            )
        )
        return
    st.caption(
        _(
            "Click parcels on the map, one by one, or paste their identifiers: 14 characters, as in 92036000AB0123."
        )
    )
    pasted = st.text_area(_("Identifiers of parcels"), key="check_idus", height=90)
    picked = state().picked
    if picked:
        total = plural(
            len(picked), N_("{count} parcel picked on the map"), N_("{count} parcels picked on the map")
        )
        st.html(tag("p", tag("b", total.format(count=number(len(picked)))), class_="check-line"))
        with st.container(key="check_picked", horizontal=True):
            for idu in picked:
                st.button(
                    f"{idu} ✕", key=f"unpick_{idu}", on_click=_unpick, args=(idu,), help=_("Take it out")
                )
    said = _said(world)
    if _go(disabled=not (picked or pasted.strip())):
        check_work.ask(
            check_read.plain_job(lambda: reading.from_parcels(f"{' '.join(picked)} {pasted}", world), said.of)
        )
        st.rerun()


def _unpick(idu: str) -> None:
    context.resume()
    change(picked=tuple(other for other in state().picked if other != idu))


def _drawing(world: World) -> None:
    points = state().points
    st.caption(
        _(
            "Click on the map, corner by corner. By keyboard: move the map with the arrows, "
            "and Enter puts a corner at its centre."
        )
    )
    told = plural(len(points), N_("{count} corner drawn"), N_("{count} corners drawn"))
    extra = f" · {area(check_read.drawn_area(points))}" if len(points) >= _LEAST_CORNERS else ""
    st.html(tag("p", tag("b", told.format(count=number(len(points))) + extra), class_="check-line"))
    undo, clear = st.columns(2, gap="small")
    undo.button(
        _("Undo the last corner"),
        on_click=lambda: change(points=state().points[:-1]),
        disabled=not points,
        width="stretch",
        key="check_undo",
    )
    clear.button(
        _("Erase the drawing"),
        on_click=lambda: change(points=()),
        disabled=not points,
        width="stretch",
        key="check_clear",
    )
    said = _said(world)
    if _go(disabled=len(points) < _LEAST_CORNERS):
        check_work.ask(check_read.plain_job(lambda: reading.from_points(points, name=_("Drawing")), said.of))
        st.rerun()


def _operation(world: World) -> None:
    operations = world.programme.operations
    mapped = operations[operations.geometry.notna()]["name"].sort_values()
    if mapped.empty:
        st.html(tag("div", _("No operation has a footprint yet."), class_="note"))
        return
    st.caption(_("Choose it here, or click it on the map."))
    chosen = st.selectbox(
        _("Operation"),
        list(mapped.index),
        index=None,
        format_func=lambda operation_id: f"{mapped[operation_id]} · {operation_id}",
        placeholder=_("Choose…"),
        key=_OPERATION,
    )
    if _go(disabled=chosen is None) and chosen is not None:
        check_work.ask(check_read.operation_job(chosen))
        st.rerun()


def _said(world: World) -> Said:
    """Optional facts that the check compares with what it computes."""
    with st.expander(_("What is said of it (optional)"), key="check_said"):
        names = world.commune_names
        commune = st.selectbox(
            _("Declared commune"),
            sorted(names, key=names.__getitem__),
            index=None,
            format_func=lambda insee: f"{names[insee]} · {insee}",
            placeholder=_("Choose…"),
            key="check_commune",
        )
        declared = st.number_input(
            _("Declared area (m²)"), min_value=0.0, value=None, step=1.0, format="%.0f", key="check_declared"
        )
        operations = world.programme.operations["name"].sort_values()
        operation = st.selectbox(
            _("It is to be the footprint of this operation"),
            list(operations.index),
            index=None,
            format_func=lambda operation_id: f"{operations[operation_id]} · {operation_id}",
            placeholder=_("Choose…"),
            key="check_for",
        )
    return Said(commune, declared, operation)


def _go(*, disabled: bool) -> bool:
    return st.button(_("Check"), type="primary", disabled=disabled, width="stretch", key="check_go")


def click(world: World, longitude: float, latitude: float) -> None:
    """Answer a click on the map while a footprint is drawn or picked."""
    x, y = point_to_metric(longitude, latitude)
    if state().way == "operation":
        _operation_at(world, x, y)
    elif state().way == "drawing":
        change(points=(*state().points, (round(x, 3), round(y, 3))), fault=None)
    elif state().way == "parcels" and world.parcels is not None:
        found = [str(world.parcels.frame["idu"].iloc[position]) for position in world.parcels.at(x, y)]
        kept = tuple(idu for idu in state().picked if idu not in found)
        added = tuple(idu for idu in found if idu not in state().picked)
        change(picked=(*kept, *added), fault=None if found else _("No parcel lies where you clicked."))


def _operation_at(world: World, x: float, y: float) -> None:
    """Choose the operation that lies where the map was clicked."""
    found = world.footprints.near(x, y, 0.0, 0.0)
    if found:
        st.session_state[_OPERATION] = str(world.programme.operations.index[found[0][0]])
    change(fault=None if found else _("No operation lies where you clicked."))


def picked_shapes(world: World, idus: tuple[str, ...]) -> list[Any]:
    """Parcels that are picked, for the map; EPSG:2154."""
    if world.parcels is None:
        return []
    positions = [world.parcels.position(idu) for idu in idus]
    return [world.parcels.frame.geometry.iloc[position] for position in positions if position is not None]
