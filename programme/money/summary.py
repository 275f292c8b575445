"""The funding of many operations in one value: what each funder brings, by each of the four amounts."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from programme.cells import plain_record
from programme.money.funding import KINDS
from programme.money.ledger import MEASURES, Measure, euros
from programme.money.matrix import COST, OVER, PLANNED, TOTAL, UNCOVERED, Grouping, matrix
from programme.visibility import sees_funding
from programme.world import World


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Sums of one funder in one kind, of a kind, or of all.

    Attributes
    ----------
    funder_id, short_name
        Of the funder; empty for sums of several.
    kind
        Value of :class:`programme.steps.FundingKind`; empty for all kinds.
    requested_eur, voted_eur, committed_eur, paid_eur
        Exact sums of the known amounts.
    """

    funder_id: str
    short_name: str
    kind: str
    requested_eur: Decimal
    voted_eur: Decimal
    committed_eur: Decimal
    paid_eur: Decimal


@dataclass(frozen=True, slots=True)
class MoneySummary:
    """Who pays for a set of operations.

    Attributes
    ----------
    revision, operations
        Of the programme; how many operations are summed.
    withheld
        True: this reader may not see who pays; there are no rows.
    sources, kinds, total
        Sums by funder and kind in the order of a plan, by kind, and of all.
    cost_excl_tax_eur, planned_eur, uncovered_eur, over_eur
        As :class:`programme.money.matrix.Matrix` sums them; None where withheld.
    unknown_cost
        Operations that enter none of those four.
    """

    revision: int
    operations: int
    withheld: bool
    sources: tuple[MoneyRow, ...]
    kinds: tuple[MoneyRow, ...]
    total: MoneyRow
    cost_excl_tax_eur: Decimal | None
    planned_eur: Decimal | None
    uncovered_eur: Decimal | None
    over_eur: Decimal | None
    unknown_cost: int

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; amounts as text with every digit."""
        record: dict[str, Any] = plain_record(self)
        return record


def money_summary(world: World, ids: Collection[str]) -> MoneySummary:
    """Sum up the funding of operations.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Operations that count.
    """
    tables = {measure: matrix(world, ids, Grouping.COMMUNE, measure) for measure in MEASURES}
    sums = {measure: table.totals() for measure, table in tables.items()}
    first = tables[Measure.REQUESTED]
    withheld = not sees_funding(world.role)

    def row(key: str, funder_id: str = "", short_name: str = "", kind: str = "") -> MoneyRow:
        return MoneyRow(funder_id, short_name, kind, *(euros(sums[measure][key]) for measure in MEASURES))

    def covered(key: str) -> Decimal | None:
        return None if withheld else euros(sums[Measure.REQUESTED][key])

    return MoneySummary(
        revision=world.programme.revision,
        operations=len(ids),
        withheld=withheld,
        sources=tuple(
            row(source.key, source.funder_id, source.short_name, source.kind.value)
            for source in first.sources
        ),
        kinds=tuple(row(kind.value, kind=kind.value) for kind in KINDS),
        total=row(TOTAL),
        cost_excl_tax_eur=covered(COST),
        planned_eur=covered(PLANNED),
        uncovered_eur=covered(UNCOVERED),
        over_eur=covered(OVER),
        unknown_cost=int(first.unknown_cost.sum()),
    )
