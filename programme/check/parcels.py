"""What a footprint takes of the cadastre: which parcels, how much of each, what it leaves along their limits."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from core.settings import Checks
from gis.outline import thin
from layers.snapshot import Snapshot
from programme.cells import known
from programme.check.codes import capped, finding
from programme.check.outlines import NOTHING_M2, Geometries, same_outline, split, without_thin_holes
from programme.check.report import Finding, ParcelShare, Relation

_ORDER = (Relation.WHOLE, Relation.PARTIAL, Relation.GRAZED)


@dataclass(frozen=True, eq=False)
class Taken:
    """Parcels of n footprints: k pairs, in the order of the footprints, then of the relation and the identifier.

    Attributes
    ----------
    footprint, parcel
        Positions of the footprint, and of the parcel in the cadastre.
    piece, left_out
        What the footprint covers of the parcel, and what it does not, EPSG:2154.
    share
        Covered ÷ area of the parcel as drawn, in [0, 1].
    relation
        Position in ``whole, partial, grazed``.
    """

    footprint: npt.NDArray[np.intp]
    parcel: npt.NDArray[np.intp]
    piece: Geometries
    left_out: Geometries
    share: npt.NDArray[np.float64]
    relation: npt.NDArray[np.intp]

    def of(self, footprint: int) -> "Taken":
        """Pairs of one footprint."""
        start, stop = np.searchsorted(self.footprint, (footprint, footprint + 1))
        own = slice(int(start), int(stop))
        return Taken(
            self.footprint[own],
            self.parcel[own],
            self.piece[own],
            self.left_out[own],
            self.share[own],
            self.relation[own],
        )


@dataclass(frozen=True)
class ParcelsChecked:
    """What one footprint takes; see the fields of the same names in :class:`programme.check.report.Report`."""

    parcels: tuple[ParcelShare, ...] = ()
    outside_parcels_m2: float | None = None
    parcels_overlap_m2: float = 0.0
    proposal: shapely.Geometry | None = None
    findings: tuple[Finding, ...] = ()


def taken(shapes: Geometries, cadastre: Snapshot, checks: Checks) -> Taken:
    """Measure what footprints take of the parcels, all at once.

    Parameters
    ----------
    shapes
        n valid polygons in EPSG:2154; None takes nothing.
    cadastre
        The parcels.
    checks
        Thresholds: a parcel is grazed where what is covered is no wider than ``edge_m`` and no more than
        ``edge_share`` of it; whole where the same holds of what is not covered; else partial.

    Returns
    -------
    Pairs that share more than :data:`programme.check.outlines.NOTHING_M2`.
    """
    plots = cadastre.tree.geometries
    left, right = cadastre.tree.query(shapes, predicate="intersects")
    shapely.prepare(shapes)
    own, plot = shapes[left], plots[right]
    inside = shapely.covers(own, plot)
    piece, rest = plot.copy(), np.full(len(plot), shapely.MultiPolygon(), dtype=object)
    piece[~inside] = shapely.intersection(own[~inside], plot[~inside])
    rest[~inside] = shapely.difference(plot[~inside], own[~inside])
    area = shapely.area(plot)
    covered = np.minimum(shapely.area(piece), area)
    share = np.divide(covered, area, out=np.zeros(len(area)), where=area > 0)
    whole = (1 - share <= checks.edge_share) & thin(rest, checks.edge_m)
    grazed = ~whole & (share <= checks.edge_share) & thin(piece, checks.edge_m)
    relation = np.where(whole, 0, np.where(grazed, 2, 1))
    kept = np.flatnonzero(covered > NOTHING_M2)
    names = cadastre.frame[cadastre.layer.identifier].iloc[right[kept]].to_numpy(dtype=object)
    kept = kept[np.lexsort((names, relation[kept], left[kept]))]
    return Taken(left[kept], right[kept], piece[kept], rest[kept], share[kept], relation[kept])


def check_parcels(shape: shapely.Geometry, own: Taken, cadastre: Snapshot, checks: Checks) -> ParcelsChecked:
    """Tell what one footprint takes of the cadastre.

    Parameters
    ----------
    shape
        Valid polygons in EPSG:2154.
    own
        Its pairs, of :meth:`Taken.of`.
    cadastre
        The parcels in force.
    checks
        Thresholds.
    """
    shares = shares_of(own, cadastre)
    covered = shapely.disjoint_subset_union_all(own.piece) if len(own.piece) else shapely.MultiPolygon()
    outside = max(shape.area - covered.area, 0.0)
    twice = max(float(shapely.area(own.piece).sum()) - covered.area, 0.0)
    proposal = _proposal(shape, shares, checks)
    findings = [
        *_edges(own, shares, checks),
        *_outside(shape, covered, outside, shares, checks),
        *_twice(own, twice),
        *_recorded(shares, checks),
        *_proposed(shape, proposal, shares),
    ]
    return ParcelsChecked(shares, outside, twice, proposal, tuple(capped(findings, "parcel.more")))


def shares_of(own: Taken, cadastre: Snapshot) -> tuple[ParcelShare, ...]:
    """Describe the parcels that a footprint takes; see :class:`ParcelShare`."""
    names = cadastre.frame["idu"].iloc[own.parcel]
    recorded = cadastre.frame["recorded_m2"].iloc[own.parcel]
    plots = cadastre.tree.geometries[own.parcel]
    cells = zip(names, recorded, shapely.area(plots), own.share, own.relation, plots, strict=True)
    return tuple(
        ParcelShare(
            idu=str(idu),
            recorded_m2=_metres(cell),
            area_m2=float(area),
            covered_m2=float(area * share),
            share=float(share),
            relation=_ORDER[relation],
            geometry=plot,
        )
        for idu, cell, area, share, relation, plot in cells
    )


def _metres(cell: Any) -> float | None:
    value = known(cell)
    return None if value is None else float(value)


def _edges(own: Taken, shares: tuple[ParcelShare, ...], checks: Checks) -> list[Finding]:
    """Partial and grazed parcels, and the strips that are left along the limits of those that are taken.

    What is nowhere wider than ``vertex_m`` is one limit drawn twice.
    """
    found = []
    drawn_twice = thin(own.piece, checks.vertex_m)
    for share, piece, same in zip(shares, own.piece, drawn_twice, strict=True):
        values = {"idu": share.idu, "covered_m2": share.covered_m2, "covered_share": share.share}
        if share.relation is Relation.PARTIAL:
            found.append(finding("parcel.partial", piece, **values))
        elif share.relation is Relation.GRAZED and not same:
            found.append(finding("parcel.grazed", piece, limit_m=checks.edge_m, **values))
    strips, owner = split(own.left_out)
    narrow = own.relation[owner] < _ORDER.index(Relation.GRAZED)
    narrow &= thin(strips, checks.edge_m) & ~thin(strips, checks.vertex_m)
    for position in np.unique(owner[narrow]):
        strip = shapely.union_all(strips[narrow & (owner == position)])
        values = {"idu": shares[position].idu, "area_m2": strip.area, "limit_m": checks.edge_m}
        found.append(finding("parcel.gap", strip, **values))
    return found


def _outside(
    shape: shapely.Geometry,
    covered: shapely.Geometry,
    outside: float,
    shares: tuple[ParcelShare, ...],
    checks: Checks,
) -> list[Finding]:
    if not shares:
        return [finding("parcel.none", shape)]
    if outside <= checks.outside_m2:
        return []
    values = {"outside_m2": outside, "outside_share": outside / shape.area}
    return [finding("parcel.outside", shapely.difference(shape, covered), **values)]


def _twice(own: Taken, twice: float) -> list[Finding]:
    """Where the cadastre overlaps itself: its areas then add up to more than the ground."""
    if twice <= NOTHING_M2:
        return []
    first, second = shapely.STRtree(own.piece).query(own.piece, predicate="intersects")
    ahead = first < second
    common = shapely.intersection(own.piece[first[ahead]], own.piece[second[ahead]])
    common = common[shapely.area(common) > 0]
    return [
        finding(
            "parcel.overlap",
            shapely.disjoint_subset_union_all(common) if len(common) else None,
            area_m2=twice,
        )
    ]


def _recorded(shares: tuple[ParcelShare, ...], checks: Checks) -> list[Finding]:
    """Parcels whose area of record is far from their drawing; one that is 0 is not known."""
    return [
        finding(
            "parcel.recorded",
            share.geometry,
            idu=share.idu,
            recorded_m2=share.recorded_m2,
            drawn_m2=share.area_m2,
        )
        for share in shares
        if share.relation is not Relation.GRAZED
        and share.recorded_m2
        and abs(share.area_m2 - share.recorded_m2) > checks.area_share * share.recorded_m2
    ]


def _proposal(
    shape: shapely.Geometry, shares: tuple[ParcelShare, ...], checks: Checks
) -> shapely.Geometry | None:
    """Whole parcels joined, without the cracks that the drawing of the cadastre leaves between them."""
    plots = [share.geometry for share in shares if share.relation is not Relation.GRAZED]
    if not plots:
        return None
    joined = without_thin_holes(shapely.disjoint_subset_union_all(plots), checks.sliver_m)
    return None if same_outline(shape, joined, checks.same_m) else joined


def _proposed(
    shape: shapely.Geometry, proposal: shapely.Geometry | None, shares: tuple[ParcelShare, ...]
) -> list[Finding]:
    if proposal is None:
        return []
    count = sum(share.relation is not Relation.GRAZED for share in shares)
    return [finding("parcel.proposal", proposal, count=count, area_m2=proposal.area, before_m2=shape.area)]
