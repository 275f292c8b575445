"""The map of a sheet, put together: ground, layers in the order asked for, subject, labels, legend and notes."""

from collections.abc import Sequence

import numpy as np
import shapely

from core.formats import number
from core.languages import N_, _, plural
from core.settings import Settings
from layers.layer import GeometryKind, Group
from layers.registry import layer
from maps.paper import Sheet
from maps.sheet import legend
from maps.sheet.basemap import BasemapError, basemap_image
from maps.sheet.features import Features, features, readable
from maps.sheet.graticule import Graticule, graticule
from maps.sheet.ground import ground, whole
from maps.sheet.labels import Placed, Places, place_labels
from maps.sheet.look import Look
from maps.sheet.names import Scene, names
from maps.sheet.placing import placed
from maps.sheet.points import half_mm, points
from maps.sheet.polygons import polygons
from maps.sheet.request import LegendEntry, MapLayer, MapRequest, SheetMap
from maps.sheet.subject import subject, veiled
from programme.world import World


def draw(request: MapRequest, world: World, settings: Settings) -> SheetMap:
    """Draw a map.

    Parameters
    ----------
    request
        What is wanted.
    world
        As the reader may see it.
    settings
        The installation.

    Raises
    ------
    UnknownLayerError
        A key that no layer has.
    EmptyExtentError, ScaleError, RotationError
        The extent holds no point; the scale is out of bounds; the rotation is no number.
    """
    place = placed(request)
    look = Look(place, request.emphasis)
    notes: list[str] = []
    found = [readable(item, look) for item in _found(request, place, world, notes)]
    image = _image(request, place, notes)
    back, told = ground(place, request, world, look, image=bool(image))
    about = subject(request, place, look)
    places = _taken(request, place, look, found)
    grid = _grid(request, place, look, places)
    named = [*found, *_ground_names(request, place, world)]
    scene = _scene(request, place, look, found)
    lettered = place_labels(names(scene, named) if request.labels else [], places)
    notes += _notes(found, lettered)
    groups = [*image, *back, *(_layer(item, place, look) for item in found), *about]
    if grid is not None:
        groups.append(MapLayer("graticule", _("Lambert-93 grid"), grid.lines + grid.coordinates.body))
    if lettered.body:
        groups.append(MapLayer("labels", _("Names"), lettered.body))
    entries = [entry for item in reversed(found) for entry in legend.entries(item, look)]
    return SheetMap(
        place=place,
        layers=tuple(groups),
        legend=(*_about(about), *entries, *told),
        attribution=request.basemap.attribution if image and request.basemap else "",
        label_boxes=(*(grid.coordinates.boxes if grid else ()), *lettered.boxes),
        notes=tuple(notes),
        fictitious=settings.installation.fictitious,
    )


def _found(request: MapRequest, place: Sheet, world: World, notes: list[str]) -> list[Features]:
    """Features of each layer that are on the map, from the back to the front."""
    found: list[Features] = []
    for key in dict.fromkeys(request.layers):
        declared = layer(key)
        seen = features(declared, place, request, world)
        if seen is None:
            notes.append(
                _("The layer “{layer}” was not imported: it is not on the map.").format(
                    layer=_(declared.title)
                )
            )
        else:
            found.append(seen)
    return found


def _scene(request: MapRequest, place: Sheet, look: Look, found: Sequence[Features]) -> Scene:
    """What names keep off, and what they stand back with."""
    shapes = [item.shapes for item in found if item.layer.group is Group.OPERATIONS]
    operations = np.concatenate(shapes) if shapes else np.empty(0, dtype=object)
    about = None if request.subject is None else shapely.make_valid(request.subject)
    return Scene(place, look, operations, about, veiled(request, place))


def _ground_names(request: MapRequest, place: Sheet, world: World) -> list[Features]:
    """Communes of the quiet ground: a reader wants their names, asked for or not."""
    communes = None if "communes" in request.layers else whole("communes", place, request, world)
    return [] if communes is None else [communes]


def _layer(found: Features, place: Sheet, look: Look) -> MapLayer:
    title = _(found.layer.title)
    if found.layer.geometry is GeometryKind.POINT:
        return MapLayer(found.layer.key, title, points(found, place, look), count=len(found))
    # The fill of the communes is the ground already: drawn here, it would hide what lies behind.
    body = polygons(found, place, look, filled=found.layer.key != "communes")
    return MapLayer(found.layer.key, title, body.body, body.defined, len(found))


def _image(request: MapRequest, place: Sheet, notes: list[str]) -> list[MapLayer]:
    """Ground from a service; nothing, and a note, where it does not answer."""
    if request.basemap is None:
        return []
    try:
        return [MapLayer("basemap", request.basemap.title, basemap_image(request.basemap, place))]
    except BasemapError as fault:
        notes.append(str(fault))
        return []


def _grid(request: MapRequest, place: Sheet, look: Look, places: Places) -> Graticule | None:
    return graticule(place, look, places) if request.graticule else None


def _taken(request: MapRequest, place: Sheet, look: Look, found: Sequence[Features]) -> Places:
    """What labels keep off: what stands over the map, and markers."""
    places = Places(place.width_mm, place.height_mm)
    for box in request.reserved:
        places.take(box)
    for item in found:
        if item.layer.geometry is GeometryKind.POINT:
            at = place.mm(shapely.get_coordinates(shapely.centroid(item.shapes)))
            half = half_mm(item, look)[:, np.newaxis]
            for left, top, right, bottom in np.hstack([at - half, at + half]).tolist():
                places.take((left, top, right, bottom))
    return places


def _about(groups: Sequence[MapLayer]) -> list[LegendEntry]:
    return [legend.subject_entry(group.title) for group in groups]


def _notes(found: Sequence[Features], lettered: Placed) -> list[str]:
    notes: list[str] = []
    if found and not any(len(item) for item in found):
        notes.append(_("Nothing of the chosen layers lies on this map."))
    if lettered.left_out:
        notes.append(
            plural(
                lettered.left_out,
                N_("{count} label has no room and was left out."),
                N_("{count} labels have no room and were left out."),
            ).format(count=number(lettered.left_out))
        )
    return notes
