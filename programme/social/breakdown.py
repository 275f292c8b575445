"""Social actions counted by theme, neighbourhood, public, holder, commune, year or funder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from core.languages import _
from core.text import fold
from programme.cells import known, plain_record
from programme.money.ledger import Cents, Flags, euros
from programme.social.ledger import NO_YEAR, social_ledger
from programme.social.places import action_communes, action_neighbourhoods, neighbourhood_names
from programme.words import PUBLICS, THEMES, word
from programme.world import World


class SocialGrouping(StrEnum):
    """What the rows are."""

    THEME = "theme"
    NEIGHBOURHOOD_2024 = "neighbourhoods_2024"
    NEIGHBOURHOOD_2015 = "neighbourhoods_2015"
    PUBLIC = "public"
    HOLDER = "holder"
    COMMUNE = "commune"
    YEAR = "year"
    FUNDER = "funder"


OF_LINES = (SocialGrouping.YEAR, SocialGrouping.FUNDER)
"""Groupings by what each line says: their amounts add up, whereas an action may count in several rows."""


@dataclass(frozen=True, slots=True)
class SocialRow:
    """Actions of one group.

    Attributes
    ----------
    key
        Code, name, year; empty for those of none.
    label, detail
        Words in the language in force; code beside it.
    actions
        How many.
    requested_cents, granted_cents
        None where none of them states it.
    hours_planned, hours_done
        Of their integration clause; None where none of them has one.
    meetings
        None where none of them states any.
    """

    key: str
    label: str
    detail: str
    actions: int
    requested_cents: int | None
    granted_cents: int | None
    hours_planned: int | None
    hours_done: int | None
    meetings: int | None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; amounts in euros, as text with every digit."""
        return {
            "key": self.key,
            "label": self.label,
            "actions": self.actions,
            "requested_eur": _euros(self.requested_cents),
            "granted_eur": _euros(self.granted_cents),
            "hours_planned": self.hours_planned,
            "hours_done": self.hours_done,
            "meetings": self.meetings,
        }


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Actions by group.

    Attributes
    ----------
    grouping
        What the rows are.
    rows
        Themes and publics in the order of the nomenclature, years in theirs, others by name; those of none last.
    total
        Every action once.
    shared
        Actions that stand in several rows: the rows then add up to more than the total, in numbers, and in amounts too
        unless the grouping is one of :data:`OF_LINES`.
    """

    grouping: SocialGrouping
    rows: tuple[SocialRow, ...]
    total: SocialRow
    shared: int


def breakdown(world: World, ids: pd.Index, grouping: SocialGrouping, years: Sequence[int] = ()) -> Breakdown:
    """Count social actions by group.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Identifiers of the actions that count.
    grouping
        What the rows are. Neighbourhoods count the actions declared there and those of the operations that lie there.
    years
        Amounts of these years alone; none: of all.
    """
    found = _Sums(world, ids, years)
    pairs = _pairs(world, ids, grouping, found)
    groups: dict[str, list[str]] = {}
    for action, key in pairs:
        groups.setdefault(key, []).append(action)
    words = _words(world, grouping)
    order = sorted(groups, key=lambda key: _rank(grouping, key, words))
    rows = tuple(
        found.row(key, *words.get(key, _unnamed(grouping, key)), groups[key], grouping) for key in order
    )
    several = pd.Series([action for action, _key in pairs], dtype="str").value_counts()
    return Breakdown(grouping, rows, found.row("", _("Total"), "", list(ids), None), int((several > 1).sum()))


def granted_share(world: World, ids: pd.Index, years: Sequence[int] = ()) -> Decimal | None:
    """Granted ÷ requested, over the actions that state both; None where none does, or nothing is requested."""
    book = social_ledger(world)
    lines = book.lines_of(ids, years)
    both = book.requested_stated & book.granted_stated
    told = lines & both[book.action]
    requested, granted = (int(cents[told].sum()) for cents in (book.requested_cents, book.granted_cents))
    return Decimal(granted) / requested if requested else None


class _Sums:
    """Sums over actions and over their lines."""

    def __init__(self, world: World, ids: pd.Index, years: Sequence[int]) -> None:
        self.book = social_ledger(world)
        self.lines = np.flatnonzero(self.book.lines_of(ids, years))
        actions = world.programme.social_actions
        self.names = self.book.actions.to_numpy()
        self.places = {name: place for place, name in enumerate(self.names)}
        self.told = {
            name: [known(cell) for cell in actions[name]]
            for name in ("hours_planned", "hours_done", "meetings")
        }
        self.nothing = np.empty(0, dtype=np.intp)
        of_line = self.book.action[self.lines]
        order = np.argsort(of_line, kind="stable")
        starts = np.flatnonzero(np.diff(of_line[order], prepend=-1))
        groups = np.split(self.lines[order], starts[1:]) if len(starts) else []
        self.by_action = dict(zip(of_line[order][starts].tolist(), groups, strict=True))

    def row(
        self, key: str, label: str, detail: str, ids: Sequence[str], grouping: SocialGrouping | None
    ) -> SocialRow:
        places = [self.places[name] for name in ids]
        own = np.concatenate([self.nothing, *(self.by_action.get(place, self.nothing) for place in places)])
        if grouping is SocialGrouping.YEAR:
            own = own[self.book.year[own] == (int(key) if key else NO_YEAR)]
        elif grouping is SocialGrouping.FUNDER:
            own = own[self.book.funder[own] == (key or None)]
        return SocialRow(
            key=key,
            label=label,
            detail=detail,
            actions=len(places),
            requested_cents=_amount(self.book.requested_cents[own], self.book.requested_stated[places]),
            granted_cents=_amount(self.book.granted_cents[own], self.book.granted_stated[places]),
            hours_planned=self._whole("hours_planned", places),
            hours_done=self._whole("hours_done", places),
            meetings=self._whole("meetings", places),
        )

    def _whole(self, name: str, places: Sequence[int]) -> int | None:
        column = self.told[name]
        told = [column[place] for place in places if column[place] is not None]
        return sum(told) if told else None


def _amount(cents: Cents, stated: Flags) -> int | None:
    return int(cents.sum()) if stated.any() else None


def _pairs(world: World, ids: pd.Index, grouping: SocialGrouping, sums: _Sums) -> list[tuple[str, str]]:
    """Action and group, each pair once; the key of an action of none is empty."""
    actions = world.programme.social_actions.loc[ids]
    if grouping in (SocialGrouping.THEME, SocialGrouping.PUBLIC, SocialGrouping.HOLDER):
        return list(zip(actions.index, actions[grouping.value], strict=True))
    if grouping in OF_LINES:
        book, lines = sums.book, sums.lines
        names = sums.names[book.action[lines]]
        keys = (
            [str(year) if year != NO_YEAR else "" for year in book.year[lines].tolist()]
            if grouping is SocialGrouping.YEAR
            else [funder or "" for funder in book.funder[lines]]
        )
        found = list(dict.fromkeys(zip(names, keys, strict=True)))
    elif grouping is SocialGrouping.COMMUNE:
        table = action_communes(world)
        found = list(zip(table["social_action_id"], table["commune"], strict=True))
    else:
        places = action_neighbourhoods(world)
        places = places[places["generation"] == grouping.value]
        found = list(zip(places["social_action_id"], places["code"], strict=True))
    wanted = set(ids)
    kept = [(action, key) for action, key in found if action in wanted]
    placed = {action for action, _key in kept}
    return kept + [(action, "") for action in ids if action not in placed]


def _words(world: World, grouping: SocialGrouping) -> Mapping[str, tuple[str, str]]:
    """Name and detail by key, in the order of the rows where they have one of their own."""
    if grouping is SocialGrouping.THEME:
        return {code: (word(THEMES, code) or code, "") for code in THEMES}
    if grouping is SocialGrouping.PUBLIC:
        return {code: (word(PUBLICS, code) or code, "") for code in PUBLICS}
    if grouping is SocialGrouping.COMMUNE:
        return {code: (name, code) for code, name in world.commune_names.items()}
    if grouping is SocialGrouping.FUNDER:
        funders = world.programme.funders.sort_values(["rank", "name"], kind="stable")
        return {str(row.Index): (row.name, row.short_name) for row in funders.itertuples()}
    if grouping in (SocialGrouping.NEIGHBOURHOOD_2024, SocialGrouping.NEIGHBOURHOOD_2015):
        return {code: (name, code) for code, name in neighbourhood_names(world, grouping.value).items()}
    return {}


_ORDERED = (SocialGrouping.THEME, SocialGrouping.PUBLIC, SocialGrouping.FUNDER)


def _rank(grouping: SocialGrouping, key: str, words: Mapping[str, tuple[str, str]]) -> tuple[Any, ...]:
    if key == "":
        return (1,)
    if grouping in _ORDERED:
        return (0, list(words).index(key) if key in words else len(words), key)
    return (0, fold(words.get(key, (key, ""))[0]), key)


def _unnamed(grouping: SocialGrouping, key: str) -> tuple[str, str]:
    """Words of what has no name of its own, or of those of no group."""
    if key:
        return key, ""
    return {
        SocialGrouping.NEIGHBOURHOOD_2024: _("No neighbourhood of 2024"),
        SocialGrouping.NEIGHBOURHOOD_2015: _("No neighbourhood of 2015"),
        SocialGrouping.COMMUNE: _("No commune told"),
        SocialGrouping.YEAR: _("Year not told"),
        SocialGrouping.FUNDER: _("Funder not told"),
    }.get(grouping, _("Not told")), ""


def _euros(cents: int | None) -> Any:
    return None if cents is None else plain_record(euros(cents))
