"""Where operations lie: in which neighbourhoods, how far from the others, what stands on them and around."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gis.overlay import covered_areas, distances
from layers.library import Snapshot
from programme.cells import known
from programme.words import word
from programme.world import GENERATIONS, World

NEAR_NEIGHBOURHOOD_M = 500.0
"""Neighbourhoods no further than that are all named: the widest distance that a reduced-VAT rule uses."""

NEGLIGIBLE_M2 = 1.0
"""An overlap of one square metre or less is the drawing of a shared edge, not a place in a neighbourhood."""

LINKS: Mapping[str, str] = {
    "operation_id": "str",
    "generation": "str",
    "code": "str",
    "name": "object",
    "share": "float64",
    "distance_m": "float64",
}


def neighbourhood_links(operations: gpd.GeoDataFrame, neighbourhoods: Snapshot | None) -> pd.DataFrame:
    """Link operations to the neighbourhoods of one generation.

    Parameters
    ----------
    operations
        n operations, index ``id``, EPSG:2154; those without footprint have no link.
    neighbourhoods
        m neighbourhoods; None where the layer was not imported.

    Returns
    -------
    Frame with a range index, one row for each neighbourhood that an operation lies in, each one within
    :data:`NEAR_NEIGHBOURHOOD_M`, and at least the nearest: ``operation_id``, ``generation`` (key of the
    layer), ``code``, ``name``, ``share`` (float in [0, 1], of the footprint) and ``distance_m`` (float, 0
    where they meet). In the order of the operations, then the greatest share, then the least distance.
    """
    mapped = operations.geometry[~(operations.geometry.isna() | operations.geometry.is_empty)]
    if neighbourhoods is None or mapped.empty or neighbourhoods.frame.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in LINKS.items()})
    places = neighbourhoods.frame.set_index("code", drop=False)
    inside = covered_areas(places.geometry, mapped, min_m2=NEGLIGIBLE_M2)
    shares = {(row.parcel, row.footprint): row.share for row in inside.itertuples()}
    near = _near(mapped, places.geometry)
    links = pd.DataFrame(
        {
            "operation_id": near["left"],
            "generation": neighbourhoods.layer.key,
            "code": near["right"],
            "name": places["name"].loc[near["right"]].to_numpy(dtype=object),
            "share": [shares.get(pair, 0.0) for pair in zip(near["left"], near["right"], strict=True)],
            "distance_m": near["distance_m"],
        }
    ).astype(dict(LINKS))
    order = mapped.index.get_indexer(links["operation_id"])
    rank = np.lexsort((links["code"], links["distance_m"], -links["share"], order))
    return links.iloc[rank].reset_index(drop=True)


def _near(operations: gpd.GeoSeries, places: gpd.GeoSeries) -> pd.DataFrame:
    """Pairs within the distance that is named, and the nearest place of each operation wherever it is."""
    within = distances(operations, places, within_m=NEAR_NEIGHBOURHOOD_M)
    (first, second), between = shapely.STRtree(places.to_numpy()).query_nearest(
        operations.to_numpy(), return_distance=True, all_matches=False
    )
    nearest = pd.DataFrame(
        {"left": operations.index.take(first), "right": places.index.take(second), "distance_m": between}
    )
    return pd.concat([within, nearest]).drop_duplicates(["left", "right"], ignore_index=True)


def links(world: World) -> pd.DataFrame:
    """Links of every operation to both generations (see :func:`neighbourhood_links`), worked out once."""
    return world.derive(_links)


def _links(world: World) -> pd.DataFrame:
    operations = world.programme.operations
    parts = [neighbourhood_links(operations, world.snapshot(generation)) for generation in GENERATIONS]
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one value.

    Attributes
    ----------
    value
        Code or name; None where unknown.
    label
        Words in the language in force; None where unknown.
    count
        Dwellings, or facilities.
    """

    value: str | None
    label: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Stock:
    """What stands in a place.

    Attributes
    ----------
    residences, dwellings
        Social housing; None where the layer was not imported.
    by_landlord, by_financing
        Dwellings, the most first.
    facilities
        Public facilities; None where the layer was not imported.
    by_kind
        Facilities, the most first.
    """

    residences: int | None
    dwellings: int | None
    by_landlord: tuple[Tally, ...]
    by_financing: tuple[Tally, ...]
    facilities: int | None
    by_kind: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands on a place and around it.

    Attributes
    ----------
    near_m
        How far around, in metres.
    on
        On it, its edge included.
    near
        No further than ``near_m``: what stands on it is counted here too.
    """

    near_m: float
    on: Stock
    near: Stock


def surroundings(
    geometry: shapely.Geometry, housing: Snapshot | None, facilities: Snapshot | None, near_m: float
) -> Surroundings:
    """Count what stands on a place and around it.

    Parameters
    ----------
    geometry
        The place, EPSG:2154.
    housing, facilities
        Reference layers; None where one was not imported: its counts are then unknown, not 0.
    near_m
        How far around, in metres, the limit included.
    """
    return Surroundings(
        near_m=float(near_m),
        on=_stock(geometry, housing, facilities, 0.0),
        near=_stock(geometry, housing, facilities, float(near_m)),
    )


def _stock(
    geometry: shapely.Geometry, housing: Snapshot | None, facilities: Snapshot | None, within_m: float
) -> Stock:
    residences = _around(geometry, housing, within_m)
    places = _around(geometry, facilities, within_m)
    dwellings = _cells(residences, housing, "dwellings")
    return Stock(
        residences=None if residences is None else len(residences),
        dwellings=None if residences is None else sum(map(int, dwellings)),
        by_landlord=_tallies(residences, housing, "landlord", dwellings),
        by_financing=_tallies(residences, housing, "financing", dwellings),
        facilities=None if places is None else len(places),
        by_kind=_tallies(places, facilities, "kind", None),
    )


def _around(
    geometry: shapely.Geometry, snapshot: Snapshot | None, within_m: float
) -> npt.NDArray[np.intp] | None:
    """Positions of the features no further than a distance; None where the layer was not imported."""
    if snapshot is None:
        return None
    return np.sort(snapshot.tree.query(geometry, predicate="dwithin", distance=within_m))


def _cells(positions: npt.NDArray[np.intp] | None, snapshot: Snapshot | None, name: str) -> list[Any]:
    """Values of one field: a whole row of each feature would cost ten times as much."""
    if positions is None or snapshot is None:
        return []
    return list(snapshot.frame[name].iloc[positions])


def _tallies(
    positions: npt.NDArray[np.intp] | None, snapshot: Snapshot | None, name: str, weights: list[Any] | None
) -> tuple[Tally, ...]:
    """Count features, or what they weigh, by the value of a field; the most first, then by value."""
    if positions is None or snapshot is None:
        return ()
    counts: dict[Any, int] = {}
    cells = _cells(positions, snapshot, name)
    for cell, number in zip(cells, [1] * len(cells) if weights is None else weights, strict=True):
        value = known(cell)
        counts[value] = counts.get(value, 0) + int(number)
    words = snapshot.layer.by_name[name].choices
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    return tuple(Tally(value, word(words, value), number) for value, number in ordered)
