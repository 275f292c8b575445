"""The exchange format of the programme, declared as data: its tables, their columns, what a cell may hold.

``docs/format.md`` says the same to people; a test holds the two together.
"""

from programme.exchange.desk import DESK_FORMATS
from programme.exchange.evaluation import EVALUATION_FORMATS
from programme.exchange.format import (
    ACTION,
    FICTITIOUS,
    OPERATION,
    SIREN,
    STEP,
    Column,
    Format,
    Kind,
    amount,
    commune,
    count,
    neighbourhood,
    own_id,
    refers,
    text,
    word,
)
from programme.nomenclature import family_codes
from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind
from programme.storage import tables
from programme.themes import Public, Theme

__all__ = ["FORMATS", "Column", "Format", "Kind"]

FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format(
            "operations",
            (
                own_id(),
                text("name", required=True),
                commune(required=True),
                Column("family", required=True, choices=family_codes, unknown="family.unknown"),
                STEP,
                text("owner", required=True),
                word("owner_kind", OwnerKind, "owner_kind"),
                text("description"),
                amount("cost_excl_tax"),
                amount("cost_incl_tax"),
                amount("funding_basis"),
                Column("convention_end", Kind.DATE),
                count("dwellings_demolished", required=True),
                count("dwellings_rebuilt_on_site", required=True),
                count("dwellings_rebuilt_elsewhere", required=True),
                count("dwellings_requalified", required=True),
                count("dwellings_residentialised", required=True),
                text("contact"),
                text("internal_comment"),
                FICTITIOUS,
            ),
            ("id",),
            tables.operation,
        ),
        Format(
            "footprints",
            (OPERATION, Column("wkt", Kind.WKT, required=True), FICTITIOUS),
            ("operation_id",),
            tables.footprint,
        ),
        Format(
            "milestones",
            (OPERATION, STEP, Column("planned", Kind.DATE), Column("actual", Kind.DATE), FICTITIOUS),
            ("operation_id", "step"),
            tables.milestone,
        ),
        Format(
            "funders",
            (
                own_id(),
                text("name", required=True),
                text("short_name", required=True),
                word("kind", FunderKind, "funder_kind"),
                count("rank", required=True),
                FICTITIOUS,
            ),
            ("id",),
            tables.funder,
        ),
        Format(
            "funding_lines",
            (
                own_id(),
                OPERATION,
                refers("funder_id", "funders", "funder"),
                word("kind", FundingKind, "funding_kind"),
                word("nature", FundingNature, "funding_nature"),
                Column("year", Kind.YEAR, required=True),
                amount("requested", signed=True),
                amount("voted", signed=True),
                amount("committed", signed=True),
                amount("paid", signed=True),
                text("award_decision"),
                FICTITIOUS,
            ),
            ("id",),
            tables.funding_line,
        ),
        Format(
            "social_actions",
            (
                own_id(),
                text("name", required=True),
                word("theme", Theme, "theme"),
                word("public", Public, "public"),
                text("holder", required=True),
                Column("holder_siren", pattern=SIREN, malformed="siren.malformed"),
                commune(required=False),
                Column("start", Kind.DATE),
                Column("end", Kind.DATE),
                amount("requested"),
                amount("granted"),
                count("hours_planned"),
                count("hours_done"),
                count("meetings"),
                text("results"),
                text("internal_comment"),
                FICTITIOUS,
            ),
            ("id",),
            tables.social_action,
        ),
        Format(
            "social_action_operations",
            (ACTION, OPERATION, FICTITIOUS),
            ("social_action_id", "operation_id"),
            tables.social_action_operation,
        ),
        Format(
            "social_action_neighbourhoods",
            (
                ACTION,
                neighbourhood(required=True),
                FICTITIOUS,
            ),
            ("social_action_id", "neighbourhood_code"),
            tables.social_action_neighbourhood,
        ),
        *DESK_FORMATS,
        *EVALUATION_FORMATS,
    )
}
"""Tables of the format by name, those that others refer to first."""
