"""What a reader may see: a recognisable secret in each confidential place must not come through."""

import dataclasses

import geopandas as gpd
import pandas as pd
import pytest

from core.actor import LOCAL, PUBLIC, Actor, Role
from core.languages import _
from layers.layer import Field, FieldType
from layers.parcels import PARCELS
from programme.cells import plain_record
from programme.confidentiality import PUBLIC_COLUMNS, RULES, Extent
from programme.exchange.declarations import FORMATS
from programme.search import search
from programme.sheets import neighbourhood_sheet, operation_sheet
from programme.storage.snapshot import Programme
from programme.table import operations_table
from programme.visa.recording import visa_status
from programme.visibility import (
    CONFIDENTIAL,
    WITHHELD,
    approved_operations,
    may_decide,
    sees_funding,
    sees_history,
    sees_visas,
    visible,
    visible_fields,
)
from tests.programme.factories import action, eur, line, operation, programme, square, visa, world

SECRET = "SECRET-7391"
COMMUNICATION = Actor("presse", Role.COMMUNICATION)
COMMUNE = Actor("mairie", Role.COMMUNE, frozenset({"92050"}))


def secret_programme():
    return programme(
        [operation("92050-001", square(0, 0), contact=SECRET, internal_comment=SECRET)],
        lines=[
            line("L1", "92050-001", "anru", "7391.37", committed_eur=eur("7391.37"), award_decision=SECRET)
        ],
        actions=[action("A1", internal_comment=SECRET, granted_eur=eur(5))],
        action_operations=[("A1", "92050-001")],
        action_neighbourhoods=[("A1", "QN09206M")],
        visas=[
            visa(1, "92050-001", square(0, 0), person=SECRET, comment=SECRET, recorded_by=SECRET),
            visa(2, "92050-001", square(0, 0), decision="returned", person=SECRET, comment=SECRET),
        ],
    )


def everything(actor: Actor) -> str:
    """All that a reader can reach, as one text."""
    seen = visible(secret_programme(), actor)
    place = world(seen, role=actor.role)
    frames = [getattr(seen, item.name) for item in dataclasses.fields(seen) if item.name != "revision"]
    texts = [frame.drop(columns="geometry", errors="ignore").to_csv() for frame in frames]
    texts.append(str(operation_sheet(place, "92050-001").as_dict()))
    texts.append(str(neighbourhood_sheet(place, "neighbourhoods_2024", "QN09206M").as_dict()))
    texts.append(str(plain_record(search(place, "92050-001"))))
    texts.append(str(visa_status(place, "92050-001").as_dict()))
    texts.append(operations_table(place, seen.operations.index).to_csv())
    return "\n".join(texts)


@pytest.mark.parametrize("actor", [LOCAL, COMMUNE])
def test_partners_see_all(actor):
    text = everything(actor)
    assert text.count(SECRET) >= 4
    assert "7391.37" in text
    assert visible(secret_programme(), actor).operations["contact"].tolist() == [SECRET]


def test_communication_sees_who_pays_but_no_comment_and_no_contact():
    seen = visible(secret_programme(), COMMUNICATION)
    assert seen.operations["contact"].tolist() == [None]
    assert seen.operations["internal_comment"].tolist() == [None]
    assert seen.social_actions["internal_comment"].tolist() == [None]
    assert seen.funding_lines["requested_eur"].tolist() == [eur("7391.37")]


def test_the_public_sees_no_secret_and_no_amount_by_funder():
    text = everything(PUBLIC)
    assert SECRET not in text
    assert "7391.37" not in text
    assert "92050-001" in text
    assert "returned" not in text


