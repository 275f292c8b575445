"""The tables of the money in words, as sheets that the program reads back: what the workbook and the template share."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from exports.book_cells import Styles
from exports.table_sheets import table_sheet
from programme.imports.own import TABLES
from programme.world import World

_FOR_PEOPLE = {"operation_id": ("operation_name", "operation_commune"), "funder_id": ("funder_name",)}
"""Columns that say in words what an identifier names; they are not read back."""


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
    told = _told(world)
    return {
        name: table_sheet(book, styles, world, TABLES, name, frame, beside=_FOR_PEOPLE, told=told)
        for name, frame in tables.items()
    }


def _told(world: World) -> dict[str, dict[Any, Any]]:
    programme = world.programme
    operations = programme.operations
    return {
        "operation_name": operations["name"].to_dict(),
        "operation_commune": {key: world.commune_name(code) for key, code in operations["commune"].items()},
        "funder_name": programme.funders["short_name"].to_dict(),
    }
