"""Plots: each kind of block is divided in its own way."""

import math
from collections.abc import Callable

import shapely

from demonstration.cutting import Box, Cut, box, polygons
from demonstration.dice import Dice

SMALLEST_M2 = 90.0
Plots = list[shapely.Polygon]


def divide(ground: shapely.Geometry, kind: str, dice: Dice) -> list[tuple[shapely.Polygon, str]]:
    """Divide the ground of a block into plots that leave no gap.

    Parameters
    ----------
    ground
        One or several polygons, in metres.
    kind
        Key of ``fabric.RULES``.
    dice
        Draws of the block.

    Returns
    -------
    Plots, each with what stands on it: ``house``, ``building``, ``slab``, ``works``, ``school``, ``park``
    or ``small``.
    """
    return [
        (plot, _use(plot, kind))
        for part in polygons(ground, SMALLEST_M2)
        for plot in _merged(_DIVIDERS[kind](part, dice))
    ]


def _use(plot: shapely.Polygon, kind: str) -> str:
    if kind in ("slabs", "towers"):
        return "slab" if plot.area > 1200 else "small"
    if kind == "school":
        return "school" if plot.area > 2500 else "building"
    return {
        "houses": "house",
        "perimeter": "building",
        "collective": "building",
        "works": "works",
        "park": "park",
    }[kind]


def _merged(plots: Plots) -> Plots:
    """Join each plot that is too small or too thin to the neighbour that it shares the longest side with."""
    plots = list(plots)
    while len(plots) > 1:
        # a plot of 90 m² that is 4.5 m wide is as bad as one of 90 m²
        sizes = [min(plot.area, 40 * plot.area / plot.length) for plot in plots]
        least = min(range(len(plots)), key=sizes.__getitem__)
        if sizes[least] >= SMALLEST_M2:
            break
        runt = plots.pop(least)
        near = max(range(len(plots)), key=lambda place: _side_m(runt, plots[place]))
        plots[near] = max(
            polygons(shapely.union_all([runt, plots[near]], grid_size=0.0005)), key=lambda part: part.area
        )
    return plots


def _side_m(one: shapely.Polygon, other: shapely.Polygon) -> float:
    """Length that two plots share, though their corners may be a hair apart."""
    return float(
        shapely.length(shapely.intersection(one.boundary, shapely.buffer(other, 0.002, quad_segs=1)))
    )


def _slices(strip: shapely.Geometry, frame: Box, low_m: float, high_m: float, dice: Dice) -> Plots:
    """Slice a strip across its length, by frontages between two widths."""
    plots: Plots = []
    rest = strip
    place = -frame.length_m / 2
    end = frame.length_m / 2
    while True:
        place += dice.uniform(low_m, high_m) * (2.0 if dice.chance(0.07) else 1.0)
        if end - place < low_m * 0.8:
            break
        cut = frame.crosswise(place, dice.bell(0, 0.025))
        done, rest = cut.divide(rest)
        plots.extend(polygons(done))
    plots.extend(polygons(rest))
    return plots


def _rows(
    ground: shapely.Polygon, dice: Dice, low_m: float, high_m: float, deepest_m: float, ends: float
) -> Plots:
    """Two rows of plots back to back, the short sides sometimes built too."""
    frame = box(ground)
    plots: Plots = []
    middle: shapely.Geometry = ground
    if frame.width_m > deepest_m:
        for sign in (1, -1):
            if frame.length_m > 2.2 * frame.width_m / 2 + 40 and dice.chance(ends):
                depth = dice.uniform(18, 27)
                cut = frame.crosswise(sign * (frame.length_m / 2 - depth), dice.bell(0, 0.03))
                left, right = cut.divide(middle)
                end, middle = (right, left) if sign > 0 else (left, right)
                for part in polygons(end):
                    plots.extend(
                        _slices(part, _turned(box(part), frame.angle + math.pi / 2), low_m, high_m, dice)
                    )
    for part in polygons(middle):
        inner = _turned(box(part), frame.angle)
        if inner.width_m <= deepest_m:
            plots.extend(_slices(part, inner, low_m, high_m, dice))
            continue
        cut = inner.lengthwise(inner.width_m * dice.bell(0, 0.07), dice.bell(0, 0.02), dice.bell(0, 0.03))
        for row in cut.divide(part):
            for strip in polygons(row):
                plots.extend(_slices(strip, inner, low_m, high_m, dice))
    return plots


