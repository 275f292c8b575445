"""The funding plans as a workbook: figures as numbers, totals as formulas, headings that stay, nothing that runs.

Text is written as text whatever it begins with: a spreadsheet runs no cell of it. Formulas are written by the program
alone, and bear their result, so that a viewer that computes nothing shows it too.
"""

import io
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.languages import N_, _
from exports.book_cells import Styles, new_sheet, workbook, write_amount, write_text
from exports.funding_tables import tables_of, write_tables
from exports.tables import HEADS
from programme.money.funding import KINDS
from programme.money.ledger import MEASURES, Measure, euros
from programme.money.matrix import PLANNED, Grouping, Matrix, matrix
from programme.nomenclature import family_label
from programme.steps import FundingKind
from programme.words import FUNDING_KINDS, STEP_WORDS, word
from programme.world import World

SHEETS = {
    Measure.REQUESTED: N_("Requested"),
    Measure.VOTED: N_("Voted"),
    Measure.COMMITTED: N_("Committed amount"),
    Measure.PAID: N_("Paid"),
}
_KINDS = {
    FundingKind.SUBSIDY: N_("Subsidies (€)"),
    FundingKind.LOAN: N_("Loans (€)"),
    FundingKind.OWN_FUNDS: N_("Own funds (€)"),
}
_OPERATION = ("id", "name", "commune", "commune_name", "ept", "family", "family_label", "step", "owner")
_OPERATION_HEADS = {
    **HEADS,
    "commune": N_("INSEE code"),
    "commune_name": N_("Commune"),
    "family": N_("Family code"),
    "family_label": N_("Family"),
}


def funding_book(world: World, ids: Collection[str]) -> bytes:
    """Write the funding of operations as a workbook (XLSX).

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Operations that are written, with all their lines.

    Returns
    -------
    Sheets, in the language in force: the matrix of operations and funders by each of the four amounts, cost and plan,
    and the tables of the money in the shape of the template (lines, amounts by period, award decisions, conventions,
    funders), from which :mod:`programme.imports` reads the same back to the cent.
    """
    stream = io.BytesIO()
    with workbook(stream, _("Funding plans")) as (book, styles):
        chosen = [str(operation) for operation in ids]
        found = {measure: matrix(world, chosen, Grouping.OPERATION, measure) for measure in MEASURES}
        for measure, table in found.items():
            _matrix_sheet(book, styles, world, table, _(SHEETS[measure]))
        _coverage_sheet(book, styles, world, found[Measure.REQUESTED])
        write_tables(book, styles, world, tables_of(world, chosen))
    return stream.getvalue()


# ------------------------------------------------------------------ operations × funders


def _matrix_sheet(book: Workbook, styles: Styles, world: World, found: Matrix, title: str) -> None:
    """One row an operation; sums of kinds and of all kinds are formulas along the row, totals down the columns."""
    sheet = new_sheet(book, styles, title, _operation_heads(), frozen=2)
    first = len(_OPERATION)
    places = {kind: [at for at, source in enumerate(found.sources) if source.kind is kind] for kind in KINDS}
    column = first
    spans: dict[FundingKind, tuple[int, int]] = {}
    order: list[int] = []
    for kind in KINDS:
        for at in places[kind]:
            source = found.sources[at]
            words = f"{source.short_name} – {(word(FUNDING_KINDS, kind) or kind).lower()} (€)"
            sheet.write_string(0, column + len(order) + len(spans), words, styles.head)
            order.append(at)
        spans[kind] = (first + len(order) + len(spans) - len(places[kind]), first + len(order) + len(spans))
        sheet.write_string(0, spans[kind][1], _(_KINDS[kind]), styles.head)
    last = first + len(order) + len(spans)
    sheet.write_string(0, last, _("Total (€)"), styles.head)
    sheet.set_column(first, last, 16)
    for row, group in enumerate(found.groups, start=1):
        _operation_cells(sheet, styles, world, row, group.key)
        place = row - 1
        for kind, (start, end) in spans.items():
            for offset, at in enumerate(places[kind]):
                if found.stated[place, at]:
                    write_amount(
                        sheet, row, start + offset, euros(found.cells_cents[place, at]), styles.amount
                    )
            _sum(
                sheet,
                row,
                end,
                (row, start),
                (row, end - 1),
                int(found.kinds_cents[kind][place]),
                styles.amount,
            )
        parts = "+".join(xl_rowcol_to_cell(row, end) for _start, end in spans.values())
        sheet.write_formula(row, last, f"={parts}", styles.amount, float(euros(found.total_cents[place])))
    _totals(
        sheet, styles, len(found.groups), range(first, last + 1), _column_sums(found, places, spans, last)
    )
    _fictitious(sheet, styles, world, len(found.groups) + 3)


