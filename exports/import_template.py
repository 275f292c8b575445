"""The workbook to fill in for an import of funding: the sheets that are read, and what goes where."""

import io

from core.languages import N_, _
from exports.book_cells import workbook
from exports.funding_tables import tables_of, write_tables
from exports.table_sheets import explanation_sheet, operation_sheet
from programme.imports.own import TABLES
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
        explanation_sheet(book, styles, TABLES, _("Funding to import"), _ADVICE)
        write_tables(book, styles, world, tables_of(world, ()))
        operation_sheet(book, styles, world)
    return stream.getvalue()
