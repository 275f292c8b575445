import csv
import json
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from core.actor import LOCAL, Actor, Role
from core.issues import Level
from core.progress import StoppedError
from core.settings import Imports, Territory
from layers import registry
from layers.importing import import_layer
from layers.library import Library
from programme.desk import Verb
from programme.edits.journal import operation_history
from programme.exchange.declarations import FORMATS
from programme.exchange.faults import FAULTS
from programme.exchange.loader import load
from programme.storage.store import Store
from tests.programme.exchange_folder import (
    X0,
    Y0,
    box_wkt,
    csv_text,
    desk_tables,
    library,
    parcels,
    tables,
    write,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "programme.gpkg")
    yield found
    found.close()


@pytest.fixture(scope="module")
def plots(tmp_path_factory) -> Library:
    return library(tmp_path_factory.mktemp("library"))


def edited(table, row=1, **cells):
    """Change cells of one row of a table."""

    def change(content):
        content[table][row - 1] |= cells

    return change


def added(table, row=1, **cells):
    """Add a copy of a row, with other cells."""
    return lambda content: content[table].append(content[table][row - 1] | cells)


def column(table, name, new=None, *, value=""):
    """Add a column, remove one, or rename it."""

    def change(content):
        for row in content[table]:
            kept = row.pop(name, value)
            if new is not None:
                row[new] = kept

    return change


def raw(table, make):
    """Replace the bytes of a file: from its text, or None for no file."""

    def change(content):
        text = csv_text(content[table], list(content[table][0]))
        return {table: None if make is None else make(text)}

    return change


def appended(table, cells):
    return raw(table, lambda text: (text + ",".join(cells) + "\n").encode())


BOW_TIE = f"POLYGON(({X0} {Y0}, {X0 + 10} {Y0 + 10}, {X0 + 10} {Y0}, {X0} {Y0 + 10}, {X0} {Y0}))"
HOURGLASS = (
    f"MULTIPOLYGON((({X0} {Y0}, {X0 + 5} {Y0 + 5}, {X0 + 10} {Y0}, {X0} {Y0})),"
    f"(({X0} {Y0 + 10}, {X0 + 10} {Y0 + 10}, {X0 + 5} {Y0 + 5}, {X0} {Y0 + 10})))"
)
FAR = "POLYGON((0 6000000, 1 6000000, 1 6000001, 0 6000001, 0 6000000))"
LINES, ACTIONS = "funding_lines", "social_actions"

