"""What is known of one operation, put together from the programme and the layers."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from programme.cells import known, plain_record
from programme.money.funding import FundingPlan, funding_plan
from programme.nomenclature import family_label
from programme.place_sheets import CommuneSheet, NeighbourhoodSheet, commune_sheet, neighbourhood_sheet
from programme.places import Surroundings, links, surroundings
from programme.social.actions import SocialAction, actions_of_operation
from programme.visibility import sees_funding
from programme.words import OWNER_KINDS, STEP_WORDS, step_position, word
from programme.world import World

__all__ = [
    "CommuneSheet",
    "Milestone",
    "NeighbourhoodLink",
    "NeighbourhoodSheet",
    "OperationSheet",
    "ParcelLink",
    "commune_sheet",
    "family_label",
    "milestones",
    "neighbourhood_sheet",
    "operation_sheet",
]

WHOLE_SHARE = 0.999
"""A parcel covered that far is taken whole: what is left is the rounding of the drawing."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """When a step was, or is, to be reached.

    Attributes
    ----------
    step, label
        Value of :class:`programme.steps.Step`, and its words.
    planned, actual
        Dates; None where unknown.
    slippage_days
        Actual less planned, positive when late; None unless both are known.
    """

    step: str
    label: str
    planned: dt.date | None
    actual: dt.date | None
    slippage_days: int | None


@dataclass(frozen=True, slots=True)
class ParcelLink:
    """A parcel that the footprint covers.

    Attributes
    ----------
    idu
        14 characters.
    covered_m2, area_m2
        Covered, and of the whole parcel as drawn.
    share
        Covered ÷ area, in [0, 1].
    recorded_m2
        Area of record; None where unknown.
    whole
        The parcel is taken whole.
    """

    idu: str
    covered_m2: float
    area_m2: float
    share: float
    recorded_m2: float | None
    whole: bool


@dataclass(frozen=True, slots=True)
class NeighbourhoodLink:
    """A neighbourhood that the operation lies in, or near.

    Attributes
    ----------
    generation
        Key of the layer: ``neighbourhoods_2024`` or ``neighbourhoods_2015``.
    code, name
        Of the neighbourhood.
    share
        Of the footprint that lies in it, in [0, 1].
    distance_m
        0 where they meet.
    """

    generation: str
    code: str
    name: str | None
    share: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Dwellings:
    """Social dwellings of the operation: numbers that its programme plans."""

    demolished: int
    rebuilt_on_site: int
    rebuilt_elsewhere: int
    requalified: int
    residentialised: int


@dataclass(frozen=True, slots=True)
class OperationSheet:
    """One operation.

    Attributes
    ----------
    id, name, commune, commune_name, ept
        ``commune`` is the INSEE code; ``ept`` None where no layer tells it.
    family, family_label, step, step_label
        Codes and their words.
    owner, owner_kind, owner_kind_label
        Project owner.
    description
        None where there is none.
    milestones
        Known ones, in the order of the life of an operation.
    cost_excl_tax_eur, cost_incl_tax_eur, convention_end
        None where unknown.
    dwellings
        Planned numbers.
    unmapped
        True: no footprint yet; then there are no parcels, no neighbourhoods and no surroundings.
    area_m2
        Of the footprint.
    parcels, whole_parcels, partial_parcels
        Parcels by identifier, and how many are taken whole and in part.
    cadastre_revision, cadastre_current
        Revision of the cadastre that the parcels were worked out with, and whether it is still the one in
        force; None where there is none.
    funding
        Funding plan.
    social_actions
        Those linked to the operation.
    neighbourhoods
        Of both generations, 2024 first; those that it lies in first, then the nearest.
    surroundings
        Dwellings and facilities on it and around.
    contact, internal_comment
        Confidential: None for a reader who may not see them.
    fictitious
        Invented for the demonstration.
    """

    id: str
    name: str
    commune: str | None
    commune_name: str | None
    ept: str | None
    family: str
    family_label: str
    step: str
    step_label: str
    owner: str | None
    owner_kind: str | None
    owner_kind_label: str | None
    description: str | None
    milestones: tuple[Milestone, ...]
    cost_excl_tax_eur: Decimal | None
    cost_incl_tax_eur: Decimal | None
    convention_end: dt.date | None
    dwellings: Dwellings
    unmapped: bool
    area_m2: float | None
    parcels: tuple[ParcelLink, ...]
    whole_parcels: int
    partial_parcels: int
    cadastre_revision: str | None
    cadastre_current: bool | None
    funding: FundingPlan
    social_actions: tuple[SocialAction, ...]
    neighbourhoods: tuple[NeighbourhoodLink, ...]
    surroundings: Surroundings | None
    contact: str | None
    internal_comment: str | None
    fictitious: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: amounts as text with every digit, dates in ISO form, unknown as None."""
        return {**plain_record(self), "funding": self.funding.as_dict()}