def test_communication_sees_decisions_but_neither_persons_nor_remarks():
    seen = visible(secret_programme(), COMMUNICATION).visas
    assert seen["decision"].tolist() == ["approved", "returned"]
    for column in ("person", "comment", "recorded_by"):
        assert seen[column].tolist() == [None, None]
    place = world(visible(secret_programme(), COMMUNICATION), role=COMMUNICATION.role)
    assert SECRET not in str(visa_status(place, "92050-001").as_dict())


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (LOCAL, True),
        (COMMUNE, True),
        (Actor("voisine", Role.COMMUNE, frozenset({"92036"})), False),
        (Actor("pilote", Role.STEERING, frozenset({"92036"})), False),
        (COMMUNICATION, False),
        (PUBLIC, False),
    ],
)
def test_who_may_decide_on_the_footprints_of_a_commune(actor, may):
    assert may_decide(actor, "92050") is may


@pytest.mark.parametrize("role", list(Role))
def test_visas_are_withheld_from_the_public_alone(role):
    assert sees_visas(role) is (role is not Role.PUBLIC)


def test_frames_keep_their_shape():
    whole = secret_programme()
    seen = visible(whole, PUBLIC)
    for item in dataclasses.fields(whole):
        before, after = getattr(whole, item.name), getattr(seen, item.name)
        if item.name != "revision":
            assert list(after.columns) == list(before.columns)
            assert after.dtypes.tolist() == before.dtypes.tolist()
            assert after.index.name == before.index.name
    assert isinstance(seen.operations, gpd.GeoDataFrame)
    assert seen.operations.crs == whole.operations.crs
    assert seen.revision == whole.revision
    assert len(seen.funding_lines) == 0


def test_nothing_is_mutated():
    whole = secret_programme()
    visible(whole, PUBLIC)
    assert whole.operations["contact"].tolist() == [SECRET]
    assert len(whole.funding_lines) == 1


def test_an_unknown_role_of_tomorrow_would_be_hidden_from():
    """Columns name who keeps them, so that whoever is not named sees nothing."""
    assert all(Role.PUBLIC not in roles for columns in CONFIDENTIAL.values() for roles in columns.values())
    assert all(Role.PUBLIC not in roles for roles in WITHHELD.values())


def test_every_confidential_column_exists():
    whole = secret_programme()
    for name, columns in CONFIDENTIAL.items():
        assert set(columns) <= set(getattr(whole, name).columns)
    assert all(isinstance(getattr(whole, name), pd.DataFrame) for name in WITHHELD)


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.STEERING, True), (Role.COMMUNE, True), (Role.COMMUNICATION, True), (Role.PUBLIC, False)],
)
def test_who_sees_who_pays(role, sees):
    assert sees_funding(role) is sees


def test_fields_of_layers_that_are_not_public_stay_between_partners():
    hidden = Field("rent", FieldType.DECIMAL, "Rent", "Rent.", ("rent",), public=False)
    layer = dataclasses.replace(PARCELS, fields=(*PARCELS.fields, hidden))
    assert hidden in visible_fields(layer, Role.COMMUNE)
    assert hidden not in visible_fields(layer, Role.PUBLIC)
    assert len(visible_fields(layer, Role.COMMUNICATION)) == len(PARCELS.fields)


def frames(content):
    return [item.name for item in dataclasses.fields(content) if item.name != "revision"]


def test_every_column_is_public_or_has_a_rule():
    """A column that somebody adds to the programme must be classified here, or this fails."""
    empty = Programme.empty()
    withheld = {rule.frame for rule in RULES if rule.extent is Extent.ROWS}
    hidden = {(rule.frame, rule.column) for rule in RULES if rule.extent is Extent.CELLS}
    assert set(PUBLIC_COLUMNS) | withheld == set(frames(empty))
    assert not set(PUBLIC_COLUMNS) & withheld
    for name, public in PUBLIC_COLUMNS.items():
        columns = {*getattr(empty, name).columns, getattr(empty, name).index.name} - {None}
        ruled = {column for frame, column in hidden if frame == name}
        assert columns - {"fid"} == public | ruled, name
        assert not public & ruled, name


