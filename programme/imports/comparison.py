"""What a whole file would change, sheet by sheet, and writing it in one transaction: the same for every import."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.actor import Actor
from programme.edits.changes import Edited
from programme.edits.editing import edit
from programme.imports.own import Read
from programme.imports.reconcile import changes, reconcile
from programme.imports.reconciliation import Decisions, Kept, Reconciliation
from programme.storage.store import Store
from programme.world import World


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
    parts
        By sheet, those that others refer to first.
    unread
        Names of the sheets that hold rows and are none of those.
    """

    parts: tuple[Part, ...]
    unread: tuple[str, ...] = ()

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
            "open": self.open,
            "counts": self.counts,
            "unread_sheets": list(self.unread),
            "sheets": [
                {"table": part.table, "sheet": part.sheet, **part.found.as_dict()} for part in self.parts
            ],
        }


def decided(read: Read, decisions: Mapping[str, Decisions]) -> Decisions:
    """What the person decided on the rows of a sheet."""
    return decisions.get(read.sheet.name, Decisions())


def compared(
    world: World,
    read: Read,
    held: Kept,
    decisions: Decisions,
    *,
    rows: int | None = None,
    separable: bool = False,
) -> Reconciliation:
    """Compare what a sheet gives with what the programme keeps (see :func:`programme.imports.reconcile.reconcile`).

    Parameters
    ----------
    world
        As the person sees it.
    read
        What the sheet gives.
    held
        Rows that the programme keeps.
    decisions
        What the person decided on single rows.
    rows
        How many rows of the sheet count; None for all.
    separable
        Whether a duplicate may be a row of its own.
    """
    return reconcile(
        world.programme.revision,
        len(read.sheet.rows) if rows is None else rows,
        read.items,
        held,
        unmatched=read.naming.unmatched() if read.naming is not None else (),
        faults=read.faults,
        decisions=decisions,
        separable=separable,
    )


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
