"""Official files as they are distributed, against values that other readers compute."""

import gzip
import json
import struct
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from core.issues import Level
from core.settings import Imports, Territory
from layers.importing import import_layer
from layers.library import Library
from layers.registry import layer

pytestmark = pytest.mark.shared


@pytest.fixture
def imported(tmp_path):
    def run(key, file, **territory):
        library = Library(tmp_path / "library")
        report = import_layer(
            layer(key), file, library=library, territory=Territory(**territory), limits=Imports()
        )
        assert report.revision is not None, [issue.message for issue in report.issues]
        assert not [issue for issue in report.issues if issue.level is Level.ERROR]
        return report.revision, library.snapshot(key).frame

    return run


def dbf_rows(file, encoding):
    """Read a table byte by byte."""
    content = file.read_bytes()
    count, head, width = struct.unpack("<IHH", content[4:12])
    fields, at = [], 1
    for start in range(32, head - 1, 32):
        size = content[start + 16]
        fields.append((content[start : start + 11].rstrip(b"\0").decode(), at, at + size))
        at += size
    rows = (content[head + n * width : head + (n + 1) * width] for n in range(count))
    return [{name: row[a:b].decode(encoding).strip() for name, a, b in fields} for row in rows]


def shp_rings(file):
    """Rings of each polygon of a shapefile, read byte by byte."""
    content = file.read_bytes()
    at, polygons = 100, []
    while at < len(content):
        (words,) = struct.unpack(">4xI", content[at : at + 8])
        body = content[at + 8 : at + 8 + words * 2]
        parts, points = struct.unpack("<II", body[36:44])
        starts = [*struct.unpack(f"<{parts}I", body[44 : 44 + 4 * parts]), points]
        xy = np.frombuffer(body, "<f8", 2 * points, 44 + 4 * parts).reshape(-1, 2)
        polygons.append([xy[first:last] for first, last in pairwise(starts)])
        at += 8 + words * 2
    return polygons


