"""Lines of the Lambert-93 grid over a map, with their coordinates where they meet its edge."""

from dataclasses import dataclass

import numpy as np
import shapely

from core.formats import number
from maps.paper import Sheet
from maps.sheet.labels import Placed, Places, Spot, Wanted, forms, place_labels
from maps.sheet.look import Look
from maps.sheet.signs import bar_m

_LEAST_MM = 38.0
"""From line to line on a page."""
_COLOUR = "#5d7380"
_SIZE_MM = 1.6
_EDGE_MM = 1.3


@dataclass(frozen=True, slots=True)
class Graticule:
    """SVG of the lines, and their coordinates at the edges."""

    lines: str
    coordinates: Placed


def graticule(place: Sheet, look: Look, places: Places) -> Graticule:
    """Draw the grid; what stands on the map already keeps its place.

    Parameters
    ----------
    place, look
        The map.
    places
        What is taken; the coordinates take theirs.
    """
    step = max(bar_m(place.scale, 2.5 * _LEAST_MM * look.text), 1.0)
    west, south, east, north = place.bounds
    body: list[str] = []
    wanted: list[Wanted] = []
    for axis, low, high in ((0, west, east), (1, south, north)):
        for value in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step:
            ends = [(value, south), (value, north)] if axis == 0 else [(west, value), (east, value)]
            line = shapely.clip_by_rect(
                shapely.LineString(place.mm(ends)), 0, 0, place.width_mm, place.height_mm
            )
            if line.is_empty or line.length < _LEAST_MM / 4:
                continue
            points = shapely.get_coordinates(line).tolist()
            (x1, y1), (x2, y2) = points[0], points[-1]
            body.append(f"M{x1:.3f} {y1:.3f}L{x2:.3f} {y2:.3f}")
            told = _told(axis, float(value), step)
            wanted += [_coordinate(told, x, y, place, look) for x, y in (points[0], points[-1])]
    width = 0.08 * look.text
    path = f'<path d="{"".join(body)}" fill="none" stroke="{_COLOUR}" stroke-opacity=".5" stroke-width="{width:.3g}"/>'
    return Graticule(path if body else "", place_labels(wanted, places))


def _told(axis: int, value: float, step: float) -> str:
    decimals = 0 if step >= 1000 else 1 if step >= 100 else 2 if step >= 10 else 3
    return f"{'EN'[axis]}\u00a0{number(value / 1000, decimals=decimals)}"


def _coordinate(text: str, x: float, y: float, place: Sheet, look: Look) -> Wanted:
    """Coordinate just inside the edge that a line meets, on either side of the line."""
    size = _SIZE_MM * look.text
    beside, inward = 0.5, _EDGE_MM + 0.55 * size
    if x < 1e-6 or x > place.width_mm - 1e-6:
        at, anchor = (_EDGE_MM, "start") if x < 1e-6 else (place.width_mm - _EDGE_MM, "end")
        spots = tuple(Spot(at, y + side * (beside + 0.55 * size), anchor) for side in (-1, 1))
    else:
        down = inward if y < place.height_mm / 2 else place.height_mm - inward
        spots = (Spot(x + beside, down, "start"), Spot(x - beside, down, "end"))
    return Wanted(text, forms(text, size, spots), 400, _COLOUR)


__all__ = ["Graticule", "graticule"]
