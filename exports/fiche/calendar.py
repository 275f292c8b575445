"""The calendar of an operation on its fact sheet: a picture, and the same dates in columns under it."""

import datetime as dt

from core.formats import date, number
from core.languages import _
from exports.blocks import LEFT, Block, Cell, text
from exports.fiche.parts import WIDTH_MM, blocks_of, together, told_table
from exports.fiche.pictures import CalendarWords, calendar_picture, step_sign
from programme.evaluation.timeline import Stone
from programme.sheets import Milestone


def calendar_blocks(stones: tuple[Milestone, ...], day: dt.date) -> list[Block]:
    """Picture and dates of the steps of an operation; a sentence where no date is known.

    Parameters
    ----------
    stones
        Steps in the order of its life.
    day
        Today.
    """
    if not any(stone.planned or stone.actual for stone in stones):
        return [text(_("No date is known."), _("Calendar"))]
    words = CalendarWords(_("Planned"), _("Actual"), _("today"))
    picture, _height = calendar_picture(
        [Stone(item.step, item.planned, item.actual) for item in stones], day, WIDTH_MM, words
    )
    drawn = {
        "kind": "picture",
        "title": _("Calendar"),
        "svg": picture,
        "alt": _("Calendar of the operation: {steps}.").format(
            steps="; ".join(_stone(item) for item in stones)
        ),
        "width_mm": WIDTH_MM,
    }
    return blocks_of(together(drawn, _dates(stones)))


def _stone(stone: Milestone) -> str:
    told = [
        words.format(day=date(day))
        for words, day in ((_("planned on {day}"), stone.planned), (_("reached on {day}"), stone.actual))
        if day is not None
    ]
    return ", ".join([stone.label, *(told or [_("no date")])])


def _dates(stones: tuple[Milestone, ...]) -> Block | None:
    """Steps side by side, as on the picture above; what is late stands in the last row."""
    heads = [("", LEFT, "auto"), *((stone.label, LEFT, "1fr") for stone in stones)]
    rows: list[list[Cell]] = [
        [_("Planned"), *(date(stone.planned) for stone in stones)],
        [_("Actual"), *(date(stone.actual) for stone in stones)],
    ]
    if any(stone.slippage_days is not None for stone in stones):
        rows.append([_("Slippage (days)"), *(_days(stone.slippage_days) for stone in stones)])
    made = told_table(None, heads, rows, keep=len(heads))
    signs = [None, *(step_sign(stone.step) for stone in stones)]
    return made and {
        **made,
        "heads": [{**head, "sign": sign} for head, sign in zip(made["heads"], signs, strict=True)],
    }


def _days(days: int | None) -> str:
    return number(days) if days is None or days <= 0 else f"+{number(days)}"
