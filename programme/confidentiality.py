"""The rules of confidentiality as data: what is kept from whom, and why; what the public may read, column by column.

Decided once, applied by :mod:`programme.visibility` alone. A column that no rule lets out does not reach the public:
whoever adds one to the programme says here which it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.actor import Role
from core.languages import N_

PARTNERS = frozenset({Role.STEERING, Role.COMMUNE})
"""Those who make the programme together: they see all of it."""
PUBLISHERS = PARTNERS | {Role.COMMUNICATION}
"""Partners, and those who publish for them."""


class Extent(StrEnum):
    """How much of what it names a rule keeps back."""

    ROWS = "rows"
    """Every row of the frame."""
    CELLS = "cells"
    """Every cell of the column."""
    SMALL_COUNTS = "small_counts"
    """Numbers of persons under eleven, in the column."""
    SMALL_COUNTS_IN_TEXT = "small_counts_in_text"
    """Texts of the column in which a number under eleven may be one of persons."""
    UNAPPROVED = "unapproved"
    """Shapes, and rows that tell of shapes, that the commune has not approved as they are."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of confidentiality.

    Attributes
    ----------
    frame
        Of the programme.
    column
        None for the whole row.
    extent
        How much of it is kept back.
    roles
        Those who see it all the same.
    reason
        English sentence, through the catalogue.
    """

    frame: str
    column: str | None
    extent: Extent
    roles: frozenset[Role]
    reason: str


_PERSONS = N_("Names and addresses of persons stay between partners.")
_REMARKS = N_("What partners write to each other before they agree is theirs.")
_AMOUNTS = N_(
    "Who pays how much is under negotiation until it is voted: amounts by funder stay between partners and those who "
    "publish for them."
)
_DECISIONS = N_("A footprint is discussed between a commune and who drew it: decisions on it are not public.")
_HOUSEHOLDS = N_(
    "Numbers of households stay with those who count them; the evaluation keeps small ones secret."
)
_EXCEPTIONS = N_("Exceptions to a rule speak of amounts by funder.")
_UNAPPROVED = N_("A footprint is public once its commune has approved it as it is.")
_SMALL = N_("Numbers of persons are not published under eleven: statistical confidentiality.")


def _rows(frame: str, roles: frozenset[Role], reason: str) -> Rule:
    return Rule(frame, None, Extent.ROWS, roles, reason)


def _cells(frame: str, column: str, roles: frozenset[Role], reason: str) -> Rule:
    return Rule(frame, column, Extent.CELLS, roles, reason)


RULES: tuple[Rule, ...] = (
    _cells("operations", "contact", PARTNERS, _PERSONS),
    _cells("operations", "internal_comment", PARTNERS, _REMARKS),
    _cells("operations", "funding_basis_eur", PUBLISHERS, _AMOUNTS),
    Rule("operations", "geometry", Extent.UNAPPROVED, PUBLISHERS, _UNAPPROVED),
    Rule("footprints", None, Extent.UNAPPROVED, PUBLISHERS, _UNAPPROVED),
    Rule("operation_parcels", None, Extent.UNAPPROVED, PUBLISHERS, _UNAPPROVED),
    _rows("funding_lines", PUBLISHERS, _AMOUNTS),
    # The same money, by year and by decision; who grants what to a social action.
    _rows("funding_amounts", PUBLISHERS, _AMOUNTS),
    _rows("award_decisions", PUBLISHERS, _AMOUNTS),
    _rows("social_action_grants", PUBLISHERS, _AMOUNTS),
    _cells("social_actions", "internal_comment", PARTNERS, _REMARKS),
    _cells("social_actions", "requested_eur", PUBLISHERS, _AMOUNTS),
    Rule("social_actions", "results", Extent.SMALL_COUNTS_IN_TEXT, PUBLISHERS, _SMALL),
    Rule("consultations", "contributions", Extent.SMALL_COUNTS, PUBLISHERS, _SMALL),
    Rule("consultations", "results", Extent.SMALL_COUNTS_IN_TEXT, PUBLISHERS, _SMALL),
    _rows("rehousing", PARTNERS, _HOUSEHOLDS),
    _rows("rule_exceptions", PUBLISHERS, _EXCEPTIONS),
    _cells("rule_exceptions", "person", PARTNERS, _PERSONS),
    _cells("rule_exceptions", "reason", PARTNERS, _REMARKS),
    _rows("visas", PUBLISHERS, _DECISIONS),
    _cells("visas", "person", PARTNERS, _PERSONS),
    _cells("visas", "recorded_by", PARTNERS, _PERSONS),
    _cells("visas", "comment", PARTNERS, _REMARKS),
)
"""Every rule. Rows that are withheld come with all their columns; rows of indicators follow the frames that they are
worked out from (:func:`programme.visibility.sees_indicator`)."""

PUBLIC_COLUMNS: Mapping[str, frozenset[str]] = {
    frame: frozenset(columns.split())
    for frame, columns in {
        "operations": (
            "id name commune family step owner owner_kind description cost_excl_tax_eur cost_incl_tax_eur "
            "convention_end dwellings_demolished dwellings_rebuilt_on_site dwellings_rebuilt_elsewhere "
            "dwellings_requalified dwellings_residentialised fictitious geometry"
        ),
        "milestones": "operation_id step planned actual",
        "footprints": "operation_id cadastre_revision area_m2 geometry_hash",
        "operation_parcels": "operation_id idu recorded_m2 area_m2 covered_m2 share cadastre_revision",
        "funders": "id name short_name kind rank",
        "social_actions": (
            "id name theme public holder holder_siren commune start end granted_eur hours_planned hours_done meetings "
            "results fictitious"
        ),
        "social_action_operations": "social_action_id operation_id",
        "social_action_neighbourhoods": "social_action_id neighbourhood_code",
        "conventions": "id number title signed_on ends_on cost_excl_tax_eur cost_incl_tax_eur fictitious",
        "convention_operations": "convention_id operation_id",
        "priority_sites": "id name start end description fictitious",
        "priority_site_neighbourhoods": "priority_site_id neighbourhood_code",
        "priority_site_operations": "priority_site_id operation_id",
        "site_budgets": "priority_site_id phase planned_eur fictitious",
        "work_hours": (
            "operation_id clause worked_planned worked_done integration_planned integration_done fictitious"
        ),
        "consultations": (
            "id name held_on operation_id social_action_id neighbourhood_code place lon lat meetings contributions "
            "results fictitious"
        ),
        "indicator_targets": "place indicator baseline baseline_year target horizon source fictitious",
        "indicator_values": "place indicator year value computed_on programme_revision fictitious",
    }.items()
}
"""What the public may read, by frame; some cells of it are kept back by a rule above. Frames that are not named are
withheld, columns that are not named are emptied."""
