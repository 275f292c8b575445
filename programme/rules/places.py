"""What the rules on places say of every operation: the same as a check of its footprint would."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from core.settings import Checks
from programme.check.policy import Near, check_policy, near
from programme.check.report import NeighbourhoodTest, RuleResult
from programme.check.rules import check_rules
from programme.rules.outcome import Outcome, State, Unit
from programme.rules.rule_set import Question, Rule, rules
from programme.world import GENERATIONS, World

_STATES: Mapping[bool | None, State] = MappingProxyType(
    {True: State.APPLIES, None: State.UNKNOWN, False: State.APART}
)


def place_outcomes(world: World, operation_id: str, day: dt.date) -> list[tuple[Rule, Outcome]]:
    """Apply every rule on places to the footprint of an operation.

    Parameters
    ----------
    world
        Layers and footprints.
    operation_id
        An operation.
    day
        Of the examination; rules that are not in force on it are left out.

    Returns
    -------
    Rules with what they say, in the order of the file; nothing for an unmapped operation.
    """
    position = world.derive(_positions).get(operation_id)
    if position is None:
        return []
    shape = world.footprints.geometries[position]
    results = check_rules(shape, world, _tests(world, position), day)
    found = [
        (rule, _outcome(result)) for rule, result in zip(rules(), results, strict=True) if rule.holds(day)
    ]
    return _dated(found)


def _positions(world: World) -> dict[str, int]:
    return {identifier: position for position, identifier in enumerate(world.footprints.ids)}


def _near(world: World) -> dict[str, Near]:
    """Neighbourhoods near all footprints, by layer: found for all at once."""
    shapes = world.footprints.geometries
    return {key: near(shapes, places) for key in GENERATIONS if (places := world.snapshot(key)) is not None}


def _kept_tests(_world: World) -> dict[int, tuple[NeighbourhoodTest, ...]]:
    return {}


def _tests(world: World, position: int) -> tuple[NeighbourhoodTest, ...]:
    """Neighbourhoods of one footprint, measured once: they depend on no day."""
    kept = world.derive(_kept_tests)
    if position not in kept:
        shape = world.footprints.geometries[position]
        # The thresholds decide what a check tells beside the tests, which is not asked for here.
        kept[position], _findings = check_policy(shape, world.derive(_near), position, world, Checks())
    return kept[position]


def _outcome(result: RuleResult) -> Outcome:
    unit = None if result.margin_m is None else Unit.METRES
    return Outcome(_STATES[result.applies], result.reason, result.values, result.margin_m, unit)


def _dated(found: list[tuple[Rule, Outcome]]) -> list[tuple[Rule, Outcome]]:
    """Which date counts is worth telling only where some rate may apply."""
    rates = [outcome for rule, outcome in found if rule.test is Question.NEIGHBOURHOOD_DISTANCE]
    if any(outcome.state is not State.APART for outcome in rates):
        return found
    return [(rule, outcome) for rule, outcome in found if rule.test is not Question.PERMIT_DATE]
