"""What belongs to a place, or to one of its rings: operations, social actions, dwellings, facilities, inhabitants."""

import re
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from core.languages import N_
from core.text import fold
from programme.cells import known
from programme.evaluation.arrays import Arrays, Flags, arrays
from programme.evaluation.place import TERRITORY, Place, PlaceKind
from programme.evaluation.stock import Points, facilities, housing
from programme.world import GENERATIONS, World

NO_COMMUNES = N_("The layer of communes was not imported: inhabitants are unknown.")
NO_POPULATION = N_("The layer does not tell the inhabitants of this place.")
NO_GROUND = N_("The site holds no priority neighbourhood: neither its ground nor its inhabitants are known.")
RING_POPULATION = N_("Inhabitants are told by whole places: those of this ring are unknown.")


@dataclass(frozen=True, eq=False)
class Zone:
    """What is summed for one place, or for one ring around a neighbourhood.

    Attributes
    ----------
    place
        Which one, or the neighbourhood whose ring it is.
    operations, actions
        Flags over the operations and the social actions of :class:`programme.evaluation.arrays.Arrays`.
    residences, facilities
        Flags over the library's points; None where the layer was not imported, or where the place has no ground.
    inhabitants
        None where unknown.
    no_inhabitants, no_ground
        English sentence that says why inhabitants, and dwellings, are unknown; None where they are not.
    neighbourhoods
        Generation and code of those that lie in it, each generation by itself.
    """

    place: Place
    operations: Flags
    actions: Flags
    residences: Flags | None
    facilities: Flags | None
    inhabitants: int | None
    no_inhabitants: str | None
    no_ground: str | None
    neighbourhoods: tuple[tuple[str, str], ...]


def zone(world: World, place: Place) -> Zone:
    """Say what belongs to a place.

    Operations are those that declare the commune, that the programme links to the site, or whose footprint lies in the
    neighbourhood at least in part; whole operations count. Dwellings and facilities are those that declare the
    commune, or lie in the neighbourhood. The ground of a site is its neighbourhoods of the generation in force, and
    where it has none of those, of the one before: never of both.

    Parameters
    ----------
    world
        As the reader may see it.
    place
        A place of it (see :func:`programme.evaluation.place.require_place`).
    """
    content = arrays(world)
    operations = _operations(world, content, place)
    codes = _neighbourhoods(world, place)
    ground = _ground(place, codes)
    people, why = _inhabitants(world, place, ground)
    homes, others = housing(world), facilities(world)
    return Zone(
        place=place,
        operations=operations,
        actions=_actions(content, place, operations, codes),
        residences=None if homes is None else _points(homes.points, place, ground),
        facilities=None if others is None else _points(others.points, place, ground),
        inhabitants=people,
        no_inhabitants=why,
        no_ground=NO_GROUND if place.kind is PlaceKind.SITE and not ground else None,
        neighbourhoods=codes,
    )


def _operations(world: World, content: Arrays, place: Place) -> Flags:
    if place == TERRITORY:
        return np.ones(len(content.operations), dtype=bool)
    if place.kind is PlaceKind.COMMUNE:
        return np.asarray(content.commune == place.code, dtype=bool)
    if place.kind is PlaceKind.SITE:
        table = world.programme.priority_site_operations
        mine = table.loc[table["priority_site_id"] == place.code, "operation_id"]
        return np.asarray(content.operations.isin(mine), dtype=bool)
    return content.inside[str(place.generation), place.code]


def _neighbourhoods(world: World, place: Place) -> tuple[tuple[str, str], ...]:
    """Neighbourhoods of a place, the generation in force first."""
    if place.generation is not None:
        return ((place.generation, place.code),)
    linked = world.programme.priority_site_neighbourhoods
    mine = set(linked.loc[linked["priority_site_id"] == place.code, "neighbourhood_code"])
    found = []
    for generation in GENERATIONS:
        snapshot = world.snapshot(generation)
        if snapshot is None:
            continue
        for code, communes in zip(snapshot.frame["code"], snapshot.frame["communes"], strict=True):
            if (
                place == TERRITORY
                or (place.kind is PlaceKind.SITE and code in mine)
                or (place.kind is PlaceKind.COMMUNE and place.code in _insee(world, communes))
            ):
                found.append((generation, str(code)))
    return tuple(found)


def _insee(world: World, communes: object) -> Collection[str]:
    """INSEE codes of the communes that a neighbourhood declares, by code or by name."""
    by_name = world.derive(_codes_by_name)
    texts = re.split(r"[|,;/]", str(known(communes) or ""))
    return {by_name.get(fold(text), text.strip()) for text in texts}


def _codes_by_name(world: World) -> dict[str, str]:
    return {fold(name): code for code, name in world.commune_names.items()}


def communes_of(world: World, generation: str, code: str) -> Collection[str]:
    """INSEE codes of the communes that a neighbourhood declares; empty where its layer does not hold it."""
    snapshot = world.snapshot(generation)
    position = None if snapshot is None else snapshot.position(code)
    if snapshot is None or position is None:
        return ()
    return _insee(world, snapshot.frame["communes"].iloc[position])


def _ground(place: Place, codes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Neighbourhoods of one generation alone that make the ground of a site or of a neighbourhood."""
    if place.kind in (PlaceKind.TERRITORY, PlaceKind.COMMUNE):
        return ()
    for generation in GENERATIONS:
        mine = tuple(pair for pair in codes if pair[0] == generation)
        if mine:
            return mine
    return ()


def _points(points: Points, place: Place, ground: tuple[tuple[str, str], ...]) -> Flags | None:
    if place == TERRITORY:
        return np.ones(len(points), dtype=bool)
    if place.kind is PlaceKind.COMMUNE:
        return np.asarray(points.commune == place.code, dtype=bool)
    if not ground:
        return None
    return np.asarray(np.logical_or.reduce([points.inside(*pair) for pair in ground]), dtype=bool)


def _actions(content: Arrays, place: Place, operations: Flags, codes: tuple[tuple[str, str], ...]) -> Flags:
    """Actions linked to an operation or to a neighbourhood of the place, or declared in the commune."""
    if place == TERRITORY:
        return np.ones(len(content.actions), dtype=bool)
    found = content.actions_of(operations)
    if place.kind is PlaceKind.COMMUNE:
        found |= content.action_commune == place.code
    for _generation, code in codes:
        if code in content.linked:
            found |= content.linked[code]
    return found


def _inhabitants(
    world: World, place: Place, ground: tuple[tuple[str, str], ...]
) -> tuple[int | None, str | None]:
    if place.kind is PlaceKind.SITE and not ground:
        return None, NO_GROUND
    if ground:
        numbers = [_population(world, generation, code) for generation, code in ground]
    elif world.communes is None:
        return None, NO_COMMUNES
    elif place == TERRITORY:
        numbers = [known(cell) for cell in world.communes.frame["population"]]
    else:
        numbers = [_population(world, "communes", place.code)]
    told = [int(number) for number in numbers if number is not None]
    # A sum without the inhabitants of one of its places would be less than what it is said to be.
    return (sum(told), None) if told and len(told) == len(numbers) else (None, NO_POPULATION)


def _population(world: World, layer: str, code: str) -> int | None:
    snapshot = world.snapshot(layer)
    position = None if snapshot is None else snapshot.position(code)
    if snapshot is None or position is None:
        return None
    number: int | None = known(snapshot.frame["population"].iloc[position])
    return number
