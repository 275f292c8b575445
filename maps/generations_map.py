"""Both generations of priority neighbourhoods, on the map: what stays, what enters and what leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.languages import N_, _
from layers.layer import GeometryKind
from layers.symbol import Hatch, Style
from maps.drawn import Drawn
from maps.rendering import sign
from programme.evaluation.generations import Passage

VIOLET = "#762a83"


@dataclass(frozen=True, slots=True)
class GroundSign:
    """Words and look of a kind of ground."""

    words: str
    style: Style


GROUNDS: Mapping[str, GroundSign] = {
    "kept": GroundSign(
        N_("In both generations"), Style(fill=VIOLET, fill_opacity=0.22, stroke=VIOLET, width_px=1.0)
    ),
    "entered": GroundSign(
        N_("Enters in 2024"), Style(fill="#ffffff", stroke="#1b7837", width_px=1.8, hatch=Hatch.DIAGONAL)
    ),
    "left": GroundSign(
        N_("Leaves after 2015"),
        Style(fill="#ffffff", stroke="#b35806", width_px=1.8, dash_px=(5, 3), hatch=Hatch.BARS),
    ),
}
"""By the attribute of a passage that holds the ground."""


def ground_picture(name: str) -> str:
    """Sign of a kind of ground, 18 × 14."""
    return sign(GROUNDS[name].style, GeometryKind.POLYGON)


def generations_record(passages: Sequence[Passage]) -> dict[str, Any]:
    """Write what stays, enters and leaves for the browser's script."""
    record = Drawn()
    for rank, (name, look) in enumerate(GROUNDS.items()):
        record.draw([getattr(item, name) for item in passages], look.style, _(look.words), rank=rank)
    return record.record()
