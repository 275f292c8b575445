"""Who pays for an operation: the funding plan, exact to the cent.

Amounts are ``Decimal`` and are never rounded here; shares are exact quotients, rounded once where they are
shown.

The plan counts each line at its **planned** amount: the requested one, and where nothing says what was
requested, the voted, committed or paid one, in that order. A decommitment takes away: its amounts are
negative. What is left to find, and every share, stand on planned amounts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from programme.cells import known, plain_record
from programme.steps import FundingKind
from programme.storage.snapshot import Programme

KINDS = (FundingKind.SUBSIDY, FundingKind.LOAN, FundingKind.OWN_FUNDS)
"""In the order in which a plan shows them."""

_LAST = 10**6
"""Rank of a funder that the programme does not rank."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The four amounts of a line or of several, in euros, and the one that the plan counts.

    Attributes
    ----------
    requested_eur, voted_eur, committed_eur, paid_eur
        None where unknown; of several lines, the sum of those that are known.
    planned_eur
        What the plan counts; None where no amount at all is known.
    """

    requested_eur: Decimal | None = None
    voted_eur: Decimal | None = None
    committed_eur: Decimal | None = None
    paid_eur: Decimal | None = None
    planned_eur: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One decision of one funder.

    Attributes
    ----------
    id
        Of the line.
    funder_id, short_name, name, funder_kind
        Of the funder: identifier, names, value of :class:`programme.steps.FunderKind`.
    rank
        Order of display of the funder.
    kind, nature
        Values of :class:`programme.steps.FundingKind` and :class:`programme.steps.FundingNature`.
    year
        Of the decision.
    amounts
        Of the line.
    award_decision
        Reference of the decision that commits it.
    basis_share
        Planned amount ÷ basis, whatever the kind: width in the bar. None where it is not computable.
    subsidy_share
        The same for a subsidy; None for a loan and for own funds, which never enter a subsidy rate.
    fictitious
        Invented for the demonstration.
    """

    id: str
    funder_id: str
    short_name: str
    name: str
    funder_kind: str | None
    rank: int
    kind: FundingKind
    nature: str
    year: int | None
    amounts: Amounts
    award_decision: str | None = None
    basis_share: Decimal | None = None
    subsidy_share: Decimal | None = None
    fictitious: bool = False


