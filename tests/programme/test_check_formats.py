"""One outline is one outline: the same report whatever format, CRS, vertex order or starting vertex it came in."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from core.settings import Imports, Settings, Territory
from gis.writing import WRITABLE, write
from programme.check.check import check
from programme.check.reading import contents, from_file, from_text
from programme.check.record import record
from programme.check.submission import Submission
from programme.footprints import geometry_hash
from tests.programme.factories import square, world

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NEAR = (2.24, 48.85)
SETTINGS = Settings(territory=Territory(departments=("92",)))
WORLD = world()
CORNER = square(0, 0).bounds[:2]


def moved(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of the drawing in the factories, on the millimetre."""
    return [(round(CORNER[0] + x, 3), round(CORNER[1] + y, 3)) for x, y in points]


PLAIN = shapely.Polygon(moved([(12.345, 3.001), (180.5, 10.25), (170.111, 88.999), (60.007, 140), (20, 80)]))
WITH_HOLE = shapely.MultiPolygon(
    [
        shapely.Polygon(PLAIN.exterior, [moved([(50, 30), (50.5, 60), (90.125, 62), (88, 33)])]),
        shapely.Polygon(moved([(300, 3), (340.001, 3.5), (338, 44.444)])),
    ]
)
BOW = shapely.Polygon(moved([(1.111, 2.222), (100.5, 99.25), (99.75, 3.5), (2.25, 98.125)]))
SHAPES = {"plain": PLAIN, "with-hole": WITH_HOLE, "bow": BOW}
SYSTEMS = (2154, 3949, 4326, 32631)


@pytest.fixture(
    params=[(key, crs) for key in WRITABLE for crs in SYSTEMS], ids=lambda pair: f"{pair[0]}-{pair[1]}"
)
def submitted(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[shapely.Geometry], Submission]:
    """Writes an outline in a format and a CRS, and reads it back as a person would give it."""
    key, crs = request.param
    if WRITABLE[key].degrees and crs != 2154:
        pytest.skip("the format knows one system alone")

    def through(shape: shapely.Geometry) -> Submission:
        file = write(shape, key, tmp_path, "emprise", crs)
        said = None if WRITABLE[key].places else f"EPSG:{crs}"
        (found,) = from_file(file, limits=Imports(), folder=tmp_path / "work", crs=said, near=NEAR)
        assert list((tmp_path / "work").glob("*")) == []
        return found

    return through


def figures(submission: Submission) -> dict[str, Any]:
    """A report without what tells how the outline came; sentences are made of the values that stand beside them."""
    told = record(check(WORLD, submission, SETTINGS, at=MOMENT))
    for name in ("subject", "crs"):
        del told[name]
    told["issues"] = [
        issue | {"message": ""} for issue in told["issues"] if not issue["code"].startswith("crs.")
    ]
    return told


def assert_alike(one: Any, two: Any) -> None:
    """Compare reports: numbers to half a hundredth, outlines to a millimetre, all else exactly."""
    if isinstance(one, dict):
        assert one.keys() == two.keys()
        for key in one:
            assert_alike(one[key], two[key])
    elif isinstance(one, list):
        assert len(one) == len(two)
        for left, right in zip(one, two, strict=True):
            assert_alike(left, right)
    elif isinstance(one, str) and one.startswith(("POLYGON", "MULTIPOLYGON")):
        assert shapely.from_wkt(one).normalize().equals_exact(shapely.from_wkt(two).normalize(), 0.001)
    else:
        assert one == (pytest.approx(two, abs=0.005) if isinstance(two, float) else two)


def direct(shape: shapely.Geometry) -> Submission:
    (found,) = from_text(shapely.to_wkt(shape, rounding_precision=-1), crs="EPSG:2154", near=NEAR)
    return found


def test_every_format_gives_the_same_report(submitted: Callable[[shapely.Geometry], Submission]) -> None:
    found = submitted(PLAIN)
    assert found.shape is not None
    assert geometry_hash(found.shape) == geometry_hash(PLAIN)
    assert found.systems.used is not None
    assert_alike(figures(found), figures(direct(PLAIN)))


@pytest.mark.parametrize("name", ["with-hole", "bow"])
@pytest.mark.parametrize("key", [key for key in WRITABLE if key != "dxf"])
def test_holes_parts_and_faults_come_through(key: str, name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    file = write(shape, key, tmp_path, "emprise")
    said = None if WRITABLE[key].places else "EPSG:2154"
    (found,) = from_file(file, limits=Imports(), folder=tmp_path / "work", crs=said, near=NEAR)
    assert found.shape is not None
    assert geometry_hash(found.shape) == geometry_hash(shape)
    assert_alike(figures(found), figures(direct(shape)))
    layer = contents(file, limits=Imports(), folder=tmp_path / "work").layers[0]
    assert layer.count == 1


@pytest.mark.parametrize("name", ["with-hole", "bow"])
def test_a_drawing_offers_each_closed_line(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    file = write(shape, "dxf", tmp_path, "emprise")
    found = from_file(file, limits=Imports(), folder=tmp_path / "work", crs="EPSG:2154", near=NEAR)
    rings = shapely.get_rings(shapely.get_parts(shape))
    assert [geometry_hash(item.shape) for item in found] == [
        geometry_hash(shapely.Polygon(ring)) for ring in rings
    ]


def turned(shape: shapely.Geometry, start: int, *, back: bool, order: int) -> shapely.Geometry:
    """The same outline, drawn from another vertex, in the other direction, its parts in another order."""

    def ring(line: shapely.Geometry) -> np.ndarray:
        points = shapely.get_coordinates(line)[:-1]
        points = np.roll(points, start % len(points), axis=0)
        return points[::-1] if back else points

    parts = [
        shapely.Polygon(ring(part.exterior), [ring(hole) for hole in part.interiors])
        for part in shapely.get_parts(shape)
    ]
    return shapely.MultiPolygon(parts[order % len(parts) :] + parts[: order % len(parts)])


@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 9), st.booleans(), st.integers(0, 1))
@settings(max_examples=40)
def test_how_it_was_drawn_changes_nothing(name: str, start: int, back: bool, order: int) -> None:
    shape = SHAPES[name]
    other = turned(shape, start, back=back, order=order)
    one, two = figures(direct(shape)), figures(direct(other))
    assert one["footprint"]["hash"] == two["footprint"]["hash"]
    for name_of in (
        "parcels",
        "communes",
        "neighbourhoods",
        "operations",
        "rules",
        "dwellings",
        "facilities",
    ):
        assert_alike(one[name_of], two[name_of])
    assert sorted(issue["code"] for issue in one["issues"]) == sorted(
        issue["code"] for issue in two["issues"]
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 200_000), st.integers(0, 200_000)), min_size=3, max_size=8, unique=True
    ),
    st.sampled_from([3949, 4326, 32631, 3857]),
)
@settings(max_examples=60)
def test_the_system_it_came_in_changes_nothing(corners: list[tuple[int, int]], crs: int) -> None:
    from pyproj import Transformer

    shape = shapely.Polygon(moved([(x / 1000, y / 1000) for x, y in corners]))
    there = Transformer.from_crs(2154, crs, always_xy=True)
    sent = shapely.transform(shape, lambda xy: np.column_stack(there.transform(*xy.T)))
    text = shapely.to_wkt(sent, rounding_precision=-1)
    (found,) = from_text(text, crs=f"EPSG:{crs}", near=NEAR)
    assert found.shape is not None
    assert geometry_hash(found.shape) == geometry_hash(shape)
    assert np.abs(shapely.get_coordinates(found.shape) - shapely.get_coordinates(shape)).max() < 0.01
