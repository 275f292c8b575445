"""A report as a whole: its order, its record, what it leaves unchecked; batches; operations and their older cadastre."""

import json

import pytest
import shapely

from core.issues import Level
from core.languages import language
from core.progress import StoppedError
from gis.crs import Candidate
from programme.check import check as module
from programme.check.check import LAYERS, check_all
from programme.check.codes import finding
from programme.check.record import record
from programme.check.report import Group, Systems, Verdict
from programme.footprints import geometry_hash
from programme.world import World
from tests.programme.check.made import (
    DAY,
    LATER,
    SETTINGS,
    WORLD,
    batch,
    cadastre,
    checked,
    codes,
    only,
    parts,
    polygon,
    submission,
    with_layers,
)
from tests.programme.factories import empty_world, operation, programme, square

FIRST = "92050000BR0001"
BOWTIE = polygon((0, 0), (100, 100), (100, 0), (0, 100))


def test_a_sound_footprint() -> None:
    report = checked(square(0, 0), operation_id="92050-014", commune="92050")
    assert report.verdict is Verdict.CONFORM
    assert report.counts == {Level.ERROR: 0, Level.WARNING: 0, Level.INFORMATION: len(report.findings)}
    facts = report.footprint
    assert facts is not None
    assert (facts.area_m2, facts.perimeter_m, facts.parts, facts.holes, facts.repaired) == (
        10_000.0,
        400.0,
        1,
        0,
        None,
    )
    assert facts.hash == geometry_hash(square(0, 0))
    assert report.operations == ()
    assert [(item.insee, item.name, item.share, item.declared) for item in report.communes] == [
        ("92050", "Nanterre", 1.0, True)
    ]
    assert report.revisions == {**dict.fromkeys(LAYERS, "20260101-000000-0000000000"), "programme": "1"}
    assert (report.not_checked, report.checked_at, report.thresholds) == ((), DAY, SETTINGS.checks)


def test_an_invalid_footprint_is_measured_repaired_and_hashed_as_it_came() -> None:
    report = checked(BOWTIE)
    facts = report.footprint
    assert report.verdict is Verdict.TO_BE_CORRECTED
    assert (facts.area_m2, facts.parts, facts.hash) == (5_000.0, 2, geometry_hash(BOWTIE))
    assert facts.repaired is facts.measured
    assert only(report, "shape.crossing").shape.equals(shapely.Point(square(0, 0).centroid))
    assert sum(item.covered_m2 for item in report.parcels) == pytest.approx(5_000.0)


def test_every_finding_stands_by_group_then_level() -> None:
    report = checked(parts(BOWTIE, square(250, 0), square(500, 0, 0.4, 100)), commune="92036")
    groups, levels = list(Group), list(Level)
    order = [(groups.index(item.group), levels.index(item.level)) for item in report.findings]
    assert order == sorted(order)
    assert len({group for group, _level in order}) == len(groups)


def test_neighbourhoods_in_their_order() -> None:
    report = checked(square(350, 0))
    assert [(item.generation, item.code, item.share, item.distance_m) for item in report.neighbourhoods] == [
        ("neighbourhoods_2024", "QN09206M", pytest.approx(0.5), 0.0),
        ("neighbourhoods_2015", "QP092016", 1.0, 0.0),
    ]
    first = report.neighbourhoods[0]
    assert (first.farthest_m, first.margin_300_m, first.margin_500_m) == pytest.approx((50.0, 250.0, 450.0))


def test_the_nearest_neighbourhood_is_named_however_far() -> None:
    report = checked(square(1500, 0))
    assert [(item.code, item.distance_m, item.farthest_m) for item in report.neighbourhoods] == [
        ("QN09206M", pytest.approx(1100.0), pytest.approx(1200.0)),
        ("QP092016", pytest.approx(1000.0), pytest.approx(1100.0)),
    ]


def test_an_operation_is_no_neighbour_of_itself() -> None:
    overlapped = checked(square(340, 0)).operations
    assert [
        (item.id, item.step, item.step_label, item.area_m2, item.share, item.same) for item in overlapped
    ] == [("92050-015", "travaux", "Travaux", pytest.approx(9_000.0), pytest.approx(0.9), False)]
    assert checked(square(340, 0), operation_id="92050-015").operations == ()


