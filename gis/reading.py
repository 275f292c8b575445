"""Reading a file from outside: a child process opens it, this one gets an Arrow table or a sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.ipc

from core import child
from core.settings import Imports
from gis import drivers, reader_process
from gis.encoding import Encoding, dbf_encoding
from gis.errors import (
    EmptyFileError,
    ForbiddenDriverError,
    MemoryLimitError,
    SeveralDatasetsError,
    SourceError,
    TimeLimitError,
    TooLargeError,
    UnreadableFileError,
)
from gis.source import Source


@dataclass(frozen=True)
class DatasetLayer:
    """What one layer of a file holds, as fiona sees it before anything is read.

    Attributes
    ----------
    name
        In the file.
    geometry
        Kind of geometry that the file declares, such as ``Polygon``; ``None`` as text for a plain table.
    fields
        Types by name, in the order of the file.
    crs
        As WKT or authority and code; None where nothing is declared.
    count
        Number of features; None where the format does not know it before it is read.
    bounds
        West, south, east, north, in the layer's own coordinates; None where there are none.
    """

    name: str
    geometry: str
    fields: Mapping[str, str]
    crs: str | None
    count: int | None
    bounds: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Dataset:
    """What was read.

    Attributes
    ----------
    driver
        The driver that opened the file.
    layers
        Every layer of the file.
    layer
        Name of the layer that was read.
    crs
        CRS that the file declares; None where it declares none.
    encoding
        How its text was read; None where the format fixes it.
    recoded
        Number of texts that were not valid, or held control characters, and were decoded anew.
    attributes
        n rows, in the order of the file.
    geometry
        n geometries as WKB; null where a row has none. None where the file has no geometry at all.
    curved
        n truths: GDAL drew a curve as straight lines; None where curves stand in ``geometry`` as they are.
    """

    driver: str
    layers: tuple[DatasetLayer, ...]
    layer: str
    crs: str | None
    encoding: Encoding | None
    recoded: int
    attributes: pa.Table
    geometry: pa.ChunkedArray | None
    curved: npt.NDArray[np.bool_] | None = None


def inspect(source: Source, limits: Imports) -> tuple[DatasetLayer, ...]:
    """Say what a file holds, without reading its features.

    Parameters
    ----------
    source
        A prepared dataset.
    limits
        Time and memory that it may cost.

    Raises
    ------
    SourceError
        It cannot be opened; its class says why.
    """
    answer = _ask(source, limits, read=False, preferred=(), encoding=None, tick=_go_on)
    return _layers(answer)


def _layers(answer: Mapping[str, Any]) -> tuple[DatasetLayer, ...]:
    return tuple(
        DatasetLayer(**{**layer, "bounds": tuple(layer["bounds"]) if layer["bounds"] else None})
        for layer in answer["layers"]
    )


def _go_on() -> None:
    """Let the work continue."""


def read(
    source: Source,
    limits: Imports,
    *,
    preferred: Sequence[str] = (),
    layer: str | None = None,
    tick: Callable[[], None] = _go_on,
) -> Dataset:
    """Read a file.

    Parameters
    ----------
    source
        A prepared dataset.
    limits
        Time and memory that it may cost.
    preferred
        Names of the layer to choose where the file holds several, compared without case.
    layer
        Exact name of the layer to read; None to choose it.
    tick
        Called while the child process works; what it raises ends the child and goes on.

    Raises
    ------
    SourceError
        It cannot be read; its class says why.
    """
    table = source.part("dbf") if source.driver == drivers.SHAPEFILE else None
    encoding = None if table is None else dbf_encoding(table, source.part("cpg"))
    answer = _ask(source, limits, read=True, preferred=preferred, layer=layer, encoding=encoding, tick=tick)
    # The bytes are mapped, not copied; they stay readable after the file is gone, and the next reading from this folder
    # must not write over them.
    features = source.file.parent / reader_process.FEATURES
    content = pa.ipc.open_file(pa.memory_map(str(features))).read_all()
    features.unlink()
    column = answer["geometry"]
    return Dataset(
        driver=answer["driver"],
        layers=_layers(answer),
        layer=answer["layer"],
        crs=answer["crs"],
        encoding=encoding,
        recoded=answer["recoded"],
        attributes=content if column is None else content.drop_columns([column]),
        geometry=None if column is None else content[column],
        curved=None if answer["curved"] is None else np.array(answer["curved"], dtype=bool),
    )


def _ask(
    source: Source,
    limits: Imports,
    *,
    read: bool,
    preferred: Sequence[str],
    layer: str | None = None,
    encoding: Encoding | None,
    tick: Callable[[], None],
) -> dict[str, Any]:
    """Run the child process and give its answer."""
    folder = source.file.parent
    job = child.Job(
        script=Path(reader_process.__file__),
        folder=folder,
        environment=drivers.environment(source.driver, folder),
        seconds=limits.seconds,
        memory_megabytes=limits.memory_megabytes,
        max_written_megabytes=limits.max_unpacked_megabytes,
    )
    request = {
        "file": source.file.name,
        "driver": source.driver,
        "read": read,
        "preferred": [name.lower() for name in preferred],
        "layer": layer,
        "encoding": encoding and encoding.name,
    }
    answer, ending = child.run(job, request, tick)
    if answer is None:
        raise _ended(source, limits, ending)
    if "error" in answer:
        raise _refusal(source, limits, answer, preferred)
    return answer


def _ended(source: Source, limits: Imports, ending: child.Ending | None) -> SourceError:
    """Say why a child ended without an answer."""
    if ending is child.Ending.TIME:
        return TimeLimitError(source.name, limits.seconds)
    if ending is child.Ending.MEMORY:
        return MemoryLimitError(source.name, limits.memory_megabytes)
    return UnreadableFileError(source.name, source.driver)


def _refusal(
    source: Source, limits: Imports, answer: Mapping[str, Any], preferred: Sequence[str]
) -> SourceError:
    detail = str(answer["detail"]).replace(source.file.name, source.name)
    match answer["error"]:
        case "memory":
            return MemoryLimitError(source.name, limits.memory_megabytes)
        case "too_large":
            return TooLargeError(source.name, limits.max_unpacked_megabytes, "max_unpacked_megabytes")
        case "several":
            return SeveralDatasetsError(source.name, answer["found"], ", ".join(preferred))
        case "empty":
            return EmptyFileError(source.name)
        case "drivers":
            return ForbiddenDriverError(source.name, detail)
        case _:
            return UnreadableFileError(source.name, source.driver, detail)
