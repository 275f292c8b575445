"""Maps of a fact sheet, at true scale: each with its scale, bar and north in a strip under it, one legend for all."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import shapely

from core.actor import Role
from core.formats import number
from core.languages import _
from core.settings import Settings
from exports.blocks import Block
from exports.fiche.furniture import strip
from exports.fiche.parts import GUTTER_MM, WIDTH_MM
from layers.registry import LAYERS
from layers.symbol import INK
from maps.fonts import FAMILY
from maps.sheet.drawing import draw
from maps.sheet.request import MapRequest, SheetMap
from programme.sheets import OperationSheet
from programme.world import GENERATIONS, World

T = TypeVar("T")

WIDE_SHARE = 0.62
"""Part of the width that the first of two columns has."""
_SITUATION_SCALE = 25_000
_SITUATION_SHARE = 0.6
"""A place that takes more of the width at that scale is shown at a smaller one."""
_DETAIL_LAYERS = ("communes", "parcels", "neighbourhoods_2024", "operations")
_SITUATION_LAYERS = ("communes", "neighbourhoods_2024", "operations")
_AROUND = 1.35
"""A footprint is shown with that much of what lies around it."""
_LEAST_M = 60.0
_LEGEND = ("subject", "operations", *GENERATIONS, "housing", "facilities", "parcels", "communes")
"""Order of the layers in the legend."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One map: its title, and what it shows."""

    title: str
    request: MapRequest


