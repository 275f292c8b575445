"""Sentences of rules and of what they say, with their figures as the language in force writes them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.formats import date, euros, number, percent
from core.languages import N_, _, plural
from programme.check.words import figure as check_figure
from programme.nomenclature import family_label
from programme.place_sheets import GENERATION_WORDS
from programme.rules.dated_rule import DatedRule
from programme.rules.outcome import State, Unit
from programme.words import FUNDER_KINDS, OWNER_KINDS

STATE_WORDS: Mapping[State, str] = {
    State.BROKEN: N_("not kept"),
    State.UNKNOWN: N_("to be confirmed"),
    State.APPLIES: N_("applies"),
    State.KEPT: N_("kept"),
    State.APART: N_("does not apply"),
}

PARAMETER_WORDS: Mapping[str, str] = {
    "generation": N_("Neighbourhoods"),
    "entirely_within_m": N_("Entirely nearer than"),
    "partly_within_m": N_("Partly nearer than"),
    "condition": N_("To be confirmed"),
    "convention_by": N_("Convention signed by"),
    "permit_by": N_("Permit applied for by"),
    "minimum_share": N_("Minimum"),
    "maximum_share": N_("Maximum"),
    "owner_kinds": N_("Project owners"),
    "public_funder_kinds": N_("Public funders"),
    "derogation": N_("Derogation"),
    "derogation_funder_kinds": N_("Sign of a derogation: a subsidy of"),
    "families": N_("Families"),
    "funders": N_("Funders"),
    "funder_kinds": N_("Kinds of funders"),
    "tolerance_eur": N_("Tolerance"),
    "clause": N_("Hours"),
}
"""Names of the parameters of all rules."""

_VALUES: Mapping[str, Mapping[str, str]] = {
    "generation": GENERATION_WORDS,
    "condition": {
        "npnru": N_("whether the neighbourhood is one of the NPNRU"),
        "former": N_("the dates of convention and permit"),
        "convention": N_("whether a convention covers the dwellings"),
    },
    "clause": {"works": N_("works"), "management": N_("neighbourhood management")},
    "owner_kinds": OWNER_KINDS,
    "public_funder_kinds": FUNDER_KINDS,
    "derogation_funder_kinds": FUNDER_KINDS,
    "funder_kinds": FUNDER_KINDS,
}


def rule_title(rule: DatedRule) -> str:
    """Name of a rule in the language in force."""
    return _(rule.title)


def rule_text(rule: DatedRule) -> str:
    r"""What a rule says in the language in force, with the figures that the file gives it.

    Examples
    --------
    >>> from programme.rules.rule_set import amount_rules
    >>> rule_text(next(rule for rule in amount_rules() if rule.code == "subsidies_within_basis"))
    'L’ensemble des subventions ne dépasse pas 100\xa0% de l’assiette\xa0; prêts et fonds propres ne comptent pas.'
    """
    return _(rule.text).format(**{name: figure(name, value) for name, value in rule.parameters.items()})


def parameters(rule: DatedRule) -> list[tuple[str, str]]:
    """Name and value of each parameter that the file sets, in words of the language in force."""
    return [
        (_(PARAMETER_WORDS[name]), _parameter(name, value))
        for name, value in rule.parameters.items()
        if value not in ((), Decimal(0))
    ]


def _parameter(name: str, value: Any) -> str:
    if name == "families":
        return ", ".join(f"{code} {family_label(code)}" for code in value)
    words = _VALUES.get(name, {})
    if isinstance(value, tuple):
        return ", ".join(_(words.get(item, item)) for item in value)
    return figure(name, value) if value not in words else _(words[value])


def days_in_force(rule: DatedRule) -> str:
    """When a rule is in force, in words."""
    if rule.start is not None and rule.end is not None:
        return _("from {start} to {end}").format(start=date(rule.start), end=date(rule.end))
    if rule.start is not None:
        return _("from {start}").format(start=date(rule.start))
    if rule.end is not None:
        return _("to {end}").format(end=date(rule.end))
    return _("no date is set")


def told(sentence: str, values: Mapping[str, Any]) -> str:
    """Fill a sentence of the catalogue, figures with their units."""
    return _(sentence).format(**{name: figure(name, value) for name, value in values.items()})


def figure(name: str, value: Any) -> str:
    r"""Write one value as its name asks for.

    Parameters
    ----------
    name
        Its ending tells the unit: ``_eur``, ``_share``, ``_day``, ``_days``, ``_hours``, ``_count``, ``_dates``,
        and what :func:`programme.check.words.figure` knows beside them.
    value
        A plain value, Decimal or date; None is unknown.

    Examples
    --------
    >>> figure("own_share", Decimal("0.1428571")), figure("minimum_share", Decimal("0.2"))
    ('14,29\xa0%', '20\xa0%')
    >>> figure("gap_eur", Decimal("1234.5")), figure("gap_eur", Decimal("1234.00"))
    ('1\u202f234,50\xa0€', '1\u202f234\xa0€')
    """
    if value is None or isinstance(value, str):
        return check_figure(name, value)
    if isinstance(value, dt.date):
        return date(value)
    if name.endswith("_dates"):
        return ", ".join(_late(item) for item in value)
    if name.endswith("_share"):
        rounded = round(Decimal(value) * 100, 2)
        return percent(value, decimals=0 if rounded == int(rounded) and _exact(value, rounded) else 2)
    if name.endswith("_eur"):
        whole = value == int(value)
        return euros(value) if whole else f"{number(value, decimals=2)}\u00a0€"
    if name.endswith("_days"):
        return plural(value, N_("{count} day"), N_("{count} days")).format(count=number(value))
    if name.endswith("_hours"):
        return f"{number(value, decimals=0 if value == int(value) else 2)}\u00a0h"
    if name.endswith("_count"):
        return number(value)
    return check_figure(name, value)


def _late(item: Mapping[str, Any]) -> str:
    """One date that comes too late, and by how much."""
    what = f"{_(item['what'])} {item['name']}".strip()
    words = _("{what} on {date} ({days} late)")
    return words.format(what=what, date=date(item["date"]), days=figure("late_days", item["late_days"]))


def _exact(share: Decimal, rounded: Decimal) -> bool:
    """Whether nothing was rounded away: 19.999 % is not told as 20 %."""
    return Decimal(share) * 100 == rounded


def margin_words(margin: Decimal | float | None, unit: Unit | None) -> str:
    r"""Write a margin with its sign and its unit; an em dash where there is none.

    Examples
    --------
    >>> margin_words(Decimal("-0.0571428"), Unit.SHARE), margin_words(Decimal(120), Unit.DAYS)
    ('−5,71\xa0points', '+120\xa0jours')
    """
    if margin is None or unit is None:
        return "—"
    sign = "−" if margin < 0 else "+" if margin > 0 else ""
    size = Decimal(margin).copy_abs()
    if unit is Unit.SHARE:
        return sign + _("{count} points").format(count=number(size * 100, decimals=2))
    if unit is Unit.METRES:
        return sign + figure("margin_m", float(size))
    return sign + figure(f"margin_{unit.value}", int(size) if unit is Unit.DAYS else size)
