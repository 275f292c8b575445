"""Baselines and targets of a place, and the values that were kept: what the tables say, and what the rules ask for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from programme.cells import known
from programme.desk import Clause
from programme.evaluation.value import Target
from programme.rules.amount_rules import IntegrationShareRule
from programme.rules.rule_set import amount_rules
from programme.world import World

_CLAUSES = {
    "integration.works_share": Clause.WORKS,
    "integration.management_share": Clause.MANAGEMENT,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept value: the day on which it was worked out, the revision of the programme, and whether it is invented."""

    value: Decimal
    computed_on: dt.date
    revision: int | None
    fictitious: bool


def target_of(world: World, place: str, indicator: str, day: dt.date) -> Target:
    """Target of an indicator in a place; without one, the least share of integration of the rule in force on a day.

    Parameters
    ----------
    world
        As the reader may see it.
    place, indicator
        Key of the place, code of the indicator.
    day
        On which rules must be in force.
    """
    found = world.derive(_targets).get((place, indicator))
    if found is not None:
        return found
    clause = _CLAUSES.get(indicator)
    for rule in amount_rules():
        if isinstance(rule, IntegrationShareRule) and rule.clause is clause and rule.holds(day):
            return Target(target=Decimal(str(rule.minimum_share)), source=rule.source)
    return Target()


def kept_values(world: World) -> Mapping[tuple[str, str, int], Kept]:
    """Values that were kept, by place, indicator and year."""
    return world.derive(_kept)


def kept_years(world: World) -> tuple[int, ...]:
    """Years of which some value was kept, ascending."""
    return tuple(sorted({year for _place, _indicator, year in kept_values(world)}))


def _targets(world: World) -> dict[tuple[str, str], Target]:
    return {
        (row["place"], row["indicator"]): Target(
            baseline=known(row["baseline"]),
            baseline_year=known(row["baseline_year"]),
            target=known(row["target"]),
            horizon=known(row["horizon"]),
            source=known(row["source"]),
            fictitious=bool(row["fictitious"]),
        )
        for row in world.programme.indicator_targets.to_dict("records")
    }


def _kept(world: World) -> dict[tuple[str, str, int], Kept]:
    return {
        (row["place"], row["indicator"], int(row["year"])): Kept(
            row["value"], known(row["computed_on"]), known(row["programme_revision"]), bool(row["fictitious"])
        )
        for row in world.programme.indicator_values.to_dict("records")
    }
