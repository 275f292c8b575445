"""Social actions as a workbook that the program reads back, and the same without rows: the template to fill in."""

import io
from collections.abc import Collection, Mapping

import pandas as pd

from core.languages import N_, _
from exports.book_cells import workbook
from exports.table_sheets import explanation_sheet, operation_sheet, table_sheet
from programme.social.importing import TABLES
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
            explanation_sheet(book, styles, TABLES, _("Social actions to import"), _ADVICE)
        # What people fill in comes first; what it refers to, last.
        for name in (*[name for name in TABLES if name != "funders"], "funders"):
            table_sheet(book, styles, world, TABLES, name, tables[name])
        if explained:
            operation_sheet(book, styles, world)
    return stream.getvalue()
