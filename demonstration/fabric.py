"""Streets and blocks: a district is cut by ever smaller streets until its pieces are blocks.

Each piece is carried twice: its *cell*, which reaches to the axis of the streets around (cells leave no gap),
and its *ground*, which stops at their kerbs and becomes plots.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from demonstration.cutting import Box, Cut, box, is_broad, polygons
from demonstration.dice import Dice

LIMIT_STREET_HALF_M = 6.0
"""Half-width of the street that runs along the limit of two communes."""
LEAST_GROUND_M2 = 150.0
LEAST_HALF_M = 6.5
"""Strips along a street that are narrower than twice this are left to it."""
DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Rule:
    """How large a block of some kind is: it is cut until it is neither longer nor wider (m)."""

    length_m: float
    width_m: float


RULES = {
    "houses": Rule(165, 78),
    "perimeter": Rule(140, 84),
    "collective": Rule(150, 95),
    "works": Rule(210, 125),
    "park": Rule(210, 160),
    "slabs": Rule(215, 128),
    "towers": Rule(170, 135),
    "school": Rule(150, 110),
}
OUTSIDE_KINDS = (
    ("houses", 0.40),
    ("perimeter", 0.31),
    ("collective", 0.14),
    ("works", 0.09),
    ("park", 0.04),
    ("school", 0.02),
)
INSIDE_KINDS = (("slabs", 0.60), ("towers", 0.20), ("school", 0.08), ("park", 0.05), ("collective", 0.07))
_STREETS_HALF_M = ((120_000, 11.0), (45_000, 8.0), (18_000, 6.0), (0, 4.5))


@dataclass(frozen=True, slots=True)
class Block:
    """A block between streets.

    Attributes
    ----------
    cell
        The block and its half of the streets around.
    ground
        What becomes plots; may be of several parts, or empty.
    kind
        Key of ``RULES``.
    site
        Code of the neighbourhood of 2015 (or other site) that it lies in; empty outside.
    commune
        INSEE code.
    """

    cell: shapely.Polygon
    ground: shapely.Geometry
    kind: str
    site: str
    commune: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a district that is still to be cut, or is a block."""

    cell: shapely.Polygon
    ground: shapely.Geometry
    kind: str | None
    depth: int = 0


def edges(outline: shapely.Polygon, least_m: float) -> list[Cut]:
    """Sides of a polygon that are long enough, as cuts through their middle."""
    points = shapely.get_coordinates(shapely.simplify(outline, 1.0))
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    middles = (points[:-1] + points[1:]) / 2
    angles = np.arctan2(steps[:, 1], steps[:, 0])
    return [
        Cut(float(x), float(y), float(angle))
        for (x, y), angle, length in zip(middles, angles, lengths, strict=True)
        if length >= least_m
    ]


def _buildable(ground: shapely.Geometry) -> shapely.Geometry:
    """Parts of a ground that plots can be made of."""
    parts = polygons(ground, LEAST_GROUND_M2)
    return shapely.union_all([part for part in parts if is_broad(part, LEAST_HALF_M)])


def _notches(ground: shapely.Geometry) -> list[Cut]:
    """Cuts along the sides at the inward corners of a polygon, the plainest first."""
    cuts: list[tuple[float, Cut]] = []
    for part in polygons(ground):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(shapely.simplify(ring, 2.0))[:-1]
            before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
            turns = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
            sizes = np.hypot(*before.T) * np.hypot(*after.T)
            sign = 1.0 if ring.is_ccw else -1.0
            sign = sign if ring is part.exterior else -sign
            for place in np.flatnonzero(sign * turns < -0.3 * sizes):
                for step in (before[place], after[place]):
                    angle = float(np.arctan2(step[1], step[0]))
                    cuts.append(
                        (float(turns[place]), Cut(float(points[place][0]), float(points[place][1]), angle))
                    )
    return [cut for _turn, cut in sorted(cuts, key=lambda item: (item[0], item[1].x, item[1].angle))]


def _balanced(cuts: Sequence[Cut], ground: shapely.Geometry, least: float) -> Cut | None:
    """First of the cuts that leaves at least this share of the ground on either side."""
    whole = shapely.area(ground)
    centre, reach = ground.centroid, 0.6 * shapely.minimum_bounding_radius(ground)
    for cut in cuts:
        # a line far from the centroid leaves one side small: no need to cut along it to know
        if abs((centre.y - cut.y) * math.cos(cut.angle) - (centre.x - cut.x) * math.sin(cut.angle)) > reach:
            continue
        share = shapely.area(shapely.intersection(ground, cut.side(0.0, left=True))) / whole
        if least <= share <= 1 - least:
            return cut
    return None


