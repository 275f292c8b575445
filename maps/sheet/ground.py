"""The quiet ground of a map: communes and what lies outside of them, hairlines of parcels, facilities in grey."""

from core.languages import N_, _
from layers.registry import LAYERS
from layers.symbol import Marker, Style
from maps.paper import Sheet
from maps.rendering import sign
from maps.sheet.features import Features, features
from maps.sheet.look import Look
from maps.sheet.points import QUIET, points
from maps.sheet.polygons import painted
from maps.sheet.request import LegendEntry, MapLayer, MapRequest
from programme.world import World

OUTSIDE = "#e9eef0"
"""What lies outside of the communes: neither land of the territory nor quite water."""
TITLE = N_("Quiet ground")
_PARCELS_TO_SCALE = 8_000
_MOST_PARCELS = 20_000
"""Hairlines that are closer than that are a grey tint."""
_FACILITIES_TO_SCALE = 12_000
_HAIRLINE = Style(fill=None, stroke="#cdc7bb", width_px=0.45)


def ground(
    place: Sheet, request: MapRequest, world: World, look: Look, *, image: bool
) -> tuple[list[MapLayer], list[LegendEntry]]:
    """Draw what everything else lies on.

    Parameters
    ----------
    place, request, world, look
        The map.
    image
        True: a picture of the ground lies there already, and only limits are drawn.

    Returns
    -------
    The groups from the back to the front; what the legend says of them.
    """
    style = LAYERS["communes"].symbol.style
    communes = whole("communes", place, request, world)
    parts: list[str] = []
    legend: list[LegendEntry] = []
    if not image:
        colour = OUTSIDE if communes is not None and len(communes) else style.fill
        parts.append(f'<rect width="{place.width_mm:g}" height="{place.height_mm:g}" fill="{colour}"/>')
    if communes is not None and len(communes):
        land = Style(fill=None if image else style.fill, stroke=style.stroke, width_px=style.width_px)
        parts.extend(
            painted(land, place, look, communes.shapes[row : row + 1]) for row in range(len(communes))
        )
        if "communes" not in request.layers:
            legend.append(_entry(communes, sign(land, communes.layer.geometry)))
    parcels = None if image else _parcels(place, request, world, look)
    if parcels is not None:
        parts.append(painted(_HAIRLINE, place, look, parcels.shapes))
        legend.append(_entry(parcels, sign(_HAIRLINE, parcels.layer.geometry)))
    facilities = None if image else _facilities(place, request, world, look)
    if facilities is not None:
        parts.append(points(facilities, place, look, quiet=True))
        legend.append(_entry(facilities, sign(QUIET, facilities.layer.geometry, Marker.DISC)))
    return [MapLayer("ground", _(TITLE), "".join(parts))], legend


def _entry(found: Features, picture: str) -> LegendEntry:
    return LegendEntry("ground", _(TITLE), _(found.layer.title), picture, len(found))


def whole(key: str, place: Sheet, request: MapRequest, world: World) -> Features | None:
    """All features of a layer on the map, whatever was chosen of it."""
    everything = MapRequest(request.extent, request.width_mm, request.height_mm, ())
    return features(LAYERS[key], place, everything, world)


def _parcels(place: Sheet, request: MapRequest, world: World, look: Look) -> Features | None:
    if "parcels" in request.layers or look.scale > _PARCELS_TO_SCALE:
        return None
    found = whole("parcels", place, request, world)
    return found if found is not None and 0 < len(found) <= _MOST_PARCELS else None


def _facilities(place: Sheet, request: MapRequest, world: World, look: Look) -> Features | None:
    if "facilities" in request.layers or look.scale > _FACILITIES_TO_SCALE:
        return None
    found = whole("facilities", place, request, world)
    return found if found is not None and len(found) else None


__all__ = ["OUTSIDE", "ground", "whole"]
