"""Social housing: about 600 residences, most of them in the neighbourhoods."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from demonstration.dice import Dice
from demonstration.facts import neighbourhoods_2015
from demonstration.naming import LANDLORDS, Namer
from demonstration.parcels import Parcel

PEOPLE_PER_RESIDENCE = 225
AROUND = 130
_FINANCING = (
    (1977, (("HLMO", 0.82), ("ILM", 0.18))),
    (2000, (("PLUS", 0.75), ("PLAI", 0.13), ("PLI", 0.12))),
    (2100, (("PLUS", 0.42), ("PLAI", 0.3), ("PLS", 0.21), ("PLI", 0.07))),
)
_ENERGY = (
    (1950, (("C", 1), ("D", 4), ("E", 5), ("F", 3), ("G", 1))),
    (1976, (("B", 1), ("C", 4), ("D", 7), ("E", 5), ("F", 2), ("G", 1))),
    (1990, (("C", 4), ("D", 6), ("E", 3), ("F", 1))),
    (2006, (("B", 1), ("C", 6), ("D", 4))),
    (2013, (("A", 1), ("B", 5), ("C", 4))),
    (2100, (("A", 6), ("B", 4))),
)
_KINDS = ("Résidence", "Résidence", "Résidence", "Cité", "Ensemble")


@dataclass(frozen=True, slots=True)
class Residence:
    """One social residence.

    Attributes
    ----------
    id, name, landlord
        All invented.
    dwellings
        12 to 320.
    year
        1932 to 2022.
    financing, energy
        As the layer's choices; they go with the year.
    commune
        INSEE code.
    place
        Point in a parcel, EPSG:2154.
    """

    id: str
    name: str
    landlord: str
    dwellings: int
    year: int
    financing: str
    energy: str
    commune: str
    place: shapely.Point


def point_in(parcel: Parcel, dice: Dice) -> shapely.Point:
    """Place on a parcel, off its edge where it is large enough, on the decimetre."""
    core = shapely.buffer(parcel.outline, -min(5.0, parcel.outline.area**0.5 / 8))
    if shapely.is_empty(core):
        core = parcel.outline
    west, south, east, north = core.bounds
    for _try in range(40):
        point = shapely.Point(round(dice.uniform(west, east), 1), round(dice.uniform(south, north), 1))
        if core.contains(point):
            return point
    point = parcel.outline.representative_point()
    return shapely.Point(round(point.x, 3), round(point.y, 3))


def build_housing(parcels: Sequence[Parcel]) -> list[Residence]:
    """Build all residences, by identifier."""
    dice = Dice("housing")
    chosen: list[Parcel] = []
    for fact in neighbourhoods_2015():
        here = [
            parcel for parcel in parcels if parcel.site == fact.code and parcel.use in ("slab", "building")
        ]
        chosen += _grounds(here, max(3, round(fact.population / PEOPLE_PER_RESIDENCE)), dice)
    around = [
        parcel
        for parcel in parcels
        if not parcel.site and parcel.use == "building" and parcel.outline.area > 500
    ]
    sectors = [
        parcel
        for parcel in parcels
        if parcel.site and not parcel.site.startswith("QP") and parcel.use == "slab"
    ]
    chosen += dice.sample(around, AROUND) + dice.sample(sectors, 18)
    namer = Namer(Dice("housing/names"))
    numbers: dict[str, int] = {}
    residences = []
    for parcel in sorted(chosen, key=lambda parcel: parcel.idu):
        numbers[parcel.commune] = numbers.get(parcel.commune, 0) + 1
        residences.append(_residence(parcel, numbers[parcel.commune], namer, dice))
    return residences


def _grounds(here: Sequence[Parcel], count: int, dice: Dice) -> list[Parcel]:
    """Parcels of a neighbourhood that carry residences: each once, then the largest again."""
    places = [parcel for parcel in here for _time in range(max(1, min(4, int(parcel.outline.area / 2200))))]
    return dice.sample(places, count)


def _residence(parcel: Parcel, number: int, namer: Namer, dice: Dice) -> Residence:
    year = _year(parcel, dice)
    return Residence(
        id=f"LS-{parcel.commune}-{number:03d}",
        name=namer.after(dice.pick(_KINDS), parcel.commune),
        landlord=dice.weighted([(name, 9 - place) for place, name in enumerate(LANDLORDS)]),
        dwellings=_dwellings(parcel, dice),
        year=year,
        financing=dice.weighted(next(choices for last, choices in _FINANCING if year < last)),
        energy=dice.weighted(next(choices for last, choices in _ENERGY if year < last)),
        commune=parcel.commune,
        place=point_in(parcel, dice),
    )


def _year(parcel: Parcel, dice: Dice) -> int:
    if parcel.use == "slab":
        low, high = dice.weighted(
            (((1955, 1976), 0.74), ((1932, 1954), 0.1), ((1977, 2000), 0.1), ((2001, 2022), 0.06))
        )
    else:
        low, high = dice.weighted(
            (((1955, 1976), 0.25), ((1932, 1954), 0.13), ((1977, 2000), 0.32), ((2001, 2022), 0.3))
        )
    return dice.integer(low, high)


def _dwellings(parcel: Parcel, dice: Dice) -> int:
    """Many small residences, few large ones; large ones stand on large plots."""
    most = min(320.0, 30 + float(parcel.outline.area) / 14)
    return 12 + int((most - 12) * math.pow(dice.uniform(0, 1), 1.9))
