"""A small map for each page, drawn from the exact data as a sheet is."""

import itertools
import re
from collections.abc import Iterator

import shapely

from core.settings import Settings
from maps.fonts import FAMILY
from maps.paper import document
from maps.sheet.drawing import draw
from maps.sheet.placing import placed
from maps.sheet.request import MapRequest
from programme.world import GENERATIONS, World

WIDTH_MM, HEIGHT_MM = 120.0, 84.0
_DETAIL_SCALE = 4_000
"""Parcels are drawn on what is at least that large."""
_EMPHASIS = 1.3
"""A picture on a page is read from farther away than paper."""
_UNUSED = re.compile(r' data-[a-z]+="[^"]*"')
_PATH = re.compile(r'<path d="([^"]*)"([^>]*)/>')
_LONG = re.compile(r"(\.\d\d)\d+")


def subjects(world: World) -> Iterator[tuple[str, shapely.Geometry, str]]:
    """Identifier, shape and layer of everything that has a picture: operations that are mapped, and neighbourhoods."""
    for identifier, shape in zip(world.footprints.ids, world.footprints.geometries, strict=True):
        yield identifier, shape, "operations"
    for generation in GENERATIONS:
        snapshot = world.snapshot(generation)
        if snapshot is not None:
            for code, shape in zip(snapshot.frame["code"], snapshot.frame.geometry, strict=True):
                yield str(code), shape, generation


def picture(world: World, settings: Settings, shape: shapely.Geometry, layer: str) -> str:
    """Draw the place of one subject, as SVG.

    Parameters
    ----------
    world
        As the public may see it.
    settings
        Of the installation.
    shape
        The subject, EPSG:2154.
    layer
        Key of its layer: a neighbourhood is shown with its own generation.
    """
    generation = layer if layer in GENERATIONS else GENERATIONS[0]
    layers = tuple(key for key in ("communes", generation, "operations") if _held(world, key))
    if world.parcels is not None and placed(_request(shape, layers)).scale <= _DETAIL_SCALE:
        layers = ("communes", "parcels", *layers[1:])
    drawn = draw(_request(shape, layers), world, settings)
    body = [f'<g id="{item.key}">{_light(item.body)}</g>' for item in drawn.layers]
    whole = document(drawn.place, body, "".join(item.defined for item in drawn.layers))
    # A picture has no font of its page: another one without serifs stands in.
    return whole.replace(f'font-family="{FAMILY}"', f'font-family="{FAMILY}, Arial, Helvetica, sans-serif"')


def _light(body: str) -> str:
    """Drop what a reader of the picture does not see: micrometres, and what only counts features."""
    return _joined(_LONG.sub(r"\1", _UNUSED.sub("", body)))


def _joined(body: str) -> str:
    """Write outlines that look alike, one after another, as one path; a body of anything else is left as it is."""
    paths = _PATH.findall(body)
    if sum(len(path) + len(look) + len('<path d=""/>') for path, look in paths) != len(body):
        return body
    written = []
    for look, same in itertools.groupby(paths, key=lambda found: found[1]):
        outlines = [path for path, _look in same]
        # A fill of its own hides the outlines under it: only lines are one.
        joined = ["".join(outlines)] if 'fill="none"' in look else outlines
        written += [f'<path d="{path}"{look}/>' for path in joined]
    return "".join(written)


def _request(shape: shapely.Geometry, layers: tuple[str, ...]) -> MapRequest:
    return MapRequest(shape, WIDTH_MM, HEIGHT_MM, layers, subject=shape, emphasis=_EMPHASIS)


def _held(world: World, key: str) -> bool:
    return key == "operations" or world.snapshot(key) is not None
