"""The declared symbol of a layer as a style of QGIS (QML): what is on the screen is what another program opens.

Written for QGIS 3.22 and later. A fill is built from the ground up: colour, hatch, outline, second outline; a marker is
a shape with its pictogram over it.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from core.languages import _
from exports.data.columns import Column
from layers.layer import GeometryKind, Group, Layer
from layers.symbol import INK, Hatch, Marker, Style, Symbol
from maps.fonts import FAMILY

VERSION = "3.22.0"
MM_PER_PX = 25.4 / 96
"""Widths are declared in pixels of the screen."""
HATCH_MM = 2.2
"""Between two lines of a hatch."""
_HATCH_ANGLES: Mapping[Hatch, tuple[int, ...]] = {
    Hatch.NONE: (),
    Hatch.DIAGONAL: (45,),
    Hatch.CROSS: (45, 135),
    Hatch.BARS: (90,),
}
_INNER_MM = 0.8
"""How far inside the first outline the second one is."""
DISC_MM, PICTOGRAM_MM, SQUARE_MM = 3.4, 2.4, 2.4
SIDE_MM, LEAST_MM, MOST_MM = 0.17, 0.8, 5.0
"""Side of a marker whose area is a number: 0.17 mm times its square root, within these bounds, as on paper."""
_GROUND_TEXT = "#6f6a61"
_LABELS: Mapping[tuple[Group, GeometryKind], tuple[int, int]] = {
    (Group.OPERATIONS, GeometryKind.POLYGON): (8_000, 9),
    (Group.NEIGHBOURHOODS, GeometryKind.POLYGON): (60_000, 7),
    (Group.TERRITORY, GeometryKind.POLYGON): (200_000, 5),
}
"""Scale from which names are written, and which of two that meet is kept: the greater."""
_OTHER_LABELS = (3_000, 2)


def qml(
    layer: Layer,
    columns: Sequence[Column],
    names: Mapping[str, str] | None = None,
    others: Iterable[str] = (),
) -> str:
    """Write the style of a layer.

    Parameters
    ----------
    layer
        Its symbol is the style.
    columns
        That the file holds; they get their words, and codes a list of values.
    names
        Names of the fields in the file, where they differ.
    others
        Values of the classifying field that no class takes, and that features have: they get the look of the layer.

    Returns
    -------
    XML, in the words of the language in force.
    """
    called = {column.name: (names or {}).get(column.name, column.name) for column in columns}
    root = Element("qgis", version=VERSION, styleCategories="Symbology|Labeling|Fields|Forms")
    _renderer(root, layer, called, tuple(others))
    labelled = layer.label != layer.identifier and layer.label in called
    root.set("labelsEnabled", str(int(labelled)))
    if labelled:
        _labels(root, layer, called[layer.label])
    _fields(root, columns, called)
    if layer.label in called:
        SubElement(root, "previewExpression").text = f'"{called[layer.label]}"'
    indent(root)
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return doctype + tostring(root, encoding="unicode") + "\n"


def unclassed(layer: Layer, values: Iterable[str | None]) -> list[str]:
    """Values of the classifying field that no class takes, sorted."""
    known = {item.value for item in layer.symbol.classes}
    return sorted({value for value in values if value is not None} - known)


def _renderer(root: Element, layer: Layer, called: Mapping[str, str], others: tuple[str, ...]) -> None:
    symbol = layer.symbol
    field = called.get(symbol.by or "")
    renderer = SubElement(
        root, "renderer-v2", symbollevels="0", enableorderby="0", forceraster="0", referencescale="-1"
    )
    if field is None or not symbol.classes:
        renderer.set("type", "singleSymbol")
        _symbol(SubElement(renderer, "symbols"), "0", layer, symbol.style, None, called)
        return
    renderer.set("type", "categorizedSymbol")
    renderer.set("attr", field)
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    looks = [(item.value, _(item.label), item.style, item.pictogram) for item in symbol.classes]
    looks += [(value, value, symbol.style, None) for value in others]
    for number, (value, label, style, pictogram) in enumerate(looks):
        SubElement(
            categories,
            "category",
            value=value,
            type="string",
            label=label,
            symbol=str(number),
            render="true",
        )
        _symbol(symbols, str(number), layer, style, pictogram, called)


def _symbol(
    parent: Element, name: str, layer: Layer, style: Style, pictogram: str | None, called: Mapping[str, str]
) -> None:
    point = layer.geometry is GeometryKind.POINT
    symbol = _new_symbol(parent, name, "marker" if point else "fill")
    if point:
        _marker(symbol, layer.symbol, style, pictogram, called)
    else:
        _fill(symbol, name, style)


def _new_symbol(parent: Element, name: str, kind: str) -> Element:
    return SubElement(parent, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")


def _fill(symbol: Element, name: str, style: Style) -> None:
    filled = style.fill is not None and style.fill_opacity > 0
    colour = _colour(style.fill or "#ffffff", style.fill_opacity if filled else 0.0)
    _layer(symbol, "SimpleFill", color=colour, style="solid" if filled else "no", outline_style="no")
    stroke = style.stroke
    if stroke is None:
        return
    for angle in _HATCH_ANGLES[style.hatch]:
        place = len(symbol.findall("layer"))
        hatch = _layer(
            symbol,
            "LinePatternFill",
            angle=str(angle),
            distance=f"{HATCH_MM:g}",
            distance_unit="MM",
            color=_colour(stroke),
            line_width="0.2",
            line_width_unit="MM",
            coordinate_reference="feature",
        )
        line = _new_symbol(hatch, f"@{name}@{place}", "line")
        _layer(line, "SimpleLine", line_color=_colour(stroke, 0.7), line_width="0.2", line_width_unit="MM")
    _outline(symbol, style, stroke, 0.0)
    if style.double:
        _outline(symbol, style, stroke, _INNER_MM)


def _outline(symbol: Element, style: Style, stroke: str, inside_mm: float) -> None:
    # Within a fill, a line is drawn on every ring; a positive offset of a ring is towards its inside.
    _layer(
        symbol,
        "SimpleLine",
        line_color=_colour(stroke),
        line_width=f"{style.width_px * MM_PER_PX * (0.6 if inside_mm else 1.0):.3f}",
        line_width_unit="MM",
        line_style="solid",
        joinstyle="round",
        capstyle="flat" if style.dash_px else "round",
        offset=f"{inside_mm:g}",
        offset_unit="MM",
        use_custom_dash=str(int(bool(style.dash_px))),
        customdash=";".join(f"{length * MM_PER_PX:.3f}" for length in style.dash_px) or "5;2",
        customdash_unit="MM",
    )


def _marker(
    symbol: Element, declared: Symbol, style: Style, pictogram: str | None, called: Mapping[str, str]
) -> None:
    square = declared.marker is Marker.SQUARE
    shape = _layer(
        symbol,
        "SimpleMarker",
        name="square" if square else "circle",
        color=_colour(style.fill or "#ffffff", style.fill_opacity),
        outline_color=_colour(style.stroke or INK),
        outline_style="solid" if style.stroke else "no",
        outline_width=f"{style.width_px * MM_PER_PX:.3f}",
        outline_width_unit="MM",
        size=f"{SQUARE_MM if square else DISC_MM:g}",
        size_unit="MM",
        scale_method="diameter",
    )
    if declared.area_by in called:
        _defined(shape, "size", side_expression(called[str(declared.area_by)]))
    if pictogram is not None:
        drawing = pictogram_svg(pictogram).encode()
        _layer(
            symbol,
            "SvgMarker",
            name=f"base64:{base64.b64encode(drawing).decode()}",
            color="255,255,255,255",
            outline_style="no",
            outline_width="0",
            size=f"{PICTOGRAM_MM:g}",
            size_unit="MM",
            scale_method="diameter",
        )


def side_expression(field: str) -> str:
    """Side of a marker in millimetres, as QGIS works it out."""
    return f'max({LEAST_MM:g}, min({MOST_MM:g}, {SIDE_MM:g} * sqrt(max(coalesce("{field}", 1), 1))))'


def pictogram_svg(path: str) -> str:
    """White pictogram as a document of its own."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
        f'<path d="{path}" fill="#ffffff" fill-rule="evenodd"/></svg>'
    )


