"""Where dwellings go, on the map: a square where they are demolished, a disc where they are rebuilt, an arrow between.

An arrow stands only where the programme tells both ends; the others are grey, with a dashed ring.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from core.formats import number
from core.languages import N_, _
from layers.symbol import INK, Style
from maps.drawn import Drawn
from programme.evaluation.demolition import Exchange, Exchanges, Loose
from programme.world import World

DEMOLISHED, REBUILT, UNTOLD = INK, "#2166ac", "#6b665e"
MOST_MARKS = 300
"""Signs on the map; the table names every operation."""
_BEND, _POINTS = 0.14, 24
_HEAD_M, _HEAD_SHARE, _HEAD_AT = 220.0, 0.12, 15
_LEAST_PX, _MOST_PX = 1.6, 5.0
_UNTOLD_WORDS = {True: N_("Demolished, destination not told"), False: N_("Rebuilt, origin not told")}


def end_picture(*, demolishes: bool, told: bool) -> str:
    """Sign of one end of an exchange, 22 × 22; the number stands over it."""
    fill = (DEMOLISHED if demolishes else REBUILT) if told else UNTOLD
    ring = "" if told else ' stroke-dasharray="3.2 2.2"'
    look = f'fill="{fill}" stroke="#ffffff" stroke-width="1.8"{ring}'
    shape = (
        f'<rect x="1.5" y="1.5" width="21" height="21" {look}/>'
        if demolishes
        else f'<circle cx="12" cy="12" r="11" {look}/>'
    )
    return f'<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">{shape}</svg>'


def exchange_record(world: World, found: Exchanges) -> dict[str, Any]:
    """Write exchanges for the browser's script.

    Parameters
    ----------
    world
        As the reader may see it; ends without footprint are not drawn, their table names them.
    found
        What is told and what is not.

    Returns
    -------
    As :func:`maps.webmap.update_group` takes it.
    """
    record = Drawn()
    places = end_places(world, found)
    for item in found.told:
        if item.origin != item.destination and {item.origin, item.destination} <= set(places):
            _arrow(record, item, places[item.origin], places[item.destination])
    _ends(record, world, found, places)
    return record.record()


def drawn_arrows(world: World, found: Exchanges) -> int:
    """How many of the exchanges between two operations have both ends on the map."""
    places = end_places(world, found)
    return sum(
        item.origin != item.destination and {item.origin, item.destination} <= set(places)
        for item in found.told
    )


def end_places(world: World, found: Exchanges) -> dict[str, shapely.Point]:
    """A point in each mapped operation that takes part, EPSG:2154."""
    ids = sorted(
        {item.origin for item in found.told}
        | {item.destination for item in found.told}
        | {item.operation_id for item in found.loose}
    )
    shapes = world.programme.operations.geometry.reindex(ids)
    mapped = shapes[~(shapes.isna() | shapes.is_empty)]
    return dict(zip(mapped.index, shapely.point_on_surface(mapped.to_numpy()), strict=True))


def _arrow(record: Drawn, item: Exchange, start: shapely.Point, end: shapely.Point) -> None:
    width = min(_MOST_PX, max(_LEAST_PX, item.rebuilt / 25))
    line, head = arrow(start, end)
    record.draw([line], Style(fill=None, stroke=INK, width_px=width), "", halo=True)
    record.draw([head], Style(fill=INK, stroke=INK, width_px=1.0), "")
    svg = (
        '<svg viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">'
        f'<path d="M1 9Q8 2 14 6" fill="none" stroke="{INK}" stroke-width="2"/>'
        f'<path d="M17 8 11 7.500 13.500 3z" fill="{INK}"/></svg>'
    )
    words = _("Both ends told: the wider, the more dwellings rebuilt")
    if all(entry["label"] != words for entry in record.legend):
        record.explain(svg, words, 2)


def arrow(start: shapely.Point, end: shapely.Point) -> tuple[shapely.LineString, shapely.Polygon]:
    """Line that bends to its right, so that two ways between the same places do not lie on each other, and its head.

    Parameters
    ----------
    start, end
        Two points in metres, apart.
    """
    first, last = (np.array(shapely.get_coordinates(point)[0]) for point in (start, end))
    along = last - first
    length = float(np.hypot(*along))
    aside = np.array([along[1], -along[0]])
    middle = (first + last) / 2 + _BEND * aside
    part = np.linspace(0, 1, _POINTS)[:, None]
    points = (1 - part) ** 2 * first + 2 * part * (1 - part) * middle + part**2 * last
    size = min(_HEAD_M, _HEAD_SHARE * length)
    # Past the middle of the way: at its end the sign of what is rebuilt would lie over it.
    place, before = points[_HEAD_AT], points[_HEAD_AT - 1]
    forward = (place - before) / max(float(np.hypot(*(place - before))), 1e-9)
    left = np.array([-forward[1], forward[0]])
    tip, back = place + 0.5 * size * forward, place - 0.5 * size * forward
    head = shapely.Polygon([tip, back + 0.42 * size * left, back - 0.42 * size * left])
    return shapely.LineString(points), head


def _ends(record: Drawn, world: World, found: Exchanges, places: Mapping[str, shapely.Point]) -> None:
    names = world.programme.operations["name"]
    gone = {item.origin: item.demolished for item in found.told}
    back = {item.destination: item.rebuilt for item in found.told}
    signs = [(name, count, True, True) for name, count in gone.items()]
    signs += [(name, count, False, True) for name, count in back.items()]
    signs += [(item.operation_id, item.dwellings, item.demolishes, False) for item in found.loose]
    for name, count, demolishes, told in signs[:MOST_MARKS]:
        if name in places:
            record.mark(
                places[name],
                end_picture(demolishes=demolishes, told=told),
                label=number(count),
                text=f"{names[name]} : {end_words(count, demolishes=demolishes)}",
                front=told,
                stays=True,
            )
    _explain(record, gone, back, found.loose)


def end_words(count: int, *, demolishes: bool) -> str:
    """What an operation does, in words."""
    words = _("{count} dwellings demolished") if demolishes else _("{count} dwellings rebuilt")
    return words.format(count=number(count))


def _explain(
    record: Drawn, gone: Mapping[str, int], back: Mapping[str, int], loose: tuple[Loose, ...]
) -> None:
    if gone:
        record.explain(end_picture(demolishes=True, told=True), _("Dwellings demolished"), 0)
    if back:
        record.explain(end_picture(demolishes=False, told=True), _("Dwellings rebuilt"), 1)
    for demolishes, words in _UNTOLD_WORDS.items():
        if any(item.demolishes is demolishes for item in loose):
            record.explain(end_picture(demolishes=demolishes, told=False), _(words), 3)
