"""Editing: one transaction, one journal, nothing overwritten unseen."""

import datetime as dt
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import shapely
from sqlalchemy import func, select

from core.actor import LOCAL, PUBLIC, Actor, Role
from core.issues import Level
from programme.desk import Verb
from programme.edits.changes import (
    NotEditingError,
    RefusedEditError,
    StaleError,
    deletion,
    insertion,
    update,
)
from programme.edits.editing import edit, kept_row
from programme.edits.journal import history, operation_history
from programme.exchange.declarations import FORMATS
from programme.exchange.loader import load
from programme.exchange.row_checks import EDITABLE, faults_of
from programme.footprints import replace_footprint
from programme.storage import tables
from programme.storage.snapshot import Programme
from programme.storage.store import Store
from programme.table import total
from programme.visibility import visible
from tests.programme.exchange_folder import X0, Y0, library, write

ROOT = Path(__file__).resolve().parents[2]
ANNE, BOB = Actor("Anne", Role.STEERING), Actor("Bob", Role.COMMUNE, frozenset({"92050"}))
LINE = {
    "id": "L-3",
    "operation_id": "92050-002",
    "funder_id": "anru",
    "kind": "loan",
    "nature": "award",
    "year": 2026,
    "requested_eur": Decimal("12.34"),
}
ROWS = {
    "conventions": {
        "id": "C-1",
        "number": "2020-12",
        "title": "Convention",
        "signed_on": dt.date(2020, 1, 2),
    },
    "convention_operations": {"convention_id": "C-1", "operation_id": "92050-001"},
    "funding_amounts": {"id": "M-1", "funding_line_id": "L-1", "year": 2026, "half": 1, "state": "planned"},
    "award_decisions": {"id": "D-1", "funding_line_id": "L-1", "convention_id": "C-1", "number": "DAS-1"},
    "priority_sites": {"id": "S-1", "name": "Site fictif du Mail"},
    "priority_site_neighbourhoods": {"priority_site_id": "S-1", "neighbourhood_code": "QN09206M"},
    "priority_site_operations": {"priority_site_id": "S-1", "operation_id": "92050-002"},
    "site_budgets": {"priority_site_id": "S-1", "phase": "studies", "planned_eur": Decimal("100.01")},
    "rehousing": {"operation_id": "92050-001", "households_to_rehouse": 40, "households_rehoused": 12},
    "work_hours": {"operation_id": "92050-001", "clause": "works", "worked_planned": 900},
    "social_action_grants": {"id": "G-1", "social_action_id": "A-1", "funder_id": "anru", "year": 2026},
    "consultations": {"id": "K-1", "name": "Réunion", "lon": 2.2233, "lat": 48.8888, "meetings": 1},
    "rule_exceptions": {
        "operation_id": "92050-001",
        "rule": "local_share",
        "person": "Une direction",
        "decided_on": dt.date(2026, 1, 5),
        "reason": "Programme de rénovation",
    },
    "indicator_targets": {
        "place": "territory",
        "indicator": "households.rehoused",
        "baseline": Decimal("12"),
        "target": Decimal("0.125"),
    },
    "indicator_values": {
        "place": "commune:92050",
        "indicator": "money.per_inhabitant",
        "year": 2025,
        "value": Decimal("-0.000001"),
        "computed_on": dt.date(2025, 12, 31),
    },
}
"""One row of each new table, in an order in which others are there first."""


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "programme.gpkg")
    assert load(write(tmp_path / "tables"), store=found, library=library(tmp_path / "library")).loaded
    yield found
    found.close()


@pytest.fixture
def full(store):
    """With one row in each new table; their revision is 2."""
    assert edit(store, ANNE, [insertion(name, row) for name, row in ROWS.items()]).revision == 2
    return store


def frames(programme):
    return {name: getattr(programme, name) for name in Programme.__dataclass_fields__ if name != "revision"}


def unchanged(store, before):
    after = store.snapshot()
    return after.revision == before.revision and all(
        frame.equals(frames(after)[name]) for name, frame in frames(before).items()
    )


