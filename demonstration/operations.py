"""Operations: about 70, of every family and step, in every kind of place."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import shapely

from demonstration.dealing import Draft, deal
from demonstration.dice import Dice
from demonstration.facts import Commune
from demonstration.footprints import Footprint, Surveyor
from demonstration.housing import Residence
from demonstration.milestones import Milestone, milestones
from demonstration.naming import LANDLORDS
from demonstration.recipes import RECIPES, SCHOOL_PRICE, Owner, Recipe
from demonstration.town import Town
from demonstration.wording import (
    COMMENTS,
    CONTACTS,
    DESCRIPTIONS,
    DEVELOPERS,
    FLAGSHIP_NAME,
    invented_place,
    of_commune,
    of_residence,
)
from programme.steps import OwnerKind, Step

CENT = Decimal("0.01")
FLAGSHIP_ID = "92050-014"
"""Identifier of the operation that the documentation shows."""
DWELLINGS = (
    "dwellings_demolished",
    "dwellings_rebuilt_on_site",
    "dwellings_rebuilt_elsewhere",
    "dwellings_requalified",
    "dwellings_residentialised",
)
"""Columns of the table that count dwellings."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as the table has it, with its footprint and dates.

    Attributes
    ----------
    site
        Code of the site that it belongs to: not written, funding and social actions are placed by it.
    footprint
        EPSG:2154; None for an operation that is not mapped.
    """

    id: str
    name: str
    commune: str
    family: str
    step: Step
    owner: str
    owner_kind: OwnerKind
    description: str
    cost_excl_tax_eur: Decimal
    cost_incl_tax_eur: Decimal | None
    funding_basis_eur: Decimal | None
    convention_end: dt.date | None
    dwellings: Mapping[str, int]
    contact: str | None
    internal_comment: str | None
    site: str
    footprint: shapely.Geometry | None
    milestones: Sequence[Milestone]


def build_operations(town: Town, housing: Sequence[Residence]) -> list[Operation]:
    """Build all operations, by identifier; works on social housing are done to residences of ``housing``."""
    dice = Dice("operations")
    surveyor = Surveyor(town, housing)
    homes = {commune.insee: commune for commune in town.communes}
    by_commune: dict[str, list[Operation]] = {}
    for number, draft in enumerate(deal(dice)):
        operation = _operation(draft, surveyor, homes, Dice(f"operations/{number}"))
        by_commune.setdefault(operation.commune, []).append(operation)
    numbered: list[Operation] = []
    for insee in sorted(by_commune):
        order = dice.shuffled([operation for operation in by_commune[insee] if not operation.id])
        for flagship in (operation for operation in by_commune[insee] if operation.id):
            order.insert(int(flagship.id[-3:]) - 1, flagship)
        numbered += [
            replace(operation, id=f"{insee}-{number:03d}") for number, operation in enumerate(order, start=1)
        ]
    return numbered


def _operation(draft: Draft, surveyor: Surveyor, homes: Mapping[str, Commune], dice: Dice) -> Operation:
    recipe = RECIPES[draft.family]
    if draft.flagship:
        recipe = replace(recipe, parcels=(5, 6), partial=1.0)
    ground = surveyor.footprint(recipe, draft.site, dice) if draft.mapped else None
    commune = homes[ground.commune if ground else surveyor.commune_of_site(draft.site)]
    residences = ground.residences if ground and "{of}" in recipe.names[0] else []
    units = _units(recipe, residences, dice)
    name = _name(draft, recipe, residences, units, dice)
    owner, kind = _owner(draft, recipe, name, commune, residences, dice)
    cost = Decimal(3_100_000) if draft.flagship else _cost(recipe, name, units, dice)
    return Operation(
        id=FLAGSHIP_ID if draft.flagship else "",
        name=name,
        commune=commune.insee,
        family=draft.family,
        step=draft.step,
        owner=owner,
        owner_kind=kind,
        description=DESCRIPTIONS[draft.family].format(units=units, commune=of_commune(commune.name)),
        cost_excl_tax_eur=cost,
        cost_incl_tax_eur=None if dice.chance(0.05) else (cost * (1 + Decimal(recipe.tax))).quantize(CENT),
        funding_basis_eur=cost if draft.flagship else _basis(cost, dice),
        convention_end=dt.date(2030, 12, 31) if draft.flagship else _convention_end(dice),
        dwellings=_dwellings(recipe.dwellings, units, ground),
        contact=dice.pick(CONTACTS) if dice.chance(0.85) else None,
        internal_comment=dice.pick(COMMENTS) if dice.chance(0.3) else None,
        site=draft.site,
        footprint=ground.outline if ground else None,
        milestones=milestones(draft.step, dice),
    )


def _units(recipe: Recipe, residences: Sequence[Residence], dice: Dice) -> int:
    """Dwellings that the operation is about: those of the residences there, or a draw where none are."""
    drawn = dice.integer(*recipe.units)
    there = sum(residence.dwellings for residence in residences)
    if recipe.dwellings == "dwellings_demolished" and there:
        return min(there, max(drawn, 24))
    return there or drawn


def _name(draft: Draft, recipe: Recipe, residences: Sequence[Residence], units: int, dice: Dice) -> str:
    place = invented_place(dice)
    if draft.flagship:
        return FLAGSHIP_NAME
    main = max(residences, key=lambda residence: residence.dwellings, default=None)
    of = of_residence(main.name) if main else f"de la résidence {place}"
    return recipe.names[draft.turn % len(recipe.names)].format(place=place, of=of, units=units)


def _owner(
    draft: Draft, recipe: Recipe, name: str, commune: Commune, residences: Sequence[Residence], dice: Dice
) -> tuple[str, OwnerKind]:
    """Name and kind of the project owner."""
    if draft.flagship:
        return LANDLORDS[0], OwnerKind.LANDLORD
    of = of_commune(commune.name)
    if "scolaire" in name or "crèche" in name:
        return f"Commune {of}", OwnerKind.COMMUNE
    main = max(residences, key=lambda residence: residence.dwellings, default=None)
    match dice.weighted(recipe.owners):
        case Owner.COMMUNE:
            return f"Commune {of}", OwnerKind.COMMUNE
        case Owner.EPT:
            return f"EPT {commune.ept}", OwnerKind.EPT
        case Owner.LANDLORD:
            return main.landlord if main else dice.pick(LANDLORDS), OwnerKind.LANDLORD
        case Owner.DEPARTMENT:
            return "Département des Hauts-de-Seine", OwnerKind.DEPARTMENT
        case Owner.STATE:
            return "État, préfecture des Hauts-de-Seine", OwnerKind.STATE
        case Owner.DEVELOPER:
            return dice.pick(DEVELOPERS), OwnerKind.OTHER


def _cost(recipe: Recipe, name: str, units: int, dice: Dice) -> Decimal:
    """Cost in euros without tax: whole thousands mostly, to the cent where the accounts are closed."""
    low, high = SCHOOL_PRICE if "scolaire" in name else recipe.price
    euros = dice.uniform(low, high) * (units if recipe.dwellings else 1)
    if dice.chance(0.2):
        return Decimal(round(euros * 100)) / 100
    return Decimal(round(euros / 1000) * 1000)


def _basis(cost: Decimal, dice: Dice) -> Decimal | None:
    """Funding basis: the cost, or a part of it; now and then not known yet."""
    if dice.chance(0.09):
        return None
    return cost if dice.chance(0.5) else (cost * Decimal(dice.integer(84, 98)) / 100).quantize(CENT)


def _convention_end(dice: Dice) -> dt.date | None:
    if dice.chance(0.1):
        return None
    return dice.weighted(
        (
            (dt.date(2024, 12, 31), 1),
            (dt.date(2026, 12, 31), 2),
            (dt.date(2028, 6, 30), 3),
            (dt.date(2031, 12, 31), 6),
        )
    )


def _dwellings(column: str | None, units: int, ground: Footprint | None) -> dict[str, int]:
    """Dwellings by column of the table."""
    counts = dict.fromkeys(DWELLINGS, 0)
    if column == "dwellings_rebuilt":
        column = "dwellings_rebuilt_elsewhere" if ground and ground.outside else "dwellings_rebuilt_on_site"
    if column is not None:
        counts[column] = units
    return counts
