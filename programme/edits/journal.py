"""The journal: who changed what, when, from what to what. It only grows."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, or_, select

from core.actor import Actor
from core.languages import N_, _
from programme.desk import Verb
from programme.exchange.cell_texts import cell_text
from programme.storage import tables
from programme.storage.store import Store
from programme.visibility import PARTNERS, sees_evaluated, sees_history

WHOLE = "programme"
"""What a line about the whole programme names as its table."""

_LOADS = (tables.journal.c.table_name == WHOLE) & (tables.journal.c.row_id == "")
"""Lines of loads of the whole programme, found by the index of the journal."""

VERB_WORDS: Mapping[Verb, str] = {
    Verb.INSERTED: N_("Added"),
    Verb.UPDATED: N_("Changed"),
    Verb.DELETED: N_("Removed"),
    Verb.LOADED: N_("Whole programme replaced"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal, as a reader may see it.

    Attributes
    ----------
    number
        Grows with each line.
    recorded_at
        UTC.
    person
        Who; None for a reader who may not see names.
    verb
        What was done.
    table, row_id
        Name in the exchange format, and identifier of the row (see :func:`programme.exchange.row_checks.row_id`).
    operation_id
        Operation that the row is of; None for others.
    field
        The one that changed; None for a whole row.
    before, after
        Texts of the exchange format, None for the unknown; mappings of such texts for a whole row that came or went,
        without the fields that the reader may not see; counts of rows by table for a whole programme.
    revision
        Of the programme after the change.
    """

    number: int
    recorded_at: dt.datetime
    person: str | None
    verb: Verb
    table: str
    row_id: str
    operation_id: str | None
    field: str | None
    before: str | Mapping[str, str] | None
    after: str | Mapping[str, str] | None
    revision: int

    @property
    def verb_label(self) -> str:
        """What was done, in the language in force."""
        return _(VERB_WORDS[self.verb])

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "number": self.number,
            "recorded_at": self.recorded_at.isoformat(),
            "person": self.person,
            "verb": str(self.verb),
            "table": self.table,
            "row": self.row_id,
            "operation": self.operation_id,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "revision": self.revision,
        }


def lines_of(
    table: str,
    row_id: str,
    operation_id: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> list[dict[str, Any]]:
    """Lines that tell a change of one row, without who and when.

    Parameters
    ----------
    table, row_id, operation_id
        The row.
    before, after
        Its values by field; None where there was, or is, no row.

    Returns
    -------
    One line for a row that came or went, one for each field that changed in one that stayed.
    """
    named = {"table_name": table, "row_id": row_id, "operation_id": operation_id}
    if before is None or after is None:
        verb = Verb.INSERTED if before is None else Verb.DELETED
        return [{**named, "verb": verb, "field": None, "before": _whole(before), "after": _whole(after)}]
    return [
        {
            **named,
            "verb": Verb.UPDATED,
            "field": field,
            "before": cell_text(before[field]) or None,
            "after": cell_text(value) or None,
        }
        for field, value in after.items()
        if value != before[field]
    ]


def record(connection: Connection, actor: Actor, lines: Iterable[Mapping[str, Any]], revision: int) -> None:
    """Write lines into the journal within the write transaction in force.

    Parameters
    ----------
    connection
        In a write transaction.
    actor
        Who did it.
    lines
        As :func:`lines_of` makes them.
    revision
        That the transaction makes.
    """
    now = dt.datetime.now(dt.UTC)
    common = {"recorded_at": now, "person": actor.name, "revision": revision}
    records = [{**line, **common} for line in lines]
    if records:
        connection.execute(insert(tables.journal), records)


def record_load(
    connection: Connection, actor: Actor, before: Mapping[str, int], after: Mapping[str, int], revision: int
) -> None:
    """Write down that the whole programme was replaced: rows by table before and after."""
    line = {
        "table_name": WHOLE,
        "row_id": "",
        "operation_id": None,
        "verb": Verb.LOADED,
        "field": None,
        "before": _whole(before),
        "after": _whole(after),
    }
    record(connection, actor, [line], revision)


def record_footprint(
    connection: Connection, actor: Actor, operation_id: str, before: str | None, after: str
) -> None:
    """Write down that a footprint came into force: hashes of the one before, None where there was none, and of it."""
    was = None if before is None else {"geometry_hash": before}
    lines = lines_of("footprints", operation_id, operation_id, was, {"geometry_hash": after})
    record(connection, actor, lines, next_revision(connection))


def next_revision(connection: Connection) -> int:
    """Revision that the write transaction in force makes."""
    before: int = connection.execute(select(tables.meta.c.revision)).scalar_one()
    return before + 1


def history(store: Store, actor: Actor, table: str, row_id: str) -> tuple[Entry, ...]:
    """What became of one row, the newest first; loads of the whole programme are told too.

    Parameters
    ----------
    store
        Where the programme is kept.
    actor
        Who reads: what is confidential in the programme is confidential in its journal.
    table
        Name in the exchange format.
    row_id
        Identifier of the row.
    """
    line = tables.journal.c
    mine = (line.table_name == table) & (line.row_id == row_id)
    return _entries(store, actor, select(tables.journal).where(or_(mine, _LOADS)))


def operation_history(store: Store, actor: Actor, operation_id: str) -> tuple[Entry, ...]:
    """What became of an operation and of all that is of it, the newest first (see :func:`history`)."""
    line = tables.journal.c
    mine = line.operation_id == operation_id
    return _entries(store, actor, select(tables.journal).where(or_(mine, _LOADS)))


def _entries(store: Store, actor: Actor, query: Select[Any]) -> tuple[Entry, ...]:
    with store.reading() as connection:
        rows = connection.execute(query.order_by(tables.journal.c.fid.desc())).mappings().all()
    return tuple(
        _entry(row, actor)
        for row in rows
        if sees_history(actor.role, row["table_name"], row["field"])
        and sees_evaluated(actor.role, row["table_name"], row["row_id"])
    )


def _entry(row: Mapping[Any, Any], actor: Actor) -> Entry:
    verb = Verb(row["verb"])

    def told(text: str | None) -> str | Mapping[str, str] | None:
        if text is None or verb is Verb.UPDATED:
            return text
        held: dict[str, str] = json.loads(text)
        return {
            name: value for name, value in held.items() if sees_history(actor.role, row["table_name"], name)
        }

    return Entry(
        number=row["fid"],
        recorded_at=row["recorded_at"],
        person=row["person"] if actor.role in PARTNERS else None,
        verb=verb,
        table=row["table_name"],
        row_id=row["row_id"],
        operation_id=row["operation_id"],
        field=row["field"],
        before=told(row["before"]),
        after=told(row["after"]),
        revision=row["revision"],
    )


def _whole(values: Mapping[str, Any] | None) -> str | None:
    """JSON object of the known values as texts."""
    if values is None:
        return None
    texts = {name: cell_text(value) for name, value in values.items()}
    return json.dumps({name: text for name, text in texts.items() if text}, ensure_ascii=False)
