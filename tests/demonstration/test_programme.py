"""Operations, footprints, dates, money and social actions."""

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import shapely

from demonstration.funding import FUNDERS
from demonstration.social import siren
from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind, Step
from programme.themes import Public, Theme

NOMENCLATURE = Path(__file__).resolve().parents[2] / "programme" / "nomenclature.toml"
AMOUNTS = ["requested_eur", "voted_eur", "committed_eur", "paid_eur"]


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.fixture(scope="module")
def footprints(tables):
    table = tables["footprints"]
    return dict(
        zip(table["operation_id"], shapely.from_wkt(table["wkt"].to_numpy(dtype=object)), strict=True)
    )


def test_operations_are_of_every_family_step_and_owner(tables):
    operations = tables["operations"]
    assert len(operations) == 70
    assert operations["id"].is_unique
    assert operations["id"].str.fullmatch(r"92[0-9]{3}-[0-9]{3}").all()
    assert (operations["id"].str[:5] == operations["commune"]).all()
    families = {item["code"] for item in tomllib.loads(NOMENCLATURE.read_text(encoding="utf-8"))["families"]}
    assert set(operations["family"]) == families
    assert set(operations["step"]) == {step.value for step in Step}
    assert operations["step"].value_counts().min() >= 3
    assert set(operations["owner_kind"]) == {kind.value for kind in OwnerKind}


def test_footprints_are_valid_and_five_operations_have_none(tables, footprints):
    assert len(footprints) == 65
    assert set(footprints) < set(tables["operations"]["id"])
    outlines = np.array(list(footprints.values()))
    assert shapely.is_valid(outlines).all()
    assert shapely.area(outlines).min() > 100
    kinds = [outline.geom_type for outline in outlines]
    assert kinds.count("MultiPolygon") >= 5
    assert set(kinds) == {"Polygon", "MultiPolygon"}


def test_footprints_take_whole_and_partial_parcels_and_streets(footprints, layers):
    parcels = layers["parcels"].geometry.values
    outlines = np.array(list(footprints.values()))
    place, found = shapely.STRtree(parcels).query(outlines, predicate="intersects")
    covered = shapely.area(shapely.intersection(parcels[found], outlines[place]))
    shares = covered / shapely.area(parcels[found])
    assert (shares > 0.999).sum() > 100
    assert ((shares > 0.05) & (shares < 0.95)).sum() >= 20
    ground = np.bincount(place, weights=covered, minlength=len(outlines)) / shapely.area(outlines)
    assert ground.min() > 0.3
    assert (ground < 0.9).sum() >= 5
    assert (ground > 0.999).sum() >= 30


def test_some_operations_overlap_and_some_lie_outside_any_neighbourhood(footprints, layers):
    outlines = np.array(list(footprints.values()))
    one, other = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    pairs = one < other
    shared = shapely.area(shapely.intersection(outlines[one[pairs]], outlines[other[pairs]]))
    assert (shared > 100).sum() >= 4
    everywhere = shapely.union_all(
        [layers[key].union_all() for key in ("neighbourhoods_2015", "neighbourhoods_2024")]
    )
    away = shapely.distance(outlines, everywhere)
    assert (away > 0).sum() >= 8
    assert ((away > 0) & (away < 300)).sum() >= 4
    assert (away > 500).sum() >= 2


def test_operations_lie_in_the_commune_that_they_name(tables, footprints, layers):
    outlines = layers["communes"].set_index("INSEE").geometry
    for row in tables["operations"].itertuples():
        if row.id in footprints:
            outline = footprints[row.id]
            assert shapely.intersection(outline, outlines[row.commune]).area > 0.3 * outline.area


def test_dates_follow_the_life_of_an_operation(tables):
    order = [step.value for step in Step]
    steps = dict(zip(tables["operations"]["id"], tables["operations"]["step"], strict=True))
    assert set(tables["milestones"]["operation_id"]) == set(steps)
    for operation, rows in tables["milestones"].groupby("operation_id"):
        places = [order.index(step) for step in rows["step"]]
        assert places == sorted(places)
        actual = [dt.date.fromisoformat(day) for day in rows["actual"] if day]
        planned = [dt.date.fromisoformat(day) for day in rows["planned"] if day]
        assert actual == sorted(actual)
        assert planned == sorted(planned)
        assert max(actual) <= dt.date(2026, 11, 2)
        assert rows[rows["actual"] != ""]["step"].iloc[-1] == steps[operation]


