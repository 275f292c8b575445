"""Commitments and payments by period, by hand."""

from dataclasses import replace
from typing import Any

from programme.money.schedule import Series, behind_period, schedule
from programme.storage.snapshot import desk_frame
from programme.world import World
from tests.programme.factories import eur, line, operation, programme

AMOUNTS = [
    # line, year, half, state, AE, CP
    ("1", 2024, 1, "planned", 100, None),
    ("1", 2024, 2, "planned", None, 40),
    ("1", 2025, None, "planned", None, 60),
    ("1", 2024, 2, "actual", "99.50", 0),
    ("1", 2025, 1, "actual", None, "30.25"),
    ("2", 2026, 2, "planned", 10, 10),
    ("2", 2025, None, "actual", 5, "-1.05"),
]


def _world(amounts: list[tuple[Any, ...]] = AMOUNTS) -> World:
    made = programme(
        [operation("A"), operation("B")],
        lines=[
            line("1", "A", "anru", 100, committed_eur=eur("99.50"), paid_eur=eur("35.25"), year=2024),
            line("2", "B", "region", 10, committed_eur=eur(10), year=2025),
        ],
    )
    rows = [
        (f"MA-{number}", line_id, year, half, state, eur(ae), eur(cp), True)
        for number, (line_id, year, half, state, ae, cp) in enumerate(amounts)
    ]
    return World(replace(made, funding_amounts=desk_frame("funding_amounts", rows)))


def test_periods_follow_each_other_and_a_whole_year_counts_in_its_second_half() -> None:
    found = schedule(_world(), ["A", "B"])
    assert [period.key for period in found.periods] == [
        f"{year}-{half}" for year in (2024, 2025, 2026) for half in (1, 2)
    ]
    assert found.cents[Series.PLANNED_COMMITMENTS].tolist() == [100_00, 0, 0, 0, 0, 10_00]
    assert found.cents[Series.PLANNED_PAYMENTS].tolist() == [0, 40_00, 0, 60_00, 0, 10_00]
    assert found.cents[Series.COMMITMENTS].tolist() == [0, 99_50, 0, 5_00, 0, 0]
    assert found.cents[Series.PAYMENTS].tolist() == [0, 0, 30_25, -1_05, 0, 0]
    assert found.cumulated(Series.PAYMENTS).tolist() == [0, 0, 30_25, 29_20, 29_20, 29_20]
    assert (found.last, found.whole_years) == (3, 2)


def test_what_has_no_date_is_told() -> None:
    found = schedule(_world(), ["A", "B"])
    assert found.undated_committed_cents == 109_50 - 104_50
    assert found.undated_paid_cents == 35_25 - 29_20


def test_by_year_the_halves_are_put_together() -> None:
    found = schedule(_world(), ["A", "B"], by_half=False)
    assert [period.key for period in found.periods] == ["2024", "2025", "2026"]
    assert found.cents[Series.PAYMENTS].tolist() == [0, 29_20, 0]
    assert (found.last, found.whole_years) == (1, 0)


def test_only_the_operations_and_years_of_decision_asked_for_count() -> None:
    assert [period.key for period in schedule(_world(), ["B"]).periods] == ["2025-2", "2026-1", "2026-2"]
    assert schedule(_world(), ["A", "B"], [2024]).cents[Series.COMMITMENTS].sum() == 99_50


def test_operations_behind_a_period_add_up_to_it() -> None:
    world = _world()
    for by_half in (True, False):
        found = schedule(world, ["A", "B"], by_half=by_half)
        for series in Series:
            for place, period in enumerate(found.periods):
                parts = behind_period(world, ["A", "B"], series, period.key)
                assert sum(part.cents for part in parts) == found.cents[series][place], (series, period)


def test_without_dated_amounts_there_is_no_period() -> None:
    found = schedule(_world([]), ["A", "B"])
    assert (found.periods, found.last, found.undated_committed_cents) == ((), -1, 109_50)


def test_amounts_of_a_line_that_is_not_seen_are_not_seen() -> None:
    world = _world([*AMOUNTS, ("elsewhere", 2030, 1, "actual", 7, 7)])
    assert schedule(world, ["A", "B"]).periods[-1].key == "2026-2"
