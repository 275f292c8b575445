"""What a table of the exchange format is made of: columns, what their cells may hold, and how they are told."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Table

from core.settings import INSEE
from layers.neighbourhoods_2015 import NEIGHBOURHOODS_2015
from layers.neighbourhoods_2024 import NEIGHBOURHOODS_2024
from programme.steps import Step

ID = r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}"
"""Identifiers travel in addresses and file names."""
NEIGHBOURHOOD = "|".join(
    f"(?:{layer.by_name['code'].pattern})" for layer in (NEIGHBOURHOODS_2015, NEIGHBOURHOODS_2024)
)
SIREN = r"[0-9]{9}"
RULE = r"[a-z0-9_.]{1,60}"
"""Code of a rule."""
_INSEE = INSEE.strip("^$")
PLACE = rf"territory|site:(?:{ID})|commune:(?:{_INSEE})|" + "|".join(
    f"{layer.key.replace('neighbourhoods', 'neighbourhood')}:(?:{layer.by_name['code'].pattern})"
    for layer in (NEIGHBOURHOODS_2015, NEIGHBOURHOODS_2024)
)
"""A place that is evaluated, in one word."""


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    AMOUNT = "amount"
    COUNT = "count"
    YEAR = "year"
    DATE = "date"
    FLAG = "flag"
    WKT = "wkt"
    DEGREES = "degrees"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of the format.

    Attributes
    ----------
    name
        As in the header.
    kind
        What its cells hold.
    required
        True: no cell may be empty. A column may be absent only if ``absent`` says so.
    absent
        True: the column itself may be absent, which says the same as empty cells.
    pattern, malformed
        Regular expression that the whole text must match, and the code of the issue where it does not.
    choices, unknown
        Words that a text may be, and the code of the issue for others.
    refers
        Name of the table whose identifiers it holds.
    signed
        True: an amount may be negative; the nature of the row decides.
    least, most
        Bounds of a whole number or of degrees.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    absent: bool = False
    pattern: str | None = None
    malformed: str = "id.malformed"
    choices: Callable[[], Collection[str]] | None = None
    unknown: str = ""
    refers: str | None = None
    signed: bool = False
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A table of the format: one CSV file.

    Attributes
    ----------
    name
        Of the table; the file is ``<name>.csv``.
    columns
        In the order of the header.
    key
        Columns that tell its rows apart.
    table
        Where its rows are kept.
    optional
        True: the file may be absent, which says the same as a table without rows.
    alone
        Other columns whose values together no two rows may share; an unknown value counts as a value.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    table: Table = field(repr=False)
    optional: bool = False
    alone: tuple[str, ...] = ()

    @property
    def by_name(self) -> dict[str, Column]:
        """Columns by their name."""
        return {column.name: column for column in self.columns}

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.name}.csv"


def own_id() -> Column:
    """Identifier of the rows of a table."""
    return Column("id", required=True, pattern=ID)


def text(name: str, *, required: bool = False) -> Column:
    """Free text."""
    return Column(name, required=required)


def word(name: str, words: type[StrEnum], unknown: str) -> Column:
    """One of a list of words."""
    return Column(
        name, required=True, choices=lambda: tuple(word.value for word in words), unknown=f"{unknown}.unknown"
    )


def refers(name: str, table: str, unknown: str, *, required: bool = True) -> Column:
    """Identifier of a row of another table."""
    return Column(name, required=required, refers=table, unknown=f"{unknown}.unknown")


def amount(name: str, *, signed: bool = False) -> Column:
    """Amount in euros."""
    return Column(f"{name}_eur", Kind.AMOUNT, signed=signed)


def count(name: str, *, required: bool = False) -> Column:
    """Whole number that is not negative."""
    return Column(name, Kind.COUNT, required=required)


def commune(*, required: bool) -> Column:
    """INSEE code of a commune."""
    return Column("commune", required=required, pattern=INSEE, malformed="commune.malformed")


def neighbourhood(*, required: bool) -> Column:
    """Code of a priority neighbourhood of either generation."""
    return Column(
        "neighbourhood_code", required=required, pattern=NEIGHBOURHOOD, malformed="neighbourhood.malformed"
    )


def date(name: str, *, required: bool = False) -> Column:
    """Day."""
    return Column(name, Kind.DATE, required=required)


def number(name: str, *, required: bool = False) -> Column:
    """Decimal number with up to six decimals, of either sign."""
    return Column(name, Kind.NUMBER, required=required)


def year() -> Column:
    """Year of the row."""
    return Column("year", Kind.YEAR, required=True)


OPERATION = refers("operation_id", "operations", "operation")
ACTION = refers("social_action_id", "social_actions", "social_action")
STEP = word("step", Step, "step")
FICTITIOUS = Column("fictitious", Kind.FLAG, absent=True)
