"""How a value of an indicator is written for people, its unit in it where the name of the indicator does not say it."""

from decimal import Decimal

from core.formats import UNKNOWN, number, percent
from programme.evaluation.indicators import Unit

_EUROS = (Unit.EUR, Unit.EUR_PER_DWELLING, Unit.EUR_PER_INHABITANT)


def value_text(value: Decimal | None, unit: Unit) -> str:
    r"""Write a value: shares with one decimal, all others as whole numbers; unknown is an em dash.

    Examples
    --------
    >>> value_text(Decimal("0.0609"), Unit.SHARE), value_text(None, Unit.EUR)
    ('6,1\xa0%', '—')
    """
    if value is None:
        return UNKNOWN
    if unit is Unit.SHARE:
        return percent(value, decimals=0 if value in (0, 1) else 1)
    return f"{number(value)}\N{NO-BREAK SPACE}€" if unit in _EUROS else number(value)
