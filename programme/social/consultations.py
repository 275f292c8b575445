"""Events of the consultation: what was held, when and where, how many came forward, and what came of it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import shapely

from gis.projection import point_to_metric
from programme.cells import known
from programme.social.selection import Criteria
from programme.world import World


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes
    ----------
    id, name
        Of the event.
    held_on
        None where unknown.
    operation_id, action_id, neighbourhood_code
        What it is about; None where it is about none.
    place
        Words.
    point
        Where it was held, EPSG:2154; None where no place is told.
    meetings, contributions
        None where unknown.
    results
        What came of it.
    """

    id: str
    name: str
    held_on: dt.date | None
    operation_id: str | None
    action_id: str | None
    neighbourhood_code: str | None
    place: str | None
    point: shapely.Point | None
    meetings: int | None
    contributions: int | None
    results: str | None


def consultations(
    world: World, actions: Collection[str], operations: Collection[str], criteria: Criteria
) -> tuple[Event, ...]:
    """Events that a reader wants to see, the latest first, those without a date last.

    Parameters
    ----------
    world
        As the reader may see it.
    actions, operations
        Identifiers that the criteria keep.
    criteria
        An event of a social action goes with it; one without goes with its operation or its neighbourhood, unless
        the criteria ask for something that only an action has. Years are those in which it was held.
    """
    kept, standing = set(actions), set(operations)
    asks = bool(criteria.themes or criteria.publics or criteria.holders)
    placed = bool(criteria.communes or criteria.neighbourhoods)
    found = []
    for identifier, record in world.programme.consultations.to_dict("index").items():
        row = {name: known(cell) for name, cell in record.items()}
        action, operation = row["social_action_id"], row["operation_id"]
        if criteria.years and (row["held_on"] is None or row["held_on"].year not in criteria.years):
            continue
        if action is not None:
            wanted = action in kept
        else:
            there = operation in standing or row["neighbourhood_code"] in criteria.neighbourhoods
            wanted = not asks and (there or not placed)
        if wanted:
            found.append(_event(str(identifier), row))
    return tuple(sorted(found, key=_latest_first))


def _event(identifier: str, row: dict[str, Any]) -> Event:
    placed = row["lon"] is not None and row["lat"] is not None
    return Event(
        id=identifier,
        name=row["name"],
        held_on=row["held_on"],
        operation_id=row["operation_id"],
        action_id=row["social_action_id"],
        neighbourhood_code=row["neighbourhood_code"],
        place=row["place"],
        point=shapely.Point(*point_to_metric(row["lon"], row["lat"])) if placed else None,
        meetings=row["meetings"],
        contributions=row["contributions"],
        results=row["results"],
    )


def _latest_first(event: Event) -> tuple[bool, int, str]:
    return event.held_on is None, 0 if event.held_on is None else -event.held_on.toordinal(), event.id