# Code: where it is found (table, row, field), what raises it, and what just does not.
CASES = {
    "file.missing": (
        ("milestones", None, None),
        raw("milestones", None),
        raw("milestones", lambda text: text.split("\n")[0].encode()),
    ),
    "file.unreadable": (
        ("funders", None, None),
        raw("funders", lambda text: text.replace("Agence nationale", '"Agence" nationale').encode()),
        raw("funders", lambda text: text.replace("Agence nationale", '"Agence, ""nationale"""').encode()),
    ),
    "file.encoding": (
        ("operations", None, None),
        raw("operations", lambda text: text.encode("cp1252")),
        raw("operations", lambda text: text.encode("utf-8-sig")),
    ),
    "file.empty": (
        ("milestones", None, None),
        raw("milestones", lambda text: text[:0].encode()),
        raw("milestones", lambda text: text.replace("\n", "\r\n").encode()),
    ),
    "file.delimiter": (
        ("milestones", None, None),
        raw("milestones", lambda text: text.replace(",", ";").encode()),
        edited("operations", name="Mail ; parvis"),
    ),
    "column.missing": (
        ("operations", None, "owner"),
        column("operations", "owner"),
        column("operations", "fictitious"),
    ),
    "column.duplicate": (
        ("funders", None, "name"),
        raw("funders", lambda text: text.replace("short_name", "name").encode()),
        edited("funders", name="ANRU", short_name="ANRU"),
    ),
    "column.unknown": (
        ("funders", None, "Name"),
        column("funders", "Name", "Name"),
        column("funders", "name", "name"),
    ),
    "row.cells": (
        ("milestones", 3, None),
        appended("milestones", ["92050-002", "étude", "2020-01-01", ""]),
        appended("milestones", ["92050-002", "étude", "2020-01-01", "", "true"]),
    ),
    "row.duplicate": (
        ("milestones", 3, "operation_id"),
        added("milestones", planned="2021-01-01"),
        added("milestones", operation_id="92050-002"),
    ),
    "value.missing": (
        ("operations", 1, "owner"),
        edited("operations", owner=" "),
        edited("operations", contact=" "),
    ),
    "id.malformed": (
        (ACTIONS, 2, "id"),
        added(ACTIONS, id="A/2"),
        added(ACTIONS, id="A-2_b.c"),
    ),
    "id.duplicate": ((ACTIONS, 2, "id"), added(ACTIONS), added(ACTIONS, id="a-1")),
    "operation.unknown": (
        (LINES, 1, "operation_id"),
        edited(LINES, operation_id="92050-004"),
        edited(LINES, operation_id="92050-003"),
    ),
    "funder.unknown": (
        (LINES, 1, "funder_id"),
        edited(LINES, funder_id="ANRU"),
        edited(LINES, funder_id=" anru "),
    ),
    "social_action.unknown": (
        ("social_action_operations", 1, "social_action_id"),
        edited("social_action_operations", social_action_id="A-2"),
        edited("social_action_operations", social_action_id="A-1"),
    ),
    "family.unknown": (
        ("operations", 1, "family"),
        edited("operations", family="32"),
        edited("operations", family="33"),
    ),
    "step.unknown": (
        ("operations", 1, "step"),
        edited("operations", step="engagee"),
        edited("operations", step="engage\u0301e"),
    ),
    "owner_kind.unknown": (
        ("operations", 1, "owner_kind"),
        edited("operations", owner_kind="Landlord"),
        edited("operations", owner_kind="other"),
    ),
    "funder_kind.unknown": (
        ("funders", 1, "kind"),
        edited("funders", kind="fund"),
        edited("funders", kind="other"),
    ),
    "funding_kind.unknown": ((LINES, 1, "kind"), edited(LINES, kind="gift"), edited(LINES, kind="loan")),
    "funding_nature.unknown": (
        (LINES, 1, "nature"),
        edited(LINES, nature="gift"),
        edited(LINES, nature=" award"),
    ),
    "theme.unknown": ((ACTIONS, 1, "theme"), edited(ACTIONS, theme="chess"), edited(ACTIONS, theme="sports")),
    "public.unknown": (
        (ACTIONS, 1, "public"),
        edited(ACTIONS, public="men"),
        edited(ACTIONS, public="women"),
    ),
    "commune.malformed": (
        ("operations", 1, "commune"),
        edited("operations", commune="9205"),
        edited("operations", commune="2A004"),
    ),
    "neighbourhood.malformed": (
        ("social_action_neighbourhoods", 1, "neighbourhood_code"),
        edited("social_action_neighbourhoods", neighbourhood_code="XP092016"),
        edited("social_action_neighbourhoods", neighbourhood_code="QN09201I"),
    ),
    "siren.malformed": (
        (ACTIONS, 1, "holder_siren"),
        edited(ACTIONS, holder_siren="123 456 789"),
        edited(ACTIONS, holder_siren=""),
    ),
    "amount.malformed": (
        (LINES, 1, "requested_eur"),
        edited(LINES, requested_eur="1 234,50"),
        edited(LINES, requested_eur="1234.50"),
    ),
    "amount.decimals": (
        (LINES, 1, "voted_eur"),
        edited(LINES, voted_eur="90000.500"),
        edited(LINES, voted_eur="90000.50"),
    ),
    "amount.too_large": (
        ("operations", 1, "cost_incl_tax_eur"),
        edited("operations", cost_incl_tax_eur="1000000000000"),
        edited("operations", cost_incl_tax_eur="999999999999.99"),
    ),
    "amount.negative": (
        (LINES, 1, "requested_eur"),
        edited(LINES, requested_eur="-0.01"),
        edited(LINES, requested_eur="-0.00"),
    ),
    "amount.positive_decommitment": (
        (LINES, 2, "voted_eur"),
        edited(LINES, 2, voted_eur="0.01"),
        edited(LINES, 2, voted_eur="0"),
    ),
    "amount.paid_above_committed": (
        (LINES, 1, "paid_eur"),
        edited(LINES, paid_eur="80000.51"),
        edited(LINES, paid_eur="80000.50"),
    ),
    "amount.committed_above_voted": (
        (LINES, 1, "committed_eur"),
        edited(LINES, committed_eur="90000.51"),
        edited(LINES, committed_eur="90000.50"),
    ),
    "number.malformed": (
        ("operations", 1, "dwellings_requalified"),
        edited("operations", dwellings_requalified="12.0"),
        edited("operations", dwellings_requalified="12"),
    ),
    "number.negative": (
        (ACTIONS, 1, "hours_done"),
        edited(ACTIONS, hours_done="-1"),
        edited(ACTIONS, hours_done="0"),
    ),
    "year.out_of_range": ((LINES, 1, "year"), edited(LINES, year="1949"), edited(LINES, year="1950")),
    "date.malformed": (
        ("operations", 1, "convention_end"),
        edited("operations", convention_end="2023-02-29"),
        edited("operations", convention_end="2024-02-29"),
    ),
    "date.end_before_start": (
        (ACTIONS, 1, "end"),
        edited(ACTIONS, end="2023-12-31"),
        edited(ACTIONS, end="2024-01-01"),
    ),
    "flag.malformed": (
        ("funders", 1, "fictitious"),
        edited("funders", fictitious="oui"),
        edited("funders", fictitious=""),
    ),
    "geometry.wkt": (
        ("footprints", 1, "wkt"),
        edited("footprints", wkt="SRID=2154;" + box_wkt(0, 0)),
        edited("footprints", wkt=box_wkt(0, 0).lower()),
    ),
    "geometry.empty": (
        ("footprints", 1, "wkt"),
        edited("footprints", wkt="POLYGON EMPTY"),
        edited("footprints", wkt=box_wkt(0, 0, 0.001, 0.001)),
    ),
    "geometry.not_polygon": (
        ("footprints", 1, "wkt"),
        edited("footprints", wkt=f"GEOMETRYCOLLECTION({box_wkt(0, 0)})"),
        edited("footprints", wkt=shapely.MultiPolygon([shapely.from_wkt(box_wkt(0, 0))]).wkt),
    ),
    "geometry.out_of_bounds": (
        ("footprints", 1, "wkt"),
        edited("footprints", wkt=FAR.replace("6000000", "5999999.999")),
        edited("footprints", wkt=FAR),
    ),
    "geometry.invalid": (
        ("footprints", 1, "wkt"),
        edited("footprints", wkt=BOW_TIE),
        edited("footprints", wkt=HOURGLASS),
    ),
    "geometry.z_dropped": (
        ("footprints", 1, "wkt"),
        edited("footprints", wkt=shapely.force_3d(shapely.from_wkt(box_wkt(0, 0)), 30.0).wkt),
        edited("footprints", wkt=box_wkt(0, 0)),
    ),
    "parcels.none": (
        ("footprints", 1, "operation_id"),
        edited("footprints", wkt=box_wkt(0, 100)),
        edited("footprints", wkt=box_wkt(0, 99)),
    ),
}


