"""Social actions: what adds up, where they meet the operations, hours against their target, people in numbers."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actor import PUBLIC, Role
from programme.desk import Clause
from programme.social.breakdown import SocialGrouping, breakdown, granted_share
from programme.social.consultations import consultations
from programme.social.meeting import Meeting, neighbourhoods_meeting, operations_meeting, unplaced
from programme.social.people import (
    Reached,
    clauses,
    clauses_total,
    integration,
    integration_total,
    rehousing,
    rehousing_total,
)
from programme.social.places import Placing, action_communes, action_neighbourhoods, placings
from programme.social.selection import Criteria, action_options, select_actions
from programme.visibility import visible
from programme.world import World
from tests.programme.factories import action, eur, line, operation, programme, square, visa, world

_SHARE = Decimal("0.05")


def content(**more: Any) -> Any:
    """Stone alone, both, people alone, and actions without a place.

    * O1 lies in both Parcs, O2 in the 2015 one alone, O3 is unmapped, O4 is abandoned in the 2024 one.
    * A1 goes with O1; A2 is declared on Les Agnettes; A3 on Le Parc of 2015; A4 names a commune; A5 nothing.
    """
    rows = {
        "lines": [
            line("L1", "O1", "anru", 1000),
            line("L2", "O2", "anru", "500.50"),
            line("L3", "O4", "anru", 9),
        ],
        "actions": [
            action("A1", requested_eur=eur("100.00"), granted_eur=eur("80.50"), start=dt.date(2025, 3, 1)),
            action("A2", theme="culture", public="youth", granted_eur=eur(10)),
            action("A3", holder="Autre association", start=dt.date(2023, 1, 1), end=dt.date(2024, 6, 1)),
            action("A4", commune="92036", requested_eur=eur(7)),
            action("A5", theme="culture", granted_eur=eur(3)),
        ],
        "action_operations": [("A1", "O1")],
        "action_neighbourhoods": [("A2", "QN09210I"), ("A3", "QP092016")],
        "social_action_grants": [
            {
                "id": "G1",
                "social_action_id": "A1",
                "funder_id": "departement",
                "year": 2025,
                "requested_eur": eur("60.00"),
                "granted_eur": eur("50.00"),
            },
            {
                "id": "G2",
                "social_action_id": "A1",
                "funder_id": "region",
                "year": 2026,
                "requested_eur": eur("40.00"),
                "granted_eur": eur("30.00"),
            },
            {
                "id": "G3",
                "social_action_id": "A3",
                "funder_id": "region",
                "year": 2024,
                "granted_eur": eur(5),
            },
        ],
        **more,
    }
    return programme(
        [
            operation("O1", square(150, 0), name="Les tours"),
            operation("O2", square(450, 400), name="La dalle"),
            operation("O3", None, name="Une étude"),
            operation("O4", square(0, 0), name="Abandonnée", step="abandonnée"),
        ],
        **rows,
    )


@pytest.fixture
def here() -> World:
    return world(content())


def ids(found: World) -> Any:
    return found.programme.social_actions.index


def by_key(found: World, grouping: SocialGrouping, **more: Any) -> dict[str, Any]:
    return {row.key: row for row in breakdown(found, ids(found), grouping, **more).rows}


# ------------------------------------------------------------------ figures


def test_themes_count_each_action_once_and_add_up(here: World) -> None:
    found = breakdown(here, ids(here), SocialGrouping.THEME)
    assert [(row.key, row.actions, row.granted_cents) for row in found.rows] == [
        ("employment", 3, 8550),
        ("culture", 2, 1300),
    ]
    assert (found.total.actions, found.total.requested_cents, found.total.granted_cents) == (5, 10700, 9850)
    assert found.shared == 0


def test_what_grants_leave_of_an_action_is_a_line_without_funder(here: World) -> None:
    found = by_key(here, SocialGrouping.FUNDER)
    assert {key: row.granted_cents for key, row in found.items()} == {
        "departement": 5000,
        "region": 3500,
        "": 1350,
    }
    assert list(found) == ["departement", "region", ""]


def test_years_are_those_of_the_grants_else_of_the_start(here: World) -> None:
    found = by_key(here, SocialGrouping.YEAR)
    assert {key: row.granted_cents for key, row in found.items()} == {
        "2024": 500,
        "2025": 5050,
        "2026": 3000,
        "": 1300,
    }
    one = breakdown(here, ids(here), SocialGrouping.THEME, [2025])
    assert one.total.granted_cents == 5050


def test_unknown_is_no_zero(here: World) -> None:
    found = by_key(here, SocialGrouping.COMMUNE)
    assert found["92036"].granted_cents == 1000  # A2, through its neighbourhood, beside A4 that states none
    assert by_key(here, SocialGrouping.HOLDER)["Autre association"].requested_cents is None
    assert found[""].label == "Commune non précisée"


def test_the_rate_counts_only_what_states_both(here: World) -> None:
    assert granted_share(here, ids(here)) == Decimal("0.805")
    assert granted_share(here, ids(here)[:0]) is None


def test_neighbourhoods_of_each_generation_stand_apart(here: World) -> None:
    of_2024 = by_key(here, SocialGrouping.NEIGHBOURHOOD_2024)
    of_2015 = by_key(here, SocialGrouping.NEIGHBOURHOOD_2015)
    assert {key: row.actions for key, row in of_2024.items()} == {"QN09206M": 1, "QN09210I": 1, "": 3}
    assert {key: row.actions for key, row in of_2015.items()} == {"QP092016": 2, "": 3}


def test_the_public_is_told_no_funder() -> None:
    everything = content()
    found = World(visible(everything, PUBLIC), Role.PUBLIC, world(everything).snapshots)
    assert {row.key for row in breakdown(found, ids(found), SocialGrouping.FUNDER).rows} == {""}
    assert breakdown(found, ids(found), SocialGrouping.THEME).total.granted_cents == 9350


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["T1", "T2"]),
            st.sampled_from(["anru", "region"]),
            st.integers(2020, 2023),
            st.integers(0, 10**9),
        ),
        max_size=12,
    ),
    st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=2, max_size=2),
)
def test_lines_always_add_up_to_the_actions(
    grants: list[tuple[str, str, int, int]], own: list[int | None]
) -> None:
    cents = {
        name: None if value is None else Decimal(value).scaleb(-2)
        for name, value in zip(("T1", "T2"), own, strict=True)
    }
    found = world(
        programme(
            [],
            actions=[action(name, granted_eur=amount) for name, amount in cents.items()],
            social_action_grants=[
                {
                    "id": f"G{place}",
                    "social_action_id": name,
                    "funder_id": funder,
                    "year": year,
                    "granted_eur": Decimal(value).scaleb(-2),
                }
                for place, (name, funder, year, value) in enumerate(grants)
            ],
        )
    )
    wanted = sum(
        value if value is not None else sum(cents_ for owner, _f, _y, cents_ in grants if owner == name)
        for name, value in zip(("T1", "T2"), own, strict=True)
    )
    for grouping in (SocialGrouping.FUNDER, SocialGrouping.YEAR, SocialGrouping.THEME):
        rows = breakdown(found, ids(found), grouping).rows
        assert sum(row.granted_cents or 0 for row in rows) == wanted


# ------------------------------------------------------------------ choosing


@pytest.mark.parametrize(
    ("criteria", "kept"),
    [
        (Criteria(), ["A1", "A2", "A3", "A4", "A5"]),
        (Criteria(themes=("culture",)), ["A2", "A5"]),
        (Criteria(themes=("culture",), publics=("youth",)), ["A2"]),
        (Criteria(holders=("Autre association",)), ["A3"]),
        (Criteria(communes=("92050",)), ["A1", "A3"]),
        (Criteria(communes=("92036",)), ["A2", "A4"]),
        (Criteria(neighbourhoods=("QN09206M",)), ["A1"]),
        (Criteria(neighbourhoods=("QP092016", "QN09210I")), ["A1", "A2", "A3"]),
        (Criteria(years=(2023,)), ["A3"]),
        (Criteria(years=(2026,)), ["A1"]),
    ],
)
def test_criteria_keep(here: World, criteria: Criteria, kept: list[str]) -> None:
    assert list(select_actions(here, criteria)) == kept


def test_filters_offer_what_there_is(here: World) -> None:
    found = action_options(here)
    assert [(item.value, item.count) for item in found.themes] == [("employment", 3), ("culture", 2)]
    assert [(item.label, item.count) for item in found.publics] == [("Tous publics", 4), ("Jeunes", 1)]
    assert found.years == (2023, 2024, 2025, 2026)


# ------------------------------------------------------------------ stone and people


def test_the_most_precise_place_is_told(here: World) -> None:
    assert placings(here).to_dict() == {
        "A1": Placing.OPERATION,
        "A2": Placing.NEIGHBOURHOOD,
        "A3": Placing.NEIGHBOURHOOD,
        "A4": Placing.COMMUNE,
        "A5": Placing.NOWHERE,
    }
    found = unplaced(here, ids(here))
    assert (found.nowhere, found.commune_alone) == (("A5",), ("A4",))
    pairs = action_communes(here)
    assert set(zip(pairs["social_action_id"], pairs["commune"], strict=True)) == {
        ("A1", "92050"),
        ("A2", "92036"),
        ("A2", "92004"),
        ("A3", "92050"),
        ("A4", "92036"),
    }


def test_neighbourhoods_have_stone_people_both_or_neither(here: World) -> None:
    of_2024 = {row.id: row for row in neighbourhoods_meeting(here, "neighbourhoods_2024", ids(here))}
    assert {key: row.meeting for key, row in of_2024.items()} == {
        "QN09206M": Meeting.BOTH,
        "QN09210I": Meeting.PEOPLE,
    }
    parc = of_2024["QN09206M"]
    # The abandoned operation counts for nothing.
    assert (parc.operations, parc.stone_cents, parc.actions, parc.people_cents) == (1, 100_000, 1, 8050)
    assert parc.approximate
    (of_2015,) = neighbourhoods_meeting(here, "neighbourhoods_2015", ids(here))
    assert (of_2015.actions, of_2015.people_cents) == (2, 8550)
    bare = neighbourhoods_meeting(here, "neighbourhoods_2024", ["A2"], ["QN09206M"])
    assert [(row.id, row.meeting) for row in bare] == [("QN09206M", Meeting.STONE)]


def test_operations_without_any_action_are_told_and_what_is_around_them(here: World) -> None:
    found = {row.id: row for row in operations_meeting(here, ids(here), here.programme.operations.index)}
    assert set(found) == {"O1", "O2", "O3"}
    assert [found[name].actions for name in ("O1", "O2", "O3")] == [1, 0, 0]
    assert found["O1"].around == 1
    assert found["O2"].meeting is Meeting.STONE


def test_the_public_sees_counts_and_no_funding() -> None:
    mapped = content().operations.geometry["O1"].geoms[0]
    everything = content(visas=[visa(1, "O1", mapped)])
    found = World(visible(everything, PUBLIC), Role.PUBLIC, world(everything).snapshots)
    rows = neighbourhoods_meeting(found, "neighbourhoods_2024", ids(found))
    assert [row.stone_cents for row in rows] == [None, None]
    assert [row.operations for row in rows] == [1, 0]


def test_no_layer_no_neighbourhood() -> None:
    found = world(content(), without=("neighbourhoods_2024", "neighbourhoods_2015", "communes"))
    assert neighbourhoods_meeting(found, "neighbourhoods_2024", ids(found)) == ()
    assert set(action_neighbourhoods(found)["declared"]) == {True}


# ------------------------------------------------------------------ people


def hours(operation_id: str, worked: int | None, done: int | None, **more: Any) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "clause": "works",
        "worked_done": worked,
        "integration_done": done,
        **more,
    }


def people(*rows: dict[str, Any], **more: Any) -> World:
    return world(content(work_hours=list(rows), **more))


@pytest.mark.parametrize(
    ("worked", "done", "stands", "margin"),
    [
        (10_000, 500, Reached.REACHED, 0),
        (10_000, 499, Reached.SHORT, -1),
        (0, 0, Reached.UNKNOWN, 0),
        (None, 10, Reached.UNKNOWN, None),
        (10_000, None, Reached.UNKNOWN, None),
    ],
)
def test_hours_stand_against_the_target_of_the_rule(
    worked: int | None, done: int | None, stands: Reached, margin: int | None
) -> None:
    found = people(hours("O1", worked, done))
    (row,) = integration(found, ["O1", "O2"], dt.date(2026, 1, 1))
    assert (row.rule, row.minimum_share) == ("integration_works", _SHARE)
    assert row.reached is stands
    assert row.margin == margin


def test_an_exception_justifies_hours_that_fall_short() -> None:
    exception = {
        "operation_id": "O1",
        "rule": "integration_works",
        "person": "Une directrice",
        "decided_on": dt.date(2026, 1, 2),
        "reason": "Chantier court",
    }
    found = people(hours("O1", 100, 1), rule_exceptions=[exception])
    assert integration(found, ["O1"])[0].reached is Reached.JUSTIFIED


def test_sums_count_operations_that_tell_both_hours() -> None:
    found = people(
        hours("O1", 1000, 80, worked_planned=2000, integration_planned=150),
        hours("O2", 500, None, worked_planned=100),
    )
    rows = integration(found, ["O1", "O2"])
    total = integration_total(rows, Clause.WORKS)
    assert total is not None
    assert (total.worked_done, total.integration_done, total.untold) == (1000, 80, 1)
    assert total.done_share == Decimal("0.08")
    assert total.planned_share == Decimal("0.075")
    assert integration_total(rows, Clause.MANAGEMENT) is None


def test_a_clause_falls_short_once_its_action_is_over() -> None:
    rows = [
        ("C1", 100, 99, dt.date(2025, 12, 31), Reached.SHORT),
        ("C2", 100, 99, dt.date(2026, 1, 1), Reached.UNKNOWN),
        ("C3", 100, 100, None, Reached.REACHED),
        ("C4", 100, None, dt.date(2020, 1, 1), Reached.UNKNOWN),
    ]
    found = world(
        programme(
            [],
            actions=[
                action(name, hours_planned=planned, hours_done=done, end=end)
                for name, planned, done, end, _ in rows
            ],
        )
    )
    told = clauses(found, ids(found), dt.date(2026, 1, 1))
    assert [(row.action_id, row.reached) for row in told] == [
        (name, reached) for name, *_cells, reached in rows
    ]
    total = clauses_total(told)
    assert (total.planned, total.done) == (300, 298)


def test_households_are_summed_where_both_numbers_are_told() -> None:
    found = people(
        rehousing=[
            {"operation_id": "O1", "households_to_rehouse": 40, "households_rehoused": 30},
            {"operation_id": "O2", "households_to_rehouse": 12},
        ]
    )
    rows = rehousing(found, {"O1", "O2", "O3"})
    assert [(row.operation_id, row.left) for row in rows] == [("O1", 10), ("O2", None)]
    total = rehousing_total(rows)
    assert (total.to_rehouse, total.rehoused, total.share) == (40, 30, Decimal("0.75"))


def test_events_go_with_their_action_or_their_place() -> None:
    events = [
        {
            "id": "C1",
            "name": "Réunion",
            "held_on": dt.date(2025, 4, 1),
            "social_action_id": "A1",
            "meetings": 1,
        },
        {
            "id": "C2",
            "name": "Balade",
            "held_on": dt.date(2026, 4, 1),
            "operation_id": "O2",
            "lon": 2.2,
            "lat": 48.9,
        },
        {"id": "C3", "name": "Sans date", "neighbourhood_code": "QN09206M"},
    ]
    found = world(content(consultations=events))

    def kept(criteria: Criteria, operations: tuple[str, ...] = ("O1", "O2")) -> list[str]:
        return [
            item.id for item in consultations(found, select_actions(found, criteria), operations, criteria)
        ]

    assert kept(Criteria()) == ["C2", "C1", "C3"]
    assert kept(Criteria(themes=("employment",))) == ["C1"]
    assert kept(Criteria(years=(2026,))) == ["C2"]
    assert kept(Criteria(neighbourhoods=("QN09206M",)), ("O1",)) == ["C1", "C3"]
    placed = {item.id: item.point is not None for item in consultations(found, ["A1"], ["O2"], Criteria())}
    assert placed == {"C2": True, "C1": False, "C3": False}