@dataclass(frozen=True, slots=True)
class FunderRow:
    """What one funder brings in one kind: subsidies first, then loans, then own funds.

    Attributes
    ----------
    funder_id, short_name, name, rank
        Of the funder.
    kind
        Value of :class:`programme.steps.FundingKind`.
    lines
        Number of lines.
    amounts
        Their sums.
    basis_share, subsidy_share
        As for a line; None for several operations together.
    """

    funder_id: str
    short_name: str
    name: str
    rank: int
    kind: FundingKind
    lines: int
    amounts: Amounts
    basis_share: Decimal | None = None
    subsidy_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FundingPlan:
    """Who pays for one operation.

    Attributes
    ----------
    operation_id
        Of the operation.
    withheld
        True: this reader may not see who pays; there are no lines, and nothing below is computed.
    basis_eur, cost_excl_tax_eur
        Funding basis and cost excluding tax; None where unknown.
    lines, by_funder
        Each decision; the same, grouped by funder and kind.
    totals
        Of all kinds together; 0 where the operation has no line.
    by_kind
        Totals of each kind.
    subsidy_rate
        Planned subsidies ÷ basis. None without a basis: not computable, which is not 0.
    uncovered_eur
        Cost excluding tax (or basis, where no cost is known) less everything planned, loans and own funds
        included: a balanced plan gives 0. Negative: more is planned than needed. None where neither is known.
    uncovered_of
        ``cost`` or ``basis``: what it was taken from; None where it is not computable.
    uncovered_share
        Uncovered ÷ what it was taken from.
    """

    operation_id: str
    withheld: bool = False
    basis_eur: Decimal | None = None
    cost_excl_tax_eur: Decimal | None = None
    lines: tuple[FundingLine, ...] = ()
    by_funder: tuple[FunderRow, ...] = ()
    totals: Amounts = Amounts()
    by_kind: dict[FundingKind, Amounts] = field(default_factory=dict)
    subsidy_rate: Decimal | None = None
    uncovered_eur: Decimal | None = None
    uncovered_of: str | None = None
    uncovered_share: Decimal | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; amounts and shares as text. The amounts of a line stand in the line itself."""
        record = plain_record(self)
        for name in ("lines", "by_funder"):
            record[name] = [
                {**{k: v for k, v in row.items() if k != "amounts"}, **row["amounts"]} for row in record[name]
            ]
        return dict(record)


def funding_plan(programme: Programme, operation_id: str, *, withheld: bool = False) -> FundingPlan:
    """Draw up the funding plan of an operation.

    Parameters
    ----------
    programme
        As the reader may see it.
    operation_id
        An operation of it.
    withheld
        True where the reader may not see who pays: the plan then says so, instead of showing an operation
        that nobody funds.

    Raises
    ------
    KeyError
        The programme has no such operation.
    """
    row = programme.operations.loc[operation_id]
    basis, cost = known(row["funding_basis_eur"]), known(row["cost_excl_tax_eur"])
    if withheld:
        return FundingPlan(operation_id, withheld=True, basis_eur=basis, cost_excl_tax_eur=cost)
    lines = _lines(programme, [operation_id], basis)
    by_kind = {kind: total([line.amounts for line in lines if line.kind == kind]) for kind in KINDS}
    totals = total([line.amounts for line in lines])
    reference = basis if cost is None else cost
    uncovered = None if reference is None else reference - _or_zero(totals.planned_eur)
    return FundingPlan(
        operation_id=operation_id,
        basis_eur=basis,
        cost_excl_tax_eur=cost,
        lines=lines,
        by_funder=_by_funder(lines, basis),
        totals=totals,
        by_kind=by_kind,
        subsidy_rate=_share(_or_zero(by_kind[FundingKind.SUBSIDY].planned_eur), basis),
        uncovered_eur=uncovered,
        uncovered_of=None if reference is None else "basis" if cost is None else "cost",
        uncovered_share=_share(uncovered, reference),
    )


def money_by_funder(programme: Programme, operation_ids: Collection[str]) -> tuple[FunderRow, ...]:
    """Sum up what each funder brings to a set of operations, each kind apart, whatever the order of the ids.

    Whole amounts of each operation count, even where an operation only partly lies in a place.
    """
    return _by_funder(_lines(programme, operation_ids, None), None)


def total(parts: Iterable[Amounts]) -> Amounts:
    """Add amounts up: known ones alone; 0 of nothing, None where all are unknown.

    Examples
    --------
    >>> total([Amounts(paid_eur=Decimal(3)), Amounts(paid_eur=Decimal(4), voted_eur=Decimal(1))]).paid_eur
    Decimal('7')
    """
    rows = list(parts)
    return Amounts(
        requested_eur=_sum(row.requested_eur for row in rows),
        voted_eur=_sum(row.voted_eur for row in rows),
        committed_eur=_sum(row.committed_eur for row in rows),
        paid_eur=_sum(row.paid_eur for row in rows),
        planned_eur=_sum(row.planned_eur for row in rows),
    )


def _lines(programme: Programme, ids: Collection[str], basis: Decimal | None) -> tuple[FundingLine, ...]:
    """Lines of operations in the order of a plan: kind, rank of the funder, year, identifier."""
    table = programme.funding_lines
    records = table[table["operation_id"].isin(list(ids))]
    funders = programme.funders.to_dict("index")
    lines = [
        _line(str(line_id), row, funders.get(row["funder_id"], {}), basis)
        for line_id, row in records.to_dict("index").items()
    ]
    return tuple(sorted(lines, key=lambda line: (*_order(line), line.year or 0, line.id)))


def _line(line_id: str, row: dict[str, Any], funder: dict[str, Any], basis: Decimal | None) -> FundingLine:
    amounts = _amounts(*(known(row[f"{name}_eur"]) for name in ("requested", "voted", "committed", "paid")))
    kind = FundingKind(row["kind"])
    share = _share(amounts.planned_eur, basis)
    rank, year = known(funder.get("rank")), known(row["year"])
    return FundingLine(
        id=line_id,
        funder_id=row["funder_id"],
        short_name=known(funder.get("short_name")) or row["funder_id"],
        name=known(funder.get("name")) or row["funder_id"],
        funder_kind=known(funder.get("kind")),
        rank=_LAST if rank is None else int(rank),
        kind=kind,
        nature=row["nature"],
        year=None if year is None else int(year),
        amounts=amounts,
        award_decision=known(row["award_decision"]),
        basis_share=share,
        subsidy_share=share if kind == FundingKind.SUBSIDY else None,
        fictitious=bool(known(row["fictitious"])),
    )


def _amounts(
    requested: Decimal | None, voted: Decimal | None, committed: Decimal | None, paid: Decimal | None
) -> Amounts:
    """Four amounts of a line, and the one that counts: the first that is known."""
    stated = [amount for amount in (requested, voted, committed, paid) if amount is not None]
    return Amounts(requested, voted, committed, paid, stated[0] if stated else None)


def _by_funder(lines: tuple[FundingLine, ...], basis: Decimal | None) -> tuple[FunderRow, ...]:
    return tuple(_funder_row(list(group), basis) for _key, group in groupby(lines, key=_order))


def _funder_row(lines: list[FundingLine], basis: Decimal | None) -> FunderRow:
    amounts, first = total([line.amounts for line in lines]), lines[0]
    share = _share(amounts.planned_eur, basis)
    return FunderRow(
        funder_id=first.funder_id,
        short_name=first.short_name,
        name=first.name,
        rank=first.rank,
        kind=first.kind,
        lines=len(lines),
        amounts=amounts,
        basis_share=share,
        subsidy_share=share if first.kind == FundingKind.SUBSIDY else None,
    )


def _order(line: FundingLine) -> tuple[int, int, str]:
    return KINDS.index(line.kind), line.rank, line.funder_id


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Sum of the known ones; 0 of nothing, None where all are unknown."""
    given = list(amounts)
    stated = [amount for amount in given if amount is not None]
    return sum(stated, Decimal(0)) if stated or not given else None


def _or_zero(amount: Decimal | None) -> Decimal:
    return Decimal(0) if amount is None else amount


def _share(amount: Decimal | None, basis: Decimal | None) -> Decimal | None:
    """Amount ÷ basis; None where it is not computable."""
    return None if amount is None or basis is None or basis <= 0 else amount / basis
