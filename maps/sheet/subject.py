"""What a sheet is about, in front of all: in black, its surroundings behind a veil where it fills the map."""

from dataclasses import replace

import numpy as np
import shapely

from core.languages import _
from maps.paper import Sheet, outline, within
from maps.sheet.look import HALO, SUBJECT, Look
from maps.sheet.polygons import painted
from maps.sheet.request import MapLayer, MapRequest

_LARGE_SHARE = 0.12
"""A subject that takes that much of the map is a place: what lies around it stands back."""
_VEIL = 0.5


def subject(request: MapRequest, place: Sheet, look: Look) -> list[MapLayer]:
    """Draw the subject; no group where there is none, or where it lies off the map."""
    if request.subject is None or request.subject.is_empty:
        return []
    shapes = np.array([shapely.make_valid(request.subject)], dtype=object)
    if not _share(request.subject, place):
        return []
    body = _veil(place, shapes) if veiled(request, place) else ""
    # A line around most of the map is strong enough when it is finer.
    finer = 0.75 if body else 1.0
    for style in (HALO, SUBJECT):
        body += painted(replace(style, width_px=style.width_px * finer), place, look, shapes)
    return [MapLayer("subject", request.subject_name or _("Subject of the sheet"), body)]


def veiled(request: MapRequest, place: Sheet) -> bool:
    """Whether the subject is a place, and what lies around it stands back."""
    return request.subject is not None and _share(request.subject, place) >= _LARGE_SHARE


def _share(shape: shapely.Geometry, place: Sheet) -> float:
    """Part of the map that a shape takes."""
    edge = shapely.Polygon(place.corners)
    return float(shapely.area(shapely.intersection(shapely.make_valid(shape), edge)) / shapely.area(edge))


def _veil(place: Sheet, shapes: np.ndarray) -> str:
    width, height = place.width_mm, place.height_mm
    around = f"M-5 -5H{width + 5:g}V{height + 5:g}H-5Z"
    return (
        f'<path d="{around}{outline(place, within(place, shapes))}" fill="#ffffff" fill-opacity="{_VEIL}" '
        'fill-rule="evenodd"/>'
    )
