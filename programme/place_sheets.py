"""What is known of a neighbourhood or of a commune."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.errors import TrameError
from core.languages import N_, _
from core.text import fold
from layers.layer import Layer
from layers.library import Snapshot
from programme.cells import known, plain_record
from programme.money.funding import FunderRow, money_by_funder
from programme.places import Surroundings, Tally, links, surroundings
from programme.social.actions import SocialAction, actions_of_neighbourhood, by_theme
from programme.visibility import sees_funding
from programme.words import STEP_WORDS, step_position, word
from programme.world import GENERATIONS, World

GENERATION_WORDS = {
    "neighbourhoods_2024": N_("generation 2024"),
    "neighbourhoods_2015": N_("generation 2015"),
}


class UnknownPlaceError(TrameError):
    """No feature of a layer has that code, or the layer was not imported."""

    def __init__(self, layer: str, code: str) -> None:
        self.layer = layer
        self.code = code
        super().__init__(_("There is no “{code}” in the layer “{layer}”.").format(code=code, layer=layer))


@dataclass(frozen=True, slots=True)
class OperationLine:
    """An operation in a list.

    Attributes
    ----------
    id, name, step, step_label
        Of the operation.
    share
        Of its footprint that lies in the place, in [0, 1]; None where the link is declared, not measured.
    """

    id: str
    name: str
    step: str
    step_label: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class NeighbourhoodSheet:
    """One priority neighbourhood of one generation.

    Attributes
    ----------
    generation, generation_label
        Key of the layer, and words that name the generation: 2015 and 2024 are never summed.
    code, name, communes, population
        As the source gives them; None where unknown.
    area_m2
        Of the outline.
    approximate
        The outline is not the official one.
    operations, operations_by_step
        Those that lie in it at least in part, in the order of their life; their number at each step.
    funding_withheld
        True: this reader may not see who pays.
    money_by_funder
        Whole amounts of these operations: a part of the money of an operation is no more known than a part of
        it.
    social_actions, social_actions_by_theme
        Linked to the neighbourhood or to one of these operations, each once.
    surroundings
        Dwellings and facilities in it and around.
    fictitious
        Invented for the demonstration.
    """

    generation: str
    generation_label: str
    code: str
    name: str | None
    communes: str | None
    population: int | None
    area_m2: float
    approximate: bool
    operations: tuple[OperationLine, ...]
    operations_by_step: tuple[Tally, ...]
    funding_withheld: bool
    money_by_funder: tuple[FunderRow, ...]
    social_actions: tuple[SocialAction, ...]
    social_actions_by_theme: tuple[Tally, ...]
    surroundings: Surroundings
    fictitious: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: amounts as text with every digit, unknown as None."""
        return dict(plain_record(self))


@dataclass(frozen=True, slots=True)
class NeighbourhoodLine:
    """A neighbourhood in a list: its generation (key of the layer), code and name."""

    generation: str
    code: str
    name: str | None


