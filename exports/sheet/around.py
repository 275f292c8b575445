"""What is wanted around the map of a sheet: plain values between who asks and who composes."""

from dataclasses import dataclass

from exports.sheet.logos import Logo
from exports.sheet.spec import Page
from maps.sheet.request import LegendEntry

_LYING = 1.2
_LOW_MM = 90.0


@dataclass(frozen=True, slots=True)
class Texts:
    """What is written around the map.

    Attributes
    ----------
    title, subtitle, comment, sources, credits
        Texts of any length; empty for none, but the title.
    notices
        That always stand on the sheet.
    alt
        What the map shows, for who does not see it.
    author
        Of the document.
    """

    title: str
    subtitle: str
    comment: str
    sources: str
    credits: str
    notices: tuple[str, ...]
    alt: str
    author: str


@dataclass(frozen=True, slots=True)
class LocatorPicture:
    """A small map of the territory.

    Attributes
    ----------
    svg
        A document.
    ratio
        Width by height.
    alt
        Its words.
    """

    svg: str
    ratio: float
    alt: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the map besides texts.

    Attributes
    ----------
    legend
        Entries; None where no legend is wanted.
    locator
        None where none is wanted.
    logos
        In the order given.
    numeric, bar, north
        Whether they are wanted.
    """

    legend: tuple[LegendEntry, ...] | None
    locator: LocatorPicture | None
    logos: tuple[Logo, ...]
    numeric: bool
    bar: bool
    north: bool

    @property
    def has_furniture(self) -> bool:
        """Whether scale or north are wanted."""
        return self.numeric or self.bar or self.north


def margin_mm(page: Page) -> float:
    """White edge of a page."""
    share = 0.03 if is_screen(page) else 0.042
    return max(4.0, share * min(page.width_mm, page.height_mm))


def is_lying(page: Page) -> bool:
    """Whether what surrounds the map stands beside it, and not under it."""
    return page.width_mm >= _LYING * page.height_mm


def is_screen(page: Page) -> bool:
    """Whether the page is seen on a screen: there the map goes to the edge, and texts are short."""
    return page.pixels is not None


def is_over(page: Page) -> bool:
    """Whether scale and north lie on the map: where a screen has no room beside it."""
    return is_screen(page) and (not is_lying(page) or page.height_mm < _LOW_MM)
