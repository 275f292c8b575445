"""Visas: who may record what, what is kept, when it lapses, and what is to be checked again."""

import dataclasses
import datetime as dt
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import shapely

from core.actor import LOCAL, PUBLIC, Actor, Role
from core.errors import UnknownOperationError
from core.issues import Level
from core.languages import language
from core.settings import Folders, Settings, Territory
from layers.library import Library
from programme.check.check import check
from programme.check.report import Subject, Systems, Verdict
from programme.check.submission import Submission
from programme.exchange.loader import load
from programme.footprints import geometry_hash, replace_footprint
from programme.storage.store import Store
from programme.visa.decision import Decision
from programme.visa.recording import cadastre_checked, record_visa, to_check_again, visa_status, visa_statuses
from programme.visa.refusals import (
    FootprintChangedError,
    NoOperationError,
    NotAnsweringError,
    VisaFormError,
)
from programme.visibility import visible
from programme.world import open_world
from tests.programme import factories
from tests.programme.exchange_folder import X0, Y0, library, parcels, tables, write
from tests.programme.visa_reports import FIRST, report

ROOT = Path(__file__).resolve().parents[2]
TOWN_HALL = Actor("mairie", Role.COMMUNE, frozenset({"92050"}))
MOVED = shapely.box(X0 + 10, Y0, X0 + 110, Y0 + 100)


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "programme.gpkg")
    assert load(write(tmp_path / "tables"), store=found, library=library(tmp_path / "library")).loaded
    yield found
    found.close()


@pytest.fixture
def layers(tmp_path, store):
    return Library(tmp_path / "library")


def record(store, checked=None, **changes):
    given = {
        "decision": Decision.APPROVED,
        "person": TOWN_HALL,
        "name": "Mme Durand",
        "comment": None,
        "decided_on": dt.date(2026, 3, 2),
    }
    return record_visa(store, report() if checked is None else checked, **{**given, **changes})


def world_of(store, layers, actor=LOCAL):
    settings = Settings(
        territory=Territory(all=True), folders=Folders(), file=store.path.parent / "config.toml"
    )
    return open_world(settings, store, layers, actor)


def checked_now(layers, geometry=FIRST, operation_id="92050-001"):
    """Report against the layers in force."""
    revisions = {"parcels": layers.current("parcels").id, "programme": "1"}
    return report(geometry, operation_id, revisions=revisions)


def test_a_visa_keeps_the_shape_the_revisions_and_who_decided(store):
    before, began = store.revision(), dt.datetime.now(dt.UTC)
    visa = record(
        store,
        report(errors=2, warnings=1),
        decision="approved_with_remarks",
        comment="  Voir la clôture nord ; « à revoir »\n",
        name=" Mme Durand ",
    )
    assert store.revision() == before + 1
    assert (visa.decision, visa.decision_label) == (
        Decision.APPROVED_WITH_REMARKS,
        "Approuvée avec observations",
    )
    assert (visa.person, visa.comment, visa.recorded_by) == (
        "Mme Durand",
        "Voir la clôture nord ; « à revoir »",
        "mairie",
    )
    assert (visa.operation_id, visa.operation_name, visa.commune) == (
        "92050-001",
        "Opération 92050-001",
        "92050",
    )
    assert visa.decided_on == dt.date(2026, 3, 2)
    assert type(visa.decided_on) is dt.date
    assert visa.checked_at == dt.datetime(2026, 3, 1, 10, 15, 0, 123000, tzinfo=dt.UTC)
    assert abs(visa.recorded_at - began) < dt.timedelta(minutes=1)
    assert visa.recorded_at.utcoffset() == dt.timedelta(0)
    assert (visa.verdict, visa.errors, visa.warnings) == (Verdict.TO_BE_CORRECTED, 2, 1)
    assert visa.revisions == {"parcels": "r1", "programme": "1"}
    assert visa.geometry.equals(FIRST)
    assert visa.geometry_hash == geometry_hash(FIRST)
    assert visa.intact
    assert visa.fictitious is True


def test_what_was_recorded_is_what_is_read(store, layers):
    visa = record(store, decision=Decision.RETURNED, comment="Limite à reprendre")
    assert visa_status(world_of(store, layers), "92050-001").history == (visa,)


def test_the_shape_in_the_json_has_the_hash_that_stands_beside_it(store):
    told = json.loads(json.dumps(record(store).as_dict()))
    assert geometry_hash(shapely.from_wkt(told["wkt"])) == told["geometry_hash"]
    assert (told["decision"], told["verdict"], told["decided_on"]) == ("approved", "conform", "2026-03-02")
    assert dt.datetime.fromisoformat(told["recorded_at"]).tzinfo is not None


