"""Tiles and points that hold parcels, drawn at random with a fixed seed."""

import math

import numpy as np
import shapely

from gis.projection import to_wgs84
from programme.world import World

_SEED = 20261124


def points(world: World, count: int) -> list[tuple[float, float]]:
    """Longitude and latitude of a place inside each of some parcels."""
    assert world.parcels is not None
    shapes = world.parcels.frame.geometry.to_numpy()
    chosen = np.random.default_rng(_SEED).choice(len(shapes), count, replace=False)
    found = shapely.get_coordinates(to_wgs84(shapely.point_on_surface(shapes[chosen])))
    return [(float(lon), float(lat)) for lon, lat in found]


def tiles(world: World, zoom: int, count: int) -> list[str]:
    """Addresses of distinct tiles of one zoom that hold parcels, at most that many."""
    assert world.parcels is not None
    revision = world.parcels.revision.id
    found: dict[tuple[int, int], str] = {}
    for lon, lat in points(world, min(len(world.parcels.frame), 200 * count)):
        x, y = _tile(lon, lat, zoom)
        found.setdefault((x, y), f"/tiles/parcels/{revision}/{zoom}/{x}/{y}.mvt")
        if len(found) == count:
            break
    return list(found.values())


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    side = 2**zoom
    x = (lon + 180) / 360 * side
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side
    return int(x), int(y)
