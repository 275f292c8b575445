"""What a composed page is made of: placed in millimetres, read by every writer, so that all files show the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from exports.sheet.letters import REGULAR
from exports.sheet.spec import Page
from layers.symbol import INK
from maps.furniture import Box
from maps.sheet.request import SheetMap

GREY = "#6b665e"
QUIET = "#8d877c"
"""Of lines that hold things together."""
NOTICE = "#8a3b00"


class Part(StrEnum):
    """What a text is in the document that a screen reader reads."""

    TITLE = "title"
    HEAD = "head"
    TEXT = "text"


class Anchor(StrEnum):
    """Which end of a line stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Words:
    """One text, its lines placed.

    Attributes
    ----------
    lines
        From the top.
    x, y
        Of the base line of the first one.
    size_mm, leading_mm
        Of the letters; from one base line to the next.
    tail
        Grey, after the last line.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    size_mm: float
    leading_mm: float = 0.0
    weight: int = REGULAR
    colour: str = INK
    anchor: Anchor = Anchor.START
    part: Part = Part.TEXT
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines and areas that mean nothing by themselves.

    Attributes
    ----------
    body
        SVG in millimetres of the page.
    defined
        What it refers to.
    """

    body: str
    defined: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a box of the page.

    Attributes
    ----------
    name
        Tells it apart, and is the name of its file.
    box
        On the page.
    content
        The image.
    kind
        ``png``, ``jpg`` or ``svg``.
    alt
        What it shows, in words.
    title
        Of its layer in files that have layers.
    """

    name: str
    box: Box
    content: bytes
    kind: str
    alt: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class MapPart:
    """The map.

    Attributes
    ----------
    box
        On the page.
    map
        Its layers, in millimetres from the upper left corner of the box.
    alt
        What it shows, in words: told of the first layer; each other one tells its own title and count.
    """

    box: Box
    map: SheetMap
    alt: str


Element = Words | Drawing | Picture | MapPart


@dataclass(frozen=True, slots=True)
class Composition:
    """A page, ready for any writer.

    Attributes
    ----------
    page
        Turned as asked.
    title, author, language
        Of the document.
    elements
        In the order in which they are drawn and read.
    """

    page: Page
    title: str
    author: str
    language: str
    elements: tuple[Element, ...]

    @property
    def map_part(self) -> MapPart:
        """The map, of which there is one."""
        return next(item for item in self.elements if isinstance(item, MapPart))

    def words(self) -> Iterator[Words]:
        """Every text of the page but those of the map."""
        return (item for item in self.elements if isinstance(item, Words))


def layer_alt(part: MapPart, place: int) -> str:
    """Words of a layer of the map for who does not see it."""
    layer = part.map.layers[place]
    told = f"{layer.title}\u00a0: {layer.count}" if layer.count else layer.title
    return f"{part.alt} {told}" if place == 0 else told
