"""The workbook to fill in for an import of funding: the sheets that are read, and what goes where."""

import io

from xlsxwriter.workbook import Workbook

from core.languages import N_, _
from exports.book_cells import Styles, new_sheet, workbook, write_text
from exports.funding_tables import tables_of, write_tables
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Column, Kind
from programme.imports.naming import WORDS
from programme.imports.own import FOR_PEOPLE, HEADS, TABLES
from programme.words import word
from programme.world import World

_ADVICE = (
    N_("Fill in one row for each funding line. Leave the identifier empty for a new line."),
    N_(
        "An operation and a funder are named by their identifier or by their exact name; see the sheets that list them."
    ),
    N_("Amounts are in euros, with two decimals at most. An empty cell is an unknown amount, 0 is zero."),
    N_("A decommitment has its nature and negative amounts."),
    N_("Columns that only say a name are for reading; they are not imported."),
    N_("Nothing is written before the import has shown what is new, changed, unknown or at fault."),
)
_KINDS = {
    Kind.TEXT: N_("text"),
    Kind.AMOUNT: N_("amount in euros"),
    Kind.COUNT: N_("whole number"),
    Kind.YEAR: N_("year, four digits"),
    Kind.DATE: N_("date"),
    Kind.FLAG: N_("yes or no; empty is no"),
}
_OPERATION = ("id", "name", "commune", "owner")


def import_template(world: World) -> bytes:
    """Write the template of an import of funding (XLSX), in the language in force.

    Parameters
    ----------
    world
        As the reader may see it: its operations, funders and conventions are listed to choose from.

    Returns
    -------
    A sheet that explains, and the sheets of the workbook of the funding without any line: what is filled in there is
    read by :mod:`programme.imports`; the funders and conventions of the programme stand in theirs already.
    """
    stream = io.BytesIO()
    with workbook(stream, _("Funding to import")) as (book, styles):
        _explanation(book, styles)
        write_tables(book, styles, world, tables_of(world, ()))
        _operations(book, styles, world)
    return stream.getvalue()


def _explanation(book: Workbook, styles: Styles) -> None:
    sheet = book.add_worksheet(_(FOR_PEOPLE[0]))
    sheet.hide_gridlines(2)
    for column, width in enumerate((24, 34, 12, 70)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, _("Funding to import"), styles.title)
    for row, words in enumerate(_ADVICE, start=1):
        sheet.write_string(row, 0, _(words))
    row = len(_ADVICE) + 2
    for column, words in enumerate((_("Sheet"), _("Column"), _("Required"), _("What it holds"))):
        sheet.write_string(row, column, words, styles.head)
    for table, title in TABLES.items():
        for item in FORMATS[table].columns:
            row += 1
            required = item.required and item.name != "id"
            for column, text in enumerate(
                (_(title), _(HEADS[item.name]), _("yes") if required else "", _holds(table, item))
            ):
                write_text(sheet, row, column, text, styles.wrapped)


def _holds(table: str, column: Column) -> str:
    """What a cell of a column holds, in words."""
    words = WORDS.get((table, column.name))
    if words is not None:
        return ", ".join(word(words, code) or "" for code in words)
    if column.name == "id":
        return _("identifier; empty for a new row")
    if column.refers is not None and column.refers in TABLES:
        return _("identifier or exact name, from the sheet “{sheet}”").format(sheet=_(TABLES[column.refers]))
    if column.refers == "operations":
        return _("identifier or exact name, from the sheet “{sheet}”").format(sheet=_(FOR_PEOPLE[1]))
    return _(_KINDS[column.kind])


def _operations(book: Workbook, styles: Styles, world: World) -> None:
    """List the operations: identifiers to copy."""
    sheet = new_sheet(
        book, styles, _(FOR_PEOPLE[1]), [(name, _(HEADS[name])) for name in _OPERATION], frozen=1
    )
    found = world.programme.operations.reset_index()
    for row, (identifier, name, commune, owner) in enumerate(
        found[list(_OPERATION)].itertuples(index=False, name=None), start=1
    ):
        for column, text in enumerate((identifier, name, world.commune_name(commune), owner)):
            write_text(sheet, row, column, text, styles.text)
    if len(found):
        sheet.autofilter(0, 0, len(found), len(_OPERATION) - 1)
