"""The ledger of demolition and reconstruction: what goes, what comes back, where, and what is still owed.

An operation tells how many dwellings it demolishes and rebuilds, on site or elsewhere. It does not tell which dwellings
replace which. Two ends are told only where one operation does both, or where a priority site holds one demolition
alone, which its reconstructions then answer. Nothing else is guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add

import pandas as pd

from core.text import fold
from programme.money.matrix import Grouping, group_words, keys_of_operations
from programme.steps import Step
from programme.world import World

DONE = frozenset({Step.DELIVERED.value, Step.SETTLED.value})
"""Steps at which what an operation brings is there."""
GROUPINGS = (Grouping.OPERATION, Grouping.SITE, Grouping.COMMUNE, Grouping.EPT)
_GONE, _HERE, _AWAY = "dwellings_demolished", "dwellings_rebuilt_on_site", "dwellings_rebuilt_elsewhere"
_COLUMNS = (_GONE, _HERE, _AWAY)


@dataclass(frozen=True, slots=True)
class Dwellings:
    """Social dwellings of one or several operations; abandoned ones count for nothing.

    Attributes
    ----------
    demolished, on_site, elsewhere
        Programmed: demolished, rebuilt on site, rebuilt elsewhere, whatever the step.
    demolished_done, on_site_done, elsewhere_done
        Those of delivered operations among them.
    """

    demolished: int = 0
    on_site: int = 0
    elsewhere: int = 0
    demolished_done: int = 0
    on_site_done: int = 0
    elsewhere_done: int = 0

    @property
    def rebuilt(self) -> int:
        """Programmed, on site and elsewhere."""
        return self.on_site + self.elsewhere

    @property
    def rebuilt_done(self) -> int:
        """Delivered, on site and elsewhere."""
        return self.on_site_done + self.elsewhere_done

    @property
    def unprogrammed(self) -> int:
        """Demolished − rebuilt, as programmed: what no operation gives back; negative where more comes than goes."""
        return self.demolished - self.rebuilt

    @property
    def owed(self) -> int:
        """Demolished already − rebuilt already: what is owed today; negative where reconstruction is ahead.

        Examples
        --------
        >>> Dwellings(demolished=60, elsewhere=50, demolished_done=60, elsewhere_done=20).owed
        40
        """
        return self.demolished_done - self.rebuilt_done

    def __add__(self, other: "Dwellings") -> "Dwellings":
        return Dwellings(
            self.demolished + other.demolished,
            self.on_site + other.on_site,
            self.elsewhere + other.elsewhere,
            self.demolished_done + other.demolished_done,
            self.on_site_done + other.on_site_done,
            self.elsewhere_done + other.elsewhere_done,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger.

    Attributes
    ----------
    key, label, detail
        Of the group, as :func:`programme.money.matrix.group_words` tells it.
    operations
        How many operations demolish or rebuild in it.
    dwellings
        Their sums.
    """

    key: str
    label: str
    detail: str
    operations: int
    dwellings: Dwellings


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries whose sums are the total: an operation in two sites has an entry of both, and counts once."""

    entries: tuple[Entry, ...]
    total: Dwellings


class Untold(StrEnum):
    """Why the other end of an operation is not told."""

    NO_SITE = "no_site"
    NO_OTHER = "no_other"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Both ends of a reconstruction.

    Attributes
    ----------
    origin, destination
        Operation that demolishes and operation that rebuilds; one and the same where it does both.
    sites
        Priority sites that hold both; empty for one operation.
    demolished, rebuilt
        Dwellings that the origin demolishes in all, and that the destination rebuilds in all.
    on_site
        Of those rebuilt, the ones that are rebuilt on site.
    """

    origin: str
    destination: str
    sites: tuple[str, ...]
    demolished: int
    rebuilt: int
    on_site: int


@dataclass(frozen=True, slots=True)
class Loose:
    """An operation whose other end is not told: its dwellings, whether it demolishes or rebuilds, and why."""

    operation_id: str
    dwellings: int
    demolishes: bool
    reason: Untold


@dataclass(frozen=True, slots=True)
class Exchanges:
    """What the programme tells of where dwellings go, and what it does not."""

    told: tuple[Exchange, ...]
    loose: tuple[Loose, ...]


