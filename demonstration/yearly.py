"""Money by half-year: what each line was to commit and to pay, and what came; decisions and conventions."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demonstration.dice import Dice
from demonstration.funding import CENT, FundingLine
from demonstration.milestones import TODAY, reached
from demonstration.operations import Operation
from programme.desk import AmountState
from programme.steps import FundingKind, Step

_SIGNED = {
    dt.date(2024, 12, 31): dt.date(2017, 6, 22),
    dt.date(2026, 12, 31): dt.date(2018, 11, 15),
    dt.date(2028, 6, 30): dt.date(2019, 12, 12),
    dt.date(2030, 12, 31): dt.date(2020, 10, 8),
    dt.date(2031, 12, 31): dt.date(2021, 7, 1),
}
"""Days on which the invented conventions were signed, by the day on which they end."""
_DELIBERATIONS = {"departement": "CP", "region": "CR"}
"""Funders other than the ANRU whose votes have a number, and what it begins with."""


@dataclass(frozen=True, slots=True)
class Convention:
    """One convention and the operations that it holds."""

    id: str
    number: str
    title: str
    signed_on: dt.date
    ends_on: dt.date
    cost_excl_tax_eur: Decimal
    cost_incl_tax_eur: Decimal | None
    operations: Sequence[str]


@dataclass(frozen=True, slots=True)
class FundingAmount:
    """Commitment and payment of a line in one half-year."""

    id: str
    funding_line_id: str
    year: int
    half: int
    state: AmountState
    ae_eur: Decimal | None
    cp_eur: Decimal | None


@dataclass(frozen=True, slots=True)
class AwardDecision:
    """Decision on one line."""

    id: str
    funding_line_id: str
    convention_id: str | None
    number: str
    decided_on: dt.date | None
    amount_eur: Decimal | None


def build_conventions(operations: Sequence[Operation]) -> list[Convention]:
    """One convention for each day on which conventions of the operations end."""
    found = []
    for number, (end, signed) in enumerate(_SIGNED.items(), start=1):
        held = [operation for operation in operations if operation.convention_end == end]
        with_tax = [operation.cost_incl_tax_eur for operation in held]
        found.append(
            Convention(
                id=f"CONV-{number:02d}",
                number=f"CF-92-{signed.year}-{number:02d}",
                title=f"Convention fictive de renouvellement urbain n° {number}",
                signed_on=signed,
                ends_on=end,
                cost_excl_tax_eur=sum((operation.cost_excl_tax_eur for operation in held), Decimal(0)),
                # One operation whose cost with tax is unknown leaves that of the convention unknown.
                cost_incl_tax_eur=sum((cost for cost in with_tax if cost is not None), Decimal(0))
                if None not in with_tax
                else None,
                operations=[operation.id for operation in held],
            )
        )
    return found


def build_amounts(operations: Sequence[Operation], lines: Sequence[FundingLine]) -> list[FundingAmount]:
    """All amounts by half-year: those of a line add up to its own, to the cent."""
    homes = {operation.id: operation for operation in operations}
    return [
        FundingAmount(f"{line.id}-{number:02d}", line.id, *period, state, ae, cp)
        for line in lines
        for number, (period, state, ae, cp) in enumerate(
            _periods(homes[line.operation_id], line, Dice(f"yearly/{line.id}")), start=1
        )
    ]


_Period = tuple[int, int]
_Amounts = tuple[_Period, AmountState, Decimal | None, Decimal | None]


def _periods(operation: Operation, line: FundingLine, dice: Dice) -> Iterator[_Amounts]:
    first = (line.year, dice.integer(1, 2))
    planned = line.requested_eur if line.requested_eur is not None else line.voted_eur
    if planned is not None:
        yield from _spread(first, planned, planned, AmountState.PLANNED, dice, last=(2032, 2))
    if line.committed_eur is not None:
        late = _later(first, dice.integer(0, 2))
        last = (TODAY.year, 2)
        finished = reached(list(operation.milestones), Step.SETTLED)
        if finished is not None:
            last = min(last, (finished.year, 1 if finished.month <= 6 else 2))
        began = min(late, last)
        yield from _spread(began, line.committed_eur, line.paid_eur, AmountState.ACTUAL, dice, last=last)


def _spread(
    first: _Period, ae: Decimal, cp: Decimal | None, state: AmountState, dice: Dice, *, last: _Period
) -> Iterator[_Amounts]:
    """Commit in the first period, and pay from then on in one to five periods, the last one included."""
    periods = [first]
    for _time in range(dice.integer(1, 4)):
        if periods[-1] < last:
            periods.append(_later(periods[-1], 1))
    parts: list[Decimal | None] = [None] * len(periods)
    if cp is not None:
        part = (cp / len(periods)).quantize(CENT)
        parts = [*[part] * (len(periods) - 1), cp - part * (len(periods) - 1)]
    for place, (period, paid) in enumerate(zip(periods, parts, strict=True)):
        if place == 0 or paid is not None:
            yield period, state, ae if place == 0 else None, paid


def _later(period: _Period, halves: int) -> _Period:
    """Half-year that comes some halves later.

    Examples
    --------
    >>> _later((2026, 2), 1), _later((2026, 1), 3)
    ((2027, 1), (2027, 2))
    """
    whole = 2 * period[0] + period[1] - 1 + halves
    return whole // 2, whole % 2 + 1


def build_decisions(lines: Sequence[FundingLine], conventions: Sequence[Convention]) -> list[AwardDecision]:
    """Decisions of the ANRU, the Department and the Region on their lines, numbered in that order."""
    homes = {operation: item.id for item in conventions for operation in item.operations}
    found: list[AwardDecision] = []
    for line in lines:
        if line.voted_eur is None or line.voted_eur < 0 or line.kind is not FundingKind.SUBSIDY:
            continue
        number = line.award_decision
        if number is None and line.funder_id in _DELIBERATIONS:
            number = f"{_DELIBERATIONS[line.funder_id]}-{line.year}-{len(found) + 1:04d}"
        if number is not None:
            dice = Dice(f"decision/{line.id}")
            day = dt.date(line.year, dice.integer(1, 12), dice.integer(1, 28))
            found.append(
                AwardDecision(
                    id=f"DA-{len(found) + 1:04d}",
                    funding_line_id=line.id,
                    convention_id=homes.get(line.operation_id),
                    number=number,
                    decided_on=day if day <= TODAY else None,
                    amount_eur=line.voted_eur,
                )
            )
    return found
