"""The two maps of a check on paper: the footprint with every finding, and where it lies."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely

from core.formats import number
from core.issues import Level
from core.languages import N_, _
from layers.layer import GeometryKind
from layers.registry import LAYERS
from layers.symbol import INK, Hatch, Style
from maps.findings import SIGNS
from maps.furniture import Room, marker, north_arrow, scale_bar
from maps.paper import Sheet, document, drawn, hatches, outline, sheet
from maps.paper_layers import (
    RELATIONS,
    commune_names,
    communes,
    facilities,
    limits,
    neighbourhood_names,
    neighbourhoods,
    operation_words,
    operations,
    parcel_name,
    parcel_names,
    parcels,
    residences,
)
from maps.rendering import sign
from programme.check.report import Finding, FootprintFacts, Group, Report
from programme.world import GENERATIONS, World

SUBJECT = Style(fill=None, stroke="#000000", width_px=3.4)
HALO = Style(fill=None, stroke="#ffffff", width_px=7.0)
REPAIRED = Style(fill=None, stroke="#1b7837", width_px=2.4, dash_px=(7, 3))
PROPOSAL = Style(fill=None, stroke="#000000", width_px=1.8, dash_px=(3, 3))
_SITUATION_M = 550.0
"""Around the footprint: the widest distance of the rules, and a little."""
_MOST_MARKERS = 60
_MOST_INFORMATIONS = 8
"""More of them would hide what is to be corrected; their places are drawn all the same."""
_PROPOSAL_TO_SCALE = 20_000
"""At smaller scales the limits of parcels run together."""
_AROUND_SHARE = 0.95
"""A finding about that much of the footprint is about all of it: it gets a marker, and no hatch that hides the rest."""
_SMALL_MM = 1.0
_THROUGH = 0.28
_WIDE = (Group.POLICY, Group.EFFECT)
"""Findings about what lies around: the situation map is theirs."""


@dataclass(frozen=True, slots=True)
class PaperMap:
    """A map ready for a page.

    Attributes
    ----------
    svg
        Its size in millimetres is its size on paper.
    scale
        Denominator.
    legend
        Picture (SVG, 18 × 14) and words of each sign that is on it.
    unmarked
        Findings with a place whose marker found no room.
    """

    svg: str
    scale: int
    legend: tuple[tuple[str, str], ...]
    unmarked: int = 0


def detail_map(
    report: Report, world: World, numbered: Iterable[tuple[int, Finding]], width_mm: float, height_mm: float
) -> PaperMap:
    """Draw the footprint, the parcels that it takes and what was found.

    Parameters
    ----------
    report
        With a footprint.
    world
        Layers of the ground.
    numbered
        Findings with their numbers in the table.
    width_mm, height_mm
        On paper.
    """
    facts = _facts(report)
    found = [(row, item) for row, item in numbered if _placed(item) and item.group not in _WIDE]
    place = sheet(_extent(report, facts), width_mm, height_mm, margin_mm=9.0)
    room = Room(width_mm, height_mm)
    furniture = scale_bar(place, room) + north_arrow(place, room)
    markers, unmarked = _markers(place, room, found)
    legend: list[tuple[str, str]] = []
    ground = [
        *communes(place, world),
        *parcels(place, world, report, legend),
        *neighbourhoods(place, world, legend),
        *_overlapped(place, report, legend),
    ]
    subject = _subject(place, report, facts, legend)
    _level_signs(found, legend)
    body = [
        *ground,
        *_finding_shapes(place, report, facts, found),
        *subject,
        *parcel_names(place, room, report),
        *neighbourhood_names(place, room, world, facts),
        *commune_names(place, room, world, facts),
        *markers,
        furniture,
    ]
    return PaperMap(document(place, body, _patterns()), place.scale, tuple(legend), unmarked)


def situation_map(
    report: Report, world: World, numbered: Iterable[tuple[int, Finding]], width_mm: float, height_mm: float
) -> PaperMap:
    """Draw where the footprint lies: communes, neighbourhoods with their 300 m and 500 m, operations, what is near.

    Parameters
    ----------
    report, world, numbered, width_mm, height_mm
        As in :func:`detail_map`; of the findings, those about neighbourhoods are marked here.
    """
    facts = _facts(report)
    found = [
        (row, item)
        for row, item in numbered
        if _placed(item) and item.group in _WIDE and item.level is not Level.INFORMATION
    ]
    around = shapely.buffer(shapely.box(*facts.measured.bounds), _SITUATION_M, join_style="mitre")
    place = sheet(around.bounds, width_mm, height_mm, margin_mm=1.0)
    room = Room(width_mm, height_mm)
    furniture = scale_bar(place, room) + north_arrow(place, room)
    markers, unmarked = _markers(place, room, found)
    # The names of the neighbourhoods that the rules are about come before what stands in them.
    names = neighbourhood_names(place, room, world, facts)
    legend: list[tuple[str, str]] = []
    body = [
        *communes(place, world),
        *limits(place, world, report.neighbourhoods, legend),
        *neighbourhoods(place, world, legend),
        *operations(place, world, report, legend),
        *residences(place, world, legend),
        *facilities(place, world, room, legend),
        *_subject(place, report, facts, legend, alone=True),
        *names,
        *commune_names(place, room, world, facts),
        *markers,
        furniture,
    ]
    return PaperMap(document(place, body, _patterns()), place.scale, tuple(legend), unmarked)


def _facts(report: Report) -> FootprintFacts:
    if report.footprint is None:
        raise ValueError("a report without footprint has no map")
    return report.footprint


def _placed(finding: Finding) -> bool:
    return finding.shape is not None and not finding.shape.is_empty


def _about_all(facts: FootprintFacts, finding: Finding) -> bool:
    """Whether the place of a finding is about the whole footprint."""
    least = _AROUND_SHARE * facts.area_m2
    if shapely.area(finding.shape) < least:
        return False
    # Places of findings may be invalid, as what they tell of; then the larger one is taken to hold the other.
    valid = shapely.is_valid(finding.shape)
    return bool(not valid or shapely.area(shapely.intersection(finding.shape, facts.measured)) >= least)


def _extent(report: Report, facts: FootprintFacts) -> tuple[float, float, float, float]:
    """Footprint and its proposals; what lies far off (a commune that it is not in) does not shrink the subject."""
    shapes = [facts.geometry, facts.measured, *([] if report.proposal is None else [report.proposal])]
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
    return west, south, east, north


def _patterns() -> str:
    styles = [LAYERS[key].symbol.style for key in GENERATIONS] + [item.style for item in SIGNS.values()]
    styles += [item.style for item in LAYERS["operations"].symbol.classes]
    return hatches([(item.hatch, item.stroke or INK) for item in styles if item.hatch is not Hatch.NONE])


def _overlapped(place: Sheet, report: Report, legend: list[tuple[str, str]]) -> list[str]:
    """Other operations on the same ground, light enough that the parcels are read through them."""
    symbol = LAYERS["operations"].symbol
    styles = {
        item.step: replace(symbol.style_of(item.step), fill_opacity=_THROUGH) for item in report.operations
    }
    labels = {item.step: item.step_label for item in report.operations}
    legend.extend(
        (sign(style, GeometryKind.POLYGON), operation_words(labels[step])) for step, style in styles.items()
    )
    return [
        drawn(outline(place, np.array([item.geometry], dtype=object)), styles[item.step])
        for item in report.operations
    ]


def _subject(
    place: Sheet, report: Report, facts: FootprintFacts, legend: list[tuple[str, str]], *, alone: bool = False
) -> list[str]:
    """The footprint in black, in front of all; proposals beside it in lines of their own."""
    path = outline(place, np.array([facts.geometry], dtype=object))
    halo = drawn(path, HALO)
    small = (
        max(np.ptp(np.reshape(facts.measured.bounds, (2, 2)), axis=0)) / place.metres_per_mm < 3 * _SMALL_MM
    )
    ground = (
        f'<path d="{path}" fill="#000000" fill-opacity="{1 if small else 0.16}" fill-rule="evenodd"/>'
        if alone
        else ""
    )
    body = [ground, halo, drawn(path, SUBJECT)]
    legend.insert(0, (sign(SUBJECT, GeometryKind.POLYGON), _("Footprint submitted")))
    if alone:
        return body
    if report.proposal is not None and place.scale <= _PROPOSAL_TO_SCALE:
        body.append(drawn(outline(place, np.array([report.proposal], dtype=object)), PROPOSAL))
        legend.insert(1, (sign(PROPOSAL, GeometryKind.POLYGON), _("Proposal: whole parcels")))
    if facts.repaired is not None:
        body.append(drawn(outline(place, np.array([facts.repaired], dtype=object)), REPAIRED))
        legend.insert(1, (sign(REPAIRED, GeometryKind.POLYGON), _("Proposal: repaired outline")))
    return body


def _finding_shapes(
    place: Sheet, report: Report, facts: FootprintFacts, found: list[tuple[int, Finding]]
) -> list[str]:
    """Places of the findings, the gravest in front; what is about the whole footprint is told by its marker alone."""
    body: list[str] = []
    for level in reversed(Level):
        own = [
            item.shape
            for _number, item in found
            if item.level is level and not _about_all(facts, item) and item.shape is not report.proposal
        ]
        if own:
            body.append(drawn(outline(place, np.array(own, dtype=object)), SIGNS[level].style))
    return body


def _level_signs(found: list[tuple[int, Finding]], legend: list[tuple[str, str]]) -> None:
    for level in reversed(Level):
        if any(item.level is level for _number, item in found):
            legend.insert(1, (level_sign(level), _(_LEVEL_TITLES[level])))


_LEVEL_TITLES = {
    Level.ERROR: N_("Error to be corrected"),
    Level.WARNING: N_("Warning: to be looked at"),
    Level.INFORMATION: N_("Information"),
}


def level_sign(level: Level) -> str:
    """Picture of a level, 18 × 14, for tables and heads."""
    found = SIGNS[level]
    return (
        '<svg viewBox="0 0 18 14" width="18" height="14" xmlns="http://www.w3.org/2000/svg">'
        f'<rect x="2" y="0" width="14" height="14" rx="4" fill="{found.colour}"/>'
        f'<path transform="translate(3 1) scale(.5)" d="{found.glyph}" fill="none" stroke="#ffffff" '
        'stroke-width="3.4" stroke-linecap="round"/></svg>'
    )


def _markers(place: Sheet, room: Room, found: list[tuple[int, Finding]]) -> tuple[list[str], int]:
    """One marker for each finding, the gravest first; and how many found no room."""
    order = sorted(found, key=lambda pair: (list(Level).index(pair[1].level), pair[0]))
    body: list[str] = []
    quiet = sum(item.level is Level.INFORMATION for _number, item in found) > _MOST_INFORMATIONS
    for number_, item in order[:_MOST_MARKERS]:
        if quiet and item.level is Level.INFORMATION:
            continue
        point = shapely.point_on_surface(item.shape)
        x, y = place.mm(shapely.get_coordinates(point))[0]
        if not (0 <= x <= place.width_mm and 0 <= y <= place.height_mm):
            continue
        put = marker(room, float(x), float(y), item.level, number(number_))
        if put is not None:
            body.append(put)
    # The gravest in front where leaders cross.
    return body[::-1], len(found) - len(body)


__all__ = [
    "PROPOSAL",
    "RELATIONS",
    "REPAIRED",
    "SUBJECT",
    "PaperMap",
    "detail_map",
    "level_sign",
    "parcel_name",
    "situation_map",
]