def test_slippage_goes_both_ways(tables):
    rows = tables["milestones"]
    both = rows[(rows["actual"] != "") & (rows["planned"] != "")]
    slips = [
        (dt.date.fromisoformat(actual) - dt.date.fromisoformat(planned)).days
        for actual, planned in zip(both["actual"], both["planned"], strict=True)
    ]
    assert min(slips) < 0 < 200 < max(slips)


def test_costs_go_with_their_family(tables):
    costs = {
        row.id: (row.family, Decimal(row.cost_excl_tax_eur), row.name)
        for row in tables["operations"].itertuples()
    }
    assert all(80_000 <= cost <= 400_000 for family, cost, _name in costs.values() if family == "14")
    schools = [cost for _family, cost, name in costs.values() if "groupe scolaire" in name]
    assert schools
    assert all(8_000_000 <= cost <= 18_000_000 for cost in schools)
    for row in tables["operations"].itertuples():
        if row.cost_incl_tax_eur:
            assert Decimal(row.cost_excl_tax_eur) < Decimal(row.cost_incl_tax_eur)
        if int(row.dwellings_demolished):
            assert 20_000 < Decimal(row.cost_excl_tax_eur) / int(row.dwellings_demolished) < 30_000
    assert 3 <= (tables["operations"]["funding_basis_eur"] == "").sum() <= 12
    assert (tables["operations"]["convention_end"] != "").mean() > 0.8


def test_dwellings_stand_in_the_column_of_their_family(tables):
    columns = {
        "21": {"dwellings_demolished"},
        "31": {"dwellings_rebuilt_on_site", "dwellings_rebuilt_elsewhere"},
        "33": {"dwellings_requalified"},
        "34": {"dwellings_residentialised"},
    }
    operations = tables["operations"]
    every = sorted(set().union(*columns.values()))
    for row in operations.to_dict("records"):
        filled = {name for name in every if int(row[name])}
        allowed = columns.get(row["family"], set())
        assert filled <= allowed
        assert bool(filled) == bool(allowed)
    assert all((operations[name].astype(int) > 0).any() for name in every)


def test_ten_funders_of_known_kinds(tables):
    funders = tables["funders"]
    assert list(funders["id"]) == [funder.id for funder in FUNDERS]
    assert [int(rank) for rank in funders["rank"]] == list(range(1, 11))
    assert set(funders["kind"]) == {kind.value for kind in FunderKind}
    assert set(tables["funding_lines"]["funder_id"]) == set(funders["id"])


def test_lines_are_consistent(tables):
    lines = tables["funding_lines"]
    assert 330 <= len(lines) <= 380
    assert lines["id"].is_unique
    assert set(lines["kind"]) == {kind.value for kind in FundingKind}
    assert set(lines["nature"]) == {nature.value for nature in FundingNature}
    assert set(lines["operation_id"]) == set(tables["operations"]["id"])
    taken_back = 0
    for row in lines.to_dict("records"):
        requested, voted, committed, paid = (_amount(row[name]) for name in AMOUNTS)
        if row["nature"] == "decommitment":
            taken_back += 1
            assert requested is None
            assert committed is not None
            assert committed < 0
            continue
        assert requested is not None
        assert requested > 0
        known = [amount for amount in (requested, voted, committed, paid) if amount is not None]
        assert known == sorted(known, reverse=True)
        assert min(known) >= 0
        assert committed is None or voted is not None
        assert paid is None or committed is not None
    assert 3 <= taken_back <= 20


def test_money_is_as_far_on_as_the_operation(tables):
    steps = dict(zip(tables["operations"]["id"], tables["operations"]["step"], strict=True))
    lines = tables["funding_lines"]
    awards = lines[lines["nature"] == "award"].assign(step=lines["operation_id"].map(steps))
    settled = awards[awards["step"] == Step.SETTLED.value]
    assert (settled["paid_eur"] == settled["committed_eur"]).all()
    assert (settled["paid_eur"] != "").all()
    study = awards[awards["step"] == Step.STUDY.value]
    assert (study["committed_eur"] == "").all()
    assert (study["voted_eur"] == "").mean() > 0.7
    works = awards[awards["step"] == Step.WORKS.value]
    assert (works["paid_eur"] != "").all()


def test_awards_of_the_anru_have_a_decision_of_their_own(tables):
    lines = tables["funding_lines"]
    decided = (lines["funder_id"] == "anru") & (lines["committed_eur"] != "") & (lines["nature"] == "award")
    assert decided.sum() > 20
    assert lines.loc[decided, "award_decision"].str.fullmatch(r"DAS-20[0-9]{2}-[0-9]{4}").all()
    assert lines.loc[decided, "award_decision"].is_unique
    assert (lines.loc[~decided, "award_decision"] == "").all()


