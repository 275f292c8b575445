"""What stands on a map of paper besides the ground: names that never overlap, markers, scale bar, north."""

import math
from dataclasses import dataclass, field

import numpy as np
import shapely

from core.formats import number
from core.issues import Level
from core.languages import _
from gis.crs import to_degrees
from layers.symbol import INK
from maps.findings import SIGNS
from maps.paper import Sheet, bar_length_m, wide_mm, words

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in millimetres."""

MARKER_HEIGHT_MM = 3.5
_GLYPH_MM = 2.6
_DIGIT_MM = 1.45
_GRID = 21
"""Points on each side of the grid: the middle one among them."""
_CENTRAL_MERIDIAN, _CONE = 3.0, 0.7256077650
"""Of Lambert-93 (RGF93, Journal officiel 2000-1276): what turns its north from the true one."""


@dataclass
class Room:
    """Places of a sheet that are taken: whoever comes first keeps his.

    Attributes
    ----------
    width_mm, height_mm
        Of the sheet; nothing is put across its edge.
    taken
        Boxes so far.
    """

    width_mm: float
    height_mm: float
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> bool:
        """Take a place; False, and nothing taken, where part of it is taken already or off the sheet."""
        left, top, right, bottom = box
        if left < 0.8 or top < 0.8 or right > self.width_mm - 0.8 or bottom > self.height_mm - 0.8:
            return False
        if any(left < r and right > l and top < b and bottom > t for l, t, r, b in self.taken):  # noqa: E741
            return False
        self.taken.append(box)
        return True


def widest(shape: shapely.Geometry) -> tuple[float, float, float]:
    """Find where a polygon is widest, on a grid of bounded cost: an inscribed circle can be sought for minutes.

    Parameters
    ----------
    shape
        A polygon or multipolygon with an area.

    Returns
    -------
    Coordinates of the place, and its distance from the outline, all in the units of the shape.

    Examples
    --------
    >>> widest(shapely.box(0, 0, 10, 10))
    (5.0, 5.0, 5.0)
    """
    west, south, east, north = shape.bounds
    steps = np.linspace(0.0, 1.0, _GRID + 2)[1:-1]
    x, y = (
        axis.ravel() for axis in np.meshgrid(west + steps * (east - west), south + steps * (north - south))
    )
    inside = shapely.contains_xy(shape, x, y)
    if not inside.any():
        point = shapely.point_on_surface(shape)
        return float(point.x), float(point.y), 0.0
    far = shapely.distance(shapely.points(x[inside], y[inside]), shapely.boundary(shape))
    best = int(np.argmax(far))
    return float(x[inside][best]), float(y[inside][best]), float(far[best])


def name(
    room: Room,
    x: float,
    y: float,
    text: str,
    *,
    size_mm: float = 2.1,
    colour: str = "#6b665e",
    weight: int = 400,
) -> str:
    """Write a name around a place where there is room for it; empty where there is none."""
    half, rise = wide_mm(text, size_mm) / 2, size_mm * 0.62
    for down in (size_mm * step for step in (0.0, 1.6, -1.6, 3.2, -3.2, 4.8, -4.8)):
        if room.take((x - half, y + down - rise, x + half, y + down + rise)):
            return words(x, y + down + 0.36 * size_mm, text, size_mm=size_mm, colour=colour, weight=weight)
    return ""


def marker(room: Room, x: float, y: float, level: Level, label: str) -> str | None:
    """Put the marker of a finding at its place, or beside it with a line that leads there.

    Parameters
    ----------
    room
        Where others are; the marker's own place is taken.
    x, y
        Millimetres from the upper left corner.
    level
        Of the finding.
    label
        Its number in the table.

    Returns
    -------
    SVG; None where there is no room near.
    """
    wide = _GLYPH_MM + 0.9 + _DIGIT_MM * len(label) + 0.7
    for radius in (0.0, 4.6, 7.4, 10.5, 14.0, 18.0):
        for step in range(1 if radius == 0 else 12):
            angle = math.radians(step * 30 - 60)
            left = x + radius * math.cos(angle) * 1.25 - wide / 2
            top = y + radius * math.sin(angle) - MARKER_HEIGHT_MM / 2
            box = (left - 0.3, top - 0.3, left + wide + 0.3, top + MARKER_HEIGHT_MM + 0.3)
            if room.take(box):
                lead = _leader(x, y, left + wide / 2, top + MARKER_HEIGHT_MM / 2, level) if radius else ""
                return lead + pill(left, top, level, label, wide)
    return None


def pill(left: float, top: float, level: Level, label: str, wide: float) -> str:
    """Draw a marker: the letter of its level, and its number."""
    sign = SIGNS[level]
    scale = _GLYPH_MM / 24
    return (
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{MARKER_HEIGHT_MM}" rx="1.2" '
        f'fill="{sign.colour}" stroke="#ffffff" stroke-width=".35"/>'
        f'<path transform="translate({left + 0.45:.2f} {top + 0.45:.2f}) scale({scale:.4f})" d="{sign.glyph}" '
        f'fill="none" stroke="#ffffff" stroke-width="3.4" stroke-linecap="round"/>'
        + words(
            left + _GLYPH_MM + 0.8 + _DIGIT_MM * len(label) / 2,
            top + 2.6,
            label,
            size_mm=2.35,
            colour="#ffffff",
            weight=600,
            halo=False,
        )
    )


def _leader(x: float, y: float, to_x: float, to_y: float, level: Level) -> str:
    colour = SIGNS[level].colour
    ends = f'x1="{x:.2f}" y1="{y:.2f}" x2="{to_x:.2f}" y2="{to_y:.2f}"'
    return (
        f'<line {ends} stroke="#ffffff" stroke-width=".8"/><line {ends} stroke="{colour}" stroke-width=".3"/>'
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r=".6" fill="{colour}" stroke="#ffffff" stroke-width=".2"/>'
    )


def scale_bar(place: Sheet, room: Room) -> str:
    """Draw the scale in words and as a bar of exact length, in the lower left corner."""
    metres = bar_length_m(place.scale)
    length = metres / place.metres_per_mm
    scale = _("Scale 1:{scale}").format(scale=number(place.scale))
    told = f"{number(metres / 1000)}\u00a0km" if metres >= 1000 else f"{number(metres)}\u00a0m"
    wide = max(length + wide_mm(told, 2.1) + 4, wide_mm(scale, 2.3) + 3)
    top = place.height_mm - 9.6
    room.taken.append((0, top, wide + 1, place.height_mm))
    y = top + 6.2
    return (
        f'<rect x=".2" y="{top:.2f}" width="{wide:.2f}" height="9.4" fill="#ffffff" fill-opacity=".96"/>'
        + words(2, top + 3.6, scale, size_mm=2.3, colour=INK, weight=600, anchor="start", halo=False)
        + f'<rect id="bar" x="2" y="{y:.2f}" width="{length:.4f}" height="1.1" fill="#ffffff"/>'
        f'<rect x="2" y="{y:.2f}" width="{length / 2:.4f}" height="1.1" fill="{INK}"/>'
        f'<rect x="2" y="{y:.2f}" width="{length:.4f}" height="1.1" fill="none" stroke="{INK}" stroke-width=".18"/>'
        + words(2 + length + 1, y + 1.25, told, size_mm=2.1, colour=INK, anchor="start", halo=False)
    )


def true_north_deg(place: Sheet) -> float:
    """Angle of the true north from the upper edge of a sheet, clockwise: that of Lambert-93 is not quite it."""
    x, y = place.corners.mean(axis=0).tolist()
    lon, _lat = to_degrees(x, y)
    return -(lon - _CENTRAL_MERIDIAN) * _CONE + place.rotation_deg


def north_arrow(place: Sheet, room: Room) -> str:
    """Draw where the true north is, in the upper right corner."""
    turned = true_north_deg(place)
    x = place.width_mm - 6.2
    room.taken.append((x - 4, 0, place.width_mm, 13))
    return (
        f'<circle cx="{x}" cy="6.7" r="5" fill="#ffffff" fill-opacity=".96"/>'
        f'<g transform="rotate({turned:.3f} {x} 6.3)"><path d="M{x} 4.400l-2 6.400 2 -1.300 2 1.300z" fill="{INK}"/>'
        + words(x, 3.8, _("N"), size_mm=2.3, colour=INK, weight=600, halo=False)
        + "</g>"
    )
