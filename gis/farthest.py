"""How far the farthest point of a shape lies from a place, were it inside the shape, where no vertex stands.

The distance to a place that is not convex may be greatest within a shape: in the middle of a street between two wings,
say. The distance to one segment of the outline is convex, and so greatest in a corner of any triangle; so is any mean
of the distances to two segments. A triangle whose corners show that no point of it can be farther than the farthest
point known is put aside; the others are cut into four.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import shapely

Numbers = npt.NDArray[np.float64]

TOLERANCE_M = 0.001
"""No point of the shape lies farther than the answer by more than this, and some point at most half of it nearer."""

_MOST_VERTICES = 500


def farthest(shape: shapely.Geometry, place: shapely.Geometry, *, tolerance_m: float = TOLERANCE_M) -> float:
    """Distance from a place to the farthest point of a shape.

    Parameters
    ----------
    shape, place
        Valid polygons in one projected CRS, in metres, not empty.
    tolerance_m
        By how much the true distance may be greater.

    Returns
    -------
    Metres; 0 where the whole shape lies in the place.

    Examples
    --------
    The middle of a courtyard of 20 m is 10 m from the building, its corners touch it.

    >>> yard = shapely.box(0, 0, 20, 20)
    >>> farthest(yard, yard.buffer(5) - yard)
    10.0
    """
    shapely.prepare(place)
    known = _distances(shapely.get_coordinates(shape), place).max()
    if _convex(place):
        return float(known)
    # What lies in the place is at no distance, and no segment of the outline would tell so. An outline that is drawn
    # by half the tolerance more simply has its farthest point no farther than that away.
    margin = tolerance_m / 2
    corners = _triangles(shapely.simplify(shapely.difference(shape, place), margin))
    outline = _segments(place)
    tree = shapely.STRtree(outline)
    while len(corners):
        at_corners = _distances(corners.reshape(-1, 2), place).reshape(-1, 3)
        middles = corners.mean(axis=1)
        at_middles = _distances(middles, place)
        known = max(known, at_corners.max(), at_middles.max())
        reach = np.hypot(*np.moveaxis(corners - middles[:, None], 2, 0)).max(axis=1)
        open_ = np.flatnonzero(at_middles + reach > known + margin)
        points = np.concatenate([corners[open_], middles[open_, None]], axis=1)
        near = tree.nearest(shapely.points(points.reshape(-1, 2))).reshape(-1, 4)
        bound = _bounds(corners[open_], outline[near])
        corners = _quartered(corners[open_[bound > known + margin]])
    return float(known)


def _distances(points: Numbers, place: shapely.Geometry) -> Numbers:
    found: Numbers = shapely.distance(shapely.points(points), place)
    return found


def _convex(place: shapely.Geometry) -> bool:
    return bool(shapely.convex_hull(place).area - place.area <= TOLERANCE_M**2)


def _triangles(shape: shapely.Geometry) -> Numbers:
    """Corners of the triangles that a shape is made of: array of shape (n, 3, 2)."""
    areas = _pieces(shape)
    parts = shapely.get_parts(shapely.constrained_delaunay_triangles(areas))
    corners: Numbers = shapely.get_coordinates(parts).reshape(-1, 4, 2)[:, :3]
    return corners


def _pieces(shape: shapely.Geometry) -> npt.NDArray[np.object_]:
    """Polygons of a shape, cut in halves until none has many vertices: triangles take the square of their number."""
    waiting, done = [shape], []
    while waiting:
        parts = shapely.get_parts(waiting.pop())
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        long = shapely.get_num_coordinates(parts) > _MOST_VERTICES
        done.extend(parts[~long])
        for part in parts[long]:
            west, south, east, north = part.bounds
            if east - west > north - south:
                middle = (west + east) / 2
                halves = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
            else:
                middle = (south + north) / 2
                halves = [shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)]
            waiting.extend(shapely.intersection(part, halves))
    return np.array(done, dtype=object)


def _segments(place: shapely.Geometry) -> npt.NDArray[np.object_]:
    """Segments of the outline of a place, one geometry each."""
    rings = shapely.get_rings(shapely.get_parts(place))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    own = np.flatnonzero(ring[1:] == ring[:-1])
    lines: npt.NDArray[np.object_] = shapely.linestrings(np.stack([points[own], points[own + 1]], axis=1))
    return lines


def _bounds(corners: Numbers, lines: npt.NDArray[np.object_]) -> Numbers:
    """Distance that no point of a triangle exceeds, by four segments of the outline near each of n triangles."""
    points = shapely.points(corners)
    # Shape (n, 4 segments, 3 corners).
    away = shapely.distance(points[:, None, :], lines[:, :, None])
    bound: Numbers = away.max(axis=2).min(axis=1)
    for one, other in combinations(range(4), 2):
        bound = np.minimum(bound, _mean_bound(away[:, one], away[:, other]))
    return bound


def _mean_bound(one: Numbers, other: Numbers) -> Numbers:
    """Least, over all weights, of the greatest weighted mean of two distances at the corners of n triangles."""
    slope = one - other
    best = np.full(len(one), np.inf)
    for first, second in combinations(range(3), 2):
        rise = slope[:, first] - slope[:, second]
        weight = np.divide(other[:, second] - other[:, first], rise, out=np.zeros(len(one)), where=rise != 0)
        weight = np.clip(weight, 0.0, 1.0)[:, None]
        best = np.minimum(best, (other + weight * slope).max(axis=1))
    return best


def _quartered(corners: Numbers) -> Numbers:
    """Cut triangles into four by the middles of their sides."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
    quarters = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    return np.concatenate([np.stack(quarter, axis=1) for quarter in quarters])
