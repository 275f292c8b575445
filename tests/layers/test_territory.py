import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from core.settings import Territory
from layers.layer import Place
from layers.library import Facts, Library
from layers.territory import communes_of, declared_inside, far_from_commune, middle, placed_inside


@pytest.fixture
def communes(tmp_path):
    """Two communes of 1 km, side by side."""
    library = Library(tmp_path / "library")
    assert communes_of(library) is None
    frame = gpd.GeoDataFrame(
        {"insee": ["92001", "92002"], "name": ["A", "B"]},
        geometry=[shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)],
        crs=2154,
    )
    library.publish(frame, Facts(layer="communes", read=2, kept=2))
    return communes_of(library)


def declared(codes, place, **territory):
    inside, unplaced = declared_inside(pa.array(codes, pa.string()), place, Territory(**territory))
    return inside.tolist(), unplaced.tolist()


def test_insee_codes():
    codes = ["92036", "75118", "97411", "2A004", None]
    assert declared(codes, Place.INSEE, departments=("92",))[0] == [True, False, False, False, False]
    assert declared(codes, Place.INSEE, departments=("974", "2A"))[0] == [False, False, True, True, False]
    assert declared(codes, Place.INSEE, communes=("75118",), departments=("92",))[0] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert declared(codes, Place.INSEE, departments=("92",))[1] == [False] * 4 + [True]
    assert declared(codes, Place.INSEE, all=True) == ([True] * 5, [False] * 5)


def test_parcels_begin_with_the_code_of_their_commune():
    assert declared(["92036000AB0123", "75118000AA0002"], Place.INSEE, communes=("92036",))[0] == [
        True,
        False,
    ]


def test_codes_of_neighbourhoods_name_their_department():
    codes = ["QP092001", "QN09201M", "QP075001", "QP974001", None]
    assert declared(codes, Place.QPV, departments=("92",))[0] == [True, True, False, False, False]
    assert declared(codes, Place.QPV, departments=("974",))[0] == [False, False, False, True, False]


def test_where_communes_alone_are_served_the_place_of_a_neighbourhood_decides():
    inside, unplaced = declared(["QP092001", "QP075001"], Place.QPV, communes=("92036",))
    assert inside == [False, False]
    assert unplaced == [True, False]


def test_places_decide_by_share_and_by_point(communes):
    shapes = np.array(
        [
            shapely.box(900, 0, 1100, 10),
            shapely.box(1001, 0, 1100, 10),
            shapely.box(999, 0, 1100, 10),
            shapely.Point(500, 500),
            shapely.Point(1500, 500),
            None,
        ],
        dtype=object,
    )
    found = placed_inside(shapes, communes, Territory(communes=("92001",)))
    assert found.tolist() == [True, False, False, True, False, False]
    assert placed_inside(shapes, communes, Territory(departments=("92",))).tolist() == [True] * 5 + [False]


def test_features_far_from_their_commune_are_found(communes):
    shapes = np.array([shapely.Point(1500, 0), shapely.Point(4000, 0), shapely.Point(4000, 0)], dtype=object)
    insee = np.array(["92001", "92001", "92999"], dtype=object)
    assert far_from_commune(shapes, insee, communes, limit_m=1000).tolist() == [False, True, False]


def test_the_middle_of_a_territory():
    assert middle(Territory(departments=("92",))) == (2.24, 48.85)
    assert middle(Territory(communes=("75118", "75101"))) == (2.34, 48.86)
    assert middle(Territory(all=True)) == (2.5, 46.6)
    assert middle(Territory(departments=("974",))) == (2.5, 46.6)
