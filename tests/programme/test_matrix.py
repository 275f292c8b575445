"""The matrix of funding against two independent computations, in plain SQL and in pandas, to the cent."""

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actor import Actor, Role
from core.settings import load
from programme.money.behind import MOST_NAMED, Figure, behind, selection_behind
from programme.money.funding import funding_plan
from programme.money.ledger import MEASURES, Measure, euros, ledger
from programme.money.matrix import COST, NONE, OVER, PLANNED, TOTAL, UNCOVERED, Grouping, matrix
from programme.money.summary import money_summary
from programme.selection import Selection, select
from programme.storage.store import Store
from programme.visibility import visible
from programme.world import World
from tests.programme.factories import communes, eur, line, operation, programme
from tests.programme.large_programme import large_programme

PLAN = "COALESCE(requested_cents, voted_cents, committed_cents, paid_cents, 0)"


@pytest.fixture(scope="module")
def large() -> World:
    return World(large_programme())


@pytest.fixture(scope="module")
def demonstration(demo_file: Path) -> tuple[World, sqlite3.Connection]:
    path = load(demo_file).folders.programme
    return World(Store(path).snapshot()), sqlite3.connect(path)


@pytest.fixture(scope="module")
def tables(large: World) -> Iterator[sqlite3.Connection]:
    """The large programme in tables of whole cents, as its file would hold it."""
    connection = sqlite3.connect(":memory:")
    lines, operations = large.programme.funding_lines.reset_index(), large.programme.operations.reset_index()
    for name in MEASURES:
        lines[f"{name}_cents"] = [_cents(value) for value in lines[f"{name}_eur"]]
    for name in ("cost_excl_tax", "funding_basis"):
        operations[f"{name}_cents"] = [_cents(value) for value in operations[f"{name}_eur"]]
    wanted = ["operation_id", "funder_id", "kind", "year", *(f"{name}_cents" for name in MEASURES)]
    lines[wanted].astype(object).to_sql("funding_line", connection, index=False)
    operations[["id", "commune", "family", "step", "cost_excl_tax_cents", "funding_basis_cents"]].astype(
        object
    ).to_sql("operation", connection, index=False)
    yield connection
    connection.close()


def _cents(value: Any) -> int | None:
    return None if value is None else int(value * 100)


def by_sql(connection: sqlite3.Connection, group: str, measure: str) -> dict[tuple[str, str, str], int]:
    rows = connection.execute(
        f"SELECT CAST({group} AS TEXT), l.kind, l.funder_id, SUM(COALESCE(l.{measure}_cents, 0))"
        " FROM funding_line l JOIN operation o ON o.id = l.operation_id GROUP BY 1, 2, 3"
    )
    return {(key, kind, funder): cents for key, kind, funder, cents in rows}


def cover_by_sql(connection: sqlite3.Connection, group: str) -> dict[str, tuple[int, int, int, int]]:
    rows = connection.execute(
        f"""
        WITH plan AS (SELECT operation_id, SUM({PLAN}) AS cents FROM funding_line GROUP BY operation_id),
        each AS (
          SELECT o.{group} AS key, COALESCE(o.cost_excl_tax_cents, o.funding_basis_cents) AS cost,
                 COALESCE(plan.cents, 0) AS plan
          FROM operation o LEFT JOIN plan ON plan.operation_id = o.id
        )
        SELECT key, SUM(cost), SUM(plan), SUM(MAX(cost - plan, 0)), SUM(MAX(plan - cost, 0))
        FROM each WHERE cost IS NOT NULL GROUP BY key
        """
    )
    return {row[0]: tuple(row[1:]) for row in rows}


GROUPS = {
    Grouping.OPERATION: "o.id",
    Grouping.COMMUNE: "o.commune",
    Grouping.FAMILY: "o.family",
    Grouping.STEP: "o.step",
    Grouping.YEAR: "l.year",
}


