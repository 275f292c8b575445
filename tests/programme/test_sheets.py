"""What is known of one operation, neighbourhood or commune."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from core.actor import Role
from core.errors import UnknownOperationError
from core.languages import language
from programme.place_sheets import UnknownPlaceError
from programme.sheets import commune_sheet, neighbourhood_sheet, operation_sheet
from tests.programme.factories import empty_world, operation, programme, snapshot, square, world

WORLD = world()


def test_identity_of_an_operation():
    sheet = operation_sheet(WORLD, "92050-014")
    assert (sheet.id, sheet.name) == ("92050-014", "Résidentialisation des tours du Parc")
    assert (sheet.commune, sheet.commune_name, sheet.ept) == ("92050", "Nanterre", "Paris Ouest La Défense")
    assert (sheet.family, sheet.family_label, sheet.step) == ("34", "Résidentialisation", "engagée")
    assert sheet.cost_excl_tax_eur == Decimal("3400000.00")
    assert sheet.cost_incl_tax_eur is None
    assert sheet.dwellings.residentialised == 120
    assert sheet.fictitious is True


def test_milestones_follow_the_life_of_an_operation_with_their_slippage():
    study, works = operation_sheet(WORLD, "92050-014").milestones
    assert (study.step, study.planned, study.actual) == ("étude", dt.date(2024, 1, 10), dt.date(2024, 2, 9))
    assert study.slippage_days == 30
    assert (works.step, works.actual, works.slippage_days) == ("travaux", None, None)
    assert operation_sheet(WORLD, "92050-015").milestones[0].slippage_days == -30
    assert operation_sheet(WORLD, "92050-016").milestones == ()


def test_parcels_by_identifier_whole_and_in_part():
    sheet = operation_sheet(WORLD, "92050-015")
    assert [(item.idu, item.covered_m2, item.share) for item in sheet.parcels] == [
        ("92050000BR0004", 5_000.0, 0.5),
        ("92050000BR0005", 5_000.0, 0.5),
    ]
    assert [item.recorded_m2 for item in sheet.parcels] == [10_000.0, None]
    assert (sheet.whole_parcels, sheet.partial_parcels) == (0, 2)
    assert sheet.area_m2 == pytest.approx(10_000)
    whole = operation_sheet(WORLD, "92050-014")
    assert (whole.whole_parcels, whole.partial_parcels) == (1, 0)


@pytest.mark.parametrize(("share", "whole"), [(1.0, True), (0.9995, True), (0.998, False)])
def test_the_rounding_of_a_drawing_leaves_a_parcel_whole(share, whole):
    content = programme(
        [operation("op", square(0, 0))],
        parcels=[("op", "92050000BR0001", None, 1e4, 1e4 * share, share, "r")],
    )
    assert operation_sheet(world(content), "op").parcels[0].whole is whole


def test_the_cadastre_that_it_was_checked_against():
    assert operation_sheet(WORLD, "92050-014").cadastre_current is True
    newer = dict(WORLD.snapshots) | {"parcels": snapshot("parcels", [], "20270101-000000-0000000000")}
    changed = type(WORLD)(WORLD.programme, WORLD.role, newer)
    assert operation_sheet(changed, "92050-014").cadastre_current is False
    assert operation_sheet(world(without=("parcels",)), "92050-014").cadastre_current is None
    assert operation_sheet(WORLD, "92050-016").cadastre_revision is None


def test_social_actions_of_an_operation():
    sheet = operation_sheet(WORLD, "92050-014")
    assert [item.name for item in sheet.social_actions] == [
        "Atelier des habitants",
        "Chantier d’insertion espaces verts",
    ]
    workshop, integration = sheet.social_actions
    assert (workshop.theme, workshop.meetings, workshop.granted_eur) == ("consultation", 3, None)
    assert (integration.hours_planned, integration.hours_done) == (4200, 1150)
    assert integration.granted_eur == Decimal("18000.00")
    assert (integration.operations, integration.neighbourhoods) == (("92050-014",), ("QN09206M",))


def test_neighbourhoods_of_both_generations():
    found = operation_sheet(WORLD, "92050-015").neighbourhoods
    assert [(item.generation, item.code, item.name) for item in found] == [
        ("neighbourhoods_2024", "QN09206M", "Le Parc"),
        ("neighbourhoods_2015", "QP092016", "Le Parc"),
    ]
    assert [item.share for item in found] == [pytest.approx(0.5), pytest.approx(1.0)]


def test_what_stands_around():
    found = operation_sheet(WORLD, "92050-014", near_m=300).surroundings
    assert found is not None
    assert (found.near.dwellings, found.near.facilities) == (184, 2)


def test_an_unmapped_operation_says_so():
    sheet = operation_sheet(WORLD, "92050-016")
    assert sheet.unmapped is True
    assert (sheet.area_m2, sheet.parcels, sheet.neighbourhoods, sheet.surroundings) == (None, (), (), None)
    assert operation_sheet(WORLD, "92050-014").unmapped is False


def test_as_dict_holds_what_the_command_promises():
    record = json.loads(json.dumps(operation_sheet(WORLD, "92050-014").as_dict()))
    assert {
        "id",
        "name",
        "family",
        "step",
        "owner",
        "parcels",
        "funding",
        "social_actions",
        "neighbourhoods",
    } <= set(record)
    assert {"idu", "covered_m2", "share"} <= set(record["parcels"][0])
    assert record["funding"]["lines"][0]["requested_eur"] == "1240000"
    assert record["funding"]["totals"]["requested_eur"] == "2728000"
    assert record["milestones"][0]["planned"] == "2024-01-10"
    assert record["cost_excl_tax_eur"] == "3400000.00"


def test_words_follow_the_language_in_force():
    with language("en"):
        assert operation_sheet(WORLD, "92050-014").step_label == "Committed"
        assert operation_sheet(WORLD, "92050-014").family_label == "Residentialisation"


def test_an_unknown_operation():
    with pytest.raises(UnknownOperationError, match="92050-999"):
        operation_sheet(WORLD, "92050-999")
    with pytest.raises(UnknownOperationError):
        operation_sheet(empty_world(), "92050-014")


def test_without_any_layer_an_operation_is_still_told():
    bare = world(without=tuple(WORLD.snapshots))
    sheet = operation_sheet(bare, "92050-014")
    assert (sheet.commune_name, sheet.ept, sheet.neighbourhoods) == ("92050", None, ())
    assert sheet.surroundings is not None
    assert sheet.surroundings.near.dwellings is None


def test_who_pays_is_withheld_from_the_public():
    sheet = operation_sheet(world(role=Role.PUBLIC), "92050-014")
    assert sheet.funding.withheld
    assert sheet.funding.lines == ()


def test_sheet_of_a_neighbourhood():
    sheet = neighbourhood_sheet(WORLD, "neighbourhoods_2024", "QN09206M", near_m=300)
    assert (sheet.name, sheet.population, sheet.approximate) == ("Le Parc", 5000, True)
    assert type(sheet.population) is int
    assert sheet.area_m2 == pytest.approx(120_000)
    assert "2024" in sheet.generation_label
    assert [(item.id, item.share) for item in sheet.operations] == [
        ("92050-014", pytest.approx(1.0)),
        ("92050-015", pytest.approx(0.5)),
    ]
    assert [(item.value, item.count) for item in sheet.operations_by_step] == [("engagée", 1), ("travaux", 1)]
    assert sheet.money_by_funder[0].amounts.requested_eur == Decimal(1_840_000)
    assert [item.id for item in sheet.social_actions] == ["A2", "A1", "A3"]
    assert [(item.value, item.count) for item in sheet.social_actions_by_theme] == [
        ("employment", 1),
        ("education", 1),
        ("consultation", 1),
    ]
    assert (sheet.surroundings.on.dwellings, sheet.surroundings.on.facilities) == (184, 2)
    assert sheet.fictitious is False


def test_the_two_generations_are_two_sheets():
    sheet = neighbourhood_sheet(WORLD, "neighbourhoods_2015", "QP092016")
    assert "2015" in sheet.generation_label
    assert [item.id for item in sheet.operations] == ["92050-015"]
    assert sheet.money_by_funder[0].amounts.requested_eur == Decimal(600_000)
    assert sheet.social_actions == ()


def test_a_neighbourhood_without_anything():
    sheet = neighbourhood_sheet(WORLD, "neighbourhoods_2024", "QN09210I")
    assert (sheet.operations, sheet.operations_by_step, sheet.money_by_funder) == ((), (), ())
    assert (sheet.social_actions, sheet.social_actions_by_theme) == ((), ())


def test_a_neighbourhood_is_json():
    record = json.loads(json.dumps(neighbourhood_sheet(WORLD, "neighbourhoods_2024", "QN09206M").as_dict()))
    assert record["money_by_funder"][0]["amounts"]["requested_eur"] == "1840000"
    assert record["operations"][0]["step"] == "engagée"


def test_the_public_sees_no_money_of_a_neighbourhood_and_is_told_so():
    from core.actor import PUBLIC
    from programme.visibility import visible

    public = world(visible(WORLD.programme, PUBLIC), role=Role.PUBLIC)
    sheet = neighbourhood_sheet(public, "neighbourhoods_2024", "QN09206M")
    assert sheet.funding_withheld
    assert sheet.money_by_funder == ()
    assert not neighbourhood_sheet(WORLD, "neighbourhoods_2024", "QN09206M").funding_withheld


@pytest.mark.parametrize(
    ("generation", "code"),
    [("neighbourhoods_2024", "QP092016"), ("neighbourhoods_2015", "QN09206M"), ("parcels", "92050000BR0001")],
)
def test_an_unknown_neighbourhood(generation, code):
    with pytest.raises(UnknownPlaceError, match=code):
        neighbourhood_sheet(WORLD, generation, code)


def test_sheet_of_a_commune():
    sheet = commune_sheet(WORLD, "92050")
    assert (sheet.name, sheet.ept, sheet.population) == ("Nanterre", "Paris Ouest La Défense", 90_000)
    assert [item.id for item in sheet.operations] == ["92050-016", "92050-014", "92050-015"]
    assert [(item.value, item.count) for item in sheet.operations_by_step] == [
        ("étude", 1),
        ("engagée", 1),
        ("travaux", 1),
    ]
    assert sheet.unmapped == 1
    assert [(item.generation, item.code) for item in sheet.neighbourhoods] == [
        ("neighbourhoods_2024", "QN09206M"),
        ("neighbourhoods_2015", "QP092016"),
    ]
    json.dumps(sheet.as_dict())


@pytest.mark.parametrize("insee", ["92036", "92004"])
def test_a_neighbourhood_of_two_communes_is_on_both_sheets(insee):
    assert [item.code for item in commune_sheet(WORLD, insee).neighbourhoods] == ["QN09210I"]


def test_an_unknown_commune():
    with pytest.raises(UnknownPlaceError):
        commune_sheet(WORLD, "75056")
    with pytest.raises(UnknownPlaceError):
        commune_sheet(empty_world(), "92050")
