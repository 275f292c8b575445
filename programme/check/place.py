"""Whether a footprint lies where it should: in France, in the territory, in the commune that was declared."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from core.settings import Checks, Territory
from gis.crs import AREA, to_degrees
from layers.layer import Place
from layers.snapshot import Snapshot
from layers.territory import declared_inside
from programme.cells import known
from programme.check.codes import finding
from programme.check.outlines import NOTHING_M2, Geometries
from programme.check.report import CommuneShare, Finding, Systems


@dataclass(frozen=True, eq=False)
class Shared:
    """What n shapes share with features: k pairs in the order of the shapes, then of the features."""

    shape: npt.NDArray[np.intp]
    feature: npt.NDArray[np.intp]
    piece: Geometries

    def of(self, shape: int) -> tuple[npt.NDArray[np.intp], Geometries]:
        """Features, and what is shared with each, of one shape."""
        start, stop = np.searchsorted(self.shape, (shape, shape + 1))
        return self.feature[start:stop], self.piece[start:stop]


def shared(shapes: Geometries, tree: shapely.STRtree) -> Shared:
    """Cut shapes by features, all at once.

    Parameters
    ----------
    shapes
        n valid polygons in EPSG:2154; None shares nothing.
    tree
        Of valid polygons in EPSG:2154.

    Returns
    -------
    Pairs that share more than :data:`programme.check.outlines.NOTHING_M2`.
    """
    left, right = tree.query(shapes, predicate="intersects")
    features = tree.geometries
    shapely.prepare(features[np.unique(right)])
    inside = shapely.covers(features[right], shapes[left])
    piece = shapes[left]
    piece[~inside] = shapely.intersection(shapes[left[~inside]], features[right[~inside]])
    kept = np.flatnonzero(shapely.area(piece) > NOTHING_M2)
    kept = kept[np.lexsort((right[kept], left[kept]))]
    return Shared(left[kept], right[kept], piece[kept])


def in_france(shape: shapely.Geometry) -> bool:
    """Whether the bounding box of a shape in EPSG:2154 lies where that system is meant to be used."""
    west, south, east, north = shapely.bounds(shape)
    for x, y in ((west, south), (west, north), (east, south), (east, north)):
        lon, lat = to_degrees(x, y)
        if not (AREA[0] <= lon <= AREA[2] and AREA[1] <= lat <= AREA[3]):
            return False
    return True


def check_systems(systems: Systems) -> list[Finding]:
    """Say that coordinates could not be placed, where the reading has not said why."""
    if systems.used is not None:
        return []
    return [finding("crs.unplaced", candidates=[item.code for item in systems.candidates])]


def check_place(
    shape: shapely.Geometry,
    own: tuple[npt.NDArray[np.intp], Geometries],
    communes: Snapshot,
    declared: str | None,
    territory: Territory,
    checks: Checks,
) -> tuple[tuple[CommuneShare, ...], list[Finding]]:
    """Tell in which communes a footprint lies, and whether it should.

    Parameters
    ----------
    shape
        Valid polygons in EPSG:2154.
    own
        Its communes, of :meth:`Shared.of`.
    communes
        Communes in force.
    declared
        INSEE code that was declared; None where none was.
    territory
        What the installation serves.
    checks
        Thresholds.

    Returns
    -------
    Communes, the declared one first, then the greatest share; findings.
    """
    shares = _shares(shape, own, communes, declared)
    findings = _territory(shape, own, communes, territory, checks)
    if declared is None:
        findings += _several(shares, checks)
    elif communes.position(declared) is None:
        findings.append(finding("place.unknown_commune", shape, commune=declared))
    else:
        findings += _declared(shape, shares, communes, declared, checks)
    return shares, findings


def _shares(
    shape: shapely.Geometry,
    own: tuple[npt.NDArray[np.intp], Geometries],
    communes: Snapshot,
    declared: str | None,
) -> tuple[CommuneShare, ...]:
    positions, pieces = own
    codes, names = (communes.frame[name].iloc[positions] for name in ("insee", "name"))
    shares = [
        CommuneShare(
            insee=str(insee),
            name=str(known(name) or insee),
            area_m2=float(area),
            share=min(float(area) / shape.area, 1.0),
            declared=insee == declared,
        )
        for insee, name, area in zip(codes, names, shapely.area(pieces), strict=True)
    ]
    return tuple(sorted(shares, key=lambda item: (not item.declared, -item.area_m2, item.insee)))


def _territory(
    shape: shapely.Geometry,
    own: tuple[npt.NDArray[np.intp], Geometries],
    communes: Snapshot,
    territory: Territory,
    checks: Checks,
) -> list[Finding]:
    if territory.all:
        return []
    positions, pieces = own
    codes = pa.array(communes.frame["insee"].iloc[positions], pa.string())
    served = pieces[declared_inside(codes, Place.INSEE, territory)[0]]
    if not len(served):
        return [finding("place.outside_territory", shape)]
    outside = shape.area - float(shapely.area(served).sum())
    if outside <= checks.outside_m2:
        return []
    values = {"outside_m2": outside, "outside_share": outside / shape.area}
    return [finding("place.across_territory", shapely.difference(shape, shapely.union_all(served)), **values)]


def _declared(
    shape: shapely.Geometry,
    shares: tuple[CommuneShare, ...],
    communes: Snapshot,
    declared: str,
    checks: Checks,
) -> list[Finding]:
    position = communes.position(declared)
    commune = f"{known(communes.frame['name'].iloc[position]) or declared} ({declared})"
    inside = next((item.area_m2 for item in shares if item.declared), 0.0)
    outside = shape.area - inside
    if inside == 0.0:
        found = _listed(shares)
        return [finding("place.outside_commune", shape, commune=commune, found=found or None)]
    if outside <= checks.outside_m2:
        return []
    beyond = shapely.difference(shape, communes.tree.geometries[position])
    values = {"outside_m2": outside, "outside_share": outside / shape.area}
    return [finding("place.across_communes", beyond, commune=commune, **values)]


def _several(shares: tuple[CommuneShare, ...], checks: Checks) -> list[Finding]:
    """Communes that hold more of the footprint than the drawing of a limit."""
    held = [item for item in shares if item.area_m2 > checks.outside_m2]
    if len(held) < 2:
        return []
    return [finding("place.several_communes", count=len(held), found=_listed(held))]


def _listed(shares: Iterable[CommuneShare]) -> str:
    return ", ".join(f"{item.name} ({item.insee})" for item in shares)
