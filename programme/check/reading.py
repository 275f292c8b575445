"""From what a person gives to what is checked: files, text, identifiers, points, operations."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from core.progress import Progress, silent
from core.settings import Imports
from gis.errors import TooLargeError, UnreadableFileError
from gis.validity import finite_bounds
from gis.wkt import WktError, Written, from_wkt, is_wkt
from programme.check.codes import finding
from programme.check.contents import MOST_BYTES, FileContents, FileLayer, Rows, contents_of, rows_of
from programme.check.errors import TextError, UnknownFeatureError
from programme.check.picking import from_operation, from_parcels, from_points, identifiers
from programme.check.placing import place
from programme.check.report import Finding, Subject
from programme.check.shape import MOST_VERTICES
from programme.check.submission import Submission

MOST_CHARACTERS = 20_000_000
"""Of well-known text: more than any footprint that is measured."""

_WKT = "WKT"
_HEAD_BYTES = 256


def contents(path: Path, *, limits: Imports, folder: Path) -> FileContents:
    """Say what a file holds, so that the person chooses.

    Parameters
    ----------
    path
        What was given; a shapefile stands with its parts beside it.
    limits
        What it may cost.
    folder
        Folder to work in; nothing stays in it.

    Raises
    ------
    SourceError
        It cannot be read; its class says why.
    """
    if _holds_text(path):
        found = _from_text(path, limits)
        kinds = {item.shape.geom_type for item in found}
        kind = kinds.pop() if len(kinds) == 1 else "Unknown"
        declared = next((f"EPSG:{item.srid}" for item in found if item.srid is not None), None)
        bounds = finite_bounds(np.array([item.shape for item in found], dtype=object))
        return FileContents(path.name, _WKT, (FileLayer(path.stem, kind, len(found), declared, bounds),))
    with _work(folder) as work:
        return contents_of(path, work, limits)


def from_file(
    path: Path,
    *,
    limits: Imports,
    folder: Path,
    layer: str | None = None,
    feature: int | None = None,
    crs: str | None = None,
    swapped: bool = False,
    near: tuple[float, float],
    name: str | None = None,
    progress: Progress = silent,
) -> list[Submission]:
    """Read the footprints of a file.

    Parameters
    ----------
    path, limits, folder
        As in :func:`contents`.
    layer
        Name of the layer, as :func:`contents` gives it; None for all that have shapes.
    feature
        Number of the feature in its layer, the first being 1; None for all.
    crs
        What the person says of the coordinate reference system, which goes before what the file declares.
    swapped
        Swap the two coordinates of each point first.
    near
        Longitude and latitude of the territory, to rank candidates: ``layers.territory.middle``.
    name
        What to call it; None for the name of the file, or that of the feature.
    progress
        Told while the file is read; what it raises ends the reading.

    Returns
    -------
    One submission for each feature, in the order of the file; one at least.

    Raises
    ------
    SourceError
        The file cannot be read; its class says why.
    UnknownFileLayerError, UnknownFeatureError
        It has no such layer, or no such feature.
    """
    if _holds_text(path):
        subject = Subject(name or path.name, "file", path.name, _WKT, path.stem)
        found = _written(_from_text(path, limits), subject, crs, near, swapped=swapped)
        return [found[number] for number in _numbers(len(found), feature, path)]
    with _work(folder) as work:
        read = rows_of(path, work, limits, layer, progress)
    alone = len(read) == 1
    return [
        item
        for rows in read
        for item in _rows(rows, path, feature, crs, near, swapped=swapped, name=name, alone=alone)
    ]


def from_text(
    wkt: str, *, crs: str | None, near: tuple[float, float], swapped: bool = False, name: str | None = None
) -> list[Submission]:
    """Read well-known text that was pasted.

    Parameters
    ----------
    wkt
        One geometry or several, each with ``SRID=…;`` before it or not.
    crs, swapped, near, name
        As in :func:`from_file`.

    Returns
    -------
    One submission for each geometry.

    Raises
    ------
    TextError
        It is no well-known text.
    """
    if len(wkt) > MOST_CHARACTERS:
        raise TextError(f"{len(wkt)} > {MOST_CHARACTERS}")
    try:
        found = from_wkt(wkt)
    except WktError as fault:
        raise TextError(str(fault)) from None
    if not found:
        raise TextError("—")
    return _written(found, Subject(name or "WKT", "text"), crs, near, swapped=swapped)


@contextmanager
def _work(folder: Path) -> Iterator[Path]:
    """Give an empty folder inside of one that others may work in too; nothing stays."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="reading-", ignore_cleanup_errors=True) as work:
        yield Path(work)


