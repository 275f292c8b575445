"""Whether the drawing of a footprint is sound: valid, of polygons, without what a slip of the hand leaves."""

from collections.abc import Iterator

import numpy as np
import shapely

from core.settings import Checks
from gis.defects import defects
from gis.outline import close_vertices, repaired, slivers, spikes
from gis.validity import polygons_of
from programme.check.codes import capped, finding
from programme.check.outlines import NOTHING_M2
from programme.check.report import Finding, FootprintFacts
from programme.footprints import geometry_hash, multipolygon

MOST_VERTICES = 200_000
"""No footprint is drawn with more; what has more is not measured."""

_FARTHEST_M = 1e8
_POLYGONS = ("Polygon", "MultiPolygon")


def check_shape(
    shape: shapely.Geometry | None, checks: Checks, declared_m2: float | None = None
) -> tuple[FootprintFacts | None, list[Finding]]:
    """Check the drawing of a footprint.

    Parameters
    ----------
    shape
        As submitted, in EPSG:2154; None where it could not be placed.
    checks
        Thresholds.
    declared_m2
        Area that was declared; None where none was.

    Returns
    -------
    Facts, None where no polygon can be made of the shape; findings.
    """
    refused = _refused(shape)
    if shape is None or refused:
        return None, refused
    drawn, findings = _polygons(shape)
    faults = defects(drawn)
    mended = repaired(drawn) if faults else None
    findings += capped(
        (finding(f"shape.{fault.kind}", shapely.Point(fault.x, fault.y)) for fault in faults), "shape.more"
    )
    measured = drawn if mended is None else mended
    if not measured.area > NOTHING_M2:
        return None, [*findings, finding("shape.no_area", shapely.Point(shapely.get_coordinates(drawn)[0]))]
    if mended is not None:
        findings.append(finding("shape.repaired", mended, area_m2=mended.area))
    holes = shapely.get_num_interior_rings(shapely.get_parts(measured))
    facts = FootprintFacts(
        geometry=drawn,
        measured=measured,
        repaired=mended,
        area_m2=measured.area,
        perimeter_m=measured.length,
        parts=len(holes),
        holes=int(holes.sum()),
        hash=geometry_hash(drawn),
    )
    return facts, [*findings, *_made_of(facts), *_slips(facts, checks), *_size(facts, checks, declared_m2)]


def _refused(shape: shapely.Geometry | None) -> list[Finding]:
    """Say why nothing can be measured at all."""
    if shape is None or shape.is_empty:
        return [finding("shape.missing")]
    count = int(shapely.get_num_coordinates(shape))
    if count > MOST_VERTICES:
        return [finding("shape.too_long", count=count, most_count=MOST_VERTICES)]
    coordinates = shapely.get_coordinates(shape)
    # A comparison with not-a-number fails.
    lost = int((~(np.abs(coordinates) <= _FARTHEST_M).all(axis=1)).sum())
    if lost:
        return [finding("shape.not_finite", count=lost)]
    if not polygons_of(np.array([shape], dtype=object))[0].is_empty:
        return []
    return [finding("shape.not_polygon", shape, kinds=_kinds(shape))]


def _polygons(shape: shapely.Geometry) -> tuple[shapely.Geometry, list[Finding]]:
    """Keep the polygons of a shape, as one multipolygon."""
    flat = shapely.force_2d(shape)
    polygons = multipolygon(polygons_of(np.array([flat], dtype=object))[0])
    if flat.geom_type in _POLYGONS:
        return polygons, []
    others = [part for part in _single(flat) if part.geom_type != "Polygon" and not part.is_empty]
    if not others:
        return polygons, []
    return polygons, [finding("shape.mixed", shapely.GeometryCollection(others), kinds=_kinds(*others))]


def _single(shape: shapely.Geometry) -> Iterator[shapely.Geometry]:
    """Yield the single parts of a shape, however deep it is nested."""
    for part in shapely.get_parts(shape):
        if hasattr(part, "geoms"):
            yield from _single(part)
        else:
            yield part


def _kinds(*shapes: shapely.Geometry) -> str:
    return ", ".join(sorted({part.geom_type for shape in shapes for part in _single(shape)}))


def _made_of(facts: FootprintFacts) -> list[Finding]:
    findings = []
    if facts.parts > 1:
        findings.append(finding("shape.parts", facts.measured, count=facts.parts))
    if facts.holes:
        rings = [ring for part in shapely.get_parts(facts.measured) for ring in part.interiors]
        holes = shapely.multipolygons(shapely.polygons(np.array(rings, dtype=object)))
        findings.append(finding("shape.holes", holes, count=facts.holes, area_m2=holes.area))
    return findings


def _slips(facts: FootprintFacts, checks: Checks) -> list[Finding]:
    """Vertices drawn twice, spikes and slivers: what a slip of the hand or of a program leaves."""
    close = close_vertices(facts.geometry, checks.vertex_m)
    twice = [vertex for vertex in close if vertex.gap_m == 0]
    near = [vertex for vertex in close if vertex.gap_m > 0]
    findings = []
    if twice:
        places = shapely.multipoints([(vertex.x, vertex.y) for vertex in twice])
        findings.append(finding("shape.duplicate_vertices", places, count=len(twice)))
    if near:
        places = shapely.multipoints([(vertex.x, vertex.y) for vertex in near])
        findings.append(finding("shape.near_vertices", places, count=len(near), limit_m=checks.vertex_m))
    sharp = spikes(facts.geometry, checks.spike_deg, merged_m=checks.vertex_m)
    tips = (
        finding(
            "shape.spike",
            shapely.Point(spike.x, spike.y),
            angle_deg=spike.angle_deg,
            length_m=spike.length_m,
            limit_deg=checks.spike_deg,
        )
        for spike in sharp
    )
    narrow = slivers(facts.measured, checks.sliver_m)
    strips = (
        finding(
            "shape.sliver_hole" if sliver.hole else "shape.sliver",
            sliver.shape,
            area_m2=sliver.area_m2,
            width_m=sliver.width_m,
            limit_m=checks.sliver_m,
        )
        for sliver in narrow
    )
    return [*findings, *capped((*tips, *strips), "shape.more")]


def _size(facts: FootprintFacts, checks: Checks, declared_m2: float | None) -> list[Finding]:
    area = facts.area_m2
    findings = []
    if area < checks.least_m2:
        findings.append(finding("shape.too_small", facts.measured, area_m2=area, limit_m2=checks.least_m2))
    if area > checks.most_m2:
        findings.append(finding("shape.too_large", facts.measured, area_m2=area, limit_m2=checks.most_m2))
    if declared_m2 is None or declared_m2 <= 0:
        return findings
    difference = abs(area - declared_m2) / declared_m2
    if difference > checks.area_share:
        values = {"declared_m2": declared_m2, "area_m2": area, "difference_share": difference}
        findings.append(finding("shape.declared_area", facts.measured, **values))
    return findings
