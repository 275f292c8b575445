"""The place that a sheet shows, from the words by which it is asked for: ``commune:92050``, ``operation:92002-001``."""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from core.errors import TrameError
from core.languages import N_, _
from core.text import fold
from programme.evaluation.place import TERRITORY, Place, PlaceKind, place_name
from programme.visibility import PARTNERS
from programme.world import GENERATIONS, World

KINDS = ("territory", "ept", "commune", "neighbourhood", "site", "operation", "bbox")
"""In the order in which they are offered."""

_CLOSE = 3
_LEAST_BOX_M = 10.0
_MOST_BOX_M = 2_000_000.0
_AREA = (-400_000.0, 5_900_000.0, 1_400_000.0, 7_300_000.0)
"""Where coordinates of EPSG:2154 lie."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A place to show.

    Attributes
    ----------
    text
        As :func:`parse_extent` reads it again: kind and code, whatever was typed.
    kind
        One of :data:`KINDS`.
    code
        INSEE code, code of the neighbourhood, identifier; name of the EPT; empty for the territory and a box.
    name
        For a title, in the language in force.
    shape
        What is to be seen, EPSG:2154; not empty.
    subject
        What the sheet is about, drawn in front; None for the territory and a box.
    """

    text: str
    kind: str
    code: str
    name: str
    shape: shapely.Geometry
    subject: shapely.Geometry | None = None


class ExtentError(TrameError):
    """A place that cannot be shown: the sentence says why, and what to write instead."""

    def __init__(self, text: str, sentence: str) -> None:
        self.text = text
        super().__init__(sentence)


def parse_extent(text: str, world: World) -> Extent:
    """Find the place that a text asks for.

    Parameters
    ----------
    text
        ``territory``, ``ept:NAME``, ``commune:INSEE``, ``neighbourhood:CODE`` (either generation), ``site:ID``,
        ``operation:ID`` or ``bbox:west,south,east,north`` (EPSG:2154, metres). A name may stand for a code; accents
        and case do not matter.
    world
        As the reader may see it.

    Raises
    ------
    ExtentError
        It is none of these, nothing has that code, or it lies nowhere (an operation without footprint).
    """
    kind, _colon, code = text.strip().partition(":")
    kind, code = kind.strip().lower(), code.strip()
    if kind == "bbox":
        return _box(text, code)
    if kind not in KINDS or (kind == "territory") != (code == ""):
        raise ExtentError(
            text,
            _(
                "“{text}” is no extent. Write territory, ept:NAME, commune:INSEE, neighbourhood:CODE, site:IDENTIFIER, "
                "operation:IDENTIFIER or bbox:west,south,east,north (metres, Lambert-93)."
            ).format(text=text),
        )
    return _FINDERS[kind](text, code, world)


def _box(text: str, code: str) -> Extent:
    try:
        west, south, east, north = (float(part) for part in code.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not all(math.isfinite(value) for value in (west, south, east, north)):
        raise ExtentError(
            text,
            _(
                "“{text}”: a box is four numbers between commas, west, south, east, north, in metres (Lambert-93)."
            ).format(text=text),
        )
    inside = _AREA[0] <= west and _AREA[1] <= south and east <= _AREA[2] and north <= _AREA[3]
    if not inside or not (_LEAST_BOX_M <= east - west <= _MOST_BOX_M and north - south >= _LEAST_BOX_M):
        raise ExtentError(
            text,
            _(
                "“{text}” is no place in Lambert-93: west comes before east and south before north, in metres, such as "
                "bbox:640000,6860000,645000,6865000."
            ).format(text=text),
        )
    numbers = ",".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in (west, south, east, north))
    return Extent(f"bbox:{numbers}", "bbox", "", _("Chosen extent"), shapely.box(west, south, east, north))


def _territory(text: str, _code: str, world: World) -> Extent:
    """All communes; without them, all that is placed somewhere."""
    snapshots = [world.communes] if world.communes is not None else list(world.snapshots.values())
    shapes = [snapshot.frame.geometry.to_numpy() for snapshot in snapshots]
    if world.communes is None:
        shapes.append(world.footprints.geometries)
    # An empty array has no bounds to look for.
    bounds = shapely.total_bounds(np.concatenate([*shapes, [None]]))
    if not np.isfinite(bounds).all():
        raise ExtentError(
            text, _("The installation holds nothing to show yet. Import the communes from the page Data.")
        )
    # Turned, the sheet fits the land itself rather than the corners of a box around it.
    hull = shapely.convex_hull(shapely.geometrycollections(np.concatenate(shapes)))
    return Extent("territory", "territory", "", place_name(world, TERRITORY), hull)


def _ept(text: str, code: str, world: World) -> Extent:
    names = sorted(set(world.epts.values()))
    name = _chosen(text, code, {name: name for name in names}, _UNKNOWN["ept"])
    frame = world.snapshots["communes"].frame
    shape = shapely.union_all(frame.geometry.to_numpy()[(frame["ept"] == name).to_numpy()])
    return Extent(f"ept:{name}", "ept", name, name, shape, shape)


def _commune(text: str, code: str, world: World) -> Extent:
    insee = _chosen(text, code, world.commune_names, _UNKNOWN["commune"])
    shape = _feature(world, "communes", insee)
    return Extent(f"commune:{insee}", "commune", insee, world.commune_names[insee], shape, shape)


