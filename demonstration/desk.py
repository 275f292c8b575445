"""The single desk of the demonstration: money by half-year, sites, people."""

from collections.abc import Sequence
from dataclasses import dataclass

from demonstration.evaluation import IndicatorTarget, IndicatorValue, build_targets, build_values
from demonstration.funding import FundingLine
from demonstration.operations import Operation
from demonstration.people import (
    Consultation,
    Grant,
    Rehousing,
    RuleException,
    WorkHours,
    build_consultations,
    build_exceptions,
    build_grants,
    build_hours,
    build_rehousing,
)
from demonstration.sites import PrioritySite, build_sites
from demonstration.social import SocialAction
from demonstration.yearly import (
    AwardDecision,
    Convention,
    FundingAmount,
    build_amounts,
    build_conventions,
    build_decisions,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the single desk keeps beside operations, funding lines and social actions."""

    conventions: Sequence[Convention]
    amounts: Sequence[FundingAmount]
    decisions: Sequence[AwardDecision]
    sites: Sequence[PrioritySite]
    rehousing: Sequence[Rehousing]
    hours: Sequence[WorkHours]
    grants: Sequence[Grant]
    consultations: Sequence[Consultation]
    exceptions: Sequence[RuleException]
    targets: Sequence[IndicatorTarget]
    values: Sequence[IndicatorValue]


def build_desk(
    operations: Sequence[Operation], lines: Sequence[FundingLine], actions: Sequence[SocialAction]
) -> Desk:
    """Build it from the operations, their funding and the social actions."""
    conventions, sites = build_conventions(operations), build_sites(operations)
    rehousing = build_rehousing(operations)
    return Desk(
        conventions=conventions,
        amounts=build_amounts(operations, lines),
        decisions=build_decisions(lines, conventions),
        sites=sites,
        rehousing=rehousing,
        hours=build_hours(operations),
        grants=build_grants(actions),
        consultations=build_consultations(operations, actions),
        exceptions=build_exceptions(operations, lines),
        targets=build_targets(operations, sites),
        values=build_values(operations, sites, actions, rehousing),
    )
