"""What lies on what, and how much of it: vectorised shapely over numpy arrays, never a loop over features."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from core.errors import CrsError
from gis.common_area import common_areas


def pairs(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_]) -> npt.NDArray[np.intp]:
    """Positions of the geometries that meet, were it in one point.

    Parameters
    ----------
    left, right
        n and m geometries in one CRS; missing ones meet nothing.

    Returns
    -------
    Array of shape (2, k): positions on the left, ascending, and on the right, ascending within each.

    Examples
    --------
    >>> house, far, near = shapely.box(0, 0, 2, 2), shapely.box(5, 5, 6, 6), shapely.box(1, 1, 3, 3)
    >>> pairs(np.array([house]), np.array([far, near]))
    array([[0],
           [1]])
    """
    found = shapely.STRtree(right).query(left, predicate="intersects")
    ordered: npt.NDArray[np.intp] = found[:, np.lexsort((found[1], found[0]))]
    return ordered


def covered_areas(footprints: gpd.GeoSeries, parcels: gpd.GeoSeries, *, min_m2: float = 0.0) -> pd.DataFrame:
    """Area that each footprint covers on each parcel that it meets.

    Footprints that overlap each other are told apart, so that the shares of one parcel may add up to more
    than 1 over several footprints.

    Parameters
    ----------
    footprints, parcels
        n and m valid polygons in the same projected CRS, in metres; missing and empty ones meet nothing.
    min_m2
        Pairs that cover no more than this are left out: parcels that only touch, and slivers.

    Returns
    -------
    Frame of k rows with a range index, in the order of the footprints, then of the parcels:
    ``footprint`` and ``parcel`` (labels of the two indexes), ``covered_m2`` (float), ``share`` (float in
    [0, 1], of the parcel's own area).

    Raises
    ------
    CrsError
        A CRS is missing or in degrees, or the two differ.

    Examples
    --------
    >>> parcel = gpd.GeoSeries([shapely.box(0, 0, 10, 10)], index=["AB1"], crs=2154)
    >>> footprint = gpd.GeoSeries([shapely.box(5, 0, 20, 10)], index=["op"], crs=2154)
    >>> covered_areas(footprint, parcel).to_dict("records")
    [{'footprint': 'op', 'parcel': 'AB1', 'covered_m2': 50.0, 'share': 0.5}]
    """
    require_metres(footprints, parcels)
    covers, plots = footprints.to_numpy(), parcels.to_numpy()
    left, right = shapely.STRtree(plots).query(covers)
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    covered = common_areas(covers, plots, left, right)
    kept = covered > min_m2
    left, right, covered = left[kept], right[kept], covered[kept]
    return pd.DataFrame(
        {
            "footprint": footprints.index.take(left),
            "parcel": parcels.index.take(right),
            "covered_m2": covered,
            "share": np.minimum(covered / shapely.area(plots[right]), 1.0),
        }
    )


def distances(left: gpd.GeoSeries, right: gpd.GeoSeries, *, within_m: float) -> pd.DataFrame:
    """Distance between geometries that lie no further apart than a limit.

    Parameters
    ----------
    left, right
        n and m geometries in the same projected CRS, in metres.
    within_m
        Limit, which is included; 0 keeps those that meet.

    Returns
    -------
    Frame of k rows with a range index, in the order of the left, then of the distance: ``left`` and ``right``
    (labels of the two indexes), ``distance_m`` (float, 0 where they meet).

    Raises
    ------
    CrsError
        A CRS is missing or in degrees, or the two differ.

    Examples
    --------
    >>> place = gpd.GeoSeries([shapely.box(0, 0, 10, 10)], index=["op"], crs=2154)
    >>> school = gpd.GeoSeries([shapely.Point(13, 14)], index=["school"], crs=2154)
    >>> distances(place, school, within_m=300).to_dict("records")
    [{'left': 'op', 'right': 'school', 'distance_m': 5.0}]
    """
    require_metres(left, right)
    near, far = left.to_numpy(), right.to_numpy()
    first, second = shapely.STRtree(far).query(near, predicate="dwithin", distance=within_m)
    between = shapely.distance(near[first], far[second])
    order = np.lexsort((second, between, first))
    return pd.DataFrame(
        {
            "left": left.index.take(first[order]),
            "right": right.index.take(second[order]),
            "distance_m": between[order],
        }
    )


def require_metres(*series: gpd.GeoSeries | gpd.GeoDataFrame) -> CRS:
    """Check that geometries can be measured together.

    Parameters
    ----------
    series
        Geometries whose CRSs are compared as objects, whatever they are called.

    Returns
    -------
    The CRS that they share.

    Raises
    ------
    CrsError
        A CRS is missing or in degrees, or two differ.
    """
    shared: CRS | None = None
    for number, geometries in enumerate(series, start=1):
        dataset = str(geometries.geometry.name or f"#{number}")
        if geometries.crs is None:
            raise CrsError(dataset, None)
        found = CRS.from_user_input(geometries.crs)
        if not found.is_projected or (shared is not None and found != shared):
            raise CrsError(dataset, found.to_string())
        shared = found
    if shared is None:
        raise CrsError("#0", None)
    return shared
