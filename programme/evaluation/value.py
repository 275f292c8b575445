"""What an indicator is worth in a place, against its baseline and its target, or why that cannot be told."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from programme.cells import plain_record
from programme.evaluation.indicators import Indicator
from programme.evaluation.place import Place


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a value: what one funder, one family or one site makes of it.

    Attributes
    ----------
    by
        ``funder``, ``family`` or ``site``: the parts of each add up alone, but for sites that share operations.
    key, label
        Identifier, and words in the language in force; the key is empty for what is of no site.
    value
        In the unit of the indicator; rounded, so that parts may miss the whole by the last digit.
    """

    by: str
    key: str
    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """Where an indicator started in a place, and where it should go.

    Attributes
    ----------
    baseline, baseline_year
        Value at the start and its year; None where unknown.
    target, horizon
        Value to reach, and the year by which; None where none is set.
    source
        Where the target comes from.
    fictitious
        Invented for the demonstration.
    """

    baseline: Decimal | None = None
    baseline_year: int | None = None
    target: Decimal | None = None
    horizon: int | None = None
    source: str | None = None
    fictitious: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator in one place.

    Attributes
    ----------
    place, indicator
        Which one, where.
    year
        At whose end; the running year: as it stands today.
    value
        In the unit of the indicator, exact or rounded to six decimals; None where it cannot be told.
    missing
        Sentence in the language in force: what cannot be computed, and why; None where there is a value.
    suppressed
        True: the number is kept secret because it, or another one that it would give back, is small.
    target
        Baseline, target, horizon and their source.
    source
        Sentence in the language in force: what the value was worked out from, or that it was kept.
    date
        Day on which it was worked out.
    kept
        True: it was kept that year, and not worked out now.
    parts
        By funder, family and site, for money alone; empty for others.
    fictitious
        It was worked out from rows that are invented for the demonstration.
    remark
        Sentence in the language in force on what the value leaves out; None for nothing.
    """

    place: Place
    indicator: Indicator
    year: int
    value: Decimal | None
    missing: str | None
    suppressed: bool
    target: Target
    source: str
    date: dt.date
    kept: bool = False
    parts: tuple[Part, ...] = ()
    fictitious: bool = False
    remark: str | None = None

    @property
    def progress(self) -> Decimal | None:
        """Way done from the baseline to the target, 1 at the target; None where one of the three is not known.

        Without a baseline, the way begins at nothing. It goes below 0 where things went the wrong way.
        """
        target, baseline = self.target.target, self.target.baseline or Decimal(0)
        if self.value is None or target is None or target == baseline:
            return None
        return (self.value - baseline) / (target - baseline)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: numbers as text with every digit."""
        record: dict[str, Any] = plain_record(self)
        record["place"] = self.place.key
        record["indicator"] = self.indicator.code
        record["title"] = self.indicator.label
        record["unit"] = self.indicator.unit.value
        return record
