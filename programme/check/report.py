"""What a check says: one report, from which page, command, paper, packages and visas are made.

Geometries are in EPSG:2154, in metres. Words are made in the language in force when they are asked for: a report may
be kept and read again in another language.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import shapely

from core.issues import LEVEL_WORDS, Level
from core.languages import _
from core.settings import Checks
from gis.crs import Candidate, to_degrees
from programme.places import Surroundings


class Group(StrEnum):
    """What a finding is about, in the order in which a report tells it."""

    SHAPE = "shape"
    PLACE = "place"
    PARCELS = "parcels"
    NEIGHBOURS = "neighbours"
    POLICY = "policy"
    EFFECT = "effect"


class Verdict(StrEnum):
    """What a report comes to: one finding of level error, and the footprint is to be corrected."""

    CONFORM = "conform"
    TO_BE_CORRECTED = "to_be_corrected"


class Relation(StrEnum):
    """How a footprint takes a parcel."""

    WHOLE = "whole"
    PARTIAL = "partial"
    GRAZED = "grazed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes
    ----------
    code
        Stable, dotted, lower case, such as ``shape.spike``; all codes are listed in ``docs/verifier.md``.
    level
        An error means that the footprint is to be corrected, a warning that somebody should look, information tells.
    group
        What it is about.
    text
        English sentence with ``{placeholders}``, marked by ``N_``; values are formatted by the language when shown.
    values
        The figures behind it: plain JSON values. Keys that end in ``_m``, ``_m2``, ``_share``, ``_deg`` or ``count``
        are formatted as numbers with their unit by :attr:`message`.
    shape
        Where it is, EPSG:2154; None where it has no place.
    """

    code: str
    level: Level
    group: Group
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    shape: shapely.Geometry | None = None

    @property
    def message(self) -> str:
        """The sentence in the language in force."""
        from programme.check.words import told  # the words know the report

        return told(self)

    @property
    def level_label(self) -> str:
        """The level in the language in force."""
        return _(LEVEL_WORDS[self.level])

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; ``lon`` and ``lat`` are those of a point on the shape."""
        lon = lat = None
        if self.shape is not None and not self.shape.is_empty:
            point = shapely.point_on_surface(self.shape)
            lon, lat = to_degrees(point.x, point.y)
        return {
            "code": self.code,
            "level": str(self.level),
            "group": str(self.group),
            "message": self.message,
            "values": dict(self.values),
            "lon": lon,
            "lat": lat,
        }


@dataclass(frozen=True, slots=True)
class Subject:
    """What was checked, and what was said of it beforehand.

    Attributes
    ----------
    name
        For a title: the name of the operation, of the file, or of the feature in it.
    origin
        How it came: ``file``, ``text``, ``parcels``, ``drawing`` or ``operation``.
    file, driver, layer, feature
        Of a file; None otherwise. ``feature`` is the number of the feature, the first being 1.
    operation_id
        The operation that it is, or is to be, the footprint of; None where it was not said.
    commune
        Declared, INSEE code; None where it was not said.
    declared_area_m2
        None where it was not said.
    idus
        Parcels that were picked, in their order; empty for other origins.
    """

    name: str
    origin: str
    file: str | None = None
    driver: str | None = None
    layer: str | None = None
    feature: int | None = None
    operation_id: str | None = None
    commune: str | None = None
    declared_area_m2: float | None = None
    idus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Systems:
    """Coordinate reference systems.

    Attributes
    ----------
    found
        What the source declares, such as ``EPSG:2154``; None where it declares nothing.
    used
        The one that the coordinates were read in; None where it could not be told (then nothing else was checked).
    swapped
        The axes were swapped before they were used.
    candidates
        What it could be otherwise, the likeliest first.
    """

    found: str | None
    used: str | None
    swapped: bool = False
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class FootprintFacts:
    """The shape that was checked.

    Attributes
    ----------
    geometry
        As submitted, multipolygon in EPSG:2154, two-dimensional; may be invalid.
    measured
        What areas were taken of: ``geometry`` where it is valid, else ``repaired``.
    repaired
        A valid proposal where ``geometry`` is not; None where there is nothing to repair.
    area_m2, perimeter_m, parts, holes
        Of ``measured``.
    hash
        :func:`programme.footprints.geometry_hash` of ``geometry``.
    """

    geometry: shapely.Geometry
    measured: shapely.Geometry
    repaired: shapely.Geometry | None
    area_m2: float
    perimeter_m: float
    parts: int
    holes: int
    hash: str


@dataclass(frozen=True, slots=True)
class ParcelShare:
    """One parcel that the footprint touches.

    Attributes
    ----------
    idu
        14 characters.
    recorded_m2
        Area of record; None where unknown.
    area_m2, covered_m2
        Of the parcel as drawn, and of what the footprint covers of it.
    share
        Covered ÷ area, in [0, 1].
    relation
        Whole, partial or grazed.
    geometry
        The parcel, EPSG:2154.
    """

    idu: str
    recorded_m2: float | None
    area_m2: float
    covered_m2: float
    share: float
    relation: Relation
    geometry: shapely.Geometry


@dataclass(frozen=True, slots=True)
class CommuneShare:
    """One commune that the footprint lies in: ``share`` of the footprint, and its area, in it."""

    insee: str
    name: str
    area_m2: float
    share: float
    declared: bool


@dataclass(frozen=True, slots=True)
class NeighbourhoodTest:
    """One priority neighbourhood, in which or near which the footprint lies.

    Attributes
    ----------
    generation, code, name
        ``generation`` is the key of the layer, ``neighbourhoods_2024`` or ``neighbourhoods_2015``.
    population
        None where unknown.
    area_m2, share
        Of the footprint that lies in it.
    distance_m
        From the nearest point of the footprint; 0 where they meet.
    farthest_m
        From the farthest point of the footprint, inside it too, to the millimetre; 0 where all of it lies inside.
    entirely_within_300_m, partly_within_300_m, entirely_within_500_m
        The tests that the reduced VAT asks for.
    """

    generation: str
    code: str
    name: str | None
    population: int | None
    area_m2: float
    share: float
    distance_m: float
    farthest_m: float
    entirely_within_300_m: bool
    partly_within_300_m: bool
    entirely_within_500_m: bool

    @property
    def margin_300_m(self) -> float:
        """How far the farthest point lies within 300 m; negative beyond."""
        return 300.0 - self.farthest_m

    @property
    def margin_500_m(self) -> float:
        """How far the farthest point lies within 500 m; negative beyond."""
        return 500.0 - self.farthest_m


@dataclass(frozen=True, slots=True)
class OverlappedOperation:
    """Another operation on the same ground: area in common, and its share of this footprint."""

    id: str
    name: str
    step: str
    step_label: str
    area_m2: float
    share: float
    same: bool
    geometry: shapely.Geometry


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What a dated rule says of this place; informs and never decides.

    Attributes
    ----------
    code, title, text
        Stable code; title and sentence through the catalogue, in English.
    applies
        True, False, or None where it cannot be told (``reason`` says why, in English, through the catalogue).
    reason, values
        Sentence with placeholders, and the figures and names behind it.
    margin_m
        Distance to the limit, positive inside; None where the rule has none.
    neighbourhood
        Code of the neighbourhood that it is about; None.
    valid_from, valid_to
        When the rule is in force; None where open.
    source, url
        The text it comes from, and where to read it.
    """

    code: str
    title: str
    text: str
    applies: bool | None
    reason: str
    values: Mapping[str, Any]
    margin_m: float | None
    neighbourhood: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    url: str | None


