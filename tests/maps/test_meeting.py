"""Where stone and people meet, on the map: signs that differ without colour, and marks that tell their place."""

import re
from itertools import combinations

import shapely

from core.languages import language
from maps.meeting import (
    MOST_MARKS,
    Placed,
    event_sign,
    events_record,
    meeting_record,
    meeting_sign,
    operation_sign,
)
from programme.social.meeting import Meeting, MeetingRow

X0, Y0 = 650_000.0, 6_866_000.0


def placed(layer: str, name: str, operations: int, actions: int, *, lies: bool = True) -> Placed:
    row = MeetingRow(layer, name, f"Lieu {name}", "Nanterre", operations, 100, actions, 50)
    return Placed(row, shapely.box(X0, Y0, X0 + 100, Y0 + 100) if lies else None)


def grey(svg: str) -> str:
    """The same drawing in one colour: what is left is shape alone."""
    return re.sub(r"#[0-9a-f]{6}", "#000000", svg)


def test_every_sign_is_told_apart_without_colour() -> None:
    signs = [
        *(meeting_sign(meeting) for meeting in Meeting),
        operation_sign(Meeting.BOTH),
        operation_sign(Meeting.STONE),
        event_sign(),
    ]
    for one, other in combinations(signs, 2):
        assert grey(one) != grey(other)


def test_a_mark_tells_its_place_in_the_lists_and_bears_its_words() -> None:
    places = [placed("neighbourhoods_2024", "Q1", 1, 1), placed("neighbourhoods_2024", "Q2", 1, 0)]
    operations = [placed("operations", "O1", 1, 0), placed("operations", "O2", 1, 2, lies=False)]
    record = meeting_record(places, operations, lambda row: row.name, ("operations", "O1"))
    told = {mark["text"]: (mark["finding"], mark["chosen"]) for mark in record["marks"]}
    assert told == {"Lieu Q1": (0, False), "Lieu Q2": (1, False), "Lieu O1": (2, True)}
    # The hatch lies on the neighbourhood that lacks something, and nowhere else.
    assert [shape["style"]["hatch"] for shape in record["shapes"]] == ["diagonal"]
    assert [item["label"] for item in record["legend"]] == [
        "Opérations et actions sociales",
        "Opérations, aucune action sociale",
        "Opération sans action sociale",
    ]
    with language("en"):
        english = meeting_record(places, operations, lambda row: row.name)
    assert [item["label"] for item in english["legend"]][-1] == "Operation without social action"


def test_where_operations_are_too_many_those_that_lack_something_stay() -> None:
    whole = [placed("operations", f"O{number}", 1, 1) for number in range(MOST_MARKS)]
    record = meeting_record([], [*whole, placed("operations", "seule", 1, 0)], lambda row: row.id)
    assert len(record["marks"]) == MOST_MARKS
    assert record["marks"][0]["text"] == "seule"


def test_events_stay_where_they_were_held() -> None:
    points = [(shapely.Point(X0, Y0), 3, "trois"), (shapely.Point(X0 + 1, Y0), 1, "une")]
    record = events_record(points, 1)
    assert [(mark["label"], mark["stays"], mark["chosen"]) for mark in record["marks"]] == [
        ("3", True, False),
        ("1", True, True),
    ]
    assert events_record([])["legend"] == []
