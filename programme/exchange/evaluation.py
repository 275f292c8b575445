"""Tables of the evaluation in the exchange format: both may be absent."""

from programme.evaluation.catalogue import indicator_codes
from programme.exchange.format import (
    FICTITIOUS,
    PLACE,
    Column,
    Format,
    Kind,
    count,
    date,
    number,
    text,
    year,
)
from programme.storage import tables

_PLACE = Column("place", required=True, pattern=PLACE, malformed="place.malformed")
_INDICATOR = Column("indicator", required=True, choices=indicator_codes, unknown="indicator.unknown")

EVALUATION_FORMATS: tuple[Format, ...] = (
    Format(
        "indicator_targets",
        (
            _PLACE,
            _INDICATOR,
            number("baseline"),
            Column("baseline_year", Kind.YEAR),
            number("target"),
            Column("horizon", Kind.YEAR),
            text("source"),
            FICTITIOUS,
        ),
        ("place", "indicator"),
        tables.indicator_target,
        optional=True,
    ),
    Format(
        "indicator_values",
        (
            _PLACE,
            _INDICATOR,
            year(),
            number("value", required=True),
            date("computed_on", required=True),
            count("programme_revision"),
            FICTITIOUS,
        ),
        ("place", "indicator", "year"),
        tables.indicator_value,
        optional=True,
    ),
)
"""They come last: a place may be a site, which is referred to first."""


def site_of(place: str | None) -> str | None:
    """Identifier of the priority site that a place names; None where it is another kind of place.

    Examples
    --------
    >>> site_of("site:S-1"), site_of("territory")
    ('S-1', None)
    """
    kind, _colon, code = (place or "").partition(":")
    return code if kind == "site" else None
