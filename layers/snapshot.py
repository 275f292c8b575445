"""One revision of a layer in memory: read-only, shared between threads, with its indexes built once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from gis.parquet import Bounds
from layers.layer import Layer
from layers.revision import Revision


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Features of one revision.

    Attributes
    ----------
    layer
        Declaration of the layer.
    revision
        Where the features come from.
    frame
        n features, range index, EPSG:2154; the fields of the layer in order, then ``geometry``. Text is
        ``str`` with NaN where unknown; whole numbers are ``int64``, or objects (int and None) where some are
        unknown; truth values are ``bool``, or objects (bool and None); decimals are ``float64`` with NaN;
        dates are ``datetime64[ms]`` with NaT. :func:`layers.layer.plain` turns any cell into a JSON value.
        Not to be changed: copy it first.
    """

    layer: Layer
    revision: Revision
    frame: gpd.GeoDataFrame
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _built: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def tree(self) -> shapely.STRtree:
        """Spatial index over the features, by position."""
        return self._once("tree", self._plant)

    def position(self, identifier: str) -> int | None:
        """Position of the feature that has an identifier; None where there is none."""
        positions = self._once(
            "positions",
            lambda: dict(zip(self.frame[self.layer.identifier], range(len(self.frame)), strict=True)),
        )
        found: int | None = positions.get(identifier)
        return found

    def at(self, x: float, y: float, tolerance_m: float = 0.0) -> npt.NDArray[np.intp]:
        """Features at a place.

        Parameters
        ----------
        x, y
            EPSG:2154, in metres.
        tolerance_m
            How far a feature may be; 0 for those that hold the point.

        Returns
        -------
        Positions, ascending.
        """
        point = shapely.Point(x, y)
        if tolerance_m > 0:
            return np.sort(self.tree.query(point, predicate="dwithin", distance=tolerance_m))
        return np.sort(self.tree.query(point, predicate="intersects"))

    def window(self, bounds: Bounds) -> npt.NDArray[np.intp]:
        """Features whose bounding box meets a window.

        Parameters
        ----------
        bounds
            EPSG:2154, in metres.

        Returns
        -------
        Positions, ascending.
        """
        return np.sort(self.tree.query(shapely.box(*bounds)))

    def _plant(self) -> shapely.STRtree:
        tree = shapely.STRtree(self.frame.geometry.to_numpy())
        # GEOS builds the nodes at the first query; after that any thread may ask.
        tree.query(shapely.Point(0, 0))
        return tree

    def _once(self, name: str, build: Callable[[], Any]) -> Any:
        """Build an index at the first call, in one thread, and keep it."""
        if name not in self._built:
            with self._lock:
                if name not in self._built:
                    self._built[name] = build()
        return self._built[name]
