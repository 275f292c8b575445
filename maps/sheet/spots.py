"""Where a label may stand: in the widest parts of an area, around a small one, around a marker."""

import numpy as np
import shapely

from maps.furniture import Box
from maps.sheet.labels import Spot

_GRID = 17
"""Points on each side of the grid that is laid over an area."""
_MOST = 9
_GAP_MM = 0.5


def inside(shape: shapely.Geometry) -> tuple[Spot, ...]:
    """Places in an area, those farthest from its outline first, then others that are far from these.

    Parameters
    ----------
    shape
        An area in millimetres.

    Examples
    --------
    >>> inside(shapely.box(0, 0, 10, 10))[0]
    Spot(x=5.0, y=5.0, anchor='middle')
    """
    left, top, right, bottom = shape.bounds
    steps = np.linspace(0.0, 1.0, _GRID + 2)[1:-1]
    x, y = (axis.ravel() for axis in np.meshgrid(left + steps * (right - left), top + steps * (bottom - top)))
    within = shapely.contains_xy(shape, x, y)
    if not within.any():
        point = shapely.point_on_surface(shape)
        return (Spot(float(point.x), float(point.y)),)
    points = np.column_stack([x[within], y[within]])
    far = shapely.distance(shapely.points(points), shapely.boundary(shape))
    chosen = [int(np.argmax(far - 1e-6 * np.hypot(*(points - points.mean(axis=0)).T)))]
    while len(chosen) < min(_MOST, len(points)):
        # Each next place is wide, and far from those before.
        apart = np.hypot(*(points[:, None] - points[chosen]).transpose(2, 0, 1)).min(axis=1)
        chosen.append(int(np.argmax(np.minimum(apart, 3 * far))))
    return tuple(Spot(float(points[row, 0]), float(points[row, 1])) for row in chosen)


def fitting(shape: shapely.Geometry, wide: float, high: float) -> tuple[Spot, ...]:
    """Places in an area at which a box lies in it wholly, those nearest to its widest part first.

    Parameters
    ----------
    shape
        An area in millimetres.
    wide, high
        Of the box.

    Examples
    --------
    >>> fitting(shapely.box(0, 0, 10, 10), 9, 2)[0], fitting(shapely.box(0, 0, 10, 10), 11, 2)
    (Spot(x=5.0, y=5.0, anchor='middle'), ())
    """
    left, top, right, bottom = shape.bounds
    if right - left < wide or bottom - top < high:
        return ()
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(
            np.linspace(left + wide / 2, right - wide / 2, _GRID),
            np.linspace(top + high / 2, bottom - high / 2, _GRID),
        )
    )
    shapely.prepare(shape)
    boxes = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    kept = shapely.contains(shape, boxes)
    if not kept.any():
        return ()
    best = inside(shape)[0]
    rows = np.flatnonzero(kept)
    near = rows[np.argsort(np.hypot(x[rows] - best.x, y[rows] - best.y), kind="stable")]
    # Neighbours on the grid are one place: a few that are spread are tried.
    return tuple(
        Spot(float(x[row]), float(y[row])) for row in near[:: max(len(near) // _MOST, 1)][:_MOST].tolist()
    )


def around_box(box: Box, size_mm: float) -> tuple[Spot, ...]:
    """Places beside an area that is too small for its label: right, left, above, below, and at the corners."""
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    above, below = top - _GAP_MM - 0.6 * size_mm, bottom + _GAP_MM + 0.6 * size_mm
    return (
        Spot(right + _GAP_MM, y, "start"),
        Spot(left - _GAP_MM, y, "end"),
        Spot(x, above),
        Spot(x, below),
        Spot(right, above, "start"),
        Spot(right, below, "start"),
        Spot(left, above, "end"),
        Spot(left, below, "end"),
    )


def around_area(shape: shapely.Geometry, size_mm: float) -> tuple[Spot, ...]:
    """Places beside an area, where it reaches farthest to the right, the left, up and down.

    Examples
    --------
    >>> around_area(shapely.Polygon([(0, 0), (10, 6), (0, 12)]), 2.0)[0]
    Spot(x=10.5, y=6.0, anchor='start')
    """
    points = shapely.get_coordinates(shape)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    near = 0.05 * max(right - left, bottom - top)

    def middle(axis: int, value: float) -> float:
        """Where along the other axis the points that are nearest to an edge lie."""
        at = points[np.abs(points[:, axis] - value) <= near][:, 1 - axis]
        return float(at.min() + at.max()) / 2

    above, below = float(top) - _GAP_MM - 0.6 * size_mm, float(bottom) + _GAP_MM + 0.6 * size_mm
    return (
        Spot(float(right) + _GAP_MM, middle(0, right), "start"),
        Spot(float(left) - _GAP_MM, middle(0, left), "end"),
        Spot(middle(1, top), above),
        Spot(middle(1, bottom), below),
        *around_box((float(left), float(top), float(right), float(bottom)), size_mm),
    )


def around_point(x: float, y: float, half_mm: float, size_mm: float) -> tuple[Spot, ...]:
    """Places around a marker, to its right first."""
    return around_box((x - half_mm, y - half_mm, x + half_mm, y + half_mm), size_mm)