def _turned(frame: Box, angle: float) -> Box:
    """Give the same rectangle, read along the side that is nearest to a direction."""
    if abs(math.cos(frame.angle - angle)) >= math.cos(math.pi / 4):
        return frame
    return Box(frame.x, frame.y, frame.angle + math.pi / 2, frame.width_m, frame.length_m)


def _quarters(ground: shapely.Geometry, dice: Dice, low_m2: float, high_m2: float, corner: float) -> Plots:
    """Halve off the middle until each plot is of its size; corners are cut off now and then."""
    done: Plots = []
    waiting = polygons(ground)
    while waiting:
        part = waiting.pop()
        wanted = dice.uniform(low_m2, high_m2)
        if part.area <= wanted or part.area < 1.5 * low_m2:
            done.append(part)
            continue
        frame = box(part)
        if dice.chance(corner):
            kept = _corner(part, frame, dice)
            done.extend(polygons(kept[0]))
            waiting.extend(polygons(kept[1]))
            continue
        place = dice.uniform(-0.17, 0.17)
        cut = frame.crosswise(frame.length_m * place, dice.bell(0, 0.06), dice.bell(0, 0.05))
        for half in cut.divide(part):
            waiting.extend(polygons(half))
    return done


def _corner(part: shapely.Polygon, frame: Box, dice: Dice) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Cut a small plot (a school, shops, a transformer) from a corner of a large one, and give both."""
    along = (frame.length_m / 2 - dice.uniform(16, 34)) * dice.pick((-1, 1))
    across = (frame.width_m / 2 - dice.uniform(14, 30)) * dice.pick((-1, 1))
    first = Cut(*frame.point(along, across), frame.angle + math.pi / 2)
    second = Cut(first.x, first.y, frame.angle)
    outer = first.side(0.0, left=along < 0)
    upper = second.side(0.0, left=across > 0)
    piece = shapely.intersection(outer, upper)
    return shapely.intersection(part, piece), shapely.difference(part, piece)


def _houses(ground: shapely.Polygon, dice: Dice) -> Plots:
    return _rows(ground, dice, 10.5, 18.0, 46, 0.35)


def _perimeter(ground: shapely.Polygon, dice: Dice) -> Plots:
    plots = _rows(ground, dice, 12.0, 23.0, 48, 0.8)
    deep = [plot for plot in plots if plot.area > 620 and dice.chance(0.3)]
    kept = [plot for plot in plots if not any(plot is other for other in deep)]
    for plot in deep:
        frame = box(plot)
        cut = frame.crosswise(frame.length_m * dice.uniform(-0.1, 0.1))
        kept.extend(half for side in cut.divide(plot) for half in polygons(side))
    return kept


def _collective(ground: shapely.Polygon, dice: Dice) -> Plots:
    return _quarters(ground, dice, 900, 2600, 0.05)


def _works(ground: shapely.Polygon, dice: Dice) -> Plots:
    return _quarters(ground, dice, 1800, 7500, 0.04)


def _slabs(ground: shapely.Polygon, dice: Dice) -> Plots:
    return _quarters(ground, dice, 2400, 9000, 0.2)


def _towers(ground: shapely.Polygon, dice: Dice) -> Plots:
    return _quarters(ground, dice, 1500, 5200, 0.16)


def _school(ground: shapely.Polygon, dice: Dice) -> Plots:
    return _quarters(ground, dice, 5200, 11_000, 0.3)


def _park(ground: shapely.Polygon, dice: Dice) -> Plots:
    return _quarters(ground, dice, 14_000, 30_000, 0.12)


_DIVIDERS: dict[str, Callable[[shapely.Polygon, Dice], Plots]] = {
    "houses": _houses,
    "perimeter": _perimeter,
    "collective": _collective,
    "works": _works,
    "slabs": _slabs,
    "towers": _towers,
    "school": _school,
    "park": _park,
}
