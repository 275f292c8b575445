"""Pieces of a page, each composed at its own origin and then moved to its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exports.sheet.elements import GREY, Anchor, Part, Picture, Words
from exports.sheet.letters import CAPITAL, REGULAR, STRONG, Fitted, fitted
from layers.symbol import INK

LEADING = 1.32
"""From one base line to the next, in sizes."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page.

    Attributes
    ----------
    width_mm, height_mm
        Nothing of it lies outside.
    elements
        Texts and pictures, in millimetres from its upper left corner.
    body
        SVG of what is drawn besides, in the same millimetres.
    notes
        Sentences on what it had to leave out.
    tight
        True: its letters are smaller than they should be, or something was left out.
    """

    width_mm: float
    height_mm: float
    elements: tuple[Words | Picture, ...] = ()
    body: str = ""
    notes: tuple[str, ...] = ()
    tight: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.elements and not self.body


EMPTY = Block(0.0, 0.0)


def moved(block: Block, x: float, y: float) -> Block:
    """Put a block elsewhere; its size stays."""
    body = f'<g transform="translate({x:.4f} {y:.4f})">{block.body}</g>' if block.body else ""
    return replace(block, elements=tuple(_moved(item, x, y) for item in block.elements), body=body)


def _moved(item: Words | Picture, x: float, y: float) -> Words | Picture:
    if isinstance(item, Words):
        return replace(item, x=item.x + x, y=item.y + y)
    left, top, right, bottom = item.box
    return replace(item, box=(left + x, top + y, right + x, bottom + y))


def stacked(blocks: Sequence[Block], gap_mm: float) -> Block:
    """Put blocks under each other, with room between those that are not empty."""
    found: list[Block] = []
    y = 0.0
    for block in blocks:
        if block.is_empty:
            continue
        y += gap_mm if found else 0.0
        found.append(moved(block, 0.0, y))
        y += block.height_mm
    return merged(found, max((block.width_mm for block in blocks), default=0.0), y, all_of=blocks)


def merged(
    blocks: Sequence[Block], width_mm: float, height_mm: float, *, all_of: Sequence[Block] = ()
) -> Block:
    """Make one block of several that stand in the same place."""
    return Block(
        width_mm,
        height_mm,
        tuple(item for block in blocks for item in block.elements),
        "".join(block.body for block in blocks),
        tuple(note for block in (all_of or blocks) for note in block.notes),
        any(block.tight for block in (all_of or blocks)),
    )


def paragraph(
    found: Fitted,
    width_mm: float,
    *,
    weight: int = REGULAR,
    colour: str = INK,
    anchor: Anchor = Anchor.START,
    part: Part = Part.TEXT,
) -> Block:
    """Set fitted lines: the block begins at the height of a capital and ends under the last base line."""
    if not found.lines:
        return Block(width_mm, 0.0)
    size = found.size_mm
    leading = size * (LEADING if part is not Part.TITLE else 1.16)
    x = {Anchor.START: 0.0, Anchor.MIDDLE: width_mm / 2, Anchor.END: width_mm}[anchor]
    height = size * (CAPITAL + 0.24) + leading * (len(found.lines) - 1)
    words = Words(found.lines, x, size * CAPITAL, size, leading, weight, colour, anchor, part)
    return Block(width_mm, height, (words,))


def head(text: str, width_mm: float, size_mm: float) -> Block:
    """Set a head over a piece of the page."""
    found = fitted(text, width_mm, (size_mm, 0.85 * size_mm), (1, 2), STRONG)
    return paragraph(found, width_mm, weight=STRONG, part=Part.HEAD)


def rule(width_mm: float, thick_mm: float, colour: str = GREY) -> Block:
    """Draw a line across."""
    return Block(
        width_mm, thick_mm, body=f'<rect width="{width_mm:.3f}" height="{thick_mm:.3f}" fill="{colour}"/>'
    )
