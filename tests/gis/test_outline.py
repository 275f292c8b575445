"""Shapes whose faults can be read off their coordinates."""

import doctest
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, affinity, box

from gis import defects as faults
from gis import outline
from gis.outline import Kind, close_vertices, defects, repaired, slivers, spikes, thin

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
CASES = {
    "crosses itself": (Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), {(Kind.CROSSING, 1, 1)}),
    "crosses itself twice": (
        Polygon([(0, 0), (2, 2), (4, 0), (4, 2), (2, 0), (0, 2)]),
        {(Kind.CROSSING, 1, 1), (Kind.CROSSING, 3, 1)},
    ),
    "crosses itself in a vertex": (
        Polygon([(0, 0), (1, 1), (2, 2), (2, 0), (1, 1), (0, 2)]),
        {(Kind.CROSSING, 1, 1)},
    ),
    "touches itself on a side": (Polygon([(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)]), {(Kind.TOUCHING, 2, 0)}),
    "touches itself in a vertex": (
        Polygon([(0, 0), (2, 2), (4, 0), (4, 4), (2, 2), (0, 4)]),
        {(Kind.TOUCHING, 2, 2)},
    ),
    "spike without width": (
        Polygon([(0, 0), (4, 0), (4, 4), (2, 4), (2, 8), (2, 4), (0, 4)]),
        {(Kind.DOUBLED_EDGE, 2, 8)},
    ),
    "hole outside": (Polygon(SQUARE, [[(10, 10), (13, 10), (13, 13)]]), {(Kind.HOLE_OUTSIDE, 12.25, 11.5)}),
    "hole across": (
        Polygon(SQUARE, [[(3, 3), (6, 3), (6, 3.5), (3, 3.5)]]),
        {(Kind.RINGS_CROSS, 4, 3), (Kind.RINGS_CROSS, 4, 3.5)},
    ),
    "hole along": (Polygon(SQUARE, [[(4, 1), (4, 2), (3, 2), (3, 1)]]), {(Kind.RINGS_SHARE_EDGE, 4, 1.5)}),
    "hole in a hole": (
        Polygon(box(0, 0, 40, 40).exterior, [box(10, 10, 30, 30).exterior, box(20, 15, 22, 16).exterior]),
        {(Kind.NESTED_HOLES, 21, 15.5)},
    ),
    "parts side by side": (
        MultiPolygon([box(0, 0, 1, 1), box(1, 0, 2, 1)]),
        {(Kind.PARTS_SHARE_EDGE, 1, 0.5)},
    ),
    "parts that overlap": (
        MultiPolygon([box(0, 0, 2, 2), box(1, 1, 3, 3)]),
        {(Kind.PARTS_CROSS, 2, 1), (Kind.PARTS_CROSS, 1, 2)},
    ),
    "part in a part": (MultiPolygon([box(0, 0, 9, 9), box(1, 1, 3, 3)]), {(Kind.NESTED_PARTS, 2, 2)}),
    "part drawn twice": (MultiPolygon([box(0, 0, 9, 9), box(0, 0, 9, 9)]), {(Kind.DUPLICATE_RING, 9, 0)}),
    "two points": (Polygon([(0, 0), (1, 1), (0, 0), (0, 0)]), {(Kind.TOO_FEW_POINTS, 0, 0)}),
    "inside cut in two": (
        Polygon(SQUARE, [[(0, 2), (2, 1), (4, 2), (2, 3)]]),
        {(Kind.DISCONNECTED, 4, 2)},
    ),
}
SOUND = {
    "square": box(0, 0, 1, 1),
    "hole that touches in a point": Polygon(SQUARE, [[(0, 2), (1, 1), (1, 3)]]),
    "island in a hole": MultiPolygon([box(0, 0, 9, 9) - box(2, 2, 6, 6), box(3, 3, 4, 4)]),
    "parts that touch in a point": MultiPolygon([box(0, 0, 1, 1), box(1, 1, 2, 2)]),
    "empty": Polygon(),
}