def test_an_update_is_written_with_a_line_for_each_field(store):
    seen = store.revision()
    asked = {"voted_eur": Decimal("91000.5"), "paid_eur": "10.00", "year": 2024}
    done = edit(store, ANNE, [update("funding_lines", "L-1", asked, seen=seen)])
    assert (done.revision, done.rows, done.warnings) == (2, (("funding_lines", "L-1"),), ())
    line = store.snapshot().funding_lines.loc["L-1"]
    assert (line["voted_eur"], line["paid_eur"]) == (Decimal("91000.50"), Decimal("10.00"))
    paid, voted, loaded = history(store, ANNE, "funding_lines", "L-1")
    assert (voted.field, voted.before, voted.after) == ("voted_eur", "90000.50", "91000.50")
    assert (paid.field, paid.before, paid.after) == ("paid_eur", "0.00", "10.00")
    assert {(entry.person, entry.verb, entry.revision, entry.operation_id) for entry in (paid, voted)} == {
        ("Anne", Verb.UPDATED, 2, "92050-001")
    }
    assert abs(dt.datetime.now(dt.UTC) - paid.recorded_at) < dt.timedelta(minutes=1)
    assert (loaded.verb, loaded.person, loaded.table) == (Verb.LOADED, "local", "programme")
    assert loaded.after["funding_lines"] == "2"
    assert loaded.before == {}


def test_rows_come_and_go_and_the_journal_keeps_them(store):
    edit(store, ANNE, [insertion("funding_lines", LINE)])
    assert store.snapshot().funding_lines.loc["L-3", "requested_eur"] == Decimal("12.34")
    edit(store, BOB, [deletion("funding_lines", "L-3", seen=2)])
    assert "L-3" not in store.snapshot().funding_lines.index
    gone, come = operation_history(store, LOCAL, "92050-002")[:2]
    assert (gone.verb, gone.person, gone.after) == (Verb.DELETED, "Bob", None)
    assert come.verb is Verb.INSERTED
    assert come.before is None
    assert (
        gone.before
        == come.after
        == {
            "id": "L-3",
            "operation_id": "92050-002",
            "funder_id": "anru",
            "kind": "loan",
            "nature": "award",
            "year": "2026",
            "requested_eur": "12.34",
            "fictitious": "false",
        }
    )


def test_every_new_table_is_edited_and_read(full):
    found = full.snapshot()
    for name in ROWS:
        assert len(getattr(found, name)) == 1, name
    assert found.funding_amounts.loc["M-1", ["year", "half", "state"]].tolist() == [2026, 1, "planned"]
    assert found.site_budgets["planned_eur"].tolist() == [Decimal("100.01")]
    assert found.consultations.loc["K-1", ["lon", "lat"]].tolist() == [2.2233, 48.8888]
    assert found.rehousing.loc["92050-001", "households_rehoused"] == 12
    gone = [
        deletion(name, "/".join(str(row[key]) for key in FORMATS[name].key), seen=2)
        for name, row in ROWS.items()
    ]
    assert edit(full, ANNE, gone).revision == 3
    assert all(getattr(full.snapshot(), name).empty for name in ROWS)


def test_a_stale_save_writes_nothing_and_shows_both_sides(store):
    seen = store.revision()
    edit(store, BOB, [update("funding_lines", "L-1", {"paid_eur": Decimal("5.00")}, seen=seen)])
    before = store.snapshot()
    mine = update("funding_lines", "L-1", {"paid_eur": Decimal("7.00"), "award_decision": "DAS-1"}, seen=seen)
    with pytest.raises(StaleError, match="quelqu’un d’autre") as raised:
        edit(store, ANNE, [insertion("funding_lines", LINE), mine])
    assert unchanged(store, before)
    (stale,) = raised.value.stale
    assert (stale.mine["paid_eur"], stale.theirs["paid_eur"]) == (Decimal("7.00"), Decimal("5.00"))
    assert set(stale.mine) == set(stale.theirs) == set(FORMATS["funding_lines"].by_name)
    assert stale.fields == ("paid_eur", "award_decision")
    assert (stale.person, stale.version) == ("Bob", 2)
    again = update("funding_lines", "L-1", mine.values, seen=stale.version)
    edit(store, ANNE, [again])
    assert store.snapshot().funding_lines.loc["L-1", "paid_eur"] == Decimal("7.00")


