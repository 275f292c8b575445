"""Picture of sums as time goes by, as SVG: each curve told by its stroke and mark, and by words at its end."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maps.escape import text

WIDTH_PX, HEIGHT_PX = 1120, 430
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 78, 210, 16, 46
_TICKS = 5
_LABEL_PX = 17.0
_LEAST_BETWEEN_LABELS_PX = 44.0


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve.

    Attributes
    ----------
    label
        Words at its end.
    colour
        Of line and mark.
    dashed
        A plan: what has not come yet.
    square
        Marks are squares; else discs.
    values
        At the end of each period, from the first on; may end before the others.
    """

    label: str
    colour: str
    dashed: bool
    square: bool
    values: Sequence[int]


def curve_picture(
    title: str,
    periods: Sequence[str],
    curves: Sequence[Curve],
    written: Callable[[int], str],
    exact: Callable[[int], str],
) -> str:
    """Draw sums that begin at 0 before the first of p periods.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    periods
        Words of the p periods, p ≥ 1.
    curves
        At most p values each.
    written, exact
        How amounts are written on the axis, and in full.

    Returns
    -------
    An ``svg`` element; all text in it is escaped.
    """
    values = [0, *(value for curve in curves for value in curve.values)]
    ticks = _ticks(min(values), max(values))
    step = (WIDTH_PX - _LEFT_PX - _RIGHT_PX) / len(periods)
    room = HEIGHT_PX - _TOP_PX - _BOTTOM_PX

    def across(place: int) -> float:
        return _LEFT_PX + step * (place + 1)

    def down(value: float) -> float:
        return _TOP_PX + room * (ticks[-1] - value) / (ticks[-1] - ticks[0])

    parts = [_grid(down(tick), written(tick), strong=tick == 0) for tick in ticks]
    every = math.ceil(_LEAST_BETWEEN_LABELS_PX / step)
    for place, period in enumerate(periods):
        x, y = across(place), HEIGHT_PX - _BOTTOM_PX
        parts.append(f'<path d="M{x:.1f} {y}v5" class="tick"/>')
        if (len(periods) - 1 - place) % every == 0:
            parts.append(f'<text x="{x:.1f}" y="{y + 20}" text-anchor="middle">{text(period)}</text>')
    parts += [_curve(curve, periods, across, down, exact) for curve in curves]
    parts += _ends([curve for curve in curves if curve.values], across, down)
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" role="img" aria-label="{text(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _ticks(least: int, most: int) -> list[int]:
    """Round values from at most the least to at least the most."""
    span = max(most - least, 1)
    rough = span / _TICKS
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = int(next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough) or 1)
    step = max(step, 1)
    return [step * place for place in range(math.floor(least / step), math.ceil(max(most, 1) / step) + 1)]


def _grid(y: float, words: str, *, strong: bool) -> str:
    return (
        f'<path d="M{_LEFT_PX} {y:.1f}H{WIDTH_PX - _RIGHT_PX}" class="{"axis" if strong else "grid-line"}"/>'
        f'<text x="{_LEFT_PX - 8}" y="{y + 4:.1f}" text-anchor="end">{text(words)}</text>'
    )


def _curve(
    curve: Curve,
    periods: Sequence[str],
    across: Callable[[int], float],
    down: Callable[[float], float],
    exact: Callable[[int], str],
) -> str:
    points = [(across(place), down(value)) for place, value in enumerate(curve.values)]
    if not points:
        return ""
    path = f"M{_LEFT_PX} {down(0):.1f}" + "".join(f"L{x:.1f} {y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="6 4"' if curve.dashed else ""
    marks = "".join(
        f"<g>{_mark(curve, x, y)}<title>{text(f'{curve.label}, {period} : {exact(value)}')}</title></g>"
        for (x, y), period, value in zip(points, periods, curve.values, strict=False)
    )
    return f'<path d="{path}" fill="none" stroke="{curve.colour}" stroke-width="2"{dashes}/>{marks}'


def _mark(curve: Curve, x: float, y: float) -> str:
    fill = "#ffffff" if curve.dashed else curve.colour
    if curve.square:
        return f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{fill}" stroke="{curve.colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{fill}" stroke="{curve.colour}"/>'


def _ends(
    curves: Sequence[Curve], across: Callable[[int], float], down: Callable[[float], float]
) -> list[str]:
    """Words right of the picture at the height of each end, moved apart where they would meet; a line leads there."""
    ends = sorted(
        ((down(curve.values[-1]), across(len(curve.values) - 1), curve) for curve in curves),
        key=lambda item: item[0],
    )
    heights: list[float] = []
    for y, *_rest in ends:
        heights.append(max(y, heights[-1] + _LABEL_PX) if heights else y)
    beyond = max(0.0, heights[-1] - (HEIGHT_PX - _BOTTOM_PX)) if heights else 0.0
    right = WIDTH_PX - _RIGHT_PX
    return [
        f'<path d="M{x + 5:.1f} {y:.1f}L{right + 8} {height - beyond:.1f}" class="leader"/>'
        f'<text x="{right + 12}" y="{height - beyond + 4:.1f}" style="fill:{curve.colour}" class="end">'
        f"{text(curve.label)}</text>"
        for (y, x, curve), height in zip(ends, heights, strict=True)
    ]