def test_most_plans_balance_some_leave_a_gap_one_grants_too_much(tables):
    lines = tables["funding_lines"]
    asked: dict[str, Decimal] = {}
    for row in lines[lines["nature"] == "award"].itertuples():
        asked[row.operation_id] = asked.get(row.operation_id, Decimal(0)) + Decimal(row.requested_eur)
    left = {
        row.id: Decimal(row.cost_excl_tax_eur) - asked[row.id] for row in tables["operations"].itertuples()
    }
    assert sum(gap == 0 for gap in left.values()) >= 45
    assert sum(gap > 0 for gap in left.values()) >= 6
    assert sum(gap < 0 for gap in left.values()) == 1


def test_some_local_owners_bear_less_than_a_fifth(tables):
    operations = tables["operations"].set_index("id")
    lines = tables["funding_lines"]
    local = operations[operations["owner_kind"].isin(["commune", "ept"])].index
    low = 0
    for operation in local:
        plan = lines[(lines["operation_id"] == operation) & (lines["nature"] == "award")]
        own = sum((Decimal(text) for text in plan[plan["kind"] == "own_funds"]["requested_eur"]), Decimal(0))
        low += own < Decimal("0.2") * Decimal(operations.loc[operation, "cost_excl_tax_eur"])
    assert 3 <= low < len(local)


def test_the_operation_that_the_documentation_shows(tables):
    row = tables["operations"].set_index("id").loc["92050-014"]
    assert (row["name"], row["family"], row["step"]) == (
        "Résidentialisation des tours du Parc",
        "34",
        "engagée",
    )
    assert Decimal(row["cost_excl_tax_eur"]) == Decimal(row["funding_basis_eur"]) == 3_100_000
    lines = tables["funding_lines"]
    plan = lines[lines["operation_id"] == "92050-014"]
    assert list(zip(plan["funder_id"], plan["kind"], plan["requested_eur"], strict=True)) == [
        ("anru", "subsidy", "1240000.00"),
        ("departement", "subsidy", "465000.00"),
        ("region", "subsidy", "372000.00"),
        ("action-logement", "loan", "651000.00"),
    ]
    links = tables["social_action_operations"]
    assert list(links[links["operation_id"] == "92050-014"]["social_action_id"]) == [
        "AS-001",
        "AS-002",
        "AS-003",
    ]


def test_social_actions_are_of_every_theme_and_linked(tables):
    actions = tables["social_actions"]
    assert len(actions) == 150
    assert actions["id"].is_unique
    assert set(actions["theme"]) == {theme.value for theme in Theme}
    assert set(actions["public"]) == {public.value for public in Public}
    to_operations, to_places = tables["social_action_operations"], tables["social_action_neighbourhoods"]
    assert set(to_operations["operation_id"]) < set(tables["operations"]["id"])
    assert set(to_operations["social_action_id"]) < set(actions["id"])
    assert not to_operations.duplicated().any()
    assert not to_places.duplicated().any()
    hours = actions[actions["hours_planned"] != ""]
    assert set(hours["theme"]) == {"employment"}


def test_social_actions_name_known_neighbourhoods_and_some_have_none(tables, layers):
    codes = set(layers["neighbourhoods_2015"]["CODE_QP"]) | set(layers["neighbourhoods_2024"]["CODE_QP"])
    named = set(tables["social_action_neighbourhoods"]["neighbourhood_code"])
    assert named < codes
    assert {code[:2] for code in named} == {"QP", "QN"}
    assert {"QP092002", "QP092014", "QP092021"} <= codes - named


def test_granted_is_at_most_requested(tables):
    for row in tables["social_actions"].itertuples():
        if row.granted_eur:
            assert 0 < Decimal(row.granted_eur) <= Decimal(row.requested_eur)
        if row.end:
            assert row.start < row.end


def _luhn(number: str) -> int:
    digits = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(digit // 10 + digit % 10 for digit in digits) % 10


def test_no_holder_has_a_number_that_a_body_could_have(tables):
    numbers = {number for number in tables["social_actions"]["holder_siren"] if number}
    assert len(numbers) >= 10
    for number in numbers:
        assert len(number) == 9
        assert number.startswith("00000")
        assert _luhn(number) != 0
    assert _luhn("732829320") == 0  # a well-formed number, so that the test can fail
    assert siren(0) in numbers
