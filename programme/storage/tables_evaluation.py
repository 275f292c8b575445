"""Tables of the evaluation: where each indicator should go in a place, and what it was worth each year.

Part of :mod:`programme.storage.tables`, which gives them all.
"""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text, UniqueConstraint

from programme.storage.columns import (
    FIRST_YEAR,
    LAST_YEAR,
    decimal_number,
    fictitious,
    fid,
    metadata,
    version,
    year,
    year_in_range,
)

_NAMED = "length(place) > 0 AND length(indicator) > 0"

indicator_target = Table(
    "indicator_target",
    metadata,
    fid(),
    Column("place", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    decimal_number("baseline"),
    Column("baseline_year", Integer),
    decimal_number("target"),
    Column("horizon", Integer),
    Column("source", Text),
    fictitious(),
    version(),
    UniqueConstraint("place", "indicator"),
    CheckConstraint(_NAMED, name="named"),
    CheckConstraint(
        "baseline_millionths IS NOT NULL OR target_millionths IS NOT NULL", name="says_something"
    ),
    CheckConstraint(
        f"baseline_year BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AND horizon BETWEEN {FIRST_YEAR} AND {LAST_YEAR}",
        name="years",
    ),
)
"""A place is a word such as ``site:SITE-01``: see :class:`programme.evaluation.place.Place`."""

indicator_value = Table(
    "indicator_value",
    metadata,
    fid(),
    Column("place", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    year(),
    decimal_number("value", nullable=False),
    Column("computed_on", Date, nullable=False),
    Column("programme_revision", Integer),
    fictitious(),
    version(),
    UniqueConstraint("place", "indicator", "year"),
    CheckConstraint(_NAMED, name="named"),
    CheckConstraint("programme_revision >= 0", name="revision"),
    year_in_range(),
)
"""Values as they were published, small numbers of persons left out; what could not be computed has no row."""

EVALUATION: tuple[Table, ...] = (indicator_target, indicator_value)
"""Those that loading replaces; they refer to no other table."""
