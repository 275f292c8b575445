"""Layers as a workbook: one sheet each with typed cells, and one that describes them all."""

import io
from collections.abc import Sequence
from typing import Any

from xlsxwriter.workbook import Workbook

from core.errors import TrameError
from core.formats import date, number
from core.languages import N_, _, plural
from exports.book_cells import Styles, new_sheet, workbook, write_text, write_value
from exports.data.columns import plain_cells
from exports.data.facts import LayerFacts, Origin
from exports.data.share import Writing, part
from exports.data.table import LayerTable
from exports.data.text import place_columns, places

MOST_ROWS = 1_048_575
"""Rows of a sheet, without its head."""
MOST_CHARACTERS = 32_767
"""Of a cell: a longer text would not be written at all."""
_WIDTHS = (30, 34, 20, 8, 64, 64)


class TooManyRowsError(TrameError):
    """A layer has more rows than a sheet of a workbook."""

    def __init__(self, title: str, count: int) -> None:
        self.count = count
        sentence = _(
            "{layer}: {count} rows are more than a sheet of a workbook holds ({most}). Choose CSV or GeoPackage."
        )
        super().__init__(sentence.format(layer=title, count=number(count), most=number(MOST_ROWS)))


def book(
    tables: Sequence[LayerTable],
    facts: Sequence[LayerFacts],
    made: Origin,
    limits: Sequence[str],
    writing: Writing,
) -> tuple[bytes, list[LayerFacts]]:
    """Write layers as a workbook (XLSX) in which nothing runs.

    Parameters
    ----------
    tables, facts
        n layers and what is known of each.
    made
        Who gives them out; invented data says so on the sheet that describes it, and at the foot of each printed page.
    limits
        What the format cannot hold, in sentences.
    writing
        Told the share that is written before each column.

    Returns
    -------
    Content of the file, and the facts with a sentence for each field whose texts were cut.

    Raises
    ------
    TooManyRowsError
        A sheet cannot hold a layer.
    """
    for table, item in zip(tables, facts, strict=True):
        if len(table.features) > MOST_ROWS:
            raise TooManyRowsError(item.title, len(table.features))
    stream, written = io.BytesIO(), []
    with workbook(stream, made.title) as (content, styles):
        for place, (table, item) in enumerate(zip(tables, facts, strict=True)):
            own = part(writing, place, len(tables))
            written.append(_layer(content, styles, table, item, made, own))
        _description(content, styles, written, made, limits)
    return stream.getvalue(), written


def _layer(
    book: Workbook,
    styles: Styles,
    table: LayerTable,
    facts: LayerFacts,
    made: Origin,
    writing: Writing,
) -> LayerFacts:
    columns = [*table.columns, *place_columns()]
    heads = [(column.name, column.head) for column in columns]
    sheet = new_sheet(book, styles, facts.title, heads, frozen=2)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{_shown(made.notice or '')}&C{_shown(facts.title)}&R&P / &N")
    values: list[list[Any]] = [plain_cells(table.features[column.name]) for column in table.columns]
    values += [[None if value is None else float(value) for value in place] for place in places(table)]
    notes = []
    for place, (column, held) in enumerate(zip(columns, values, strict=True)):
        writing(place / len(columns))
        cut = 0
        for row, value in enumerate(held, start=1):
            if isinstance(value, str) and len(value) > MOST_CHARACTERS:
                value, cut = value[:MOST_CHARACTERS], cut + 1
            if value is not None:
                write_value(sheet, styles, row, place, value)
        if cut:
            sentence = plural(
                cut,
                N_("{field}: {count} text was longer than {most} characters and was cut."),
                N_("{field}: {count} texts were longer than {most} characters and were cut."),
            )
            notes.append(sentence.format(field=column.title, count=number(cut), most=number(MOST_CHARACTERS)))
    if len(table.features):
        sheet.autofilter(0, 0, len(table.features), len(columns) - 1)
    return facts.written(columns=columns, notes=notes)


def _description(
    book: Workbook, styles: Styles, facts: Sequence[LayerFacts], made: Origin, limits: Sequence[str]
) -> None:
    """Sheet that says of each layer where it comes from, and what each of its fields means."""
    sheet = book.add_worksheet(_("Metadata"))
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, made.title, styles.title)
    row = 1
    for text in (made.notice, _("Written on {day}.").format(day=date(made.made_on)), made.audience, *limits):
        if text:
            sheet.write_string(row, 0, text, styles.note if text == made.notice else None)
            row += 1
    heads = (_("Field"), _("Title"), _("Type"), _("Unit"), _("Meaning"), _("Values"))
    for item in facts:
        row += 1
        sheet.write_string(row, 0, item.title, styles.title)
        for head, value in item.rows:
            row += 1
            sheet.write_string(row, 0, head, styles.text)
            write_text(sheet, row, 1, value, styles.text)
        for note in item.notes:
            row += 1
            sheet.write_string(row, 0, note, styles.note)
        row += 1
        for column, head in enumerate(heads):
            sheet.write_string(row, column, head, styles.head)
        for field in item.columns:
            row += 1
            values = ", ".join(f"{code} = {words}" for code, words in field.choices.items())
            cells = (field.name, field.title, field.type_words, field.unit, field.meaning, values)
            for column, text in enumerate(cells):
                write_text(sheet, row, column, text, styles.wrapped)
        row += 1


def _shown(text: str) -> str:
    """Text of a foot of page: an ampersand would be a command."""
    return text.replace("&", "&&")