@dataclass(frozen=True)
class Maps:
    """Draws the maps of one fact sheet, and keeps them and all else that is the same however much of it is printed.

    Attributes
    ----------
    world, settings
        What is drawn, and how.
    """

    world: World
    settings: Settings
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Work something out at the first time that it is asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def of_operation(self, sheet: OperationSheet, height_mm: float) -> Block | None:
        """Draw the footprint with its parcels, and where it lies; for one without footprint, its commune alone.

        Parameters
        ----------
        sheet
            Of the operation.
        height_mm
            Of the maps.
        """
        return self.once(height_mm, lambda: self._of_operation(sheet, height_mm))

    def of_neighbourhood(
        self, generation: str, shape: shapely.Geometry, name: str, height_mm: float
    ) -> Block | None:
        """Draw a neighbourhood with what stands in it, and where it lies.

        Parameters
        ----------
        generation
            Layer of the neighbourhood.
        shape
            Its outline, EPSG:2154.
        name
            What it is called.
        height_mm
            Of the maps.
        """
        layers = ("communes", generation, "operations", "housing", "facilities")
        return self.once(
            height_mm,
            lambda: self._pair(
                shape,
                shape,
                _("The neighbourhood"),
                layers,
                ("communes", generation, "operations"),
                name,
                height_mm,
                _("The neighbourhood"),
            ),
        )

    def of_commune(
        self, shape: shapely.Geometry, name: str, height_mm: float, beside: Sequence[Block]
    ) -> Block | None:
        """Draw a commune with its neighbourhoods and operations, what is told beside it at its right.

        Parameters
        ----------
        shape
            Its outline, EPSG:2154.
        name
            What it is called.
        height_mm
            Of the map.
        beside
            Blocks; without any the map has the whole width.
        """
        wide = (WIDTH_MM - GUTTER_MM) * WIDE_SHARE if beside else WIDTH_MM
        made = self.once(
            height_mm, lambda: self._single(_("The commune"), shape, shape, name, wide, height_mm)
        )
        return made and {**made, "beside": list(beside)}

    def _of_operation(self, sheet: OperationSheet, height_mm: float) -> Block | None:
        if not sheet.unmapped:
            shape = self.world.programme.operations.geometry[sheet.id]
            return self._pair(
                shape,
                _around(shape),
                _("Footprint"),
                _DETAIL_LAYERS,
                _SITUATION_LAYERS,
                sheet.name,
                height_mm,
                _("The operation"),
            )
        communes = self.world.communes
        position = None if communes is None or sheet.commune is None else communes.position(sheet.commune)
        if communes is None or position is None:
            return None
        title = (
            _("The commune: no footprint of the operation is published")
            if self.world.role is Role.PUBLIC
            else _("The commune: the operation has no footprint yet")
        )
        shape = communes.frame.geometry.iloc[position]
        return self._single(title, shape, None, sheet.name, WIDTH_MM, height_mm)

    def _single(
        self,
        title: str,
        shape: shapely.Geometry,
        subject: shapely.Geometry | None,
        name: str,
        width_mm: float,
        height_mm: float,
    ) -> Block:
        layers = self._held(_SITUATION_LAYERS)
        request = MapRequest(shape, width_mm, height_mm, layers, subject=subject, subject_name=title)
        return self._drawn([_Wanted(title, request)], name)

    def _pair(
        self,
        shape: shapely.Geometry,
        extent: shapely.Geometry,
        title: str,
        layers: Sequence[str],
        around: Sequence[str],
        name: str,
        height_mm: float,
        about: str,
    ) -> Block:
        """Draw a place in detail, and beside it where it lies."""
        wide = (WIDTH_MM - GUTTER_MM) * WIDE_SHARE
        narrow = WIDTH_MM - GUTTER_MM - wide
        detail = MapRequest(extent, wide, height_mm, self._held(layers), subject=shape, subject_name=about)
        sides = np.ptp(shapely.get_coordinates(shape), axis=0)
        held = float(max(sides)) < _SITUATION_SCALE * narrow / 1000 * _SITUATION_SHARE
        situation = MapRequest(
            shape,
            narrow,
            height_mm,
            self._held(around),
            scale=_SITUATION_SCALE if held else 2 * _SITUATION_SCALE,
            subject=shape,
            subject_name=about,
        )
        return self._drawn([_Wanted(title, detail), _Wanted(_("Situation"), situation)], name)

    def _held(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Layers that there is something to draw of."""
        return tuple(key for key in keys if LAYERS[key].in_programme or self.world.snapshot(key) is not None)

    def _drawn(self, wanted: Sequence[_Wanted], name: str) -> Block:
        found = [(item, draw(item.request, self.world, self.settings)) for item in wanted]
        told = [drawn.attribution for _item, drawn in found if drawn.attribution]
        return {
            "kind": "maps",
            "maps": [_map(item, drawn, name, place) for place, (item, drawn) in enumerate(found)],
            "legend": _legend([drawn for _item, drawn in found]),
            "note": " ".join(dict.fromkeys(told)) or None,
            "beside": [],
        }


def picture(drawn: SheetMap, *, key: str) -> str:
    """Put the groups of a map together as one SVG of its size on paper, cut off at its edge.

    Parameters
    ----------
    drawn
        The map.
    key
        Name of its edge, another one for each picture of a page.
    """
    width, height = f"{drawn.place.width_mm:g}", f"{drawn.place.height_mm:g}"
    defined = "".join(layer.defined for layer in drawn.layers)
    body = "".join(f"<g>{layer.body}</g>" for layer in drawn.layers)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'font-family="{FAMILY}"><defs><clipPath id="{key}"><rect width="{width}" height="{height}"/></clipPath>'
        f'{defined}</defs><g clip-path="url(#{key})">{body}</g><rect x=".1" y=".1" '
        f'width="{drawn.place.width_mm - 0.2:g}" height="{drawn.place.height_mm - 0.2:g}" fill="none" '
        f'stroke="{INK}" stroke-width=".2"/></svg>'
    )


def _map(item: _Wanted, drawn: SheetMap, name: str, place: int) -> dict[str, Any]:
    under = strip(drawn.place)
    scale = number(drawn.place.scale)
    return {
        "title": item.title,
        "svg": picture(drawn, key=f"edge-{place}"),
        "alt": _("{title} of {name} at 1:{scale}. {layers}.").format(
            title=item.title, name=name, scale=scale, layers=_told(drawn)
        ),
        "width_mm": item.request.width_mm,
        "scale": f"1:{scale}",
        "furniture": {"svg": under.svg, "width_mm": under.width_mm},
    }


def _around(shape: shapely.Geometry) -> shapely.Geometry:
    """Box around a footprint, some of what surrounds it included."""
    west, south, east, north = shape.bounds
    x, y = (west + east) / 2, (south + north) / 2
    wide, high = (max(side, _LEAST_M) * _AROUND / 2 for side in (east - west, north - south))
    return shapely.box(x - wide, y - high, x + wide, y + high)


def _told(drawn: SheetMap) -> str:
    """What is on a map, with numbers, for those who do not see it."""
    counts = [
        f"{layer.title} {number(layer.count)}"
        for layer in drawn.layers
        if layer.key in LAYERS and layer.count
    ]
    return ", ".join(counts) or _("Nothing of the chosen layers lies here")


def _legend(maps: Sequence[SheetMap]) -> list[dict[str, Any]]:
    """Signs of all maps, each once, by layer: what the sheet is about first, then what the reader looks for."""
    found = {(entry.layer, entry.label): entry for drawn in reversed(maps) for entry in drawn.legend}
    order = dict.fromkeys((entry.layer, entry.label) for drawn in maps for entry in drawn.legend)
    layers = [key for key in _LEGEND if any(layer == key for layer, _label in order)]
    layers += [key for key in dict.fromkeys(layer for layer, _label in order) if key not in layers]
    groups = []
    for layer in layers:
        entries = [found[key] for key in order if key[0] == layer]
        signs = [{"sign": entry.picture, "text": entry.label} for entry in entries]
        groups.append({"title": entries[0].title if entries[0].value else None, "entries": signs})
    return groups
