"""Calendars of operations: planned against actual dates, slippage, and what is late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from programme.cells import known
from programme.steps import Step
from programme.words import step_position
from programme.world import World


@dataclass(frozen=True, slots=True)
class Stone:
    """One step of an operation: its dates (None where unknown), and by how many days the actual one is later."""

    step: str
    planned: dt.date | None
    actual: dt.date | None

    @property
    def slippage_days(self) -> int | None:
        """Actual − planned; negative where it came early, None where one of them is unknown."""
        return None if self.planned is None or self.actual is None else (self.actual - self.planned).days


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dates of one operation.

    Attributes
    ----------
    operation_id, name, step
        The operation, and the step that it declares.
    stones
        Its dated steps in the order of its life.
    """

    operation_id: str
    name: str
    step: str
    stones: tuple[Stone, ...]

    @property
    def last_reached(self) -> Stone | None:
        """Last step with an actual date."""
        return next((stone for stone in reversed(self.stones) if stone.actual is not None), None)

    @property
    def slippage_days(self) -> int | None:
        """Slippage of the last step that was reached and that had been planned; None where there is none."""
        found = [stone.slippage_days for stone in self.stones if stone.slippage_days is not None]
        return found[-1] if found else None

    def awaited(self) -> Stone | None:
        """First step after the last one that was reached; None for an abandoned operation, and at the end of a life."""
        if self.step == Step.ABANDONED:
            return None
        reached = self.last_reached
        place = -1 if reached is None else step_position(reached.step)
        place = max(place, step_position(self.step))
        return next((stone for stone in self.stones if step_position(stone.step) > place), None)

    def late_days(self, day: dt.date) -> int | None:
        """Days by which the awaited step is overdue on a day; None where nothing is."""
        stone = self.awaited()
        if stone is None or stone.planned is None or stone.planned >= day:
            return None
        return (day - stone.planned).days


@dataclass(frozen=True, slots=True)
class Slippage:
    """How far a set of calendars has slipped.

    Attributes
    ----------
    measured
        Operations whose slippage is known.
    median_days, most_days
        Over them; None where there is none.
    late
        Operations whose awaited step is overdue.
    undated
        Operations without any date.
    """

    measured: int
    median_days: int | None
    most_days: int | None
    late: int
    undated: int


def calendars(world: World, ids: pd.Index) -> tuple[Calendar, ...]:
    """Dates of operations.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        n identifiers.

    Returns
    -------
    n calendars, the earliest beginning first; those without a date come last.
    """
    operations = world.programme.operations.loc[ids]
    stones = world.derive(_stones)
    found = [
        Calendar(str(name), str(title), str(step), stones.get(name, ()))
        for name, title, step in zip(operations.index, operations["name"], operations["step"], strict=True)
    ]
    return tuple(sorted(found, key=_begins))


def _begins(calendar: Calendar) -> tuple[dt.date, str]:
    days = [day for stone in calendar.stones for day in (stone.planned, stone.actual) if day is not None]
    return min(days, default=dt.date.max), calendar.operation_id


def slippage(found: Sequence[Calendar], day: dt.date) -> Slippage:
    """Sum calendars up, as of a day."""
    measured = [calendar.slippage_days for calendar in found if calendar.slippage_days is not None]
    return Slippage(
        measured=len(measured),
        median_days=round(float(np.median(measured))) if measured else None,
        most_days=max(measured, default=None),
        late=sum(calendar.late_days(day) is not None for calendar in found),
        undated=sum(not calendar.stones for calendar in found),
    )


def _stones(world: World) -> dict[str, tuple[Stone, ...]]:
    table = world.programme.milestones
    found: dict[str, list[Stone]] = {}
    for operation_id, step, planned, actual in zip(
        table["operation_id"], table["step"], table["planned"], table["actual"], strict=True
    ):
        stone = Stone(str(step), known(planned), known(actual))
        if stone.planned is not None or stone.actual is not None:
            found.setdefault(operation_id, []).append(stone)
    return {
        name: tuple(sorted(stones, key=lambda stone: step_position(stone.step)))
        for name, stones in found.items()
    }