@dataclass(frozen=True, slots=True)
class CommuneSheet:
    """One commune.

    Attributes
    ----------
    insee, name, ept, population
        As the source gives them; None where unknown.
    operations, operations_by_step
        Those that declare the commune, in the order of their life; their number at each step.
    unmapped
        How many of them have no footprint yet.
    neighbourhoods
        Of both generations, 2024 first; two series, never summed.
    fictitious
        Invented for the demonstration.
    """

    insee: str
    name: str | None
    ept: str | None
    population: int | None
    operations: tuple[OperationLine, ...]
    operations_by_step: tuple[Tally, ...]
    unmapped: int
    neighbourhoods: tuple[NeighbourhoodLine, ...]
    fictitious: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, unknown as None."""
        return dict(plain_record(self))


def neighbourhood_sheet(
    world: World, generation: str, code: str, *, near_m: float = 300.0
) -> NeighbourhoodSheet:
    """Put together what is known of a neighbourhood.

    Parameters
    ----------
    world
        As the reader may see it.
    generation
        Key of the layer: ``neighbourhoods_2024`` or ``neighbourhoods_2015``.
    code
        Such as ``QN09201M``.
    near_m
        How far around dwellings and facilities are counted, in metres.

    Raises
    ------
    UnknownPlaceError
        That generation has no such neighbourhood, or was not imported.
    """
    snapshot = world.snapshot(generation) if generation in GENERATIONS else None
    snapshot, position = _feature(snapshot, generation, code)
    row = _row(snapshot, position)
    geometry = snapshot.frame.geometry.iloc[position]
    inside = _inside(world, generation, code)
    actions = actions_of_neighbourhood(world.programme, code, inside)
    lines = operation_lines(world.programme.operations, inside)
    return NeighbourhoodSheet(
        generation=generation,
        generation_label=_(GENERATION_WORDS[generation]),
        code=code,
        name=row["name"],
        communes=row["communes"],
        population=row["population"],
        area_m2=float(geometry.area),
        approximate=bool(row["approximate"]),
        operations=lines,
        operations_by_step=by_step(lines),
        funding_withheld=not sees_funding(world.role),
        money_by_funder=money_by_funder(world.programme, inside),
        social_actions=actions,
        social_actions_by_theme=by_theme(actions),
        surroundings=surroundings(geometry, world.housing, world.facilities, near_m),
        fictitious=bool(row["fictitious"]),
    )


def commune_sheet(world: World, insee: str) -> CommuneSheet:
    """Put together what is known of a commune.

    Parameters
    ----------
    world
        As the reader may see it.
    insee
        Its code, five characters.

    Raises
    ------
    UnknownPlaceError
        There is no such commune, or communes were not imported.
    """
    snapshot, position = _feature(world.communes, "communes", insee)
    row = _row(snapshot, position)
    operations = world.programme.operations
    own = operations[operations["commune"] == insee]
    lines = operation_lines(operations, dict.fromkeys(own.index))
    return CommuneSheet(
        insee=insee,
        name=row["name"],
        ept=row["ept"],
        population=row["population"],
        operations=lines,
        operations_by_step=by_step(lines),
        unmapped=int((own.geometry.isna() | own.geometry.is_empty).sum()),
        neighbourhoods=_neighbourhoods(world, row["name"]),
        fictitious=bool(row["fictitious"]),
    )


def operation_lines(operations: pd.DataFrame, shares: dict[str, float | None]) -> tuple[OperationLine, ...]:
    """List operations in the order of their life, then by name.

    Parameters
    ----------
    operations
        Frame ``operations`` of the programme.
    shares
        Share in the place, or None, by identifier of those that are wanted.
    """
    chosen = operations.loc[list(shares), ["name", "step"]]
    lines = [
        OperationLine(
            str(row.Index), row.name, row.step, word(STEP_WORDS, row.step) or row.step, shares[row.Index]
        )
        for row in chosen.itertuples()
    ]
    return tuple(sorted(lines, key=lambda line: (step_position(line.step), line.name, line.id)))


def by_step(lines: Collection[OperationLine]) -> tuple[Tally, ...]:
    """Count operations by step, in the order of their life; steps without any are left out."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.step] = counts.get(line.step, 0) + 1
    return tuple(
        Tally(step, word(STEP_WORDS, step), counts[step]) for step in sorted(counts, key=step_position)
    )


def _inside(world: World, generation: str, code: str) -> dict[str, float | None]:
    """Operations that lie in a neighbourhood, with the share of their footprint."""
    table = links(world)
    rows = table[(table["generation"] == generation) & (table["code"] == code) & (table["share"] > 0)]
    return dict(zip(rows["operation_id"], rows["share"].astype(float), strict=True))


def _feature(snapshot: Snapshot | None, layer: str, code: str) -> tuple[Snapshot, int]:
    position = None if snapshot is None else snapshot.position(code)
    if snapshot is None or position is None:
        raise UnknownPlaceError(layer, code)
    return snapshot, position


def _row(snapshot: Snapshot, position: int) -> dict[str, Any]:
    layer: Layer = snapshot.layer
    return {name: known(snapshot.frame[name].iloc[position]) for name in layer.names}


def _neighbourhoods(world: World, commune: str | None) -> tuple[NeighbourhoodLine, ...]:
    """Neighbourhoods whose source names the commune: outlines spill over generalised boundaries."""
    found = []
    for generation in GENERATIONS:
        snapshot = world.snapshot(generation)
        if snapshot is None or commune is None:
            continue
        cells = zip(snapshot.frame["code"], snapshot.frame["name"], snapshot.frame["communes"], strict=True)
        found += [
            NeighbourhoodLine(generation, code, known(name))
            for code, name, communes in cells
            if fold(commune) in _names(known(communes))
        ]
    return tuple(found)


def _names(communes: str | None) -> set[str]:
    """Names in a cell that holds one commune or several, as a search compares them."""
    return {fold(name) for name in re.split(r"[|,;/]", communes or "")}