def ledger(world: World, ids: pd.Index, grouping: Grouping) -> Ledger:
    """Balance demolition and reconstruction.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Operations that count.
    grouping
        One of :data:`GROUPINGS`.

    Returns
    -------
    Entries of the groups that demolish or rebuild anything, the greatest demolition first; by name among equals.
    """
    moving = _moving(world)
    moving = moving[moving.index.isin(ids)]
    keys = keys_of_operations(world, grouping).reindex(moving.index)
    done = moving[list(_COLUMNS)].where(moving["step"].isin(DONE), 0)
    counts = pd.concat([moving[list(_COLUMNS)], done.add_suffix("_done")], axis=1)
    sums = counts.groupby(keys.to_numpy()).sum()
    sizes = keys.value_counts()
    entries = [
        Entry(str(key), *group_words(world, grouping, str(key)), int(sizes[key]), Dwellings(*map(int, row)))
        for key, row in zip(sums.index, sums.to_numpy(), strict=True)
    ]
    entries.sort(key=lambda entry: (-entry.dwellings.demolished, fold(entry.label), entry.key))
    return Ledger(tuple(entries), reduce(add, (entry.dwellings for entry in entries), Dwellings()))


def exchanges(world: World, ids: pd.Index) -> Exchanges:
    """Tell where dwellings go, as far as the programme says it.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        An exchange is kept where one of its ends is among them; a loose end where it is.
    """
    found, wanted = world.derive(_exchanges), set(ids)
    return Exchanges(
        tuple(item for item in found.told if {item.origin, item.destination} & wanted),
        tuple(item for item in found.loose if item.operation_id in wanted),
    )


def _moving(world: World) -> pd.DataFrame:
    """Operations that demolish or rebuild; the abandoned ones are out."""
    operations = world.programme.operations
    moves = (operations[list(_COLUMNS)] > 0).any(axis=1) & (operations["step"] != Step.ABANDONED.value)
    return pd.DataFrame(operations.loc[moves, ["step", *_COLUMNS]])


def _exchanges(world: World) -> Exchanges:
    moving = _moving(world)
    links = world.programme.priority_site_operations
    links = links[links["operation_id"].isin(moving.index)]
    gone, back = moving[_GONE], moving[_HERE] + moving[_AWAY]
    sites = links.groupby("operation_id")["priority_site_id"].agg(sorted).to_dict()
    members = links.groupby("priority_site_id")["operation_id"].agg(sorted).to_dict()
    told: list[Exchange] = []
    loose: list[Loose] = []
    for destination in moving.index[back > 0]:
        origins = _others(destination, sites, members, gone)
        reason = _why(origins, sites.get(destination, []))
        if gone[destination] > 0:
            origins, reason = {destination: []}, None
        if reason is not None:
            loose.append(Loose(str(destination), int(back[destination]), demolishes=False, reason=reason))
            continue
        origin, shared = next(iter(origins.items()))
        told.append(
            Exchange(
                str(origin),
                str(destination),
                tuple(shared),
                int(gone[origin]),
                int(back[destination]),
                int(moving[_HERE][destination]),
            )
        )
    loose += _without_destination(moving.index[gone > 0], told, gone, sites, members, back)
    return Exchanges(tuple(told), tuple(loose))


def _others(
    operation_id: str, sites: dict[str, list[str]], members: dict[str, list[str]], counts: pd.Series
) -> dict[str, list[str]]:
    """Operations of the same sites whose count is not 0, with the sites that they share."""
    found: dict[str, list[str]] = {}
    for site in sites.get(operation_id, []):
        for other in members[site]:
            if other != operation_id and counts[other] > 0:
                found.setdefault(other, []).append(site)
    return found


def _why(others: dict[str, list[str]], sites: list[str]) -> Untold | None:
    if len(others) == 1:
        return None
    if others:
        return Untold.SEVERAL
    return Untold.NO_OTHER if sites else Untold.NO_SITE


def _without_destination(
    demolitions: pd.Index,
    told: list[Exchange],
    gone: pd.Series,
    sites: dict[str, list[str]],
    members: dict[str, list[str]],
    back: pd.Series,
) -> Iterator[Loose]:
    """Demolitions that no exchange starts from."""
    started = {item.origin for item in told}
    for origin in demolitions:
        if origin not in started:
            others = _others(origin, sites, members, back)
            reason = Untold.SEVERAL if others else _why(others, sites.get(origin, [])) or Untold.SEVERAL
            yield Loose(str(origin), int(gone[origin]), demolishes=True, reason=reason)
