"""Money by half-year, conventions, priority sites, people: they agree with what they are of."""

import datetime as dt
from decimal import Decimal

import pytest

from demonstration.milestones import TODAY
from programme.desk import AmountState, Clause, SitePhase


def amount(text):
    return Decimal(text) if text else Decimal(0)


def summed(table, by, column):
    found = {}
    for key, text in zip(table[by], table[column], strict=True):
        found[key] = found.get(key, Decimal(0)) + amount(text)
    return found


@pytest.mark.parametrize(
    ("state", "column", "whole"),
    [
        (AmountState.PLANNED, "ae_eur", "requested_eur"),
        (AmountState.PLANNED, "cp_eur", "requested_eur"),
        (AmountState.ACTUAL, "ae_eur", "committed_eur"),
        (AmountState.ACTUAL, "cp_eur", "paid_eur"),
    ],
)
def test_amounts_by_half_year_add_up_to_those_of_the_line(tables, state, column, whole):
    rows = tables["funding_amounts"]
    sums = summed(rows[rows["state"] == state.value], "funding_line_id", column)
    lines = tables["funding_lines"]
    assert len(sums) > 100
    for line in lines[lines["nature"] == "award"].itertuples():
        assert sums.get(line.id, Decimal(0)) == amount(getattr(line, whole)), line.id


def test_nothing_actual_is_yet_to_come_and_no_period_is_told_twice(tables):
    rows = tables["funding_amounts"]
    assert not rows.duplicated(["funding_line_id", "year", "half", "state"]).any()
    assert set(rows["half"]) == {"1", "2"}
    actual = rows[rows["state"] == "actual"]
    assert actual["year"].astype(int).max() == TODAY.year
    assert rows["ae_eur"].str.startswith("-").any()


def test_conventions_hold_the_operations_that_end_with_them(tables):
    ends = dict(zip(tables["conventions"]["id"], tables["conventions"]["ends_on"], strict=True))
    operations = tables["operations"].set_index("id")
    links = tables["convention_operations"]
    for link in links.itertuples():
        assert operations.loc[link.operation_id, "convention_end"] == ends[link.convention_id]
    assert len(links) == (operations["convention_end"] != "").sum()
    assert tables["conventions"]["number"].is_unique


def test_decisions_name_the_lines_that_they_award(tables):
    lines = tables["funding_lines"].set_index("id")
    decisions = tables["award_decisions"].set_index("funding_line_id")
    assert decisions.index.is_unique
    assert decisions["number"].is_unique
    named = lines[lines["award_decision"] != ""]
    assert (decisions.loc[named.index, "number"] == named["award_decision"]).all()
    assert (decisions["amount_eur"] == lines.loc[decisions.index, "voted_eur"]).all()
    days = [dt.date.fromisoformat(text) for text in decisions["decided_on"] if text]
    assert max(days) <= TODAY


def test_priority_sites_are_invented_and_hold_several_neighbourhoods_or_none(tables, layers):
    sites = tables["priority_sites"]
    assert len(sites) == 4
    assert sites["name"].str.startswith("Site fictif ").all()
    codes = set(layers["neighbourhoods_2015"]["CODE_QP"]) | set(layers["neighbourhoods_2024"]["CODE_QP"])
    held = tables["priority_site_neighbourhoods"]
    assert set(held["neighbourhood_code"]) < codes
    counts = held["priority_site_id"].value_counts().reindex(sites["id"], fill_value=0)
    assert counts.min() == 0
    assert counts.max() >= 4
    acting = tables["priority_site_operations"]
    assert set(acting["priority_site_id"]) == set(sites["id"])
    assert acting["operation_id"].is_unique


def test_each_site_has_a_budget_of_studies_and_one_of_investment(tables):
    budgets = tables["site_budgets"]
    assert list(budgets["phase"]) == [SitePhase.STUDIES, SitePhase.INVESTMENT] * 4
    assert (budgets["planned_eur"] == "").sum() == 1
    costs = tables["operations"].set_index("id")["cost_excl_tax_eur"].map(Decimal)
    families = tables["operations"].set_index("id")["family"]
    over = 0
    for row in budgets[budgets["phase"] == "investment"].itertuples():
        acting = tables["priority_site_operations"]
        mine = acting.loc[acting["priority_site_id"] == row.priority_site_id, "operation_id"]
        allocated = sum(costs[name] for name in mine if families[name] not in ("14", "15", "16"))
        over += allocated > Decimal(row.planned_eur)
    assert over == 1