def _column_sums(
    found: Matrix,
    places: dict[FundingKind, list[int]],
    spans: dict[FundingKind, tuple[int, int]],
    last: int,
) -> dict[int, int]:
    sums = {last: int(found.total_cents.sum())}
    for kind, (start, end) in spans.items():
        sums[end] = int(found.kinds_cents[kind].sum())
        for offset, at in enumerate(places[kind]):
            sums[start + offset] = int(found.cells_cents[:, at].sum())
    return sums


def _coverage_sheet(book: Workbook, styles: Styles, world: World, found: Matrix) -> None:
    """Cost, plan, what is not covered and over-funding: the last two are formulas of the first two."""
    sheet = new_sheet(book, styles, _("Cost and plan"), _operation_heads(), frozen=2)
    first = len(_OPERATION)
    heads = (_("Cost excl. tax (€)"), _("Plan (€)"), _("Not covered (€)"), _("Over-funding (€)"))
    for offset, words in enumerate(heads):
        sheet.write_string(0, first + offset, words, styles.head)
    sheet.set_column(first, first + 3, 18)
    for row, group in enumerate(found.groups, start=1):
        _operation_cells(sheet, styles, world, row, group.key)
        place = row - 1
        if found.unknown_cost[place]:
            continue
        write_amount(sheet, row, first, euros(found.cost_cents[place]), styles.amount)
        write_amount(sheet, row, first + 1, euros(found.columns[PLANNED][place]), styles.amount)
        cost, plan = xl_rowcol_to_cell(row, first), xl_rowcol_to_cell(row, first + 1)
        for offset, formula, cents in (
            (2, f"=MAX(0,{cost}-{plan})", found.uncovered_cents[place]),
            (3, f"=MAX(0,{plan}-{cost})", found.over_cents[place]),
        ):
            sheet.write_formula(row, first + offset, formula, styles.amount, float(euros(cents)))
    sums = (found.cost_cents, found.planned_cents, found.uncovered_cents, found.over_cents)
    _totals(
        sheet,
        styles,
        len(found.groups),
        range(first, first + 4),
        {first + offset: int(cents.sum()) for offset, cents in enumerate(sums)},
    )
    _fictitious(sheet, styles, world, len(found.groups) + 3)


def _operation_heads() -> list[tuple[str, str]]:
    return [(name, _(_OPERATION_HEADS[name])) for name in _OPERATION]


def _operation_cells(sheet: Worksheet, styles: Styles, world: World, row: int, operation_id: str) -> None:
    facts = operation_facts(world)[operation_id]
    values = {
        **facts,
        "id": operation_id,
        "commune_name": world.commune_name(facts["commune"]),
        "ept": world.epts.get(facts["commune"]),
        "family_label": family_label(facts["family"]),
        "step": word(STEP_WORDS, facts["step"]),
    }
    for column, name in enumerate(_OPERATION):
        write_text(sheet, row, column, values[name], styles.text)


def operation_facts(world: World) -> dict[str, dict[str, Any]]:
    """What a sheet says of each operation beside its amounts, by identifier."""
    return world.derive(_facts)


def _facts(world: World) -> dict[str, dict[str, Any]]:
    wanted = ["name", "commune", "family", "step", "owner"]
    found: dict[str, dict[str, Any]] = world.programme.operations[wanted].to_dict("index")
    return found


# ------------------------------------------------------------------ cells


def _sum(
    sheet: Worksheet,
    row: int,
    column: int,
    first: tuple[int, int],
    last: tuple[int, int],
    cents: int,
    style: Format,
) -> None:
    if last < first:
        write_amount(sheet, row, column, Decimal(0), style)
        return
    area = f"{xl_rowcol_to_cell(*first)}:{xl_rowcol_to_cell(*last)}"
    sheet.write_formula(row, column, f"=SUM({area})", style, float(euros(cents)))


def _totals(sheet: Worksheet, styles: Styles, rows: int, columns: range, sums: dict[int, int]) -> None:
    row = rows + 1
    sheet.write_string(row, 0, _("Total"), styles.total)
    for column in range(1, columns.start):
        sheet.write_blank(row, column, None, styles.total)
    for column in columns:
        _sum(sheet, row, column, (1, column), (rows, column), sums[column], styles.total_amount)


def _fictitious(sheet: Worksheet, styles: Styles, world: World, row: int) -> None:
    if world.programme.operations["fictitious"].any():
        words = _("Demonstration data: operations, funding and social actions are fictitious.")
        sheet.write_string(row, 0, words, styles.note)
