"""Scale bar and north as pieces that stand anywhere on a page, of exact length and direction."""

import math
from dataclasses import dataclass

from core.formats import number
from core.languages import _
from layers.symbol import INK
from maps.furniture import true_north_deg
from maps.paper import Sheet, words
from maps.sheet.lettering import width_mm

_STEPS = (1.0, 2.0, 5.0, 10.0)
_PARTS = {1: 5, 2: 4, 5: 5}
"""Into how many equal parts a bar is divided, by the first digit of its length."""
_BAR_MM = 1.1


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of furniture.

    Attributes
    ----------
    svg
        Fragment in millimetres, where it was asked for.
    width_mm, height_mm
        Room that it takes from there, to the right and down.
    """

    svg: str
    width_mm: float
    height_mm: float


def bar_m(scale: int, longest_mm: float) -> float:
    """Ground length of a bar: the longest of 1, 2 or 5 times a power of ten that is no longer on paper.

    Examples
    --------
    >>> bar_m(1000, 45), bar_m(25_000, 60), bar_m(100, 40)
    (20.0, 1000.0, 2.0)
    """
    longest = longest_mm * scale / 1000.0
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in _STEPS if step * power <= longest * (1 + 1e-9))


def bar(x: float, y: float, place: Sheet, *, longest_mm: float = 50.0, size: float = 1.0) -> Piece:
    """Draw a scale bar; the length of its element ``bar`` is exact to a tenth of a micrometre.

    Parameters
    ----------
    x, y
        Upper left corner, in millimetres of the page.
    place
        The map.
    longest_mm
        How long it may be.
    size
        By how much letters and lines are larger than on a page.
    """
    metres = bar_m(place.scale, longest_mm)
    length = metres / place.metres_per_mm
    parts = _PARTS[int(f"{metres:e}"[0])]
    letters = 2.0 * size
    high, down = _BAR_MM * size, y + 1.25 * letters + 0.5 * size
    boxes = "".join(
        f'<rect x="{x + length * part / parts:.4f}" y="{down:.3f}" width="{length / parts:.4f}" height="{high:.3f}" '
        f'fill="{INK if part % 2 == 0 else "#ffffff"}"/>'
        for part in range(parts)
    )
    frame = (
        f'<rect id="bar" data-metres="{metres:g}" x="{x:.4f}" y="{down:.3f}" width="{length:.4f}" '
        f'height="{high:.3f}" fill="none" stroke="{INK}" stroke-width="{0.16 * size:.3g}"/>'
    )
    kilometres = metres >= 1000
    unit = "km" if kilometres else "m"
    told = number(metres / 1000 if kilometres else metres, decimals=1 if metres < 1 else 0)
    last = f"{told}\u00a0{unit}"
    base = y + letters
    zero_half = width_mm("0", letters) / 2
    texts = words(x + zero_half, base, "0", size_mm=letters, colour=INK, halo=False) + words(
        x + length - width_mm(told, letters) / 2,
        base,
        last,
        size_mm=letters,
        colour=INK,
        anchor="start",
        halo=False,
    )
    wide = length - width_mm(told, letters) / 2 + width_mm(last, letters)
    return Piece(texts + boxes + frame, max(wide, length), down + high - y + 0.1 * size)


def north(x: float, y: float, place: Sheet, *, height_mm: float = 11.0) -> Piece:
    """Draw an arrow to the true north of the middle of a map, turned as the map is.

    Parameters
    ----------
    x, y
        Upper left corner of the square that it turns in, in millimetres of the page.
    place
        The map.
    height_mm
        Side of that square.
    """
    half = height_mm / 2
    unit = height_mm / 11.0
    turned = true_north_deg(place)
    arrow = (
        f'<path d="M0 {-2.6 * unit:.3f}L{2.1 * unit:.3f} {4.6 * unit:.3f}L0 {3.1 * unit:.3f}z" fill="{INK}"/>'
        f'<path d="M0 {-2.6 * unit:.3f}L{-2.1 * unit:.3f} {4.6 * unit:.3f}L0 {3.1 * unit:.3f}z" fill="#ffffff" '
        f'stroke="{INK}" stroke-width="{0.16 * unit:.3f}" stroke-linejoin="round"/>'
    )
    letter = words(0, -3.1 * unit, _("N"), size_mm=2.3 * unit, colour=INK, weight=600, halo=False)
    svg = f'<g transform="translate({x + half:.3f} {y + half:.3f}) rotate({turned:.3f})">{arrow}{letter}</g>'
    return Piece(svg, height_mm, height_mm)


__all__ = ["Piece", "bar", "bar_m", "north"]
