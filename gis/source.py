"""From what a person gives (file, shapefile in parts, archive) to one dataset in a folder of its own."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from core.languages import N_
from core.settings import Imports
from gis import drivers
from gis.archive import MEGABYTE, gunzip, unzip
from gis.detection import GZIP, ZIP, detect
from gis.errors import (
    ArchiveError,
    MissingPartError,
    SeveralDatasetsError,
    SourceError,
    TooLargeError,
    UnreadableFileError,
)

PLAIN_NAME = "features"
"""Name of every dataset in its own folder; GDAL calls the only layer of some formats by it."""

_PARTS = {
    drivers.SHAPEFILE: ("shp", "shx", "dbf", "prj", "cpg"),
    drivers.MAPINFO: ("tab", "dat", "map", "id", "ind", "mif", "mid"),
}
_SUFFIX = {
    drivers.SHAPEFILE: "shp",
    drivers.GEOJSON: "geojson",
    drivers.GEOPACKAGE: "gpkg",
    drivers.FLATGEOBUF: "fgb",
    drivers.KML: "kml",
    drivers.GML: "gml",
    drivers.DXF: "dxf",
}
_NEVER_ALONE = {
    "dbf": "shp",
    "shx": "shp",
    "prj": "shp",
    "cpg": "shp",
    "mid": "mif",
    "dat": "tab",
    "map": "tab",
}
_NEEDED = {"tab": ("dat", "map"), "mif": ()}


@dataclass(frozen=True)
class Source:
    """One dataset, ready to be read by a child process.

    Attributes
    ----------
    name
        What the person gave, without its folder.
    file
        Its main file, under a plain name, in a folder that holds nothing else.
    driver
        The driver that its content asks for.
    missing
        Parts of a shapefile that are not there, such as ``.prj``.
    title
        Name of the dataset in what was given: that of the file in the archive, without its suffix.
    """

    name: str
    file: Path
    driver: str
    missing: tuple[str, ...] = ()
    title: str = ""

    def part(self, suffix: str) -> Path | None:
        """Path of a part of the dataset, such as ``dbf``; None where it is missing."""
        path = self.file.with_suffix(f".{suffix}")
        return path if path.is_file() else None


def prepare(file: Path, folder: Path, limits: Imports, *, preferred: str = "") -> Source:
    """Unpack and recognise a file, and put it into a folder of its own.

    Parameters
    ----------
    file
        What the person gave; it is never changed.
    folder
        Empty folder to work in.
    limits
        What it may cost.
    preferred
        Name of the dataset to choose where an archive holds several.

    Raises
    ------
    SourceError
        It cannot be used; its class says why.
    """
    found = _datasets(file, folder, limits)
    chosen = [item for item in found if item[0].stem.lower() == preferred.lower()]
    if len(found) > 1 and len(chosen) != 1:
        raise SeveralDatasetsError(file.name, [path.name for path, _kind in found], preferred)
    return _settle(file.name, *(found[0] if len(found) == 1 else chosen[0]), folder / "dataset")


def prepare_all(file: Path, folder: Path, limits: Imports) -> list[Source]:
    """Unpack and recognise a file, and put each dataset that it holds into a folder of its own.

    Parameters
    ----------
    file
        What the person gave; it is never changed.
    folder
        Empty folder to work in.
    limits
        What it may cost.

    Returns
    -------
    One dataset at least; several where an archive holds several, in its order.

    Raises
    ------
    SourceError
        It cannot be used; its class says why.
    """
    found = _datasets(file, folder, limits)
    return [_settle(file.name, *item, folder / f"dataset{number or ''}") for number, item in enumerate(found)]


def _datasets(file: Path, folder: Path, limits: Imports) -> list[tuple[Path, str]]:
    """Main files of what was given, unpacked where it was packed, each with its driver; one at least."""
    if not file.is_file():
        raise UnreadableFileError(file.name, "?")
    _check_size(file, [file], limits)
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    kind = detect_named(file)
    if kind == ZIP:
        return _from_zip(file, unpacked, limits)
    if kind == GZIP:
        target = unpacked / (Path(file.stem).name or "content")
        gunzip(file, target, max_megabytes=limits.max_unpacked_megabytes, max_ratio=limits.max_archive_ratio)
        inner = detect_named(target)
        if inner in (ZIP, GZIP):
            raise ArchiveError(file.name, N_("it holds another archive"), target.name)
        return [(target, inner)]
    _check_size(file, _parts(file, kind), limits)
    return [(file.resolve(), kind)]


def detect_named(file: Path) -> str:
    """Say what a file is by its content; a part that is nothing alone is refused by what it lacks.

    Raises
    ------
    SourceError
        It cannot be used; its class says why.
    """
    suffix = file.suffix.lower().lstrip(".")
    try:
        kind = detect(file)
    except SourceError:
        if suffix in _NEVER_ALONE:
            raise MissingPartError(file.name, f".{_NEVER_ALONE[suffix]}") from None
        raise
    if kind == drivers.SHAPEFILE and suffix == "shx":
        raise MissingPartError(file.name, ".shp")
    return kind


def _from_zip(file: Path, unpacked: Path, limits: Imports) -> list[tuple[Path, str]]:
    """List the datasets of an archive."""
    paths = unzip(
        file,
        unpacked,
        max_entries=limits.max_archive_entries,
        max_megabytes=limits.max_unpacked_megabytes,
        max_ratio=limits.max_archive_ratio,
    )
    found: list[tuple[Path, str]] = []
    refused: list[SourceError] = []
    for path in paths:
        try:
            kind = detect_named(path)
        except SourceError as fault:
            # Archives hold leaflets and styles beside the data: a fault counts only where there is no data.
            refused.append(fault)
            continue
        if kind in (ZIP, GZIP):
            refused.append(ArchiveError(file.name, N_("it holds another archive"), path.name))
        else:
            found.append((path, kind))
    if not found:
        raise min(refused, key=lambda fault: isinstance(fault, MissingPartError))
    return found


def _settle(name: str, main: Path, driver: str, home: Path) -> Source:
    """Put a dataset under plain names into a new folder that holds nothing else."""
    home.mkdir()
    parts = _parts(main, driver)
    suffix = _SUFFIX.get(driver) or main.suffix.lower().lstrip(".")
    if driver == drivers.MAPINFO and suffix not in _NEEDED:
        raise MissingPartError(name, ".tab")
    for part in parts:
        own = suffix if part == main else part.suffix.lower().lstrip(".")
        _place(part, home / f"{PLAIN_NAME}.{own}")
    there = {path.suffix.lstrip(".") for path in home.iterdir()}
    needed = _PARTS[drivers.SHAPEFILE] if driver == drivers.SHAPEFILE else ()
    for needed_part in _NEEDED.get(suffix, ()) if driver == drivers.MAPINFO else ():
        if needed_part not in there:
            raise MissingPartError(name, f".{needed_part}")
    missing = tuple(f".{part}" for part in needed if part not in there and part != "cpg")
    return Source(name, home / f"{PLAIN_NAME}.{suffix}", driver, missing, main.stem)


def _parts(main: Path, driver: str) -> list[Path]:
    """List the files of a dataset: those beside the main one that bear its name, whatever their case."""
    wanted = _PARTS.get(driver)
    if wanted is None:
        return [main]
    beside = [
        path
        for path in sorted(main.parent.iterdir())
        if path != main
        and path.stem.lower() == main.stem.lower()
        and path.suffix.lower().lstrip(".") in wanted
        and path.suffix.lower() != main.suffix.lower()
        and path.is_file()
    ]
    return [main, *beside]


def _place(part: Path, target: Path) -> None:
    """Copy a file, never link it: GDAL writes the index of a shapefile anew, and would do so in the file given."""
    shutil.copyfile(part, target)


def _check_size(file: Path, parts: list[Path], limits: Imports) -> None:
    if sum(part.stat().st_size for part in parts) > limits.max_megabytes * MEGABYTE:
        raise TooLargeError(file.name, limits.max_megabytes, "max_megabytes")
