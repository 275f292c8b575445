"""How strong signs and letters are: more on a poster than on a page, less on a wide view than on a detail."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from layers.layer import GeometryKind, Group, Layer
from layers.symbol import Style
from maps.paper import PX_MM, Sheet

_PAGE_MM = 190.0
"""Shorter side of the map on a page that is read in the hand."""
_LEAST_TEXT, _MOST_TEXT = 0.82, 2.3
_DETAIL = 2_500
"""Up to that denominator lines have their declared width."""
_FINEST = 0.34
SMALLEST_MM = 0.95
"""Radius of a disc on which a pictogram is still read."""
_DOT_SHARE = 0.65
_THROUGH_FROM = 6_000
"""At larger scales what lies under an operation is read through it."""
_THROUGH = 0.55
SUBJECT = Style(fill=None, stroke="#000000", width_px=2.8)
HALO = Style(fill=None, stroke="#ffffff", width_px=6.2)


@dataclass(frozen=True)
class Look:
    """Sizes on one map.

    Attributes
    ----------
    place
        The map.
    emphasis
        By how much signs and letters are larger than the size of the map asks for.
    """

    place: Sheet
    emphasis: float = 1.0

    @cached_property
    def text(self) -> float:
        """By how much letters and markers are larger than on a page."""
        shorter = min(self.place.width_mm, self.place.height_mm)
        return float(np.clip((shorter / _PAGE_MM) ** 0.5, _LEAST_TEXT, _MOST_TEXT)) * self.emphasis

    @cached_property
    def scale(self) -> float:
        """Scale at which a page in the hand would be as crowded as this map: large letters leave less room."""
        return self.place.scale * self.text

    @cached_property
    def fine(self) -> float:
        """By how much outlines of what is small on the ground are finer than declared."""
        return float(np.clip((_DETAIL / self.scale) ** 0.5, _FINEST, 1.0))

    def width_mm(self, style: Style) -> float:
        """Width of an outline."""
        return float(style.width_px * PX_MM * self.text**0.7)

    def style(self, layer: Layer, style: Style) -> Style:
        """Declared style as this map draws it, and its legend too."""
        if layer.geometry is not GeometryKind.POLYGON:
            return style
        if layer.key == "parcels":
            return replace(style, width_px=style.width_px * self.fine)
        if layer.in_programme:
            through = _THROUGH if self.scale <= _THROUGH_FROM else 1.0
            finer = max(self.fine, 0.6)
            return replace(style, fill_opacity=style.fill_opacity * through, width_px=style.width_px * finer)
        if layer.group is Group.NEIGHBOURHOODS:
            return replace(style, width_px=style.width_px * max(self.fine**0.35, 0.55))
        return style

    @cached_property
    def disc_mm(self) -> float:
        """Radius of a facility's disc: smaller where many stand close, a mere dot where no pictogram would be read."""
        radius = float(np.clip(1.75 * (7_500 / self.scale) ** 0.33, 0.42, 1.75)) * self.text
        return radius if radius >= SMALLEST_MM else _DOT_SHARE * radius

    @property
    def pictograms(self) -> bool:
        """Whether a pictogram is read on its disc; where it is not, the disc stands alone."""
        return self.disc_mm >= SMALLEST_MM

    def square_mm(self, weights: np.ndarray) -> np.ndarray:
        """Sides of squares whose areas are proportional to numbers."""
        factor = float(np.clip(0.17 * (10_000 / self.scale) ** 0.33, 0.07, 0.2)) * self.text
        return np.asarray(
            np.clip(factor * np.sqrt(np.maximum(weights, 1.0)), 0.55 * self.text, 6.0 * self.text)
        )
