"""What is demolished and rebuilt, what is owed, and which ends the programme tells: by hand, and against pandas."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.evaluation.demolition import GROUPINGS, Dwellings, Exchange, Loose, Untold, exchanges, ledger
from programme.money.matrix import Grouping
from programme.world import World
from tests.programme.factories import operation, programme, square


def moving(name: str, gone: int = 0, here: int = 0, away: int = 0, **given: Any) -> tuple[list[Any], Any]:
    counts = {
        "dwellings_demolished": gone,
        "dwellings_rebuilt_on_site": here,
        "dwellings_rebuilt_elsewhere": away,
    }
    return operation(name, square(0, 0), **counts, **given)


def of(*operations: Any, sites: dict[str, list[str]] | None = None) -> World:
    sites = sites or {}
    links = [
        {"priority_site_id": site, "operation_id": name} for site, names in sites.items() for name in names
    ]
    return World(
        programme(
            list(operations),
            priority_sites=[{"id": site, "name": f"Site fictif {site}"} for site in sites],
            priority_site_operations=links,
        )
    )


def told(here: World) -> Any:
    return exchanges(here, here.programme.operations.index)


def test_what_is_owed_is_gone_and_not_given_back_yet() -> None:
    here = of(
        moving("A", gone=60, step="livrée"),
        moving("B", gone=40, step="travaux"),
        moving("C", here=10, away=20, step="soldée"),
        moving("D", away=50, step="engagée"),
        moving("E", gone=500, away=500, step="abandonnée"),
    )
    book = ledger(here, here.programme.operations.index, Grouping.OPERATION)
    assert [entry.key for entry in book.entries] == ["A", "B", "C", "D"]
    assert book.total == Dwellings(100, 10, 70, 60, 10, 20)
    assert (book.total.owed, book.total.unprogrammed) == (30, 20)


def test_an_operation_in_two_sites_counts_once() -> None:
    here = of(moving("A", gone=60), moving("B", away=30), sites={"S1": ["A", "B"], "S2": ["A"]})
    book = ledger(here, here.programme.operations.index, Grouping.SITE)
    assert [(entry.key, entry.dwellings.demolished, entry.dwellings.elsewhere) for entry in book.entries] == [
        ("S1+S2", 60, 0),
        ("S1", 0, 30),
    ]
    assert book.entries[0].label == "Site fictif S1 + Site fictif S2"
    assert book.total.demolished == 60


def test_only_the_operations_asked_for_count() -> None:
    here = of(moving("A", gone=60), moving("B", gone=5))
    assert ledger(here, pd.Index(["B"]), Grouping.COMMUNE).total.demolished == 5
    assert ledger(here, pd.Index([]), Grouping.COMMUNE).entries == ()


def test_one_demolition_in_a_site_is_what_its_reconstructions_answer() -> None:
    here = of(moving("A", gone=60), moving("B", here=20, away=10), sites={"S1": ["A", "B"]})
    assert told(here).told == (Exchange("A", "B", ("S1",), 60, 30, 20),)
    assert told(here).loose == ()


def test_an_operation_that_does_both_tells_both_ends() -> None:
    here = of(moving("A", gone=60, here=25), moving("B", gone=9), sites={"S1": ["A", "B"]})
    assert told(here).told == (Exchange("A", "A", (), 60, 25, 25),)
    assert told(here).loose == (Loose("B", 9, demolishes=True, reason=Untold.SEVERAL),)


@pytest.mark.parametrize(
    ("sites", "reason"),
    [
        ({}, Untold.NO_SITE),
        ({"S1": ["B"]}, Untold.NO_OTHER),
        ({"S1": ["A1", "A2", "B"]}, Untold.SEVERAL),
        ({"S1": ["A1", "B"], "S2": ["A2", "B"]}, Untold.SEVERAL),
    ],
)
def test_no_end_is_invented(sites: dict[str, list[str]], reason: Untold) -> None:
    found = told(of(moving("A1", gone=60), moving("A2", gone=40), moving("B", away=10), sites=sites))
    assert found.told == ()
    assert found.loose[0] == Loose("B", 10, demolishes=False, reason=reason)
    assert {item.operation_id for item in found.loose} == {"A1", "A2", "B"}


def test_an_exchange_is_kept_where_one_of_its_ends_is_asked_for() -> None:
    here = of(moving("A", gone=60), moving("B", away=30), moving("C", away=4), sites={"S1": ["A", "B"]})
    found = exchanges(here, pd.Index(["B"]))
    assert [item.origin for item in found.told] == ["A"]
    assert found.loose == ()


numbers = st.integers(0, 30)
rows = st.lists(
    st.tuples(numbers, numbers, numbers, st.sampled_from(["travaux", "livrée", "soldée", "abandonnée"])),
    max_size=8,
)


@given(rows, st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["S1", "S2", "S3"])), max_size=12))
@settings(max_examples=12)
def test_every_grouping_and_every_end_adds_up(
    drawn: list[tuple[int, int, int, str]], links: list[tuple[int, str]]
) -> None:
    sites: dict[str, list[str]] = {"S1": [], "S2": [], "S3": []}
    for place, site in sorted(set(links)):
        if place < len(drawn):
            sites[site].append(f"O{place}")
    made = [moving(f"O{place}", *row[:3], step=row[3]) for place, row in enumerate(drawn)]
    here = of(*made, sites=sites)
    ids = here.programme.operations.index
    kept = [row for row in drawn if row[3] != "abandonnée"]
    for grouping in GROUPINGS:
        total = ledger(here, ids, grouping).total
        assert total.demolished == sum(row[0] for row in kept)
        assert total.rebuilt == sum(row[1] + row[2] for row in kept)
        assert total.demolished_done == sum(row[0] for row in kept if row[3] != "travaux")
    found = exchanges(here, ids)
    back = sum(item.rebuilt for item in found.told)
    assert back + sum(item.dwellings for item in found.loose if not item.demolishes) == sum(
        row[1] + row[2] for row in kept
    )
    gone = {item.origin: item.demolished for item in found.told}
    assert sum(gone.values()) + sum(item.dwellings for item in found.loose if item.demolishes) == sum(
        row[0] for row in kept
    )
