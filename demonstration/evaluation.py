"""The evaluation of the demonstration: invented targets, and the values that were kept at the end of 2025."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demonstration.dice import Dice
from demonstration.milestones import reached
from demonstration.operations import DWELLINGS, Operation
from demonstration.people import Rehousing
from demonstration.sites import PrioritySite
from demonstration.social import SocialAction
from programme.steps import Step

KEPT = dt.date(2025, 12, 31)
"""Day on which the values of that year were kept."""
_SOURCE = "Programme d’évaluation fictif, 2021"
_COMMUNES = ("92025", "92036", "92050")
"""Communes with targets of their own."""
_STEMS = (
    "dwellings_demolished",
    "dwellings_rebuilt_elsewhere",
    "dwellings_requalified",
    "dwellings_residentialised",
)
_LEAST_PERSONS = 11
"""Smaller numbers of persons are never kept."""


@dataclass(frozen=True, slots=True)
class IndicatorTarget:
    """Where an indicator started in a place, and where it should go; numbers as text, as the table holds them."""

    place: str
    indicator: str
    baseline: str | None
    baseline_year: int | None
    target: str | None
    horizon: int | None
    source: str | None


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """What an indicator was worth at the end of a year."""

    place: str
    indicator: str
    year: int
    value: str
    computed_on: dt.date
    programme_revision: int | None


def build_targets(operations: Sequence[Operation], sites: Sequence[PrioritySite]) -> list[IndicatorTarget]:
    """Targets of the territory, of the sites and of three communes."""
    found: list[IndicatorTarget] = []
    for place, mine in _places(operations, sites).items():
        dice = Dice(f"targets/{place}")
        found.append(_target(place, "operations.completion", "0", Decimal("0.9"), 2030))
        for stem in _STEMS:
            programmed = sum(item.dwellings[stem] for item in mine if item.step is not Step.ABANDONED)
            if programmed:
                found.append(_target(place, f"{stem}.delivered", "0", Decimal(programmed), 2030))
        base = Decimal(dice.integer(42, 58)) / 100
        found.append(_target(place, "access.social_centre_500", str(base), base + Decimal("0.3"), 2028))
        found.append(_target(place, "unmapped.operations", "0.25", Decimal(0), 2027))
    found += [
        _target("territory", "neighbourhoods_2024.without_action", None, Decimal(0), 2027),
        _target("territory", "households.completion", "0", Decimal(1), 2030),
        _target("territory", "actions.employment", "11", Decimal(30), 2028),
        IndicatorTarget("territory", "money.per_inhabitant", "48.5", 2020, None, None, _SOURCE),
    ]
    return found


def build_values(
    operations: Sequence[Operation],
    sites: Sequence[PrioritySite],
    actions: Sequence[SocialAction],
    rehousing: Sequence[Rehousing],
) -> list[IndicatorValue]:
    """Values of the end of 2025: what was delivered by the dates, and invented ones of what bears none."""
    found: list[IndicatorValue] = []
    for place, mine in _places(operations, sites).items():
        kept = [item for item in mine if item.step is not Step.ABANDONED]
        done = [item for item in kept if _delivered(item)]
        found += _life(place, "operations", len(kept), len(done))
        for stem in DWELLINGS:
            programmed, delivered = (sum(item.dwellings[stem] for item in some) for some in (kept, done))
            found += _life(place, stem, programmed, delivered)
        dice = Dice(f"kept/{place}")
        found.append(_value(place, "access.social_centre_500", Decimal(dice.integer(56, 72)) / 100))
        found.append(_value(place, "integration.works_share", Decimal(dice.integer(46, 63)) / 1000))
    begun = [item for item in actions if item.start is not None and item.start <= KEPT]
    found.append(_value("territory", "actions.total", Decimal(len(begun))))
    return found + list(_households(rehousing))


def _households(rehousing: Sequence[Rehousing]) -> Iterator[IndicatorValue]:
    asked = sum(item.households_to_rehouse for item in rehousing)
    done = sum(item.households_rehoused or 0 for item in rehousing) * 3 // 5
    if min(asked, done, asked - done) >= _LEAST_PERSONS:
        yield _value("territory", "households.to_rehouse", Decimal(asked))
        yield _value("territory", "households.rehoused", Decimal(done))
        yield _value("territory", "households.completion", Decimal(done) / asked)


def _places(
    operations: Sequence[Operation], sites: Sequence[PrioritySite]
) -> Mapping[str, Sequence[Operation]]:
    """Operations by place, the territory first."""
    of_site = {
        f"site:{site.id}": [item for item in operations if item.id in site.operations] for site in sites
    }
    of_commune = {
        f"commune:{insee}": [item for item in operations if item.commune == insee] for insee in _COMMUNES
    }
    return {"territory": operations, **of_site, **of_commune}


def _delivered(operation: Operation) -> bool:
    days = [reached(list(operation.milestones), step) for step in (Step.DELIVERED, Step.SETTLED)]
    return any(day is not None and day <= KEPT for day in days)


def _life(place: str, stem: str, programmed: int, delivered: int) -> Iterator[IndicatorValue]:
    yield _value(place, f"{stem}.programmed", Decimal(programmed))
    yield _value(place, f"{stem}.delivered", Decimal(delivered))
    yield _value(place, f"{stem}.to_deliver", Decimal(programmed - delivered))
    if programmed:
        yield _value(place, f"{stem}.completion", Decimal(delivered) / programmed)


def _value(place: str, indicator: str, value: Decimal) -> IndicatorValue:
    return IndicatorValue(place, indicator, KEPT.year, _text(value), KEPT, None)


def _target(
    place: str, indicator: str, baseline: str | None, target: Decimal, horizon: int
) -> IndicatorTarget:
    year = None if baseline is None else 2020
    return IndicatorTarget(place, indicator, baseline, year, _text(target), horizon, _SOURCE)


def _text(value: Decimal) -> str:
    """Number as the format writes it: six decimals at most, without idle zeros.

    Examples
    --------
    >>> _text(Decimal(100)), _text(Decimal(2) / 3), _text(Decimal("0.50"))
    ('100', '0.666667', '0.5')
    """
    text = format(value.quantize(Decimal("0.000001")), "f")
    return text.rstrip("0").rstrip(".")