def test_nothing_imported() -> None:
    report = checked(square(0, 0), world=empty_world())
    assert report.not_checked == LAYERS
    assert {"place.not_checked", "parcel.not_checked", "policy.not_checked", "effect.not_checked"} <= codes(
        report
    )
    assert "policy.none" not in codes(report)
    assert (report.parcels, report.communes, report.neighbourhoods) == ((), (), ())
    assert report.revisions == {"programme": "0"}
    assert json.dumps(record(report))


def test_what_could_not_be_placed() -> None:
    proposed = (Candidate("EPSG:2154", "Lambert-93", 3.2),)
    report = checked(None, systems=Systems(None, None, candidates=proposed))
    assert (report.footprint, report.verdict, codes(report)) == (
        None,
        Verdict.TO_BE_CORRECTED,
        {"crs.unplaced"},
    )
    assert only(report, "crs.unplaced").values == {"candidates": ["EPSG:2154"]}
    assert record(report)["crs"] == {
        "found": None,
        "used": None,
        "swapped": False,
        "candidates": [{"code": "EPSG:2154", "name": "Lambert-93", "distance_km": 3.2, "swapped": False}],
    }


def test_what_reading_said_is_not_said_again() -> None:
    told = finding("shape.not_finite", count=3)
    report = checked(None, notes=[told])
    assert report.findings == (told,)


def test_the_record_is_json_of_the_names_that_others_read() -> None:
    report = checked(square(50.1, 0, 299.9, 100), declared_area_m2=50_000.0)
    content = json.loads(json.dumps(record(report)))
    assert {
        "verdict", "footprint", "crs", "issues", "parcels", "communes", "neighbourhoods", "operations", "rules",
        "dwellings", "facilities",
    } <= content.keys()  # fmt: skip
    assert content["verdict"] == "conform"
    assert {"area_m2", "perimeter_m", "parts", "hash"} <= content["footprint"].keys()
    assert {"found", "used", "candidates"} <= content["crs"].keys()
    assert {"idu", "recorded_m2", "area_m2", "covered_m2", "share", "relation"} <= content["parcels"][
        0
    ].keys()
    assert {item["relation"] for item in content["parcels"]} == {"whole", "partial"}
    assert {
        "code", "generation", "share", "distance_m", "entirely_within_300_m", "partly_within_300_m",
        "entirely_within_500_m",
    } <= content["neighbourhoods"][0].keys()  # fmt: skip
    assert content["dwellings"]["near"]["by_landlord"][0] == {
        "value": "Office fictif", "label": "Office fictif", "count": 120,
    }  # fmt: skip
    assert content["facilities"]["near_m"] == 300
    assert all(rule["indicative"] for rule in content["rules"])
    for issue in content["issues"]:
        assert {"code", "level", "message", "values", "lon", "lat"} <= issue.keys()
    assert content["thresholds"] == SETTINGS.checks.model_dump(exclude={"seconds", "memory_megabytes"})


def test_the_record_speaks_the_language_in_force() -> None:
    report = checked(square(50, 0), declared_area_m2=20_000.0)
    with language("en"):
        english = record(report)
    french = record(report)
    assert (french["verdict_label"], english["verdict_label"]) == ("conforme", "conform")
    assert french["issues"][0]["message"] != english["issues"][0]["message"]
    assert french["rules"][0]["title"] != english["rules"][0]["title"]


def test_a_batch_says_the_same_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = [square(0, 0), BOWTIE, None, square(600, 0, 250, 100), shapely.Point(0, 0), square(2500, 0)]
    given = [submission(shape, name=str(number)) for number, shape in enumerate(shapes)]
    # Three parts of two, so that positions must be told apart.
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    together = check_all(WORLD, given, SETTINGS, at=DAY)
    for shape, one in zip(shapes, together, strict=True):
        alone = checked(shape, name=one.subject.name)
        own = [item for item in record(one)["issues"] if not item["code"].startswith("neighbour.self")]
        assert own == record(alone)["issues"]
        assert {**record(one), "issues": [], "counts": {}} == {**record(alone), "issues": [], "counts": {}}


