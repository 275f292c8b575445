"""Files of features: names that a shapefile can hold, kinds of geometry, layers that lie nowhere."""

import doctest
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from gis import layer_files
from gis.layer_files import (
    Named,
    append_geopackage,
    short_names,
    shortened_text,
    write_flatgeobuf,
    write_shapefile,
)

WORDS = st.lists(st.sampled_from(("a", "dwellings", "rebuilt", "2024", "eur")), min_size=1, max_size=5)
NAMES = st.lists(WORDS.map("_".join), unique=True, max_size=40)


def test_examples() -> None:
    assert doctest.testmod(layer_files).failed == 0


@given(NAMES)
@limits(max_examples=30)
def test_short_names_are_short_and_differ(names: list[str]) -> None:
    found = short_names(names)
    assert list(found) == names
    assert all(0 < len(short) <= 10 for short in found.values())
    assert len(set(found.values())) == len(names)
    assert all(found[name] == name for name in names if len(name) <= 10)


@given(st.text(max_size=400))
@limits(max_examples=30)
def test_a_text_is_cut_between_two_characters(text: str) -> None:
    kept = shortened_text(text)
    assert kept is not None
    assert text.startswith(kept)
    assert len(kept.encode()) <= 254
    assert kept == text or len(text[: len(kept) + 1].encode()) > 254
    assert shortened_text(None) is None


def features(*shapes: shapely.Geometry | None) -> gpd.GeoDataFrame:
    names = pd.array([str(row) for row in range(len(shapes))], dtype=pd.ArrowDtype(pa.string()))
    return gpd.GeoDataFrame({"id": names}, geometry=gpd.GeoSeries(list(shapes), crs=2154))


POINT, SQUARE = shapely.Point(650_000, 6_860_000), shapely.box(0, 0, 10, 10)


@pytest.mark.parametrize(
    ("shapes", "points", "kind"),
    [
        ((POINT, None), True, "Point"),
        ((POINT, shapely.MultiPoint([POINT, (0, 0)])), True, "MultiPoint"),
        ((SQUARE, shapely.MultiPolygon([SQUARE])), False, "MultiPolygon"),
        ((), True, "Point"),
        ((None,), False, "MultiPolygon"),
    ],
)
def test_a_layer_is_of_one_kind(
    tmp_path: Path, shapes: tuple[shapely.Geometry, ...], points: bool, kind: str
) -> None:
    wanted = features(*shapes)
    append_geopackage(tmp_path / "a.gpkg", wanted, Named("places", points, "Lieux"))
    write_flatgeobuf(tmp_path / "a.fgb", wanted, Named("places", points))
    for file in ("a.gpkg", "a.fgb"):
        info = pyogrio.read_info(tmp_path / file, force_feature_count=True)
        assert (info["geometry_type"], info["features"]) == (kind, len(shapes)), file
    read = pyogrio.read_dataframe(tmp_path / "a.gpkg").geometry
    assert [shape is None for shape in read] == [shape is None for shape in shapes]


def test_layers_are_added_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    append_geopackage(file, features(POINT), Named("points", points=True))
    append_geopackage(file, features(SQUARE, SQUARE), Named("squares", points=False, title="Carrés"))
    assert dict(pyogrio.list_layers(file)) == {"points": "Point", "squares": "MultiPolygon"}
    parts = write_shapefile(tmp_path, features(POINT), Named("points", points=True))
    assert {part.suffix for part in parts} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
