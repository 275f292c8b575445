"""Where operations lie: shares and distances that can be read off the drawing in the factories."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.places import LINKS, links, neighbourhood_links, surroundings
from tests.programme import factories
from tests.programme.factories import empty_world, operation, point, programme, snapshot, square, world

WORLD = world()


def rows(table, operation_id):
    found = table[table["operation_id"] == operation_id]
    return [(row.code, pytest.approx(row.share), pytest.approx(row.distance_m)) for row in found.itertuples()]


def test_shares_and_distances():
    table = links(WORLD)
    assert list(table.columns) == list(LINKS)
    assert rows(table, "92050-014") == [("QN09206M", 1.0, 0.0), ("QP092016", 0.0, 0.0)]
    assert rows(table, "92050-015") == [("QN09206M", 0.5, 0.0), ("QP092016", 1.0, 0.0)]
    assert rows(table, "92036-001") == [("QN09210I", 0.0, 100.0), ("QP092016", 0.0, 3000.0)]


def test_types_and_order():
    table = links(WORLD)
    assert table.index.tolist() == list(range(len(table)))
    assert [str(kind) for kind in table.dtypes] == ["str", "str", "str", "object", "float64", "float64"]
    assert table["generation"].unique().tolist() == ["neighbourhoods_2024", "neighbourhoods_2015"]


def test_an_unmapped_operation_has_no_link():
    assert rows(links(WORLD), "92050-016") == []


def test_links_are_worked_out_once():
    assert links(WORLD) is links(WORLD)


def test_all_within_500_metres_and_the_nearest_beyond():
    places = snapshot(
        "neighbourhoods_2024",
        [
            {"code": "QN0001", "name": "a", "geometry": square(600, 0)},
            {"code": "QN0002", "name": "b", "geometry": square(601, 0)},
            {"code": "QN0003", "name": "c", "geometry": square(-150, 0)},
        ],
    )
    content = programme([operation("near", square(0, 0)), operation("far", square(5000, 0))])
    table = neighbourhood_links(content.operations, places)
    assert rows(table, "near") == [("QN0003", 0.0, 50.0), ("QN0001", 0.0, 500.0)]
    assert rows(table, "far") == [("QN0002", 0.0, 4299.0)]


def test_a_shared_edge_is_no_place_in_a_neighbourhood():
    places = snapshot("neighbourhoods_2015", [{"code": "QP1", "name": "a", "geometry": square(99.995, 0)}])
    content = programme([operation("beside", square(0, 0))])
    assert rows(neighbourhood_links(content.operations, places), "beside") == [("QP1", 0.0, 0.0)]


def test_a_footprint_in_two_parts():
    shape = shapely.MultiPolygon([square(0, 0), square(1000, 0, 100, 300)])
    content = programme([operation("two", shape)])
    table = neighbourhood_links(content.operations, factories.neighbourhoods_2024())
    assert rows(table, "two")[0] == ("QN09206M", 0.25, 0.0)


def test_without_layer_or_operation():
    assert neighbourhood_links(WORLD.programme.operations, None).empty
    assert list(links(empty_world()).columns) == list(LINKS)
    unmapped = programme([operation("none", None)])
    assert neighbourhood_links(unmapped.operations, factories.neighbourhoods_2024()).empty
    assert neighbourhood_links(WORLD.programme.operations, snapshot("neighbourhoods_2024", [])).empty


@settings(max_examples=40, deadline=None)
@given(
    x=st.floats(-700, 700),
    y=st.floats(-700, 700),
    width=st.floats(5, 600),
    height=st.floats(5, 600),
)
def test_shares_lie_between_0_and_1_and_a_share_means_no_distance(x, y, width, height):
    content = programme([operation("op", square(x, y, width, height))])
    table = neighbourhood_links(content.operations, factories.neighbourhoods_2024())
    assert table["share"].between(0, 1).all()
    assert (table["distance_m"] >= 0).all()
    assert (table.loc[table["share"] > 0, "distance_m"] == 0).all()
    assert len(table) >= 1


def test_surroundings_count_what_stands_on_it_and_around():
    found = surroundings(square(0, 0), factories.housing(), factories.facilities(), 300)
    assert found.near_m == 300.0
    assert (found.on.residences, found.on.dwellings, found.on.facilities) == (1, 120, 1)
    assert (found.near.residences, found.near.dwellings, found.near.facilities) == (3, 184, 2)
    assert [(item.value, item.count) for item in found.near.by_landlord] == [
        ("Office fictif", 120),
        ("Autre bailleur", 60),
        (None, 4),
    ]
    assert [(item.value, item.count) for item in found.near.by_financing] == [
        ("PLUS", 120),
        ("PLAI", 60),
        (None, 4),
    ]
    assert [(item.value, item.count) for item in found.near.by_kind] == [("school", 2)]


def test_the_limit_is_included():
    found = surroundings(square(0, 0), None, factories.facilities(), 301)
    assert [(item.value, item.count) for item in found.near.by_kind] == [("school", 2), ("creche", 1)]


def test_a_missing_layer_is_unknown_not_zero():
    found = surroundings(square(0, 0), None, None, 300)
    assert (found.near.residences, found.near.dwellings, found.near.facilities) == (None, None, None)
    assert (found.near.by_landlord, found.near.by_kind) == ((), ())


def test_nothing_around_is_zero():
    found = surroundings(square(9000, 9000), factories.housing(), factories.facilities(), 300)
    assert (found.near.residences, found.near.dwellings, found.near.facilities) == (0, 0, 0)


def test_on_the_edge_is_on_it():
    edge = snapshot("facilities", [{"id": "F", "name": "x", "kind": "health", "geometry": point(100, 50)}])
    assert surroundings(square(0, 0), None, edge, 10).on.facilities == 1


@settings(max_examples=40, deadline=None)
@given(near=st.floats(1, 2000), more=st.floats(0, 2000))
def test_further_around_there_is_never_less(near, more):
    housing, facilities = factories.housing(), factories.facilities()
    small = surroundings(square(0, 0), housing, facilities, near).near
    large = surroundings(square(0, 0), housing, facilities, near + more).near
    assert small.dwellings <= large.dwellings
    assert small.facilities <= large.facilities
    assert sum(item.count for item in large.by_landlord) == large.dwellings
