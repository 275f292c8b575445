"""Where stone and people meet, on the map: a square for stone, a disc for people, hollow and dashed where one lacks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from core.languages import N_, _
from layers.symbol import Hatch, Style
from maps.drawn import Drawn
from programme.social.meeting import Meeting, MeetingRow

MOST_MARKS = 400
"""Operations with a sign on the map; the list names all of them."""
MEETING_WORDS = {
    Meeting.BOTH: N_("Operations and social actions"),
    Meeting.STONE: N_("Operations, no social action"),
    Meeting.PEOPLE: N_("Social actions, no operation"),
    Meeting.NEITHER: N_("Neither operation nor social action"),
}
_INK, _WANT, _HALO = "#1d1b19", "#a50f26", "#ffffff"
_LOOKS = {
    Meeting.STONE: Style(
        fill="#a50f26", fill_opacity=0.10, stroke="#a50f26", width_px=1.8, hatch=Hatch.DIAGONAL
    ),
    Meeting.PEOPLE: Style(
        fill="#6b5b00", fill_opacity=0.10, stroke="#6b5b00", width_px=1.8, dash_px=(5, 3), hatch=Hatch.BARS
    ),
}
"""Neighbourhoods where one of the two lacks; the others are left to the ground."""
OPERATION_WORDS = {
    Meeting.BOTH: N_("Operation with social actions"),
    Meeting.STONE: N_("Operation without social action"),
}
EVENT_WORDS = N_("Meetings of the consultation, and how many events")


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a list and where it lies, in EPSG:2154; None where it lies nowhere."""

    row: MeetingRow
    shape: shapely.Geometry | None


def meeting_record(
    neighbourhoods: Sequence[Placed],
    operations: Sequence[Placed],
    words: Callable[[MeetingRow], str],
    chosen: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Write what is to be drawn as plain values for the browser's script.

    Parameters
    ----------
    neighbourhoods, operations
        In the order of the lists.
    words
        What a mark says when the pointer is on it.
    chosen
        Layer and identifier of the place that the reader looks at.

    Returns
    -------
    As :meth:`maps.drawn.Drawn.record`; a mark tells its place in ``[*neighbourhoods, *operations]`` when it is clicked.
    """
    drawn = Drawn()
    for meeting, style in _LOOKS.items():
        drawn.draw([item.shape for item in neighbourhoods if item.row.meeting is meeting], style, "")
    placed = [(place, item) for place, item in enumerate([*neighbourhoods, *operations]) if _lies(item)]
    # Those that lack something come first: they are in front, and the last that go where there are too many.
    ranked = sorted(placed, key=lambda pair: (pair[1].row.meeting is Meeting.BOTH, pair[0]))
    areas = [pair for pair in ranked if pair[1].row.layer != "operations"]
    points = [pair for pair in ranked if pair[1].row.layer == "operations"]
    for place, item in [*areas, *points[:MOST_MARKS]]:
        of_operation = item.row.layer == "operations"
        drawn.mark(
            shapely.point_on_surface(item.shape),
            operation_sign(item.row.meeting) if of_operation else meeting_sign(item.row.meeting),
            text=words(item.row),
            finding=place,
            chosen=(item.row.layer, item.row.id) == chosen,
            stays=True,
            front=not of_operation,
        )
    _explain(drawn, placed)
    return drawn.record()


def events_record(
    events: Sequence[tuple[shapely.Point, int, str]], chosen: int | None = None
) -> dict[str, Any]:
    """Write the places of a consultation, each with how many events were held there.

    Parameters
    ----------
    events
        Place in EPSG:2154, number of events, words.
    chosen
        Position of the place that the reader looks at.
    """
    drawn = Drawn()
    for number, (point, count, words) in enumerate(events):
        drawn.mark(
            point,
            event_sign(),
            label=str(count),
            text=words,
            finding=number,
            chosen=number == chosen,
            stays=True,
        )
    if events:
        drawn.explain(event_sign(), _(EVENT_WORDS), 0)
    return drawn.record()


def _lies(item: Placed) -> bool:
    return item.shape is not None and not item.shape.is_empty


def _explain(drawn: Drawn, placed: Sequence[tuple[int, Placed]]) -> None:
    """Only what is on the map stands in its legend."""
    there = {(item.row.layer == "operations", item.row.meeting) for _place, item in placed}
    for meeting, label in MEETING_WORDS.items():
        if (False, meeting) in there:
            drawn.explain(meeting_sign(meeting), _(label), 0)
    for meeting, label in OPERATION_WORDS.items():
        if (True, meeting) in there:
            drawn.explain(operation_sign(meeting), _(label), 1)


def meeting_sign(meeting: Meeting) -> str:
    """Sign of a neighbourhood, 22 pixels: square for stone beside disc for people; it holds no text from data."""
    stone = meeting in (Meeting.BOTH, Meeting.STONE)
    people = meeting in (Meeting.BOTH, Meeting.PEOPLE)
    square = '<rect x="1.8" y="6.2" width="8.6" height="9.6"'
    disc = '<circle cx="16.4" cy="11" r="4.3"'
    return _picture(
        f'<rect x=".3" y="3.6" width="21.4" height="14.8" rx="3" fill="{_HALO}" stroke="{_INK}" stroke-width=".8"/>'
        f"{square}{_ink(present=stone)}{disc}{_ink(present=people)}"
    )


def operation_sign(meeting: Meeting) -> str:
    """Sign of an operation, 22 pixels: a small disc where actions go with it, a dashed ring with a cross where none."""
    if meeting is Meeting.BOTH:
        return _picture(f'<circle cx="11" cy="11" r="4" fill="{_INK}" stroke="{_HALO}" stroke-width="1.2"/>')
    return _picture(
        f'<circle cx="11" cy="11" r="6.6" fill="{_HALO}" stroke="{_WANT}" stroke-width="2" stroke-dasharray="3.2 2"/>'
        f'<path d="M8.4 8.4l5.2 5.2M13.6 8.4l-5.2 5.2" stroke="{_WANT}" stroke-width="1.8" fill="none"/>'
    )


def event_sign() -> str:
    """Sign of a place of consultation: a speech bubble, 22 pixels."""
    return _picture(
        f'<path d="M2 3.5h18v12.5h-9.5l-4 4v-4H2z" fill="{_INK}" stroke="{_HALO}" stroke-width="1"/>'
    )


def _ink(*, present: bool) -> str:
    if present:
        return f' fill="{_INK}"/>'
    return f' fill="none" stroke="{_WANT}" stroke-width="1.5" stroke-dasharray="2.2 1.6"/>'


def _picture(inner: str) -> str:
    return f'<svg viewBox="0 0 22 22" width="18" height="18" aria-hidden="true">{inner}</svg>'
