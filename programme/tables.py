"""Tables of the programme. Each module of ``migrations/versions`` brings a file from one state to the next.

Every table has a whole-number key ``fid``, which the GeoPackage standard asks for, and people's own words
beside it: ``operation.id`` is what they write. Amounts stand in whole cents in the file (``*_cents``) and are
``Decimal`` euros in the program (``*_eur``). An unknown value is NULL, never 0.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from programme.geopackage import LAMBERT_93, Geometry
from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind, Step
from programme.themes import Public, Theme

MAX_EUR = Decimal(10) ** 12
"""Amounts stay below it: a longer one is a mistake, and would not fit a whole number of cents for ever."""
FIRST_YEAR, LAST_YEAR = 1950, 2100
"""Years that a funding line may bear."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Cents(TypeDecorator[Decimal]):
    """Euros to the cent, kept as a whole number of cents: sums are exact in SQL too."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Declare INTEGER in SQLite, the one word that GeoPackage knows for 64 bits."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Turn euros into cents.

        Raises
        ------
        ValueError
            The amount is no finite ``Decimal``, is not whole in cents, or reaches :data:`MAX_EUR`.
        """
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite() or abs(value) >= MAX_EUR:
            raise ValueError(f"not an amount: {value!r}")
        cents = value.scaleb(2)
        if cents != int(cents):
            raise ValueError(f"an amount has two decimals at most: {value}")
        return int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Turn cents into euros with two decimals."""
        return None if value is None else Decimal(value).scaleb(-2)


def _fid() -> Column[int]:
    return Column("fid", Integer, primary_key=True)


def _id() -> Column[str]:
    return Column("id", Text, nullable=False, unique=True)


def _reference(table: str) -> Column[str]:
    return Column(f"{table}_id", Text, ForeignKey(f"{table}.id"), nullable=False, index=True)


def _eur(name: str) -> Column[Decimal]:
    return Column(f"{name}_cents", Cents, key=f"{name}_eur")


def _fictitious() -> Column[bool]:
    return Column("fictitious", Boolean, nullable=False)


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _not_negative(*columns: str) -> CheckConstraint:
    """One check for several columns; the unknown passes, since NULL is neither true nor false."""
    return CheckConstraint(" AND ".join(f"{name} >= 0" for name in columns), name="not_negative")


meta = Table(
    "meta",
    metadata,
    _fid(),
    Column("revision", Integer, nullable=False),
    Column("writing", Boolean, nullable=False),
    CheckConstraint("fid = 1", name="one_row"),
    CheckConstraint("revision >= 0", name="revision"),
)
"""One row. ``revision`` grows at each write transaction; ``writing`` is true within one only."""

operation = Table(
    "operation",
    metadata,
    _fid(),
    _id(),
    Column("name", Text, nullable=False),
    Column("commune", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("owner_kind", Text, nullable=False),
    Column("description", Text),
    _eur("cost_excl_tax"),
    _eur("cost_incl_tax"),
    _eur("funding_basis"),
    Column("convention_end", Date),
    Column("dwellings_demolished", Integer, nullable=False),
    Column("dwellings_rebuilt_on_site", Integer, nullable=False),
    Column("dwellings_rebuilt_elsewhere", Integer, nullable=False),
    Column("dwellings_requalified", Integer, nullable=False),
    Column("dwellings_residentialised", Integer, nullable=False),
    Column("contact", Text),
    Column("internal_comment", Text),
    _fictitious(),
    _one_of("step", Step),
    _one_of("owner_kind", OwnerKind),
    CheckConstraint("length(id) > 0 AND length(name) > 0 AND length(owner) > 0", name="named"),
    CheckConstraint("length(commune) = 5", name="commune"),
    _not_negative(
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
    _fid(),
    _reference("operation"),
    Column("step", Text, nullable=False),
    Column("planned", Date),
    Column("actual", Date),
    _fictitious(),
    UniqueConstraint("operation_id", "step"),
    _one_of("step", Step),
)

footprint = Table(
    "footprint",
    metadata,
    _fid(),
    Column("operation_id", Text, ForeignKey("operation.id"), nullable=False, unique=True),
    Column("geometry", Geometry("MULTIPOLYGON", LAMBERT_93), nullable=False),
    Column("geometry_hash", Text, nullable=False),
    Column("area_m2", Double, nullable=False),
    Column("cadastre_revision", Text),
    _fictitious(),
    CheckConstraint("area_m2 > 0", name="area"),
    CheckConstraint("length(geometry_hash) = 64", name="geometry_hash"),
)
"""The current footprint of each mapped operation, and the revision of the cadastre that it was linked to."""

operation_parcel = Table(
    "operation_parcel",
    metadata,
    _fid(),
    _reference("operation"),
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
    _fid(),
    _id(),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    _fictitious(),
    _one_of("kind", FunderKind),
)

funding_line = Table(
    "funding_line",
    metadata,
    _fid(),
    _id(),
    _reference("operation"),
    _reference("funder"),
    Column("kind", Text, nullable=False),
    Column("nature", Text, nullable=False),
    Column("year", Integer, nullable=False),
    _eur("requested"),
    _eur("voted"),
    _eur("committed"),
    _eur("paid"),
    Column("award_decision", Text),
    _fictitious(),
    _one_of("kind", FundingKind),
    _one_of("nature", FundingNature),
    CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year"),
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
    _fid(),
    _id(),
    Column("name", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("public", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("holder_siren", Text),
    Column("commune", Text),
    Column("start", Date),
    Column("end", Date),
    _eur("requested"),
    _eur("granted"),
    Column("hours_planned", Integer),
    Column("hours_done", Integer),
    Column("meetings", Integer),
    Column("results", Text),
    Column("internal_comment", Text),
    _fictitious(),
    _one_of("theme", Theme),
    _one_of("public", Public),
    CheckConstraint('start <= "end"', name="dates"),
    _not_negative("requested_cents", "granted_cents", "hours_planned", "hours_done", "meetings"),
)

social_action_operation = Table(
    "social_action_operation",
    metadata,
    _fid(),
    _reference("social_action"),
    _reference("operation"),
    _fictitious(),
    UniqueConstraint("social_action_id", "operation_id"),
)

social_action_neighbourhood = Table(
    "social_action_neighbourhood",
    metadata,
    _fid(),
    _reference("social_action"),
    Column("neighbourhood_code", Text, nullable=False, index=True),
    _fictitious(),
    UniqueConstraint("social_action_id", "neighbourhood_code"),
)

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
)
"""Tables that people's work fills, those that others refer to first."""
