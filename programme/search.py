"""Finding an operation, a parcel, a commune or a neighbourhood by what a reader types."""

import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from core.languages import _
from core.text import fold
from gis.parquet import Bounds
from gis.projection import metric_to_wgs84_bounds
from layers import registry
from layers.layer import Delivery, Group, Layer
from layers.operations import OPERATIONS
from layers.registry import library_layers
from programme.cells import known
from programme.words import STEP_WORDS, word
from programme.world import World

PARCEL_PREFIX = 6
"""The five characters of a commune alone would list parcels at random."""

_REFERENCE = re.compile(
    r"(?P<commune>.+?) (?P<section>[a-z]{1,2}|[0-9][a-z]|[0-9]{2}) ?(?P<number>[0-9]{1,4})"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer.

    Attributes
    ----------
    layer
        Key of its layer.
    id
        Its identifier there.
    label
        What a reader calls it.
    detail
        Grey words beside it, in the language in force.
    bounds
        West, south, east, north in WGS84 degrees; None for an operation without footprint.
    """

    layer: str
    id: str
    label: str
    detail: str
    bounds: tuple[float, float, float, float] | None


def search(world: World, text: str, limit: int = 10) -> list[Hit]:
    """Find what a reader typed; accents, case and punctuation have no effect.

    Exact identifiers and names come first, then those that begin with the text, then those whose words begin
    with all the words of the text in any order, then those where the commune helps. Parcels come last: by at
    least the first :data:`PARCEL_PREFIX` characters of their identifier, or by commune, section and number
    (``Nanterre BR 112``).

    Parameters
    ----------
    world
        As the reader may see it.
    text
        Name or identifier of an operation, a commune or a neighbourhood; identifier of a parcel.
    limit
        At most that many answers.
    """
    query = fold(text)
    if not query or limit < 1:
        return []
    words = query.split()
    ranked = [
        (rank, entry) for entry in world.derive(_entries) if (rank := _rank(entry, query, words)) is not None
    ]
    best = heapq.nsmallest(
        limit, ranked, key=lambda found: (found[0], found[1].order, found[1].name, found[1].id)
    )
    hits = [_hit(world, entry) for _score, entry in best]
    return hits + _parcels(world, query, limit - len(hits))


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something with a name, as a search compares it; ``order`` is the place of its layer in the answers."""

    layer: str
    order: int
    id: str
    code: str
    label: str
    name: str
    words: str
    place: str
    position: int


def _entries(world: World) -> tuple[_Entry, ...]:
    """Operations, and the light layers, whose names readers know."""
    operations = world.programme.operations
    places = [world.commune_name(insee) or "" for insee in operations["commune"]]
    found = list(_named(OPERATIONS.key, 0, operations.index, operations["name"], places))
    for order, layer in enumerate(_light_layers(), start=1):
        snapshot = world.snapshot(layer.key)
        if snapshot is not None:
            frame = snapshot.frame
            places = list(frame["communes"]) if "communes" in layer.by_name else [""] * len(frame)
            found += _named(layer.key, order, frame[layer.identifier], frame[layer.label], places)
    return tuple(found)


def _light_layers() -> list[Layer]:
    """Territory first, then neighbourhoods, the last generation before the others."""
    light = [layer for layer in library_layers()[::-1] if layer.delivery == Delivery.GEOJSON]
    return sorted(light, key=lambda layer: layer.group != Group.TERRITORY)


def _named(
    layer: str, order: int, ids: Iterable[str], labels: Iterable[Any], places: Iterable[Any]
) -> Iterator[_Entry]:
    for position, (identifier, label, place) in enumerate(zip(ids, labels, places, strict=True)):
        shown, where = known(label) or identifier, known(place) or ""
        name = fold(shown)
        everything = f" {name} {fold(where)} {fold(identifier)}"
        code = fold(identifier).replace(" ", "")
        yield _Entry(layer, order, str(identifier), code, shown, name, everything, where, position)


def _rank(entry: _Entry, query: str, words: list[str]) -> int | None:
    """How well something answers: 0 is best, None is not at all."""
    if not all(f" {part}" in entry.words for part in words):
        return 2 if _is_code(entry, query) else None
    if _is_code(entry, query):
        return 0 if len(entry.code) == len(query.replace(" ", "")) else 2
    if entry.name == query:
        return 1
    if entry.name.startswith(query):
        return 3
    return 4 if all(f" {part}" in f" {entry.name}" for part in words) else 5


def _is_code(entry: _Entry, query: str) -> bool:
    return len(query) > 1 and entry.code.startswith(query.replace(" ", ""))


def _hit(world: World, entry: _Entry) -> Hit:
    layer = registry.layer(entry.layer)
    if layer.in_programme:
        operations = world.programme.operations
        geometry = operations.geometry.iat[entry.position]
        kind = word(STEP_WORDS, operations["step"].iat[entry.position]) or ""
    else:
        geometry = world.snapshots[entry.layer].frame.geometry.iat[entry.position]
        kind = _(layer.singular)
    return Hit(entry.layer, entry.id, entry.label, _detail(kind, entry.place), _bounds(geometry))


def _detail(kind: str, place: str | None) -> str:
    return " · ".join(part for part in (kind, place) if part)


def _bounds(geometry: shapely.Geometry | None) -> Bounds | None:
    return None if geometry is None or geometry.is_empty else metric_to_wgs84_bounds(geometry.bounds)


@dataclass(frozen=True, slots=True, eq=False)
class _ParcelIds:
    """Identifiers of the parcels in order, and where each stands in its layer."""

    ids: npt.NDArray[np.str_]
    positions: npt.NDArray[np.intp]

    def between(self, prefix: str) -> slice:
        """Those that begin with a text."""
        first, last = np.searchsorted(self.ids, [prefix, f"{prefix}~"])
        return slice(int(first), int(last))


def _parcel_ids(world: World) -> _ParcelIds:
    ids = np.array([] if world.parcels is None else world.parcels.frame["idu"].to_numpy(), dtype="U14")
    order = np.argsort(ids, kind="stable")
    return _ParcelIds(ids[order], order)


def _parcels(world: World, query: str, limit: int) -> list[Hit]:
    snapshot = world.parcels
    if snapshot is None or limit < 1:
        return []
    index = world.derive(_parcel_ids)
    begun = _by_prefix(index, query)
    positions = (begun if len(begun) else _by_reference(world, index, query))[:limit]
    kind = _(snapshot.layer.singular)
    geometries = snapshot.tree.geometries
    ids = snapshot.frame["idu"]
    return [
        Hit(
            snapshot.layer.key,
            ids.iat[position],
            ids.iat[position],
            _detail(kind, world.commune_name(ids.iat[position][:5])),
            _bounds(geometries[position]),
        )
        for position in positions
    ]


def _by_prefix(index: _ParcelIds, query: str) -> npt.NDArray[np.intp]:
    """Parcels whose identifier begins with a text that is long enough for that."""
    prefix = query.replace(" ", "").upper()
    long_enough = len(prefix) >= PARCEL_PREFIX and prefix[0].isdigit()
    return index.positions[index.between(prefix)] if long_enough else index.positions[:0]


def _by_reference(world: World, index: _ParcelIds, query: str) -> npt.NDArray[np.intp]:
    """Parcels named by commune, section and number, whatever the prefix of their section."""
    found = _REFERENCE.fullmatch(query)
    none = index.positions[:0]
    if found is None:
        return none
    commune = world.derive(_commune_codes).get(found["commune"])
    if commune is None:
        return none
    own = index.between(commune)
    ending = f"{found['section'].upper():0>2}{found['number']:0>4}"
    return index.positions[own][np.char.endswith(index.ids[own], ending)]


def _commune_codes(world: World) -> dict[str, str]:
    """INSEE codes by folded name, and by themselves."""
    return {fold(name): insee for insee, name in world.commune_names.items()} | {
        fold(insee): insee for insee in world.commune_names
    }
