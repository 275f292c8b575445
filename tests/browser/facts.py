"""What the committed demonstration says, read from its files without the program."""

import csv
from decimal import Decimal
from functools import cache

import geopandas as gpd
import shapely
from pyproj import Transformer

from core.settings import ROOT

TABLES = ROOT / "data" / "programme"
SHAPEFILES = ROOT / "data" / "shapefiles"
_DEGREES = Transformer.from_crs(2154, 4326, always_xy=True)


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def operation(identifier: str) -> dict[str, str]:
    return next(row for row in rows("operations") if row["id"] == identifier)


def footprints() -> dict[str, shapely.Geometry]:
    return {row["operation_id"]: shapely.from_wkt(row["wkt"]) for row in rows("footprints")}


@cache
def layer(key: str) -> gpd.GeoDataFrame:
    return gpd.read_file(SHAPEFILES / key / f"{key}.shp")


def inside(shape: shapely.Geometry) -> tuple[float, float]:
    """Longitude and latitude of a point well inside a shape in EPSG:2154."""
    point = shapely.get_point(shapely.maximum_inscribed_circle(shape), 0)
    return _DEGREES.transform(point.x, point.y)


def total(column: str, operation_id: str) -> Decimal | None:
    """Sum of the known amounts of the funding lines of an operation."""
    found = [
        Decimal(row[column])
        for row in rows("funding_lines")
        if row["operation_id"] == operation_id and row[column]
    ]
    return sum(found, Decimal(0)) if found else None


def french(amount: Decimal | int | None) -> str:
    """An amount as a French reader writes it, without its unit."""
    return "—" if amount is None else f"{amount:,.0f}".replace(",", "\u202f")


def actions(operation_id: str) -> list[dict[str, str]]:
    linked = {
        row["social_action_id"]
        for row in rows("social_action_operations")
        if row["operation_id"] == operation_id
    }
    return [row for row in rows("social_actions") if row["id"] in linked]


def square(x: float, y: float) -> shapely.Geometry:
    """A square metre around a point in EPSG:2154."""
    return shapely.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
