"""Faults found in data: collected, shown, exported; never raised, never repaired in silence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.languages import N_, _


class Level(StrEnum):
    """How much an issue weighs: an error keeps a row out, a warning changes or doubts it, information tells."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


LEVEL_WORDS = {Level.ERROR: N_("error"), Level.WARNING: N_("warning"), Level.INFORMATION: N_("information")}
"""Levels as a reader is told them, through the catalogue."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault in data.

    Attributes
    ----------
    code
        Stable, such as ``geometry.self_intersection``; dotted, lower case.
    level
        How much it weighs.
    text
        English sentence with ``{placeholders}``, marked by ``N_`` where it is written; ``message`` translates it.
    values
        What fills the placeholders: plain JSON values.
    row
        Number of the row in its file, the first data row being 1; None when it concerns the whole file.
    field
        Name of the field as the file spells it; None when it concerns no field.
    value
        The value found, as text.
    lon, lat
        WGS84 position, in degrees, where there is one.
    file
        Name of the table or file, where several are read at once.
    """

    code: str
    level: Level
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    row: int | None = None
    field: str | None = None
    value: str | None = None
    lon: float | None = None
    lat: float | None = None
    file: str | None = None

    @property
    def message(self) -> str:
        """The sentence in the language in force."""
        return _(self.text).format(**self.values)

    @property
    def level_label(self) -> str:
        """The level in the language in force."""
        return _(LEVEL_WORDS[self.level])

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, the sentence included."""
        return {
            "code": self.code,
            "level": str(self.level),
            "file": self.file,
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "message": self.message,
            "lon": self.lon,
            "lat": self.lat,
            "text": self.text,
            "values": dict(self.values),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Issue":
        """Read back what :meth:`as_dict` wrote; the sentence is made again in the language in force."""
        kept = {key: value for key, value in record.items() if key != "message"}
        return cls(**{**kept, "level": Level(kept["level"])})
