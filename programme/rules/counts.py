"""How many operations stand where with each rule of the installation."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programme.cells import plain_record
from programme.rules.alerts import Alert, assess, today
from programme.rules.dated_rule import DatedRule
from programme.rules.outcome import State
from programme.rules.rule_set import rule_set
from programme.rules.words import rule_text, rule_title
from programme.world import World


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many operations stand where with a rule; each counts once, where it stands worst.

    Attributes
    ----------
    rule
        The rule.
    in_force
        Whether it is, on the day asked for; if not, nothing is counted.
    concerned
        Operations that the rule is about; those that lie apart from the places of a rule are not.
    by_state
        Operations by state; those that are justified stand in ``justified`` alone.
    justified
        Not kept, or not known to be, with an exception.
    open
        Identifiers of the operations that do not keep it, without exception.
    """

    rule: DatedRule
    in_force: bool
    concerned: int
    by_state: Mapping[State, int]
    justified: int
    open: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        record = {
            "rule": self.rule.code,
            "title": rule_title(self.rule),
            "text": rule_text(self.rule),
            "valid_from": self.rule.start,
            "valid_to": self.rule.end,
            "in_force": self.in_force,
            "parameters": self.rule.parameters,
            "source": self.rule.source,
            "url": self.rule.url,
            "concerned": self.concerned,
            **{state.value: self.by_state.get(state, 0) for state in State},
            "justified": self.justified,
            "operations": self.open,
        }
        return dict(plain_record(record))


def count_rules(world: World, at: dt.date | None = None) -> tuple[RuleCount, ...]:
    """Count for each rule of the installation where the operations stand.

    Parameters
    ----------
    world, at
        As for :func:`programme.rules.alerts.alerts`.

    Returns
    -------
    In the order of the file, those that are not in force on that day included.
    """
    day = today() if at is None else at
    # Two vintages of one rule are two rows: a rule is told by itself, not by its code.
    worst: dict[int, dict[str, Alert]] = {id(rule): {} for rule in rule_set()}
    for operation_id in world.programme.operations.index:
        for item in assess(world, operation_id, day):
            before = worst[id(item.rule)].get(operation_id)
            if before is None or _rank(item) < _rank(before):
                worst[id(item.rule)][operation_id] = item
    return tuple(_count(rule, day, worst[id(rule)]) for rule in rule_set())


def _count(rule: DatedRule, day: dt.date, worst: Mapping[str, Alert]) -> RuleCount:
    by_state: dict[State, int] = {}
    justified = 0
    for item in worst.values():
        if item.justified:
            justified += 1
        else:
            by_state[item.state] = by_state.get(item.state, 0) + 1
    return RuleCount(
        rule=rule,
        in_force=rule.holds(day),
        concerned=sum(item.state is not State.APART for item in worst.values()),
        by_state=by_state,
        justified=justified,
        open=tuple(identifier for identifier, item in worst.items() if item.open),
    )


def _rank(item: Alert) -> int:
    return list(State).index(item.state)
