"""A layer as a table with geometry: the rows that are asked for, the columns that the reader may see."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from core.errors import EmptyLayerError, TrameError
from core.languages import _
from exports.data.columns import Column, cells, in_words, labelled, of_field
from exports.data.operations import Filled, operation_columns
from gis.projection import METRIC
from layers.layer import FieldType, Layer
from layers.registry import layer as layer_of
from programme.selection import Selection, select
from programme.visibility import visible_fields
from programme.world import World

COMMUNE = "commune"


class UnknownFeatureError(TrameError):
    """A layer has no feature of an identifier that was asked for."""

    def __init__(self, layer: Layer, identifiers: Sequence[str], close: Sequence[str]) -> None:
        self.layer = layer.key
        self.identifiers = tuple(identifiers)
        sentence = (
            _("There is no “{code}” in the layer “{layer}”. Close to it: {close}.")
            if close
            else _("There is no “{code}” in the layer “{layer}”.")
        )
        shown = ", ".join(identifiers[:5]) + (" …" if len(identifiers) > 5 else "")
        super().__init__(sentence.format(code=shown, layer=_(layer.title), close=", ".join(close)))


@dataclass(frozen=True, eq=False)
class LayerTable:
    """Rows of a layer, ready to be written.

    Attributes
    ----------
    layer
        Its declaration.
    columns
        That the reader may see, in order, in the words of the language in force.
    features
        n rows, range index, EPSG:2154: the columns, of Arrow types, and ``geometry``, None where a row lies nowhere.
    total
        Rows of the layer that this reader may see, those left out by a filter too.
    """

    layer: Layer
    columns: tuple[Column, ...]
    features: gpd.GeoDataFrame
    total: int

    @property
    def unplaced(self) -> int:
        """Rows that lie nowhere."""
        return int(shapely.is_missing(self.features.geometry.to_numpy()).sum())

    @property
    def fictitious(self) -> bool:
        """Whether at least one row is invented."""
        return "fictitious" in self.features and bool(self.features["fictitious"].fillna(False).any())


def layer_table(
    world: World,
    key: str,
    *,
    selection: Selection | None = None,
    only: Collection[str] | None = None,
    within: shapely.Geometry | None = None,
) -> LayerTable:
    """Put the rows of a layer together.

    Parameters
    ----------
    world
        As the reader may see it.
    key
        Of the layer.
    selection
        Filter of the operations; other layers are not concerned.
    only
        Identifiers that are kept; None for all.
    within
        Features that lie at least partly in it are kept, EPSG:2154; None for all. To touch its edge is not enough.

    Raises
    ------
    UnknownLayerError
        No layer has that key.
    EmptyLayerError
        It was not imported yet.
    UnknownFeatureError
        It has no feature of an identifier of ``only``.
    """
    layer = layer_of(key)
    frame = _frame(world, layer)
    identifiers = frame.index if layer.in_programme else pd.Index(frame[layer.identifier])
    kept = np.ones(len(frame), dtype=bool)
    if layer.in_programme and selection is not None:
        kept &= identifiers.isin(select(world, selection))
    if only is not None:
        _require(layer, identifiers, only)
        kept &= identifiers.isin(list(only))
    if within is not None:
        shapely.prepare(within)
        shapes = frame.geometry.to_numpy()
        kept &= shapely.intersects(within, shapes) & ~shapely.touches(within, shapes)
    rows = frame.iloc[np.flatnonzero(kept)]
    filled = operation_columns(world, rows.index) if layer.in_programme else _reference(world, layer, rows)
    columns, series = zip(*_worded(filled), strict=True)
    content = pd.DataFrame({column.name: values for column, values in zip(columns, series, strict=True)})
    shapes = rows.geometry.to_numpy().copy()
    shapes[shapely.is_empty(shapes)] = None
    features = gpd.GeoDataFrame(content, geometry=gpd.GeoSeries(shapes, crs=METRIC), crs=METRIC)
    return LayerTable(layer, columns, features, len(frame))


def _frame(world: World, layer: Layer) -> gpd.GeoDataFrame:
    if layer.in_programme:
        return world.programme.operations
    snapshot = world.snapshot(layer.key)
    if snapshot is None:
        raise EmptyLayerError(layer.key)
    return snapshot.frame


def _require(layer: Layer, identifiers: pd.Index, only: Collection[str]) -> None:
    known = set(identifiers)
    unknown = sorted(set(only) - known)
    if unknown:
        # Looking for close ones among 150,000 takes longer than the sentence is worth.
        close = get_close_matches(unknown[0], known, n=3) if len(known) <= 20_000 else []
        raise UnknownFeatureError(layer, unknown, close)


def _reference(world: World, layer: Layer, rows: gpd.GeoDataFrame) -> Iterator[Filled]:
    """Columns of a layer of the library, the name of the commune beside its code."""
    for item in visible_fields(layer, world.role):
        yield of_field(item), rows[item.name]
        if item.name == COMMUNE and "commune_name" not in layer.by_name:
            title, meaning = _("Name of the commune"), _("Name of the commune.")
            names = rows[item.name].map(world.commune_names)
            yield Column("commune_name", FieldType.TEXT, title, meaning), names


def _worded(filled: Iterable[Filled]) -> Iterator[tuple[Column, pd.Series]]:
    """Typed cells of each column, those with codes followed by their words."""
    for column, values in filled:
        typed = cells(column, values)
        yield column, typed
        words = labelled(column)
        if words is not None:
            yield words, cells(words, in_words(column, typed))