def desk(change):
    """Make a change with the tables of the single desk in the folder."""

    def changed(content):
        content.update(desk_tables())
        return change(content)

    return changed


AMOUNTS, EVENTS = "funding_amounts", "consultations"
CASES |= {
    "funding_line.unknown": (
        (AMOUNTS, 1, "funding_line_id"),
        desk(edited(AMOUNTS, funding_line_id="L-3")),
        desk(edited(AMOUNTS, funding_line_id="L-2")),
    ),
    "convention.unknown": (
        ("award_decisions", 1, "convention_id"),
        desk(edited("award_decisions", convention_id="C-2")),
        desk(edited("award_decisions", convention_id="")),
    ),
    "priority_site.unknown": (
        ("site_budgets", 1, "priority_site_id"),
        desk(edited("site_budgets", priority_site_id="S-2")),
        desk(edited("site_budgets", planned_eur="")),
    ),
    "amount_state.unknown": (
        (AMOUNTS, 1, "state"),
        desk(edited(AMOUNTS, state="prévu")),
        desk(edited(AMOUNTS, state="actual")),
    ),
    "site_phase.unknown": (
        ("site_budgets", 1, "phase"),
        desk(edited("site_budgets", phase="étude")),
        desk(edited("site_budgets", phase="investment")),
    ),
    "clause.unknown": (
        ("work_hours", 1, "clause"),
        desk(edited("work_hours", clause="travaux")),
        desk(edited("work_hours", clause="management")),
    ),
    "rule.malformed": (
        ("rule_exceptions", 1, "rule"),
        desk(edited("rule_exceptions", rule="local share")),
        desk(edited("rule_exceptions", rule="local_share.2")),
    ),
    "number.out_of_range": (
        (AMOUNTS, 1, "half"),
        desk(edited(AMOUNTS, half="3")),
        desk(edited(AMOUNTS, half="2")),
    ),
    "degrees.malformed": (
        (EVENTS, 1, "lon"),
        desk(edited(EVENTS, lon="2,2233")),
        desk(edited(EVENTS, lon="-180", lat="90")),
    ),
    "decimal.malformed": (
        ("indicator_targets", 1, "baseline"),
        desk(edited("indicator_targets", baseline="0.1234567")),
        desk(edited("indicator_targets", baseline="-0.123456")),
    ),
    "decimal.too_large": (
        ("indicator_targets", 1, "target"),
        desk(edited("indicator_targets", target="1000000000000")),
        desk(edited("indicator_targets", target="999999999999.999999")),
    ),
    "indicator.unknown": (
        ("indicator_values", 1, "indicator"),
        desk(edited("indicator_values", indicator="happiness")),
        desk(edited("indicator_values", indicator="renewal.rate")),
    ),
    "place.malformed": (
        ("indicator_values", 1, "place"),
        desk(edited("indicator_values", place="neighbourhood_2015:QN09206M")),
        desk(edited("indicator_values", place="neighbourhood_2024:QN09206M")),
    ),
    "place.unknown": (
        ("indicator_targets", 1, "place"),
        desk(edited("indicator_targets", place="site:S-2")),
        desk(edited("indicator_targets", place="commune:92050")),
    ),
    "target.empty": (
        ("indicator_targets", 1, "target"),
        desk(edited("indicator_targets", baseline="", target="")),
        desk(edited("indicator_targets", target="")),
    ),
    "place.incomplete": (
        (EVENTS, 1, "lat"),
        desk(edited(EVENTS, lat="")),
        desk(edited(EVENTS, lat="", lon="")),
    ),
}


