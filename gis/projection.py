"""From EPSG:2154, where everything is computed, to the systems of the edges: WGS84 and the web's Mercator."""

from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

METRIC = 2154
WGS84 = 4326
MERCATOR = 3857

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _project(shapes: npt.ArrayLike, source: int, target: int) -> npt.NDArray[np.object_]:
    transformer = _transformer(source, target)

    def moved(coordinates: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return np.atleast_1d(np.asarray(shapely.transform(np.asarray(shapes, dtype=object), moved), dtype=object))


def to_wgs84(shapes: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Bring n shapes from EPSG:2154 to longitude and latitude in degrees; Z is dropped."""
    return _project(shapes, METRIC, WGS84)


def to_mercator(shapes: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Bring n shapes from EPSG:2154 to EPSG:3857; Z is dropped."""
    return _project(shapes, METRIC, MERCATOR)


def point_to_metric(lon: float, lat: float) -> tuple[float, float]:
    """Bring a point from degrees to EPSG:2154, in metres; infinite where the projection has no answer."""
    x, y = _transformer(WGS84, METRIC).transform(lon, lat)
    return float(x), float(y)


def mercator_to_metric_bounds(bounds: Bounds) -> Bounds:
    """Smallest box in EPSG:2154 that holds a box of EPSG:3857."""
    return _transformer(MERCATOR, METRIC).transform_bounds(*bounds, densify_pts=5)


def metric_to_wgs84_bounds(bounds: Bounds) -> Bounds:
    """Smallest box in degrees that holds a box of EPSG:2154."""
    return _transformer(METRIC, WGS84).transform_bounds(*bounds, densify_pts=5)
