"""Which features an installation keeps: by the codes that they declare, by place where they declare none."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from core.errors import EmptyLayerError
from core.settings import Territory
from layers.departments import CENTRES
from layers.layer import Place
from layers.library import Library
from layers.snapshot import Snapshot

Mask = npt.NDArray[np.bool_]
Geometries = npt.NDArray[np.object_]

_LEAST_SHARE = 0.05
"""An outline that spills less than this over a generalised boundary does not lie on the other side."""

_FRANCE = (2.5, 46.6)


def communes_of(library: Library) -> Snapshot | None:
    """Give the communes in force; None where none were imported."""
    try:
        return library.snapshot("communes")
    except EmptyLayerError:
        return None


def middle(territory: Territory) -> tuple[float, float]:
    """Longitude and latitude of the middle of a territory, roughly: enough to tell one CRS from another.

    Examples
    --------
    >>> middle(Territory(departments=("92",)))
    (2.24, 48.85)
    """
    places = [CENTRES[code] for code in sorted(departments_of(territory)) if code in CENTRES]
    if not places:
        return _FRANCE
    lon, lat = np.mean(places, axis=0).round(2)
    return float(lon), float(lat)


def departments_of(territory: Territory) -> frozenset[str]:
    """Codes of the departments that a territory touches; none where it is everything."""
    return frozenset(territory.departments) | {department(code) for code in territory.communes}


def department(insee: str) -> str:
    """Code of the department of a commune.

    Examples
    --------
    >>> department("92036"), department("2A004"), department("97411")
    ('92', '2A', '974')
    """
    return insee[:3] if insee.startswith("97") else insee[:2]


def declared_inside(codes: pa.Array, place: Place, territory: Territory) -> tuple[Mask, Mask]:
    """Tell by their codes which features lie in a territory.

    Parameters
    ----------
    codes
        n codes, null where unknown.
    place
        What the codes are.
    territory
        What the installation serves.

    Returns
    -------
    Two arrays of n truths: the code says inside; the code cannot say, and the geometry must. A priority
    neighbourhood names its department and no commune: where the territory holds communes of that department
    alone, its code cannot say.
    """
    unknown = np.asarray(pc.is_null(codes).to_numpy(zero_copy_only=False), dtype=bool)
    if territory.all:
        return np.ones(len(codes), dtype=bool), np.zeros(len(codes), dtype=bool)
    found = _department_of_codes(codes, place)
    inside = _among(found, sorted(territory.departments))
    if place is Place.QPV:
        return inside, unknown | (_among(found, sorted(departments_of(territory))) & ~inside)
    named = _among(pc.utf8_slice_codeunits(codes, 0, 5), sorted(territory.communes))
    return inside | named, unknown


def placed_inside(shapes: Geometries, communes: Snapshot, territory: Territory) -> Mask:
    """Tell by their place which features lie in a territory.

    Parameters
    ----------
    shapes
        n valid geometries, EPSG:2154, or None.
    communes
        Communes in force.
    territory
        What the installation serves.

    Returns
    -------
    n truths: a point lies in a commune of the territory, or an outline has at least 5 % of its area in them.
    """
    codes = pa.array(communes.frame[communes.layer.identifier], pa.string())
    wanted = communes.frame.geometry.to_numpy()[declared_inside(codes, Place.INSEE, territory)[0]]
    inside = np.zeros(len(shapes), dtype=bool)
    feature, commune = shapely.STRtree(wanted).query(shapes, predicate="intersects")
    shared = np.zeros(len(shapes))
    np.add.at(shared, feature, shapely.area(shapely.intersection(shapes[feature], wanted[commune])))
    inside[feature] = True
    area = shapely.area(shapes)
    inside[area > 0] &= shared[area > 0] >= _LEAST_SHARE * area[area > 0]
    return inside


def far_from_commune(
    shapes: Geometries, insee: npt.NDArray[np.object_], communes: Snapshot, *, limit_m: float
) -> Mask:
    """Tell which features lie far from the bounding box of the commune that they declare.

    Parameters
    ----------
    shapes
        n geometries, EPSG:2154.
    insee
        n INSEE codes or None; features of an unknown commune are not far.
    communes
        Communes in force.
    limit_m
        Distance that is forgiven: outlines of communes are generalised.
    """
    positions = [communes.position(code) for code in insee]
    known = np.array([position is not None for position in positions], dtype=bool)
    far = np.zeros(len(shapes), dtype=bool)
    if known.any():
        order = np.array([position for position in positions if position is not None], dtype=np.intp)
        own = shapely.bounds(shapes[known])
        theirs = shapely.bounds(communes.frame.geometry.to_numpy())[order]
        gaps = np.maximum(theirs[:, :2] - own[:, 2:], own[:, :2] - theirs[:, 2:])
        far[known] = (gaps > limit_m).any(axis=1)
    return far


def _department_of_codes(codes: pa.Array, place: Place) -> pa.Array:
    """Codes of departments, as people write them: ``92`` for ``QP092001`` and for ``92036``."""
    if place is Place.QPV:
        return pc.replace_substring_regex(pc.utf8_slice_codeunits(codes, 2, 5), "^0", "")
    overseas = pc.starts_with(codes, "97")
    return pc.if_else(overseas, pc.utf8_slice_codeunits(codes, 0, 3), pc.utf8_slice_codeunits(codes, 0, 2))


def _among(codes: pa.Array, wanted: list[str]) -> Mask:
    mask: Mask = pc.is_in(codes, value_set=pa.array(wanted, pa.string())).to_numpy(zero_copy_only=False)
    return mask
