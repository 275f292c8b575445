"""The programme year by year: what is demolished, in works and delivered.

The date of a step is the actual one, else the planned one. A planned date that has passed without the step being
reached is late: it is then expected today at the earliest, since the past cannot hold what has not come.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from programme.steps import Step
from programme.words import STEP_ORDER
from programme.world import World

Days = npt.NDArray[np.datetime64]
_NEVER = np.datetime64("NaT", "D")


class State(StrEnum):
    """What an operation is in one year; the order is the one in which it is told."""

    DEMOLISHED = "demolished"
    DELIVERED = "delivered"
    WORKS = "works"
    DONE = "done"
    TO_COME = "to_come"
    ABANDONED = "abandoned"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Year:
    """The programme in one year.

    Attributes
    ----------
    year
        Calendar year.
    states
        Operations in each state.
    demolished, rebuilt, requalified, residentialised
        Social dwellings of the operations that are delivered in it.
    planned
        Operations demolished, delivered or in works whose dates are planned, not actual.
    """

    year: int
    states: dict[State, int]
    demolished: int
    rebuilt: int
    requalified: int
    residentialised: int
    planned: int


def states(world: World, ids: pd.Index, year: int, day: dt.date) -> pd.DataFrame:
    """What each operation is in one year.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        n identifiers.
    year
        Calendar year.
    day
        Today: planned dates before it that no actual date follows are late.

    Returns
    -------
    Frame of n rows, indexed like ``ids``: ``state`` (value of :class:`State`) and ``planned`` (whether a date that it
    rests on is planned, not actual).
    """
    operations = world.programme.operations.loc[ids]
    begin, end, begin_planned, end_planned = _spans(world, ids, day)
    first, last = np.datetime64(f"{year:04d}-01-01"), np.datetime64(f"{year:04d}-12-31")
    delivered = (end >= first) & (end <= last)
    over = end < first
    works = (begin <= last) & ~over & ~delivered
    demolishes = (operations["dwellings_demolished"] > 0).to_numpy()
    given_up = (operations["step"] == Step.ABANDONED.value).to_numpy()
    gone = given_up & _abandoned_by(world, ids, last)
    undated = np.isnat(begin) & np.isnat(end) & ~given_up
    state = np.select(
        [gone, undated, delivered & demolishes, delivered, over, works],
        [
            State.ABANDONED.value,
            State.UNDATED.value,
            State.DEMOLISHED.value,
            State.DELIVERED.value,
            State.DONE.value,
            State.WORKS.value,
        ],
        State.TO_COME.value,
    )
    planned = np.where(delivered | over, end_planned, np.where(works, begin_planned, False))
    return pd.DataFrame({"state": state, "planned": planned & ~gone & ~undated}, index=operations.index)


def years(world: World, ids: pd.Index, day: dt.date) -> tuple[Year, ...]:
    """The programme in each year, from the first works to the last delivery; none where nothing is dated."""
    begin, end, _begin_planned, _end_planned = _spans(world, ids, day)
    every = np.concatenate([begin, end])
    every = every[~np.isnat(every)]
    if every.size == 0:
        return ()
    first, last = (
        int(moment.astype("datetime64[Y]").astype(int)) + 1970 for moment in (every.min(), every.max())
    )
    return tuple(_year(world, ids, year, day) for year in range(first, last + 1))


def _year(world: World, ids: pd.Index, year: int, day: dt.date) -> Year:
    table = states(world, ids, year, day)
    counts = table["state"].value_counts()
    come = table["state"].isin([State.DEMOLISHED.value, State.DELIVERED.value])
    active = come | (table["state"] == State.WORKS.value)
    dwellings = world.programme.operations.loc[table.index[come]]
    return Year(
        year=year,
        states={state: int(counts.get(state.value, 0)) for state in State},
        demolished=int(dwellings["dwellings_demolished"].sum()),
        rebuilt=int(
            (dwellings["dwellings_rebuilt_on_site"] + dwellings["dwellings_rebuilt_elsewhere"]).sum()
        ),
        requalified=int(dwellings["dwellings_requalified"].sum()),
        residentialised=int(dwellings["dwellings_residentialised"].sum()),
        planned=int((table["planned"] & active).sum()),
    )


def _spans(
    world: World, ids: pd.Index, day: dt.date
) -> tuple[Days, Days, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Days on which works begin and end, and whether each is planned; NaT where neither date is known."""
    begin, begin_planned = _dates(world, ids, Step.WORKS, day)
    end, end_planned = _dates(world, ids, Step.DELIVERED, day)
    settled, settled_planned = _dates(world, ids, Step.SETTLED, day)
    unknown = np.isnat(end)
    # A settled operation was delivered, were its delivery not dated.
    end = np.where(unknown, settled, end)
    return begin, end, begin_planned, np.where(unknown, settled_planned, end_planned)


def _dates(world: World, ids: pd.Index, step: Step, day: dt.date) -> tuple[Days, npt.NDArray[np.bool_]]:
    planned, actual = (table[step.value].reindex(ids).to_numpy() for table in world.derive(_tables))
    to_come = np.isnat(actual)
    expected = np.where(np.isnat(planned), _NEVER, np.maximum(planned, np.datetime64(day)))
    return np.where(to_come, expected, actual), to_come


def _tables(world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Planned and actual dates: one row for each operation that has some, one column for each step, NaT if unknown."""
    table = world.programme.milestones
    return _pivot(table, "planned"), _pivot(table, "actual")


def _pivot(table: pd.DataFrame, column: str) -> pd.DataFrame:
    days = pd.Series(pd.to_datetime(table[column]).to_numpy().astype("datetime64[s]"))
    content = pd.DataFrame(
        {"operation_id": table["operation_id"].to_numpy(), "step": table["step"].to_numpy(), "day": days}
    ).drop_duplicates(["operation_id", "step"])
    wide = content.set_index(["operation_id", "step"])["day"].unstack("step")  # noqa: PD010 - nothing is summed up
    return wide.reindex(columns=list(STEP_ORDER)).astype("datetime64[s]")


def _abandoned_by(world: World, ids: pd.Index, last: np.datetime64) -> npt.NDArray[np.bool_]:
    """Whether an operation that was given up had been by a day; always, where no date says when."""
    _planned, actual = world.derive(_tables)
    when = actual[Step.ABANDONED.value].reindex(ids).to_numpy()
    return np.asarray(np.isnat(when) | (when <= last))
