"""From EPSG:2154, where everything is computed, to the systems of the edges: WGS84 and the web's Mercator."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

METRIC = 2154
WGS84 = 4326
MERCATOR = 3857

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


# PROJ sets a transformation up anew in each thread that asks for it, which takes twelve milliseconds; pages run in a
# new thread each time. One thread of its own keeps them, and all others ask it.
_thread = ThreadPoolExecutor(1, thread_name_prefix="projection")


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _ask(method: Callable[[Transformer], Any], source: int, target: int) -> Any:
    return _thread.submit(lambda: method(_transformer(source, target))).result()


def _project(shapes: npt.ArrayLike, source: int, target: int) -> npt.NDArray[np.object_]:
    def moved(coordinates: np.ndarray) -> np.ndarray:
        x, y = coordinates[:, 0], coordinates[:, 1]
        return np.column_stack(_ask(lambda transformer: transformer.transform(x, y), source, target))

    return np.atleast_1d(np.asarray(shapely.transform(np.asarray(shapes, dtype=object), moved), dtype=object))


def to_wgs84(shapes: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Bring n shapes from EPSG:2154 to longitude and latitude in degrees; Z is dropped."""
    return _project(shapes, METRIC, WGS84)


def to_mercator(shapes: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Bring n shapes from EPSG:2154 to EPSG:3857; Z is dropped."""
    return _project(shapes, METRIC, MERCATOR)


def point_to_metric(lon: float, lat: float) -> tuple[float, float]:
    """Bring a point from degrees to EPSG:2154, in metres; infinite where the projection has no answer."""
    x, y = _ask(lambda transformer: transformer.transform(lon, lat), WGS84, METRIC)
    return float(x), float(y)


def mercator_to_metric_bounds(bounds: Bounds) -> Bounds:
    """Smallest box in EPSG:2154 that holds a box of EPSG:3857."""
    return _bounds(bounds, MERCATOR, METRIC)


def metric_to_wgs84_bounds(bounds: Bounds) -> Bounds:
    """Smallest box in degrees that holds a box of EPSG:2154."""
    return _bounds(bounds, METRIC, WGS84)


def _bounds(bounds: Bounds, source: int, target: int) -> Bounds:
    west, south, east, north = _ask(
        lambda transformer: transformer.transform_bounds(*bounds, densify_pts=5), source, target
    )
    return float(west), float(south), float(east), float(north)
