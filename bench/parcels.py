"""150,000 parcels: the two real cadastre files, repeated side by side until there are enough."""

import gzip
import json
import os
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from core.settings import ROOT

COUNT = 150_000
FILES = ("cadastre-75118-parcelles.json.gz", "cadastre-91216-parcelles.json.gz")
FOLDER = ROOT / "bench" / "data"
_PER_ROW = 4
_GAP = 0.001


class MissingFilesError(Exception):
    """The real files that the parcels are made from are not there."""


def shared_folder() -> Path:
    """Folder of the real cadastre: that of ``TRAME_SHARED``, or ``shared`` beside the project.

    Raises
    ------
    MissingFilesError
        One of the files is not there.
    """
    folder = Path(os.environ.get("TRAME_SHARED") or ROOT.parent / "shared")
    missing = [name for name in FILES if not (folder / "real" / "cadastre" / name).is_file()]
    if missing:
        sentence = (
            f"The figures are measured on parcels made from {' and '.join(missing)}, absent from "
            f"{folder / 'real' / 'cadastre'}; TRAME_SHARED names the folder that holds them."
        )
        raise MissingFilesError(sentence)
    return folder


def shapefile(shared: Path) -> Path:
    """Path of the parcels as Etalab distributes them (WGS84, its field names), written at the first call."""
    file = FOLDER / "parcels.shp"
    if not file.is_file():
        unfinished = FOLDER / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        repeated(_parcels(shared)).to_file(unfinished / file.name, use_arrow=True)
        # The .shp goes last: where it stands, the others do.
        for part in sorted(unfinished.iterdir(), key=lambda path: path.suffix == ".shp"):
            part.replace(FOLDER / part.name)
        unfinished.rmdir()
    return file


def _parcels(shared: Path) -> gpd.GeoDataFrame:
    parts = []
    for name in FILES:
        document = json.loads(gzip.decompress((shared / "real" / "cadastre" / name).read_bytes()))
        parts.append(gpd.GeoDataFrame.from_features(document["features"], crs=4326))
    parcels = pd.concat(parts, ignore_index=True)
    days = {name: pd.to_datetime(parcels[name]).dt.date for name in ("created", "updated")}
    return parcels.assign(**days, arpente=parcels["arpente"].astype(int))


def repeated(parcels: gpd.GeoDataFrame, count: int = COUNT) -> gpd.GeoDataFrame:
    """Repeat parcels until there are enough, each copy beside the others.

    Parameters
    ----------
    parcels
        n parcels in WGS84, as Etalab describes them.
    count
        How many to give.

    Returns
    -------
    ``count`` parcels, range index, 7 decimals of a degree as in the source. Copies lie in rows to the west and to
    the south; the number of the copy is the prefix in the identifier, which stays unique and valid.
    """
    copies = -(-count // len(parcels))
    communes = {code: part.total_bounds for code, part in parcels.groupby("commune")}
    west, south, east, north = (
        parcels["commune"].map(lambda code, at=at: communes[code][at]) for at in range(4)
    )
    wide, high = (east - west).to_numpy() + _GAP, (north - south).to_numpy() + _GAP
    found = [_copy(parcels, number, wide, high) for number in range(copies)]
    return pd.concat(found, ignore_index=True).iloc[:count]


def _copy(parcels: gpd.GeoDataFrame, number: int, wide: np.ndarray, high: np.ndarray) -> gpd.GeoDataFrame:
    row, column = divmod(number, _PER_ROW)
    shapes = parcels.geometry.to_numpy()
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    points -= np.column_stack((wide[owner] * column, high[owner] * row))
    prefix = f"{number:03d}"
    names = parcels["id"].str[:5] + prefix + parcels["id"].str[8:]
    moved = shapely.set_coordinates(shapes.copy(), np.round(points, 7))
    return parcels.assign(id=names, prefixe=prefix).set_geometry(moved, crs=4326)
