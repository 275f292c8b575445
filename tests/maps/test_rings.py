"""Commands of a tile, read back by an independent decoder."""

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from mapbox_vector_tile.Mapbox import vector_tile_pb2

from maps.rings import ring_commands


def decoded(commands: np.ndarray) -> shapely.Geometry:
    message = vector_tile_pb2.tile()
    layer = message.layers.add()
    layer.name, layer.version, layer.extent = "x", 2, 4096
    feature = layer.features.add()
    feature.type = vector_tile_pb2.tile.Polygon
    feature.geometry.extend(commands.tolist())
    content = mapbox_vector_tile.decode(message.SerializeToString(), default_options={"y_coord_down": True})
    return shapely.geometry.shape(content["x"]["features"][0]["geometry"])


def wound(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.orient_polygons(shape, exterior_cw=False)


def test_a_polygon_with_a_hole_comes_back_as_it_was() -> None:
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(20, 20, 40, 60))
    found = decoded(ring_commands(np.array([wound(ring)])))
    assert found.equals(ring)
    assert found.area == 100 * 100 - 20 * 40


def test_several_polygons_become_one_multipolygon() -> None:
    shapes = [shapely.box(0, 0, 10, 10), shapely.box(-30, 50, -20, 60), shapely.box(400, 400, 500, 500)]
    found = decoded(ring_commands(np.array([wound(shape) for shape in shapes])))
    assert found.geom_type == "MultiPolygon"
    assert found.equals(shapely.union_all(shapes))


def test_repeated_points_and_rings_without_area_are_left_out() -> None:
    doubled = shapely.Polygon([(0, 0), (10, 0), (10, 0), (10, 10), (0, 10)])
    line = shapely.Polygon([(50, 50), (60, 60), (50, 50)])
    commands = ring_commands(np.array([wound(doubled), line], dtype=object))
    assert decoded(commands).equals(shapely.box(0, 0, 10, 10))
    assert len(commands) == 2 * 4 + 3
    assert (commands == 15).sum() == 1


@pytest.mark.parametrize("shapes", [[], [shapely.Point(1, 1)], [shapely.Polygon()]])
def test_nothing_to_draw_gives_no_command(shapes: list[shapely.Geometry]) -> None:
    commands = ring_commands(np.array(shapes, dtype=object))
    assert commands.size == 0
    assert commands.dtype == np.int64


@given(
    st.lists(
        st.tuples(st.integers(-160, 4256), st.integers(-160, 4256), st.integers(1, 900), st.integers(1, 900)),
        min_size=1,
        max_size=12,
    )
)
def test_areas_add_up_whatever_the_boxes(boxes: list[tuple[int, int, int, int]]) -> None:
    shapes = [wound(shapely.box(x, y, x + width, y + height)) for x, y, width, height in boxes]
    commands = ring_commands(np.array(shapes, dtype=object))
    assert (commands[0], commands[-1]) == (9, 15)
    assert len(commands) == len(boxes) * (2 * 4 + 3)
    found = decoded(commands)
    assert sum(part.area for part in getattr(found, "geoms", [found])) == sum(w * h for _x, _y, w, h in boxes)
