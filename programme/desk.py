"""Words of the single desk: what a yearly amount, a site's budget, hours of work and a journal line may be."""

from enum import StrEnum


class AmountState(StrEnum):
    """Whether an amount of a period is planned or has come."""

    PLANNED = "planned"
    ACTUAL = "actual"


class SitePhase(StrEnum):
    """What the budget of a priority site is for: studies first, then investment."""

    STUDIES = "studies"
    INVESTMENT = "investment"


class Clause(StrEnum):
    """What hours are worked in: the integration clause asks for another share in each."""

    WORKS = "works"
    MANAGEMENT = "management"


class Verb(StrEnum):
    """What was done to a row; ``loaded`` is said of the whole programme."""

    INSERTED = "inserted"
    UPDATED = "updated"
    DELETED = "deleted"
    LOADED = "loaded"
