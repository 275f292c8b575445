"""A small folder in the exchange format, without any fault, and what turns it into faulty ones.

Two operations of 100 m squares side by side from the point (650 000, 6 866 000), and one that is unmapped.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import shapely

from layers.library import Facts, Library

X0, Y0 = 650_000, 6_866_000
Tables = dict[str, list[dict[str, str]]]


def box_wkt(x: float, y: float, width: float = 100, height: float = 100) -> str:
    return shapely.box(X0 + x, Y0 + y, X0 + x + width, Y0 + y + height).wkt


def _operation(identifier: str, **given: str) -> dict[str, str]:
    row = {
        "id": identifier,
        "name": f"Opération {identifier}",
        "commune": "92050",
        "family": "34",
        "step": "engagée",
        "owner": "Office fictif",
        "owner_kind": "landlord",
        "description": "",
        "cost_excl_tax_eur": "3100000",
        "cost_incl_tax_eur": "3270500.00",
        "funding_basis_eur": "",
        "convention_end": "2030-12-31",
        "dwellings_demolished": "0",
        "dwellings_rebuilt_on_site": "0",
        "dwellings_rebuilt_elsewhere": "0",
        "dwellings_requalified": "0",
        "dwellings_residentialised": "240",
        "contact": "une personne",
        "internal_comment": "à relire",
        "fictitious": "true",
    }
    return row | given


def _line(identifier: str, operation: str, **given: str) -> dict[str, str]:
    row = {
        "id": identifier,
        "operation_id": operation,
        "funder_id": "anru",
        "kind": "subsidy",
        "nature": "award",
        "year": "2024",
        "requested_eur": "100000.00",
        "voted_eur": "90000.50",
        "committed_eur": "80000.5",
        "paid_eur": "0",
        "award_decision": "",
        "fictitious": "true",
    }
    return row | given


def tables() -> Tables:
    """Tables by name, without any fault."""
    action = {
        "id": "A-1",
        "name": "Atelier vélo",
        "theme": "employment",
        "public": "youth",
        "holder": "Association fictive",
        "holder_siren": "123456789",
        "commune": "92050",
        "start": "2024-01-01",
        "end": "2024-12-31",
        "requested_eur": "12000",
        "granted_eur": "10000.00",
        "hours_planned": "300",
        "hours_done": "",
        "meetings": "",
        "results": "",
        "internal_comment": "",
        "fictitious": "true",
    }
    return {
        "operations": [
            _operation("92050-001"),
            _operation("92050-002", family="21"),
            _operation("92050-003"),
        ],
        "footprints": [
            {"operation_id": "92050-001", "wkt": box_wkt(0, 0), "fictitious": "true"},
            {"operation_id": "92050-002", "wkt": box_wkt(100, 0), "fictitious": "true"},
        ],
        "milestones": [
            {
                "operation_id": "92050-001",
                "step": "étude",
                "planned": "2020-01-01",
                "actual": "2020-03-01",
                "fictitious": "true",
            },
            {
                "operation_id": "92050-001",
                "step": "travaux",
                "planned": "2026-01-01",
                "actual": "",
                "fictitious": "true",
            },
        ],
        "funders": [
            {
                "id": "anru",
                "name": "Agence nationale",
                "short_name": "ANRU",
                "kind": "anru",
                "rank": "1",
                "fictitious": "true",
            }
        ],
        "funding_lines": [
            _line("L-1", "92050-001"),
            _line(
                "L-2",
                "92050-001",
                nature="decommitment",
                requested_eur="",
                voted_eur="-100.10",
                committed_eur="-100.10",
                paid_eur="0",
            ),
        ],
        "social_actions": [action],
        "social_action_operations": [
            {"social_action_id": "A-1", "operation_id": "92050-001", "fictitious": "true"}
        ],
        "social_action_neighbourhoods": [
            {"social_action_id": "A-1", "neighbourhood_code": "QP092016", "fictitious": "true"},
            {"social_action_id": "A-1", "neighbourhood_code": "QN09206M", "fictitious": "true"},
        ],
    }


def desk_tables() -> Tables:
    """Tables of the single desk by name, which may be absent, without any fault; they go with :func:`tables`."""
    operation, site, fictitious = (
        {"operation_id": "92050-001"},
        {"priority_site_id": "S-1"},
        {"fictitious": "true"},
    )
    rows: dict[str, dict[str, str]] = {
        "conventions": {
            "id": "C-1",
            "number": "2020-12",
            "title": "Convention",
            "signed_on": "2020-01-02",
            "ends_on": "2030-12-31",
            "cost_excl_tax_eur": "100.10",
            "cost_incl_tax_eur": "",
        },
        "convention_operations": {"convention_id": "C-1"} | operation,
        "funding_amounts": {
            "id": "M-1",
            "funding_line_id": "L-1",
            "year": "2026",
            "half": "1",
            "state": "planned",
            "ae_eur": "-10.00",
            "cp_eur": "",
        },
        "award_decisions": {
            "id": "D-1",
            "funding_line_id": "L-1",
            "convention_id": "C-1",
            "number": "DAS-1",
            "decided_on": "2026-01-05",
            "amount_eur": "90000.50",
        },
        "priority_sites": {
            "id": "S-1",
            "name": "Site fictif du Mail",
            "start": "2020-01-01",
            "end": "",
            "description": "",
        },
        "priority_site_neighbourhoods": site | {"neighbourhood_code": "QN09206M"},
        "priority_site_operations": site | operation,
        "site_budgets": site | {"phase": "studies", "planned_eur": "100.01"},
        "rehousing": operation | {"households_to_rehouse": "40", "households_rehoused": ""},
        "work_hours": operation
        | {
            "clause": "works",
            "worked_planned": "900",
            "worked_done": "",
            "integration_planned": "45",
            "integration_done": "0",
        },
        "social_action_grants": {
            "id": "G-1",
            "social_action_id": "A-1",
            "funder_id": "anru",
            "year": "2026",
            "requested_eur": "12.34",
            "granted_eur": "",
            "paid_eur": "",
        },
        "consultations": {
            "id": "K-1",
            "name": "Réunion publique",
            "held_on": "2026-02-03",
            "operation_id": "",
            "social_action_id": "A-1",
            "neighbourhood_code": "QN09206M",
            "place": "Salle des fêtes",
            "lon": "2.2233",
            "lat": "48.8888",
            "meetings": "1",
            "contributions": "",
            "results": "",
        },
        "indicator_targets": {
            "place": "site:S-1",
            "indicator": "operations.completion",
            "baseline": "0.125",
            "baseline_year": "2020",
            "target": "1",
            "horizon": "2030",
            "source": "Convention",
        },
        "indicator_values": {
            "place": "territory",
            "indicator": "money.per_inhabitant",
            "year": "2025",
            "value": "1234.567891",
            "computed_on": "2025-12-31",
            "programme_revision": "",
        },
        "rule_exceptions": operation
        | {
            "rule": "local_share",
            "person": "Une direction",
            "decided_on": "2026-01-05",
            "reason": "Programme",
        },
    }
    return {name: [row | fictitious] for name, row in rows.items()}


def csv_text(rows: list[dict[str, str]], header: list[str]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write(
    folder: Path, content: Tables | None = None, files: Mapping[str, bytes | None] | None = None
) -> Path:
    """Write the tables; ``files`` gives the bytes of some of them instead, None for a missing file."""
    folder.mkdir(parents=True, exist_ok=True)
    headers = {name: list(rows[0]) for name, rows in (tables() | desk_tables()).items()}
    for name, rows in (tables() if content is None else content).items():
        header = list(rows[0]) if rows else headers[name]
        (folder / f"{name}.csv").write_text(csv_text(rows, header), encoding="utf-8")
    for name, held in (files or {}).items():
        (folder / f"{name}.csv").unlink() if held is None else (folder / f"{name}.csv").write_bytes(held)
    return folder


def parcels(*rows: tuple[str, shapely.Geometry, float | None]) -> gpd.GeoDataFrame:
    """Parcels from identifier, shape and area of record."""
    return gpd.GeoDataFrame(
        {"idu": [row[0] for row in rows], "recorded_m2": [row[2] for row in rows]},
        geometry=[row[1] for row in rows],
        crs=2154,
    )


def three_plots() -> gpd.GeoDataFrame:
    """Plots of 150 × 100 m and 50 × 100 m under the footprints of :func:`tables`, and one that is apart."""
    return parcels(
        ("92050000AB0001", shapely.box(X0, Y0, X0 + 150, Y0 + 100), 15_010),
        ("92050000AB0002", shapely.box(X0 + 150, Y0, X0 + 200, Y0 + 100), None),
        ("92050000AB0003", shapely.box(X0 + 230, Y0, X0 + 240, Y0 + 10), 100),
    )


def library(folder: Path, plots: gpd.GeoDataFrame | None = None) -> Library:
    """Library whose parcels are those given."""
    found = Library(folder)
    held = (three_plots() if plots is None else plots).assign(fictitious=True)
    found.publish(held, Facts(layer="parcels", read=len(held), kept=len(held), fictitious=True))
    return found
