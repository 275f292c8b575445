"""What of a layer is on a map: exactly those of its features that are seen, by its declaration alone."""

from collections.abc import Container
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.layer import Layer
from layers.symbol import Symbol
from maps.paper import Geometries, Sheet, placed_bounds
from maps.sheet.look import Look
from maps.sheet.request import MapRequest
from programme.visibility import visible_fields
from programme.world import World

MOST_ALONE = 3_000
"""Up to that many features of a layer each is an element of its own in the SVG."""

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Features:
    """The n features of a layer that are seen on a map.

    Attributes
    ----------
    layer
        Their declaration, as far as the reader may be told: classes and sizes by a field that he may not see are none.
    ids, names
        Identifiers and labels, as text; empty where unknown.
    values
        Of the classifying field; empty where no class has that value, or where there are none.
    weights
        What the area of a marker is proportional to; 1 where nothing is declared.
    shapes
        EPSG:2154, whole, as the layer holds them.
    """

    layer: Layer
    ids: Texts
    names: Texts
    values: Texts
    weights: npt.NDArray[np.float64]
    shapes: Geometries

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def alone(self) -> bool:
        """Whether each is an element of its own."""
        return len(self) <= MOST_ALONE

    def of(self, value: str) -> npt.NDArray[np.intp]:
        """Positions of the features of a class."""
        return np.flatnonzero(self.values == value)


def features(layer: Layer, place: Sheet, request: MapRequest, world: World) -> Features | None:
    """Find the features of a layer that are seen on a map.

    Returns
    -------
    Features in the order of the layer, without those that were not asked for; None where the layer was not
    imported.
    """
    found = _frame(layer, world, place)
    if found is None:
        return None
    frame, shapes, rows = found
    ids = _texts(_identifiers(frame, layer), rows)
    wanted = np.ones(len(rows), dtype=bool)
    if layer.in_programme and request.operations is not None:
        wanted &= np.isin(ids, request.operations.astype(str).to_numpy(dtype=object))
    if layer.key in request.only:
        wanted &= np.isin(ids, np.array(sorted(request.only[layer.key]), dtype=object))
    wanted[wanted] = seen(place, shapes[rows[wanted]])
    rows, ids = rows[wanted], ids[wanted]
    named = {item.name for item in visible_fields(layer, world.role)}
    symbol = _told(layer.symbol, named)
    nothing = np.full(len(rows), "", dtype=object)
    return Features(
        layer=replace(layer, symbol=symbol),
        ids=ids if layer.identifier in named else nothing,
        names=_texts(frame[layer.label], rows) if layer.label in named else nothing,
        values=_classes(frame, symbol, rows),
        weights=_numbers(frame[symbol.area_by], rows) if symbol.area_by else np.ones(len(rows)),
        shapes=_mended(shapes[rows]) if layer.in_programme else shapes[rows],
    )


def readable(found: Features, look: Look) -> Features:
    """Features without classes that only pictograms tell apart, where these are too small to be read.

    The legend then tells what is seen: one kind of sign.
    """
    symbol = found.layer.symbol
    told_apart = len({item.style for item in symbol.classes}) > 1 or not any(
        item.pictogram for item in symbol.classes
    )
    if told_apart or look.pictograms:
        return found
    plain = replace(symbol, style=symbol.classes[0].style, by=None, classes=())
    nothing = np.full(len(found), "", dtype=object)
    return replace(found, layer=replace(found.layer, symbol=plain), values=nothing)


def seen(place: Sheet, shapes: Geometries) -> npt.NDArray[np.bool_]:
    """Tell which of n shapes are on a map: at least a point of them lies within its edge."""
    low, high = placed_bounds(place, shapes)
    size = (place.width_mm, place.height_mm)
    inside: npt.NDArray[np.bool_] = np.asarray((low >= 0).all(axis=1) & (high <= size).all(axis=1))
    doubtful = np.flatnonzero(~inside & (high >= 0).all(axis=1) & (low <= size).all(axis=1))
    edge = shapely.Polygon(place.corners)
    shapely.prepare(edge)
    inside[doubtful] = shapely.intersects(edge, shapes[doubtful])
    return inside


def _frame(
    layer: Layer, world: World, place: Sheet
) -> tuple[pd.DataFrame, Geometries, npt.NDArray[np.intp]] | None:
    """Frame of a layer, its shapes, and the rows near a map."""
    if layer.in_programme:
        frame = getattr(world.programme, layer.key)
        shapes = frame.geometry.to_numpy()
        placed = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        return frame, shapes, np.flatnonzero(placed)
    snapshot = world.snapshot(layer.key)
    if snapshot is None:
        return None
    return snapshot.frame, snapshot.frame.geometry.to_numpy(), snapshot.window(place.bounds)


def _identifiers(frame: pd.DataFrame, layer: Layer) -> pd.Series:
    return frame[layer.identifier] if layer.identifier in frame else frame.index.to_series()


def _texts(column: pd.Series, rows: npt.NDArray[np.intp]) -> Texts:
    values = column.iloc[rows]
    return np.where(values.isna(), "", values.astype(object)).astype(object)


def _told(symbol: Symbol, named: Container[str]) -> Symbol:
    """Symbol without what a reader may not be told: classes and areas by fields that are not among those named."""
    if symbol.by is not None and symbol.by not in named:
        symbol = replace(symbol, by=None, classes=())
    if symbol.area_by is not None and symbol.area_by not in named:
        symbol = replace(symbol, area_by=None)
    return symbol


def _classes(frame: pd.DataFrame, symbol: Symbol, rows: npt.NDArray[np.intp]) -> Texts:
    if symbol.by is None or not symbol.classes:
        return np.full(len(rows), "", dtype=object)
    values = _texts(frame[symbol.by], rows)
    known = np.isin(values, np.array([item.value for item in symbol.classes], dtype=object))
    return np.asarray(np.where(known, values, ""), dtype=object)


def _numbers(column: pd.Series, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    numbers = pd.to_numeric(column.iloc[rows], errors="coerce").fillna(0.0)
    return np.asarray(numbers, dtype=float)


def _mended(shapes: Geometries) -> Geometries:
    """Shapes that can be cut and measured: an import to the library sees to that, the programme may hold another."""
    wrong = ~shapely.is_valid(shapes)
    if wrong.any():
        shapes = shapes.copy()
        shapes[wrong] = shapely.make_valid(shapes[wrong])
    return shapes
