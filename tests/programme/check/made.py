"""Footprints and worlds in squares of 100 m, whose every finding can be worked out by hand."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import shapely

from core.settings import Checks, Settings, Territory
from layers.snapshot import Snapshot
from programme.check.check import check, check_all
from programme.check.report import Finding, Report, Subject, Systems
from programme.check.submission import Submission
from programme.world import World
from tests.programme import factories
from tests.programme.factories import snapshot, square

SETTINGS = Settings(territory=Territory(departments=("92",)))
DAY = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
WORLD = factories.world()
WORLD_2024 = factories.world(without=("neighbourhoods_2015",))
LATER = "20260601-000000-0000000000"


def submission(
    shape: shapely.Geometry | None,
    *,
    name: str = "Essai",
    origin: str = "drawing",
    systems: Systems = Systems("EPSG:2154", "EPSG:2154"),  # noqa: B008 - frozen
    notes: Sequence[Finding] = (),
    **subject: Any,
) -> Submission:
    return Submission(Subject(name, origin, **subject), systems, shape, tuple(notes))


def checked(
    shape: shapely.Geometry | None,
    *,
    world: World = WORLD,
    settings: Settings = SETTINGS,
    at: dt.datetime = DAY,
    linked: Snapshot | None = None,
    **given: Any,
) -> Report:
    return check(world, submission(shape, **given), settings, at=at, linked=linked)


def batch(*shapes: shapely.Geometry, world: World = WORLD) -> list[Report]:
    given = [submission(shape, name=f"no {number}") for number, shape in enumerate(shapes, start=1)]
    return check_all(world, given, SETTINGS, at=DAY)


def polygon(
    *points: tuple[float, float], holes: Sequence[Sequence[tuple[float, float]]] = ()
) -> shapely.Polygon:
    """Polygon whose points are given from the origin, in metres."""
    moved = [[(factories.X0 + x, factories.Y0 + y) for x, y in ring] for ring in (points, *holes)]
    return shapely.Polygon(moved[0], moved[1:])


def parts(*polygons: shapely.Polygon) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(polygons)


def cadastre(*rows: tuple[str, shapely.Geometry, int | None], revision: str = LATER) -> Snapshot:
    content = [
        {"idu": idu, "commune": idu[:5], "recorded_m2": recorded, "geometry": shape}
        for idu, shape, recorded in rows
    ]
    return snapshot("parcels", content, revision)


def with_layers(**layers: Snapshot) -> World:
    return World(WORLD.programme, WORLD.role, {**WORLD.snapshots, **layers})


def of_territory(**territory: Any) -> Settings:
    return Settings(territory=Territory(**territory))


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


def only(report: Report, code: str) -> Finding:
    """The one finding of a code."""
    found = [finding for finding in report.findings if finding.code == code]
    assert len(found) == 1, [finding.code for finding in report.findings]
    return found[0]


__all__ = ["DAY", "LATER", "SETTINGS", "WORLD", "Checks", "checked", "codes", "only", "square"]
