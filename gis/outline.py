"""The shape of one outline: what is thin, what is drawn twice, what is sharp, and what it would be once mended.

Knows nothing of urban renewal. Everything is in metres, in one plane. :mod:`gis.defects` says why an outline is not
valid.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gis.defects import MOST, Defect, Kind, defects
from gis.rings import rings_of
from gis.validity import polygons_of

Geometries = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

_ROUNDING_M = 1e-6
"""Coordinates of Lambert-93 are not finer than a few nanometres."""

_ARC = 8
"""Segments of a quarter of a circle, where an outline is drawn inwards round a corner."""


@dataclass(frozen=True, slots=True)
class CloseVertex:
    """A vertex that lies near the one before it on its ring; ``gap_m`` is 0 where one is drawn twice."""

    x: float
    y: float
    gap_m: float


@dataclass(frozen=True, slots=True)
class Spike:
    """A sharp corner: its tip, its angle, and the length of the shorter of its two sides."""

    x: float
    y: float
    angle_deg: float
    length_m: float


@dataclass(frozen=True, slots=True)
class Sliver:
    """A part or a hole that is thin everywhere; ``width_m`` is its mean width."""

    shape: shapely.Geometry
    hole: bool
    area_m2: float
    width_m: float


def thin(shapes: Geometries, width_m: float) -> Mask:
    """Tell which shapes are nowhere wider than a width: no circle of that diameter has room in them.

    Parameters
    ----------
    shapes
        n geometries, in metres, valid. What has no area, is empty or missing is thin.
    width_m
        The width, which is included to the micrometre.

    Returns
    -------
    n truths.

    Examples
    --------
    >>> strip, square = shapely.box(0, 0, 100, 0.4), shapely.box(0, 0, 2, 2)
    >>> thin(np.array([strip, square, shapely.Polygon(), None]), 0.5)
    array([ True, False,  True,  True])
    """
    shapes = np.asarray(shapes, dtype=object)
    radius = width_m / 2 + _ROUNDING_M
    west, south, east, north = shapely.bounds(shapes).T
    area = np.nan_to_num(shapely.area(shapes))
    # All of a shape lies near its edge where no larger circle fits: its area cannot be more than that of the edge.
    wide = area > radius * np.nan_to_num(shapely.length(shapes))
    narrow = (area <= 0) | (np.fmin(east - west, north - south) <= width_m)
    found: Mask = narrow & ~wide
    doubtful = np.flatnonzero(~narrow & ~wide)
    found[doubtful] = shapely.is_empty(shapely.buffer(shapes[doubtful], -radius, quad_segs=_ARC))
    return found


def repaired(geometry: shapely.Geometry) -> shapely.Geometry:
    """Make a valid outline of one that is not, by the structure of its rings.

    Parameters
    ----------
    geometry
        Any geometry, in metres.

    Returns
    -------
    Multipolygon, valid; empty where no area is left. What collapses to lines or points is left out.
    """
    polygons = polygons_of(np.array([geometry], dtype=object))
    mended = polygons_of(shapely.make_valid(polygons, method="structure", keep_collapsed=False))[0]
    if not mended.is_valid:
        # GEOS leaves parts side by side where three rings meet in one line.
        mended = polygons_of(np.array([shapely.union_all(shapely.get_parts(mended))], dtype=object))[0]
    parts = [part for part in shapely.get_parts(mended) if not part.is_empty]
    return shapely.multipolygons(parts) if parts else shapely.MultiPolygon()


def close_vertices(geometry: shapely.Geometry, within_m: float) -> list[CloseVertex]:
    """List the vertices that lie nearer than a distance to the one before them.

    Parameters
    ----------
    geometry
        Polygon or multipolygon, in metres, valid or not.
    within_m
        The distance, which is left out itself.

    Returns
    -------
    In the order of the outline, :data:`MOST` at most.

    Examples
    --------
    >>> close_vertices(shapely.Polygon([(0, 0), (9, 0), (9, 0.001), (9, 9)]), 0.01)
    [CloseVertex(x=9.0, y=0.001, gap_m=0.001)]
    """
    rings = rings_of(geometry)
    gaps = np.hypot(*(rings.coordinates - rings.coordinates[rings.before]).T)
    # The first vertex of a ring that is drawn to its end and closed twice is the one that came too late.
    found = np.flatnonzero(gaps < within_m)[:MOST]
    return [
        CloseVertex(
            float(rings.coordinates[place, 0]), float(rings.coordinates[place, 1]), float(gaps[place])
        )
        for place in found
    ]


def spikes(geometry: shapely.Geometry, sharper_deg: float, *, merged_m: float = 0.0) -> list[Spike]:
    """List the corners, outwards or inwards, that are sharper than an angle.

    Parameters
    ----------
    geometry
        Polygon or multipolygon, in metres, valid or not.
    sharper_deg
        The angle between the two sides, which is left out itself.
    merged_m
        Vertices nearer than that are taken for one, so that a tip drawn by two vertices is found too.

    Returns
    -------
    In the order of the outline, :data:`MOST` at most.

    Examples
    --------
    >>> needle = shapely.Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5.01, 30), (4.99, 10), (0, 10)])
    >>> [(spike.x, spike.y, round(spike.angle_deg, 2)) for spike in spikes(needle, 2)]
    [(5.01, 30.0, 0.03)]
    """
    rings = rings_of(geometry).merged(merged_m)
    back = rings.coordinates[rings.before] - rings.coordinates
    on = rings.coordinates[rings.after] - rings.coordinates
    cross = np.abs(back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0])
    angle = np.degrees(np.arctan2(cross, (back * on).sum(axis=1)))
    shorter = np.minimum(np.hypot(*back.T), np.hypot(*on.T))
    found = np.flatnonzero((angle < sharper_deg) & (shorter > 0))[:MOST]
    return [
        Spike(
            x=float(rings.coordinates[place, 0]),
            y=float(rings.coordinates[place, 1]),
            angle_deg=float(angle[place]),
            length_m=float(shorter[place]),
        )
        for place in found
    ]


def slivers(geometry: shapely.Geometry, width_m: float) -> list[Sliver]:
    """List the parts and the holes that are nowhere wider than a width.

    Parameters
    ----------
    geometry
        Polygon or multipolygon, in metres, valid.
    width_m
        The width, which is included.

    Returns
    -------
    Parts first, then holes, :data:`MOST` at most.

    Examples
    --------
    >>> plot = shapely.box(0, 0, 20, 20) - shapely.box(5, 5, 15, 5.1)
    >>> [(sliver.hole, round(sliver.area_m2, 3), round(sliver.width_m, 2)) for sliver in slivers(plot, 0.5)]
    [(True, 1.0, 0.1)]
    """
    parts = shapely.get_parts(geometry)
    rings = rings_of(geometry)
    holes = shapely.polygons(rings.rings[~rings.shell])
    shapes = np.concatenate([parts, holes])
    is_hole = np.arange(len(shapes)) >= len(parts)
    found = np.flatnonzero(thin(shapes, width_m))[:MOST]
    # As wide as a long rectangle of that area and that outline.
    area, length = shapely.area(shapes[found]), shapely.length(shapes[found])
    mean = np.divide(2 * area, length, out=np.zeros_like(area), where=length > 0)
    return [
        Sliver(shapes[place], bool(is_hole[place]), float(metres), float(width))
        for place, metres, width in zip(found, area, mean, strict=True)
    ]


__all__ = [
    "MOST",
    "CloseVertex",
    "Defect",
    "Kind",
    "Sliver",
    "Spike",
    "close_vertices",
    "defects",
    "repaired",
    "slivers",
    "spikes",
    "thin",
]
