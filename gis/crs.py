"""Which CRS coordinates are in: what is declared, whether it can be true, and what it could be otherwise."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup

from gis.parquet import Bounds

METRIC = "EPSG:2154"
"""CRS of everything inside the program: RGF93 v1 / Lambert-93."""

_CONFORMAL_ZONES = range(3942, 3951)
CANDIDATES = (2154, 4326, 27572, *_CONFORMAL_ZONES, 32631, 32630, 32632, 3857, *range(27561, 27565), 3035)
"""Codes that French data comes in, the most usual first."""

AREA: Bounds = (-9.86, 41.15, 10.38, 51.56)
"""Where EPSG:2154 is meant to be used, in degrees."""

_PARAMETER_TOLERANCE = 1e-7
_DEGREES = 180.0
_NAMES = {
    2154: "Lambert-93",
    4326: "WGS 84 (longitude, latitude)",
    27572: "Lambert II étendu",
    3857: "Web Mercator",
    3035: "ETRS89 LAEA",
}


@dataclass(frozen=True)
class Candidate:
    """A CRS that coordinates could be in.

    Attributes
    ----------
    code
        Such as ``EPSG:2154``.
    name
        For a person.
    distance_km
        From the territory, were the coordinates in it.
    swapped
        The coordinates would have to be swapped first: northing before easting, latitude before longitude.
    """

    code: str
    name: str
    distance_km: float
    swapped: bool = False


def parse(text: str) -> CRS | None:
    """Read the horizontal part of a CRS from a code or WKT; None where it says nothing usable."""
    try:
        found = CRS.from_user_input(text)
    except CRSError:
        return None
    if found.is_compound:
        found = found.sub_crs_list[0]
    if found.is_bound and found.source_crs is not None:
        found = found.source_crs
    found = found.to_2d()
    if not (found.is_projected or found.is_geographic):
        return None
    try:
        _transformer(_resolved(found), METRIC)
    except ProjError:
        # Its numbers are impossible, as in a damaged file.
        return None
    return found


def epsg(crs: CRS) -> int | None:
    """Find the EPSG code of a CRS, by its definition where its name does not say.

    ``IGNF:LAMB93``, an ESRI .prj, and a WKT without authority whose parallel is 49.00000000001°, are 2154.

    Parameters
    ----------
    crs
        A geographic or projected CRS.

    Returns
    -------
    The code; None where no usual CRS has that definition.

    Examples
    --------
    >>> epsg(CRS.from_user_input("IGNF:LAMB93"))
    2154
    """
    found: int | None = crs.to_epsg()
    if found is not None:
        return found
    shape = _shape(crs)
    return next((code for code in CANDIDATES if _alike(shape, _shape(_known(code)))), None)


def same(left: CRS, right: CRS) -> bool:
    """Whether two CRSs place coordinates alike, whatever they are called."""
    if left.equals(right, ignore_axis_order=True):
        return True
    code = epsg(left)
    return code is not None and code == epsg(right)


def label(crs: CRS) -> str:
    """Name of a CRS for a report: ``EPSG:2154`` where it has a code, else its own name."""
    code = epsg(crs)
    return f"EPSG:{code}" if code is not None else str(crs.name)


def contradicts(bounds: Bounds, crs: CRS) -> bool:
    """Whether coordinates cannot be in a CRS: metres where degrees are declared, or degrees where metres are.

    Parameters
    ----------
    bounds
        Of the coordinates as they stand in the file.
    crs
        What the file declares.

    Examples
    --------
    >>> contradicts((650_000, 6_860_000, 651_000, 6_861_000), CRS("EPSG:4326"))
    True
    """
    west, south, east, north = bounds
    in_degrees = west >= -_DEGREES and east <= _DEGREES and south >= -90 and north <= 90
    if crs.is_geographic:
        return not in_degrees
    return in_degrees and not (west <= 0 <= east and south <= 0 <= north)


def candidates(bounds: Bounds, near: tuple[float, float], *, both_orders: bool = False) -> list[Candidate]:
    """List the CRSs that would place coordinates in France, the nearest to a place first.

    Parameters
    ----------
    bounds
        Of the coordinates as they stand in the file.
    near
        Longitude and latitude of the territory, in degrees.
    both_orders
        Also try them with their axes swapped.

    Returns
    -------
    Candidates by rising distance; empty where no usual CRS fits.
    """
    found = _candidates(bounds, near)
    if both_orders:
        swapped = _candidates((bounds[1], bounds[0], bounds[3], bounds[2]), near)
        found += [replace(candidate, swapped=True) for candidate in swapped]
    return sorted(found, key=lambda candidate: candidate.distance_km)


def _candidates(bounds: Bounds, near: tuple[float, float]) -> list[Candidate]:
    middle = np.array([[(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]])
    home = transform(np.array([near]), _known(4326))[0]
    found: list[Candidate] = []
    for code in CANDIDATES:
        crs = _known(code)
        if contradicts(bounds, crs):
            continue
        lon, lat = transform(middle, crs, _known(4326))[0]
        if not (AREA[0] <= lon <= AREA[2] and AREA[1] <= lat <= AREA[3]):
            continue
        place = transform(middle, crs)[0]
        distance = float(np.hypot(*(place - home))) / 1000
        found.append(Candidate(f"EPSG:{code}", _NAMES.get(code, crs.name), round(distance, 1)))
    return found


def lacks_grid(crs: CRS) -> bool:
    """Whether the way to EPSG:2154 needs a grid that is not installed, as for the NTF: 3 m are then lost."""
    return not same(crs, _known(2154)) and not _best_way(_resolved(crs))


@cache
def _best_way(source: str) -> bool:
    with warnings.catch_warnings():
        # PROJ warns of the very thing that is asked.
        warnings.simplefilter("ignore")
        return bool(TransformerGroup(source, METRIC, always_xy=True).best_available)


def transform(
    coordinates: npt.NDArray[np.float64], source: CRS, target: CRS | None = None
) -> npt.NDArray[np.float64]:
    """Bring coordinates to another CRS, all at once.

    Parameters
    ----------
    coordinates
        Array of shape (n, 2): x or longitude, y or latitude.
    source, target
        Their CRS, and the wanted one; None for EPSG:2154.

    Returns
    -------
    Array of shape (n, 2); infinite where a place does not exist in the target.
    """
    wanted = _known(2154) if target is None else target
    if same(source, wanted):
        return coordinates
    x, y = _transformer(_resolved(source), _resolved(wanted)).transform(coordinates[:, 0], coordinates[:, 1])
    return np.column_stack([x, y])


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place in EPSG:2154, to the centimetre."""
    lon, lat = _transformer(METRIC, "EPSG:4326").transform(x, y)
    return round(float(lon), 7), round(float(lat), 7)