def _as_sql(world: World, connection: sqlite3.Connection, grouping: Grouping, measure: Measure) -> None:
    found = matrix(world, world.programme.operations.index, grouping, measure)
    cells = {
        (group.key, source.kind.value, source.funder_id): int(found.cells_cents[row, column])
        for row, group in enumerate(found.groups)
        for column, source in enumerate(found.sources)
        if found.filled[row, column]
    }
    assert cells == by_sql(connection, GROUPS[grouping], measure)
    assert found.totals()[TOTAL] == sum(cells.values())
    if grouping is not Grouping.YEAR:
        columns = (COST, PLANNED, UNCOVERED, OVER)
        cover = {
            group.key: tuple(int(found.columns[name][row]) for name in columns)
            for row, group in enumerate(found.groups)
        }
        wanted = cover_by_sql(connection, GROUPS[grouping].removeprefix("o."))
        assert {key: values for key, values in cover.items() if key in wanted} == wanted
        assert all(values == (0, 0, 0, 0) for key, values in cover.items() if key not in wanted)


@pytest.mark.parametrize("grouping", GROUPS)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_demonstration_agrees_with_sql(
    demonstration: tuple[World, sqlite3.Connection], grouping: Grouping, measure: Measure
) -> None:
    _as_sql(*demonstration, grouping, measure)


@pytest.mark.parametrize("grouping", GROUPS)
def test_ten_thousand_operations_agree_with_sql(
    large: World, tables: sqlite3.Connection, grouping: Grouping
) -> None:
    _as_sql(large, tables, grouping, Measure.COMMITTED)


@pytest.mark.parametrize("measure", MEASURES)
def test_ten_thousand_operations_agree_with_pandas(large: World, measure: Measure) -> None:
    lines = large.programme.funding_lines
    amounts = lines.assign(amount=[value or Decimal(0) for value in lines[f"{measure}_eur"]])
    joined = amounts.merge(large.programme.operations[["family"]], left_on="operation_id", right_index=True)
    wanted = joined.groupby(["family", "kind", "funder_id"])["amount"].agg(
        lambda cells: sum(cells, Decimal(0))
    )
    found = matrix(large, large.programme.operations.index, Grouping.FAMILY, measure)
    cells = pd.Series(
        {
            (group.key, source.kind.value, source.funder_id): euros(found.cells_cents[row, column])
            for row, group in enumerate(found.groups)
            for column, source in enumerate(found.sources)
        }
    )
    assert cells.sort_index().to_dict() == wanted.sort_index().to_dict()
    assert euros(found.totals()[TOTAL]) == sum(wanted, Decimal(0))


def test_every_total_adds_up_in_both_directions(large: World) -> None:
    ids = large.programme.operations.index
    whole = {grouping: matrix(large, ids, grouping, Measure.VOTED).totals() for grouping in Grouping}
    for grouping, sums in whole.items():
        sources = sum(cents for key, cents in sums.items() if ":" in key)
        assert sources == sums["subsidy"] + sums["loan"] + sums["own_funds"] == sums[TOTAL]
        assert sums[TOTAL] == whole[Grouping.OPERATION][TOTAL]
        if grouping is not Grouping.YEAR:
            assert sums[COST] - sums[PLANNED] == sums[UNCOVERED] - sums[OVER]
            assert sums == whole[Grouping.OPERATION]


def test_coverage_is_that_of_each_plan(demonstration: tuple[World, sqlite3.Connection]) -> None:
    world, _connection = demonstration
    found = matrix(world, world.programme.operations.index, Grouping.OPERATION)
    for row, group in enumerate(found.groups):
        gap = funding_plan(world.programme, group.key).uncovered_eur
        assert gap == (
            None
            if found.unknown_cost[row]
            else euros(found.uncovered_cents[row]) - euros(found.over_cents[row])
        )


