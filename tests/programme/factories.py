"""A small programme and small layers in metres, whose areas, distances and sums can be checked by hand.

Around the corner of the commune 92050, in squares of 100 m from the point (650 000, 6 866 000)::

    y 300  ┌──────┐
           │      │  2024 “Le Parc”, QN09206M: x 0–400, y 0–300;  2015 “Le Parc”, QP092016: x 100–500
    y 0    └──────┘
"""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from core.actor import Role
from layers import registry
from layers.revision import Revision
from layers.snapshot import Snapshot
from programme.footprints import geometry_hash
from programme.storage import snapshot as frames
from programme.storage.snapshot import Programme
from programme.storage.snapshot_desk import DESK_FRAMES
from programme.world import World

X0, Y0 = 650_000.0, 6_866_000.0


def square(x: float, y: float, width: float = 100.0, height: float = 100.0) -> shapely.Polygon:
    """Rectangle whose lower left corner is given from the origin, in metres."""
    return shapely.box(X0 + x, Y0 + y, X0 + x + width, Y0 + y + height)


def point(x: float, y: float) -> shapely.Point:
    return shapely.Point(X0 + x, Y0 + y)


def eur(text: str | int | None) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def _row(columns: Mapping[str, str], defaults: dict[str, Any], given: dict[str, Any]) -> list[Any]:
    unknown = set(given) - set(columns)
    assert not unknown, f"no such column: {unknown}"
    return [{**defaults, **given}.get(name) for name in columns]


def operation(
    identifier: str, geometry: shapely.Geometry | None = None, **given: Any
) -> tuple[list[Any], Any]:
    defaults = {
        "id": identifier,
        "name": f"Opération {identifier}",
        "commune": "92050",
        "family": "34",
        "step": "engagée",
        "owner": "Office fictif de la Boucle",
        "owner_kind": "landlord",
        "dwellings_demolished": 0,
        "dwellings_rebuilt_on_site": 0,
        "dwellings_rebuilt_elsewhere": 0,
        "dwellings_requalified": 0,
        "dwellings_residentialised": 0,
        "fictitious": True,
    }
    shape = (
        geometry
        if geometry is None or geometry.geom_type == "MultiPolygon"
        else shapely.MultiPolygon([geometry])
    )
    return _row(frames.OPERATIONS, defaults, given), shape


def line(
    identifier: str, operation_id: str, funder_id: str, requested: str | int | None, **given: Any
) -> list[Any]:
    defaults = {
        "id": identifier,
        "operation_id": operation_id,
        "funder_id": funder_id,
        "kind": "subsidy",
        "nature": "award",
        "year": 2025,
        "requested_eur": eur(requested),
        "fictitious": True,
    }
    return _row(frames.FUNDING_LINES, defaults, given)


def visa(
    number: int, operation_id: str, geometry: shapely.Polygon, **given: Any
) -> tuple[list[Any], shapely.Polygon]:
    defaults = {
        "fid": number,
        "operation_id": operation_id,
        "operation_name": f"Opération {operation_id}",
        "commune": "92050",
        "decision": "approved",
        "decided_on": dt.date(2026, 2, 3),
        "person": "Mme Durand",
        "recorded_at": dt.datetime(2026, 2, 4, 9, 30, tzinfo=dt.UTC),
        "recorded_by": "mairie",
        "geometry_hash": geometry_hash(geometry),
        "revisions": json.dumps({"parcels": "20260101-000000-0000000000", "programme": "1"}),
        "checked_at": dt.datetime(2026, 2, 4, 9, 0, tzinfo=dt.UTC),
        "verdict": "conform",
        "errors": 0,
        "warnings": 0,
        "fictitious": True,
    }
    return _row(frames.VISAS, defaults, given), geometry


def action(identifier: str, **given: Any) -> list[Any]:
    defaults = {
        "id": identifier,
        "name": f"Action {identifier}",
        "theme": "employment",
        "public": "all",
        "holder": "Association fictive",
        "fictitious": True,
    }
    return _row(frames.SOCIAL_ACTIONS, defaults, given)