def _layer(symbol: Element, kind: str, **properties: str) -> Element:
    found = SubElement(symbol, "layer", {"class": kind, "pass": "0", "locked": "0", "enabled": "1"})
    options = SubElement(found, "Option", type="Map")
    for name, value in properties.items():
        SubElement(options, "Option", type="QString", name=name, value=value)
    return found


def _defined(layer: Element, name: str, expression: str) -> None:
    """Let an expression decide a property."""
    options = SubElement(SubElement(layer, "data_defined_properties"), "Option", type="Map")
    SubElement(options, "Option", type="QString", name="name", value="")
    properties = SubElement(options, "Option", type="Map", name="properties")
    own = SubElement(properties, "Option", type="Map", name=name)
    SubElement(own, "Option", type="bool", name="active", value="true")
    SubElement(own, "Option", type="QString", name="expression", value=expression)
    SubElement(own, "Option", type="int", name="type", value="3")
    SubElement(options, "Option", type="QString", name="type", value="collection")


def _labels(root: Element, layer: Layer, field: str) -> None:
    stroke = layer.symbol.style.stroke or INK
    colours = {Group.OPERATIONS: INK, Group.NEIGHBOURHOODS: stroke}
    settings = SubElement(SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    style = SubElement(
        settings,
        "text-style",
        fieldName=field,
        isExpression="0",
        fontFamily=FAMILY,
        fontSize="8",
        fontSizeUnit="Point",
        namedStyle="Regular",
        textColor=_colour(colours.get(layer.group, _GROUND_TEXT)),
        textOpacity="1",
        multilineHeight="1",
    )
    SubElement(
        style,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor="255,255,255,255",
        bufferOpacity="0.9",
        bufferJoinStyle="128",
        bufferNoFill="1",
    )
    SubElement(settings, "text-format", wrapChar="", autoWrapLength="24", multilineAlign="1")
    # 0: around a point; 4: horizontal within a polygon.
    around = layer.geometry is GeometryKind.POINT
    scale, priority = _LABELS.get((layer.group, layer.geometry), _OTHER_LABELS)
    SubElement(
        settings,
        "placement",
        placement="0" if around else "4",
        dist="2",
        distUnits="MM",
        priority=str(priority),
    )
    SubElement(
        settings,
        "rendering",
        drawLabels="1",
        scaleVisibility="1",
        scaleMin="0",
        scaleMax=str(scale),
        obstacle="1",
        displayAll="0",
    )


def _fields(root: Element, columns: Sequence[Column], called: Mapping[str, str]) -> None:
    """Words of each field, and of each code."""
    configuration, aliases = SubElement(root, "fieldConfiguration"), SubElement(root, "aliases")
    for column in columns:
        field = SubElement(configuration, "field", name=called[column.name], configurationFlags="NoFlag")
        if column.choices:
            widget = SubElement(field, "editWidget", type="ValueMap")
            options = SubElement(SubElement(widget, "config"), "Option", type="Map")
            pairs = SubElement(options, "Option", type="List", name="map")
            for value, words in column.choices.items():
                pair = SubElement(pairs, "Option", type="Map")
                SubElement(pair, "Option", type="QString", name=words, value=value)
        SubElement(aliases, "alias", field=called[column.name], name=column.title)


def _colour(code: str, opacity: float = 1.0) -> str:
    """Colour as QGIS writes it: red, green, blue, alpha."""
    red, green, blue = (int(code[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"
