import numpy as np
import pytest
from pyproj import CRS

from gis import crs as systems

HAUTS_DE_SEINE = (2.24, 48.85)
WITHOUT_AUTHORITY = (
    'PROJCS["Lambert_Conformal_Conic",GEOGCS["GCS_GRS 1980(IUGG, 1980)",DATUM["D_unknown",'
    'SPHEROID["GRS80",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],'
    'PROJECTION["Lambert_Conformal_Conic"],PARAMETER["standard_parallel_1",44],'
    'PARAMETER["standard_parallel_2",49.00000000001],PARAMETER["latitude_of_origin",46.5],'
    'PARAMETER["central_meridian",3],PARAMETER["false_easting",700000],PARAMETER["false_northing",6600000],'
    'UNIT["Meter",1]]'
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EPSG:2154", 2154),
        ("IGNF:LAMB93", 2154),
        (CRS(2154).to_wkt("WKT1_ESRI"), 2154),
        (WITHOUT_AUTHORITY, 2154),
        ("OGC:CRS84", 4326),
        ("EPSG:4979", 4326),
        ("EPSG:5698", 2154),
        ("EPSG:27572+5720", 27572),
        (
            "+proj=lcc +lat_1=49 +lat_2=44 +lat_0=46.5 +lon_0=3 +x_0=700000 +y_0=6600000 +ellps=GRS80 "
            "+towgs84=0,0,0,0,0,0,0 +units=m +type=crs",
            2154,
        ),
        ("EPSG:4326", 4326),
        (CRS(3949).to_wkt("WKT1_ESRI"), 3949),
        (CRS(27572).to_wkt("WKT1_ESRI"), 27572),
    ],
)
def test_a_crs_is_known_by_what_it_is(text, code):
    found = systems.parse(text)
    assert systems.epsg(found) == code
    assert systems.same(found, CRS(code))
    assert systems.label(found) == f"EPSG:{code}"


def test_an_unusual_crs_has_no_code_and_its_own_name():
    unusual = systems.parse("+proj=lcc +lat_1=45 +lat_2=46 +lat_0=45.5 +lon_0=1 +ellps=GRS80 +type=crs")
    assert systems.epsg(unusual) is None
    assert systems.label(unusual) == unusual.name
    assert not systems.same(unusual, CRS(2154))


@pytest.mark.parametrize("text", ["", "nonsense", "EPSG:5720", "EPSG:999999"])
def test_what_places_nothing_is_no_crs(text):
    assert systems.parse(text) is None


def test_metres_cannot_be_degrees_nor_degrees_metres():
    metric, degrees = (650_000, 6_860_000, 651_000, 6_861_000), (2.2, 48.8, 2.3, 48.9)
    assert systems.contradicts(metric, CRS(4326))
    assert not systems.contradicts(degrees, CRS(4326))
    assert systems.contradicts(degrees, CRS(32631))
    assert not systems.contradicts(metric, CRS(2154))


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        ((650_000, 6_860_000, 651_000, 6_861_000), "EPSG:2154"),
        ((2.2, 48.8, 2.3, 48.9), "EPSG:4326"),
        ((1_640_000, 8_180_000, 1_650_000, 8_190_000), "EPSG:3949"),
        ((597_000, 2_424_000, 598_000, 2_425_000), "EPSG:27572"),
        ((445_000, 5_409_000, 446_000, 5_410_000), "EPSG:32631"),
        ((250_000, 6_250_000, 251_000, 6_251_000), "EPSG:3857"),
    ],
)
def test_the_likeliest_crs_is_the_one_that_falls_on_the_territory(bounds, code):
    found = systems.candidates(bounds, HAUTS_DE_SEINE)
    assert found[0].code == code
    assert found[0].distance_km < 30
    assert [item.distance_km for item in found] == sorted(item.distance_km for item in found)


def test_nothing_is_proposed_for_coordinates_of_nowhere():
    assert systems.candidates((9e7, 9e7, 9.1e7, 9.1e7), HAUTS_DE_SEINE) == []


def test_only_the_old_systems_lack_their_grid():
    assert systems.lacks_grid(CRS(27572))
    assert not systems.lacks_grid(CRS(2154))
    assert not systems.lacks_grid(CRS(4326))
    assert not systems.lacks_grid(CRS(3949))


def test_the_same_crs_moves_nothing_and_nowhere_is_infinite():
    here = np.array([[650_000.0, 6_860_000.0]])
    assert systems.transform(here, systems.parse(WITHOUT_AUTHORITY)) is here
    assert np.isinf(systems.transform(np.array([[2.3, 1e30]]), CRS(4326))).all()


def test_degrees_and_back():
    lon, lat = systems.to_degrees(650_000, 6_860_000)
    back = systems.transform(np.array([[lon, lat]]), CRS(4326))[0]
    assert back == pytest.approx([650_000, 6_860_000], abs=0.01)
