"""Why an outline is not valid: every place where it crosses, touches or doubles itself, and which rings lie wrong.

GEOS names the first fault alone. Here all segments are compared at once, through one spatial index, and GEOS decides
only whether there is anything to look for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely

from gis.rings import Rings, rings_of

Positions = npt.NDArray[np.intp]
Points = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MOST = 1_000
"""No list of places is longer: a person reads ten, and a damaged file may have millions."""

_PAIRS_AT_ONCE = 20_000_000
_MOST_PAIRS = 50_000_000
"""So many pairs of segments are compared; an outline that asks for more is a tangle, not a place."""

_FEW = 64
_PROBES = 256
_REASON = re.compile(r"^(?P<reason>[^\[]*)(?:\[(?P<x>\S+) (?P<y>\S+)\])?")


class Kind(StrEnum):
    """What is wrong at one place."""

    NOT_FINITE = "not_finite"
    """A coordinate is no number."""
    TOO_FEW_POINTS = "too_few_points"
    """A ring has fewer than three different vertices."""
    CROSSING = "crossing"
    """A ring crosses itself."""
    TOUCHING = "touching"
    """A ring touches itself in a point."""
    DOUBLED_EDGE = "doubled_edge"
    """A ring runs twice along the same line, as at a spike without width."""
    RINGS_CROSS = "rings_cross"
    """A hole crosses its outer ring, or another hole."""
    RINGS_SHARE_EDGE = "rings_share_edge"
    """A hole runs along its outer ring, or along another hole."""
    PARTS_CROSS = "parts_cross"
    """Two parts overlap."""
    PARTS_SHARE_EDGE = "parts_share_edge"
    """Two parts lie side by side along a line: they are one."""
    HOLE_OUTSIDE = "hole_outside"
    """A hole lies outside its outer ring."""
    NESTED_HOLES = "nested_holes"
    """A hole lies in another."""
    NESTED_PARTS = "nested_parts"
    """A part lies in another."""
    DUPLICATE_RING = "duplicate_ring"
    """A ring is drawn twice."""
    DISCONNECTED = "disconnected"
    """Holes that touch cut the inside in two."""
    OTHER = "other"
    """Anything else that makes an outline invalid."""


_GEOS: dict[str, Kind] = {
    "Self-intersection": Kind.CROSSING,
    "Ring Self-intersection": Kind.TOUCHING,
    "Hole lies outside shell": Kind.HOLE_OUTSIDE,
    "Holes are nested": Kind.NESTED_HOLES,
    "Nested shells": Kind.NESTED_PARTS,
    "Duplicate Rings": Kind.DUPLICATE_RING,
    "Interior is disconnected": Kind.DISCONNECTED,
    "Too few points in geometry component": Kind.TOO_FEW_POINTS,
}


@dataclass(frozen=True, slots=True)
class Defect:
    """One place where an outline is not valid, in its own coordinates."""

    kind: Kind
    x: float
    y: float


def defects(geometry: shapely.Geometry) -> list[Defect]:
    """List what makes an outline invalid.

    Parameters
    ----------
    geometry
        Polygon or multipolygon, in metres.

    Returns
    -------
    None where it is valid, one at least where it is not, :data:`MOST` at most; in the order of the outline.

    Examples
    --------
    >>> defects(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))
    [Defect(kind=<Kind.CROSSING: 'crossing'>, x=1.0, y=1.0)]
    """
    finite = np.isfinite(shapely.get_coordinates(geometry)).all(axis=1)
    if not finite.all():
        return [Defect(Kind.NOT_FINITE, float("nan"), float("nan"))]
    if shapely.is_valid(geometry):
        return []
    rings = rings_of(geometry).merged(0.0)
    search = _Search(rings)
    search.short_rings()
    search.same_rings()
    search.segments()
    search.misplaced_rings(geometry)
    found = list(dict.fromkeys(search.found))[:MOST]
    return found or [_first_of_geos(geometry)]


def tangle(geometry: shapely.Geometry) -> float:
    """Estimate how many pairs of segments must be compared to judge an outline.

    Parameters
    ----------
    geometry
        Polygon or multipolygon, its coordinates finite.

    Returns
    -------
    Number of pairs of segments whose boxes meet, from a sample: about three for each vertex of a drawn outline, and
    up to the square of the vertices where lines lie over each other like the teeth of a comb.

    Examples
    --------
    >>> tangle(shapely.box(0, 0, 1, 1))
    12.0
    """
    rings = rings_of(geometry)
    count = len(rings.ring)
    if not count:
        return 0.0
    lines = shapely.linestrings(np.stack([rings.coordinates, rings.coordinates[rings.after]], axis=1))
    probes = np.unique(np.linspace(0, count - 1, _PROBES).astype(np.intp))
    found = shapely.STRtree(lines).query(lines[probes])
    return float(found.shape[1] / len(probes) * count)


def _first_of_geos(geometry: shapely.Geometry) -> Defect:
    """Say what GEOS says, where nothing else was found."""
    reason = _REASON.match(str(shapely.is_valid_reason(geometry)))
    assert reason is not None  # every part of the pattern is optional
    kind = _GEOS.get(reason["reason"].strip(), Kind.OTHER)
    if reason["x"] is not None:
        return Defect(kind, _plain(float(reason["x"])), _plain(float(reason["y"])))
    x, y = shapely.get_coordinates(geometry)[0]
    return Defect(kind, _plain(x), _plain(y))


def _plain(value: float) -> float:
    """Round to the micrometre, so that one place found twice is one."""
    return round(float(value), 6)


class _Search:
    """The rings of one invalid outline, and what was found so far."""

    def __init__(self, rings: Rings) -> None:
        self.rings = rings
        self.found: list[Defect] = []
        self.sizes = np.bincount(rings.ring, minlength=len(rings.rings))
        self.sound = self.sizes >= 3
        """Rings that enclose anything at all."""
        self.meeting: set[tuple[int, int]] = set()
        """Pairs of rings of which something was said already."""

    def add(self, kind: Kind, points: Points) -> None:
        """Record places of one kind."""
        self.found += [Defect(kind, _plain(x), _plain(y)) for x, y in points[:MOST]]

    def short_rings(self) -> None:
        """Find rings of fewer than three vertices; they are not looked at any further."""
        firsts = shapely.get_coordinates(shapely.get_point(self.rings.rings[~self.sound], 0))
        self.add(Kind.TOO_FEW_POINTS, firsts)

    def same_rings(self) -> None:
        """Find rings that are drawn twice; the second is not looked at any further."""
        numbers = np.flatnonzero(self.sound)
        if len(numbers) < 2:
            return
        forms = shapely.to_wkb(shapely.normalize(shapely.polygons(self.rings.rings[numbers])))
        seen: set[bytes] = set()
        for number, form in zip(numbers, forms, strict=True):
            if form in seen:
                self.sound[number] = False
                self.add(Kind.DUPLICATE_RING, shapely.get_coordinates(self.rings.rings[number])[:1])
            seen.add(form)

    def segments(self) -> None:
        """Find where segments cross, touch or run along each other."""
        rings = self.rings
        starts = np.flatnonzero(self.sound[rings.ring])
        a, b = rings.coordinates[starts], rings.coordinates[rings.after[starts]]
        self._turn_back(starts)
        lines = shapely.linestrings(np.stack([a, b], axis=1))
        for left, right in _near(lines):
            i, j = starts[left], starts[right]
            apart = (rings.after[i] != j) & (rings.after[j] != i)
            i, j = self._astride(i[apart], j[apart])
            if len(i):
                self._judge(i, j)
            if len(self.found) >= MOST:
                return

    def _turn_back(self, starts: Positions) -> None:
        """Find vertices at which a ring goes back along the line that it came by."""
        here = self.rings.coordinates[starts]
        back = self.rings.coordinates[self.rings.before[starts]] - here
        on = self.rings.coordinates[self.rings.after[starts]] - here
        turned = (_cross(back, on) == 0) & ((back * on).sum(axis=1) > 0)
        self.add(Kind.DOUBLED_EDGE, here[turned])

    def _astride(self, i: Positions, j: Positions) -> tuple[Positions, Positions]:
        """Keep the pairs of segments that meet: arithmetic sorts out nearly all, GEOS judges the rest exactly."""
        xy, after = self.rings.coordinates, self.rings.after
        a, b, c, d = xy[i], xy[after[i]], xy[j], xy[after[j]]
        kept = np.flatnonzero(_side(a, b, c) * _side(a, b, d) <= 0)
        kept = kept[_side(c[kept], d[kept], a[kept]) * _side(c[kept], d[kept], b[kept]) <= 0]
        left = shapely.linestrings(np.stack([a[kept], b[kept]], axis=1))
        right = shapely.linestrings(np.stack([c[kept], d[kept]], axis=1))
        kept = kept[shapely.intersects(left, right)]
        return i[kept], j[kept]

    def _judge(self, i: Positions, j: Positions) -> None:
        """Tell what pairs of segments that meet, and do not follow each other, do."""
        xy, after = self.rings.coordinates, self.rings.after
        a, b, c, d = xy[i], xy[after[i]], xy[j], xy[after[j]]
        sides = np.stack([_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)])
        proper = (sides[0] * sides[1] < 0) & (sides[2] * sides[3] < 0)
        self._record(i[proper], j[proper], _crossing(a, b, c, d)[proper], crosses=True)
        level = (sides == 0).all(axis=0)
        along = np.flatnonzero(level)
        low, high = _common(a[along], b[along], c[along], d[along])
        longer = np.hypot(*(high - low).T) > 0
        self._record_doubled(i[along[longer]], j[along[longer]], ((low + high) / 2)[longer])
        # A meeting in a vertex belongs to the segment that begins there, so that it is told once.
        for point, met, skipped in ((a, 2, d), (c, 0, b)):
            other = np.flatnonzero(~proper & ~level & (sides[met] == 0) & (point != skipped).any(axis=1))
            if met == 0:
                other = other[(a[other] != c[other]).any(axis=1)]
            self._record_touch(i[other], j[other], point[other])

    def _record_touch(self, i: Positions, j: Positions, points: Points) -> None:
        """Tell meetings in a vertex apart: the rings go through each other there, or only touch."""
        first, second = self._arms(i, points), self._arms(j, points)
        through, shared = _through(first, second)
        self._record(i[through], j[through], points[through], crosses=True)
        rest = ~through & ~shared
        self._record(i[rest], j[rest], points[rest], crosses=False)

    def _arms(self, i: Positions, points: Points) -> tuple[Points, Points]:
        """Directions in which a ring leaves a point of a segment, backwards and forwards."""
        xy = self.rings.coordinates
        at_start = (xy[i] == points).all(axis=1)[:, None]
        back = np.where(at_start, xy[self.rings.before[i]], xy[i])
        return back - points, xy[self.rings.after[i]] - points

    def _record(self, i: Positions, j: Positions, points: Points, *, crosses: bool) -> None:
        same, together = self._kin(i, j)
        if not crosses:
            self.add(Kind.TOUCHING, points[same])
            return
        self.add(Kind.CROSSING, points[same])
        self.add(Kind.RINGS_CROSS, points[~same & together])
        self.add(Kind.PARTS_CROSS, points[~together])
        self._remember(i[~same], j[~same])

    def _record_doubled(self, i: Positions, j: Positions, points: Points) -> None:
        same, together = self._kin(i, j)
        self.add(Kind.DOUBLED_EDGE, points[same])
        self.add(Kind.RINGS_SHARE_EDGE, points[~same & together])
        self.add(Kind.PARTS_SHARE_EDGE, points[~together])
        # Two parts that share an edge may still lie in each other; a hole along its ring is told already.
        own = ~same & together
        self._remember(i[own], j[own])

    def _kin(self, i: Positions, j: Positions) -> tuple[Mask, Mask]:
        """Whether two segments are of one ring, and of one part."""
        left, right = self.rings.ring[i], self.rings.ring[j]
        return left == right, self.rings.part[left] == self.rings.part[right]

    def _remember(self, i: Positions, j: Positions) -> None:
        rings = np.unique(np.sort(np.stack([self.rings.ring[i], self.rings.ring[j]]), axis=0), axis=1)
        self.meeting.update((int(left), int(right)) for left, right in rings.T)

    def misplaced_rings(self, geometry: shapely.Geometry) -> None:
        """Find holes outside or inside each other, and parts inside each other."""
        numbers = np.flatnonzero(self.sound)
        if len(numbers) < 2:
            return
        areas = shapely.polygons(self.rings.rings[numbers])
        valid = shapely.is_valid(areas)
        numbers, areas = numbers[valid], areas[valid]
        inner, outer = shapely.STRtree(areas).query(areas, predicate="covered_by")
        inner, outer = numbers[inner], numbers[outer]
        told = np.array(
            [left == right or (min(left, right), max(left, right)) in self.meeting
             for left, right in zip(inner, outer, strict=True)], dtype=bool,
        )  # fmt: skip
        part, shell = self.rings.part, self.rings.shell
        together = part[inner] == part[outer]
        self._misplaced(Kind.NESTED_HOLES, inner[~told & together & ~shell[inner] & ~shell[outer]])
        self._outside(numbers, inner[together & shell[outer]])
        parts = shapely.get_parts(geometry)
        pairs = np.flatnonzero(~told & ~together & shell[inner] & shell[outer])
        pairs = pairs[shapely.is_valid(parts[part[outer[pairs]]])]
        lies_in = shapely.covers(parts[part[outer[pairs]]], self.rings.rings[inner[pairs]])
        self._misplaced(Kind.NESTED_PARTS, inner[pairs[lies_in]])

    def _outside(self, numbers: Positions, inside: Positions) -> None:
        """Find holes that no outer ring of theirs holds, and that do not cross it."""
        shells = {int(self.rings.part[number]): int(number) for number in np.flatnonzero(self.rings.shell)}
        holes = [
            int(number)
            for number in np.setdiff1d(numbers[~self.rings.shell[numbers]], inside)
            if shells[int(self.rings.part[number])] in numbers
            and (shells[int(self.rings.part[number])], int(number)) not in self.meeting
        ]
        self._misplaced(Kind.HOLE_OUTSIDE, np.array(holes, dtype=np.intp))

    def _misplaced(self, kind: Kind, numbers: Positions) -> None:
        points = shapely.point_on_surface(shapely.polygons(self.rings.rings[np.unique(numbers)[:MOST]]))
        self.add(kind, shapely.get_coordinates(points))


def _near(lines: npt.NDArray[np.object_]) -> Iterator[tuple[Positions, Positions]]:
    """Yield the pairs of segments whose boxes meet, each once, in chunks that fit into memory."""
    tree = shapely.STRtree(lines)
    start, step, left_over = 0, _FEW, _MOST_PAIRS
    while start < len(lines) and left_over > 0:
        left, right = tree.query(lines[start : start + step])
        found, left = len(left), left + start
        once = left < right
        order = np.lexsort((right[once], left[once]))
        yield left[once][order], right[once][order]
        start, left_over = start + step, left_over - found
        # A knot of lines that all lie over each other is looked at bit by bit: it is left once enough is found.
        step = min(2 * step, max(_FEW, _PAIRS_AT_ONCE // len(lines))) if found < _FEW * step else _FEW


def _cross(u: Points, v: Points) -> npt.NDArray[np.float64]:
    product: npt.NDArray[np.float64] = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    return product


def _side(a: Points, b: Points, p: Points) -> npt.NDArray[np.float64]:
    """On which side of a line a point lies: 1, -1, or 0 on it."""
    return np.sign(_cross(b - a, p - a))


def _crossing(a: Points, b: Points, c: Points, d: Points) -> Points:
    """Where two lines cross; no matter where they do not."""
    along, across = b - a, d - c
    area = _cross(along, across)
    share = np.divide(_cross(c - a, across), area, out=np.zeros_like(area), where=area != 0)
    return a + along * share[:, None]


def _common(a: Points, b: Points, c: Points, d: Points) -> tuple[Points, Points]:
    """Ends of what two segments of one line have in common."""
    ends = np.stack([a, b, c, d])
    along = b - a
    place = ((ends - a) * along).sum(axis=2)
    first, last = np.sort(place[:2], axis=0), np.sort(place[2:], axis=0)
    low, high = np.maximum(first[0], last[0]), np.minimum(first[1], last[1])
    length = np.maximum((along**2).sum(axis=1), np.finfo(float).tiny)
    return a + along * (low / length)[:, None], a + along * (np.maximum(high, low) / length)[:, None]


def _through(first: tuple[Points, Points], second: tuple[Points, Points]) -> tuple[Mask, Mask]:
    """Whether two lines through a point go through each other, and whether they share a direction there."""
    start, end, left, right = (np.arctan2(arm[:, 1], arm[:, 0]) for arm in (*first, *second))
    turn = 2 * np.pi
    width, one, two = ((angle - start) % turn for angle in (end, left, right))
    through: Mask = (one < width) != (two < width)
    shared: Mask = (one == 0) | (two == 0) | (one == width) | (two == width)
    return through & ~shared, shared
