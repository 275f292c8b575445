"""A PostGIS of its own for tests: started in a temporary folder, reached by a socket, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import shapely

PROGRAMS = tuple(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
"""Folders where Debian puts the programs of each version."""

_SECONDS = 60.0


def programs() -> Path | None:
    """Folder of initdb and postgres, where PostGIS goes with them; None where it is not installed."""
    for folder in PROGRAMS:
        version = folder.parent.name
        extension = Path(f"/usr/share/postgresql/{version}/extension/postgis.control")
        if (folder / "initdb").is_file() and (folder / "postgres").is_file() and extension.is_file():
            return folder
    return None


def _unprivileged() -> tuple[str, list[str]]:
    """Name of the user that runs the server, and what goes before its command: root may not run one."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid()).pw_name, []
    return "nobody", ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@contextmanager
def server(folder_of_programs: Path) -> Iterator[psycopg.Connection[Any]]:
    """Start a server, and give a connection to it with PostGIS loaded."""
    user, before = _unprivileged()
    # Not in pytest's folder, which only root may enter; short, since the path of a socket is limited.
    home = Path(tempfile.mkdtemp(prefix="trame-pg-"))
    if before:
        shutil.chown(home, user, "nogroup")
    log = home / "log"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)}
    initdb = [
        *before,
        str(folder_of_programs / "initdb"),
        "-D",
        str(home / "data"),
        "-A",
        "trust",
        "-U",
        user,
    ]
    subprocess.run(
        [*initdb, "-E", "UTF8", "--no-sync"], check=True, capture_output=True, env=environment, cwd=home
    )
    command = [*before, str(folder_of_programs / "postgres"), "-D", str(home / "data"), "-k", str(home)]
    options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "autovacuum=off"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, *options], stdout=stream, stderr=stream, env=environment, cwd=home
        )
    try:
        with _connected(home, user, process, log) as connection:
            connection.execute("CREATE EXTENSION postgis")
            yield connection
    finally:
        process.terminate()
        process.wait(timeout=_SECONDS)
        shutil.rmtree(home)


def _connected(
    home: Path, user: str, process: "subprocess.Popen[bytes]", log: Path
) -> psycopg.Connection[Any]:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            return psycopg.connect(host=str(home), user=user, dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text(encoding="utf-8")) from None
            time.sleep(0.05)


def load(
    connection: psycopg.Connection[Any],
    table: str,
    identifiers: Sequence[str],
    shapes: Sequence[shapely.Geometry],
    weights: Sequence[int] | None = None,
) -> None:
    """Put features into a table of their own: ``id``, ``weight``, ``geom`` in EPSG:2154, with an index."""
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"CREATE TABLE {table} (id text, weight integer, geom geometry)")
    rows = zip(identifiers, weights or [1] * len(identifiers), shapely.to_wkb(list(shapes)), strict=True)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["text", "int4", "bytea"])
        for identifier, weight, binary in rows:
            copy.write_row((str(identifier), int(weight), binary))
    connection.execute(f"SELECT UpdateGeometrySRID('{table}', 'geom', 2154)")
    connection.execute(f"CREATE INDEX ON {table} USING gist (geom)")
    connection.execute(f"ANALYZE {table}")
