"""A ground from an online service under a map of paper: its tiles, brought to Lambert-93 and to the turn of the sheet.

Tiles are those of the web's Mercator (EPSG:3857, z/x/y). What does not answer in time leaves the quiet ground.
"""

import base64
import io
import math
import struct
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from PIL import Image

from core.errors import TrameError
from core.languages import _
from core.settings import Basemap
from gis.projection import to_mercator
from maps.paper import Sheet

Pixels = npt.NDArray[np.uint8]

_AGENT = "Trame (urban renewal maps)"
_DPI = 160
_MOST_PX = 4_800
"""Of the longer side: a poster's ground is a little softer than a page's."""
_MOST_TILES = 220
_MOST_BYTES = 4_000_000
_TILE_SIDES = (128, 1_024)
_AT_ONCE = 6
_SECONDS_EACH, _SECONDS_ALL = 6.0, 20.0
_SECONDS_SILENT = 45.0
"""A service that failed is not asked again before: whoever tries one sheet after the other does not wait each time."""
_silent_until: dict[str, float] = {}
_HALF_WORLD_M = math.pi * 6_378_137.0
_STEP_PX = 24
"""Places are projected on a grid that wide; between them the way is straight to a hundredth of a pixel."""
_BAND_PX = 256
_MANY_COLOURS = 4_096
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_BROKEN = (SyntaxError, EOFError, struct.error, Image.DecompressionBombError)
"""What Pillow raises over damaged images besides OSError."""


class BasemapError(TrameError):
    """The service did not give its tiles: the map is drawn on the quiet ground."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(
            _(
                "The ground “{title}” does not answer: the map is drawn on a plain ground. Try again later, or check "
                "the network."
            ).format(title=title)
        )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Tiles that cover a map: their zoom, and the first and last column and row."""

    zoom: int
    west: int
    north: int
    east: int
    south: int

    @property
    def count(self) -> int:
        return (self.east - self.west + 1) * (self.south - self.north + 1)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        rows = range(self.north, self.south + 1)
        return ((x, y) for y in rows for x in range(self.west, self.east + 1))


@lru_cache(maxsize=4)
def basemap_image(basemap: Basemap, place: Sheet) -> str:
    """Fetch the ground of a map and turn it as the map is.

    Parameters
    ----------
    basemap
        The service.
    place
        The map.

    Returns
    -------
    SVG of an image over the whole map, its bytes within it.

    Raises
    ------
    BasemapError
        A tile did not come, or is no image.
    """
    grid = _grid(basemap, place)
    mosaic = _mosaic(basemap, grid)
    pixels = _turned(mosaic, grid, place)
    kind, content = _encoded(pixels)
    data = base64.b64encode(content).decode("ascii")
    return (
        f'<image width="{place.width_mm:g}" height="{place.height_mm:g}" preserveAspectRatio="none" '
        f'href="data:image/{kind};base64,{data}"/>'
    )


def _grid(basemap: Basemap, place: Sheet) -> _Grid:
    """Choose the zoom by the resolution of paper, coarser where that would be too many tiles."""
    metres_px = place.metres_per_mm * place.width_mm / _size(place)[0]
    corners = _mercator(place.corners)
    stretch = float(np.hypot(*(corners[1] - corners[0]))) / (place.width_mm * place.metres_per_mm)
    fine = math.log2(2 * _HALF_WORLD_M / 256 / (metres_px * stretch))
    zoom = min(max(math.ceil(fine - 0.35), 0), basemap.max_zoom)
    edge = _mercator(_around(place))
    while True:
        side = 2 * _HALF_WORLD_M / 2**zoom
        west, south = (edge.min(axis=0) + _HALF_WORLD_M) / side
        east, north = (edge.max(axis=0) + _HALF_WORLD_M) / side
        last = 2**zoom - 1
        columns = [min(max(math.floor(value), 0), last) for value in (west, east)]
        rows = [min(max(math.floor(2**zoom - value), 0), last) for value in (north, south)]
        grid = _Grid(zoom, columns[0], rows[0], columns[1], rows[1])
        if grid.count <= _MOST_TILES or zoom == 0:
            return grid
        zoom -= 1


def _around(place: Sheet) -> npt.NDArray[np.float64]:
    """Points along the edge of a map, EPSG:2154: straight there, it is bent in the other projection."""
    ring = shapely.segmentize(shapely.Polygon(place.corners), max(place.metres_per_mm * 50, 1.0))
    return np.asarray(shapely.get_coordinates(ring))


def _mercator(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(to_mercator(shapely.points(points))))


def _mosaic(basemap: Basemap, grid: _Grid) -> Pixels:
    """All tiles side by side."""
    until = monotonic() + _SECONDS_ALL
    if monotonic() < _silent_until.get(basemap.url, 0.0):
        raise BasemapError(basemap.title)
    addresses = [
        basemap.url.replace("{z}", str(grid.zoom)).replace("{x}", str(x)).replace("{y}", str(y))
        for x, y in grid
    ]
    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="tiles")
    try:
        asked = [pool.submit(_tile, address, until) for address in addresses]
        tiles = [_answer(one, until) for one in asked]
    except (LateError, OSError, HTTPException, ValueError) as fault:
        _silent_until[basemap.url] = monotonic() + _SECONDS_SILENT
        raise BasemapError(basemap.title) from fault
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    side = tiles[0].shape[0]
    if any(tile.shape != (side, side, 3) for tile in tiles):
        raise BasemapError(basemap.title)
    rows = grid.south - grid.north + 1
    return np.stack(tiles).reshape(rows, -1, side, side, 3).swapaxes(1, 2).reshape(rows * side, -1, 3)


