"""What is expected around a map before it is drawn: how long its legend will be decides how much room it has."""

import numpy as np

from core.languages import _
from exports.sheet.around import LocatorPicture
from layers.registry import layer
from maps.paper import Sheet
from maps.sheet.features import features
from maps.sheet.legend import entries, subject_entry
from maps.sheet.locator import locator
from maps.sheet.look import Look
from maps.sheet.request import LegendEntry, MapRequest
from programme.world import World

_LOCATOR_MM = 40.0
_NARROWEST, _WIDEST = 0.62, 1.6


def expected_legend(request: MapRequest, place: Sheet, world: World) -> tuple[LegendEntry, ...]:
    """Tell about as many entries as the map will have: exactly those of its classes, one for any other layer."""
    found: list[LegendEntry] = []
    if request.subject is not None:
        found.append(subject_entry(_("Subject of the sheet")))
    for key in dict.fromkeys(reversed(request.layers)):
        declared = layer(key)
        if not declared.symbol.classes:
            if world.snapshot(key) is not None:
                title = _(declared.title)
                found.append(LegendEntry(key, title, title, "", 1))
            continue
        seen = features(declared, place, request, world)
        if seen is not None:
            found.extend(entries(seen, Look(place)))
    return tuple(found)


def locator_picture(place: Sheet, world: World) -> LocatorPicture | None:
    """Draw the small map of the territory, as narrow or as wide as the territory is.

    Returns
    -------
    None without communes, or where the map shows the whole territory itself, or nothing of it.
    """
    if world.communes is None or world.communes.frame.empty:
        return None
    west, south, east, north = world.communes.frame.total_bounds
    corners = place.mm([(west, south), (west, north), (east, south), (east, north)])
    size = (place.width_mm, place.height_mm)
    outside = (corners < 0).all(axis=0).any() or (corners > size).all(axis=0).any()
    if outside or ((corners >= 0) & (corners <= size)).all():
        return None
    ratio = float(np.clip((east - west) / max(north - south, 1.0), _NARROWEST, _WIDEST))
    svg = locator(place, world, _LOCATOR_MM, _LOCATOR_MM / ratio)
    if svg is None:
        return None
    return LocatorPicture(svg, ratio, _("Where the map lies in the territory."))
