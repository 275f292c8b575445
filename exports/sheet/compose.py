"""The page of a sheet: where title, map, legend, scale and sources stand, on any paper and any screen.

A page that lies has a column beside the map, one that stands has a band under it; on a screen the map goes to the edge.
What surrounds the map is set twice: with what is expected on it, to know how much room the map has; then with what was
drawn.
"""

from dataclasses import dataclass

import shapely

from exports.sheet.around import Around, Texts, is_lying, is_over, is_screen, margin_mm
from exports.sheet.aside import BAND_SHARE, aside_block, has_aside, side_width
from exports.sheet.blocks import EMPTY, Block, moved
from exports.sheet.edges import footer_block, header_block
from exports.sheet.elements import Composition, Drawing, Element, MapPart
from exports.sheet.furniture import overlay_block
from exports.sheet.spec import Page
from maps.furniture import Box
from maps.paper import Sheet
from maps.sheet.request import SheetMap

_GAP = 1.5
"""Between what stands around the map and the map, in sizes of the body type."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where everything has its room, on the page.

    Attributes
    ----------
    box
        Of the map.
    header, aside, footer
        Of title, legend and sources; only the upper left corner and the width of head and foot count.
    """

    box: Box
    header: Box
    aside: Box
    footer: Box


def frame(page: Page, texts: Texts, around: Around, place: Sheet, side_mm: float | None = None) -> Frame:
    """Find the room of the map: as much of the page as what is said of it leaves.

    Parameters
    ----------
    page
        Turned as asked.
    texts, around
        What is expected to surround the map.
    place
        A map of about the scale that is wanted, for its bar.
    side_mm
        Width of the column; None: the least.
    """
    if is_screen(page) and is_lying(page):
        return _beside_panel(page, texts, around, side_mm or side_width(page))
    edge, gap = margin_mm(page), _GAP * page.base_mm
    right, wide = page.width_mm - edge, page.width_mm - 2 * edge
    top = edge + header_block(texts, around, page, wide).height_mm + gap
    foot = page.height_mm - edge - footer_block(texts, page, wide).height_mm
    bottom = foot - gap
    header, footer = (edge, edge, right, top), (edge, foot, right, page.height_mm - edge)
    box, aside = (edge, top, right, bottom), (edge, bottom, right, bottom)
    if has_aside(texts, around, page):
        if is_lying(page):
            beside = right - (side_mm or side_width(page))
            box, aside = (edge, top, beside - gap, bottom), (beside, top, right, bottom)
        else:
            wanted = aside_block(page, texts, around, place, wide, None).height_mm
            under = bottom - min(wanted, BAND_SHARE * page.height_mm)
            box, aside = (edge, top, right, under - gap), (edge, under, right, bottom)
    if is_screen(page):
        # A screen has no edge to keep white.
        box = (0.0, box[1], page.width_mm, box[3])
    return Frame(box, header, aside, footer)


def _beside_panel(page: Page, texts: Texts, around: Around, wide: float) -> Frame:
    """On a screen that lies the map goes to three edges; all that is said of it stands in a panel on the left."""
    edge, gap = margin_mm(page), _GAP * page.base_mm
    right = edge + wide
    top = edge + header_block(texts, around, page, wide).height_mm + 1.4 * gap
    foot = page.height_mm - edge - footer_block(texts, page, wide).height_mm
    return Frame(
        (right + edge, 0.0, page.width_mm, page.height_mm),
        (edge, edge, right, top),
        (edge, top, right, foot - gap),
        (edge, foot, right, page.height_mm - edge),
    )


def composed(
    page: Page,
    language: str,
    texts: Texts,
    around: Around,
    drawn: SheetMap,
    found: Frame,
    taken: tuple[Box, ...],
) -> tuple[Composition, tuple[str, ...]]:
    """Put the page together.

    Parameters
    ----------
    page
        Turned as asked.
    language
        Of the document.
    texts, around
        What surrounds the map, as it was drawn.
    drawn
        The map.
    found
        Its room.
    taken
        What lies on it (:func:`reserved`).

    Returns
    -------
    The page, and sentences on what had no room.
    """
    header = _at(found.header, header_block(texts, around, page, _wide(found.header)))
    footer = _at(found.footer, footer_block(texts, page, _wide(found.footer)))
    left, top, right, bottom = found.aside
    aside = EMPTY
    if has_aside(texts, around, page):
        room = max(bottom - top, 0.0)
        aside = _at(found.aside, aside_block(page, texts, around, drawn.place, right - left, room))
    over = _over(page, around, drawn.place, found, taken)
    blocks = (header, over, aside, footer)
    elements: list[Element] = [
        Drawing(f'<rect width="{page.width_mm:g}" height="{page.height_mm:g}" fill="#ffffff"/>'),
        *header.elements,
        MapPart(found.box, drawn, texts.alt),
        Drawing("".join(block.body for block in blocks) + _neat_line(found.box, page)),
        *over.elements,
        *aside.elements,
        *footer.elements,
    ]
    notes = tuple(note for block in blocks for note in block.notes)
    return Composition(page, texts.title, texts.author, language, tuple(elements)), notes


def _at(box: Box, block: Block) -> Block:
    return moved(block, box[0], box[1])


def _wide(box: Box) -> float:
    return box[2] - box[0]


def reserved(page: Page, around: Around, place: Sheet, subject: shapely.Geometry) -> tuple[Box, ...]:
    """Find the room of what lies on the map: the corner in which it hides the least of the subject.

    Parameters
    ----------
    page
        Turned as asked.
    around
        What is wanted.
    place
        The map.
    subject
        What is to be seen, EPSG:2154.

    Returns
    -------
    Boxes in millimetres from the upper left corner of the map; none where scale and north stand beside it.
    """
    if not is_over(page) or not around.has_furniture:
        return ()
    block = overlay_block(place, page.base_mm, bar=around.bar, north=around.north)
    wide, high = block.width_mm, block.height_mm
    right, bottom = place.width_mm - wide, place.height_mm - high
    corners = [(0.0, bottom), (right, bottom), (0.0, 0.0), (right, 0.0)]
    boxes = [(x, y, x + wide, y + high) for x, y in corners]
    seen = shapely.make_valid(subject)
    hidden = [shapely.area(shapely.intersection(_on_ground(box, place), seen)) for box in boxes]
    return (boxes[hidden.index(min(hidden))],)


def _on_ground(box: Box, place: Sheet) -> shapely.Geometry:
    left, top, right, bottom = box
    return shapely.Polygon(place.ground([(left, top), (right, top), (right, bottom), (left, bottom)]))


def _over(page: Page, around: Around, place: Sheet, found: Frame, taken: tuple[Box, ...]) -> Block:
    """Scale and north where they lie on the map."""
    if not taken:
        return EMPTY
    block = overlay_block(place, page.base_mm, bar=around.bar, north=around.north)
    return moved(block, found.box[0] + taken[0][0], found.box[1] + taken[0][1])


def _neat_line(box: Box, page: Page) -> str:
    left, top, right, bottom = box
    return (
        f'<rect id="neat-line" x="{left:.4f}" y="{top:.4f}" width="{right - left:.4f}" height="{bottom - top:.4f}" '
        f'fill="none" stroke="#3b3a38" stroke-width="{0.09 * page.base_mm:.3f}"/>'
    )
