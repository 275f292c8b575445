"""The farthest point of a shape: in a corner, on a side, or inside, where no vertex stands."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.farthest import TOLERANCE_M, farthest

YARD = shapely.box(0, 0, 20, 20)
WINGS = shapely.box(-10, -10, 110, 70) - shapely.box(0, 0, 100, 60)
"""A building around a courtyard of 100 × 60 m."""


def test_a_convex_place_is_farthest_from_a_corner() -> None:
    assert farthest(shapely.box(30, 0, 40, 20), YARD) == 20.0
    assert farthest(shapely.box(23, 24, 23.5, 24), shapely.box(0, 0, 20, 20)) == pytest.approx(
        np.hypot(3.5, 4)
    )


def test_a_shape_in_the_place_is_at_no_distance() -> None:
    assert farthest(shapely.box(5, 5, 10, 10), YARD) == 0.0
    assert farthest(YARD, YARD) == 0.0
    assert farthest(shapely.box(-5, -5, 0, 65), WINGS) == 0.0


def test_the_middle_of_a_courtyard() -> None:
    court = shapely.box(0, 0, 100, 60)
    assert farthest(court, WINGS) == pytest.approx(30.0, abs=TOLERANCE_M)
    # No vertex of the shape is farther than 5 m.
    assert shapely.distance(shapely.points(shapely.get_coordinates(court.buffer(-5))), WINGS).max() == 5.0
    assert farthest(court.buffer(-5), WINGS) == pytest.approx(30.0, abs=TOLERANCE_M)


def test_the_middle_of_a_side() -> None:
    # Between two places 100 m apart, the strip's sides are farthest half way.
    places = shapely.MultiPolygon([shapely.box(-10, 0, 0, 10), shapely.box(100, 0, 110, 10)])
    assert farthest(shapely.box(0, 2, 100, 8), places) == pytest.approx(50.0, abs=TOLERANCE_M)


def test_a_hole_of_the_shape_is_no_part_of_it() -> None:
    court = shapely.box(0, 0, 100, 60) - shapely.box(20, 20, 80, 40)
    assert farthest(court, WINGS) == pytest.approx(20.0, abs=TOLERANCE_M)


centimetres = st.integers(-20_000, 20_000).map(lambda whole: whole / 100)
corner = st.tuples(centimetres, centimetres)
outline = st.lists(corner, min_size=3, max_size=12)


def polygons(points: list[tuple[float, float]]) -> shapely.Geometry:
    found = shapely.make_valid(shapely.Polygon(points), method="structure", keep_collapsed=False)
    return shapely.MultiPolygon([part for part in shapely.get_parts(found) if part.geom_type == "Polygon"])


@given(outline, outline)
def test_no_point_is_farther_and_some_point_is_that_far(
    shape_points: list[tuple[float, float]], place_points: list[tuple[float, float]]
) -> None:
    shape, place = polygons(shape_points), polygons(place_points)
    if shape.area < 1 or place.area < 1:
        return
    found = farthest(shape, place)
    west, south, east, north = shape.bounds
    grid = np.stack(np.meshgrid(np.linspace(west, east, 60), np.linspace(south, north, 60)), -1).reshape(
        -1, 2
    )
    points = shapely.points(grid)
    points = points[shapely.intersects(shape, points)]
    corners = shapely.points(shapely.get_coordinates(shape))
    seen = shapely.distance(np.concatenate([points, corners]), place).max()
    step = np.hypot(east - west, north - south) / 59
    assert seen - TOLERANCE_M <= found <= seen + step


def test_an_outline_of_many_vertices_is_measured_in_pieces() -> None:
    # Teeth of 1 cm all along the sides of the courtyard: 8,000 vertices that no simpler outline stands for.
    along = np.linspace(10, 90, 4_000)
    tooth = np.where(np.arange(len(along)) % 2, 0.01, 0.0)
    teeth = np.concatenate([np.column_stack([along, 10 + tooth]), np.column_stack([along, 50 - tooth])[::-1]])
    assert farthest(shapely.Polygon(teeth), WINGS) == pytest.approx(30.0, abs=TOLERANCE_M)
