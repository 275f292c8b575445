"""Tables of the programme, as rows in the order of the exchange format."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import shapely

from demonstration.desk import Desk
from demonstration.funding import FUNDERS, FundingLine
from demonstration.operations import DWELLINGS, Operation
from demonstration.social import SocialAction

Row = Sequence[Any]
FICTITIOUS = True
"""Every row of every table says that it is invented."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: names of its columns, and its rows."""

    names: Sequence[str]
    rows: Sequence[Row]


_OPERATION = (
    "id",
    "name",
    "commune",
    "family",
    "step",
    "owner",
    "owner_kind",
    "description",
    "cost_excl_tax_eur",
    "cost_incl_tax_eur",
    "funding_basis_eur",
    "convention_end",
)
_LINE = (
    "id",
    "operation_id",
    "funder_id",
    "kind",
    "nature",
    "year",
    "requested_eur",
    "voted_eur",
    "committed_eur",
    "paid_eur",
    "award_decision",
)
_FUNDER = ("id", "name", "short_name", "kind", "rank")
_ACTION = (
    "id",
    "name",
    "theme",
    "public",
    "holder",
    "holder_siren",
    "commune",
    "start",
    "end",
    "requested_eur",
    "granted_eur",
    "hours_planned",
    "hours_done",
    "meetings",
    "results",
    "internal_comment",
)


def tables(
    operations: Sequence[Operation],
    lines: Sequence[FundingLine],
    actions: Sequence[SocialAction],
    desk: Desk,
) -> Mapping[str, Table]:
    """All tables by file name, without its ending."""
    return {
        "operations": _table(
            (*_OPERATION, *DWELLINGS, "contact", "internal_comment"),
            (
                (
                    *_values(item, _OPERATION),
                    *(item.dwellings[name] for name in DWELLINGS),
                    item.contact,
                    item.internal_comment,
                )
                for item in operations
            ),
        ),
        "footprints": _table(
            ("operation_id", "wkt"),
            (
                (item.id, shapely.to_wkt(item.footprint, rounding_precision=3))
                for item in operations
                if item.footprint is not None
            ),
        ),
        "milestones": _table(
            ("operation_id", "step", "planned", "actual"),
            (
                (item.id, date.step, date.planned, date.actual)
                for item in operations
                for date in item.milestones
            ),
        ),
        "funders": _table(_FUNDER, (_values(item, _FUNDER) for item in FUNDERS)),
        "funding_lines": _table(_LINE, (_values(item, _LINE) for item in lines)),
        "social_actions": _table(_ACTION, (_values(item, _ACTION) for item in actions)),
        "social_action_operations": _table(
            ("social_action_id", "operation_id"),
            ((item.id, other) for item in actions for other in item.operations),
        ),
        "social_action_neighbourhoods": _table(
            ("social_action_id", "neighbourhood_code"),
            ((item.id, code) for item in actions for code in item.neighbourhoods),
        ),
        **_desk_tables(desk),
    }


def _desk_tables(desk: Desk) -> Mapping[str, Table]:
    """Tables of the single desk; columns of its rows are the fields of what they tell, but for links."""
    conventions, sites = desk.conventions, desk.sites
    return {
        "conventions": _records(conventions, without=("operations",)),
        "convention_operations": _table(
            ("convention_id", "operation_id"),
            ((item.id, other) for item in conventions for other in item.operations),
        ),
        "funding_amounts": _records(desk.amounts),
        "award_decisions": _records(desk.decisions),
        "priority_sites": _records(sites, without=("neighbourhoods", "operations", "budgets")),
        "priority_site_neighbourhoods": _table(
            ("priority_site_id", "neighbourhood_code"),
            ((item.id, code) for item in sites for code in item.neighbourhoods),
        ),
        "priority_site_operations": _table(
            ("priority_site_id", "operation_id"),
            ((item.id, other) for item in sites for other in item.operations),
        ),
        "site_budgets": _table(
            ("priority_site_id", "phase", "planned_eur"),
            ((item.id, phase, planned) for item in sites for phase, planned in item.budgets),
        ),
        "rehousing": _records(desk.rehousing),
        "work_hours": _records(desk.hours),
        "social_action_grants": _records(desk.grants),
        "consultations": _records(desk.consultations),
        "rule_exceptions": _records(desk.exceptions),
        "indicator_targets": _records(desk.targets),
        "indicator_values": _records(desk.values),
    }


def _records(items: Sequence[Any], *, without: Sequence[str] = ()) -> Table:
    names = [field.name for field in fields(items[0]) if field.name not in without]
    return _table(names, (_values(item, names) for item in items))


def _values(item: object, names: Sequence[str]) -> list[Any]:
    return [getattr(item, name) for name in names]


def _table(names: Sequence[str], rows: Iterable[Row]) -> Table:
    return Table((*names, "fictitious"), [(*row, FICTITIOUS) for row in rows])