def test_a_report_of_no_operation_gets_no_visa(store):
    for checked in (report(operation_id=None), dataclasses.replace(report(), footprint=None)):
        with pytest.raises(NoOperationError, match="ne porte sur aucune opération"):
            record(store, checked)
    assert len(store.snapshot().visas) == 0


def test_an_operation_that_is_not_there_gets_no_visa(store):
    with pytest.raises(UnknownOperationError):
        record(store, report(operation_id="92050-999"))


def test_another_footprint_than_the_one_in_force_gets_no_visa(store):
    before = store.revision()
    with pytest.raises(FootprintChangedError, match="n’est pas celle qui a été vérifiée"):
        record(store, report(MOVED))
    with pytest.raises(FootprintChangedError, match="n’a pas d’emprise en vigueur"):
        record(store, report(operation_id="92050-003"))
    assert store.revision() == before


@pytest.mark.parametrize("decision", [Decision.APPROVED_WITH_REMARKS, Decision.RETURNED])
@pytest.mark.parametrize("comment", [None, "", " \n"])
def test_remarks_and_returns_say_why(store, decision, comment):
    with pytest.raises(VisaFormError, match="observations"):
        record(store, decision=decision, comment=comment)


def test_an_approval_needs_no_comment(store):
    assert record(store, comment="  ").comment is None


def test_all_that_lacks_is_told_at_once(store):
    with pytest.raises(VisaFormError) as refused:
        record(store, decision="maybe", name=" ", decided_on=dt.date(2199, 1, 1))
    assert len(refused.value.faults) == 3
    assert "maybe" in str(refused.value)
    assert "approved_with_remarks" in str(refused.value)
    with pytest.raises(VisaFormError) as refused:
        record(store, decision="returned", name="", comment="", decided_on=dt.date(2199, 1, 1))
    assert len(refused.value.faults) == 3


def test_a_decision_of_today_is_not_in_the_future_wherever_it_is_made(store):
    furthest = dt.datetime.now(dt.timezone(dt.timedelta(hours=14))).date()
    assert record(store, decided_on=furthest).decided_on == furthest
    with pytest.raises(VisaFormError, match="dans l’avenir"):
        record(store, decided_on=furthest + dt.timedelta(days=1))


@pytest.mark.parametrize(
    "person",
    [
        PUBLIC,
        Actor("presse", Role.COMMUNICATION),
        Actor("autre mairie", Role.COMMUNE, frozenset({"92036"})),
        Actor("pilote d’ailleurs", Role.STEERING, frozenset({"92036"})),
    ],
)
def test_who_does_not_answer_for_the_commune_records_nothing(store, person):
    with pytest.raises(NotAnsweringError) as refused:
        record(store, person=person)
    assert person.name in str(refused.value)
    assert "92050" in str(refused.value)
    assert len(store.snapshot().visas) == 0


@pytest.mark.parametrize("person", [LOCAL, TOWN_HALL, Actor("x", Role.COMMUNE)])
def test_who_answers_for_the_commune_or_the_territory_records(store, person):
    assert record(store, person=person).recorded_by == person.name


def test_the_newest_visa_is_the_current_one_and_the_others_stay(store, layers):
    first = record(store, decision="returned", comment="À reprendre", decided_on=dt.date(2026, 3, 5))
    second = record(store, decided_on=dt.date(2026, 3, 4))
    status = visa_status(world_of(store, layers), "92050-001")
    assert status.current == second
    assert status.history == (second, first)
    assert second.number > first.number


def test_an_operation_without_visa_says_so(store, layers):
    status = visa_status(world_of(store, layers), "92050-001")
    assert (status.current, status.lapsed, status.needs_check) == (None, False, False)
    assert status.label == "Sans visa"
    assert status.reasons == ()
    with pytest.raises(UnknownOperationError):
        visa_status(world_of(store, layers), "92050-999")


def test_a_visa_lapses_when_the_footprint_changes_and_is_kept(store, layers):
    visa = record(store, checked_now(layers))
    assert not visa_status(world_of(store, layers), "92050-001").needs_check
    fingerprint = replace_footprint(store, layers, "92050-001", MOVED, TOWN_HALL)
    status = visa_status(world_of(store, layers), "92050-001")
    assert (status.lapsed, status.needs_check, status.to_check_again) == (True, True, ())
    assert status.footprint_hash == fingerprint
    assert status.current == visa
    assert status.current.geometry.equals(FIRST)
    assert status.label == "Approuvée, visa caduc"
    assert status.reasons == ("L’emprise a changé depuis ce visa, qui est caduc.",)
    # A check of the new footprint, and the operation has a visa again.
    again = record(store, checked_now(layers, MOVED))
    status = visa_status(world_of(store, layers), "92050-001")
    assert (status.lapsed, status.history) == (False, (again, visa))


