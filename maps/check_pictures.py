"""Small pictures of a check, as SVG that holds no text from data: signs of levels and verdicts, outlines to compare."""

from urllib.parse import quote

import shapely

from core.issues import Level
from layers.layer import GeometryKind
from layers.symbol import Style
from maps.findings import SIGNS
from maps.rendering import sign

CONFORM = "#1b7837"
_MOST_VERTICES = 20_000
"""A shape of more is simplified for the eye; what is measured never is."""
_PARTS_OF_EXTENT = 4_000


def marker_picture(level: Level) -> str:
    """Sign of a level as a disc of 24 × 24, for the map and the list: colour and glyph."""
    look = SIGNS[level]
    return (
        '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">'
        f'<circle cx="12" cy="12" r="11" fill="{look.colour}"/>'
        f'<path d="{look.glyph}" fill="none" stroke="#ffffff" stroke-width="3.4" stroke-linecap="round"/></svg>'
    )


def tick_picture() -> str:
    """Sign of a footprint that stands."""
    return (
        '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">'
        f'<circle cx="12" cy="12" r="11" fill="{CONFORM}"/><path d="M6.500 12.500 10.500 16.500 17.500 8.500" '
        'fill="none" stroke="#ffffff" stroke-width="3" stroke-linecap="round"/></svg>'
    )


def level_picture(level: Level) -> str:
    """Sign of a level for the legend: its hatch, and its disc over it."""
    look = SIGNS[level]
    box = sign(look.style, GeometryKind.POLYGON).removesuffix("</svg>")
    disc = (
        '<svg x="4" y="2" width="10" height="10" viewBox="0 0 24 24">'
        f'<circle cx="12" cy="12" r="12" fill="{look.colour}"/>'
        f'<path d="{look.glyph}" fill="none" stroke="#ffffff" stroke-width="4" stroke-linecap="round"/></svg>'
    )
    return f"{box}{disc}</svg>"


def numbered_disc(colour: str) -> str:
    """Draw the disc under a number."""
    return (
        '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">'
        f'<circle cx="12" cy="12" r="10" fill="{colour}" stroke="#ffffff" stroke-width="2"/></svg>'
    )


def outline_picture(shape: shapely.Geometry, bounds: tuple[float, float, float, float], style: Style) -> str:
    """Small picture of an outline, 200 × 140, north up, so that two can be compared side by side.

    Parameters
    ----------
    shape
        Polygon or multipolygon, EPSG:2154, valid or not.
    bounds
        What the picture shows: the same for both.
    style
        Its stroke and dashes.
    """
    west, south, east, north = bounds
    scale = min(188 / max(east - west, 0.01), 128 / max(north - south, 0.01))
    left, top = 100 - scale * (west + east) / 2, 70 + scale * (south + north) / 2
    rings = shapely.get_rings(shapely.get_parts(light(shape)))
    paths = []
    for ring in rings:
        points = shapely.get_coordinates(ring)
        steps = "L".join(f"{left + scale * x:.1f} {top - scale * y:.1f}" for x, y in points)
        paths.append(f"M{steps}Z")
    dash = (
        f' stroke-dasharray="{" ".join(f"{length:g}" for length in style.dash_px)}"' if style.dash_px else ""
    )
    return (
        '<svg viewBox="0 0 200 140" width="200" height="140"><path fill="#f1efe9" fill-rule="evenodd" '
        f'stroke="{style.stroke}" stroke-width="2"{dash} stroke-linejoin="round" d="{"".join(paths)}"/></svg>'
    )


def picture_address(svg: str) -> str:
    """Address that holds a picture, for places that take no SVG: images of a page, and style sheets."""
    whole = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"data:image/svg+xml,{quote(whole)}"


def light(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the vertices of a huge shape that nobody can see."""
    if shapely.get_num_coordinates(shape) <= _MOST_VERTICES:
        return shape
    west, south, east, north = shape.bounds
    tolerance = max(east - west, north - south) / _PARTS_OF_EXTENT
    return shapely.simplify(shape, tolerance, preserve_topology=False)
