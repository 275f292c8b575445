"""What the map of a check draws over the ground, for the browser: shapes, marks, and the legend of both.

Signs are those of the printed report (:mod:`maps.check_map_paper`, :mod:`maps.findings`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from core.issues import Level
from core.languages import N_, _
from layers.symbol import Style
from maps.check_map_paper import PROPOSAL, RELATIONS, REPAIRED, SUBJECT
from maps.check_pictures import level_picture, marker_picture, numbered_disc, tick_picture
from maps.drawn import Drawn
from maps.findings import SIGNS
from programme.check.report import Finding, Report, Verdict
from programme.check.words import VERDICT_WORDS

CANDIDATE = Style(fill=None, stroke="#5a554d", width_px=1.6, dash_px=(4, 3))
CHOSEN = Style(fill="#000000", fill_opacity=0.12, stroke="#000000", width_px=2.6)
DRAWING = Style(fill="#000000", fill_opacity=0.12, stroke="#000000", width_px=2.2)
PICKED = Style(fill="#000000", fill_opacity=0.18, stroke="#000000", width_px=2.2)

MOST_MARKS = 200
"""Findings with a sign on the map; the list names all of them."""
MOST_FOOTPRINTS = 1_000
"""Outlines of a batch that are drawn; the table names all of them."""
_ALL_OF_IT = 0.95
"""A finding about that much of the footprint is about all of it: its sign is enough, a hatch would hide the rest."""


@dataclass(frozen=True)
class Candidate:
    """Where an outline would lie in one coordinate system: words, and its shape in EPSG:2154."""

    label: str
    shape: shapely.Geometry


@dataclass(frozen=True)
class Drawing:
    """Everything that a page wants drawn, in EPSG:2154.

    Attributes
    ----------
    report
        A check, with its outline, proposals, parcels and findings.
    chosen
        Position of the finding that the reader looks at.
    batch
        Reports of a batch, where none of them is shown alone.
    candidates, preferred
        Preview of coordinate systems, and the position of the one that is chosen.
    points
        Corners of a polygon that is being drawn.
    picked
        Parcels that are being picked.
    aims
        True: a click adds something, and the pointer says so.
    """

    report: Report | None = None
    chosen: int | None = None
    batch: Sequence[Report] = ()
    candidates: Sequence[Candidate] = ()
    preferred: int = 0
    points: Sequence[tuple[float, float]] = ()
    picked: Sequence[shapely.Geometry] = ()
    aims: bool = False


def check_record(drawing: Drawing) -> dict[str, Any]:
    """Write what is to be drawn as plain values for the browser's script.

    Returns
    -------
    ``shapes`` (style and GeoJSON, the first at the back), ``marks`` (place, picture, words), ``legend`` (picture and
    words of everything that is drawn), ``aims``.
    """
    record = Drawn()
    if drawing.report is not None:
        _report(record, drawing.report, drawing.chosen)
    _batch(record, drawing.batch)
    _candidates(record, drawing)
    record.draw(drawing.picked, PICKED, _("Parcels picked"))
    _points(record, drawing.points)
    return record.record(aims=drawing.aims)


def _report(record: Drawn, report: Report, chosen: int | None) -> None:
    for relation, (label, style) in RELATIONS.items():
        shapes = [item.geometry for item in report.parcels if item.relation is relation]
        record.draw(shapes, replace(style, fill_opacity=0.75), _(label), rank=4)
    facts = report.footprint
    found = [(number, item) for number, item in enumerate(report.findings) if _placed(item)]
    for level, look in SIGNS.items():
        shapes = [
            item.shape
            for _number, item in found
            if item.level is level and not (facts and _about_all(item.shape, facts.measured))
        ]
        record.draw(shapes, look.style, "")
    if facts is not None:
        record.draw([report.proposal], PROPOSAL, _(PROPOSAL_WORDS), halo=True, rank=2)
        record.draw([facts.geometry], SUBJECT, _(SUBJECT_WORDS), halo=True)
        record.draw([facts.repaired], REPAIRED, _(REPAIRED_WORDS), rank=1)
    _marks(record, found, chosen)


SUBJECT_WORDS = N_("Footprint submitted")
REPAIRED_WORDS = N_("Proposal: repaired outline")
PROPOSAL_WORDS = N_("Proposal: whole parcels")
LEVEL_SIGN_WORDS = {
    Level.ERROR: N_("Error to be corrected"),
    Level.WARNING: N_("Warning: to be looked at"),
    Level.INFORMATION: N_("Information"),
}


def _marks(record: Drawn, found: Sequence[tuple[int, Finding]], chosen: int | None) -> None:
    """Signs of the findings, the gravest first; the one that is looked at is always among them."""
    order = list(SIGNS)
    ranked = sorted(found, key=lambda pair: (pair[0] != chosen, order.index(pair[1].level), pair[0]))
    for number, item in ranked[:MOST_MARKS]:
        record.mark(
            shapely.point_on_surface(item.shape),
            marker_picture(item.level),
            text=item.message,
            finding=number,
            chosen=number == chosen,
        )
    for level in order:
        if any(item.level is level for _number, item in found):
            record.explain(level_picture(level), _(LEVEL_SIGN_WORDS[level]), 3)


def _batch(record: Drawn, reports: Sequence[Report]) -> None:
    """Footprints of a batch, each with the sign of its verdict."""
    placed = [
        (number, item, item.footprint) for number, item in enumerate(reports) if item.footprint is not None
    ]
    record.draw(
        [facts.geometry for _n, _i, facts in placed[:MOST_FOOTPRINTS]], SUBJECT, _("Footprints of the batch")
    )
    for number, item, facts in placed[:MOST_MARKS]:
        bad = item.verdict is Verdict.TO_BE_CORRECTED
        picture = marker_picture(Level.ERROR) if bad else tick_picture()
        record.mark(
            shapely.point_on_surface(facts.measured),
            picture,
            text=item.subject.name,
            finding=number,
            stays=True,
            front=bad,
        )

    for verdict, picture in (
        (Verdict.CONFORM, tick_picture()),
        (Verdict.TO_BE_CORRECTED, marker_picture(Level.ERROR)),
    ):
        if any(item.verdict is verdict for _n, item, _f in placed):
            words = _(VERDICT_WORDS[verdict])
            record.explain(picture, words[:1].upper() + words[1:], 1)


def _candidates(record: Drawn, drawing: Drawing) -> None:
    """Each candidate with its rank; the chosen one in front."""
    for rank, candidate in enumerate(drawing.candidates):
        if rank != drawing.preferred:
            record.draw([candidate.shape], CANDIDATE, _("Other candidates"), halo=True)
    for rank, candidate in enumerate(drawing.candidates):
        if rank == drawing.preferred:
            record.draw([candidate.shape], CHOSEN, candidate.label, halo=True)
        if not candidate.shape.is_empty:
            point = shapely.point_on_surface(candidate.shape)
            colour = "#000000" if rank == drawing.preferred else "#5a554d"
            record.mark(point, numbered_disc(colour), label=str(rank + 1), text=candidate.label)


def _points(record: Drawn, points: Sequence[tuple[float, float]]) -> None:
    """Corners in their order, joined; three make an area."""
    if not points:
        return
    shape: shapely.Geometry | None = None
    if len(points) >= 3:
        shape = shapely.Polygon(points)
    elif len(points) == 2:
        shape = shapely.LineString(points)
    record.draw([shape], DRAWING, _("Drawing in progress"))
    for number, point in enumerate(points):
        record.mark(shapely.Point(point), numbered_disc("#000000"), label=str(number + 1))


def _placed(finding: Finding) -> bool:
    return finding.shape is not None and not finding.shape.is_empty


def _about_all(shape: shapely.Geometry, measured: shapely.Geometry) -> bool:
    """Whether a place holds about the whole footprint."""
    if shapely.get_dimensions(shape) < 2 or not shapely.is_valid(shape):
        return False
    return bool(shapely.area(shapely.intersection(shape, measured)) >= _ALL_OF_IT * shapely.area(measured))
