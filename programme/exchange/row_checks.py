"""Checks of one row as a person types it: the same as those of a file, without writing anything."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.issues import Issue
from programme.exchange.cell_texts import cell_text
from programme.exchange.declarations import FORMATS
from programme.exchange.faults import fault
from programme.exchange.format import Format
from programme.exchange.load_checks import row_issues
from programme.exchange.reading import Row, read_cells

EDITABLE: tuple[str, ...] = tuple(name for name in FORMATS if name != "footprints")
"""Tables whose rows people edit. A footprint is replaced by :func:`programme.footprints.replace_footprint`."""


def form_of(table: str) -> Format:
    """Table of the exchange format that people edit.

    Raises
    ------
    ValueError
        There is no such table.
    """
    if table not in EDITABLE:
        raise ValueError(f"no table that people edit: {table}")
    return FORMATS[table]


def row_id(form: Format, values: Mapping[str, Any]) -> str:
    """Identifier of a row: the texts of the columns that tell rows apart, joined by ``/``.

    Examples
    --------
    >>> row_id(FORMATS["milestones"], {"operation_id": "92050-014", "step": "travaux"})
    '92050-014/travaux'
    """
    return "/".join(cell_text(values.get(name)) for name in form.key)


def understood(form: Format, values: Mapping[str, Any], number: int = 1) -> tuple[Row, list[Issue]]:
    """Understand all cells of a row and check them, alone and together.

    Parameters
    ----------
    form
        The table.
    values
        By column, as they are kept or as they were typed; one that is not named is unknown.
    number
        Place of the row, for the issues.

    Returns
    -------
    The row, without the cells that could not be understood, and what is wrong.

    Raises
    ------
    ValueError
        The table has no such column.
    """
    unknown = set(values) - set(form.by_name)
    if unknown:
        raise ValueError(f"no column of {form.name}: {', '.join(sorted(unknown))}")
    texts = {name: cell_text(values.get(name)) for name in form.by_name}
    row, issues = read_cells(form, number, texts)
    return row, issues + row_issues(form, row)


def faults_of(
    table: str, values: Mapping[str, Any], known: Mapping[str, frozenset[str]] | None = None
) -> list[Issue]:
    """Say what is wrong in a row, as a person types it.

    Parameters
    ----------
    table
        Name in the exchange format.
    values
        All columns of the row, as they are kept (Decimal, date, whole number, text, None) or as they were typed in the
        words of the exchange format; one that is not named is unknown.
    known
        Identifiers of other tables by their name, where references are to be checked too: such as
        ``{"funders": frozenset(programme.funders.index)}``.

    Returns
    -------
    Issues of level error, which an edit refuses, and warning; without a row number.

    Examples
    --------
    >>> typed = {"priority_site_id": "S-1", "phase": "studies", "planned_eur": "1 200"}
    >>> [(issue.field, issue.code) for issue in faults_of("site_budgets", typed)]
    [('planned_eur', 'amount.malformed')]
    """
    form = form_of(table)
    row, issues = understood(form, values)
    others = known or {}
    for column in form.columns:
        text = row.texts[column.name]
        if text and column.refers is not None and text not in others.get(column.refers, {text}):
            issues.append(fault(column.unknown, form.file, field=column.name, value=text))
    return [replace(issue, row=None) for issue in issues]