def _small(**given: Any) -> World:
    made = [
        operation("A", cost_excl_tax_eur=eur(100)),
        operation("B", commune="92036", family="21", step="travaux", cost_excl_tax_eur=eur("10.10")),
        operation("C", commune="92004", step="étude"),
    ]
    lines = [
        line("1", "A", "anru", "60.25"),
        line("2", "A", "anru", None, nature="decommitment", voted_eur=eur("-0.25"), year=2026),
        line("3", "A", "action_logement", 10, kind="loan"),
        line("4", "B", "region", "20.20", committed_eur=eur(20)),
        line("5", "C", "office", None, kind="own_funds"),
    ]
    return World(programme(made, lines=lines), snapshots={"communes": communes()}, **given)


def test_a_surplus_never_hides_a_want() -> None:
    found = matrix(_small(), ["A", "B", "C"], Grouping.STEP)
    assert [group.key for group in found.groups] == ["étude", "engagée", "travaux"]
    assert found.uncovered_cents.tolist() == [0, 30_00, 0]
    assert found.over_cents.tolist() == [0, 0, 10_10]
    assert found.unknown_cost.tolist() == [1, 0, 0]
    assert found.totals()[PLANNED] == 70_00 + 20_20


def test_no_line_is_told_from_an_unknown_amount_and_from_zero() -> None:
    found = matrix(_small(), ["A", "B", "C"], Grouping.OPERATION, Measure.COMMITTED)
    column = {source.key: place for place, source in enumerate(found.sources)}
    assert list(column) == ["subsidy:anru", "subsidy:region", "loan:action_logement", "own_funds:office"]
    assert found.filled[:, column["subsidy:region"]].tolist() == [False, True, False]
    assert found.stated[:, column["subsidy:region"]].tolist() == [False, True, False]
    assert (found.filled[2, column["own_funds:office"]], found.stated[2, column["own_funds:office"]]) == (
        True,
        False,
    )


def test_lines_of_some_years_leave_costs_out() -> None:
    found = matrix(_small(), ["A", "B", "C"], Grouping.OPERATION, Measure.VOTED, [2026])
    assert [group.key for group in found.groups] == ["A"]
    assert (found.covers, found.operations, found.totals()[TOTAL]) == (False, 1, -25)
    assert COST not in found.columns


def test_rows_by_year_count_an_operation_once_in_all() -> None:
    found = matrix(_small(), ["A", "B", "C"], Grouping.YEAR)
    assert [(group.label, group.operations) for group in found.groups] == [("2025", 3), ("2026", 1)]
    assert found.operations == 3


def test_an_operation_of_two_sites_stands_in_a_row_of_its_own() -> None:
    from dataclasses import replace

    from programme.storage.snapshot import desk_frame

    plain = _small()
    sites = desk_frame(
        "priority_sites",
        [(key, f"Site fictif {key}", None, None, None, True) for key in ("S1", "S2")],
    )
    links = desk_frame("priority_site_operations", [("S2", "A"), ("S1", "A"), ("S1", "B")])
    world = World(
        replace(plain.programme, priority_sites=sites, priority_site_operations=links),
        snapshots=plain.snapshots,
    )
    found = matrix(world, ["A", "B", "C"], Grouping.SITE)
    assert [(group.key, group.label) for group in found.groups] == [
        ("S1", "Site fictif S1"),
        ("S1+S2", "Site fictif S1 + Site fictif S2"),
        (NONE, "Hors site prioritaire"),
    ]
    assert found.totals() == matrix(world, ["A", "B", "C"], Grouping.OPERATION).totals()
    assert list(select(world, Selection(sites=("S2",)))) == ["A"]
    parts = behind(world, ["A", "B", "C"], Grouping.SITE, Measure.REQUESTED, Figure("S1", TOTAL))
    assert [part.operation_id for part in parts] == ["B"]
    # The filter on S1 keeps A too: the map then shows the operations by name.
    assert selection_behind(world, Selection(), Grouping.SITE, Figure("S1", TOTAL), parts) == Selection(
        operations=("B",)
    )


