"""``trame visa``: the history of an operation, for a person and for a machine."""

import datetime as dt
import json

import pytest
import shapely
from click.testing import CliRunner

from cli.main import trame
from cli.visa import visa
from core.actor import LOCAL
from core.errors import UnknownOperationError
from core.settings import Folders, Settings, Territory
from layers.library import Library
from programme.exchange.loader import load
from programme.footprints import geometry_hash, replace_footprint
from programme.storage.store import Store
from programme.visa.recording import record_visa
from tests.programme.exchange_folder import X0, Y0, library, write
from tests.programme.visa_reports import FIRST, report


@pytest.fixture
def settings(tmp_path):
    library(tmp_path / "library")
    found = Settings(
        territory=Territory(all=True),
        folders=Folders(library=tmp_path / "library", programme=tmp_path / "programme.gpkg"),
        file=tmp_path / "config.toml",
    )
    store = Store(found.folders.programme)
    assert load(write(tmp_path / "tables"), store=store, library=Library(found.folders.library)).loaded
    store.close()
    return found


def run(settings, *arguments):
    return CliRunner().invoke(visa, list(arguments), obj=settings)


def sign(settings, decision, comment, day):
    store, layers = Store(settings.folders.programme), Library(settings.folders.library)
    checked = report(revisions={"parcels": layers.current("parcels").id})
    record_visa(
        store,
        checked,
        decision=decision,
        person=LOCAL,
        name="Mme Durand",
        comment=comment,
        decided_on=dt.date(2026, 3, day),
    )
    store.close()


def redraw(settings):
    store = Store(settings.folders.programme)
    moved = shapely.box(X0 + 1, Y0, X0 + 101, Y0 + 100)
    replace_footprint(store, Library(settings.folders.library), "92050-001", moved, LOCAL)
    store.close()


def test_the_command_is_there():
    assert trame.commands["visa"] is visa


def test_an_operation_without_visa(settings):
    result = run(settings, "92050-001")
    assert (result.exit_code, result.output) == (0, "92050-001 · Sans visa\n")


def test_the_history_newest_first_with_what_has_become_of_it(settings):
    sign(settings, "returned", "Limite\nà reprendre", 1)
    sign(settings, "approved", None, 2)
    lines = run(settings, "92050-001").output.splitlines()
    assert lines == [
        "92050-001 · Approuvée",
        "  Décidé le   Décision   Personne    Observations",
        "  02/03/2026  Approuvée  Mme Durand",
        "  01/03/2026  Renvoyée   Mme Durand  Limite à reprendre",
    ]
    redraw(settings)
    lines = run(settings, "92050-001").output.splitlines()
    assert lines[:2] == [
        "92050-001 · Approuvée, visa caduc",
        "  L’emprise a changé depuis ce visa, qui est caduc.",
    ]
    assert len(lines) == 5


def test_json_holds_everything_and_nothing_else(settings):
    sign(settings, "approved_with_remarks", "Voir la clôture", 1)
    redraw(settings)
    result = run(settings, "92050-001", "--json")
    document = json.loads(result.output)
    assert (document["operation"], document["decision"], document["lapsed"]) == (
        "92050-001",
        "approved_with_remarks",
        True,
    )
    assert document["to_check_again"] == []
    (kept,) = document["visas"]
    assert geometry_hash(shapely.from_wkt(kept["wkt"])) == kept["geometry_hash"] == geometry_hash(FIRST)
    assert kept["geometry_hash"] != document["footprint_hash"]
    assert (kept["person"], kept["comment"], kept["recorded_by"]) == (
        "Mme Durand",
        "Voir la clôture",
        "local",
    )


def test_a_new_cadastre_is_told(settings, tmp_path):
    sign(settings, "approved", None, 1)
    library(tmp_path / "library")
    result = run(settings, "92050-001")
    assert result.output.startswith("92050-001 · Approuvée, à revérifier\n  Parcelles")
    (change,) = json.loads(run(settings, "92050-001", "--json").output)["to_check_again"]
    assert change["layer"] == "parcels"
    assert change["then"] != change["now"]


def test_an_unknown_operation_is_refused(settings):
    assert isinstance(run(settings, "92050-999").exception, UnknownOperationError)
    assert run(settings).exit_code == 2
