"""What only the programme itself can tell of the changes that a person asks for: references, doubles, rights."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from core.actor import Actor
from core.issues import Issue, Level
from core.languages import N_
from programme.desk import Verb
from programme.edits.changes import Change, NotEditingError
from programme.exchange.cell_texts import cell_text
from programme.exchange.declarations import FORMATS
from programme.exchange.faults import fault
from programme.exchange.format import Column, Format
from programme.exchange.reading import Row
from programme.exchange.row_checks import EDITABLE, form_of, row_id
from programme.visibility import PARTNERS, may_decide

_CHUNK = 500
"""Identifiers asked for in one query: SQLite takes a limited number of variables."""
REFERRED = N_("“{value}” is still used by {count} rows of {table}: remove them first.")
KEY_FIXED = N_("“{field}” tells rows apart and is not changed: remove the row, and add another one.")
TAKEN = N_("There is already a row “{value}” in {table}.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as the programme keeps it.

    Attributes
    ----------
    fid
        Its whole-number key.
    version
        Revision that wrote it.
    values
        By column of the exchange format.
    """

    fid: int
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One change and what it does to its row.

    Attributes
    ----------
    place
        Of the change among those asked for, from 1.
    change, form
        What was asked for, and its table.
    row_id
        Identifier of the row.
    before
        The row as it is kept; None for a new one.
    row
        The row as it was understood; None for a deletion.
    after
        All its values, where all could be understood; None for a deletion.
    """

    place: int
    change: Change
    form: Format
    row_id: str
    before: Kept | None
    row: Row | None
    after: Mapping[str, Any] | None

    @property
    def values(self) -> Mapping[str, Any]:
        """The row as it will be, or, for a deletion, as it was."""
        if self.after is not None:
            return self.after
        return self.before.values if self.before is not None else {}


def kept_rows(connection: Connection, form: Format, ids: Iterable[str]) -> dict[str, Kept]:
    """Rows of a table by identifier; unknown ones are left out."""
    wanted = dict.fromkeys(ids)
    table = form.table
    columns = [table.c[name] for name in form.by_name]
    found = {}
    # A row is asked for by the first column of its key: the others narrow little down.
    firsts = list(dict.fromkeys(item.split("/")[0] for item in wanted))
    for chunk in _chunks(firsts):
        query = select(table.c.fid, table.c.version, *columns).where(table.c[form.key[0]].in_(chunk))
        for fid, version, *cells in connection.execute(query):
            values = dict(zip(form.by_name, cells, strict=True))
            name = row_id(form, values)
            if name in wanted:
                found[name] = Kept(fid, version, values)
    return found


def programme_issues(connection: Connection, steps: Sequence[Step]) -> Iterator[Issue]:
    """Everything that is wrong in the changes taken together with what the programme holds."""
    yield from _taken(steps)
    yield from _references(connection, steps)
    yield from _doubles(connection, steps)
    yield from _dependents(connection, steps)


def _taken(steps: Sequence[Step]) -> Iterator[Issue]:
    """New rows whose identifier is that of a row that stays."""
    gone = {(step.form.name, step.row_id) for step in steps if step.change.verb is Verb.DELETED}
    for step in steps:
        if (
            step.change.verb is Verb.INSERTED
            and step.before is not None
            and (step.form.name, step.row_id) not in gone
        ):
            yield _issue("id.taken", TAKEN, step, step.form.key[0], step.row_id, table=step.form.name)


def _references(connection: Connection, steps: Sequence[Step]) -> Iterator[Issue]:
    wanted: dict[str, set[str]] = {}
    for step, column in _referring(steps):
        wanted.setdefault(str(column.refers), set()).add(step.values[column.name])
    known = {name: _known(connection, name, ids) for name, ids in wanted.items()}
    mine = [step for step in steps if step.form.name in known]
    for step in mine:
        if step.after is None:
            known[step.form.name].discard(step.row_id)
    for step in mine:
        if step.after is not None:
            known[step.form.name].add(step.row_id)
    for step, column in _referring(steps):
        value = step.values[column.name]
        if value not in known[str(column.refers)]:
            yield fault(column.unknown, step.form.file, row=step.place, field=column.name, value=value)


def _referring(steps: Sequence[Step]) -> Iterator[tuple[Step, Column]]:
    for step in steps:
        if step.after is not None:
            for column in step.form.columns:
                if column.refers is not None and step.after.get(column.name) is not None:
                    yield step, column


def _known(connection: Connection, table: str, ids: Collection[str]) -> set[str]:
    column = FORMATS[table].table.c.id
    found: set[str] = set()
    for chunk in _chunks(list(ids)):
        found.update(connection.execute(select(column).where(column.in_(chunk))).scalars())
    return found


def _doubles(connection: Connection, steps: Sequence[Step]) -> Iterator[Issue]:
    """Rows that would share what no two rows of their table may share."""
    for form in {step.form.name: step.form for step in steps if step.form.alone}.values():
        mine = [step for step in steps if step.form is form]
        touched = {step.row_id for step in mine}
        table, names = form.table, form.alone
        firsts = list(dict.fromkeys(step.values.get(names[0]) for step in mine if step.after is not None))
        taken: dict[tuple[Any, ...], str] = {}
        for chunk in _chunks(firsts):
            query = select(table.c.id, *(table.c[name] for name in names)).where(table.c[names[0]].in_(chunk))
            for other, *cells in connection.execute(query):
                if other not in touched:
                    taken[tuple(cells)] = other
        for step in mine:
            if step.after is not None:
                key = tuple(step.after.get(name) for name in names)
                if taken.setdefault(key, step.row_id) != step.row_id:
                    yield _issue("id.taken", TAKEN, step, names[0], taken[key], table=form.name)


def _dependents(connection: Connection, steps: Sequence[Step]) -> Iterator[Issue]:
    """Deletions of rows that others still refer to."""
    new = {(step.form.name, step.row_id) for step in steps if step.change.verb is Verb.INSERTED}
    gone = [
        step
        for step in steps
        if step.after is None and step.form.key == ("id",) and (step.form.name, step.row_id) not in new
    ]
    for name in {step.form.name for step in gone}:
        mine = {step.row_id: step for step in gone if step.form.name == name}
        for other in (FORMATS[table] for table in EDITABLE):
            for column in other.columns:
                if column.refers == name:
                    yield from _still_used(connection, steps, mine, other, column)


def _still_used(
    connection: Connection, steps: Sequence[Step], gone: Mapping[str, Step], form: Format, column: Column
) -> Iterator[Issue]:
    counts: dict[str, int] = {}
    reference = form.table.c[column.name]
    for chunk in _chunks(list(gone)):
        query = select(reference, func.count()).where(reference.in_(chunk)).group_by(reference)
        counts.update(_pairs(connection, query))
    for step in steps:
        if step.form.name == form.name and step.before is not None and step.change.verb is not Verb.INSERTED:
            value = step.before.values[column.name]
            leaves = step.after is None or step.after.get(column.name) != value
            if leaves and value in counts:
                counts[value] -= 1
    for value, number in counts.items():
        if number > 0:
            yield _issue("row.referred", REFERRED, gone[value], "id", value, count=number, table=form.name)


def key_issues(step: Step) -> Iterator[Issue]:
    """Fields of an update that would make another row of it."""
    if step.change.verb is Verb.UPDATED and step.after is not None and step.before is not None:
        for name in step.form.key:
            if step.after.get(name) != step.before.values[name]:
                yield _issue("key.fixed", KEY_FIXED, step, name, cell_text(step.after.get(name)))


def require_editor(actor: Actor) -> None:
    """Check that a person may change anything at all.

    Raises
    ------
    NotEditingError
        Partners alone do.
    """
    if actor.role not in PARTNERS:
        raise NotEditingError(actor)


def require_own(
    connection: Connection, actor: Actor, steps: Sequence[Step], owners: Sequence[tuple[str, ...]]
) -> None:
    """Check that a person who answers for some communes changes rows of theirs alone.

    Parameters
    ----------
    connection
        On the programme.
    actor
        Who edits; without communes, all of the programme is theirs.
    steps
        Changes.
    owners
        Operations of each (see :func:`owners_of`).

    Raises
    ------
    NotEditingError
        A row is of another commune, or of the whole territory.
    """
    if not actor.communes:
        return
    operation = FORMATS["operations"].table.c
    ids = list(dict.fromkeys(owner for mine in owners for owner in mine))
    communes: dict[str, str] = {}
    for chunk in _chunks(ids):
        query = select(operation.id, operation.commune).where(operation.id.in_(chunk))
        communes.update(_pairs(connection, query))
    for step, mine in zip(steps, owners, strict=True):
        if step.after is None and step.before is None:
            continue  # gone already
        named = [
            str(values["commune"])
            for values in (step.after, step.before.values if step.before else None)
            if values and values.get("commune")
        ]
        # What is of no operation and of no commune is of the whole territory.
        for commune in named or [communes.get(owner, "") for owner in mine] or [""]:
            if not may_decide(actor, commune):
                raise NotEditingError(actor, commune)


def owners_of(connection: Connection, steps: Sequence[Step]) -> list[tuple[str, ...]]:
    """Operations that each change is of, the one that it will be of first; none for what is of no operation."""
    sides = [
        [values for values in (step.after, step.before.values if step.before else None) if values is not None]
        for step in steps
    ]
    lines = {values["funding_line_id"] for both in sides for values in both if values.get("funding_line_id")}
    table = FORMATS["funding_lines"].table.c
    of_line: dict[str, str] = {}
    for chunk in _chunks(list(lines)):
        query = select(table.id, table.operation_id).where(table.id.in_(chunk))
        of_line.update(_pairs(connection, query))
    of_line.update(
        {
            step.row_id: step.after["operation_id"]
            for step in steps
            if step.form.name == "funding_lines" and step.after and step.after.get("operation_id")
        }
    )
    return [
        tuple(dict.fromkeys(owner for values in both if (owner := _owner(step, values, of_line))))
        for step, both in zip(steps, sides, strict=True)
    ]


def _owner(step: Step, values: Mapping[str, Any], of_line: Mapping[str, str]) -> str | None:
    if step.form.name == "operations":
        return step.row_id
    found: str | None = values.get("operation_id")
    return found or of_line.get(values.get("funding_line_id") or "")


def _issue(code: str, text: str, step: Step, field: str, value: str, **values: Any) -> Issue:
    return Issue(
        code,
        Level.ERROR,
        text,
        values={"field": field, "value": value, **values},
        row=step.place,
        field=field,
        value=value,
        file=step.form.file,
    )


def _pairs(connection: Connection, query: Select[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in connection.execute(query)}  # noqa: C416 - typed rows


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def forms_of(changes: Sequence[Change]) -> list[Format]:
    """Table of each change (see :func:`programme.exchange.row_checks.form_of`)."""
    return [form_of(change.table) for change in changes]
