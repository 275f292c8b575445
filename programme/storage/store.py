"""Where the programme is kept: one GeoPackage, shared by threads, processes and QGIS.

Writers take turns: a write transaction begins by taking the file's one write lock (``BEGIN IMMEDIATE``) and
others wait for it. Readers wait for nobody (write-ahead log) and always see the last committed state.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, update
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from programme.errors import ProgrammeBusyError, ProgrammeUrlError, UnreadableProgrammeError
from programme.storage import geopackage, reading, tables, upgrade
from programme.storage.snapshot import Programme

BUSY_SECONDS = 30.0
"""How long a writer waits for another one: the import of a whole programme takes a few seconds."""

_IMMEDIATE = "trame_immediate"


class Store:
    """The programme of one installation; one object is shared between threads.

    Parameters
    ----------
    path_or_url
        A file, made with its folder if it is absent, or ``sqlite:///…``.
    busy_seconds
        How long a writer waits for another one.

    Raises
    ------
    ProgrammeUrlError
        A URL of another kind of database.
    UnreadableProgrammeError
        The file cannot be opened, or is no database.
    ForeignFileError
        The file is not a programme of Trame.
    NewerProgrammeError
        A later version of Trame wrote it.
    ProgrammeBusyError
        The file must be upgraded, and another writer keeps it.
    """

    def __init__(self, path_or_url: Path | str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = _path(path_or_url)
        self._busy_seconds = busy_seconds
        self._lock = threading.Lock()
        self._kept: Programme | None = None
        _prepare(self.path, busy_seconds)
        self._engine = _engine(self.path, busy_seconds)
        self._writer = self._engine.execution_options(**{_IMMEDIATE: True})

    def revision(self) -> int:
        """Revision of the programme: one tiny query, for caches to compare with."""
        with self.reading() as connection:
            found: int = connection.execute(select(tables.meta.c.revision)).scalar_one()
        return found

    def snapshot(self) -> Programme:
        """Read the whole programme, once for all threads until it changes."""
        with self._lock:
            if self._kept is None or self._kept.revision != self.revision():
                with self.reading() as connection:
                    self._kept = reading.read(connection)
            return self._kept

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads: all its queries see one moment."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a write transaction: committed whole at its end, with a new revision, or it leaves nothing.

        Raises
        ------
        ProgrammeBusyError
            Another writer kept the file for too long.
        """
        with _immediate(self._writer, self.path, self._busy_seconds) as connection:
            connection.execute(update(tables.meta).values(writing=True))
            yield connection
            connection.execute(update(tables.meta).values(writing=False, revision=tables.meta.c.revision + 1))
            geopackage.touch(connection)
        # A file copied by hand should hold all of this, not only the log beside it; never waits for readers.
        _pragma(self._engine, "PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Give the file back: no connection stays open."""
        self._engine.dispose()


def _path(path_or_url: Path | str) -> Path:
    if isinstance(path_or_url, Path) or "://" not in path_or_url:
        return Path(path_or_url).resolve()
    try:
        url = make_url(path_or_url)
    except ArgumentError:
        raise ProgrammeUrlError(path_or_url) from None
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise ProgrammeUrlError(url.render_as_string(hide_password=True))
    return Path(url.database).resolve()


def _prepare(path: Path, busy_seconds: float) -> None:
    """Check the file, and create or upgrade its tables where needed."""
    # Alembic rebuilds tables by copying them, which foreign keys would forbid.
    engine = _engine(path, busy_seconds, foreign_keys=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with engine.begin() as connection:
            current = upgrade.version(connection, path) == upgrade.head()
        if not current:
            with _immediate(engine.execution_options(**{_IMMEDIATE: True}), path, busy_seconds) as connection:
                # Another process may have done it in the meantime.
                if upgrade.version(connection, path) != upgrade.head():
                    upgrade.upgrade(connection, path)
        _write_ahead(engine)
    except (DatabaseError, OSError) as fault:
        raise UnreadableProgrammeError(path, str(getattr(fault, "orig", None) or fault)) from None
    finally:
        engine.dispose()


def _write_ahead(engine: Engine) -> None:
    """Let readers and one writer work at once; a program that reads the file meanwhile may put it off."""
    try:
        _pragma(engine, "PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as fault:
        if getattr(fault, "sqlite_errorcode", None) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY):
            raise UnreadableProgrammeError(Path(str(engine.url.database)), str(fault)) from None


@contextmanager
def _immediate(engine: Engine, path: Path, busy_seconds: float) -> Iterator[Connection]:
    with engine.connect() as connection:
        try:
            begun = connection.begin()
        except OperationalError as fault:
            if getattr(fault.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise ProgrammeBusyError(path, busy_seconds) from None
            raise
        with begun:
            yield connection


def _pragma(engine: Engine, statement: str) -> None:
    """Run what SQLite refuses within a transaction."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute(statement)
    finally:
        raw.close()


def _engine(path: Path, busy_seconds: float, *, foreign_keys: bool = True) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_seconds})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # The driver must not open transactions of its own: it would begin them without the write lock.
        connection.isolation_level = None
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
