"""What a reconciliation tells: what is new, changed, the same, in doubt or at fault, and what a person decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from core.issues import Issue, Level
from programme.cells import plain_record
from programme.exchange.declarations import FORMATS
from programme.exchange.row_checks import row_id
from programme.imports.close import Candidate

Kept = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Values by field, by identifier of the row, by table of the exchange format."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row of the programme, as a row of the file wants it.

    Attributes
    ----------
    row
        Number of the row in the file, as the person sees it. One row of the file may want several of the programme.
    table
        Name in the exchange format.
    id
        Identifier (see :func:`programme.exchange.row_checks.row_id`).
    values
        Fields that the file states, as they are kept, with those that tell rows apart; the others stay as they are.
    name
        Words by which the person recognises it.
    """

    row: int
    table: str
    id: str
    values: Mapping[str, Any]
    name: str = ""


def wanted(row: int, table: str, values: Mapping[str, Any], name: str = "") -> Wanted:
    """Want a row whose values hold its identifier."""
    return Wanted(row, table, row_id(FORMATS[table], values), values, name)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the file states otherwise."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that the programme keeps with other values."""

    wanted: Wanted
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A text that names nothing that the programme holds.

    Attributes
    ----------
    rows
        Numbers of all rows that bear this text.
    field
        Field of the target, such as ``operation_id``.
    text
        As in the file; empty where the cell is.
    candidates
        Close ones, best first.
    """

    rows: tuple[int, ...]
    field: str
    text: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that says the same thing as one above it in the file.

    Attributes
    ----------
    wanted
        The row.
    first
        Number of the row that it repeats.
    same
        True: in every field; False: it states other values, such as another amount.
    separable
        True: it may be kept as a row of its own, under an identifier of its own.
    """

    wanted: Wanted
    first: int
    same: bool
    separable: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the person decided on single rows of the file.

    Attributes
    ----------
    left_out
        Rows that are not imported.
    separate
        Duplicates that are rows of their own.
    """

    left_out: frozenset[int] = frozenset()
    separate: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reconciliation:
    """What applying would do, and what stands in its way.

    Attributes
    ----------
    revision
        Of the programme that the file was compared with.
    rows
        Number of rows of the file that were looked at, those left out included.
    new
        Rows that the programme does not hold.
    changed
        Rows that it holds with other values.
    unchanged
        Rows that it holds as they are.
    unmatched
        Texts that name nothing; their rows are in none of the three above.
    duplicates
        Rows that repeat another one; kept out until the person decides.
    faults
        What is wrong in cells (``row``, ``field``: column of the file, ``value``, ``message``), warnings included.
    left_out
        Numbers of the rows that the person leaves out.
    """

    revision: int
    rows: int
    new: tuple[Wanted, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[Wanted, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    faults: tuple[Issue, ...] = ()
    left_out: tuple[int, ...] = ()

    @cached_property
    def errors(self) -> tuple[Issue, ...]:
        """Faults that stand in the way; the others are warnings."""
        return tuple(issue for issue in self.faults if issue.level is Level.ERROR)

    @property
    def open(self) -> bool:
        """Whether something is left to decide or to mend before anything can be written."""
        return bool(self.unmatched or self.duplicates or self.errors)

    @property
    def empty(self) -> bool:
        """Whether the programme holds all of it already."""
        return not (self.new or self.changed or self.open)

    @cached_property
    def negative(self) -> tuple[Wanted, ...]:
        """Rows with a negative amount: decommitments, kept as such."""
        every = (*self.new, *(item.wanted for item in self.changed), *self.unchanged)
        return tuple(
            item
            for item in every
            if any(isinstance(value, Decimal) and value < 0 for value in item.values.values())
        )

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of each part."""
        return {
            "rows": self.rows,
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "unmatched": len({row for item in self.unmatched for row in item.rows}),
            "duplicates": len(self.duplicates),
            "faults": len(self.errors),
            "warnings": len(self.faults) - len(self.errors),
            "negative": len(self.negative),
            "left_out": len(self.left_out),
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "revision": self.revision,
            "open": self.open,
            "counts": self.counts,
            "new": plain_record(self.new),
            "changed": plain_record(self.changed),
            "unmatched": plain_record(self.unmatched),
            "duplicates": plain_record(self.duplicates),
            "faults": [issue.as_dict() for issue in self.faults],
            "left_out": list(self.left_out),
        }
