"""What the rules on amounts, dates and hours look at, operation by operation."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from core.languages import N_
from programme.cells import known
from programme.desk import Clause
from programme.steps import FunderKind, FundingKind, Step
from programme.words import STEP_WORDS
from programme.world import World

AWARD_DECISION = N_("Award decision")


@dataclass(frozen=True, slots=True)
class Line:
    """One funding line.

    Attributes
    ----------
    id, year
        Of the line.
    funder_id, funder_name, funder_kind
        Of the funder: identifier, short name, kind (None where the programme does not know the funder).
    kind
        Subsidy, loan or own funds.
    voted_eur, committed_eur, paid_eur
        None where unknown.
    planned_eur
        What the plan counts, as :mod:`programme.money.funding` says; 0 where no amount is known.
    """

    id: str
    year: int | None
    funder_id: str
    funder_name: str
    funder_kind: FunderKind | None
    kind: FundingKind
    voted_eur: Decimal | None
    committed_eur: Decimal | None
    paid_eur: Decimal | None
    planned_eur: Decimal


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that has a day.

    Attributes
    ----------
    what
        English word or words for it, through the catalogue.
    name
        What tells it from others of its kind: empty where the word is enough.
    day
        On which it is planned or was done.
    """

    what: str
    name: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours worked, and those of persons in integration among them; None where unknown."""

    worked_planned: int | None = None
    worked_done: int | None = None
    integration_planned: int | None = None
    integration_done: int | None = None


@dataclass(frozen=True, slots=True)
class ClauseAction:
    """A social action with an integration clause: its name, its last day, its hours; None where unknown."""

    name: str
    end: dt.date | None
    hours_planned: int
    hours_done: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules on amounts look at of one operation.

    Attributes
    ----------
    operation_id, family, owner_kind, step
        Of the operation.
    cost_eur, basis_eur
        Cost excluding tax and funding basis; None where unknown.
    convention_end
        Last day of its convention; where the operation does not say it, the latest of the conventions that it is in.
    lines
        In the order of the programme.
    dates
        Milestones and award decisions.
    hours
        By clause.
    actions
        Social actions linked to it that have an integration clause.
    """

    operation_id: str
    family: str = "34"
    owner_kind: str = "landlord"
    step: str = Step.COMMITTED
    cost_eur: Decimal | None = None
    basis_eur: Decimal | None = None
    convention_end: dt.date | None = None
    lines: tuple[Line, ...] = ()
    dates: tuple[Dated, ...] = ()
    hours: Mapping[Clause, Hours] | None = None
    actions: tuple[ClauseAction, ...] = ()

    @property
    def abandoned(self) -> bool:
        """Whether nothing more is to be funded."""
        return self.step == Step.ABANDONED


def facts(world: World) -> Mapping[str, Facts]:
    """Facts of every operation by its identifier, worked out once for each state of the programme."""
    return world.derive(_facts)


def _facts(world: World) -> dict[str, Facts]:
    lines, dates = _lines(world), _dates(world)
    hours, actions, ends = _hours(world), _actions(world), _convention_ends(world)
    operations = world.programme.operations
    wanted = ("family", "owner_kind", "step", "cost_excl_tax_eur", "funding_basis_eur", "convention_end")
    cells = zip(operations.index, *(operations[name] for name in wanted), strict=True)
    return {
        str(identifier): Facts(
            operation_id=str(identifier),
            family=family,
            owner_kind=owner_kind,
            step=step,
            cost_eur=known(cost),
            basis_eur=known(basis),
            convention_end=known(end) or ends.get(identifier),
            lines=tuple(lines.get(identifier, ())),
            dates=tuple(dates.get(identifier, ())),
            hours=hours.get(identifier),
            actions=tuple(actions.get(identifier, ())),
        )
        for identifier, family, owner_kind, step, cost, basis, end in cells
    }


def _rows(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """Cells of some columns, row by row; an unknown one is None."""
    columns = ([known(cell) for cell in frame[name]] for name in names)
    return zip(*columns, strict=True)


def _lines(world: World) -> dict[str, list[Line]]:
    """Funding lines by operation, in one pass."""
    programme = world.programme
    funders = programme.funders.to_dict("index")
    found: dict[str, list[Line]] = defaultdict(list)
    wanted = ("operation_id", "funder_id", "kind", "year")
    amounts = ("requested_eur", "voted_eur", "committed_eur", "paid_eur")
    table = programme.funding_lines
    for identifier, (operation_id, funder_id, kind, year, *four) in zip(
        table.index, _rows(table, *wanted, *amounts), strict=True
    ):
        funder = funders.get(funder_id)
        planned = next((amount for amount in four if amount is not None), Decimal(0))
        _requested, voted, committed, paid = four
        found[operation_id].append(
            Line(
                id=str(identifier),
                year=year,
                funder_id=funder_id,
                funder_name=funder_id if funder is None else funder["short_name"],
                funder_kind=None if funder is None else FunderKind(funder["kind"]),
                kind=FundingKind(kind),
                voted_eur=voted,
                committed_eur=committed,
                paid_eur=paid,
                planned_eur=planned,
            )
        )
    return found


def _dates(world: World) -> dict[str, list[Dated]]:
    """Milestones and award decisions by operation."""
    programme = world.programme
    found: dict[str, list[Dated]] = defaultdict(list)
    wanted = ("operation_id", "step", "planned", "actual")
    for operation_id, step, planned, actual in _rows(programme.milestones, *wanted):
        if (day := actual or planned) is not None:
            found[operation_id].append(Dated(STEP_WORDS.get(step, step), "", day))
    operation_of = programme.funding_lines["operation_id"].to_dict()
    for line_id, number, day in _rows(programme.award_decisions, "funding_line_id", "number", "decided_on"):
        if day is not None and line_id in operation_of:
            found[operation_of[line_id]].append(Dated(AWARD_DECISION, number, day))
    return found


def _convention_ends(world: World) -> dict[str, dt.date]:
    """Latest end of the conventions that each operation is in."""
    programme = world.programme
    ends = dict(zip(programme.conventions.index, map(known, programme.conventions["ends_on"]), strict=True))
    found: dict[str, dt.date] = {}
    for convention_id, operation_id in _rows(
        programme.convention_operations, "convention_id", "operation_id"
    ):
        end = ends.get(convention_id)
        if end is not None:
            found[operation_id] = max(end, found.get(operation_id, end))
    return found


def _hours(world: World) -> dict[str, dict[Clause, Hours]]:
    found: dict[str, dict[Clause, Hours]] = defaultdict(dict)
    wanted = ("worked_planned", "worked_done", "integration_planned", "integration_done")
    for operation_id, clause, *hours in _rows(world.programme.work_hours, "operation_id", "clause", *wanted):
        found[operation_id][Clause(clause)] = Hours(*hours)
    return found


def _actions(world: World) -> dict[str, list[ClauseAction]]:
    """Actions with an integration clause by operation: one that is linked to several stands with each."""
    table = world.programme.social_actions
    wanted = ("name", "end", "hours_planned", "hours_done")
    clauses = {
        identifier: ClauseAction(name, end, planned, done)
        for identifier, (name, end, planned, done) in zip(table.index, _rows(table, *wanted), strict=True)
        if planned is not None
    }
    found: dict[str, list[ClauseAction]] = defaultdict(list)
    links = world.programme.social_action_operations
    for action_id, operation_id in _rows(links, "social_action_id", "operation_id"):
        if action_id in clauses:
            found[operation_id].append(clauses[action_id])
    return found
