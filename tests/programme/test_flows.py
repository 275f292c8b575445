"""Flows add up: what is drawn, and what is not, is the total of the matrix."""

import numpy as np
import pytest

from programme.money.flows import OTHERS, flows
from programme.money.ledger import MEASURES, Measure
from programme.money.matrix import TOTAL, Grouping, matrix
from programme.world import World
from tests.programme.factories import communes, eur, line, operation, programme
from tests.programme.large_programme import large_programme


@pytest.fixture(scope="module")
def large() -> World:
    return World(large_programme(2_000, 12_000))


@pytest.mark.parametrize("measure", MEASURES)
def test_flows_add_up_to_the_matrix(large: World, measure: Measure) -> None:
    ids = large.programme.operations.index
    found = flows(large, ids, Grouping.COMMUNE, measure)
    assert found.drawn_cents + found.undrawn_cents == matrix(large, ids, measure=measure).totals()[TOTAL]
    for nodes in (found.payers, found.places, found.families):
        assert sum(node.cents for node in nodes) == found.drawn_cents
        assert min(node.cents for node in nodes) > 0
    for place, node in enumerate(found.places):
        assert sum(link.cents for link in found.to_places if link.end == place) == node.cents
        assert sum(link.cents for link in found.to_families if link.start == place) == node.cents
    assert len(found.places) == 12
    assert found.places[-1].key == OTHERS
    assert sum(node.members for node in found.places) == 36


def test_the_greatest_place_comes_first_and_decommitments_are_told_apart() -> None:
    world = World(
        programme(
            [operation("A"), operation("B", commune="92036", family="21"), operation("C", commune="92004")],
            lines=[
                line("1", "A", "anru", 10),
                line("2", "B", "anru", 30),
                line("3", "B", "region", 5, kind="loan"),
                line("4", "C", "anru", -3, nature="decommitment"),
            ],
        ),
        snapshots={"communes": communes()},
    )
    found = flows(world, ["A", "B", "C"])
    assert [(node.label, node.cents) for node in found.places] == [
        ("Gennevilliers", 35_00),
        ("Nanterre", 10_00),
    ]
    assert [node.key for node in found.payers] == ["subsidy:anru", "loan:region"]
    assert [node.key for node in found.families] == ["21", "34"]
    assert (found.drawn_cents, found.undrawn_cents, found.undrawn) == (45_00, -3_00, 1)
    assert [(link.start, link.end, link.cents) for link in found.to_places] == [
        (0, 0, 30_00),
        (0, 1, 10_00),
        (1, 0, 5_00),
    ]


def test_nothing_flows_without_an_amount() -> None:
    world = World(programme([operation("A")], lines=[line("1", "A", "anru", None, paid_eur=eur(0))]))
    found = flows(world, ["A"], measure=Measure.PAID)
    assert (found.payers, found.to_places, found.drawn_cents, found.undrawn) == ((), (), 0, 0)
    assert np.sum(flows(world, []).drawn_cents) == 0