class Carver:
    """Cuts the pieces of one district.

    Parameters
    ----------
    dice
        Draws of the district.
    guides
        Lines that its large streets follow: the edges of its neighbourhoods, so that streets run on outside.
    kinds
        Kinds of block with their weights.
    zone_m2
        A piece smaller than this is of one kind.
    """

    def __init__(
        self, dice: Dice, guides: Sequence[Cut], kinds: Sequence[tuple[str, float]], zone_m2: float
    ) -> None:
        self._dice = dice
        self._guides = list(guides)
        self._kinds = kinds
        self._zone_m2 = zone_m2

    def carve(self, cell: shapely.Polygon, ground: shapely.Geometry) -> Iterator[Piece]:
        """Blocks of a piece, as pieces whose kind is known."""
        waiting = [Piece(cell, _buildable(ground), None)]
        while waiting:
            piece = self._named(waiting.pop())
            cut = self._cut(piece)
            if cut is None:
                yield piece
            else:
                waiting.extend(self._halves(piece, cut))

    def _named(self, piece: Piece) -> Piece:
        if piece.kind is None and piece.ground.area < self._zone_m2:
            return Piece(piece.cell, piece.ground, self._dice.weighted(self._kinds), piece.depth)
        return piece

    def _cut(self, piece: Piece) -> Cut | None:
        """Where a piece is cut next; None where it is a block."""
        ground = piece.ground
        if piece.depth > DEEPEST or ground.area < 900:
            return None
        frame = box(ground)
        hollow = ground.area < 0.66 * frame.length_m * frame.width_m
        rule = RULES[piece.kind] if piece.kind else Rule(0, 0)
        if (
            frame.length_m <= rule.length_m
            and frame.width_m <= rule.width_m
            and not (hollow and ground.area > 5000)
        ):
            return None
        if ground.area > 22_000 or piece.kind is None:
            found = _balanced(self._dice.shuffled(self._guides), ground, 0.33)
            if found is not None:
                return self._bent(found)
        if hollow:
            found = _balanced(_notches(ground), ground, 0.12)
            if found is not None:
                return found
        return self._middle(frame, rule)

    def _bent(self, cut: Cut) -> Cut:
        return Cut(cut.x, cut.y, cut.angle + self._dice.bell(0, 0.02), self._dice.bell(0, 0.07))

    def _middle(self, frame: Box, rule: Rule) -> Cut:
        """Cut near the middle: across what is too long, along what is too wide."""
        turn, bend = self._dice.bell(0, 0.05), self._dice.bell(0, 0.06)
        long = frame.length_m > max(rule.length_m, 1.15 * frame.width_m)
        if long or frame.width_m <= rule.width_m:
            return frame.crosswise(frame.length_m * self._dice.bell(0, 0.09), turn, bend)
        return frame.lengthwise(frame.width_m * self._dice.bell(0, 0.06), turn, bend)

    @staticmethod
    def _halves(piece: Piece, cut: Cut) -> list[Piece]:
        """Both sides of a cut, the street between taken from their ground."""
        half = next(width for least, width in _STREETS_HALF_M if piece.ground.area >= least)
        halves = []
        for cells, grounds in zip(cut.divide(piece.cell), cut.divide(piece.ground, half), strict=True):
            for cell in polygons(cells, 0.01):
                ground = shapely.intersection(cell, grounds)
                halves.append(Piece(cell, _buildable(ground), piece.kind, piece.depth + 1))
        return halves


def street_strips(outline: shapely.Polygon, dice: Dice) -> shapely.Geometry:
    """Streets along the outside of a neighbourhood; a few short sides have none, plots touch there."""
    points = shapely.get_coordinates(outline)
    strips = []
    for start, end in pairwise(points):
        length = float(np.hypot(*(end - start)))
        if length > 95 or dice.chance(0.62):
            width = dice.uniform(9, 15) if length > 150 else dice.uniform(8, 11)
            strips.append(shapely.buffer(shapely.LineString([start, end]), width, cap_style="square"))
    return shapely.union_all(strips)
