"""Small things that several checks ask of outlines."""

import numpy as np
import numpy.typing as npt
import shapely

from gis.outline import thin

Geometries = npt.NDArray[np.object_]

NOTHING_M2 = 0.001
"""Ten square centimetres or less are what is left when two drawings of one limit are computed with."""

_QUARTER_SEGMENTS = 16


def split(shapes: Geometries) -> tuple[Geometries, npt.NDArray[np.intp]]:
    """Give the single polygons of n geometries, and the position of the geometry that each is of."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return parts[flat], owner[flat]


def same_outline(left: shapely.Geometry, right: shapely.Geometry, within_m: float) -> bool:
    """Whether two outlines are nowhere farther apart than a distance.

    Parameters
    ----------
    left, right
        Valid polygons in one projected CRS, in metres.
    within_m
        Distance; it is allowed for to within 0.5 % of it.

    Examples
    --------
    >>> same_outline(shapely.box(0, 0, 10, 10), shapely.box(0, 0, 10, 10.009), 0.01)
    True
    >>> same_outline(shapely.box(0, 0, 10, 10), shapely.box(0, 0, 10, 10.02), 0.01)
    False
    """
    if np.abs(shapely.bounds(left) - shapely.bounds(right)).max() > within_m:
        return False
    edges = shapely.boundary(np.array([left, right], dtype=object))
    around = shapely.buffer(edges[::-1], within_m, quad_segs=_QUARTER_SEGMENTS)
    return bool(shapely.covers(around, edges).all())


def without_thin_holes(shape: shapely.Geometry, width_m: float) -> shapely.Geometry:
    """Fill the holes that are nowhere wider than a width.

    Examples
    --------
    >>> crack = shapely.difference(shapely.box(0, 0, 10, 10), shapely.box(5, 1, 5.01, 9))
    >>> without_thin_holes(crack, 0.5).area
    100.0
    """
    rings = [ring for part in shapely.get_parts(shape) for ring in part.interiors]
    if not rings:
        return shape
    holes = shapely.polygons(np.array(rings, dtype=object))
    return shapely.union_all([shape, *holes[thin(holes, width_m)]])
