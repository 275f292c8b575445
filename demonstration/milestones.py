"""Dates of an operation: planned and actual for each step, with the slippage that the field knows."""

import datetime as dt
from dataclasses import dataclass

from demonstration.dice import Dice
from programme.steps import Step

TODAY = dt.date(2026, 11, 2)
"""Day on which the demonstration stands still: what lies before it has happened."""
LIFE = (Step.STUDY, Step.PROGRAMMING, Step.COMMITTED, Step.WORKS, Step.DELIVERED, Step.SETTLED)
_DAYS = ((150, 420), (180, 520), (120, 420), (360, 900), (180, 420))
"""Days from each step to the next one."""
_OVER = {Step.SETTLED: (2021, 2025), Step.ABANDONED: (2021, 2025)}
"""Years in which operations that are over came to it."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Planned and actual day of one step; an actual day that is not there has not come yet."""

    step: Step
    planned: dt.date | None
    actual: dt.date | None


def milestones(step: Step, dice: Dice) -> list[Milestone]:
    """Dates of an operation that has reached a step.

    Parameters
    ----------
    step
        Where it stands.
    dice
        Draws of the operation.

    Returns
    -------
    One milestone for each step of the life, in order; an abandoned operation stops after programming, and its
    last one says when it was given up.
    """
    reached_on = _reached_on(step, dice)
    if step is Step.ABANDONED:
        return _abandoned(reached_on, dice)
    place = LIFE.index(step)
    actual = [reached_on]
    for days in reversed(_DAYS[:place]):
        actual.insert(0, actual[0] - dt.timedelta(days=dice.integer(*days)))
    slip = dice.integer(-20, 60)
    dates = []
    for known, day in zip(LIFE[: place + 1], actual, strict=True):
        dates.append(Milestone(known, day - dt.timedelta(days=slip), day))
        slip += dice.integer(-15, 130)
    planned = dates[-1].planned or reached_on
    for coming, days in zip(LIFE[place + 1 :], _DAYS[place:], strict=True):
        planned += dt.timedelta(days=dice.integer(*days))
        dates.append(Milestone(coming, planned, None))
    return dates


def _reached_on(step: Step, dice: Dice) -> dt.date:
    """Day on which the step was reached: lately, where another one follows, or that one would be overdue."""
    if step in _OVER:
        return dt.date(dice.integer(*_OVER[step]), dice.integer(1, 12), dice.integer(1, 28))
    longest = _DAYS[LIFE.index(step)][1]
    return TODAY - dt.timedelta(days=dice.integer(9, round(longest * dice.uniform(0.3, 1.0))))


def _abandoned(given_up_on: dt.date, dice: Dice) -> list[Milestone]:
    study = given_up_on - dt.timedelta(days=dice.integer(400, 1100))
    programmed = study + dt.timedelta(days=dice.integer(180, 360))
    planned = [
        study - dt.timedelta(days=dice.integer(0, 90)),
        programmed - dt.timedelta(days=dice.integer(0, 90)),
    ]
    return [
        Milestone(Step.STUDY, planned[0], study),
        Milestone(Step.PROGRAMMING, planned[1], programmed),
        Milestone(Step.COMMITTED, programmed + dt.timedelta(days=dice.integer(150, 400)), None),
        Milestone(Step.ABANDONED, None, given_up_on),
    ]


def reached(dates: list[Milestone], step: Step) -> dt.date | None:
    """Actual day of a step; None while it has not come."""
    return next((item.actual for item in dates if item.step is step), None)
