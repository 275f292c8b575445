"""Every code of a check: one minimal case that raises it, one that just does not, both worked out by hand."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import shapely

from core.issues import Level
from core.languages import language
from gis.defects import Defect, Kind
from layers.territory import middle
from programme.check import shape as shape_module
from programme.check.check import check
from programme.check.codes import CODES, finding
from programme.check.picking import from_parcels
from programme.check.reading import from_text
from programme.check.report import Group, Report, Verdict
from tests.programme import factories
from tests.programme.check.made import (
    DAY,
    SETTINGS,
    WORLD,
    WORLD_2024,
    batch,
    cadastre,
    checked,
    codes,
    of_territory,
    only,
    parts,
    polygon,
    with_layers,
)
from tests.programme.factories import X0, Y0, point, square

Case = Callable[[], Report]
PLAIN = square(100, 0)
NEAR = middle(SETTINGS.territory)
HOME = of_territory(communes=("92050",))
BOX = ((0, 0), (20, 0), (20, 20), (0, 20))
FIRST = "92050000BR0001"


def hole(*points: tuple[float, float]) -> shapely.Polygon:
    return polygon(*BOX, holes=[points])


def bowties(count: int) -> shapely.MultiPolygon:
    return parts(
        *(polygon((30 * n, 0), (30 * n + 20, 20), (30 * n + 20, 0), (30 * n, 20)) for n in range(count))
    )


def spike(half_width: float) -> shapely.Polygon:
    """A tip 10 m above a base of twice the half width."""
    return polygon((0, 0), (20, 0), (20, 20), (10 + half_width, 20), (10, 30), (10 - half_width, 20), (0, 20))


def text(wkt: str, crs: str | None = None, **given: bool) -> Report:
    return check(WORLD, from_text(wkt, crs=crs, near=NEAR, **given)[0], SETTINGS, at=DAY)


def picked(identifiers: str) -> Report:
    return check(WORLD, from_parcels(identifiers, WORLD), SETTINGS, at=DAY)


def since(*rows: tuple[str, shapely.Geometry, int | None]) -> Case:
    """The first square, checked against the usual cadastre before, and against these parcels now."""
    now = with_layers(parcels=cadastre(*rows))
    return lambda: checked(square(0, 0), world=now, linked=WORLD.parcels)


LAMBERT = shapely.to_wkt(square(100, 0))
DEGREES = "POLYGON ((2.2 48.9, 2.201 48.9, 2.201 48.901, 2.2 48.9))"
NORTH_FIRST = "POLYGON ((48.9 2.2, 48.9 2.201, 48.901 2.201, 48.9 2.2))"
LAMBERT_II = "POLYGON ((597000 2434000, 597100 2434000, 597100 2434100, 597000 2434000))"

STRIPS = {
    count: with_layers(
        parcels=cadastre(*((f"92050000BR{n:04d}", square(0.1 * n, 0, 0.1, 10), None) for n in range(count)))
    )
    for count in (100, 101)
}
"""Parcels of 0.1 × 10 m side by side; half of each is taken."""

SHAPE: dict[str, tuple[Case, Case]] = {
    "shape.missing": (lambda: checked(shapely.Polygon()), lambda: checked(PLAIN)),
    "shape.not_polygon": (lambda: checked(shapely.boundary(PLAIN)), lambda: checked(PLAIN)),
    "shape.mixed": (
        lambda: checked(shapely.GeometryCollection([PLAIN, point(0, 0)])),
        lambda: checked(shapely.GeometryCollection([PLAIN])),
    ),
    "shape.not_finite": (
        lambda: checked(shapely.Polygon([(X0, Y0), (X0 + 9, Y0), (X0, 2e8)])),
        lambda: checked(shapely.Polygon([(X0, Y0), (X0 + 9, Y0), (X0, Y0 + 9)])),
    ),
    "shape.too_few_points": (
        lambda: checked(parts(PLAIN, polygon((0, 0), (10, 0), (10, 0)))),
        lambda: checked(parts(PLAIN, polygon((0, 0), (10, 0), (10, 1)))),
    ),
    "shape.crossing": (
        lambda: checked(bowties(1)),
        lambda: checked(polygon((0, 0), (20, 0), (20, 20), (0, 20))),
    ),
    "shape.touching": (
        lambda: checked(polygon((0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5))),
        lambda: checked(polygon((0, 0), (10, 0), (5.1, 5), (10, 10), (0, 10), (4.9, 5))),
    ),
    "shape.doubled_edge": (
        lambda: checked(polygon((0, 0), (10, 0), (10, 20), (10, 10), (0, 10))),
        lambda: checked(polygon((0, 0), (10, 0), (11, 20), (10, 10), (0, 10))),
    ),
    "shape.rings_cross": (
        lambda: checked(hole((5, 5), (25, 5), (25, 15), (5, 15))),
        lambda: checked(hole((5, 5), (19, 5), (19, 15), (5, 15))),
    ),
    "shape.rings_share_edge": (
        lambda: checked(hole((5, 5), (20, 5), (20, 15), (5, 15))),
        lambda: checked(hole((5, 5), (20, 10), (5, 15))),
    ),
    "shape.parts_cross": (
        lambda: checked(parts(square(0, 0, 20, 20), square(10, 10, 20, 20))),
        lambda: checked(parts(square(0, 0, 20, 20), square(20, 20, 20, 20))),
    ),
    "shape.parts_share_edge": (
        lambda: checked(parts(square(0, 0, 20, 20), square(20, 0, 20, 20))),
        lambda: checked(parts(square(0, 0, 20, 20), square(20, 20, 20, 20))),
    ),
    "shape.hole_outside": (
        lambda: checked(hole((25, 5), (30, 5), (30, 10))),
        lambda: checked(hole((5, 5), (10, 5), (10, 10))),
    ),
    "shape.nested_holes": (
        lambda: checked(
            polygon(*BOX, holes=[((5, 5), (15, 5), (15, 15), (5, 15)), ((8, 8), (9, 8), (9, 9), (8, 9))])
        ),
        lambda: checked(
            polygon(
                *BOX, holes=[((5, 5), (15, 5), (15, 15), (5, 15)), ((16, 16), (18, 16), (18, 18), (16, 18))]
            )
        ),
    ),
    "shape.nested_parts": (
        lambda: checked(parts(square(0, 0, 20, 20), square(5, 5, 5, 5))),
        lambda: checked(parts(square(0, 0, 20, 20), square(25, 5, 5, 5))),
    ),
    "shape.duplicate_ring": (
        lambda: checked(parts(square(0, 0, 20, 20), square(0, 0, 20, 20))),
        lambda: checked(parts(square(0, 0, 20, 20), square(30, 0, 20, 20))),
    ),
    "shape.disconnected": (
        lambda: checked(hole((0, 10), (10, 5), (20, 10), (10, 15))),
        lambda: checked(hole((0, 10), (10, 5), (19, 10), (10, 15))),
    ),
    "shape.more": (lambda: checked(bowties(101)), lambda: checked(bowties(100))),
    "shape.repaired": (lambda: checked(bowties(1)), lambda: checked(PLAIN)),
    "shape.no_area": (
        lambda: checked(polygon((0, 0), (10, 0), (20, 0))),
        lambda: checked(polygon((0, 0), (10, 0), (20, 1))),
    ),
    "shape.parts": (
        lambda: checked(parts(square(0, 0, 20, 20), square(20, 20, 20, 20))),
        lambda: checked(parts(square(0, 0, 20, 20))),
    ),
    "shape.holes": (lambda: checked(hole((5, 5), (10, 5), (10, 10))), lambda: checked(PLAIN)),
    "shape.duplicate_vertices": (
        lambda: checked(polygon((0, 0), (20, 0), (20, 0), (20, 20))),
        lambda: checked(polygon((0, 0), (20, 0), (20, 0.009), (20, 20))),
    ),
    "shape.near_vertices": (
        lambda: checked(polygon((0, 0), (20, 0), (20, 0.009), (20, 20))),
        lambda: checked(polygon((0, 0), (20, 0), (20, 0.011), (20, 20))),
    ),
    # The angle is twice the arc tangent of the half width over 10 m: 1.95° and 2.06°.
    "shape.spike": (lambda: checked(spike(0.17)), lambda: checked(spike(0.18))),
    "shape.sliver": (
        lambda: checked(parts(PLAIN, square(300, 0, 0.5, 40))),
        lambda: checked(parts(PLAIN, square(300, 0, 0.51, 40))),
    ),
    "shape.sliver_hole": (
        lambda: checked(hole((5, 5), (5.5, 5), (5.5, 15), (5, 15))),
        lambda: checked(hole((5, 5), (5.51, 5), (5.51, 15), (5, 15))),
    ),
    "shape.too_small": (
        lambda: checked(square(0, 0, 3, 3.33)),
        lambda: checked(square(0, 0, 3, 3.34)),
    ),
    "shape.too_large": (
        lambda: checked(square(0, 0, 1000, 500.1)),
        lambda: checked(square(0, 0, 1000, 499.9)),
    ),
    # 10,000 m²: 5.66 % and 4.76 % of what is declared.
    "shape.declared_area": (
        lambda: checked(PLAIN, declared_area_m2=10_600.0),
        lambda: checked(PLAIN, declared_area_m2=10_500.0),
    ),
    "shape.z_dropped": (
        lambda: text(
            "POLYGON Z ((650000 6866000 1, 650100 6866000 1, 650100 6866100 1, 650000 6866000 1))",
            "EPSG:2154",
        ),
        lambda: text(LAMBERT, "EPSG:2154"),
    ),
    "shape.curves": (
        lambda: text(
            "CURVEPOLYGON (CIRCULARSTRING (650000 6866000, 650010 6866010, 650020 6866000, 650010 6865990, 650000 6866000))",
            "EPSG:2154",
        ),
        lambda: text(LAMBERT, "EPSG:2154"),
    ),
    "shape.closed": (
        lambda: checked(PLAIN, notes=[finding("shape.closed")]),
        lambda: checked(PLAIN),
    ),
}
PLACE: dict[str, tuple[Case, Case]] = {
    "crs.missing": (lambda: text(DEGREES), lambda: text(DEGREES, "EPSG:4326")),
    "crs.unknown": (lambda: text(DEGREES, "EPSG:999999"), lambda: text(DEGREES, "EPSG:4326")),
    "crs.contradicted": (lambda: text(LAMBERT, "EPSG:4326"), lambda: text(LAMBERT, "EPSG:2154")),
    "crs.unplaced": (
        lambda: checked(None, systems=replace(SYSTEMS, used=None)),
        lambda: checked(PLAIN),
    ),
    "crs.overridden": (
        lambda: text(f"SRID=27572;{LAMBERT}", "EPSG:2154"),
        lambda: text(f"SRID=2154;{LAMBERT}", "EPSG:2154"),
    ),
    "crs.swapped": (
        lambda: text(NORTH_FIRST, "EPSG:4326", swapped=True),
        lambda: text(DEGREES, "EPSG:4326"),
    ),
    "crs.axes": (lambda: text(NORTH_FIRST, "EPSG:4326"), lambda: text(DEGREES, "EPSG:4326")),
    "crs.no_grid": (lambda: text(LAMBERT_II, "EPSG:27572"), lambda: text(LAMBERT, "EPSG:2154")),
    "place.not_in_france": (
        lambda: checked(shapely.box(0, 0, 100, 100)),
        lambda: checked(PLAIN),
    ),
    "place.outside_territory": (
        lambda: checked(square(2500, 0), settings=HOME),
        lambda: checked(square(1900, 0), settings=HOME),
    ),
    "place.across_territory": (
        lambda: checked(square(1900.011, 0), settings=HOME),
        lambda: checked(square(1900.009, 0), settings=HOME),
    ),
    "place.outside_commune": (
        lambda: checked(square(2500, 0), commune="92050"),
        lambda: checked(square(1950, 0), commune="92050"),
    ),
    "place.across_communes": (
        lambda: checked(square(1900.011, 0), commune="92050"),
        lambda: checked(square(1900.009, 0), commune="92050"),
    ),
    "place.several_communes": (
        lambda: checked(square(1900.011, 0)),
        lambda: checked(square(1900.009, 0)),
    ),
    "place.unknown_commune": (
        lambda: checked(PLAIN, commune="92999"),
        lambda: checked(PLAIN, commune="92050"),
    ),
    "place.not_checked": (
        lambda: checked(PLAIN, world=factories.world(without=("communes",))),
        lambda: checked(PLAIN),
    ),
}
PARCELS: dict[str, tuple[Case, Case]] = {
    "parcel.unknown": (lambda: picked("92050000BR9999 92050000BR0001"), lambda: picked("92050000BR0001")),
    # The strip that is left out is 0.51 m, then 0.49 m wide.
    "parcel.partial": (
        lambda: checked(square(0, 0, 99.49, 100)),
        lambda: checked(square(0, 0, 99.51, 100)),
    ),
    # 2 cm over the limit, then less than the vertices' 1 cm.
    "parcel.grazed": (
        lambda: checked(square(0, 0, 100.02, 100)),
        lambda: checked(square(0, 0, 100.009, 100)),
    ),
    "parcel.gap": (
        lambda: checked(square(0, 0, 99.98, 100)),
        lambda: checked(square(0, 0, 99.991, 100)),
    ),
    "parcel.outside": (
        lambda: checked(square(0, 0, 100, 100.011)),
        lambda: checked(square(0, 0, 100, 100.009)),
    ),
    "parcel.none": (lambda: checked(square(0, 100)), lambda: checked(square(0, 99))),
    "parcel.overlap": (
        lambda: checked(
            square(0, 0),
            world=with_layers(
                parcels=cadastre((FIRST, square(0, 0), None), ("92050000BR0002", square(90, 0), None))
            ),
        ),
        lambda: checked(
            square(0, 0),
            world=with_layers(
                parcels=cadastre((FIRST, square(0, 0), None), ("92050000BR0002", square(100, 0), None))
            ),
        ),
    ),
    # 10,000 m² drawn: 5.66 % and 4.76 % of what is recorded.
    "parcel.recorded": (
        lambda: checked(square(0, 0), world=with_layers(parcels=cadastre((FIRST, square(0, 0), 10_600)))),
        lambda: checked(square(0, 0), world=with_layers(parcels=cadastre((FIRST, square(0, 0), 10_500)))),
    ),
    "parcel.gone": (since(("92050000BR0101", square(0, 0), 10_000)), since((FIRST, square(0, 0), 10_000))),
    "parcel.changed": (
        since((FIRST, square(0, 0, 100, 100.02), 10_000)),
        since((FIRST, square(0, 0, 100, 100.009), 10_000)),
    ),
    "parcel.proposal": (
        lambda: checked(square(0, 0, 99.98, 100)),
        lambda: checked(square(0, 0, 99.991, 100)),
    ),
    "parcel.more": (
        lambda: checked(square(0, 0, 11, 5), world=STRIPS[101]),
        lambda: checked(square(0, 0, 11, 5), world=STRIPS[100]),
    ),
    "parcel.not_checked": (
        lambda: checked(PLAIN, world=factories.world(without=("parcels",))),
        lambda: checked(PLAIN),
    ),
}
NEIGHBOURS: dict[str, tuple[Case, Case]] = {
    "neighbour.overlap": (
        lambda: checked(square(250.011, 0)),
        lambda: checked(square(250.009, 0)),
    ),
    "neighbour.duplicate": (
        lambda: checked(square(350.009, 0)),
        lambda: checked(square(350.02, 0)),
    ),
    "neighbour.self_overlap": (
        lambda: batch(square(600, 0), square(699.989, 0))[0],
        lambda: batch(square(600, 0), square(699.991, 0))[0],
    ),
    "neighbour.self_duplicate": (
        lambda: batch(square(600, 0), square(600.009, 0))[1],
        lambda: batch(square(600, 0), square(600.02, 0))[1],
    ),
}
# Le Parc of 2024 ends at x = 400.
POLICY: dict[str, tuple[Case, Case]] = {
    "policy.inside": (
        lambda: checked(square(300, 0), world=WORLD_2024),
        lambda: checked(square(301, 0), world=WORLD_2024),
    ),
    "policy.across": (
        lambda: checked(square(399, 0), world=WORLD_2024),
        lambda: checked(square(400, 0), world=WORLD_2024),
    ),
    "policy.entirely_300": (
        lambda: checked(square(599.999, 0), world=WORLD_2024),
        lambda: checked(square(600, 0), world=WORLD_2024),
    ),
    "policy.partly_300": (
        lambda: checked(square(699.999, 0), world=WORLD_2024),
        lambda: checked(square(700, 0), world=WORLD_2024),
    ),
    "policy.partly_500": (
        lambda: checked(square(899.999, 0), world=WORLD_2024),
        lambda: checked(square(900, 0), world=WORLD_2024),
    ),
    "policy.close": (
        lambda: checked(square(599.5, 0), world=WORLD_2024),
        lambda: checked(square(599.49, 0), world=WORLD_2024),
    ),
    "policy.approximate": (
        lambda: checked(square(0, 0), world=WORLD_2024),
        lambda: checked(square(3000, 0), world=WORLD_2024),
    ),
    "policy.none": (
        lambda: checked(square(900, 0), world=WORLD_2024),
        lambda: checked(square(899.999, 0), world=WORLD_2024),
    ),
    "policy.not_checked": (lambda: checked(PLAIN, world=WORLD_2024), lambda: checked(PLAIN)),
}
EFFECT: dict[str, tuple[Case, Case]] = {
    "effect.dwellings": (
        lambda: checked(square(50, 0)),
        lambda: checked(square(50.001, 0)),
    ),
    "effect.facilities": (
        lambda: checked(square(60, 0)),
        lambda: checked(square(60.001, 0)),
    ),
    "effect.population": (
        lambda: checked(square(399, 0), world=WORLD_2024),
        lambda: checked(square(400, 0), world=WORLD_2024),
    ),
    "effect.not_checked": (
        lambda: checked(PLAIN, world=factories.world(without=("housing",))),
        lambda: checked(PLAIN),
    ),
}
SYSTEMS = checked(PLAIN).systems
KNOWN = {**SHAPE, **PLACE, **PARCELS, **NEIGHBOURS, **POLICY, **EFFECT}
PATCHED = {"shape.too_long", "shape.other", "shape.tangled"}
"""Codes that have a test of their own below."""


def test_every_code_has_its_two_cases() -> None:
    assert set(KNOWN) | PATCHED == set(CODES)


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_the_case_that_raises_it(code: str) -> None:
    report = KNOWN[code][0]()
    found = [item for item in report.findings if item.code == code]
    assert found
    for item in found:
        assert (item.level, item.group, item.text) == (CODES[code].level, CODES[code].group, CODES[code].text)
    assert (report.verdict is Verdict.TO_BE_CORRECTED) == any(
        item.level is Level.ERROR for item in report.findings
    )


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_the_case_that_just_does_not(code: str) -> None:
    assert code not in codes(KNOWN[code][1]())


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_its_sentence_is_filled_in_both_languages(code: str) -> None:
    found = next(item for item in KNOWN[code][0]().findings if item.code == code)
    french = found.message
    with language("en"):
        english = found.message
    assert french != english
    assert not set("{}") & set(french + english)


def test_a_shape_of_too_many_vertices_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_module, "MOST_VERTICES", 5)
    assert "shape.too_long" not in codes(checked(PLAIN))
    report = checked(polygon((0, 0), (20, 0), (20, 20), (10, 20), (0, 20)))
    assert report.footprint is None
    assert only(report, "shape.too_long").values == {"count": 6, "most_count": 5}


def test_a_fault_that_nobody_knows_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "shape.other" not in codes(checked(PLAIN))
    monkeypatch.setattr(shape_module, "defects", lambda _shape: [Defect(Kind.OTHER, X0, Y0)])
    assert only(checked(PLAIN), "shape.other").shape.equals(point(0, 0))


def test_each_code_begins_with_what_it_is_about() -> None:
    beginnings = {
        "shape": Group.SHAPE,
        "crs": Group.PLACE,
        "place": Group.PLACE,
        "parcel": Group.PARCELS,
        "neighbour": Group.NEIGHBOURS,
        "policy": Group.POLICY,
        "effect": Group.EFFECT,
    }
    for code, kind in CODES.items():
        assert beginnings[code.split(".")[0]] is kind.group


def test_every_kind_of_defect_has_a_code() -> None:
    assert {f"shape.{kind}" for kind in Kind} <= set(CODES)
