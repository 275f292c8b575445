"""Tiles, read back by an independent decoder and measured."""

import gzip
import math
from typing import Any

import mapbox_vector_tile
import pytest
import shapely
from pyproj import Transformer

from maps.tiles import BUFFER, EXTENT, exists, tile, tile_bounds
from tests.maps.factories import X, Y, snapshot, square

TO_MERCATOR = Transformer.from_crs(2154, 3857, always_xy=True)


def address(z: int) -> tuple[int, int, int]:
    x, y = TO_MERCATOR.transform(X, Y)
    half = math.pi * 6378137
    return z, int((x + half) / (2 * half) * 2**z), int((half - y) / (2 * half) * 2**z)


def read(content: bytes) -> dict[str, Any]:
    return dict(mapbox_vector_tile.decode(gzip.decompress(content), default_options={"y_coord_down": True}))


def test_bounds_of_the_whole_world() -> None:
    assert tile_bounds(0, 0, 0) == pytest.approx(
        (-20037508.342789244, -20037508.342789244, 20037508.342789244, 20037508.342789244)
    )
    west, south, east, north = tile_bounds(1, 1, 0)
    assert (west, south) == pytest.approx((0, 0))
    assert east == north == pytest.approx(20037508.342789244)


@pytest.mark.parametrize(
    ("z", "x", "y", "there"),
    [(0, 0, 0, True), (1, 2, 0, False), (21, 0, 0, False), (3, 0, 7, True), (3, -1, 0, False)],
)
def test_addresses_that_exist(z: int, x: int, y: int, there: bool) -> None:
    assert exists(z, x, y) is there


def test_a_parcel_has_its_true_size_in_the_tile() -> None:
    parcels = snapshot("parcels", [{"idu": "92050000AB0001"}], [square(0, 0, 100)])
    z, x, y = address(16)
    layers = read(tile(parcels, z, x, y))
    assert list(layers) == ["parcels"]
    bounds = tile_bounds(z, x, y)
    metres_per_unit = (bounds[2] - bounds[0]) / EXTENT
    shape = shapely.geometry.shape(layers["parcels"]["features"][0]["geometry"])
    clip = shapely.box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
    assert shape.within(clip.buffer(1))
    corners = [TO_MERCATOR.transform(*corner) for corner in square(0, 0, 100).exterior.coords]
    expected = shapely.Polygon(
        [((cx - bounds[0]) / metres_per_unit, (bounds[3] - cy) / metres_per_unit) for cx, cy in corners]
    ).intersection(clip)
    assert shape.hausdorff_distance(expected) < 1.0


def test_a_tile_carries_no_text_from_data() -> None:
    rows = [{"id": "R1", "name": "<img src=x>", "landlord": "${x}", "dwellings": 84}]
    housing = snapshot("housing", rows, [shapely.Point(X, Y)])
    content = gzip.decompress(tile(housing, *address(14)))
    assert b"img" not in content
    assert b"${" not in content
    properties = read(gzip.compress(content))["housing"]["features"][0]["properties"]
    assert properties == {"size": 84}


def test_a_facility_carries_its_kind() -> None:
    facilities = snapshot(
        "facilities", [{"id": "F1", "name": "École", "kind": "school"}], [shapely.Point(X, Y)]
    )
    features = read(tile(facilities, *address(15)))["facilities"]["features"]
    assert [feature["properties"] for feature in features] == [{"class": "school"}]
    assert features[0]["geometry"]["type"] == "Point"


def test_a_marker_beside_the_edge_stands_in_both_tiles() -> None:
    z, x, y = address(16)
    bounds = tile_bounds(z, x, y)
    edge = Transformer.from_crs(3857, 2154, always_xy=True).transform(
        bounds[2] - 1, (bounds[1] + bounds[3]) / 2
    )
    housing = snapshot("housing", [{"id": "R1", "dwellings": 10}], [shapely.Point(*edge)])
    assert len(read(tile(housing, z, x, y))["housing"]["features"]) == 1
    assert len(read(tile(housing, z, x + 1, y))["housing"]["features"]) == 1


def test_where_nothing_is_the_tile_is_empty() -> None:
    parcels = snapshot("parcels", [{"idu": "92050000AB0001"}], [square(0, 0, 100)])
    assert gzip.decompress(tile(parcels, 16, 0, 0)) == b""
