"""What measuring an indicator gives: a number, or the sentence that says why there is none."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.languages import N_, _
from programme.evaluation.value import Part

SIX_DECIMALS = Decimal("0.000001")
CENT = Decimal("0.01")

NOT_DATED = N_("The programme does not date this: only a value that was kept that year could tell it.")
NO_HOUSING = N_("The layer of social housing was not imported: dwellings are unknown.")
NO_DWELLINGS = N_("No social dwelling stands in this place, by the layer of social housing.")


@dataclass(frozen=True, slots=True)
class Moment:
    """When things are told.

    Attributes
    ----------
    year
        At whose end, or the running year.
    day
        Last day that counts: today for the running year.
    past
        True: the year is over, and only what bears dates can be worked out.
    """

    year: int
    day: dt.date
    past: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator, worked out.

    Attributes
    ----------
    value
        None where it cannot be told.
    missing
        Sentence in the language in force that says why; None where there is a value.
    secret
        True: there is a number, which is kept secret.
    remark
        Sentence in the language in force on what the value leaves out; None for nothing.
    parts
        As in :class:`programme.evaluation.value.Value`.
    """

    value: Decimal | None
    missing: str | None = None
    secret: bool = False
    remark: str | None = None
    parts: tuple[Part, ...] = ()


Found = Mapping[str, Measured]
"""Indicators by code."""


def told(value: float | Decimal, remark: str | None = None) -> Measured:
    """Give a number that is known."""
    return Measured(Decimal(int(value)) if isinstance(value, int) else Decimal(value), remark=remark)


def lacking(sentence: str) -> Measured:
    """Say in the language in force why there is no number."""
    return Measured(None, _(sentence))


def quotient(
    part: int | Decimal,
    whole: int | Decimal,
    why: str,
    *,
    step: Decimal = SIX_DECIMALS,
    remark: str | None = None,
) -> Measured:
    """Divide, rounded half to even at ``step``; the English sentence ``why`` where there is nothing to divide by."""
    if whole == 0:
        return lacking(why)
    return Measured((Decimal(part) / Decimal(whole)).quantize(step), remark=remark)
