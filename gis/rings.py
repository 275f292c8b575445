"""The rings of an outline as arrays, so that all their vertices are looked at at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

_LEAST = 4
"""Coordinates of a ring, the closing one told."""


@dataclass(frozen=True, eq=False)
class Rings:
    """Vertices of every ring, the closing one left out.

    Attributes
    ----------
    rings
        r closed rings.
    part, shell
        r numbers of the polygon that each ring belongs to, and whether it is its outer one.
    coordinates
        Array of shape (n, 2).
    ring
        n numbers of the ring that each vertex belongs to, ascending.
    """

    rings: npt.NDArray[np.object_]
    part: npt.NDArray[np.intp]
    shell: npt.NDArray[np.bool_]
    coordinates: npt.NDArray[np.float64]
    ring: npt.NDArray[np.intp]

    @cached_property
    def first(self) -> npt.NDArray[np.bool_]:
        """Whether each vertex begins its ring."""
        return np.concatenate([[True], self.ring[1:] != self.ring[:-1]])[: len(self.ring)]

    @cached_property
    def before(self) -> npt.NDArray[np.intp]:
        """Position of the vertex before each one; the last of the ring before its first."""
        before = np.arange(len(self.ring)) - 1
        before[self.first] = self._ends - 1
        return before

    @cached_property
    def after(self) -> npt.NDArray[np.intp]:
        """Position of the vertex after each one; the first of the ring after its last."""
        after = np.arange(len(self.ring)) + 1
        after[self._ends - 1] = np.flatnonzero(self.first)
        return after

    @cached_property
    def _ends(self) -> npt.NDArray[np.intp]:
        starts = np.flatnonzero(self.first)
        return np.append(starts[1:], len(self.ring)) if len(starts) else starts

    def merged(self, within_m: float) -> "Rings":
        """The same rings with vertices nearer than a distance taken for one; 0 merges those drawn twice."""
        lines = shapely.linestrings(self.closed, indices=self._closed_ring) if len(self.ring) else self.rings
        return _of(shapely.remove_repeated_points(lines, within_m), self.rings, self.part, self.shell)

    @cached_property
    def closed(self) -> npt.NDArray[np.float64]:
        """Coordinates with the closing vertex of each ring."""
        return np.insert(self.coordinates, self._ends, self.coordinates[self.first], axis=0)

    @cached_property
    def _closed_ring(self) -> npt.NDArray[np.intp]:
        return np.insert(self.ring, self._ends, self.ring[self.first])


def rings_of(geometry: shapely.Geometry) -> Rings:
    """Take an outline apart.

    Parameters
    ----------
    geometry
        Polygon or multipolygon; other geometries have no rings.
    """
    parts = shapely.get_parts(geometry)
    rings, part = shapely.get_rings(parts, return_index=True)
    shell = np.ones(len(rings), dtype=bool)
    shell[1:] = part[1:] != part[:-1]
    return _of(rings, rings, part, shell)


def canonical(geometry: shapely.Geometry) -> shapely.Geometry:
    """Write an outline in the one way that does not depend on how it was drawn, valid or not.

    Parameters
    ----------
    geometry
        Polygon or multipolygon.

    Returns
    -------
    Multipolygon of the same rings, without repeated vertices. Each begins and runs so that its list of vertices is the
    smallest that is possible; holes and parts stand in the order of their vertices. GEOS's own normal form depends on
    the direction in which a ring was drawn where that ring crosses itself.

    Examples
    --------
    >>> bow, back = [(0, 0), (2, 2), (2, 0), (0, 2)], [(2, 2), (0, 0), (0, 2), (2, 0)]
    >>> canonical(shapely.Polygon(bow)) == canonical(shapely.Polygon(back))
    True
    """
    parts: list[tuple[list[Vertex], list[list[Vertex]]]] = []
    for part in shapely.get_parts(geometry):
        outer, *inner = [_smallest(ring) for ring in shapely.get_rings(part)] or [[]]
        if outer:
            parts.append((outer, sorted(inner)))
    return shapely.MultiPolygon([shapely.Polygon(outer, inner) for outer, inner in sorted(parts)])


Vertex = tuple[float, float]


def _smallest(ring: shapely.Geometry) -> list[Vertex]:
    """Vertices of a ring from the start, and in the direction, that make the smallest list."""
    told = [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1]]
    # A vertex that is told twice in a row, were it at the end and at the start, is told once.
    vertices: list[Vertex] = [
        place for number, place in enumerate(told) if place != told[number - 1]
    ] or told[:1]
    smallest = min(_rotated(vertices), _rotated(vertices[::-1]))
    # One or two vertices make no ring for shapely, unless they are told again.
    return smallest + smallest[:1] * (_LEAST - len(smallest)) if len(smallest) < _LEAST - 1 else smallest


def _rotated(vertices: list[Vertex]) -> list[Vertex]:
    """Smallest rotation of a list, found in one walk: two starts compete, and the loser jumps past what it lost on."""
    count = len(vertices)
    one, two, length = 0, 1, 0
    while one < count and two < count and length < count:
        left, right = vertices[(one + length) % count], vertices[(two + length) % count]
        if left == right:
            length += 1
            continue
        if left > right:
            one += length + 1
        else:
            two += length + 1
        two += one == two
        length = 0
    start = min(one, two)
    return vertices[start:] + vertices[:start]


def _of(
    lines: npt.NDArray[np.object_],
    rings: npt.NDArray[np.object_],
    part: npt.NDArray[np.intp],
    shell: npt.NDArray[np.bool_],
) -> Rings:
    """Read the vertices of closed lines, without the last of each."""
    coordinates, ring = shapely.get_coordinates(lines, return_index=True)
    last = np.ones(len(ring), dtype=bool)
    last[:-1] = ring[1:] != ring[:-1]
    return Rings(rings, part, shell, coordinates[~last], ring[~last])