def test_no_more_households_are_rehoused_than_are_to_be(tables):
    rows = tables["rehousing"]
    assert len(rows) >= 8
    for row in rows.itertuples():
        assert int(row.households_to_rehouse) >= int(row.households_rehoused or 0)
    assert (rows["households_rehoused"] == "").any()


def test_hours_are_of_both_clauses_and_some_fall_short_of_the_target(tables):
    rows = tables["work_hours"]
    assert set(rows["clause"]) == {clause.value for clause in Clause}
    works = rows[rows["clause"] == "works"]
    shares = works["integration_planned"].astype(int) / works["worked_planned"].astype(int)
    assert (shares < 0.05).any()
    assert (shares > 0.05).any()


@pytest.mark.parametrize("column", ["requested_eur", "granted_eur"])
def test_grants_add_up_to_those_of_the_action(tables, column):
    sums = summed(tables["social_action_grants"], "social_action_id", column)
    for action in tables["social_actions"].itertuples():
        assert sums[action.id] == amount(getattr(action, column)), action.id


def test_consultations_add_up_to_the_meetings_of_the_action_and_lie_in_the_department(tables):
    rows = tables["consultations"]
    actions = tables["social_actions"].set_index("id")
    meetings = (
        rows.assign(meetings=rows["meetings"].astype(int)).groupby("social_action_id")["meetings"].sum()
    )
    for name, count in meetings.items():
        assert count == int(actions.loc[name, "meetings"])
    placed = rows[rows["lon"] != ""]
    assert len(placed) >= 10
    assert placed["lon"].astype(float).between(2.14, 2.34).all()
    assert placed["lat"].astype(float).between(48.72, 48.95).all()
    assert (rows["lon"] == "").any()


def test_exceptions_are_of_operations_and_name_no_person(tables):
    rows = tables["rule_exceptions"]
    assert len(rows) == 2
    assert set(rows["operation_id"]) < set(tables["operations"]["id"])
    assert rows["person"].str.contains("fictive").all()


def test_targets_and_kept_values_are_those_of_a_fictitious_programme(tables):
    targets, values = tables["indicator_targets"], tables["indicator_values"]
    assert set(targets["source"]) == {"Programme d’évaluation fictif, 2021"}
    assert not targets.duplicated(["place", "indicator"]).any()
    assert not values.duplicated(["place", "indicator", "year"]).any()
    assert {place.split(":")[0] for place in targets["place"]} == {"territory", "site", "commune"}
    assert set(values["year"]) == {"2025"}
    assert all(dt.date.fromisoformat(day) < TODAY for day in values["computed_on"])


def test_kept_values_agree_with_the_dates_of_the_operations(tables):
    values = tables["indicator_values"]
    mine = values[values["place"] == "territory"].set_index("indicator")["value"].map(Decimal)
    operations, dates = tables["operations"], tables["milestones"]
    kept = operations[operations["step"] != "abandonnée"]
    done = dates[
        dates["step"].isin(["livrée", "soldée"]) & (dates["actual"] != "") & (dates["actual"] <= "2025-12-31")
    ]
    delivered = kept[kept["id"].isin(done["operation_id"])]
    assert mine["operations.programmed"] == len(kept)
    assert mine["operations.delivered"] == len(delivered) > 0
    for stem in ("dwellings_demolished", "dwellings_residentialised"):
        assert mine[f"{stem}.delivered"] == int(delivered[stem].astype(int).sum())
    assert mine["operations.delivered"] + mine["operations.to_deliver"] == mine["operations.programmed"]


def test_no_small_number_of_persons_is_kept(tables):
    values = tables["indicator_values"]
    persons = values[values["indicator"].isin(["households.to_rehouse", "households.rehoused"])]
    numbers = [int(text) for text in persons["value"]]
    assert len(numbers) == 2
    assert min(*numbers, abs(numbers[0] - numbers[1])) >= 11
