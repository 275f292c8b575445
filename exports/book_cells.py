"""Cells of the workbooks that the program writes: figures as numbers, text as text whatever it begins with."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.languages import _

AMOUNT = "#,##0.00"
WIDTHS = {
    "name": 46,
    "owner": 32,
    "family_label": 30,
    "ept": 26,
    "title": 46,
    "operation_name": 46,
    "operation_commune": 22,
    "funder_name": 26,
}
_USUAL_WIDTH = 15


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats of a workbook."""

    head: Format
    text: Format
    wrapped: Format
    amount: Format
    date: Format
    total: Format
    total_amount: Format
    note: Format
    title: Format


@contextmanager
def workbook(stream: io.BytesIO, title: str) -> Iterator[tuple[Workbook, Styles]]:
    """Open a workbook in which nothing runs; the same content gives the same bytes."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": title, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        yield book, _styles(book)


def _styles(book: Workbook) -> Styles:
    line = {"bottom": 1, "valign": "vcenter", "text_wrap": True, "bold": True, "bg_color": "#f3f1ed"}
    total = {"bold": True, "top": 1, "bg_color": "#f3f1ed"}
    return Styles(
        head=book.add_format(line),
        text=book.add_format({"num_format": "@", "valign": "top"}),
        wrapped=book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        amount=book.add_format({"num_format": AMOUNT, "valign": "top"}),
        date=book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        total=book.add_format(total),
        total_amount=book.add_format({**total, "num_format": AMOUNT}),
        note=book.add_format({"italic": True, "font_color": "#7a2e00"}),
        title=book.add_format({"bold": True, "font_size": 14}),
    )


def new_sheet(
    book: Workbook, styles: Styles, title: str, heads: Iterable[tuple[str, str]], *, frozen: int
) -> Worksheet:
    """Sheet with its head row and its first columns frozen; heads are names and words."""
    sheet = book.add_worksheet(title[:31])
    sheet.set_row(0, 32)
    for column, (name, words) in enumerate(heads):
        sheet.write_string(0, column, words, styles.head)
        sheet.set_column(column, column, WIDTHS.get(name, _USUAL_WIDTH))
    sheet.freeze_panes(1, frozen)
    return sheet


def write_text(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write a text, which no spreadsheet runs; unknown is an empty cell."""
    if value is not None:
        sheet.write_string(row, column, str(value), style)


def write_amount(sheet: Worksheet, row: int, column: int, amount: Decimal, style: Format) -> None:
    """Write an amount; below a thousand billion its cents survive the sixteen digits of the file."""
    sheet.write_number(row, column, float(amount), style)


def write_value(sheet: Worksheet, styles: Styles, row: int, column: int, value: Any) -> None:
    """Write a cell as the type of its value asks; unknown is an empty one."""
    if isinstance(value, Decimal):
        write_amount(sheet, row, column, value, styles.amount)
    elif isinstance(value, bool):
        sheet.write_string(row, column, _("yes") if value else _("no"), styles.text)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, styles.date)
    else:
        write_text(sheet, row, column, value, styles.text)
