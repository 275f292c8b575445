"""The strip under a map of a fact sheet: a bar of exact length with its words, and the true north."""

from dataclasses import dataclass

from maps.fonts import FAMILY
from maps.paper import Sheet
from maps.sheet.signs import bar, north

HEIGHT_MM = 6.0
_LONGEST_MM = 30.0
_NORTH_MM = 6.0
_GAP_MM = 3.0


@dataclass(frozen=True, slots=True)
class Strip:
    """Furniture of one map: SVG, and its width in millimetres."""

    svg: str
    width_mm: float


def strip(place: Sheet) -> Strip:
    """Draw the bar and the north of a map, side by side.

    Parameters
    ----------
    place
        The map.
    """
    scale = bar(0.2, 1.0, place, longest_mm=_LONGEST_MM)
    left = 0.2 + scale.width_mm + _GAP_MM
    arrow = north(left, 0.0, place, height_mm=_NORTH_MM)
    width = left + arrow.width_mm
    return Strip(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{HEIGHT_MM:g}mm" '
        f'viewBox="0 0 {width:g} {HEIGHT_MM:g}" font-family="{FAMILY}">{scale.svg}{arrow.svg}</svg>',
        width,
    )
