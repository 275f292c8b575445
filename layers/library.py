"""The library: one folder per layer, one folder per revision in it, and a pointer to the current one.

::

    <library>/parcels/current                                   the identifier of the current revision
    <library>/parcels/20261124-101500-3fa94c12/features.parquet
    <library>/parcels/20261124-101500-3fa94c12/revision.json    where it comes from, counts, issues
    <library>/.work/…                                           what is being imported

A revision is written aside, then becomes current under a lock by two renames. One that was renamed but never
pointed to (its process was killed in between) sorts behind the current one: it is not listed, and goes later.
"""

import datetime as dt
import json
import re
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pyarrow as pa

from core.errors import CrsError, EmptyLayerError
from gis import parquet
from gis.parquet import Bounds
from layers import registry
from layers.layer import FieldType, Layer
from layers.revision import Facts, Revision, new_id
from layers.snapshot import Snapshot
from layers.workspace import locked, settle, workspace

__all__ = ["CRS", "Facts", "Library", "Revision", "Snapshot"]

CRS = "EPSG:2154"
"""Of every feature in the library."""

_FEATURES = "features.parquet"
_REVISION = "revision.json"
_CURRENT = "current"
_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-z]+")
_KEPT_IN_MEMORY = 2
"""Revisions of one layer: the current one, and the one that an open page still shows."""

_TYPES: Mapping[FieldType, pa.DataType] = {
    FieldType.TEXT: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.DECIMAL: pa.float64(),
    FieldType.DATE: pa.date32(),
    FieldType.BOOLEAN: pa.bool_(),
}


