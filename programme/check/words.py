"""Sentences of a report, with their figures as the language in force writes them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from core.formats import date, number, percent
from core.issues import Level
from core.languages import N_, _, plural
from core.settings import Checks
from programme.check.report import Finding, Group, Relation, RuleResult, Verdict

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.CONFORM: N_("conform"),
    Verdict.TO_BE_CORRECTED: N_("to be corrected"),
}
GROUP_WORDS: Mapping[Group, str] = {
    Group.SHAPE: N_("Shape"),
    Group.PLACE: N_("Place"),
    Group.PARCELS: N_("Parcels"),
    Group.NEIGHBOURS: N_("Neighbours"),
    Group.POLICY: N_("City policy"),
    Group.EFFECT: N_("Effect"),
}
RELATION_WORDS: Mapping[Relation, str] = {
    Relation.WHOLE: N_("whole"),
    Relation.PARTIAL: N_("partial"),
    Relation.GRAZED: N_("grazed"),
}
_THRESHOLD_WORDS: Mapping[str, str] = {
    "edge_m": N_("Parcel only grazed, or whole: width up to"),
    "edge_share": N_("Parcel only grazed, or whole: share up to"),
    "vertex_m": N_("Vertices that are one: distance up to"),
    "spike_deg": N_("Spike: angle below"),
    "sliver_m": N_("Sliver: width up to"),
    "least_m2": N_("Area that is doubtful: below"),
    "most_m2": N_("Area that is doubtful: above"),
    "area_share": N_("Areas that differ: by more than"),
    "outside_m2": N_("Outside the declared commune: more than"),
    "overlap_m2": N_("Overlap with another operation: more than"),
    "same_m": N_("Outlines that are the same: distance up to"),
}
_COUNT_WORDS: Mapping[Level, tuple[str, str]] = {
    Level.ERROR: (N_("{count} error"), N_("{count} errors")),
    Level.WARNING: (N_("{count} warning"), N_("{count} warnings")),
    Level.INFORMATION: (N_("{count} piece of information"), N_("{count} pieces of information")),
}
_FINE_BELOW = 10.0
"""Measures below it are told with two decimals."""


def told(said: Finding | RuleResult) -> str:
    """Sentence of a finding, or the reason of a rule, in the language in force, figures with their units."""
    text = said.text if isinstance(said, Finding) else said.reason
    return _(text).format(**{name: figure(name, value) for name, value in said.values.items()})


def counted(level: Level, count: int) -> str:
    r"""Write how many findings of a level there are.

    Examples
    --------
    >>> counted(Level.ERROR, 2)
    '2 erreurs'
    """
    return plural(count, *_COUNT_WORDS[level]).format(count=number(count))


def thresholds(checks: Checks) -> list[tuple[str, str]]:
    """Thresholds in force, each with its words and its value, in the order of the configuration."""
    return [
        (_(words), figure(name, float(getattr(checks, name)))) for name, words in _THRESHOLD_WORDS.items()
    ]


def figure(name: str, value: Any) -> str:
    r"""Write one value as its name asks for.

    Parameters
    ----------
    name
        Its ending tells the unit: ``_m2``, ``_m``, ``_deg``, ``_share``; ``_word`` is a word of the catalogue,
        ``_day`` a date in ISO text.
    value
        Plain JSON value; None is unknown.

    Examples
    --------
    >>> figure("covered_m2", 1234.6), figure("width_m", 0.4), figure("covered_share", 0.125)
    ('1\u202f235\xa0m²', '0,40\xa0m', '12,5\xa0%')
    """
    if name.endswith("_day") and isinstance(value, str):
        return date(dt.date.fromisoformat(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _(str(value)) if name.endswith("_word") else str("—" if value is None else value)
    if name.endswith("_share"):
        return percent(value, decimals=1)
    unit = next((word for ending, word in _UNITS if name.endswith(ending)), None)
    if unit is None:
        return number(value, decimals=0 if isinstance(value, int) or value == int(value) else 2)
    return number(value, decimals=2 if abs(value) < _FINE_BELOW and value != 0 else 0) + unit


_UNITS = (("_m2", "\u00a0m²"), ("_m", "\u00a0m"), ("_deg", "°"))