def _answer(asked: "Future[Pixels]", until: float) -> Pixels:
    return asked.result(max(until - monotonic(), 0.01))


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """An address of the configuration is asked, and no other that it names."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoDetour)


def _tile(address: str, until: float) -> Pixels:
    """Fetch one tile, as red, green and blue on white.

    Raises
    ------
    OSError, ValueError
        It did not come in time, or is no square image of a usual size.
    """
    seconds = min(_SECONDS_EACH, until - monotonic())
    if seconds <= 0:
        raise TimeoutError(address)
    request = urllib.request.Request(address, headers={"User-Agent": _AGENT})  # noqa: S310 - the settings want https
    try:
        with _opener.open(request, timeout=seconds) as answer:
            content = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as refusal:
        # It is an answer too, and holds its connection.
        refusal.close()
        raise
    if len(content) > _MOST_BYTES:
        raise ValueError(address)
    try:
        return _on_white(content)
    except _BROKEN as fault:
        raise ValueError(address) from fault


def _on_white(content: bytes) -> Pixels:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        if image.width != image.height or not _TILE_SIDES[0] <= image.width <= _TILE_SIDES[1]:
            raise ValueError(image.size)
        clear = image.convert("RGBA")
    white = Image.new("RGBA", clear.size, (255, 255, 255, 255))
    return np.asarray(Image.alpha_composite(white, clear).convert("RGB"))


def _size(place: Sheet) -> tuple[int, int]:
    """Pixels of the ground of a map."""
    dense = min(_DPI / 25.4, _MOST_PX / max(place.width_mm, place.height_mm))
    return max(round(place.width_mm * dense), 1), max(round(place.height_mm * dense), 1)


def _turned(mosaic: Pixels, grid: _Grid, place: Sheet) -> Pixels:
    """Look each pixel of the map up in the tiles, between the four that are nearest."""
    width, height = _size(place)
    tile_m = 2 * _HALF_WORLD_M / 2**grid.zoom
    per_pixel = tile_m * (grid.east - grid.west + 1) / mosaic.shape[1]
    columns, rows = _knots(width), _knots(height)
    x, y = np.meshgrid((columns + 0.5) * place.width_mm / width, (rows + 0.5) * place.height_mm / height)
    found = _mercator(place.ground(np.column_stack([x.ravel(), y.ravel()]))).reshape(*x.shape, 2)
    right = (found[..., 0] + _HALF_WORLD_M - grid.west * tile_m) / per_pixel - 0.5
    down = (_HALF_WORLD_M - found[..., 1] - grid.north * tile_m) / per_pixel - 0.5
    pixels = np.empty((height, width, 3), dtype=np.uint8)
    for first in range(0, height, _BAND_PX):
        band = np.arange(first, min(first + _BAND_PX, height))
        pixels[band] = _between(
            mosaic, _spread(right, rows, columns, band, width), _spread(down, rows, columns, band, width)
        )
    return pixels


def _knots(length: int) -> npt.NDArray[np.float64]:
    """Pixels at which places are projected, the first and the last among them."""
    return np.linspace(0, max(length - 1, 1), max(math.ceil(length / _STEP_PX), 1) + 1)


def _spread(
    values: npt.NDArray[np.float64],
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    band: npt.NDArray[np.intp],
    width: int,
) -> npt.NDArray[np.float64]:
    """Values of every pixel of some rows, from those at the knots."""
    row = np.interp(band, rows, np.arange(len(rows)))
    above = np.minimum(row.astype(int), len(rows) - 2)
    share = (row - above)[:, np.newaxis]
    some = values[above] * (1 - share) + values[above + 1] * share
    column = np.interp(np.arange(width), columns, np.arange(len(columns)))
    before = np.minimum(column.astype(int), len(columns) - 2)
    share = column - before
    return np.asarray(some[:, before] * (1 - share) + some[:, before + 1] * share)


def _between(mosaic: Pixels, right: npt.NDArray[np.float64], down: npt.NDArray[np.float64]) -> Pixels:
    high, wide = mosaic.shape[:2]
    right, down = np.clip(right, 0, wide - 1.001), np.clip(down, 0, high - 1.001)
    column, row = right.astype(np.intp), down.astype(np.intp)
    x = (right - column)[..., np.newaxis].astype(np.float32)
    y = (down - row)[..., np.newaxis].astype(np.float32)
    upper = mosaic[row, column] * (1 - x) + mosaic[row, column + 1] * x
    lower = mosaic[row + 1, column] * (1 - x) + mosaic[row + 1, column + 1] * x
    return np.rint(upper * (1 - y) + lower * y).astype(np.uint8)


def _encoded(pixels: Pixels) -> tuple[str, bytes]:
    """Kind and bytes: a drawn map keeps its sharp edges, a photograph its size."""
    image = Image.fromarray(pixels)
    sample = pixels[:: max(len(pixels) // 200, 1), :: max(pixels.shape[1] // 200, 1)].reshape(-1, 3)
    photograph = len(np.unique(sample // 4, axis=0)) > _MANY_COLOURS
    stream = io.BytesIO()
    if photograph:
        image.save(stream, "JPEG", quality=86)
    else:
        image.save(stream, "PNG")
    return ("jpeg" if photograph else "png"), stream.getvalue()


__all__ = ["BasemapError", "basemap_image"]