def test_the_same_shape_drawn_otherwise_keeps_the_visa(store, layers):
    record(store, checked_now(layers))
    before = store.revision()
    redrawn = shapely.MultiPolygon(
        [shapely.Polygon([*FIRST.exterior.coords[2:], *FIRST.exterior.coords[1:3]])]
    )
    replace_footprint(store, layers, "92050-001", redrawn, TOWN_HALL)
    assert not visa_status(world_of(store, layers), "92050-001").lapsed
    assert store.revision() == before


def test_a_new_cadastre_lists_the_operation_and_no_other(store, layers, tmp_path):
    first = layers.current("parcels").id
    record(store, checked_now(layers))
    assert to_check_again(world_of(store, layers)) == ()
    library(tmp_path / "library", parcels(("92050000AB0009", FIRST, 10_000)))
    world, second = world_of(store, layers), layers.current("parcels").id
    (listed,) = to_check_again(world)
    assert listed.operation_id == "92050-001"
    assert not listed.lapsed
    (change,) = listed.to_check_again
    assert (change.layer, change.then, change.now) == ("parcels", first, second)
    assert listed.label == "Approuvée, à revérifier"
    assert first in listed.reasons[0]
    assert second in listed.reasons[0]
    assert listed.reasons[0].startswith("Parcelles")
    with language("en"):
        assert listed.label == "Approved, to be checked again"
    # Checked anew against it, and it is off the list.
    record(store, checked_now(layers))
    assert to_check_again(world_of(store, layers)) == ()


def test_a_layer_that_was_not_there_at_the_check_calls_for_one(store, layers):
    record(store, report(revisions={"programme": "1"}))
    (listed,) = to_check_again(world_of(store, layers))
    assert [(change.layer, change.then) for change in listed.to_check_again] == [("parcels", None)]
    assert "pas encore importée" in listed.reasons[0]


def test_the_revision_of_the_programme_calls_for_no_check(store, layers):
    record(store, checked_now(layers))
    with store.transaction():
        pass
    assert to_check_again(world_of(store, layers)) == ()


def test_the_list_follows_what_is_asked_for(store, layers):
    for operation_id, shape in (
        ("92050-002", shapely.box(X0 + 100, Y0, X0 + 200, Y0 + 100)),
        ("92050-001", FIRST),
    ):
        record(store, report(shape, operation_id))
    world = world_of(store, layers)
    assert [item.operation_id for item in to_check_again(world)] == ["92050-001", "92050-002"]
    assert [item.operation_id for item in to_check_again(world, ["92050-003", "92050-002"])] == ["92050-002"]
    labels = {key: item.label for key, item in visa_statuses(world, ["92050-003", "92050-001"]).items()}
    assert labels == {"92050-003": "Sans visa", "92050-001": "Approuvée, à revérifier"}


def test_loading_the_programme_anew_keeps_every_visa(store, layers, tmp_path):
    kept = [record(store, checked_now(layers)), record(store, checked_now(layers))]
    other = record(store, checked_now(layers, shapely.box(X0 + 100, Y0, X0 + 200, Y0 + 100), "92050-002"))
    content = tables()
    content["operations"] = [row for row in content["operations"] if row["id"] != "92050-002"]
    content["footprints"] = [row for row in content["footprints"] if row["operation_id"] != "92050-002"]
    assert load(write(tmp_path / "again", content), store=store, library=layers).loaded
    world = world_of(store, layers)
    assert visa_status(world, "92050-001").history == tuple(kept[::-1])
    assert not visa_status(world, "92050-001").needs_check
    gone = visa_status(world, "92050-002")
    assert (gone.in_programme, gone.lapsed, gone.history) == (False, True, (other,))
    assert gone.history[0].operation_name == "Opération 92050-002"
    assert "n’est plus au programme" in gone.reasons[0]
    # It is in the history, and nobody is asked to check what is not there.
    assert to_check_again(world) == ()


def test_a_footprint_that_is_gone_takes_the_visa_with_it(store, layers, tmp_path):
    record(store, checked_now(layers))
    content = tables()
    content["footprints"] = content["footprints"][1:]
    assert load(write(tmp_path / "again", content), store=store, library=layers).loaded
    status = visa_status(world_of(store, layers), "92050-001")
    assert (status.lapsed, status.footprint_hash) == (True, None)
    assert "n’a plus d’emprise" in status.reasons[0]


