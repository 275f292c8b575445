"""Declared symbols as styles of other programs: parsed again, and compared with the declaration."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from core.languages import _
from exports.data.columns import of_field
from exports.data.qml import qml, side_expression, unclassed
from exports.data.sld import sld
from layers.layer import GeometryKind, Layer
from layers.registry import LAYERS
from layers.symbol import Hatch, Style, Symbol

SE = "{http://www.opengis.net/se}"
OGC = "{http://www.opengis.net/ogc}"
ALL = pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)


def parsed(layer: Layer, **wish: object) -> ElementTree.Element:
    return ElementTree.fromstring(qml(layer, [of_field(item) for item in layer.fields], **wish))  # type: ignore[arg-type]


def options(element: ElementTree.Element) -> dict[str, str]:
    found = element.find("Option")
    assert found is not None
    return {str(item.get("name")): str(item.get("value")) for item in found}


def rgb(colour: str) -> str:
    return ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))


@ALL
def test_each_class_has_its_symbol(layer: Layer) -> None:
    root = parsed(layer)
    renderer = root.find("renderer-v2")
    assert renderer is not None
    symbols = {item.get("name"): item for item in renderer.findall("symbols/symbol")}
    kind = "marker" if layer.geometry is GeometryKind.POINT else "fill"
    assert {item.get("type") for item in symbols.values()} == {kind}
    if not layer.symbol.classes:
        assert renderer.get("type") == "singleSymbol"
        assert list(symbols) == ["0"]
        return
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", layer.symbol.by)
    categories = renderer.findall("categories/category")
    assert [(item.get("value"), item.get("label")) for item in categories] == [
        (item.value, _(item.label)) for item in layer.symbol.classes
    ]
    for category, declared in zip(categories, layer.symbol.classes, strict=True):
        first = symbols[category.get("symbol")].find("layer")
        assert first is not None
        assert options(first)["color"] == f"{rgb(declared.style.fill or '#ffffff')},255"
        assert (len(symbols[category.get("symbol")].findall("layer")) == 2) is (
            declared.pictogram is not None or declared.style.hatch is Hatch.NONE
        )


@ALL
def test_words_of_fields_and_codes_are_in_the_style(layer: Layer) -> None:
    root = parsed(layer)
    aliases = {item.get("field"): item.get("name") for item in root.findall("aliases/alias")}
    assert aliases == {item.name: _(item.title) for item in layer.fields}
    for item in layer.fields:
        pairs = root.findall(
            f"fieldConfiguration/field[@name='{item.name}']//Option[@name='map']/Option/Option"
        )
        assert {pair.get("value"): pair.get("name") for pair in pairs} == {
            value: _(words) for value, words in item.choices.items()
        }


@pytest.mark.parametrize(
    ("style", "classes"),
    [
        (Style(fill=None, hatch=Hatch.DIAGONAL), ["SimpleFill", "LinePatternFill", "SimpleLine"]),
        (Style(hatch=Hatch.CROSS), ["SimpleFill", "LinePatternFill", "LinePatternFill", "SimpleLine"]),
        (Style(double=True), ["SimpleFill", "SimpleLine", "SimpleLine"]),
        (Style(stroke=None, fill="#ffffff"), ["SimpleFill"]),
    ],
)
def test_hatches_and_double_lines(style: Style, classes: list[str]) -> None:
    layer = replace(LAYERS["communes"], symbol=Symbol(style))
    layers = parsed(layer).findall(".//symbols/symbol/layer")
    assert [item.get("class") for item in layers] == classes
    lines = [options(item) for item in layers if item.get("class") == "SimpleLine"]
    assert [item["offset"] for item in lines] == ["0", "0.8"][: len(lines)]
    assert ElementTree.fromstring(sld(layer, [])) is not None


def test_dashes_keep_their_lengths() -> None:
    line = parsed(LAYERS["neighbourhoods_2015"]).findall(".//symbols/symbol/layer")[-1]
    assert options(line)["use_custom_dash"] == "1"
    assert options(line)["customdash"] == "1.323;0.794"


def test_the_side_of_a_residence_grows_with_its_dwellings() -> None:
    root = parsed(LAYERS["housing"], names={"dwellings": "dwellings_"})
    told = root.find(".//data_defined_properties//Option[@name='size']/Option[@name='expression']")
    assert told is not None
    assert told.get("value") == side_expression("dwellings_")
    assert '"dwellings_"' in side_expression("dwellings_")


def test_hostile_values_stay_text() -> None:
    layer = LAYERS["facilities"]
    others = unclassed(layer, ["school", None, '"><script>', "a&b"])
    assert others == ['"><script>', "a&b"]
    values = [item.get("value") for item in parsed(layer, others=others).findall(".//category")]
    assert values[-2:] == others
    root = ElementTree.fromstring(sld(layer, [of_field(item) for item in layer.fields], None, others))
    assert [item.text for item in root.iter(f"{OGC}Literal")][-2:] == others


@ALL
def test_the_other_style_has_a_rule_for_each_class(layer: Layer) -> None:
    root = ElementTree.fromstring(sld(layer, [of_field(item) for item in layer.fields]))
    rules = root.findall(f".//{SE}Rule")
    assert [rule.findtext(f"{SE}Name") for rule in rules] == (
        [_(item.label) for item in layer.symbol.classes] or [_(layer.title)]
    )
    for rule, declared in zip(rules, layer.symbol.classes, strict=False):
        assert rule.findtext(f"{OGC}Filter/{OGC}PropertyIsEqualTo/{OGC}Literal") == declared.value
        colours = [item.text for item in rule.iter(f"{SE}SvgParameter") if item.get("name") == "fill"]
        assert colours[0] == declared.style.fill
