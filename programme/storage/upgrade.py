"""Bringing the file of a programme to the tables of this version, in place, in one transaction."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from programme.errors import ForeignFileError, NewerProgrammeError, UnreadableProgrammeError
from programme.storage import geopackage

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_OURS = frozenset({"alembic_version", "meta", "operation"})
"""Tables by which a file is known as a programme, whatever its version."""

# Alembic keeps the migration under way in module globals: two threads must not open two files at once.
_one_at_a_time = threading.Lock()


def head() -> str:
    """Version of the tables of this version of the program."""
    return str(_scripts().get_current_head())


def version(connection: Connection, path: Path) -> str | None:
    """Version of the tables that a file holds, without changing anything.

    Parameters
    ----------
    connection
        On the file, in a transaction.
    path
        The file, for the sentences.

    Returns
    -------
    Such as ``0001``; None for a file without any content.

    Raises
    ------
    ForeignFileError
        It holds something else than a programme.
    NewerProgrammeError
        Its version is unknown here.
    """
    names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())
    application_id = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if not names and application_id == 0:
        return None
    if application_id != geopackage.APPLICATION_ID or not names >= _OURS:
        raise ForeignFileError(path)
    found = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
    if found not in {script.revision for script in _scripts().walk_revisions()}:
        raise NewerProgrammeError(path, found)
    return found


def upgrade(connection: Connection, path: Path, target: str = "head") -> None:
    """Create or upgrade the tables of a file, data kept, within the write transaction in force.

    Parameters
    ----------
    connection
        On the file, in a write transaction begun with foreign keys off: SQLite changes a table by copying it.
    path
        The file, for the sentences.
    target
        Version to reach; the latest unless a test wants an older file.

    Raises
    ------
    UnreadableProgrammeError
        References between rows do not hold after the upgrade; nothing must then be committed.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    older = version(connection, path) is not None
    if older:
        connection.exec_driver_sql("UPDATE meta SET writing = 1")
    with _one_at_a_time:
        command.upgrade(config, target)
    if older:
        connection.exec_driver_sql("UPDATE meta SET writing = 0, revision = revision + 1")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise UnreadableProgrammeError(path, f"foreign_key_check: {tuple(broken)}")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(MIGRATIONS)
