"""People: households, hours of work, grants of social actions, consultations, and exceptions to rules."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demonstration.dice import Dice
from demonstration.funding import CENT, FundingLine
from demonstration.milestones import TODAY
from demonstration.operations import Operation
from demonstration.sites import STUDIES
from demonstration.social import SocialAction
from gis.projection import to_wgs84
from programme.desk import Clause
from programme.steps import FundingKind, OwnerKind, Step
from programme.themes import Theme

_DONE = {
    Step.STUDY: (0.0, 0.0),
    Step.PROGRAMMING: (0.0, 0.2),
    Step.COMMITTED: (0.1, 0.6),
    Step.WORKS: (0.5, 1.0),
    Step.DELIVERED: (1.0, 1.0),
    Step.SETTLED: (1.0, 1.0),
    Step.ABANDONED: (0.0, 0.3),
}
"""Least and most share of what is planned that is done, by step."""
_HOURLY_EUR = 110
"""Cost of works for each hour that is worked."""
_PLACES = ("Salle des fêtes", "Maison du projet", "Gymnase", "Pied d’immeuble", "Centre social fictif")
_KINDS = ("Réunion publique", "Atelier", "Marche exploratoire", "Permanence")


@dataclass(frozen=True, slots=True)
class Rehousing:
    """Households of an operation."""

    operation_id: str
    households_to_rehouse: int
    households_rehoused: int | None


@dataclass(frozen=True, slots=True)
class WorkHours:
    """Hours of an operation."""

    operation_id: str
    clause: Clause
    worked_planned: int | None
    worked_done: int | None
    integration_planned: int | None
    integration_done: int | None


@dataclass(frozen=True, slots=True)
class Grant:
    """What one funder gives to a social action in one year."""

    id: str
    social_action_id: str
    funder_id: str
    year: int
    requested_eur: Decimal
    granted_eur: Decimal | None
    paid_eur: Decimal | None


@dataclass(frozen=True, slots=True)
class Consultation:
    """One event of a consultation."""

    id: str
    name: str
    held_on: dt.date
    operation_id: str | None
    social_action_id: str
    neighbourhood_code: str | None
    place: str | None
    lon: float | None
    lat: float | None
    meetings: int
    contributions: int | None
    results: str | None


@dataclass(frozen=True, slots=True)
class RuleException:
    """Justified exception of an operation to a rule."""

    operation_id: str
    rule: str
    person: str
    decided_on: dt.date
    reason: str


def build_rehousing(operations: Sequence[Operation]) -> list[Rehousing]:
    """Households of the operations that demolish or rehouse."""
    found = []
    for operation in operations:
        if operation.family not in ("15", "21"):
            continue
        dice = Dice(f"rehousing/{operation.id}")
        demolished = operation.dwellings["dwellings_demolished"]
        households = round(demolished * dice.uniform(0.82, 0.97)) if demolished else dice.integer(18, 120)
        done = (
            None if operation.step is Step.STUDY else round(households * dice.uniform(*_DONE[operation.step]))
        )
        found.append(Rehousing(operation.id, households, done))
    return found


def build_hours(operations: Sequence[Operation]) -> list[WorkHours]:
    """Hours of the operations that build, and of neighbourhood management where there is one."""
    return [hours for operation in operations for hours in _hours(operation, Dice(f"hours/{operation.id}"))]


def _hours(operation: Operation, dice: Dice) -> Iterator[WorkHours]:
    if operation.family in STUDIES or operation.step in (Step.STUDY, Step.ABANDONED):
        return
    clauses = [(Clause.MANAGEMENT, 0.08, 0.15)] if operation.family == "39" else []
    clauses.insert(0, (Clause.WORKS, 0.03, 0.09))
    for clause, low, high in clauses:
        cost = int(operation.cost_excl_tax_eur)
        worked = cost // _HOURLY_EUR // 10 * 10 if clause is Clause.WORKS else cost // 400 // 10 * 10
        planned = round(worked * dice.uniform(low, high))
        share = dice.uniform(*_DONE[operation.step])
        begun = operation.step not in (Step.PROGRAMMING, Step.COMMITTED)
        yield WorkHours(
            operation.id,
            clause,
            worked,
            round(worked * share) if begun else None,
            planned,
            round(planned * share * dice.uniform(0.7, 1.2)) if begun else None,
        )


def build_grants(actions: Sequence[SocialAction]) -> list[Grant]:
    """Grants by funder and year: those of an action add up to its own amounts, to the cent."""
    found: list[Grant] = []
    for action in actions:
        if action.requested_eur is None or action.start is None:
            continue
        dice = Dice(f"grants/{action.id}")
        shares = [("etat", 0.5), ("departement", 0.3), ("commune", 0.2)][: dice.integer(1, 3)]
        years = sorted({action.start.year, (action.end or action.start).year})
        cells = [(funder, weight, year) for funder, weight in shares for year in years]
        weights = [weight for _funder, weight, _year in cells]
        requested = _parts(action.requested_eur, weights)
        granted = [None] * len(cells) if action.granted_eur is None else _parts(action.granted_eur, weights)
        for (funder, _weight, year), asked, given in zip(cells, requested, granted, strict=True):
            paid = given if given is not None and year < TODAY.year else None
            found.append(Grant(f"SAS-{len(found) + 1:04d}", action.id, funder, year, asked, given, paid))
    return found


def _parts(amount: Decimal, weights: Sequence[float]) -> list[Decimal]:
    """Split an amount by weight, to the cent; the last part takes what is left."""
    whole = Decimal(str(round(sum(weights), 6)))
    parts = [(amount * Decimal(str(weight)) / whole).quantize(CENT) for weight in weights[:-1]]
    return [*parts, amount - sum(parts, Decimal(0))]


def build_consultations(
    operations: Sequence[Operation], actions: Sequence[SocialAction]
) -> list[Consultation]:
    """Events of the actions of consultation: their meetings add up to those of the action."""
    places = _places(operations)
    found: list[Consultation] = []
    for action in actions:
        if action.theme is not Theme.CONSULTATION or not action.meetings or action.start is None:
            continue
        dice = Dice(f"consultation/{action.id}")
        events = min(action.meetings, dice.integer(1, 4))
        for number in range(events):
            day = action.start + dt.timedelta(days=21 + 35 * number + dice.integer(0, 20))
            operation = dice.pick(action.operations) if action.operations else None
            lon, lat = places.get(operation or "", (None, None))
            found.append(
                Consultation(
                    id=f"CC-{len(found) + 1:03d}",
                    name=f"{dice.pick(_KINDS)} : {action.name}",
                    held_on=day,
                    operation_id=operation,
                    social_action_id=action.id,
                    neighbourhood_code=action.neighbourhoods[0] if action.neighbourhoods else None,
                    place=dice.pick(_PLACES) if dice.chance(0.8) else None,
                    lon=lon,
                    lat=lat,
                    meetings=action.meetings - events + 1 if number == 0 else 1,
                    contributions=dice.integer(4, 140) if day <= TODAY else None,
                    results="Synthèse publiée." if day <= TODAY and dice.chance(0.5) else None,
                )
            )
    return found


def _places(operations: Sequence[Operation]) -> dict[str, tuple[float, float]]:
    """Points on the footprints, in degrees to the metre."""
    mapped = [(item.id, item.footprint) for item in operations if item.footprint is not None]
    points = to_wgs84([footprint.representative_point() for _name, footprint in mapped])
    return {
        name: (round(point.x, 5), round(point.y, 5))
        for (name, _shape), point in zip(mapped, points, strict=True)
    }


def build_exceptions(operations: Sequence[Operation], lines: Sequence[FundingLine]) -> list[RuleException]:
    """Two exceptions to the local share, which the law provides for inside a renewal programme."""
    own: dict[str, Decimal] = {}
    for line in lines:
        if line.kind is FundingKind.OWN_FUNDS and line.requested_eur is not None:
            own[line.operation_id] = own.get(line.operation_id, Decimal(0)) + line.requested_eur
    poor = [
        item
        for item in operations
        if item.owner_kind in (OwnerKind.COMMUNE, OwnerKind.EPT)
        and item.step in (Step.COMMITTED, Step.WORKS, Step.DELIVERED)
        and own.get(item.id, Decimal(0)) < item.cost_excl_tax_eur * Decimal("0.18")
    ]
    return [
        RuleException(
            operation_id=item.id,
            rule="local_share",
            person="Direction fictive du renouvellement urbain",
            decided_on=dt.date(2026, 3 + number, 12),
            reason="Opération d’un programme de renouvellement urbain : "
            "dérogation prévue par la loi n° 2003-710, art. 9.",
        )
        for number, item in enumerate(poor[:2])
    ]
