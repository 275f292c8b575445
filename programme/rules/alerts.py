"""What the dated rules say of operations: each alert names its rule, its text, its dates, its figures and its margin.

It informs and never decides: indicative, neither legal nor tax advice.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.formats import UNKNOWN, date
from core.issues import Level
from core.languages import _
from programme.cells import known, plain_record
from programme.rules.dated_rule import DatedRule
from programme.rules.facts import facts
from programme.rules.outcome import Outcome, State
from programme.rules.places import place_outcomes
from programme.rules.rule_set import amount_rules, rule_set
from programme.rules.tests import examine
from programme.rules.words import STATE_WORDS, days_in_force, margin_words, rule_text, rule_title, told
from programme.visibility import sees_funding
from programme.world import World

_TOLD = (State.BROKEN, State.UNKNOWN, State.APPLIES)
"""States that an alert tells, the gravest first; the others are only counted."""


@dataclass(frozen=True, slots=True)
class RuleException:
    """Justified exception of an operation to a rule.

    Attributes
    ----------
    rule
        Code of the rule.
    person
        Who decided it; None for a reader who may not see names.
    decided_on, reason
        When, and why; None where the reader may not see it.
    """

    rule: str
    person: str | None
    decided_on: dt.date | None
    reason: str | None

    @property
    def sentence(self) -> str:
        """Who allowed it, when and why, as far as the reader may see it, in the language in force."""
        return _("Justified exception of {date}, {person}: {reason}").format(
            date=date(self.decided_on), person=self.person or UNKNOWN, reason=self.reason or UNKNOWN
        )


@dataclass(frozen=True, slots=True)
class Alert:
    """What a rule says of an operation, once.

    Attributes
    ----------
    operation_id
        Of the operation.
    rule
        With its words, dates, parameters and source.
    outcome
        State, sentence, figures and margin.
    exception
        Where the operation has one to this rule; None.
    """

    operation_id: str
    rule: DatedRule
    outcome: Outcome
    exception: RuleException | None = None

    @property
    def state(self) -> State:
        """Where the operation stands."""
        return self.outcome.state

    @property
    def justified(self) -> bool:
        """Whether the rule is not kept, or not known to be, and the operation has an exception to it."""
        return self.exception is not None and self.state in (State.BROKEN, State.UNKNOWN)

    @property
    def open(self) -> bool:
        """Whether the rule is not kept, and nothing justifies it."""
        return self.state is State.BROKEN and not self.justified

    @property
    def level(self) -> Level:
        """A rule that is not kept is a warning, unless it is justified; all else informs."""
        return Level.WARNING if self.open else Level.INFORMATION

    @property
    def title(self) -> str:
        """Name of the rule in the language in force."""
        return rule_title(self.rule)

    @property
    def text(self) -> str:
        """What the rule says, in the language in force."""
        return rule_text(self.rule)

    @property
    def sentence(self) -> str:
        """What it says of this operation, in the language in force, with its figures."""
        return told(self.outcome.sentence, self.outcome.values)

    @property
    def state_label(self) -> str:
        """State in words of the language in force."""
        return _("justified") if self.justified else _(STATE_WORDS[self.state])

    @property
    def margin_label(self) -> str:
        """Margin with its sign and unit; an em dash where there is none."""
        return margin_words(self.outcome.margin, self.outcome.unit)

    @property
    def facts_label(self) -> str:
        """Margin, source and dates in one line, in the language in force."""
        parts = [] if self.outcome.margin is None else [_("margin {margin}").format(margin=self.margin_label)]
        parts.append(self.rule.source)
        if self.rule.start is not None or self.rule.end is not None:
            parts.append(days_in_force(self.rule))
        return " · ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; amounts and shares as text with every digit."""
        record = {
            "operation_id": self.operation_id,
            "rule": self.rule.code,
            "title": self.title,
            "text": self.text,
            "state": self.state,
            "level": self.level,
            "message": self.sentence,
            "figures": self.outcome.values,
            "margin": self.outcome.margin,
            "margin_unit": self.outcome.unit,
            "valid_from": self.rule.start,
            "valid_to": self.rule.end,
            "source": self.rule.source,
            "url": self.rule.url,
            "exception": self.exception if self.justified else None,
        }
        return dict(plain_record(record))


def alerts(world: World, operation_id: str, at: dt.date | None = None) -> tuple[Alert, ...]:
    """Tell what the rules in force say of an operation: what is not kept, what is to be confirmed, what applies.

    Parameters
    ----------
    world
        As the reader may see it: whoever may not see who pays gets no rule on money.
    operation_id
        An operation.
    at
        Day on which the rules must be in force; None: today.

    Returns
    -------
    Those that are not kept first, justified ones last; in each, in the order of the file.

    Raises
    ------
    core.errors.UnknownOperationError
        There is no such operation.
    """
    world.require_operation(operation_id)
    found = [item for item in assess(world, operation_id, at) if item.state in _TOLD]
    return tuple(sorted(found, key=lambda item: (item.justified, _TOLD.index(item.state))))


def all_alerts(
    world: World, at: dt.date | None = None, operation_ids: Iterable[str] | None = None
) -> tuple[Alert, ...]:
    """Alerts of several operations, in their order; of all where none is named."""
    ids = world.programme.operations.index if operation_ids is None else operation_ids
    return tuple(alert for operation_id in ids for alert in alerts(world, str(operation_id), at))


def assess(world: World, operation_id: str, at: dt.date | None = None) -> tuple[Alert, ...]:
    """Everything that the rules in force say of an operation, what is kept and what does not apply included.

    Parameters
    ----------
    world, operation_id, at
        As for :func:`alerts`.

    Returns
    -------
    In the order of the file; worked out once for each state of the programme and day.
    """
    day = today() if at is None else at
    kept = world.derive(_kept)
    if (operation_id, day) not in kept:
        kept[operation_id, day] = tuple(_assessed(world, operation_id, day))
    return kept[operation_id, day]


def today() -> dt.date:
    """Day of an examination that names none."""
    return dt.datetime.now(tz=dt.UTC).date()


def exceptions_of(world: World, operation_id: str) -> dict[str, RuleException]:
    """Justified exceptions of an operation by the code of the rule."""
    return world.derive(_exceptions).get(operation_id, {})


def _kept(_world: World) -> dict[tuple[str, dt.date], tuple[Alert, ...]]:
    return {}


def _assessed(world: World, operation_id: str, day: dt.date) -> Iterator[Alert]:
    exceptions = exceptions_of(world, operation_id)
    order = {id(rule): position for position, rule in enumerate(rule_set())}
    found = [*place_outcomes(world, operation_id, day), *_on_amounts(world, operation_id, day)]
    for rule, outcome in sorted(found, key=lambda item: order[id(item[0])]):
        yield Alert(operation_id, rule, outcome, exceptions.get(rule.code))


def _on_amounts(world: World, operation_id: str, day: dt.date) -> Iterator[tuple[DatedRule, Outcome]]:
    own = facts(world)[operation_id]
    told_money = sees_funding(world.role)
    for rule in amount_rules():
        if rule.holds(day) and (told_money or not rule.on_money):
            yield from ((rule, outcome) for outcome in examine(rule, own, day))


def _exceptions(world: World) -> dict[str, dict[str, RuleException]]:
    found: dict[str, dict[str, RuleException]] = {}
    for row in world.programme.rule_exceptions.to_dict("records"):
        cells = {name: known(row[name]) for name in ("rule", "person", "decided_on", "reason")}
        found.setdefault(row["operation_id"], {})[row["rule"]] = RuleException(**cells)
    return found
