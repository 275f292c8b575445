"""One small dataset in every format, so that a test written once holds for all."""

import zipfile
from pathlib import Path

import geopandas as gpd
import shapely

NAMES = ["Sœurs Janin", "L’Île-Saint-Denis – Nord", "Bagneux"]
"""Texts that CP1252 has and Latin-1 has not."""

FORMATS = ("shp", "zip", "geojson", "json.gz", "gpkg", "fgb", "kml", "gml", "tab", "mif")

_DRIVERS = {
    "shp": "ESRI Shapefile",
    "geojson": "GeoJSON",
    "gpkg": "GPKG",
    "fgb": "FlatGeobuf",
    "kml": "LIBKML",
    "gml": "GML",
    "tab": "MapInfo File",
    "mif": "MapInfo File",
}


def communes() -> gpd.GeoDataFrame:
    """Three squares of 100 m by the names of three communes, EPSG:2154."""
    squares = [shapely.box(645_000 + x, 6_860_000, 645_100 + x, 6_860_100) for x in (0, 200, 400)]
    columns = {"insee": ["92001", "92002", "92007"], "nom": NAMES, "population": [100, 2_000, 30_000]}
    return gpd.GeoDataFrame(columns, geometry=squares, crs=2154)


def driver_of(suffix: str) -> str:
    """GDAL's name of the driver of a format."""
    return _DRIVERS[{"zip": "shp", "json.gz": "geojson"}.get(suffix, suffix)]


def write(frame: gpd.GeoDataFrame, folder: Path, suffix: str, *, name: str = "communes") -> Path:
    """Write a dataset in a format, and give the file that a person would give."""
    folder.mkdir(parents=True, exist_ok=True)
    if suffix == "zip":
        write(frame, folder / "parts", "shp", name=name)
        return zipped(sorted((folder / "parts").iterdir()), folder / f"{name}.zip")
    if suffix == "json.gz":
        import gzip

        plain = write(frame, folder / "parts", "geojson", name=name)
        packed = folder / f"{name}.json.gz"
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        return packed
    file = folder / f"{name}.{suffix}"
    placed = frame.to_crs(4326) if suffix in ("geojson", "kml") else frame
    options = {"encoding": "CP1252"} if suffix in ("tab", "mif") else {}
    placed.to_file(file, driver=_DRIVERS[suffix], **options)
    return file


def zipped(files: list[Path], archive: Path) -> Path:
    """Pack files side by side."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as sink:
        for file in files:
            sink.write(file, file.name)
    return archive
