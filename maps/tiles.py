"""Vector tiles of heavy layers, made on demand from a snapshot in memory."""

import gzip
import math

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import numpy.typing as npt
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2

from gis.projection import mercator_to_metric_bounds, to_mercator
from layers.layer import Layer, plain
from layers.library import Snapshot
from maps.rings import ring_commands

EXTENT = 4096
"""Units along a tile's edge."""
BUFFER = 160
"""Units around a tile: ten pixels, so that no seam shows and markers at an edge are whole."""
MAX_ZOOM = 20
_HALF_WORLD_M = math.pi * 6378137.0


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Bounds of a tile in EPSG:3857, in metres: west, south, east, north."""
    side = 2 * _HALF_WORLD_M / 2**z
    west = x * side - _HALF_WORLD_M
    north = _HALF_WORLD_M - y * side
    return west, north - side, west + side, north


def exists(z: int, x: int, y: int) -> bool:
    """True where the tile pyramid has that tile."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z


def tile(snapshot: Snapshot, z: int, x: int, y: int) -> bytes:
    """Make one tile.

    Parameters
    ----------
    snapshot
        Features in EPSG:2154.
    z, x, y
        Address in the usual pyramid (XYZ, EPSG:3857); :func:`exists` is true.

    Returns
    -------
    gzip of a Mapbox Vector Tile with one layer named by the layer's key. Markers carry ``class`` where the symbol has
    classes and ``size`` where its area follows a field; polygons without classes are one feature, since nothing tells
    them apart in the drawing. No text from data is in a tile. Empty where nothing is there.

    Notes
    -----
    Mapbox Vector Tile specification 2.1.
    """
    bounds = tile_bounds(z, x, y)
    margin = (bounds[2] - bounds[0]) * BUFFER / EXTENT
    grown = (bounds[0] - margin, bounds[1] - margin, bounds[2] + margin, bounds[3] + margin)
    positions = np.sort(snapshot.window(mercator_to_metric_bounds(grown)))
    if positions.size == 0:
        return gzip.compress(b"", mtime=0)
    shapes = _on_grid(snapshot.frame.geometry.to_numpy()[positions], bounds)
    symbol = snapshot.layer.symbol
    if symbol.marker is None and symbol.by is None:
        content = _outlines(snapshot.layer.key, shapes)
    else:
        content = _features(snapshot.layer, snapshot.frame, positions, shapes)
    return gzip.compress(content, compresslevel=5, mtime=0)


def _on_grid(shapes: np.ndarray, bounds: tuple[float, float, float, float]) -> np.ndarray:
    """Bring shapes from EPSG:2154 to whole units of the tile, y down, clipped to its buffer, rings wound for it."""
    west, _south, _east, north = bounds
    scale = EXTENT / (bounds[2] - bounds[0])

    def to_units(metres: np.ndarray) -> np.ndarray:
        return np.column_stack(((metres[:, 0] - west) * scale, (north - metres[:, 1]) * scale))

    moved = shapely.transform(to_mercator(shapes), to_units)
    clipped = shapely.clip_by_rect(moved, -BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
    # With y down, an exterior ring is clockwise to the eye when its signed area is positive: counter-clockwise here.
    return np.asarray(shapely.orient_polygons(shapely.transform(clipped, np.rint), exterior_cw=False))


def _outlines(name: str, shapes: npt.NDArray[np.object_]) -> bytes:
    """Encode polygons that look alike as one feature."""
    message = vector_tile_pb2.tile()
    layer = message.layers.add()
    layer.name, layer.version, layer.extent = name, 2, EXTENT
    commands = ring_commands(shapes)
    if commands.size:
        feature = layer.features.add()
        feature.type = vector_tile_pb2.tile.Polygon
        feature.geometry.extend(commands.tolist())
    return bytes(message.SerializeToString())


def _features(
    layer: Layer, frame: gpd.GeoDataFrame, positions: npt.NDArray[np.intp], shapes: npt.NDArray[np.object_]
) -> bytes:
    """Encode features one by one, with what their look depends on."""
    symbol = layer.symbol
    columns = {name: column for name, column in (("class", symbol.by), ("size", symbol.area_by)) if column}
    rows = frame[list(columns.values())].iloc[positions].itertuples(index=False)
    features = [
        {
            "geometry": shape,
            "properties": {k: plain(v) for k, v in zip(columns, row, strict=True) if plain(v) is not None},
        }
        for shape, row in zip(shapes, rows, strict=True)
        if not shape.is_empty
    ]
    options = {"y_coord_down": True, "extents": EXTENT, "check_winding_order": False}
    return bytes(
        mapbox_vector_tile.encode([{"name": layer.key, "features": features}], default_options=options)
    )
