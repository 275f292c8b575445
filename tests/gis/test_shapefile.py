import datetime as dt
import subprocess

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

from gis.shapefile import PARTS, write_shapefile

DAY = dt.date(2026, 11, 2)


@pytest.fixture
def frame():
    return gpd.GeoDataFrame(
        {
            "NOM": ["Sœurs d’Antony", "L'Île – 2"],
            "NB": [12, 320],
            "CREE": [dt.date(1999, 1, 31), dt.date(2026, 9, 30)],
            "FICTIF": [1, 0],
        },
        geometry=[box(0, 0, 10, 10), box(10, 0, 20, 10)],
        crs=2154,
    )


def test_what_was_written_is_read_back(frame, tmp_path):
    path = tmp_path / "a.shp"
    write_shapefile(frame, path, updated=DAY)
    back = gpd.read_file(path, engine="pyogrio")
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(f"a{part}" for part in PARTS)
    assert list(back.columns) == ["NOM", "NB", "CREE", "FICTIF", "geometry"]
    assert list(back["NOM"]) == list(frame["NOM"])
    assert list(back["NB"]) == [12, 320]
    assert list(back["CREE"].dt.date) == list(frame["CREE"])
    assert back.crs.to_epsg() == 2154
    assert back.geometry.geom_equals(frame.geometry).all()
    assert list(back.index) == [0, 1]


def test_the_same_features_give_the_same_bytes_with_the_date_given(frame, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_shapefile(frame, tmp_path / name / "a.shp", updated=DAY)
    for part in PARTS:
        assert (tmp_path / "one" / f"a{part}").read_bytes() == (tmp_path / "two" / f"a{part}").read_bytes()
    assert list((tmp_path / "one" / "a.dbf").read_bytes()[1:4]) == [126, 11, 2]


def test_an_older_file_of_the_name_is_replaced(frame, tmp_path):
    path = tmp_path / "a.shp"
    write_shapefile(frame, path, updated=DAY)
    points = gpd.GeoDataFrame({"ID": ["x"]}, geometry=[Point(1, 2)], crs=2154)
    write_shapefile(points, path, updated=DAY)
    back = gpd.read_file(path, engine="pyogrio")
    assert list(back.columns) == ["ID", "geometry"]
    assert list(back.geometry) == [Point(1, 2)]


def test_a_name_that_the_format_would_cut_is_refused(frame, tmp_path):
    with pytest.raises(ValueError, match="COMMUNES_AUSSI"):
        write_shapefile(frame.rename(columns={"NOM": "COMMUNES_AUSSI"}), tmp_path / "a.shp", updated=DAY)
    assert list(tmp_path.iterdir()) == []


def test_an_independent_reader_agrees(frame, tmp_path, ogrinfo):
    path = tmp_path / "a.shp"
    write_shapefile(frame, path, updated=DAY)
    told = subprocess.run([ogrinfo, "-al", path], capture_output=True, text=True, check=True).stdout
    assert "Feature Count: 2" in told
    assert "NOM (String) = Sœurs d’Antony" in told
    assert "CREE (Date) = 1999/01/31" in told
