"""The declared symbol as the browser reads it, and as a small picture for a legend."""

from typing import Any

from core.languages import _
from layers.layer import GeometryKind, Layer
from layers.symbol import Hatch, Marker, Style, Symbol
from maps.escape import text

_LINES = {
    Hatch.DIAGONAL: "M-2,6 l8,-8 M0,14 l14,-14 M8,16 l14,-14",
    Hatch.CROSS: "M0,0 l14,14 M0,14 l14,-14",
    Hatch.BARS: "M4,0 v14 M9,0 v14 M14,0 v14",
}


def style_record(style: Style) -> dict[str, Any]:
    """Style as plain values, under the names that the browser's script reads."""
    return {
        "fill": style.fill,
        "fillOpacity": style.fill_opacity,
        "stroke": style.stroke,
        "widthPx": style.width_px,
        "dashPx": list(style.dash_px),
        "hatch": str(style.hatch),
        "double": style.double,
    }


def symbol_record(symbol: Symbol) -> dict[str, Any]:
    """Symbol as plain values for the browser's script."""
    return {
        "style": style_record(symbol.style),
        "marker": str(symbol.marker) if symbol.marker else None,
        "classes": [
            {"value": item.value, "style": style_record(item.style), "pictogram": item.pictogram}
            for item in symbol.classes
        ],
    }


def legend_entries(layer: Layer) -> list[dict[str, str]]:
    """Entries of a layer's legend: class value, words in the language in force, and a picture.

    A layer with classes has one entry a class; another has one entry, whose value is empty.
    """
    symbol = layer.symbol
    if symbol.classes:
        return [
            {
                "value": item.value,
                "label": _(item.label),
                "svg": sign(item.style, layer.geometry, symbol.marker, item.pictogram),
            }
            for item in symbol.classes
        ]
    return [{"value": "", "label": _(layer.title), "svg": sign(symbol.style, layer.geometry, symbol.marker)}]


def sign(
    style: Style, geometry: GeometryKind, marker: Marker | None = None, pictogram: str | None = None
) -> str:
    """Picture of a style, 18 × 14 pixels, as SVG; it holds no text from data."""
    inner = _marker(style, marker, pictogram) if geometry is GeometryKind.POINT else _box(style)
    return f'<svg viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">{inner}</svg>'


def _stroke(style: Style) -> str:
    dash = f' stroke-dasharray="{" ".join(str(length) for length in style.dash_px)}"' if style.dash_px else ""
    return f'stroke="{text(style.stroke or "none")}" stroke-width="{min(style.width_px, 1.6)}"{dash}'


def _box(style: Style) -> str:
    fill = text(style.fill or "none")
    parts = [f'<rect x="1" y="1" width="16" height="12" fill="{fill}" fill-opacity="{style.fill_opacity}"/>']
    if style.hatch is not Hatch.NONE:
        parts.append(
            f'<svg x="1" y="1" width="16" height="12" viewBox="1 1 16 12"><path d="{_LINES[style.hatch]}" fill="none" '
            f'stroke="{text(style.stroke or "none")}" stroke-width=".9" stroke-opacity=".7"/></svg>'
        )
    parts.append(f'<rect x="1" y="1" width="16" height="12" fill="none" {_stroke(style)}/>')
    if style.double:
        parts.append(f'<rect x="3.5" y="3.5" width="11" height="7" fill="none" {_stroke(style)}/>')
    return "".join(parts)


def _marker(style: Style, marker: Marker | None, pictogram: str | None) -> str:
    if marker is Marker.SQUARE:
        return f'<rect x="4" y="2" width="10" height="10" fill="{text(style.fill)}" {_stroke(style)}/>'
    disc = f'<circle cx="9" cy="7" r="6.5" fill="{text(style.fill)}"/>'
    if pictogram is None:
        return disc
    return (
        disc
        + f'<path transform="translate(4.2 2.2) scale(.4)" fill="#fff" fill-rule="evenodd" d="{text(pictogram)}"/>'
    )
