"""Light layers (communes, neighbourhoods, operations) as GeoJSON: sent once, then cached for ever by revision."""

import gzip
import json
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gis.projection import to_wgs84
from layers.layer import Layer, plain

_TOLERANCE_M = 1.5
"""Less than a pixel at the closest zoom that shows whole neighbourhoods."""
_DECIMALS = 6
"""Of a degree: about a decimetre."""


def light_geojson(layer: Layer, frame: gpd.GeoDataFrame) -> bytes:
    """Write a layer as compressed GeoJSON for the web map.

    Parameters
    ----------
    layer
        Its declaration: identifier, label and class are all that is sent of each feature.
    frame
        n features in EPSG:2154, among the columns those three; null geometries are left out.

    Returns
    -------
    gzip of a GeoJSON FeatureCollection in WGS84; each feature has ``id, label, class, lon, lat``, the last two
    being the place of its name, inside its largest part.
    """
    mapped = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    # The largest at the back, so that a small one is never hidden.
    mapped = mapped.iloc[np.argsort(-mapped.geometry.area.to_numpy(), kind="stable")]
    document = {"type": "FeatureCollection", "features": _features(layer, mapped)}
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return gzip.compress(content.encode("utf-8"), compresslevel=6, mtime=0)


def _features(layer: Layer, mapped: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    if mapped.empty:
        return []
    shapes = _rounded(_simplified(mapped.geometry.to_numpy(), tiled=layer.key == "communes"))
    places = shapely.get_coordinates(to_wgs84(_name_places(mapped.geometry.to_numpy())))
    by = layer.symbol.by
    classes = mapped[by].to_list() if by else [None] * len(mapped)
    return [
        {
            "type": "Feature",
            "geometry": json.loads(shape),
            "properties": {
                "id": plain(identifier),
                "label": plain(label),
                "class": plain(value),
                "lon": round(float(place[0]), _DECIMALS),
                "lat": round(float(place[1]), _DECIMALS),
            },
        }
        for shape, identifier, label, value, place in zip(
            shapely.to_geojson(shapes),
            mapped[layer.identifier],
            mapped[layer.label],
            classes,
            places,
            strict=True,
        )
    ]


def _simplified(shapes: np.ndarray, *, tiled: bool) -> np.ndarray:
    """Drop the vertices that no one can see; neighbours of a tiling keep their common edges."""
    if tiled:
        return np.asarray(shapely.coverage_simplify(shapes, _TOLERANCE_M))
    return np.asarray(shapely.simplify(shapes, _TOLERANCE_M, preserve_topology=True))


def _rounded(shapes: np.ndarray) -> np.ndarray:
    return np.asarray(
        shapely.transform(to_wgs84(shapely.force_2d(shapes)), lambda degrees: np.round(degrees, _DECIMALS))
    )


def _name_places(shapes: np.ndarray) -> np.ndarray:
    """Centre of the widest circle inside each polygon: where a name has most room."""
    circles = shapely.maximum_inscribed_circle(shapes, tolerance=2.0)
    return np.asarray(shapely.get_point(circles, 0))
