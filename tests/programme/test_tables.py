import datetime as dt
import shutil
import sqlite3
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, inspect, select
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import IntegrityError

import programme.storage.upgrade as upgrading
from programme.errors import ForeignFileError, NewerProgrammeError, UnreadableProgrammeError
from programme.exchange.loader import load
from programme.storage import geopackage, listing, tables
from programme.storage.store import Store
from tests.programme.exchange_folder import library, write

SQLITE = dialect()
CENTS = tables.Cents()


@pytest.fixture
def loaded(tmp_path):
    store = Store(tmp_path / "programme.gpkg")
    assert load(write(tmp_path / "tables"), store=store, library=library(tmp_path / "library")).loaded
    yield store
    store.close()


@given(st.integers(min_value=-(10**14) + 1, max_value=10**14 - 1))
def test_money_comes_back_to_the_cent(cents):
    amount = Decimal(cents).scaleb(-2)
    kept = CENTS.process_bind_param(amount, SQLITE)
    assert kept == cents
    assert type(kept) is int
    back = CENTS.process_result_value(kept, SQLITE)
    assert back == amount
    assert back.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "amount", [Decimal("0.005"), Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 12, 12.5, 12]
)
def test_what_is_no_amount_to_the_cent_is_refused(amount):
    with pytest.raises(ValueError, match="amount"):
        CENTS.process_bind_param(amount, SQLITE)


def test_the_unknown_amount_stays_unknown():
    assert CENTS.process_bind_param(None, SQLITE) is None
    assert CENTS.process_result_value(None, SQLITE) is None


def changed(table, **values):
    """Statement that changes every row of a table."""
    return table.update().values(**values)


@pytest.mark.parametrize(
    "statement",
    [
        changed(tables.operation, step="finie"),
        changed(tables.operation, owner_kind="voisin"),
        changed(tables.operation, name=""),
        changed(tables.operation, name=None),
        changed(tables.operation, commune="9205"),
        changed(tables.operation, cost_excl_tax_eur=Decimal("-0.01")),
        changed(tables.operation, dwellings_requalified=-1),
        changed(tables.operation, id="92050-001"),
        changed(tables.milestone, step="finie"),
        changed(tables.milestone, operation_id="92050-999"),
        changed(tables.milestone, step="étude"),
        changed(tables.footprint, area_m2=0.0),
        changed(tables.footprint, geometry=None),
        changed(tables.footprint, geometry_hash="00"),
        changed(tables.footprint, operation_id="92050-001"),
        changed(tables.operation_parcel, share=1.0000001),
        changed(tables.operation_parcel, share=-0.0000001),
        changed(tables.operation_parcel, covered_m2=0.0),
        changed(tables.operation_parcel, operation_id="92050-999"),
        changed(tables.funder, kind="voisin"),
        changed(tables.funder, id="autre"),
        changed(tables.funding_line, funder_id="autre"),
        changed(tables.funding_line, kind="gift"),
        changed(tables.funding_line, nature="gift"),
        changed(tables.funding_line, year=1949),
        changed(tables.funding_line, requested_eur=Decimal("-0.01")),
        changed(tables.funding_line, voted_eur=Decimal("0.01")),
        changed(tables.funding_line, paid_eur=Decimal("80000.51")).where(tables.funding_line.c.id == "L-1"),
        changed(tables.social_action, theme="chess"),
        changed(tables.social_action, public="chess"),
        changed(tables.social_action, end=None, start=None, hours_done=-1),
        changed(tables.social_action, end=dt.date(2023, 12, 31)),
        changed(tables.social_action_operation, operation_id="92050-999"),
        changed(tables.social_action_neighbourhood, social_action_id="A-2"),
        changed(tables.social_action_neighbourhood, neighbourhood_code="QP092016"),
        insert(tables.meta).values(revision=0, writing=False),
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
        changed(tables.operation, cost_excl_tax_eur=Decimal("0"), dwellings_requalified=0),
        changed(tables.operation_parcel, share=1.0),
        changed(tables.operation_parcel, share=0.0),
        changed(tables.funding_line, year=1950),
        changed(tables.funding_line, requested_eur=Decimal("0"), voted_eur=Decimal("0"), committed_eur=None),
        changed(tables.funding_line, paid_eur=Decimal("80000.50")).where(tables.funding_line.c.id == "L-1"),
        changed(tables.funding_line, paid_eur=Decimal("-100.11")).where(tables.funding_line.c.id == "L-2"),
        changed(tables.social_action, end=tables.social_action.c.start),
        changed(tables.social_action, end=None),
    ],
    ids=str,
)
def test_the_database_accepts_what_is_just_right(loaded, statement):
    before = loaded.revision()
    with loaded.transaction() as connection:
        connection.execute(statement)
    assert loaded.revision() == before + 1


def shape(engine):
    """Everything that a file declares, in words that can be compared."""
    found = inspect(engine)
    return {
        name: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"], column["primary_key"])
                for column in found.get_columns(name)
            ],
            "checks": sorted(
                (check["name"], check["sqltext"]) for check in found.get_check_constraints(name)
            ),
            "uniques": sorted(
                (key["name"], tuple(key["column_names"])) for key in found.get_unique_constraints(name)
            ),
            "references": sorted(
                (
                    key["name"],
                    tuple(key["constrained_columns"]),
                    key["referred_table"],
                    tuple(key["referred_columns"]),
                )
                for key in found.get_foreign_keys(name)
            ),
            "indexes": sorted(
                (index["name"], tuple(index["column_names"])) for index in found.get_indexes(name)
            ),
        }
        for name in found.get_table_names()
        if not name.startswith("gpkg_") and name != "alembic_version"
    }