def ring_area(ring):
    """Area of a closed ring by the shoelace formula: positive where it turns clockwise, as shells do."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x[1:] * y[:-1] - x[:-1] * y[1:])) / 2


def enclosed_area(rings):
    """Area of the faces that the rings enclose by the even-odd rule, however they cross."""
    lines = shapely.union_all([shapely.LineString(ring) for ring in rings])
    total = 0.0
    for face in shapely.get_parts(shapely.polygonize([lines])):
        x, y = face.representative_point().coords[0]
        crossed = 0
        for ring in rings:
            (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
            over = (y1 > y) != (y2 > y)
            crossed += int(np.sum(x < (x2 - x1)[over] * (y - y1[over]) / (y2 - y1)[over] + x1[over]))
        total += face.area * (crossed % 2)
    return total


@pytest.fixture
def qpv(shared):
    return shared / "real/qpv_2015/QP_METROPOLE_LB93.shp"


def test_every_neighbourhood_of_metropolitan_france(qpv, imported):
    revision, frame = imported("neighbourhoods_2015", qpv, all=True)
    assert (revision.read, revision.kept, revision.repaired, revision.rejected, revision.outside) == (
        1296,
        1296,
        25,
        0,
        0,
    )
    assert (revision.driver, revision.encoding, revision.crs) == ("ESRI Shapefile", "CP1252", "EPSG:2154")
    expected = pd.DataFrame(dbf_rows(qpv.with_suffix(".dbf"), "cp1252")).sort_values("CODE_QP")
    found = frame.sort_values("code")
    assert found["code"].tolist() == expected["CODE_QP"].tolist()
    assert found["name"].tolist() == expected["NOM_QP"].tolist()
    assert found["communes"].tolist() == expected["COMMUNE_QP"].tolist()
    names = " ".join(found["name"])
    assert "Sœurs Janin" in names
    assert "’" in names
    assert "–" in names
    assert not [letter for letter in names if "\x7f" <= letter <= "\x9f"]
    assert frame.geometry.is_valid.all()
    assert set(frame.geom_type) == {"Polygon", "MultiPolygon"}


def test_areas_of_the_neighbourhoods(qpv, imported):
    revision, frame = imported("neighbourhoods_2015", qpv, all=True)
    codes = [row["CODE_QP"] for row in dbf_rows(qpv.with_suffix(".dbf"), "cp1252")]
    rings = dict(zip(codes, shp_rings(qpv), strict=True))
    expected = pd.Series({code: sum(map(ring_area, own)) for code, own in rings.items()})
    found = pd.Series(frame.area.to_numpy(), index=frame["code"]).reindex(codes)
    repaired = {issue.row for issue in revision.issues if issue.code.startswith("geometry.")}
    assert len(repaired) == 25
    sound = [code for row, code in enumerate(codes, start=1) if row not in repaired]
    np.testing.assert_allclose(found[sound], expected[sound], rtol=1e-9)
    mended = [code for code in codes if code not in set(sound)]
    # Spots that an outline covers twice, of less than 1 m² in all, count here and not by the even-odd rule.
    np.testing.assert_allclose(found[mended], [enclosed_area(rings[code]) for code in mended], rtol=0, atol=1)
    for issue in revision.issues:
        if issue.row in repaired:
            assert -5 < issue.lon < 10
            assert 41 < issue.lat < 51.5
            assert issue.values["after"] == pytest.approx(found.iloc[issue.row - 1], abs=0.1)


def test_the_neighbourhoods_of_the_territory(qpv, imported, shared):
    revision, frame = imported("neighbourhoods_2015", qpv, departments=("92",))
    assert (revision.read, revision.kept, revision.outside) == (1296, 21, 1275)
    facts = pd.read_csv(shared / "facts/qpv_2015_92.csv", dtype={"code": str})
    assert sorted(frame["code"]) == sorted(facts["code"]) == [f"QP0920{n:02d}" for n in range(1, 22)]


@pytest.mark.parametrize(("code", "count", "department"), [("75118", 6_821, "75"), ("91216", 4_241, "91")])
def test_the_cadastre_as_etalab_distributes_it(code, count, department, imported, shared):
    file = shared / f"real/cadastre/cadastre-{code}-parcelles.json.gz"
    revision, frame = imported("parcels", file, departments=(department,))
    assert (revision.read, revision.kept, revision.rejected, revision.outside) == (count, count, 0, 0)
    assert (revision.driver, revision.encoding, revision.crs) == ("GeoJSON", None, "EPSG:4326")
    features = json.loads(gzip.decompress(file.read_bytes()))["features"]
    source = {feature["properties"]["id"]: feature for feature in features}
    assert set(frame["idu"]) == set(source)
    assert (frame["idu"].str.len() == 14).all()
    properties = [source[idu]["properties"] for idu in frame["idu"]]
    assert frame["recorded_m2"].tolist() == [item.get("contenance") for item in properties]
    assert frame["section"].tolist() == [item["section"] for item in properties]
    assert frame["commune"].tolist() == [code] * count
    assert frame["created"].dt.strftime("%Y-%m-%d").tolist() == [item["created"] for item in properties]
    unknown = sum(item.get("contenance") is None for item in properties)
    assert (
        sum(issue.code == "field.empty" and issue.field == "contenance" for issue in revision.issues)
        == unknown
    )
    np.testing.assert_allclose(frame.area, [area(source[idu]["geometry"]) for idu in frame["idu"]], rtol=1e-6)


def area(geometry):
    """Area of a GeoJSON geometry in Lambert-93, by the shoelace formula."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    total = 0.0
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            x, y = map(np.array, TO_METRES.transform(*np.array(ring)[:, :2].T))
            own = abs(np.sum((x - x[0])[:-1] * (y - y[0])[1:] - (x - x[0])[1:] * (y - y[0])[:-1])) / 2
            total += own if number == 0 else -own
    return total


TO_METRES = Transformer.from_crs(4326, 2154, always_xy=True)


def test_the_communes(imported, shared):
    file = shared / "real/communes/communes-92-hauts-de-seine.geojson"
    revision, frame = imported("communes", file, departments=("92",))
    assert (revision.read, revision.kept) == (36, 36)
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    expected = {item["properties"]["code"]: item for item in features}
    assert dict(zip(frame["insee"], frame["name"], strict=True)) == {
        code: item["properties"]["nom"] for code, item in expected.items()
    }
    np.testing.assert_allclose(
        frame.area, [area(expected[code]["geometry"]) for code in frame["insee"]], rtol=1e-6
    )
    facts = pd.read_csv(shared / "facts/communes_92.csv", dtype=str)
    assert sorted(frame["insee"]) == sorted(facts.iloc[:, 0])
    assert shapely.union_all(frame.geometry.to_numpy()).area == pytest.approx(176e6, rel=0.01)
