"""A layer is data: everything that import, map, search, exports and documentation need to know of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from core.languages import N_
from layers.symbol import Symbol


class GeometryKind(StrEnum):
    """What the features of a layer are made of; a single part and several parts are one kind."""

    POLYGON = "polygon"
    POINT = "point"


class FieldType(StrEnum):
    """What a field holds once it is read."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"


class Place(StrEnum):
    """How a field says in which territory a feature lies."""

    INSEE = "insee"
    """The field is the INSEE code of the commune."""
    QPV = "qpv"
    """The department is in the code of the priority neighbourhood, characters 3 to 5: ``092`` in ``QP092001``."""


class Group(StrEnum):
    """Under which head a layer stands in lists and legends."""

    OPERATIONS = "operations"
    NEIGHBOURHOODS = "neighbourhoods"
    TERRITORY = "territory"


class Delivery(StrEnum):
    """How a layer reaches the browser."""

    GEOJSON = "geojson"
    TILES = "tiles"


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute of a layer.

    Attributes
    ----------
    name
        In the library and everywhere in the program.
    type
        What it holds once read.
    title
        English words for a head or a panel, through the catalogue.
    meaning
        One English sentence, for documentation and metadata, through the catalogue.
    sources
        Names under which files bring it, compared without case; the first is the one that the demonstration writes.
    unit
        Such as ``m²``; None for none.
    required
        True: a file without it is refused, and a row without it is rejected.
    pattern
        Regular expression that the whole text must match; a row that does not is rejected if the field is required,
        otherwise the value is kept and a warning says so.
    choices
        Values that are known, by their words (English, through the catalogue); others are kept with a warning.
    public
        False: never outside the partners.
    pad
        Width to which digits are padded with leading zeros (a code that lost them in a spreadsheet).
    """

    name: str
    type: FieldType
    title: str
    meaning: str
    sources: tuple[str, ...]
    unit: str | None = None
    required: bool = False
    pattern: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    public: bool = True
    pad: int | None = None


@dataclass(frozen=True)
class Layer:
    """A spatial layer.

    Attributes
    ----------
    key
        Stable name, in addresses, folders and commands.
    title, singular
        English words for the whole and for one feature, through the catalogue.
    geometry
        Kind of its features; others are rejected.
    fields
        In the order in which a reader meets them.
    identifier
        Name of the field that tells features apart; a second row with the same value is rejected.
    label
        Name of the field that a reader calls a feature by.
    symbol
        How it is drawn.
    group
        Under which head it stands.
    delivery
        How it reaches the browser.
    place
        Field that tells the territory, and how; None: by geometry.
    source, licence
        Where the data comes from, as words; an import may say otherwise.
    min_zoom
        From which zoom it is drawn on the web map.
    in_programme
        True: its rows live in the programme, not in the library.
    """

    key: str
    title: str
    singular: str
    geometry: GeometryKind
    fields: tuple[Field, ...]
    identifier: str
    label: str
    symbol: Symbol
    group: Group
    delivery: Delivery
    place: tuple[str, Place] | None
    source: str
    licence: str
    min_zoom: int = 0
    in_programme: bool = False

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by their name."""
        return {item.name: item for item in self.fields}

    @property
    def names(self) -> list[str]:
        """Names of the fields, in order."""
        return [item.name for item in self.fields]


def plain(value: Any) -> Any:
    """Turn a cell into a plain JSON value: dates in ISO form, numbers native, unknown as None."""
    if value is None or value != value:
        return None
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


FICTITIOUS = Field(
    name="fictitious",
    type=FieldType.BOOLEAN,
    title=N_("Fictitious"),
    meaning=N_("True: invented for the demonstration."),
    sources=("FICTIF", "fictitious"),
)
"""Field that every layer has: the demonstration marks each of its features."""
