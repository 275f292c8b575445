"""Areas of a check add up whatever the footprint; shares lie in [0, 1]; the parcels are told apart."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from programme.check.report import Relation, Report
from programme.world import World
from tests.programme.check.made import WORLD, cadastre, checked, codes, only, with_layers
from tests.programme.factories import X0, Y0, square

FIRST, SECOND = "92050000BR0001", "92050000BR0002"


def relations(report: Report) -> dict[str, Relation]:
    return {item.idu: item.relation for item in report.parcels}


def adds_up(report: Report) -> None:
    facts = report.footprint
    assert facts is not None
    assert report.outside_parcels_m2 is not None
    covered = sum(item.covered_m2 for item in report.parcels)
    total = covered + report.outside_parcels_m2 - report.parcels_overlap_m2
    assert total == pytest.approx(facts.area_m2, abs=0.01)
    assert total / facts.area_m2 == pytest.approx(1.0, abs=max(1e-9, 0.001 / facts.area_m2))
    for item in report.parcels:
        assert 0 <= item.share <= 1
        assert item.covered_m2 <= item.area_m2
        assert item.covered_m2 == pytest.approx(item.share * item.area_m2, abs=1e-9)
    for share in (*report.communes, *report.neighbourhoods, *report.operations):
        assert 0 <= share.share <= 1
        assert share.area_m2 == pytest.approx(share.share * facts.area_m2, rel=1e-9, abs=0.001)


def centimetres(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(100 * low, 100 * high).map(lambda whole: whole / 100)


corner = st.tuples(centimetres(-50, 950), centimetres(-50, 150))


@given(st.lists(corner, min_size=3, max_size=9))
def test_areas_add_up_and_shares_are_shares(points: list[tuple[float, float]]) -> None:
    report = checked(shapely.Polygon([(X0 + x, Y0 + y) for x, y in points]))
    if report.footprint is not None:
        adds_up(report)


@given(st.integers(0, 10_000), st.booleans())
def test_the_drawing_makes_no_difference(seed: int, reverse: bool) -> None:
    """Starting vertex, direction of rings and order of parts change neither hash nor figures."""
    chance = np.random.default_rng(seed)
    first = square(350, 10, 220, 60) - square(380, 20, 30, 30)
    second = square(50, 20, 80, 120)
    turned = []
    for part in (first, second):
        rings = []
        for ring in (part.exterior, *part.interiors):
            points = np.asarray(ring.coords)[:-1]
            points = np.roll(points, chance.integers(len(points)), axis=0)
            rings.append(points[::-1] if reverse else points)
        turned.append(shapely.Polygon(rings[0], rings[1:]))
    order = chance.permutation(2)
    one, other = (
        checked(shapely.MultiPolygon([first, second])),
        checked(shapely.MultiPolygon([turned[at] for at in order])),
    )
    assert one.footprint.hash == other.footprint.hash
    assert [item.code for item in one.findings] == [item.code for item in other.findings]
    assert relations(one) == relations(other)
    for left, right in zip(one.parcels, other.parcels, strict=True):
        assert left.covered_m2 == pytest.approx(right.covered_m2, abs=1e-6)
    for left, right in zip(one.neighbourhoods, other.neighbourhoods, strict=True):
        assert (left.code, left.share, left.distance_m, left.farthest_m) == (
            right.code,
            pytest.approx(right.share),
            pytest.approx(right.distance_m),
            pytest.approx(right.farthest_m, abs=0.001),
        )


def test_whole_partial_and_grazed() -> None:
    report = checked(square(99.9, 0, 150, 100))
    assert relations(report) == {
        SECOND: Relation.WHOLE,
        "92050000BR0003": Relation.PARTIAL,
        FIRST: Relation.GRAZED,
    }
    assert [item.covered_m2 for item in report.parcels] == pytest.approx([10_000.0, 4_990.0, 10.0])
    assert [item.share for item in report.parcels] == pytest.approx([1.0, 0.499, 0.001])
    assert report.outside_parcels_m2 == pytest.approx(0.0, abs=1e-6)


def test_a_narrow_strip_is_no_graze_where_it_is_much_of_the_parcel() -> None:
    narrow = with_layers(
        parcels=cadastre((FIRST, square(0, 0, 0.4, 100), None), (SECOND, square(0.4, 0), None))
    )
    assert relations(checked(square(0, 0, 0.4, 100), world=narrow)) == {FIRST: Relation.WHOLE}
    assert relations(checked(square(0.2, 0, 100.2, 100), world=narrow)) == {
        SECOND: Relation.WHOLE,
        FIRST: Relation.PARTIAL,
    }


def test_a_gap_beside_a_parcel_that_is_taken_in_part() -> None:
    # The right half of the parcel, but for a strip of 0.3 m along its right limit.
    finding = only(checked(square(50, 0, 49.7, 100)), "parcel.gap")
    assert finding.values == {"idu": FIRST, "area_m2": pytest.approx(30.0), "limit_m": 0.5}
    assert finding.shape.bounds == pytest.approx(square(99.7, 0, 0.3, 100).bounds)


def test_the_proposal_is_made_of_whole_parcels() -> None:
    report = checked(square(50, 0, 150.3, 100))
    assert report.proposal is not None
    assert report.proposal.equals(square(0, 0, 200, 100))
    assert only(report, "parcel.proposal").values == {
        "count": 2,
        "area_m2": pytest.approx(20_000.0),
        "before_m2": pytest.approx(15_030.0),
    }
    # Taken, it needs no other.
    again = checked(report.proposal)
    assert again.proposal is None
    assert not {"parcel.partial", "parcel.grazed", "parcel.gap"} & codes(again)


def test_the_proposal_closes_the_cracks_of_the_cadastre() -> None:
    cracked = with_layers(
        parcels=cadastre(
            (FIRST, square(0, 0, 49.98, 100), None),
            (SECOND, square(50, 0, 50, 100), None),
            ("92050000BR0003", square(0, 100, 100, 50), None),
            ("92050000BR0004", square(0, -50, 100, 50), None),
        )
    )
    report = checked(square(1, -49, 98, 198), world=cracked)
    assert report.proposal.area == pytest.approx(20_000.0)
    assert report.outside_parcels_m2 == pytest.approx(2.0)
    adds_up(report)


def test_parcels_that_overlap_are_counted_twice_and_told() -> None:
    doubled = with_layers(parcels=cadastre((FIRST, square(0, 0), None), (SECOND, square(90, 0), None)))
    report = checked(square(50, 0, 100, 100), world=doubled)
    assert [item.covered_m2 for item in report.parcels] == pytest.approx([5_000.0, 6_000.0])
    assert report.parcels_overlap_m2 == pytest.approx(1_000.0)
    finding = only(report, "parcel.overlap")
    assert finding.values["area_m2"] == pytest.approx(1_000.0)
    assert finding.shape.equals(square(90, 0, 10, 100))
    adds_up(report)


def test_without_cadastre_nothing_is_said_to_be_outside() -> None:
    report = checked(square(0, 0), world=with_layers_but("parcels"))
    assert (report.parcels, report.outside_parcels_m2, report.proposal) == ((), None, None)
    assert report.not_checked == ("parcels",)


def with_layers_but(key: str) -> World:
    return World(
        WORLD.programme, WORLD.role, {name: held for name, held in WORLD.snapshots.items() if name != key}
    )
