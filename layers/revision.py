"""What is known of one revision of a layer: its origin, its dates, its counts, what was wrong with it."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from core.issues import Issue
from gis.parquet import Bounds


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What an import knows of the features that it hands over.

    Attributes
    ----------
    layer
        Key of the layer.
    source_file
        Name of the file, without its folder.
    source, licence
        Where the data comes from and how it may be used, as words.
    data_date
        Day that the data describes; None where nobody said.
    driver
        GDAL driver that read the file.
    encoding
        Encoding of its text; None where the format fixes it.
    crs
        CRS of the file, such as ``EPSG:4326``; the features themselves are in EPSG:2154.
    read, kept, repaired, rejected, outside
        Numbers of rows: read = kept + rejected + outside; the repaired ones are among the kept.
    fictitious
        True: at least one feature is invented.
    issues
        What was found in the data.
    """

    layer: str
    source_file: str = ""
    source: str = ""
    licence: str = ""
    data_date: dt.date | None = None
    driver: str = ""
    encoding: str | None = None
    crs: str = "EPSG:2154"
    read: int = 0
    kept: int = 0
    repaired: int = 0
    rejected: int = 0
    outside: int = 0
    fictitious: bool = False
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Revision(Facts):
    """Facts of a revision that the library holds.

    Attributes
    ----------
    id
        Sortable by time, safe in file names and addresses: ``20261124-101500-3fa94c12``.
    imported_at
        UTC.
    seconds
        How long the import took.
    bounds
        Of its features, EPSG:2154.
    """

    id: str
    imported_at: dt.datetime
    seconds: float
    bounds: Bounds

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {
            "data_date": self.data_date and self.data_date.isoformat(),
            "imported_at": self.imported_at.isoformat(),
            "bounds": list(self.bounds),
            "issues": [issue.as_dict() for issue in self.issues],
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Revision":
        """Read back what :meth:`as_dict` wrote; keys of a later version are left aside."""
        known = {item.name for item in fields(cls)}
        values = {key: value for key, value in record.items() if key in known}
        day = values.get("data_date")
        return cls(
            **values
            | {
                "data_date": None if day is None else dt.date.fromisoformat(day),
                "imported_at": dt.datetime.fromisoformat(values["imported_at"]),
                "bounds": tuple(values["bounds"]),
                "issues": tuple(Issue.from_dict(issue) for issue in values["issues"]),
            }
        )


def new_id(moment: dt.datetime, after: str | None = None) -> str:
    """Make the identifier of a revision.

    Parameters
    ----------
    moment
        When it is made, UTC.
    after
        Identifier that the new one must sort behind, even where the clock was set back; None for none.

    Examples
    --------
    >>> new_id(dt.datetime(2026, 11, 24, 10, 15, tzinfo=dt.UTC))[:19]
    '20261124-101500-000'
    """
    while True:
        found = f"{moment:%Y%m%d-%H%M%S}-{moment.microsecond // 1000:03d}{secrets.token_hex(3)[:5]}"
        if after is None or found[:19] > after[:19]:
            return found
        moment = _moment(after) + dt.timedelta(milliseconds=1)


def _moment(identifier: str) -> dt.datetime:
    """When an identifier was made, to the millisecond."""
    return dt.datetime.strptime(f"{identifier[:19]}000+0000", "%Y%m%d-%H%M%S-%f%z")
