"""The indicators as data: what each one counts, in what unit, from what, and which way is better."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.languages import _


class Subject(StrEnum):
    """What an indicator is about; the order of the members is that of lists."""

    DWELLINGS = "dwellings"
    OPERATIONS = "operations"
    ACCESS = "access"
    MONEY = "money"
    MAPPING = "mapping"
    INTEGRATION = "integration"
    REHOUSING = "rehousing"
    ACTIONS = "actions"


class Unit(StrEnum):
    """What a value is counted in; a share lies in [0, 1] for most, and is shown as a percentage."""

    DWELLINGS = "dwellings"
    OPERATIONS = "operations"
    EUR = "eur"
    EUR_PER_DWELLING = "eur_per_dwelling"
    EUR_PER_INHABITANT = "eur_per_inhabitant"
    SHARE = "share"
    HOURS = "hours"
    HOUSEHOLDS = "households"
    ACTIONS = "actions"
    NEIGHBOURHOODS = "neighbourhoods"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Attributes
    ----------
    code
        As tables and commands hold it, such as ``dwellings_demolished.delivered``.
    subject, unit
        What it is about, and what it is counted in.
    title, definition
        English sentences for the catalogue, in which ``fills`` stand.
    better
        True: higher is better; False: lower is; None: it tells no success by itself.
    frames
        Frames of the programme that it is worked out from: a reader from whom one is withheld is not told it.
    layers
        Layers of the library that it needs.
    fills
        Words of the title by name, in English; translated with it.
    """

    code: str
    subject: Subject
    unit: Unit
    title: str
    definition: str
    better: bool | None = None
    frames: tuple[str, ...] = ("operations",)
    layers: tuple[str, ...] = ()
    fills: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Title in the language in force."""
        return _(self.title).format(**{name: _(text) for name, text in self.fills.items()})

    @property
    def meaning(self) -> str:
        """Definition in the language in force."""
        return _(self.definition)
