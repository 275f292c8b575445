"""Writing shapefiles: the same bytes for the same features."""

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pyogrio

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
"""Files that a shapefile is made of here."""


def write_shapefile(frame: gpd.GeoDataFrame, path: Path, *, updated: dt.date) -> None:
    """Write a shapefile in UTF-8, its ``.cpg`` saying so.

    Parameters
    ----------
    frame
        Features with a CRS; column names of ten characters at most; booleans as 0 and 1. Integer columns of
        32 bits become numbers of 9 digits, date objects become dates.
    path
        Ends with ``.shp``; its folder exists. Older parts of the same name are replaced.
    updated
        Date of the last change that the ``.dbf`` states: given, never today's, so that bytes do not change by
        themselves.

    Raises
    ------
    ValueError
        A column name is longer than the format takes.
    """
    long = [name for name in frame.columns if name != frame.geometry.name and len(name) > 10]
    if long:
        raise ValueError(f"column names longer than ten characters: {', '.join(long)}")
    for part in PARTS:
        path.with_suffix(part).unlink(missing_ok=True)
    pyogrio.write_dataframe(
        frame,
        path,
        driver="ESRI Shapefile",
        encoding="UTF-8",
        use_arrow=True,
        DBF_DATE_LAST_UPDATE=updated.isoformat(),
        RESIZE="YES",
    )
