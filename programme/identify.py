"""What lies at a point."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from core.actor import Role
from gis.projection import point_to_metric
from layers import registry
from layers.layer import GeometryKind, Layer, plain
from layers.library import Snapshot
from layers.operations import OPERATIONS
from programme.cells import plain_record
from programme.visibility import visible_fields
from programme.world import World

OPERATION_FIELDS = (
    *("name", "step", "commune", "family", "owner", "owner_kind", "description", "cost_excl_tax_eur"),
    "fictitious",
)
"""Columns of an operation that are told where it lies; nothing confidential."""

POINT_ROUNDING_M = 0.01
"""A point that went to degrees and back is found again, were the tolerance 0."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that lies at the point.

    Attributes
    ----------
    layer
        Key of its layer.
    id
        Its identifier there.
    label
        What a reader calls it.
    fields
        Every field that the reader may see, by its name: plain JSON values.
    distance_m
        From the point, in metres; 0 where it holds the point.
    """

    layer: str
    id: str
    label: str
    fields: dict[str, Any]
    distance_m: float


def identify(
    world: World,
    lon: float,
    lat: float,
    *,
    tolerance_m: float = 0.0,
    tiny_m: float = 0.0,
    layers: Collection[str] | None = None,
) -> list[Found]:
    """Say what lies at a point: operations first, then from the uppermost layer down to the ground.

    Parameters
    ----------
    world
        As the reader may see it.
    lon, lat
        WGS84, in degrees; a point that lies nowhere finds nothing.
    tolerance_m
        How far a feature of a layer of points may be, in metres. An area is found where it holds the point.
    tiny_m
        Operations no larger than that in either direction are drawn as points: the tolerance holds for them too.
    layers
        Keys of the layers that are asked; None for all.

    Returns
    -------
    Layer by layer; the nearest first within one.

    Raises
    ------
    UnknownLayerError
        No layer has one of the keys.
    """
    asked = None if layers is None else {registry.layer(key).key for key in layers}
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        return []
    x, y = point_to_metric(lon, lat)
    if not (math.isfinite(x) and math.isfinite(y)):
        return []
    found: list[Found] = []
    for layer in _ordered():
        if asked is None or layer.key in asked:
            found += (
                _operations(world, x, y, tolerance_m, tiny_m)
                if layer.in_programme
                else _features(world, layer, x, y, tolerance_m)
            )
    return found


@cache
def _ordered() -> tuple[Layer, ...]:
    """Layers of the programme first, then against the order of drawing."""
    uppermost = list(registry.LAYERS.values())[::-1]
    return tuple(sorted(uppermost, key=lambda layer: not layer.in_programme))


def _operations(world: World, x: float, y: float, tolerance_m: float, tiny_m: float) -> list[Found]:
    operations = world.programme.operations
    return [
        Found(
            OPERATIONS.key,
            str(operations.index[position]),
            operations["name"].iat[position],
            {"id": str(operations.index[position])}
            | {name: plain_record(operations[name].iat[position]) for name in OPERATION_FIELDS},
            distance_m,
        )
        for position, distance_m in world.footprints.near(x, y, tolerance_m, tiny_m)
    ]


def _features(world: World, layer: Layer, x: float, y: float, tolerance_m: float) -> list[Found]:
    snapshot = world.snapshot(layer.key)
    if snapshot is None:
        return []
    if layer.geometry == GeometryKind.POLYGON:
        return [_found(snapshot, world.role, position, 0.0) for position in snapshot.at(x, y)]
    positions = snapshot.at(x, y, max(tolerance_m, POINT_ROUNDING_M))
    between = shapely.distance(shapely.Point(x, y), snapshot.tree.geometries[positions])
    return [
        _found(snapshot, world.role, positions[rank], float(between[rank]))
        for rank in np.argsort(between, kind="stable")
    ]


def _found(snapshot: Snapshot, role: Role, position: int, distance_m: float) -> Found:
    layer, frame = snapshot.layer, snapshot.frame
    cells = {item.name: plain(frame[item.name].iat[position]) for item in visible_fields(layer, role)}
    identifier = str(frame[layer.identifier].iat[position])
    return Found(layer.key, identifier, cells.get(layer.label) or identifier, cells, distance_m)
