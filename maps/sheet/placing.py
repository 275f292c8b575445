"""Where a map lies: the scale that holds what is to be seen, turned as it was asked for."""

import math

import numpy as np
import shapely

from core.errors import TrameError
from core.formats import number
from core.languages import _
from maps.paper import Sheet, round_scale
from maps.sheet.request import MapRequest

_MARGIN_SHARE, _LEAST_MARGIN_MM, _MOST_MARGIN_MM = 0.05, 3.0, 14.0
"""Left free around what is to be seen, of the shorter side of the map."""
LEAST_SCALE, MOST_SCALE = 50, 10_000_000
"""Denominators that can be asked for."""
_LEAST_SIDE_M = 60.0
"""A single point is shown with that much around it."""


class EmptyExtentError(TrameError):
    """What is to be seen has no place at all."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to show: the extent that was asked for is empty."))


class ScaleError(TrameError):
    """A scale at which nothing can be drawn."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        super().__init__(
            _("The scale 1:{scale} cannot be drawn. Choose a denominator from {least} to {most}.").format(
                scale=number(scale), least=number(LEAST_SCALE), most=number(MOST_SCALE)
            )
        )


class RotationError(TrameError):
    """A rotation that is no angle."""

    def __init__(self, rotation_deg: float) -> None:
        self.rotation_deg = rotation_deg
        super().__init__(
            _("“{rotation}” is no rotation. Give an angle in degrees, clockwise.").format(
                rotation=rotation_deg
            )
        )


def placed(request: MapRequest) -> Sheet:
    """Put what is to be seen in the middle of the map, at the scale asked for or the largest round one that holds it.

    Raises
    ------
    EmptyExtentError
        The extent holds no point.
    ScaleError, RotationError
        The scale is out of bounds; the rotation is no number.
    """
    if request.scale is not None and not LEAST_SCALE <= request.scale <= MOST_SCALE:
        raise ScaleError(request.scale)
    if not math.isfinite(request.rotation_deg):
        raise RotationError(request.rotation_deg)
    points = shapely.get_coordinates(request.extent)
    if not len(points):
        raise EmptyExtentError
    # A sheet whose corner lies in the middle of the ground turns about it.
    x, y = ((points.min(axis=0) + points.max(axis=0)) / 2).tolist()
    turned = Sheet(x, y, 1000, request.width_mm, request.height_mm, request.rotation_deg % 360.0)
    metres = turned.mm(points)
    low, high = metres.min(axis=0), metres.max(axis=0)
    scale = request.scale or _fitting(request, high - low)
    x, y = turned.ground((low + high) / 2)[0].tolist()
    corner = Sheet(x, y, scale, request.width_mm, request.height_mm, turned.rotation_deg)
    west, north = corner.ground((-request.width_mm / 2, -request.height_mm / 2))[0].tolist()
    return Sheet(west, north, scale, request.width_mm, request.height_mm, turned.rotation_deg)


def _fitting(request: MapRequest, sides_m: np.ndarray) -> int:
    short = min(request.width_mm, request.height_mm)
    margin = min(max(short * _MARGIN_SHARE, _LEAST_MARGIN_MM), _MOST_MARGIN_MM, short / 4)
    room = np.array([request.width_mm, request.height_mm]) - 2 * margin
    return round_scale(float((np.maximum(sides_m, _LEAST_SIDE_M) / room).max() * 1000.0))
