import math

import pytest
import shapely

from demonstration.cutting import Cut, box, box_at, is_broad, polygons

FIELD = shapely.box(0, 0, 100, 40)


def test_a_cut_leaves_its_left_and_its_right():
    left, right = Cut(30, 0, math.pi / 2).divide(FIELD)
    assert left.area == pytest.approx(1200)
    assert right.area == pytest.approx(2800)
    assert left.bounds == pytest.approx((0, 0, 30, 40))


def test_a_gap_is_left_out_on_both_sides():
    left, right = Cut(50, 20, 0.0).divide(FIELD, 5)
    assert left.area == right.area == pytest.approx(1500)
    assert left.distance(right) == pytest.approx(10)


@pytest.mark.parametrize("bend", [-0.3, 0.0, 0.2])
@pytest.mark.parametrize("angle", [0.1, 1.3, 2.9, -2.0])
def test_halves_add_up_whatever_the_direction(angle, bend):
    left, right = Cut(45, 18, angle, bend).divide(FIELD)
    assert left.area + right.area == pytest.approx(FIELD.area)
    assert shapely.intersection(left, right).area == pytest.approx(0, abs=1e-6)


def test_a_bent_street_is_as_wide_on_both_halves():
    left, right = Cut(50, 20, 0.0, 0.1).divide(FIELD, 4)
    street = shapely.difference(FIELD, shapely.union(left, right))
    assert left.distance(right) == pytest.approx(8, rel=0.01)
    assert street.area == pytest.approx(800, rel=0.01)


def test_the_box_of_a_turned_rectangle():
    turned = shapely.affinity.rotate(FIELD, 30, origin=(0, 0))
    found = box(turned)
    assert found.length_m == pytest.approx(100)
    assert found.width_m == pytest.approx(40)
    assert found.angle == pytest.approx(math.radians(30))
    assert found.point(0) == pytest.approx((turned.centroid.x, turned.centroid.y))
    left, right = found.crosswise(-20).divide(turned)
    assert sorted([left.area, right.area]) == pytest.approx([1200, 2800])
    left, right = found.lengthwise(10).divide(turned)
    assert [left.area, right.area] == pytest.approx([1000, 3000])


def test_a_box_in_a_given_direction():
    found = box_at(FIELD, math.pi / 2)
    assert (found.length_m, found.width_m) == pytest.approx((100, 40))
    assert abs(math.sin(found.angle)) == pytest.approx(0)


def test_polygons_come_in_a_stable_order_without_lines():
    parts = shapely.GeometryCollection(
        [shapely.box(9, 0, 10, 1), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 2, 2)]
    )
    assert [part.area for part in polygons(parts)] == [4, 1]
    assert [part.area for part in polygons(parts, 2)] == [4]
    assert polygons(shapely.Polygon()) == []


def test_what_a_disc_fits_into_is_broad():
    assert is_broad(FIELD, 19.9)
    assert not is_broad(FIELD, 20.1)
