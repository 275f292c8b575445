"""Tables of the single desk: made in a file of before without loss, held to by the database, read by GDAL."""

import datetime as dt
import sqlite3
import subprocess
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

import programme.storage.upgrade as upgrading
from core.actor import LOCAL
from programme.edits.changes import update as change
from programme.edits.editing import edit
from programme.exchange.loader import load
from programme.storage import tables
from programme.storage.store import Store, _engine, _immediate
from tests.programme.exchange_folder import desk_tables, library, write
from tests.programme.exchange_folder import tables as exchange_tables


@pytest.fixture
def loaded(tmp_path):
    store = Store(tmp_path / "programme.gpkg")
    folder = write(tmp_path / "tables", exchange_tables() | desk_tables())
    assert load(folder, store=store, library=library(tmp_path / "library")).loaded
    yield store
    store.close()


def dump(path):
    with sqlite3.connect(path) as file:
        names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if not name.startswith(("gpkg_", "alembic", "meta"))]
        held = {name: file.execute(f'SELECT * FROM "{name}" ORDER BY fid').fetchall() for name in kept}
    file.close()
    return held


def file_of_before(path, loaded):
    """Programme as the tables of the second version kept it, with the rows of another one and a visa."""
    engine = _engine(path, 1.0, foreign_keys=False)
    with _immediate(engine.execution_options(trame_immediate=True), path, 1.0) as connection:
        upgrading.upgrade(connection, path, "0002")
    engine.dispose()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE meta SET writing = 1, revision = 7")
        names = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name, rows in dump(loaded.path).items():
            if name in names and rows:
                width = len(file.execute(f"PRAGMA table_info({name})").fetchall())
                marks = ", ".join("?" * width)
                file.executemany(f"INSERT INTO {name} VALUES ({marks})", [row[:width] for row in rows])
        file.execute(
            "INSERT INTO visa SELECT 1, '92050-001', 'Nom', '92050', 'approved', '2026-03-02', 'Mme Durand', NULL,"
            " '2026-03-02T10:00:00.000Z', 'mairie', geometry, geometry_hash, '{}', '2026-03-02T09:00:00.000Z',"
            " 'conform', 0, 0, 1 FROM footprint LIMIT 1"
        )
        file.execute("UPDATE meta SET writing = 0")
    file.close()
    return dump(path)


def test_a_file_of_the_second_version_is_upgraded_without_loss(tmp_path, loaded):
    path = tmp_path / "old.gpkg"
    before = file_of_before(path, loaded)
    assert "journal" not in before
    assert len(before["funding_line"]) == 2
    assert len(before["visa"]) == 1
    store = Store(path)
    assert store.revision() == 8
    after = dump(path)
    assert {name for name in after if name not in before} >= {"journal", "funding_amount", "rule_exception"}
    assert all(rows == [] for name, rows in after.items() if name not in before)
    for name, rows in before.items():
        assert [row[: len(old)] for row, old in zip(after[name], rows, strict=True)] == rows, name
    with sqlite3.connect(path) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("SELECT DISTINCT version FROM funding_line").fetchall() == [(0,)]
        with pytest.raises(sqlite3.IntegrityError, match="Trame"):
            file.execute("DELETE FROM operation")
        with pytest.raises(sqlite3.IntegrityError, match=r"Trame|visa"):
            file.execute("DELETE FROM visa")
    file.close()
    # What was there is edited as if it had always had versions.
    paid = change("funding_lines", "L-1", {"paid_eur": Decimal("3.00")}, seen=8)
    assert edit(store, LOCAL, [paid]).revision == 9
    assert store.snapshot().visas["person"].tolist() == ["Mme Durand"]
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        update(tables.journal).values(after="x"),
        delete(tables.journal),
        insert(tables.journal).values(
            recorded_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            person="x",
            verb="updated",
            table_name="x",
            row_id="x",
            revision=1,
        ),
    ],
    ids=["update", "delete", "field"],
)
def test_the_journal_only_grows(loaded, statement):
    with pytest.raises(IntegrityError, match="journal"), loaded.transaction() as connection:
        connection.execute(statement)
    with loaded.reading() as connection:
        assert len(connection.execute(select(tables.journal)).all()) == 1


