"""Labels that never overlap: each is tried at several places in turn, and left out where none is free."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from maps.fonts import drawable
from maps.furniture import Box
from maps.sheet.lettering import CAP, DROP, width_mm

_CELL_MM = 12.0
_EDGE_MM = 0.8
_APART_MM = 0.35
_LEADING = 1.16
"""From one line of a label to the next, in sizes."""
_FEWEST_LETTERS, _LONG_LETTERS = 12, 26
"""Shorter texts stay in one line; longer ones are broken rather than not."""
_KERNED = 1.01
"""Letters set closer or wider by pairs: measured widths are that exact."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label may stand: its middle line is at y, and it begins, is centred or ends at x (millimetres)."""

    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a label: its lines, at a size, at a spot."""

    lines: tuple[str, ...]
    size_mm: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that is wanted.

    Attributes
    ----------
    text
        What it says.
    forms
        Ways to write it, the best first.
    weight, colour
        Of the letters.
    order
        Lower ones are placed before.
    rank
        Among those of the same order the greater ones are placed before.
    """

    text: str
    forms: tuple[Form, ...]
    weight: int = 400
    colour: str = "#6b665e"
    order: int = 0
    rank: float = 0.0


def forms(text: str, size_mm: float, spots: Iterable[Spot]) -> tuple[Form, ...]:
    """Ways to write a text at several spots: at each in one line, or broken in two.

    Examples
    --------
    >>> [form.lines for form in forms("Châtenay-Malabry Sud", 2.0, [Spot(0, 0)])]
    [('Châtenay-Malabry Sud',), ('Châtenay-Malabry', 'Sud')]
    """
    ways = broken(text)
    return tuple(Form(lines, size_mm, spot) for spot in spots for lines in ways)


@dataclass
class Places:
    """Places of a map that are taken, in a grid: a new one is compared with those near it alone.

    Attributes
    ----------
    width_mm, height_mm
        Of the map; nothing is put across its edge.
    """

    width_mm: float
    height_mm: float
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def free(self, box: Box) -> bool:
        """Whether a place lies on the map and nothing stands there."""
        left, top, right, bottom = box
        if left < _EDGE_MM or top < _EDGE_MM:
            return False
        if right > self.width_mm - _EDGE_MM or bottom > self.height_mm - _EDGE_MM:
            return False
        return not any(
            left < r and right > l and top < b and bottom > t
            for cell in _cells(box)
            for l, t, r, b in self._cells.get(cell, ())  # noqa: E741
        )

    def take(self, box: Box) -> None:
        """Take a place, free or not."""
        for cell in _cells(box):
            self._cells[cell].append(box)


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL_MM) for side in box)
    return ((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))


@dataclass(frozen=True, slots=True)
class Placed:
    """Labels that have a place.

    Attributes
    ----------
    body
        SVG, each with its box.
    boxes
        Left, top, right, bottom of each, in millimetres.
    left_out
        How many found no place.
    """

    body: str
    boxes: tuple[Box, ...]
    left_out: int


def place_labels(wanted: Sequence[Wanted], places: Places) -> Placed:
    """Give labels their places, the first ones first; those without room are left out.

    Parameters
    ----------
    wanted
        n labels.
    places
        What is taken already; the boxes of the labels are taken too.
    """
    body: list[str] = []
    boxes: list[Box] = []
    for item in sorted(wanted, key=lambda label: (label.order, -label.rank)):
        found = _first_free(item, places)
        if found is not None:
            form, box = found
            places.take(box)
            boxes.append(box)
            body.append(_written(item, form, box))
    # Those placed first stay in front.
    return Placed("".join(reversed(body)), tuple(boxes), len(wanted) - len(boxes))


def _first_free(item: Wanted, places: Places) -> tuple[Form, Box] | None:
    for form in item.forms:
        box = form_box(form, item.weight)
        if places.free(box):
            return form, box
    return None


def broken(text: str, *, hyphens: bool = False) -> list[tuple[str, ...]]:
    """A text in one line, and in two of about the same length where it has words to part.

    Parameters
    ----------
    text
        Any; empty where nothing of it can be drawn.
    hyphens
        True: a name is parted at its hyphens too.

    Examples
    --------
    >>> broken("Villeneuve-la-Garenne", hyphens=True)
    [('Villeneuve-la-Garenne',), ('Villeneuve-', 'la-Garenne')]
    """
    # A space that must not be broken stays one.
    plain = re.sub(r"[ \n]+", " ", drawable(text)).strip()
    if not plain:
        return []
    gaps = [place for place, letter in enumerate(plain) if letter == " " or (hyphens and letter == "-")]
    if not gaps or len(plain) < _FEWEST_LETTERS:
        return [(plain,)]
    middle = min(gaps, key=lambda place: abs(place - len(plain) / 2))
    two = (plain[: middle + 1].strip(), plain[middle + 1 :].strip())
    # A very long line is seldom the better one.
    return [two, (plain,)] if len(plain) > _LONG_LETTERS else [(plain,), two]


def size_mm(lines: tuple[str, ...], letters_mm: float, weight: int) -> tuple[float, float]:
    """Width and height that lines of letters take, with what keeps them apart from others."""
    wide = max(width_mm(line, letters_mm, weight) for line in lines) * _KERNED
    high = letters_mm * (CAP + DROP + _LEADING * (len(lines) - 1))
    return wide + 2 * _APART_MM, high + 2 * _APART_MM


def form_box(form: Form, weight: int) -> Box:
    """Place that a label takes when it is written in a form."""
    wide, high = size_mm(form.lines, form.size_mm, weight)
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[form.spot.anchor]
    left, top = form.spot.x - share * wide, form.spot.y - high / 2
    return left, top, left + wide, top + high


def _written(item: Wanted, form: Form, box: Box) -> str:
    spot, size = form.spot, form.size_mm
    aside = {"start": _APART_MM, "middle": 0.0, "end": -_APART_MM}[spot.anchor]
    x, y = spot.x + aside, box[1] + _APART_MM + CAP * size
    rows = "".join(
        f'<tspan x="{x:.3f}" y="{y + row * _LEADING * size:.3f}">{escape(line, quote=True)}</tspan>'
        for row, line in enumerate(form.lines)
    )
    where = " ".join(f"{side:.3f}" for side in box)
    return (
        f'<text data-box="{where}" text-anchor="{spot.anchor}" font-size="{size:.3g}" '
        f'font-weight="{item.weight}" fill="{item.colour}" stroke="#ffffff" stroke-opacity=".92" '
        f'stroke-width="{0.32 * size:.3g}" stroke-linejoin="round" paint-order="stroke">{rows}</text>'
    )
