"""A map on paper at true scale: lengths in millimetres, drawn as SVG from exact coordinates in EPSG:2154."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt
import shapely

from gis.parquet import Bounds
from layers.symbol import Hatch, Style
from maps.fonts import FAMILY, drawable
from maps.path_text import subpaths

Geometries = npt.NDArray[np.object_]

_ROUND = (1.0, 1.25, 1.5, 2.0, 2.5, 4.0, 5.0, 7.5)
"""Scales are one of these times a power of ten: a ruler and a head can work with them."""
_LEAST_SCALE = 100
_BARS = (1, 2, 5)
_LONGEST_BAR_MM = 45.0
_AROUND_MM = 4.0
"""Beyond the edge of the map shapes are cut off; hatches and thick lines reach that far over it."""
PX_MM = 0.21
"""A pixel of a declared symbol, on paper: a line of one pixel is 0.6 point wide."""
_HATCH_MM = 1.7


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a map lies on the ground and on paper.

    Attributes
    ----------
    west, north
        Ground coordinates of its upper left corner, EPSG:2154, in metres.
    scale
        Denominator: one millimetre is ``scale`` millimetres on the ground.
    width_mm, height_mm
        On paper.
    rotation_deg
        By how much the ground is turned, clockwise as one looks at the sheet, about that corner.
    """

    west: float
    north: float
    scale: int
    width_mm: float
    height_mm: float
    rotation_deg: float = 0.0

    @property
    def metres_per_mm(self) -> float:
        """Ground length of a millimetre."""
        return self.scale / 1000.0

    @property
    def corners(self) -> npt.NDArray[np.float64]:
        """Ground coordinates of the four corners: upper left, upper right, lower right, lower left."""
        width, height = self.width_mm, self.height_mm
        return self.ground([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of the ground that the sheet shows, EPSG:2154."""
        if not self.rotation_deg:
            east = self.west + self.width_mm * self.metres_per_mm
            return self.west, self.north - self.height_mm * self.metres_per_mm, east, self.north
        (west, south), (east, north) = self.corners.min(axis=0).tolist(), self.corners.max(axis=0).tolist()
        return west, south, east, north

    @property
    def affine(self) -> tuple[float, float, float, float, float, float]:
        """Numbers a, b, c, d, e, f: x = a·right + b·down + c and y = d·right + e·down + f, from mm to EPSG:2154."""
        cosine, sine = self._turn
        step = self.metres_per_mm
        return cosine * step, sine * step, self.west, sine * step, -cosine * step, self.north

    @property
    def _turn(self) -> tuple[float, float]:
        angle = math.radians(self.rotation_deg)
        return math.cos(angle), math.sin(angle)

    def mm(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Place n points of the ground on paper, in millimetres from the upper left corner, y down."""
        ground = np.asarray(points, dtype=float).reshape(-1, 2)
        right, down = ground[:, 0] - self.west, self.north - ground[:, 1]
        if self.rotation_deg:
            cosine, sine = self._turn
            right, down = right * cosine - down * sine, right * sine + down * cosine
        return np.column_stack([right, down]) / self.metres_per_mm

    def ground(self, millimetres: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Find n places of the paper on the ground, EPSG:2154: the other way of :meth:`mm`."""
        placed = np.asarray(millimetres, dtype=float).reshape(-1, 2) * self.metres_per_mm
        right, down = placed[:, 0], placed[:, 1]
        if self.rotation_deg:
            cosine, sine = self._turn
            right, down = right * cosine + down * sine, down * cosine - right * sine
        return np.column_stack([self.west + right, self.north - down])


def sheet(bounds: Bounds, width_mm: float, height_mm: float, *, margin_mm: float = 8.0) -> Sheet:
    """Choose the largest round scale that holds a place, and put the place in the middle.

    Parameters
    ----------
    bounds
        West, south, east, north of the place, EPSG:2154.
    width_mm, height_mm
        Of the map.
    margin_mm
        Left free around the place on each side.

    Examples
    --------
    >>> found = sheet((0, 0, 90, 40), 100, 60, margin_mm=5)
    >>> found.scale, found.bounds
    (1000, (-5.0, -10.0, 95.0, 50.0))
    """
    west, south, east, north = bounds
    room = (width_mm - 2 * margin_mm, height_mm - 2 * margin_mm)
    needed = max((east - west) / room[0], (north - south) / room[1]) * 1000.0
    scale = round_scale(needed)
    half_m = width_mm * scale / 2000.0, height_mm * scale / 2000.0
    return Sheet((west + east) / 2 - half_m[0], (south + north) / 2 + half_m[1], scale, width_mm, height_mm)


def round_scale(needed: float) -> int:
    """Smallest round denominator that is at least a given one.

    Examples
    --------
    >>> round_scale(980), round_scale(1001), round_scale(3), round_scale(26_000)
    (1000, 1250, 100, 40000)
    """
    power = 10 ** math.floor(math.log10(max(needed, _LEAST_SCALE)))
    return int(next(step * power for step in (*_ROUND, 10.0) if step * power >= max(needed, _LEAST_SCALE)))


def outline(place: Sheet, shapes: Geometries) -> str:
    """Draw polygons and lines as one SVG path, in millimetres to the micrometre; what lies off the sheet is left out.

    Parameters
    ----------
    place
        The sheet.
    shapes
        n polygons, lines or collections of them, EPSG:2154; missing and empty ones are passed over.
    """
    points, line, closed, _shape = lines(shapes)
    return subpaths(place.mm(points), line, closed) if len(points) else ""


def outlines(place: Sheet, shapes: Geometries) -> list[str]:
    """Draw each of n shapes as an SVG path of its own (see :func:`outline`); empty where there is nothing to draw."""
    points, line, closed, shape = lines(shapes)
    paths = [""] * len(shapes)
    rows = subpaths(place.mm(points), line, closed, shape).split("\n")
    for place_, row in zip(np.unique(shape).tolist(), rows, strict=False):
        paths[place_] = row
    return paths


def lines(
    shapes: Geometries,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp], npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Coordinates of all rings and lines of n shapes; points, missing and empty shapes have none.

    Returns
    -------
    Coordinates of shape (m, 2); for each, its line; for each line, whether it is closed, and its shape, ascending.
    """
    kinds = shapely.get_type_id(shapes)
    if len(shapes) and np.isin(kinds, (3, 6)).all():
        # Read out at once: a geometry of its own for each ring would take five times as long.
        _kind, points, offsets = shapely.to_ragged_array(shapes, include_z=False)
        counts = np.diff(offsets[0])
        ends = offsets[1] if len(offsets) == 2 else offsets[1][offsets[2]]
        owner = np.repeat(np.arange(len(shapes)), np.diff(ends))
        return points, np.repeat(np.arange(len(counts)), counts), np.ones(len(counts), dtype=bool), owner
    parts, owner = shapely.get_parts(shapes, return_index=True)
    parts, inner = shapely.get_parts(parts, return_index=True)
    owner = owner[inner]
    polygons = shapely.get_type_id(parts) == 3
    open_ones = np.isin(shapely.get_type_id(parts), (1, 2))
    rings, ring_part = shapely.get_rings(parts[polygons], return_index=True)
    found = np.concatenate([rings, parts[open_ones]])
    owners = np.concatenate([owner[polygons][ring_part], owner[open_ones]])
    order = np.argsort(owners, kind="stable")
    points, line = shapely.get_coordinates(found[order], return_index=True)
    return points, line, np.asarray(shapely.is_closed(found[order]), dtype=bool), owners[order]


def within(place: Sheet, shapes: Geometries) -> Geometries:
    """Cut valid shapes off a little beyond the edge of the sheet; those off it become empty."""
    over = _AROUND_MM
    left, top, right, bottom = -over, -over, place.width_mm + over, place.height_mm + over
    low, high = placed_bounds(place, shapes)
    # Most lie wholly on the sheet, and need no cutting.
    cut = (low < (left, top)).any(axis=1) | (high > (right, bottom)).any(axis=1)
    found = np.array(shapes, dtype=object)
    moved = shapely.transform(found[cut], place.mm)
    found[cut] = shapely.transform(shapely.clip_by_rect(moved, left, top, right, bottom), place.ground)
    return found


def placed_bounds(
    place: Sheet, shapes: Geometries
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Least and greatest millimetres of n bounding boxes, shape (n, 2) each; of turned ones a little more than that."""
    west, south, east, north = shapely.bounds(shapes).T
    corners = np.stack([place.mm(np.column_stack(pair)) for pair in ((west, north), (east, south))])
    if place.rotation_deg:
        others = [place.mm(np.column_stack(pair)) for pair in ((west, south), (east, north))]
        corners = np.concatenate([corners, np.stack(others)])
    return corners.min(axis=0), corners.max(axis=0)


def drawn(path: str, style: Style, *, opacity: float = 1.0) -> str:
    """Draw a path in a declared style: ground, hatch, outline."""
    if not path:
        return ""
    parts: list[str] = []
    if style.fill and style.fill_opacity:
        parts.append(
            f'<path d="{path}" fill="{style.fill}" fill-opacity="{style.fill_opacity * opacity:g}"/>'
        )
    if style.hatch is not Hatch.NONE and style.stroke:
        parts.append(f'<path d="{path}" fill="url(#{hatch_id(style.hatch, style.stroke)})"/>')
    if style.stroke:
        dash = " ".join(f"{length * PX_MM:g}" for length in style.dash_px)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        width = style.width_px * PX_MM
        parts.append(
            f'<path d="{path}" fill="none" stroke="{style.stroke}" stroke-width="{width:g}" '
            f'stroke-linejoin="round"{dashed}/>'
        )
    return "".join(parts)


def hatch_id(hatch: Hatch, colour: str) -> str:
    """Name of a pattern of lines in a colour."""
    return f"{hatch}-{colour.lstrip('#')}"


def hatches(signs: Sequence[tuple[Hatch, str]], *, prefix: str = "", size: float = 1.0) -> str:
    """Define the patterns that styles refer to, as the head of an SVG.

    Parameters
    ----------
    signs
        Hatches and their colours.
    prefix
        Before the name of each, so that those of several layers stay apart.
    size
        By how much the lines are farther apart, and thicker, than on a page.
    """
    side = _HATCH_MM * size
    lines = {
        Hatch.DIAGONAL: f"M{-side / 4:g} {side / 4:g}L{side / 4:g} {-side / 4:g}M0 {side:g}L{side:g} 0"
        f"M{side * 0.75:g} {side * 1.25:g}L{side * 1.25:g} {side * 0.75:g}",
        Hatch.CROSS: f"M0 0L{side:g} {side:g}M0 {side:g}L{side:g} 0",
        Hatch.BARS: f"M{side / 2:g} 0V{side:g}",
    }
    return "".join(
        f'<pattern id="{prefix}{hatch_id(hatch, colour)}" width="{side:g}" height="{side:g}" '
        f'patternUnits="userSpaceOnUse"><path d="{lines[hatch]}" fill="none" stroke="{colour}" '
        f'stroke-width="{0.13 * size:g}" stroke-opacity=".65"/></pattern>'
        for hatch, colour in dict.fromkeys(signs)
    )


def words(
    x: float,
    y: float,
    text: str,
    *,
    size_mm: float = 2.1,
    colour: str = "#6b665e",
    weight: int = 400,
    anchor: str = "middle",
    halo: bool = True,
) -> str:
    """Write a text at a place of the sheet, with a halo that keeps it readable on lines; y is its base line."""
    common = f'x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" font-size="{size_mm:g}" font-weight="{weight}"'
    inner = escape(drawable(text).replace("\n", " "), quote=True)
    around = (
        ' stroke="#ffffff" stroke-width=".55" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    )
    return f'<text {common} fill="{colour}"{around}>{inner}</text>'


def wide_mm(text: str, size_mm: float) -> float:
    """Width of a text, rather too much than too little: what labels are kept apart by."""
    return 0.62 * size_mm * len(text)


def bar_length_m(scale: int) -> int:
    """Ground length of the scale bar: the longest round one that is no wider than is good on paper.

    Examples
    --------
    >>> bar_length_m(1000), bar_length_m(2500), bar_length_m(25_000)
    (20, 100, 1000)
    """
    longest = _LONGEST_BAR_MM * scale / 1000.0
    power = 10 ** math.floor(math.log10(longest))
    return int(max(step * power for step in _BARS if step * power <= longest))


def document(place: Sheet, body: Sequence[str], defined: str = "") -> str:
    """Put a map together, cut off at its edge, its size in millimetres."""
    width, height = f"{place.width_mm:g}", f"{place.height_mm:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'font-family="{FAMILY}"><defs><clipPath id="edge"><rect width="{width}" height="{height}"/></clipPath>'
        f'{defined}</defs><g clip-path="url(#edge)">{"".join(body)}</g>'
        f'<rect x=".1" y=".1" width="{place.width_mm - 0.2:g}" '
        f'height="{place.height_mm - 0.2:g}" fill="none" stroke="#8d877c" stroke-width=".2"/></svg>'
    )
