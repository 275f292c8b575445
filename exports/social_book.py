"""Social actions as a workbook that the program reads back, and the same without rows: the template to fill in."""

import io
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.languages import N_, _
from exports.book_cells import Styles, new_sheet, workbook, write_text, write_value
from programme.cells import known
from programme.edits.vocabulary import FIELDS
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Column, Kind
from programme.imports.naming import WORDS
from programme.social.importing import TABLES
from programme.storage.tables import FIRST_YEAR, LAST_YEAR
from programme.words import word
from programme.world import World

_ADVICE = (
    N_("Fill in one row for each social action. Leave the identifier empty for a new one."),
    N_(
        "What an action is linked to stands in the sheets of operations and neighbourhoods, one row for each link."
    ),
    N_("An action, an operation or a funder is named by its identifier or by its exact name."),
    N_("Amounts are in euros, with two decimals at most. An empty cell is an unknown amount, 0 is zero."),
    N_("Households and persons are never named: numbers alone."),
    N_("Nothing is written before the import has shown what is new, changed, unknown or at fault."),
    N_("An import adds and changes rows; it removes none."),
)
_KINDS = {
    Kind.TEXT: N_("text"),
    Kind.AMOUNT: N_("amount in euros"),
    Kind.COUNT: N_("whole number"),
    Kind.YEAR: N_("year, four digits"),
    Kind.DATE: N_("date"),
    Kind.FLAG: N_("yes or no; empty is no"),
    Kind.DEGREES: N_("degrees, such as 2.2233"),
}
_LEAST_ROWS = 2000
"""Rows for which the lists are offered."""


def social_book(world: World, ids: Collection[str]) -> bytes:
    """Write social actions as a workbook (XLSX), in the language in force.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Actions that are written, with their links, grants and consultations.

    Returns
    -------
    One sheet for each table of :data:`programme.social.importing.TABLES`, which the import reads back.
    """
    programme, chosen = world.programme, set(ids)
    own = {
        name: frame[frame["social_action_id"].isin(chosen)]
        for name, frame in (
            ("social_action_operations", programme.social_action_operations),
            ("social_action_neighbourhoods", programme.social_action_neighbourhoods),
            ("social_action_grants", programme.social_action_grants),
            ("consultations", programme.consultations),
        )
    }
    actions = programme.social_actions[programme.social_actions.index.isin(chosen)]
    return _written(world, {"funders": programme.funders, "social_actions": actions, **own})


def social_template(world: World) -> bytes:
    """Write the workbook without any action: funders and operations are listed to choose from."""
    programme = world.programme
    frames = {name: getattr(programme, name).iloc[:0] for name in TABLES if name != "funders"}
    return _written(world, {"funders": programme.funders, **frames}, explained=True)


def _written(world: World, tables: Mapping[str, pd.DataFrame], *, explained: bool = False) -> bytes:
    stream = io.BytesIO()
    with workbook(stream, _("Social actions")) as (book, styles):
        if explained:
            _explanation(book, styles)
        # What people fill in comes first; what it refers to, last.
        for name in (*[name for name in TABLES if name != "funders"], "funders"):
            _table_sheet(book, styles, world, name, tables[name])
        if explained:
            _operations(book, styles, world)
    return stream.getvalue()


def _table_sheet(book: Workbook, styles: Styles, world: World, table: str, frame: pd.DataFrame) -> None:
    form = FORMATS[table]
    flat = frame if frame.index.name is None else frame.reset_index()
    columns = [name for name in form.by_name if name in flat]
    heads = [(name, _(FIELDS[name])) for name in columns]
    sheet = new_sheet(book, styles, _(TABLES[table]), heads, frozen=1)
    for place, name in enumerate(columns):
        words = WORDS.get((table, name))
        for row, value in enumerate(map(known, flat[name].tolist()), start=1):
            shown = word(words, str(value)) if words is not None and value is not None else value
            if isinstance(shown, float):
                sheet.write_number(row, place, shown)
            else:
                write_value(sheet, styles, row, place, shown)
        _offer(sheet, world, form.by_name[name], table, place, max(len(flat), _LEAST_ROWS))
    if len(flat):
        sheet.autofilter(0, 0, len(flat), len(columns) - 1)


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
        last = len(world.programme.funders) + 1
        options = {"validate": "list", "source": f"='{_(TABLES['funders'])}'!$A$2:$A${last}"}
    if options is not None:
        sheet.data_validation(1, place, rows, place, {**options, "error_type": "warning"})


def _explanation(book: Workbook, styles: Styles) -> None:
    sheet = book.add_worksheet(_("Instructions"))
    sheet.hide_gridlines(2)
    for column, width in enumerate((28, 30, 12, 80)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, _("Social actions to import"), styles.title)
    for row, words in enumerate(_ADVICE, start=1):
        sheet.write_string(row, 0, _(words))
    row = len(_ADVICE) + 2
    for column, words in enumerate((_("Sheet"), _("Column"), _("Required"), _("What it holds"))):
        sheet.write_string(row, column, words, styles.head)
    for table, title in TABLES.items():
        for item in FORMATS[table].columns:
            row += 1
            required = item.required and item.name != "id"
            cells = (_(title), _(FIELDS[item.name]), _("yes") if required else "", _holds(table, item))
            for column, text in enumerate(cells):
                write_text(sheet, row, column, text, styles.wrapped)


def _holds(table: str, column: Column) -> str:
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
    if column.refers == "operations":
        return _("identifier or exact name, from the sheet “{sheet}”").format(sheet=_("Operations"))
    if column.refers is not None:
        return _("identifier or exact name, from the sheet “{sheet}”").format(sheet=_(TABLES[column.refers]))
    return _(_KINDS[column.kind])


def _operations(book: Workbook, styles: Styles, world: World) -> None:
    """List the operations: identifiers to copy."""
    names = ("id", "name", "commune")
    sheet = new_sheet(book, styles, _("Operations"), [(name, _(FIELDS[name])) for name in names], frozen=1)
    found = world.programme.operations.reset_index()
    for row, cells in enumerate(found[list(names)].itertuples(index=False, name=None), start=1):
        for column, text in enumerate((cells[0], cells[1], world.commune_name(cells[2]))):
            write_text(sheet, row, column, text, styles.text)
