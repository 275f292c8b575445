"""The tables of the money in words, as sheets that the program reads back: what the workbook and the template share."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.languages import _
from exports.book_cells import Styles, new_sheet, write_value
from programme.cells import known
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Column, Kind
from programme.imports.naming import WORDS
from programme.imports.own import HEADS, TABLES
from programme.storage.tables import FIRST_YEAR, LAST_YEAR
from programme.words import word
from programme.world import World

_FOR_PEOPLE = {"operation_id": ("operation_name", "operation_commune"), "funder_id": ("funder_name",)}
"""Columns that say in words what an identifier names; they are not read back."""
_LEAST_ROWS = 2000
"""Rows for which a template offers its lists."""


def tables_of(world: World, ids: Collection[str]) -> dict[str, pd.DataFrame]:
    """Rows of the money of some operations, by table of the exchange format."""
    programme = world.programme
    lines = programme.funding_lines[programme.funding_lines["operation_id"].isin(ids)]
    amounts, decisions = programme.funding_amounts, programme.award_decisions
    return {
        "funding_lines": lines,
        "funding_amounts": amounts[amounts["funding_line_id"].isin(lines.index)],
        "award_decisions": decisions[decisions["funding_line_id"].isin(lines.index)],
        "conventions": programme.conventions,
        "funders": programme.funders,
    }


def write_tables(
    book: Workbook, styles: Styles, world: World, tables: Mapping[str, pd.DataFrame]
) -> dict[str, Worksheet]:
    """Write one sheet for each table: its rows as they are under heads in words, no total among them.

    Returns
    -------
    Sheets by table.
    """
    return {name: _table_sheet(book, styles, world, name, frame) for name, frame in tables.items()}


def _table_sheet(book: Workbook, styles: Styles, world: World, table: str, frame: pd.DataFrame) -> Worksheet:
    form = FORMATS[table]
    flat = frame.reset_index()
    fields = [name for name in form.by_name if name in flat]
    columns = [name for field in fields for name in (field, *_FOR_PEOPLE.get(field, ()))]
    sheet = new_sheet(book, styles, _(TABLES[table]), [(name, _(HEADS[name])) for name in columns], frozen=1)
    told = _told(world)
    for place, name in enumerate(columns):
        source = _source(name)
        words = WORDS.get((table, name))
        for row, value in enumerate(map(known, flat[source].tolist()), start=1):
            shown = told[name].get(value) if name in told else value
            if words is not None and shown is not None:
                shown = word(words, str(shown))
            write_value(sheet, styles, row, place, shown)
    if len(flat):
        sheet.autofilter(0, 0, len(flat), len(columns) - 1)
    for place, name in enumerate(columns):
        if name in form.by_name:
            _offer(sheet, world, form.by_name[name], table, place, max(len(flat), _LEAST_ROWS))
    return sheet


def _source(name: str) -> str:
    return next((field for field, others in _FOR_PEOPLE.items() if name in others), name)


def _told(world: World) -> dict[str, dict[Any, Any]]:
    programme = world.programme
    operations = programme.operations
    return {
        "operation_name": operations["name"].to_dict(),
        "operation_commune": {key: world.commune_name(code) for key, code in operations["commune"].items()},
        "funder_name": programme.funders["short_name"].to_dict(),
    }


def _offer(sheet: Worksheet, world: World, column: Column, table: str, place: int, rows: int) -> None:
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
        title, count = TABLES[column.refers], len(world.programme.funders) + 1
        options = {"validate": "list", "source": f"='{_(title)}'!$A$2:$A${count}"}
    if options is not None:
        sheet.data_validation(1, place, rows, place, {**options, "error_type": "warning"})
