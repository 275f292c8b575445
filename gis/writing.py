"""Writing outlines in the formats that can be read here, every coordinate kept to well below a millimetre."""

import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyproj import CRS

from gis import drivers
from gis.projection import METRIC, WGS84

NAME = "name"
"""The one attribute of what is written: what each outline is called."""

_DEGREE_DECIMALS = 10
"""Of GeoJSON: about ten micrometres."""
_FRAME_M = 1_000.0
"""Around the outlines: MapInfo's binary format counts in 2³¹ parts of the frame that it is given."""
_LONGEST_NAME = 60
_PACKED: Mapping[str, str] = {"zip": "", "kmz": "doc.kml"}
"""Suffixes of archives, and what they hold under a name of its own."""


@dataclass(frozen=True, slots=True)
class Writable:
    """A format that outlines can be written in.

    Attributes
    ----------
    title
        Words for a person, the same in every language.
    suffix
        Of the file that :func:`write` gives.
    driver
        GDAL's name of its driver; None for well-known text.
    degrees
        True: the format knows WGS84 alone, whatever CRS is asked for.
    places
        True: the file says which CRS its coordinates are in.
    """

    title: str
    suffix: str
    driver: str | None
    degrees: bool = False
    places: bool = True


DXF = "DXF"
KML = "KML"
"""The plain driver: LIBKML, which reads, refuses to write what is not valid."""

WRITABLE: Mapping[str, Writable] = {
    "shapefile": Writable("Shapefile (.zip)", "zip", drivers.SHAPEFILE),
    "shapefile_parts": Writable("Shapefile (.shp, .shx, .dbf, .prj)", "shp", drivers.SHAPEFILE),
    "geojson": Writable("GeoJSON (.geojson)", "geojson", drivers.GEOJSON, degrees=True),
    "gpkg": Writable("GeoPackage (.gpkg)", "gpkg", drivers.GEOPACKAGE),
    "fgb": Writable("FlatGeobuf (.fgb)", "fgb", drivers.FLATGEOBUF),
    "kml": Writable("KML (.kml)", "kml", KML, degrees=True),
    "kmz": Writable("KMZ (.kmz)", "kmz", KML, degrees=True),
    "gml": Writable("GML (.gml)", "gml", drivers.GML),
    "dxf": Writable("DXF (.dxf)", "dxf", DXF, places=False),
    "tab": Writable("MapInfo (.tab)", "tab", drivers.MAPINFO),
    "mif": Writable("MapInfo (.mif)", "mif", drivers.MAPINFO),
    "wkt": Writable("WKT (.wkt)", "wkt", None, places=False),
}
"""Formats by their key, in the order in which they are offered."""


