"""Three rings: the neighbourhood, its border of 500 m, the rest of its commune; the same indicators in each.

An operation counts in the innermost ring that its footprint touches; one without a footprint stands in the rest of its
commune, since nothing places it nearer. Dwellings and facilities count where they stand. The border is all land within
500 m, also that of another commune or neighbourhood.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.languages import N_, _
from programme.evaluation.access import KindAccess, access
from programme.evaluation.arrays import Flags, arrays
from programme.evaluation.catalogue import INDICATORS
from programme.evaluation.evaluate import WITHHELD, measure, moment_of, value_of
from programme.evaluation.measured import Measured
from programme.evaluation.place import NoPlaceError, Place, require_place
from programme.evaluation.stock import Points, facilities, housing
from programme.evaluation.value import Target, Value
from programme.evaluation.zone import RING_POPULATION, Zone, communes_of, zone
from programme.visibility import sees_indicator
from programme.world import World


class RingKind(StrEnum):
    """Which ring, from the middle outwards."""

    NEIGHBOURHOOD = "neighbourhood"
    BORDER = "border"
    REST = "rest"


RING_WORDS: Mapping[RingKind, str] = {
    RingKind.NEIGHBOURHOOD: N_("The neighbourhood"),
    RingKind.BORDER: N_("Its border of 500 m"),
    RingKind.REST: N_("The rest of the commune"),
}


@dataclass(frozen=True, eq=False)
class Ring:
    """One ring.

    Attributes
    ----------
    kind
        Which one.
    label
        Words in the language in force.
    operations, dwellings, facilities
        How many lie in it; None where the layer was not imported.
    values
        Every indicator, without target; households are not told by ring.
    access
        Access of its dwellings to each kind of facility.
    """

    kind: RingKind
    label: str
    operations: int
    dwellings: int | None
    facilities: int | None
    values: tuple[Value, ...]
    access: tuple[KindAccess, ...]

    def value(self, code: str) -> Value:
        """Value of one indicator."""
        return self.values[list(INDICATORS).index(code)]


def rings(world: World, place: Place, year: int | None = None) -> tuple[Ring, Ring, Ring]:
    """Compare a neighbourhood with its border and with the rest of its commune.

    Parameters
    ----------
    world
        As the reader may see it.
    place
        A neighbourhood of either generation.
    year
        As :func:`programme.evaluation.evaluate.evaluate` takes it; kept values are of whole places, and are not used.

    Raises
    ------
    NoPlaceError
        It is no neighbourhood of the installation.
    FutureYearError
        The year has not begun.
    """
    if place.generation is None:
        raise NoPlaceError(place.key)
    require_place(world, place)
    first, second, third = (_ring(world, kind, area, year) for kind, area in _zones(world, place).items())
    return first, second, third


def _ring(world: World, kind: RingKind, area: Zone, year: int | None) -> Ring:
    moment, homes = moment_of(year), housing(world)
    measured = measure(world, area, moment, ring=kind is not RingKind.NEIGHBOURHOOD)
    values = tuple(
        value_of(
            world,
            area.place,
            indicator,
            moment,
            measured[code] if sees_indicator(world.role, code) else Measured(None, _(WITHHELD)),
            Target(),
        )
        for code, indicator in INDICATORS.items()
    )
    return Ring(
        kind=kind,
        label=_(RING_WORDS[kind]),
        operations=int(area.operations.sum()),
        dwellings=None
        if homes is None or area.residences is None
        else int(homes.dwellings[area.residences].sum()),
        facilities=None if area.facilities is None else int(area.facilities.sum()),
        values=values,
        access=access(world, area),
    )


def _zones(world: World, place: Place) -> dict[RingKind, Zone]:
    content, middle = arrays(world), zone(world, place)
    generation, code = str(place.generation), place.code
    communes = list(communes_of(world, generation, code))
    near = content.near[generation, code]
    homes, others = housing(world), facilities(world)
    border = near & ~middle.operations
    rest = _among(content.commune, communes) & ~near & ~middle.operations
    own = middle.actions
    of_border = content.actions_of(border) & ~own
    of_rest = (content.actions_of(rest) | _among(content.action_commune, communes)) & ~own & ~of_border

    def around(operations: Flags, actions: Flags, *, far: bool) -> Zone:
        return Zone(
            place=place,
            operations=operations,
            actions=actions,
            residences=None if homes is None else _points(homes.points, generation, code, communes, far=far),
            facilities=None
            if others is None
            else _points(others.points, generation, code, communes, far=far),
            inhabitants=None,
            no_inhabitants=RING_POPULATION,
            no_ground=None,
            neighbourhoods=(),
        )

    return {
        RingKind.NEIGHBOURHOOD: middle,
        RingKind.BORDER: around(border, of_border, far=False),
        RingKind.REST: around(rest, of_rest, far=True),
    }


def _points(points: Points, generation: str, code: str, communes: list[str], *, far: bool) -> Flags:
    near = points.near(generation, code)
    if far:
        return _among(points.commune, communes) & ~near
    return near & ~points.inside(generation, code)


def _among(codes: npt.NDArray[np.object_], wanted: list[str]) -> Flags:
    """Which codes are among those wanted; an unknown one is not."""
    return np.asarray(pd.Series(codes).isin(wanted), dtype=bool)
