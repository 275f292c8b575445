"""Files of a sheet: what each format is made of, how many points a picture may have, and where it lies on the earth."""

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pyproj import CRS

from exports.sheet import raster
from exports.sheet.errors import FormatError, PictureTooLargeError, ResolutionError
from exports.sheet.files import written
from exports.sheet.made import MadeSheet
from exports.sheet.pages import INCH_MM
from exports.sheet.pages import dpi as own_dpi
from exports.sheet.pages import title as page_title
from exports.sheet.spec import Page
from gis.projection import METRIC

FORMATS = ("pdf", "svg", "png", "jpg")
MIME: Mapping[str, str] = {
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}
LEAST_DPI, MOST_DPI = 72, 600


def size_px(page_: Page, dpi: float) -> tuple[int, int]:
    """Width and height of a page as a picture; a size of the screen has its own, whatever is asked."""
    if page_.pixels is not None:
        return page_.pixels
    return round(page_.width_mm / INCH_MM * dpi), round(page_.height_mm / INCH_MM * dpi)


def most_dpi(page_: Page) -> int:
    """Points to an inch that a picture of a page may have at most: what memory holds."""
    inches = page_.width_mm * page_.height_mm / INCH_MM**2
    most = min(MOST_DPI, math.floor(math.sqrt(raster.MOST_PIXELS / inches)))
    return most // 10 * 10


def encode(made: MadeSheet, format: str, *, dpi: float = 300) -> bytes:  # noqa: A002 - what a person calls it
    """Write a sheet in a format.

    Parameters
    ----------
    made
        The sheet.
    format
        One of :data:`FORMATS`.
    dpi
        Of a picture on paper, from 72 to 600.

    Raises
    ------
    FormatError
        No such format.
    ResolutionError, PictureTooLargeError
        A picture cannot have that many points; the sentence says how many are possible.
    """
    kind = {"jpeg": "jpg"}.get(format.lower(), format.lower())
    if kind not in FORMATS:
        raise FormatError(format, FORMATS)
    if kind == "pdf":
        return made.pdf
    if kind == "svg":
        return made.svg.encode()
    width, height, real = _points(made.page, dpi)
    if kind == "png":
        return raster.png(made.typeset, width, height, real, made.title)
    return raster.jpeg(made.typeset, width, height, real)


def _points(page_: Page, dpi: float) -> tuple[int, int, float]:
    own = own_dpi(page_)
    if own is not None:
        return (*size_px(page_, own), own)
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise ResolutionError(dpi, LEAST_DPI, MOST_DPI)
    width, height = size_px(page_, dpi)
    if width * height > raster.MOST_PIXELS:
        possible = most_dpi(page_)
        raise PictureTooLargeError(
            page_title(page_), round(dpi), width * height, raster.MOST_PIXELS, possible
        )
    return width, height, dpi


def write(made: MadeSheet, file: Path, *, dpi: float = 300, world_file: bool = True) -> tuple[Path, ...]:
    """Write a sheet into a file, whose suffix says the format; whole or not at all.

    Parameters
    ----------
    made
        The sheet.
    file
        Its name ends in ``.pdf``, ``.svg``, ``.png``, ``.jpg`` or ``.jpeg``.
    dpi
        Of a picture on paper.
    world_file
        True: a picture gets a world file and the projection beside it, so that it is put back on a map.

    Returns
    -------
    The files written, the sheet first.

    Raises
    ------
    FormatError, ResolutionError, PictureTooLargeError
        As :func:`encode`.
    UnwritableError
        The folder or the disk does not allow it.
    """
    kind = file.suffix.lstrip(".").lower()
    content = encode(made, kind, dpi=dpi)
    beside: dict[Path, bytes] = {}
    if world_file and kind in ("png", "jpg", "jpeg"):
        width, height, _real = _points(made.page, dpi)
        suffix = ".pgw" if kind == "png" else ".jgw"
        beside = {
            file.with_suffix(suffix): world_lines(made, width, height).encode(),
            file.with_suffix(".prj"): _projection().encode(),
        }
    return written({file: content, **beside})


def world_lines(made: MadeSheet, width: int, height: int) -> str:
    """World file of a picture: how its pixels, whose centres count, lie on the ground in EPSG:2154."""
    across, along = made.page.width_mm / width, made.page.height_mm / height
    points = np.asarray(
        made.place.ground([(across / 2, along / 2), (across * 1.5, along / 2), (across / 2, along * 1.5)])
    )
    origin, right, down = points
    step_right, step_down = right - origin, down - origin
    numbers = [*step_right, *step_down, *origin]
    return "".join(f"{value:.9f}\n" for value in numbers)


def _projection() -> str:
    return str(CRS.from_epsg(METRIC).to_wkt("WKT1_ESRI"))
