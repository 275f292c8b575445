"""Slippage, lateness, and what an operation is in each year: by hand, just before and just after each date."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.evaluation.timeline import calendars, slippage
from programme.evaluation.yearly import State, states, years
from programme.steps import Step
from programme.world import World
from tests.programme.factories import operation, programme

TODAY = dt.date(2026, 6, 1)
Dates = dict[str, tuple[dt.date | None, dt.date | None]]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def of(dates: Dates, **given: Any) -> World:
    milestones = [("A", step, *both) for step, both in dates.items()]
    return World(programme([operation("A", **given)], milestones=milestones))


def state(here: World, year: int) -> tuple[str, bool]:
    row = states(here, pd.Index(["A"]), year, TODAY).loc["A"]
    return str(row["state"]), bool(row["planned"])


def test_slippage_is_that_of_the_last_step_reached() -> None:
    here = of(
        {
            "étude": (day("2024-01-10"), day("2024-02-09")),
            "travaux": (day("2025-03-01"), day("2025-02-27")),
            "livrée": (day("2026-05-31"), None),
        },
        step="travaux",
    )
    (found,) = calendars(here, pd.Index(["A"]))
    assert [stone.slippage_days for stone in found.stones] == [30, -2, None]
    assert found.slippage_days == -2
    awaited = found.awaited()
    assert awaited is not None
    assert awaited.step == "livrée"
    assert found.late_days(day("2026-05-31")) is None
    assert found.late_days(day("2026-06-01")) == 1


def test_an_abandoned_operation_waits_for_nothing() -> None:
    here = of({"livrée": (day("2020-01-01"), None)}, step="abandonnée")
    (found,) = calendars(here, pd.Index(["A"]))
    assert found.awaited() is None
    assert found.late_days(TODAY) is None


def test_a_summary_of_calendars() -> None:
    content = programme(
        [operation(name, step="engagée") for name in "ABCD"],
        milestones=[
            ("A", "engagée", day("2025-01-01"), day("2025-01-11")),
            ("B", "engagée", day("2025-01-01"), day("2025-04-11")),
            ("B", "travaux", day("2026-01-01"), None),
            ("C", "travaux", day("2027-01-01"), None),
        ],
    )
    here = World(content)
    found = calendars(here, here.programme.operations.index)
    assert [calendar.operation_id for calendar in found] == ["A", "B", "C", "D"]
    summary = slippage(found, TODAY)
    assert (summary.measured, summary.median_days, summary.most_days) == (2, 55, 100)
    assert (summary.late, summary.undated) == (1, 1)
    assert slippage((), TODAY).median_days is None


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2023, (State.TO_COME, False)),
        (2024, (State.WORKS, False)),
        (2025, (State.WORKS, False)),
        (2026, (State.DELIVERED, False)),
        (2027, (State.DONE, False)),
    ],
)
def test_actual_dates_come_first(year: int, expected: tuple[State, bool]) -> None:
    here = of(
        {
            "travaux": (day("2022-01-01"), day("2024-12-31")),
            "livrée": (day("2025-06-30"), day("2026-01-01")),
        }
    )
    assert state(here, year) == (expected[0].value, expected[1])


def test_a_plan_that_has_passed_is_expected_today_at_the_earliest() -> None:
    here = of({"travaux": (day("2024-01-01"), None), "livrée": (day("2027-01-01"), None)})
    assert state(here, 2024) == (State.TO_COME.value, False)
    assert state(here, 2026) == (State.WORKS.value, True)
    assert state(here, 2027) == (State.DELIVERED.value, True)


def test_a_demolition_is_done_when_its_operation_is_delivered() -> None:
    here = of({"livrée": (None, day("2025-12-31"))}, dwellings_demolished=12)
    assert state(here, 2025) == (State.DEMOLISHED.value, False)
    assert state(here, 2024) == (State.TO_COME.value, False)
    (only,) = years(here, pd.Index(["A"]), TODAY)
    assert (only.year, only.demolished, only.states[State.DEMOLISHED]) == (2025, 12, 1)


def test_settled_without_a_delivery_was_delivered() -> None:
    assert state(of({"soldée": (None, day("2025-03-01"))}), 2025) == (State.DELIVERED.value, False)


def test_abandoned_from_its_day_on() -> None:
    dates: Dates = {"travaux": (day("2024-01-01"), None), "abandonnée": (None, day("2025-07-01"))}
    here = of(dates, step="abandonnée")
    assert state(here, 2024) == (State.TO_COME.value, False)
    assert state(here, 2025) == (State.ABANDONED.value, False)
    assert state(of({}, step="abandonnée"), 2000) == (State.ABANDONED.value, False)


def test_an_operation_without_dates_says_so() -> None:
    assert state(of({}), 2026) == (State.UNDATED.value, False)
    assert years(of({}), pd.Index(["A"]), TODAY) == ()


days = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))
lives = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from([step.value for step in Step]), st.tuples(days, days)),
        st.integers(0, 9),
        st.sampled_from([step.value for step in Step]),
    ),
    min_size=1,
    max_size=6,
)


@given(lives)
@settings(max_examples=12)
def test_each_operation_is_delivered_in_one_year_at_most(drawn: list[tuple[Dates, int, str]]) -> None:
    content = programme(
        [
            operation(f"O{place}", dwellings_demolished=gone, step=step)
            for place, (_dates, gone, step) in enumerate(drawn)
        ],
        milestones=[
            (f"O{place}", step, *both)
            for place, (dates, _gone, _step) in enumerate(drawn)
            for step, both in dates.items()
        ],
    )
    here = World(content)
    ids = here.programme.operations.index
    table = years(here, ids, TODAY)
    come = dict.fromkeys(ids, 0)
    for entry in table:
        assert sum(entry.states.values()) == len(ids)
        kinds = states(here, ids, entry.year, TODAY)["state"]
        for name in ids[kinds.isin([State.DELIVERED.value, State.DEMOLISHED.value])]:
            come[name] += 1
    assert max(come.values()) <= 1
    assert sum(entry.demolished for entry in table) <= sum(gone for _dates, gone, _step in drawn)
