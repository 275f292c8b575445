"""Small numbers are kept secret, and so are others that would give them back: statistical confidentiality.

Numbers on persons are not published under 11, those on enterprises not under 3; a zero tells of nobody, and is
published. Where a total and all its parts but one are published, the last one is known: further numbers are kept secret
until, from everything that is published in all tables together, nobody can tell a small number. That is checked by
linear programming, as an attacker would do it.

References
----------
Commission nationale du secret statistique; loi n° 51-711 du 7 juin 1951. Method: Hundepool et al., "Statistical
Disclosure Control", 2012, chapter 4 (protection levels and the attacker's problem).
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from programme.evaluation.linear import Polytope, Reach

PERSONS, ENTERPRISES = 11, 3
"""Least numbers that are published."""


@dataclass(frozen=True, eq=False)
class Cells:
    """All that is published together: c cells, each the sum of some of v contributions.

    Attributes
    ----------
    keys
        Names of the c cells.
    members
        Shape (c, v): whether a contribution counts in a cell. Everybody knows which do; their size is the secret.
    contributions
        Shape (v): whole numbers that are not negative.
    shown
        Shape (c): False for a number that is not shown but that a reader works out from others: it is protected too.
    """

    keys: Sequence[Hashable]
    members: npt.NDArray[np.bool_]
    contributions: npt.NDArray[np.int64]
    shown: npt.NDArray[np.bool_]

    @property
    def values(self) -> npt.NDArray[np.int64]:
        """Values of the c cells."""
        found: npt.NDArray[np.int64] = self.members.astype("int64") @ self.contributions
        return found


def kept_secret(cells: Cells, minimum: int = PERSONS) -> frozenset[Hashable]:
    """Choose the cells that must not be published.

    First every small one, from 1 to ``minimum`` − 1. Then, again and again, the least of those that hold the
    interval of a secret cell where it is, until each small cell may have any of ``minimum`` consecutive values or more,
    and every other secret cell at least two.

    Parameters
    ----------
    cells
        Everything that is published together, also in other tables.
    minimum
        Least number that is published.

    Returns
    -------
    Keys of the shown cells to keep secret.
    """
    values, members = cells.values, _merged(cells)
    small = (values >= 1) & (values < minimum)
    secret = small & cells.shown
    while (small | secret).any():
        attacker = Attack(members, values, cells.shown & ~secret, secret)
        more = _more(attacker, cells.shown & ~secret & (values > 0), values, members, small, secret, minimum)
        if not more.any():
            break
        secret |= more
    return frozenset(key for key, hidden in zip(cells.keys, secret, strict=True) if hidden)


def attack(cells: Cells, secret: Collection[Hashable]) -> "Attack":
    """What an attacker works out when some cells are kept secret, and all others that are shown are published."""
    hidden = np.array([key in secret for key in cells.keys], dtype=bool)
    return Attack(_merged(cells), cells.values, cells.shown & ~hidden, cells.shown & hidden)


class Attack:
    """The attacker's problem: every set of contributions that agrees with what is published.

    Who attacks knows that contributions are not negative, and that a secret cell is not 0: a zero would be published.

    Parameters
    ----------
    members
        Shape (c, v), 0 or 1, as of :class:`Cells`.
    values
        Shape (c).
    published, secret
        Flags over the cells.
    """

    def __init__(
        self,
        members: npt.NDArray[np.float64],
        values: npt.NDArray[np.int64],
        published: npt.NDArray[np.bool_],
        secret: npt.NDArray[np.bool_],
    ) -> None:
        self._members, self._published = members, published
        hidden = members[secret]
        # Rows of published cells, then those that say that a secret one is 1 at least.
        self._slack = len(hidden)
        rows = np.vstack(
            [
                np.hstack([members[published], np.zeros((int(published.sum()), self._slack))]),
                np.hstack([hidden, -np.eye(self._slack)]),
            ]
        )
        self._polytope = Polytope(rows, np.concatenate([values[published], np.ones(self._slack)]))

    def reach(self, place: int) -> Reach:
        """Interval of a cell, and flags over all cells: which published ones hold it."""
        found = self._polytope.reach(np.concatenate([self._members[place], np.zeros(self._slack)]))
        binding = np.zeros(len(self._published), dtype=bool)
        binding[self._published] = found.binding[: int(self._published.sum())]
        return Reach(found.least, found.most, binding)


def whole_values(reach: Reach) -> float:
    """How many whole numbers an interval holds."""
    return float(np.floor(reach.most + 1e-6) - np.ceil(reach.least - 1e-6) + 1)


def _merged(cells: Cells) -> npt.NDArray[np.float64]:
    """Contributions that count in the same cells are told apart by nothing: one column stands for them."""
    if not cells.members.size:
        return cells.members.astype("float64")
    return np.unique(cells.members, axis=1).astype("float64")


def _more(
    attacker: Attack,
    candidates: npt.NDArray[np.bool_],
    values: npt.NDArray[np.int64],
    members: npt.NDArray[np.float64],
    small: npt.NDArray[np.bool_],
    secret: npt.NDArray[np.bool_],
    minimum: int,
) -> npt.NDArray[np.bool_]:
    """Further cells to keep secret, one for each cell whose interval is too narrow and that none of them helps yet."""
    chosen = np.zeros(len(values), dtype=bool)
    for place in np.flatnonzero(small | secret):
        reach = attacker.reach(int(place))
        if whole_values(reach) >= (minimum if small[place] else 2) or (reach.binding & chosen).any():
            continue
        chosen[_next(values, candidates, reach, members[place], members)] = True
    return chosen


def _next(
    values: npt.NDArray[np.int64],
    candidates: npt.NDArray[np.bool_],
    reach: Reach,
    target: npt.NDArray[np.float64],
    members: npt.NDArray[np.float64],
) -> int:
    """Least published cell that holds the interval, or else that shares a contribution with the target."""
    for flags in (reach.binding, members @ target > 0):
        places = np.flatnonzero(candidates & flags)
        if len(places):
            return int(places[np.argmin(values[places])])
    raise ArithmeticError("a small number is known from zeros alone")
