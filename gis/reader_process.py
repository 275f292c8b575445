"""The child process that opens a file from outside: one driver, one folder, bounded time and memory.

Run by :mod:`core.child_process`, with the folder of the dataset as its working directory. It looks at the file with
fiona, reads it with pyogrio, and gives an answer and, where there is something to read, features as Arrow. It stands
alone: nothing of the program is imported.
"""

import errno
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

FEATURES = "features.arrow"

_TAIL = 256
_BATCH_ROWS = 65_536
_OPEN_NOTHING = {"MEM", "Memory"}
_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
"""Control characters that come from CP1252 read as Latin-1, by the letters that were meant."""


class Refused(Exception):  # noqa: N818 - it carries an answer
    """The file is not read; the answer says why."""

    def __init__(self, error: str, detail: str = "", found: list[str] | None = None) -> None:
        self.answer = {"error": error, "detail": detail, "found": found or []}
        super().__init__(error)


def main(request: dict[str, Any], bound: Callable[[], Any]) -> dict[str, Any]:
    """Answer one request, within the limits that :mod:`core.child_process` sets."""
    _import_lightly()
    taken = bound()
    try:
        _require_only(request["driver"])
        answer: dict[str, Any] = {"driver": request["driver"], "layers": _inspect(request)}
        if request["read"]:
            answer |= _read(request, _choose(answer["layers"], request["preferred"], request["layer"]))
    except Refused as refusal:
        if refusal.answer["error"] == "unreadable" and taken.much():
            return refusal.answer | {"error": "memory"}
        return refusal.answer
    return answer


def _import_lightly() -> None:
    """Import what reads, without the libraries that it would bring along: they take longer than most files."""
    unneeded = ("geopandas", "pandas", "pyproj", "shapely")
    for name in unneeded:
        sys.modules[name] = None  # type: ignore[assignment]
    import fiona  # noqa: F401
    import pyarrow as pa  # noqa: F401
    import pyogrio  # noqa: F401

    # pyarrow takes such a sign for the library itself, so that it must not stay.
    for name in unneeded:
        del sys.modules[name]


def _require_only(driver: str) -> None:
    """Check that GDAL knows the wanted driver and no other that could open the file."""
    import pyogrio

    loaded = set(pyogrio.list_drivers()) - _OPEN_NOTHING
    if loaded != {driver}:
        raise Refused("drivers", ", ".join(sorted(loaded)))


def _inspect(request: dict[str, Any]) -> list[dict[str, Any]]:
    """List the layers of the file, with geometry, fields, CRS and count."""
    import fiona
    from fiona.env import Env

    if request["driver"] in ("GML", "LIBKML"):
        _require_whole(request["file"])
    if request["driver"] == "DXF":
        _require_end(request["file"])
    with Env() as environment:
        # fiona's wheels come without the KML drivers; pyogrio's have them.
        if request["driver"] not in environment.drivers():
            return _inspect_with_pyogrio(request)
    try:
        return [_layer(request, name) for name in fiona.listlayers(request["file"])]
    except (fiona.errors.FionaError, ValueError, AttributeError) as fault:
        raise Refused("unreadable", str(fault)) from fault


def _require_whole(file: str) -> None:
    """Check that an XML file is whole: GDAL gives the beginning of a cut one without a word."""
    try:
        with Path(file).open("rb") as stream:
            expat.ParserCreate().ParseFile(stream)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise Refused("unreadable", str(fault)) from fault


def _require_end(file: str) -> None:
    """Check that a drawing has its end: GDAL gives the beginning of a cut one without a word."""
    with Path(file).open("rb") as stream:
        stream.seek(max(0, Path(file).stat().st_size - _TAIL))
        if not stream.read().rstrip().endswith(b"EOF"):
            raise Refused("unreadable", "EOF")


def _layer(request: dict[str, Any], name: str) -> dict[str, Any]:
    import fiona

    with fiona.open(request["file"], layer=name, allow_unsupported_drivers=True) as layer:
        if layer.driver != request["driver"]:
            raise Refused("drivers", str(layer.driver))
        return {
            "name": name,
            "geometry": layer.schema["geometry"],
            "fields": dict(layer.schema["properties"]),
            "crs": layer.crs_wkt or None,
            "count": _count(layer),
            "bounds": _bounds(layer),
        }


def _count(layer: Any) -> int | None:
    """Count features where the format knows their number without reading them."""
    try:
        return len(layer)
    except TypeError:
        return None


def _bounds(layer: Any) -> list[float] | None:
    """Give the extent of a layer; None where it has none, or cannot be told before it is read."""
    import fiona

    try:
        return _finite(layer.bounds)
    except (fiona.errors.FionaError, ValueError, TypeError):
        return None


def _finite(bounds: Any) -> list[float] | None:
    found = [float(edge) for edge in bounds] if bounds is not None else []
    return found if found and all(map(math.isfinite, found)) else None


