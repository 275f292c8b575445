"""Light layers as GeoJSON."""

import gzip
import json
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers.registry import LAYERS
from maps.light import light_geojson
from tests.maps.factories import snapshot, square


def read(content: bytes) -> dict[str, Any]:
    return dict(json.loads(gzip.decompress(content)))


def test_only_identifier_label_class_and_place_are_sent() -> None:
    rows = [{"code": "QN09201M", "name": "Le Parc", "population": 1200}]
    places = snapshot("neighbourhoods_2024", rows, [square(0, 0, 200)])
    document = read(light_geojson(places.layer, places.frame))
    properties = document["features"][0]["properties"]
    assert set(properties) == {"id", "label", "class", "lon", "lat"}
    assert (properties["id"], properties["label"], properties["class"]) == ("QN09201M", "Le Parc", None)
    drawn = gpd.GeoSeries([shapely.geometry.shape(document["features"][0]["geometry"])], crs=4326).to_crs(
        2154
    )
    assert drawn.iloc[0].symmetric_difference(square(0, 0, 200)).area < 200
    centre = (
        gpd.GeoSeries([shapely.Point(properties["lon"], properties["lat"])], crs=4326).to_crs(2154).iloc[0]
    )
    assert centre.distance(square(0, 0, 200).centroid) < 5


def test_neighbouring_communes_keep_their_common_edge() -> None:
    wavy = [(100 + (i % 2) * 0.7, i * 10.0) for i in range(11)]
    west = shapely.Polygon([(0, 0), *wavy, (0, 100)])
    east = shapely.Polygon([(200, 0), *wavy, (200, 100)])
    moved = [shapely.transform(shape, lambda c: np.add(c, (643_000, 6_865_000))) for shape in (west, east)]
    communes = snapshot("communes", [{"insee": "92050", "name": "A"}, {"insee": "92025", "name": "B"}], moved)
    shapes = [
        shapely.geometry.shape(f["geometry"])
        for f in read(light_geojson(communes.layer, communes.frame))["features"]
    ]
    assert shapely.union_all(shapes).geom_type == "Polygon"
    assert not shapely.union_all(shapes).interiors
    assert shapes[0].intersection(shapes[1]).area == pytest.approx(0, abs=1e-12)


def test_operations_without_footprint_are_left_out() -> None:
    frame = gpd.GeoDataFrame(
        {"id": ["a", "b"], "name": ["A", "B"], "step": ["travaux", "étude"]},
        geometry=[square(0, 0, 50), None],
        crs=2154,
    )
    features = read(light_geojson(LAYERS["operations"], frame))["features"]
    assert [(f["properties"]["id"], f["properties"]["class"]) for f in features] == [("a", "travaux")]


def test_an_empty_layer_is_an_empty_collection() -> None:
    frame = gpd.GeoDataFrame({"id": [], "name": [], "step": []}, geometry=[], crs=2154)
    assert read(light_geojson(LAYERS["operations"], frame)) == {"type": "FeatureCollection", "features": []}


def test_the_same_layer_gives_the_same_bytes() -> None:
    places = snapshot("communes", [{"insee": "92050", "name": "Nanterre"}], [square(0, 0, 900)])
    assert light_geojson(places.layer, places.frame) == light_geojson(places.layer, places.frame)


def test_the_largest_lies_at_the_back() -> None:
    frame = gpd.GeoDataFrame(
        {"id": ["small", "large"], "name": ["S", "L"], "step": ["étude", "étude"]},
        geometry=[square(0, 0, 50), square(0, 0, 500)],
        crs=2154,
    )
    features = read(light_geojson(LAYERS["operations"], frame))["features"]
    assert [feature["properties"]["id"] for feature in features] == ["large", "small"]
