"""The fact sheets of a neighbourhood and of a commune, as plain values: the template only sets them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import shapely

from core.actor import Role
from core.formats import UNKNOWN, area, date, number, percent
from core.languages import N_, _
from core.settings import Settings
from exports.blocks import LEFT, RIGHT, Block, Cell, text
from exports.fiche.actions import actions_table
from exports.fiche.budget import Budget
from exports.fiche.evaluation import (
    Values,
    access_table,
    done_table,
    other_tables,
    rings_table,
    targets_table,
    values_of,
)
from exports.fiche.funding import place_blocks
from exports.fiche.maps import Maps
from exports.fiche.parts import blocks_of, columns, facts, figure, left_out, told_table
from exports.fiche.pictures import step_sign
from programme.cells import known
from programme.evaluation.place import Place, PlaceKind
from programme.money.funding import money_by_funder
from programme.nomenclature import family_label
from programme.place_sheets import (
    CommuneSheet,
    NeighbourhoodLine,
    NeighbourhoodSheet,
    OperationLine,
    commune_sheet,
    neighbourhood_sheet,
)
from programme.places import Tally
from programme.social.actions import SocialAction, social_actions
from programme.steps import Step
from programme.visibility import sees_funding
from programme.world import World

_GENERATIONS = {
    "neighbourhoods_2024": N_("Priority neighbourhoods, generation 2024"),
    "neighbourhoods_2015": N_("Priority neighbourhoods, generation 2015"),
}


def neighbourhood_values(
    world: World, settings: Settings, generation: str, code: str, budget: Budget, maps: Maps
) -> dict[str, Any]:
    """Put what is known of a neighbourhood into the words and figures of its fact sheet, in the language in force.

    Parameters
    ----------
    world
        As the reader of the fact sheet may see it.
    settings
        Of the installation.
    generation, code
        Layer and code of the neighbourhood.
    budget
        How much is printed.
    maps
        Of this fact sheet.
    """
    sheet = maps.once(
        "sheet", lambda: neighbourhood_sheet(world, generation, code, near_m=settings.map.near_m)
    )
    place = Place(PlaceKind("neighbourhood_" + generation.removeprefix("neighbourhoods_")), code)
    values = maps.once("values", lambda: values_of(world, place))
    name = sheet.name or sheet.code
    stock = sheet.surroundings.on
    return {
        "over": _("Fact sheet of a priority neighbourhood, {generation}").format(
            generation=sheet.generation_label
        ),
        "title": name,
        "document": _("Fact sheet of the neighbourhood {name} ({code}), {generation}").format(
            name=name, code=code, generation=sheet.generation_label
        ),
        "under": [part for part in (sheet.code, _communes(sheet), sheet.generation_label) if part],
        "pill": None,
        "lead": _("Approximate outline, not the official one.") if sheet.approximate else None,
        "figures": [
            *([] if sheet.population is None else [figure(number(sheet.population), _("inhabitants"))]),
            figure(area(sheet.area_m2), _("area")),
            figure(number(len(sheet.operations)), _("operations")),
            *([] if stock.dwellings is None else [figure(number(stock.dwellings), _("social dwellings"))]),
            *([] if stock.facilities is None else [figure(number(stock.facilities), _("facilities"))]),
            figure(number(len(sheet.social_actions)), _("social actions")),
        ],
        "fictitious": sheet.fictitious,
        "blocks": blocks_of(
            maps.of_neighbourhood(generation, _shape(world, generation, code), name, budget.map_mm),
            _operations(world, sheet.operations, budget.operations),
            place_blocks(sheet.money_by_funder),
            columns(done_table(values), access_table(values), weights=(1.25, 1.0)),
            columns(
                maps.once("rings", lambda: rings_table(world, place)), _stock(sheet), weights=(1.25, 1.0)
            ),
            *_measures(values, budget),
            _themes(sheet.social_actions_by_theme),
            actions_table(sheet.social_actions, budget.actions),
        ),
    }


def commune_values(world: World, insee: str, budget: Budget, maps: Maps) -> dict[str, Any]:
    """Put what is known of a commune into the words and figures of its fact sheet, in the language in force.

    Parameters
    ----------
    world, budget, maps
        As for :func:`neighbourhood_values`.
    insee
        Code of the commune.
    """
    sheet = maps.once("sheet", lambda: commune_sheet(world, insee))
    values = maps.once("values", lambda: values_of(world, Place(PlaceKind.COMMUNE, insee)))
    name = sheet.name or insee
    shape = _shape(world, "communes", insee)
    actions = maps.once("actions", lambda: _actions_of(world, sheet))
    ids = [line.id for line in sheet.operations]
    beside = blocks_of(
        _steps(sheet.operations_by_step), *(_neighbourhoods(sheet, generation) for generation in _GENERATIONS)
    )
    money = money_by_funder(world.programme, ids) if sees_funding(world.role) else ()
    return {
        "over": _("Fact sheet of a commune"),
        "title": name,
        "document": _("Fact sheet of the commune {name}").format(name=name),
        "under": [part for part in (insee, sheet.ept) if part],
        "pill": None,
        "lead": None,
        "figures": [
            *([] if sheet.population is None else [figure(number(sheet.population), _("inhabitants"))]),
            figure(area(shape.area), _("area")),
            figure(number(len(sheet.operations)), _("operations"), _unmapped(world, sheet)),
            figure(number(_count(sheet, "neighbourhoods_2024")), _("priority neighbourhoods of 2024")),
            figure(number(len(actions)), _("social actions")),
        ],
        "fictitious": sheet.fictitious,
        "blocks": blocks_of(
            maps.of_commune(shape, name, budget.map_mm, beside),
            _operations(world, sheet.operations, budget.operations),
            place_blocks(money),
            columns(done_table(values), access_table(values), weights=(1.25, 1.0)),
            *_measures(values, budget),
            actions_table(actions, budget.actions),
        ),
    }


def _measures(values: Values, budget: Budget) -> list[Block | list[Block] | None]:
    """What is measured of the operations of a place; without any, targets and sums of nothing would say nothing."""
    count = values.get("operations.programmed")
    if count is not None and not count.value:
        return []
    return [other_tables(values), targets_table(values, budget.indicators)]


def _communes(sheet: NeighbourhoodSheet) -> str:
    return ", ".join(part.strip() for part in (sheet.communes or "").split("|") if part.strip())


def _shape(world: World, layer: str, code: str) -> shapely.Geometry:
    snapshot = world.snapshots[layer]
    return snapshot.frame.geometry.iloc[snapshot.position(code)]


def _unmapped(world: World, sheet: CommuneSheet) -> str | None:
    """How many operations lie nowhere; the public is not told which footprints are kept back."""
    if world.role is Role.PUBLIC:
        return None
    return _("{count} without footprint").format(count=number(sheet.unmapped)) if sheet.unmapped else None


def _count(sheet: CommuneSheet, generation: str) -> int:
    return sum(line.generation == generation for line in sheet.neighbourhoods)


def _neighbourhoods(sheet: CommuneSheet, generation: str) -> Block | None:
    """Neighbourhoods of one generation: two series, each with a table of its own."""
    found: list[NeighbourhoodLine] = [line for line in sheet.neighbourhoods if line.generation == generation]
    rows: list[list[Cell]] = [[{"text": line.name or line.code, "note": line.code}] for line in found]
    return told_table(None, ((_(_GENERATIONS[generation]), LEFT, "1fr"),), rows)


def _operations(world: World, lines: Sequence[OperationLine], most: int) -> Block | None:
    """Operations in the order of their life, each with its owner, cost and delivery."""
    if not lines:
        return text(_("No operation of the programme lies here."), _("Operations"))
    shown = [line.id for line in lines[:most]]
    told = world.programme.operations.loc[shown, ["family", "owner", "cost_excl_tax_eur"]].to_dict("index")
    days = _deliveries(world)
    rows: list[list[Cell]] = []
    for line in lines[:most]:
        row = {name: known(cell) for name, cell in told[line.id].items()}
        rows.append(
            [
                {"text": line.name, "strong": True, "below": f"{line.id} · {family_label(row['family'])}"},
                {"sign": step_sign(line.step), "text": line.step_label},
                row["owner"] or UNKNOWN,
                number(row["cost_excl_tax_eur"]),
                days.get(line.id, UNKNOWN),
                UNKNOWN if line.share is None else percent(line.share),
            ]
        )
    heads = (
        (_("Operation"), LEFT, "2.6fr"),
        (_("Step"), LEFT, "auto"),
        (_("Project owner"), LEFT, "1.5fr"),
        (_("Cost excl. tax (€)"), RIGHT, "auto"),
        (_("Delivery"), RIGHT, "auto"),
        (_("Share in it"), RIGHT, "auto"),
    )
    title = _("Operations ({count})").format(count=number(len(lines)))
    return told_table(title, heads, rows, note=left_out(len(lines) - len(rows)))


def _deliveries(world: World) -> dict[str, str]:
    """Day on which each operation was delivered, or year in which it is to be."""
    table: pd.DataFrame = world.programme.milestones
    found: dict[str, str] = {}
    for row in table[table["step"] == Step.DELIVERED].to_dict("records"):
        planned, actual = known(row["planned"]), known(row["actual"])
        if actual is not None:
            found[row["operation_id"]] = date(actual)
        elif planned is not None:
            found[row["operation_id"]] = _("{year}, planned").format(year=planned.year)
    return found


def _steps(steps: tuple[Tally, ...]) -> Block | None:
    """How many operations stand at each step, in the colours of the map."""
    rows: list[list[Cell]] = [
        [{"sign": step_sign(str(item.value)), "text": item.label or str(item.value)}, number(item.count)]
        for item in steps
    ]
    return told_table(None, ((_("Operations by step"), LEFT, "1fr"), (_("Count"), RIGHT, "auto")), rows)


def _stock(sheet: NeighbourhoodSheet) -> Block | None:
    """Social dwellings and facilities of the neighbourhood by kind."""
    stock = sheet.surroundings.on
    return facts(
        _("Dwellings and facilities"),
        (
            (_("Landlords"), _tallies(stock.by_landlord)),
            (_("Financing"), _tallies(stock.by_financing)),
            (_("Facilities"), _tallies(stock.by_kind)),
        ),
    )


def _tallies(tallies: tuple[Tally, ...]) -> str:
    unknown = _("unknown")
    return ", ".join(f"{item.label or unknown} {number(item.count)}" for item in tallies)


def _themes(themes: tuple[Tally, ...]) -> Block | None:
    if not themes:
        return None
    words = " · ".join(f"{item.label} {number(item.count)}" for item in themes)
    return text(words, _("Social actions by theme"))


def _actions_of(world: World, sheet: CommuneSheet) -> tuple[SocialAction, ...]:
    """Social actions that declare the commune or are linked to one of its operations, by name."""
    programme = world.programme
    links = programme.social_action_operations
    through = links.loc[
        links["operation_id"].isin([line.id for line in sheet.operations]), "social_action_id"
    ]
    declared = programme.social_actions.index[programme.social_actions["commune"] == sheet.insee]
    return social_actions(programme, [*declared, *through])