def test_footprints_of_one_batch_that_overlap_both_say_so() -> None:
    first, second, third = batch(square(600, 0), square(650, 0), square(800, 0))
    assert only(first, "neighbour.self_overlap").values == {
        "name": "no 2", "number": 2, "area_m2": pytest.approx(5_000.0),
    }  # fmt: skip
    assert only(second, "neighbour.self_overlap").values["name"] == "no 1"
    assert "neighbour.self_overlap" not in codes(third)


def test_operations_of_one_batch_are_told_as_operations_only() -> None:
    shapes = {"92050-014": square(0, 0), "92050-015": square(350, 0)}
    world = World(programme([operation("92050-014", square(0, 0)), operation("92050-015", square(50, 0))]))
    given = [
        submission(world.programme.operations.geometry[name], origin="operation", operation_id=name)
        for name in shapes
    ]
    found = check_all(world, given, SETTINGS, at=DAY)
    assert [sum(item.code.startswith("neighbour") for item in report.findings) for report in found] == [1, 1]


def test_an_empty_batch() -> None:
    assert check_all(WORLD, [], SETTINGS) == []


def test_a_batch_can_be_stopped() -> None:
    said: list[tuple[float, str]] = []

    def stop(share: float, sentence: str) -> None:
        said.append((share, sentence))
        raise StoppedError

    with pytest.raises(StoppedError):
        check_all(WORLD, [submission(square(0, 0))], SETTINGS, stop)
    assert said == [(0.0, "Vérification des emprises")]


def linked_to(revision: str, recorded: float, area: float) -> World:
    """The first operation on the first square, linked to a parcel of another cadastre."""
    content = programme(
        [operation("92050-014", square(0, 0))],
        parcels=[("92050-014", FIRST, recorded, area, 10_000.0, 1.0, revision)],
        cadastre=revision,
    )
    return World(content, WORLD.role, WORLD.snapshots)


@pytest.mark.parametrize(
    ("revision", "recorded", "area", "said"),
    [
        (LATER, 10_000.0, 10_000.0, set()),
        (LATER, 9_000.0, 10_000.0, {"parcel.changed"}),
        # An outline of 400 m that moves by 1 cm changes its area by 4 m² at most.
        (LATER, 10_000.0, 10_003.9, set()),
        (LATER, 10_000.0, 10_004.1, {"parcel.changed"}),
        ("20260101-000000-0000000000", 9_000.0, 20_000.0, set()),
    ],
)
def test_the_links_of_an_operation_tell_what_changed(
    revision: str, recorded: float, area: float, said: set[str]
) -> None:
    report = checked(square(0, 0), world=linked_to(revision, recorded, area), operation_id="92050-014")
    assert codes(report) & {"parcel.changed", "parcel.gone"} == said


def test_a_parcel_that_was_divided() -> None:
    now = with_layers(
        parcels=cadastre(
            ("92050000BR0101", square(0, 0, 50, 100), 5_000),
            ("92050000BR0102", square(50, 0, 50, 100), 5_000),
        )
    )
    report = checked(square(0, 0), world=now, linked=WORLD.parcels)
    gone = only(report, "parcel.gone")
    assert gone.values == {"idu": FIRST, "before_m2": 10_000.0}
    assert gone.shape.equals(square(0, 0))
    assert [item.idu for item in report.parcels] == ["92050000BR0101", "92050000BR0102"]


def test_a_report_keeps_nothing_of_the_language() -> None:
    report = checked(square(50, 0))
    with language("en"):
        english = [item.message for item in report.findings]
    assert english != [item.message for item in report.findings]


def test_a_finding_gives_a_place_on_it() -> None:
    found = only(checked(square(0, 0, 50, 100)), "parcel.partial").as_dict()
    assert (found["lon"], found["lat"]) == (pytest.approx(2.3188, abs=1e-3), pytest.approx(48.889, abs=1e-2))


def test_less_than_ten_square_centimetres_are_no_area() -> None:
    report = checked(square(0, 0, 0.03, 0.03))
    assert (report.footprint, report.verdict) == (None, Verdict.TO_BE_CORRECTED)
    assert codes(report) == {"shape.no_area"}


def test_a_part_too_small_for_a_millimetre_is_checked_all_the_same() -> None:
    report = checked(parts(square(0, 0), square(200, 0, 0.0001, 0.0001)))
    assert report.footprint is not None
    assert {"shape.near_vertices", "shape.sliver", "shape.parts"} <= codes(report)
