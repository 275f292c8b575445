"""What a page wants drawn over the ground, as plain values for the browser's script: shapes, marks and their legend."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from gis.projection import to_wgs84
from layers.layer import GeometryKind
from layers.symbol import Style
from maps.check_pictures import light
from maps.rendering import sign, style_record

_SEVEN_DECIMALS = 7
"""Of a degree: about a centimetre, which the closest zoom does not show."""


@dataclass
class Drawn:
    """Shapes (the first at the back), marks, and the legend of both."""

    shapes: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    legend: list[dict[str, Any]] = field(default_factory=list)

    def draw(
        self,
        shapes: Iterable[shapely.Geometry | None],
        style: Style,
        words: str,
        *,
        halo: bool = False,
        rank: int = 0,
    ) -> None:
        """Add shapes of one look, in EPSG:2154, and their line of the legend; empty words stand in no legend."""
        kept = [shape for shape in shapes if shape is not None and not shape.is_empty]
        if not kept:
            return
        self.shapes.append({"style": style_record(style), "halo": halo, "shape": _geojson(kept)})
        if words and all(item["label"] != words for item in self.legend):
            self.explain(sign(style, GeometryKind.POLYGON), words, rank)

    def explain(self, svg: str, words: str, rank: int) -> None:
        """Add a line to the legend; those of the least rank come first."""
        self.legend.append({"svg": svg, "label": words, "rank": rank})

    def mark(self, place: shapely.Point, svg: str, **said: Any) -> None:
        """Add a mark at a place in EPSG:2154: ``label`` and ``text`` in words, ``finding`` what a click tells."""
        point = to_wgs84([place])[0]
        entry = {
            "label": "",
            "text": "",
            "finding": None,
            "chosen": False,
            "stays": False,
            "front": False,
            **said,
        }
        self.marks.append({"lat": round(point.y, 8), "lon": round(point.x, 8), "svg": svg, **entry})

    def record(self, *, aims: bool = False) -> dict[str, Any]:
        """Plain values for the browser's script, as :func:`maps.webmap.update_group` takes them."""
        legend = sorted(self.legend, key=lambda item: int(item["rank"]))
        return {"shapes": self.shapes, "marks": self.marks, "legend": legend, "aims": aims}


def _geojson(shapes: Sequence[shapely.Geometry]) -> dict[str, Any]:
    kept: npt.NDArray[np.object_] = np.empty(len(shapes), dtype=object)
    kept[:] = [shapely.force_2d(light(shape)) for shape in shapes]
    degrees = shapely.transform(to_wgs84(kept), lambda values: np.round(values, _SEVEN_DECIMALS))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": json.loads(text)}
            for text in shapely.to_geojson(degrees)
        ],
    }
