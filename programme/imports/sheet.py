"""Reading a workbook or a table from outside: a child process opens it, this one gets rows or a sentence."""

import datetime as dt
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core import child
from core.languages import N_
from core.settings import Imports
from gis.archive import DAMAGE, MEGABYTE, tells_damage, unzip
from gis.errors import (
    EmptyFileError,
    MemoryLimitError,
    SourceError,
    TimeLimitError,
    TooLargeError,
    UnreadableFileError,
)
from programme.imports import sheet_process
from programme.imports.errors import (
    NoListError,
    NoTableError,
    ProtectedBookError,
    TableEncodingError,
    TooManyCellsError,
)

_MAX_WRITTEN = 500
"""Megabytes that the rows may take between the two processes."""
_LOOKED_AT = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGES = frozenset({"xlsx", "xlsb", "ods"})


class Broken(str):
    """A cell of a workbook without a value: the error that it holds, or the formula that nothing has worked out."""

    __slots__ = ()


Cell = str | Decimal | dt.date | bool | None
"""What a cell holds: text without the spaces around it, number, day, truth, or nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header.

    Attributes
    ----------
    number
        As the person sees it: of the sheet, from 1, the header counted; of the object in a JSON file, from 1.
    cells
        By column; an empty cell is None.
    """

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or the whole of a CSV or JSON file.

    Attributes
    ----------
    name
        Of the sheet; of the file where it has none.
    columns
        Names in the header row: the first row with two texts or more. A column without a name bears its letter; a
        name that is there twice is followed by its rank.
    rows
        Those that are not empty.
    header
        Number of the header row; 0 in a JSON file.
    above
        Texts of the rows above the header, such as a title: told, and not read as rows.
    renamed
        Columns that did not bear their name alone: name given here, name in the file (empty for none).
    decimal
        ``,`` or ``.``: what separates the cents in its numbers that are texts; None where nothing tells, or both are
        there.
    hidden
        True: the workbook does not show it.
    ragged
        Rows of a CSV file that have not as many cells as the header: their numbers, and their numbers of cells.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header: int = 1
    above: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    decimal: str | None = None
    hidden: bool = False
    ragged: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """What was read.

    Attributes
    ----------
    name
        Of the file.
    kind
        ``xlsx``, ``xlsb``, ``xls``, ``ods``, ``csv`` or ``json``, by its content.
    sheets
        In the order of the file; one for CSV and JSON.
    encoding, delimiter
        Found in a CSV file; None for others.
    """

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    delimiter: str | None = None


def _go_on() -> None:
    """Let the work continue."""


def read_book(path: Path, *, limits: Imports, tick: Callable[[], None] = _go_on) -> Book:
    """Read a workbook (XLSX, XLSB, XLS, ODS), a CSV file, or a JSON file that is a list of objects.

    Parameters
    ----------
    path
        The file; its content says what it is, not its name.
    limits
        Time and memory that it may cost.
    tick
        Called while the child process works; what it raises ends the child and goes on.

    Raises
    ------
    gis.errors.SourceError
        It cannot be read; its class says why.
    """
    _require_size(path, limits)
    with TemporaryDirectory() as place:
        folder = Path(place)
        kind = _kind(path)
        if kind in _PACKAGES:
            _weigh(path, folder / "weighed", limits)
        shutil.copyfile(path, folder / f"table.{kind}")
        job = child.Job(
            script=Path(sheet_process.__file__),
            folder=folder,
            environment={"HOME": place, "TMPDIR": place, "LANG": "C.UTF-8", "PATH": ""},
            seconds=limits.seconds,
            memory_megabytes=limits.memory_megabytes,
            max_written_megabytes=min(limits.max_unpacked_megabytes, _MAX_WRITTEN),
        )
        answer, ending = child.run(job, {"file": f"table.{kind}", "kind": kind}, tick)
    if answer is None or "error" in answer:
        raise _refusal(path.name, kind, limits, answer, ending)
    sheets = tuple(_sheet(sheet, path.stem) for sheet in answer["sheets"])
    return Book(path.name, kind, sheets, answer.get("encoding"), answer.get("delimiter"))


