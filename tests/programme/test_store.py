import datetime as dt
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from programme.errors import ProgrammeBusyError, ProgrammeUrlError
from programme.exchange.loader import load
from programme.storage import tables
from programme.storage.snapshot import Programme
from programme.storage.store import Store
from tests.programme.exchange_folder import library, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "var" / "programme.gpkg")
    yield found
    found.close()


@pytest.fixture
def loaded(store, tmp_path):
    assert load(write(tmp_path / "tables"), store=store, library=library(tmp_path / "library")).loaded
    return store


def add_funder(connection, identifier):
    connection.execute(
        insert(tables.funder).values(
            id=identifier, name=identifier, short_name=identifier, kind="bank", rank=1, fictitious=True
        )
    )


def add_funders(connection, *identifiers):
    for identifier in identifiers:
        add_funder(connection, identifier)


def child(script: str, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *map(str, arguments)], cwd=ROOT, stderr=subprocess.PIPE
    )


def test_a_new_store_is_an_empty_programme(store):
    assert store.path.is_file()
    assert store.revision() == 0
    kept, empty = store.snapshot(), Programme.empty()
    for name in Programme.__dataclass_fields__:
        left, right = getattr(kept, name), getattr(empty, name)
        if name == "revision":
            assert left == right == 0
        else:
            pd.testing.assert_frame_equal(left, right)
    assert isinstance(kept.operations, gpd.GeoDataFrame)
    assert kept.operations.crs.to_epsg() == empty.operations.crs.to_epsg() == 2154


def test_a_url_is_an_address_too(tmp_path):
    Store(f"sqlite:///{tmp_path / 'programme.gpkg'}").close()
    assert (tmp_path / "programme.gpkg").is_file()
    with pytest.raises(ProgrammeUrlError) as refused:
        Store("postgresql://trame:secret@db/trame")
    assert "secret" not in str(refused.value)
    for url in ("sqlite://", "sqlite:///:memory:", "no such://thing"):
        with pytest.raises(ProgrammeUrlError):
            Store(url)


def test_an_empty_file_becomes_a_programme(tmp_path):
    (tmp_path / "programme.gpkg").touch()
    found = Store(tmp_path / "programme.gpkg")
    assert found.revision() == 0
    found.close()


def test_values_types_and_index_of_the_snapshot(loaded):
    found = loaded.snapshot()
    assert found.revision == 1
    operations = found.operations
    assert list(operations.index) == ["92050-001", "92050-002", "92050-003"]
    assert operations.index.name == "id"
    first, last = operations.loc["92050-001"], operations.loc["92050-003"]
    assert first["cost_excl_tax_eur"] == Decimal("3100000.00")
    assert first["funding_basis_eur"] is None
    assert first["convention_end"] == dt.date(2030, 12, 31)
    assert type(first["convention_end"]) is dt.date
    assert first["description"] is None
    assert first["contact"] == "une personne"
    assert first["dwellings_residentialised"] == 240
    assert operations["dwellings_residentialised"].dtype == "int64"
    assert operations["fictitious"].dtype == bool
    assert first["geometry"].geom_type == "MultiPolygon"
    assert first["geometry"].area == 10_000
    assert last["geometry"] is None
    assert found.footprints.index.tolist() == ["92050-001", "92050-002"]
    assert found.footprints["area_m2"].tolist() == [10_000.0, 10_000.0]
    assert found.milestones.to_dict("records")[1] == {
        "operation_id": "92050-001",
        "step": "travaux",
        "planned": dt.date(2026, 1, 1),
        "actual": None,
    }
    lines = found.funding_lines
    assert lines.loc["L-1", "committed_eur"] == Decimal("80000.50")
    assert lines.loc["L-1", "paid_eur"] == Decimal("0.00")
    assert lines.loc["L-2", "requested_eur"] is None
    assert lines.loc["L-2", "voted_eur"] == Decimal("-100.10")
    assert found.funders.loc["anru"].to_dict() == {
        "name": "Agence nationale",
        "short_name": "ANRU",
        "kind": "anru",
        "rank": 1,
    }
    action = found.social_actions.loc["A-1"]
    assert (action["hours_planned"], action["hours_done"], action["end"]) == (
        300,
        None,
        dt.date(2024, 12, 31),
    )
    assert type(action["hours_planned"]) is int
    assert found.social_action_operations.values.tolist() == [["A-1", "92050-001"]]
    assert found.social_action_neighbourhoods["neighbourhood_code"].tolist() == ["QP092016", "QN09206M"]
    for name in Programme.__dataclass_fields__:
        if name != "revision":
            # A programme with rows and one without hold the same things.
            full, empty = getattr(found, name), getattr(Programme.empty(), name)
            pd.testing.assert_series_equal(full.dtypes, empty.dtypes)
            assert full.index.dtype == empty.index.dtype


def test_the_snapshot_is_read_once_until_the_programme_changes(loaded):
    first = loaded.snapshot()
    assert loaded.snapshot() is first
    with loaded.transaction() as connection:
        add_funder(connection, "banque")
    second = loaded.snapshot()
    assert second is not first
    assert second.revision == first.revision + 1
    assert list(second.funders.index) == ["anru", "banque"]
    assert list(first.funders.index) == ["anru"]