def codes(report):
    return [issue.code for issue in report.issues]


def outcome(tmp_path, store, plots, change):
    content = tables()
    files = change(content)
    return load(write(tmp_path / "tables", content, files), store=store, library=plots)


def test_every_code_has_its_case():
    assert set(CASES) | {"parcels.absent"} == set(FAULTS)


@pytest.mark.parametrize("code", CASES)
def test_a_fault_has_its_code_its_file_and_its_row(code, tmp_path, store, plots):
    (table, row, field), change, _ = CASES[code]
    report = outcome(tmp_path, store, plots, change)
    found = [issue for issue in report.issues if issue.code == code]
    assert [(issue.file, issue.row, issue.field) for issue in found] == [(f"{table}.csv", row, field)]
    level, text = FAULTS[code]
    assert found[0].level is level
    # French, and complete: no placeholder is left.
    assert found[0].message != text.format(**found[0].values)
    assert "{" not in found[0].message
    assert json.dumps(found[0].as_dict())
    assert report.loaded is (level is not Level.ERROR)
    assert store.revision() == int(report.loaded)
    assert len(store.snapshot().operations) == (3 if report.loaded else 0)


@pytest.mark.parametrize("code", CASES)
def test_what_is_just_right_is_no_fault(code, tmp_path, store, plots):
    _, _, change = CASES[code]
    report = outcome(tmp_path, store, plots, change)
    assert code not in codes(report)
    assert [issue.code for issue in report.issues if issue.level is Level.ERROR] == []
    assert report.loaded


def test_one_mistake_is_one_issue(tmp_path, store, plots):
    """An operation that is refused is still there for those that refer to it."""
    report = outcome(tmp_path, store, plots, edited("operations", family="32"))
    assert codes(report) == ["family.unknown"]
    report = outcome(tmp_path, store, plots, raw("operations", None))
    assert codes(report) == ["file.missing"]


