"""A stale save settled by a person: both values of each field, the choice between them, and what is asked for then."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from programme.desk import Verb
from programme.edits.changes import Change, Stale, deletion, insertion, update
from programme.edits.typed import typed_text
from programme.exchange.cell_texts import cell_text
from programme.exchange.format import Column, Kind
from programme.exchange.reading import parse
from programme.exchange.row_checks import form_of


class Side(StrEnum):
    """Whose value is kept."""

    MINE = "mine"
    THEIRS = "theirs"


ROW = ""
"""Stands for the row as a whole, where one of the two removed it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which what a person wants and what is kept now differ.

    Attributes
    ----------
    field
        Name in the exchange format; :data:`ROW` where one of the two removed the row.
    seen
        Value as the person saw it; None for the unknown.
    mine, theirs
        Value that the person typed, and the one that is kept now; for :data:`ROW`, None says: removed.
    side
        What the choice is before the person says anything; None where both changed it, and the person has to say.
    """

    field: str
    seen: Any
    mine: Any
    theirs: Any
    side: Side | None


def differences(stale: Stale, seen: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What a person has to choose between, and what only one of the two changed.

    Parameters
    ----------
    stale
        As the edit found it.
    seen
        The row as the person saw it.

    Returns
    -------
    Fields in the order of the format: those of both, those of the person alone, those of the other alone. One for the
    whole row where one of the two removed it.
    """
    if stale.theirs is None or stale.change.verb is Verb.DELETED:
        gone, asked = stale.theirs is None, stale.change.verb is Verb.DELETED
        return (Difference(ROW, seen, None if asked else seen, None if gone else stale.theirs, None),)
    found = []
    columns = form_of(stale.change.table).by_name
    for name, theirs in stale.theirs.items():
        before = seen.get(name)
        mine = _value(columns[name], stale.change.values[name]) if name in stale.change.values else before
        # A frame does not hold every column: what the person was not shown, the person did not change.
        untouched = name not in seen or _text(columns[name], theirs) == _text(columns[name], before)
        if name in stale.change.values and _text(columns[name], mine) != _text(columns[name], theirs):
            found.append(Difference(name, before, mine, theirs, Side.MINE if untouched else None))
        elif not untouched and name not in stale.change.values:
            found.append(Difference(name, before, before, theirs, Side.THEIRS))
    return tuple(found)


def settled(stale: Stale, seen: Mapping[str, Any], choices: Mapping[str, Side]) -> Change | None:
    """What to ask for in full knowledge.

    Parameters
    ----------
    stale, seen
        As :func:`differences` takes them.
    choices
        By field; one that is not named keeps the side of its difference.

    Returns
    -------
    The change; None where everything is left as it is now.

    Raises
    ------
    ValueError
        A field that both changed has no choice.
    """
    found = differences(stale, seen)
    sides = {item.field: choices.get(item.field, item.side) for item in found}
    if None in sides.values():
        raise ValueError(f"no choice for {', '.join(name for name, side in sides.items() if side is None)}")
    change = stale.change
    if ROW in sides:
        return _whole(stale, seen) if sides[ROW] is Side.MINE else None
    kept = {name: value for name, value in change.values.items() if sides.get(name) is Side.MINE}
    return update(change.table, change.id, kept, seen=stale.version or 0) if kept else None


def _whole(stale: Stale, seen: Mapping[str, Any]) -> Change:
    """Remove the row all the same, or bring it back as the person wanted it."""
    change = stale.change
    if stale.theirs is not None:
        return deletion(change.table, change.id, seen=stale.version or 0)
    return insertion(change.table, {**seen, **change.values})


def _value(column: Column, typed: Any) -> Any:
    """Value of a typed text where it is understood; the text else."""
    if not isinstance(typed, str) or column.kind is Kind.TEXT:
        return typed
    value, code, _needed = parse(column, typed_text(column, typed))
    return value if code is None else typed


def _text(column: Column, value: Any) -> str:
    return cell_text(_value(column, value))
