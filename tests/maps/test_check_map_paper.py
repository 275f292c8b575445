"""Both maps of a report, read as the SVG that they are."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from core.issues import Level
from layers.registry import LAYERS
from maps.check_map_paper import detail_map, parcel_name, situation_map
from maps.findings import SIGNS
from maps.paper import bar_length_m
from tests.exports import check_factory as factory

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def place(demo_file: Path):
    return factory.opened(demo_file)


def numbered(report):
    return list(enumerate(report.findings, start=1))


@pytest.mark.parametrize("draw", [detail_map, situation_map])
@pytest.mark.parametrize("kind", ["conform", "faulty", "crossing"])
def test_the_bar_is_true_and_the_size_is_that_of_paper(place, kind: str, draw) -> None:
    world, settings = place
    report = getattr(factory, kind)(world, settings)
    found = draw(report, world, numbered(report), 180, 100)
    root = ElementTree.fromstring(found.svg)
    assert (root.get("width"), root.get("height")) == ("180mm", "100mm")
    bar = next(item for item in root.iter(f"{SVG}rect") if item.get("id") == "bar")
    assert float(bar.get("width")) == pytest.approx(bar_length_m(found.scale) * 1000 / found.scale, abs=1e-3)


def test_the_footprint_is_drawn_where_it_lies(place) -> None:
    world, settings = place
    report = factory.conform(world, settings)
    found = detail_map(report, world, numbered(report), 180, 100)
    assert report.footprint is not None
    shape = report.footprint.geometry
    path = next(
        item.get("d")
        for item in ElementTree.fromstring(found.svg).iter(f"{SVG}path")
        if item.get("stroke") == "#000000"
    )
    drawn = np.array([[float(x), float(y)] for x, y in re.findall(r"[ML](\S+) ([^LMZ]+)", path)])
    ground = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)))
    sides = np.ptp(ground, axis=0) * 1000 / found.scale
    assert np.ptp(drawn, axis=0) == pytest.approx(sides, abs=0.002)


def test_errors_and_warnings_have_markers_with_their_numbers(place) -> None:
    world, settings = place
    report = factory.crossing(world, settings)
    found = detail_map(report, world, numbered(report), 180, 110)
    texts = [item.text for item in ElementTree.fromstring(found.svg).iter(f"{SVG}text")]
    for number, item in numbered(report):
        if item.level is Level.ERROR and item.shape is not None:
            assert str(number) in texts
    assert SIGNS[Level.ERROR].glyph in found.svg


def test_the_legend_tells_what_is_drawn_and_nothing_else(place) -> None:
    world, settings = place
    report = factory.conform(world, settings)
    words = [text for _sign, text in situation_map(report, world, numbered(report), 180, 100).legend]
    assert words[0] == "Emprise remise"
    assert len(words) == len(set(words))
    bare = replace(world, snapshots={}, _derived={})
    alone = situation_map(report, bare, numbered(report), 180, 100)
    assert not any("Quartier" in text or "Résidence" in text for _sign, text in alone.legend)


def test_both_draw_the_declared_colours(place) -> None:
    world, settings = place
    report = factory.conform(world, settings)
    svg = situation_map(report, world, numbered(report), 180, 100).svg
    assert LAYERS["neighbourhoods_2024"].symbol.style.stroke in svg
    assert LAYERS["communes"].symbol.style.stroke in svg


def test_hundreds_of_findings_are_counted_where_they_have_no_marker(place) -> None:
    world, settings = place
    report = factory.hostile(factory.faulty(world, settings))
    found = detail_map(report, world, numbered(report), 180, 100)
    root = ElementTree.fromstring(found.svg)
    pills = [item for item in root.iter(f"{SVG}rect") if item.get("rx") == "1.2"]
    assert len(pills) + found.unmarked == 300
    assert {item.get("fill") for item in pills} == {SIGNS[Level.ERROR].colour}


@pytest.mark.parametrize(
    ("idu", "words"), [("92036000AB0123", "AB 123"), ("920360000A0007", "A 7"), ("92036000 B0010", "B 10")]
)
def test_parcels_are_called_as_in_a_commune(idu: str, words: str) -> None:
    assert parcel_name(idu) == words


def test_a_report_without_footprint_has_no_map(place) -> None:
    world, settings = place
    with pytest.raises(ValueError, match="without footprint"):
        detail_map(factory.placeless(world, settings), world, [], 180, 100)