FUNDERS = [
    ["anru", "Agence nationale pour la rénovation urbaine", "ANRU", "anru", 1],
    ["departement", "Département des Hauts-de-Seine", "Département", "department", 2],
    ["region", "Région Île-de-France", "Région", "region", 3],
    ["nanterre", "Ville de Nanterre", "Nanterre", "commune", 4],
    ["action_logement", "Action Logement", "Action Logement", "other", 5],
    ["office", "Office fictif de la Boucle", "Office", "landlord", 6],
]


def programme(
    operations: list[tuple[list[Any], Any]],
    *,
    lines: list[list[Any]] = [],  # noqa: B006 - never changed
    milestones: list[tuple[str, str, dt.date | None, dt.date | None]] = [],  # noqa: B006
    parcels: list[tuple[Any, ...]] = [],  # noqa: B006
    actions: list[list[Any]] = [],  # noqa: B006
    action_operations: list[tuple[str, str]] = [],  # noqa: B006
    action_neighbourhoods: list[tuple[str, str]] = [],  # noqa: B006
    cadastre: str | None = None,
    visas: list[tuple[list[Any], Any]] = [],  # noqa: B006
    revision: int = 1,
    **desk: list[dict[str, Any]],
) -> Programme:
    """Programme of some rows; those of the single desk are given by the name of their frame, each as a dict."""
    assert set(desk) <= set(DESK_FRAMES)
    shapes = [shape for _cells, shape in operations]
    ids = [cells[0] for cells, _shape in operations]
    mapped = [(name, shape) for name, shape in zip(ids, shapes, strict=True) if shape is not None]
    return Programme(
        revision=revision,
        operations=frames.operations_frame([cells for cells, _shape in operations], shapes),
        milestones=frames.frame(frames.MILESTONES, milestones),
        footprints=frames.frame(
            frames.FOOTPRINTS,
            [(name, cadastre, shape.area, geometry_hash(shape)) for name, shape in mapped],
            index="operation_id",
        ),
        operation_parcels=frames.frame(frames.OPERATION_PARCELS, parcels),
        funders=frames.frame(frames.FUNDERS, FUNDERS, index="id"),
        funding_lines=frames.frame(frames.FUNDING_LINES, lines, index="id"),
        social_actions=frames.frame(frames.SOCIAL_ACTIONS, actions, index="id"),
        social_action_operations=frames.frame(frames.SOCIAL_ACTION_OPERATIONS, action_operations),
        social_action_neighbourhoods=frames.frame(frames.SOCIAL_ACTION_NEIGHBOURHOODS, action_neighbourhoods),
        visas=frames.visas_frame(
            [cells for cells, _shape in visas], [shapely.MultiPolygon([shape]) for _cells, shape in visas]
        ),
        **{
            name: frames.desk_frame(
                name, [_row(kind.columns, {"fictitious": True}, row) for row in desk.get(name, [])]
            )
            for name, kind in DESK_FRAMES.items()
        },
    )


def snapshot(key: str, rows: list[dict[str, Any]], revision: str = "20260101-000000-0000000000") -> Snapshot:
    """Layer in memory; each row holds its fields and its ``geometry``."""
    layer = registry.layer(key)
    content = {
        item.name: pd.Series(
            [row.get(item.name) for row in rows], dtype="str" if item.type == "text" else "object"
        )
        for item in layer.fields
    }
    geometry = gpd.GeoSeries([row["geometry"] for row in rows], crs="EPSG:2154")
    features = gpd.GeoDataFrame(content, geometry=geometry)
    bounds = tuple(float(edge) for edge in features.total_bounds) if rows else (0.0, 0.0, 0.0, 0.0)
    facts = Revision(
        layer=key,
        id=revision,
        imported_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        seconds=0.1,
        bounds=bounds,
    )
    return Snapshot(layer, facts, features)


