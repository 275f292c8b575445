"""Where money for stone and money for people meet, and where they do not: by neighbourhood and by operation."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from core.text import fold
from programme.cells import known, plain_record
from programme.money.ledger import euros, ledger
from programme.places import links
from programme.social.ledger import social_ledger
from programme.social.places import Placing, action_neighbourhoods, placings
from programme.steps import Step
from programme.visibility import sees_funding
from programme.world import World


class Meeting(StrEnum):
    """What a place has."""

    BOTH = "both"
    STONE = "stone"
    PEOPLE = "people"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A neighbourhood or an operation.

    Attributes
    ----------
    layer, id, name
        ``operations`` or the key of a generation; identifier; name.
    communes
        Names, as the source gives them.
    operations, stone_cents
        Operations that are not abandoned, and the funding of their plans (subsidies, loans and own funds); None where
        the reader may not see who pays.
    actions, people_cents
        Social actions, and what was granted to them.
    around
        Of an operation: actions of the neighbourhoods that it lies in, its own left out.
    approximate
        The outline of the neighbourhood is not the official one.
    """

    layer: str
    id: str
    name: str
    communes: str
    operations: int
    stone_cents: int | None
    actions: int
    people_cents: int
    around: int = 0
    approximate: bool = False

    @property
    def meeting(self) -> Meeting:
        """Whether stone, people, both or neither are there."""
        if self.operations and self.actions:
            return Meeting.BOTH
        if self.operations:
            return Meeting.STONE
        return Meeting.PEOPLE if self.actions else Meeting.NEITHER

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; amounts in euros, as text with every digit."""
        return {
            "layer": self.layer,
            "id": self.id,
            "name": self.name,
            "communes": self.communes,
            "meeting": self.meeting.value,
            "operations": self.operations,
            "funding_eur": None if self.stone_cents is None else plain_record(euros(self.stone_cents)),
            "actions": self.actions,
            "granted_eur": plain_record(euros(self.people_cents)),
            "actions_around": self.around,
        }


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Actions that no map can show.

    Attributes
    ----------
    nowhere
        Neither operation, nor neighbourhood, nor commune.
    commune_alone
        A commune and nothing more precise.
    """

    nowhere: tuple[str, ...]
    commune_alone: tuple[str, ...]


def neighbourhoods_meeting(
    world: World, generation: str, actions: Iterable[str], codes: Collection[str] | None = None
) -> tuple[MeetingRow, ...]:
    """Compare stone and people in the neighbourhoods of one generation.

    Parameters
    ----------
    world
        As the reader may see it.
    generation
        Key of the layer; the two series are never summed.
    actions
        Identifiers of the social actions that count.
    codes
        Neighbourhoods that are wanted; None: all.

    Returns
    -------
    By name. An operation counts whole in each neighbourhood that it lies in, and so does an action that is declared in
    it or linked to an operation that lies in it: the rows are not to be summed.
    """
    snapshot = world.snapshot(generation)
    if snapshot is None:
        return ()
    inside = links(world)
    inside = inside[(inside["generation"] == generation) & (inside["share"] > 0)]
    operations = _grouped(inside["code"], inside["operation_id"])
    places = action_neighbourhoods(world)
    places = places[places["generation"] == generation]
    social = _grouped(places["code"], places["social_action_id"])
    sums = _Sums(world, actions)
    cells = zip(*(snapshot.frame[name] for name in ("code", "name", "communes", "approximate")), strict=True)
    rows = [
        sums.row(
            generation,
            str(code),
            str(known(name) or code),
            str(known(communes) or ""),
            operations.get(code, ()),
            social.get(code, ()),
            approximate=bool(known(approximate)),
        )
        for code, name, communes, approximate in cells
        if codes is None or code in codes
    ]
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))


def operations_meeting(
    world: World, actions: Iterable[str], operations: Iterable[str]
) -> tuple[MeetingRow, ...]:
    """Compare stone and people in operations, those that are abandoned left out.

    Parameters
    ----------
    world, actions
        As for :func:`neighbourhoods_meeting`.
    operations
        Identifiers of those that are wanted.

    Returns
    -------
    By name.
    """
    linked = world.programme.social_action_operations
    social = _grouped(linked["operation_id"], linked["social_action_id"])
    inside = links(world)
    inside = inside[inside["share"] > 0]
    codes = _grouped(inside["operation_id"], inside["code"])
    places = action_neighbourhoods(world)
    there = _grouped(places["code"], places["social_action_id"])
    sums = _Sums(world, actions)
    frame = world.programme.operations
    rows = []
    for operation in operations:
        if operation not in sums.standing:
            continue
        own = social.get(operation, frozenset())
        near = frozenset(action for code in codes.get(operation, ()) for action in there.get(code, ()))
        rows.append(
            sums.row(
                "operations",
                operation,
                str(frame["name"][operation]),
                world.commune_name(frame["commune"][operation]) or "",
                (operation,),
                own,
                around=len((near - own) & sums.counted),
            )
        )
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))


def unplaced(world: World, actions: Iterable[str]) -> Unplaced:
    """Find the actions that no map can show, in the order given."""
    where = placings(world)
    chosen = list(actions)
    return Unplaced(
        tuple(action for action in chosen if where[action] == Placing.NOWHERE),
        tuple(action for action in chosen if where[action] == Placing.COMMUNE),
    )


class _Sums:
    """Funding by operation and grants by action, in cents."""

    def __init__(self, world: World, actions: Iterable[str]) -> None:
        frame = world.programme.operations
        self.counted = frozenset(actions)
        self.standing = frozenset(frame.index[frame["step"] != Step.ABANDONED])
        book, social = ledger(world), social_ledger(world)
        planned = np.zeros(len(book.operations), dtype=np.int64)
        np.add.at(planned, book.operation, book.planned_cents)
        granted = np.zeros(len(social.actions), dtype=np.int64)
        np.add.at(granted, social.action, social.granted_cents)
        self.withheld = not sees_funding(world.role)
        self.stone = dict(zip(book.operations, planned.tolist(), strict=True))
        self.people = dict(zip(social.actions, granted.tolist(), strict=True))

    def row(
        self,
        layer: str,
        identifier: str,
        name: str,
        communes: str,
        operations: Iterable[str],
        actions: Iterable[str],
        *,
        around: int = 0,
        approximate: bool = False,
    ) -> MeetingRow:
        stone = [operation for operation in operations if operation in self.standing]
        people = [action for action in actions if action in self.counted]
        return MeetingRow(
            layer=layer,
            id=identifier,
            name=name,
            communes=communes,
            operations=len(stone),
            stone_cents=None if self.withheld else sum(self.stone[operation] for operation in stone),
            actions=len(people),
            people_cents=sum(self.people[action] for action in people),
            around=around,
            approximate=approximate,
        )


def _grouped(keys: "pd.Series[str]", values: "pd.Series[str]") -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in zip(keys, values, strict=True):
        found[key].add(value)
    return {key: frozenset(held) for key, held in found.items()}
