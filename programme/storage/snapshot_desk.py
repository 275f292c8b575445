"""Frames of the single desk: which table each one is, and what its columns hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Table

from programme.storage import tables

_TEXT, _MAYBE, _COUNT, _FLAG = "str", "object", "int64", "bool"


@dataclass(frozen=True, slots=True)
class FrameKind:
    """A frame of the programme.

    Attributes
    ----------
    table
        Where its rows are kept.
    columns
        Names and types.
    index
        Name of the column that is the index; None for a range index.
    """

    table: Table = field(repr=False)
    columns: Mapping[str, str]
    index: str | None = None


CONVENTIONS: Mapping[str, str] = {
    "id": _TEXT,
    "number": _TEXT,
    "title": _TEXT,
    "signed_on": _MAYBE,
    "ends_on": _MAYBE,
    "cost_excl_tax_eur": _MAYBE,
    "cost_incl_tax_eur": _MAYBE,
    "fictitious": _FLAG,
}
CONVENTION_OPERATIONS: Mapping[str, str] = {"convention_id": _TEXT, "operation_id": _TEXT}
FUNDING_AMOUNTS: Mapping[str, str] = {
    "id": _TEXT,
    "funding_line_id": _TEXT,
    "year": _COUNT,
    "half": _MAYBE,
    "state": _TEXT,
    "ae_eur": _MAYBE,
    "cp_eur": _MAYBE,
    "fictitious": _FLAG,
}
AWARD_DECISIONS: Mapping[str, str] = {
    "id": _TEXT,
    "funding_line_id": _TEXT,
    "convention_id": _MAYBE,
    "number": _TEXT,
    "decided_on": _MAYBE,
    "amount_eur": _MAYBE,
    "fictitious": _FLAG,
}
PRIORITY_SITES: Mapping[str, str] = {
    "id": _TEXT,
    "name": _TEXT,
    "start": _MAYBE,
    "end": _MAYBE,
    "description": _MAYBE,
    "fictitious": _FLAG,
}
PRIORITY_SITE_NEIGHBOURHOODS: Mapping[str, str] = {"priority_site_id": _TEXT, "neighbourhood_code": _TEXT}
PRIORITY_SITE_OPERATIONS: Mapping[str, str] = {"priority_site_id": _TEXT, "operation_id": _TEXT}
SITE_BUDGETS: Mapping[str, str] = {
    "priority_site_id": _TEXT,
    "phase": _TEXT,
    "planned_eur": _MAYBE,
    "fictitious": _FLAG,
}
REHOUSING: Mapping[str, str] = {
    "operation_id": _TEXT,
    "households_to_rehouse": _MAYBE,
    "households_rehoused": _MAYBE,
    "fictitious": _FLAG,
}
WORK_HOURS: Mapping[str, str] = {
    "operation_id": _TEXT,
    "clause": _TEXT,
    "worked_planned": _MAYBE,
    "worked_done": _MAYBE,
    "integration_planned": _MAYBE,
    "integration_done": _MAYBE,
    "fictitious": _FLAG,
}
SOCIAL_ACTION_GRANTS: Mapping[str, str] = {
    "id": _TEXT,
    "social_action_id": _TEXT,
    "funder_id": _TEXT,
    "year": _COUNT,
    "requested_eur": _MAYBE,
    "granted_eur": _MAYBE,
    "paid_eur": _MAYBE,
    "fictitious": _FLAG,
}
CONSULTATIONS: Mapping[str, str] = {
    "id": _TEXT,
    "name": _TEXT,
    "held_on": _MAYBE,
    "operation_id": _MAYBE,
    "social_action_id": _MAYBE,
    "neighbourhood_code": _MAYBE,
    "place": _MAYBE,
    "lon": _MAYBE,
    "lat": _MAYBE,
    "meetings": _MAYBE,
    "contributions": _MAYBE,
    "results": _MAYBE,
    "fictitious": _FLAG,
}
RULE_EXCEPTIONS: Mapping[str, str] = {
    "operation_id": _TEXT,
    "rule": _TEXT,
    "person": _MAYBE,
    "decided_on": _MAYBE,
    "reason": _MAYBE,
    "fictitious": _FLAG,
}
INDICATOR_TARGETS: Mapping[str, str] = {
    "place": _TEXT,
    "indicator": _TEXT,
    "baseline": _MAYBE,
    "baseline_year": _MAYBE,
    "target": _MAYBE,
    "horizon": _MAYBE,
    "source": _MAYBE,
    "fictitious": _FLAG,
}
INDICATOR_VALUES: Mapping[str, str] = {
    "place": _TEXT,
    "indicator": _TEXT,
    "year": _COUNT,
    "value": _MAYBE,
    "computed_on": _MAYBE,
    "programme_revision": _MAYBE,
    "fictitious": _FLAG,
}

DESK_FRAMES: Mapping[str, FrameKind] = {
    "conventions": FrameKind(tables.convention, CONVENTIONS, "id"),
    "convention_operations": FrameKind(tables.convention_operation, CONVENTION_OPERATIONS),
    "funding_amounts": FrameKind(tables.funding_amount, FUNDING_AMOUNTS, "id"),
    "award_decisions": FrameKind(tables.award_decision, AWARD_DECISIONS, "id"),
    "priority_sites": FrameKind(tables.priority_site, PRIORITY_SITES, "id"),
    "priority_site_neighbourhoods": FrameKind(
        tables.priority_site_neighbourhood, PRIORITY_SITE_NEIGHBOURHOODS
    ),
    "priority_site_operations": FrameKind(tables.priority_site_operation, PRIORITY_SITE_OPERATIONS),
    "site_budgets": FrameKind(tables.site_budget, SITE_BUDGETS),
    "rehousing": FrameKind(tables.rehousing, REHOUSING, "operation_id"),
    "work_hours": FrameKind(tables.work_hours, WORK_HOURS),
    "social_action_grants": FrameKind(tables.social_action_grant, SOCIAL_ACTION_GRANTS, "id"),
    "consultations": FrameKind(tables.consultation, CONSULTATIONS, "id"),
    "rule_exceptions": FrameKind(tables.rule_exception, RULE_EXCEPTIONS),
    "indicator_targets": FrameKind(tables.indicator_target, INDICATOR_TARGETS),
    "indicator_values": FrameKind(tables.indicator_value, INDICATOR_VALUES),
}
"""Frames by the name that they have in the programme and in the exchange format."""