def communes() -> Snapshot:
    return snapshot(
        "communes",
        [
            {
                "insee": "92050",
                "name": "Nanterre",
                "ept": "Paris Ouest La Défense",
                "population": 90_000,
                "geometry": square(-1000, -1000, 3000, 3000),
            },
            {
                "insee": "92036",
                "name": "Gennevilliers",
                "ept": "Boucle Nord de Seine",
                "population": 42_000,
                "geometry": square(2000, -1000, 3000, 3000),
            },
            {
                "insee": "92004",
                "name": "Asnières-sur-Seine",
                "ept": "Boucle Nord de Seine",
                "geometry": square(5000, -1000, 3000, 3000),
            },
        ],
    )


def neighbourhoods_2024() -> Snapshot:
    return snapshot(
        "neighbourhoods_2024",
        [
            {
                "code": "QN09206M",
                "name": "Le Parc",
                "communes": "Nanterre",
                "population": 5_000,
                "approximate": True,
                "fictitious": False,
                "geometry": square(0, 0, 400, 300),
            },
            {
                "code": "QN09210I",
                "name": "Les Agnettes",
                "communes": "Gennevilliers, Asnières-sur-Seine",
                "population": 8_000,
                "geometry": square(3000, 0, 400, 300),
            },
        ],
    )


def neighbourhoods_2015() -> Snapshot:
    return snapshot(
        "neighbourhoods_2015",
        [
            {
                "code": "QP092016",
                "name": "Le Parc",
                "communes": "Nanterre",
                "population": 4_500,
                "geometry": square(100, 0, 400, 300),
            }
        ],
    )


def parcels() -> Snapshot:
    """Nine parcels of 100 × 100 m side by side from the origin, then one in Gennevilliers."""
    own = [
        {
            "idu": f"92050000BR{number:04d}",
            "commune": "92050",
            "prefix": "000",
            "section": "BR",
            "number": f"{number:04d}",
            "recorded_m2": 10_000,
            "geometry": square(100 * (number - 1), 0),
        }
        for number in range(1, 10)
    ]
    return snapshot(
        "parcels",
        [*own, {"idu": "920360000A0001", "commune": "92036", "section": "A", "geometry": square(3000, 0)}],
    )


def housing() -> Snapshot:
    """On the first square 120 dwellings, 200 m east of it 60 and (unknown landlord) 4, far away 500."""
    rows = [
        ("R1", "Tour A", "Office fictif", 120, "PLUS", point(50, 50)),
        ("R2", "Barre B", "Autre bailleur", 60, "PLAI", point(300, 50)),
        ("R3", "Maison C", None, 4, None, point(300, 60)),
        ("R4", "Loin", "Office fictif", 500, "PLS", point(1500, 50)),
    ]
    return snapshot(
        "housing",
        [
            {
                "id": name,
                "name": label,
                "landlord": landlord,
                "dwellings": dwellings,
                "financing": financing,
                "commune": "92050",
                "fictitious": True,
                "geometry": geometry,
            }
            for name, label, landlord, dwellings, financing, geometry in rows
        ],
    )


def facilities() -> Snapshot:
    """A school on the first square, a school 300 m east of it exactly, a crèche 301 m east of it."""
    rows = [
        ("F1", "École du Parc", "school", point(60, 50)),
        ("F2", "École Voltaire", "school", point(400, 50)),
        ("F3", "Crèche du Bois", "creche", point(401, 50)),
    ]
    return snapshot(
        "facilities",
        [
            {
                "id": name,
                "name": label,
                "kind": kind,
                "commune": "92050",
                "fictitious": True,
                "geometry": geometry,
            }
            for name, label, kind, geometry in rows
        ],
    )


