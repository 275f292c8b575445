"""What the columns of all tables of the programme have in common: keys, amounts, versions, lists of words."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

MAX_EUR = Decimal(10) ** 12
"""Amounts stay below it: a longer one is a mistake, and would not fit a whole number of cents for ever."""
MAX_NUMBER = Decimal(10) ** 12
"""Other decimal numbers stay below it, so that their millionths fit 64 bits."""
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


class _Scaled(TypeDecorator[Decimal]):
    """Decimal number with a few decimals, kept as a whole number of its last one: sums are exact in SQL too."""

    impl = BigInteger
    cache_ok = True
    what: str
    decimals: int
    most: int | Decimal

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Declare INTEGER in SQLite, the one word that GeoPackage knows for 64 bits."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Turn a number into a whole one.

        Raises
        ------
        ValueError
            It is no finite ``Decimal``, has more decimals than are kept, or reaches ``most``.
        """
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite() or abs(value) >= self.most:
            raise ValueError(f"not {self.what}: {value!r}")
        whole = value.scaleb(self.decimals)
        if whole != int(whole):
            raise ValueError(f"{self.what} has {self.decimals} decimals at most: {value}")
        return int(whole)


class Cents(_Scaled):
    """Euros to the cent, below :data:`MAX_EUR`."""

    cache_ok = True
    what = "an amount"
    decimals = 2
    most = MAX_EUR

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Turn cents into euros with two decimals."""
        return None if value is None else Decimal(value).scaleb(-self.decimals)


class Millionths(_Scaled):
    """Number with up to six decimals, below :data:`MAX_NUMBER`: read back as it was written."""

    cache_ok = True
    what = "a number of the programme"
    decimals = 6
    most = MAX_NUMBER

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Turn millionths into a number without idle zeros."""
        return None if value is None else Decimal(value).scaleb(-self.decimals).normalize()


def decimal_number(name: str, *, nullable: bool = True) -> Column[Decimal]:
    """Decimal number, kept in millionths."""
    return Column(f"{name}_millionths", Millionths, key=name, nullable=nullable)


def fid() -> Column[int]:
    """Whole-number key, which the GeoPackage standard asks for."""
    return Column("fid", Integer, primary_key=True)


def own_id() -> Column[str]:
    """Identifier in people's own words."""
    return Column("id", Text, nullable=False, unique=True)


def reference(table: str, *, nullable: bool = False) -> Column[str]:
    """Identifier of a row of another table."""
    return Column(f"{table}_id", Text, ForeignKey(f"{table}.id"), nullable=nullable, index=True)


def eur(name: str) -> Column[Decimal]:
    """Amount in euros, kept in cents."""
    return Column(f"{name}_cents", Cents, key=f"{name}_eur")


def fictitious() -> Column[bool]:
    """Whether the row is invented for the demonstration."""
    return Column("fictitious", Boolean, nullable=False)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """One check: the column holds one of these words; the unknown passes."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def not_negative(*columns: str) -> CheckConstraint:
    """One check for several columns; the unknown passes, since NULL is neither true nor false."""
    return CheckConstraint(" AND ".join(f"{name} >= 0" for name in columns), name="not_negative")


def year() -> Column[int]:
    """Year between :data:`FIRST_YEAR` and :data:`LAST_YEAR`, which :func:`year_in_range` holds to."""
    return Column("year", Integer, nullable=False)


def year_in_range() -> CheckConstraint:
    """One check: the year is a plausible one."""
    return CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year")


def version() -> Column[int]:
    """Revision of the programme that last wrote the row; 0 for rows older than versions.

    A revision is never given twice: a row that was deleted and written anew has another one, too.
    """
    return Column("version", Integer, nullable=False, server_default="0")
