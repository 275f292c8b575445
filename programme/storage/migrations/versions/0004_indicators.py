"""The evaluation: targets of the indicators, and their values kept per year.

Frozen: what the tables have become since then is told by the steps that follow, never by changing this one.
"""

import sqlalchemy as sa
from alembic import op

from programme.storage.geopackage import Content, protection, register

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SENTENCE = "Cette table se modifie dans Trame : ses contrôles et son journal ne verraient pas ce changement."


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "indicator_target",
        sa.Column("fid", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("baseline_millionths", sa.Integer),
        sa.Column("baseline_year", sa.Integer),
        sa.Column("target_millionths", sa.Integer),
        sa.Column("horizon", sa.Integer),
        sa.Column("source", sa.Text),
        *_end("indicator_target", "place", "indicator"),
        _check(
            "indicator_target",
            "says_something",
            "baseline_millionths IS NOT NULL OR target_millionths IS NOT NULL",
        ),
        _check(
            "indicator_target",
            "years",
            "baseline_year BETWEEN 1950 AND 2100 AND horizon BETWEEN 1950 AND 2100",
        ),
    )
    op.create_table(
        "indicator_value",
        sa.Column("fid", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("value_millionths", sa.Integer, nullable=False),
        sa.Column("computed_on", sa.Date, nullable=False),
        sa.Column("programme_revision", sa.Integer),
        *_end("indicator_value", "place", "indicator", "year"),
        _check("indicator_value", "revision", "programme_revision >= 0"),
        _check("indicator_value", "year", "year BETWEEN 1950 AND 2100"),
    )
    register(connection, Content("indicator_target", "Cibles des indicateurs", "Valeurs en millionièmes"))
    for table in ("indicator_target", "indicator_value"):
        for statement in protection(table, "(SELECT writing FROM meta)", SENTENCE):
            connection.exec_driver_sql(statement)


def _end(table: str, *key: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("fictitious", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("fid", name=f"pk_{table}"),
        sa.UniqueConstraint(*key, name=f"uq_{table}_{'_'.join(key)}"),
        _check(table, "named", "length(place) > 0 AND length(indicator) > 0"),
    ]


def _check(table: str, name: str, text: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(text, name=f"ck_{table}_{name}")