@pytest.mark.parametrize("number", ["1000000000000", "0.0000001", "NaN"])
def test_a_number_that_cannot_be_kept_exactly_is_refused(loaded, number):
    statement = update(tables.indicator_value).values(value=Decimal(number))
    with pytest.raises(StatementError), loaded.transaction() as connection:
        connection.execute(statement)
    assert loaded.snapshot().indicator_values["value"].tolist() == [Decimal("1234.567891")]


def test_a_line_of_the_journal_is_not_replaced_by_its_number(loaded):
    columns = ", ".join(
        column.name for column in tables.journal.columns if column.name not in ("fid", "person")
    )
    statement = f"REPLACE INTO journal (fid, person, {columns}) SELECT 1, 'x', {columns} FROM journal"
    with pytest.raises(IntegrityError, match="journal"), loaded.transaction() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM journal", "UPDATE funding_amount SET ae_cents = 1", "DELETE FROM rule_exception"],
)
def test_other_programs_change_nothing_of_it(loaded, statement):
    with sqlite3.connect(loaded.path) as file, pytest.raises(sqlite3.Error, match=r"Trame|journal"):
        file.execute(statement)
    file.close()


@pytest.mark.parametrize(
    "statement",
    [
        update(tables.convention).values(ends_on=dt.date(2020, 1, 1)),
        update(tables.convention).values(cost_excl_tax_eur=Decimal("-0.01")),
        update(tables.funding_amount).values(half=3),
        update(tables.funding_amount).values(state="maybe"),
        update(tables.funding_amount).values(year=1949),
        update(tables.funding_amount).values(funding_line_id="L-9"),
        update(tables.award_decision).values(number=""),
        update(tables.priority_site).values(end=dt.date(2019, 12, 31)),
        update(tables.site_budget).values(phase="works"),
        update(tables.rehousing).values(households_rehoused=-1),
        update(tables.work_hours).values(clause="other"),
        update(tables.social_action_grant).values(granted_eur=Decimal("-0.01")),
        update(tables.consultation).values(lat=None),
        update(tables.consultation).values(lon=180.1),
        update(tables.rule_exception).values(reason=""),
        update(tables.rule_exception).values(operation_id="92050-999"),
        update(tables.indicator_target).values(baseline=None, target=None),
        update(tables.indicator_target).values(horizon=2101),
        update(tables.indicator_target).values(place=""),
        update(tables.indicator_value).values(year=1949),
        update(tables.indicator_value).values(value=None),
        update(tables.indicator_value).values(programme_revision=-1),
    ],
    ids=str,
)
def test_the_database_itself_refuses(loaded, statement):
    before = loaded.revision()
    with pytest.raises(IntegrityError), loaded.transaction() as connection:
        connection.execute(statement)
    assert loaded.revision() == before


@pytest.mark.parametrize(
    "statement",
    [
        update(tables.convention).values(ends_on=dt.date(2020, 1, 2), cost_excl_tax_eur=Decimal("0")),
        update(tables.funding_amount).values(half=None, ae_eur=None, cp_eur=Decimal("-0.01")),
        update(tables.award_decision).values(convention_id=None, decided_on=None),
        update(tables.priority_site).values(end=dt.date(2020, 1, 1)),
        update(tables.indicator_target).values(baseline=None, target=Decimal("-0.000001")),
        update(tables.indicator_value).values(value=Decimal("999999999999.999999"), programme_revision=None),
        update(tables.consultation).values(lon=None, lat=None, social_action_id=None),
    ],
    ids=str,
)
def test_the_database_accepts_what_is_just_right(loaded, statement):
    with loaded.transaction() as connection:
        connection.execute(statement)
    assert loaded.revision() == 2


def test_gdal_reads_what_is_listed_and_finds_no_person(loaded, ogrinfo):
    found = subprocess.run([ogrinfo, "-q", loaded.path], capture_output=True, text=True, check=True)
    listed = {line.split(": ")[1].split(" (")[0] for line in found.stdout.splitlines()}
    assert {"funding_amount", "convention", "priority_site", "consultation"} <= listed
    assert not listed & {"journal", "rule_exception", "rehousing"}
    told = subprocess.run(
        [ogrinfo, "-q", "-al", loaded.path, "funding_amount"], capture_output=True, text=True, check=True
    )
    assert told.stderr == ""
    assert "ae_cents (Integer64) = -1000" in told.stdout or "ae_cents (Integer) = -1000" in told.stdout
