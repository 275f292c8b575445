"""Polygons as the drawing commands of a vector tile, for thousands of rings at once.

Mapbox Vector Tile specification 2.1, section 4.3: each ring is a MoveTo, a LineTo and a ClosePath; parameters are
differences from the point before, zigzag-encoded.
"""

import numpy as np
import numpy.typing as npt
import shapely

_MOVE_TO_ONE = 1 << 3 | 1
_LINE_TO = 2
_CLOSE_PATH = 1 << 3 | 7
_FEWEST_POINTS = 3


def ring_commands(polygons: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Encode the rings of polygons as one sequence of commands.

    Parameters
    ----------
    polygons
        n polygons or multipolygons in whole units of the tile, y down, exterior rings wound as the specification
        asks; anything else among them is passed over.

    Returns
    -------
    Commands and parameters in order; rings that fall into a line or a point are left out.

    Examples
    --------
    >>> square = shapely.box(1, 1, 3, 3, ccw=True)
    >>> ring_commands(np.array([square])).tolist()
    [9, 6, 2, 26, 0, 4, 3, 0, 0, 3, 15]
    """
    kinds = shapely.get_type_id(polygons)
    rings = shapely.get_rings(polygons[np.isin(kinds, (3, 6))])
    points, ring = shapely.get_coordinates(rings, return_index=True)
    units, ring = _distinct(np.rint(points).astype(np.int64), ring)
    units, ring = _with_area(units, ring)
    if ring.size == 0:
        return np.empty(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    return _assemble(units, starts)


def _distinct(units: npt.NDArray[np.int64], ring: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], ...]:
    """Drop points equal to the next one of their ring; the closing point goes too, as it repeats the first."""
    if ring.size == 0:
        return units, ring
    last = np.r_[ring[1:] != ring[:-1], True]
    same = np.r_[(units[1:] == units[:-1]).all(axis=1) & ~last[:-1], False]
    kept = ~(last | same)
    return units[kept], ring[kept]


def _with_area(
    units: npt.NDArray[np.int64], ring: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], ...]:
    """Drop rings of fewer than three points, or without area."""
    if ring.size == 0:
        return units, ring
    starts = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    counts = np.diff(np.r_[starts, ring.size])
    following = np.arange(1, ring.size + 1)
    following[starts + counts - 1] = starts
    twice_area = np.add.reduceat(
        units[:, 0] * units[following, 1] - units[following, 0] * units[:, 1], starts
    )
    kept = np.repeat((counts >= _FEWEST_POINTS) & (twice_area != 0), counts)
    return units[kept], ring[kept]


def _assemble(units: npt.NDArray[np.int64], starts: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    counts = np.diff(np.r_[starts, len(units)])
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    zigzag = (steps << 1) ^ (steps >> 63)
    # Before each point stand three numbers for every ring ended, two for every ring begun, and its own ring's LineTo.
    first = np.zeros(len(units), dtype=np.int64)
    first[starts] = 1
    number = np.cumsum(first) - 1
    place = 2 * np.arange(len(units)) + 3 * number + 1 + (1 - first)
    commands = np.empty(2 * len(units) + 3 * len(starts), dtype=np.int64)
    commands[place] = zigzag[:, 0]
    commands[place + 1] = zigzag[:, 1]
    commands[place[starts] - 1] = _MOVE_TO_ONE
    commands[place[starts] + 2] = (counts - 1) << 3 | _LINE_TO
    commands[place[starts + counts - 1] + 2] = _CLOSE_PATH
    return commands
