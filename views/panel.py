"""What stands beside the map: the sheet of what was chosen, or the selection as a whole."""

from collections.abc import Sequence
from decimal import Decimal

import shapely
import streamlit as st

from core.errors import TrameError
from core.formats import euros, number
from core.languages import _
from gis.projection import metric_to_wgs84_bounds
from layers.layer import plain
from layers.registry import LAYERS
from programme.identify import Found
from programme.money.funding import money_by_funder
from programme.place_sheets import OperationLine, commune_sheet, neighbourhood_sheet
from programme.rules.alerts import alerts
from programme.selection import select
from programme.sheets import operation_sheet
from programme.visa.recording import visa_status
from programme.words import STEP_ORDER, STEP_WORDS, word
from programme.world import GENERATIONS, World
from views import choosing, context, desk
from views.html import Column, Html, grey, heading, join, table, tag
from views.journal_part import journal_part
from views.panel_operation import operation_panel, step_pill
from views.panel_places import commune_panel, feature_panel, neighbourhood_panel
from views.plan_part import plan_button
from views.publish.links import fiche_link

_OPEN = "open_operation"
Bounds = tuple[float, float, float, float]


def show(world: World) -> None:
    """Draw the panel."""
    for fault in context.link_faults():
        st.html(tag("div", fault, class_="alert"))
    selected = context.state().selected
    if selected is None:
        if choosing.found_nothing():
            st.html(tag("div", _("Nothing that Trame knows lies where you clicked."), class_="note"))
        _overview(world)
        return
    desk.say()
    bar = st.container(horizontal=True, gap="small", key="panel_bar")
    bar.button(_("Close"), on_click=choosing.close, width="stretch", key="close_panel")
    bounds = bounds_of(world, *selected)
    bar.button(
        _("Zoom to it"),
        on_click=lambda: choosing.move(bounds) if bounds else None,
        width="stretch",
        key="zoom_panel",
        disabled=bounds is None,
    )
    try:
        sheet, listed = _sheet(world, *selected)
    except TrameError as error:
        words = join((str(error), " ", _("The link may be older than the data: search for it by its name.")))
        st.html(tag("div", words, class_="alert"))
        return
    with bar:
        if selected[0] == "operations":
            plan_button(world, selected[1])
        fiche_link(*selected)
    st.html(sheet)
    if selected[0] == "operations":
        journal_part(world, selected[1])
    _also_here(selected)
    _choice({line.id: line.name for line in listed}, _("Open an operation"))


def _sheet(world: World, layer: str, identifier: str) -> tuple[Html, Sequence[OperationLine]]:
    """Words of a sheet, and the operations that it lists for a place."""
    near_m = float(context.installation().settings.map.near_m)
    if layer == "operations":
        return operation_panel(
            operation_sheet(world, identifier, near_m=near_m),
            visa_status(world, identifier),
            alerts(world, identifier),
        ), ()
    if layer in GENERATIONS:
        neighbourhood = neighbourhood_sheet(world, layer, identifier, near_m=near_m)
        return neighbourhood_panel(neighbourhood), neighbourhood.operations
    if layer == "communes":
        commune = commune_sheet(world, identifier)
        return commune_panel(commune), commune.operations
    return feature_panel(LAYERS[layer], _feature(world, layer, identifier)), ()


def _feature(world: World, layer: str, identifier: str) -> Found:
    snapshot = world.snapshot(layer)
    position = None if snapshot is None else snapshot.position(identifier)
    if snapshot is None or position is None:
        raise UnknownFeatureError(layer, identifier)
    row = snapshot.frame.iloc[position]
    fields = {name: plain(row[name]) for name in snapshot.layer.names}
    label = fields.get(snapshot.layer.label) or identifier
    return Found(layer=layer, id=identifier, label=str(label), fields=fields, distance_m=0.0)


class UnknownFeatureError(TrameError):
    """The layer has no feature of that name, or was not imported."""

    def __init__(self, layer: str, identifier: str) -> None:
        self.layer = layer
        self.identifier = identifier
        super().__init__(
            _("The layer “{layer}” holds no “{id}”.").format(layer=_(LAYERS[layer].title), id=identifier)
        )


def shape_of(world: World, layer: str, identifier: str) -> shapely.Geometry | None:
    """Geometry of a feature in EPSG:2154; None where there is none."""
    if layer == "operations":
        operations = world.programme.operations
        shape = operations.geometry.get(identifier) if identifier in operations.index else None
        return shape if shape is not None and not shape.is_empty else None
    snapshot = world.snapshot(layer)
    position = None if snapshot is None else snapshot.position(identifier)
    return None if snapshot is None or position is None else snapshot.frame.geometry.iloc[position]


