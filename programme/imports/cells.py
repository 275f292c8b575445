"""From a cell of a workbook to the text of the exchange format: how people write amounts, days and truths.

A text that can be read in two ways is not read: it is a fault, which names row and column.
"""

import datetime as dt
import re
from decimal import Context, Decimal
from typing import Any

from core.issues import Issue, Level
from core.languages import N_
from core.text import fold
from programme.cells import amount_text
from programme.exchange.faults import fault
from programme.exchange.format import Column, Kind
from programme.exchange.reading import parse
from programme.imports.sheet import Broken, Cell

_E, _I = Level.ERROR, Level.INFORMATION

SENTENCES: dict[str, tuple[Level, str]] = {
    "cell.error": (_E, N_("The cell holds the error {value}: mend it in the workbook.")),
    "cell.formula": (
        _E,
        N_(
            "The cell holds a formula that no program has worked out: open the workbook in a spreadsheet, "
            "save it, and try again."
        ),
    ),
    "cell.amount": (_E, N_("“{value}” is no amount in euros.")),
    "cell.ambiguous": (
        _E,
        N_("“{value}” can be read in two ways: write it without a mark between the thousands."),
    ),
    "cell.date": (_E, N_("“{value}” is no date: day, month and year in full, such as 31/03/2026.")),
    "cell.number": (_E, N_("“{value}” is no whole number.")),
    "cell.flag": (_E, N_("“{value}” is neither yes nor no.")),
    "cell.digits": (
        _I,
        N_("{value} was read as {read}: a spreadsheet keeps fifteen digits, and the rest comes from a sum."),
    ),
}
"""Level and sentence of what may be wrong in a cell, beside what the exchange format says."""

_ERRORS = re.compile(
    r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/D|VALEUR!|NOM\?|NOMBRE!|NUL!)", re.IGNORECASE
)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_UNIT = re.compile(r"\s*(€|EUR|euros?)$", re.IGNORECASE)
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+|\d+", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SPREADSHEET = Context(prec=15)
_FLAGS = {
    **dict.fromkeys(("true", "oui", "yes", "vrai", "1", "x"), "true"),
    **dict.fromkeys(("false", "non", "no", "faux", "0", ""), "false"),
}


class Unread(Exception):  # noqa: N818 - it carries a code
    """A cell that is not understood; the code says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read_cell(
    column: Column, cell: Cell, decimal: str | None = None, *, head: str = "", row: int = 0, sheet: str = ""
) -> tuple[Any, Issue | None]:
    """Understand a cell.

    Parameters
    ----------
    column
        What it should hold; neither a reference nor a word of a list, which need what the programme holds.
    cell
        As the sheet holds it.
    decimal
        What separates cents in the sheet, where that is known (see :attr:`programme.imports.sheet.Sheet.decimal`).
    head, row, sheet
        Where it stands, for the issue.

    Returns
    -------
    Value as it is kept (None for unknown, and for one that is not understood), and what is wrong.

    Examples
    --------
    >>> read_cell(Column("voted_eur", Kind.AMOUNT), "1 234,50 €")
    (Decimal('1234.50'), None)
    >>> read_cell(Column("voted_eur", Kind.AMOUNT), "1.234")[1].code
    'cell.ambiguous'
    """
    try:
        text = text_of(column, cell, decimal)
    except Unread as unread:
        return None, issue(unread.code, row=row, head=head, value=shown(cell), sheet=sheet)
    value, code, needed = parse(column, text)
    if code == "amount.decimals" and isinstance(cell, Decimal):
        near = _SPREADSHEET.plus(cell).normalize()
        value, code, needed = parse(column, format(near, "f"))
        if code is None:
            read = amount_text(value) or ""
            return value, issue("cell.digits", row=row, head=head, value=text, sheet=sheet, read=read)
        code = "amount.decimals"
    if code is None:
        return value, None
    found = fault(code, sheet, row=row or None, field=head or None, value=text or None, **needed)
    return (value if found.level is not Level.ERROR else None), found


def text_of(column: Column, cell: Cell, decimal: str | None = None) -> str:
    """Write a cell in the words of the exchange format.

    Raises
    ------
    Unread
        It cannot be understood, or could be understood in two ways.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        _require_value(cell)
    match column.kind:
        case Kind.AMOUNT:
            return _amount(cell, decimal)
        case Kind.COUNT | Kind.YEAR:
            return _whole(cell)
        case Kind.DATE:
            return _date(cell)
        case Kind.FLAG:
            return _flag(cell)
        case _:
            return plain(cell)


