"""Area that two polygons have in common, for many pairs at once, without building the polygon in common.

Each polygon is told by its edges: a place lies in it where the edges above the place, counted with the sign of their
direction, come to one. The area in common of two polygons is then a sum over pairs of edges, one of each: the integral
of the lower of the two over the x that they share, times both signs. Nothing is noded, so that nothing can fail on
edges that run along each other, as those of parcels and of footprints made of parcels do, and numpy takes all pairs at
once.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

_AT_ONCE = 400_000
"""Rows worked on together, so that memory stays small."""
_MOST_EDGE_PAIRS = 1_000_000
"""Pairs of polygons with more pairs of edges are left to GEOS, which sorts edges instead of trying them all."""
_NOTHING_M2 = 1e-6
"""A square millimetre: what rounding leaves of two polygons that only touch."""


@dataclass(frozen=True)
class Edges:
    """Edges of n polygons, each polygon's one after the other; those that run straight up or down are left out.

    Attributes
    ----------
    first
        n + 1 positions: those of polygon i are ``first[i]`` to ``first[i + 1]``, not included.
    x0, y0, x1
        Left end and x of the right end of each edge, ``x0 < x1``, in metres from ``origin``.
    top, slope
        Its greatest y, and how much it climbs by metre.
    sign
        1 where the polygon lies below the edge, -1 where it lies above.
    bounds
        Of the polygons, shape (n, 4), from ``origin``.
    """

    first: Positions
    x0: Floats
    y0: Floats
    x1: Floats
    top: Floats
    slope: Floats
    sign: Floats
    bounds: Floats

    @property
    def counts(self) -> Positions:
        """Number of edges of each polygon."""
        return np.diff(self.first)


def edges(polygons: npt.NDArray[np.object_], origin: tuple[float, float]) -> Edges:
    """Take polygons apart.

    Parameters
    ----------
    polygons
        n valid polygons or multipolygons in metres; missing and empty ones have no edge.
    origin
        Subtracted from the coordinates: near the polygons, so that no digit is lost.
    """
    sound = np.where(shapely.is_missing(polygons), shapely.Polygon(), polygons)
    # One multipolygon makes all the others be taken apart as such.
    _kind, points, offsets = shapely.to_ragged_array(np.append(sound, shapely.MultiPolygon()))
    points = points - origin
    ring_ends, part_rings, polygon_parts = (np.asarray(level, dtype=np.intp) for level in offsets)
    turn = _turns(points, ring_ends, part_rings)
    owner = np.repeat(
        np.arange(len(polygons)), np.diff(ring_ends[part_rings[polygon_parts]])[: len(polygons)]
    )
    sign = np.repeat(turn, np.diff(ring_ends))[:-1]
    (ax, ay), (bx, by) = points[:-1].T, points[1:].T
    leaning = ax != bx
    # From the last point of a ring to the first of the next there is no edge.
    leaning[ring_ends[1:-1] - 1] = False
    ax, ay, bx, by, owner, sign = (item[leaning] for item in (ax, ay, bx, by, owner[:-1], sign))
    forward = ax < bx
    x0, y0 = np.where(forward, ax, bx), np.where(forward, ay, by)
    x1, y1 = np.where(forward, bx, ax), np.where(forward, by, ay)
    return Edges(
        first=np.searchsorted(owner, np.arange(len(polygons) + 1)),
        x0=x0,
        x1=x1,
        y0=y0,
        top=np.maximum(y0, y1),
        slope=(y1 - y0) / (x1 - x0),
        sign=np.where(forward, -sign, sign),
        bounds=shapely.bounds(polygons) - np.array([*origin, *origin]),
    )


def _turns(points: Floats, ring_ends: Positions, part_rings: Positions) -> Floats:
    """For each ring, 1 where it runs as it should, the polygon on its left, and -1 where it runs the other way."""
    (ax, ay), (bx, by) = points[:-1].T, points[1:].T
    doubled = ax * by - bx * ay
    doubled[ring_ends[1:-1] - 1] = 0.0
    area = np.add.reduceat(doubled, ring_ends[:-1]) if len(doubled) else np.zeros(0)
    outer = np.full(len(area), -1.0)
    outer[part_rings[:-1][np.diff(part_rings) > 0]] = 1.0
    return np.where(area > 0, outer, -outer)


def common_areas(
    left: npt.NDArray[np.object_],
    right: npt.NDArray[np.object_],
    first: Positions,
    second: Positions,
) -> Floats:
    """Area in common of each of k pairs.

    Parameters
    ----------
    left, right
        n and m valid polygons or multipolygons in one CRS, in metres.
    first, second
        k positions on the left and on the right.

    Returns
    -------
    k areas in square metres; exactly 0 below a square millimetre. They agree with the area of the polygon in common to
    about 1e-9 m² for polygons of some hundred metres.

    Examples
    --------
    >>> square, shifted = shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)
    >>> common_areas(np.array([square]), np.array([shifted]), np.array([0]), np.array([0]))
    array([1.])
    """
    areas = np.zeros(len(first))
    if not len(first):
        return areas
    # Only those that are in a pair are taken apart: a footprint meets few of the parcels of a department.
    (used, first), (met, second) = (np.unique(place, return_inverse=True) for place in (first, second))
    left, right = left[used], right[met]
    west, south, east, north = shapely.total_bounds(left)
    origin = ((west + east) / 2, (south + north) / 2)
    own, other = edges(left, origin), edges(right, origin)
    blocks = list(_blocks(own.counts[first] + other.counts[second]))

    def work(block: slice) -> None:
        areas[block] = _sums(own, other, first[block], second[block])

    with ThreadPoolExecutor(max_workers=min(len(blocks), os.cpu_count() or 1)) as pool:
        list(pool.map(work, blocks))
    large = np.flatnonzero(np.isnan(areas))
    if len(large):
        areas[large] = shapely.area(shapely.intersection(left[first[large]], right[second[large]]))
    areas[areas < _NOTHING_M2] = 0.0
    return areas


def _blocks(size: Positions) -> Iterator[slice]:
    """Split k items so that none of the blocks has many more rows than are worked on at once."""
    ends = np.cumsum(size)
    start = 0
    while start < len(size):
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _AT_ONCE, side="right")))
        yield slice(start, stop)
        start = stop


def _sums(own: Edges, other: Edges, first: Positions, second: Positions) -> Floats:
    """Sum over the pairs of edges of each pair of polygons; not a number where these are too many."""
    count = len(first)
    pair_a, a = _facing(own, first, other.bounds[second])
    pair_b, b = _facing(other, second, own.bounds[first])
    begins, many = _runs(pair_b, count)
    large = np.bincount(pair_a, minlength=count) * many > _MOST_EDGE_PAIRS
    times = np.where(large[pair_a], 0, many[pair_a])
    sums = np.where(large, np.nan, 0.0)
    for block in _blocks(times):
        row = np.repeat(np.arange(block.start, block.stop), times[block])
        j = b[_ranges(begins[pair_a[block]], times[block])]
        x0, x1 = (np.repeat(side[a[block]], times[block]) for side in (own.x0, own.x1))
        shared = np.flatnonzero((x0 < other.x1[j]) & (x1 > other.x0[j]))
        row, j = row[shared], j[shared]
        sums += np.bincount(pair_a[row], _integral(own, other, a[row], j), minlength=count)
    return sums


def _facing(polygons: Edges, chosen: Positions, bounds: Floats) -> tuple[Positions, Positions]:
    """Edges of each chosen polygon that can matter in a box: within its x, and not all below it.

    Edges below count for nothing: they are lower than every edge of the polygon in the box, whose signs cancel out. Of
    two polygons only one can have such edges, so that all of those signs are there.
    """
    times = polygons.counts[chosen]
    pair = np.repeat(np.arange(len(chosen)), times)
    edge = _ranges(polygons.first[chosen], times)
    west, south, east, _north = bounds[pair].T
    kept = (polygons.x0[edge] < east) & (polygons.x1[edge] > west) & (polygons.top[edge] >= south)
    return pair[kept], edge[kept]


def _runs(pair: Positions, count: int) -> tuple[Positions, Positions]:
    """Where the rows of each pair begin in an ascending array, and how many there are."""
    begins = np.searchsorted(pair, np.arange(count + 1))
    return begins[:-1], np.diff(begins)


def _ranges(begins: Positions, times: Positions) -> Positions:
    """Whole numbers that count up from each beginning, one run after the other."""
    ends = np.cumsum(times)
    total = int(ends[-1]) if len(ends) else 0
    counted: Positions = np.arange(total) + np.repeat(begins - (ends - times), times)
    return counted


def _integral(own: Edges, other: Edges, i: Positions, j: Positions) -> Floats:
    """Signed integral of the lower of two edges over the x that they share."""
    low, high = np.maximum(own.x0[i], other.x0[j]), np.minimum(own.x1[i], other.x1[j])
    a0, a1 = _heights(own, i, low, high)
    b0, b1 = _heights(other, j, low, high)
    d0, d1 = a0 - b0, a1 - b1
    under = np.minimum(d0, 0.0) + np.minimum(d1, 0.0)
    # Where the edges cross, the part below is a triangle.
    crossing = np.flatnonzero(d0 * d1 < 0)
    under[crossing] *= -under[crossing] / (np.abs(d0[crossing]) + np.abs(d1[crossing]))
    signed: Floats = own.sign[i] * other.sign[j] * (b0 + b1 + under) * (high - low) / 2
    return signed


def _heights(polygons: Edges, edge: Positions, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Heights of edges at two x of theirs."""
    x0, y0, slope = polygons.x0[edge], polygons.y0[edge], polygons.slope[edge]
    return y0 + slope * (low - x0), y0 + slope * (high - x0)
