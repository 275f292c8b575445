"""A report as plain JSON values: what a program reads, and what is kept of a report."""

from typing import Any

import shapely

from core.issues import Level
from core.languages import _
from programme.cells import plain_record
from programme.check.report import FootprintFacts, NeighbourhoodTest, OverlappedOperation, Report, RuleResult
from programme.check.words import RELATION_WORDS, VERDICT_WORDS, told
from programme.places import Stock


def record(report: Report) -> dict[str, Any]:
    """Turn a report into plain JSON values, sentences in the language in force.

    Lengths are in metres, areas in square metres, shares in [0, 1], places in WGS84; geometries are GeoJSON-like
    well-known text in EPSG:2154. Unknown is None.

    Parameters
    ----------
    report
        What a check gave.
    """
    return {
        "verdict": str(report.verdict),
        "verdict_label": _(VERDICT_WORDS[report.verdict]),
        "counts": {str(level): report.counts[level] for level in Level},
        "subject": plain_record(report.subject),
        "footprint": None if report.footprint is None else _footprint(report.footprint),
        "crs": {
            "found": report.systems.found,
            "used": report.systems.used,
            "swapped": report.systems.swapped,
            "candidates": [plain_record(item) for item in report.systems.candidates],
        },
        "issues": [item.as_dict() for item in report.findings],
        "parcels": [
            {
                "idu": item.idu,
                "recorded_m2": item.recorded_m2,
                "area_m2": item.area_m2,
                "covered_m2": item.covered_m2,
                "share": item.share,
                "relation": str(item.relation),
                "relation_label": _(RELATION_WORDS[item.relation]),
            }
            for item in report.parcels
        ],
        "outside_parcels_m2": report.outside_parcels_m2,
        "parcels_overlap_m2": report.parcels_overlap_m2,
        "proposal": _wkt(report.proposal),
        "communes": [plain_record(item) for item in report.communes],
        "neighbourhoods": [_neighbourhood(item) for item in report.neighbourhoods],
        "operations": [_operation(item) for item in report.operations],
        "rules": [_rule(item) for item in report.rules],
        "dwellings": _around(report, _dwellings),
        "facilities": _around(report, _facilities),
        "thresholds": report.thresholds.model_dump(exclude={"seconds", "memory_megabytes"}),
        "revisions": dict(report.revisions),
        "not_checked": list(report.not_checked),
        "checked_at": report.checked_at.isoformat(),
        "fictitious": report.fictitious,
    }


def _footprint(facts: FootprintFacts) -> dict[str, Any]:
    return {
        "area_m2": facts.area_m2,
        "perimeter_m": facts.perimeter_m,
        "parts": facts.parts,
        "holes": facts.holes,
        "hash": facts.hash,
        "valid": facts.repaired is None,
        "repaired": _wkt(facts.repaired),
    }


def _neighbourhood(test: NeighbourhoodTest) -> dict[str, Any]:
    return {
        **plain_record(test),
        "margin_300_m": test.margin_300_m,
        "margin_500_m": test.margin_500_m,
    }


def _operation(other: OverlappedOperation) -> dict[str, Any]:
    return {
        "id": other.id,
        "name": other.name,
        "step": other.step,
        "step_label": other.step_label,
        "area_m2": other.area_m2,
        "share": other.share,
        "same": other.same,
    }


def _rule(result: RuleResult) -> dict[str, Any]:
    return {
        "code": result.code,
        "title": _(result.title),
        "text": _(result.text),
        "indicative": True,
        "applies": result.applies,
        "reason": told(result),
        "values": plain_record(dict(result.values)),
        "margin_m": result.margin_m,
        "neighbourhood": result.neighbourhood,
        "valid_from": plain_record(result.valid_from),
        "valid_to": plain_record(result.valid_to),
        "source": result.source,
        "url": result.url,
    }


def _around(report: Report, what: Any) -> dict[str, Any] | None:
    around = report.surroundings
    if around is None:
        return None
    return {"on": what(around.on), "near_m": around.near_m, "near": what(around.near)}


def _dwellings(stock: Stock) -> dict[str, Any]:
    return {
        "residences": stock.residences,
        "dwellings": stock.dwellings,
        "by_landlord": [plain_record(item) for item in stock.by_landlord],
        "by_financing": [plain_record(item) for item in stock.by_financing],
    }


def _facilities(stock: Stock) -> dict[str, Any]:
    return {"facilities": stock.facilities, "by_kind": [plain_record(item) for item in stock.by_kind]}


def _wkt(shape: shapely.Geometry | None) -> str | None:
    """Well-known text to the millimetre."""
    return None if shape is None else str(shapely.to_wkt(shape, rounding_precision=3))
