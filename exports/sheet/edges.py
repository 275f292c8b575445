"""Head and foot of a sheet: title and logos above, sources, credits and notices below."""

from dataclasses import replace

from core.languages import _
from exports.sheet.around import Around, Texts, is_screen
from exports.sheet.blocks import EMPTY, Block, merged, moved, paragraph, stacked
from exports.sheet.elements import GREY, NOTICE, Anchor, Part, Picture
from exports.sheet.letters import STRONG, fitted, width
from exports.sheet.spec import Page
from maps.fonts import drawable

_TITLE_SIZES = (1.0, 0.87, 0.76, 0.66, 0.57, 0.5)
"""That are tried, in parts of the page's own."""
_LINES = (
    (85.0, (1, 1, 2, 2, 3, 8)),
    (38.0, (1, 2, 2, 3, 4, 10)),
    (0.0, (2, 3, 4, 5, 6, 16)),
)
"""Lines that a title may take at each of these sizes, by the width that there is, in sizes of the body type."""
_NARROW = 34.0
_LOGOS_SHARE = 0.38
_LOGO, _LOGO_ON_SCREEN = 5.0, 3.6


def header_block(texts: Texts, around: Around, page: Page, width_mm: float) -> Block:
    """Set title and subtitle, logos on their right; above them where there is little width."""
    base = page.base_mm
    narrow = width_mm < _NARROW * base
    logos = _logos(around, page, width_mm if narrow else _LOGOS_SHARE * width_mm)
    beside = 0.0 if narrow or logos.is_empty else logos.width_mm + 2.5 * base
    left = width_mm - beside
    sizes = [share * page.headline * base for share in _TITLE_SIZES]
    most = next(lines for least, lines in _LINES if left >= least * base)
    found = fitted(texts.title, left, sizes, most, STRONG)
    title = paragraph(found, left, weight=STRONG, part=Part.TITLE)
    lead = fitted(texts.subtitle, left, (1.2 * base, base), (1 if narrow else 2, 4))
    words = stacked((title, paragraph(lead, left, colour=GREY)), 0.5 * base)
    cut = not found.whole or not lead.whole
    notes = (_("The title is longer than the page: its end was left out."),) if cut else ()
    if narrow:
        return replace(stacked((logos, words), 1.4 * base), width_mm=width_mm, notes=notes)
    placed = moved(logos, width_mm - logos.width_mm, 0.0)
    block = merged((words, placed), width_mm, max(words.height_mm, logos.height_mm))
    return replace(block, notes=notes)


def _logos(around: Around, page: Page, most: float) -> Block:
    """Logos in a row, of one height, or lower where they are too wide together."""
    if not around.logos:
        return EMPTY
    gap = 1.3 * page.base_mm
    room = most - gap * (len(around.logos) - 1)
    high = min(
        (_LOGO_ON_SCREEN if is_screen(page) else _LOGO) * page.base_mm,
        room / sum(item.ratio for item in around.logos),
    )
    found, x = [], 0.0
    for place, logo in enumerate(around.logos):
        box = (x, 0.0, x + logo.ratio * high, high)
        alt = _("Logo: {name}").format(name=drawable(logo.name))
        found.append(Picture(f"logo-{place}", box, logo.content, logo.kind, alt, _("Logos")))
        x = box[2] + gap
    return Block(x - gap, high, tuple(found))


def footer_block(texts: Texts, page: Page, width_mm: float) -> Block:
    """Set sources, and under them who made the sheet and what a reader must know of it."""
    room = width_mm
    small = 0.8 * page.base_mm
    sources = fitted(texts.sources, room, (small, 0.92 * small, 0.85 * small), (2, 3, 8))
    notes = () if sources.whole else (_("The sources are longer than their place: their end was left out."),)
    notice = fitted(" · ".join(texts.notices), room, (1.06 * small, 0.9 * small), (2, 4), STRONG)
    made_by = fitted(texts.credits, room, (small, 0.9 * small), (1, 3))
    beside = len(made_by.lines) == len(notice.lines) == 1 and (
        width(made_by.lines[0], made_by.size_mm) + width(notice.lines[0], notice.size_mm, STRONG) + 3 * small
        <= room
    )
    side = Anchor.END if beside else Anchor.START
    last = (
        paragraph(notice, room, weight=STRONG, colour=NOTICE, anchor=side),
        paragraph(made_by, room, colour=GREY),
    )
    line = (
        merged(last, room, max(block.height_mm for block in last)) if beside else stacked(last, 0.45 * small)
    )
    return replace(stacked((paragraph(sources, room, colour=GREY), line), 0.5 * small), notes=notes)
