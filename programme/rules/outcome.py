"""Where an operation stands with a rule, in figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where an operation stands with a rule.

    A rule that asks for something is kept or broken; a rule that gives something applies, or stands apart. ``unknown``:
    it cannot be told here, and the sentence says why.
    """

    BROKEN = "broken"
    UNKNOWN = "unknown"
    APPLIES = "applies"
    KEPT = "kept"
    APART = "apart"


class Unit(StrEnum):
    """What a margin is counted in."""

    SHARE = "share"
    EUROS = "eur"
    DAYS = "days"
    HOURS = "hours"
    METRES = "m"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says, once.

    Attributes
    ----------
    state
        Where the operation stands.
    sentence
        English, with ``{placeholders}``, through the catalogue.
    values
        What fills them; the ending of a name tells its unit, as :func:`programme.rules.words.figure` writes it.
    margin
        How far the limit is: positive inside, negative beyond it, 0 on it; None where there is none.
    unit
        Of the margin.
    """

    state: State
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    margin: Decimal | float | None = None
    unit: Unit | None = None
