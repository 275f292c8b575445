"""Where the shapes that were given are: brought to EPSG:2154 as they are, or why they cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from core.issues import Issue
from gis import crs as systems
from gis.defects import tangle
from gis.validity import finite_bounds
from layers.placing import crs_of
from programme.check.codes import finding
from programme.check.report import Finding, Group, Systems
from programme.check.shape import MOST_VERTICES

Geometries = npt.NDArray[np.object_]

MOST_PAIRS = 20_000_000
"""So many pairs of sides are compared with each other; a tangle of lines that asks for more is not measured."""

_LOOKED_AT_FROM = 2_000
"""Vertices; fewer cannot be such a tangle."""

_DECIMALS = 6
"""Projecting leaves noise of some nanometres: to the micrometre, one place is one place, whatever CRS it came in."""

_FARTHEST = 1e8


@dataclass(frozen=True)
class Placed:
    """Shapes of one layer.

    Attributes
    ----------
    shapes
        n geometries in EPSG:2154, two-dimensional; None where there is none, or where it cannot be placed.
    systems
        How they were placed, one for all.
    notes
        n lists of what was found about each.
    """

    shapes: Geometries
    systems: Systems
    notes: list[list[Finding]]


def place(
    shapes: Geometries, declared: str | None, given: str | None, near: tuple[float, float], *, swapped: bool
) -> Placed:
    """Bring shapes to EPSG:2154.

    Parameters
    ----------
    shapes
        n geometries as they were given; None where there is none.
    declared
        CRS that their source declares, as a code or WKT; None where it declares none.
    given
        CRS that the person says, which goes before; None where the source is believed.
    near
        Longitude and latitude of the territory, to rank candidates.
    swapped
        Swap the coordinates first.
    """
    notes: list[list[Finding]] = [[] for _shape in shapes]
    flat = shapely.force_2d(shapes)
    bounds = finite_bounds(flat)
    near_them = [] if bounds is None else systems.candidates(bounds, near, both_orders=True)
    if swapped:
        flat = shapely.transform(flat, lambda xy: xy[:, ::-1])
        bounds = finite_bounds(flat)
    crs, issues = crs_of(declared, given, bounds, near)
    own = None if declared is None else systems.parse(declared)
    told = Systems(
        found=declared and (declared[:60] if own is None else systems.label(own)),
        used=None if crs is None else systems.label(crs),
        swapped=swapped and crs is not None,
        candidates=tuple(near_them),
    )
    common = [_noted(issue) for issue in issues]
    if crs is None:
        return Placed(np.full(len(shapes), None, dtype=object), told, [[*common] for _shape in shapes])
    if swapped:
        common.append(finding("crs.swapped", crs=told.used))
    elif bounds is not None:
        common += _axes(bounds, crs, near_them)
    sound = _measurable(flat, notes)
    moved = np.array(sound, dtype=object)
    if not systems.same(crs, CRS(systems.METRIC)):
        moved = _projected(sound, crs, notes)
    return Placed(moved, told, [[*common, *own_notes] for own_notes in notes])


def _noted(issue: Issue) -> Finding:
    return Finding(issue.code, issue.level, Group.PLACE, issue.text, dict(issue.values))


def _axes(
    bounds: tuple[float, float, float, float], crs: CRS, candidates: Sequence[systems.Candidate]
) -> list[Finding]:
    """Say that the axes seem to be swapped: the place is not in France, and would be if they were."""
    name = systems.label(crs)
    if any(item.code == name and not item.swapped for item in candidates):
        return []
    middle = np.array([[(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]])
    lon, lat = systems.transform(middle, crs, CRS("EPSG:4326"))[0]
    if systems.AREA[0] <= lon <= systems.AREA[2] and systems.AREA[1] <= lat <= systems.AREA[3]:
        return []
    likely = next((item for item in candidates if item.code == name and item.swapped), None)
    return [] if likely is None else [finding("crs.axes", crs=name, distance_km=likely.distance_km)]


def _measurable(shapes: Geometries, notes: list[list[Finding]]) -> Geometries:
    """Leave out what has coordinates that are no numbers, or what would take minutes to measure; each is told."""
    kept = np.array(shapes, dtype=object)
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    # A comparison with not-a-number fails.
    lost = owner[~(np.abs(coordinates) <= _FARTHEST).all(axis=1)]
    for position, count in zip(*np.unique(lost, return_counts=True), strict=True):
        notes[position].append(finding("shape.not_finite", count=int(count)))
        kept[position] = None
    sizes = np.bincount(owner, minlength=len(shapes))
    for position in np.flatnonzero((sizes > _LOOKED_AT_FROM) & ~shapely.is_missing(kept)):
        too_long, pairs = sizes[position] > MOST_VERTICES, 0.0
        if too_long:
            values = {"count": int(sizes[position]), "most_count": MOST_VERTICES}
            notes[position].append(finding("shape.too_long", **values))
        else:
            pairs = tangle(kept[position])
        if pairs > MOST_PAIRS:
            notes[position].append(finding("shape.tangled", count=int(sizes[position])))
        if too_long or pairs > MOST_PAIRS:
            kept[position] = None
    return kept


def _projected(shapes: Geometries, crs: CRS, notes: list[list[Finding]]) -> Geometries:
    """Project all shapes at once; one that has no place in Lambert-93 is left out and told."""
    moved = np.array(
        shapely.transform(shapes, lambda xy: np.round(systems.transform(xy, crs), _DECIMALS)), dtype=object
    )
    coordinates, owner = shapely.get_coordinates(moved, return_index=True)
    for position in np.unique(owner[~np.isfinite(coordinates).all(axis=1)]):
        notes[position].append(finding("place.not_in_france"))
        moved[position] = None
    return moved
