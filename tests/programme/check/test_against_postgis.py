"""Figures of a check against PostGIS, which computes them on its own: equal to 0.01 m²."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from pyproj import CRS

from core import settings as configuration
from gis.validity import check as mended
from layers.library import Library
from programme.check.check import LAYERS, check_all
from programme.check.report import Report
from programme.check.submission import Submission
from programme.storage.store import Store
from programme.world import World, open_world
from tests.conftest import absent
from tests.programme.check import postgis
from tests.programme.check.made import SETTINGS, submission
from tests.programme.factories import programme, snapshot

WITHIN_M2 = 0.01
CADASTRES = ("cadastre-75118-parcelles.json.gz", "cadastre-91216-parcelles.json.gz")
PAIRS = """
    SELECT f.id, g.id, ST_Area(ST_Intersection(f.geom, g.geom)), ST_Area(g.geom), ST_Distance(f.geom, g.geom)
    FROM footprints f JOIN {table} g ON ST_Intersects(f.geom, g.geom)
"""
OUTSIDE = """
    SELECT f.id, ST_Area(f.geom), ST_Perimeter(f.geom),
           ST_Area(ST_Difference(f.geom, COALESCE((
               SELECT ST_Union(g.geom) FROM parcels g WHERE ST_Intersects(f.geom, g.geom)
           ), ST_GeomFromText('POLYGON EMPTY', 2154))))
    FROM footprints f
"""
AROUND = """
    SELECT f.id, COUNT(g.id), COALESCE(SUM(g.weight), 0)
    FROM footprints f LEFT JOIN {table} g ON ST_DWithin(f.geom, g.geom, %s) GROUP BY f.id
