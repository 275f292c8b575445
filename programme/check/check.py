"""Checking footprints: everything at once, one report each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from core.issues import Level
from core.languages import _
from core.progress import Progress, silent
from core.settings import Settings
from layers.snapshot import Snapshot
from programme.check.codes import finding
from programme.check.effect import check_effect
from programme.check.neighbours import check_batch, check_operations
from programme.check.outlines import Geometries
from programme.check.parcels import ParcelsChecked, Taken, check_parcels, taken
from programme.check.place import Shared, check_place, check_systems, in_france, shared
from programme.check.policy import Near, check_policy, near
from programme.check.report import CommuneShare, Finding, FootprintFacts, Group, Report
from programme.check.rules import check_rules
from programme.check.shape import check_shape
from programme.check.since import check_since, parcels_before
from programme.check.submission import Submission
from programme.world import GENERATIONS, World

LAYERS = ("communes", "parcels", *GENERATIONS, "housing", "facilities")
"""Layers that a footprint is checked against."""

_AT_ONCE = 256
"""Footprints that are measured together: enough for arrays, few enough to tell how far the work is."""

_GROUPS = tuple(Group)
_LEVELS = tuple(Level)


def check(
    world: World,
    submission: Submission,
    settings: Settings,
    *,
    at: dt.datetime | None = None,
    linked: Snapshot | None = None,
) -> Report:
    """Check one footprint.

    Parameters
    ----------
    world
        Operations and layers. A layer that was not imported leaves what needs it unchecked, which the report says.
    submission
        What is to be checked.
    settings
        Territory and thresholds.
    at
        Moment of the check, which decides on the rules in force; None for now.
    linked
        Cadastre that the footprint was checked against before: parcels that are gone since or have changed are told.
        Where it is None, the operation's own links serve if they come from an older cadastre.

    Returns
    -------
    The report; a fault in the footprint is a finding, never an exception.
    """
    return _check(world, [submission], settings, at or dt.datetime.now(dt.UTC), linked)[0]


def check_all(
    world: World,
    submissions: Sequence[Submission],
    settings: Settings,
    progress: Progress = silent,
    *,
    at: dt.datetime | None = None,
) -> list[Report]:
    """Check a batch, and its footprints against each other.

    Parameters
    ----------
    world, settings, at
        As in :func:`check`.
    submissions
        n footprints.
    progress
        Told after each part of the work; it may stop it.

    Returns
    -------
    n reports in the same order.
    """
    moment = at or dt.datetime.now(dt.UTC)
    reports: list[Report] = []
    for start in range(0, len(submissions), _AT_ONCE):
        progress(start / len(submissions), _("Checking the footprints"))
        reports += _check(world, submissions[start : start + _AT_ONCE], settings, moment, None)
    shapes = _array([report.footprint and report.footprint.measured for report in reports])
    among = check_batch(shapes, [report.subject for report in reports], settings.checks)
    progress(1.0, _("Checking the footprints"))
    return [
        replace(report, findings=_ordered([*report.findings, *found])) if found else report
        for report, found in zip(reports, among, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class _Measured:
    """What several footprints share with each layer; None where a layer was not imported."""

    communes: Shared | None
    parcels: Taken | None
    operations: Shared
    neighbourhoods: Mapping[str, Near]


def _measure(shapes: Geometries, world: World, settings: Settings) -> _Measured:
    return _Measured(
        communes=None if world.communes is None else shared(shapes, world.communes.tree),
        parcels=None if world.parcels is None else taken(shapes, world.parcels, settings.checks),
        operations=shared(shapes, world.footprints.tree),
        neighbourhoods={
            key: near(shapes, places) for key in GENERATIONS if (places := world.snapshot(key)) is not None
        },
    )


def _check(
    world: World,
    submissions: Sequence[Submission],
    settings: Settings,
    at: dt.datetime,
    linked: Snapshot | None,
) -> list[Report]:
    drawn = [_drawn(submission, settings) for submission in submissions]
    shapes = _array([facts and facts.measured for facts, _findings in drawn])
    measured = _measure(shapes, world, settings)
    work = _Work(world, settings, at, linked, measured)
    return [
        work.report(number, submission, facts, findings)
        for number, (submission, (facts, findings)) in enumerate(zip(submissions, drawn, strict=True))
    ]


def _drawn(submission: Submission, settings: Settings) -> tuple[FootprintFacts | None, list[Finding]]:
    """Facts of the shape, and what was found in it and in its coordinates; no facts where it lies off the country."""
    findings = list(submission.notes)
    if any(note.level is Level.ERROR for note in findings) and submission.shape is None:
        return None, findings
    if submission.systems.used is None:
        return None, [*findings, *check_systems(submission.systems)]
    facts, found = check_shape(submission.shape, settings.checks, submission.subject.declared_area_m2)
    findings += found
    if facts is not None and not in_france(facts.measured):
        return None, [*findings, finding("place.not_in_france")]
    return facts, findings


@dataclass(frozen=True, eq=False)
class _Work:
    """What all reports of one run are made from."""

    world: World
    settings: Settings
    at: dt.datetime
    linked: Snapshot | None
    measured: _Measured

    def report(
        self, number: int, submission: Submission, facts: FootprintFacts | None, findings: list[Finding]
    ) -> Report:
        """Put together what was found of one footprint."""
        world, checks = self.world, self.settings.checks
        bare = Report(
            subject=submission.subject,
            systems=submission.systems,
            footprint=facts,
            findings=_ordered(findings),
            thresholds=checks,
            checked_at=self.at,
            revisions=_revisions(world),
            not_checked=tuple(key for key in LAYERS if world.snapshot(key) is None),
            fictitious=self.settings.installation.fictitious,
        )
        if facts is None:
            return bare
        shape, subject = facts.measured, submission.subject
        communes: tuple[CommuneShare, ...] = ()
        placed = [finding("place.not_checked")]
        if world.communes is not None and self.measured.communes is not None:
            own = self.measured.communes.of(number)
            communes, placed = check_place(
                shape, own, world.communes, subject.commune, self.settings.territory, checks
            )
        parcels = self._parcels(number, shape, subject.operation_id)
        operations, beside = check_operations(
            shape, self.measured.operations.of(number), world, subject.operation_id, checks
        )
        neighbourhoods, policy = check_policy(shape, self.measured.neighbourhoods, number, world, checks)
        surroundings, effects = check_effect(shape, world, neighbourhoods, self.settings.map.near_m)
        return replace(
            bare,
            findings=_ordered([*findings, *placed, *parcels.findings, *beside, *policy, *effects]),
            parcels=parcels.parcels,
            outside_parcels_m2=parcels.outside_parcels_m2,
            parcels_overlap_m2=parcels.parcels_overlap_m2,
            proposal=parcels.proposal,
            communes=communes,
            neighbourhoods=neighbourhoods,
            operations=operations,
            rules=check_rules(shape, world, neighbourhoods, self.at.date()),
            surroundings=surroundings,
        )

    def _parcels(self, number: int, shape: shapely.Geometry, operation_id: str | None) -> ParcelsChecked:
        world, checks = self.world, self.settings.checks
        if world.parcels is None or self.measured.parcels is None:
            return ParcelsChecked(findings=(finding("parcel.not_checked"),))
        checked = check_parcels(shape, self.measured.parcels.of(number), world.parcels, checks)
        before = parcels_before(shape, world.parcels, self.linked, world.programme, operation_id, checks)
        return replace(checked, findings=(*checked.findings, *check_since(before, world.parcels, checks)))


def _revisions(world: World) -> dict[str, str]:
    found = {key: world.snapshots[key].revision.id for key in LAYERS if key in world.snapshots}
    return {**found, "programme": str(world.programme.revision)}


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """By group, errors first within each; otherwise as they were found."""
    return tuple(sorted(findings, key=lambda item: (_GROUPS.index(item.group), _LEVELS.index(item.level))))


def _array(shapes: Sequence[shapely.Geometry | None]) -> Geometries:
    """Array of geometries, none of which is taken for a sequence."""
    content = np.empty(len(shapes), dtype=object)
    content[:] = shapes
    return content
