"""Where a footprint lies as to the priority neighbourhoods of each generation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from core.settings import Checks
from gis.farthest import farthest
from layers.snapshot import Snapshot
from programme.cells import known
from programme.check.codes import finding
from programme.check.outlines import NOTHING_M2, Geometries
from programme.check.report import Finding, NeighbourhoodTest
from programme.place_sheets import GENERATION_WORDS
from programme.world import GENERATIONS, World

NEAR_M, WIDE_M = 300.0, 500.0
"""Distances that the reduced VAT asks for; a place at that very distance is not *less than* that far."""

_TITLES = {
    "neighbourhoods_2024": "Priority neighbourhoods 2024",
    "neighbourhoods_2015": "Priority neighbourhoods 2015",
}
"""Titles of the layers, which their declarations bring to the catalogue."""


@dataclass(frozen=True, eq=False)
class Near:
    """Neighbourhoods of one generation near n footprints: k pairs in the order of the footprints.

    Attributes
    ----------
    footprint, place
        Positions.
    distance_m
        Between their nearest points.
    piece
        What they share; empty where they do not.
    """

    footprint: npt.NDArray[np.intp]
    place: npt.NDArray[np.intp]
    distance_m: npt.NDArray[np.float64]
    piece: Geometries

    def of(self, footprint: int) -> Iterator[tuple[int, float, shapely.Geometry]]:
        """Position, distance and common ground of each neighbourhood near one footprint."""
        start, stop = np.searchsorted(self.footprint, (footprint, footprint + 1))
        for row in range(start, stop):
            yield int(self.place[row]), float(self.distance_m[row]), self.piece[row]


def near(shapes: Geometries, places: Snapshot) -> Near:
    """Find the neighbourhoods within 500 m of footprints, and the nearest where there is none, all at once.

    Parameters
    ----------
    shapes
        n valid polygons in EPSG:2154; None is near nothing.
    places
        Neighbourhoods of one generation.
    """
    within = places.tree.query(shapes, predicate="dwithin", distance=WIDE_M)
    alone = np.setdiff1d(np.flatnonzero(~shapely.is_missing(shapes)), within[0])
    first, second = places.tree.query_nearest(shapes[alone], all_matches=False)
    left = np.concatenate([within[0], alone[first]])
    right = np.concatenate([within[1], second])
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    outlines = places.tree.geometries[right]
    between = shapely.distance(shapes[left], outlines)
    piece = np.full(len(left), shapely.Polygon(), dtype=object)
    meet = between == 0
    piece[meet] = shapely.intersection(shapes[left[meet]], outlines[meet])
    return Near(left, right, between, piece)


def check_policy(
    shape: shapely.Geometry, by_generation: Mapping[str, Near], footprint: int, world: World, checks: Checks
) -> tuple[tuple[NeighbourhoodTest, ...], list[Finding]]:
    """Measure one footprint against the neighbourhoods near it.

    Parameters
    ----------
    shape
        Valid polygons in EPSG:2154.
    by_generation
        What :func:`near` gave, by layer.
    footprint
        Its position there.
    world
        Where the neighbourhoods are.
    checks
        Thresholds: nearer than ``edge_m`` to a limit, the drawing decides.

    Returns
    -------
    Tests by generation, the greatest share first, then the nearest; findings.
    """
    tests: list[NeighbourhoodTest] = []
    findings: list[Finding] = []
    for generation in GENERATIONS:
        places = world.snapshot(generation)
        if places is None:
            title = _TITLES[generation]
            findings.append(finding("policy.not_checked", layer=generation, layer_word=title))
            continue
        found = [
            (_test(shape, places, place, between, piece), piece)
            for place, between, piece in by_generation[generation].of(footprint)
        ]
        found.sort(key=lambda item: (-item[0].share, item[0].distance_m, item[0].code))
        for test, piece in found:
            tests.append(test)
            findings += _told(shape, test, piece, places, checks)
    checked = any(world.snapshot(generation) is not None for generation in GENERATIONS)
    if checked and not any(test.distance_m < WIDE_M for test in tests):
        findings.append(finding("policy.none", limit_m=WIDE_M))
    return tuple(tests), findings


def _test(
    shape: shapely.Geometry, places: Snapshot, place: int, between: float, piece: shapely.Geometry
) -> NeighbourhoodTest:
    code, name, population = (
        known(places.frame[field].iloc[place]) for field in ("code", "name", "population")
    )
    area = float(piece.area)
    area = area if area > NOTHING_M2 else 0.0
    inside = shape.area - area <= NOTHING_M2
    away = 0.0 if inside else farthest(shape, places.tree.geometries[place])
    return NeighbourhoodTest(
        generation=places.layer.key,
        code=str(code),
        name=name,
        population=None if population is None else int(population),
        area_m2=area,
        share=1.0 if inside else min(area / shape.area, 1.0),
        distance_m=between,
        farthest_m=away,
        entirely_within_300_m=away < NEAR_M,
        partly_within_300_m=between < NEAR_M,
        entirely_within_500_m=away < WIDE_M,
    )


def _told(
    shape: shapely.Geometry,
    test: NeighbourhoodTest,
    piece: shapely.Geometry,
    places: Snapshot,
    checks: Checks,
) -> list[Finding]:
    """What is worth saying of one neighbourhood; one that is farther than 500 m is only listed."""
    if test.distance_m >= WIDE_M:
        return []
    named: dict[str, Any] = {
        "name": test.name,
        "code": test.code,
        "generation": test.generation,
        "generation_word": GENERATION_WORDS[test.generation],
    }
    findings = [_where(shape, test, piece, named)]
    limits = (
        (NEAR_M, test.margin_300_m),
        (WIDE_M, test.margin_500_m),
        (NEAR_M, NEAR_M - test.distance_m),
        (WIDE_M, WIDE_M - test.distance_m),
    )
    limit, margin = min(limits, key=lambda item: abs(item[1]))
    if abs(margin) <= checks.edge_m:
        findings.append(finding("policy.close", shape, limit_m=limit, margin_m=abs(margin), **named))
    position = places.position(test.code)
    if position is not None and known(places.frame["approximate"].iloc[position]) is True:
        findings.append(finding("policy.approximate", places.tree.geometries[position], **named))
    return findings


def _where(
    shape: shapely.Geometry, test: NeighbourhoodTest, piece: shapely.Geometry, named: Mapping[str, Any]
) -> Finding:
    if test.share == 1.0:
        return finding("policy.inside", shape, **named)
    if test.area_m2 > 0:
        margin = {"farthest_m": test.farthest_m, "margin_m": test.margin_300_m}
        return finding("policy.across", piece, area_m2=test.area_m2, area_share=test.share, **margin, **named)
    if test.entirely_within_300_m:
        return finding(
            "policy.entirely_300", shape, margin_m=test.margin_300_m, distance_m=test.distance_m, **named
        )
    if test.partly_within_300_m and test.entirely_within_500_m:
        return finding(
            "policy.partly_300", shape, margin_m=test.margin_500_m, distance_m=test.distance_m, **named
        )
    return finding(
        "policy.partly_500", shape, farthest_m=test.farthest_m, distance_m=test.distance_m, **named
    )
