"""The table of the visas itself: append only, for whoever writes; made in an older file without loss; read by GDAL."""

import datetime as dt
import sqlite3
import subprocess

import pandas as pd
import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import IntegrityError

import programme.storage.upgrade as upgrading
from core.actor import LOCAL
from programme.check.report import Verdict
from programme.exchange.loader import load
from programme.storage import tables
from programme.storage.instants import Instant
from programme.storage.store import Store, _engine, _immediate
from programme.visa.recording import record_visa
from tests.programme.exchange_folder import library, write
from tests.programme.visa_reports import FIRST, report


@pytest.fixture
def loaded(tmp_path):
    store = Store(tmp_path / "programme.gpkg")
    assert load(write(tmp_path / "tables"), store=store, library=library(tmp_path / "library")).loaded
    yield store
    store.close()


@pytest.fixture
def signed(loaded):
    for name in ("Mme Durand", "M. Petit"):
        record_visa(
            loaded,
            report(),
            decision="approved",
            person=LOCAL,
            name=name,
            comment="Vu",
            decided_on=dt.date(2026, 3, 2),
        )
    return loaded


def again(connection, **changes):
    """Row of a visa, changed."""
    row = connection.execute(select(tables.visa).limit(1)).mappings().one()
    return {**{key: value for key, value in row.items() if key != "fid"}, **changes}


@pytest.mark.parametrize(
    "statement",
    [
        update(tables.visa).values(decision="returned"),
        update(tables.visa).values(comment=None),
        update(tables.visa).values(geometry_hash="0" * 64),
        update(tables.visa).values(decided_on=dt.date(2026, 3, 2)),
        delete(tables.visa),
        delete(tables.visa).where(tables.visa.c.fid == 1),
    ],
    ids=str,
)
def test_not_even_the_program_changes_or_deletes_a_visa(signed, statement):
    before = signed.snapshot()
    with pytest.raises(IntegrityError, match="Un visa ne se modifie pas"), signed.transaction() as connection:
        connection.execute(statement)
    after = signed.snapshot()
    assert after.revision == before.revision
    pd.testing.assert_frame_equal(
        pd.DataFrame(after.visas.drop(columns="geometry")),
        pd.DataFrame(before.visas.drop(columns="geometry")),
    )


@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE"])
def test_a_visa_is_not_replaced_by_its_number(signed, how):
    columns = ", ".join(column.name for column in tables.visa.columns if column.name not in ("fid", "person"))
    statement = (
        f"{how} INTO visa (fid, person, {columns}) SELECT 1, 'un autre', {columns} FROM visa WHERE fid = 1"
    )
    with pytest.raises(IntegrityError, match="Un visa ne se modifie pas"), signed.transaction() as connection:
        connection.exec_driver_sql(statement)
    assert signed.snapshot().visas["person"].tolist() == ["Mme Durand", "M. Petit"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE visa SET person = 'x'",
        "DELETE FROM visa",
        "INSERT INTO visa SELECT 9, operation_id, operation_name, commune, decision, decided_on, person, comment,"
        " recorded_at, recorded_by, geometry, geometry_hash, revisions, checked_at, verdict, errors, warnings,"
        " fictitious FROM visa WHERE fid = 1",
        "UPDATE visas SET decision = 'returned'",
        "DELETE FROM visas",
    ],
)
def test_other_programs_change_no_visa_and_add_none(signed, statement):
    with sqlite3.connect(signed.path) as file, pytest.raises(sqlite3.Error, match=r"Trame|visa|is a view"):
        file.execute(statement)
    file.close()
    assert len(signed.snapshot().visas) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"operation_id": ""},
        {"operation_id": None},
        {"decision": "maybe"},
        {"decision": "returned", "comment": None},
        {"decision": "approved_with_remarks", "comment": ""},
        {"person": ""},
        {"recorded_by": ""},
        {"commune": "9205"},
        {"geometry": None},
        {"geometry_hash": "00"},
        {"verdict": "fine"},
        {"errors": -1},
        {"warnings": -1},
        {"decided_on": None},
    ],
    ids=str,
)
def test_the_database_itself_refuses_a_faulty_visa(signed, wrong):
    with pytest.raises(IntegrityError), signed.transaction() as connection:
        connection.execute(insert(tables.visa).values(**again(connection, **wrong)))
    assert len(signed.snapshot().visas) == 2


@pytest.mark.parametrize(
    "right",
    [
        {"decision": "approved", "comment": None},
        {"decision": "returned", "comment": "x"},
        *({"verdict": str(verdict)} for verdict in Verdict),
        {"operation_id": "une opération qui n’est plus là"},
    ],
    ids=str,
)
def test_the_database_accepts_a_visa_that_is_just_right(signed, right):
    with signed.transaction() as connection:
        connection.execute(insert(tables.visa).values(**again(connection, **right)))
    assert len(signed.snapshot().visas) == 3


