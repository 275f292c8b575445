"""Moments in a GeoPackage column."""

import datetime as dt
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType


class _InstantColumn(UserDefinedType[str]):
    """Column of the standard's type for a moment."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        return "DATETIME"


class Instant(TypeDecorator[dt.datetime]):
    """A moment in UTC, to the millisecond, in the words of the standard: ``2026-11-24T10:15:00.000Z``."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Declare DATETIME in SQLite, a moment with its time zone elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_InstantColumn())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Write the moment.

        Raises
        ------
        ValueError
            It does not say its time zone.
        """
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without time zone: {value}")
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Read the moment."""
        if value is None:
            return None
        read = dt.datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        moment: dt.datetime = read.astimezone(dt.UTC)
        return moment
