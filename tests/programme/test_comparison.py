"""Two places side by side: only of one kind, and a difference only where both are known."""

from decimal import Decimal

import pytest

from programme.evaluation.comparison import UnlikePlacesError, compare
from programme.evaluation.place import NoPlaceError, Place, PlaceKind
from tests.programme.factories import world

NANTERRE = Place(PlaceKind.COMMUNE, "92050")
GENNEVILLIERS = Place(PlaceKind.COMMUNE, "92036")


def test_every_indicator_of_both_and_what_lies_between() -> None:
    pairs = {pair.indicator.code: pair for pair in compare(world(), NANTERRE, GENNEVILLIERS)}
    operations = pairs["operations.programmed"]
    assert (operations.first.place, operations.second.place) == (NANTERRE, GENNEVILLIERS)
    assert (operations.first.value, operations.second.value) == (Decimal(3), Decimal(1))
    assert (operations.difference, operations.most) == (Decimal(2), Decimal(3))
    assert not operations.idle
    per_head = pairs["money.per_inhabitant"]
    assert per_head.difference == per_head.first.value - per_head.second.value  # type: ignore[operator]


def test_a_difference_needs_both_and_the_other_way_round_is_its_opposite() -> None:
    there = {pair.indicator.code: pair for pair in compare(world(), NANTERRE, GENNEVILLIERS)}
    back = {pair.indicator.code: pair for pair in compare(world(), GENNEVILLIERS, NANTERRE)}
    assert list(there) == list(back)
    for code, pair in there.items():
        known = pair.first.value is not None and pair.second.value is not None
        assert (pair.difference is not None) is known
        if pair.difference is not None:
            assert back[code].difference == -pair.difference


@pytest.mark.parametrize(
    "other",
    [Place(PlaceKind.NEIGHBOURHOOD_2015, "QP092016"), Place(PlaceKind.TERRITORY), NANTERRE],
)
def test_generations_are_never_compared(other: Place) -> None:
    with pytest.raises(UnlikePlacesError, match="QN09206M"):
        compare(world(), Place(PlaceKind.NEIGHBOURHOOD_2024, "QN09206M"), other)


def test_a_place_that_is_none_is_told() -> None:
    with pytest.raises(NoPlaceError):
        compare(world(), NANTERRE, Place(PlaceKind.COMMUNE, "99999"))
