"""Areas in common, against those of the polygons in common that GEOS builds."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import rotate, translate

from gis import common_area
from gis.common_area import common_areas

HOLED = shapely.box(0, 0, 100, 100).difference(shapely.box(30, 30, 70, 70))
COMB = shapely.union_all(
    [shapely.box(0, 0, 100, 10), *(shapely.box(x, 0, x + 5, 80) for x in range(0, 100, 20))]
)
TWO = shapely.MultiPolygon([shapely.box(0, 0, 20, 20), shapely.box(60, 60, 90, 80)])
SHAPES = {
    "square": shapely.box(0, 0, 50, 50),
    "triangle": shapely.Polygon([(0, 0), (80, 10), (20, 70)]),
    "holed": HOLED,
    "comb": COMB,
    "two parts": TWO,
    "disc": shapely.Point(40, 40).buffer(37),
    "clockwise": shapely.box(0, 0, 50, 50, ccw=False),
}


def one(left, right):
    return common_areas(np.array([left]), np.array([right]), np.array([0]), np.array([0]))[0]


@pytest.mark.parametrize("left", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("right", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize(("angle", "x", "y"), [(0, 0, 0), (0, 50, 0), (33, 11, 7), (90, 0, 0), (180, 20, 30)])
def test_they_are_those_of_the_polygon_in_common(left, right, angle, x, y):
    moved = translate(rotate(right, angle, origin=(40, 40)), x, y)
    assert one(left, moved) == pytest.approx(left.intersection(moved).area, abs=1e-8)


@given(
    st.floats(0, 360),
    st.floats(-120, 120),
    st.floats(-120, 120),
    st.sampled_from(sorted(SHAPES)),
    st.sampled_from(sorted(SHAPES)),
)
def test_wherever_they_lie(angle, x, y, left, right):
    moved = translate(rotate(SHAPES[right], angle), 650_000 + x, 6_860_000 + y)
    own = translate(SHAPES[left], 650_000, 6_860_000)
    assert one(own, moved) == pytest.approx(own.intersection(moved).area, abs=2e-6)
    assert one(own, own) == pytest.approx(own.area, abs=1e-6)


def test_polygons_that_only_touch_have_none():
    left = np.array([shapely.box(0, 0, 10, 10)] * 4)
    right = np.array(
        [
            shapely.box(10, 0, 20, 10),
            shapely.box(10, 10, 20, 20),
            shapely.box(2, 10, 8, 30),
            shapely.box(50, 50, 60, 60),
        ]
    )
    found = common_areas(rotate_all(left), rotate_all(right), np.arange(4), np.arange(4))
    assert found.tolist() == [0.0] * 4


def rotate_all(shapes):
    return np.array(
        [translate(rotate(shape, 17.3, origin=(0, 0)), 651_000.123, 6_862_000.456) for shape in shapes]
    )


def test_missing_and_empty_polygons_share_nothing():
    left = np.array([None, shapely.Polygon(), shapely.box(0, 0, 1, 1)], dtype=object)
    right = np.array([shapely.box(0, 0, 1, 1), None], dtype=object)
    assert common_areas(left, right, np.array([0, 1, 2, 2]), np.array([0, 0, 0, 1])).tolist() == [0, 0, 1, 0]
    assert common_areas(left, right, np.array([], dtype=int), np.array([], dtype=int)).tolist() == []


@pytest.mark.parametrize(("name", "limit"), [("_AT_ONCE", 7), ("_MOST_EDGE_PAIRS", 20)])
def test_however_the_work_is_cut(monkeypatch, name, limit):
    shapes = np.array([translate(shape, 5 * place, place) for place, shape in enumerate(SHAPES.values())])
    first, second = np.indices((len(shapes), len(shapes))).reshape(2, -1)
    wanted = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    monkeypatch.setattr(common_area, name, limit)
    assert common_areas(shapes, shapes, first, second) == pytest.approx(wanted, abs=1e-8)
