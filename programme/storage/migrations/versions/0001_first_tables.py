"""The first tables: a GeoPackage with operations, footprints, funding and social actions.

Frozen: what the tables have become since then is told by the steps that follow, never by changing this one.
"""

import sqlalchemy as sa
from alembic import op

from programme.storage.geopackage import Content, Geometry, create, protection, register

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STEPS = ("étude", "programmation", "engagée", "travaux", "livrée", "soldée", "abandonnée")
OWNERS = ("commune", "ept", "landlord", "department", "state", "other")
FUNDERS = ("anru", "state", "region", "department", "ept", "commune", "landlord", "bank", "other")
KINDS = ("subsidy", "loan", "own_funds")
NATURES = ("award", "decommitment")
THEMES = (
    "employment",
    "education",
    "health",
    "culture",
    "sports",
    "citizenship",
    "living_environment",
    "consultation",
    "rehousing_support",
)
PUBLICS = ("all", "youth", "children", "women", "seniors", "jobseekers", "families")
DWELLINGS = ("demolished", "rebuilt_on_site", "rebuilt_elsewhere", "requalified", "residentialised")
LINE_AMOUNTS = ("requested_cents", "voted_cents", "committed_cents", "paid_cents")

VIEW = """
CREATE VIEW operations AS
SELECT
  operation.fid AS OGC_FID,
  operation.id,
  operation.name,
  operation.commune,
  operation.family,
  operation.step,
  operation.owner,
  operation.description,
  operation.cost_excl_tax_cents,
  operation.cost_incl_tax_cents,
  operation.funding_basis_cents,
  operation.convention_end,
  footprint.area_m2,
  footprint.cadastre_revision,
  operation.fictitious,
  footprint.geometry
FROM operation LEFT JOIN footprint ON footprint.operation_id = operation.id
""".strip()

LISTED = (
    Content(
        "operations",
        "Opérations",
        "Opérations et leurs emprises, en lecture seule ; montants en centimes d’euro",
        "geometry",
    ),
    Content("milestone", "Échéances", "Dates prévues et effectives de chaque étape d’une opération"),
    Content("operation_parcel", "Parcelles des opérations", "Liens calculés entre emprises et cadastre"),
    Content("funder", "Financeurs", "Financeurs du programme"),
    Content("funding_line", "Lignes de financement", "Montants en centimes d’euro"),
    Content("social_action", "Actions sociales", "Montants en centimes d’euro"),
    Content("social_action_operation", "Opérations des actions sociales", "Liens"),
    Content(
        "social_action_neighbourhood", "Quartiers des actions sociales", "Codes de quartiers prioritaires"
    ),
)
PROTECTED = (
    "operation",
    "milestone",
    "footprint",
    "operation_parcel",
    "funder",
    "funding_line",
    "social_action",
    "social_action_operation",
    "social_action_neighbourhood",
)
SENTENCE = "Cette table se modifie dans Trame : ses contrôles et son journal ne verraient pas ce changement."


def upgrade() -> None:
    connection = op.get_bind()
    create(connection)
    _meta()
    _operation()
    _funding()
    _social()
    connection.execute(sa.text("INSERT INTO meta (fid, revision, writing) VALUES (1, 0, 0)"))
    connection.exec_driver_sql(VIEW)
    for content in LISTED:
        register(connection, content)
    for table in PROTECTED:
        for statement in protection(table, "(SELECT writing FROM meta)", SENTENCE):
            connection.exec_driver_sql(statement)


def _meta() -> None:
    op.create_table(
        "meta",
        _fid(),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("writing", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("fid", name="pk_meta"),
        sa.CheckConstraint("fid = 1", name="ck_meta_one_row"),
        sa.CheckConstraint("revision >= 0", name="ck_meta_revision"),
    )


def _operation() -> None:
    dwellings = [f"dwellings_{kind}" for kind in DWELLINGS]
    costs = ["cost_excl_tax_cents", "cost_incl_tax_cents", "funding_basis_cents"]
    op.create_table(
        "operation",
        _fid(),
        *_texts("id", "name", "commune", "family", "step", "owner", "owner_kind"),
        sa.Column("description", sa.Text),
        *_wholes(*costs),
        sa.Column("convention_end", sa.Date),
        *(sa.Column(name, sa.Integer, nullable=False) for name in dwellings),
        sa.Column("contact", sa.Text),
        sa.Column("internal_comment", sa.Text),
        _fictitious(),
        sa.PrimaryKeyConstraint("fid", name="pk_operation"),
        sa.UniqueConstraint("id", name="uq_operation_id"),
        _one_of("operation", "step", STEPS),
        _one_of("operation", "owner_kind", OWNERS),
        sa.CheckConstraint(
            "length(id) > 0 AND length(name) > 0 AND length(owner) > 0", name="ck_operation_named"
        ),
        sa.CheckConstraint("length(commune) = 5", name="ck_operation_commune"),
        _not_negative("operation", *costs, *dwellings),
    )
    op.create_table(
        "milestone",
        _fid(),
        *_texts("operation_id", "step"),
        sa.Column("planned", sa.Date),
        sa.Column("actual", sa.Date),
        _fictitious(),
        sa.PrimaryKeyConstraint("fid", name="pk_milestone"),
        _refers("milestone", "operation"),
        sa.UniqueConstraint("operation_id", "step", name="uq_milestone_operation_id_step"),
        _one_of("milestone", "step", STEPS),
    )
    _index("milestone", "operation_id")
    op.create_table(
        "footprint",
        _fid(),
        *_texts("operation_id"),
        sa.Column("geometry", Geometry("MULTIPOLYGON", 2154), nullable=False),
        *_texts("geometry_hash"),
        sa.Column("area_m2", sa.Double, nullable=False),
        sa.Column("cadastre_revision", sa.Text),
        _fictitious(),
        sa.PrimaryKeyConstraint("fid", name="pk_footprint"),
        _refers("footprint", "operation"),
        sa.UniqueConstraint("operation_id", name="uq_footprint_operation_id"),
        sa.CheckConstraint("area_m2 > 0", name="ck_footprint_area"),
        sa.CheckConstraint("length(geometry_hash) = 64", name="ck_footprint_geometry_hash"),
    )
    op.create_table(
        "operation_parcel",
        _fid(),
        *_texts("operation_id", "idu"),
        sa.Column("recorded_m2", sa.Double),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("area_m2", "covered_m2", "share")),
        *_texts("cadastre_revision"),
        sa.PrimaryKeyConstraint("fid", name="pk_operation_parcel"),
        _refers("operation_parcel", "operation"),
        sa.UniqueConstraint("operation_id", "idu", name="uq_operation_parcel_operation_id_idu"),
        sa.CheckConstraint("share >= 0 AND share <= 1", name="ck_operation_parcel_share"),
        sa.CheckConstraint("area_m2 > 0 AND covered_m2 > 0", name="ck_operation_parcel_areas"),
    )
    _index("operation_parcel", "operation_id")
    _index("operation_parcel", "idu")


