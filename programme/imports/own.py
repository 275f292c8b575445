"""The program's own workbook, template and export alike: sheets that are tables of the exchange format, in words.

Heads, sheet names and words of lists are read in French, in English, and as the exchange format names them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.issues import Issue, Level
from core.languages import N_, _
from core.text import fold
from programme.edits.vocabulary import FIELDS
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Column, Format, Kind
from programme.exchange.row_checks import row_id
from programme.imports.cells import Unread, issue, plain, read_cell, shown, text_of
from programme.imports.naming import WORDS, LeftOut, Naming, every_word
from programme.imports.reconciliation import Wanted
from programme.imports.rows import alike, derived, missing, of_sheet, together
from programme.imports.sheet import Book, Cell, Row, Sheet

TABLES: Mapping[str, str] = {
    "funders": N_("Funders"),
    "conventions": N_("Conventions"),
    "funding_lines": N_("Funding lines"),
    "funding_amounts": N_("Amounts by period"),
    "award_decisions": N_("Award decisions"),
}
"""Tables of the workbook with the titles of their sheets, those that others refer to first."""
FOR_PEOPLE = (N_("Instructions"), N_("Operations"))
"""Sheets of the template that explain and list; they are not read."""
INFORMATION = ("operation_name", "operation_commune", "funder_name")
HEADS: Mapping[str, str] = {
    **FIELDS,
    "operation_name": N_("Operation (name)"),
    "operation_commune": N_("Operation (commune)"),
    "funder_name": N_("Funder (name)"),
}
"""Head of each column; those of :data:`INFORMATION` are for people, and are not read."""
COLUMN_MISSING = N_("The column “{field}” is missing.")
LEFT_ASIDE = N_("The column “{field}” is unknown and was left aside.")
_DERIVED: Mapping[str, tuple[str, ...]] = {
    "funding_lines": ("operation_id", "funder_id", "kind", "nature", "year", "award_decision"),
    "funding_amounts": ("funding_line_id", "year", "half", "state"),
    "award_decisions": ("funding_line_id", "number"),
    "conventions": ("number",),
    "funders": ("name",),
    "social_actions": ("name", "holder", "start"),
    "social_action_grants": ("social_action_id", "funder_id", "year"),
    "consultations": ("name", "held_on", "social_action_id", "operation_id"),
}
"""What tells a row apart whose identifier is left empty: it is then worked out, the same at every import."""


@dataclass
class Read:
    """What a sheet gives.

    Attributes
    ----------
    table, sheet
        What it is.
    items
        Rows that it wants.
    faults
        What is wrong in it.
    left_out
        Rows that name something that the person leaves out.
    naming
        Keeps the texts that name nothing.
    named
        Identifier of each row that states one, those at fault too.
    """

    table: str
    sheet: Sheet
    items: list[Wanted] = field(default_factory=list)
    faults: list[Issue] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    naming: Naming | None = None
    named: dict[int, str] = field(default_factory=dict)


def table_of(sheet: Sheet) -> str | None:
    """Table that a sheet is; None where it is none of the program's own."""
    name = fold(sheet.name)
    for table, title in TABLES.items():
        if name in {fold(word) for word in (table, *every_word(title))}:
            return table
    return None


def own_sheets(book: Book) -> dict[str, Sheet]:
    """Sheets of the program's own workbook, by table; empty for any other file."""
    if book.kind == "csv":
        # One table of the exchange format, whatever its file is called.
        return {"funding_lines": book.sheets[0]} if _is(book.sheets[0], "funding_lines") else {}
    named = {
        table: sheet for sheet in book.sheets if (table := table_of(sheet)) is not None and sheet.columns
    }
    if not any(_is(sheet, table) for table, sheet in named.items()):
        return {}
    return {table: named[table] for table in TABLES if table in named}


def for_people(sheet: Sheet) -> bool:
    """Whether a sheet of the template only explains or lists."""
    return fold(sheet.name) in {fold(word) for title in FOR_PEOPLE for word in every_word(title)}


def _is(sheet: Sheet, table: str) -> bool:
    form = FORMATS[table]
    return not _absent(form, _heads(form, sheet))


def _absent(form: Format, heads: Mapping[str, str]) -> list[str]:
    """Fields that no row can do without and that have no column."""
    return [column.name for column in form.columns if column.required and column.name not in {*heads, "id"}]


def _heads(form: Format, sheet: Sheet) -> dict[str, str]:
    """Column of the sheet by field."""
    words = {fold(column): column for column in reversed(sheet.columns)}
    found = {}
    for name in form.by_name:
        for word in (name, *every_word(FIELDS[name])):
            if fold(word) in words:
                found[name] = words[fold(word)]
                break
    return found


