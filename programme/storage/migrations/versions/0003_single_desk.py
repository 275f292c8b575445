"""The single desk: versions of rows, journal, money by year, conventions, priority sites, people, exceptions.

Frozen: what the tables have become since then is told by the steps that follow, never by changing this one.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from programme.storage.geopackage import Content, protection, register
from programme.storage.instants import Instant
from programme.storage.keeping import kept_for_ever

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EDITED = (
    "operation",
    "milestone",
    "funder",
    "funding_line",
    "social_action",
    "social_action_operation",
    "social_action_neighbourhood",
)
"""Tables that were there and that people edit."""
LISTED = (
    Content("convention", "Conventions", "Numéros, dates et coûts ; montants en centimes d’euro"),
    Content("convention_operation", "Opérations des conventions", "Liens"),
    Content("funding_amount", "Montants par période", "Autorisations et crédits, en centimes d’euro"),
    Content("award_decision", "Décisions attributives", "Numéros, dates et montants en centimes d’euro"),
    Content("priority_site", "Sites prioritaires", "Sites où un programme agit"),
    Content(
        "priority_site_neighbourhood", "Quartiers des sites prioritaires", "Codes de quartiers prioritaires"
    ),
    Content("priority_site_operation", "Opérations des sites prioritaires", "Liens"),
    Content(
        "site_budget", "Budgets des sites prioritaires", "Études puis investissement, en centimes d’euro"
    ),
    Content("work_hours", "Heures travaillées", "Heures travaillées et heures d’insertion par opération"),
    Content("social_action_grant", "Subventions des actions sociales", "Montants en centimes d’euro"),
    Content("consultation", "Concertation", "Réunions et contributions, en degrés WGS84"),
)
PROTECTED = (
    "convention",
    "convention_operation",
    "funding_amount",
    "award_decision",
    "priority_site",
    "priority_site_neighbourhood",
    "priority_site_operation",
    "site_budget",
    "rehousing",
    "work_hours",
    "social_action_grant",
    "consultation",
    "rule_exception",
    "journal",
)
SENTENCE = "Cette table se modifie dans Trame : ses contrôles et son journal ne verraient pas ce changement."
KEPT_SENTENCE = "Une ligne du journal ne se modifie pas et ne s’efface pas."


def upgrade() -> None:
    connection = op.get_bind()
    for table in EDITED:
        op.add_column(table, _version())
    _conventions()
    _amounts()
    _sites()
    _people()
    _social()
    _journal()
    for content in LISTED:
        register(connection, content)
    statements = [
        statement
        for table in PROTECTED
        for statement in protection(table, "(SELECT writing FROM meta)", SENTENCE)
    ]
    for statement in statements + kept_for_ever("journal", KEPT_SENTENCE):
        connection.exec_driver_sql(statement)


def _conventions() -> None:
    _table(
        "convention",
        *_texts("id", "number", "title"),
        sa.Column("signed_on", sa.Date),
        sa.Column("ends_on", sa.Date),
        *_wholes("cost_excl_tax_cents", "cost_incl_tax_cents"),
        unique=("id",),
        checks={
            "named": "length(id) > 0 AND length(number) > 0",
            "dates": "signed_on <= ends_on",
            "not_negative": _not_negative("cost_excl_tax_cents", "cost_incl_tax_cents"),
        },
    )
    _table(
        "convention_operation",
        *_texts("convention_id", "operation_id"),
        unique=("convention_id", "operation_id"),
        refers=("convention", "operation"),
    )


def _amounts() -> None:
    _table(
        "funding_amount",
        *_texts("id", "funding_line_id"),
        sa.Column("year", sa.Integer, nullable=False),
        *_wholes("half"),
        *_texts("state"),
        *_wholes("ae_cents", "cp_cents"),
        unique=("id",),
        more=(("funding_line_id", "year", "half", "state"),),
        refers=("funding_line",),
        checks={
            "state": "state IN ('planned', 'actual')",
            "year": "year BETWEEN 1950 AND 2100",
            "half": "half IN (1, 2)",
        },
    )
    _table(
        "award_decision",
        *_texts("id", "funding_line_id"),
        sa.Column("convention_id", sa.Text),
        *_texts("number"),
        sa.Column("decided_on", sa.Date),
        *_wholes("amount_cents"),
        unique=("id",),
        refers=("funding_line", "convention"),
        checks={"named": "length(number) > 0"},
    )


def _sites() -> None:
    _table(
        "priority_site",
        *_texts("id", "name"),
        sa.Column("start", sa.Date),
        sa.Column("end", sa.Date),
        sa.Column("description", sa.Text),
        unique=("id",),
        checks={"named": "length(id) > 0 AND length(name) > 0", "dates": 'start <= "end"'},
    )
    _table(
        "priority_site_neighbourhood",
        *_texts("priority_site_id", "neighbourhood_code"),
        unique=("priority_site_id", "neighbourhood_code"),
        refers=("priority_site",),
        indexes=("neighbourhood_code",),
    )
    _table(
        "priority_site_operation",
        *_texts("priority_site_id", "operation_id"),
        unique=("priority_site_id", "operation_id"),
        refers=("priority_site", "operation"),
    )
    _table(
        "site_budget",
        *_texts("priority_site_id", "phase"),
        *_wholes("planned_cents"),
        unique=("priority_site_id", "phase"),
        refers=("priority_site",),
        checks={
            "phase": "phase IN ('studies', 'investment')",
            "not_negative": _not_negative("planned_cents"),
        },
    )


def _people() -> None:
    households = ("households_to_rehouse", "households_rehoused")
    hours = ("worked_planned", "worked_done", "integration_planned", "integration_done")
    _table(
        "rehousing",
        *_texts("operation_id"),
        *_wholes(*households),
        unique=("operation_id",),
        refers=("operation",),
        checks={"not_negative": _not_negative(*households)},
    )
    _table(
        "work_hours",
        *_texts("operation_id", "clause"),
        *_wholes(*hours),
        unique=("operation_id", "clause"),
        refers=("operation",),
        checks={"clause": "clause IN ('works', 'management')", "not_negative": _not_negative(*hours)},
    )
    _table(
        "rule_exception",
        *_texts("operation_id", "rule", "person"),
        sa.Column("decided_on", sa.Date, nullable=False),
        *_texts("reason"),
        unique=("operation_id", "rule"),
        refers=("operation",),
        checks={"justified": "length(rule) > 0 AND length(person) > 0 AND length(reason) > 0"},
    )


def _social() -> None:
    amounts = ("requested_cents", "granted_cents", "paid_cents")
    _table(
        "social_action_grant",
        *_texts("id", "social_action_id", "funder_id"),
        sa.Column("year", sa.Integer, nullable=False),
        *_wholes(*amounts),
        unique=("id",),
        refers=("social_action", "funder"),
        checks={"year": "year BETWEEN 1950 AND 2100", "not_negative": _not_negative(*amounts)},
    )
    _table(
        "consultation",
        *_texts("id", "name"),
        sa.Column("held_on", sa.Date),
        *(
            sa.Column(name, sa.Text)
            for name in ("operation_id", "social_action_id", "neighbourhood_code", "place")
        ),
        sa.Column("lon", sa.Double),
        sa.Column("lat", sa.Double),
        *_wholes("meetings", "contributions"),
        sa.Column("results", sa.Text),
        unique=("id",),
        refers=("operation", "social_action"),
        indexes=("neighbourhood_code",),
        checks={
            "named": "length(id) > 0 AND length(name) > 0",
            "place": "(lon IS NULL) = (lat IS NULL)",
            "degrees": "lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90",
            "not_negative": _not_negative("meetings", "contributions"),
        },
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("fid", sa.Integer, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        *_texts("person", "verb", "table_name", "row_id"),
        *(sa.Column(name, sa.Text) for name in ("operation_id", "field", "before", "after")),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("fid", name="pk_journal"),
        *_checks(
            "journal",
            {
                "verb": "verb IN ('inserted', 'updated', 'deleted', 'loaded')",
                "named": "length(person) > 0 AND length(table_name) > 0",
                "field": "(verb = 'updated') = (field IS NOT NULL)",
            },
        ),
    )
    op.create_index("ix_journal_operation_id", "journal", ["operation_id"])
    op.create_index("ix_journal_table_name_row_id", "journal", ["table_name", "row_id"])


def _table(
    name: str,
    *columns: sa.Column[Any],
    unique: tuple[str, ...],
    more: tuple[tuple[str, ...], ...] = (),
    refers: tuple[str, ...] = (),
    indexes: tuple[str, ...] = (),
    checks: dict[str, str] | None = None,
) -> None:
    keys = [sa.UniqueConstraint(*key, name=f"uq_{name}_{'_'.join(key)}") for key in (unique, *more)]
    op.create_table(
        name,
        sa.Column("fid", sa.Integer, nullable=False),
        *columns,
        sa.Column("fictitious", sa.Boolean, nullable=False),
        _version(),
        sa.PrimaryKeyConstraint("fid", name=f"pk_{name}"),
        *keys,
        *(sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=f"fk_{name}_{to}_id") for to in refers),
        *_checks(name, checks or {}),
    )
    for column in (*(f"{to}_id" for to in refers), *indexes):
        op.create_index(f"ix_{name}_{column}", name, [column])


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(text, name=f"ck_{table}_{name}") for name, text in checks.items()]


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer, nullable=False, server_default="0")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _wholes(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer) for name in names]


def _not_negative(*columns: str) -> str:
    return " AND ".join(f"{name} >= 0" for name in columns)
