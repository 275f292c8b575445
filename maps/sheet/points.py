"""Features without an area as SVG: squares whose area is a number, pictograms on discs."""

import numpy as np
import shapely

from layers.symbol import Marker, Style
from maps.paper import Sheet
from maps.sheet.features import Features
from maps.sheet.look import SMALLEST_MM, Look
from maps.sheet.polygons import about

_CANVAS = 24.0
"""Side of the canvas of a pictogram."""
_INSIDE = 1.4
"""Side of a pictogram on its disc, in radii."""
QUIET = Style(fill="#b3aea4", stroke="#ffffff")


def points(found: Features, place: Sheet, look: Look, *, quiet: bool = False) -> str:
    """Draw features by the marker and the class that are declared.

    Parameters
    ----------
    found
        n features without an area.
    place, look
        The map.
    quiet
        In grey and smaller, as a part of the ground.
    """
    at = place.mm(shapely.get_coordinates(shapely.centroid(found.shapes)))
    if found.layer.symbol.marker is Marker.SQUARE:
        return _squares(found, at, look)
    return _discs(found, at, look, quiet=quiet)


def half_mm(found: Features, look: Look) -> np.ndarray:
    """Half the width of each marker: what labels keep off."""
    if found.layer.symbol.marker is Marker.SQUARE:
        return np.asarray(look.square_mm(found.weights) / 2)
    return np.full(len(found), look.disc_mm)


def _squares(found: Features, at: np.ndarray, look: Look) -> str:
    style = found.layer.symbol.style
    sides = look.square_mm(found.weights)
    # The largest at the back: none hides a smaller one.
    order = np.argsort(-sides, kind="stable").tolist()
    looks = f'fill="{style.fill}" stroke="{style.stroke or "none"}" stroke-width="{0.16 * look.text:.3g}"'
    if found.alone:
        body = "".join(
            f'<rect{about(1, "", found.ids[row])} x="{at[row, 0] - sides[row] / 2:.3f}" '
            f'y="{at[row, 1] - sides[row] / 2:.3f}" width="{sides[row]:.3f}" height="{sides[row]:.3f}"/>'
            for row in order
        )
    else:
        path = "".join(
            f"M{at[row, 0] - sides[row] / 2:.3f} {at[row, 1] - sides[row] / 2:.3f}h{sides[row]:.3f}"
            f"v{sides[row]:.3f}h-{sides[row]:.3f}z"
            for row in order
        )
        body = f'<path data-n="{len(found)}" d="{path}"/>'
    return f"<g {looks}>{body}</g>"


def _discs(found: Features, at: np.ndarray, look: Look, *, quiet: bool) -> str:
    symbol = found.layer.symbol
    radius = look.disc_mm * (0.72 if quiet else 1.0)
    classes = {item.value: item for item in symbol.classes}
    scale = _INSIDE * radius / _CANVAS
    ring = f'stroke-width="{0.12 * radius:.3g}"'
    body: list[str] = []
    for value, identifier, (x, y) in zip(found.values, found.ids, at.tolist(), strict=True):
        item = classes.get(value)
        style = QUIET if quiet else (item.style if item else symbol.style)
        told = "" if quiet else about(1, value, identifier if found.alone else "")
        disc = (
            f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{radius:.3g}" fill="{style.fill}" '
            f'stroke="{style.stroke or "none"}" {ring}/>'
        )
        sign = ""
        if item and item.pictogram and radius >= SMALLEST_MM:
            left, top = x - _INSIDE * radius / 2, y - _INSIDE * radius / 2
            sign = (
                f'<path transform="translate({left:.3f} {top:.3f}) scale({scale:.4f})" d="{item.pictogram}" '
                'fill="#ffffff" fill-rule="evenodd"/>'
            )
        body.append(f"<g{told}>{disc}{sign}</g>")
    return "".join(body)
