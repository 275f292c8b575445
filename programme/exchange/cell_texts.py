"""Values as the exchange format writes them: what the journal keeps, and what a form hands over to be checked."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

from programme.cells import amount_text, known
from programme.storage.columns import MAX_EUR


def cell_text(value: Any) -> str:
    """Write a value as a cell of the exchange format.

    Parameters
    ----------
    value
        Text, whole number, degrees, amount, day, truth, or None; NaN, NaT and NA are unknown too.

    Returns
    -------
    Empty for the unknown. Amounts have two decimals at least: more are kept, for the checks to find.

    Raises
    ------
    TypeError
        Nothing of the kind.

    Examples
    --------
    >>> cell_text(Decimal("12.5")), cell_text(True), cell_text(None), cell_text(" é ")
    ('12.50', 'true', '', 'é')
    """
    value = known(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, Decimal):
        return _amount(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    raise TypeError(f"no value of the programme: {value!r}")


def _amount(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    short = isinstance(exponent, int) and exponent > -2 and abs(value) < MAX_EUR
    return amount_text(value.quantize(Decimal("0.01")) if short else value) or ""
