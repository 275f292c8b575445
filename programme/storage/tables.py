"""Tables of the programme. Each module of ``migrations/versions`` brings a file from one state to the next.

Every table has a whole-number key ``fid``, which the GeoPackage standard asks for, and people's own words
beside it: ``operation.id`` is what they write. Amounts stand in whole cents in the file (``*_cents``) and are
``Decimal`` euros in the program (``*_eur``). An unknown value is NULL, never 0.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind, Step
from programme.storage.columns import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_EUR,
    Cents,
    eur,
    fictitious,
    fid,
    metadata,
    not_negative,
    one_of,
    own_id,
    reference,
    version,
    year,
    year_in_range,
)
from programme.storage.geopackage import LAMBERT_93, Geometry
from programme.storage.instants import Instant
from programme.storage.tables_desk import (
    DESK,
    award_decision,
    consultation,
    convention,
    convention_operation,
    funding_amount,
    journal,
    priority_site,
    priority_site_neighbourhood,
    priority_site_operation,
    rehousing,
    rule_exception,
    site_budget,
    social_action_grant,
    work_hours,
)
from programme.storage.tables_evaluation import EVALUATION, indicator_target, indicator_value
from programme.themes import Public, Theme
from programme.visa.decision import Decision

__all__ = [
    "CONTENT",
    "FIRST_YEAR",
    "LAST_YEAR",
    "MAX_EUR",
    "Cents",
    "award_decision",
    "consultation",
    "convention",
    "convention_operation",
    "footprint",
    "funder",
    "funding_amount",
    "funding_line",
    "indicator_target",
    "indicator_value",
    "journal",
    "meta",
    "metadata",
    "milestone",
    "operation",
    "operation_parcel",
    "priority_site",
    "priority_site_neighbourhood",
    "priority_site_operation",
    "rehousing",
    "rule_exception",
    "site_budget",
    "social_action",
    "social_action_grant",
    "social_action_neighbourhood",
    "social_action_operation",
    "visa",
    "work_hours",
]

meta = Table(
    "meta",
    metadata,
    fid(),
    Column("revision", Integer, nullable=False),
    Column("writing", Boolean, nullable=False),
    CheckConstraint("fid = 1", name="one_row"),
    CheckConstraint("revision >= 0", name="revision"),
)
"""One row. ``revision`` grows at each write transaction; ``writing`` is true within one only."""

operation = Table(
    "operation",
    metadata,
    fid(),
    own_id(),
    Column("name", Text, nullable=False),
    Column("commune", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("owner_kind", Text, nullable=False),
    Column("description", Text),
    eur("cost_excl_tax"),
    eur("cost_incl_tax"),
    eur("funding_basis"),
    Column("convention_end", Date),
    Column("dwellings_demolished", Integer, nullable=False),
    Column("dwellings_rebuilt_on_site", Integer, nullable=False),
    Column("dwellings_rebuilt_elsewhere", Integer, nullable=False),
    Column("dwellings_requalified", Integer, nullable=False),
    Column("dwellings_residentialised", Integer, nullable=False),
    Column("contact", Text),
    Column("internal_comment", Text),
    fictitious(),
    version(),
    one_of("step", Step),
    one_of("owner_kind", OwnerKind),
    CheckConstraint("length(id) > 0 AND length(name) > 0 AND length(owner) > 0", name="named"),
    CheckConstraint("length(commune) = 5", name="commune"),
    not_negative(
        "cost_excl_tax_cents",
        "cost_incl_tax_cents",
        "funding_basis_cents",
        "dwellings_demolished",
        "dwellings_rebuilt_on_site",
        "dwellings_rebuilt_elsewhere",
        "dwellings_requalified",
        "dwellings_residentialised",
    ),
)

milestone = Table(
    "milestone",
    metadata,
    fid(),
    reference("operation"),
    Column("step", Text, nullable=False),
    Column("planned", Date),
    Column("actual", Date),
    fictitious(),
    version(),
    UniqueConstraint("operation_id", "step"),
    one_of("step", Step),
)

footprint = Table(
    "footprint",
    metadata,
    fid(),
    Column("operation_id", Text, ForeignKey("operation.id"), nullable=False, unique=True),
    Column("geometry", Geometry("MULTIPOLYGON", LAMBERT_93), nullable=False),
    Column("geometry_hash", Text, nullable=False),
    Column("area_m2", Double, nullable=False),
    Column("cadastre_revision", Text),
    fictitious(),
    CheckConstraint("area_m2 > 0", name="area"),
    CheckConstraint("length(geometry_hash) = 64", name="geometry_hash"),
)
"""The current footprint of each mapped operation, and the revision of the cadastre that it was linked to."""

operation_parcel = Table(
    "operation_parcel",
    metadata,
    fid(),
    reference("operation"),
    Column("idu", Text, nullable=False, index=True),
    Column("recorded_m2", Double),
    Column("area_m2", Double, nullable=False),
    Column("covered_m2", Double, nullable=False),
    Column("share", Double, nullable=False),
    Column("cadastre_revision", Text, nullable=False),
    UniqueConstraint("operation_id", "idu"),
    CheckConstraint("share >= 0 AND share <= 1", name="share"),
    CheckConstraint("area_m2 > 0 AND covered_m2 > 0", name="areas"),
)
"""Derived from footprints and cadastre: made again, never edited."""

funder = Table(
    "funder",
    metadata,
    fid(),
    own_id(),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    fictitious(),
    version(),
    one_of("kind", FunderKind),
)

funding_line = Table(
    "funding_line",
    metadata,
    fid(),
    own_id(),
    reference("operation"),
    reference("funder"),
    Column("kind", Text, nullable=False),
    Column("nature", Text, nullable=False),
    year(),
    eur("requested"),
    eur("voted"),
    eur("committed"),
    eur("paid"),
    Column("award_decision", Text),
    fictitious(),
    version(),
    one_of("kind", FundingKind),
    one_of("nature", FundingNature),
    year_in_range(),
    CheckConstraint(
        " AND ".join(
            f"(nature = 'award' AND {name} >= 0 OR nature = 'decommitment' AND {name} <= 0)"
            for name in ("requested_cents", "voted_cents", "committed_cents", "paid_cents")
        ),
        name="sign",
    ),
    CheckConstraint("nature <> 'award' OR paid_cents <= committed_cents", name="paid_within_committed"),
)

social_action = Table(
    "social_action",
    metadata,
    fid(),
    own_id(),
    Column("name", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("public", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("holder_siren", Text),
    Column("commune", Text),
    Column("start", Date),
    Column("end", Date),
    eur("requested"),
    eur("granted"),
    Column("hours_planned", Integer),
    Column("hours_done", Integer),
    Column("meetings", Integer),
    Column("results", Text),
    Column("internal_comment", Text),
    fictitious(),
    version(),
    one_of("theme", Theme),
    one_of("public", Public),
    CheckConstraint('start <= "end"', name="dates"),
    not_negative("requested_cents", "granted_cents", "hours_planned", "hours_done", "meetings"),
)

social_action_operation = Table(
    "social_action_operation",
    metadata,
    fid(),
    reference("social_action"),
    reference("operation"),
    fictitious(),
    version(),
    UniqueConstraint("social_action_id", "operation_id"),
)

social_action_neighbourhood = Table(
    "social_action_neighbourhood",
    metadata,
    fid(),
    reference("social_action"),
    Column("neighbourhood_code", Text, nullable=False, index=True),
    fictitious(),
    version(),
    UniqueConstraint("social_action_id", "neighbourhood_code"),
)

visa = Table(
    "visa",
    metadata,
    fid(),
    Column("operation_id", Text, nullable=False, index=True),
    Column("operation_name", Text, nullable=False),
    Column("commune", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("person", Text, nullable=False),
    Column("comment", Text),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("geometry", Geometry("MULTIPOLYGON", LAMBERT_93), nullable=False),
    Column("geometry_hash", Text, nullable=False),
    Column("revisions", Text, nullable=False),
    Column("checked_at", Instant, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    fictitious(),
    one_of("decision", Decision),
    CheckConstraint("verdict IN ('conform', 'to_be_corrected')", name="verdict"),
    CheckConstraint(
        "length(operation_id) > 0 AND length(person) > 0 AND length(recorded_by) > 0", name="named"
    ),
    CheckConstraint("length(commune) = 5", name="commune"),
    CheckConstraint("length(geometry_hash) = 64", name="geometry_hash"),
    CheckConstraint(
        "decision = 'approved' OR (comment IS NOT NULL AND length(comment) > 0)", name="comment_says_why"
    ),
    not_negative("errors", "warnings"),
)
"""Decisions of communes, one row each, never changed and never deleted.

It refers to no other table: a programme that is loaded anew, or an operation that is no longer in it, leaves it as it
is. The shape stands in it beside its hash, and ``revisions`` is a JSON object: revision by layer.
"""

CONTENT: tuple[Table, ...] = (
    operation,
    milestone,
    footprint,
    operation_parcel,
    funder,
    funding_line,
    social_action,
    social_action_operation,
    social_action_neighbourhood,
    *DESK,
    *EVALUATION,
)
"""Tables that people's work fills and that loading replaces, those that others refer to first.

Not ``visa`` and ``journal``, which nobody replaces.
"""