def test_a_row_that_is_gone_or_was_loaded_anew_is_stale(store, tmp_path):
    edit(store, BOB, [deletion("funding_lines", "L-2", seen=1)])
    with pytest.raises(StaleError) as raised:
        edit(store, ANNE, [update("funding_lines", "L-2", {"year": 2020}, seen=1)])
    assert raised.value.stale[0].theirs is None
    assert raised.value.stale[0].person == "Bob"
    edit(store, BOB, [deletion("funding_lines", "L-2", seen=1)])
    assert store.revision() == 2
    load(tmp_path / "tables", store=store)
    with pytest.raises(StaleError) as raised:
        edit(store, ANNE, [deletion("funding_lines", "L-1", seen=2)])
    assert (raised.value.stale[0].mine, raised.value.stale[0].version) == (None, 3)


def test_what_is_there_already_is_neither_stale_nor_a_new_revision(store):
    edit(store, BOB, [update("funding_lines", "L-1", {"year": 2025}, seen=1)])
    before = store.snapshot()
    done = edit(store, ANNE, [update("funding_lines", "L-1", {"year": "2025"}, seen=1)])
    assert (done.revision, done.rows) == (2, ())
    assert edit(store, ANNE, []).revision == 2
    assert unchanged(store, before)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (insertion("funding_lines", LINE | {"id": "L-1"}), "id.taken", "id"),
        (insertion("funding_lines", LINE | {"id": ""}), "value.missing", "id"),
        (insertion("funding_lines", LINE | {"operation_id": "92050-999"}), "operation.unknown", "operation_id"),
        (insertion("funding_lines", LINE | {"requested_eur": "1 234,50"}), "amount.malformed", "requested_eur"),
        (insertion("funding_lines", LINE | {"requested_eur": 0.1 + 0.2}), "amount.decimals", "requested_eur"),
        (insertion("funding_lines", LINE | {"requested_eur": Decimal(-1)}), "amount.negative", "requested_eur"),
        (update("funding_lines", "L-1", {"id": "L-9"}, seen=1), "key.fixed", "id"),
        (update("funding_lines", "L-1", {"paid_eur": Decimal("80000.51")}, seen=1), "amount.paid_above_committed", "paid_eur"),
        (deletion("operations", "92050-001", seen=1), "row.referred", "id"),
        (deletion("funders", "anru", seen=1), "row.referred", "id"),
        (insertion("funding_amounts", ROWS["funding_amounts"] | {"half": 3}), "number.out_of_range", "half"),
        (insertion("consultations", ROWS["consultations"] | {"lat": None}), "place.incomplete", "lat"),
        (insertion("consultations", ROWS["consultations"] | {"lat": 90.1}), "number.out_of_range", "lat"),
        (insertion("conventions", ROWS["conventions"] | {"ends_on": dt.date(2020, 1, 1)}), "date.end_before_start", "ends_on"),
        (insertion("site_budgets", ROWS["site_budgets"]), "priority_site.unknown", "priority_site_id"),
        (insertion("award_decisions", ROWS["award_decisions"]), "convention.unknown", "convention_id"),
        (insertion("rule_exceptions", ROWS["rule_exceptions"] | {"reason": " "}), "value.missing", "reason"),
        (insertion("rule_exceptions", ROWS["rule_exceptions"] | {"rule": "Part"}), "rule.malformed", "rule"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_as_a_whole(store, change, code, field):
    before = store.snapshot()
    good = insertion("funders", {"id": "x", "name": "X", "short_name": "X", "kind": "bank", "rank": 9})
    with pytest.raises(RefusedEditError) as raised:
        edit(store, ANNE, [good, change])
    found = [issue for issue in raised.value.issues if issue.code == code and issue.field == field]
    assert found
    assert found[0].row == 2
    assert found[0].message in str(raised.value)
    assert "{" not in found[0].message
    assert unchanged(store, before)


def test_all_faults_are_told_at_once(store):
    wrong = LINE | {"year": "1949", "kind": "gift", "funder_id": "autre", "voted_eur": "x"}
    with pytest.raises(RefusedEditError) as raised:
        edit(store, ANNE, [insertion("funding_lines", wrong)])
    assert {issue.code for issue in raised.value.issues} == {
        "year.out_of_range",
        "funding_kind.unknown",
        "funder.unknown",
        "amount.malformed",
    }


def test_a_warning_is_told_and_written(store):
    done = edit(store, ANNE, [update("funding_lines", "L-1", {"voted_eur": Decimal("1.00")}, seen=1)])
    assert [(issue.code, issue.level) for issue in done.warnings] == [
        ("amount.committed_above_voted", Level.WARNING)
    ]
    assert store.snapshot().funding_lines.loc["L-1", "voted_eur"] == Decimal("1.00")


def test_one_period_of_a_line_is_told_once(full):
    whole = {
        "id": "M-2",
        "funding_line_id": "L-1",
        "year": 2027,
        "state": "actual",
        "cp_eur": Decimal("-3.00"),
    }
    edit(full, ANNE, [insertion("funding_amounts", whole)])
    for other in (ROWS["funding_amounts"], whole):
        with pytest.raises(RefusedEditError, match="Il y a déjà"):
            edit(full, ANNE, [insertion("funding_amounts", other | {"id": "M-9"})])
    with pytest.raises(RefusedEditError, match="Il y a déjà"):
        edit(
            full,
            ANNE,
            [insertion("funding_amounts", whole | {"id": name, "year": 2030}) for name in ("M-8", "M-9")],
        )
    swap = [
        update("funding_amounts", "M-1", {"year": 2027, "half": None, "state": "actual"}, seen=3),
        update("funding_amounts", "M-2", {"year": 2026, "half": 1, "state": "planned"}, seen=3),
    ]
    edit(full, ANNE, swap)
    found = full.snapshot().funding_amounts
    assert found.loc["M-1", ["year", "half"]].tolist() == [2027, None]
    assert found.loc["M-2", ["year", "half"]].tolist() == [2026, 1]
    assert found.loc["M-2", "cp_eur"] == Decimal("-3.00")


def test_rows_that_refer_to_one_another_come_and_go_together_in_any_order(store):
    both = [
        insertion("site_budgets", ROWS["site_budgets"]),
        insertion("priority_sites", ROWS["priority_sites"]),
    ]
    edit(store, ANNE, both)
    replaced = [
        insertion("priority_sites", ROWS["priority_sites"] | {"name": "Site fictif du Parc"}),
        deletion("priority_sites", "S-1", seen=2),
    ]
    edit(store, ANNE, replaced)
    found = store.snapshot()
    assert found.priority_sites["name"].tolist() == ["Site fictif du Parc"]
    assert len(found.site_budgets) == 1
    with pytest.raises(RefusedEditError, match="site_budgets"):
        edit(store, ANNE, [deletion("priority_sites", "S-1", seen=3)])
    gone = [deletion("priority_sites", "S-1", seen=3), deletion("site_budgets", "S-1/studies", seen=3)]
    edit(store, ANNE, gone)
    assert store.snapshot().priority_sites.empty
    assert [entry.verb for entry in history(store, ANNE, "priority_sites", "S-1")][:4] == [
        Verb.DELETED,
        Verb.DELETED,
        Verb.INSERTED,
        Verb.INSERTED,
    ]


def test_an_operation_takes_its_footprint_with_it(store):
    seen = store.revision()
    edit(store, ANNE, [deletion("operations", "92050-002", seen=seen)])
    found = store.snapshot()
    assert list(found.operations.index) == ["92050-001", "92050-003"]
    assert list(found.footprints.index) == ["92050-001"]
    assert set(found.operation_parcels["operation_id"]) == {"92050-001"}
    tables_told = [entry.table for entry in operation_history(store, ANNE, "92050-002")]
    assert sorted(tables_told) == ["footprints", "operations", "programme"]


@pytest.mark.parametrize("actor", [PUBLIC, Actor("presse", Role.COMMUNICATION)])
def test_partners_alone_edit(store, actor):
    with pytest.raises(NotEditingError, match="partenaires"):
        edit(store, actor, [update("funding_lines", "L-1", {"year": 2025}, seen=1)])
    assert store.revision() == 1


@pytest.mark.parametrize(
    "change",
    [
        update("operations", "92050-001", {"name": "x"}, seen=2),
        update("operations", "92050-001", {"commune": "92036"}, seen=2),
        update("funding_lines", "L-1", {"year": 2025}, seen=2),
        update("funding_amounts", "M-1", {"year": 2025}, seen=2),
        update("social_actions", "A-1", {"name": "x"}, seen=2),
        update("conventions", "C-1", {"title": "x"}, seen=2),
        insertion("priority_sites", ROWS["priority_sites"] | {"id": "S-2"}),
    ],
    ids=lambda change: change.table,
)
def test_a_commune_edits_what_is_of_it(full, change):
    before = full.snapshot()
    other = Actor("voisine", Role.COMMUNE, frozenset({"92036"}))
    with pytest.raises(NotEditingError, match="communes"):
        edit(full, other, [change])
    assert unchanged(full, before)
    mine = change.table in ("operations", "funding_lines", "funding_amounts", "social_actions")
    if mine and "commune" not in change.values:
        assert edit(full, BOB, [change]).revision == 3
    else:
        with pytest.raises(NotEditingError, match="communes"):
            edit(full, BOB, [change])


def test_what_no_table_has_is_a_mistake_of_the_program(store):
    for change in (
        insertion("footprints", {}),
        insertion("nothing", {}),
        update("funding_lines", "L-1", {"version": 3}, seen=1),
    ):
        with pytest.raises(ValueError, match="no "):
            edit(store, ANNE, [change])
    twice = update("funding_lines", "L-1", {"year": 2025}, seen=1)
    with pytest.raises(ValueError, match="twice"):
        edit(store, ANNE, [twice, twice])
    with pytest.raises(TypeError):
        faults_of("funding_lines", LINE | {"year": [2025]})


def test_checks_as_one_types_need_no_programme(store):
    assert faults_of("funding_lines", LINE) == []
    (issue,) = faults_of("funding_lines", LINE | {"year": "19"})
    assert (issue.code, issue.field, issue.row) == ("year.out_of_range", "year", None)
    known = {"funders": frozenset({"region"})}
    assert [issue.code for issue in faults_of("funding_lines", LINE, known)] == ["funder.unknown"]
    assert faults_of("funding_lines", LINE | {"requested_eur": float("nan"), "paid_eur": ""}) == []


def test_each_row_that_people_edit_has_a_version_and_can_be_read_alone(full):
    for name in EDITABLE:
        assert "version" in FORMATS[name].table.c, name
    assert kept_row(full, "funding_lines", "L-1").version == 1
    assert kept_row(full, "site_budgets", "S-1/studies").version == 2
    assert kept_row(full, "site_budgets", "S-1/investment") is None
    edit(full, ANNE, [update("milestones", "92050-001/travaux", {"actual": dt.date(2026, 2, 1)}, seen=2)])
    assert kept_row(full, "milestones", "92050-001/travaux").version == 3


def test_confidential_fields_stay_confidential_in_the_journal(full):
    edit(full, ANNE, [update("operations", "92050-001", {"contact": "SECRET", "name": "Autre"}, seen=2)])
    edit(full, ANNE, [update("rule_exceptions", "92050-001/local_share", {"person": "SECRET"}, seen=2)])
    edit(full, ANNE, [update("rehousing", "92050-001", {"households_rehoused": 13}, seen=2)])
    everything = str([entry.as_dict() for entry in operation_history(full, BOB, "92050-001")])
    assert everything.count("SECRET") == 2
    assert "Une direction" in everything
    press = operation_history(full, Actor("presse", Role.COMMUNICATION), "92050-001")
    told = str([entry.as_dict() for entry in press])
    assert "local_share" in told
    for secret in ("SECRET", "Une direction", "Programme de rénovation", "Anne"):
        assert secret not in told
    public = operation_history(full, PUBLIC, "92050-001")
    assert {entry.table for entry in public} == {
        "operations",
        "convention_operations",
        "work_hours",
        "programme",
    }
    assert {entry.person for entry in public} == {None}
    assert [entry.field for entry in public if entry.table == "operations"] == ["name"]


def test_a_footprint_that_is_replaced_is_in_the_journal_too(store, tmp_path):
    before = store.snapshot().footprints.loc["92050-001", "geometry_hash"]
    after = replace_footprint(
        store, library(tmp_path / "plots"), "92050-001", shapely.box(X0, Y0, X0 + 9, Y0 + 9), BOB
    )
    first = operation_history(store, LOCAL, "92050-001")[0]
    assert (first.person, first.verb, first.table, first.field) == (
        "Bob",
        Verb.UPDATED,
        "footprints",
        "geometry_hash",
    )
    assert (first.before, first.after, first.revision) == (before, after, 2)
    replace_footprint(
        store, library(tmp_path / "plots"), "92050-003", shapely.box(X0, Y0, X0 + 9, Y0 + 9), BOB
    )
    assert operation_history(store, LOCAL, "92050-003")[0].verb is Verb.INSERTED


def test_who_sees_what_of_the_single_desk(full):
    whole = full.snapshot()
    for actor in (LOCAL, BOB):
        assert all(len(getattr(visible(whole, actor), name)) == 1 for name in ROWS)
    press = visible(whole, Actor("presse", Role.COMMUNICATION))
    assert {name for name in ROWS if getattr(press, name).empty} <= {
        "rehousing",
        "indicator_targets",
        "indicator_values",
    }
    assert press.rehousing.empty
    assert press.rule_exceptions[["person", "reason"]].values.tolist() == [[None, None]]
    public = visible(whole, PUBLIC)
    withheld = {name for name in ROWS if getattr(public, name).empty}
    assert withheld == {
        "funding_amounts",
        "award_decisions",
        "social_action_grants",
        "rehousing",
        "rule_exceptions",
        # Worked out from households, and from amounts by funder.
        "indicator_targets",
        "indicator_values",
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_order_of_edits_changes_a_total(tmp_path, seed):
    """Twelve edits of different cells and rows, in two orders: the same frames, but for the order of new rows."""
    new = [
        LINE | {"id": f"L-{number}", "requested_eur": Decimal(number).scaleb(-2)} for number in range(10, 18)
    ]
    changes = [insertion("funding_lines", row) for row in new] + [
        update("funding_lines", "L-1", {"paid_eur": Decimal("0.07")}, seen=99),
        update("funding_lines", "L-1", {"voted_eur": Decimal("90000.07")}, seen=99),
        update("operations", "92050-001", {"cost_excl_tax_eur": Decimal("1.01")}, seen=99),
        deletion("funding_lines", "L-2", seen=99),
    ]
    found = []
    for name in ("a", "b"):
        store = Store(tmp_path / f"{name}.gpkg")
        load(write(tmp_path / "tables"), store=store)
        for change in changes:
            edit(store, ANNE, [change])
        found.append(store.snapshot())
        store.close()
        random.Random(seed).shuffle(changes)
    one, other = found
    assert one.revision == other.revision == 13
    pd.testing.assert_frame_equal(one.funding_lines.sort_index(), other.funding_lines.sort_index())
    assert total(one.funding_lines["requested_eur"]) == Decimal("100001.08")
    assert one.operations["cost_excl_tax_eur"].tolist() == other.operations["cost_excl_tax_eur"].tolist()


WRITER = """
import random, sys
from decimal import Decimal
from core.actor import Actor, Role
from programme.edits.changes import StaleError, deletion, insertion, update
from programme.edits.editing import edit, kept_row
from programme.storage.store import Store
store, mine, count = Store(sys.argv[1]), sys.argv[2], int(sys.argv[3])
actor, dice = Actor(mine, Role.STEERING), random.Random(mine)
stale = 0
for number in range(count):
    kind = number % 5
    if kind == 4:
        amount = {"id": f"M-{mine}-{number}", "funding_line_id": "L-1", "year": 2000 + int(mine), "state": "actual",
                  "half": None, "cp_eur": Decimal(dice.randint(-999, 999)).scaleb(-2)}
        edit(store, actor, [insertion("funding_amounts", amount)])
        revision = store.revision()
        edit(store, actor, [deletion("funding_amounts", amount["id"], seen=revision)])
        continue
    name = f"L-{1 + (number + int(mine)) % 2}"
    sign = 1 if name == "L-1" else -1
    while True:
        kept = kept_row(store, "funding_lines", name)
        more = (kept.values["requested_eur"] or Decimal(0)) + sign * Decimal(dice.randint(1, 99_999)).scaleb(-2)
        try:
            edit(store, actor, [update("funding_lines", name, {"requested_eur": more}, seen=kept.version)])
            break
        except StaleError:
            stale += 1
print(stale)
"""


def test_eight_writers_and_a_thousand_edits_agree_with_the_journal_to_the_cent(store):
    """125 edits each: four in five add to one of two lines that all share, the fifth inserts and deletes a row."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", WRITER, store.path, str(number), "125"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(8)
    ]
    said = [writer.communicate(timeout=240)[1].decode() for writer in writers]
    assert said == [""] * 8
    assert {writer.returncode for writer in writers} == {0}
    found = store.snapshot()
    assert found.revision == 1 + 8 * (100 + 2 * 25)
    assert found.funding_amounts.empty
    start = {"L-1": Decimal("100000.00"), "L-2": Decimal(0)}
    told = 0
    for name, amount in start.items():
        # Oldest first: each change begins where the one before it ended, and no one is lost.
        for entry in reversed(
            [entry for entry in history(store, LOCAL, "funding_lines", name) if entry.field]
        ):
            assert Decimal(entry.before or 0) == amount
            amount = Decimal(entry.after)
            told += 1
        assert found.funding_lines.loc[name, "requested_eur"] == amount
    assert told == 800
    with store.reading() as connection:
        kinds = select(tables.journal.c.verb, func.count()).group_by(tables.journal.c.verb)
        assert dict(map(tuple, connection.execute(kinds))) == {
            "updated": 800,
            "inserted": 200,
            "deleted": 200,
            "loaded": 1,
        }


def test_a_writer_killed_in_an_edit_leaves_the_last_committed_state(store):
    script = """
import os, signal, sys
from decimal import Decimal
from core.actor import LOCAL
from programme.edits import editing
from programme.edits.changes import deletion, update
from programme.storage.store import Store
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
store = Store(sys.argv[1])
editing.edit(store, LOCAL, [update("funding_lines", "L-1", {"paid_eur": Decimal("1.00")}, seen=1)])
editing.record = die
editing.edit(store, LOCAL, [deletion("funding_lines", "L-1", seen=2), deletion("funding_lines", "L-2", seen=2)])
"""
    killed = subprocess.run([sys.executable, "-c", script, store.path], cwd=ROOT, check=False, timeout=60)
    assert killed.returncode < 0
    again = Store(store.path)
    assert again.revision() == 2
    assert again.snapshot().funding_lines["paid_eur"].tolist()[0] == Decimal("1.00")
    assert len(again.snapshot().funding_lines) == 2
    assert [entry.after for entry in history(again, LOCAL, "funding_lines", "L-1") if entry.field] == ["1.00"]
    assert (
        edit(again, ANNE, [update("funding_lines", "L-1", {"paid_eur": Decimal("2.00")}, seen=2)]).revision
        == 3
    )
    again.close()