def small_programme() -> Programme:
    """Four operations.

    * ``92050-014``: the first square, wholly in both Parcs but for its 100 m west of the 2015 one;
    * ``92050-015``: 50 m in, 50 m out of the 2024 Parc, in the 2015 one;
    * ``92036-001``: in Gennevilliers, 100 m east of Les Agnettes;
    * ``92050-016``: unmapped, without cost or date.
    """
    return programme(
        [
            operation(
                "92050-014",
                square(0, 0),
                name="Résidentialisation des tours du Parc",
                description="Clôtures et halls",
                cost_excl_tax_eur=eur("3400000.00"),
                funding_basis_eur=eur("3100000.00"),
                dwellings_residentialised=120,
                contact="Mme Martin, 01 00 00 00 00",
                internal_comment="À revoir avant le comité",
            ),
            operation(
                "92050-015",
                square(350, 0),
                name="École Voltaire",
                family="37",
                step="travaux",
                owner="Ville de Nanterre",
                owner_kind="commune",
                cost_excl_tax_eur=eur("1000000.00"),
                funding_basis_eur=eur("1000000.00"),
            ),
            operation(
                "92036-001",
                square(3500, 0),
                name="Démolition de la barre L’Île",
                commune="92036",
                family="21",
                step="livrée",
                cost_excl_tax_eur=eur("500000.50"),
            ),
            operation("92050-016", None, name="Étude urbaine", family="14", step="étude"),
        ],
        lines=[
            line("L1", "92050-014", "anru", 1_240_000, committed_eur=eur(1_240_000), paid_eur=eur(310_000)),
            line("L2", "92050-014", "departement", 465_000, committed_eur=eur(465_000), paid_eur=eur(0)),
            line("L3", "92050-014", "region", 372_000, committed_eur=eur(0), paid_eur=eur(0)),
            line(
                "L4",
                "92050-014",
                "action_logement",
                651_000,
                kind="loan",
                committed_eur=eur(651_000),
                paid_eur=eur(0),
            ),
            line("L5", "92050-015", "anru", 600_000, voted_eur=eur(600_000)),
            line("L6", "92050-015", "nanterre", 150_000, kind="own_funds"),
            line("L7", "92050-015", "departement", 300_000),
            line("L8", "92036-001", "anru", "250000.25"),
        ],
        milestones=[
            ("92050-014", "travaux", dt.date(2027, 3, 1), None),
            ("92050-014", "étude", dt.date(2024, 1, 10), dt.date(2024, 2, 9)),
            ("92050-015", "travaux", dt.date(2025, 5, 1), dt.date(2025, 4, 1)),
            ("92036-001", "livrée", dt.date(2022, 6, 30), dt.date(2023, 6, 30)),
        ],
        parcels=[
            ("92050-014", "92050000BR0001", 10_000.0, 10_000.0, 10_000.0, 1.0, "20260101-000000-0000000000"),
            (
                "92050-015",
                "92050000BR0005",
                float("nan"),
                10_000.0,
                5_000.0,
                0.5,
                "20260101-000000-0000000000",
            ),
            ("92050-015", "92050000BR0004", 10_000.0, 10_000.0, 5_000.0, 0.5, "20260101-000000-0000000000"),
        ],
        actions=[
            action(
                "A1",
                name="Chantier d’insertion espaces verts",
                hours_planned=4_200,
                hours_done=1_150,
                granted_eur=eur("18000.00"),
                start=dt.date(2025, 1, 1),
                internal_comment="Porteur fragile",
            ),
            action("A2", name="Atelier des habitants", theme="consultation", meetings=3),
            action("A3", name="Soutien scolaire", theme="education", public="children"),
        ],
        action_operations=[("A1", "92050-014"), ("A2", "92050-014")],
        action_neighbourhoods=[("A1", "QN09206M"), ("A3", "QN09206M")],
        cadastre="20260101-000000-0000000000",
    )


def world(
    content: Programme | None = None, *, role: Role = Role.STEERING, without: tuple[str, ...] = ()
) -> World:
    """Small world with every layer but those named."""
    makers = {
        "communes": communes,
        "parcels": parcels,
        "neighbourhoods_2015": neighbourhoods_2015,
        "neighbourhoods_2024": neighbourhoods_2024,
        "housing": housing,
        "facilities": facilities,
    }
    chosen = {key: make() for key, make in makers.items() if key not in without}
    return World(small_programme() if content is None else content, role, chosen)


def empty_world() -> World:
    """Nothing imported, nothing decided."""
    return World(Programme.empty())