def _inspect_with_pyogrio(request: dict[str, Any]) -> list[dict[str, Any]]:
    import pyogrio

    found = []
    try:
        for name, geometry in pyogrio.list_layers(request["file"]):
            facts = pyogrio.read_info(
                request["file"], layer=name, force_feature_count=True, force_total_bounds=True
            )
            if facts["driver"] != request["driver"]:
                raise Refused("drivers", facts["driver"])
            fields = dict(zip(facts["fields"], map(str, facts["dtypes"]), strict=True))
            found.append(
                {
                    "name": name,
                    "geometry": geometry or "None",
                    "fields": fields,
                    "crs": facts["crs"],
                    "count": int(facts["features"]),
                    "bounds": _finite(facts["total_bounds"]),
                }
            )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        raise Refused("unreadable", str(fault)) from fault
    return found


def _choose(layers: list[dict[str, Any]], preferred: list[str], wanted: str | None) -> str:
    """Choose the layer that was asked for, else the only one that has geometry, else one of a preferred name."""
    if wanted is not None:
        if wanted not in [layer["name"] for layer in layers]:
            raise Refused("several", found=[layer["name"] for layer in layers])
        return wanted
    drawn = [layer["name"] for layer in layers if layer["geometry"] != "None"] or [
        layer["name"] for layer in layers
    ]
    if not drawn:
        raise Refused("empty")
    named = [name for name in drawn if name.lower() in preferred]
    if len(drawn) > 1 and len(named) != 1:
        raise Refused("several", found=drawn)
    return str(drawn[0] if len(drawn) == 1 else named[0])


def _read(request: dict[str, Any], layer: str) -> dict[str, Any]:
    """Write the features of a layer as Arrow, geometries as WKB."""
    import pyarrow as pa
    import pyarrow.ipc
    import pyogrio.errors
    import pyogrio.raw

    recoded = 0
    try:
        with (
            pyogrio.raw.open_arrow(
                request["file"],
                layer=layer,
                encoding=request["encoding"],
                use_pyarrow=True,
                batch_size=_BATCH_ROWS,
            ) as (facts, reader),
            pa.OSFile(FEATURES, "wb") as sink,
            pa.ipc.new_file(sink, reader.schema) as writer,
        ):
            geometry = _geometry_column(reader.schema, facts["geometry_name"])
            for batch in reader:
                cleaned, changed = _cleaned(batch)
                recoded += changed
                writer.write_batch(cleaned)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pa.ArrowException,
        OSError,
    ) as fault:
        # The limit on what this process may write.
        if isinstance(fault, OSError) and fault.errno == errno.EFBIG:
            raise Refused("too_large") from fault
        reason = "memory" if isinstance(fault, pa.ArrowMemoryError) else "unreadable"
        raise Refused(reason, str(fault)) from fault
    curved = _curved(request, layer, geometry) if request["driver"] == "DXF" else None
    return {"layer": layer, "crs": facts["crs"], "geometry": geometry, "recoded": recoded, "curved": curved}


def _curved(request: dict[str, Any], layer: str, geometry: str | None) -> list[bool]:
    """Tell which features GDAL drew from curves: those that have other vertices where curves are drawn coarser."""
    import pyarrow as pa
    import pyarrow.ipc
    import pyogrio
    import pyogrio.raw

    pyogrio.set_gdal_config_options({"OGR_ARC_STEPSIZE": "45"})
    with (
        pyogrio.raw.open_arrow(request["file"], layer=layer, use_pyarrow=True) as (_facts, reader),
        pa.ipc.open_file(pa.memory_map(FEATURES)) as fine,
    ):
        sizes = [[len(cell or b"") for cell in batch[geometry].to_pylist()] for batch in reader]
        kept = fine.read_all()
    coarse = [size for batch in sizes for size in batch]
    splines = ["Spline" in (text or "") for text in kept["SubClasses"].to_pylist()]
    return [
        len(cell or b"") != size or spline
        for cell, size, spline in zip(kept[geometry].to_pylist(), coarse, splines, strict=True)
    ]


def _geometry_column(schema: Any, named: str) -> str | None:
    """Name of the column of geometries; None where the file has none."""
    for name in (named, "wkb_geometry"):
        if name and name in schema.names:
            return name
    return next((field.name for field in schema if "geoarrow" in str(field.metadata)), None)


def _cleaned(batch: Any) -> tuple[Any, int]:
    """Bring every text to valid UTF-8 without control characters; gives the number of texts that changed."""
    import pyarrow as pa

    columns, changed = list(batch.columns), 0
    for position, column in enumerate(columns):
        if pa.types.is_string(column.type) and not _ascii(column):
            texts, count = _texts(column.cast(pa.binary()).to_pylist())
            if count:
                columns[position] = pa.array(texts, pa.string())
                changed += count
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema) if changed else batch, changed


def _ascii(column: Any) -> bool:
    import numpy as np

    content = column.buffers()[2]
    return content is None or not (np.frombuffer(content, dtype=np.uint8) >= 0x80).any()


def _texts(cells: list[bytes | None]) -> tuple[list[str | None], int]:
    texts: list[str | None] = []
    changed = 0
    for cell in cells:
        text = None if cell is None else _text(cell)
        changed += text is not None and cell != text.encode()
        texts.append(text)
    return texts, changed


def _text(cell: bytes) -> str:
    """Decode one cell: UTF-8, were its last letter cut by the width of the field, else CP1252."""
    try:
        text = cell.decode()
    except UnicodeDecodeError as fault:
        cut = fault.reason == "unexpected end of data"
        text = cell[: fault.start].decode() if cut else cell.decode("cp1252", "replace")
    return text if text.isascii() else text.translate(_C1)