def plain(cell: Cell) -> str:
    """Text of a cell whatever it holds; empty for an empty one.

    Examples
    --------
    >>> plain(Decimal("2026")), plain(None), plain(dt.date(2026, 3, 31))
    ('2026', '', '2026-03-31')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None else str(cell)


def shown(cell: Cell) -> str:
    """Text of a cell for a sentence, of bearable length."""
    text = plain(cell)
    return text if len(text) <= 80 else text[:79] + "…"


def issue(code: str, *, row: int, head: str, value: str, sheet: str, **values: Any) -> Issue:
    """Build an issue of :data:`SENTENCES`."""
    level, text = SENTENCES[code]
    return Issue(
        code,
        level,
        text,
        values={"value": value, **values},
        row=row or None,
        field=head or None,
        value=value,
        file=sheet or None,
    )


def _require_value(text: str) -> None:
    if _ERRORS.fullmatch(text):
        raise Unread("cell.error")
    if isinstance(text, Broken):
        raise Unread("cell.formula" if text.startswith("=") else "cell.error")


def _amount(cell: Cell, decimal: str | None) -> str:
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f")
    if not isinstance(cell, str):
        raise Unread("cell.amount")
    text = _UNIT.sub("", cell.replace("\N{MINUS SIGN}", "-")).strip()
    if text in ("-", "–", "—"):
        return ""
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    digits = text[1:].removesuffix(")") if negative else text.removeprefix("+")
    return ("-" if negative else "") + _marked(_SPACES.sub(" ", digits).strip(), decimal)


def _marked(text: str, decimal: str | None) -> str:
    """Find out which mark is for the cents and which for the thousands."""
    marks = [letter for letter in text if letter in ",."]
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        other = "," if marks[-1] == "." else "."
        return _joined(text.replace(other, " "), marks[-1])
    if len(marks) > 1:
        return _joined(text.replace(marks[0], " "), "")
    if not marks:
        return _joined(text, "")
    mark = marks[0]
    whole, cents = text.split(mark)
    if len(cents) == 3 and cents.isdecimal() and re.fullmatch(r"[1-9]\d{0,2}", whole):
        if decimal is None:
            raise Unread("cell.ambiguous")
        return _joined(text.replace(mark, " "), "") if mark != decimal else _joined(text, mark)
    return _joined(text, mark)


def _joined(text: str, mark: str) -> str:
    whole, _mark, cents = text.partition(mark) if mark else (text, "", "")
    if not _GROUPS.fullmatch(whole) or (mark and not (cents.isascii() and cents.isdecimal())):
        raise Unread("cell.amount")
    return whole.replace(" ", "") + (f".{cents}" if cents else "")


def _whole(cell: Cell) -> str:
    text = _SPACES.sub(" ", plain(cell)).strip()
    if isinstance(cell, bool | dt.date):
        raise Unread("cell.number")
    if isinstance(cell, Decimal):
        if cell != cell.to_integral_value():
            raise Unread("cell.number")
        return format(cell.to_integral_value(), "f")
    if not re.fullmatch(r"-?(\d{1,3}( \d{3})+|\d+)", text, re.ASCII):
        raise Unread("cell.number")
    return text.replace(" ", "")


def _date(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, str):
        found = _DAY.fullmatch(cell)
        if found is not None:
            day, month, year = map(int, found.groups())
            try:
                return dt.date(year, month, day).isoformat()
            except ValueError:
                raise Unread("cell.date") from None
        if _ISO.fullmatch(cell):
            return cell
    raise Unread("cell.date")


def _flag(cell: Cell) -> str:
    found = _FLAGS.get(fold(plain(cell)))
    if found is None:
        raise Unread("cell.flag")
    return found
