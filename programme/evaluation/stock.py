"""Social dwellings and facilities of the library, and how near each residence lies to a facility of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from layers.facilities import KINDS
from layers.library import Snapshot
from programme.evaluation.arrays import BORDER_M, Flags, Whole
from programme.world import GENERATIONS, World


@dataclass(frozen=True, eq=False)
class Points:
    """p features of a layer of points.

    Attributes
    ----------
    commune
        INSEE code that each declares, as objects.
    between
        Distance in metres to the neighbourhoods that lie within 500 m, by generation and code: positions of the points,
        ascending, and distances of the same shape; 0 within the outline.
    """

    commune: npt.NDArray[np.object_]
    between: Mapping[tuple[str, str], tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]]

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.commune)

    def inside(self, generation: str, code: str) -> Flags:
        """Which points lie in a neighbourhood, its edge included."""
        return self._within(generation, code, 0.0)

    def near(self, generation: str, code: str) -> Flags:
        """Which points lie in a neighbourhood or within 500 m of it."""
        return self._within(generation, code, BORDER_M)

    def _within(self, generation: str, code: str, metres: float) -> Flags:
        found = np.zeros(len(self), dtype=bool)
        positions, distances = self.between[generation, code]
        found[positions[distances <= metres]] = True
        return found


@dataclass(frozen=True, eq=False)
class Housing:
    """r residences.

    Attributes
    ----------
    points
        Where they are.
    dwellings
        Shape (r).
    to_facility_m
        Shape (r) by kind of facility: distance to the nearest one, infinite where there is none of that kind; None
        where the layer of facilities was not imported.
    """

    points: Points
    dwellings: Whole
    to_facility_m: Mapping[str, npt.NDArray[np.float64]] | None


@dataclass(frozen=True, eq=False)
class Facilities:
    """f facilities: where they are, and the kind of each as objects."""

    points: Points
    kind: npt.NDArray[np.object_]


def housing(world: World) -> Housing | None:
    """Residences of a world, worked out once; None where the layer was not imported."""
    return world.derive(_housing)


def facilities(world: World) -> Facilities | None:
    """Facilities of a world, worked out once; None where the layer was not imported."""
    return world.derive(_facilities)


def _housing(world: World) -> Housing | None:
    snapshot = world.housing
    if snapshot is None:
        return None
    return Housing(
        points=_points(world, snapshot),
        dwellings=np.array([int(number) for number in snapshot.frame["dwellings"]], dtype="int64"),
        to_facility_m=_to_facility(snapshot, world.facilities),
    )


def _facilities(world: World) -> Facilities | None:
    snapshot = world.facilities
    if snapshot is None:
        return None
    return Facilities(_points(world, snapshot), snapshot.frame["kind"].to_numpy(dtype=object))


def _points(world: World, snapshot: Snapshot) -> Points:
    geometries = snapshot.frame.geometry.to_numpy()
    between = {}
    for generation in GENERATIONS:
        places = world.snapshot(generation)
        if places is None:
            continue
        outlines, codes = places.frame.geometry.to_numpy(), places.frame["code"].tolist()
        shapely.prepare(outlines)
        found = snapshot.tree.query(outlines, predicate="dwithin", distance=BORDER_M)
        distances = shapely.distance(outlines[found[0]], geometries[found[1]])
        for place, code in enumerate(codes):
            mine = np.flatnonzero(found[0] == place)
            mine = mine[np.argsort(found[1][mine])]
            between[generation, code] = found[1][mine], distances[mine]
    return Points(snapshot.frame["commune"].to_numpy(dtype=object), between)


def _to_facility(residences: Snapshot, places: Snapshot | None) -> dict[str, npt.NDArray[np.float64]] | None:
    if places is None:
        return None
    homes = residences.frame.geometry.to_numpy()
    kinds = places.frame["kind"].to_numpy(dtype=object)
    found = {}
    for kind in (item.value for item in KINDS):
        nearest = np.full(len(homes), np.inf)
        points = places.frame.geometry.to_numpy()[kinds == kind]
        if len(points) and len(homes):
            pairs, between = shapely.STRtree(points).query_nearest(
                homes, return_distance=True, all_matches=False
            )
            nearest[pairs[0]] = between
        found[kind] = nearest
    return found
