"""Small numbers stay secret: an attacker who holds everything that is published cannot give one back."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from programme.evaluation.linear import Polytope
from programme.evaluation.suppression import (
    ENTERPRISES,
    PERSONS,
    Cells,
    attack,
    kept_secret,
    whole_values,
)


def table(members: list[list[int]], contributions: list[int], shown: list[bool] | None = None) -> Cells:
    flags = np.array(members, dtype=bool)
    return Cells(
        [f"c{place}" for place in range(len(flags))],
        flags,
        np.array(contributions, dtype="int64"),
        np.array([True] * len(flags) if shown is None else shown),
    )


def cross(rows: int, columns: int) -> list[list[int]]:
    """Cells, rows, columns and total of a table of persons; one contribution for each cell."""
    size = rows * columns
    grid = np.arange(size).reshape(rows, columns)
    groups = [[place] for place in range(size)] + grid.tolist() + grid.T.tolist() + [list(range(size))]
    return [[int(place in group) for place in range(size)] for group in groups]


def guesses(count: int, most: int) -> np.ndarray:
    """Every set of whole numbers from 0 to ``most``, one a row."""
    return np.stack(np.meshgrid(*[np.arange(most + 1)] * count, indexing="ij"), axis=-1).reshape(-1, count)


def solutions(cells: Cells, secret: frozenset, most: int) -> np.ndarray:
    """Values of the cells for every set of whole contributions that agrees with what is published."""
    sums = guesses(len(cells.contributions), most) @ cells.members.T.astype(int)
    hidden = np.array([key in secret for key in cells.keys])
    agrees = (sums == cells.values)[:, ~hidden].all(axis=1) & (sums > 0)[:, hidden].all(axis=1)
    return sums[agrees]


def test_a_small_number_takes_its_row_its_column_and_another_one_with_it():
    cells = table(cross(2, 3), [40, 4, 60, 30, 25, 50])
    secret = kept_secret(cells)
    assert "c1" in secret
    assert len(secret) >= 4
    inner = secret & {f"c{place}" for place in range(6)}
    for group in ([0, 1, 2], [3, 4, 5], [0, 3], [1, 4], [2, 5]):
        assert len(inner & {f"c{place}" for place in group}) != 1, group


def test_the_small_number_alone_would_be_given_back():
    cells = table(cross(2, 3), [40, 4, 60, 30, 25, 50])
    reach = attack(cells, {"c1"}).reach(1)
    assert (reach.least, reach.most) == (4, 4)


def test_tables_that_share_a_total_are_protected_together():
    # Sites and communes cut the same operations differently: each alone hides the small one, both together do not.
    by_commune = [[1, 1, 0, 0], [0, 0, 1, 1]]
    by_site = [[1, 0, 0, 0], [0, 1, 1, 1]]
    cells = table([[1, 1, 1, 1], *by_commune, *by_site], [3, 40, 50, 60])
    secret = kept_secret(cells)
    assert "c3" in secret
    assert whole_values(attack(cells, secret).reach(3)) >= PERSONS
    assert whole_values(attack(cells, {"c3"}).reach(3)) == 1


def test_a_difference_that_is_not_shown_is_protected_too():
    # To rehouse, rehoused, and those left, which nobody writes: 52 − 48 = 4.
    cells = table([[1, 1], [1, 0], [0, 1]], [48, 4], shown=[True, True, False])
    secret = kept_secret(cells)
    assert secret == {"c1"}
    assert whole_values(attack(cells, secret).reach(2)) >= PERSONS


def test_zeros_and_large_numbers_are_published():
    assert kept_secret(table(cross(2, 2), [0, 11, 12, 500])) == frozenset()
    assert kept_secret(table([[1]], [10])) == {"c0"}
    assert kept_secret(table([[1]], [11])) == frozenset()


def test_enterprises_are_kept_secret_under_three():
    assert kept_secret(table([[1, 0], [0, 1]], [2, 3]), ENTERPRISES) == {"c0"}
    cells = table([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], [2, 3, 9])
    secret = kept_secret(cells, ENTERPRISES)
    assert len(secret) == 2
    assert whole_values(attack(cells, secret).reach(0)) >= ENTERPRISES


@given(
    rows=st.integers(1, 3),
    columns=st.integers(1, 4),
    numbers=st.lists(st.sampled_from([0, 0, 1, 3, 9, 10, 11, 14, 40, 200]), min_size=12, max_size=12),
    regions=st.lists(st.lists(st.booleans(), min_size=12, max_size=12), max_size=4),
)
@settings(max_examples=40)
def test_no_small_number_is_given_back_by_linear_programming(rows, columns, numbers, regions):
    size = rows * columns
    members = cross(rows, columns) + [[int(flag) for flag in region[:size]] for region in regions]
    cells = table(members, numbers[:size])
    secret = kept_secret(cells)
    small = {key for key, value in zip(cells.keys, cells.values, strict=True) if 1 <= value < PERSONS}
    assert small <= secret
    attacker = attack(cells, secret)
    for place, key in enumerate(cells.keys):
        if key in secret:
            reach = attacker.reach(place)
            assert reach.least <= cells.values[place] <= reach.most
            assert whole_values(reach) >= (PERSONS if key in small else 2), key


@given(
    numbers=st.lists(st.sampled_from([0, 1, 2, 3, 5]), min_size=4, max_size=4),
    region=st.lists(st.booleans(), min_size=4, max_size=4),
)
@settings(max_examples=30)
def test_no_small_number_is_given_back_by_trying_every_whole_number(numbers, region):
    cells = table([*cross(2, 2), [int(flag) for flag in region]], numbers)
    secret = kept_secret(cells, minimum=3)
    found = solutions(cells, secret, most=11)
    assert (found == cells.values).all(axis=1).any()
    for place, key in enumerate(cells.keys):
        if key in secret:
            assert len(set(found[:, place])) >= (3 if cells.values[place] < 3 else 2), key


@given(
    coefficients=st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), min_size=1, max_size=3),
    truth=st.lists(st.integers(0, 6), min_size=3, max_size=3),
)
@settings(max_examples=40)
def test_the_interval_of_a_sum_holds_all_that_whole_numbers_can_make(coefficients, truth):
    matrix = np.array(coefficients, dtype="float64")
    totals = matrix @ np.array(truth)
    target = np.array([1.0, 0, 0])
    reach = Polytope(matrix, totals).reach(target)
    every = guesses(3, 18)
    made = every[(every @ matrix.T == totals).all(axis=1), 0].tolist()
    assert reach.least <= min(made)
    assert reach.most >= max(made)
    # Sums of intervals of zeros and ones have whole corners here: the ends are reached, or halves away.
    assume(np.isfinite(reach.most))
    assert reach.most <= max(made) + 1
    assert reach.least >= min(made) - 1


def test_equations_that_nothing_solves_are_refused():
    with pytest.raises(ValueError, match="no non-negative"):
        Polytope(np.array([[1.0], [1.0]]), np.array([1.0, 2.0]))
