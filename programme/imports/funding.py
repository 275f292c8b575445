"""Importing the money: which kind of file it is, what it would change, and writing it in one transaction."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.actor import Actor
from programme.edits.changes import Edited
from programme.edits.editing import edit
from programme.imports.mapped import (
    TABLE,
    read_mapped,
    require_whole,
    separable,
    sheet_of,
    usual_mapping,
)
from programme.imports.mapping import Copies, Mapping
from programme.imports.naming import Naming
from programme.imports.own import Read, for_people, own_sheets, read_own
from programme.imports.reconcile import Decisions, Reconciliation, changes, kept, reconcile
from programme.imports.sheet import Book
from programme.storage.store import Store
from programme.world import World


class Shape(StrEnum):
    """What kind of file it is."""

    OWN = "own"
    MAPPED = "mapped"


@dataclass(frozen=True)
class Part:
    """What one sheet would change.

    Attributes
    ----------
    table, sheet
        The table of the exchange format that it fills, and the name of the sheet.
    found
        What applying would do.
    """

    table: str
    sheet: str
    found: Reconciliation


@dataclass(frozen=True)
class Comparison:
    """What a file would change.

    Attributes
    ----------
    shape
        What kind of file it is.
    parts
        By sheet, those that others refer to first.
    unread
        Names of the sheets that hold rows and are none of those.
    mapping
        By which it was read; None for the program's own workbook.
    """

    shape: Shape
    parts: tuple[Part, ...]
    unread: tuple[str, ...] = ()
    mapping: Mapping | None = field(default=None)

    @property
    def open(self) -> bool:
        """Whether something is left to decide or to mend."""
        return any(part.found.open for part in self.parts)

    @property
    def empty(self) -> bool:
        """Whether the programme holds all of it already."""
        return all(part.found.empty for part in self.parts)

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of each part, all sheets together."""
        names = self.parts[0].found.counts if self.parts else {}
        return {name: sum(part.found.counts[name] for part in self.parts) for name in names}

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "shape": self.shape.value,
            "open": self.open,
            "counts": self.counts,
            "unread_sheets": list(self.unread),
            "sheets": [
                {"table": part.table, "sheet": part.sheet, **part.found.as_dict()} for part in self.parts
            ],
        }


def shape_of(book: Book) -> Shape:
    """Tell the program's own workbook from all others."""
    return Shape.OWN if own_sheets(book) else Shape.MAPPED


def compare(
    world: World,
    book: Book,
    mapping: Mapping | None = None,
    decisions: Map[str, Decisions] | None = None,
) -> Comparison:
    """Compare a file with the programme; nothing is written.

    Parameters
    ----------
    world
        As the person sees it.
    book
        The file.
    mapping
        Columns and assignments; None to go by the names of columns. The program's own workbook takes its assignments
        alone.
    decisions
        What the person decided on single rows, by name of the sheet.

    Raises
    ------
    programme.imports.mapped.NoRowsError, programme.imports.mapped.MissingColumnsError
        The mapping does not fit the file.
    programme.imports.mapped.IncompleteMappingError
        It does not say all that a line needs.
    """
    chosen = decisions or {}
    own = own_sheets(book)
    assigned = mapping.assigned if mapping is not None else {}
    copies = mapping.copies if mapping is not None else Copies.ASK
    if not own:
        sheet = sheet_of(book, mapping)
        fitting = mapping or usual_mapping(sheet, world.programme)
        require_whole(fitting, sheet)
        held = kept(world.programme, [TABLE])
        read = read_mapped(sheet, fitting, Naming(world.programme, assigned), held[TABLE])
        part = _part(world, read, held, chosen, fitting.copies, apart=separable(fitting))
        unread = tuple(other.name for other in book.sheets if other.rows and other is not sheet)
        return Comparison(Shape.MAPPED, (part,), unread, fitting)
    parts: list[Part] = []
    added: list[tuple[str, str]] = []
    for table, sheet in own.items():
        held = kept(world.programme, [table])
        # A naming for each sheet, which keeps its own open texts, and knows what the sheets before it add.
        mine = Naming(world.programme, assigned)
        for other, identifier in added:
            mine.add(other, identifier, identifier)
        read = read_own(sheet, table, mine, held[table])
        part = _part(world, read, held, chosen, copies, apart=False)
        parts.append(part)
        # Rows at fault are there to be referred to, until they are left out: one mistake, one sentence.
        added += [(table, item.id) for item in part.found.new]
        left_out = set(part.found.left_out)
        added += [(table, name) for row, name in read.named.items() if row not in left_out]
    known = {sheet.name for sheet in own.values()}
    unread = tuple(
        sheet.name
        for sheet in book.sheets
        if sheet.rows and sheet.name not in known and not for_people(sheet)
    )
    return Comparison(Shape.OWN, tuple(parts), unread, mapping)


def write(store: Store, actor: Actor, comparison: Comparison) -> Edited:
    """Write all of it in one transaction, or nothing (see :func:`programme.edits.editing.edit`).

    Raises
    ------
    ValueError
        Something is left open: the caller asks first.
    """
    if comparison.open:
        raise ValueError("something is left open")
    return edit(store, actor, [change for part in comparison.parts for change in changes(part.found)])


def _part(
    world: World, read: Read, held: Any, chosen: Map[str, Decisions], copies: Copies, *, apart: bool
) -> Part:
    said = chosen.get(read.sheet.name, Decisions())
    said = replace(said, left_out=said.left_out | read.left_out)

    def compared(decisions: Decisions) -> Reconciliation:
        return reconcile(
            world.programme.revision,
            len(read.sheet.rows),
            read.items,
            held,
            unmatched=read.naming.unmatched() if read.naming is not None else (),
            faults=read.faults,
            decisions=decisions,
            separable=apart,
        )

    found = compared(said)
    if found.duplicates and copies is not Copies.ASK:
        again = frozenset(item.wanted.row for item in found.duplicates)
        if copies is Copies.SEPARATE and apart:
            found = compared(replace(said, separate=said.separate | again))
        elif copies is Copies.LEAVE_OUT:
            found = compared(replace(said, left_out=said.left_out | again))
    return Part(read.table, read.sheet.name, found)
