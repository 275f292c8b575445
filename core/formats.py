"""Numbers, dates and money as a reader of the language in force writes them.

Unknown (None, NaN, NaT) is an em dash; zero is ``0``.
"""

import datetime as dt
import math
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from core.languages import current_language

UNKNOWN = "—"
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def locale() -> str:
    """Babel's name of the language in force."""
    return _LOCALES[current_language()]


def _unknown(value: object) -> bool:
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, Decimal):
        return value.is_nan()
    return False


def number(value: float | Decimal | None, *, decimals: int = 0) -> str:
    r"""Write a number with the separators of the language.

    Examples
    --------
    >>> number(12345)
    '12\u202f345'
    >>> number(None)
    '—'
    """
    if value is None or _unknown(value):
        return UNKNOWN
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=locale()))


def money(amount: Decimal | None, *, cents: bool = False) -> str:
    """Write an amount in euros, without its unit: the unit stands in the head of the column."""
    return number(amount, decimals=2 if cents else 0)


def euros(amount: Decimal | None) -> str:
    r"""Write an amount with its unit, for a sentence.

    Examples
    --------
    >>> euros(Decimal("3100000"))
    '3\u202f100\u202f000\xa0€'
    """
    return UNKNOWN if _unknown(amount) else f"{money(amount)}\u00a0€"


def percent(share: float | Decimal | None, *, decimals: int = 0) -> str:
    r"""Write a share in [0, 1] as a percentage.

    Examples
    --------
    >>> percent(0.27)
    '27\xa0%'
    """
    if _unknown(share):
        return UNKNOWN
    value = share * 100 if share is not None else None
    text = number(value, decimals=decimals)
    return f"{text}\u00a0%" if current_language() == "fr" else f"{text}%"


def date(day: dt.date | None) -> str:
    """Write a date in full figures, such as 12/10/2026."""
    if day is None or day != day:
        return UNKNOWN
    return str(format_date(day, format="dd/MM/yyyy", locale=locale()))


def area(square_metres: float | None) -> str:
    """Write an area: in m² below one hectare, in hectares with one decimal above."""
    if _unknown(square_metres):
        return UNKNOWN
    if square_metres is not None and square_metres >= 10_000:
        return f"{number(square_metres / 10_000, decimals=1)}\u00a0ha"
    return f"{number(square_metres)}\u00a0m²"


def distance(metres: float | None) -> str:
    """Write a distance in whole metres, in kilometres with one decimal from 10 km."""
    if _unknown(metres):
        return UNKNOWN
    if metres is not None and metres >= 10_000:
        return f"{number(metres / 1000, decimals=1)}\u00a0km"
    return f"{number(metres)}\u00a0m"
