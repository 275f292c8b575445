"""A footprint as one file in the format that somebody asks for."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely

from gis.writing import WRITABLE, parts_of, write, zipped

_SEVERAL_FILES = ("tab", "mif")
OFFERED: Mapping[str, tuple[str, str]] = {
    key: (form.title, "zip" if key in _SEVERAL_FILES else form.suffix)
    for key, form in WRITABLE.items()
    if key != "shapefile_parts"
}
"""Formats by their key: words for a person, and the suffix of the one file that is given."""


def footprint_file(geometry: shapely.Geometry, driver_key: str, name: str) -> bytes:
    """Write a footprint as the content of one file.

    Parameters
    ----------
    geometry
        A polygon or multipolygon in EPSG:2154.
    driver_key
        A key of :data:`gis.writing.WRITABLE`; a format of several files is given as an archive.
    name
        What the footprint is called.

    Returns
    -------
    The bytes, in EPSG:2154 but for the formats that know WGS84 alone.

    Raises
    ------
    KeyError
        No format has that key.
    """
    with TemporaryDirectory() as folder:
        file = write(geometry, driver_key, Path(folder), name)
        parts = parts_of(file)
        given = zipped(parts, file.with_suffix(".zip")) if len(parts) > 1 else file
        return given.read_bytes()
