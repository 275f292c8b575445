"""Scale and north of a sheet: the denominator in words, a bar of exact length, an arrow to the true north."""

from core.formats import number
from core.languages import _
from exports.sheet.blocks import Block, merged, moved
from exports.sheet.elements import Words
from exports.sheet.letters import CAPITAL, STRONG
from maps.paper import Sheet
from maps.sheet import signs

_BAR_SIZE = 0.42
"""Of the bar's letters, of which the size 1 is 2 mm."""
_ARROW = 4.4
_LONGEST = 20.0
_HANGING = 2.6
"""Room for the unit, which stands beyond the end of the bar, in sizes of the body type."""
_OVER_LONGEST = 11.0
"""Of a bar that lies on the map."""
_OVER_EDGE = 0.7


def furniture_block(
    place: Sheet, width_mm: float, base_mm: float, *, numeric: bool, bar: bool, north: bool
) -> Block:
    """Set scale and north side by side.

    Parameters
    ----------
    place
        Where the map lies, in millimetres of the page.
    width_mm
        Of the block.
    base_mm
        Size of the body type.
    numeric, bar, north
        What is wanted.
    """
    arrow = _arrow(place, base_mm) if north else Block(0.0, 0.0)
    room = width_mm - (arrow.width_mm + base_mm if north else 0.0)
    left: list[Block] = []
    y = 0.0
    if numeric:
        told = _("Scale 1:{scale}").format(scale=number(place.scale))
        words = Words((told,), 0.0, CAPITAL * base_mm, base_mm, base_mm, STRONG)
        left.append(Block(room, base_mm, (words,)))
        y = (1.35 if bar else CAPITAL) * base_mm
    if bar:
        drawn = _bar(place, base_mm, min(room - _HANGING * base_mm, _LONGEST * base_mm))
        left.append(moved(drawn, 0.0, y))
        y += drawn.height_mm
    height = max(y, arrow.height_mm)
    blocks = [moved(block, 0.0, (height - y) / 2) for block in left]
    if north:
        beside = width_mm - arrow.width_mm if left else 0.0
        blocks.append(moved(arrow, beside, (height - arrow.height_mm) / 2))
    return merged(blocks, width_mm, height)


def overlay_block(place: Sheet, base_mm: float, *, bar: bool, north: bool) -> Block:
    """Set bar and north on a white ground, to lie in a corner of the map."""
    edge = _OVER_EDGE * base_mm
    arrow = _arrow(place, base_mm) if north else Block(0.0, 0.0)
    drawn = _bar(place, base_mm, _OVER_LONGEST * base_mm) if bar else Block(0.0, 0.0)
    height = max(drawn.height_mm, arrow.height_mm) + 2 * edge
    between = 0.4 * base_mm if bar and north else 0.0
    width = drawn.width_mm + between + arrow.width_mm + 2 * edge
    ground = Block(
        width,
        height,
        body=f'<rect width="{width:.3f}" height="{height:.3f}" fill="#ffffff" fill-opacity=".9"/>',
    )
    parts = (
        ground,
        moved(arrow, edge, (height - arrow.height_mm) / 2),
        moved(
            drawn, edge + arrow.width_mm + (0.4 * base_mm if north else 0.0), (height - drawn.height_mm) / 2
        ),
    )
    return merged(parts, width, height)


def _bar(place: Sheet, base_mm: float, longest_mm: float) -> Block:
    piece = signs.bar(0.0, 0.0, place, longest_mm=longest_mm, size=_BAR_SIZE * base_mm)
    return Block(piece.width_mm, piece.height_mm, body=piece.svg)


def _arrow(place: Sheet, base_mm: float) -> Block:
    piece = signs.north(0.0, 0.0, place, height_mm=_ARROW * base_mm)
    return Block(piece.width_mm, piece.height_mm, body=f'<g id="north">{piece.svg}</g>')
