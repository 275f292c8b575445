"""Rows that a file wants against rows that the programme keeps.

Nothing is written by a reconciliation. It is applied whole, by one edit, and only where nothing is left open: the
person assigns, leaves out, or mends the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.issues import Issue, Level
from programme.cells import known
from programme.edits.changes import Change, insertion, update
from programme.exchange.declarations import FORMATS
from programme.exchange.row_checks import row_id
from programme.imports.reconciliation import (
    Changed,
    Decisions,
    Difference,
    Duplicate,
    Kept,
    Reconciliation,
    Unmatched,
    Wanted,
)
from programme.storage.snapshot import Programme


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
