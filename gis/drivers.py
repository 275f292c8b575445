"""Which GDAL drivers may open a file from outside, and the closed environment that they run in.

GDAL opens such a file in a child process alone, and that process knows one driver: the one that the content
asked for. Every other driver of both GDAL copies (fiona's and pyogrio's) is skipped before it is loaded.
"""

from collections.abc import Mapping
from pathlib import Path

SHAPEFILE = "ESRI Shapefile"
GEOJSON = "GeoJSON"
GEOPACKAGE = "GPKG"
FLATGEOBUF = "FlatGeobuf"
KML = "LIBKML"
GML = "GML"
MAPINFO = "MapInfo File"
DXF = "DXF"

ARC_STEP_DEG = 1
"""Turn of each of the straight lines that a curve is drawn by: 2 mm off at a radius of 50 m."""

ALLOWED: Mapping[str, str] = {
    SHAPEFILE: "Shapefile (.shp, .zip)",
    GEOPACKAGE: "GeoPackage (.gpkg)",
    GEOJSON: "GeoJSON (.geojson, .json, .gz)",
    FLATGEOBUF: "FlatGeobuf (.fgb)",
    KML: "KML (.kml, .kmz)",
    GML: "GML (.gml)",
    MAPINFO: "MapInfo (.tab, .mif)",
    DXF: "DXF (.dxf)",
}
"""Drivers that may open a file, by GDAL's name, with the words for a person."""

_SINGLE_WORDS = """
( ADBC AIVector AmigoCloud AO Arrow AVCBin AVCE00 BAG CAD Carto CSV CSW DB2ODBC DGN DODS DWG DXF
EDIGEO EEDA Elasticsearch ESRIJSON FileGDB FITS FlatGeobuf gdal_streamed_alg GDALG Geoconcept
GeoJSON GeoJSONSeq GeomediaMDB GeoRSS GML GMLAS GPKG GPSBabel GPX GTFS HANA HDF5 HTTP Idrisi Ingres
Interlis JML JP2ECW JP2KAK JP2OpenJPEG JPEG2000 JSONFG KML LIBKML LVBAG MapML MBTiles
MiraMonVector MongoDBv3 MSSQLSpatial MVT MySQL NAS netCDF NetCDF NGW OAPIF OCI ODBC ODS OGCAPI OGDI
OGR_GMT OGR_PDS OGR_VRT OpenFileGDB OSM Parquet PCIDSK PDF PDS4 PGDUMP PGEO PLSCENES PMTiles
PostgreSQL S57 SDE Selafin SOSI SQLite SVG SXF TIGER TopoJSON VDV VFK VICAR Walk WAsP WFS XLS XLSX
XODR
"""

KNOWN = frozenset(_SINGLE_WORDS.split()) | {
    SHAPEFILE,
    MAPINFO,
    "UK .NTF",
    "Interlis 1",
    "Interlis 2",
    "ESRI FileGDB",
}
"""Every driver that can open a file or a service as vectors, in any build; a test holds that it covers the
two installed ones. Memory and MEM open nothing (and GDAL 3.12 crashes where they are skipped)."""


def environment(driver: str, folder: Path) -> dict[str, str]:
    """Make the whole environment of a process that reads one file.

    Parameters
    ----------
    driver
        The only driver that it shall have.
    folder
        The only folder that it works in.

    Returns
    -------
    Variables; nothing of the parent's environment is handed on.

    Raises
    ------
    KeyError
        The driver is not on the list.
    """
    skipped = ",".join(sorted(KNOWN - {_allowed(driver)}))
    return {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "CPL_TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PATH": "",
        "OGR_SKIP": skipped,
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_CONFIG_FILE": str(folder / "none"),
        "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
        "GDAL_HTTPS_PROXY": "http://127.0.0.1:9",
        "GDAL_HTTP_MAX_RETRY": "0",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "CPL_CURL_ENABLE_VSIMEM": "NO",
        "PROJ_NETWORK": "OFF",
        "SHAPE_RESTORE_SHX": "YES",
        "OGR_ARC_STEPSIZE": str(ARC_STEP_DEG),
        "GML_DOWNLOAD_SCHEMA": "NO",
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GML_ATTRIBUTES_TO_OGR_FIELDS": "NO",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _allowed(driver: str) -> str:
    if driver not in ALLOWED:
        raise KeyError(driver)
    return driver
