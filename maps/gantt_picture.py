"""Picture of calendars, as SVG: for each operation a thin plan over what came, each step in its own colour."""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from layers.operations import OPERATIONS
from layers.symbol import INK, Hatch
from maps.escape import text
from programme.evaluation.timeline import Calendar, Stone
from programme.steps import Step

WIDTH_PX = 1120
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX, _ROW_PX = 300, 130, 26, 10, 27
_LETTERS = 42
"""Names are cut beyond; the mouse shows them whole, and so does the table."""
_LEAST_YEAR_PX = 34.0
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the picture, in the language in force.

    Attributes
    ----------
    title
        What it shows, for those who do not see it.
    today
        Beside the line of today.
    head
        Over the column on the right.
    beside
        What that column says of an operation, and whether it is an alert.
    stone
        A step with both its dates, for what the mouse points at.
    """

    title: str
    today: str
    head: str
    beside: Callable[[Calendar], tuple[str, bool]]
    stone: Callable[[Stone], str]


def gantt_picture(calendars: Sequence[Calendar], day: dt.date, words: Words) -> str:
    """Draw calendars.

    Parameters
    ----------
    calendars
        n ≥ 1 of them, from top to bottom; those without a date have a name and no bar.
    day
        Today.
    words
        Of the picture.

    Returns
    -------
    An ``svg`` element; all text in it is escaped.
    """
    first, last = _range(calendars, day)
    height = _TOP_PX + _ROW_PX * len(calendars) + _BOTTOM_PX
    span = (last - first).days

    def across(when: dt.date) -> float:
        return _LEFT_PX + (WIDTH_PX - _LEFT_PX - _RIGHT_PX) * (when - first).days / span

    parts = [_hatches(), *_years(first.year, last.year, across, height)]
    parts += [
        _row(calendar, _TOP_PX + _ROW_PX * place, across, day, words)
        for place, calendar in enumerate(calendars)
    ]
    parts.append(_today(across(day), height, words.today))
    parts.append(f'<text x="{WIDTH_PX - 4}" y="14" text-anchor="end" class="head">{text(words.head)}</text>')
    return (
        f'<svg class="gantt" viewBox="0 0 {WIDTH_PX} {height}" role="img" aria-label="{text(words.title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _range(calendars: Sequence[Calendar], day: dt.date) -> tuple[dt.date, dt.date]:
    """Whole years that hold every date and today."""
    days = [day]
    for calendar in calendars:
        for stone in calendar.stones:
            days += [moment for moment in (stone.planned, stone.actual) if moment is not None]
    return dt.date(min(days).year, 1, 1), dt.date(max(days).year + 1, 1, 1)


def _hatches() -> str:
    """Abandoned is told by hatches, as on the map."""
    style = OPERATIONS.symbol.style_of(Step.ABANDONED.value)
    return (
        '<defs><pattern id="gantt-abandoned" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
        f'<path d="M1 0V6" stroke="{style.stroke}" stroke-width="1.5"/></pattern></defs>'
    )


def _years(first: int, last: int, across: Callable[[dt.date], float], height: float) -> list[str]:
    width = (WIDTH_PX - _LEFT_PX - _RIGHT_PX) / (last - first)
    every = max(1, math.ceil(_LEAST_YEAR_PX / width))
    parts = []
    for year in range(first, last + 1):
        x = across(dt.date(year, 1, 1))
        parts.append(f'<path d="M{x:.1f} {_TOP_PX - 4}V{height - _BOTTOM_PX}" class="grid-line"/>')
        if year < last and (year - first) % every == 0:
            parts.append(
                f'<text x="{x + width * every / 2:.1f}" y="14" text-anchor="middle" class="head">{year}</text>'
            )
    return parts


def _today(x: float, height: float, words: str) -> str:
    return (
        f'<g class="today"><title>{text(words)}</title>'
        f'<path d="M{x:.1f} {_TOP_PX - 6}V{height - _BOTTOM_PX}" stroke="{INK}" stroke-width="1.6" '
        f'stroke-dasharray="4 3"/><path d="M{x - 5:.1f} {_TOP_PX - 10}h10l-5 7z" fill="{INK}"/></g>'
    )


def _row(calendar: Calendar, y: float, across: Callable[[dt.date], float], day: dt.date, words: Words) -> str:
    name = calendar.name if len(calendar.name) <= _LETTERS else calendar.name[: _LETTERS - 1].rstrip() + "…"
    beside, alert = words.beside(calendar)
    colour = ' style="fill:#8d1220;font-weight:600"' if alert else ""
    return (
        f"<g><title>{text(f'{calendar.name} ({calendar.operation_id})')}</title>"
        f'<path d="M0 {y + _ROW_PX:.1f}H{WIDTH_PX}" class="row-line"/>'
        f'<text x="0" y="{y + 17:.1f}">{text(name)}</text></g>'
        f"{_plan(calendar, y, across, words)}{_came(calendar, y, across, day, words)}"
        f'<text x="{WIDTH_PX - 4}" y="{y + 17:.1f}" text-anchor="end"{colour}>{text(beside)}</text>'
    )


def _plan(calendar: Calendar, y: float, across: Callable[[dt.date], float], words: Words) -> str:
    """Thin bar from each planned date to the next, and a tick at each."""
    stones = [(stone, stone.planned) for stone in calendar.stones if stone.planned is not None]
    parts = []
    for place, (stone, begin) in enumerate(stones):
        x = across(begin)
        ends = across(stones[place + 1][1]) if place + 1 < len(stones) else x + 3
        parts.append(
            f'<g><title>{text(words.stone(stone))}</title><rect x="{x:.1f}" y="{y + 5:.1f}" '
            f'width="{max(ends - x, 1.5):.1f}" height="5" {_look(stone.step)} stroke-width=".5"/></g>'
        )
    return "".join(parts)


def _came(
    calendar: Calendar, y: float, across: Callable[[dt.date], float], day: dt.date, words: Words
) -> str:
    """Thick bar from each actual date to the next, the last one up to today unless the life has ended."""
    stones = [(stone, stone.actual) for stone in calendar.stones if stone.actual is not None]
    parts = []
    for place, (stone, begin) in enumerate(stones):
        x = across(begin)
        if place + 1 < len(stones):
            ends = across(stones[place + 1][1])
        elif stone.step in (Step.SETTLED, Step.ABANDONED):
            ends = x + 7
        else:
            ends = across(max(day, begin))
        parts.append(
            f'<g><title>{text(words.stone(stone))}</title><rect x="{x:.1f}" y="{y + 11:.1f}" '
            f'width="{max(ends - x, 1.5):.1f}" height="11" {_look(stone.step)} stroke-width=".9"/></g>'
        )
    return "".join(parts)


def _look(step: str) -> str:
    style = OPERATIONS.symbol.style_of(step)
    fill = "url(#gantt-abandoned)" if style.hatch is not Hatch.NONE else style.fill
    return f'fill="{fill}" stroke="{style.stroke}"'
