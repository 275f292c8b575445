"""What a reader may see: a recognisable secret in each confidential place must not come through."""

import dataclasses

import geopandas as gpd
import pandas as pd
import pytest

from core.actor import LOCAL, PUBLIC, Actor, Role
from layers.layer import Field, FieldType
from layers.parcels import PARCELS
from programme.cells import plain_record
from programme.search import search
from programme.sheets import neighbourhood_sheet, operation_sheet
from programme.table import operations_table
from programme.visa.recording import visa_status
from programme.visibility import (
    CONFIDENTIAL,
    WITHHELD,
    may_decide,
    sees_funding,
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
