"""Chance with a fixed seed: the same draws on every machine and version."""

import random
from collections.abc import Sequence
from typing import TypeVar

SEED = 92
"""Seed of the whole demonstration; each scope of it draws from a stream of its own."""

Item = TypeVar("Item")


class Dice:
    """Draws of one scope.

    Only ``random.Random.random`` is used, whose sequence Python promises to keep; every other draw is
    arithmetic on it. A scope with a name of its own keeps its draws when another one draws more.

    Parameters
    ----------
    scope
        Name of what is drawn, such as ``housing/92050``.

    Examples
    --------
    >>> Dice("test").uniform(0, 1) == Dice("test").uniform(0, 1)
    True
    """

    def __init__(self, scope: str) -> None:
        self._stream = random.Random(f"{SEED}/{scope}")  # noqa: S311 - nothing secret is drawn

    def uniform(self, low: float, high: float) -> float:
        """Draw a number in [low, high)."""
        return low + (high - low) * self._stream.random()

    def integer(self, low: int, high: int) -> int:
        """Draw an integer from low to high, both included."""
        return low + int(self._stream.random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Draw whether something that has this probability happens."""
        return self._stream.random() < probability

    def bell(self, centre: float, spread: float) -> float:
        """Draw around a centre: the sum of three draws, at most 1.5 spreads away on either side."""
        return centre + spread * (sum(self._stream.random() for _ in range(3)) - 1.5)

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of the items."""
        return items[int(self._stream.random() * len(items))]

    def weighted(self, items: Sequence[tuple[Item, float]]) -> Item:
        """Draw one of the items, each with its weight."""
        mark = self._stream.random() * sum(weight for _item, weight in items)
        for item, weight in items:
            mark -= weight
            if mark < 0:
                return item
        return items[-1][0]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Give the items in a drawn order."""
        order = sorted((self._stream.random(), position) for position in range(len(items)))
        return [items[position] for _mark, position in order]

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """Draw several different items, all of them where there are fewer."""
        return self.shuffled(items)[:count]
