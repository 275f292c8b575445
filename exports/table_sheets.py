"""Sheets that the program reads back, each a table of the exchange format in words, and those that explain them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.languages import N_, _
from exports.book_cells import Styles, new_sheet, write_text, write_value
from programme.cells import known
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Column, Kind
from programme.imports.naming import WORDS
from programme.imports.own import FOR_PEOPLE, HEADS
from programme.storage.tables import FIRST_YEAR, LAST_YEAR
from programme.words import word
from programme.world import World

_KINDS = {
    Kind.TEXT: N_("text"),
    Kind.AMOUNT: N_("amount in euros"),
    Kind.COUNT: N_("whole number"),
    Kind.YEAR: N_("year, four digits"),
    Kind.DATE: N_("date"),
    Kind.FLAG: N_("yes or no; empty is no"),
    Kind.DEGREES: N_("degrees, such as 2.2233"),
}
_OPERATION = ("id", "name", "commune", "owner")
_LEAST_ROWS = 2000
"""Rows for which a template offers its lists."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def table_sheet(
    book: Workbook,
    styles: Styles,
    world: World,
    titles: Mapping[str, str],
    table: str,
    frame: pd.DataFrame,
    *,
    beside: Mapping[str, Sequence[str]] = _NOTHING,
    told: Mapping[str, Mapping[Any, Any]] = _NOTHING,
) -> Worksheet:
    """Write the rows of a table as they are under heads in words, with lists of what a cell may hold.

    Parameters
    ----------
    book, styles
        Where.
    world
        As the reader may see it.
    titles
        English titles of the sheets of the workbook, by table.
    table, frame
        Which table of the exchange format, and its rows.
    beside
        Columns that say in words what a field names, by field; they are not read back.
    told
        What those columns say, by column and by value of the field.
    """
    form = FORMATS[table]
    flat = frame if frame.index.name is None else frame.reset_index()
    fields = [name for name in form.by_name if name in flat]
    columns = [(name, field) for field in fields for name in (field, *beside.get(field, ()))]
    heads = [(name, _(HEADS[name])) for name, _field in columns]
    sheet = new_sheet(book, styles, _(titles[table]), heads, frozen=1)
    for place, (name, field) in enumerate(columns):
        words = WORDS.get((table, name))
        for row, value in enumerate(map(known, flat[field].tolist()), start=1):
            shown = told[name].get(value) if name in told else value
            if words is not None and shown is not None:
                shown = word(words, str(shown))
            write_value(sheet, styles, row, place, shown)
        if name in form.by_name:
            _offer(sheet, world, titles, form.by_name[name], table, place, max(len(flat), _LEAST_ROWS))
    if len(flat):
        sheet.autofilter(0, 0, len(flat), len(columns) - 1)
    return sheet


def explanation_sheet(
    book: Workbook, styles: Styles, titles: Mapping[str, str], title: str, advice: Sequence[str]
) -> None:
    """Write what a workbook is for, and what each column of its sheets holds.

    Parameters
    ----------
    book, styles
        Where.
    titles
        English titles of its sheets, by table.
    title
        In the language in force.
    advice
        English sentences.
    """
    sheet = book.add_worksheet(_(FOR_PEOPLE[0]))
    sheet.hide_gridlines(2)
    for column, width in enumerate((28, 34, 12, 80)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, styles.title)
    for row, words in enumerate(advice, start=1):
        sheet.write_string(row, 0, _(words))
    row = len(advice) + 2
    for column, words in enumerate((_("Sheet"), _("Column"), _("Required"), _("What it holds"))):
        sheet.write_string(row, column, words, styles.head)
    for table, name in titles.items():
        for item in FORMATS[table].columns:
            row += 1
            required = item.required and item.name != "id"
            cells = (
                _(name),
                _(HEADS[item.name]),
                _("yes") if required else "",
                _holds(titles, table, item),
            )
            for column, text in enumerate(cells):
                write_text(sheet, row, column, text, styles.wrapped)


def operation_sheet(book: Workbook, styles: Styles, world: World) -> None:
    """List the operations: identifiers to copy."""
    heads = [(name, _(HEADS[name])) for name in _OPERATION]
    sheet = new_sheet(book, styles, _(FOR_PEOPLE[1]), heads, frozen=1)
    found = world.programme.operations.reset_index()
    for row, (identifier, name, commune, owner) in enumerate(
        found[list(_OPERATION)].itertuples(index=False, name=None), start=1
    ):
        for column, text in enumerate((identifier, name, world.commune_name(commune), owner)):
            write_text(sheet, row, column, text, styles.text)
    if len(found):
        sheet.autofilter(0, 0, len(found), len(_OPERATION) - 1)


def _holds(titles: Mapping[str, str], table: str, column: Column) -> str:
    """What a cell of a column holds, in words."""
    words = WORDS.get((table, column.name))
    if words is not None:
        return ", ".join(word(words, code) or "" for code in words)
    if column.name == "id":
        return _("identifier; empty for a new row")
    if column.name == "commune":
        return _("INSEE code of a commune, five characters")
    if column.name == "neighbourhood_code":
        return _("code of a priority neighbourhood, such as QP092001 or QN09201M")
    if column.refers is not None:
        sheet = titles.get(column.refers, FOR_PEOPLE[1])
        return _("identifier or exact name, from the sheet “{sheet}”").format(sheet=_(sheet))
    return _(_KINDS[column.kind])


def _offer(
    sheet: Worksheet,
    world: World,
    titles: Mapping[str, str],
    column: Column,
    table: str,
    place: int,
    rows: int,
) -> None:
    """Offer what a cell may hold; another value is warned of, not forbidden: the import says more."""
    words = WORDS.get((table, column.name))
    options: dict[str, Any] | None = None
    if words is not None:
        options = {"validate": "list", "source": [_(text) for text in words.values()]}
    elif column.kind is Kind.FLAG:
        options = {"validate": "list", "source": [_("yes"), _("no")]}
    elif column.kind is Kind.YEAR:
        options = {"validate": "integer", "criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    elif column.refers == "funders" and len(world.programme.funders):
        title, last = titles[column.refers], len(world.programme.funders) + 1
        options = {"validate": "list", "source": f"='{_(title)}'!$A$2:$A${last}"}
    if options is not None:
        sheet.data_validation(1, place, rows, place, {**options, "error_type": "warning"})
