"""Reports of the demonstration, made by the real check; texts that no one should ever take for markup."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import shapely
import shapely.affinity

from core.issues import Level
from core.settings import Settings
from programme.check.check import check
from programme.check.report import Finding, Group, Report, Subject, Systems
from programme.check.submission import Submission
from programme.installation import open_installation
from programme.world import World, open_world

MARKUP = "#panic() $x^2$ *gras* `brut` ] [ \\ <a> @ref _u_ //"
HOSTILE = MARKUP + ' 日本 \x00 «Œuvre» & "guillemets" \'' + "W" * 90
AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
TWENTY_PARCELS = "92025-009"
"""An operation of the demonstration of about that many parcels."""


def opened(file: Path) -> tuple[World, Settings]:
    installation = open_installation(file)
    return open_world(installation.settings, installation.store, installation.library), installation.settings


def shape_of(world: World, operation_id: str) -> shapely.Geometry:
    return world.programme.operations.geometry[operation_id]


def made(
    world: World,
    settings: Settings,
    shape: shapely.Geometry | None,
    *,
    name: str = "Îlot des Pins",
    crs: bool = True,
    **said: object,
) -> Report:
    subject = Subject(name=name, origin="file", file="emprise.zip", driver="ESRI Shapefile", **said)  # type: ignore[arg-type]
    system = "EPSG:2154" if crs else None
    return check(world, Submission(subject, Systems(system, system), shape), settings, at=AT)


def conform(world: World, settings: Settings) -> Report:
    return made(
        world, settings, shape_of(world, TWENTY_PARCELS), operation_id=TWENTY_PARCELS, commune="92025"
    )


def faulty(world: World, settings: Settings) -> Report:
    moved = shapely.affinity.translate(shape_of(world, TWENTY_PARCELS), 6.3, 4.2)
    return made(world, settings, moved, commune="92036", declared_area_m2=25_000.0)


def crossing(world: World, settings: Settings) -> Report:
    corners = [(643_400, 6_868_700), (643_500, 6_868_800), (643_500, 6_868_700), (643_400, 6_868_800)]
    return made(world, settings, shapely.Polygon(corners), name="Nœud")


def placeless(world: World, settings: Settings) -> Report:
    return made(world, settings, None, crs=False)


def hostile(report: Report, findings: int = 300) -> Report:
    """The same report with hostile texts wherever a text comes from data, and many findings and parcels."""
    assert report.footprint is not None
    middle = report.footprint.measured.centroid
    many = tuple(
        Finding(
            "shape.spike",
            list(Level)[row % 3],
            Group.SHAPE,
            "{text}",
            {"text": f"{HOSTILE} {row}"},
            shapely.Point(middle.x + row % 20 * 7 - 70, middle.y + row // 20 * 7 - 50),
        )
        for row in range(findings)
    )
    return replace(
        report,
        subject=replace(report.subject, name=HOSTILE, file=HOSTILE, layer=HOSTILE, driver=HOSTILE),
        findings=many,
        parcels=tuple(
            replace(report.parcels[row % len(report.parcels)], idu=f"92025000BY{row:04d}")
            for row in range(200)
        ),
        communes=tuple(replace(item, name=HOSTILE) for item in report.communes),
        neighbourhoods=tuple(replace(item, name=HOSTILE) for item in report.neighbourhoods),
        operations=tuple(replace(item, name=HOSTILE) for item in report.operations),
        rules=tuple(replace(item, source=MARKUP, title=MARKUP, text=MARKUP) for item in report.rules),
    )
