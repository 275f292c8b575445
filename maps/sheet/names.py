"""Which names a map carries, in what letters and where: places first, then what stands in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from layers.layer import Delivery, GeometryKind, Group, Layer
from layers.symbol import INK
from maps.paper import Geometries, Sheet
from maps.paper_layers import parcel_name
from maps.sheet.features import Features
from maps.sheet.labels import Form, Spot, Wanted, broken, form_box, forms, size_mm
from maps.sheet.lettering import width_mm
from maps.sheet.look import Look
from maps.sheet.points import half_mm
from maps.sheet.polygons import DOT_MM
from maps.sheet.spots import around_area, around_point, fitting, inside

_OPERATIONS_TO_SCALE = 22_000
_POINTS_TO_SCALE = 5_000
_PARCELS_TO_SCALE = 1_500
_WIDE_FROM = 22_000
"""At smaller scales places are named before what lies in them."""
_MOST_POINTS, _MOST_PARCELS = 4_000, 3_000
"""Names that are tried at most: there is no room for more."""
_SIZES = (1.0, 0.88, 0.78)
"""Letters of the name of a place are made smaller before it leaves the place."""
_FADED = 0.4
_SIMPLE_MM = 0.1


@dataclass(frozen=True, slots=True)
class Lettering:
    """Letters of the names of a layer."""

    size_mm: float
    weight: int
    colour: str
    order: int


@dataclass(frozen=True, eq=False)
class Scene:
    """What names on a map have to do with.

    Attributes
    ----------
    place, look
        The map.
    operations
        Those on the map, EPSG:2154.
    subject
        What the sheet is about, EPSG:2154; None for nothing.
    veiled
        What lies around the subject stands back: its names do too.
    """

    place: Sheet
    look: Look
    operations: Geometries
    subject: shapely.Geometry | None = None
    veiled: bool = False

    @cached_property
    def in_front(self) -> shapely.STRtree:
        """Operations and the outline of the subject, in millimetres: names keep off them where they can."""
        shapes = list(in_millimetres(self.place, self.operations))
        if self._subject is not None:
            shapes.extend(shapely.boundary(shapely.get_parts(self._subject)))
        around = shapely.buffer(np.array(shapes, dtype=object), DOT_MM * self.look.text, quad_segs=2)
        return shapely.STRtree(np.atleast_1d(around))

    @cached_property
    def _subject(self) -> shapely.Geometry | None:
        if self.subject is None:
            return None
        moved = shapely.transform(self.subject, self.place.mm)
        shapely.prepare(moved)
        return moved

    def colour(self, colour: str, at: Spot) -> str:
        """Colour of a name at a place: paler where that lies behind the veil."""
        if not self.veiled or self._subject is None or shapely.contains_xy(self._subject, at.x, at.y):
            return colour
        parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return "#" + "".join(f"{round(part + (255 - part) * _FADED):02x}" for part in parts)


def in_millimetres(place: Sheet, shapes: Geometries) -> Geometries:
    """Parts of n shapes that are on a map, in millimetres; empty for those that are not."""
    moved = shapely.transform(shapes, place.mm)
    return np.atleast_1d(
        np.asarray(shapely.clip_by_rect(moved, 0, 0, place.width_mm, place.height_mm), dtype=object)
    )


def names(scene: Scene, found: Sequence[Features]) -> list[Wanted]:
    """List the labels that a map would like to carry.

    Parameters
    ----------
    scene
        The map.
    found
        Features of its layers, from the back to the front.
    """
    wanted: list[Wanted] = []
    said: set[str] = set()
    for item in sorted(found, key=lambda one: _lettering(one.layer, scene.look).order):
        mine = list(_of_layer(item, scene))
        # A neighbourhood that both generations have is named once.
        wanted.extend(label for label in mine if label.text not in said)
        said |= {label.text for label in mine}
    return wanted


def _of_layer(item: Features, scene: Scene) -> Iterable[Wanted]:
    letters = _lettering(item.layer, scene.look)
    letters = replace(letters, size_mm=letters.size_mm * scene.look.text)
    if item.layer.geometry is GeometryKind.POINT:
        return _of_points(item, scene, letters)
    if item.layer.delivery is Delivery.TILES:
        return _of_parcels(item, scene, letters)
    return _of_areas(item, scene, letters)


def _lettering(layer: Layer, look: Look) -> Lettering:
    wide = look.scale > _WIDE_FROM
    if layer.group is Group.OPERATIONS:
        return Lettering(2.15, 600, INK, 5 if wide else 1)
    if layer.group is Group.NEIGHBOURHOODS:
        older = bool(layer.symbol.style.dash_px)
        return Lettering(2.05 if wide else 2.4, 600, layer.symbol.style.stroke or INK, 4 if older else 3)
    if layer.geometry is GeometryKind.POINT:
        return Lettering(1.75, 400, "#35322d", 7)
    if layer.delivery is Delivery.TILES:
        return Lettering(1.6, 400, "#7a756b", 8)
    return Lettering(2.9, 600 if wide else 400, "#6f6a61", 2 if wide else 6)


def _of_areas(item: Features, scene: Scene, letters: Lettering) -> Iterable[Wanted]:
    if item.layer.group is Group.OPERATIONS and scene.look.scale > _OPERATIONS_TO_SCALE:
        return
    for text, shape in zip(item.names, in_millimetres(scene.place, item.shapes), strict=True):
        if not text or shape.is_empty:
            continue
        parts = shapely.get_parts(shape)
        largest = parts[int(np.argmax(shapely.area(parts)))]
        spots = inside(largest)
        ways = (
            _of_place(text, largest, spots, letters)
            if item.layer.group is Group.TERRITORY
            else forms(text, letters.size_mm, _in_or_beside(text, largest, spots, letters))
        )
        ways = _clear_first(ways, letters, scene, largest)
        colour = scene.colour(letters.colour, spots[0])
        yield Wanted(text, ways, letters.weight, colour, letters.order, float(shape.area))


def _of_place(
    text: str, shape: shapely.Geometry, spots: tuple[Spot, ...], letters: Lettering
) -> tuple[Form, ...]:
    """Wholly within a place, broken or smaller where it must be; across its edge where nothing else is left."""
    simple = shapely.simplify(shape, _SIMPLE_MM)
    one, *two = sorted(broken(text, hyphens=True), key=len) or [()]
    ways = [(size, lines) for lines in (one, *two) for size in _SIZES[:2]]
    ways += [(_SIZES[-1], lines) for lines in (one, *two)]
    within = tuple(
        Form(lines, letters.size_mm * size, spot)
        for size, lines in ways
        if lines
        for spot in fitting(simple, *size_mm(lines, letters.size_mm * size, letters.weight))
    )
    return (*within, *forms(text, letters.size_mm * _SIZES[1], spots))


def _in_or_beside(
    text: str, shape: shapely.Geometry, spots: tuple[Spot, ...], letters: Lettering
) -> tuple[Spot, ...]:
    """Within an area and beside it; beside it alone where it is too small."""
    left, top, right, bottom = shape.bounds
    wide = width_mm(text, letters.size_mm, letters.weight)
    roomy = bottom - top > 2.2 * letters.size_mm and right - left > 0.7 * wide
    beside = around_area(shape, letters.size_mm)
    return (*spots, *beside) if roomy else beside


def _clear_first(
    ways: tuple[Form, ...], letters: Lettering, scene: Scene, own: shapely.Geometry
) -> tuple[Form, ...]:
    """Put the ways that cover nothing in front but what is named before the others."""
    tree = scene.in_front
    boxes = [shapely.box(*form_box(way, letters.weight)) for way in ways]
    way, covered = tree.query(boxes, predicate="intersects")
    others = ~shapely.intersects(shapely.point_on_surface(own), tree.geometries[covered])
    hidden = np.bincount(way[others], minlength=len(ways)) > 0
    return tuple(ways[row] for row in np.argsort(hidden, kind="stable").tolist())


def _of_points(item: Features, scene: Scene, letters: Lettering) -> Iterable[Wanted]:
    if scene.look.scale > _POINTS_TO_SCALE:
        return
    at = scene.place.mm(shapely.get_coordinates(shapely.centroid(item.shapes))).tolist()
    half = half_mm(item, scene.look).tolist()
    for row in np.argsort(-item.weights, kind="stable")[:_MOST_POINTS].tolist():
        (x, y), text = at[row], item.names[row]
        if text:
            ways = forms(text, letters.size_mm, around_point(x, y, half[row], letters.size_mm))
            colour = scene.colour(letters.colour, Spot(x, y))
            yield Wanted(text, ways, letters.weight, colour, letters.order, float(item.weights[row]))


def _of_parcels(item: Features, scene: Scene, letters: Lettering) -> Iterable[Wanted]:
    """Section and number, where they fit into the parcel."""
    if scene.look.scale > _PARCELS_TO_SCALE or len(item) > _MOST_PARCELS:
        return
    moved = shapely.transform(item.shapes, scene.place.mm)
    at = shapely.get_coordinates(_middles(moved))
    texts = [parcel_name(text) if item.layer.key == "parcels" else text for text in item.names]
    half = np.array([width_mm(text, letters.size_mm, letters.weight) / 2 for text in texts])
    high = letters.size_mm / 2
    boxes = shapely.box(at[:, 0] - half, at[:, 1] - high, at[:, 0] + half, at[:, 1] + high)
    for row in np.flatnonzero(shapely.contains(moved, boxes)).tolist():
        spot = Spot(*at[row].tolist())
        ways = (Form((texts[row],), letters.size_mm, spot),)
        colour = scene.colour(letters.colour, spot)
        yield Wanted(texts[row], ways, letters.weight, colour, letters.order, float(half[row]))


def _middles(shapes: Geometries) -> npt.NDArray[np.object_]:
    """Centre of each of n areas, or a point of it where that lies outside."""
    centres = shapely.centroid(shapes)
    return np.asarray(np.where(shapely.contains(shapes, centres), centres, shapely.point_on_surface(shapes)))