class Library:
    """Snapshots of the reference layers; safe to share between threads and, on disk, between processes.

    Parameters
    ----------
    folder
        Where it is kept; made at the first publication.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._loading: dict[str, threading.Lock] = {}
        self._snapshots: dict[str, OrderedDict[str, Snapshot]] = {}
        self._known: dict[tuple[str, str], Revision] = {}

    @property
    def work(self) -> Path:
        """Folder of what is being imported."""
        return self.folder / ".work"

    def current(self, key: str) -> Revision | None:
        """Give the revision in force; None where nothing was imported yet.

        Raises
        ------
        UnknownLayerError
            No layer has that key.
        """
        identifier = self._current_id(registry.layer(key))
        return None if identifier is None else self._revision(key, identifier)

    def revisions(self, key: str) -> list[Revision]:
        """List every revision, the newest first.

        Raises
        ------
        UnknownLayerError
            No layer has that key.
        """
        current = self._current_id(registry.layer(key))
        if current is None:
            return []
        found = [identifier for identifier in self._identifiers(key) if identifier <= current]
        return [self._revision(key, identifier) for identifier in sorted(found, reverse=True)]

    def snapshot(self, key: str, revision: str | None = None) -> Snapshot:
        """Load a revision, once for all threads.

        Parameters
        ----------
        key
            Key of the layer.
        revision
            Identifier; None for the current one.

        Raises
        ------
        UnknownLayerError
            No layer has that key.
        EmptyLayerError
            Nothing was imported, or the library has no such revision.
        """
        layer = registry.layer(key)
        found = self._resolve(layer, revision)
        with self._lock:
            loading = self._loading.setdefault(key, threading.Lock())
        with loading:
            kept = self._snapshots.setdefault(key, OrderedDict())
            if found.id not in kept:
                kept[found.id] = Snapshot(layer, found, parquet.read(self._file(key, found.id)))
            kept.move_to_end(found.id)
            while len(kept) > _KEPT_IN_MEMORY:
                kept.popitem(last=False)
            return kept[found.id]

    def read(
        self,
        key: str,
        *,
        revision: str | None = None,
        bounds: Bounds | None = None,
        columns: Sequence[str] | None = None,
    ) -> gpd.GeoDataFrame:
        """Read a window from the disk, without keeping it.

        Parameters
        ----------
        key
            Key of the layer.
        revision
            Identifier; None for the current one.
        bounds
            EPSG:2154; None for everything.
        columns
            Names of fields; None for all.

        Returns
        -------
        Features as in :attr:`Snapshot.frame`, those whose bounding box meets the window.

        Raises
        ------
        UnknownLayerError
            No layer has that key.
        EmptyLayerError
            Nothing was imported, or the library has no such revision.
        """
        found = self._resolve(registry.layer(key), revision)
        return parquet.read(self._file(key, found.id), bounds=bounds, columns=columns)

    def publish(self, features: gpd.GeoDataFrame, facts: Facts, *, started: float | None = None) -> Revision:
        """Write features as a new revision and make it the current one, or change nothing.

        Parameters
        ----------
        features
            n features, EPSG:2154, with every field of the layer (a missing one is written as unknown).
        facts
            Where they come from.
        started
            :func:`time.monotonic` when the import began, for its duration.

        Raises
        ------
        UnknownLayerError
            No layer has the key of the facts.
        CrsError
            The features are in another CRS.
        """
        layer = registry.layer(facts.layer)
        if features.crs is None or features.crs != CRS:
            raise CrsError(layer.key, features.crs and features.crs.to_string())
        begun = time.monotonic() if started is None else started
        with workspace(self.work) as folder:
            prepared = parquet.sorted_along_curve(_completed(features, layer))
            file = folder / _FEATURES
            parquet.write(prepared, file, {item.name: _TYPES[item.type] for item in layer.fields})
            settle(file)
            west, south, east, north = (float(edge) for edge in prepared.total_bounds)
            return self._make_current(layer, folder, facts, (west, south, east, north), begun)

    def _make_current(
        self, layer: Layer, folder: Path, facts: Facts, bounds: Bounds, started: float
    ) -> Revision:
        """Move a written revision to its place and point to it, one process at a time."""
        home = self.folder / layer.key
        with locked(home / "lock"):
            before = self._current_id(layer)
            self._remove_unfinished(layer.key, before)
            now = dt.datetime.now(dt.UTC).replace(microsecond=0)
            revision = Revision(
                **vars(facts),
                id=new_id(dt.datetime.now(dt.UTC), before),
                imported_at=now,
                seconds=round(time.monotonic() - started, 3),
                bounds=bounds,
            )
            record = folder / _REVISION
            record.write_text(json.dumps(revision.as_dict(), ensure_ascii=False), encoding="utf-8")
            settle(record)
            settle(folder)
            folder.rename(home / revision.id)
            pointer = home / f"{_CURRENT}.new"
            pointer.write_text(revision.id, encoding="ascii")
            settle(pointer)
            pointer.replace(home / _CURRENT)
            settle(home)
        return revision

    def _remove_unfinished(self, key: str, current: str | None) -> None:
        """Remove what a killed process put in its place without pointing to it."""
        for identifier in self._identifiers(key):
            if current is None or identifier > current:
                shutil.rmtree(self.folder / key / identifier)

    def _identifiers(self, key: str) -> list[str]:
        folder = self.folder / key
        return [item.name for item in folder.iterdir() if _ID.fullmatch(item.name)] if folder.is_dir() else []

    def _current_id(self, layer: Layer) -> str | None:
        try:
            return (self.folder / layer.key / _CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def _resolve(self, layer: Layer, revision: str | None) -> Revision:
        current = self._current_id(layer)
        if current is None:
            raise EmptyLayerError(layer.key)
        wanted = revision or current
        # Only names of the library's own making reach the disk: an address may bring anything.
        if not _ID.fullmatch(wanted) or wanted > current or not self._file(layer.key, wanted).is_file():
            raise EmptyLayerError(layer.key, revision)
        return self._revision(layer.key, wanted)

    def _file(self, key: str, identifier: str) -> Path:
        return self.folder / key / identifier / _FEATURES

    def _revision(self, key: str, identifier: str) -> Revision:
        if (key, identifier) not in self._known:
            text = (self.folder / key / identifier / _REVISION).read_text(encoding="utf-8")
            self._known[key, identifier] = Revision.from_dict(json.loads(text))
        return self._known[key, identifier]


def _completed(features: gpd.GeoDataFrame, layer: Layer) -> gpd.GeoDataFrame:
    """Give a frame every field of its layer; those it lacks are unknown."""
    missing = {name: None for name in layer.names if name not in features.columns}
    return features.assign(**missing) if missing else features
