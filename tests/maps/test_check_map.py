"""What the map of a check draws: everything has its line in the legend, and text stays text."""

import datetime as dt

import numpy as np
import pytest
import shapely

from core.issues import Level
from core.settings import Checks
from maps.check_map import MOST_MARKS, Candidate, Drawing, check_record
from maps.check_map_paper import SUBJECT
from maps.check_pictures import light, outline_picture, picture_address
from maps.findings import SIGNS
from programme.check.report import (
    Finding,
    FootprintFacts,
    Group,
    ParcelShare,
    Relation,
    Report,
    Subject,
    Systems,
)
from tests.maps.test_symbols import DEFICIENCIES, LEAST_DISTANCE, seen

X, Y = 645_000.0, 6_866_000.0
BOW_TIE = shapely.Polygon([(X, Y), (X + 40, Y + 40), (X + 40, Y), (X, Y + 40)])
HOSTILE = "<img src=x onerror=alert(1)>`${1}`"


def _report(findings: list[Finding], *, repaired: shapely.Geometry | None = None) -> Report:
    square = shapely.box(X, Y, X + 50, Y + 50)
    parcels = tuple(
        ParcelShare(f"9205000AB000{number}", 2500.0, 2500.0, 2500.0, 1.0, relation, square)
        for number, relation in enumerate(Relation)
    )
    facts = FootprintFacts(BOW_TIE, repaired or square, repaired, 800.0, 200.0, 1, 0, "0" * 64)
    return Report(
        Subject(HOSTILE, "text"),
        Systems("EPSG:2154", "EPSG:2154"),
        facts,
        tuple(findings),
        Checks(),
        dt.datetime(2026, 11, 24, tzinfo=dt.UTC),
        parcels=parcels,
        proposal=square,
    )


def _finding(level: Level, shape: shapely.Geometry | None) -> Finding:
    return Finding("shape.crossing", level, Group.SHAPE, "The outline crosses itself.", {}, shape)


def test_everything_that_is_drawn_is_in_the_legend() -> None:
    point = shapely.Point(X + 20, Y + 20)
    report = _report([_finding(level, point) for level in Level], repaired=shapely.make_valid(BOW_TIE))
    record = check_record(Drawing(report=report, chosen=1))
    assert [item["label"] for item in record["legend"]] == [
        "Emprise remise",
        "Proposition\u00a0: contour réparé",
        "Proposition\u00a0: parcelles entières",
        "Erreur à corriger",
        "Avertissement à examiner",
        "Information",
        "Parcelle prise entière",
        "Parcelle prise en partie",
        "Parcelle effleurée",
    ]
    assert [mark["finding"] for mark in record["marks"]] == [
        1,
        0,
        2,
    ]  # the one that is looked at, then the gravest
    assert [mark["chosen"] for mark in record["marks"]] == [True, False, False]
    assert not any(HOSTILE[:4] in item["svg"] for item in (*record["marks"], *record["legend"]))


def test_findings_without_place_have_no_mark_and_many_are_cut() -> None:
    point = shapely.Point(X, Y)
    some = [_finding(Level.ERROR, None), _finding(Level.ERROR, shapely.Polygon())]
    assert check_record(Drawing(report=_report(some)))["marks"] == []
    many = [_finding(Level.WARNING, point)] * (MOST_MARKS + 5)
    record = check_record(Drawing(report=_report(many), chosen=MOST_MARKS + 4))
    assert len(record["marks"]) == MOST_MARKS
    assert record["marks"][0]["finding"] == MOST_MARKS + 4


def test_drawing_and_candidates_are_numbered() -> None:
    record = check_record(Drawing(points=[(X, Y), (X + 10, Y), (X, Y + 10)], aims=True))
    assert [mark["label"] for mark in record["marks"]] == ["1", "2", "3"]
    assert record["shapes"][0]["shape"]["features"][0]["geometry"]["type"] == "Polygon"
    assert record["aims"]
    places = [Candidate("Lambert-93", shapely.box(X, Y, X + 9, Y + 9)), Candidate("CC49", shapely.Point())]
    record = check_record(Drawing(candidates=places))
    assert [mark["label"] for mark in record["marks"]] == ["1"]
    assert [item["label"] for item in record["legend"]] == ["Lambert-93"]


def test_places_are_sent_to_the_centimetre() -> None:
    record = check_record(Drawing(picked=[shapely.box(X, Y, X + 0.02, Y + 0.02)]))
    ring = np.array(record["shapes"][0]["shape"]["features"][0]["geometry"]["coordinates"][0])
    assert len(np.unique(ring, axis=0)) == 4


def test_huge_outline_is_lighter_on_the_screen_alone() -> None:
    turn = np.linspace(0, 2 * np.pi, 50_001)[:-1]
    circle = shapely.Polygon(np.column_stack([X + 500 * np.cos(turn), Y + 500 * np.sin(turn)]))
    assert shapely.get_num_coordinates(light(circle)) < 2_000
    assert light(BOW_TIE) is BOW_TIE


def test_pictures_to_compare_hold_every_ring() -> None:
    parts = shapely.MultiPolygon([shapely.box(0, 0, 4, 4), shapely.box(6, 0, 10, 4)])
    picture = outline_picture(parts, parts.bounds, SUBJECT)
    assert picture.count("Z") == 2
    assert picture_address(picture).startswith("data:image/svg+xml,%3Csvg%20xmlns")


@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
def test_levels_are_told_apart(deficiency: str | None) -> None:
    colours = [seen(look.colour, deficiency) for look in SIGNS.values()]
    glyphs = {look.glyph for look in SIGNS.values()}
    assert len(glyphs) == len(SIGNS)
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert np.linalg.norm(colours[first] - colours[second]) > LEAST_DISTANCE