def test_going_back_to_the_approved_shape_gives_the_approval_back(store, layers):
    record(store, checked_now(layers))
    replace_footprint(store, layers, "92050-001", MOVED, TOWN_HALL)
    replace_footprint(store, layers, "92050-001", FIRST, TOWN_HALL)
    assert not visa_status(world_of(store, layers), "92050-001").lapsed


RECORD = """
import datetime as dt, sys
from core.actor import LOCAL
from programme.storage.store import Store
from programme.visa.recording import cadastre_checked, record_visa
from tests.programme.visa_reports import report
store = Store(sys.argv[1])
for number in range(10):
    record_visa(store, report(), decision="approved", person=LOCAL, name=f"{sys.argv[2]} {number}",
                comment=None, decided_on=dt.date(2026, 3, 2))
"""


def test_those_who_record_at_once_are_all_kept(store, layers):
    """Two processes and two threads, ten visas each, on one operation."""
    children = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", RECORD, str(store.path), name],
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        for name in ("a", "b")
    ]
    threads = [
        threading.Thread(target=lambda name=name: [record(store, name=f"{name} {n}") for n in range(10)])
        for name in ("c", "d")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for process in children:
        assert process.communicate(timeout=60)[1] == b""
        assert process.returncode == 0
    history = visa_status(world_of(store, layers), "92050-001").history
    assert sorted(visa.person for visa in history) == [f"{name} {n}" for name in "abcd" for n in range(10)]
    assert [visa.number for visa in history] == sorted((visa.number for visa in history), reverse=True)
    assert all(visa.intact for visa in history)


def test_a_footprint_replaced_while_somebody_signs_is_never_signed(store, layers):
    """The second writer waits for the first; what it then finds in force is not what was checked."""
    refused = []

    def sign():
        try:
            record(store)
        except FootprintChangedError as error:
            refused.append(error)

    with store.transaction() as connection:
        thread = threading.Thread(target=sign)
        thread.start()
        connection.exec_driver_sql(
            "UPDATE footprint SET geometry_hash = ? WHERE operation_id = '92050-001'", (geometry_hash(MOVED),)
        )
    thread.join()
    assert len(refused) == 1
    assert len(store.snapshot().visas) == 0


def secret_world(role):
    content = factories.programme(
        [factories.operation("92050-001", factories.square(0, 0))],
        visas=[factories.visa(1, "92050-001", factories.square(0, 0), person="SECRET", comment="SECRET")],
    )
    return factories.world(visible(content, Actor("x", role)), role=role)


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.STEERING, True), (Role.COMMUNE, True), (Role.COMMUNICATION, False)]
)
def test_persons_and_remarks_stay_between_partners(role, seen):
    status = visa_status(secret_world(role), "92050-001")
    assert ("SECRET" in json.dumps(status.as_dict())) is seen
    assert (status.current.recorded_by is not None) is seen
    assert status.withheld is False


def test_the_public_is_told_of_no_visa_and_not_that_there_is_none():
    status = visa_status(secret_world(Role.PUBLIC), "92050-001")
    assert (status.withheld, status.history, status.label) == (True, (), "—")
    assert to_check_again(secret_world(Role.PUBLIC)) == ()


def test_a_real_check_of_the_footprint_in_force_can_be_signed_and_holds(store, layers):
    settings = Settings(territory=Territory(all=True), file=store.path.parent / "config.toml")
    world = world_of(store, layers)
    geometry = world.programme.operations.geometry["92050-001"]
    subject = Subject(name="x", origin="operation", operation_id="92050-001", commune="92050")
    checked = check(world, Submission(subject, Systems("EPSG:2154", "EPSG:2154"), geometry), settings)
    visa = record(store, checked)
    assert visa.revisions["parcels"] == layers.current("parcels").id
    assert (visa.verdict, visa.errors) == (checked.verdict, checked.counts[Level.ERROR])
    assert not visa_status(world_of(store, layers), "92050-001").needs_check


def test_the_cadastre_of_the_visa_tells_what_changed_since(store, layers):
    assert cadastre_checked(world_of(store, layers), layers, "92050-001") is None
    record(store, checked_now(layers))
    assert cadastre_checked(world_of(store, layers), layers, "92050-001") is None
    before = layers.current("parcels").id
    library(layers.folder, parcels(("92050000AB0009", FIRST, 100.0)))
    world = world_of(store, layers)
    found = cadastre_checked(world, layers, "92050-001")
    assert found is not None
    assert found.revision.id == before
    assert cadastre_checked(world, layers, "92050-002") is None
    assert cadastre_checked(world, layers, None) is None
