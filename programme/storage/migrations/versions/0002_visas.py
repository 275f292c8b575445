"""Visas: decisions of communes on footprints, one row each, never changed and never deleted.

Frozen: what the tables have become since then is told by the steps that follow, never by changing this one.
"""

import sqlalchemy as sa
from alembic import op

from programme.storage.geopackage import Content, Geometry, protection, register
from programme.storage.instants import Instant
from programme.storage.keeping import kept_for_ever

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

VIEW = """
CREATE VIEW visas AS
SELECT
  visa.fid AS OGC_FID,
  visa.operation_id,
  visa.operation_name,
  visa.commune,
  visa.decision,
  visa.decided_on,
  visa.recorded_at,
  visa.checked_at,
  visa.verdict,
  visa.errors,
  visa.warnings,
  visa.geometry_hash,
  visa.revisions,
  visa.fictitious,
  visa.geometry
FROM visa
""".strip()
LISTED = Content(
    "visas",
    "Visas",
    "Décisions des communes et emprises sur lesquelles elles portent, en lecture seule",
    "geometry",
)
PROTECTED_SENTENCE = (
    "Cette table se modifie dans Trame : ses contrôles et son journal ne verraient pas ce changement."
)
KEPT_SENTENCE = "Un visa ne se modifie pas et ne s’efface pas : enregistrez-en un nouveau dans Trame."


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "visa",
        sa.Column("fid", sa.Integer, nullable=False),
        *_texts("operation_id", "operation_name", "commune", "decision"),
        sa.Column("decided_on", sa.Date, nullable=False),
        *_texts("person"),
        sa.Column("comment", sa.Text),
        sa.Column("recorded_at", Instant, nullable=False),
        *_texts("recorded_by"),
        sa.Column("geometry", Geometry("MULTIPOLYGON", 2154), nullable=False),
        *_texts("geometry_hash", "revisions"),
        sa.Column("checked_at", Instant, nullable=False),
        *_texts("verdict"),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("warnings", sa.Integer, nullable=False),
        sa.Column("fictitious", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("fid", name="pk_visa"),
        sa.CheckConstraint(
            "decision IN ('approved', 'approved_with_remarks', 'returned')", name="ck_visa_decision"
        ),
        sa.CheckConstraint("verdict IN ('conform', 'to_be_corrected')", name="ck_visa_verdict"),
        sa.CheckConstraint(
            "length(operation_id) > 0 AND length(person) > 0 AND length(recorded_by) > 0",
            name="ck_visa_named",
        ),
        sa.CheckConstraint("length(commune) = 5", name="ck_visa_commune"),
        sa.CheckConstraint("length(geometry_hash) = 64", name="ck_visa_geometry_hash"),
        sa.CheckConstraint(
            "decision = 'approved' OR (comment IS NOT NULL AND length(comment) > 0)",
            name="ck_visa_comment_says_why",
        ),
        sa.CheckConstraint("errors >= 0 AND warnings >= 0", name="ck_visa_not_negative"),
    )
    op.create_index("ix_visa_operation_id", "visa", ["operation_id"])
    connection.exec_driver_sql(VIEW)
    register(connection, LISTED)
    statements = protection("visa", "(SELECT writing FROM meta)", PROTECTED_SENTENCE)
    for statement in statements + kept_for_ever("visa", KEPT_SENTENCE):
        connection.exec_driver_sql(statement)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
