"""Outlines of the priority neighbourhoods of 2015, rebuilt from their facts.

The facts give a position, an area and the minimum rotated rectangle, never the outline itself. Shapes of
several arms are drawn in the rectangle, brought to the area, turned and placed; the best of a few is kept.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from demonstration.dice import Dice
from demonstration.facts import Neighbourhood2015, rectangle

TRIES = 400
ENOUGH = 12
"""The best of so many outlines that fit is kept."""
APART_M = 26.0
"""Two neighbourhoods of one generation are at least a street apart."""
_ARMS = (
    # corners of the arms in the unit square, one polyline each
    (((0, 0), (1, 0), (1, 1)),),
    (((0, 0), (1, 0)), ((0.5, 0), (0.5, 1))),
    (((0, 0), (1, 0)), ((0.3, 0), (0.3, 1))),
    (((0, 1), (0, 0), (1, 0), (1, 0.7)),),
    (((0, 0), (0, 1)), ((0, 0.5), (1, 0.5))),
    (((0, 0), (0.35, 0), (0.35, 1), (1, 1)),),
    (((0, 0), (1, 0)), ((0.25, 0), (0.25, 1)), ((0.75, 0), (0.75, 0.6))),
    (((0, 0.25), (1, 0.25)), ((0.3, 0), (0.3, 1))),
    (((0, 0), (1, 0)), ((0, 0), (0, 0.5)), ((0.65, 0), (0.65, 1))),
)


ArmBox = tuple[float, float, float, float, float]
"""Start, end and half-thickness of a part of an arm."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an outline must measure.

    Attributes
    ----------
    centre
        Its centroid, EPSG:2154.
    area_m2, length_m, width_m, azimuth_deg
        Area and minimum rotated rectangle.
    """

    centre: tuple[float, float]
    area_m2: float
    length_m: float
    width_m: float
    azimuth_deg: float

    @classmethod
    def of(cls, fact: Neighbourhood2015) -> "Target":
        """Target of a neighbourhood of the facts."""
        return cls(fact.centre, fact.area_m2, fact.length_m, fact.width_m, fact.azimuth_deg)


def _boxes(dice: Dice, target: Target) -> list[ArmBox]:
    """Boxes along the arms, as start, end and half-thickness, in metres of the rectangle."""
    arms = dice.pick(_ARMS)
    mirror_x, mirror_y = dice.chance(0.5), dice.chance(0.5)
    shift = dice.uniform(-0.15, 0.15)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        x = min(1.0, max(0.0, x + shift)) if 0 < x < 1 else x
        y = min(1.0, max(0.0, y - shift)) if 0 < y < 1 else y
        x, y = (1 - x if mirror_x else x), (1 - y if mirror_y else y)
        return x * target.length_m, y * target.width_m

    boxes = []
    for arm in arms:
        for start, end in pairwise(arm):
            (x0, y0), (x1, y1) = place(start), place(end)
            boxes.append((x0, y0, x1, y1, dice.uniform(0.7, 1.4)))
            for _bulge in range(dice.integer(0, 2)):
                low = dice.uniform(0, 0.7)
                high = low + dice.uniform(0.15, 0.3)
                piece = (
                    x0 + (x1 - x0) * low,
                    y0 + (y1 - y0) * low,
                    x0 + (x1 - x0) * high,
                    y0 + (y1 - y0) * high,
                )
                boxes.append((*piece, dice.uniform(1.3, 2.2)))
    return boxes


def _shape(boxes: Sequence[ArmBox], half_m: float, target: Target) -> shapely.Polygon:
    """Union of the boxes, cut to the rectangle."""
    parts = [
        shapely.box(
            min(x0, x1) - half_m * k,
            min(y0, y1) - half_m * k,
            max(x0, x1) + half_m * k,
            max(y0, y1) + half_m * k,
        )
        for x0, y0, x1, y1, k in boxes
    ]
    return shapely.intersection(shapely.union_all(parts), shapely.box(0, 0, target.length_m, target.width_m))


def _warped(shape: shapely.Polygon, dice: Dice, target: Target) -> shapely.Polygon:
    """Bend the shape a little, since no town is a chessboard, and stretch it back to its rectangle."""
    length, width = target.length_m, target.width_m
    swing_x, swing_y = dice.uniform(-0.03, 0.03) * width, dice.uniform(-0.025, 0.025) * length
    phase = dice.uniform(0, math.tau)

    def bend(points: np.ndarray) -> np.ndarray:
        moved = np.column_stack(
            [
                points[:, 0] + swing_x * np.sin(2.3 * points[:, 1] / width + phase),
                points[:, 1] + swing_y * np.sin(2.9 * points[:, 0] / length + phase),
            ]
        )
        low, high = moved.min(axis=0), moved.max(axis=0)
        return np.asarray((moved - low) / (high - low) * (length, width))

    return shapely.transform(shapely.simplify(shape, 0.5), bend)


def _area(boxes: Sequence[ArmBox], half_m: float, target: Target) -> float:
    """Area of the union of the boxes in the rectangle, on the grid that their sides make."""
    places = np.array(boxes)
    reach = half_m * places[:, 4]
    west = np.clip(np.minimum(places[:, 0], places[:, 2]) - reach, 0, target.length_m)
    east = np.clip(np.maximum(places[:, 0], places[:, 2]) + reach, 0, target.length_m)
    south = np.clip(np.minimum(places[:, 1], places[:, 3]) - reach, 0, target.width_m)
    north = np.clip(np.maximum(places[:, 1], places[:, 3]) + reach, 0, target.width_m)
    xs, ys = np.unique(np.concatenate([west, east])), np.unique(np.concatenate([south, north]))
    columns = (west[:, None] <= xs[:-1]) & (xs[1:] <= east[:, None])
    rows = (south[:, None] <= ys[:-1]) & (ys[1:] <= north[:, None])
    covered = (columns[:, :, None] & rows[:, None, :]).any(axis=0)
    return float(np.diff(xs) @ covered @ np.diff(ys))


def _half_thickness(boxes: Sequence[ArmBox], target: Target) -> float:
    """Half-thickness (m) that gives the area to a few thousandths, by false position: area grows with it."""
    low, high = 8.0, target.width_m
    under, over = _area(boxes, low, target) - target.area_m2, _area(boxes, high, target) - target.area_m2
    half = low
    for _step in range(12):
        half = low - under * (high - low) / (over - under) if over > under else low
        miss = _area(boxes, half, target) - target.area_m2
        if abs(miss) < 0.003 * target.area_m2:
            break
        if miss < 0:
            low, under, over = half, miss, over / 2
        else:
            high, over, under = half, miss, under / 2
    return half


def _sized(dice: Dice, target: Target) -> shapely.Polygon | None:
    """Draw a shape of the right area in its rectangle, lying east; None when it is of several parts."""
    boxes = _boxes(dice, target)
    half = _half_thickness(boxes, target)
    shape = _shape(boxes, half, target)
    if shape.geom_type != "Polygon" or shape.interiors or abs(shape.area / target.area_m2 - 1) > 0.01:
        return None
    return _warped(shape, dice, target)


def _placed(shape: shapely.Polygon, target: Target) -> shapely.Polygon:
    """Turn the shape to its azimuth, and bring its centroid to its place, on the millimetre grid."""
    turn = math.radians(90 - target.azimuth_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    centre = shapely.get_coordinates(shape.centroid)[0]

    def move(points: np.ndarray) -> np.ndarray:
        x, y = (points - centre).T
        return np.round(
            np.column_stack([x * cos - y * sin + target.centre[0], x * sin + y * cos + target.centre[1]]), 3
        )

    return shapely.transform(shape, move)


def _fits(outline: shapely.Polygon, target: Target) -> bool:
    """Whether an outline measures what it must: the rectangle of a shape of several arms may lie askew."""
    length, width, azimuth = rectangle(outline)
    turn = abs((azimuth - target.azimuth_deg + 90) % 180 - 90)
    return (
        outline.is_valid
        and abs(outline.area / target.area_m2 - 1) < 0.02
        and abs(length / target.length_m - 1) < 0.03
        and abs(width / target.width_m - 1) < 0.03
        and (turn < 2.5 or length / width < 1.1)
        and shapely.area(shapely.buffer(outline, -22)) > 0.3 * target.area_m2
    )


def draw_outline(
    name: str,
    target: Target,
    ground: shapely.Geometry,
    home: shapely.Geometry,
    taken: Sequence[shapely.Polygon],
) -> shapely.Polygon:
    """Draw one outline.

    Parameters
    ----------
    name
        Names the draws.
    target
        What it must measure.
    ground
        Where it may lie, EPSG:2154.
    home
        Its communes: as much of it as possible lies there.
    taken
        Outlines that it keeps away from.

    Returns
    -------
    Valid polygon on the millimetre grid.

    Raises
    ------
    RuntimeError
        No draw fits; the seed must be changed.
    """
    dice = Dice(f"outline/{name}")
    best, best_score, fitting = None, -math.inf, 0
    others = shapely.union_all([shapely.buffer(other, APART_M) for other in taken])
    for _try in range(TRIES):
        shape = _sized(dice, target)
        if shape is None:
            continue
        outline = _placed(shape, target)
        if not ground.contains(outline) or outline.intersects(others) or not _fits(outline, target):
            continue
        inside = shapely.intersection(outline, home).area / outline.area
        thick = shapely.buffer(outline, -22).area / outline.area
        corners = min(len(outline.exterior.coords), 22) / 22
        score = 8 * inside + thick + 0.6 * corners
        if score > best_score:
            best, best_score = outline, score
        fitting += 1
        if fitting == ENOUGH:
            break
    if best is None:
        raise RuntimeError(f"no outline fits {name}")
    return best
