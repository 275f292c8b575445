"""Small snapshots in metres, near Nanterre."""

import datetime as dt
from typing import Any

import geopandas as gpd
import shapely

from layers.registry import LAYERS
from layers.revision import Revision
from layers.snapshot import Snapshot

X, Y = 643_000.0, 6_865_000.0
"""A place in Nanterre, EPSG:2154."""


def snapshot(key: str, rows: list[dict[str, Any]], shapes: list[shapely.Geometry]) -> Snapshot:
    """Snapshot of a layer with the rows given; fields that a row leaves out are unknown."""
    layer = LAYERS[key]
    columns = {name: [row.get(name) for row in rows] for name in layer.names}
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=2154)
    revision = Revision(
        layer=key,
        id="20261124-100000-000aaaaa",
        imported_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC),
        seconds=0.0,
        bounds=(0.0, 0.0, 0.0, 0.0),
        kept=len(rows),
    )
    return Snapshot(layer, revision, frame)


def square(x: float, y: float, side: float) -> shapely.Polygon:
    """Square by its south-west corner, relative to the place."""
    return shapely.box(X + x, Y + y, X + x + side, Y + y + side)
