"""Reading one table of the exchange format: its file, header and cells. What is wrong becomes an issue."""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.issues import Issue, Level
from programme.exchange.declarations import Column, Format, Kind
from programme.exchange.faults import FAULTS, fault
from programme.storage.columns import MAX_NUMBER
from programme.storage.tables import FIRST_YEAR, LAST_YEAR, MAX_EUR

_MAX_CELL = 64 * 1024 * 1024
"""Characters: the outline of a large footprint is long, and the module's own limit is 128 KiB."""
_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]{1,6})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FLAGS = {"true": True, "false": False, "": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was understood.

    Attributes
    ----------
    number
        In its file, the first data row being 1.
    values
        By column; a cell that could not be understood is left out, an unknown one is None.
    texts
        The same cells as they were written, without the spaces around them.
    """

    number: int
    values: Mapping[str, Any]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """One table as it was read.

    Attributes
    ----------
    format
        What it should hold.
    rows
        Every row whose cells could be told apart.
    issues
        What is wrong in the file, in its header and in single cells.
    readable
        False: the file is missing, or its rows could not be told apart.
    present
        False: the file is absent and may be, which says the same as no row.
    """

    format: Format
    rows: Sequence[Row] = ()
    issues: Sequence[Issue] = field(default=())
    readable: bool = True
    present: bool = True


def read_table(folder: Path, form: Format) -> Content:
    """Read the file of a table.

    Parameters
    ----------
    folder
        Where the file is.
    form
        The table.
    """
    if form.optional and not (folder / form.file).exists():
        return Content(form, present=False)
    text, issues = _text(folder / form.file, form.file)
    if text is None:
        return Content(form, issues=issues, readable=False)
    # The limit is the module's own: raised for whoever reads tables in this process, never lowered.
    csv.field_size_limit(max(_MAX_CELL, csv.field_size_limit()))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as reason:
        return Content(form, issues=[fault("file.unreadable", form.file, reason=str(reason))], readable=False)
    if not lines or not any(lines[0]):
        return Content(form, issues=[fault("file.empty", form.file)], readable=False)
    header = [_clean(name) for name in lines[0]]
    issues = list(_header_issues(form, header))
    if any(issue.level is Level.ERROR for issue in issues):
        return Content(form, issues=issues, readable=False)
    return _content(form, header, lines[1:], issues)


def parse(column: Column, text: str) -> tuple[Any, str | None, dict[str, Any]]:
    """Understand one cell.

    Parameters
    ----------
    column
        What it should hold.
    text
        The cell, without the spaces around it; empty for unknown.

    Returns
    -------
    Value (None for unknown), code of what is wrong (None for nothing), and what the sentence needs.

    Examples
    --------
    >>> parse(Column("paid_eur", Kind.AMOUNT), "1234.50")
    (Decimal('1234.50'), None, {})
    >>> parse(Column("paid_eur", Kind.AMOUNT), "1 234,50")
    (None, 'amount.malformed', {})
    """
    if column.kind is Kind.FLAG:
        flag = _FLAGS.get(text)
        return flag, "flag.malformed" if flag is None else None, {}
    if not text:
        return None, "value.missing" if column.required else None, {}
    if column.kind is Kind.AMOUNT:
        return _amount(column, text)
    if column.kind in (Kind.COUNT, Kind.YEAR):
        return _whole(column, text)
    if column.kind is Kind.DEGREES:
        return _degrees(column, text)
    if column.kind is Kind.NUMBER:
        return _number(text)
    return _date(text) if column.kind is Kind.DATE else _word(column, text)


def _text(path: Path, name: str) -> tuple[str | None, list[Issue]]:
    try:
        return path.read_bytes().decode("utf-8-sig"), []
    except FileNotFoundError:
        return None, [fault("file.missing", name)]
    except UnicodeDecodeError as reason:
        return None, [fault("file.encoding", name, position=reason.start)]
    except OSError as reason:
        return None, [fault("file.unreadable", name, reason=reason.strerror or str(reason))]


def _clean(cell: str) -> str:
    """Strip a cell, and give an accent one form: a Mac writes « é » as two characters."""
    return unicodedata.normalize("NFC", cell).strip()


def _header_issues(form: Format, header: Sequence[str]) -> Iterator[Issue]:
    known = {column.name for column in form.columns}
    for found in (";", "\t"):
        if len(header) == 1 and found in header[0]:
            yield fault("file.delimiter", form.file, found="tab" if found == "\t" else found)
            return
    for column in form.columns:
        if column.name not in header and not column.absent:
            yield fault("column.missing", form.file, field=column.name)
    for name in dict.fromkeys(header):
        if name in known and header.count(name) > 1:
            yield fault("column.duplicate", form.file, field=name)
        elif name not in known:
            yield fault("column.unknown", form.file, field=name)


def _content(form: Format, header: list[str], lines: list[list[str]], issues: list[Issue]) -> Content:
    rows = []
    for number, cells in enumerate(lines, start=1):
        if not any(cells):
            continue
        if len(cells) != len(header):
            issues.append(fault("row.cells", form.file, row=number, found=len(cells), expected=len(header)))
            continue
        row, found = read_cells(form, number, dict(zip(header, map(_clean, cells), strict=True)))
        rows.append(row)
        issues.extend(found)
    return Content(form, rows, issues)


def read_cells(form: Format, number: int, cells: Mapping[str, str]) -> tuple[Row, list[Issue]]:
    """Understand the cells of a row, each alone.

    Parameters
    ----------
    form
        The table.
    number
        Of the row.
    cells
        Texts by column, without the spaces around them.
    """
    values, issues = {}, []
    for column in form.columns:
        text = cells.get(column.name, "")
        value, code, needed = parse(column, text)
        if code is not None:
            issues.append(fault(code, form.file, row=number, field=column.name, value=text or None, **needed))
        if code is None or FAULTS[code][0] is not Level.ERROR:
            values[column.name] = value
    return Row(number, values, cells), issues


def _amount(column: Column, text: str) -> tuple[Any, str | None, dict[str, Any]]:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None, "amount.malformed", {}
    if len(match[1] or "") > 3:
        return None, "amount.decimals", {}
    amount = Decimal(text)
    if abs(amount) >= MAX_EUR:
        return None, "amount.too_large", {}
    if amount < 0 and not column.signed:
        return None, "amount.negative", {}
    return amount, None, {}


def _whole(column: Column, text: str) -> tuple[Any, str | None, dict[str, Any]]:
    if not _WHOLE.fullmatch(text):
        return None, "number.malformed", {}
    number = int(text)
    if column.kind is Kind.YEAR:
        inside = FIRST_YEAR <= number <= LAST_YEAR
        return number, None if inside else "year.out_of_range", {"first": FIRST_YEAR, "last": LAST_YEAR}
    if column.least is not None:
        return _bounded(column, number)
    return number, "number.negative" if number < 0 else None, {}


def _degrees(column: Column, text: str) -> tuple[Any, str | None, dict[str, Any]]:
    return _bounded(column, float(text)) if _DEGREES.fullmatch(text) else (None, "degrees.malformed", {})


def _number(text: str) -> tuple[Any, str | None, dict[str, Any]]:
    if not _NUMBER.fullmatch(text):
        return None, "decimal.malformed", {}
    number = Decimal(text)
    return number, None if abs(number) < MAX_NUMBER else "decimal.too_large", {}


def _bounded(column: Column, number: float) -> tuple[Any, str | None, dict[str, Any]]:
    low, high = column.least or 0, column.most or 0
    inside = low <= number <= high
    return number, None if inside else "number.out_of_range", {"least": low, "most": high}


def _date(text: str) -> tuple[Any, str | None, dict[str, Any]]:
    if not _DATE.fullmatch(text):
        return None, "date.malformed", {}
    try:
        return dt.date.fromisoformat(text), None, {}
    except ValueError:
        return None, "date.malformed", {}


def _word(column: Column, text: str) -> tuple[Any, str | None, dict[str, Any]]:
    if column.pattern is not None and not re.fullmatch(column.pattern, text):
        return text, column.malformed, {}
    if column.choices is not None:
        known = column.choices()
        if text not in known:
            ordered = sorted(known) if isinstance(known, frozenset) else known
            return None, column.unknown, {"known": ", ".join(ordered)}
    return text, None, {}
