"""Writing features with their attributes: one layer a file, or several in one GeoPackage."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from gis import drivers
from gis.projection import WGS84, to_wgs84

DEGREE_DECIMALS = 7
"""Of GeoJSON, as RFC 7946 has it: about one centimetre."""
SHAPEFILE_NAME = 10
"""Characters that a field of a shapefile may be called by."""
SHAPEFILE_TEXT = 254
"""Bytes that a text of a shapefile may have."""
_GEOPACKAGE_VERSION = "1.3"
"""That of the programme itself; later ones only bring warnings from programs of a few years ago."""
_FEATURE_ID = "_feature_id"


@dataclass(frozen=True, slots=True)
class Named:
    """How a layer is called in a file.

    Attributes
    ----------
    name
        Plain letters: of the table, or of the file.
    points
        Whether its features are points; they are polygons otherwise. A layer without any feature is of a kind too.
    title, description
        Words that a reader is shown, where the format has room for them.
    """

    name: str
    points: bool
    title: str = ""
    description: str = ""


def append_geopackage(file: Path, features: gpd.GeoDataFrame, named: Named) -> None:
    """Add a layer to a GeoPackage, which is made where there is none.

    Parameters
    ----------
    file
        Ends with ``.gpkg``.
    features
        n features, EPSG:2154, whose columns are of Arrow types; geometries are all points or all polygons, some of
        them unknown.
    named
        What the layer is called.
    """
    options = {"IDENTIFIER": named.title, "DESCRIPTION": named.description}
    made = {} if file.exists() else {"VERSION": _GEOPACKAGE_VERSION}
    _write(features, file, drivers.GEOPACKAGE, named, append=file.exists(), **options, **made)


def write_geojson(
    file: Path, features: gpd.GeoDataFrame, named: Named, *, identifier: str, members: str
) -> None:
    """Write a layer as GeoJSON, after RFC 7946: WGS84, seven decimals, rings that turn right.

    Parameters
    ----------
    file
        Replaced where it exists.
    features
        n features, EPSG:2154, whose columns are of Arrow types.
    named
        What the layer is called.
    identifier
        Name of the column that also becomes the ``id`` of each feature.
    members
        JSON object whose members are added to the collection.
    """
    placed = features.set_geometry(
        gpd.GeoSeries(to_wgs84(features.geometry.to_numpy()), index=features.index, crs=WGS84)
    )
    _write(
        placed.assign(**{_FEATURE_ID: placed[identifier]}),
        file,
        drivers.GEOJSON,
        named,
        RFC7946="YES",
        COORDINATE_PRECISION=str(DEGREE_DECIMALS),
        WRITE_BBOX="YES",
        ID_FIELD=_FEATURE_ID,
        DESCRIPTION=named.description,
        FOREIGN_MEMBERS_COLLECTION=members,
    )


def write_flatgeobuf(file: Path, features: gpd.GeoDataFrame, named: Named) -> None:
    """Write a layer as FlatGeobuf, with its spatial index where every feature lies somewhere."""
    # The index has no place for a feature that lies nowhere: GDAL then refuses the layer.
    everywhere = bool(len(features)) and not shapely.is_missing(features.geometry.to_numpy()).any()
    _write(
        features,
        file,
        drivers.FLATGEOBUF,
        named,
        SPATIAL_INDEX="YES" if everywhere else "NO",
        TITLE=named.title,
        DESCRIPTION=named.description,
    )


def write_shapefile(folder: Path, features: gpd.GeoDataFrame, named: Named) -> list[Path]:
    """Write a layer as a shapefile in UTF-8.

    Parameters
    ----------
    folder
        An existing folder.
    features
        n features, EPSG:2154; its columns have names that a shapefile can hold (:func:`short_names`) and no text
        above :data:`SHAPEFILE_TEXT` bytes.
    named
        What the layer, and so each file, is called.

    Returns
    -------
    The files that it consists of.
    """
    file = folder / f"{named.name}.shp"
    _write(features, file, drivers.SHAPEFILE, named, ENCODING="UTF-8", RESIZE="YES")
    return sorted(folder.glob(f"{named.name}.*"))


def short_names(names: list[str]) -> dict[str, str]:
    """Give each field a name that a shapefile can hold, by its own name.

    Parameters
    ----------
    names
        n different names, of plain letters and underscores.

    Returns
    -------
    Those of at most ten characters as they are, others by the beginnings of their words; no two alike.

    Examples
    --------
    >>> short_names(["name", "dwellings_demolished", "dwellings_demolition"])
    {'name': 'name', 'dwellings_demolished': 'dwell_demo', 'dwellings_demolition': 'dwell_dem2'}
    """
    found = {name: name for name in names if len(name) <= SHAPEFILE_NAME}
    taken = {name.casefold() for name in found}
    for name in names:
        if name in found:
            continue
        short = wanted = _shortened(name)
        number = 1
        while short.casefold() in taken:
            number += 1
            short = f"{wanted[: SHAPEFILE_NAME - len(str(number))]}{number}"
        taken.add(short.casefold())
        found[name] = short
    return {name: found[name] for name in names}


def _shortened(name: str) -> str:
    """Beginnings of the words of a name, each as long as the others leave room for, the last ones first."""
    words = name.split("_")
    room = SHAPEFILE_NAME - (len(words) - 1)
    if room < len(words):
        return name.replace("_", "")[:SHAPEFILE_NAME]
    kept = [0] * len(words)
    while room and any(length < len(word) for length, word in zip(kept, words, strict=True)):
        for place, word in enumerate(words):
            if room and kept[place] < len(word):
                kept[place] += 1
                room -= 1
    return "_".join(word[:length] for word, length in zip(words, kept, strict=True))


def shortened_text(text: str | None) -> str | None:
    """Cut a text to what a shapefile holds, between two characters.

    Examples
    --------
    >>> len(shortened_text("é" * 200))
    127
    """
    if text is None:
        return None
    return text.encode()[:SHAPEFILE_TEXT].decode(errors="ignore")


def _of_one_kind(features: gpd.GeoDataFrame, *, points: bool) -> tuple[gpd.GeoDataFrame, str]:
    """Features of one kind, as QGIS and databases want a layer, and GDAL's name of it: polygons have parts."""
    shapes = features.geometry.to_numpy()
    kinds = shapely.get_type_id(shapes)
    single, several = (
        (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
        if points
        else (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    )
    if points and not (kinds == several).any():
        return features, "Point"
    parted, alone = shapes.copy(), kinds == single
    make = shapely.multipoints if points else shapely.multipolygons
    if alone.any():
        parted[alone] = make(shapes[alone], indices=np.arange(int(alone.sum())))
    placed = gpd.GeoSeries(parted, index=features.index, crs=features.crs)
    return features.set_geometry(placed), "MultiPoint" if points else "MultiPolygon"


def _write(
    features: gpd.GeoDataFrame, file: Path, driver: str, named: Named, *, append: bool = False, **options: str
) -> None:
    alike, kind = _of_one_kind(features, points=named.points)
    pyogrio.write_dataframe(
        alike,
        file,
        driver=driver,
        layer=named.name,
        append=append,
        use_arrow=True,
        geometry_type=kind,
        **{name: text for name, text in options.items() if text},
    )