def _resolved(crs: CRS) -> str:
    """Code where there is one, so that PROJ takes its best way, else the definition."""
    code = epsg(crs)
    return f"EPSG:{code}" if code is not None else str(crs.to_wkt())


@cache
def _transformer(source: str, target: str) -> Transformer:
    try:
        return Transformer.from_crs(source, target, always_xy=True)
    except ProjError:
        # No registered way joins them: the definitions themselves still do.
        return Transformer.from_crs(source, target, always_xy=True, allow_ballpark=True)


@cache
def _known(code: int) -> CRS:
    return CRS.from_epsg(code)


def _shape(crs: CRS) -> tuple[str, Sequence[float]] | None:
    """Projection, and its numbers: parameters in degrees or metres, then ellipsoid and prime meridian."""
    ellipsoid, meridian, operation = crs.ellipsoid, crs.prime_meridian, crs.coordinate_operation
    if ellipsoid is None or meridian is None:
        return None
    body = [ellipsoid.semi_major_metre, ellipsoid.inverse_flattening, meridian.longitude]
    if operation is None:
        return "geographic", body
    numbers = {
        item.name.lower(): float(item.value) * item.unit_conversion_factor for item in operation.params
    }
    # The two standard parallels may stand in either order.
    parallels = sorted(value for name, value in numbers.items() if "parallel" in name)
    others = [value for name, value in sorted(numbers.items()) if "parallel" not in name]
    unit = crs.axis_info[0].unit_conversion_factor
    return operation.method_name, [*parallels, *others, unit, *body]


def _alike(left: tuple[str, Sequence[float]] | None, right: tuple[str, Sequence[float]] | None) -> bool:
    if left is None or right is None or left[0] != right[0] or len(left[1]) != len(right[1]):
        return False
    return bool(np.allclose(left[1], right[1], rtol=1e-9, atol=_PARAMETER_TOLERANCE))
