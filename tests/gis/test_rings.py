"""One outline has one way of being written, valid or not."""

import doctest

import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from gis import rings
from gis.rings import canonical, rings_of

CORNERS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=3, max_size=9)


def test_examples():
    assert doctest.testmod(rings).failed == 0


@given(CORNERS, st.integers(0, 8), st.booleans())
def test_start_and_direction_change_nothing(corners, start, back):
    turned = corners[start % len(corners) :] + corners[: start % len(corners)]
    one, two = (canonical(Polygon(points)) for points in (corners, turned[::-1] if back else turned))
    assert one.wkb == two.wkb


@given(CORNERS)
def test_the_rings_stay_the_same(corners):
    shape = Polygon(corners)
    same = shapely.get_coordinates(canonical(shape)).tolist()
    assert {tuple(point) for point in same} == {
        tuple(point) for point in shapely.get_coordinates(shape).tolist()
    }
    assert canonical(canonical(shape)).wkb == canonical(shape).wkb


def test_parts_and_holes_are_ordered():
    one, two = shapely.box(0, 0, 9, 9), shapely.box(20, 0, 29, 9)
    holed = Polygon(one.exterior, [shapely.box(1, 1, 2, 2).exterior, shapely.box(4, 4, 5, 5).exterior])
    turned = Polygon(one.exterior, [shapely.box(4, 4, 5, 5).exterior, shapely.box(1, 1, 2, 2).exterior])
    assert (
        canonical(shapely.MultiPolygon([two, holed])).wkb
        == canonical(shapely.MultiPolygon([turned, two])).wkb
    )
    assert canonical(Polygon()).is_empty


def test_neighbours_of_each_vertex():
    found = rings_of(Polygon([(0, 0), (4, 0), (4, 4)], [[(1, 1), (2, 1), (2, 2)]]))
    assert found.before.tolist() == [2, 0, 1, 5, 3, 4]
    assert found.after.tolist() == [1, 2, 0, 4, 5, 3]
    assert found.shell.tolist() == [True, False]
    assert found.closed.shape == (8, 2)
    assert rings_of(Polygon()).closed.shape == (0, 2)
