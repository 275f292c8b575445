"""Small pictures of a fact sheet, as SVG in millimetres: who pays, when it was and is to be, and small signs."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.formats import percent
from layers.operations import OPERATIONS
from layers.symbol import INK, Hatch, Style
from maps.fonts import FAMILY
from maps.palette import NOT_COVERED, MoneySign, money_signs
from maps.paper import words
from programme.evaluation.timeline import Stone
from programme.money.funding import FunderRow
from programme.steps import Step

_GREY, _LINE = "#6b665e", "#d9d4c9"
_BAR_MM, _LEAST_LABEL_MM = 6.0, 9.0
_DARK = 0.42
"""Luminance below which white letters are read better than black ones."""
_YEARS_MM, _PLAN_MM, _CAME_MM = 4.6, 2.0, 4.0
_LEFT_MM = 15.0
_LEAST_YEAR_MM = 9.0
_TEXT_MM = 2.3

_Across = Callable[[dt.date], float]


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """Words of the picture of a calendar, in the language in force: its two rows, and the line of today."""

    planned: str
    actual: str
    today: str


def money_bar(rows: Sequence[FunderRow], uncovered: Decimal | None, width_mm: float) -> str | None:
    """Draw who pays as one bar whose parts are as wide as what each brings; None where nothing is planned.

    Parameters
    ----------
    rows
        Of a plan, in its order; what was taken back is no part of the bar.
    uncovered
        What is still to be found, in euros; None or less than 0: nothing.
    width_mm
        Of the whole bar.
    """
    amounts = [max(row.amounts.planned_eur or Decimal(0), Decimal(0)) for row in rows]
    amounts.append(max(uncovered or Decimal(0), Decimal(0)))
    whole = sum(amounts)
    if whole <= 0:
        return None
    x, parts = 0.0, []
    for place, (amount, sign) in enumerate(zip(amounts, [*money_signs(rows), NOT_COVERED], strict=True)):
        width = float(amount / whole) * width_mm
        if width > 0:
            parts.append(_segment(place, x, width, sign, amount / whole))
        x += width
    patterns = "".join(
        _pattern(f"money-{place}", sign) for place, sign in enumerate([*money_signs(rows), NOT_COVERED])
    )
    frame = _frame(0.1, 0.1, width_mm - 0.2, _BAR_MM - 0.2)
    return _svg(width_mm, _BAR_MM, f"<defs>{patterns}</defs>{''.join(parts)}{frame}")


def money_sign(sign: MoneySign) -> str:
    """Picture of a funder's sign, 18 × 14."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 14" width="18" height="14">'
        f'<defs>{_pattern("sign", sign, scale=4.0)}</defs><rect x="2" y="1" width="14" height="12" '
        f'fill="{_fill("sign", sign)}" stroke="{INK}" stroke-width=".7"/></svg>'
    )


def step_sign(step: str) -> str:
    """Picture of a step in the colour that operations of that step have on the map, 18 × 14."""
    style = OPERATIONS.symbol.style_of(step)
    sign = MoneySign(style.fill or "#ffffff", style.hatch, style.stroke)
    return money_sign(sign)


