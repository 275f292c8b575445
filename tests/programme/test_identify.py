"""What lies at a point."""

import json

import pytest
import shapely

from core.actor import Role
from core.errors import UnknownLayerError
from gis.projection import to_wgs84
from programme.identify import Found, identify
from tests.programme.factories import empty_world, operation, point, programme, snapshot, square, world

WORLD = world()


def at(x, y, in_world=WORLD, **options) -> list[Found]:
    place = to_wgs84([point(x, y)])[0]
    return identify(in_world, place.x, place.y, **options)


def keys(found: list[Found]) -> list[tuple[str, str]]:
    return [(item.layer, item.id) for item in found]


def test_operations_first_then_down_to_the_ground():
    assert keys(at(50, 50)) == [
        ("operations", "92050-014"),
        ("housing", "R1"),
        ("neighbourhoods_2024", "QN09206M"),
        ("parcels", "92050000BR0001"),
        ("communes", "92050"),
    ]


def test_points_within_the_tolerance_the_nearest_first_and_how_far():
    found = at(52, 50, tolerance_m=10)
    points = [
        (item.layer, item.id, item.distance_m) for item in found if item.layer in ("facilities", "housing")
    ]
    assert points == [
        ("facilities", "F1", pytest.approx(8.0, abs=1e-3)),
        ("housing", "R1", pytest.approx(2.0, abs=1e-3)),
    ]
    assert keys(at(52, 50))[1] == ("neighbourhoods_2024", "QN09206M")
    assert [item.id for item in at(304, 57, layers=["housing"], tolerance_m=20)] == ["R3", "R2"]


def test_the_tolerance_does_not_widen_areas():
    assert "operations" not in {item.layer for item in at(105, 50, tolerance_m=20)}
    assert all(item.distance_m == 0 for item in at(50, 50, tolerance_m=20) if item.layer == "parcels")


def test_overlapping_operations_are_all_told():
    content = programme(
        [operation("a", square(0, 0)), operation("none", None), operation("b", square(50, 0))]
    )
    assert keys(at(75, 50, world(content), layers=["operations"])) == [
        ("operations", "a"),
        ("operations", "b"),
    ]


def test_a_shared_edge_belongs_to_both_parcels():
    shared = snapshot("parcels", [{"idu": "920500000A0001", "geometry": square(0, 0)}])
    assert shared.at(*shapely.get_coordinates(point(100, 50))[0]).tolist() == [0]
    found = {item.id for item in at(200, 50, layers=["parcels"])}
    assert found <= {"92050000BR0002", "92050000BR0003"}
    assert found


def test_fields_are_plain_values():
    found = {item.layer: item for item in at(50, 50)}
    json.dumps([item.fields for item in found.values()])
    assert found["operations"].fields["cost_excl_tax_eur"] == "3400000.00"
    assert found["operations"].fields["id"] == "92050-014"
    assert found["operations"].label == "Résidentialisation des tours du Parc"
    assert found["housing"].fields["dwellings"] == 120
    assert type(found["housing"].fields["dwellings"]) is int
    assert found["housing"].fields["energy"] is None
    assert found["parcels"].label == "92050000BR0001"


def test_nothing_confidential_is_told():
    fields = at(50, 50, layers=["operations"])[0].fields
    assert not {"contact", "internal_comment"} & set(fields)
    assert at(50, 50, world(role=Role.PUBLIC), layers=["operations"])[0].fields == fields


@pytest.mark.parametrize("place", [(float("nan"), 48.9), (2.2, float("inf")), (500.0, 48.9), (2.2, -91.0)])
def test_a_place_that_is_nowhere_holds_nothing(place):
    assert identify(WORLD, *place) == []


def test_far_away_and_empty():
    assert identify(WORLD, -150.0, -20.0) == []
    assert identify(WORLD, 0.0, 90.0) == []
    assert at(50, 50, empty_world()) == []


def test_an_unknown_layer():
    with pytest.raises(UnknownLayerError, match="roads"):
        at(50, 50, layers=["roads"])
