"""Commitments and payments as time goes by, against plan: exact to the cent, by half-year where the data allow it.

A commitment authorisation (AE) is what a funder binds itself to, a payment credit (CP) what it pays out. An amount that
is known for a whole year counts in its second half: its sum is right at the end of the year.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from programme.desk import AmountState
from programme.money.behind import Part, parts
from programme.money.ledger import Cents, Flags, Measure, ledger, whole_cents
from programme.world import World


class Series(StrEnum):
    """The four curves."""

    PLANNED_COMMITMENTS = "planned_commitments"
    COMMITMENTS = "commitments"
    PLANNED_PAYMENTS = "planned_payments"
    PAYMENTS = "payments"


SERIES = tuple(Series)
ACTUAL = frozenset({Series.COMMITMENTS, Series.PAYMENTS})
COMMITTING = frozenset({Series.PLANNED_COMMITMENTS, Series.COMMITMENTS})


@dataclass(frozen=True, slots=True)
class Period:
    """A half-year, or a year where ``half`` is None."""

    year: int
    half: int | None

    @property
    def key(self) -> str:
        """Such as ``2026-1``, or ``2026``."""
        return str(self.year) if self.half is None else f"{self.year}-{self.half}"


@dataclass(frozen=True, eq=False)
class Schedule:
    """p periods that follow each other without a gap.

    Attributes
    ----------
    periods
        From the first that has an amount to the last.
    cents
        Amounts of each series, shape (p).
    last
        Position of the last period that has an actual amount: curves of what has come end there; -1 for none.
    whole_years
        How many amounts are known for a whole year alone, where periods are halves.
    undated_committed_cents, undated_paid_cents
        What the lines say beyond the amounts that are dated: dated + undated = total of the matrix.
    """

    periods: tuple[Period, ...]
    cents: dict[Series, Cents]
    last: int
    whole_years: int
    undated_committed_cents: int
    undated_paid_cents: int

    def cumulated(self, series: Series) -> Cents:
        """Sums up to the end of each period, shape (p)."""
        found: Cents = np.cumsum(self.cents[series])
        return found


@dataclass(frozen=True, eq=False)
class _Amounts:
    """k amounts of periods: line (position in the ledger), year, half (0: the whole year), planned or actual."""

    line: npt.NDArray[np.intp]
    year: npt.NDArray[np.int64]
    half: npt.NDArray[np.int64]
    planned: Flags
    ae_cents: Cents
    cp_cents: Cents


def schedule(
    world: World, ids: Collection[str], years: Sequence[int] = (), *, by_half: bool = True
) -> Schedule:
    """Sum up commitments and payments of operations by period.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Operations that count.
    years
        Years of decision of the lines that count; none for all.
    by_half
        False: periods are years.
    """
    book, amounts = ledger(world), world.derive(_amounts)
    kept = book.among(ids)[book.operation]
    if years:
        kept &= np.isin(book.year, years)
    counted = kept[amounts.line]
    place = amounts.year * 2 + np.where(amounts.half == 1, 0, 1) if by_half else amounts.year
    periods, first = _periods(place[counted], by_half=by_half)
    cents = {
        series: _summed(
            place - first, counted & (amounts.planned == (series not in ACTUAL)), values, len(periods)
        )
        for series, values in (
            (Series.PLANNED_COMMITMENTS, amounts.ae_cents),
            (Series.COMMITMENTS, amounts.ae_cents),
            (Series.PLANNED_PAYMENTS, amounts.cp_cents),
            (Series.PAYMENTS, amounts.cp_cents),
        )
    }
    come = place[counted & ~amounts.planned]
    return Schedule(
        periods=periods,
        cents=cents,
        last=int(come.max() - first) if come.size else -1,
        whole_years=int((counted & (amounts.half == 0)).sum()) if by_half else 0,
        undated_committed_cents=int(
            book.measured(Measure.COMMITTED)[kept].sum() - cents[Series.COMMITMENTS].sum()
        ),
        undated_paid_cents=int(book.measured(Measure.PAID)[kept].sum() - cents[Series.PAYMENTS].sum()),
    )


def _periods(place: npt.NDArray[np.int64], *, by_half: bool) -> tuple[tuple[Period, ...], int]:
    if not place.size:
        return (), 0
    first, last = int(place.min()), int(place.max())
    if by_half:
        return tuple(Period(at // 2, at % 2 + 1) for at in range(first, last + 1)), first
    return tuple(Period(at, None) for at in range(first, last + 1)), first


def _summed(place: npt.NDArray[np.int64], kept: Flags, cents: Cents, size: int) -> Cents:
    sums: Cents = np.zeros(size, dtype=np.int64)
    np.add.at(sums, place[kept], cents[kept])
    return sums


def _amounts(world: World) -> _Amounts:
    table = world.programme.funding_amounts
    line = ledger(world).lines.get_indexer(table["funding_line_id"])
    # A line that this reader may not see takes its amounts with it.
    seen = line >= 0
    table = table[seen]
    return _Amounts(
        line=line[seen],
        year=table["year"].to_numpy("int64"),
        half=np.array([0 if half is None or half != half else int(half) for half in table["half"]], np.int64),
        planned=(table["state"] == AmountState.PLANNED.value).to_numpy(bool),
        ae_cents=whole_cents(table["ae_eur"])[0],
        cp_cents=whole_cents(table["cp_eur"])[0],
    )


def behind_period(
    world: World, ids: Collection[str], series: Series, period: str, years: Sequence[int] = ()
) -> tuple[Part, ...]:
    """Take one amount of a schedule apart by operation: the parts add up to it, to the cent.

    Parameters
    ----------
    world, ids, years
        As the schedule was asked for.
    series
        Which curve.
    period
        Key of the period: of a half where it has one, else of a year.

    Returns
    -------
    The greatest part first.
    """
    book, amounts = ledger(world), world.derive(_amounts)
    kept = book.among(ids)[book.operation]
    if years:
        kept &= np.isin(book.year, years)
    year, _dash, half = period.partition("-")
    counted = kept[amounts.line] & (amounts.planned == (series not in ACTUAL)) & (amounts.year == int(year))
    if half:
        counted &= np.where(amounts.half == 1, 1, 2) == int(half)
    values = amounts.ae_cents if series in COMMITTING else amounts.cp_cents
    counted &= values != 0
    sums: Cents = np.zeros(len(book.operations), dtype=np.int64)
    operation = book.operation[amounts.line]
    np.add.at(sums, operation[counted], values[counted])
    lines = np.unique(amounts.line[counted])
    numbers = np.bincount(book.operation[lines], minlength=len(book.operations))
    return parts(book.operations, np.flatnonzero(numbers), sums, numbers)
