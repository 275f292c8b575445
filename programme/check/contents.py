"""What a file holds: its layers to choose from, and the rows of those that were chosen."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from core.languages import _
from core.progress import Progress
from core.settings import Imports
from gis import crs as systems
from gis import drivers, reading
from gis.errors import SeveralDatasetsError
from gis.parquet import Bounds
from gis.reading import Dataset, DatasetLayer
from gis.source import PLAIN_NAME, Source, prepare_all
from gis.validity import finite_bounds
from gis.wkb import Read, from_wkb
from programme.check.errors import NoFeatureError, NoOutlineError, UnknownFileLayerError
from programme.check.shape import MOST_VERTICES

MOST_LAYERS = 20
"""So many layers are read at once; where a file holds more, one is to be chosen."""

MOST_BYTES = 4 * 16 * MOST_VERTICES
"""A geometry that takes more is not even read: it is far beyond what is measured."""

_NAMES = ("nom", "name", "libelle", "label", "titre", "title", "operation", "id")
"""Columns that name a feature, the best first."""

_NO_OUTLINE = ("Point", "LineString", "MultiPoint", "MultiLineString")
_ONE_LAYER = (drivers.SHAPEFILE, drivers.FLATGEOBUF, drivers.MAPINFO)
"""Formats that hold one layer, which is called like the file."""

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class FileLayer:
    """A layer that a file offers.

    Attributes
    ----------
    name
        To ask for it by.
    geometry
        Kind that the file declares, such as ``Polygon``; ``Unknown`` where it may hold any.
    count
        Number of features; of a drawing, of its closed lines, and 0 where a layer of it has none.
    crs
        What it declares, such as ``EPSG:2154``; None where it declares nothing.
    bounds
        West, south, east, north as the coordinates stand in the file; None where that is not known.
    open_lines
        Lines of a drawing that are not closed, and are not offered; 0 for other formats.
    """

    name: str
    geometry: str
    count: int
    crs: str | None
    bounds: Bounds | None
    open_lines: int = 0


@dataclass(frozen=True, slots=True)
class FileContents:
    """A file, the GDAL driver that opens it (or ``WKT``), and its layers, in their order; one at least."""

    name: str
    driver: str
    layers: tuple[FileLayer, ...]


@dataclass(frozen=True, eq=False)
class Rows:
    """Features of one layer, as they stand in the file: n geometries, and what there is to say of each."""

    layer: str
    driver: str
    crs: str | None
    read: Read
    attributes: pa.Table
    open_lines: int = 0

    def name(self, row: int) -> str | None:
        """What the file calls a feature; None where it does not say."""
        columns = {column.lower(): column for column in reversed(self.attributes.column_names)}
        for wanted in _NAMES:
            if wanted in columns:
                value = self.attributes[columns[wanted]][row].as_py()
                text = "" if value is None else " ".join(str(value).split())
                if text:
                    return text[:_LONGEST_NAME]
        return None

    def take(self, rows: npt.NDArray[np.intp], layer: str, open_lines: int) -> "Rows":
        """Some of the rows, under the name of another layer."""
        return Rows(
            layer,
            self.driver,
            self.crs,
            self.read.take(rows),
            self.attributes.take(pa.array(rows)),
            open_lines,
        )


def contents_of(path: Path, work: Path, limits: Imports) -> FileContents:
    """List the layers of a file that is no text; see :func:`programme.check.reading.contents`."""
    sources = prepare_all(path, work, limits)
    layers: list[FileLayer] = []
    for source, name, found in _offered(sources, limits):
        if source.driver == drivers.DXF or found.count is None:
            dataset = reading.read(source, limits, layer=found.name)
            layers += [_described(rows) for rows in _split(source, dataset, name)]
        else:
            layers.append(FileLayer(name, found.geometry, found.count, _label(found.crs), found.bounds))
    if not sum(layer.count for layer in layers):
        raise NoFeatureError(path.name)
    return FileContents(path.name, sources[0].driver, tuple(layers))


def rows_of(path: Path, work: Path, limits: Imports, layer: str | None, progress: Progress) -> list[Rows]:
    """Read a file that is no text: all its layers, or the one that is asked for; one row at least."""
    sources = prepare_all(path, work, limits)
    sentence = _("Reading {file} ({driver})…").format(file=path.name, driver=sources[0].driver)
    progress(0.1, sentence)

    def tick() -> None:
        progress(0.1, sentence)

    drawing = sources[0].driver == drivers.DXF
    alone = _read_alone(sources, limits, None if drawing else layer, tick)
    if alone is None:
        chosen = _chosen(_offered(sources, limits), path, layer)
        found = [
            rows
            for source, name, item in chosen
            for rows in _split(source, reading.read(source, limits, layer=item.name, tick=tick), name)
        ]
    else:
        found = _split(sources[0], alone, _shown(sources[0], alone.layer))
    if drawing and layer is not None:
        known, found = [rows.layer for rows in found], [rows for rows in found if rows.layer == layer]
        if not found:
            raise UnknownFileLayerError(path.name, layer, known)
        if not len(found[0].read.shapes):
            raise NoOutlineError(path.name, found[0].open_lines)
    found = [rows for rows in found if len(rows.read.shapes)]
    if not found:
        raise NoFeatureError(path.name)
    return found


def _read_alone(
    sources: list[Source], limits: Imports, layer: str | None, tick: Callable[[], None]
) -> Dataset | None:
    """Read a file of one layer at once; None where its layers must be looked at first."""
    only = sources[0]
    if len(sources) > 1 or (layer is not None and (only.driver not in _ONE_LAYER or layer != only.title)):
        return None
    try:
        return reading.read(only, limits, tick=tick)
    except SeveralDatasetsError:
        return None


def _offered(sources: list[Source], limits: Imports) -> list[tuple[Source, str, DatasetLayer]]:
    """All layers that have geometries, each with a name of its own."""
    found = [
        (source, _shown(source, layer.name), layer)
        for source in sources
        for layer in reading.inspect(source, limits)
        if layer.geometry != "None"
    ]
    seen: Counter[str] = Counter()
    offered: list[tuple[Source, str, DatasetLayer]] = []
    for source, name, layer in found:
        seen[name] += 1
        offered.append((source, name if seen[name] == 1 else f"{name} ({seen[name]})", layer))
    return offered


def _shown(source: Source, layer: str) -> str:
    return source.title if layer == PLAIN_NAME else layer


def _chosen(
    offered: list[tuple[Source, str, DatasetLayer]], path: Path, layer: str | None
) -> list[tuple[Source, str, DatasetLayer]]:
    """Choose the layer that is asked for, or all that may hold outlines."""
    names = [name for _source, name, _found in offered]
    if layer is not None:
        if layer not in names:
            raise UnknownFileLayerError(path.name, layer, names)
        return [offered[names.index(layer)]]
    chosen = [item for item in offered if item[2].geometry.removeprefix("3D ") not in _NO_OUTLINE] or offered
    if len(chosen) > MOST_LAYERS:
        raise SeveralDatasetsError(path.name, names, names[0])
    return chosen


def _split(source: Source, dataset: Dataset, name: str) -> list[Rows]:
    """Make rows of what was read; a drawing gives those of each of its layers."""
    if dataset.geometry is None:
        return []
    read = from_wkb(dataset.geometry, most_bytes=MOST_BYTES)
    if dataset.curved is not None:
        read = replace(read, curved=dataset.curved)
    rows = Rows(name, dataset.driver, dataset.crs, read, dataset.attributes)
    return _drawn(source, rows) if source.driver == drivers.DXF else [rows]


def _drawn(source: Source, rows: Rows) -> list[Rows]:
    """Closed lines of a drawing by its layers; what stands on its sheets and not in its space is left out."""
    shapes = rows.read.shapes
    closed = shapely.is_closed(shapes) & (shapely.get_num_coordinates(shapes) >= 4)
    line = shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING
    rings = np.flatnonzero(line & closed)
    shapes = shapes.copy()
    points, ring = shapely.get_coordinates(shapes[rings], return_index=True)
    shapes[rings] = shapely.polygons(shapely.linearrings(points, indices=ring)) if len(rings) else rings
    outline = np.isin(
        shapely.get_type_id(shapes), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    )
    on_sheet = np.array([bool(value) for value in rows.attributes["PaperSpace"].to_pylist()], dtype=bool)
    names = np.array([value or "0" for value in rows.attributes["Layer"].to_pylist()], dtype=object)
    drawn = replace(rows, read=replace(rows.read, shapes=shapes))
    wanted, open_lines = outline & ~on_sheet, line & ~outline & ~on_sheet
    if not wanted.any():
        raise NoOutlineError(source.name, int(open_lines.sum()))
    return [
        drawn.take(np.flatnonzero(wanted & (names == name)), name, int((open_lines & (names == name)).sum()))
        for name in dict.fromkeys(names[wanted | open_lines])
    ]


def _described(rows: Rows) -> FileLayer:
    shapes = rows.read.shapes[~shapely.is_missing(rows.read.shapes)]
    kinds = set(shapely.get_type_id(shapes))
    kind = str(shapes[0].geom_type) if len(kinds) == 1 else "Unknown"
    bounds = finite_bounds(shapes)
    return FileLayer(rows.layer, kind, len(rows.read.shapes), _label(rows.crs), bounds, rows.open_lines)


def _label(crs: str | None) -> str | None:
    found = None if crs is None else systems.parse(crs)
    return None if found is None else systems.label(found)
