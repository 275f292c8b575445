"""All that a reader may ask about, at one moment: the programme as this reader sees it, and the layers.

A world never changes: a write, an import or another kind of reader makes another one. What is worked out from
it (indexes, links, names) is worked out once and kept with it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from core.actor import LOCAL, Actor, Role
from core.errors import UnknownOperationError
from core.settings import Settings
from layers.library import Library, Snapshot
from layers.registry import library_layers
from programme.cells import known
from programme.storage.snapshot import Programme
from programme.storage.store import Store
from programme.visibility import visible

T = TypeVar("T")

GENERATIONS = ("neighbourhoods_2024", "neighbourhoods_2015")
"""Layers of priority neighbourhoods, the one in force first. Two series: never summed."""

_KEPT_IN_MEMORY = 8
"""Worlds: one for each kind of reader, of two installations in one process."""


@dataclass(frozen=True, eq=False)
class World:
    """What one kind of reader may see, at one moment.

    Attributes
    ----------
    programme
        Already cut down to what this reader may see.
    role
        Kind of reader that it was cut down for.
    snapshots
        Reference layers by their key; one that was not imported yet is absent.
    """

    programme: Programme
    role: Role = Role.STEERING
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _derived: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        """Role and revisions: two worlds of one installation with the same key say the same."""
        revisions = {layer: snapshot.revision.id for layer, snapshot in self.snapshots.items()}
        return _key(self.role, self.programme.revision, revisions)

    def snapshot(self, layer: str) -> Snapshot | None:
        """Snapshot of a layer by its key; None where nothing was imported."""
        return self.snapshots.get(layer)

    @property
    def communes(self) -> Snapshot | None:
        """Communes; None where they were not imported."""
        return self.snapshot("communes")

    @property
    def parcels(self) -> Snapshot | None:
        """Cadastral parcels; None where they were not imported."""
        return self.snapshot("parcels")

    @property
    def neighbourhoods_2015(self) -> Snapshot | None:
        """Priority neighbourhoods of 2015; None where they were not imported."""
        return self.snapshot("neighbourhoods_2015")

    @property
    def neighbourhoods_2024(self) -> Snapshot | None:
        """Priority neighbourhoods of 2024; None where they were not imported."""
        return self.snapshot("neighbourhoods_2024")

    @property
    def housing(self) -> Snapshot | None:
        """Social housing; None where it was not imported."""
        return self.snapshot("housing")

    @property
    def facilities(self) -> Snapshot | None:
        """Public facilities; None where they were not imported."""
        return self.snapshot("facilities")

    def derive(self, make: Callable[["World"], T]) -> T:
        """Work something out from this world, once for all threads.

        Parameters
        ----------
        make
            Function of a module, which is also the key under which its result is kept. The result must not
            hold words of a language, since readers of both share it.
        """
        if make not in self._derived:
            with self._lock:
                if make not in self._derived:
                    self._derived[make] = make(self)
        found: T = self._derived[make]
        return found

    @property
    def commune_names(self) -> dict[str, str]:
        """Names of the communes by INSEE code; empty without the layer."""
        return self.derive(_commune_names)

    @property
    def epts(self) -> dict[str, str]:
        """Inter-municipal territory of each commune by INSEE code; communes without one are left out."""
        return self.derive(_epts)

    @property
    def footprints(self) -> "Footprints":
        """Operations that have a footprint, with their spatial index."""
        return self.derive(_footprints)

    def commune_name(self, insee: str | None) -> str | None:
        """Name of a commune; its code where no layer names it."""
        return None if insee is None else self.commune_names.get(insee, insee)

    def require_operation(self, operation_id: str) -> None:
        """Check that an operation exists.

        Raises
        ------
        UnknownOperationError
            No operation that this reader may see has that identifier.
        """
        if operation_id not in self.programme.operations.index:
            raise UnknownOperationError(operation_id)


@dataclass(frozen=True, eq=False)
class Footprints:
    """Operations that lie somewhere.

    Attributes
    ----------
    positions
        Of the n mapped operations in ``programme.operations``, ascending.
    ids
        Their identifiers.
    geometries
        Their footprints, EPSG:2154.
    tree
        Spatial index over ``geometries``.
    """

    positions: npt.NDArray[np.intp]
    ids: tuple[str, ...]
    geometries: npt.NDArray[np.object_]
    tree: shapely.STRtree

    def near(self, x: float, y: float, tolerance_m: float, tiny_m: float) -> list[tuple[int, float]]:
        """Positions in ``programme.operations`` and distances in metres, the nearest first.

        Those that hold a point in EPSG:2154, and those within the tolerance whose greatest side is at most
        ``tiny_m``.
        """
        point = shapely.Point(x, y)
        found = np.sort(self.tree.query(point, predicate="dwithin", distance=tolerance_m))
        shapes = self.geometries[found]
        between = shapely.distance(point, shapes)
        west, south, east, north = shapely.bounds(shapes).T
        kept = (between == 0) | (np.maximum(east - west, north - south) <= tiny_m)
        order = np.argsort(between[kept], kind="stable")
        positions, distances = self.positions[found[kept][order]], between[kept][order]
        return [(int(place), float(metres)) for place, metres in zip(positions, distances, strict=True)]


def _footprints(world: World) -> Footprints:
    operations = world.programme.operations
    geometries = operations.geometry.to_numpy()
    mapped = np.flatnonzero(~(shapely.is_missing(geometries) | shapely.is_empty(geometries)))
    tree = shapely.STRtree(geometries[mapped])
    # GEOS builds the nodes at the first query; after that any thread may ask.
    tree.query(shapely.Point(0, 0))
    return Footprints(mapped, tuple(operations.index[mapped]), geometries[mapped], tree)


def _commune_names(world: World) -> dict[str, str]:
    return {} if world.communes is None else _column(world.communes.frame, "name")


def _epts(world: World) -> dict[str, str]:
    return {} if world.communes is None else _column(world.communes.frame, "ept")


def _column(communes: pd.DataFrame, name: str) -> dict[str, str]:
    return {
        insee: value
        for insee, value in zip(communes["insee"], map(known, communes[name]), strict=True)
        if value is not None
    }


_worlds: OrderedDict[tuple[Any, ...], World] = OrderedDict()
_opening = threading.Lock()


def open_world(settings: Settings, store: Store, library: Library, actor: Actor = LOCAL) -> World:
    """Open the programme and the layers in force as an actor may see them.

    The same world is given again until the programme or a layer changes. One is kept for each kind of reader;
    a page that still works on an older one keeps that one alive by itself.

    Parameters
    ----------
    settings
        The installation.
    store, library
        Where its programme and its layers are kept; either may be empty.
    actor
        Who reads.
    """
    place = (settings.file, store.path, library.folder, actor.role)
    revisions = {layer.key: library.current(layer.key) for layer in library_layers()}
    key = _key(actor.role, store.revision(), {name: found.id for name, found in revisions.items() if found})
    # Under one lock: the first reader of a cold layer pays for it, the others wait rather than pay again.
    with _opening:
        world = _worlds.get(place)
        if world is None or world.key != key:
            world = World(visible(store.snapshot(), actor), actor.role, _snapshots(library))
        _worlds[place] = world
        _worlds.move_to_end(place)
        while len(_worlds) > _KEPT_IN_MEMORY:
            _worlds.popitem(last=False)
        return world


def _key(role: Role, programme: int, revisions: Mapping[str, str]) -> tuple[str, ...]:
    return (
        str(role),
        f"programme:{programme}",
        *(f"{layer}:{revisions[layer]}" for layer in sorted(revisions)),
    )


def _snapshots(library: Library) -> dict[str, Snapshot]:
    return {
        layer.key: library.snapshot(layer.key) for layer in library_layers() if library.current(layer.key)
    }