def test_threads_read_one_snapshot(loaded):
    found = []
    threads = [threading.Thread(target=lambda: found.append(loaded.snapshot())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(item) for item in found}) == 1


def test_a_transaction_that_fails_leaves_nothing(loaded):
    with pytest.raises(IntegrityError, match="UNIQUE"), loaded.transaction() as connection:
        add_funders(connection, "banque", "anru")
    assert loaded.revision() == 1
    assert list(loaded.snapshot().funders.index) == ["anru"]


def test_readers_wait_for_nobody_and_see_the_last_committed_state(loaded):
    with loaded.transaction() as connection:
        add_funder(connection, "banque")
        started = time.monotonic()
        assert loaded.revision() == 1
        assert list(loaded.snapshot().funders.index) == ["anru"]
        assert time.monotonic() - started < 1
        other = Store(loaded.path)
        assert other.revision() == 1
        other.close()
    assert loaded.revision() == 2


def test_a_reading_sees_one_moment(loaded):
    with loaded.reading() as connection:
        count = select(tables.funder.c.id)
        assert connection.execute(count).scalars().all() == ["anru"]
        with loaded.transaction() as writing:
            add_funder(writing, "banque")
        assert connection.execute(count).scalars().all() == ["anru"]
    with loaded.reading() as connection:
        assert connection.execute(count).scalars().all() == ["anru", "banque"]


def test_a_writer_that_waits_too_long_says_so(store):
    impatient = Store(store.path, busy_seconds=0.1)
    with store.transaction(), pytest.raises(ProgrammeBusyError, match="occupé"), impatient.transaction():
        pass
    with impatient.transaction() as connection:
        add_funder(connection, "banque")
    assert store.revision() == 2
    impatient.close()


def test_nothing_is_written_outside_a_write_transaction(loaded):
    with pytest.raises(Exception, match="Trame"), loaded.reading() as connection:
        add_funder(connection, "banque")
    assert list(loaded.snapshot().funders.index) == ["anru"]


ADD_ONE = """
import sys
from sqlalchemy import select, update
from programme.storage import tables
from programme.storage.store import Store
def add_one(store):
    with store.transaction() as connection:
        rank = connection.execute(select(tables.funder.c.rank)).scalar_one()
        connection.execute(update(tables.funder).values(rank=rank + 1))
"""


def test_two_threads_and_two_processes_lose_no_edit(loaded):
    """Each edit reads a number and writes it plus one: a lost lock would lose edits."""
    script = ADD_ONE + "store = Store(sys.argv[1])\nfor _ in range(25): add_one(store)\n"
    children = [child(script, loaded.path) for _ in range(2)]
    names: dict = {}
    exec(ADD_ONE, names)
    threads = [
        threading.Thread(target=lambda: [names["add_one"](loaded) for _ in range(25)]) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for process in children:
        assert process.communicate(timeout=60)[1] == b""
        assert process.returncode == 0
    assert loaded.snapshot().funders.loc["anru", "rank"] == 1 + 100
    assert loaded.revision() == 1 + 100


def test_two_processes_may_make_the_same_file(tmp_path):
    path = tmp_path / "programme.gpkg"
    script = "import sys\nfrom programme.storage.store import Store\nprint(Store(sys.argv[1]).revision())"
    for process in [child(script, path) for _ in range(3)]:
        assert process.communicate(timeout=60)[1] == b""
        assert process.returncode == 0
    found = Store(path)
    assert found.revision() == 0
    found.close()


def test_a_process_killed_in_a_transaction_leaves_the_last_committed_state(loaded):
    script = """
import os, signal, sys
from sqlalchemy import delete
from programme.storage import tables
from programme.storage.store import Store
with Store(sys.argv[1]).transaction() as connection:
    connection.execute(delete(tables.operation_parcel))
    connection.execute(delete(tables.funding_line))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = child(script, loaded.path)
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    again = Store(loaded.path)
    assert again.revision() == 1
    assert len(again.snapshot().funding_lines) == 2
    with again.transaction() as connection:
        add_funder(connection, "banque")
    assert again.revision() == 2
    again.close()


def test_the_file_alone_holds_what_was_committed(loaded, tmp_path):
    """Somebody copies the file while the program runs, and leaves the log beside it."""
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(loaded.path.read_bytes())
    found = Store(copy)
    assert found.revision() == 1
    assert len(found.snapshot().operations) == 3
    found.close()


def test_the_log_is_in_use_and_written_through(loaded):
    with loaded.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_geometries_come_back_exactly(loaded):
    with loaded.reading() as connection:
        kept = connection.execute(select(tables.footprint.c.geometry)).scalars().all()
    assert [shapely.get_num_coordinates(item) for item in kept] == [5, 5]
    assert kept[0].bounds == (650_000.0, 6_866_000.0, 650_100.0, 6_866_100.0)
