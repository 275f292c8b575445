"""The ground of a map on paper, layer by layer, in the declared symbols; each tells the legend what it drew."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely

from core.languages import N_, _
from layers.layer import GeometryKind
from layers.registry import LAYERS
from layers.symbol import Marker, Style
from maps.furniture import Room, name, widest
from maps.paper import Geometries, Sheet, drawn, outline, within
from maps.rendering import sign
from programme.check.report import FootprintFacts, NeighbourhoodTest, Relation, Report
from programme.world import GENERATIONS, World

OUTSIDE = "#e9eef0"
NEAR_300 = Style(fill=None, stroke="#762a83", width_px=1.2, dash_px=(9, 4))
NEAR_500 = Style(fill=None, stroke="#762a83", width_px=1.2, dash_px=(1.5, 3.5))
RELATIONS: Mapping[Relation, tuple[str, Style]] = {
    Relation.WHOLE: (N_("Parcel taken whole"), Style(fill="#f1dfae", stroke="#8d877c", width_px=1.0)),
    Relation.PARTIAL: (N_("Parcel taken in part"), Style(fill="#faf2dc", stroke="#8d877c", width_px=1.0)),
    Relation.GRAZED: (
        N_("Parcel only grazed"),
        Style(fill=None, stroke="#8d877c", width_px=1.4, dash_px=(2, 2)),
    ),
}
_DETAIL_PARCELS = 4_000
"""More hairlines than that are a grey ground: the parcels around are then left out."""
_MOST_NAMES = 400
_NAME_MM = 6.0
"""Side of the place that a name asks for."""


def _window(place: Sheet, world: World, key: str) -> tuple[np.ndarray, Geometries]:
    """Positions and shapes of the features of a layer that are on the sheet; none where it was not imported."""
    snapshot = world.snapshot(key)
    if snapshot is None:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=object)
    rows = snapshot.window(place.bounds)
    return rows, snapshot.frame.geometry.to_numpy()[rows]


def communes(place: Sheet, world: World) -> list[str]:
    """Ground of the communes on the sheet, and what lies outside of them."""
    _rows, shapes = _window(place, world, "communes")
    style = LAYERS["communes"].symbol.style
    colour = OUTSIDE if len(shapes) else style.fill
    ground = f'<rect width="{place.width_mm:g}" height="{place.height_mm:g}" fill="{colour}"/>'
    return [
        ground,
        *(drawn(outline(place, within(place, shapes[row : row + 1])), style) for row in range(len(shapes))),
    ]


def parcels(place: Sheet, world: World, report: Report, legend: list[tuple[str, str]]) -> list[str]:
    """Cadastre around the footprint, and the parcels that it takes, by how it takes them."""
    layer = LAYERS["parcels"]
    _rows, shapes = _window(place, world, "parcels")
    body: list[str] = []
    if 0 < len(shapes) <= _DETAIL_PARCELS:
        body.append(drawn(outline(place, within(place, shapes)), layer.symbol.style))
        legend.append((sign(layer.symbol.style, layer.geometry), _("Cadastral parcels")))
    for relation, (label, style) in RELATIONS.items():
        own = np.array([item.geometry for item in report.parcels if item.relation is relation], dtype=object)
        if len(own):
            body.append(drawn(outline(place, own), style))
            legend.append((sign(style, GeometryKind.POLYGON), _(label)))
    return body


def neighbourhoods(place: Sheet, world: World, legend: list[tuple[str, str]]) -> list[str]:
    """Priority neighbourhoods of both generations, the one in force in front."""
    body: list[str] = []
    for key in reversed(GENERATIONS):
        style = LAYERS[key].symbol.style
        _rows, shapes = _window(place, world, key)
        path = outline(place, within(place, shapes))
        if path:
            body.append(drawn(path, style))
            legend.append((sign(style, GeometryKind.POLYGON), _(LAYERS[key].singular)))
    return body


def limits(
    place: Sheet, world: World, tests: Iterable[NeighbourhoodTest], legend: list[tuple[str, str]]
) -> list[str]:
    """300 m and 500 m around the neighbourhoods in force that the rules were tested on."""
    snapshot = world.snapshot(GENERATIONS[0])
    codes = {item.code for item in tests if item.generation == GENERATIONS[0]}
    if snapshot is None or not codes:
        return []
    rows = np.flatnonzero(snapshot.frame["code"].isin(codes).to_numpy())
    whole = shapely.union_all(snapshot.frame.geometry.to_numpy()[rows])
    body: list[str] = []
    for metres, style in ((300, NEAR_300), (500, NEAR_500)):
        path = outline(
            place, within(place, np.array([shapely.buffer(whole, metres, quad_segs=32)], dtype=object))
        )
        if path:
            body.append(drawn(path, style))
            legend.append(
                (
                    sign(style, GeometryKind.POLYGON),
                    _("{distance} m from a neighbourhood").format(distance=metres),
                )
            )
    return body


def operation_words(step: str) -> str:
    """Words of the legend for operations of a step."""
    return _("Other operation: {step}").format(step=step)


def operations(place: Sheet, world: World, report: Report, legend: list[tuple[str, str]]) -> list[str]:
    """All operations of the programme but the one that is checked, in the colours of their steps."""
    layer, frame = LAYERS["operations"], world.programme.operations
    shapes = frame.geometry.to_numpy()
    ground = shapely.box(*place.bounds)
    own = frame.index.to_numpy() == report.subject.operation_id
    rows = np.flatnonzero(shapely.intersects(shapes, ground) & ~own)
    steps = frame["step"].to_numpy()[rows]
    body = [
        drawn(outline(place, within(place, shapes[rows[place_ : place_ + 1]])), layer.symbol.style_of(step))
        for place_, step in enumerate(steps)
    ]
    legend.extend(
        (sign(item.style, layer.geometry), operation_words(_(item.label)))
        for item in layer.symbol.classes
        if item.value in set(steps)
    )
    return body


def residences(place: Sheet, world: World, legend: list[tuple[str, str]]) -> list[str]:
    """Squares whose area is the number of dwellings."""
    layer = LAYERS["housing"]
    rows, shapes = _window(place, world, layer.key)
    if not len(rows):
        return []
    snapshot = world.snapshots[layer.key]
    sides = np.clip(
        0.17 * np.sqrt(np.maximum(snapshot.frame["dwellings"].to_numpy(dtype=float)[rows], 1)), 0.8, 5
    )
    legend.append(
        (sign(layer.symbol.style, layer.geometry, Marker.SQUARE), _("Social residence, by its dwellings"))
    )
    return [
        f'<rect x="{x - side / 2:.2f}" y="{y - side / 2:.2f}" width="{side:.2f}" height="{side:.2f}" '
        f'fill="{layer.symbol.style.fill}" stroke="#ffffff" stroke-width=".2"/>'
        for (x, y), side in zip(place.mm(shapely.get_coordinates(shapes)), sides, strict=True)
    ]


def facilities(place: Sheet, world: World, room: Room, legend: list[tuple[str, str]]) -> list[str]:
    """White pictograms on dark discs; names keep off them."""
    layer = LAYERS["facilities"]
    rows, shapes = _window(place, world, layer.key)
    if not len(rows):
        return []
    kinds = world.snapshots[layer.key].frame["kind"].to_numpy()[rows]
    by_value = {item.value: item for item in layer.symbol.classes}
    body: list[str] = []
    for (x, y), kind in zip(place.mm(shapely.get_coordinates(shapes)), kinds, strict=True):
        item = by_value.get(kind)
        path = item.pictogram if item else None
        body.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.7" fill="#3b3a38" stroke="#ffffff" stroke-width=".2"/>'
        )
        if path:
            body.append(
                f'<path transform="translate({x - 1.2:.2f} {y - 1.2:.2f}) scale(.1)" d="{path}" fill="#ffffff" '
                'fill-rule="evenodd"/>'
            )
        room.take((x - 1.7, y - 1.7, x + 1.7, y + 1.7))
    legend.extend(
        (sign(item.style, layer.geometry, Marker.DISC, item.pictogram), _(item.label))
        for item in layer.symbol.classes
        if item.value in set(kinds)
    )
    return body


def commune_names(place: Sheet, room: Room, world: World, facts: FootprintFacts) -> list[str]:
    """Names of the communes on the sheet."""
    return _names(place, room, world, facts, "communes", size_mm=2.9, colour="#6f6a61")


def neighbourhood_names(place: Sheet, room: Room, world: World, facts: FootprintFacts) -> list[str]:
    """Names of the neighbourhoods of the generation in force, in violet."""
    return _names(place, room, world, facts, GENERATIONS[0], size_mm=2.3, colour="#762a83", weight=600)


def _names(place: Sheet, room: Room, world: World, facts: FootprintFacts, key: str, **look: Any) -> list[str]:
    """Names of the features of a layer, each where the part of it that is seen beside the footprint has most room."""
    rows, shapes = _window(place, world, key)
    if not len(rows):
        return []
    names = world.snapshots[key].frame["name"].to_numpy()[rows]
    subject = shapely.buffer(shapely.simplify(facts.measured, place.metres_per_mm), 2 * place.metres_per_mm)
    seen = shapely.clip_by_rect(shapes, *place.bounds)
    beside = shapely.difference(seen, subject)
    room_enough = shapely.area(beside) > (_NAME_MM * place.metres_per_mm) ** 2
    chosen = np.where(room_enough, beside, seen)
    kept = shapely.area(chosen) > 0
    middles = place.mm([widest(shape)[:2] for shape in chosen[kept]])
    return [
        name(room, float(x), float(y), str(text), **look)
        for (x, y), text in zip(middles, names[kept], strict=True)
    ]


def parcel_name(idu: str) -> str:
    """Section and number, as they are called in a commune.

    Examples
    --------
    >>> parcel_name("92036000AB0123"), parcel_name("92036000 A0007")
    ('AB 123', 'A 7')
    """
    return f"{idu[8:10].strip().lstrip('0') or idu[8:10]} {idu[10:].lstrip('0') or '0'}"


def parcel_names(place: Sheet, room: Room, report: Report) -> list[str]:
    """Section and number of each parcel touched, where it has room for them."""
    shapes = np.array([item.geometry for item in report.parcels], dtype=object)
    if not len(shapes):
        return []
    places = [widest(shape) for shape in shapes[:_MOST_NAMES]]
    middles = place.mm([found[:2] for found in places])
    widths = 2 * np.array([found[2] for found in places]) / place.metres_per_mm
    body: list[str] = []
    for item, (x, y), wide in zip(report.parcels[:_MOST_NAMES], middles, widths, strict=True):
        text = parcel_name(item.idu)
        size = 2.2 if item.relation is not Relation.GRAZED else 1.9
        if wide * 1.35 >= 0.6 * size * len(text):
            body.append(name(room, float(x), float(y), text, size_mm=size, colour="#4a463f"))
    return body
