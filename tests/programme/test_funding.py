"""Funding plans: figures that can be checked on the drawing of the map page, and what holds of any plan."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.money.funding import Amounts, funding_plan, money_by_funder, total
from tests.programme.factories import eur, line, operation, programme, small_programme

AWARDS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)
KINDS = st.sampled_from(["subsidy", "loan", "own_funds"])
FUNDERS = st.sampled_from(["anru", "departement", "region", "nanterre", "office"])
LINES = st.lists(st.tuples(FUNDERS, KINDS, st.one_of(st.none(), AWARDS)), max_size=12)


def plan_of(lines, **given):
    return funding_plan(programme([operation("92050-001", **given)], lines=lines), "92050-001")


def built(rows):
    return [
        line(f"L{n}", "92050-001", funder, amount, kind=kind) for n, (funder, kind, amount) in enumerate(rows)
    ]


def test_the_plan_of_the_drawing():
    plan = funding_plan(small_programme(), "92050-014")
    assert [(row.short_name, row.kind) for row in plan.by_funder] == [
        ("ANRU", "subsidy"),
        ("Département", "subsidy"),
        ("Région", "subsidy"),
        ("Action Logement", "loan"),
    ]
    assert [row.subsidy_share for row in plan.by_funder] == [
        Decimal("0.4"),
        Decimal("0.15"),
        Decimal("0.12"),
        None,
    ]
    assert plan.by_funder[3].basis_share == Decimal("0.21")
    assert plan.totals.requested_eur == Decimal(2_728_000)
    assert plan.totals.committed_eur == Decimal(2_356_000)
    assert plan.totals.paid_eur == Decimal(310_000)
    assert plan.totals.voted_eur is None
    assert plan.subsidy_rate == Decimal("0.67")
    assert plan.uncovered_eur == Decimal(672_000)
    assert plan.uncovered_share == Decimal(672_000) / Decimal(3_400_000)
    assert plan.uncovered_of == "cost"


def test_kinds_are_kept_apart():
    plan = funding_plan(small_programme(), "92050-014")
    assert list(plan.by_kind) == ["subsidy", "loan", "own_funds"]
    assert plan.by_kind["subsidy"].requested_eur == Decimal(2_077_000)
    assert plan.by_kind["loan"].requested_eur == Decimal(651_000)
    assert plan.by_kind["own_funds"].requested_eur == Decimal(0)


def test_a_missing_basis_is_not_computable_and_never_zero():
    plan = plan_of([line("L1", "92050-001", "anru", 100)], cost_excl_tax_eur=eur(400))
    assert plan.subsidy_rate is None
    assert plan.lines[0].basis_share is None
    assert (plan.uncovered_eur, plan.uncovered_of) == (Decimal(300), "cost")


@pytest.mark.parametrize("basis", ["0", "0.00"])
def test_a_basis_of_zero_is_not_computable_either(basis):
    plan = plan_of([line("L1", "92050-001", "anru", 100)], funding_basis_eur=eur(basis))
    assert plan.subsidy_rate is None
    assert plan.uncovered_eur == Decimal(-100)
    assert plan.uncovered_share is None


def test_neither_basis_nor_cost():
    plan = plan_of([line("L1", "92050-001", "anru", 100)])
    assert (plan.uncovered_eur, plan.uncovered_of) == (None, None)
    assert plan.totals.requested_eur == Decimal(100)


def test_over_funded_is_negative():
    plan = funding_plan(small_programme(), "92050-015")
    assert plan.uncovered_eur == Decimal(-50_000)


def test_without_any_line_nothing_is_funded():
    plan = plan_of([], funding_basis_eur=eur(1000))
    assert plan.totals == Amounts(*[Decimal(0)] * 5)
    assert plan.subsidy_rate == Decimal(0)
    assert plan.uncovered_eur == Decimal(1000)
    assert plan.by_funder == ()


def test_unknown_is_not_zero():
    plan = plan_of([line("L1", "92050-001", "anru", None)], funding_basis_eur=eur(1000))
    assert plan.totals == Amounts(None, None, None, None, None)
    assert plan.by_funder[0].amounts.requested_eur is None


def test_where_nothing_was_requested_the_next_known_amount_counts():
    lines = [
        line("L1", "92050-001", "anru", None, voted_eur=eur(300), committed_eur=eur(200)),
        line("L2", "92050-001", "region", None, committed_eur=eur(100), paid_eur=eur(40)),
        line("L3", "92050-001", "departement", 0, voted_eur=eur(50)),
    ]
    plan = plan_of(lines, funding_basis_eur=eur(1000))
    assert [item.amounts.planned_eur for item in plan.lines] == [Decimal(300), Decimal(0), Decimal(100)]
    assert plan.totals.requested_eur == Decimal(0)
    assert plan.uncovered_eur == Decimal(600)


def test_a_decommitment_takes_away():
    lines = [
        line("L1", "92050-001", "anru", 500, committed_eur=eur(500)),
        line("L2", "92050-001", "anru", None, nature="decommitment", year=2026, committed_eur=eur(-200)),
    ]
    plan = plan_of(lines, funding_basis_eur=eur(1000))
    assert plan.by_funder[0].lines == 2
    assert plan.by_funder[0].amounts.planned_eur == Decimal(300)
    assert plan.totals.committed_eur == Decimal(300)
    assert plan.subsidy_rate == Decimal("0.3")
    assert plan.uncovered_eur == Decimal(700)


def test_cents_are_exact():
    lines = [line(f"L{n}", "92050-001", "anru", "0.10") for n in range(30)]
    plan = plan_of(lines, funding_basis_eur=eur("3.00"))
    assert str(plan.totals.requested_eur) == "3.00"
    assert plan.uncovered_eur == 0


def test_one_funder_with_two_kinds_is_two_rows_the_subsidy_first():
    lines = [
        line("L1", "92050-001", "departement", 10, kind="loan"),
        line("L2", "92050-001", "region", 10),
        line("L3", "92050-001", "departement", 20),
        line("L4", "92050-001", "nanterre", 5, kind="own_funds"),
    ]
    rows = [(row.funder_id, str(row.kind)) for row in plan_of(lines).by_funder]
    assert rows == [
        ("departement", "subsidy"),
        ("region", "subsidy"),
        ("departement", "loan"),
        ("nanterre", "own_funds"),
    ]


def test_a_withheld_plan_says_so_and_computes_nothing():
    plan = funding_plan(small_programme(), "92050-014", withheld=True)
    assert plan.withheld
    assert plan.basis_eur == Decimal(3_100_000)
    assert (plan.lines, plan.by_funder, plan.subsidy_rate, plan.uncovered_eur) == ((), (), None, None)
    assert plan.totals.requested_eur is None


def test_as_dict_is_json_with_amounts_as_text():
    record = json.loads(json.dumps(funding_plan(small_programme(), "92036-001").as_dict()))
    assert record["lines"][0]["requested_eur"] == "250000.25"
    assert record["lines"][0]["funder_id"] == "anru"
    assert record["totals"]["requested_eur"] == "250000.25"
    assert record["cost_excl_tax_eur"] == "500000.50"
    assert record["subsidy_rate"] is None


def test_money_by_funder_adds_operations_up():
    rows = money_by_funder(small_programme(), ["92050-014", "92050-015"])
    amounts = {(row.funder_id, str(row.kind)): row.amounts.requested_eur for row in rows}
    assert amounts == {
        ("anru", "subsidy"): Decimal(1_840_000),
        ("departement", "subsidy"): Decimal(765_000),
        ("region", "subsidy"): Decimal(372_000),
        ("action_logement", "loan"): Decimal(651_000),
        ("nanterre", "own_funds"): Decimal(150_000),
    }
    assert [row.subsidy_share for row in rows] == [None] * 5
    assert money_by_funder(small_programme(), []) == ()


@settings(max_examples=40, deadline=None)
@given(rows=LINES, basis=st.one_of(st.none(), AWARDS))
def test_totals_add_up(rows, basis):
    plan = plan_of(built(rows), funding_basis_eur=basis)
    assert total(row.amounts for row in plan.by_funder) == plan.totals
    assert total(item.amounts for item in plan.lines) == plan.totals
    kinds = [amounts.planned_eur or Decimal(0) for amounts in plan.by_kind.values()]
    assert sum(kinds, Decimal(0)) == (plan.totals.planned_eur or Decimal(0))
    if basis is not None:
        assert plan.uncovered_eur == basis - (plan.totals.planned_eur or Decimal(0))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), rows=LINES)
def test_the_order_of_the_lines_changes_nothing(data, rows):
    lines = built(rows)
    shuffled = data.draw(st.permutations(lines))
    assert plan_of(shuffled, funding_basis_eur=eur(1000)) == plan_of(lines, funding_basis_eur=eur(1000))


@settings(max_examples=40, deadline=None)
@given(rows=LINES, loan=AWARDS)
def test_a_loan_never_enters_the_subsidy_rate(rows, loan):
    before = plan_of(built(rows), funding_basis_eur=eur(1000))
    after = plan_of(built([*rows, ("office", "loan", loan)]), funding_basis_eur=eur(1000))
    assert after.subsidy_rate == before.subsidy_rate
