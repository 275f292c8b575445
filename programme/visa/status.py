"""A visa: what a commune decided on a footprint, bound to the shape and to the layers that it was checked against.

A visa is a row that nobody changes. Whether it still holds is worked out when it is read: it has lapsed where the
footprint in force has another hash; the operation is to be checked again where a layer has another revision.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from core.formats import UNKNOWN
from core.languages import N_, _
from layers.registry import LAYERS
from programme.footprints import geometry_hash
from programme.visa.decision import Decision

DECISION_WORDS: Mapping[Decision, str] = {
    Decision.APPROVED: N_("Approved"),
    Decision.APPROVED_WITH_REMARKS: N_("Approved with remarks"),
    Decision.RETURNED: N_("Returned"),
}
_MILLIMETRES = 3


@dataclass(frozen=True, slots=True)
class Visa:
    """One decision of a commune on one footprint.

    Attributes
    ----------
    number
        Grows with each visa of the programme.
    operation_id, operation_name, commune
        Operation as it was called, and INSEE code of the commune that decided.
    decision, decided_on
        What was decided, and when, as the person says.
    person, comment
        Who decided, and what was remarked (None where nothing was): None for a reader who may not see them.
    recorded_at, recorded_by
        When it was written down, UTC, and by which actor (None for a reader who may not see it).
    geometry, geometry_hash
        The footprint, EPSG:2154, and its fingerprint.
    revisions
        Revision of each layer that the footprint was checked against, by key.
    checked_at, verdict, errors, warnings
        Of the check: when (UTC), what it came to, how many findings.
    fictitious
        Of invented data.
    """

    number: int
    operation_id: str
    operation_name: str
    commune: str
    decision: Decision
    decided_on: dt.date
    person: str | None
    comment: str | None
    recorded_at: dt.datetime
    recorded_by: str | None
    geometry: shapely.Geometry
    geometry_hash: str
    revisions: Mapping[str, str]
    checked_at: dt.datetime
    verdict: str
    errors: int
    warnings: int
    fictitious: bool

    @property
    def decision_label(self) -> str:
        """The decision in the language in force."""
        return _(DECISION_WORDS[self.decision])

    @property
    def intact(self) -> bool:
        """Whether the shape that is kept is the one that was decided on."""
        return geometry_hash(self.geometry) == self.geometry_hash

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; ``wkt`` is the shape, EPSG:2154, to the millimetre."""
        return {
            "number": self.number,
            "operation": self.operation_id,
            "operation_name": self.operation_name,
            "commune": self.commune,
            "decision": str(self.decision),
            "decided_on": self.decided_on.isoformat(),
            "person": self.person,
            "comment": self.comment,
            "recorded_at": self.recorded_at.isoformat(),
            "recorded_by": self.recorded_by,
            "geometry_hash": self.geometry_hash,
            "intact": self.intact,
            "revisions": dict(self.revisions),
            "checked_at": self.checked_at.isoformat(),
            "verdict": self.verdict,
            "errors": self.errors,
            "warnings": self.warnings,
            "fictitious": self.fictitious,
            "wkt": shapely.to_wkt(self.geometry, rounding_precision=_MILLIMETRES),
        }


@dataclass(frozen=True, slots=True)
class LayerChange:
    """A layer that is no longer the one that a footprint was checked against.

    Attributes
    ----------
    layer
        Its key.
    then, now
        Revisions; ``then`` is None where the layer was not imported yet.
    """

    layer: str
    then: str | None
    now: str

    @property
    def message(self) -> str:
        """The sentence in the language in force."""
        title = _(LAYERS[self.layer].title)
        if self.then is None:
            return _("{layer}: not imported yet at the check, now in revision {now}.").format(
                layer=title, now=self.now
            )
        return _("{layer}: checked against revision {then}, now in revision {now}.").format(
            layer=title, then=self.then, now=self.now
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"layer": self.layer, "then": self.then, "now": self.now, "message": self.message}


@dataclass(frozen=True, slots=True)
class VisaStatus:
    """Where an operation stands with the visa of its commune.

    Attributes
    ----------
    operation_id, in_programme
        The operation, and whether the programme still holds it.
    footprint_hash
        Of the footprint in force; None where there is none.
    history
        All its visas, the newest first.
    to_check_again
        Layers that changed since the check of the current visa; empty without visa.
    withheld
        True: this reader may not see visas; then the history is empty and nothing is told.
    """

    operation_id: str
    in_programme: bool
    footprint_hash: str | None
    history: tuple[Visa, ...]
    to_check_again: tuple[LayerChange, ...]
    withheld: bool

    @property
    def current(self) -> Visa | None:
        """The newest visa, lapsed or not; None where there is none."""
        return self.history[0] if self.history else None

    @property
    def lapsed(self) -> bool:
        """Whether the current visa was put on another footprint than the one in force."""
        return self.current is not None and self.current.geometry_hash != self.footprint_hash

    @property
    def needs_check(self) -> bool:
        """Whether the footprint is to be checked anew: the visa has lapsed, or a layer changed."""
        return self.lapsed or bool(self.to_check_again)

    @property
    def label(self) -> str:
        """The state in a few words of the language in force, for a column; an em dash where it is withheld."""
        if self.withheld:
            return UNKNOWN
        if self.current is None:
            return _("No visa")
        decision = self.current.decision_label
        if self.lapsed:
            return _("{decision}, visa lapsed").format(decision=decision)
        if self.to_check_again:
            return _("{decision}, to be checked again").format(decision=decision)
        return decision

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is to be checked anew, in the language in force; empty where it is not."""
        changes = tuple(change.message for change in self.to_check_again)
        if not self.lapsed:
            return changes
        if not self.in_programme:
            return (_("The operation is no longer in the programme: its visa has lapsed."), *changes)
        if self.footprint_hash is None:
            return (_("The operation has no footprint any more: its visa has lapsed."), *changes)
        return (_("The footprint has changed since this visa, which has lapsed."), *changes)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; the newest visa first."""
        return {
            "operation": self.operation_id,
            "in_programme": self.in_programme,
            "footprint_hash": self.footprint_hash,
            "decision": None if self.current is None else str(self.current.decision),
            "lapsed": self.lapsed,
            "to_check_again": [change.as_dict() for change in self.to_check_again],
            "visas": [visa.as_dict() for visa in self.history],
        }
