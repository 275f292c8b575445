"""The funding lines as whole numbers of cents, side by side: what every sum over many operations is worked out from.

Amounts are ``int64`` cents: sums are exact and vectorised. The plan counts a line at its planned amount, as
:mod:`programme.money.funding` says.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from programme.money.funding import KINDS
from programme.steps import FundingKind
from programme.world import World

Cents = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Measure(StrEnum):
    """Which of the amounts of a line is summed."""

    REQUESTED = "requested"
    VOTED = "voted"
    COMMITTED = "committed"
    PAID = "paid"


MEASURES = tuple(Measure)


@dataclass(frozen=True, slots=True)
class Source:
    """What one funder brings in one kind: a column of the matrix.

    Attributes
    ----------
    funder_id, short_name, name, rank
        Of the funder; its identifier stands in for names that the programme does not hold.
    kind
        Of the money.
    """

    funder_id: str
    short_name: str
    name: str
    rank: int
    kind: FundingKind

    @property
    def key(self) -> str:
        """Kind and funder in one word."""
        return f"{self.kind.value}:{self.funder_id}"


@dataclass(frozen=True, eq=False)
class Ledger:
    """n operations and their m funding lines.

    Attributes
    ----------
    operations
        Identifiers of the n operations, in the order of the programme.
    lines
        Identifiers of the m lines.
    sources
        Columns: subsidies by rank of the funder, then loans, then own funds.
    operation, source, year
        Of each line: position in ``operations``, position in ``sources``, year of the decision.
    amounts_cents, stated
        Shape (4, m), in the order of :data:`MEASURES`: amounts, 0 where unknown, and whether they are known.
    planned_cents
        Shape (m): what the plan counts, the first amount that is known; 0 where none is.
    cost_cents, cost_known
        Shape (n): what an operation has to be funded for: its cost excluding tax, the funding basis where no cost is
        known; 0 and False where neither is.
    """

    operations: pd.Index
    lines: pd.Index
    sources: tuple[Source, ...]
    operation: npt.NDArray[np.intp]
    source: npt.NDArray[np.intp]
    year: npt.NDArray[np.int64]
    amounts_cents: Cents
    stated: Flags
    planned_cents: Cents
    cost_cents: Cents
    cost_known: Flags

    def among(self, ids: Collection[str]) -> Flags:
        """Whether each of the n operations is one of some."""
        if isinstance(ids, pd.Index) and ids.equals(self.operations):
            return np.ones(len(self.operations), dtype=bool)
        return np.asarray(self.operations.isin(list(ids)), dtype=bool)

    def measured(self, measure: Measure) -> Cents:
        """Amounts of the m lines by one measure."""
        chosen: Cents = self.amounts_cents[MEASURES.index(measure)]
        return chosen

    def known(self, measure: Measure) -> Flags:
        """Whether the m lines state that measure."""
        chosen: Flags = self.stated[MEASURES.index(measure)]
        return chosen


def ledger(world: World) -> Ledger:
    """Funding lines of a world as arrays, worked out once; no line where the reader may not see who pays."""
    return world.derive(_ledger)


def euros(cents: int) -> Decimal:
    """Turn cents into euros with two decimals.

    Examples
    --------
    >>> euros(123456)
    Decimal('1234.56')
    """
    return Decimal(int(cents)).scaleb(-2)


def _ledger(world: World) -> Ledger:
    programme = world.programme
    lines, operations = programme.funding_lines, programme.operations
    found = [whole_cents(lines[f"{measure}_eur"]) for measure in MEASURES]
    amounts, stated = np.stack([cents for cents, _ in found]), np.stack([known for _, known in found])
    cost, cost_known = whole_cents(operations["cost_excl_tax_eur"])
    basis, basis_known = whole_cents(operations["funding_basis_eur"])
    sources, source = _sources(programme.funders, lines)
    return Ledger(
        operations=operations.index,
        lines=lines.index,
        sources=sources,
        operation=operations.index.get_indexer(lines["operation_id"]),
        source=source,
        year=lines["year"].to_numpy("int64"),
        amounts_cents=amounts,
        stated=stated,
        planned_cents=_first_stated(amounts, stated),
        cost_cents=np.where(cost_known, cost, basis),
        cost_known=cost_known | basis_known,
    )


def whole_cents(amounts: pd.Series) -> tuple[Cents, Flags]:
    """Whole cents, and which are known; the store holds none with more than two decimals."""
    values = amounts.tolist()
    known = np.array([isinstance(value, Decimal) for value in values], dtype=bool)
    cents = [int(value.scaleb(2)) if isinstance(value, Decimal) else 0 for value in values]
    return np.array(cents, dtype=np.int64), known


def _first_stated(amounts: Cents, stated: Flags) -> Cents:
    first = stated.argmax(axis=0)
    planned: Cents = np.take_along_axis(amounts, first[np.newaxis], axis=0)[0]
    return planned


def _sources(funders: pd.DataFrame, lines: pd.DataFrame) -> tuple[tuple[Source, ...], npt.NDArray[np.intp]]:
    """Sources in the order of a plan, and the position of each line among them."""
    pairs = pd.MultiIndex.from_arrays([lines["kind"], lines["funder_id"]])
    codes, distinct = pairs.factorize()
    names = funders.to_dict("index")
    found = [_source(str(kind), str(funder), names.get(funder, {})) for kind, funder in distinct]
    order = sorted(
        range(len(found)),
        key=lambda place: (KINDS.index(found[place].kind), found[place].rank, found[place].funder_id),
    )
    positions = np.empty(len(found), dtype=np.intp)
    positions[order] = np.arange(len(found))
    return tuple(found[place] for place in order), positions[codes] if len(codes) else codes


def _source(kind: str, funder_id: str, facts: dict[str, Any]) -> Source:
    return Source(
        funder_id=funder_id,
        short_name=str(facts.get("short_name") or funder_id),
        name=str(facts.get("name") or funder_id),
        rank=int(facts.get("rank", 10**6)),
        kind=FundingKind(kind),
    )
