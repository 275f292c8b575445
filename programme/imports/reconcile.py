"""Rows that a file wants against rows that the programme keeps: what is new, changed, the same, in doubt or at fault.

Nothing is written by a reconciliation. It is applied whole, by one edit, and only where nothing is left open: the
person assigns, leaves out, or mends the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from core.actor import Actor
from core.issues import Issue, Level
from programme.cells import known, plain_record
from programme.edits.changes import Change, Edited, insertion, update
from programme.edits.editing import edit
from programme.exchange.declarations import FORMATS
from programme.exchange.row_checks import row_id
from programme.imports.close import Candidate
from programme.storage.snapshot import Programme
from programme.storage.store import Store

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


def kept(programme: Programme, tables: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Give the rows of some tables as the programme keeps them, to compare with.

    Parameters
    ----------
    programme
        As the reader may see it.
    tables
        Names in the exchange format.

    Returns
    -------
    Without the columns that the frames of the programme do not carry (``fictitious`` of a link): nothing is compared
    there.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for table in tables:
        form = FORMATS[table]
        frame = getattr(programme, table)
        frame = frame if frame.index.name is None else frame.reset_index()
        columns = [name for name in form.by_name if name in frame]
        cells = zip(*(map(known, frame[name].tolist()) for name in columns), strict=True)
        rows = (dict(zip(columns, values, strict=True)) for values in cells)
        found[table] = {row_id(form, values): values for values in rows}
    return found


def reconcile(
    revision: int,
    rows: int,
    items: Sequence[Wanted],
    held: Kept,
    *,
    unmatched: Sequence[Unmatched] = (),
    faults: Sequence[Issue] = (),
    decisions: Decisions | None = None,
    separable: bool = False,
) -> Reconciliation:
    """Compare what a file wants with what the programme keeps.

    Parameters
    ----------
    revision
        Of the programme.
    rows
        Number of rows of the file.
    items
        Rows of the programme that the file wants, in its order. Those of a row that is unmatched, at fault or left
        out may be among them: they are kept out here.
    held
        As :func:`kept` gives it, of every table that ``items`` name.
    unmatched, faults
        What stands in the way, by row of the file.
    decisions
        What the person decided on single rows.
    separable
        True: identifiers are worked out from what the rows say, so that a duplicate may be a row of its own; nothing
        else in the file refers to them.

    Returns
    -------
    Each of ``items`` is in one part of it at most.
    """
    chosen = decisions or Decisions()
    waiting = tuple(item for item in (_without(one, chosen.left_out) for one in unmatched) if item.rows)
    wrong = tuple(issue for issue in faults if issue.row not in chosen.left_out)
    closed = {
        *chosen.left_out,
        *(row for item in waiting for row in item.rows),
        *(issue.row for issue in wrong if issue.level is Level.ERROR),
    }
    groups: dict[tuple[str, str], list[Wanted]] = defaultdict(list)
    for item in items:
        if item.row not in closed:
            groups[item.table, item.id].append(item)
    duplicates: list[Duplicate] = []
    single: list[Wanted] = []
    for (table, _id), group in groups.items():
        first = group[0]
        mine = [item for item in group[1:] if separable and item.row in chosen.separate]
        duplicates += [
            Duplicate(item, first.row, dict(item.values) == dict(first.values), separable)
            for item in group[1:]
            if item not in mine
        ]
        single += _told_apart([first, *mine], held[table])
    new, changed, unchanged = [], [], []
    for item in sorted(single, key=lambda one: one.row):
        before = held[item.table].get(item.id)
        if before is None:
            new.append(item)
            continue
        differences = _differences(item, before)
        if differences:
            changed.append(Changed(item, differences))
        else:
            unchanged.append(item)
    return Reconciliation(
        revision,
        rows,
        tuple(new),
        tuple(changed),
        tuple(unchanged),
        waiting,
        tuple(sorted(duplicates, key=lambda one: one.wanted.row)),
        wrong,
        tuple(sorted(chosen.left_out)),
    )


def changes(found: Reconciliation) -> tuple[Change, ...]:
    """Give what an edit has to do."""
    return (
        *(insertion(item.table, item.values) for item in found.new),
        *(
            update(
                item.wanted.table,
                item.wanted.id,
                {difference.field: difference.new for difference in item.differences},
                seen=found.revision,
            )
            for item in found.changed
        ),
    )


def apply(store: Store, actor: Actor, found: Reconciliation) -> Edited:
    """Write all of it in one transaction, or nothing.

    Raises
    ------
    ValueError
        Something is left open: the caller asks first.
    programme.edits.changes.StaleError
        Somebody else wrote one of these rows in the meantime: compare again.
    programme.edits.changes.RefusedEditError, programme.edits.changes.NotEditingError
        As :func:`programme.edits.editing.edit` says.
    """
    if found.open:
        raise ValueError("something is left open")
    return edit(store, actor, changes(found))


def _without(item: Unmatched, left_out: frozenset[int]) -> Unmatched:
    return replace(item, rows=tuple(row for row in item.rows if row not in left_out))


def _differences(item: Wanted, before: Mapping[str, Any]) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, before[name], value)
        for name, value in item.values.items()
        if name in before and value != before[name]
    )


def _told_apart(group: Sequence[Wanted], rows: Mapping[str, Mapping[str, Any]]) -> list[Wanted]:
    """Give rows that say the same thing an identifier each; those that the programme keeps as they are come first."""
    if len(group) == 1:
        return list(group)
    names = [group[0].id, *(f"{group[0].id}-{rank}" for rank in range(2, len(group) + 1))]
    free = list(names)
    found: dict[int, Wanted] = {}
    for place, item in enumerate(group):
        for name in free:
            same = _renamed(item, name)
            if name in rows and not _differences(same, rows[name]):
                found[place] = same
                free.remove(name)
                break
    for place, item in enumerate(group):
        if place not in found:
            found[place] = _renamed(item, free.pop(0))
    return [found[place] for place in range(len(group))]


def _renamed(item: Wanted, name: str) -> Wanted:
    return replace(item, id=name, values={**item.values, "id": name})
