"""What enters, leaves and stays between two generations, in squares whose areas are known."""

import pytest

from programme.evaluation.generations import Change, passages
from programme.world import World
from tests.programme import factories
from tests.programme.factories import snapshot, square


def quarter(code: str, *box: float) -> dict[str, object]:
    return {
        "code": code,
        "name": f"Quartier {code}",
        "communes": "Nanterre",
        "population": 1000,
        "approximate": True,
        "geometry": square(*box),
    }


def of(earlier: list[dict[str, object]], later: list[dict[str, object]]) -> World:
    return World(
        factories.small_programme(),
        snapshots={
            "neighbourhoods_2015": snapshot("neighbourhoods_2015", earlier),
            "neighbourhoods_2024": snapshot("neighbourhoods_2024", later),
            "housing": factories.housing(),
        },
    )


def test_areas_and_dwellings_of_what_stays_enters_and_leaves() -> None:
    (found,) = passages(of([quarter("QP092001", 100, 0, 400, 300)], [quarter("QN09201M", 0, 0, 400, 300)]))
    assert found.change is Change.CHANGED
    assert (found.kept.area, found.entered.area, found.left.area) == pytest.approx((90_000, 30_000, 30_000))
    # Tour A (120 dwellings) stands at x 50, both others (64) at x 300.
    assert (found.dwellings_kept, found.dwellings_entered, found.dwellings_left) == (64, 120, 0)
    assert found.operations_entered == ("92050-014",)
    assert found.operations_left == ()
    assert found.approximate


def test_outlines_that_only_touch_are_apart() -> None:
    found = passages(of([quarter("QP092001", 0, 0)], [quarter("QN09201M", 100, 0)]))
    assert [item.change for item in found] == [Change.NEW, Change.GONE]
    assert [item.kept.is_empty for item in found] == [True, True]


@pytest.mark.parametrize(("wider", "change"), [(0.4, Change.SAME), (2.0, Change.CHANGED)])
def test_a_hair_of_difference_is_no_change(wider: float, change: Change) -> None:
    (found,) = passages(of([quarter("QP092001", 0, 0)], [quarter("QN09201M", 0, 0, 100 + wider, 100)]))
    assert found.change is change


def test_two_that_became_one_and_one_that_became_two_go_together() -> None:
    found = passages(
        of(
            [quarter("QP092001", 0, 0), quarter("QP092002", 200, 0), quarter("QP092003", 900, 0, 300, 100)],
            [quarter("QN09201M", 0, 0, 300, 100), quarter("QN09202M", 900, 0), quarter("QN09203M", 1100, 0)],
        )
    )
    assert [sorted(item.codes) for item in found] == [
        ["QN09201M", "QP092001", "QP092002"],
        ["QN09202M", "QN09203M", "QP092003"],
    ]
    assert found[0].entered.area == pytest.approx(10_000)
    assert found[1].left.area == pytest.approx(10_000)


def test_codes_choose_and_a_missing_generation_gives_nothing() -> None:
    here = of([quarter("QP092001", 0, 0), quarter("QP092002", 500, 0)], [quarter("QN09201M", 0, 0)])
    assert [sorted(item.codes) for item in passages(here, ["QP092002"])] == [["QP092002"]]
    assert passages(here, []) == ()
    assert passages(factories.world(without=("neighbourhoods_2015",))) == ()
