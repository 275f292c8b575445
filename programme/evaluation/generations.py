"""Priority neighbourhoods of 2015 and of 2024: two series, never summed; what enters, leaves and stays between them.

Areas come from an overlay of the outlines in EPSG:2154. Where an outline is not the official one, the layer says so and
every answer repeats it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from layers.library import Snapshot
from programme.cells import known
from programme.places import NEGLIGIBLE_M2, links
from programme.world import World

EARLIER, LATER = "neighbourhoods_2015", "neighbourhoods_2024"
UNCHANGED_SHARE = 0.01
"""Outlines that differ by less than this share of the area of both together are drawn, not decided, otherwise."""

Shapes = npt.NDArray[np.object_]


class Change(StrEnum):
    """What became of an outline."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Quarter:
    """A neighbourhood of one generation: code, name, area, inhabitants (None where unknown)."""

    generation: str
    code: str
    name: str | None
    area_m2: float
    population: int | None
    approximate: bool


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Neighbourhoods of both generations that lie on one another, or one that lies on none of the other.

    Attributes
    ----------
    earlier, later
        Of 2015 and of 2024; one of them may be empty.
    kept, entered, left
        Ground in both, in 2024 alone, in 2015 alone, EPSG:2154.
    dwellings_kept, dwellings_entered, dwellings_left
        Social dwellings on each; None where the layer of housing was not imported.
    operations_entered, operations_left
        Operations that lie in the later outlines alone, and in the earlier ones alone, at least in part.
    """

    earlier: tuple[Quarter, ...]
    later: tuple[Quarter, ...]
    kept: shapely.Geometry
    entered: shapely.Geometry
    left: shapely.Geometry
    dwellings_kept: int | None
    dwellings_entered: int | None
    dwellings_left: int | None
    operations_entered: tuple[str, ...]
    operations_left: tuple[str, ...]

    @property
    def change(self) -> Change:
        """What became of the outline."""
        if not self.earlier:
            return Change.NEW
        if not self.later:
            return Change.GONE
        moved = self.entered.area + self.left.area
        return Change.SAME if moved < UNCHANGED_SHARE * (moved + self.kept.area) else Change.CHANGED

    @property
    def codes(self) -> frozenset[str]:
        """Codes of both generations."""
        return frozenset(quarter.code for quarter in (*self.earlier, *self.later))

    @property
    def approximate(self) -> bool:
        """Whether an outline is not the official one."""
        return any(quarter.approximate for quarter in (*self.earlier, *self.later))


def passages(world: World, codes: Iterable[str] | None = None) -> tuple[Passage, ...]:
    """Compare both generations.

    Parameters
    ----------
    world
        As the reader may see it.
    codes
        Neighbourhoods of either generation whose passage is wanted; None for all.

    Returns
    -------
    Those that lie on one another together, by code; none where a generation was not imported.
    """
    every = world.derive(_passages)
    if codes is None:
        return every
    wanted = set(codes)
    return tuple(item for item in every if item.codes & wanted)


def _passages(world: World) -> tuple[Passage, ...]:
    earlier, later = world.snapshot(EARLIER), world.snapshot(LATER)
    if earlier is None or later is None:
        return ()
    first, second = earlier.frame.geometry.to_numpy(), later.frame.geometry.to_numpy()
    group_of_first, group_of_second, groups = _groups(first, second)
    found = [
        _passage(
            world,
            earlier,
            later,
            np.flatnonzero(group_of_first == group),
            np.flatnonzero(group_of_second == group),
        )
        for group in range(groups)
    ]
    return tuple(sorted(found, key=lambda item: (not item.later, sorted(item.codes))))


def _groups(first: Shapes, second: Shapes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], int]:
    """Number of the group of each outline: those that lie on one another, directly or through others."""
    left, right = shapely.STRtree(second).query(first, predicate="intersects")
    common = shapely.area(shapely.intersection(first[left], second[right])) > NEGLIGIBLE_M2
    left, right = left[common], right[common] + len(first)
    labels = np.arange(len(first) + len(second))
    while True:
        least = np.minimum(labels[left], labels[right])
        spread = labels.copy()
        np.minimum.at(spread, left, least)
        np.minimum.at(spread, right, least)
        if np.array_equal(spread, labels):
            break
        labels = spread
    numbers = np.unique(labels, return_inverse=True)[1]
    return numbers[: len(first)], numbers[len(first) :], int(numbers.max(initial=-1)) + 1


def _passage(
    world: World,
    earlier: Snapshot,
    later: Snapshot,
    first: npt.NDArray[np.intp],
    second: npt.NDArray[np.intp],
) -> Passage:
    before, after = _union(earlier, first), _union(later, second)
    kept, entered, left = (
        shapely.intersection(before, after),
        shapely.difference(after, before),
        shapely.difference(before, after),
    )
    olds, news = _quarters(earlier, first), _quarters(later, second)
    inside_old, inside_new = _operations(world, olds), _operations(world, news)
    return Passage(
        earlier=olds,
        later=news,
        kept=kept,
        entered=entered,
        left=left,
        dwellings_kept=_dwellings(world.housing, kept),
        dwellings_entered=_dwellings(world.housing, entered),
        dwellings_left=_dwellings(world.housing, left),
        operations_entered=tuple(sorted(inside_new - inside_old)),
        operations_left=tuple(sorted(inside_old - inside_new)),
    )


def _union(snapshot: Snapshot, positions: npt.NDArray[np.intp]) -> shapely.Geometry:
    return shapely.union_all(snapshot.frame.geometry.to_numpy()[positions])


def _quarters(snapshot: Snapshot, positions: npt.NDArray[np.intp]) -> tuple[Quarter, ...]:
    rows: gpd.GeoDataFrame = snapshot.frame.iloc[positions].sort_values("code")
    return tuple(
        Quarter(
            snapshot.layer.key,
            str(code),
            known(name),
            float(shape.area),
            known(population),
            bool(known(approximate)),
        )
        for code, name, shape, population, approximate in zip(
            rows["code"], rows["name"], rows.geometry, rows["population"], rows["approximate"], strict=True
        )
    )


def _operations(world: World, quarters: Iterable[Quarter]) -> set[str]:
    """Operations that lie in neighbourhoods of one generation, at least in part."""
    table = links(world)
    codes = [quarter.code for quarter in quarters]
    return set(table.loc[table["code"].isin(codes) & (table["share"] > 0), "operation_id"])


def _dwellings(housing: Snapshot | None, ground: shapely.Geometry) -> int | None:
    """Social dwellings of the residences that stand on a ground."""
    if housing is None:
        return None
    if ground.is_empty:
        return 0
    found = housing.tree.query(ground, predicate="intersects")
    return int(housing.frame["dwellings"].to_numpy()[found].sum())