def test_a_moment_is_kept_as_the_standard_writes_it(signed):
    with sqlite3.connect(signed.path) as file:
        kept = file.execute("SELECT checked_at FROM visa").fetchone()[0]
    file.close()
    assert kept == "2026-03-01T10:15:00.123Z"
    sqlite = dialect()
    paris = dt.timezone(dt.timedelta(hours=2))
    summer = dt.datetime(2026, 7, 1, 1, 30, tzinfo=paris)
    assert Instant().process_bind_param(summer, sqlite) == "2026-06-30T23:30:00.000Z"
    assert Instant().process_result_value("2026-06-30T23:30:00.000Z", sqlite) == summer
    assert Instant().process_bind_param(None, sqlite) is None
    assert Instant().process_result_value(None, sqlite) is None
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(dt.datetime(2026, 7, 1), sqlite)  # noqa: DTZ001


def file_of_before(path):
    """Programme as the first version of the tables kept it."""
    engine = _engine(path, 1.0, foreign_keys=False)
    with _immediate(engine.execution_options(trame_immediate=True), path, 1.0) as connection:
        upgrading.upgrade(connection, path, "0001")
    engine.dispose()


def filled(path):
    """Rows of two operations put into a file of the first version by its own hands, and all that it then holds."""
    with sqlite3.connect(path) as file:
        file.execute("UPDATE meta SET writing = 1, revision = 7")
        for number in (1, 2):
            file.execute(
                "INSERT INTO operation VALUES (?, ?, 'Nom', '92050', '34', 'engagée', 'Office', 'landlord', NULL, 100,"
                " NULL, NULL, '2030-12-31', 0, 0, 0, 0, 240, 'une personne', NULL, 1)",
                (number, f"92050-00{number}"),
            )
        file.execute("INSERT INTO milestone VALUES (1, '92050-001', 'étude', '2024-01-01', NULL, 1)")
        file.execute("INSERT INTO funder VALUES (1, 'anru', 'Agence', 'ANRU', 'anru', 1, 1)")
        file.execute("UPDATE meta SET writing = 0")
    held = dump(file)
    file.close()
    return held


def dump(file):
    names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [
        name for name in names if not name.startswith(("gpkg_contents", "gpkg_geometry", "alembic", "meta"))
    ]
    return {name: file.execute(f'SELECT * FROM "{name}"').fetchall() for name in kept}


def test_a_file_of_the_first_version_is_upgraded_without_loss(tmp_path):
    path = tmp_path / "old.gpkg"
    file_of_before(path)
    before = filled(path)
    assert "visa" not in before
    store = Store(path)
    assert store.revision() == 8
    with store.reading() as connection:
        assert upgrading.version(connection, path) == upgrading.head()
    with sqlite3.connect(path) as file:
        after = dump(file)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="Trame"):
            file.execute("DELETE FROM operation")
    file.close()
    # What was there is as it was; later versions add tables without rows, and columns at the end.
    assert {name: rows for name, rows in after.items() if name not in before and rows} == {}
    for name, rows in before.items():
        assert [row[: len(old)] for row, old in zip(after[name], rows, strict=True)] == rows, name
    snapshot = store.snapshot()
    assert list(snapshot.operations.index) == ["92050-001", "92050-002"]
    assert snapshot.visas.empty
    store.close()


def test_gdal_reads_the_visas_with_their_shapes_and_without_persons(signed, ogrinfo):
    found = subprocess.run([ogrinfo, "-al", signed.path, "visas"], capture_output=True, text=True, check=True)
    assert found.stderr == ""
    assert "Geometry: Multi Polygon\n" in found.stdout
    assert "Feature Count: 2\n" in found.stdout
    assert "Extent: (650000.000000, 6866000.000000) - (650100.000000, 6866100.000000)\n" in found.stdout
    assert "recorded_at: DateTime" in found.stdout
    assert "checked_at (DateTime) = 2026/03/01 10:15:00.123+00\n" in found.stdout
    assert "decision (String) = approved\n" in found.stdout
    assert found.stdout.count("MULTIPOLYGON (((") == 2
    for secret in ("Durand", "Petit", "Vu", "person", "comment", "recorded_by"):
        assert secret not in found.stdout


def test_the_extent_holds_every_shape_that_was_decided_on(signed):
    from programme.storage.geopackage import contents, widen_extent

    with signed.transaction() as connection:
        widen_extent(connection, "visas", (649_000.0, 6_866_050.0, 650_050.0, 6_866_060.0))
        row = connection.execute(select(contents).where(contents.c.table_name == "visas")).mappings().one()
    assert (row["min_x"], row["min_y"], row["max_x"], row["max_y"]) == (
        649_000.0,
        6_866_000.0,
        650_100.0,
        6_866_100.0,
    )


def test_a_shape_that_was_changed_behind_the_triggers_is_found_out(signed, tmp_path):
    """Whoever edits the file by hand can take the triggers away, but not make the hash agree."""
    from programme.storage.geopackage import encode
    from programme.visa.recording import visa_status
    from programme.world import World

    signed.close()
    with sqlite3.connect(signed.path) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("UPDATE visa SET geometry = ? WHERE fid = 2", (encode(FIRST.buffer(1.0), 2154),))
    file.close()
    history = visa_status(World(signed.snapshot()), "92050-001").history
    assert [visa.intact for visa in history] == [False, True]
