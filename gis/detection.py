"""What a file is, by its content: the name and its extension say nothing that can be trusted."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.parsers import expat

from core.languages import N_, _
from gis import drivers
from gis.errors import EmptyFileError, ForbiddenDriverError, UnknownFormatError, UnreadableFileError

ZIP = "zip"
GZIP = "gzip"

_HEAD = 1 << 16
_BOMS = (b"\xef\xbb\xbf",)
_POINTING_ROOTS = {
    "OGRVRTDataSource": "OGR VRT",
    "VRTDataset": "GDAL VRT",
    "OGRWFSDataSource": "WFS",
    "WFS_Capabilities": "WFS",
    "OGRGPSBabelDataSource": "GPSBabel",
    "GDAL_WMS": "WMS",
    "GDAL_WMTS": "WMTS",
    "CSW_Capabilities": "CSW",
    "OGRCSWDataSource": "CSW",
}
"""Roots of XML files that name other files or services."""

_GEOJSON_TYPES = frozenset(
    b"FeatureCollection Feature Point MultiPoint LineString MultiLineString Polygon MultiPolygon".split()
)
_DXF = re.compile(rb"(\s*999\s*\n[^\n]*\n)*\s*0[ \t]*\r?\n\s*SECTION\b")
"""Comments, then the first section."""

_BINARY_DXF = b"AutoCAD Binary DXF"
_DWG = re.compile(rb"AC10\d\d\x00")

_VIRTUAL_TABLES = ("rtree", "fts3", "fts4", "fts5")
"""Modules that a GeoPackage may use; any other could read files of its own choice."""


def detect(file: Path) -> str:
    """Say what a file is.

    Parameters
    ----------
    file
        A file from outside, unpacked or not.

    Returns
    -------
    ``zip``, ``gzip``, or the GDAL driver that may open it.

    Raises
    ------
    EmptyFileError
        It holds nothing.
    ForbiddenDriverError
        It points to other files or services.
    UnknownFormatError
        It is of no format that is read here.
    UnreadableFileError
        It begins like a known format and is damaged.
    """
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        raise EmptyFileError(file.name)
    binary = _binary(file, head)
    if binary is not None:
        return binary
    text = head
    for mark in _BOMS:
        text = text.removeprefix(mark)
    text = text.lstrip()
    if text.startswith((b"{", b"[")):
        return _json(file, text)
    if text.startswith(b"<") or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _xml(file)
    if _DXF.match(text):
        return drivers.DXF
    return _mapinfo(file, text)


def _binary(file: Path, head: bytes) -> str | None:
    """Recognise the formats that begin with bytes of their own."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    if head.startswith(b"\x00\x00\x27\x0a"):
        return drivers.SHAPEFILE
    if head.startswith(b"fgb\x03"):
        return drivers.FLATGEOBUF
    if head.startswith(_BINARY_DXF):
        raise _unknown(file, N_("a binary DXF: save it as a DXF in text (ASCII)"))
    if _DWG.match(head):
        raise _unknown(file, N_("a DWG drawing: save it as a DXF in text (ASCII)"))
    if head.startswith(b"SQLite format 3\x00"):
        return _geopackage(file, head)
    return None


def _geopackage(file: Path, head: bytes) -> str:
    """Accept a GeoPackage whose tables are its own."""
    if head[68:72] not in (b"GPKG", b"GP10", b"GP11"):
        raise _unknown(file, N_("an SQLite database that is no GeoPackage"))
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.text_factory = lambda content: content.decode("utf-8", "replace")
            rows = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
        # The second where the complaint of SQLite itself quotes bytes that are no text.
        raise UnreadableFileError(file.name, drivers.GEOPACKAGE, str(fault)) from None
    for (statement,) in rows:
        virtual = re.match(r"\s*CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+\W?(\w+)", statement, re.I | re.S)
        if virtual and virtual[1].lower() not in _VIRTUAL_TABLES:
            raise ForbiddenDriverError(file.name, f"GeoPackage ({virtual[1]})")
    return drivers.GEOPACKAGE


def _json(file: Path, text: bytes) -> str:
    """Accept GeoJSON by the types that stand in its head."""
    types = re.findall(rb'"type"\s*:\s*"([A-Za-z_]+)"', text)
    if b"gdal_streamed_alg" in types:
        raise ForbiddenDriverError(file.name, "GDALG")
    if types[:1] == [b"Topology"]:
        raise _unknown(file, "TopoJSON")
    if _GEOJSON_TYPES.isdisjoint(types):
        raise _unknown(file, N_("JSON that is no GeoJSON"))
    return drivers.GEOJSON


def _xml(file: Path) -> str:
    """Accept KML and GML by the root element."""
    name, space = _root(file)
    if name in _POINTING_ROOTS:
        raise ForbiddenDriverError(file.name, _POINTING_ROOTS[name])
    if name == "kml":
        return drivers.KML
    if name.endswith("FeatureCollection") or "opengis.net/gml" in space:
        return drivers.GML
    raise _unknown(file, f"XML <{name[:60]}>")


class _Found(Exception):  # noqa: N818 - it stops the parser, and is no fault
    """The root element is known."""


def _root(file: Path) -> tuple[str, str]:
    """Read name and namespace of the root; a document type, which could bring entities, is refused."""
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:  # noqa: ARG001 - the parser's signature
        found.append(name)
        raise _Found

    def doctype(*parts: object) -> None:  # noqa: ARG001 - the parser's signature
        raise ForbiddenDriverError(file.name, "XML (DOCTYPE)")

    parser = expat.ParserCreate(namespace_separator="\n")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        with file.open("rb") as stream:
            parser.ParseFile(stream)
    except _Found:
        space, _separator, name = found[0].rpartition("\n")
        return name, space
    except (expat.ExpatError, LookupError, ValueError) as fault:
        # The last two where it declares an encoding that is unknown, or that expat does not read.
        raise UnreadableFileError(file.name, "XML", str(fault)) from None
    raise UnreadableFileError(file.name, "XML")


def _mapinfo(file: Path, text: bytes) -> str:
    """Accept MapInfo tables that stand alone."""
    lower = text.lower()
    if re.match(rb"version\s+\d+", lower) and b"columns" in lower:
        return drivers.MAPINFO
    if lower.startswith(b"!table"):
        if re.search(rb"create\s+view|open\s+table|isseamless|type\s+(linked|odbc|raster|wms|wfs)", lower):
            raise ForbiddenDriverError(file.name, N_("a MapInfo view"))
        return drivers.MAPINFO
    raise _unknown(file, N_("of an unknown kind"))


def _unknown(file: Path, found: str) -> UnknownFormatError:
    return UnknownFormatError(file.name, _(found), list(drivers.ALLOWED.values()))