def bounds_of(world: World, layer: str, identifier: str) -> Bounds | None:
    """Bounds of a feature in WGS84, with some room around; None where it has no geometry."""
    shape = shape_of(world, layer, identifier)
    if shape is None:
        return None
    room = 60.0 if layer != "operations" else float(context.installation().settings.map.near_m) + 40.0
    west, south, east, north = shape.bounds
    return metric_to_wgs84_bounds((west - room, south - room, east + room, north + room))


def _also_here(selected: tuple[str, str]) -> None:
    """Other things that the click found, each one a click away."""
    others = [item for item in choosing.here() if (item.layer, item.id) != selected]
    if not others:
        return
    st.html(heading(_("Also here")))
    for item in others:
        label = f"{_(LAYERS[item.layer].singular)} · {item.label or item.id}"
        st.button(
            _unmarked(label),
            key=f"here_{item.layer}_{item.id}",
            on_click=_switch,
            args=(item,),
            width="stretch",
        )


def _switch(item: Found) -> None:
    context.change(selected=(item.layer, item.id))


def _unmarked(words: str) -> str:
    """Take the marks of Markdown out of a label."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]$~:<>" else letter for letter in words)


def _choice(names: dict[str, str], title: str) -> None:
    if not names:
        return
    st.session_state[_OPEN] = None
    st.selectbox(
        title,
        list(names),
        format_func=lambda operation_id: f"{names[operation_id]} · {operation_id}",
        key=_OPEN,
        placeholder=_("Choose…"),
        on_change=_opened,
    )


def _opened() -> None:
    operation_id = st.session_state[_OPEN]
    if operation_id:
        choosing.choose(
            "operations", operation_id, bounds=bounds_of(context.world(), "operations", operation_id)
        )


def _overview(world: World) -> None:
    """Nothing is chosen: what the filters keep, as a whole."""
    if world.programme.operations.empty:
        words = _(
            "The programme is empty. Load its tables with “trame load”, or the demonstration with “trame demo”."
        )
        st.html(tag("div", words, class_="note"))
        return
    kept = select(world, context.state().selection)
    if len(kept) == 0:
        st.html(
            tag(
                "div",
                _("No operation meets these filters. Widen one of them, or clear them all."),
                class_="note",
            )
        )
        return
    operations = world.programme.operations.loc[kept]
    costs = [cost for cost in operations["cost_excl_tax_eur"] if isinstance(cost, Decimal)]
    figures = (
        (_("operations"), number(len(operations))),
        (_("cost excl. tax"), euros(sum(costs, Decimal(0)))),
    )
    parts = (
        tag("h2", _("The programme") if context.state().selection.is_empty else _("The selection")),
        tag("p", grey(_("Click on the map, or search above: the panel says what lies there."))),
        tag(
            "div",
            join(tag("div", join((tag("b", value), label))) for label, value in figures),
            class_="figures",
        ),
        _steps(operations["step"].value_counts().to_dict()),
        _money(world, list(kept)),
        _fictitious(),
    )
    st.html(tag("div", join(parts), class_="p"))
    _choice(dict(operations["name"].sort_values()), _("Open an operation"))


def _steps(counts: dict[str, int]) -> Html:
    lines = [
        tag("li", join((step_pill(step, word(STEP_WORDS, step) or step), number(counts[step]))))
        for step in STEP_ORDER
        if step in counts
    ]
    return join((heading(_("Operations by step")), tag("ul", join(lines))))


def _money(world: World, kept: list[str]) -> Html:
    rows = money_by_funder(world.programme, kept)
    if not rows:
        return Html("")
    columns = (
        Column(_("Funder")),
        Column(_("Requested"), number=True),
        Column(_("Committed amount"), number=True),
    )
    cells = [
        (
            join((row.short_name, grey(f" ({_(_KINDS[row.kind])})") if row.kind in _KINDS else "")),
            number(row.amounts.requested_eur),
            number(row.amounts.committed_eur),
        )
        for row in rows
    ]
    return join(
        (heading(_("Money by funder")), table(_("Money by funder, amounts in euros"), columns, cells))
    )


_KINDS = {"loan": "loan", "own_funds": "own funds"}


def _fictitious() -> Html:
    if not context.installation().settings.installation.fictitious:
        return Html("")
    return tag(
        "p",
        _("Demonstration data: operations, funding and social actions are fictitious."),
        class_="fictitious",
    )
