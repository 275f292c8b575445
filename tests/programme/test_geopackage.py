import sqlite3
import struct
import subprocess

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from programme.exchange.loader import load
from programme.storage import listing
from programme.storage.geopackage import APPLICATION_ID, decode, encode
from programme.storage.store import Store
from tests.programme.exchange_folder import library, write

METRES = st.floats(min_value=-1e7, max_value=1e7, allow_nan=False)
BOXES = st.builds(
    lambda x, y, w, h: shapely.box(x, y, x + w, y + h),
    METRES,
    METRES,
    st.floats(min_value=0.001, max_value=1e4),
    st.floats(min_value=0.001, max_value=1e4),
)


@pytest.fixture
def loaded(tmp_path):
    store = Store(tmp_path / "programme.gpkg")
    report = load(write(tmp_path / "tables"), store=store, library=library(tmp_path / "library"))
    assert report.loaded
    yield store
    store.close()


@given(st.lists(BOXES, min_size=1, max_size=4))
def test_a_geometry_comes_back_bit_by_bit(boxes):
    shape = shapely.multipolygons(boxes)
    assert shapely.to_wkb(decode(encode(shape, 2154))) == shapely.to_wkb(shape)


def test_the_header_says_system_and_envelope():
    blob = encode(shapely.box(1, 2, 3, 5), 2154)
    assert struct.unpack("<2sBBi4d", blob[:40]) == (b"GP", 0, 0b00000011, 2154, 1.0, 3.0, 2.0, 5.0)
    assert shapely.from_wkb(blob[40:]).equals(shapely.box(1, 2, 3, 5))


def test_an_empty_geometry_has_a_flag_and_no_envelope():
    blob = encode(shapely.MultiPolygon(), 2154)
    assert blob[3] == 0b00010001
    assert decode(blob).is_empty
    assert len(blob) == 8 + len(shapely.to_wkb(shapely.MultiPolygon()))


@pytest.mark.parametrize(("kind", "doubles"), [(0, 0), (1, 4), (2, 6), (3, 6), (4, 8)])
def test_blobs_of_other_programs_are_read(kind, doubles):
    body = shapely.to_wkb(shapely.Point(7, 8), byte_order=0)
    header = struct.pack(">2sBBi", b"GP", 0, kind << 1, 2154)
    assert decode(header + struct.pack(f">{doubles}d", *range(doubles)) + body) == shapely.Point(7, 8)


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"GP\x00\x01",
        b"XX\x00\x01" + bytes(40),
        b"GP\x01\x01" + bytes(40),
        b"GP\x00\x0b" + bytes(80),
        b"GP\x00\x21" + bytes(40),
    ],
    ids=["empty", "short", "magic", "version", "envelope", "extended"],
)
def test_other_bytes_are_refused(blob):
    with pytest.raises(ValueError, match="not a GeoPackage geometry"):
        decode(blob)


def test_the_file_is_what_the_standard_asks_for(loaded):
    with sqlite3.connect(loaded.path) as file:
        assert (
            file.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID == int.from_bytes(b"GPKG")
        )
        assert file.execute("PRAGMA user_version").fetchone()[0] == 10300
        assert file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = dict(file.execute("SELECT srs_id, definition FROM gpkg_spatial_ref_sys"))
        assert set(systems) == {-1, 0, 4326, 2154}
        assert systems[-1] == systems[0] == "undefined"
        assert all(pyproj.CRS.from_wkt(systems[code]).to_epsg() == code for code in (4326, 2154))
        assert file.execute("SELECT * FROM gpkg_geometry_columns").fetchall() == [
            ("operations", "geometry", "MULTIPOLYGON", 2154, 0, 0),
            ("visas", "geometry", "MULTIPOLYGON", 2154, 0, 0),
        ]
        listed = {
            row[0]: row[1:] for row in file.execute("SELECT table_name, data_type, srs_id FROM gpkg_contents")
        }
        assert listed == {
            content.table: ("features", 2154) if content.geometry_column else ("attributes", None)
            for content in listing.LISTED
        }
        extent = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'operations'"
        assert file.execute(extent).fetchone() == (650_000, 6_866_000, 650_200, 6_866_100)
        for table, kind in listed.items():
            columns = file.execute(f"PRAGMA table_info({table})").fetchall()
            # The standard asks for a whole-number key in every table that is listed.
            assert kind[0] == "features" or [column[1] for column in columns if column[5]] == ["fid"]
            assert {column[2] for column in columns} <= {
                "INTEGER",
                "TEXT",
                "DOUBLE",
                "DATE",
                "BOOLEAN",
                "DATETIME",
                "MULTIPOLYGON",
            }
    file.close()


def test_gdal_lists_the_operations_with_system_and_features(loaded, ogrinfo):
    # The store is open, its log not yet merged: so does QGIS read it.
    summary = subprocess.run(
        [ogrinfo, "-so", loaded.path, "operations"], capture_output=True, text=True, check=True
    )
    assert summary.stderr == ""
    assert "Geometry: Multi Polygon\n" in summary.stdout
    assert "Feature Count: 3\n" in summary.stdout
    assert "Extent: (650000.000000, 6866000.000000) - (650200.000000, 6866100.000000)\n" in summary.stdout
    assert '    ID["EPSG",2154]]\n' in summary.stdout
    assert "\ncost_excl_tax_cents: Integer64 (0.0)\n" in summary.stdout
    assert "\nconvention_end: Date (0.0)\n" in summary.stdout
    assert "contact" not in summary.stdout
    assert "internal_comment" not in summary.stdout
    rows = subprocess.run(
        [ogrinfo, "-q", "-al", loaded.path, "operations"], capture_output=True, text=True, check=True
    )
    features = rows.stdout.split("OGRFeature(operations):")[1:]
    assert [feature.split("id (String) = ")[1].split("\n")[0] for feature in features] == [
        "92050-001",
        "92050-002",
        "92050-003",
    ]
    assert ["MULTIPOLYGON (((" in feature for feature in features] == [True, True, False]


def test_gdal_lists_every_table_that_is_announced(loaded, ogrinfo):
    found = subprocess.run([ogrinfo, "-q", loaded.path], capture_output=True, text=True, check=True)
    names = [line.split(": ")[1].split(" ")[0] for line in found.stdout.strip().splitlines()]
    assert names == [content.table for content in listing.LISTED]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operation SET name = 'x'",
        "DELETE FROM funding_line",
        "INSERT INTO funder SELECT 2, 'x', name, short_name, kind, rank, fictitious, version FROM funder",
        "UPDATE operations SET name = 'x'",
    ],
)
def test_other_programs_cannot_change_the_programme_behind_its_back(loaded, statement):
    before = loaded.revision()
    with sqlite3.connect(loaded.path) as file, pytest.raises(sqlite3.Error, match=r"Trame|is a view"):
        file.execute(statement)
    file.close()
    assert loaded.revision() == before
    assert loaded.snapshot().operations.loc["92050-001", "name"] == "Opération 92050-001"