def operation_sheet(world: World, operation_id: str, *, near_m: float = 300.0) -> OperationSheet:
    """Put together what is known of an operation.

    Parameters
    ----------
    world
        As the reader may see it.
    operation_id
        Such as ``92050-014``.
    near_m
        How far around dwellings and facilities are counted, in metres.

    Raises
    ------
    UnknownOperationError
        This reader knows no such operation.
    """
    world.require_operation(operation_id)
    row = {
        name: known(cell)
        for name, cell in world.programme.operations.loc[operation_id].items()
        if name != "geometry"
    }
    geometry = world.programme.operations.geometry.loc[operation_id]
    unmapped = geometry is None or geometry.is_empty
    parcels = _parcels(world, operation_id)
    whole = sum(parcel.whole for parcel in parcels)
    revision = _cadastre_revision(world, operation_id)
    current = None if world.parcels is None else world.parcels.revision.id
    return OperationSheet(
        id=operation_id,
        commune_name=world.commune_name(row["commune"]),
        ept=world.epts.get(row["commune"]),
        family_label=family_label(row["family"]),
        step_label=word(STEP_WORDS, row["step"]) or row["step"],
        owner_kind_label=word(OWNER_KINDS, row["owner_kind"]),
        milestones=milestones(world.programme.milestones, operation_id),
        dwellings=Dwellings(**{name: int(row[f"dwellings_{name}"] or 0) for name in Dwellings.__slots__}),
        unmapped=unmapped,
        area_m2=None if unmapped else float(geometry.area),
        parcels=parcels,
        whole_parcels=whole,
        partial_parcels=len(parcels) - whole,
        cadastre_revision=revision,
        cadastre_current=None if revision is None or current is None else revision == current,
        funding=funding_plan(world.programme, operation_id, withheld=not sees_funding(world.role)),
        social_actions=actions_of_operation(world.programme, operation_id),
        neighbourhoods=_neighbourhoods(world, operation_id),
        surroundings=None if unmapped else surroundings(geometry, world.housing, world.facilities, near_m),
        fictitious=bool(row["fictitious"]),
        **{name: row[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE = (
    *("name", "commune", "family", "step", "owner", "owner_kind", "description", "cost_excl_tax_eur"),
    *("cost_incl_tax_eur", "convention_end", "contact", "internal_comment"),
)


def milestones(table: pd.DataFrame, operation_id: str) -> tuple[Milestone, ...]:
    """Milestones of an operation in the order of its life.

    Parameters
    ----------
    table
        Frame ``milestones`` of the programme.
    operation_id
        An operation.
    """
    rows = table[table["operation_id"] == operation_id].to_dict("records")
    return tuple(_milestone(row) for row in sorted(rows, key=lambda row: step_position(row["step"])))


def _milestone(row: dict[str, Any]) -> Milestone:
    planned, actual = known(row["planned"]), known(row["actual"])
    return Milestone(
        step=row["step"],
        label=word(STEP_WORDS, row["step"]) or row["step"],
        planned=planned,
        actual=actual,
        slippage_days=None if planned is None or actual is None else (actual - planned).days,
    )


def _parcels(world: World, operation_id: str) -> tuple[ParcelLink, ...]:
    table = world.programme.operation_parcels
    rows = table[table["operation_id"] == operation_id].sort_values("idu")
    return tuple(
        ParcelLink(
            idu=row["idu"],
            covered_m2=float(row["covered_m2"]),
            area_m2=float(row["area_m2"]),
            share=float(row["share"]),
            recorded_m2=known(row["recorded_m2"]),
            whole=row["share"] >= WHOLE_SHARE,
        )
        for row in rows.to_dict("records")
    )


def _cadastre_revision(world: World, operation_id: str) -> str | None:
    table = world.programme.footprints
    found: str | None = known(table["cadastre_revision"].get(operation_id))
    return found


def _neighbourhoods(world: World, operation_id: str) -> tuple[NeighbourhoodLink, ...]:
    table = links(world)
    rows = table[table["operation_id"] == operation_id].drop(columns="operation_id")
    return tuple(
        NeighbourhoodLink(**{name: known(cell) for name, cell in row.items()})
        for row in rows.to_dict("records")
    )
