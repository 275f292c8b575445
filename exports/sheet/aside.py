"""What stands beside or under the map: legend, comment, locator, scale; never more than its part of the page."""

from dataclasses import replace

from core.languages import _
from exports.sheet.around import Around, Texts, is_lying, is_over, is_screen
from exports.sheet.blocks import EMPTY, Block, head, merged, moved, paragraph, stacked
from exports.sheet.elements import GREY, Picture
from exports.sheet.flow import legend_flow
from exports.sheet.furniture import furniture_block
from exports.sheet.legend import legend_block
from exports.sheet.letters import fitted
from exports.sheet.spec import Page
from maps.paper import Sheet

SIDE_SHARE, WIDEST_SHARE, BAND_SHARE = 0.31, 0.33, 0.36
"""Of the page: what a column takes from the map at most, what it takes where the map leaves it, what a band takes."""
_COMMENT_SHARE = 0.25
"""Of the room, that a comment has in any case."""
_LOCATOR_SHARE = 0.3
_LOCATOR, _LOCATOR_ON_SCREEN = 15.0, 8.5
"""Height of the small map in a band, in sizes of the body type."""
_SCALE = 17.0
_CORNER_SHARE = 0.5
_GAP = 1.8


def has_aside(texts: Texts, around: Around, page: Page) -> bool:
    """Whether anything stands there."""
    scale = around.has_furniture and not is_over(page)
    return around.legend is not None or around.locator is not None or bool(texts.comment) or scale


def side_width(page: Page) -> float:
    """Width that a column has at least."""
    return min(max(21 * page.base_mm, 0.2 * page.width_mm), SIDE_SHARE * page.width_mm)


def widest_side(page: Page) -> float:
    """Width that a column has at most, where the map leaves it."""
    if is_screen(page):
        return side_width(page)
    return min(40 * page.base_mm, WIDEST_SHARE * page.width_mm)


def aside_block(
    page: Page, texts: Texts, around: Around, place: Sheet, width_mm: float, height_mm: float | None
) -> Block:
    """Set the column of a page that lies, or the band of one that stands.

    Parameters
    ----------
    page
        Turned as asked.
    texts, around
        What is wanted.
    place
        The map, for its scale.
    width_mm, height_mm
        Room; without a height a band is as high as it needs to be, up to its part of the page.
    """
    if is_lying(page):
        high = page.height_mm if height_mm is None else height_mm
        return _column(page, texts, around, place, width_mm, high)
    return _band(page, texts, around, place, width_mm, height_mm)


def _column(page: Page, texts: Texts, around: Around, place: Sheet, wide: float, high: float) -> Block:
    """Legend and comment from the top, locator and scale at the foot."""
    gap = _GAP * page.base_mm
    scale = _scale(page, around, place, wide)
    for locator in (_locator(around, wide, _LOCATOR_SHARE * high), EMPTY):
        foot = stacked((locator, scale), gap)
        room = high - foot.height_mm - (gap if not foot.is_empty else 0.0)
        kept = _kept_for_comment(texts, page, wide, room, gap)
        legend = _legend(around, page, wide, room - kept, room - kept)
        comment = _comment(texts, page, wide, room - legend.height_mm - (gap if not legend.is_empty else 0.0))
        if not legend.tight and not comment.notes:
            break
    upper = stacked((legend, comment), gap)
    return merged((upper, moved(foot, 0.0, high - foot.height_mm)), wide, high)


def _band(page: Page, texts: Texts, around: Around, place: Sheet, wide: float, high: float | None) -> Block:
    """Comment and legend on the left; locator and scale on the right, on one line at its foot."""
    gap = _GAP * page.base_mm
    most = BAND_SHARE * page.height_mm if high is None else high
    right = _corner(page, around, place, wide, most)
    if around.legend is None and not texts.comment and around.locator is None:
        return replace(right, width_mm=wide)
    left_wide = wide - (right.width_mm + 1.4 * gap if not right.is_empty else 0.0)
    kept = _kept_for_comment(texts, page, left_wide, most, gap)
    legend = _legend(around, page, left_wide, most - kept, right.height_mm - kept)
    comment = _comment(
        texts, page, left_wide, most - legend.height_mm - (gap if not legend.is_empty else 0.0)
    )
    left = stacked((comment, legend), gap)
    height = max(left.height_mm, right.height_mm) if high is None else high
    return merged((left, moved(right, wide - right.width_mm, height - right.height_mm)), wide, height)


def _corner(page: Page, around: Around, place: Sheet, wide: float, most: float) -> Block:
    """Locator and scale beside each other, the small map above the scale where there is little width."""
    base = page.base_mm
    scale = _scale(page, around, place, min(_SCALE * base, 0.46 * wide))
    high = (_LOCATOR_ON_SCREEN if is_screen(page) else _LOCATOR) * base
    locator = _locator(around, 0.3 * wide, min(high, most))
    if scale.is_empty or locator.is_empty:
        return locator if scale.is_empty else scale
    gap = 1.6 * base
    together = locator.width_mm + gap + scale.width_mm
    if together <= _CORNER_SHARE * wide:
        height = max(locator.height_mm, scale.height_mm)
        parts = (
            moved(locator, 0.0, height - locator.height_mm),
            moved(scale, locator.width_mm + gap, height - scale.height_mm),
        )
        return merged(parts, together, height)
    locator = _locator(around, 0.3 * wide, min(high, most - scale.height_mm - gap))
    return stacked((locator, scale), 1.2 * base)


def _kept_for_comment(texts: Texts, page: Page, wide: float, room: float, gap: float) -> float:
    """Room that a legend leaves to the comment, however long it is."""
    if not texts.comment:
        return 0.0
    return min(_comment(texts, page, wide, room).height_mm, _COMMENT_SHARE * room) + gap


def _comment(texts: Texts, page: Page, wide: float, high: float) -> Block:
    if not texts.comment:
        return EMPTY
    sizes = [share * page.base_mm for share in (1.0, 0.9, 0.82)]
    most = [max(0, int(high / (1.34 * size))) for size in sizes]
    found = fitted(texts.comment, wide, sizes, most)
    block = paragraph(found, wide)
    if found.whole:
        return block
    return replace(block, notes=(_("The comment is longer than its place: its end was left out."),))


def _legend(around: Around, page: Page, wide: float, high: float, wanted: float = 0.0) -> Block:
    if around.legend is None:
        return EMPTY
    base = page.base_mm
    if is_over(page) and around.legend:
        return legend_flow(around.legend, wide, high, base)
    title = head(_("Legend"), wide, 1.08 * base)
    if not around.legend:
        found = fitted(_("Nothing of the chosen layers lies here."), wide, (base,), (4,))
        return stacked((title, paragraph(found, wide, colour=GREY)), 0.7 * base)
    taken = title.height_mm + 0.7 * base
    entries = legend_block(around.legend, wide, high - taken, base, wanted_mm=wanted - taken)
    return stacked((title, entries), 0.7 * base)


def _locator(around: Around, wide: float, high: float) -> Block:
    found = around.locator
    if found is None or high <= 0:
        return EMPTY
    width_mm = min(wide, high * found.ratio)
    box = (0.0, 0.0, width_mm, width_mm / found.ratio)
    picture = Picture("locator", box, found.svg.encode(), "svg", found.alt, _("Location map"))
    return Block(box[2], box[3], (picture,))


def _scale(page: Page, around: Around, place: Sheet, wide: float) -> Block:
    if not around.has_furniture or is_over(page):
        return EMPTY
    return furniture_block(
        place, wide, page.base_mm, numeric=around.numeric, bar=around.bar, north=around.north
    )
