"""Loading the whole programme from a folder of tables, or nothing of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, delete, func, insert, select

from core.actor import LOCAL, Actor
from core.issues import Issue, Level
from core.languages import _
from core.progress import Progress, silent
from layers.library import Library
from programme.edits.journal import next_revision, record_load
from programme.exchange import load_checks
from programme.exchange.declarations import FORMATS, Format
from programme.exchange.faults import fault
from programme.exchange.reading import Content, read_table
from programme.footprints import geometry_hash, link_parcels, write_extent, write_links
from programme.storage import tables
from programme.storage.snapshot import CRS, OPERATION_PARCELS, frame
from programme.storage.store import Store

_READ, _LINKED = 0.5, 0.7
"""Shares of the work done when the tables are read, and when the footprints are linked."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What came of loading a folder.

    Attributes
    ----------
    folder
        Where the tables were read from.
    loaded
        True: the programme is now what the tables say. False: nothing was changed.
    counts
        Rows by table; those of ``operation_parcels`` are derived. Where nothing was loaded, the rows that
        were read.
    unmapped
        Operations without a footprint.
    revision
        Of the programme after the load; None where nothing was loaded.
    seconds
        How long it took.
    issues
        What is wrong, by file and row.
    """

    folder: Path
    loaded: bool
    counts: Mapping[str, int]
    unmapped: int
    revision: int | None
    seconds: float
    issues: tuple[Issue, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "folder": str(self.folder),
            "loaded": self.loaded,
            "counts": dict(self.counts),
            "unmapped": self.unmapped,
            "revision": self.revision,
            "seconds": self.seconds,
            "issues": [issue.as_dict() for issue in self.issues],
        }


@dataclass(frozen=True, slots=True)
class _Cadastre:
    """Parcels that footprints are linked to, and their revision."""

    parcels: gpd.GeoDataFrame
    revision: str


def load(
    folder: Path,
    *,
    store: Store,
    library: Library | None = None,
    progress: Progress = silent,
    actor: Actor = LOCAL,
) -> LoadReport:
    """Load the programme from a folder of tables in the exchange format.

    **The tables replace the whole programme**: operations, footprints, funding, social actions that are not
    in them are gone afterwards; an optional table that is absent is one without rows. All is read and checked
    before anything is written; one issue of level error, and nothing is. What is written is written in one
    transaction: a process that dies in it leaves the programme as it was.

    Parameters
    ----------
    folder
        Holds ``operations.csv`` and the other tables of ``docs/format.md``.
    store
        Where the programme is kept.
    library
        Where the parcels are; None, or one without parcels: footprints are linked later, by
        :func:`programme.footprints.relink`.
    progress
        Told where the work stands; when it raises, nothing is changed.
    actor
        Who loads it; the journal says that the whole was replaced.

    Returns
    -------
    What was loaded and what is wrong, all at once.

    Raises
    ------
    StoppedError
        ``progress`` ended the work.
    ProgrammeBusyError
        Another writer kept the programme for too long.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     report = load(Path(place), store=Store(Path(place) / "programme.gpkg"))
    >>> report.loaded, report.issues[0].file, report.issues[0].code
    (False, 'operations.csv', 'file.missing')
    """
    started = time.monotonic()
    contents, geometries, issues = _read(folder, progress)
    refused = any(issue.level is Level.ERROR for issue in issues)
    counts = {name: len(content.rows) for name, content in contents.items() if content.present}
    revision = None
    if not refused:
        progress(_READ, _("Linking footprints to parcels"))
        footprints = _footprints(contents["footprints"], geometries)
        cadastre = _cadastre(library)
        links = _links(footprints, cadastre)
        issues += _link_issues(contents["footprints"], links, cadastre)
        counts["operation_parcels"] = len(links)
        records = _records(contents, geometries)
        revision = _write(store, records, footprints, links, cadastre, progress, actor)
    return LoadReport(
        folder=folder,
        loaded=not refused,
        counts=counts,
        unmapped=max(counts["operations"] - counts["footprints"], 0),
        revision=revision,
        seconds=round(time.monotonic() - started, 3),
        issues=tuple(sorted(issues, key=_place)),
    )


def _read(
    folder: Path, progress: Progress
) -> tuple[dict[str, Content], dict[int, BaseGeometry], list[Issue]]:
    contents = {}
    for position, (name, form) in enumerate(FORMATS.items()):
        progress(_READ * position / len(FORMATS), _("Reading {file}").format(file=form.file))
        contents[name] = read_table(folder, form)
    geometries, issues = load_checks.shapes(contents["footprints"])
    for content in contents.values():
        issues.extend(content.issues)
    return contents, geometries, issues + load_checks.check(contents)


def _place(issue: Issue) -> tuple[int, int]:
    """Where an issue stands in a list: by file, in the order of the format, then by row."""
    files = [form.file for form in FORMATS.values()]
    return files.index(issue.file) if issue.file in files else len(files), issue.row or 0


def _cadastre(library: Library | None) -> _Cadastre | None:
    current = None if library is None else library.current("parcels")
    if library is None or current is None:
        return None
    return _Cadastre(library.snapshot("parcels", current.id).frame, current.id)


def _footprints(content: Content, geometries: Mapping[int, BaseGeometry]) -> gpd.GeoDataFrame:
    operations = [row.values["operation_id"] for row in content.rows]
    index = pd.Index(operations, dtype="str", name="operation_id")
    shapes = [geometries[row.number] for row in content.rows]
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, index=index, crs=CRS))


def _links(footprints: gpd.GeoDataFrame, cadastre: _Cadastre | None) -> pd.DataFrame:
    if cadastre is None:
        return frame(OPERATION_PARCELS, [])
    return link_parcels(footprints, cadastre.parcels, cadastre.revision)


def _link_issues(content: Content, links: pd.DataFrame, cadastre: _Cadastre | None) -> list[Issue]:
    file = content.format.file
    if cadastre is None:
        return [fault("parcels.absent", file)]
    linked = set(links["operation_id"])
    return [
        fault("parcels.none", file, row=row.number, field="operation_id", value=row.values["operation_id"])
        for row in content.rows
        if row.values["operation_id"] not in linked
    ]


def _records(
    contents: Mapping[str, Content], geometries: Mapping[int, BaseGeometry]
) -> dict[str, list[dict[str, Any]]]:
    records = {name: [dict(row.values) for row in content.rows] for name, content in contents.items()}
    for row, record in zip(contents["footprints"].rows, records["footprints"], strict=True):
        geometry = geometries[row.number]
        del record["wkt"]
        record |= {
            "geometry": geometry,
            "geometry_hash": geometry_hash(geometry),
            "area_m2": float(geometry.area),
        }
    return records


def _write(
    store: Store,
    records: Mapping[str, list[dict[str, Any]]],
    footprints: gpd.GeoDataFrame,
    links: pd.DataFrame,
    cadastre: _Cadastre | None,
    progress: Progress,
    actor: Actor,
) -> int:
    """Replace all rows in one transaction; give the revision that it makes."""
    with store.transaction() as connection:
        before = _counts(connection)
        revision = next_revision(connection)
        for table in reversed(tables.CONTENT):
            connection.execute(delete(table))
        for position, (name, form) in enumerate(FORMATS.items()):
            share = _LINKED + (1 - _LINKED) * position / len(FORMATS)
            progress(share, _("Writing {file}").format(file=form.file))
            _insert(connection, form, records[name], revision)
        if cadastre is not None:
            write_links(connection, links, cadastre.revision)
        write_extent(connection, footprints)
        record_load(connection, actor, before, _counts(connection), revision)
        # Told before the transaction ends: whoever stops the work here still stops all of it.
        progress(1.0, _("Programme loaded"))
    return revision


def _counts(connection: Connection) -> dict[str, int]:
    """Rows of each table that has any."""
    counts = {
        name: connection.execute(select(func.count()).select_from(form.table)).scalar_one()
        for name, form in FORMATS.items()
    }
    return {name: count for name, count in counts.items() if count}


def _insert(connection: Connection, form: Format, records: list[dict[str, Any]], revision: int) -> None:
    if records:
        written = {"version": revision} if "version" in form.table.c else {}
        connection.execute(insert(form.table), [{**record, **written} for record in records])
