"""A sheet once it is made: its page, and the files that come of it when they are asked for."""

from dataclasses import dataclass, replace
from functools import cached_property

from core.languages import language
from exports.sheet.elements import Composition
from exports.sheet.geopdf import finished
from exports.sheet.spec import Page
from exports.sheet.svg import svg
from maps.furniture import Box
from maps.paper import Sheet
from maps.sheet.extent import Extent
from maps.sheet.request import SheetMap


@dataclass(frozen=True)
class MadeSheet:
    """A sheet, ready to be written in any format.

    Attributes
    ----------
    composition
        The page and everything on it.
    typeset
        As Typst set it: what pictures are rendered from.
    extent
        What was shown.
    notes
        Sentences for whoever made it: what was left out, and why.
    """

    composition: Composition
    typeset: bytes
    extent: Extent
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """As it is printed."""
        return self.composition.title

    @property
    def page(self) -> Page:
        """Turned as asked."""
        return self.composition.page

    @property
    def language(self) -> str:
        """Of its texts."""
        return self.composition.language

    @property
    def sheet_map(self) -> SheetMap:
        """The map, in millimetres from the upper left corner of its frame."""
        return self.composition.map_part.map

    @property
    def frame(self) -> Box:
        """Place of the map on the page: left, top, right, bottom, in millimetres."""
        return self.composition.map_part.box

    @property
    def place(self) -> Sheet:
        """Where the whole page would lie on the ground, were it all map."""
        left, top, _right, _bottom = self.frame
        inner = self.sheet_map.place
        west, north = inner.ground((-left, -top))[0].tolist()
        return replace(
            inner, west=west, north=north, width_mm=self.page.width_mm, height_mm=self.page.height_mm
        )

    @cached_property
    def pdf(self) -> bytes:
        """PDF/UA-1 with the layers of the map as optional content, georeferenced."""
        with language(self.language):
            return finished(self.typeset, self.composition)

    @cached_property
    def svg(self) -> str:
        """SVG with texts as texts."""
        return svg(self.composition)
