"""The tables of a funding plan to type into: lines, amounts by half-year, award decisions, conventions, costs."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.formats import number
from core.languages import _
from programme.cells import known
from programme.edits.drafts import Draft, Values, rows_of
from programme.edits.vocabulary import HALVES
from programme.edits.words import line_word, value_word
from programme.money.funding import KINDS
from programme.rules.alerts import today
from programme.storage.snapshot import Programme
from programme.world import World
from views.desk import Desk, Grid
from views.editable import Entry
from views.grid_part import entry, grid_part, values_now

LINES = "funding_lines"
_AMOUNTS = ("requested_eur", "voted_eur", "committed_eur", "paid_eur")
_FRESH = {"kind": "subsidy", "nature": "award"}


def plan_order(world: World, ids: Sequence[str]) -> list[str]:
    """Identifiers of the lines of operations in the order of a plan: operation, kind, funder, year.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Operations, which come in the order of the programme.
    """
    operations = world.derive(_in_order)
    return [str(name) for name in operations.index[operations.isin(list(ids))]]


def _in_order(world: World) -> pd.Series:
    """Operation of every line, in the order of plans."""
    lines, funders = world.programme.funding_lines, world.programme.funders
    kinds = {kind.value: place for place, kind in enumerate(KINDS)}
    order = pd.DataFrame(
        {
            "operation": world.programme.operations.index.get_indexer(lines["operation_id"]),
            "kind": lines["kind"].map(kinds),
            "rank": lines["funder_id"].map(funders["rank"]),
            "year": lines["year"],
            "line": lines.index,
        },
        index=lines.index,
    ).sort_values(["operation", "kind", "rank", "year", "line"])
    return lines["operation_id"].loc[order.index]


def lines_grid(
    here: Desk, shown: Sequence[str], operations: Mapping[str, str], *, page: int = 0, adding: bool = True
) -> Grid:
    """Funding lines.

    Parameters
    ----------
    here
        The desk.
    shown
        Identifiers of the lines to show.
    operations
        Names by identifier of the operations that new lines may be of; with one, every line is of it.
    page
        Which lines are shown, where not all are.
    adding
        Whether new lines can be added.
    """
    programme = here.world.programme
    kept = rows_of(programme, LINES, shown)
    alone = next(iter(operations)) if len(operations) == 1 else None
    funders = [
        (str(name), str(row["short_name"]))
        for name, row in programme.funders.sort_values("rank").to_dict("index").items()
    ]
    entries: list[Entry] = []
    if alone is None:
        offered = [("", _("Choose…")), *((name, f"{words} ({name})") for name, words in operations.items())]
        entries.append(entry(LINES, "operation_id", options=offered, new_only=True, width_rem=14))
    entries += [
        entry(LINES, "funder_id", options=[("", _("Choose…")), *funders], width_rem=9),
        entry(LINES, "kind"),
        entry(LINES, "nature"),
        entry(LINES, "year"),
        *(entry(LINES, name) for name in _AMOUNTS),
        entry(LINES, "award_decision", width_rem=7.8),
    ]

    def fixed(name: str, texts: Mapping[str, str]) -> Values:
        operation_id = alone or texts.get("operation_id", "")
        values: dict[str, Any] = {
            "id": here.id_of(name, "LF"),
            "fictitious": _fictitious(programme, operation_id),
        }
        return {**values, "operation_id": alone} if alone else values

    fresh = {**_FRESH, "year": str(today().year)} if adding else None
    return grid_part(
        here,
        LINES,
        entries,
        kept,
        caption=_("Funding lines, amounts in euros"),
        labels={name: name for name in kept},
        fresh=fresh,
        fixed=fixed,
        totals=alone is not None,
        adding=_("Add a funding line"),
        page=page,
    )


def _fictitious(programme: Programme, operation_id: str) -> bool:
    """What belongs to an invented operation is invented too."""
    operations = programme.operations
    return operation_id in operations.index and bool(operations["fictitious"][operation_id])


def line_choices(here: Desk, lines: Grid) -> list[tuple[str, str]]:
    """Lines of a plan to choose from, those that are typed and not saved yet too."""
    programme = here.world.programme
    found = []
    for values in values_now(lines):
        identifier = str(values["id"])
        words = line_word(programme, identifier, values)
        new = identifier not in programme.funding_lines.index
        fresh = _("new")
        found.append((identifier, f"{words} ({fresh})" if new else words))
    return [("", _("Choose…")), *found]


def amounts_grid(here: Desk, lines: Grid) -> Grid:
    """Commitment authorisations and payment credits of the lines, by half-year."""
    table = "funding_amounts"
    programme = here.world.programme
    frame = programme.funding_amounts
    mine = frame[frame["funding_line_id"].isin(list(lines.kept))]
    places = {name: place for place, name in enumerate(lines.kept)}
    order = sorted(
        mine.index,
        key=lambda name: (
            places[mine["funding_line_id"][name]],
            mine["year"][name],
            known(mine["half"][name]) or 0,
            mine["state"][name] != "planned",
        ),
    )
    kept = rows_of(programme, table, order)
    whole_year = ("", _("Whole year"))
    halves = [whole_year, *((code, _(words)) for code, words in HALVES.items())]
    entries = [
        entry(table, "funding_line_id", options=line_choices(here, lines), width_rem=16),
        entry(table, "year"),
        entry(table, "half", options=halves),
        entry(table, "state"),
        entry(table, "ae_eur", title=_("Commitment, AE (€)")),
        entry(table, "cp_eur", title=_("Payment, CP (€)")),
    ]
    return grid_part(
        here,
        table,
        entries,
        kept,
        caption=_("Amounts by period, in euros"),
        labels={name: name for name in kept},
        fresh={"state": "planned", "year": str(today().year), "half": ""},
        fixed=lambda name, _texts: {"id": here.id_of(name, "LFM"), "fictitious": _of_plan(lines)},
        adding=_("Add an amount"),
    )


def _of_plan(lines: Grid) -> bool:
    """Whether the lines of a plan are invented."""
    rows = values_now(lines)
    return bool(rows) and all(bool(row.get("fictitious")) for row in rows)


def decisions_grid(here: Desk, lines: Grid) -> Grid:
    """Award decisions of the lines."""
    table = "award_decisions"
    programme = here.world.programme
    frame = programme.award_decisions
    kept = rows_of(programme, table, frame.index[frame["funding_line_id"].isin(list(lines.kept))].tolist())
    conventions = [
        (str(name), f"{row['number']} · {row['title']}")
        for name, row in programme.conventions.to_dict("index").items()
    ]
    entries = [
        entry(table, "funding_line_id", options=line_choices(here, lines), width_rem=16),
        entry(table, "number", width_rem=9),
        entry(table, "decided_on"),
        entry(table, "amount_eur"),
        entry(table, "convention_id", options=[("", "—"), *conventions], width_rem=13),
    ]
    return grid_part(
        here,
        table,
        entries,
        kept,
        caption=_("Award decisions, amounts in euros"),
        labels={name: name for name in kept},
        fresh={},
        fixed=lambda name, _texts: {"id": here.id_of(name, "DA"), "fictitious": _of_plan(lines)},
        totals=True,
        adding=_("Add an award decision"),
    )


def links_grid(here: Desk, operation_id: str) -> Grid:
    """Conventions that an operation belongs to."""
    table = "convention_operations"
    programme = here.world.programme
    links = programme.convention_operations
    mine = links.loc[links["operation_id"] == operation_id, "convention_id"].tolist()
    kept = rows_of(programme, table, [f"{name}/{operation_id}" for name in mine])
    offered = [
        (str(name), f"{row['number']} · {row['title']}")
        for name, row in programme.conventions.to_dict("index").items()
        if name not in mine
    ]
    entries = [
        entry(table, "convention_id", options=[("", _("Choose…")), *offered], new_only=True, width_rem=22)
    ]
    return grid_part(
        here,
        table,
        entries,
        kept,
        caption=_("Conventions that the operation belongs to"),
        labels={name: str(values["convention_id"]) for name, values in kept.items()},
        fresh={} if offered else None,
        fixed=lambda _name, _texts: {
            "operation_id": operation_id,
            "fictitious": _fictitious(programme, operation_id),
        },
        adding=_("Join another convention"),
    )


def conventions_grids(here: Desk, operation_id: str, links: Grid) -> tuple[Grid, Grid]:
    """Conventions themselves, and the links of new ones to the operation."""
    table = "conventions"
    programme = here.world.programme
    kept = rows_of(programme, table, [str(values["convention_id"]) for values in links.kept.values()])
    names = ("number", "title", "signed_on", "ends_on", "cost_excl_tax_eur", "cost_incl_tax_eur")
    fictitious = _fictitious(programme, operation_id)
    grid = grid_part(
        here,
        table,
        [entry(table, name, width_rem=14 if name == "title" else 0) for name in names],
        kept,
        caption=_("Terms of the conventions, amounts in euros"),
        labels={name: _shared(programme, name) for name in kept},
        fresh={},
        fixed=lambda name, _texts: {"id": here.id_of(name, "CONV"), "fictitious": fictitious},
        removing=False,
        adding=_("Add a new convention"),
    )
    joined = {
        name: {
            "convention_id": here.id_of(name, "CONV"),
            "operation_id": operation_id,
            "fictitious": fictitious,
        }
        for name in grid.draft.added
    }
    new = Draft(added={name: {} for name in joined})
    return grid, Grid("convention_operations:new", {}, new, joined)


def _shared(programme: Programme, convention_id: str) -> str:
    """A convention, and how many operations it is of: what is changed in it holds for all of them."""
    links = programme.convention_operations
    count = int((links["convention_id"] == convention_id).sum())
    return _("{id} · operations: {count}").format(id=convention_id, count=number(count))


def costs_grid(here: Desk, operation_id: str) -> Grid:
    """Costs excluding and including tax, funding basis, end of the convention."""
    table = "operations"
    kept = rows_of(here.world.programme, table, [operation_id])
    names = ("cost_excl_tax_eur", "cost_incl_tax_eur", "funding_basis_eur", "convention_end")
    return grid_part(
        here,
        table,
        [entry(table, name, width_rem=9) for name in names],
        kept,
        caption=_("Costs and funding basis, in euros"),
        labels={operation_id: value_word(here.world.programme, LINES, "operation_id", operation_id)},
        removing=False,
    )
