"""The exchange format of the programme, declared as data: its tables, their columns, what a cell may hold.

``docs/format.md`` says the same to people; a test holds the two together.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Table

from core.settings import INSEE
from layers.neighbourhoods_2015 import NEIGHBOURHOODS_2015
from layers.neighbourhoods_2024 import NEIGHBOURHOODS_2024
from programme import tables
from programme.nomenclature import family_codes
from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind, Step
from programme.themes import Public, Theme

ID = r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}"
"""Identifiers travel in addresses and file names."""
NEIGHBOURHOOD = "|".join(
    f"(?:{layer.by_name['code'].pattern})" for layer in (NEIGHBOURHOODS_2015, NEIGHBOURHOODS_2024)
)
SIREN = r"[0-9]{9}"


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    AMOUNT = "amount"
    COUNT = "count"
    YEAR = "year"
    DATE = "date"
    FLAG = "flag"
    WKT = "wkt"


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
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    table: Table = field(repr=False)

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.name}.csv"


def _id() -> Column:
    return Column("id", required=True, pattern=ID)


def _text(name: str, *, required: bool = False) -> Column:
    return Column(name, required=required)


def _word(name: str, words: type[StrEnum], unknown: str) -> Column:
    return Column(
        name, required=True, choices=lambda: tuple(word.value for word in words), unknown=f"{unknown}.unknown"
    )


def _refers(name: str, table: str, unknown: str) -> Column:
    return Column(name, required=True, refers=table, unknown=f"{unknown}.unknown")


def _amount(name: str, *, signed: bool = False) -> Column:
    return Column(f"{name}_eur", Kind.AMOUNT, signed=signed)


def _count(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.COUNT, required=required)


def _commune(*, required: bool) -> Column:
    return Column("commune", required=required, pattern=INSEE, malformed="commune.malformed")


_OPERATION = _refers("operation_id", "operations", "operation")
_ACTION = _refers("social_action_id", "social_actions", "social_action")
_STEP = _word("step", Step, "step")
_FICTITIOUS = Column("fictitious", Kind.FLAG, absent=True)

FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format(
            "operations",
            (
                _id(),
                _text("name", required=True),
                _commune(required=True),
                Column("family", required=True, choices=family_codes, unknown="family.unknown"),
                _STEP,
                _text("owner", required=True),
                _word("owner_kind", OwnerKind, "owner_kind"),
                _text("description"),
                _amount("cost_excl_tax"),
                _amount("cost_incl_tax"),
                _amount("funding_basis"),
                Column("convention_end", Kind.DATE),
                _count("dwellings_demolished", required=True),
                _count("dwellings_rebuilt_on_site", required=True),
                _count("dwellings_rebuilt_elsewhere", required=True),
                _count("dwellings_requalified", required=True),
                _count("dwellings_residentialised", required=True),
                _text("contact"),
                _text("internal_comment"),
                _FICTITIOUS,
            ),
            ("id",),
            tables.operation,
        ),
        Format(
            "footprints",
            (_OPERATION, Column("wkt", Kind.WKT, required=True), _FICTITIOUS),
            ("operation_id",),
            tables.footprint,
        ),
        Format(
            "milestones",
            (_OPERATION, _STEP, Column("planned", Kind.DATE), Column("actual", Kind.DATE), _FICTITIOUS),
            ("operation_id", "step"),
            tables.milestone,
        ),
        Format(
            "funders",
            (
                _id(),
                _text("name", required=True),
                _text("short_name", required=True),
                _word("kind", FunderKind, "funder_kind"),
                _count("rank", required=True),
                _FICTITIOUS,
            ),
            ("id",),
            tables.funder,
        ),
        Format(
            "funding_lines",
            (
                _id(),
                _OPERATION,
                _refers("funder_id", "funders", "funder"),
                _word("kind", FundingKind, "funding_kind"),
                _word("nature", FundingNature, "funding_nature"),
                Column("year", Kind.YEAR, required=True),
                _amount("requested", signed=True),
                _amount("voted", signed=True),
                _amount("committed", signed=True),
                _amount("paid", signed=True),
                _text("award_decision"),
                _FICTITIOUS,
            ),
            ("id",),
            tables.funding_line,
        ),
        Format(
            "social_actions",
            (
                _id(),
                _text("name", required=True),
                _word("theme", Theme, "theme"),
                _word("public", Public, "public"),
                _text("holder", required=True),
                Column("holder_siren", pattern=SIREN, malformed="siren.malformed"),
                _commune(required=False),
                Column("start", Kind.DATE),
                Column("end", Kind.DATE),
                _amount("requested"),
                _amount("granted"),
                _count("hours_planned"),
                _count("hours_done"),
                _count("meetings"),
                _text("results"),
                _text("internal_comment"),
                _FICTITIOUS,
            ),
            ("id",),
            tables.social_action,
        ),
        Format(
            "social_action_operations",
            (_ACTION, _OPERATION, _FICTITIOUS),
            ("social_action_id", "operation_id"),
            tables.social_action_operation,
        ),
        Format(
            "social_action_neighbourhoods",
            (
                _ACTION,
                Column(
                    "neighbourhood_code",
                    required=True,
                    pattern=NEIGHBOURHOOD,
                    malformed="neighbourhood.malformed",
                ),
                _FICTITIOUS,
            ),
            ("social_action_id", "neighbourhood_code"),
            tables.social_action_neighbourhood,
        ),
    )
}
"""Tables of the format by name, those that others refer to first."""
