"""Cutting polygons along straight and bent lines: what streets and plot boundaries are made by."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

REACH_M = 6_000.0
"""A cut reaches past every polygon that is cut here."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line across the plane, bent at most once.

    Attributes
    ----------
    x, y
        A point of the line, EPSG:2154; the bend is there.
    angle
        Direction of the first half, radians counter-clockwise from east.
    bend
        Turn at the point, radians; a few hundredths look like a street that follows an old path.
    """

    x: float
    y: float
    angle: float
    bend: float = 0.0

    def side(self, gap_m: float, *, left: bool) -> shapely.Polygon:
        """Half-plane on one side of the line, the line moved away by ``gap_m``."""
        sign = 1.0 if left else -1.0
        after = self.angle + self.bend
        middle = self.angle + self.bend / 2
        reach = gap_m / math.cos(self.bend / 2)
        x = self.x - sign * reach * math.sin(middle)
        y = self.y + sign * reach * math.cos(middle)
        start = (x - REACH_M * math.cos(self.angle), y - REACH_M * math.sin(self.angle))
        end = (x + REACH_M * math.cos(after), y + REACH_M * math.sin(after))
        away = (-sign * REACH_M * math.sin(middle), sign * REACH_M * math.cos(middle))
        return shapely.Polygon(
            [
                start,
                (x, y),
                end,
                (end[0] + away[0], end[1] + away[1]),
                (start[0] + away[0], start[1] + away[1]),
            ]
        )

    def divide(
        self, polygon: shapely.Geometry, gap_m: float = 0.0
    ) -> tuple[shapely.Geometry, shapely.Geometry]:
        """Left and right part of a polygon, a strip of twice ``gap_m`` along the line left out."""
        return (
            shapely.intersection(polygon, self.side(gap_m, left=True)),
            shapely.intersection(polygon, self.side(gap_m, left=False)),
        )


@dataclass(frozen=True, slots=True)
class Box:
    """Minimum rotated rectangle of a polygon.

    Attributes
    ----------
    x, y
        Its centre.
    angle
        Direction of the long side, radians in (-π/2, π/2].
    length_m, width_m
        Its sides.
    """

    x: float
    y: float
    angle: float
    length_m: float
    width_m: float

    def point(self, along: float, across: float = 0.0) -> tuple[float, float]:
        """Place at these distances (m) from the centre, along the long side and to its left."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return self.x + along * cos - across * sin, self.y + along * sin + across * cos

    def crosswise(self, along: float, turn: float = 0.0, bend: float = 0.0) -> Cut:
        """Cut across the long side."""
        x, y = self.point(along)
        return Cut(x, y, self.angle + math.pi / 2 + turn, bend)

    def lengthwise(self, across: float, turn: float = 0.0, bend: float = 0.0) -> Cut:
        """Cut along the long side."""
        x, y = self.point(0.0, across)
        return Cut(x, y, self.angle + turn, bend)


def box(polygon: shapely.Geometry) -> Box:
    """Minimum rotated rectangle of a polygon."""
    return _box_of(shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygon)))


def box_at(polygon: shapely.Geometry, angle: float) -> Box:
    """Rectangle around a polygon in a given direction; its long side may be either of the two."""
    points = shapely.get_coordinates(polygon)
    cos, sin = math.cos(angle), math.sin(angle)
    along = points[:, 0] * cos + points[:, 1] * sin
    across = points[:, 1] * cos - points[:, 0] * sin
    low, high = (along.min(), across.min()), (along.max(), across.max())
    corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    return _box_of(np.array([(s * cos - t * sin, s * sin + t * cos) for s, t in corners]))


def _box_of(corners: np.ndarray) -> Box:
    sides = np.diff(corners[:3], axis=0)
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    longest = int(lengths.argmax())
    angle = math.atan2(sides[longest, 1], sides[longest, 0])
    if angle > math.pi / 2:
        angle -= math.pi
    elif angle <= -math.pi / 2:
        angle += math.pi
    centre = (corners[0] + corners[2]) / 2
    return Box(float(centre[0]), float(centre[1]), angle, float(lengths.max()), float(lengths.min()))


def polygons(geometry: shapely.Geometry, least_m2: float = 1e-6) -> list[shapely.Polygon]:
    """Polygons that a geometry is made of, those above an area, in a stable order."""
    parts = [
        part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area >= least_m2
    ]
    return sorted(parts, key=lambda part: part.bounds)


def is_broad(polygon: shapely.Geometry, half_m: float) -> bool:
    """Whether a disc of this radius fits into a polygon somewhere.

    Examples
    --------
    >>> is_broad(shapely.box(0, 0, 100, 10), 4), is_broad(shapely.box(0, 0, 100, 10), 6)
    (True, False)
    """
    return not shapely.is_empty(shapely.buffer(polygon, -half_m))
