"""People in the programme, in numbers only: hours of integration against their target, households to rehouse."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from programme.cells import known, plain_record
from programme.desk import Clause
from programme.rules.alerts import exceptions_of, today
from programme.rules.amount_rules import IntegrationShareRule
from programme.rules.rule_set import amount_rules
from programme.world import World


class Reached(StrEnum):
    """Where hours stand with their target."""

    REACHED = "reached"
    SHORT = "short"
    JUSTIFIED = "justified"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class IntegrationRow:
    """Hours of one operation and one clause, or of all operations of a clause.

    Attributes
    ----------
    operation_id
        Empty for the sum of several.
    clause
        Works or neighbourhood management.
    rule
        Code of the rule that sets the target; None where none is in force.
    minimum_share
        Least share of the hours worked that goes to persons in integration; None where no rule sets it.
    worked_planned, worked_done, integration_planned, integration_done
        Hours; None where unknown. In a sum, planned hours are those of the operations that tell both of them, and so
        are those done.
    justified
        The operation has an exception to the rule.
    untold
        In a sum: operations that do not tell both hours done.
    """

    operation_id: str
    clause: Clause
    rule: str | None
    minimum_share: Decimal | None
    worked_planned: int | None
    worked_done: int | None
    integration_planned: int | None
    integration_done: int | None
    justified: bool = False
    untold: int = 0

    @property
    def planned_share(self) -> Decimal | None:
        """Planned hours in integration ÷ planned hours; None where it cannot be computed."""
        return _share(self.integration_planned, self.worked_planned)

    @property
    def done_share(self) -> Decimal | None:
        """Hours done in integration ÷ hours worked; None where it cannot be computed."""
        return _share(self.integration_done, self.worked_done)

    @property
    def target(self) -> Decimal | None:
        """Hours in integration that the rule asks for, for the hours worked so far."""
        if self.minimum_share is None or self.worked_done is None:
            return None
        return self.minimum_share * self.worked_done

    @property
    def margin(self) -> Decimal | None:
        """Hours done beyond the target; negative: short of it."""
        if self.target is None or self.integration_done is None:
            return None
        return self.integration_done - self.target

    @property
    def reached(self) -> Reached:
        """Where it stands; an operation without hours worked yet owes none, and is not told reached."""
        if self.margin is None or not self.worked_done:
            return Reached.UNKNOWN
        if self.margin >= 0:
            return Reached.REACHED
        return Reached.JUSTIFIED if self.justified else Reached.SHORT

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            **plain_record(self),
            "planned_share": plain_record(self.planned_share),
            "done_share": plain_record(self.done_share),
            "target_hours": plain_record(self.target),
            "margin_hours": plain_record(self.margin),
            "reached": self.reached.value,
        }


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """Integration clause of one social action, or of several.

    Attributes
    ----------
    action_id
        Empty for the sum of several.
    planned, done
        Hours; None where unknown.
    end
        Last day of the action; None where unknown.
    over
        Whether that day has passed.
    """

    action_id: str
    planned: int | None
    done: int | None
    end: dt.date | None = None
    over: bool = False

    @property
    def share(self) -> Decimal | None:
        """Hours done ÷ hours planned; None where it cannot be computed."""
        return _share(self.done, self.planned)

    @property
    def reached(self) -> Reached:
        """Reached once the hours planned are done; short of it once the action is over without them."""
        if self.planned is None or self.done is None:
            return Reached.UNKNOWN
        if self.done >= self.planned:
            return Reached.REACHED
        return Reached.SHORT if self.over else Reached.UNKNOWN


@dataclass(frozen=True, slots=True)
class RehousingRow:
    """Households of one operation, or of several; None where unknown."""

    operation_id: str
    to_rehouse: int | None
    rehoused: int | None

    @property
    def left(self) -> int | None:
        """Households still to be rehoused."""
        return None if self.to_rehouse is None or self.rehoused is None else self.to_rehouse - self.rehoused

    @property
    def share(self) -> Decimal | None:
        """Share that is rehoused; None where it cannot be computed."""
        return _share(self.rehoused, self.to_rehouse)


def integration(
    world: World, operations: Collection[str], at: dt.date | None = None
) -> tuple[IntegrationRow, ...]:
    """Compare hours of integration with the target of the rules in force.

    Parameters
    ----------
    world
        As the reader may see it.
    operations
        Identifiers of those that count.
    at
        Day on which the rule must be in force; None: today.

    Returns
    -------
    One row for each operation and clause that tells hours, in the order of the programme, works first.
    """
    day = today() if at is None else at
    rules = _rules(day)
    wanted = set(operations)
    rows = []
    for record in world.programme.work_hours.to_dict("records"):
        operation, clause = record["operation_id"], Clause(record["clause"])
        if operation not in wanted:
            continue
        rule = rules.get(clause)
        rows.append(
            IntegrationRow(
                operation_id=operation,
                clause=clause,
                rule=None if rule is None else rule.code,
                minimum_share=None if rule is None else rule.minimum_share,
                worked_planned=known(record["worked_planned"]),
                worked_done=known(record["worked_done"]),
                integration_planned=known(record["integration_planned"]),
                integration_done=known(record["integration_done"]),
                justified=rule is not None and rule.code in exceptions_of(world, operation),
            )
        )
    place = {name: order for order, name in enumerate(world.programme.operations.index)}
    return tuple(sorted(rows, key=lambda row: (list(Clause).index(row.clause), place[row.operation_id])))


def integration_total(rows: Sequence[IntegrationRow], clause: Clause) -> IntegrationRow | None:
    """Sum the rows of one clause; None where there is none."""
    own = [row for row in rows if row.clause is clause]
    if not own:
        return None
    planned = [row for row in own if row.worked_planned is not None and row.integration_planned is not None]
    done = [row for row in own if row.worked_done is not None and row.integration_done is not None]
    return IntegrationRow(
        "",
        clause,
        own[0].rule,
        own[0].minimum_share,
        _sum(row.worked_planned for row in planned),
        _sum(row.worked_done for row in done),
        _sum(row.integration_planned for row in planned),
        _sum(row.integration_done for row in done),
        untold=len(own) - len(done),
    )


def clauses(world: World, actions: Iterable[str], at: dt.date | None = None) -> tuple[ClauseRow, ...]:
    """Integration clauses of the social actions that tell hours, in the order given."""
    day = today() if at is None else at
    frame = world.programme.social_actions
    rows = []
    for action in actions:
        planned, done, end = (known(frame[name][action]) for name in ("hours_planned", "hours_done", "end"))
        if planned is not None or done is not None:
            rows.append(ClauseRow(action, planned, done, end, end is not None and end < day))
    return tuple(rows)


def clauses_total(rows: Sequence[ClauseRow]) -> ClauseRow:
    """Sum of the actions that tell both hours."""
    told = [row for row in rows if row.planned is not None and row.done is not None]
    return ClauseRow("", _sum(row.planned for row in told), _sum(row.done for row in told))


def rehousing(world: World, operations: Collection[str]) -> tuple[RehousingRow, ...]:
    """Households to rehouse and rehoused by operation, in the order of the programme."""
    frame = world.programme.rehousing
    return tuple(
        RehousingRow(
            operation,
            known(frame["households_to_rehouse"][operation]),
            known(frame["households_rehoused"][operation]),
        )
        for operation in world.programme.operations.index
        if operation in frame.index and operation in operations
    )


def rehousing_total(rows: Sequence[RehousingRow]) -> RehousingRow:
    """Sum over the operations that tell both numbers."""
    told = [row for row in rows if row.left is not None]
    return RehousingRow("", _sum(row.to_rehouse for row in told), _sum(row.rehoused for row in told))


def _rules(day: dt.date) -> dict[Clause, IntegrationShareRule]:
    return {
        rule.clause: rule
        for rule in amount_rules()
        if isinstance(rule, IntegrationShareRule) and rule.holds(day)
    }


def _share(part: int | None, whole: int | None) -> Decimal | None:
    return None if part is None or not whole else Decimal(part) / Decimal(whole)


def _sum(values: Iterable[int | None]) -> int | None:
    told = [value for value in values if value is not None]
    return sum(told) if told else None
