"""The programme and the library side by side as arrays: what the indicators of every place are summed from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from programme.cells import known
from programme.desk import Clause
from programme.places import links
from programme.steps import Step
from programme.world import GENERATIONS, World

Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]

BORDER_M = 500.0
"""Width of the border of a neighbourhood, the limit included."""

DWELLING_COLUMNS = ("demolished", "rebuilt_on_site", "rebuilt_elsewhere", "requalified", "residentialised")
"""Columns of the operations, without ``dwellings_``."""
_DONE = (Step.DELIVERED, Step.SETTLED)
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Arrays:
    """n operations, a social actions.

    Attributes
    ----------
    operations
        Identifiers of the n operations.
    commune, family
        Of each, as objects.
    kept
        Shape (n): False for abandoned operations.
    done
        Shape (n): delivered or settled by the step that they have reached.
    done_on
        Shape (n): ordinal of the day of delivery; the greatest whole number where no date tells it.
    mapped
        Shape (n): has a footprint.
    dwellings
        Shape (n) by column of :data:`DWELLING_COLUMNS`.
    hours
        By clause, shape (4, n): worked and integration planned, worked and integration done; −1 where unknown.
    households
        Shape (2, n): to rehouse and rehoused; −1 where unknown.
    actions
        Identifiers of the a social actions.
    theme, action_commune
        Of each, as objects.
    began
        Shape (a): year in which it starts; 0 where unknown.
    inside
        For each generation and code, the n flags of the operations that lie in it at least in part.
    near
        The same for those within 500 m, those inside too.
    linked
        For each code of a neighbourhood, the a flags of the actions that are linked to it directly.
    of_operation
        Pairs (position of an action, position of an operation), shape (p, 2).
    fictitious
        Some operation is invented.
    """

    operations: pd.Index
    commune: npt.NDArray[np.object_]
    family: npt.NDArray[np.object_]
    kept: Flags
    done: Flags
    done_on: Whole
    mapped: Flags
    dwellings: Mapping[str, Whole]
    hours: Mapping[Clause, Whole]
    households: Whole
    actions: pd.Index
    theme: npt.NDArray[np.object_]
    action_commune: npt.NDArray[np.object_]
    began: Whole
    inside: Mapping[tuple[str, str], Flags]
    near: Mapping[tuple[str, str], Flags]
    linked: Mapping[str, Flags]
    of_operation: npt.NDArray[np.intp]
    fictitious: bool

    @property
    def dated(self) -> Flags:
        """Which operations bear a day of delivery."""
        return self.done_on < _NEVER

    def delivered_by(self, day: dt.date) -> Flags:
        """Which operations were delivered on a day, by their dates alone."""
        return self.done_on <= day.toordinal()

    def actions_of(self, operations: Flags) -> Flags:
        """Which social actions are linked to some of the operations."""
        found = np.zeros(len(self.actions), dtype=bool)
        found[self.of_operation[operations[self.of_operation[:, 1]], 0]] = True
        return found


def arrays(world: World) -> Arrays:
    """Arrays of a world, worked out once for all threads."""
    return world.derive(_arrays)


def _arrays(world: World) -> Arrays:
    programme = world.programme
    operations, actions = programme.operations, programme.social_actions
    geometries = operations.geometry.to_numpy()
    done_on = _done_on(programme.milestones, operations.index)
    inside, near = _by_neighbourhood(world, operations.index)
    return Arrays(
        operations=operations.index,
        commune=operations["commune"].to_numpy(dtype=object),
        family=operations["family"].to_numpy(dtype=object),
        kept=~operations["step"].isin([Step.ABANDONED.value]).to_numpy(),
        done=operations["step"].isin([step.value for step in _DONE]).to_numpy(),
        done_on=done_on,
        mapped=~(shapely.is_missing(geometries) | shapely.is_empty(geometries)),
        dwellings={name: operations[f"dwellings_{name}"].to_numpy("int64") for name in DWELLING_COLUMNS},
        hours=_hours(programme.work_hours, operations.index),
        households=_households(programme.rehousing, operations.index),
        actions=actions.index,
        theme=actions["theme"].to_numpy(dtype=object),
        action_commune=actions["commune"].to_numpy(dtype=object),
        began=np.array(
            [0 if (day := known(cell)) is None else day.year for cell in actions["start"]], "int64"
        ),
        inside=inside,
        near=near,
        linked=_linked(programme.social_action_neighbourhoods, actions.index),
        of_operation=_pairs(programme.social_action_operations, actions.index, operations.index),
        fictitious=bool(operations["fictitious"].any()),
    )


def _done_on(milestones: pd.DataFrame, operations: pd.Index) -> Whole:
    """Day on which each operation was first delivered or settled."""
    found = np.full(len(operations), _NEVER, dtype="int64")
    mine = milestones[milestones["step"].isin([step.value for step in _DONE]) & milestones["actual"].notna()]
    positions = operations.get_indexer(mine["operation_id"])
    days = np.array([day.toordinal() for day in mine["actual"]], dtype="int64")
    np.minimum.at(found, positions[positions >= 0], days[positions >= 0])
    return found


def _hours(table: pd.DataFrame, operations: pd.Index) -> dict[Clause, Whole]:
    names = ("worked_planned", "integration_planned", "worked_done", "integration_done")
    found = {}
    for clause in Clause:
        mine = table[table["clause"] == clause.value]
        found[clause] = _numbers(mine, mine["operation_id"], names, operations)
    return found


def _households(table: pd.DataFrame, operations: pd.Index) -> Whole:
    return _numbers(table, table.index, ("households_to_rehouse", "households_rehoused"), operations)


def _numbers(
    table: pd.DataFrame, of: pd.Series | pd.Index, names: tuple[str, ...], operations: pd.Index
) -> Whole:
    """Whole numbers of each operation, one row for each name; −1 where unknown."""
    found = np.full((len(names), len(operations)), -1, dtype="int64")
    positions = operations.get_indexer(of)
    for row, name in enumerate(names):
        cells = [-1 if (value := known(cell)) is None else int(value) for cell in table[name]]
        found[row, positions[positions >= 0]] = np.array(cells, dtype="int64")[positions >= 0]
    return found


def _by_neighbourhood(
    world: World, operations: pd.Index
) -> tuple[dict[tuple[str, str], Flags], dict[tuple[str, str], Flags]]:
    inside: dict[tuple[str, str], Flags] = {}
    near: dict[tuple[str, str], Flags] = {}
    for generation in GENERATIONS:
        snapshot = world.snapshot(generation)
        for code in () if snapshot is None else snapshot.frame["code"]:
            inside[generation, code] = np.zeros(len(operations), dtype=bool)
            near[generation, code] = np.zeros(len(operations), dtype=bool)
    table = links(world)
    positions = operations.get_indexer(table["operation_id"])
    cells = zip(
        table["generation"], table["code"], table["share"], table["distance_m"], positions, strict=True
    )
    for generation, code, share, distance_m, position in cells:
        inside[generation, code][position] |= share > 0
        near[generation, code][position] |= distance_m <= BORDER_M
    return inside, near


def _linked(table: pd.DataFrame, actions: pd.Index) -> dict[str, Flags]:
    found: dict[str, Flags] = {}
    positions = actions.get_indexer(table["social_action_id"])
    for code, position in zip(table["neighbourhood_code"], positions, strict=True):
        flags = found.setdefault(code, np.zeros(len(actions), dtype=bool))
        if position >= 0:
            flags[position] = True
    return found


def _pairs(table: pd.DataFrame, actions: pd.Index, operations: pd.Index) -> npt.NDArray[np.intp]:
    pairs = np.column_stack(
        [actions.get_indexer(table["social_action_id"]), operations.get_indexer(table["operation_id"])]
    )
    return pairs[(pairs >= 0).all(axis=1)]
