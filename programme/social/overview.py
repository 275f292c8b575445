"""The social actions at a glance: what they are about, where they meet the operations, what became of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programme.cells import plain_record
from programme.desk import Clause
from programme.social.breakdown import Breakdown, SocialGrouping, breakdown
from programme.social.meeting import (
    MeetingRow,
    Unplaced,
    neighbourhoods_meeting,
    operations_meeting,
    unplaced,
)
from programme.social.people import (
    ClauseRow,
    IntegrationRow,
    RehousingRow,
    clauses,
    integration,
    integration_total,
    rehousing,
    rehousing_total,
)
from programme.visibility import sees
from programme.world import GENERATIONS, World


@dataclass(frozen=True)
class Overview:
    """All social actions in figures.

    Attributes
    ----------
    themes
        Actions by theme.
    neighbourhoods
        Stone and people by generation: two series, never summed.
    operations
        Stone and people by operation.
    unplaced
        Actions that no map can show.
    hours, integration_totals
        Hours of integration by operation and clause, and their sums by clause.
    clauses
        Integration clauses of the social actions.
    households
        To rehouse and rehoused; None where the reader may not see them.
    events, contributions
        Of the consultation.
    """

    themes: Breakdown
    neighbourhoods: Mapping[str, tuple[MeetingRow, ...]]
    operations: tuple[MeetingRow, ...]
    unplaced: Unplaced
    hours: tuple[IntegrationRow, ...]
    integration_totals: tuple[IntegrationRow, ...]
    clauses: tuple[ClauseRow, ...]
    households: RehousingRow | None
    events: int
    contributions: int

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; amounts in euros, as text with every digit."""
        return {
            "actions": self.themes.total.as_dict(),
            "themes": [row.as_dict() for row in self.themes.rows],
            "neighbourhoods": {
                generation[-4:]: [row.as_dict() for row in rows]
                for generation, rows in self.neighbourhoods.items()
            },
            "operations": [row.as_dict() for row in self.operations],
            "actions_without_place": list(self.unplaced.nowhere),
            "actions_with_commune_alone": list(self.unplaced.commune_alone),
            "integration": [row.as_dict() for row in self.hours],
            "integration_totals": [row.as_dict() for row in self.integration_totals],
            "integration_clauses": [
                {**plain_record(row), "reached": row.reached.value} for row in self.clauses
            ],
            "households": None
            if self.households is None
            else {"to_rehouse": self.households.to_rehouse, "rehoused": self.households.rehoused},
            "consultation": {"events": self.events, "contributions": self.contributions},
        }


def overview(world: World) -> Overview:
    """Put together what is known of the social actions, as the reader of a world may see it."""
    programme = world.programme
    actions, operations = programme.social_actions.index, programme.operations.index
    hours = integration(world, operations)
    sums = (integration_total(hours, clause) for clause in Clause)
    contributions = programme.consultations["contributions"].dropna()
    return Overview(
        themes=breakdown(world, actions, SocialGrouping.THEME),
        neighbourhoods={
            generation: neighbourhoods_meeting(world, generation, actions)
            for generation in GENERATIONS
            if world.snapshot(generation) is not None
        },
        operations=operations_meeting(world, actions, operations),
        unplaced=unplaced(world, actions),
        hours=hours,
        integration_totals=tuple(item for item in sums if item is not None),
        clauses=clauses(world, actions),
        households=rehousing_total(rehousing(world, operations)) if sees(world.role, "rehousing") else None,
        events=len(programme.consultations),
        contributions=int(sum(contributions)),
    )
