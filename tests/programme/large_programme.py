"""A large programme drawn by a seed: operations, funding lines with cents, unknown amounts and decommitments."""

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

from programme.steps import Step
from programme.storage import snapshot as frames
from programme.storage.snapshot import Programme
from tests.programme.factories import operation

FUNDERS = [(f"f{rank}", f"Financeur fictif {rank}", f"F{rank}", "other", rank) for rank in range(1, 10)]
KINDS = ("subsidy", "subsidy", "subsidy", "loan", "own_funds")
FAMILIES = ("14", "21", "24", "31", "33", "34", "37")


def large_programme(operations: int = 10_000, lines: int = 60_000, seed: int = 92) -> Programme:
    """Made-up operations of 36 communes and their lines."""
    dice = random.Random(seed)
    made = [
        operation(
            f"OP-{number:05d}",
            commune=f"92{dice.randrange(2, 38):03d}",
            family=dice.choice(FAMILIES),
            step=dice.choice(list(Step)).value,
            cost_excl_tax_eur=_maybe(dice, 5_000_000_00),
            funding_basis_eur=_maybe(dice, 4_000_000_00),
        )
        for number in range(operations)
    ]
    return replace(
        Programme.empty(1),
        operations=frames.operations_frame([cells for cells, _ in made], [None] * operations),
        funders=frames.frame(frames.FUNDERS, FUNDERS, index="id"),
        funding_lines=frames.frame(
            frames.FUNDING_LINES, [_line(dice, number, operations) for number in range(lines)], index="id"
        ),
    )


def _maybe(dice: random.Random, most: int) -> Decimal | None:
    return None if dice.random() < 0.1 else Decimal(dice.randrange(most)).scaleb(-2)


def _line(dice: random.Random, number: int, operations: int) -> list[Any]:
    taken_back = dice.random() < 0.05
    requested = dice.randrange(1, 900_000_00)
    sign = -1 if taken_back else 1
    committed = None if dice.random() < 0.3 else sign * (requested // 2)
    values = {
        "id": f"L-{number:06d}",
        "operation_id": f"OP-{dice.randrange(operations):05d}",
        "funder_id": dice.choice(FUNDERS)[0],
        "kind": dice.choice(KINDS),
        "nature": "decommitment" if taken_back else "award",
        "year": dice.randrange(2015, 2031),
        "requested_eur": None if dice.random() < 0.2 else _eur(sign * requested),
        "voted_eur": None if dice.random() < 0.3 else _eur(sign * requested),
        "committed_eur": None if committed is None else _eur(committed),
        "paid_eur": None if committed is None or dice.random() < 0.4 else _eur(committed // 3),
        "fictitious": True,
    }
    return [values.get(name) for name in frames.FUNDING_LINES]


def _eur(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
