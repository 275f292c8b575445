"""Geometries as files give them: curves, heights, rings that do not close, nests and lies."""

import struct

import numpy as np
import pyarrow as pa
import pytest
import shapely

from gis.wkb import from_wkb
from gis.wkt import WktError, from_wkt, is_wkt

SQUARE = shapely.box(0, 0, 10, 10)


def arc(*points, kind=8, form="<"):
    size = len(points[0])
    head = struct.pack(f"{form}BII", form == "<", kind, len(points))
    return head + b"".join(struct.pack(f"{form}{size}d", *point) for point in points)


def holding(kind, *parts, form="<"):
    return struct.pack(f"{form}BII", form == "<", kind, len(parts)) + b"".join(parts)


CIRCLE = arc((0, 0), (1, 1), (2, 0), (1, -1), (0, 0))
FULL = arc((0, 0), (2, 0), (0, 0))
HALF = holding(9, arc((0, 0), (1, 1), (2, 0)), arc((2, 0), (0, 0), kind=2))


def read(*blobs, **options):
    return from_wkb(pa.chunked_array([pa.array(blobs, pa.binary())]), **options)


@pytest.mark.parametrize(
    ("blob", "kind", "area"),
    [
        (holding(10, CIRCLE), "Polygon", np.pi),
        (holding(10, FULL), "Polygon", np.pi),
        (holding(10, HALF), "Polygon", np.pi / 2),
        (holding(12, holding(10, HALF)), "MultiPolygon", np.pi / 2),
        (holding(7, holding(10, CIRCLE)), "GeometryCollection", np.pi),
        (holding(11, CIRCLE), "MultiLineString", 0),
        (CIRCLE, "LineString", 0),
        (
            holding(1010, arc((0, 0, 5), (1, 1, 5), (2, 0, 5), (1, -1, 5), (0, 0, 5), kind=1008)),
            "Polygon",
            np.pi,
        ),
        (holding(10, arc((0, 0), (1, 1), (2, 0), (1, -1), (0, 0), form=">"), form=">"), "Polygon", np.pi),
    ],
)
def test_curves_become_short_lines(blob, kind, area):
    found = read(blob)
    assert found.shapes[0].geom_type == kind
    assert found.shapes[0].area == pytest.approx(area, rel=2e-4)
    assert found.curved.tolist() == [True]


def test_an_arc_stays_within_its_tolerance_and_through_its_points():
    line = read(CIRCLE).shapes[0]
    away = np.hypot(*(shapely.get_coordinates(line) - (1, 0)).T)
    np.testing.assert_allclose(away, 1, atol=1e-12)
    assert shapely.hausdorff_distance(line, shapely.Point(1, 0).buffer(1, 1000).exterior) < 4e-5


def test_plain_geometries_and_heights():
    deep = shapely.force_3d(SQUARE, 7)
    found = read(
        shapely.to_wkb(SQUARE),
        None,
        shapely.to_wkb(deep),
        shapely.to_wkb(deep, flavor="iso"),
        b"",
        b"\x01\x02",
    )
    assert found.shapes[0].equals(SQUARE)
    assert [shape is None for shape in found.shapes] == [False, True, False, False, True, True]
    assert found.deep.tolist() == [False, False, True, True, False, False]
    assert not found.curved.any()


def test_a_ring_that_does_not_close_is_closed_and_told():
    ring = struct.pack("<BIII", 1, 3, 1, 4) + b"".join(
        struct.pack("<2d", *xy) for xy in [(0, 0), (9, 0), (9, 9), (0, 9)]
    )
    found = read(ring, shapely.to_wkb(SQUARE))
    assert found.closed.tolist() == [True, False]
    assert found.shapes[0].equals(shapely.box(0, 0, 9, 9))


def test_what_takes_too_many_bytes_is_not_read():
    found = read(shapely.to_wkb(SQUARE), shapely.to_wkb(SQUARE.buffer(5)), most_bytes=200)
    assert found.large.tolist() == [False, True]
    assert found.shapes[1] is None


@pytest.mark.parametrize("kind", [4, 5, 6, 7, 9, 10, 12])
def test_a_nest_without_end_is_no_geometry(kind):
    blob = struct.pack("<BII", 1, kind, 1) * 200_000 + shapely.to_wkb(SQUARE)
    assert read(blob).shapes[0] is None


@pytest.mark.parametrize(
    "blob",
    [
        struct.pack("<BII", 1, 10, 0xFFFFFFF0),
        holding(10, struct.pack("<BII", 1, 8, 0xFFFFFFF0)),
        holding(12, struct.pack("<BI", 1, 42) + b"\0" * 20),
        struct.pack("<BII", 1, 12, 1),
    ],
)
def test_counts_that_lie_are_no_geometry(blob):
    assert read(blob).shapes[0] is None


@pytest.mark.parametrize(
    ("text", "kinds", "srid"),
    [
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", ["Polygon"], None),
        ("\ufeff  srid = 2154 ; polygon((0 0,1 0,1 1,0 0));\nPOINT (1 2)", ["Polygon", "Point"], 2154),
        (
            "POLYGON EMPTY\nMULTIPOLYGON EMPTY;POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1))",
            ["Polygon", "MultiPolygon", "Polygon"],
            None,
        ),
        ("MULTISURFACE (((0 0,1 0,1 1,0 0)),CURVEPOLYGON((5 5,6 5,6 6,5 5)))", ["MultiPolygon"], None),
        (
            "CURVEPOLYGON Z (COMPOUNDCURVE(CIRCULARSTRING Z(0 0 1,1 1 1,2 0 1),(2 0 1,0 0 1)))",
            ["Polygon"],
            None,
        ),
    ],
)
def test_well_known_text(text, kinds, srid):
    assert is_wkt(text)
    found = from_wkt(text)
    assert [item.shape.geom_type for item in found] == kinds
    assert found[0].srid == srid


def test_a_circle_as_text():
    (found,) = from_wkt("CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))")
    assert found.curved
    assert found.shape.area == pytest.approx(np.pi, rel=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "{}",
        "POLYGON ((0 0, 1 0",
        "POLYGON ((0 0, 1 0, 1 1))",
        "POLYGON ((0 a, 1 0, 1 1, 0 a))",
        "CURVEPOLYGON (CIRCULARSTRING ())",
        "CURVEPOLYGON",
        "TIN (((0 0, 1 0))",
        "GEOMETRYCOLLECTION (" * 60 + ")" * 60,
        ") POLYGON (",
    ],
)
def test_what_is_no_text_is_refused(text):
    with pytest.raises(WktError):
        from_wkt(text)


def test_nothing_is_nothing():
    assert from_wkt("  \n") == []
