"""Writing the demonstration: shapefiles, tables, and a page beside each that says where it comes from."""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from demonstration.evolution import CHANGES
from demonstration.facilities import Facility
from demonstration.facts import neighbourhoods_2015, neighbourhoods_2024
from demonstration.housing import Residence
from demonstration.town import Town
from gis.shapefile import write_shapefile
from layers.registry import layer

UPDATED = dt.date(2026, 11, 2)
"""Date of the data that every file states."""


def _frame(key: str, columns: Mapping[str, Iterable[Any]], geometry: Iterable[Any]) -> gpd.GeoDataFrame:
    """Frame of a layer under the names of its shapefile; integers of 32 bits keep their fields narrow."""
    names = {item.name: item.sources[0] for item in layer(key).fields}
    values = {name: list(column) for name, column in columns.items()}
    return gpd.GeoDataFrame(
        {
            names[name]: np.array(column, dtype=np.int32) if isinstance(column[0], int) else column
            for name, column in values.items()
        },
        geometry=list(geometry),
        crs="EPSG:2154",
    )


def layer_frames(
    town: Town, housing: Sequence[Residence], facilities: Sequence[Facility]
) -> dict[str, gpd.GeoDataFrame]:
    """Frames of all layers by key, EPSG:2154, as they are written."""
    return {
        "communes": _communes(town),
        "parcels": _parcels(town),
        "neighbourhoods_2015": _neighbourhoods_2015(town),
        "neighbourhoods_2024": _neighbourhoods_2024(town),
        "housing": _frame(
            "housing",
            {
                name: [getattr(item, name) for item in housing]
                for name in ("id", "name", "landlord", "dwellings", "year", "financing", "energy", "commune")
            }
            | {"fictitious": [1] * len(housing)},
            [item.place for item in housing],
        ),
        "facilities": _frame(
            "facilities",
            {name: [getattr(item, name) for item in facilities] for name in ("id", "name", "kind", "commune")}
            | {"fictitious": [1] * len(facilities)},
            [item.place for item in facilities],
        ),
    }


def _communes(town: Town) -> gpd.GeoDataFrame:
    everyone = town.communes
    return _frame(
        "communes",
        {
            "insee": [item.insee for item in everyone],
            "name": [item.name for item in everyone],
            "ept": [item.ept for item in everyone],
            "area_ha": [float(item.area_ha) for item in everyone],
            "population": [item.population for item in everyone],
            "fictitious": [0] * len(everyone),
        },
        [item.outline for item in everyone],
    )


def _parcels(town: Town) -> gpd.GeoDataFrame:
    names = ("idu", "commune", "section", "number", "recorded_m2", "created", "updated")
    columns: dict[str, list[Any]] = {name: [getattr(item, name) for item in town.parcels] for name in names}
    marks: dict[str, list[Any]] = {
        "prefix": ["000"] * len(town.parcels),
        "fictitious": [1] * len(town.parcels),
    }
    order = layer("parcels").names
    both = columns | marks
    return _frame("parcels", {name: both[name] for name in order}, [item.outline for item in town.parcels])


def _neighbourhoods_2015(town: Town) -> gpd.GeoDataFrame:
    facts = neighbourhoods_2015()
    return _frame(
        "neighbourhoods_2015",
        {
            "code": [item.code for item in facts],
            "name": [item.name for item in facts],
            "communes": [", ".join(item.communes) for item in facts],
            "population": [item.population for item in facts],
            "approximate": [1] * len(facts),
            "fictitious": [1] * len(facts),
        },
        [town.sites[item.code] for item in facts],
    )


def _neighbourhoods_2024(town: Town) -> gpd.GeoDataFrame:
    facts = neighbourhoods_2024()
    people = {item.code: item.population for item in neighbourhoods_2015()}
    areas = town.neighbourhoods_2024
    return _frame(
        "neighbourhoods_2024",
        {
            "code": [item.code for item in facts],
            "name": [item.name for item in facts],
            "communes": [item.commune for item in facts],
            "population": [_people(item.code, people, town) for item in facts],
            "approximate": [1] * len(facts),
            "fictitious": [1] * len(facts),
        },
        [areas[item.code] for item in facts],
    )


def _people(code: str, people: Mapping[str, int], town: Town) -> int:
    """Inhabitants in 2024, invented: those of 2015 by the change of area; 240 a hectare where new."""
    site = CHANGES[code].site
    area = town.neighbourhoods_2024[code].area
    density = people[site] / town.sites[site].area if site in people else 0.024
    return int(round(float(area * density) / 10) * 10)


def write_layers(frames: Mapping[str, gpd.GeoDataFrame], folder: Path) -> None:
    """Write each frame as ``<folder>/<key>/<key>.shp``."""
    for key, frame in frames.items():
        (folder / key).mkdir(parents=True, exist_ok=True)
        write_shapefile(frame, folder / key / f"{key}.shp", updated=UPDATED)


def write_table(path: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write one table: UTF-8, comma, ISO dates, amounts to the cent, empty for unknown."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_text(value) for value in row] for row in rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
