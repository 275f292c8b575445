"""The declared symbol of a layer as a Styled Layer Descriptor 1.1 (OGC 05-078r4, 05-077r4): for what is not QGIS."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from core.languages import _
from exports.data.columns import Column
from exports.data.qml import pictogram_svg
from layers.layer import GeometryKind, Layer
from layers.symbol import INK, Hatch, Marker, Style

_SLD, _SE = "http://www.opengis.net/sld", "http://www.opengis.net/se"
_OGC, _XLINK = "http://www.opengis.net/ogc", "http://www.w3.org/1999/xlink"
_HATCH_MARKS: Mapping[Hatch, str] = {
    Hatch.DIAGONAL: "shape://slash",
    Hatch.CROSS: "shape://times",
    Hatch.BARS: "shape://vertline",
}
"""Marks that GeoServer and QGIS fill a surface with."""
_HATCH_PX, _DISC_PX, _PICTOGRAM_PX, _SQUARE_PX, _INNER_PX = 7, 13, 9, 9, 3
_SIDE_PX = 0.64
"""Side of a marker whose area is a number: that many pixels times its square root, as on the web map."""


def sld(
    layer: Layer,
    columns: Sequence[Column],
    names: Mapping[str, str] | None = None,
    others: Iterable[str] = (),
) -> str:
    """Write the style of a layer (see :func:`exports.data.qml.qml`).

    Returns
    -------
    XML, in the words of the language in force; widths are in pixels of 0.28 mm, as the standard has them.
    """
    for prefix, address in (("sld", _SLD), ("se", _SE), ("ogc", _OGC), ("xlink", _XLINK)):
        register_namespace(prefix, address)
    called = {column.name: (names or {}).get(column.name, column.name) for column in columns}
    symbol, field = layer.symbol, called.get(layer.symbol.by or "")
    root = Element(f"{{{_SLD}}}StyledLayerDescriptor", version="1.1.0")
    named = SubElement(root, f"{{{_SLD}}}NamedLayer")
    _se(named, "Name", layer.key)
    user = SubElement(named, f"{{{_SLD}}}UserStyle")
    _se(user, "Name", _(layer.title))
    style = _se(user, "FeatureTypeStyle")
    if field is None or not symbol.classes:
        _symbolizers(_rule(style, _(layer.title)), layer, symbol.style, None, called)
    else:
        looks = [(item.value, _(item.label), item.style, item.pictogram) for item in symbol.classes]
        looks += [(value, value, symbol.style, None) for value in others]
        for value, label, look, pictogram in looks:
            rule = _rule(style, label)
            equal = SubElement(SubElement(rule, f"{{{_OGC}}}Filter"), f"{{{_OGC}}}PropertyIsEqualTo")
            SubElement(equal, f"{{{_OGC}}}PropertyName").text = field
            SubElement(equal, f"{{{_OGC}}}Literal").text = value
            _symbolizers(rule, layer, look, pictogram, called)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _se(parent: Element, name: str, text: str | None = None) -> Element:
    found = SubElement(parent, f"{{{_SE}}}{name}")
    found.text = text
    return found


def _rule(style: Element, title: str) -> Element:
    rule = _se(style, "Rule")
    _se(rule, "Name", title)
    _se(_se(rule, "Description"), "Title", title)
    return rule


def _symbolizers(
    rule: Element, layer: Layer, style: Style, pictogram: str | None, called: Mapping[str, str]
) -> None:
    if layer.geometry is GeometryKind.POINT:
        _point(rule, layer, style, pictogram, called)
        return
    if style.fill is not None and style.fill_opacity > 0:
        fill = _se(_se(rule, "PolygonSymbolizer"), "Fill")
        _parameter(fill, "fill", style.fill)
        _parameter(fill, "fill-opacity", f"{style.fill_opacity:g}")
    mark = _HATCH_MARKS.get(style.hatch)
    if mark is not None and style.stroke is not None:
        graphic = _se(_se(_se(_se(rule, "PolygonSymbolizer"), "Fill"), "GraphicFill"), "Graphic")
        _mark(graphic, mark, None, style.stroke, 1.0)
        _se(graphic, "Size", str(_HATCH_PX))
    if style.stroke is not None:
        _stroke(_se(rule, "LineSymbolizer"), style, style.stroke, style.width_px)
        if style.double:
            # The standard knows inside and outside of surfaces alone: a line has a left and a right.
            inner = _se(rule, "PolygonSymbolizer")
            _stroke(inner, style, style.stroke, style.width_px * 0.6)
            _se(inner, "PerpendicularOffset", f"{-_INNER_PX:g}")


def _stroke(symbolizer: Element, style: Style, colour: str, width_px: float) -> None:
    stroke = _se(symbolizer, "Stroke")
    _parameter(stroke, "stroke", colour)
    _parameter(stroke, "stroke-width", f"{width_px:g}")
    _parameter(stroke, "stroke-linejoin", "round")
    if style.dash_px:
        _parameter(stroke, "stroke-dasharray", " ".join(f"{length:g}" for length in style.dash_px))


def _point(
    rule: Element, layer: Layer, style: Style, pictogram: str | None, called: Mapping[str, str]
) -> None:
    square = layer.symbol.marker is Marker.SQUARE
    graphic = _se(_se(rule, "PointSymbolizer"), "Graphic")
    _mark(graphic, "square" if square else "circle", style.fill, style.stroke or INK, style.width_px)
    size = _se(graphic, "Size")
    if layer.symbol.area_by in called:
        product = SubElement(size, f"{{{_OGC}}}Mul")
        SubElement(product, f"{{{_OGC}}}Literal").text = f"{_SIDE_PX:g}"
        root = SubElement(product, f"{{{_OGC}}}Function", name="sqrt")
        SubElement(root, f"{{{_OGC}}}PropertyName").text = called[str(layer.symbol.area_by)]
    else:
        size.text = str(_SQUARE_PX if square else _DISC_PX)
    if pictogram is not None:
        over = _se(_se(rule, "PointSymbolizer"), "Graphic")
        external = _se(over, "ExternalGraphic")
        content = base64.b64encode(pictogram_svg(pictogram).encode()).decode()
        resource = _se(external, "OnlineResource")
        resource.set(f"{{{_XLINK}}}type", "simple")
        resource.set(f"{{{_XLINK}}}href", f"data:image/svg+xml;base64,{content}")
        _se(external, "Format", "image/svg+xml")
        _se(over, "Size", str(_PICTOGRAM_PX))


def _mark(graphic: Element, name: str, fill: str | None, stroke: str, width_px: float) -> None:
    mark = _se(graphic, "Mark")
    _se(mark, "WellKnownName", name)
    if fill is not None:
        _parameter(_se(mark, "Fill"), "fill", fill)
    outline = _se(mark, "Stroke")
    _parameter(outline, "stroke", stroke)
    _parameter(outline, "stroke-width", f"{width_px:g}")


def _parameter(parent: Element, name: str, value: str) -> None:
    _se(parent, "SvgParameter", value).set("name", name)
