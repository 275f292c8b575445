"""The money of social actions as whole cents, line by line: what every sum is worked out from.

A line is a grant of one funder in one year. What an action itself states beyond its grants (all of it, where it has
none) is one more line, without funder, in the year in which the action begins: so the lines of an action always add up
to what it states.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from programme.cells import known
from programme.money.ledger import Cents, Flags, whole_cents
from programme.world import World

NO_YEAR = 0


@dataclass(frozen=True, eq=False)
class SocialLedger:
    """n actions and their m lines.

    Attributes
    ----------
    actions
        Identifiers of the n actions, in the order of the programme.
    action, funder, year
        Of each line: position in ``actions``, identifier of the funder (None: not told), year (:data:`NO_YEAR`: not
        known).
    requested_cents, granted_cents
        Of each line; 0 where unknown. What is left of an action is negative where its grants exceed what it states.
    requested_stated, granted_stated
        Shape (n): whether the action, or one of its grants, states the amount.
    """

    actions: pd.Index
    action: npt.NDArray[np.intp]
    funder: npt.NDArray[np.object_]
    year: npt.NDArray[np.int64]
    requested_cents: Cents
    granted_cents: Cents
    requested_stated: Flags
    granted_stated: Flags

    def lines_of(self, ids: Iterable[str], years: Iterable[int] = ()) -> Flags:
        """Whether each line is of one of these actions, and of one of these years where some are named."""
        chosen = np.isin(self.action, self.actions.get_indexer(pd.Index(list(ids), dtype="str")))
        wanted = list(years)
        inside: Flags = chosen & np.isin(self.year, wanted) if wanted else chosen
        return inside


def social_ledger(world: World) -> SocialLedger:
    """Lines of all social actions, worked out once; grants that the reader may not see are left of the action."""
    return world.derive(_ledger)


def _ledger(world: World) -> SocialLedger:
    actions, grants = world.programme.social_actions, world.programme.social_action_grants
    place = actions.index.get_indexer(grants["social_action_id"])
    lines: dict[str, Cents] = {}
    stated: dict[str, Flags] = {}
    for name in ("requested", "granted"):
        given, given_known = whole_cents(grants[f"{name}_eur"])
        whole, whole_known = whole_cents(actions[f"{name}_eur"])
        # Whole cents stay exact in float64 far beyond any amount that the programme keeps.
        told = np.bincount(place, weights=given, minlength=len(actions)).astype(np.int64)
        lines[name] = np.concatenate([given, np.where(whole_known, whole - told, 0)])
        stated[name] = whole_known | (np.bincount(place, weights=given_known, minlength=len(actions)) > 0)
    first = [NO_YEAR if (day := known(start)) is None else day.year for start in actions["start"]]
    funders: npt.NDArray[np.object_] = np.array([*grants["funder_id"], *[None] * len(actions)], dtype=object)
    kept = np.ones(len(funders), dtype=bool)
    kept[len(grants) :] = (lines["requested"][len(grants) :] != 0) | (lines["granted"][len(grants) :] != 0)
    return SocialLedger(
        actions=actions.index,
        action=np.concatenate([place, np.arange(len(actions))])[kept],
        funder=funders[kept],
        year=np.concatenate([grants["year"].to_numpy("int64"), np.array(first, dtype=np.int64)])[kept],
        requested_cents=lines["requested"][kept],
        granted_cents=lines["granted"][kept],
        requested_stated=stated["requested"],
        granted_stated=stated["granted"],
    )