def test_all_faults_are_told_at_once_in_the_order_of_the_files(tmp_path, store, plots):
    content = tables()
    content["operations"][0] |= {"step": "finie", "cost_excl_tax_eur": "12,5"}
    content["operations"][2] |= {"id": "92050-001"}
    content["footprints"][1] |= {"wkt": "POINT(1 1)"}
    content["funding_lines"][0] |= {"paid_eur": "90000", "voted_eur": "1.001"}
    report = load(write(tmp_path / "tables", content), store=store, library=plots)
    assert [(issue.file, issue.row, issue.code) for issue in report.issues] == [
        ("operations.csv", 1, "step.unknown"),
        ("operations.csv", 1, "amount.malformed"),
        ("operations.csv", 3, "id.duplicate"),
        ("footprints.csv", 2, "geometry.not_polygon"),
        ("funding_lines.csv", 1, "amount.decimals"),
        ("funding_lines.csv", 1, "amount.paid_above_committed"),
    ]
    assert report.revision is None
    assert store.revision() == 0


def test_sentences_name_what_was_found(tmp_path, store, plots):
    report = outcome(tmp_path, store, plots, edited("funding_lines", paid_eur="80000.51"))
    (issue,) = report.issues
    assert issue.value == "80000.51"
    assert issue.message == "80000.51\u00a0€ sont payés, mais 80000.5\u00a0€ seulement sont engagés."
    report = outcome(tmp_path, store, plots, edited("footprints", wkt=BOW_TIE))
    (issue,) = report.issues
    place = gpd.GeoSeries([shapely.Point(issue.lon, issue.lat)], crs=4326).to_crs(2154)[0]
    assert place.distance(shapely.Point(X0 + 5, Y0 + 5)) < 0.05
    long = outcome(tmp_path, store, plots, edited("footprints", wkt="POLYGON" + "x" * 1000)).issues[0]
    assert len(long.value) == 80