def _holds_text(path: Path) -> bool:
    """Whether a file is well-known text."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError:
        raise UnreadableFileError(path.name, "?") from None
    return is_wkt(head.decode("utf-8", "replace"))


def _from_text(path: Path, limits: Imports) -> list[Written]:
    size = path.stat().st_size
    if size > min(limits.max_megabytes * 1_000_000, MOST_CHARACTERS):
        raise TooLargeError(
            path.name, min(limits.max_megabytes, MOST_CHARACTERS // 1_000_000), "max_megabytes"
        )
    try:
        return from_wkt(path.read_text(encoding="utf-8", errors="replace"))
    except WktError as fault:
        raise UnreadableFileError(path.name, _WKT, str(fault)) from None


def _written(
    found: Sequence[Written], subject: Subject, crs: str | None, near: tuple[float, float], *, swapped: bool
) -> list[Submission]:
    """Place the geometries of a text, all in the system of the first that says one."""
    shapes = np.array([item.shape for item in found], dtype=object)
    declared = next((f"EPSG:{item.srid}" for item in found if item.srid is not None), None)
    placed = place(shapes, declared, crs, near, swapped=swapped)
    several = len(found) > 1
    return [
        Submission(
            replace(subject, name=f"{subject.name} {number}" if several else subject.name, feature=number),
            placed.systems,
            placed.shapes[number - 1],
            (*placed.notes[number - 1], *_drawn(item.curved, False, bool(shapely.has_z(item.shape)))),
        )
        for number, item in enumerate(found, start=1)
    ]


def _rows(
    rows: Rows,
    path: Path,
    feature: int | None,
    crs: str | None,
    near: tuple[float, float],
    *,
    swapped: bool,
    name: str | None,
    alone: bool,
) -> list[Submission]:
    """Place the features of one layer, and name them."""
    read = rows.read
    numbers = _numbers(len(read.shapes), feature, path)
    placed = place(read.shapes[numbers], rows.crs, crs, near, swapped=swapped)
    if alone and len(read.shapes) == 1:
        names: list[str | None] = [name or path.name]
    else:
        names = [name] if name and len(numbers) == 1 else [rows.name(row) for row in numbers]
    return [
        Submission(
            Subject(
                name=title or f"{path.stem} – {rows.layer} {row + 1}",
                origin="file",
                file=path.name,
                driver=rows.driver,
                layer=rows.layer,
                feature=row + 1,
            ),
            placed.systems,
            shape,
            (*notes, *_drawn(read.curved[row], read.closed[row], read.deep[row]), *_large(read.large[row])),
        )
        for row, title, shape, notes in zip(numbers, names, placed.shapes, placed.notes, strict=True)
    ]


def _numbers(count: int, feature: int | None, path: Path) -> list[int]:
    """Positions of the features that are wanted."""
    if feature is None:
        return list(range(count))
    if not 1 <= feature <= count:
        raise UnknownFeatureError(path.name, feature, count)
    return [feature - 1]


def _drawn(curved: bool, closed: bool, deep: bool) -> list[Finding]:
    """What was changed while a shape was read."""
    told = {"shape.curves": curved, "shape.closed": closed, "shape.z_dropped": deep}
    return [finding(code) for code, changed in told.items() if changed]


def _large(large: bool) -> list[Finding]:
    values = {"count": MOST_BYTES // 16, "most_count": MOST_VERTICES}
    return [finding("shape.too_long", **values)] if large else []


__all__ = [
    "FileContents",
    "FileLayer",
    "contents",
    "from_file",
    "from_operation",
    "from_parcels",
    "from_points",
    "from_text",
    "identifiers",
]