def test_every_column_of_the_exchange_format_is_public_or_has_a_rule():
    kept_as = {("footprints", "wkt"): ("operations", "geometry")}
    unsaid = {"fictitious"}
    for name, form in FORMATS.items():
        for column in form.by_name.keys() - unsaid:
            frame, place = kept_as.get((name, column), (name, column))
            ruled = any(rule.frame == frame and rule.column in (None, place) for rule in RULES)
            assert ruled or place in PUBLIC_COLUMNS.get(frame, ()), f"{name}.{column} is not classified"


def test_a_rule_says_why_and_names_what_exists():
    empty = Programme.empty()
    for rule in RULES:
        assert _(rule.reason) != rule.reason, "told in French too"
        assert rule.column is None or rule.column in getattr(empty, rule.frame).columns
        assert Role.PUBLIC not in rule.roles


def test_a_column_that_no_rule_lets_out_does_not_reach_the_public():
    content = secret_programme()
    grown = dataclasses.replace(content, operations=content.operations.assign(rumour=SECRET))
    assert visible(grown, PUBLIC).operations["rumour"].tolist() == [None]
    assert visible(grown, LOCAL).operations["rumour"].tolist() == [SECRET]


@pytest.mark.parametrize(
    ("visas", "approved"),
    [
        ([], False),
        ([("approved", 0)], True),
        ([("approved_with_remarks", 0)], True),
        ([("returned", 0)], False),
        ([("approved", 0), ("returned", 0)], False),
        ([("returned", 0), ("approved", 0)], True),
        ([("approved", 5)], False),  # put on another footprint
        ([("approved", 0), ("approved", 5)], False),
    ],
)
def test_a_footprint_is_public_once_its_commune_has_approved_it_as_it_is(visas, approved):
    shape = square(0, 0)
    content = programme(
        [operation("92050-001", shape), operation("92050-002", None)],
        parcels=[("92050-001", "92050000BR0001", 10_000.0, 10_000.0, 10_000.0, 1.0, "r1")],
        cadastre="r1",
        visas=[
            visa(number, "92050-001", square(moved, 0), decision=decision)
            for number, (decision, moved) in enumerate(visas, start=1)
        ],
    )
    assert approved_operations(content) == (frozenset({"92050-001"}) if approved else frozenset())
    seen = visible(content, PUBLIC)
    assert (seen.operations.geometry["92050-001"] is not None) is approved
    assert len(seen.footprints) == len(seen.operation_parcels) == int(approved)
    assert visible(content, COMMUNICATION).operations.geometry["92050-001"] is not None
    assert list(seen.operations.index) == ["92050-001", "92050-002"]
    assert world(seen, role=Role.PUBLIC).footprints.ids == (("92050-001",) if approved else ())


def test_small_numbers_of_persons_are_not_public():
    content = programme(
        [operation("92050-001")],
        actions=[
            action("A1", results="3 familles relogées"),
            action("A2", results="42 personnes reçues en 6 mois"),
            action("A3"),
        ],
        consultations=[
            {"id": f"C{n}", "name": "Réunion", "contributions": n, "results": f"{n} contributions"}
            for n in (0, 10, 11)
        ],
    )
    seen = visible(content, PUBLIC)
    assert seen.social_actions["results"].tolist() == [None, "42 personnes reçues en 6 mois", None]
    assert seen.consultations["contributions"].tolist() == [0, None, 11]
    assert seen.consultations["results"].tolist() == ["0 contributions", None, "11 contributions"]
    assert visible(content, COMMUNICATION).consultations["contributions"].tolist() == [0, 10, 11]


def test_history_is_told_of_what_is_wholly_public():
    told = [("operations", "name"), ("milestones", "actual"), ("convention_operations", None)]
    kept = [
        ("operations", "contact"),
        ("operations", "funding_basis_eur"),
        ("footprints", "wkt"),
        ("social_actions", "results"),
        ("consultations", "contributions"),
        ("rehousing", "households_rehoused"),
    ]
    assert all(sees_history(Role.PUBLIC, *place) for place in told)
    assert not any(sees_history(Role.PUBLIC, *place) for place in kept)
    assert all(sees_history(Role.STEERING, *place) for place in told + kept)