def write(
    shapes: shapely.Geometry | gpd.GeoSeries, driver: str, folder: Path, name: str, crs: Any = METRIC
) -> Path:
    """Write outlines as a file.

    Parameters
    ----------
    shapes
        A polygon or multipolygon in EPSG:2154; or n of them, whose index says what each is called, in the CRS that the
        series declares, EPSG:2154 where it declares none. They are written as they are, valid or not.
    driver
        A key of :data:`WRITABLE`.
    folder
        An existing folder; files of the same name in it are replaced.
    name
        Of the file, without suffix (see :func:`file_name`), and of an outline given alone.
    crs
        Of the file. GeoJSON and KML are always in WGS84; DXF and well-known text do not say which CRS they are in;
        MapInfo has a Lambert II étendu of its own, tens of metres off EPSG:27572.

    Returns
    -------
    The file that a person would give: for a shapefile the archive, for its parts the ``.shp``, for MapInfo the
    ``.tab`` or ``.mif`` beside its other parts. Drawing interchange files hold one closed polyline for each ring.
    Coordinates read back to less than a tenth of a millimetre.

    Raises
    ------
    KeyError
        No format has that key.
    """
    form = WRITABLE[driver]
    placed = _placed(shapes, name, WGS84 if form.degrees else crs)
    file = folder / f"{file_name(name)}.{form.suffix}"
    if form.driver is None:
        lines = shapely.to_wkt(placed.geometry.to_numpy(), rounding_precision=-1, trim=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file
    if form.suffix in _PACKED:
        with TemporaryDirectory(dir=folder) as inner:
            _write_parts(placed, form.driver, Path(inner) / (_PACKED[form.suffix] or f"{file.stem}.shp"))
            return zipped(sorted(Path(inner).iterdir()), file)
    _write_parts(placed, form.driver, file)
    return file


def parts_of(file: Path) -> list[Path]:
    """List the files that a written one consists of, itself the first."""
    if file.suffix not in (".shp", ".tab", ".mif"):
        return [file]
    own = {
        ".shp": (".shx", ".dbf", ".prj", ".cpg"),
        ".tab": (".dat", ".map", ".id", ".ind"),
        ".mif": (".mid",),
    }[file.suffix]
    beside = [file.with_suffix(suffix) for suffix in own]
    return [file, *(part for part in beside if part.is_file())]


def zipped(files: list[Path], archive: Path) -> Path:
    """Pack files side by side into an archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as sink:
        for file in files:
            sink.write(file, file.name)
    return archive


def file_name(text: str) -> str:
    """Make a name that every file system takes from any text.

    Examples
    --------
    >>> file_name("Îlot «Sœurs Janin» : 1/2"), file_name("../..")
    ('Ilot-Soeurs-Janin-1-2', 'emprise')
    """
    spelled = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    kept = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "_-") else " "
        for letter in spelled
        if not unicodedata.combining(letter)
    )
    return "-".join(kept.split())[:_LONGEST_NAME].strip("-") or "emprise"


def printable(text: str) -> str:
    """Leave out what no XML and no form can hold: control characters, halves of characters, non-characters."""
    return "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs") or ord(letter) & 0xFFFE == 0xFFFE else letter
        for letter in text
    )


def write_layers(file: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Write several layers into one GeoPackage.

    Parameters
    ----------
    file
        Ends with ``.gpkg``; replaced where it exists.
    layers
        Frames by the name of the layer, each with a CRS and one kind of geometry, or none at all where it is empty.
    """
    file.unlink(missing_ok=True)
    for name, frame in layers.items():
        pyogrio.write_dataframe(
            frame,
            file,
            layer=name,
            driver=drivers.GEOPACKAGE,
            append=file.exists(),
            geometry_type=_kind(frame),
        )


def _kind(frame: gpd.GeoDataFrame) -> str:
    """One type for a layer: that of its features, and anything where they differ."""
    kinds = set(frame.geometry.dropna().geom_type)
    return kinds.pop() if len(kinds) == 1 else "Unknown"


def _placed(shapes: shapely.Geometry | gpd.GeoSeries, name: str, crs: Any) -> gpd.GeoDataFrame:
    """Bring outlines and their names to the CRS of the file."""
    series = (
        shapes if isinstance(shapes, gpd.GeoSeries) else gpd.GeoSeries([shapes], index=[name], crs=METRIC)
    )
    series = series if series.crs is not None else series.set_crs(METRIC)
    names = [printable(str(label)) for label in series.index]
    wanted = CRS.from_user_input(crs)
    moved = series if CRS.from_user_input(series.crs) == wanted else series.to_crs(wanted)
    return gpd.GeoDataFrame({NAME: names}, geometry=moved.to_numpy(), crs=wanted)


def _write_parts(placed: gpd.GeoDataFrame, driver: str, file: Path) -> None:
    for part in parts_of(file):
        part.unlink(missing_ok=True)
    prepare = _PREPARED.get(driver)
    frame, options = prepare(placed, file.suffix) if prepare else (placed, {})
    pyogrio.write_dataframe(frame, file, driver=driver, **options)


def _geojson(placed: gpd.GeoDataFrame, _suffix: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    # RFC7946=YES would turn rings and cut at the antimeridian: what was drawn must come back as it was.
    return placed, {"COORDINATE_PRECISION": _DEGREE_DECIMALS, "RFC7946": "NO"}


def _shapefile(placed: gpd.GeoDataFrame, _suffix: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    return placed, {"encoding": "UTF-8", "RESIZE": "YES"}


def _kml(placed: gpd.GeoDataFrame, _suffix: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    return placed.rename(columns={NAME: "Name"}), {"layer": "emprise"}


def _gml(placed: gpd.GeoDataFrame, _suffix: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    return placed, {"layer": "emprise", "XSISCHEMA": "OFF"}


def _mapinfo(placed: gpd.GeoDataFrame, _suffix: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    spelled = placed[NAME].map(lambda text: text.encode("cp1252", "replace").decode("cp1252"))
    margin = _FRAME_M if placed.crs.is_projected else _FRAME_M / 100_000
    west, south, east, north = np.nan_to_num(placed.total_bounds)
    frame = (west - margin, south - margin, east + margin, north + margin)
    return placed.assign(**{NAME: spelled}), {
        "encoding": "CP1252",
        "BOUNDS": ",".join(f"{edge:.6f}" for edge in frame),
    }


def _dxf(placed: gpd.GeoDataFrame, _suffix: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """One closed polyline for each ring, which is what drawing programs call an outline."""
    rings = shapely.get_rings(shapely.get_parts(placed.geometry.to_numpy()))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    lines = shapely.linestrings(points, indices=ring)
    return gpd.GeoDataFrame({"Layer": ["EMPRISE"] * len(lines)}, geometry=lines, crs=placed.crs), {}


_PREPARED: Mapping[str, Callable[[gpd.GeoDataFrame, str], tuple[gpd.GeoDataFrame, dict[str, Any]]]] = {
    drivers.GEOJSON: _geojson,
    drivers.SHAPEFILE: _shapefile,
    KML: _kml,
    drivers.GML: _gml,
    drivers.MAPINFO: _mapinfo,
    DXF: _dxf,
}