def _require_size(path: Path, limits: Imports) -> None:
    size = path.stat().st_size
    if not size:
        raise EmptyFileError(path.name)
    if size > limits.max_megabytes * MEGABYTE:
        raise TooLargeError(path.name, limits.max_megabytes, "max_megabytes")


def _kind(path: Path) -> str:
    """Tell what a file is by its content."""
    with path.open("rb") as stream:
        start = stream.read(_LOOKED_AT)
    if start.startswith(b"PK"):
        return _package_kind(path)
    if start.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise ProtectedBookError(path.name)
        return "xls"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"[", b"{"):
        return "json"
    if text[:1] == b"<":
        raise NoTableError(path.name, N_("a page or an XML document"))
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoTableError(path.name, N_("no text, and no workbook that is known"))
    return "csv"


def _package_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if any(entry.flag_bits & 0x1 for entry in archive.infolist()):
                raise ProtectedBookError(path.name)
            plain = b""
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    plain = entry.read(_LOOKED_AT)  # nobody has weighed it yet
    except DAMAGE as fault:
        if not tells_damage(fault):
            raise
        raise UnreadableFileError(path.name, "XLSX", str(fault)) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if plain.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise NoTableError(path.name, N_("an archive, and no workbook"))


def _weigh(path: Path, folder: Path, limits: Imports) -> None:
    """Let the package expand for a moment, counted as it comes out: a bomb ends here, whatever it says of itself."""
    folder.mkdir()
    unzip(
        path,
        folder,
        max_entries=limits.max_archive_entries,
        max_megabytes=limits.max_unpacked_megabytes,
        max_ratio=limits.max_archive_ratio,
    )
    shutil.rmtree(folder)


def _refusal(
    name: str,
    kind: str,
    limits: Imports,
    answer: Mapping[str, Any] | None,
    ending: child.Ending | None,
) -> SourceError:
    if answer is None:
        if ending is child.Ending.TIME:
            return TimeLimitError(name, limits.seconds)
        if ending is child.Ending.MEMORY:
            return MemoryLimitError(name, limits.memory_megabytes)
        return UnreadableFileError(name, kind.upper())
    match answer["error"]:
        case "memory":
            return MemoryLimitError(name, limits.memory_megabytes)
        case "cells":
            return TooManyCellsError(name, answer["detail"] or name)
        case "protected":
            return ProtectedBookError(name)
        case "encoding":
            return TableEncodingError(name)
        case "list":
            return NoListError(name)
        case _:
            detail = str(answer["detail"]).replace(f"table.{kind}", name)
            return UnreadableFileError(name, kind.upper(), detail)


def _sheet(answer: Mapping[str, Any], stem: str) -> Sheet:
    columns = tuple(answer["columns"])
    return Sheet(
        name=answer["name"] or stem,
        columns=columns,
        rows=tuple(Row(number, _cells(columns, cells)) for number, cells in answer["rows"]),
        header=answer["header"],
        above=tuple(answer["above"]),
        renamed=tuple((name, given) for name, given in answer["renamed"]),
        decimal=answer["decimal"],
        hidden=answer.get("hidden", False),
        ragged=tuple((row, count) for row, count in answer.get("ragged", ())),
    )


def _cells(columns: tuple[str, ...], cells: list[Any]) -> dict[str, Cell]:
    made = [None if cell is None else _cell(cell) for cell in cells]
    made += [None] * (len(columns) - len(made))
    return dict(zip(columns, made, strict=True))


def _cell(cell: Any) -> Cell:
    """Read a cell as the child wrote it."""
    if not isinstance(cell, str):
        return None if cell is None else bool(cell)
    if cell[0] == "#":
        return Decimal(cell[1:])
    if cell[0] == "!":
        return Broken(cell[1:])
    return dt.date.fromisoformat(cell[1:]) if cell[0] == "@" else cell[1:]