def test_a_good_folder_is_loaded(tmp_path, store, plots):
    steps = []
    report = load(
        write(tmp_path / "tables"),
        store=store,
        library=plots,
        progress=lambda share, sentence: steps.append((share, sentence)),
    )
    assert report.issues == ()
    assert report.as_dict() == {
        "folder": str(tmp_path / "tables"),
        "loaded": True,
        "counts": {
            "operations": 3,
            "footprints": 2,
            "milestones": 2,
            "funders": 1,
            "funding_lines": 2,
            "social_actions": 1,
            "social_action_operations": 1,
            "social_action_neighbourhoods": 2,
            "operation_parcels": 3,
        },
        "unmapped": 1,
        "revision": 1,
        "seconds": report.seconds,
        "issues": [],
    }
    assert report.revision == store.revision() == store.snapshot().revision
    links = store.snapshot().operation_parcels
    assert links[["operation_id", "idu", "covered_m2", "share"]].values.tolist() == [
        ["92050-001", "92050000AB0001", 10_000.0, 10_000 / 15_000],
        ["92050-002", "92050000AB0001", 5_000.0, 5_000 / 15_000],
        ["92050-002", "92050000AB0002", 5_000.0, 1.0],
    ]
    shares = [share for share, _ in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert steps[0][1] == "Lecture de operations.csv"


def test_optional_tables_are_loaded_and_emptied_again(tmp_path, store, plots):
    content = tables() | desk_tables()
    assert load(write(tmp_path / "tables", content), store=store, library=plots).issues == ()
    found = store.snapshot()
    for name in desk_tables():
        assert len(getattr(found, name)) == 1, name
    assert found.funding_amounts.loc["M-1", "ae_eur"] == Decimal("-10.00")
    assert found.consultations.loc["K-1", ["lon", "lat", "contributions"]].tolist() == [2.2233, 48.8888, None]
    report = load(write(tmp_path / "other"), store=store, library=plots)
    assert set(report.counts) == {*tables(), "operation_parcels"}
    for name in desk_tables():
        assert getattr(store.snapshot(), name).empty, name


def test_the_journal_says_that_the_whole_was_replaced(tmp_path, store, plots):
    load(write(tmp_path / "tables"), store=store, library=plots)
    load(write(tmp_path / "tables"), store=store, library=plots, actor=Actor("Anne", Role.STEERING))
    second, first = operation_history(store, LOCAL, "92050-001")
    assert (first.person, first.verb, first.table, first.revision) == ("local", Verb.LOADED, "programme", 1)
    assert (second.person, second.revision) == ("Anne", 2)
    assert first.before == {}
    assert first.after == second.before == second.after
    assert first.after["funding_lines"] == "2"


def test_one_period_of_a_line_is_told_once(tmp_path, store, plots):
    content = tables() | desk_tables()
    amounts = content["funding_amounts"]
    amounts += [amounts[0] | {"id": name, "half": ""} for name in ("M-2", "M-3")]
    report = load(write(tmp_path / "tables", content), store=store, library=plots)
    assert [(issue.code, issue.row) for issue in report.issues] == [("row.duplicate", 3)]


def test_a_load_replaces_the_whole_programme(tmp_path, store, plots):
    assert load(write(tmp_path / "tables"), store=store, library=plots).loaded
    content = tables()
    content = {name: [] for name in content} | {
        "operations": content["operations"][:1],
        "funders": content["funders"],
    }
    content["operations"][0] |= {"name": "Autre nom", "cost_excl_tax_eur": "12.5"}
    report = load(write(tmp_path / "tables", content), store=store, library=plots)
    assert (report.loaded, report.revision, report.unmapped) == (True, 2, 1)
    found = store.snapshot()
    assert found.operations["name"].tolist() == ["Autre nom"]
    assert found.operations["cost_excl_tax_eur"].tolist() == [Decimal("12.50")]
    assert found.operations["geometry"].tolist() == [None]
    for name in ("milestones", "footprints", "operation_parcels", "funding_lines", "social_actions"):
        assert len(getattr(found, name)) == 0


def test_loading_twice_changes_nothing_but_the_revision(tmp_path, store, plots):
    folder = write(tmp_path / "tables")
    load(folder, store=store, library=plots)
    first = store.snapshot()
    load(folder, store=store, library=plots)
    second = store.snapshot()
    assert (first.revision, second.revision) == (1, 2)
    for name in first.__dataclass_fields__:
        if name != "revision":
            pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_a_refused_folder_leaves_the_programme_as_it_was(tmp_path, store, plots):
    load(write(tmp_path / "tables"), store=store, library=plots)
    before = store.snapshot()
    report = outcome(tmp_path, store, plots, edited("funding_lines", 2, paid_eur="douze"))
    assert report.loaded is False
    assert store.revision() == before.revision
    assert store.snapshot() is before


def test_without_parcels_footprints_wait_for_their_links(tmp_path, store):
    report = load(write(tmp_path / "tables"), store=store, library=Library(tmp_path / "nothing"))
    assert report.loaded
    assert [(issue.code, issue.level) for issue in report.issues] == [("parcels.absent", Level.INFORMATION)]
    assert report.counts["operation_parcels"] == 0
    assert store.snapshot().footprints["cadastre_revision"].tolist() == [None, None]


def test_a_footprint_longer_than_the_limit_of_the_csv_module_is_read(tmp_path, store, plots):
    ring = shapely.Point(X0 + 50, Y0 + 50).buffer(40, quad_segs=2_500)
    content = tables()
    content["footprints"][0]["wkt"] = shapely.to_wkt(ring, rounding_precision=3)
    assert len(content["footprints"][0]["wkt"]) > 131_072
    report = load(write(tmp_path / "tables", content), store=store, library=plots)
    assert report.loaded
    assert store.snapshot().footprints.loc["92050-001", "area_m2"] == pytest.approx(3.14159 * 1600, rel=1e-4)


def test_hostile_names_are_only_text(tmp_path, store, plots):
    name = "'); DROP TABLE operation; -- ${x} `<img onerror=alert(1)>`"
    report = outcome(tmp_path, store, plots, edited("operations", name=name))
    assert report.loaded
    assert store.snapshot().operations.loc["92050-001", "name"] == name


@pytest.mark.parametrize("at", [0.0, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_who_stops_the_work_at_any_moment_leaves_the_programme_as_it_was(at, tmp_path, store, plots):
    load(write(tmp_path / "tables"), store=store, library=plots)
    before = store.snapshot()
    content = tables() | {"funding_lines": []}

    def stop(share, sentence):
        if share >= at:
            raise StoppedError

    with pytest.raises(StoppedError):
        load(write(tmp_path / "tables", content), store=store, library=plots, progress=stop)
    assert store.revision() == before.revision
    assert len(store.snapshot().funding_lines) == 2


@pytest.mark.parametrize("at", [0.75, 1.0])
def test_a_process_killed_while_it_loads_leaves_the_programme_as_it_was(at, tmp_path, store, plots):
    load(write(tmp_path / "tables"), store=store, library=plots)
    folder = write(tmp_path / "other", {name: [] for name in tables()})
    script = f"""
import os, signal
from pathlib import Path
from programme.exchange.loader import load
from programme.storage.store import Store
def die(share, sentence):
    if share >= {at}:
        os.kill(os.getpid(), signal.SIGKILL)
load(Path({str(folder)!r}), store=Store({str(store.path)!r}), progress=die)
"""
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    again = Store(store.path)
    assert again.revision() == 1
    assert len(again.snapshot().operations) == 3
    assert load(folder, store=again).loaded
    assert len(again.snapshot().operations) == 0
    again.close()


def test_a_library_of_another_make_serves_too(tmp_path, store):
    """What the loader asks of a library: the current revision, and its parcels."""
    frame = parcels(("92050000AB0001", shapely.box(X0, Y0, X0 + 200, Y0 + 100), 20_000))
    held = {("parcels", "r7"): SimpleNamespace(frame=frame)}
    other = SimpleNamespace(
        current={"parcels": SimpleNamespace(id="r7")}.get,
        snapshot=lambda key, revision: held[key, revision],
    )
    assert load(write(tmp_path / "tables"), store=store, library=other).counts["operation_parcels"] == 2
    assert set(store.snapshot().footprints["cadastre_revision"]) == {"r7"}


def test_the_page_on_the_format_says_what_the_program_reads():
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    for form in FORMATS.values():
        section = page.split(f"## `{form.file}`")[1].split("\n## ")[0]
        rows = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| `")]
        assert rows == [f"`{column.name}`" for column in form.columns]
        for word in (word for item in form.columns if item.choices for word in item.choices()):
            assert f"`{word}`" in page
    listed = [line for line in page.splitlines() if line.startswith("| `") and "." in line.split("|")[1]]
    told = {line.split("|")[1].strip().strip("`"): line.split("|")[2].strip() for line in listed}
    levels = {"erreur": Level.ERROR, "avertissement": Level.WARNING, "information": Level.INFORMATION}
    assert {code: levels[word] for code, word in told.items()} == {
        code: level for code, (level, _) in FAULTS.items()
    }


def test_the_demonstration_has_no_fault(tmp_path, store):
    demonstration = Library(tmp_path / "demonstration")
    (shapefile,) = (ROOT / "data" / "shapefiles" / "parcels").glob("*.shp")
    imported = import_layer(
        registry.layer("parcels"),
        shapefile,
        library=demonstration,
        territory=Territory(departments=("92",)),
        limits=Imports(),
    )
    report = load(ROOT / "data" / "programme", store=store, library=demonstration)
    assert report.issues == ()
    assert report.loaded
    assert report.unmapped == 5
    found = store.snapshot()
    for name in FORMATS:
        with (ROOT / "data" / "programme" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert report.counts[name] == len(list(csv.DictReader(stream))) == len(getattr(found, name))
    links = found.operation_parcels
    assert report.counts["operation_parcels"] == len(links) > 0
    assert set(links["cadastre_revision"]) == {imported.revision.id}
    assert set(links["operation_id"]) == set(found.footprints.index)
    # No footprint is covered more than once, since parcels do not overlap.
    covered = links.groupby("operation_id")["covered_m2"].sum() / found.footprints["area_m2"]
    assert covered.between(0.01, 1 + 1e-6).all()
    # Whole parcels and parts of parcels, as the field has them.
    assert (links["share"] > 0.999).any()
    assert (links["share"] < 0.9).any()
