"""Small worlds whose maps can be measured by hand, and the SVG of a map as its parts."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from core.settings import Settings, Territory
from maps.sheet.request import MapLayer, MapRequest, SheetMap
from programme.storage.snapshot import Programme
from programme.world import World
from tests.maps.factories import X, Y, snapshot, square

SVG = "{http://www.w3.org/2000/svg}"
GROUND = shapely.box(X, Y, X + 1_000, Y + 1_000)
"""A square kilometre, at 1:10,000 a square decimetre."""


def config() -> Settings:
    """An installation whose data is real."""
    return Settings(territory=Territory(departments=("92",)))


def request(*layers: str, **said: Any) -> MapRequest:
    """A map of the square kilometre, 100 mm wide and high at 1:10,000."""
    return MapRequest(
        **{"extent": GROUND, "width_mm": 100, "height_mm": 100, "layers": layers, "scale": 10_000} | said
    )


def operations(rows: list[tuple[str, str, shapely.Geometry | None]]) -> Programme:
    """A programme of operations: identifier, step, footprint."""
    empty = Programme.empty()
    frame = empty.operations.reindex(pd.Index([row[0] for row in rows], name="id"))
    columns = pd.DataFrame(frame.drop(columns="geometry")).astype(object)
    columns["name"] = [f"Opération {row[0]}" for row in rows]
    columns["step"] = [row[1] for row in rows]
    shapes = gpd.GeoSeries([row[2] for row in rows], index=columns.index, crs=2154)
    return replace(empty, operations=gpd.GeoDataFrame(columns, geometry=shapes))


def small(
    programme: Programme | None = None, **layers: tuple[list[dict[str, Any]], list[shapely.Geometry]]
) -> World:
    """A world with the layers given: rows and shapes of each."""
    held = {key: snapshot(key, *content) for key, content in layers.items()}
    return World(Programme.empty() if programme is None else programme, snapshots=held)


def parcels(count: int) -> tuple[list[dict[str, Any]], list[shapely.Geometry]]:
    """Squares of 30 m, 40 m apart, along rows of ten from the south-west corner."""
    rows = [{"idu": f"92050000AB{number:04d}"} for number in range(count)]
    return rows, [square(number % 10 * 40 + 10, number // 10 * 40 + 10, 30) for number in range(count)]


def group(found: SheetMap, key: str) -> MapLayer:
    """The group of a map with a key."""
    return next(item for item in found.layers if item.key == key)


def parsed(layer: MapLayer) -> ElementTree.Element:
    """A group as a tree; fails where it is not well formed."""
    return ElementTree.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{layer.defined}</defs>{layer.body}</svg>'
    )


def counted(layer: MapLayer) -> Counter[str]:
    """Features in the SVG of a group, by class."""
    found: Counter[str] = Counter()
    for item in parsed(layer).iter():
        if "data-n" in item.attrib:
            found[item.get("data-class", "")] += int(item.get("data-n", "0"))
    return found


def identifiers(layer: MapLayer) -> list[str]:
    """Identifiers of the features in the SVG of a group."""
    return [item.get("data-id", "") for item in parsed(layer).iter() if "data-id" in item.attrib]


def points(path: str | None) -> np.ndarray:
    """Corners of a path, in millimetres."""
    return np.array([[float(x), float(y)] for x, y in re.findall(r"[ML](\S+) ([^LMZ]+)", path or "")])


def boxes(found: SheetMap) -> list[tuple[float, ...]]:
    """Boxes of the labels as the SVG tells them."""
    return [
        tuple(float(side) for side in item.get("data-box", "").split())
        for layer in found.layers
        for item in parsed(layer).iter(f"{SVG}text")
        if "data-box" in item.attrib
    ]