"""


@pytest.fixture(scope="module")
def database() -> Iterator["psycopg.Connection[Any]"]:
    folder = postgis.programs()
    if folder is None:
        absent("postgis", "PostGIS was not found; Debian's postgresql-15-postgis-3 brings it")
    with postgis.server(folder) as connection:
        yield connection


def rows(database: "psycopg.Connection[Any]", query: str, *values: float) -> list[tuple[Any, ...]]:
    return database.execute(query, values).fetchall()


def compare_parts(
    database: "psycopg.Connection[Any]",
    table: str,
    ours: dict[tuple[str, str], float],
    *,
    from_m2: float = WITHIN_M2,
) -> None:
    """Areas in common with the features of a table; what is no more than ``from_m2`` may stand in theirs alone."""
    theirs = {(left, right): area for left, right, area, *_rest in rows(database, PAIRS.format(table=table))}
    common = {pair for pair, area in theirs.items() if area > from_m2} | ours.keys()
    assert common
    for pair in common:
        assert ours.get(pair, 0.0) == pytest.approx(theirs.get(pair, 0.0), abs=WITHIN_M2), pair


def compare(database: "psycopg.Connection[Any]", reports: list[Report]) -> None:
    names = [report.subject.name for report in reports]
    shapes = [report.footprint.measured for report in reports if report.footprint is not None]
    assert len(shapes) == len(set(names)) == len(names)
    postgis.load(database, "footprints", names, shapes)
    compare_parts(
        database,
        "parcels",
        {(report.subject.name, item.idu): item.covered_m2 for report in reports for item in report.parcels},
    )
    by_name = {report.subject.name: report for report in reports}
    for name, area, perimeter, outside in rows(database, OUTSIDE):
        report = by_name[name]
        assert report.footprint.area_m2 == pytest.approx(area, abs=WITHIN_M2)
        assert report.footprint.perimeter_m == pytest.approx(perimeter, abs=1e-6)
        assert report.outside_parcels_m2 == pytest.approx(outside, abs=WITHIN_M2)
    drawn = {
        pair[1]: area for *pair, _common, area, _distance in rows(database, PAIRS.format(table="parcels"))
    }
    for report in reports:
        for item in report.parcels:
            assert item.area_m2 == pytest.approx(drawn[item.idu], abs=WITHIN_M2)
            assert item.share == pytest.approx(item.covered_m2 / drawn[item.idu], abs=1e-9)


@pytest.fixture(scope="module")
def demonstration(demo_file: Path) -> tuple[World, list[Report]]:
    settings = configuration.load(demo_file)
    world = open_world(settings, Store(settings.folders.programme), Library(settings.folders.library))
    shapes = dict(zip(world.footprints.ids, world.footprints.geometries, strict=True))
    moved = {
        f"{name} déplacée": shapely.transform(shape, lambda xy: xy + np.array([37.3, -21.7]))
        for name, shape in shapes.items()
    }
    given: list[Submission] = [submission(shape, name=name) for name, shape in {**shapes, **moved}.items()]
    return world, check_all(world, given, settings)


def fill(database: "psycopg.Connection[Any]", world: World) -> None:
    for key in LAYERS:
        layer = world.snapshots[key]
        names = layer.frame[layer.layer.identifier].tolist()
        weights = layer.frame["dwellings"].tolist() if key == "housing" else None
        postgis.load(database, key, names, layer.tree.geometries, weights)
    postgis.load(database, "operations", world.footprints.ids, world.footprints.geometries)


def test_the_demonstration(
    database: "psycopg.Connection[Any]", demonstration: tuple[World, list[Report]]
) -> None:
    world, reports = demonstration
    fill(database, world)
    compare(database, reports)
    compare_parts(
        database,
        "communes",
        {(report.subject.name, item.insee): item.area_m2 for report in reports for item in report.communes},
    )
    compare_parts(
        database,
        "operations",
        {(report.subject.name, item.id): item.area_m2 for report in reports for item in report.operations},
        from_m2=SETTINGS.checks.overlap_m2 + WITHIN_M2,
    )
    for generation in ("neighbourhoods_2024", "neighbourhoods_2015"):
        tests = {
            (report.subject.name, item.code): item
            for report in reports
            for item in report.neighbourhoods
            if item.generation == generation
        }
        compare_parts(database, generation, {pair: item.area_m2 for pair, item in tests.items()})
        compare_distances(database, generation, tests)
    compare_surroundings(database, reports)


def compare_distances(
    database: "psycopg.Connection[Any]", table: str, tests: dict[tuple[str, str], Any]
) -> None:
    """Nearest points, and farthest ones by borders drawn 1 cm more and 1 cm less than what was found."""
    near = rows(
        database,
        f"SELECT f.id, g.id, ST_Distance(f.geom, g.geom) FROM footprints f JOIN {table} g "
        "ON ST_DWithin(f.geom, g.geom, 500)",
    )
    assert {(name, code) for name, code, _metres in near} <= tests.keys()
    for name, code, metres in near:
        assert tests[name, code].distance_m == pytest.approx(metres, abs=1e-6)
        test = tests[name, code]
        if test.farthest_m <= 0.02:
            continue
        # 400 segments to a quarter: a border of 1 km is drawn to 2 mm.
        query = (
            "SELECT ST_Covers(ST_Buffer(g.geom, %s, 'quad_segs=400'), f.geom), "
            f"ST_Covers(ST_Buffer(g.geom, %s, 'quad_segs=400'), f.geom) FROM footprints f, {table} g "
            "WHERE f.id = %s AND g.id = %s"
        )
        found = database.execute(
            query, (test.farthest_m + 0.01, test.farthest_m - 0.01, name, code)
        ).fetchall()
        assert found == [(True, False)], (name, code, test.farthest_m)


def compare_surroundings(database: "psycopg.Connection[Any]", reports: list[Report]) -> None:
    by_name = {report.subject.name: report.surroundings for report in reports}
    for within, part in ((0.0, "on"), (300.0, "near")):
        for name, count, weight in rows(database, AROUND.format(table="housing"), within):
            stock = getattr(by_name[name], part)
            assert (stock.residences, stock.dwellings) == (count, weight)
        for name, count, _weight in rows(database, AROUND.format(table="facilities"), within):
            assert getattr(by_name[name], part).facilities == count


@pytest.mark.shared
@pytest.mark.parametrize("name", CADASTRES)
def test_a_real_cadastre(database: "psycopg.Connection[Any]", shared: Path, name: str) -> None:
    world = _real(shared / "real" / "cadastre" / name)
    given = [
        submission(shape, name=f"emprise {number}") for number, shape in enumerate(_made(world), start=1)
    ]
    reports = check_all(world, given, SETTINGS)
    parcels = world.parcels
    assert parcels is not None
    postgis.load(database, "parcels", parcels.frame["idu"].tolist(), parcels.tree.geometries)
    compare(database, reports)


def _real(file: Path) -> World:
    """Parcels of one commune as Etalab distributes them, and nothing else."""
    features = json.loads(gzip.decompress(file.read_bytes()))["features"]
    shapes = shapely.from_geojson([json.dumps(item["geometry"]) for item in features])
    found = mended(shapes, np.arange(1, len(shapes) + 1), CRS("EPSG:4326"), "polygon").geometry
    content = [
        {
            "idu": item["properties"]["id"],
            "recorded_m2": item["properties"].get("contenance"),
            "geometry": shape,
        }
        for item, shape in zip(features, found, strict=True)
        if shape is not None
    ]
    return World(programme([]), snapshots={"parcels": snapshot("parcels", content)})


def _made(world: World) -> list[shapely.Geometry]:
    """Footprints of three kinds around parcels taken by a fixed rule: parcels joined, discs, and tilted strips."""
    parcels = world.parcels
    assert parcels is not None
    plots = parcels.tree.geometries
    seeds = plots[np.linspace(0, len(plots) - 1, 40).astype(int)]
    made: list[shapely.Geometry] = []
    for number, seed in enumerate(seeds):
        middle = seed.centroid
        near = plots[np.sort(parcels.tree.query_nearest(shapely.buffer(middle, 20), all_matches=True))]
        made.append(shapely.union_all([seed, *near]))
        made.append(middle.buffer(25 + 3 * number))
        strip = shapely.box(middle.x - 150, middle.y - 8, middle.x + 150, middle.y + 8)
        made.append(shapely.affinity.rotate(strip, 17 * number, origin=middle))
    return [shapely.multipolygons(list(shapely.get_parts(shape))) for shape in made]
