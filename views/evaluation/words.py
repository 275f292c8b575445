"""Words that the parts of the page Évaluation share."""

from decimal import Decimal

from core.formats import UNKNOWN, number, percent
from core.languages import N_, _, plural
from programme.evaluation.indicators import Unit
from programme.evaluation.value import Value
from views.html import Html, grey, join, tag
from views.rules_page import map_address

_EUROS = (Unit.EUR, Unit.EUR_PER_DWELLING, Unit.EUR_PER_INHABITANT)


def amount_words(value: Decimal | float | None, unit: Unit) -> str:
    """Write a value with its unit where the name of the indicator does not say it."""
    if value is None:
        return UNKNOWN
    if unit is Unit.SHARE:
        return percent(value, decimals=0 if value in (0, 1) else 1)
    return f"{number(value)}\N{NO-BREAK SPACE}€" if unit in _EUROS else number(value)


def value_words(value: Value) -> object:
    """Value of an indicator; a secret one says so, and one that cannot be told is a dash."""
    if value.suppressed:
        return tag("span", _("secret"), class_="secret")
    return amount_words(value.value, value.indicator.unit)


def share_bar(share: Decimal | float | None) -> Html:
    """Small bar of a share, beside its figure; nothing where it is not known."""
    if share is None:
        return Html("")
    filled = max(0.0, min(1.0, float(share)))
    return tag("span", tag("i", "", style=f"width:{100 * filled:.0f}%"), class_="meter", aria_hidden="true")


def operation_link(operation_id: str, name: str) -> Html:
    """Name of an operation that leads to it on the map, its identifier in grey beside it."""
    return join((tag("a", name, href=map_address(operation_id)), " ", grey(operation_id)))


def signed(value: int | None, *, unit: str = "") -> str:
    """Write a difference: with its sign, zero without."""
    if value is None:
        return UNKNOWN
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{number(abs(value))}{unit}"


def others(count: int) -> str:
    """What a list does not name."""
    return plural(count, N_("{count} other"), N_("{count} others")).format(count=number(count))
