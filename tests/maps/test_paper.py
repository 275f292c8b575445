"""Maps on paper: true scale, exact coordinates, names that keep apart."""

import doctest
import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from core.issues import Level
from layers.symbol import Hatch, Style
from maps import fonts, furniture, paper
from maps.findings import SIGNS
from maps.furniture import Room, marker, name, scale_bar
from maps.paper import Sheet, bar_length_m, document, drawn, hatches, outline, round_scale, sheet, words
from tests.maps.test_symbols import LEAST_DISTANCE, seen

PLACE = Sheet(643_000.0, 6_865_100.0, 1_000, 180.0, 100.0)


@pytest.mark.parametrize("module", [paper, furniture, fonts])
def test_examples(module) -> None:
    assert doctest.testmod(module).failed == 0


def test_a_metre_of_ground_is_a_millimetre_at_one_to_a_thousand() -> None:
    assert PLACE.mm([(643_000, 6_865_100), (643_050, 6_865_000)]).tolist() == [[0.0, 0.0], [50.0, 100.0]]
    assert PLACE.bounds == (643_000.0, 6_865_000.0, 643_180.0, 6_865_100.0)


def test_outlines_are_exact_to_the_micrometre() -> None:
    ring = shapely.Polygon([(643_010.1234, 6_865_090), (643_020, 6_865_090), (643_020, 6_865_080.4321)])
    assert outline(PLACE, np.array([ring])) == "M10.123 10L20 10L20 19.568Z"


def test_holes_parts_lines_and_collections_are_drawn_points_and_nothing_are_not() -> None:
    holed = shapely.box(643_010, 6_865_010, 643_050, 6_865_050).difference(
        shapely.box(643_020, 6_865_020, 643_030, 6_865_030)
    )
    line = shapely.LineString([(643_060, 6_865_060), (643_070, 6_865_070)])
    mixed = shapely.GeometryCollection([holed, line, shapely.Point(643_000, 6_865_000)])
    path = outline(PLACE, np.array([mixed, None, shapely.Polygon()], dtype=object))
    assert (path.count("M"), path.count("Z")) == (3, 2)
    assert outline(PLACE, np.array([shapely.Point(0, 0)], dtype=object)) == ""


@pytest.mark.parametrize("scale", [100, 250, 500, 1_000, 1_250, 2_500, 4_000, 10_000, 25_000, 100_000])
def test_the_scale_bar_is_true_to_the_millimetre(scale: int) -> None:
    place = Sheet(643_000.0, 6_865_100.0, scale, 180.0, 100.0)
    svg = scale_bar(place, Room(180, 100))
    width = float(re.search(r'id="bar" x="2" y="[\d.]+" width="([\d.]+)"', svg)[1])
    assert width * scale / 1000 == pytest.approx(bar_length_m(scale), abs=1e-3 * scale)
    assert 10 <= width <= 50


@given(st.floats(1, 5_000_000))
def test_round_scales_hold_what_they_should(needed: float) -> None:
    found = round_scale(needed)
    assert found >= needed
    assert found <= max(100, needed * 1.7)


@given(st.floats(-1_000, 1_000), st.floats(-1_000, 1_000), st.floats(0.1, 20_000), st.floats(0.1, 20_000))
def test_a_sheet_holds_its_place_in_the_middle(west: float, south: float, wide: float, high: float) -> None:
    bounds = (west, south, west + wide, south + high)
    found = sheet(bounds, 180, 100)
    corners = found.mm([(bounds[0], bounds[1]), (bounds[2], bounds[3])])
    assert (corners[:, 0] >= 7.99).all()
    assert (corners[:, 0] <= 172.01).all()
    assert (corners[:, 1] >= 7.99).all()
    assert (corners[:, 1] <= 92.01).all()
    assert corners.mean(axis=0) == pytest.approx([90, 50], abs=1e-6)


def test_names_and_markers_never_overlap() -> None:
    room = Room(180, 100)
    rng = np.random.default_rng(7)
    for x, y in rng.uniform(5, 95, (120, 2)):
        marker(room, x, y, Level.WARNING, "12")
        name(room, x, y, "AB 123")
    for (l1, t1, r1, b1), (l2, t2, r2, b2) in itertools.combinations(room.taken, 2):
        assert not (l1 < r2 and r1 > l2 and t1 < b2 and b1 > t2)
    for left, top, right, bottom in room.taken:
        assert 0 <= left < right <= 180
        assert 0 <= top < bottom <= 100


def test_a_map_is_well_formed_whatever_the_names() -> None:
    text = "</text><script>alert(1)</script>&\"'\x00\x1b日本"
    svg = document(PLACE, [words(10, 10, text)], hatches([(Hatch.CROSS, "#b2182b")]))
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("180mm", "100mm", "0 0 180 100")
    assert [item.text for item in root.iter("{http://www.w3.org/2000/svg}text")] == [
        "</text><script>alert(1)</script>&\"'□□"
    ]


def test_styles_are_drawn_with_fill_hatch_and_outline() -> None:
    style = Style(fill="#ffffff", stroke="#762a83", dash_px=(5, 3), hatch=Hatch.DIAGONAL)
    svg = drawn("M0 0L1 1Z", style)
    assert 'fill="#ffffff"' in svg
    assert "url(#diagonal-762a83)" in svg
    assert "stroke-dasharray" in svg
    assert drawn("", style) == ""


@pytest.mark.parametrize("deficiency", [None, "protanopia", "deuteranopia", "tritanopia"])
def test_levels_are_told_apart_by_colour_and_always_by_letter(deficiency: str | None) -> None:
    assert len({item.glyph for item in SIGNS.values()}) == len(Level)
    warning, information = SIGNS[Level.WARNING].colour, SIGNS[Level.INFORMATION].colour
    for one, other in ((SIGNS[Level.ERROR].colour, information), (warning, information)):
        assert np.linalg.norm(seen(one, deficiency) - seen(other, deficiency)) > LEAST_DISTANCE
