"""Reports of checks, as short as a visa needs them."""

import datetime as dt

import shapely

from core.issues import Level
from core.settings import Checks
from programme.check.report import Finding, FootprintFacts, Group, Report, Subject, Systems
from programme.footprints import geometry_hash, multipolygon
from tests.programme.exchange_folder import X0, Y0

FIRST = shapely.box(X0, Y0, X0 + 100, Y0 + 100)
"""Footprint of the operation 92050-001 of the exchange folder."""


def report(
    geometry=FIRST,
    operation_id="92050-001",
    *,
    errors=0,
    warnings=0,
    revisions=None,
    fictitious=False,
):
    """Report of one footprint with so many findings."""
    shape = multipolygon(geometry)
    levels = [Level.ERROR] * errors + [Level.WARNING] * warnings + [Level.INFORMATION]
    return Report(
        subject=Subject(name="x", origin="operation", operation_id=operation_id),
        systems=Systems(found="EPSG:2154", used="EPSG:2154"),
        footprint=FootprintFacts(
            geometry=shape,
            measured=shape,
            repaired=None,
            area_m2=shape.area,
            perimeter_m=shape.length,
            parts=1,
            holes=0,
            hash=geometry_hash(shape),
        ),
        findings=tuple(Finding("shape.any", level, Group.SHAPE, "Any") for level in levels),
        thresholds=Checks(),
        checked_at=dt.datetime(2026, 3, 1, 10, 15, 0, 123000, tzinfo=dt.UTC),
        revisions={"parcels": "r1", "programme": "1"} if revisions is None else revisions,
        fictitious=fictitious,
    )
