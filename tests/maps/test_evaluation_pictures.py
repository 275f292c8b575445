"""Pictures of the evaluation are to scale, draw what is told and nothing else, and escape what they say."""

import datetime as dt
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import shapely

from maps.exchange_lines import arrow, drawn_arrows, exchange_record
from maps.gantt_picture import Words, gantt_picture
from maps.generations_map import generations_record
from maps.year_map import SIGNS, year_record
from programme.evaluation.demolition import Exchange, Exchanges, Loose, Untold
from programme.evaluation.generations import passages
from programme.evaluation.timeline import Calendar, Stone
from programme.evaluation.yearly import State
from programme.storage.snapshot import Programme
from programme.world import World
from tests.programme.factories import operation, programme, square, world

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<img src=x onerror=alert(1)>\"'`${1}&"
WORDS = Words(HOSTILE, "Aujourd’hui", "glissement", lambda _calendar: (HOSTILE, True), lambda _stone: HOSTILE)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _content() -> Programme:
    return programme(
        [
            operation("A", square(0, 0), name=HOSTILE),
            operation("B", square(2000, 0)),
            operation("C", square(0, 2000)),
            operation("D"),
        ]
    )


def test_bars_are_as_long_as_what_they_tell() -> None:
    stones = (
        Stone("étude", _day("2025-01-01"), _day("2025-01-01")),
        Stone("travaux", _day("2025-07-02"), _day("2026-01-01")),
        Stone("livrée", _day("2026-01-01"), None),
    )
    calendars = [Calendar("A", HOSTILE, "travaux", stones), Calendar("B", "Sans date", "étude", ())]
    picture = gantt_picture(calendars, _day("2026-07-02"), WORDS)
    root = ElementTree.fromstring(picture)  # a text that was not escaped could not be read
    bars = [(float(bar.get("height", "")), float(bar.get("width", ""))) for bar in root.iter(f"{SVG}rect")]
    thin = [width for height, width in bars if height == 5]
    thick = [width for height, width in bars if height == 11]
    day_px = (1120 - 300 - 130) / 730
    assert thin[:2] == pytest.approx([182 * day_px, 183 * day_px], abs=0.1)
    # What came goes on until today.
    assert thick == pytest.approx([365 * day_px, 182 * day_px], abs=0.1)
    assert "<img" not in picture


def test_an_arrow_goes_from_one_end_to_the_other_and_points_there() -> None:
    start, end = shapely.Point(0, 0), shapely.Point(1000, 500)
    line, head = arrow(start, end)
    ends = np.array(line.coords)[[0, -1]]
    assert ends == pytest.approx(np.array([[0, 0], [1000, 500]]))
    tip = np.array(head.exterior.coords)[0]
    assert (
        shapely.Point(tip).distance(end)
        < shapely.Point(head.centroid).distance(end)
        < start.distance(end) / 2
    )
    back, _head = arrow(end, start)
    # Both ways bend apart.
    assert line.interpolate(0.5, normalized=True).distance(back) > 50


def test_only_told_ends_on_the_map_are_joined() -> None:
    here = World(_content())
    found = Exchanges(
        told=(
            Exchange("A", "B", ("S1",), 60, 30, 0),
            Exchange("A", "D", ("S1",), 60, 9, 0),
            Exchange("C", "C", (), 5, 5, 5),
        ),
        loose=(Loose("B", 7, demolishes=True, reason=Untold.NO_SITE),),
    )
    record = exchange_record(here, found)
    lines = [
        item for item in record["shapes"] if item["shape"]["features"][0]["geometry"]["type"] == "LineString"
    ]
    assert len(lines) == drawn_arrows(here, found) == 1
    assert sorted(item["label"] for item in record["marks"]) == ["30", "5", "5", "60", "7"]
    assert any(HOSTILE in item["text"] for item in record["marks"])
    assert len({item["svg"] for item in record["legend"]}) == len(record["legend"])


def test_each_operation_is_drawn_as_what_it_is_that_year() -> None:
    here = World(_content())
    states = pd.DataFrame(
        {"state": ["demolished", "works", "to_come", "delivered"], "planned": [False] * 4}, index=list("ABCD")
    )
    record = year_record(here, states)
    assert [len(item["shape"]["features"]) for item in record["shapes"]] == [1, 1, 1]
    assert len(record["marks"]) == 2
    assert [item["label"] for item in record["legend"]] == [
        "Démolie dans l’année",
        "En travaux dans l’année",
        "Travaux à venir",
    ]
    assert list(SIGNS) == list(State)


def test_what_stays_enters_and_leaves_is_told_by_more_than_colour() -> None:
    record = generations_record(passages(world()))
    assert [item["label"] for item in record["legend"]] == [
        "Dans les deux générations",
        "Entre en 2024",
        "Sort après 2015",
    ]
    looks = {(item["style"]["hatch"], tuple(item["style"]["dashPx"])) for item in record["shapes"]}
    assert len(looks) == len(record["shapes"]) == 3