@pytest.mark.parametrize("module", [outline, faults])
def test_examples(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", CASES)
def test_each_kind_is_found_where_it_is(name) -> None:
    shape, expected = CASES[name]
    assert {(found.kind, found.x, found.y) for found in defects(shape)} == expected
    assert repaired(shape).is_valid


@pytest.mark.parametrize("name", SOUND)
def test_what_is_valid_has_none(name) -> None:
    assert defects(SOUND[name]) == []


def test_what_is_no_number_is_said() -> None:
    with pytest.warns(RuntimeWarning):
        shape = Polygon([(0, 0), (math.nan, 1), (1, 1)])
    assert [found.kind for found in defects(shape)] == [Kind.NOT_FINITE]


def test_repair_keeps_both_wings_of_a_bow() -> None:
    assert repaired(CASES["crosses itself"][0]).area == 2
    assert repaired(CASES["parts that overlap"][0]).area == 7
    assert repaired(CASES["two points"][0]).is_empty


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=12))
def test_a_fault_is_found_exactly_where_geos_finds_one(corners) -> None:
    shape = Polygon(corners)
    found = defects(shape)
    assert bool(found) != shape.is_valid
    if found and found[0].kind is not Kind.TOO_FEW_POINTS:
        ring = shape.exterior
        assert all(ring.distance(shapely.Point(item.x, item.y)) < 1e-5 for item in found)
    mended = repaired(shape)
    assert mended.is_valid
    assert defects(mended) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=9), st.integers(0, 8))
def test_where_drawing_begins_changes_no_fault(corners, start) -> None:
    def places(points):
        return {
            (item.kind, item.x, item.y)
            for item in defects(Polygon(points))
            if item.kind in (Kind.CROSSING, Kind.DOUBLED_EDGE)
        }

    turned = corners[start % len(corners) :] + corners[: start % len(corners)]
    assert places(corners) == places(turned)


def test_thin_by_width() -> None:
    strips = [affinity.rotate(box(0, 0, 100, width), 33) for width in (0.499, 0.5, 0.501, 3)]
    assert thin(np.array(strips), 0.5).tolist() == [True, True, False, False]


def test_thin_wherever_it_bends_and_whatever_it_is() -> None:
    elbow = shapely.LineString([(0, 0), (50, 0), (50, 50)]).buffer(0.2, cap_style="flat", join_style="mitre")
    knob = shapely.union(elbow, box(49, 49, 51, 51))
    others = [
        shapely.Point(0, 0),
        shapely.LineString([(0, 0), (9, 9)]),
        Polygon(),
        None,
        MultiPolygon([elbow, box(90, 0, 99, 0.3)]),
    ]
    assert thin(np.array([elbow, knob, *others], dtype=object), 0.5).tolist() == [
        True,
        False,
        True,
        True,
        True,
        True,
        True,
    ]


@given(st.floats(0.01, 3), st.floats(0.01, 3), st.floats(0, 360))
def test_a_rectangle_is_as_wide_as_its_shorter_side(width, height, angle) -> None:
    shape = affinity.rotate(box(645_000, 6_860_000, 645_000 + width, 6_860_000 + height), angle)
    if abs(min(width, height) - 0.5) > 1e-5:
        assert thin(np.array([shape]), 0.5)[0] == (min(width, height) < 0.5)


def test_close_vertices_and_those_drawn_twice() -> None:
    shape = Polygon([(0, 0), (9, 0), (9, 0.001), (9, 9), (9, 9), (0.002, 0.002)])
    found = close_vertices(shape, 0.01)
    assert [(item.x, item.y, round(item.gap_m, 4)) for item in found] == [
        (0, 0, 0.0028),
        (9, 0.001, 0.001),
        (9, 9, 0),
    ]
    assert close_vertices(shape, 0.0005)[0].gap_m == 0


def test_spikes_outwards_inwards_and_with_a_blunt_tip() -> None:
    out = Polygon([(0, 0), (10, 0), (10, 10), (5.01, 10), (5, 30), (4.99, 10), (0, 10)])
    inwards = Polygon([(0, 0), (10, 0), (10, 30), (5.01, 30), (5, 5), (4.99, 30), (0, 30)])
    blunt = Polygon([(0, 0), (10, 0), (10, 10), (5.01, 10), (5.001, 30), (4.999, 30), (4.99, 10), (0, 10)])
    assert [(item.x, item.y) for item in spikes(out, 2)] == [(5, 30)]
    assert [(item.x, item.y) for item in spikes(inwards, 2)] == [(5, 5)]
    assert spikes(blunt, 2) == []
    assert len(spikes(blunt, 2, merged_m=0.01)) == 1
    assert spikes(box(0, 0, 1, 1), 89) == []


def test_slivers_are_parts_and_holes() -> None:
    shape = MultiPolygon([box(0, 0, 20, 20) - box(5, 5, 15, 5.1), box(30, 0, 50, 0.25)])
    found = slivers(shape, 0.5)
    assert [(item.hole, round(item.area_m2, 6)) for item in found] == [(False, 5.0), (True, 1.0)]
    assert found[0].width_m == pytest.approx(0.25, rel=0.02)
    assert slivers(box(0, 0, 0.6, 9), 0.5) == []


def test_a_knot_ends_in_time_with_a_bounded_list() -> None:
    rng = np.random.default_rng(1)
    assert len(defects(Polygon(rng.uniform(0, 1000, (3_000, 2))))) == outline.MOST