def _neighbourhood(text: str, code: str, world: World) -> Extent:
    known: dict[str, str] = {}
    for generation in reversed(GENERATIONS):
        snapshot = world.snapshot(generation)
        if snapshot is not None:
            known |= dict(zip(snapshot.frame["code"], snapshot.frame["name"].astype(str), strict=True))
    found = _chosen(text, code, dict(reversed(known.items())), _UNKNOWN["neighbourhood"])
    generation = next(key for key in GENERATIONS if _position(world, key, found) is not None)
    shape = _feature(world, generation, found)
    kind = PlaceKind("neighbourhood_" + generation.removeprefix("neighbourhoods_"))
    name = place_name(world, Place(kind, found))
    return Extent(f"neighbourhood:{found}", "neighbourhood", found, name, shape, shape)


def _site(text: str, code: str, world: World) -> Extent:
    """A site: its neighbourhoods of the generation in force, or else of the one before, and its operations."""
    names = {str(site): str(name) for site, name in world.programme.priority_sites["name"].items()}
    found = _chosen(text, code, names, _UNKNOWN["site"])
    shapes = _neighbourhoods_of_site(world, found) + _operations_of_site(world, found)
    if not shapes:
        raise ExtentError(
            text,
            _(
                "The site “{name}” has no place yet: none of its neighbourhoods is in the library, and none of its "
                "operations has a footprint."
            ).format(name=names[found]),
        )
    shape = shapely.union_all(np.array(shapes, dtype=object))
    return Extent(f"site:{found}", "site", found, names[found], shape, shape)


def _neighbourhoods_of_site(world: World, site: str) -> list[shapely.Geometry]:
    linked = world.programme.priority_site_neighbourhoods
    codes = set(linked.loc[linked["priority_site_id"] == site, "neighbourhood_code"])
    for generation in GENERATIONS:
        held = [code for code in sorted(codes) if _position(world, generation, code) is not None]
        if held:
            return [_feature(world, generation, code) for code in held]
    return []


def _operations_of_site(world: World, site: str) -> list[shapely.Geometry]:
    linked = world.programme.priority_site_operations
    mine = set(linked.loc[linked["priority_site_id"] == site, "operation_id"])
    footprints = world.footprints
    return [shape for name, shape in zip(footprints.ids, footprints.geometries, strict=True) if name in mine]


def _operation(text: str, code: str, world: World) -> Extent:
    operations = world.programme.operations
    names = dict(zip(operations.index.astype(str), operations["name"].astype(str), strict=True))
    found = _chosen(text, code, names, _UNKNOWN["operation"])
    shape = operations.geometry[found]
    if shape is None or shape.is_empty:
        sentence = _UNMAPPED if world.role in PARTNERS else _UNPUBLISHED
        raise ExtentError(text, _(sentence).format(name=names[found], insee=operations["commune"][found]))
    return Extent(f"operation:{found}", "operation", found, names[found], shape, shape)


_UNMAPPED = N_(
    "The operation “{name}” has no footprint: no map can be centred on it. Show its commune instead: commune:{insee}."
)
_UNPUBLISHED = N_(
    "No footprint of the operation “{name}” is published: no map can be centred on it. Show its commune instead: "
    "commune:{insee}."
)

_FINDERS = {
    "territory": _territory,
    "ept": _ept,
    "commune": _commune,
    "neighbourhood": _neighbourhood,
    "site": _site,
    "operation": _operation,
}

_UNKNOWN = {
    "ept": N_("There is no inter-municipal territory “{code}”."),
    "commune": N_("There is no commune “{code}”."),
    "neighbourhood": N_("There is no priority neighbourhood “{code}”."),
    "site": N_("There is no priority site “{code}”."),
    "operation": N_("There is no operation “{code}”."),
}


def _chosen(text: str, code: str, known: Mapping[str, str], sentence: str) -> str:
    """Code that was asked for, by itself or by its name; names that are close are told where there is none."""
    by_fold: dict[str, str] = {}
    for value, name in known.items():
        by_fold.setdefault(fold(name), value)
    by_fold |= {fold(value): value for value in known}
    wanted = fold(code)
    if wanted in by_fold:
        return by_fold[wanted]
    told = _(sentence).format(code=code)
    if not known:
        none = _("None is known yet.")
        raise ExtentError(text, f"{told} {none}")
    close = dict.fromkeys(by_fold[near] for near in difflib.get_close_matches(wanted, by_fold, _CLOSE, 0.5))
    named = ", ".join(value if known[value] == value else f"{value} ({known[value]})" for value in close)
    near_it = _("Close to it: {known}.").format(known=named)
    raise ExtentError(text, f"{told} {near_it}" if close else told)


def _position(world: World, layer: str, code: str) -> int | None:
    snapshot = world.snapshot(layer)
    return None if snapshot is None else snapshot.position(code)


def _feature(world: World, layer: str, code: str) -> Any:
    """Shape of a feature that is known to be in a layer."""
    return world.snapshots[layer].frame.geometry.to_numpy()[_position(world, layer, code)]


__all__ = ["KINDS", "Extent", "ExtentError", "parse_extent"]
