"""Making geometries usable: what is wrong is recorded, what can be mended is mended, the rest is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from core.issues import Issue, Level
from core.languages import N_
from gis.crs import METRIC, same, to_degrees, transform

Geometries = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

POLYGON = "polygon"
POINT = "point"

_WANTED = {
    POLYGON: (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    POINT: (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT),
}
_FARTHEST = 1e8
"""No coordinate on Earth is larger, in metres or degrees."""

_AREA_M = (-400_000.0, 5_950_000.0, 1_500_000.0, 7_300_000.0)
"""Metropolitan France with its waters, in EPSG:2154."""

_REASON = re.compile(r"^(?P<reason>[^\[]*)(?:\[(?P<x>\S+) (?P<y>\S+)\])?")
_FAULTS = {
    "Self-intersection": (
        "geometry.self_intersection",
        N_("Row {row}: the outline crosses itself; repaired, from {before} m² to {after} m²."),
    ),
    "Ring Self-intersection": (
        "geometry.ring_self_intersection",
        N_("Row {row}: the outline touches itself; repaired, from {before} m² to {after} m²."),
    ),
    "Hole lies outside shell": (
        "geometry.hole_outside",
        N_("Row {row}: a hole lies outside its outline; repaired, from {before} m² to {after} m²."),
    ),
    "Holes are nested": (
        "geometry.nested_holes",
        N_("Row {row}: a hole lies in another; repaired, from {before} m² to {after} m²."),
    ),
    "Nested shells": (
        "geometry.nested_shells",
        N_("Row {row}: a part lies in another; repaired, from {before} m² to {after} m²."),
    ),
    "Duplicate Rings": (
        "geometry.duplicate_rings",
        N_("Row {row}: an outline is drawn twice; repaired, from {before} m² to {after} m²."),
    ),
    "Interior is disconnected": (
        "geometry.disconnected",
        N_("Row {row}: holes cut the inside in two; repaired, from {before} m² to {after} m²."),
    ),
}
"""Codes and sentences by what GEOS says."""

_OTHER_FAULT = (
    "geometry.invalid",
    N_("Row {row}: the outline is not valid ({reason}); repaired, from {before} m² to {after} m²."),
)
_WRONG_KIND = {
    POLYGON: N_("Row {row}: the geometry is no polygon, as the layer holds; the row is left out."),
    POINT: N_("Row {row}: the geometry is no point, as the layer holds; the row is left out."),
}


@dataclass(frozen=True)
class Checked:
    """Geometries after the check.

    Attributes
    ----------
    geometry
        n geometries in EPSG:2154, two-dimensional, valid; None where the row is rejected.
    repaired
        n truths: the geometry was mended.
    issues
        What was found, in the order of the rows within each kind.
    """

    geometry: Geometries
    repaired: Mask
    issues: tuple[Issue, ...]


def finite_bounds(geometry: Geometries) -> tuple[float, float, float, float] | None:
    """Bounds of the coordinates that can be on Earth; None where there are none.

    Parameters
    ----------
    geometry
        n geometries, some of them missing.
    """
    coordinates = shapely.get_coordinates(geometry)
    if not len(coordinates):
        return None
    sound = coordinates
    # Not-a-numbers make the maximum one too, and fail the comparison.
    if not np.abs(coordinates).max() <= _FARTHEST:
        sound = coordinates[(np.abs(coordinates) <= _FARTHEST).all(axis=1)]
    if not len(sound):
        return None
    (west, south), (east, north) = sound.min(axis=0), sound.max(axis=0)
    return float(west), float(south), float(east), float(north)


def check(geometry: Geometries, rows: npt.NDArray[np.intp], crs: CRS, kind: str) -> Checked:
    """Validate geometries, mend them, and bring them to EPSG:2154.

    Parameters
    ----------
    geometry
        n geometries in ``crs``; None where the file has none, or one that cannot be read.
    rows
        n numbers of their rows in the file, the first data row being 1.
    crs
        Where their coordinates are.
    kind
        ``polygon`` or ``point``; others are rejected.

    Returns
    -------
    Geometries in the same order, with what was found. Z and M are dropped; invalid polygons are made valid by
    the structure of their rings, and only polygons are kept of them.
    """
    work = _Work(geometry.copy(), rows, crs)
    missing = shapely.is_missing(geometry)
    work.reject(
        missing,
        "geometry.missing",
        N_("Row {row}: there is no geometry, or none that can be read; the row is left out."),
    )
    work.reject(
        ~missing & shapely.is_empty(geometry),
        "geometry.empty",
        N_("Row {row}: the geometry is empty; the row is left out."),
    )
    work.reject(
        _beyond(work.shapes),
        "geometry.not_finite",
        N_("Row {row}: a coordinate is not a number, or lies far beyond the Earth; the row is left out."),
    )
    work.flatten()
    other = ~shapely.is_missing(work.shapes) & ~np.isin(shapely.get_type_id(work.shapes), _WANTED[kind])
    work.reject(other, "geometry.wrong_kind", _WRONG_KIND[kind])
    work.project()
    repaired = work.mend()
    return Checked(work.shapes, repaired, tuple(work.issues))


@dataclass
class _Work:
    """Geometries on their way, and what was found so far."""

    shapes: Geometries
    rows: npt.NDArray[np.intp]
    crs: CRS
    issues: list[Issue] = field(default_factory=list)

    def reject(self, faulty: Mask, code: str, text: str) -> None:
        """Name the faulty rows, and take their geometry away."""
        for position in np.flatnonzero(faulty):
            row = int(self.rows[position])
            lon, lat = _place(self.shapes[position], self.crs)
            self.issues.append(Issue(code, Level.ERROR, text, {"row": row}, row=row, lon=lon, lat=lat))
        self.shapes[faulty] = None

    def flatten(self) -> None:
        """Drop Z and M."""
        deep = shapely.has_z(self.shapes) | shapely.has_m(self.shapes)
        if deep.any():
            self.shapes[deep] = shapely.force_2d(self.shapes[deep])
            text = N_("{count} geometries have heights or measures (Z, M), which are not kept.")
            values = {"count": int(deep.sum())}
            self.issues.append(Issue("geometry.z_dropped", Level.INFORMATION, text, values))

    def project(self) -> None:
        """Bring the geometries to EPSG:2154, where it is meant to be used."""
        placed = self.shapes
        if not same(self.crs, CRS(METRIC)):
            placed = shapely.transform(self.shapes, lambda coordinates: transform(coordinates, self.crs))
        lost = ~shapely.is_missing(placed) & ~_in_area(placed)
        self.reject(
            lost,
            "geometry.out_of_area",
            N_("Row {row}: the place is not in metropolitan France; the row is left out."),
        )
        self.shapes = np.array(placed, dtype=object)
        self.shapes[lost] = None

    def mend(self) -> Mask:
        """Make invalid geometries valid; one of which no polygon is left is rejected."""
        faulty = np.flatnonzero(~shapely.is_missing(self.shapes) & ~shapely.is_valid(self.shapes))
        repaired = np.zeros(len(self.shapes), dtype=bool)
        if not len(faulty):
            return repaired
        broken = self.shapes[faulty]
        mended = polygons_of(shapely.make_valid(broken, method="structure", keep_collapsed=False))
        after = shapely.area(mended)
        whys, before = shapely.is_valid_reason(broken), shapely.area(broken)
        for row, why, old, new in zip(self.rows[faulty], whys, before, after, strict=True):
            self.issues.append(_repair_issue(int(row), str(why), float(old), float(new)))
        mended[~(after > 0)] = None
        self.shapes[faulty] = mended
        repaired[faulty] = after > 0
        return repaired


def _place(shape: Any, crs: CRS) -> tuple[float | None, float | None]:
    """Longitude and latitude of a first point of a geometry, where it has one on Earth."""
    first = shapely.get_coordinates(shape)[:1] if shape is not None else np.empty((0, 2))
    if not len(first) or not (np.abs(first) <= _FARTHEST).all():
        return None, None
    x, y = transform(first, crs)[0]
    return to_degrees(x, y) if np.isfinite([x, y]).all() else (None, None)


def _beyond(shapes: Geometries) -> Mask:
    """Tell which geometries hold a coordinate that is not a number, or too large."""
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    faulty = np.zeros(len(shapes), dtype=bool)
    faulty[owner[~(np.abs(coordinates) <= _FARTHEST).all(axis=1)]] = True
    return faulty


def _in_area(shapes: Geometries) -> Mask:
    """Tell which geometries in EPSG:2154 lie where that CRS is meant to be used."""
    west, south, east, north = shapely.bounds(shapes).T
    inside: Mask = (west >= _AREA_M[0]) & (south >= _AREA_M[1]) & (east <= _AREA_M[2]) & (north <= _AREA_M[3])
    return inside


def _repair_issue(row: int, reason: str, before: float, after: float) -> Issue:
    found = _REASON.match(reason)
    words = found["reason"].strip() if found else reason
    lon = lat = None
    if found and found["x"] is not None:
        lon, lat = to_degrees(float(found["x"]), float(found["y"]))
    values = {"row": row, "reason": words, "before": round(before, 1), "after": round(after, 1)}
    if after > 0:
        code, text = _FAULTS.get(words, _OTHER_FAULT)
        return Issue(code, Level.WARNING, text, values, row=row, value=words, lon=lon, lat=lat)
    text = N_("Row {row}: the outline encloses no area; the row is left out.")
    return Issue("geometry.no_area", Level.ERROR, text, values, row=row, value=words, lon=lon, lat=lat)


def polygons_of(shapes: Geometries) -> Geometries:
    """Keep of each geometry its polygons alone.

    Parameters
    ----------
    shapes
        n geometries of any kind.

    Returns
    -------
    n polygons or multipolygons; an empty polygon where there is none.
    """
    kept = shapes.copy()
    mixed = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), _WANTED[POLYGON]))
    for position in mixed:
        parts = [part for part in _parts(shapes[position]) if part.geom_type == "Polygon"]
        kept[position] = shapely.MultiPolygon(parts) if len(parts) > 1 else (parts or [shapely.Polygon()])[0]
    return kept


def _parts(shape: Any) -> Iterator[Any]:
    """Yield the single parts of a geometry, however deep it is nested."""
    for part in shapely.get_parts(shape):
        if hasattr(part, "geoms"):
            yield from _parts(part)
        else:
            yield part
