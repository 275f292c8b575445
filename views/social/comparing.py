"""What the part of stone and people compares: the places that the filters keep, and what is told of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.formats import number
from core.languages import N_, _, plural
from maps.meeting import MEETING_WORDS, OPERATION_WORDS, Placed
from programme.selection import select
from programme.social.meeting import (
    Meeting,
    MeetingRow,
    Unplaced,
    neighbourhoods_meeting,
    operations_meeting,
    unplaced,
)
from programme.social.places import action_neighbourhoods, neighbourhood_communes
from programme.steps import Step
from programme.world import World
from views import panel
from views.social.state import places, state
from views.social.words import cents

STATES = (Meeting.STONE, Meeting.PEOPLE, Meeting.NEITHER, Meeting.BOTH)
"""What lacks something first."""


@dataclass(frozen=True)
class Compared:
    """Everything that the part shows.

    Attributes
    ----------
    neighbourhoods, operations
        With their shapes; those that lack something first.
    unplaced
        Actions that no map can show.
    abandoned
        Operations that are not compared.
    actions
        How many actions the filters keep.
    """

    neighbourhoods: tuple[Placed, ...]
    operations: tuple[Placed, ...]
    unplaced: Unplaced
    abandoned: int
    actions: int

    @property
    def every(self) -> tuple[Placed, ...]:
        """Both, in the order that a mark on the map tells."""
        return (*self.neighbourhoods, *self.operations)


def compare(world: World, ids: pd.Index) -> Compared:
    """Compare the places that the filters keep, with the actions that they keep."""
    where = places()
    operations = select(world, where)
    steps = world.programme.operations["step"][operations]
    return Compared(
        _placed(world, neighbourhoods_meeting(world, state().generation, ids, _codes(world))),
        _placed(world, operations_meeting(world, ids, operations)),
        unplaced(world, ids),
        int((steps == Step.ABANDONED).sum()),
        len(ids),
    )


def _codes(world: World) -> set[str] | None:
    """Neighbourhoods that the filters of the map keep; None: all."""
    where = places()
    if not (where.communes or where.neighbourhoods):
        return None
    communes = neighbourhood_communes(world)
    kept = {
        code for code, found in communes.items() if not where.communes or set(found) & set(where.communes)
    }
    return kept & set(where.neighbourhoods) if where.neighbourhoods else kept


def _placed(world: World, rows: Sequence[MeetingRow]) -> tuple[Placed, ...]:
    ordered = sorted(rows, key=lambda row: STATES.index(row.meeting))
    return tuple(Placed(row, panel.shape_of(world, row.layer, row.id)) for row in ordered)


def actions_there(world: World, ids: pd.Index, layer: str, identifier: str) -> list[str]:
    """Actions of a place among those that the filters keep."""
    if layer == "operations":
        linked = world.programme.social_action_operations
        there = set(linked.loc[linked["operation_id"] == identifier, "social_action_id"])
    else:
        table_ = action_neighbourhoods(world)
        there = set(table_.loc[table_["code"] == identifier, "social_action_id"])
    return [action for action in ids if action in there]


def told(row: MeetingRow) -> str:
    """What a mark says: name, state, and what is there."""
    words = OPERATION_WORDS if row.layer == "operations" else MEETING_WORDS
    said = [f"{row.name} · {_(words[row.meeting])}"]
    if row.layer != "operations":
        said.append(operations_words(row.operations))
    if row.stone_cents is not None and row.operations:
        said.append(_("{amount} € of funding").format(amount=cents(row.stone_cents)))
    if row.actions:
        said += [
            actions_words(row.actions),
            _("{amount} € granted").format(amount=cents(row.people_cents)),
        ]
    elif row.around:
        said.append(around_words(row.around))
    return " · ".join(said)


def operations_words(count: int) -> str:
    """Number of operations, in words."""
    return plural(count, N_("{count} operation"), N_("{count} operations")).format(count=number(count))


def actions_words(count: int) -> str:
    """Number of social actions, in words."""
    return plural(count, N_("{count} social action"), N_("{count} social actions")).format(
        count=number(count)
    )


def around_words(count: int) -> str:
    """Number of social actions in the neighbourhood of an operation that has none, in words."""
    return _("{count} in its neighbourhood").format(count=number(count))