def _funding() -> None:
    op.create_table(
        "funder",
        _fid(),
        *_texts("id", "name", "short_name", "kind"),
        sa.Column("rank", sa.Integer, nullable=False),
        _fictitious(),
        sa.PrimaryKeyConstraint("fid", name="pk_funder"),
        sa.UniqueConstraint("id", name="uq_funder_id"),
        _one_of("funder", "kind", FUNDERS),
    )
    op.create_table(
        "funding_line",
        _fid(),
        *_texts("id", "operation_id", "funder_id", "kind", "nature"),
        sa.Column("year", sa.Integer, nullable=False),
        *_wholes(*LINE_AMOUNTS),
        sa.Column("award_decision", sa.Text),
        _fictitious(),
        sa.PrimaryKeyConstraint("fid", name="pk_funding_line"),
        sa.UniqueConstraint("id", name="uq_funding_line_id"),
        _refers("funding_line", "operation"),
        _refers("funding_line", "funder"),
        _one_of("funding_line", "kind", KINDS),
        _one_of("funding_line", "nature", NATURES),
        sa.CheckConstraint("year BETWEEN 1950 AND 2100", name="ck_funding_line_year"),
        sa.CheckConstraint(
            " AND ".join(
                f"(nature = 'award' AND {name} >= 0 OR nature = 'decommitment' AND {name} <= 0)"
                for name in LINE_AMOUNTS
            ),
            name="ck_funding_line_sign",
        ),
        sa.CheckConstraint(
            "nature <> 'award' OR paid_cents <= committed_cents", name="ck_funding_line_paid_within_committed"
        ),
    )
    _index("funding_line", "operation_id")
    _index("funding_line", "funder_id")


def _social() -> None:
    op.create_table(
        "social_action",
        _fid(),
        *_texts("id", "name", "theme", "public", "holder"),
        sa.Column("holder_siren", sa.Text),
        sa.Column("commune", sa.Text),
        sa.Column("start", sa.Date),
        sa.Column("end", sa.Date),
        *_wholes("requested_cents", "granted_cents", "hours_planned", "hours_done", "meetings"),
        sa.Column("results", sa.Text),
        sa.Column("internal_comment", sa.Text),
        _fictitious(),
        sa.PrimaryKeyConstraint("fid", name="pk_social_action"),
        sa.UniqueConstraint("id", name="uq_social_action_id"),
        _one_of("social_action", "theme", THEMES),
        _one_of("social_action", "public", PUBLICS),
        sa.CheckConstraint('start <= "end"', name="ck_social_action_dates"),
        _not_negative(
            "social_action", "requested_cents", "granted_cents", "hours_planned", "hours_done", "meetings"
        ),
    )
    _links("social_action_operation", "operation_id", _refers("social_action_operation", "operation"))
    _links("social_action_neighbourhood", "neighbourhood_code")


def _links(table: str, column: str, *constraints: sa.Constraint) -> None:
    op.create_table(
        table,
        _fid(),
        *_texts("social_action_id", column),
        _fictitious(),
        sa.PrimaryKeyConstraint("fid", name=f"pk_{table}"),
        _refers(table, "social_action"),
        *constraints,
        sa.UniqueConstraint("social_action_id", column, name=f"uq_{table}_social_action_id_{column}"),
    )
    _index(table, "social_action_id")
    _index(table, column)


def _fid() -> sa.Column[int]:
    return sa.Column("fid", sa.Integer, nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _wholes(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer) for name in names]


def _fictitious() -> sa.Column[bool]:
    return sa.Column("fictitious", sa.Boolean, nullable=False)


def _refers(table: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=f"fk_{table}_{to}_id")


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{column}")


def _not_negative(table: str, *columns: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        " AND ".join(f"{name} >= 0" for name in columns), name=f"ck_{table}_not_negative"
    )


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])
