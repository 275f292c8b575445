"""Households to rehouse and rehoused by place, as they may be published.

Small numbers are kept secret, and so is what would give them back. All places are looked at together, for a number of
a site, of a neighbourhood and of a commune are sums of the same operations. Households still to rehouse are not shown,
but anybody subtracts: they are protected too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from programme.evaluation.arrays import Flags, Whole, arrays
from programme.evaluation.place import Place, places
from programme.evaluation.suppression import Cells, kept_secret
from programme.evaluation.zone import zone
from programme.world import World


class Households(StrEnum):
    """Which households are counted."""

    TO_REHOUSE = "to_rehouse"
    REHOUSED = "rehoused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Count:
    """Households of one place.

    Attributes
    ----------
    value
        None where it is kept secret, or where no operation tells any.
    secret
        True: kept secret.
    untold
        Operations of the place that tell the one number of the two and not this one.
    """

    value: int | None
    secret: bool = False
    untold: int = 0


def households(world: World) -> Mapping[tuple[Place, Households], Count]:
    """Published numbers of households of every place, worked out once.

    Returns
    -------
    To rehouse and rehoused by place; ``value`` None and ``secret`` False: no operation of the place tells any.
    """
    return world.derive(_households)


def _households(world: World) -> dict[tuple[Place, Households], Count]:
    content = arrays(world)
    concerned = (content.households >= 0).any(axis=0)
    numbers = content.households[:, concerned]
    everywhere = places(world)
    members = np.array([zone(world, place).operations[concerned] for place in everywhere])
    secret = kept_secret(_cells(everywhere, members, numbers))
    found = {}
    for place, mine in zip(everywhere, members, strict=True):
        for what, row in zip((Households.TO_REHOUSE, Households.REHOUSED), numbers, strict=True):
            told = row[mine] >= 0
            hidden = (place, what) in secret
            value = None if hidden or not told.any() else int(row[mine][told].sum())
            found[place, what] = Count(value, hidden, int((~told).sum()))
    return found


def _cells(everywhere: tuple[Place, ...], members: Flags, numbers: Whole) -> Cells:
    """Cells of both numbers and of their difference, over the contributions that make them.

    An operation that tells both numbers contributes those that are rehoused and those that are left; another one, or
    one that rehouses more than it should, contributes each number by itself.
    """
    to_rehouse, rehoused = numbers
    both = (to_rehouse >= 0) & (rehoused >= 0)
    split = both & (rehoused <= to_rehouse)
    alone = ~split & (to_rehouse >= 0)
    done = rehoused >= 0
    contributions = np.concatenate([rehoused[done], (to_rehouse - rehoused)[split], to_rehouse[alone]])

    def over(flags: Flags, *, done_part: Flags, split_part: bool, alone_part: bool) -> npt.NDArray[np.bool_]:
        return np.hstack(
            [flags[:, done] & done_part[done], flags[:, split] & split_part, flags[:, alone] & alone_part]
        )

    whole = over(members, done_part=split, split_part=True, alone_part=True)
    part = over(members, done_part=done, split_part=False, alone_part=False)
    left = over(members, done_part=np.zeros_like(done), split_part=True, alone_part=False)
    # The difference is known only where every operation of the place tells both numbers.
    told = np.array([bool(split[mine].all()) for mine in members], dtype=bool)
    keys = [(place, what) for what in Households for place in everywhere]
    shown = np.repeat([True, True, False], len(everywhere))
    kept = np.concatenate([np.ones(2 * len(everywhere), dtype=bool), told])
    stacked = np.vstack([whole, part, left])
    return Cells(
        [key for key, keep in zip(keys, kept, strict=True) if keep], stacked[kept], contributions, shown[kept]
    )
