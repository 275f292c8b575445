"""Heavy layers as one PMTiles archive, and the same in blocks that scripts carry where nothing can be fetched."""

import base64
import gzip
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from core.languages import _
from core.progress import Progress, silent
from core.settings import Settings
from gis.projection import mercator_to_metric_bounds, metric_to_wgs84_bounds
from layers.layer import Delivery
from layers.library import Snapshot
from maps.tiles import BUFFER, EXTENT, tile, tile_bounds
from programme.world import World

CLOSEST = 16
"""Greatest zoom of the archive: beyond it the page draws a part of a tile larger. A unit is then a decimetre."""
BLOCK = 65_536
"""Bytes of the archive in one script; ``trame-public.js`` cuts alike."""

_EMPTY = gzip.compress(b"", mtime=0)
_DEGREES = 10_000_000


@dataclass(frozen=True, slots=True)
class Archive:
    """Tiles of several layers: the file, how many tiles it holds, and the layers by key with their least zoom."""

    content: bytes
    tiles: int
    least_zooms: dict[str, int]


def tiled(world: World) -> tuple[Snapshot, ...]:
    """Layers of the library that are heavy, in the order of drawing."""
    return tuple(
        snapshot
        for snapshot in world.snapshots.values()
        if snapshot.layer.delivery is Delivery.TILES and len(snapshot.frame)
    )


def archive(world: World, settings: Settings, progress: Progress = silent) -> Archive:
    """Make the archive.

    Parameters
    ----------
    world
        As the public may see it. Of each feature, only what its look depends on is in a tile (:func:`maps.tiles.tile`).
    settings
        From which zoom parcels are drawn.
    progress
        Told for each tile; it may stop the work.

    Returns
    -------
    PMTiles of version 3 with gzip of Mapbox Vector Tiles; without any heavy layer, it holds none.
    """
    snapshots = tiled(world)
    least = {item.layer.key: _least_zoom(item, settings) for item in snapshots}
    made: dict[tuple[int, int, int], bytes] = {}
    wanted = _covering(snapshots, min(least.values(), default=CLOSEST))
    lowest = min(least.values(), default=CLOSEST)
    for zoom in range(lowest, CLOSEST + 1):
        # A tile without a feature of any layer has none below it either.
        wanted = [place for place in wanted if any(_near(item, *place) for item in snapshots)]
        shown = [item for item in snapshots if least[item.layer.key] <= zoom]
        for place in wanted:
            progress((zoom - lowest) / (CLOSEST + 1 - lowest), _("Tiles of parcels, housing and facilities"))
            content = b"".join(gzip.decompress(tile(item, *place)) for item in shown if _near(item, *place))
            if content:
                made[place] = gzip.compress(content, compresslevel=9, mtime=0)
        wanted = [child for place in wanted for child in _children(*place)]
    return Archive(_written(made, snapshots, least), len(made), least)


def blocks(content: bytes) -> Iterator[str]:
    """Cut an archive into texts that a script may hold."""
    for start in range(0, len(content), BLOCK):
        yield base64.b64encode(content[start : start + BLOCK]).decode("ascii")


def _least_zoom(snapshot: Snapshot, settings: Settings) -> int:
    key = snapshot.layer.key
    wanted = settings.map.parcels_from_zoom if key == "parcels" else snapshot.layer.min_zoom
    return min(wanted, CLOSEST)


def _covering(snapshots: Sequence[Snapshot], zoom: int) -> list[tuple[int, int, int]]:
    """Tiles of a zoom over all that there is."""
    if not snapshots:
        return []
    edges = np.array([item.frame.total_bounds for item in snapshots])
    west, south, east, north = _degrees(edges)
    (left, top), (right, bottom) = _column_row(west, north, zoom), _column_row(east, south, zoom)
    return [(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _degrees(edges: np.ndarray) -> tuple[float, float, float, float]:
    low, high = edges.min(axis=0), edges.max(axis=0)
    return metric_to_wgs84_bounds((float(low[0]), float(low[1]), float(high[2]), float(high[3])))


def _column_row(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    side = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return min(side - 1, int((lon + 180) / 360 * side)), min(side - 1, max(0, int(y * side)))


def _near(snapshot: Snapshot, zoom: int, x: int, y: int) -> bool:
    """Whether a feature may be in a tile or in the margin that is drawn with it."""
    west, south, east, north = mercator_to_metric_bounds(tile_bounds(zoom, x, y))
    margin = max(east - west, north - south) * 2 * BUFFER / EXTENT
    return bool(snapshot.window((west - margin, south - margin, east + margin, north + margin)).size)


def _children(zoom: int, x: int, y: int) -> list[tuple[int, int, int]]:
    return [(zoom + 1, 2 * x + right, 2 * y + down) for right in (0, 1) for down in (0, 1)]


def _written(
    made: dict[tuple[int, int, int], bytes], snapshots: Sequence[Snapshot], least: dict[str, int]
) -> bytes:
    if not made:
        return b""
    edges = np.array([item.frame.total_bounds for item in snapshots])
    west, south, east, north = (round(value * _DEGREES) for value in _degrees(edges))
    file = io.BytesIO()
    writer = Writer(file)  # type: ignore[no-untyped-call]
    for place in sorted(made, key=lambda place: zxy_to_tileid(*place)):
        writer.write_tile(zxy_to_tileid(*place), made[place])  # type: ignore[no-untyped-call]
    header = {
        "version": 3,
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": CLOSEST - 2,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
    described = [
        {"id": key, "fields": {}, "minzoom": zoom, "maxzoom": CLOSEST, "description": key}
        for key, zoom in least.items()
    ]
    writer.finalize(header, {"name": "Trame", "vector_layers": described})  # type: ignore[no-untyped-call]
    return file.getvalue()
