"""A small map of the territory that says where a sheet lies in it."""

import numpy as np
import shapely

from layers.registry import LAYERS
from maps.fonts import FAMILY
from maps.paper import Sheet, outline
from maps.sheet.ground import OUTSIDE
from programme.world import World

_MARGIN_MM = 1.2
_LAND, _LIMIT, _MARK = "#e4dfd5", "#ffffff", "#000000"
_MOST_AROUND = 0.6
"""Around the territory at most, in its own sides: it stays the larger part of the picture."""
_LEAST_MM = 1.6
"""A sheet that would be a speck gets a ring."""


def locator(place: Sheet, world: World, width_mm: float, height_mm: float) -> str | None:
    """Draw the communes and the frame of a sheet among them.

    Parameters
    ----------
    place
        The map of the sheet.
    world
        As the reader may see it.
    width_mm, height_mm
        Of the small map.

    Returns
    -------
    A whole SVG, its size in millimetres; None without communes.
    """
    snapshot = world.snapshot(LAYERS["communes"].key)
    if snapshot is None or snapshot.frame.empty:
        return None
    shapes = snapshot.frame.geometry.to_numpy()
    small = _whole(_bounds(shapely.total_bounds(shapes), place), width_mm, height_mm)
    # A hundredth of a millimetre is more than is seen here.
    drawn = outline(small, shapely.simplify(shapes, 0.04 * small.metres_per_mm))
    body = f'<path d="{drawn}" fill="{_LAND}" stroke="{_LIMIT}" stroke-width=".12" stroke-linejoin="round"/>'
    width, height = f"{width_mm:g}", f"{height_mm:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'font-family="{FAMILY}"><defs><clipPath id="locator-edge"><rect width="{width}" height="{height}"/></clipPath>'
        f'</defs><g clip-path="url(#locator-edge)"><rect width="{width}" height="{height}" fill="{OUTSIDE}"/>{body}'
        f"{_frame(small, place)}</g></svg>"
    )


def _bounds(territory: np.ndarray, place: Sheet) -> np.ndarray:
    """The territory, and the frame where it reaches over it: a frame that is cut says nothing of where it ends."""
    sides = territory[2:] - territory[:2]
    corners = place.corners
    low = np.maximum(np.minimum(territory[:2], corners.min(axis=0)), territory[:2] - _MOST_AROUND * sides)
    high = np.minimum(np.maximum(territory[2:], corners.max(axis=0)), territory[2:] + _MOST_AROUND * sides)
    return np.concatenate([low, high])


def _whole(bounds: np.ndarray, width_mm: float, height_mm: float) -> Sheet:
    """Place the territory in the middle, as large as there is room: a scale that no one reads need not be round."""
    west, south, east, north = bounds.tolist()
    room = width_mm - 2 * _MARGIN_MM, height_mm - 2 * _MARGIN_MM
    scale = int(np.ceil(max((east - west) / room[0], (north - south) / room[1], 0.1) * 1000))
    half = width_mm * scale / 2000, height_mm * scale / 2000
    return Sheet((west + east) / 2 - half[0], (south + north) / 2 + half[1], scale, width_mm, height_mm)


def _frame(small: Sheet, place: Sheet) -> str:
    corners = small.mm(place.corners)
    path = "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in corners.tolist()) + "Z"
    sides = np.hypot(*np.diff(corners[:3], axis=0).T)
    if sides.max() < _LEAST_MM:
        x, y = corners.mean(axis=0).tolist()
        return (
            f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{_LEAST_MM / 2}" fill="none" stroke="{_MARK}" stroke-width=".35"/>'
            f'<circle cx="{x:.3f}" cy="{y:.3f}" r=".3" fill="{_MARK}"/>'
        )
    return (
        f'<path d="{path}" fill="#ffffff" fill-opacity=".55" stroke="{_MARK}" stroke-width=".4" '
        'stroke-linejoin="miter"/>'
    )
