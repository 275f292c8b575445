"""A large programme, drawn by a seed: 10,000 operations and 60,000 funding lines, as tables of the exchange format."""

import csv
import datetime as dt
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from programme.exchange.declarations import FORMATS
from programme.nomenclature import family_codes
from programme.steps import FundingKind, Step
from programme.themes import Public, Theme
from programme.world import World

OPERATIONS, LINES, ACTIONS = 10_000, 60_000, 2_000
_SEED = 92
_MAPPED = 0.9
_SIDE_M = 40.0
_FUNDERS = 10
_STEPS = [step for step in Step if step is not Step.ABANDONED]
_FIRST_DAY = dt.date(2016, 1, 1)

Cells = dict[str, Any]


def write_programme(folder: Path, world: World, *, lines: bool = True) -> None:
    """Write the tables into a folder.

    Parameters
    ----------
    folder
        Made where it is not there.
    world
        Layers that give the operations their communes and their places.
    lines
        False: operations without any funding line.
    """
    dice = random.Random(_SEED)
    folder.mkdir(parents=True, exist_ok=True)
    operations = _operations(dice, world)
    ids = [row["id"] for row in operations]
    actions = [_action(dice, number, world) for number in range(ACTIONS)]
    tables: dict[str, Iterable[Cells]] = {
        "operations": operations,
        "footprints": _footprints(dice, world, operations),
        "milestones": (row for each in operations for row in _milestones(dice, each)),
        "funders": [_funder(rank) for rank in range(1, _FUNDERS + 1)],
        "funding_lines": (_line(dice, number, ids) for number in range(LINES if lines else 0)),
        "social_actions": actions,
        "social_action_operations": [
            {"social_action_id": row["id"], "operation_id": dice.choice(ids)} for row in actions[::2]
        ],
        "social_action_neighbourhoods": _neighbourhoods(dice, world, actions[1::2]),
    }
    for name, rows in tables.items():
        _write(folder, name, rows)


def _write(folder: Path, name: str, rows: Iterable[Cells]) -> None:
    form = FORMATS[name]
    columns = [column.name for column in form.columns]
    with (folder / form.file).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({**row, "fictitious": "true"} for row in rows)


def _operations(dice: random.Random, world: World) -> list[Cells]:
    communes = sorted(world.commune_names)
    families = sorted(family_codes())
    return [
        {
            "id": f"OP-{number:05d}",
            "name": f"Opération fictive {number}",
            "commune": dice.choice(communes),
            "family": dice.choice(families),
            "step": dice.choice(_STEPS).value,
            "owner": f"Maître d’ouvrage fictif {dice.randrange(200)}",
            "owner_kind": "landlord",
            "cost_excl_tax_eur": _maybe(dice, 5_000_000_00),
            "funding_basis_eur": _maybe(dice, 4_000_000_00),
            "dwellings_demolished": dice.randrange(60),
            "dwellings_rebuilt_on_site": dice.randrange(40),
            "dwellings_rebuilt_elsewhere": dice.randrange(40),
            "dwellings_requalified": dice.randrange(80),
            "dwellings_residentialised": dice.randrange(80),
        }
        for number in range(OPERATIONS)
    ]


def _footprints(dice: random.Random, world: World, operations: Sequence[Cells]) -> Iterable[Cells]:
    """Squares round parcels drawn at random; one operation in ten has none."""
    if world.parcels is None:
        return
    shapes = world.parcels.frame.geometry.to_numpy()
    drawn = shapes[[dice.randrange(len(shapes)) for _row in operations]]
    x, y = shapely.get_coordinates(shapely.point_on_surface(drawn)).T
    half = _SIDE_M / 2
    squares = shapely.box(x - half, y - half, x + half, y + half)
    texts: Sequence[str] = np.asarray(shapely.to_wkt(squares, rounding_precision=3)).tolist()
    for row, text in zip(operations, texts, strict=True):
        if dice.random() < _MAPPED:
            yield {"operation_id": row["id"], "wkt": text}


def _milestones(dice: random.Random, operation: Cells) -> Iterable[Cells]:
    day = _FIRST_DAY + dt.timedelta(days=dice.randrange(2_000))
    reached = _STEPS.index(Step(operation["step"]))
    for place, step in enumerate(_STEPS):
        day += dt.timedelta(days=dice.randrange(120, 500))
        late = day + dt.timedelta(days=dice.randrange(-30, 200))
        yield {
            "operation_id": operation["id"],
            "step": step.value,
            "planned": day.isoformat(),
            "actual": late.isoformat() if place <= reached and late < dt.date(2026, 1, 1) else "",
        }


def _funder(rank: int) -> Cells:
    return {
        "id": f"f{rank}",
        "name": f"Financeur fictif {rank}",
        "short_name": f"F{rank}",
        "kind": "other",
        "rank": rank,
    }


def _line(dice: random.Random, number: int, operations: Sequence[str]) -> Cells:
    sign = -1 if dice.random() < 0.05 else 1
    requested = dice.randrange(1, 900_000_00)
    committed = None if dice.random() < 0.3 else sign * (requested // 2)
    return {
        "id": f"L-{number:06d}",
        "operation_id": dice.choice(operations),
        "funder_id": f"f{dice.randrange(1, _FUNDERS + 1)}",
        "kind": dice.choice(list(FundingKind)).value,
        "nature": "decommitment" if sign < 0 else "award",
        "year": dice.randrange(2015, 2031),
        "requested_eur": "" if dice.random() < 0.2 else _eur(sign * requested),
        "voted_eur": "" if dice.random() < 0.3 else _eur(sign * requested),
        "committed_eur": "" if committed is None else _eur(committed),
        "paid_eur": "" if committed is None or dice.random() < 0.4 else _eur(committed // 3),
    }


def _action(dice: random.Random, number: int, world: World) -> Cells:
    granted = dice.randrange(1_000_00, 60_000_00)
    return {
        "id": f"AS-{number:05d}",
        "name": f"Action fictive {number}",
        "theme": dice.choice(list(Theme)).value,
        "public": dice.choice(list(Public)).value,
        "holder": f"Association fictive {dice.randrange(300)}",
        "commune": dice.choice(sorted(world.commune_names)),
        "start": f"{dice.randrange(2018, 2027)}-03-01",
        "requested_eur": _eur(granted * 2),
        "granted_eur": _eur(granted),
    }


def _neighbourhoods(dice: random.Random, world: World, actions: Iterable[Cells]) -> Iterable[Cells]:
    snapshot = world.neighbourhoods_2024
    codes = [] if snapshot is None else sorted(snapshot.frame["code"])
    for row in actions if codes else ():
        yield {"social_action_id": row["id"], "neighbourhood_code": dice.choice(codes)}


def _maybe(dice: random.Random, most: int) -> str:
    return "" if dice.random() < 0.1 else _eur(dice.randrange(most))


def _eur(cents: int) -> str:
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"