@pytest.mark.parametrize("grouping", Grouping)
def test_operations_behind_a_figure_add_up_to_it(
    demonstration: tuple[World, sqlite3.Connection], grouping: Grouping
) -> None:
    world, _connection = demonstration
    ids = world.programme.operations.index
    found = matrix(world, ids, grouping, Measure.PAID)
    some = slice(None, None, 7 if grouping is Grouping.OPERATION else 1)
    for key, column in found.columns.items():
        parts = behind(world, ids, grouping, Measure.PAID, Figure(None, key))
        assert sum(part.cents for part in parts) == found.totals()[key]
        for group, cents in zip(found.groups[some], column[some], strict=True):
            parts = behind(world, ids, grouping, Measure.PAID, Figure(group.key, key))
            assert sum(part.cents for part in parts) == cents
            selection = selection_behind(world, Selection(), grouping, Figure(group.key, key), parts)
            if parts:
                assert set(select(world, selection)) == {part.operation_id for part in parts}


def test_the_map_is_told_by_filters_where_they_say_the_same() -> None:
    world = _small()
    figure = Figure("92050", "subsidy:anru")
    parts = behind(world, ["A", "B", "C"], Grouping.COMMUNE, Measure.REQUESTED, figure)
    assert [(part.operation_id, part.cents, part.lines) for part in parts] == [("A", 60_25, 2)]
    assert selection_behind(world, Selection(), Grouping.COMMUNE, figure, parts) == Selection(
        communes=("92050",), funders=("anru",)
    )


def test_a_link_names_no_more_operations_than_an_address_holds(large: World) -> None:
    ids = large.programme.operations.index
    figure = Figure(None, UNCOVERED)
    parts = behind(large, ids, Grouping.COMMUNE, Measure.VOTED, figure)
    assert len(parts) > MOST_NAMED
    assert selection_behind(large, Selection(), Grouping.COMMUNE, figure, parts).is_empty


def test_who_may_not_see_who_pays_sees_no_column() -> None:
    plain = _small()
    public = World(visible(plain.programme, Actor("x", Role.PUBLIC)), Role.PUBLIC)
    found = matrix(public, ["A", "B", "C"], Grouping.COMMUNE)
    assert (found.sources, found.totals()[TOTAL]) == ((), 0)
    summary = money_summary(public, ["A"])
    assert summary.withheld
    assert (summary.sources, summary.planned_eur, summary.uncovered_eur) == ((), None, None)


@settings(max_examples=30)
@given(st.permutations(range(5)), st.sets(st.sampled_from(["A", "B", "C"])))
def test_no_order_of_lines_changes_a_total(order: list[int], ids: set[str]) -> None:
    plain = _small()
    shuffled = World(
        programme(
            [
                operation("A", cost_excl_tax_eur=eur(100)),
                operation("B", cost_excl_tax_eur=eur("10.10")),
                operation("C"),
            ],
            lines=[
                [
                    line("1", "A", "anru", "60.25"),
                    line("2", "A", "anru", None, nature="decommitment", voted_eur=eur("-0.25"), year=2026),
                    line("3", "A", "action_logement", 10, kind="loan"),
                    line("4", "B", "region", "20.20", committed_eur=eur(20)),
                    line("5", "C", "office", None, kind="own_funds"),
                ][place]
                for place in order
            ],
        )
    )
    assert matrix(shuffled, ids).totals() == matrix(plain, ids).totals()


def test_great_amounts_stay_exact_to_the_cent() -> None:
    most = "999999999999.99"
    world = World(
        programme([operation("A")], lines=[line(str(number), "A", "anru", most) for number in range(1000)])
    )
    assert euros(matrix(world, ["A"]).totals()[TOTAL]) == Decimal(most) * 1000
    assert ledger(world).planned_cents.sum() == 1000 * 99999999999999
