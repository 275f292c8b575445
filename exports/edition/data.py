"""Data of the map of an edition: light layers as GeoJSON, and each of them again in a script that carries it."""

import gzip
import json
from collections.abc import Iterator

import geopandas as gpd

from layers.layer import Delivery, Layer
from layers.registry import LAYERS
from maps.light import light_geojson
from programme.world import World


def light(world: World) -> Iterator[tuple[Layer, gpd.GeoDataFrame]]:
    """Layers that are sent as GeoJSON, with their features as the public may see them."""
    for layer in LAYERS.values():
        if layer.delivery is not Delivery.GEOJSON:
            continue
        if layer.in_programme:
            yield layer, world.programme.operations.reset_index()
        elif (snapshot := world.snapshot(layer.key)) is not None:
            yield layer, snapshot.frame


def geojson_files(world: World) -> Iterator[tuple[str, str]]:
    """Name and content of each file: ``<layer>.geojson``, and ``<layer>.js`` which carries it.

    Only what is drawn is in them: identifier, label and class (:func:`maps.light.light_geojson`).
    """
    for layer, frame in light(world):
        content = gzip.decompress(light_geojson(layer, frame)).decode("utf-8")
        yield f"{layer.key}.geojson", content
        yield f"{layer.key}.js", carrier(layer.key, content)


def carrier(name: str, literal: str) -> str:
    """Write a script that carries a JSON value to ``trame-public.js``.

    Examples
    --------
    >>> carrier("tiles", '{"blocks":2}')
    'TrameCarried("tiles",{"blocks":2});'
    """
    # Two separators of lines are letters in JSON and ends of lines in an older JavaScript.
    safe = literal.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"TrameCarried({json.dumps(name)},{safe});"
