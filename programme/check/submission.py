"""What a person gives to be checked, brought to one form: shapes as they came, and where they are."""

from dataclasses import dataclass

import shapely

from programme.check.report import Finding, Subject, Systems


@dataclass(frozen=True)
class Submission:
    """One footprint to check.

    Attributes
    ----------
    subject, systems
        What it is, and in which coordinates it came.
    shape
        As submitted, brought to EPSG:2154, two-dimensional, not repaired: a polygon, a multipolygon, or anything else
        that was in the source. None where it could not be placed (no CRS, coordinates that are no numbers).
    notes
        What reading already found: heights dropped, curves drawn as lines, a grid that lacks, axes swapped.
    """

    subject: Subject
    systems: Systems
    shape: shapely.Geometry | None
    notes: tuple[Finding, ...] = ()
