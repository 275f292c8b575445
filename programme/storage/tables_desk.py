"""Tables of the single desk: money by year, conventions, priority sites, people, exceptions, journal.

Part of :mod:`programme.storage.tables`, which gives them all.
"""

from sqlalchemy import CheckConstraint, Column, Date, Double, Index, Integer, Table, Text, UniqueConstraint

from programme.desk import AmountState, Clause, SitePhase, Verb
from programme.storage.columns import (
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
from programme.storage.instants import Instant

convention = Table(
    "convention",
    metadata,
    fid(),
    own_id(),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("signed_on", Date),
    Column("ends_on", Date),
    eur("cost_excl_tax"),
    eur("cost_incl_tax"),
    fictitious(),
    version(),
    CheckConstraint("length(id) > 0 AND length(number) > 0", name="named"),
    CheckConstraint("signed_on <= ends_on", name="dates"),
    not_negative("cost_excl_tax_cents", "cost_incl_tax_cents"),
)

convention_operation = Table(
    "convention_operation",
    metadata,
    fid(),
    reference("convention"),
    reference("operation"),
    fictitious(),
    version(),
    UniqueConstraint("convention_id", "operation_id"),
)

funding_amount = Table(
    "funding_amount",
    metadata,
    fid(),
    own_id(),
    reference("funding_line"),
    year(),
    Column("half", Integer),
    Column("state", Text, nullable=False),
    eur("ae"),
    eur("cp"),
    fictitious(),
    version(),
    one_of("state", AmountState),
    year_in_range(),
    CheckConstraint("half IN (1, 2)", name="half"),
    # NULL is unlike any other NULL: that a whole year is told once is held by the checks of the program.
    UniqueConstraint("funding_line_id", "year", "half", "state"),
)
"""Commitment authorisation (AE) and payment credit (CP) of a line in a year, or in a half of it; planned or actual.

Amounts may be negative: an authorisation is revised, a decommitment takes back.
"""

award_decision = Table(
    "award_decision",
    metadata,
    fid(),
    own_id(),
    reference("funding_line"),
    reference("convention", nullable=True),
    Column("number", Text, nullable=False),
    Column("decided_on", Date),
    eur("amount"),
    fictitious(),
    version(),
    CheckConstraint("length(number) > 0", name="named"),
)
"""Decision that awards a line, by number and date; several lines of one decision are several rows."""

priority_site = Table(
    "priority_site",
    metadata,
    fid(),
    own_id(),
    Column("name", Text, nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("description", Text),
    fictitious(),
    version(),
    CheckConstraint("length(id) > 0 AND length(name) > 0", name="named"),
    CheckConstraint('start <= "end"', name="dates"),
)

priority_site_neighbourhood = Table(
    "priority_site_neighbourhood",
    metadata,
    fid(),
    reference("priority_site"),
    Column("neighbourhood_code", Text, nullable=False, index=True),
    fictitious(),
    version(),
    UniqueConstraint("priority_site_id", "neighbourhood_code"),
)

priority_site_operation = Table(
    "priority_site_operation",
    metadata,
    fid(),
    reference("priority_site"),
    reference("operation"),
    fictitious(),
    version(),
    UniqueConstraint("priority_site_id", "operation_id"),
)

site_budget = Table(
    "site_budget",
    metadata,
    fid(),
    reference("priority_site"),
    Column("phase", Text, nullable=False),
    eur("planned"),
    fictitious(),
    version(),
    UniqueConstraint("priority_site_id", "phase"),
    one_of("phase", SitePhase),
    not_negative("planned_cents"),
)

rehousing = Table(
    "rehousing",
    metadata,
    fid(),
    reference("operation"),
    Column("households_to_rehouse", Integer),
    Column("households_rehoused", Integer),
    fictitious(),
    version(),
    UniqueConstraint("operation_id"),
    not_negative("households_to_rehouse", "households_rehoused"),
)
"""Households of an operation: numbers only."""

work_hours = Table(
    "work_hours",
    metadata,
    fid(),
    reference("operation"),
    Column("clause", Text, nullable=False),
    Column("worked_planned", Integer),
    Column("worked_done", Integer),
    Column("integration_planned", Integer),
    Column("integration_done", Integer),
    fictitious(),
    version(),
    UniqueConstraint("operation_id", "clause"),
    one_of("clause", Clause),
    not_negative("worked_planned", "worked_done", "integration_planned", "integration_done"),
)
"""Hours of an operation: all that are worked, and those of people in integration among them."""

social_action_grant = Table(
    "social_action_grant",
    metadata,
    fid(),
    own_id(),
    reference("social_action"),
    reference("funder"),
    year(),
    eur("requested"),
    eur("granted"),
    eur("paid"),
    fictitious(),
    version(),
    year_in_range(),
    not_negative("requested_cents", "granted_cents", "paid_cents"),
)

consultation = Table(
    "consultation",
    metadata,
    fid(),
    own_id(),
    Column("name", Text, nullable=False),
    Column("held_on", Date),
    reference("operation", nullable=True),
    reference("social_action", nullable=True),
    Column("neighbourhood_code", Text, index=True),
    Column("place", Text),
    Column("lon", Double),
    Column("lat", Double),
    Column("meetings", Integer),
    Column("contributions", Integer),
    Column("results", Text),
    fictitious(),
    version(),
    CheckConstraint("length(id) > 0 AND length(name) > 0", name="named"),
    CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="place"),
    CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="degrees"),
    not_negative("meetings", "contributions"),
)
"""Events of a consultation: what was held, where (WGS84 degrees) and what came of it."""

rule_exception = Table(
    "rule_exception",
    metadata,
    fid(),
    reference("operation"),
    Column("rule", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    fictitious(),
    version(),
    UniqueConstraint("operation_id", "rule"),
    CheckConstraint("length(rule) > 0 AND length(person) > 0 AND length(reason) > 0", name="justified"),
)
"""Justified exception of an operation to a rule: who, when, why."""

journal = Table(
    "journal",
    metadata,
    fid(),
    Column("recorded_at", Instant, nullable=False),
    Column("person", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("operation_id", Text, index=True),
    Column("field", Text),
    Column("before", Text),
    Column("after", Text),
    Column("revision", Integer, nullable=False),
    Index(None, "table_name", "row_id"),
    one_of("verb", Verb),
    CheckConstraint("length(person) > 0 AND length(table_name) > 0", name="named"),
    CheckConstraint("(verb = 'updated') = (field IS NOT NULL)", name="field"),
)
"""Every change, one line for each field of a changed row, one for each whole row that came or went; never changed.

It refers to no other table: what is told of a row outlives it. Values are the texts of the exchange format, those of a
whole row a JSON object of them; ``revision`` is that of the programme after the change.
"""

DESK: tuple[Table, ...] = (
    convention,
    convention_operation,
    funding_amount,
    award_decision,
    priority_site,
    priority_site_neighbourhood,
    priority_site_operation,
    site_budget,
    rehousing,
    work_hours,
    social_action_grant,
    consultation,
    rule_exception,
)
"""Those that loading replaces, in an order in which others are referred to first. Not ``journal``."""
