"""What is asked of a sheet: a value that a form, a saved layout and the command make alike."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from programme.selection import Selection


class Audience(StrEnum):
    """Whom a sheet is for: what the public may not see is not on a sheet for the public."""

    PUBLIC = "public"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class Page:
    """Size of a sheet.

    Attributes
    ----------
    key
        ``A5`` to ``A0``, or a size of the screen such as ``slide``.
    width_mm, height_mm
        Standing; :attr:`SheetSpec.landscape` turns it.
    pixels
        Width and height where the size is one of pixels; None for paper.
    base_mm
        Size of its body type; every other size follows from it.
    headline
        Size of a short title, in sizes of the body type.
    emphasis
        How many times larger letters and markers of the map are than on paper of that size: a screen is read from
        afar, or is small.
    """

    key: str
    width_mm: float
    height_mm: float
    pixels: tuple[int, int] | None = None
    base_mm: float = 2.6
    headline: float = 2.3
    emphasis: float = 1.0


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet that is wanted.

    Attributes
    ----------
    extent
        ``territory``, ``ept:NAME``, ``commune:INSEE``, ``neighbourhood:CODE``, ``site:ID``, ``operation:ID`` or
        ``bbox:west,south,east,north`` (EPSG:2154, metres).
    paper
        Key of a page of :data:`exports.sheet.pages.PAGES`.
    landscape
        Whether the longer side lies.
    scale
        Denominator; None: the largest round one that holds the extent.
    rotation_deg
        Clockwise.
    layers
        Keys, the first at the back.
    selection
        Filters of the operations, as on the map.
    title, subtitle, comment
        Texts; an empty title is made from the extent.
    sources
        Text; empty: made from the layers that are drawn.
    date
        Printed; None: the day on which it is made.
    logos
        Images (PNG, JPEG or SVG) by name, as bytes; no more than four.
    language
        ``fr`` or ``en``.
    audience
        Whom it is for.
    basemap
        Key of a ground of the settings; None for the quiet ground.
    legend, labels, locator, graticule, north, bar
        What stands on it.
    """

    extent: str = "territory"
    paper: str = "A4"
    landscape: bool = False
    scale: int | None = None
    rotation_deg: float = 0.0
    layers: tuple[str, ...] = ("communes", "neighbourhoods_2024", "operations")
    selection: Selection = field(default_factory=Selection)
    title: str = ""
    subtitle: str = ""
    comment: str = ""
    sources: str = ""
    date: dt.date | None = None
    logos: tuple[tuple[str, bytes], ...] = ()
    language: str = "fr"
    audience: Audience = Audience.PUBLIC
    basemap: str | None = None
    legend: bool = True
    labels: bool = True
    locator: bool = True
    graticule: bool = False
    north: bool = True
    bar: bool = True
