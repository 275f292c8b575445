from collections import Counter

import pytest

from demonstration.dice import Dice


def test_a_scope_gives_the_same_draws_again():
    one, other = Dice("a"), Dice("a")
    assert [one.uniform(0, 1) for _time in range(5)] == [other.uniform(0, 1) for _time in range(5)]
    assert Dice("a").uniform(0, 1) != Dice("b").uniform(0, 1)


def test_the_sequence_is_the_one_that_the_committed_data_was_drawn_from():
    dice = Dice("test")
    assert [dice.integer(0, 9) for _time in range(8)] == [2, 2, 5, 9, 8, 7, 9, 4]


def test_draws_stay_in_their_bounds():
    dice = Dice("bounds")
    integers = {dice.integer(1, 6) for _time in range(400)}
    assert integers == {1, 2, 3, 4, 5, 6}
    assert all(10 <= dice.uniform(10, 11) < 11 for _time in range(200))
    bells = [dice.bell(5, 2) for _time in range(2000)]
    assert min(bells) >= 2
    assert max(bells) <= 8
    assert sum(bells) / len(bells) == pytest.approx(5, abs=0.1)


def test_weights_count():
    dice = Dice("weights")
    counts = Counter(dice.weighted([("a", 3), ("b", 1), ("c", 0)]) for _time in range(4000))
    assert set(counts) == {"a", "b"}
    assert counts["a"] / counts["b"] == pytest.approx(3, rel=0.15)


def test_shuffling_keeps_every_item():
    items = list(range(30))
    mixed = Dice("shuffle").shuffled(items)
    assert mixed != items
    assert sorted(mixed) == items
    assert items == list(range(30))
    assert len(set(Dice("sample").sample(items, 8))) == 8
    assert sorted(Dice("sample").sample(items, 99)) == items
