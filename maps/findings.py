"""Signs of findings, the same on the screen, on paper and in legends: a colour, a hatch and a letter for each level."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.issues import Level
from layers.symbol import Hatch, Style

ERROR = "#b2182b"
WARNING = "#c65102"
INFORMATION = "#1f6fb2"


@dataclass(frozen=True, slots=True)
class FindingSign:
    """How a finding of one level is drawn.

    Attributes
    ----------
    colour
        Of the outline, and the ground of the marker; white on it is read.
    style
        Of the place that the finding is about.
    glyph
        SVG path on a 24 × 24 canvas, white strokes of 3.4 on the marker.
    """

    colour: str
    style: Style
    glyph: str


SIGNS: Mapping[Level, FindingSign] = {
    Level.ERROR: FindingSign(
        ERROR, Style(fill=None, stroke=ERROR, width_px=1.6, hatch=Hatch.CROSS), "M6 6 18 18M18 6 6 18"
    ),
    Level.WARNING: FindingSign(
        WARNING,
        Style(fill=WARNING, fill_opacity=0.18, stroke=WARNING, width_px=1.6),
        "M12 4.500V14M12 18.800V19.200",
    ),
    Level.INFORMATION: FindingSign(
        INFORMATION,
        Style(fill=INFORMATION, fill_opacity=0.07, stroke=INFORMATION, width_px=1.0),
        "M12 10V19.500M12 4.800V5.200",
    ),
}
"""By level, the gravest first."""
