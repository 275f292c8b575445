"""Outlines written and read again by GDAL, whatever the format."""

import doctest
import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from gis import writing
from gis.writing import WRITABLE, file_name, parts_of, write, write_layers

OUTLINE = shapely.MultiPolygon(
    [
        shapely.Polygon(
            [
                (643_000.123, 6_865_000.456),
                (643_100.001, 6_865_003.999),
                (643_090.5, 6_865_100.25),
                (643_001.111, 6_865_088.888),
            ],
            [[(643_020, 6_865_020), (643_030.007, 6_865_020.003), (643_030, 6_865_030)]],
        ),
        shapely.box(643_200.003, 6_865_000.007, 643_210.009, 6_865_011.001),
    ]
)
CLOSE_M = 0.0001


def read(file: Path, key: str, crs: int) -> gpd.GeoSeries:
    if key == "wkt":
        found = gpd.GeoSeries(shapely.from_wkt(file.read_text("utf-8").splitlines()), crs=crs)
    else:
        options = {"encoding": "CP1252"} if key in ("tab", "mif") else {}
        found = pyogrio.read_dataframe(file, **options).geometry
        found = found.set_crs(crs, allow_override=True) if key == "dxf" else found
    return found.to_crs(2154)


def farthest_m(one: np.ndarray, other: np.ndarray) -> float:
    return float(
        shapely.distance(shapely.points(one)[:, None], shapely.points(other)[None]).min(axis=1).max()
    )


def test_examples() -> None:
    assert doctest.testmod(writing).failed == 0


@pytest.mark.parametrize("crs", [2154, 3949, 4326, 32631])
@pytest.mark.parametrize("key", list(WRITABLE))
def test_coordinates_read_back_to_a_tenth_of_a_millimetre(key: str, crs: int, tmp_path: Path) -> None:
    file = write(OUTLINE, key, tmp_path, "emprise", crs)
    found = shapely.get_coordinates(read(file, key, crs).to_numpy())
    wanted = shapely.get_coordinates(OUTLINE)
    assert farthest_m(wanted, found) < CLOSE_M
    assert farthest_m(found, wanted) < CLOSE_M


@pytest.mark.parametrize("key", [key for key, form in WRITABLE.items() if form.places])
def test_the_file_says_which_crs_it_is_in(key: str, tmp_path: Path) -> None:
    file = write(OUTLINE, key, tmp_path, "emprise")
    options = {"encoding": "CP1252"} if key in ("tab", "mif") else {}
    found = pyogrio.read_info(file, **options)["crs"]
    assert found == ("EPSG:4326" if WRITABLE[key].degrees else "EPSG:2154")


@pytest.mark.parametrize("key", [key for key in WRITABLE if key not in ("dxf", "wkt")])
def test_several_outlines_keep_their_order_and_names(key: str, tmp_path: Path) -> None:
    names = ["Sœurs Janin", "L’Île – Nord", "a<b>&\x00\x1b"]
    shapes = gpd.GeoSeries(
        [shapely.box(643_000 + x, 6_865_000, 643_050 + x, 6_865_050) for x in (0, 100, 200)],
        index=names,
        crs=2154,
    )
    file = write(shapes, key, tmp_path, "emprises")
    options = {"encoding": "CP1252"} if key in ("tab", "mif") else {}
    found = pyogrio.read_dataframe(file, **options)
    column = next(name for name in found if name.lower() == "name")
    order = np.argsort(found[column].to_numpy())
    assert sorted(str(name).strip() for name in found[column]) == sorted(
        ["Sœurs Janin", "L’Île – Nord", "a<b>&"]
    )
    areas = found.geometry.to_crs(2154).area.to_numpy()
    assert np.allclose(areas, 2_500, atol=0.05)
    # FlatGeobuf sorts along a curve: order is asked of the names, not of the rows.
    west = found.geometry.to_crs(2154).bounds["minx"].to_numpy()
    assert np.allclose(west[order], [643_100, 643_000, 643_200], atol=CLOSE_M)


def test_invalid_outlines_are_written_as_they_are(tmp_path: Path) -> None:
    bow = shapely.Polygon(
        [(643_000, 6_865_000), (643_010, 6_865_010), (643_010, 6_865_000), (643_000, 6_865_010)]
    )
    for key in ("geojson", "gpkg", "gml", "kml", "wkt"):
        file = write(bow, key, tmp_path, "noeud")
        found = read(file, key, 2154).iloc[0]
        assert not found.is_valid
        assert farthest_m(shapely.get_coordinates(bow), shapely.get_coordinates(found)) < CLOSE_M


def test_drawings_hold_one_closed_polyline_for_each_ring(tmp_path: Path) -> None:
    found = pyogrio.read_dataframe(write(OUTLINE, "dxf", tmp_path, "emprise"))
    assert found["Layer"].unique().tolist() == ["EMPRISE"]
    assert len(found) == 3
    assert shapely.is_closed(found.geometry.to_numpy()).all()


def test_a_second_writing_replaces_the_first(tmp_path: Path) -> None:
    for key in WRITABLE:
        write(OUTLINE, key, tmp_path, "emprise")
        file = write(shapely.box(643_000, 6_865_000, 643_001, 6_865_001), key, tmp_path, "emprise")
        assert len(shapely.get_coordinates(read(file, key, 2154).to_numpy())) == 5
        assert all(part.is_file() for part in parts_of(file))


@pytest.mark.parametrize("text", ["", "..", "/etc/passwd", "a\x00b", "é" * 500, "CON:\\x", "日本"])
def test_file_names_are_plain(text: str) -> None:
    found = file_name(text)
    assert found
    assert len(found) <= 60
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def test_layers_of_one_geopackage_keep_their_types(tmp_path: Path) -> None:
    file = tmp_path / "several.gpkg"
    point = gpd.GeoDataFrame({"code": ["x"]}, geometry=[shapely.Point(643_000, 6_865_000)], crs=2154)
    mixed = gpd.GeoDataFrame(
        {"code": ["a", "b"]}, geometry=[shapely.Point(643_000, 6_865_000), OUTLINE], crs=2154
    )
    empty = gpd.GeoDataFrame({"code": np.array([], dtype=object)}, geometry=[], crs=2154)
    for _again in range(2):
        write_layers(file, {"points": point, "mixed": mixed, "none": empty})
    found = dict(pyogrio.list_layers(file))
    assert found == {"points": "Point", "mixed": "Unknown", "none": "Unknown"}
    with sqlite3.connect(file) as base:
        assert {row[0] for row in base.execute("select srs_id from gpkg_contents")} == {2154}
    base.close()
