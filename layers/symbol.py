"""How a layer is drawn: declared once, rendered to the web map, tiles, printed sheet and legend.

Colours never carry meaning alone: a hatch, an outline, a shape or a label says it too.
"""

from dataclasses import dataclass
from enum import StrEnum

INK = "#1d1b19"
"""Dark outline of the subject."""


class Hatch(StrEnum):
    """Lines over a fill."""

    NONE = "none"
    DIAGONAL = "diagonal"
    CROSS = "cross"
    BARS = "bars"


class Marker(StrEnum):
    """What stands at a point."""

    SQUARE = "square"
    DISC = "disc"


@dataclass(frozen=True, slots=True)
class Style:
    """The look of one class.

    Attributes
    ----------
    fill, stroke
        ``#rrggbb``, or None for nothing.
    fill_opacity
        In [0, 1].
    width_px
        Width of the outline.
    dash_px
        Lengths of dash and gap; empty for a full line.
    hatch
        Lines over the fill, in the colour of the outline.
    double
        True: a second, thinner outline inside the first.
    """

    fill: str | None = None
    stroke: str | None = INK
    fill_opacity: float = 1.0
    width_px: float = 1.0
    dash_px: tuple[float, ...] = ()
    hatch: Hatch = Hatch.NONE
    double: bool = False


@dataclass(frozen=True, slots=True)
class SymbolClass:
    """One value of the classifying field, with its words and its look.

    Attributes
    ----------
    value
        What the field holds.
    label
        English words, through the catalogue.
    style
        The look; for a marker, ``fill`` is its ground.
    pictogram
        SVG path on a 24 × 24 canvas, white on the marker; None for none.
    """

    value: str
    label: str
    style: Style
    pictogram: str | None = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """The look of a layer.

    Attributes
    ----------
    style
        Of every feature that no class takes.
    by
        Field whose value chooses a class; None when there is one look.
    classes
        In the order of the legend.
    marker
        For points.
    area_by
        Field that the marker's area is proportional to; None for a constant size.
    """

    style: Style
    by: str | None = None
    classes: tuple[SymbolClass, ...] = ()
    marker: Marker | None = None
    area_by: str | None = None

    def style_of(self, value: str | None) -> Style:
        """Style of a class, or of the layer where no class has that value."""
        return next((item.style for item in self.classes if item.value == value), self.style)
