"""Which social actions a reader wants to see: AND between criteria, OR within one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import pandas as pd

from core.text import fold
from programme.cells import known
from programme.selection import Option
from programme.social.ledger import NO_YEAR, social_ledger
from programme.social.places import action_communes, action_neighbourhoods
from programme.words import PUBLICS, THEMES, word
from programme.world import World


@dataclass(frozen=True, slots=True)
class Criteria:
    """Criteria; an empty one asks for nothing in particular.

    Attributes
    ----------
    themes, publics
        Values of :class:`programme.themes.Theme` and :class:`programme.themes.Public`.
    holders
        Names of the bodies that carry them.
    communes
        INSEE codes (see :func:`programme.social.places.action_communes`).
    neighbourhoods
        Codes of either generation: declared, or through an operation that lies there.
    years
        In which an action goes on (from its start to its end, and in its grants). Where its end is not known, the year
        of its start and those of its grants count.
    """

    themes: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether every action is selected."""
        return not any(getattr(self, item.name) for item in fields(self))


def select_actions(world: World, criteria: Criteria) -> pd.Index:
    """Choose social actions: identifiers in the order of the programme."""
    actions = world.programme.social_actions
    kept = pd.Series(data=True, index=actions.index)
    for column, wanted in (
        ("theme", criteria.themes),
        ("public", criteria.publics),
        ("holder", criteria.holders),
    ):
        if wanted:
            kept &= actions[column].isin(wanted)
    if criteria.communes:
        table = action_communes(world)
        inside = table.loc[table["commune"].isin(criteria.communes), "social_action_id"]
        kept &= actions.index.isin(inside)
    if criteria.neighbourhoods:
        places = action_neighbourhoods(world)
        there = places.loc[places["code"].isin(criteria.neighbourhoods), "social_action_id"]
        kept &= actions.index.isin(there)
    if criteria.years:
        calendar = action_years(world)
        then = calendar.loc[calendar["year"].isin(criteria.years), "social_action_id"]
        kept &= actions.index.isin(then)
    return actions.index[kept]


def action_years(world: World) -> pd.DataFrame:
    """Years in which each action goes on: ``social_action_id``, ``year`` (int); worked out once."""
    return world.derive(_years)


def _years(world: World) -> pd.DataFrame:
    actions = world.programme.social_actions
    rows = []
    for action, start, end in zip(
        actions.index, map(known, actions["start"]), map(known, actions["end"]), strict=True
    ):
        first, last = start or end, end or start
        if first is not None:
            rows += [(action, year) for year in range(first.year, last.year + 1)]
    book = social_ledger(world)
    told = book.year != NO_YEAR
    rows += zip(book.actions[book.action[told]], book.year[told].tolist(), strict=True)
    found = pd.DataFrame(rows, columns=["social_action_id", "year"])
    return found.astype({"social_action_id": "str", "year": "int64"}).drop_duplicates(ignore_index=True)


@dataclass(frozen=True, slots=True)
class ActionOptions:
    """What each filter of the actions offers, with the number of actions that have it in the whole programme.

    Attributes
    ----------
    themes, publics, holders
        Values with their words.
    years
        From the first to the last.
    """

    themes: tuple[Option, ...]
    publics: tuple[Option, ...]
    holders: tuple[Option, ...]
    years: tuple[int, ...]


def action_options(world: World) -> ActionOptions:
    """Say what each filter offers, with words in the language in force."""
    actions = world.programme.social_actions
    holders = _counts(actions["holder"])
    return ActionOptions(
        themes=_coded(actions["theme"], THEMES),
        publics=_coded(actions["public"], PUBLICS),
        holders=tuple(
            Option(name, name, count=holders[name])
            for name in sorted(holders, key=lambda name: (fold(name), name))
        ),
        years=tuple(sorted(set(action_years(world)["year"].tolist()))),
    )


def _coded(values: "pd.Series[str]", table: Mapping[str, str]) -> tuple[Option, ...]:
    """Codes in the order of the nomenclature, those that it does not hold last."""
    counts = _counts(values)
    order = [*table, *sorted(set(counts) - set(table))]
    return tuple(
        Option(code, word(table, code) or code, count=counts.get(code, 0)) for code in order if code in counts
    )


def _counts(values: "pd.Series[str]") -> dict[str, int]:
    return {str(value): int(count) for value, count in values.value_counts().items()}
