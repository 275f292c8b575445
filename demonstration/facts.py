"""Facts that the demonstration stands on: communes, their outlines and the priority neighbourhoods."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyproj import Transformer

FOLDER = Path(__file__).resolve().parent / "facts"
_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)
GRID_M = 0.001
"""Every coordinate that is written lies on this grid, so that shared edges stay shared."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the department.

    Attributes
    ----------
    insee, name, ept
        Code, name and inter-municipal territory.
    area_ha
        Published area.
    population
        Inhabitants in 2011, to the hundred.
    outline
        Generalised, EPSG:2154, on the millimetre grid; neighbours share their vertices.
    """

    insee: str
    name: str
    ept: str
    area_ha: int
    population: int
    outline: shapely.Polygon


@dataclass(frozen=True, slots=True)
class Neighbourhood2015:
    """What is known of a priority neighbourhood of 2015.

    Attributes
    ----------
    code, name
        As in the decree.
    communes
        Names, the first being that of the town hall in charge.
    centre
        Centroid, EPSG:2154.
    area_m2, length_m, width_m, azimuth_deg
        Area, and sides and orientation of the minimum rotated rectangle (from grid north, clockwise).
    population
        Inhabitants in 2013.
    """

    code: str
    name: str
    communes: tuple[str, ...]
    centre: tuple[float, float]
    area_m2: float
    length_m: float
    width_m: float
    azimuth_deg: float
    population: int


@dataclass(frozen=True, slots=True)
class Neighbourhood2024:
    """What is known of a priority neighbourhood of 2024: no position, no area."""

    code: str
    name: str
    commune: str


def metres(lon: float, lat: float) -> tuple[float, float]:
    """Bring a WGS84 position to EPSG:2154, on the millimetre grid."""
    x, y = _TO_METRES.transform(lon, lat)
    return round(x, 3), round(y, 3)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _outlines() -> dict[str, shapely.Polygon]:
    outlines = {}
    for line in (FOLDER / "communes_92_outline.tsv").read_text(encoding="utf-8").splitlines():
        insee, *points = line.split()
        outlines[insee] = shapely.Polygon([metres(*map(float, point.split(","))) for point in points])
    return outlines


def communes() -> list[Commune]:
    """Read the 36 communes, by INSEE code."""
    outlines = _outlines()
    return [
        Commune(
            insee=row["insee"],
            name=row["name"],
            ept=row["ept"],
            area_ha=int(row["area_ha"]),
            population=round(float(row["population_thousands_2011"]) * 1000),
            outline=shapely.normalize(outlines[row["insee"]]),
        )
        for row in _rows("communes_92.csv")
    ]


def neighbourhoods_2015() -> list[Neighbourhood2015]:
    """Read the 21 priority neighbourhoods of 2015, by code."""
    return [
        Neighbourhood2015(
            code=row["code"],
            name=row["name"],
            communes=tuple(row["communes"].split("|")),
            centre=metres(float(row["lon"]), float(row["lat"])),
            area_m2=float(row["area_ha"]) * 10_000,
            length_m=float(row["length_m"]),
            width_m=float(row["width_m"]),
            azimuth_deg=float(row["azimuth_deg"]),
            population=int(row["population_2013"]),
        )
        for row in _rows("qpv_2015_92.csv")
    ]


def neighbourhoods_2024() -> list[Neighbourhood2024]:
    """Read the 18 priority neighbourhoods of 2024, by code."""
    return [Neighbourhood2024(row["code"], row["name"], row["commune"]) for row in _rows("qpv_2024_92.csv")]


def rectangle(outline: shapely.Geometry) -> tuple[float, float, float]:
    """Length, width (m) and azimuth (degrees in [0, 180)) of the minimum rotated rectangle."""
    sides = np.diff(shapely.get_coordinates(shapely.minimum_rotated_rectangle(outline)), axis=0)[:2]
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    longest = sides[int(lengths.argmax())]
    azimuth = float(np.degrees(np.arctan2(longest[0], longest[1]))) % 180
    return float(lengths.max()), float(lengths.min()), azimuth
