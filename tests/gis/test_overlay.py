import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from core.errors import CrsError
from gis.overlay import covered_areas, distances, pairs, require_metres


def series(*shapes, index=None, crs=2154):
    return gpd.GeoSeries(list(shapes), index=index, crs=crs)


def test_pairs_are_ordered_and_include_those_that_only_touch():
    left = np.array([shapely.box(10, 0, 20, 10), shapely.box(0, 0, 10, 10), None])
    right = np.array([shapely.box(0, 0, 5, 5), shapely.box(10, 10, 12, 12), shapely.box(50, 50, 51, 51)])
    assert pairs(left, right).tolist() == [[0, 1, 1], [1, 0, 1]]


def test_covered_areas_by_hand():
    parcels = series(
        shapely.box(0, 0, 10, 10),
        shapely.box(10, 0, 20, 10),
        shapely.box(20, 0, 30, 10),
        shapely.box(0, 10, 10, 20),
        index=["A1", "A2", "A3", "A4"],
    )
    footprints = series(shapely.box(5, 0, 20, 10), None, shapely.box(0, 0, 30, 20), index=["p", "q", "r"])
    expected = pd.DataFrame(
        {
            "footprint": ["p", "p", "r", "r", "r", "r"],
            "parcel": ["A1", "A2", "A1", "A2", "A3", "A4"],
            "covered_m2": [50.0, 100.0, 100.0, 100.0, 100.0, 100.0],
            "share": [0.5, 1.0, 1.0, 1.0, 1.0, 1.0],
        }
    )
    assert_frame_equal(covered_areas(footprints, parcels), expected, check_dtype=False)


def test_slivers_are_left_out_on_demand():
    parcels = series(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), index=["A1", "A2"])
    footprint = series(shapely.box(0, 0, 10.05, 10), index=["p"])
    assert covered_areas(footprint, parcels)["parcel"].tolist() == ["A1", "A2"]
    assert covered_areas(footprint, parcels, min_m2=1.0)["parcel"].tolist() == ["A1"]


def test_nothing_covers_nothing():
    empty = covered_areas(series(), series(shapely.box(0, 0, 1, 1)))
    assert empty.empty
    assert list(empty.columns) == ["footprint", "parcel", "covered_m2", "share"]
    assert empty["covered_m2"].dtype == np.float64


@given(
    st.lists(
        st.tuples(st.floats(0, 90), st.floats(0, 90), st.floats(1, 40), st.floats(1, 40)),
        min_size=1,
        max_size=6,
    )
)
def test_covered_areas_add_up_to_each_footprint(sides):
    cells = [shapely.box(x, y, x + 13, y + 13) for x in range(0, 130, 13) for y in range(0, 130, 13)]
    footprints = series(*(shapely.box(x, y, x + w, y + h) for x, y, w, h in sides))
    found = covered_areas(footprints, series(*cells))
    assert found["share"].between(0, 1).all()
    sums = found.groupby("footprint")["covered_m2"].sum()
    np.testing.assert_allclose(sums.reindex(footprints.index, fill_value=0.0), footprints.area, rtol=1e-9)


def test_distances_are_sorted_and_bounded():
    places = series(shapely.box(0, 0, 10, 10), index=["op"])
    schools = series(shapely.Point(13, 14), shapely.Point(5, 5), shapely.Point(400, 0), index=["a", "b", "c"])
    found = distances(places, schools, within_m=300)
    assert found.to_dict("list") == {"left": ["op", "op"], "right": ["b", "a"], "distance_m": [0.0, 5.0]}


def test_crs_must_be_metric_and_the_same():
    square = shapely.box(0, 0, 1, 1)
    with pytest.raises(CrsError):
        covered_areas(series(square), series(square, crs=None))
    with pytest.raises(CrsError):
        covered_areas(series(square, crs=4326), series(square, crs=4326))
    with pytest.raises(CrsError):
        distances(series(square), series(square, crs=3949), within_m=1)
    with pytest.raises(CrsError):
        require_metres()
