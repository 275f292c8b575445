"""Every finding that a check may report: its code, its level, what it is about, its sentence. Nothing else raises any.

Codes begin with what they are about. An error means that the footprint is to be corrected before it can stand; a
warning that somebody should look; information tells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from core.issues import Level
from core.languages import N_
from programme.check.report import Finding, Group

MOST_PLACES = 100
"""Of one kind of finding: a person reads ten, and the rest is told by its number."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding.

    Attributes
    ----------
    level
        How much it weighs.
    group
        What it is about.
    text
        English sentence with ``{placeholders}``, through the catalogue.
    """

    level: Level
    group: Group
    text: str


_ERROR, _WARNING, _INFORMATION = Level.ERROR, Level.WARNING, Level.INFORMATION

_SHAPE: Mapping[str, tuple[Level, str]] = {
    "shape.missing": (_ERROR, N_("There is no shape to check: draw or choose a footprint that has an area.")),
    "shape.not_polygon": (
        _ERROR,
        N_("The shape holds no polygon, only lines or points: give the closed outline of the footprint."),
    ),
    "shape.mixed": (
        _WARNING,
        N_("The shape also holds lines or points, which are left aside: only polygons are checked."),
    ),
    "shape.not_finite": (
        _ERROR,
        N_(
            "Vertices that are no numbers, or lie beyond the Earth: {count}. Export the shape again from its source."
        ),
    ),
    "shape.too_long": (
        _ERROR,
        N_(
            "The shape has {count} vertices; at most {most_count} are checked: simplify it, or cut it into several."
        ),
    ),
    "shape.tangled": (
        _ERROR,
        N_("The lines of the shape cross each other so often that it cannot be measured: draw it again."),
    ),
    "shape.too_few_points": (
        _ERROR,
        N_("A ring has fewer than three different vertices: it encloses nothing."),
    ),
    "shape.crossing": (_ERROR, N_("The outline crosses itself.")),
    "shape.touching": (_ERROR, N_("The outline touches itself in a point.")),
    "shape.doubled_edge": (_ERROR, N_("The outline runs twice along the same line.")),
    "shape.rings_cross": (_ERROR, N_("A hole crosses the outline, or another hole.")),
    "shape.rings_share_edge": (_ERROR, N_("A hole runs along the outline, or along another hole.")),
    "shape.parts_cross": (_ERROR, N_("Two parts of the footprint overlap.")),
    "shape.parts_share_edge": (_ERROR, N_("Two parts of the footprint share a side: join them.")),
    "shape.hole_outside": (_ERROR, N_("A hole lies outside the outline that it should be cut from.")),
    "shape.nested_holes": (_ERROR, N_("A hole lies in another hole.")),
    "shape.nested_parts": (_ERROR, N_("A part lies inside another part.")),
    "shape.duplicate_ring": (_ERROR, N_("An outline is drawn twice.")),
    "shape.disconnected": (_ERROR, N_("Holes that touch cut the inside of the footprint in two.")),
    "shape.other": (_ERROR, N_("The outline is not valid.")),
    "shape.more": (_INFORMATION, N_("There are more places of the same kind ({kind}): {count} in all.")),
    "shape.repaired": (
        _INFORMATION,
        N_("A repaired outline is proposed: {area_m2}. All other checks are made on it."),
    ),
    "shape.no_area": (_ERROR, N_("The shape encloses no area, even repaired: draw it again.")),
    "shape.parts": (_INFORMATION, N_("The footprint is made of {count} parts.")),
    "shape.holes": (_INFORMATION, N_("Holes in the footprint: {count}, {area_m2} in all.")),
    "shape.duplicate_vertices": (_INFORMATION, N_("Vertices drawn twice in the same place: {count}.")),
    "shape.near_vertices": (
        _WARNING,
        N_("Vertices less than {limit_m} from the one before, probably one vertex drawn twice: {count}."),
    ),
    "shape.spike": (_WARNING, N_("The outline has a spike: a corner of {angle_deg}.")),
    "shape.sliver": (_WARNING, N_("A part of {area_m2} is nowhere wider than {limit_m}.")),
    "shape.sliver_hole": (_WARNING, N_("A hole of {area_m2} is nowhere wider than {limit_m}.")),
    "shape.too_small": (
        _WARNING,
        N_("The footprint is very small: {area_m2}, when {limit_m2} is expected at least."),
    ),
    "shape.too_large": (
        _WARNING,
        N_("The footprint is very large: {area_m2}, when {limit_m2} is expected at most."),
    ),
    "shape.declared_area": (
        _WARNING,
        N_(
            "The declared area is {declared_m2}, the computed one {area_m2}: a difference of {difference_share}."
        ),
    ),
    "shape.z_dropped": (_INFORMATION, N_("Heights or measures (Z, M) are not kept.")),
    "shape.curves": (_INFORMATION, N_("Curves were turned into short straight lines.")),
    "shape.closed": (
        _WARNING,
        N_("The outline did not end where it began: it was closed by a straight line."),
    ),
}
_PLACE: Mapping[str, tuple[Level, str]] = {
    "crs.missing": (
        _ERROR,
        N_("The file declares no coordinate reference system. Say which one it is; likely: {candidates}."),
    ),
    "crs.unknown": (
        _ERROR,
        N_(
            "The coordinate reference system “{crs}” is not known. Say which one it is; likely: {candidates}."
        ),
    ),
    "crs.contradicted": (
        _ERROR,
        N_(
            "The coordinates (x from {west} to {east}, y from {south} to {north}) cannot be in {crs}. "
            "Say in which coordinate reference system they are; likely: {candidates}."
        ),
    ),
    "crs.unplaced": (
        _ERROR,
        N_("The coordinate system is not declared and could not be told: choose it among the candidates."),
    ),
    "crs.overridden": (_WARNING, N_("The file declares {declared}; {given} was used, as you asked.")),
    "crs.swapped": (_WARNING, N_("The two axes were in the wrong order: they were swapped.")),
    "crs.axes": (
        _WARNING,
        N_("In {crs} the shape does not lie in France; it would with its two axes swapped: try that."),
    ),
    "crs.no_grid": (
        _WARNING,
        N_("{crs}: the grid of the IGN is not installed; positions are about 3 m off."),
    ),
    "place.not_in_france": (
        _ERROR,
        N_("The shape does not lie in metropolitan France: check its coordinate system."),
    ),
    "place.outside_territory": (
        _ERROR,
        N_("The footprint lies outside the territory of this installation: check its coordinate system."),
    ),
    "place.across_territory": (
        _WARNING,
        N_("{outside_m2} of the footprint ({outside_share}) lie outside the territory of this installation."),
    ),
    "place.outside_commune": (
        _ERROR,
        N_("Nothing of the footprint lies in the declared commune, {commune}; it lies in: {found}."),
    ),
    "place.across_communes": (
        _WARNING,
        N_("{outside_m2} of the footprint ({outside_share}) lie outside the declared commune, {commune}."),
    ),
    "place.several_communes": (_INFORMATION, N_("The footprint lies in {count} communes: {found}.")),
    "place.unknown_commune": (
        _ERROR,
        N_(
            "The declared commune, {commune}, is not among the communes of this installation: correct its code."
        ),
    ),
    "place.not_checked": (
        _WARNING,
        N_("The communes are not imported: whether the footprint lies in the right place was not checked."),
    ),
}
_PARCELS: Mapping[str, tuple[Level, str]] = {
    "parcel.unknown": (_ERROR, N_("There is no parcel {idu} in the cadastre: correct the identifier.")),
    "parcel.partial": (
        _INFORMATION,
        N_("The parcel {idu} is taken in part: {covered_m2}, {covered_share} of it."),
    ),
    "parcel.grazed": (
        _WARNING,
        N_("The parcel {idu} is only grazed: {covered_m2} along its limit, {covered_share} of it."),
    ),
    "parcel.gap": (
        _WARNING,
        N_(
            "Between the footprint and the limit of the parcel {idu}, {area_m2} are left out, "
            "nowhere wider than {limit_m}."
        ),
    ),
    "parcel.outside": (
        _INFORMATION,
        N_(
            "{outside_m2} of the footprint ({outside_share}) lie on no parcel: streets, water, public ground."
        ),
    ),
    "parcel.none": (_WARNING, N_("The footprint lies on no parcel of the cadastre.")),
    "parcel.overlap": (
        _INFORMATION,
        N_("Parcels of the cadastre overlap each other on {area_m2} of the footprint, which count twice."),
    ),
    "parcel.recorded": (
        _INFORMATION,
        N_("The area of record of the parcel {idu} is {recorded_m2}, that of its drawing {drawn_m2}."),
    ),
    "parcel.gone": (
        _WARNING,
        N_(
            "The parcel {idu}, of the cadastre that the operation was checked against, does not exist any more."
        ),
    ),
    "parcel.changed": (
        _WARNING,
        N_(
            "The parcel {idu} has changed since the cadastre that the operation was checked against: "
            "its drawing from {before_m2} to {drawn_m2}, its area of record from {recorded_before_m2} to {recorded_m2}."
        ),
    ),
    "parcel.proposal": (
        _INFORMATION,
        N_(
            "A footprint made of whole parcels is proposed (their number: {count}): {area_m2} instead of {before_m2}."
        ),
    ),
    "parcel.more": (_INFORMATION, N_("There are more places of the same kind ({kind}): {count} in all.")),
    "parcel.not_checked": (_WARNING, N_("The cadastre is not imported: the parcels were not checked.")),
}
_NEIGHBOURS: Mapping[str, tuple[Level, str]] = {
    "neighbour.overlap": (
        _WARNING,
        N_(
            "The footprint overlaps the operation {name} ({step_word}) on {area_m2}, {area_share} of the footprint."
        ),
    ),
    "neighbour.duplicate": (
        _WARNING,
        N_("The footprint is the same as that of the operation {name} ({step_word})."),
    ),
    "neighbour.self_overlap": (
        _WARNING,
        N_("The footprint overlaps another one of the same batch, {name}, on {area_m2}."),
    ),
    "neighbour.self_duplicate": (
        _WARNING,
        N_("The footprint is the same as another one of the same batch, {name}."),
    ),
}
_POLICY: Mapping[str, tuple[Level, str]] = {
    "policy.inside": (_INFORMATION, N_("The footprint lies wholly in {name} ({code}, {generation_word}).")),
    "policy.across": (
        _INFORMATION,
        N_("{area_share} of the footprint, {area_m2}, lie in {name} ({code}, {generation_word})."),
    ),
    "policy.entirely_300": (
        _INFORMATION,
        N_(
            "The footprint lies entirely less than 300 m from {name} ({code}, {generation_word}); margin {margin_m}."
        ),
    ),
    "policy.partly_300": (
        _INFORMATION,
        N_(
            "The footprint lies partly less than 300 m, and entirely less than 500 m, from {name} "
            "({code}, {generation_word}); margin {margin_m}."
        ),
    ),
    "policy.partly_500": (
        _INFORMATION,
        N_(
            "The footprint lies partly less than 500 m from {name} ({code}, {generation_word}): {distance_m} away."
        ),
    ),
    "policy.close": (
        _WARNING,
        N_(
            "A point of the footprint lies {margin_m} from the limit of {limit_m} around {name} "
            "({code}, {generation_word}): the drawing of either outline may decide."
        ),
    ),
    "policy.approximate": (
        _INFORMATION,
        N_(
            "The outline of {name} ({code}, {generation_word}) is not the official one: "
            "distances to it are approximate."
        ),
    ),
    "policy.none": (_INFORMATION, N_("No priority neighbourhood lies less than {limit_m} away.")),
    "policy.not_checked": (
        _WARNING,
        N_("The layer “{layer_word}” is not imported: distances to its neighbourhoods were not checked."),
    ),
}
_EFFECT: Mapping[str, tuple[Level, str]] = {
    "effect.dwellings": (
        _INFORMATION,
        N_("On the footprint: social residences: {residences_count}, dwellings: {dwellings_count}."),
    ),
    "effect.facilities": (_INFORMATION, N_("On the footprint: public facilities: {facilities_count}.")),
    "effect.population": (
        _INFORMATION,
        N_(
            "People who live in {name} ({code}, {generation_word}), which the footprint lies in: {population_count}."
        ),
    ),
    "effect.not_checked": (
        _WARNING,
        N_("The layer “{layer_word}” is not imported: what stands on the footprint is not wholly known."),
    ),
}
_TABLES = (
    (Group.SHAPE, _SHAPE),
    (Group.PLACE, _PLACE),
    (Group.PARCELS, _PARCELS),
    (Group.NEIGHBOURS, _NEIGHBOURS),
    (Group.POLICY, _POLICY),
    (Group.EFFECT, _EFFECT),
)

CODES: Mapping[str, Code] = {
    code: Code(level, group, text) for group, table in _TABLES for code, (level, text) in table.items()
}
"""All codes, in the order in which a report tells them."""


def finding(code: str, shape: shapely.Geometry | None = None, /, **values: Any) -> Finding:
    """Make a finding of a code.

    Parameters
    ----------
    code
        One of :data:`CODES`.
    shape
        Where it is, EPSG:2154; None where it has no place.
    values
        What its sentence names, and other figures: plain JSON values.

    Raises
    ------
    KeyError
        There is no such code.

    Examples
    --------
    >>> finding("shape.parts", count=2).message
    'L’emprise est composée de 2 parties.'
    """
    kind = CODES[code]
    return Finding(code, kind.level, kind.group, kind.text, values, shape)


def capped(found: Iterable[Finding], more: str) -> list[Finding]:
    """Keep the first places of each kind, and tell the number of those of a kind that has more.

    Parameters
    ----------
    found
        n findings.
    more
        Code that tells the number, such as ``shape.more``.

    Returns
    -------
    By kind, in the order in which each kind came first; :data:`MOST_PLACES` of each at most.
    """
    by_code: dict[str, list[Finding]] = {}
    for item in found:
        by_code.setdefault(item.code, []).append(item)
    kept: list[Finding] = []
    for code, items in by_code.items():
        kept += items[:MOST_PLACES]
        if len(items) > MOST_PLACES:
            kept.append(finding(more, kind=code, count=len(items)))
    return kept
