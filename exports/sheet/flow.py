"""The legend of a small screen: its entries one after the other, as words of a text."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from exports.sheet.blocks import EMPTY, Block
from exports.sheet.elements import GREY, Words
from exports.sheet.legend import SHRUNK, SIGN_HIGH, SIGN_WIDE, SMALL, cut_notes, left_words, sign_svg, tail
from exports.sheet.letters import CAPITAL, REGULAR, STRONG, fitted, width
from maps.sheet.request import LegendEntry

_LINE = 1.72
_BETWEEN = 1.15
_BESIDE = 0.5

_Token = tuple[str, LegendEntry | None]
"""Words, and the entry that they belong to; None for the head of a layer."""


def legend_flow(entries: Sequence[LegendEntry], width_mm: float, height_mm: float, base_mm: float) -> Block:
    """Set a legend line by line.

    Parameters
    ----------
    entries
        Of what is drawn, layer by layer.
    width_mm, height_mm
        The most that it may take.
    base_mm
        Size of its letters; smaller ones are used where there is no room.

    Returns
    -------
    Block of that width. A note says which classes found no room.
    """
    if not entries:
        return EMPTY
    if height_mm < 2 * base_mm:
        return replace(EMPTY, notes=cut_notes(entries), tight=True)
    for size in (shrunk * base_mm for shrunk in SHRUNK):
        block = _set(_tokens(entries), width_mm, size)
        if block.height_mm <= height_mm:
            return replace(block, tight=size < SMALL * base_mm)
    kept = len(entries)
    while kept > 1 and block.height_mm > height_mm:
        kept -= 1
        block = _set(_tokens(entries[:kept]), width_mm, size, left_words(len(entries) - kept))
    return replace(block, notes=cut_notes(entries[kept:]), tight=True)


def _tokens(entries: Sequence[LegendEntry]) -> list[_Token]:
    found: list[_Token] = []
    for _layer, group in groupby(entries, key=lambda item: item.layer):
        own = list(group)
        if len(own) > 1:
            found.append((own[0].title, None))
        found += [(item.label, item) for item in own]
    return found


def _set(tokens: Sequence[_Token], width_mm: float, size: float, last: str = "") -> Block:
    elements: list[Words] = []
    body: list[str] = []
    x = y = 0.0
    for text, entry in tokens:
        weight = STRONG if entry is None else REGULAR
        sign = (SIGN_WIDE + _BESIDE) * size if entry is not None else 0.0
        after = tail(entry.count) if entry is not None else ""
        told = fitted(text, width_mm - sign - width(after, size), (size,), (1,), weight).lines[0]
        wide = sign + width(told, size, weight) + width(after, size)
        if x and x + wide > width_mm:
            x, y = 0.0, y + _LINE * size
        base = y + (SIGN_HIGH + CAPITAL) / 2 * size
        elements.append(Words((told,), x + sign, base, size, size, weight, tail=after))
        if entry is not None:
            body.append(sign_svg(entry, x, y, size))
        x += wide + _BETWEEN * size
    if last:
        y += _LINE * size
        base = y + (SIGN_HIGH + CAPITAL) / 2 * size
        elements.append(Words((last,), 0.0, base, size, size, colour=GREY))
    return Block(width_mm, y + SIGN_HIGH * size, tuple(elements), "".join(body))
