"""What stands on a footprint and around it, and how many people live in the neighbourhoods concerned."""

import numpy as np
import shapely

from layers.snapshot import Snapshot
from programme.check.codes import finding
from programme.check.outlines import NOTHING_M2
from programme.check.report import Finding, NeighbourhoodTest
from programme.place_sheets import GENERATION_WORDS
from programme.places import Surroundings, surroundings
from programme.world import World


def check_effect(
    shape: shapely.Geometry, world: World, neighbourhoods: tuple[NeighbourhoodTest, ...], near_m: float
) -> tuple[Surroundings, list[Finding]]:
    """Count dwellings and facilities on a footprint and around it, and name the people concerned.

    Parameters
    ----------
    shape
        Valid polygons in EPSG:2154.
    world
        Layers; those that were not imported are named.
    neighbourhoods
        Those that it lies in or near.
    near_m
        How far around.
    """
    shapely.prepare(shape)
    around = surroundings(shape, world.housing, world.facilities, near_m)
    findings = [
        finding("effect.not_checked", layer=key, layer_word=title)
        for key, title in _LAYERS.items()
        if world.snapshot(key) is None
    ]
    if around.on.residences:
        values = {"residences_count": around.on.residences, "dwellings_count": around.on.dwellings}
        findings.append(finding("effect.dwellings", _standing(shape, world.housing), **values))
    if around.on.facilities:
        values = {"facilities_count": around.on.facilities}
        findings.append(finding("effect.facilities", _standing(shape, world.facilities), **values))
    findings += [
        finding(
            "effect.population",
            population_count=place.population,
            name=place.name,
            code=place.code,
            generation=place.generation,
            generation_word=GENERATION_WORDS[place.generation],
        )
        for place in neighbourhoods
        if place.population is not None and place.area_m2 > NOTHING_M2
    ]
    return around, findings


_LAYERS = {"housing": "Social housing", "facilities": "Public facilities"}
"""Titles of the layers, which their declarations bring to the catalogue."""


def _standing(shape: shapely.Geometry, snapshot: Snapshot | None) -> shapely.Geometry | None:
    if snapshot is None:
        return None
    found = np.sort(snapshot.tree.query(shape, predicate="intersects"))
    return shapely.multipoints(shapely.get_coordinates(snapshot.tree.geometries[found]))
