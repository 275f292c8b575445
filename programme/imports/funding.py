"""Importing the money: which kind of file it is, and what it would change."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from programme.imports.comparison import Comparison, Part, compared, decided
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
from programme.imports.reconcile import kept
from programme.imports.reconciliation import Decisions
from programme.imports.sheet import Book
from programme.world import World


class Shape(StrEnum):
    """What kind of file it is."""

    OWN = "own"
    MAPPED = "mapped"


@dataclass(frozen=True, kw_only=True)
class FundingComparison(Comparison):
    """What a file of funding would change.

    Attributes
    ----------
    shape
        What kind of file it is.
    mapping
        By which it was read; None for the program's own workbook.
    """

    shape: Shape
    mapping: Mapping | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"shape": self.shape.value, **super().as_dict()}


def shape_of(book: Book) -> Shape:
    """Tell the program's own workbook from all others."""
    return Shape.OWN if own_sheets(book) else Shape.MAPPED


def compare(
    world: World,
    book: Book,
    mapping: Mapping | None = None,
    decisions: Map[str, Decisions] | None = None,
) -> FundingComparison:
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
        return FundingComparison(shape=Shape.MAPPED, parts=(part,), unread=unread, mapping=fitting)
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
    return FundingComparison(shape=Shape.OWN, parts=tuple(parts), unread=unread, mapping=mapping)


def _part(
    world: World, read: Read, held: Any, chosen: Map[str, Decisions], copies: Copies, *, apart: bool
) -> Part:
    said = decided(read, chosen)
    said = replace(said, left_out=said.left_out | read.left_out)
    found = compared(world, read, held, said, separable=apart)
    if found.duplicates and copies is not Copies.ASK:
        again = frozenset(item.wanted.row for item in found.duplicates)
        if copies is Copies.SEPARATE and apart:
            said = replace(said, separate=said.separate | again)
        elif copies is Copies.LEAVE_OUT:
            said = replace(said, left_out=said.left_out | again)
        found = compared(world, read, held, said, separable=apart)
    return Part(read.table, read.sheet.name, found)