def ink_on(fill: str) -> str:
    """Colour of letters that is read on a fill."""
    red, green, blue = (int(fill[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < _DARK + 0.08 else INK


def calendar_picture(
    stones: Sequence[Stone], day: dt.date, width_mm: float, told: CalendarWords
) -> tuple[str, float]:
    """Draw the calendar of an operation: a thin plan over what came, each step in its own colour.

    Parameters
    ----------
    stones
        Steps with at least one date among them, in the order of its life.
    day
        Today.
    width_mm
        Of the picture.
    told
        Its words.

    Returns
    -------
    SVG, and its height in millimetres.
    """
    days = [moment for stone in stones for moment in (stone.planned, stone.actual) if moment is not None]
    first, last = dt.date(min(*days, day).year, 1, 1), dt.date(max(*days, day).year + 1, 1, 1)
    span = (last - first).days
    height = _YEARS_MM + _PLAN_MM + _CAME_MM + 3.4

    def across(moment: dt.date) -> float:
        return _LEFT_MM + (width_mm - _LEFT_MM) * (moment - first).days / span

    plan, came = _YEARS_MM + 1.0, _YEARS_MM + _PLAN_MM + 2.2
    parts = _years(first.year, last.year, across, height)
    parts.append(
        words(0, plan + 1.75, told.planned, size_mm=_TEXT_MM, colour=_GREY, anchor="start", halo=False)
    )
    parts.append(
        words(0, came + 2.8, told.actual, size_mm=_TEXT_MM, colour=_GREY, anchor="start", halo=False)
    )
    planned = [(stone.step, stone.planned) for stone in stones if stone.planned is not None]
    actual = [(stone.step, stone.actual) for stone in stones if stone.actual is not None]
    parts += _bars(planned, across, plan, _PLAN_MM, None)
    parts += _bars(actual, across, came, _CAME_MM, day)
    parts.append(_today(across(day), height, width_mm, told.today))
    patterns = _pattern("abandoned", _abandoned())
    return _svg(width_mm, height, f"<defs>{patterns}</defs>{''.join(parts)}"), height


def _years(first: int, last: int, across: _Across, height: float) -> list[str]:
    width = across(dt.date(first + 1, 1, 1)) - across(dt.date(first, 1, 1))
    every = max(1, -int(-_LEAST_YEAR_MM // width))
    parts = []
    for year in range(first, last + 1):
        x = across(dt.date(year, 1, 1))
        parts.append(
            f'<path d="M{min(x, across(dt.date(last, 1, 1)) - 0.1):.2f} {_YEARS_MM - 1:g}V{height:.2f}" '
            f'stroke="{_LINE}" stroke-width=".2"/>'
        )
        if year < last and (year - first) % every == 0:
            parts.append(
                words(x + 0.8, 2.9, str(year), size_mm=_TEXT_MM, colour=_GREY, anchor="start", halo=False)
            )
    return parts


def _bars(
    stones: Sequence[tuple[str, dt.date]], across: _Across, y: float, high: float, day: dt.date | None
) -> list[str]:
    """Bar from each date to the next; the last one up to today where days are those that came, else a mark."""
    parts = []
    for place, (step, begin) in enumerate(stones):
        x = across(begin)
        ended = step in (Step.SETTLED, Step.ABANDONED)
        if place + 1 < len(stones):
            ends = across(stones[place + 1][1])
        elif day is None or ended:
            ends = x + 1.6
        else:
            ends = across(max(day, begin))
        parts.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(ends - x, 0.4):.2f}" height="{high:g}" {_look(step)} '
            'stroke-width=".15"/>'
        )
    return parts


def _today(x: float, height: float, width_mm: float, told: str) -> str:
    right = x > width_mm - 16
    return (
        f'<path d="M{x:.2f} {_YEARS_MM - 1:g}V{height:.2f}" stroke="{INK}" stroke-width=".35" '
        f'stroke-dasharray="1 .7"/>'
        + words(
            x - 0.8 if right else x + 0.8,
            height - 0.3,
            told,
            size_mm=2.0,
            colour=INK,
            anchor="end" if right else "start",
        )
    )


def _look(step: str) -> str:
    style: Style = OPERATIONS.symbol.style_of(step)
    fill = "url(#abandoned)" if style.hatch is not Hatch.NONE else style.fill
    return f'fill="{fill}" stroke="{style.stroke}"'


def _abandoned() -> MoneySign:
    style = OPERATIONS.symbol.style_of(Step.ABANDONED)
    return MoneySign(style.fill or "#ffffff", style.hatch, style.stroke)


def _segment(place: int, x: float, width: float, sign: MoneySign, share: Decimal) -> str:
    name = f"money-{place}"
    parts = [f'<rect x="{x:.3f}" y="0" width="{width:.3f}" height="{_BAR_MM:g}" fill="{_fill(name, sign)}"/>']
    if x > 0:
        parts.append(f'<path d="M{x:.3f} 0V{_BAR_MM:g}" stroke="#ffffff" stroke-width=".3"/>')
    if width >= _LEAST_LABEL_MM:
        colour = INK if sign.hatch is not Hatch.NONE else ink_on(sign.fill)
        parts.append(
            words(
                x + width / 2,
                _BAR_MM / 2 + 0.9,
                percent(share),
                size_mm=2.5,
                colour=colour,
                weight=600,
                halo=sign.hatch is not Hatch.NONE,
            )
        )
    return "".join(parts)


def _fill(name: str, sign: MoneySign) -> str:
    return sign.fill if sign.hatch is Hatch.NONE else f"url(#{name})"


def _pattern(name: str, sign: MoneySign, *, scale: float = 1.0) -> str:
    if sign.hatch is Hatch.NONE:
        return ""
    side = 1.4 * scale
    turned = "" if sign.hatch is Hatch.BARS else ' patternTransform="rotate(45)"'
    return (
        f'<pattern id="{name}" width="{side:g}" height="{side:g}" patternUnits="userSpaceOnUse"{turned}>'
        f'<rect width="{side:g}" height="{side:g}" fill="{sign.fill}"/>'
        f'<path d="M{side / 4:g} 0V{side:g}" stroke="{sign.lines}" stroke-width="{0.35 * scale:g}"/></pattern>'
    )


def _frame(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="none" stroke="{INK}" '
        'stroke-width=".2"/>'
    )


def _svg(width: float, height: float, inner: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FAMILY}">{inner}</svg>'
    )