@dataclass(frozen=True)
class Report:
    """Everything that was found about one footprint.

    Attributes
    ----------
    subject, systems
        What was checked, and in which coordinates it came.
    footprint
        None where no polygon in EPSG:2154 could be made of it; then all that follows is empty.
    findings
        In the order of the groups, errors first within each.
    parcels
        By relation (whole, partial, grazed), then identifier.
    outside_parcels_m2
        Area of ``measured`` that lies on no parcel (streets, water); covered parcels and this make the footprint.
        None where the cadastre was not imported.
    proposal
        Footprint made of the whole parcels that it takes (whole and partial ones), None where there is none or where
        the footprint is that already.
    communes, neighbourhoods, operations, rules
        See their classes; those of neighbourhoods by generation, the greatest share first, then the nearest.
    surroundings
        Residences, dwellings and facilities on it and around; None without footprint.
    revisions
        Revision of each layer that it was checked against, by key; ``programme`` too, as text.
    not_checked
        Keys of the layers that are not imported, so that what needs them was not checked.
    thresholds
        In force.
    checked_at
        UTC.
    fictitious
        The installation shows invented data.
    parcels_overlap_m2
        Area of the footprint on which parcels of the cadastre overlap each other: it is counted in each of them, so
        that covered parcels and ``outside_parcels_m2``, less this, make the footprint.
    """

    subject: Subject
    systems: Systems
    footprint: FootprintFacts | None
    findings: tuple[Finding, ...]
    thresholds: Checks
    checked_at: dt.datetime
    parcels: tuple[ParcelShare, ...] = ()
    outside_parcels_m2: float | None = None
    proposal: shapely.Geometry | None = None
    communes: tuple[CommuneShare, ...] = ()
    neighbourhoods: tuple[NeighbourhoodTest, ...] = ()
    operations: tuple[OverlappedOperation, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    surroundings: Surroundings | None = None
    revisions: Mapping[str, str] = field(default_factory=dict)
    not_checked: tuple[str, ...] = ()
    fictitious: bool = False
    parcels_overlap_m2: float = 0.0

    @cached_property
    def counts(self) -> Mapping[Level, int]:
        """Number of findings by level."""
        return {level: sum(item.level is level for item in self.findings) for level in Level}

    @property
    def verdict(self) -> Verdict:
        """What it comes to."""
        return Verdict.TO_BE_CORRECTED if self.counts[Level.ERROR] else Verdict.CONFORM