def other_type(_context, _found_column, _column, _found, declared):
    """SQLAlchemy knows no MULTIPOLYGON; that the column is declared so is tested with the GeoPackage."""
    return False if isinstance(declared, geopackage.Geometry) else None


def test_the_migrations_make_what_is_declared(tmp_path):
    Store(tmp_path / "migrated.gpkg").close()
    migrated = create_engine(f"sqlite:///{tmp_path / 'migrated.gpkg'}")
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.sqlite'}")
    geopackage.standard.create_all(declared)
    tables.metadata.create_all(declared)
    assert shape(migrated) == shape(declared)
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": other_type})
        assert compare_metadata(context, [geopackage.standard, tables.metadata]) == []
        kept = "SELECT sql FROM sqlite_master WHERE type = '{}' ORDER BY name"
        assert connection.exec_driver_sql(kept.format("view")).scalars().all() == [
            listing.OPERATIONS_VIEW,
            listing.VISAS_VIEW,
        ]
        triggers = connection.exec_driver_sql(kept.format("trigger")).scalars().all()
        assert sorted(triggers) == sorted(listing.protections())
        listed = connection.execute(select(geopackage.contents)).mappings().all()
        assert {(row["table_name"], row["identifier"], row["description"]) for row in listed} == {
            (content.table, content.identifier, content.description) for content in listing.LISTED
        }
    migrated.dispose()
    declared.dispose()


STEP_OF_TOMORROW = """
import sqlalchemy as sa
from alembic import op
revision = "{number}"
down_revision = "{before}"
def upgrade():
    op.add_column("operation", sa.Column("nickname", sa.Text))
    op.execute("UPDATE operation SET nickname = 'N ' || name")
"""


@pytest.fixture
def tomorrow(tmp_path, monkeypatch):
    """A version of the program that has one more step of migration."""
    before = upgrading.head()
    number = f"{int(before) + 1:04d}"
    folder = tmp_path / "migrations"
    shutil.copytree(upgrading.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{number}_tomorrow.py").write_text(
        STEP_OF_TOMORROW.format(number=number, before=before)
    )
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)
    return number


def test_an_older_file_is_upgraded_in_place_with_its_data(loaded, tomorrow):
    operations, revision = loaded.snapshot().operations, loaded.revision()
    loaded.close()
    upgraded = Store(loaded.path)
    with upgraded.reading() as connection:
        assert upgrading.version(connection, upgraded.path) == tomorrow
        names = connection.exec_driver_sql("SELECT nickname FROM operation ORDER BY fid").scalars().all()
    assert names == [f"N {name}" for name in operations["name"]]
    assert upgraded.revision() == revision + 1
    assert upgraded.snapshot().operations.drop(columns="geometry").equals(operations.drop(columns="geometry"))
    # Upgraded once: opening it again changes nothing, and nobody else may write.
    Store(loaded.path).close()
    assert upgraded.revision() == revision + 1
    with sqlite3.connect(loaded.path) as file, pytest.raises(sqlite3.IntegrityError, match="Trame"):
        file.execute("DELETE FROM operation")
    file.close()
    upgraded.close()


def test_an_upgrade_that_fails_leaves_the_older_file(loaded, tomorrow):
    step = upgrading.MIGRATIONS / "versions" / f"{tomorrow}_tomorrow.py"
    step.write_text(step.read_text() + "    op.execute('DELETE FROM funder')\n")
    revision = loaded.revision()
    loaded.close()
    with pytest.raises(UnreadableProgrammeError, match="foreign_key_check"):
        Store(loaded.path)
    with sqlite3.connect(loaded.path) as file:
        assert file.execute("SELECT version_num FROM alembic_version").fetchall() != [(tomorrow,)]
        assert file.execute("SELECT revision, writing FROM meta").fetchall() == [(revision, 0)]
        assert file.execute("SELECT count(*) FROM funder").fetchall() == [(1,)]
    file.close()


def test_a_file_of_a_newer_version_is_refused_and_left_alone(loaded):
    loaded.close()
    with sqlite3.connect(loaded.path) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    before = loaded.path.read_bytes()
    with pytest.raises(NewerProgrammeError) as refused:
        Store(loaded.path)
    assert "programme.gpkg a été écrit par une version plus récente de Trame" in str(refused.value)
    assert "9999" in str(refused.value)
    assert loaded.path.read_bytes() == before


def test_a_geopackage_of_somebody_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "theirs.gpkg"
    three = library(tmp_path / "library").snapshot("parcels").frame[["idu", "geometry"]]
    three.to_file(path, driver="GPKG", layer="operation")
    before = path.read_bytes()
    with pytest.raises(ForeignFileError, match="n’est pas un programme de Trame"):
        Store(path)
    assert path.read_bytes() == before


def test_another_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.sqlite"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE meta (a)")
    file.close()
    before = path.read_bytes()
    with pytest.raises(ForeignFileError):
        Store(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "letter.gpkg"
    path.write_text("Madame, Monsieur, " * 100)
    with pytest.raises(UnreadableProgrammeError, match=r"letter\.gpkg ne peut pas être ouvert"):
        Store(path)
    assert path.read_text() == "Madame, Monsieur, " * 100


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UnreadableProgrammeError):
        Store(tmp_path)
