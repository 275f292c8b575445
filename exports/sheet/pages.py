"""The pages that a sheet may have: paper from A5 to A0, and sizes of the screen."""

from collections.abc import Mapping
from dataclasses import replace

from core.languages import N_, _
from exports.sheet.errors import PageError
from exports.sheet.spec import Page

INCH_MM = 25.4

PAGES: Mapping[str, Page] = {
    page.key: page
    for page in (
        Page("A5", 148, 210, base_mm=2.2),
        Page("A4", 210, 297, base_mm=2.6),
        Page("A3", 297, 420, base_mm=3.1),
        Page("A2", 420, 594, base_mm=4.2, headline=2.7),
        Page("A1", 594, 841, base_mm=5.8, headline=3.0),
        Page("A0", 841, 1189, base_mm=8.0, headline=3.2),
        # Eight pixels to the millimetre: letters of the map are read on a screen as they are on paper.
        Page("web", 150, 100, pixels=(1200, 800), base_mm=2.2, headline=2.2),
        Page("slide", 240, 135, pixels=(1920, 1080), base_mm=2.9, headline=2.6, emphasis=1.15),
        Page("square", 135, 135, pixels=(1080, 1080), base_mm=2.6, headline=2.4, emphasis=1.3),
        Page("wide", 150, 78.5, pixels=(1200, 628), base_mm=2.2, headline=2.2, emphasis=1.15),
        Page("story", 135, 240, pixels=(1080, 1920), base_mm=3.6, headline=2.3, emphasis=1.5),
    )
}
"""By their key: paper standing, sizes of the screen as they are."""

_WORDS = {
    "web": N_("Web page"),
    "slide": N_("Slide"),
    "square": N_("Social networks, square"),
    "wide": N_("Social networks, wide"),
    "story": N_("Social networks, standing"),
}


def page(key: str, *, landscape: bool) -> Page:
    """Page of a key, turned as asked; a size of the screen is what it is.

    Raises
    ------
    PageError
        No page has that key.

    Examples
    --------
    >>> found = page("A4", landscape=True)
    >>> found.width_mm, found.height_mm
    (297, 210)
    """
    found = next((item for name, item in PAGES.items() if name.casefold() == key.strip().casefold()), None)
    if found is None:
        raise PageError(key, list(PAGES))
    if landscape and found.pixels is None:
        return replace(found, width_mm=found.height_mm, height_mm=found.width_mm)
    return found


def title(page: Page) -> str:
    """Words of a page, in the language in force: its key, or what it is for and its pixels."""
    if page.pixels is None:
        return page.key
    width, height = page.pixels
    return f"{_(_WORDS[page.key])} ({width}\u00a0×\u00a0{height})"


def dpi(page: Page) -> float | None:
    """Points to an inch that a size of the screen has; None for paper."""
    return None if page.pixels is None else page.pixels[0] / page.width_mm * INCH_MM