def read_own(sheet: Sheet, table: str, naming: Naming, held: Mapping[str, Mapping[str, Any]]) -> Read:
    """Understand the rows of a sheet.

    Parameters
    ----------
    sheet, table
        The sheet, and what it is.
    naming
        Of the programme, and of what other sheets of the file add to it.
    held
        Rows of the table that the programme keeps.
    """
    form = FORMATS[table]
    heads = _heads(form, sheet)
    found = Read(table, sheet, naming=naming)
    found.faults += of_sheet(sheet) + _unknown_columns(sheet, heads)
    absent = _absent(form, heads)
    if absent:
        found.faults += [_without(sheet, name) for name in absent]
        return found
    reader = _Reader(form, heads, sheet, naming)
    same = (
        {tuple(values[name] for name in form.alone): key for key, values in held.items()}
        if form.alone
        else {}
    )
    without_id: list[Wanted] = []
    for row in sheet.rows:
        if "id" in heads and row.cells[heads["id"]] is not None:
            found.named[row.number] = plain(row.cells[heads["id"]])
        try:
            values = reader.values(row)
        except LeftOut:
            found.left_out.add(row.number)
            continue
        if values is None:
            continue
        named = "id" not in form.by_name or bool(values.get("id"))
        if not named:
            key = tuple(values.get(name) for name in form.alone)
            values["id"] = same.get(key) or derived(
                *(plain_text(values.get(name)) for name in _DERIVED[table])
            )
        wanted = Wanted(row.number, table, row_id(form, values), values)
        found.items.append(wanted)
        if not named:
            without_id.append(wanted)
    found.faults += reader.faults
    if table == "funding_lines":
        found.faults += alike(without_id, held, sheet.name)
    return found


def plain_text(value: Any) -> str:
    """Text of a value for a derived identifier."""
    return "" if value is None else str(value)


def _unknown_columns(sheet: Sheet, heads: Mapping[str, str]) -> list[Issue]:
    known = {*heads.values()}
    read_only = {fold(word) for name in INFORMATION for word in every_word(HEADS[name])}
    return [
        Issue(
            "column.unknown",
            Level.WARNING,
            LEFT_ASIDE,
            values={"field": column},
            field=column,
            file=sheet.name,
        )
        for column in sheet.columns
        if column not in known and fold(column) not in read_only
    ]


def _without(sheet: Sheet, name: str) -> Issue:
    head = _(FIELDS[name])
    return Issue(
        "column.missing", Level.ERROR, COLUMN_MISSING, values={"field": head}, field=head, file=sheet.name
    )


class _Reader:
    """Turns the rows of one sheet into values; a cell that was read once is not read again."""

    def __init__(self, form: Format, heads: Mapping[str, str], sheet: Sheet, naming: Naming) -> None:
        self._form, self._heads, self._sheet, self._naming = form, heads, sheet, naming
        self._columns = [
            (form.by_name[name], head, form.by_name[name].kind is Kind.AMOUNT) for name, head in heads.items()
        ]
        self._seen: dict[tuple[str, Cell], Any] = {}
        self.faults: list[Issue] = []

    def values(self, row: Row) -> dict[str, Any] | None:
        """Values of a row; None where it is at fault, or names something unknown."""
        before = len(self.faults)
        values: dict[str, Any] = {}
        whole = True
        for column, head, once in self._columns:
            cell = row.cells[head]
            key = (column.name, cell)
            # True is 1 for a dictionary.
            if not once and not isinstance(cell, bool) and key in self._seen:
                values[column.name] = self._seen[key]
                continue
            value, known = self._value(column, head, cell, row.number)
            values[column.name] = value
            whole = whole and known
            if known and not once and not isinstance(cell, bool):
                self._seen[key] = value
        self.faults += together(self._form, values, row.number, self._heads, self._sheet.name)
        wrong = any(found.level is Level.ERROR for found in self.faults[before:])
        return values if whole and not wrong else None

    def _value(self, column: Column, head: str, cell: Cell, row: int) -> tuple[Any, bool]:
        """Value of a cell, and whether it names something that is known."""
        name, form = column.name, self._form
        where = {"row": row, "head": head, "sheet": self._sheet.name}
        if cell is None:
            if column.required and name != "id":
                self.faults.append(missing(row, head, self._sheet.name))
                return None, False
            return None if column.kind is not Kind.FLAG else False, True
        if column.refers is None and (form.name, name) not in WORDS:
            value, wrong = read_cell(column, cell, self._sheet.decimal, **where)  # type: ignore[arg-type]
            if wrong is not None:
                self.faults.append(wrong)
            return value, wrong is None or wrong.level is not Level.ERROR
        try:
            text = text_of(Column(name), cell)
        except Unread as unread:
            self.faults.append(issue(unread.code, value=shown(cell), **where))  # type: ignore[arg-type]
            return None, False
        if column.refers is None:
            word = self._naming.word(form.name, name, text, row)
            return (int(word) if word is not None and column.kind is Kind.COUNT else word), word is not None
        if column.refers == "operations":
            found = self._naming.operation(text, None, row)
        else:
            found = self._naming.reference(form.name, name, column.refers, text, row)
        return found, found is not None
