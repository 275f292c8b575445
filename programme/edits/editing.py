"""Editing the programme: every edit is one transaction, every change is in the journal, nothing is overwritten unseen.

A person edits a row as it was in a revision of the programme. A row that somebody else wrote since then is stale: the
edit writes nothing and shows both sides.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy import update as sql_update

from core.actor import Actor
from core.issues import Issue, Level
from programme.desk import Verb
from programme.edits.changes import Change, Edited, RefusedEditError, Stale, StaleError
from programme.edits.checks import (
    Kept,
    Step,
    forms_of,
    kept_rows,
    key_issues,
    owners_of,
    programme_issues,
    require_editor,
    require_own,
)
from programme.edits.evaluated import site_issues
from programme.edits.journal import lines_of, next_revision, record
from programme.exchange.format import Format
from programme.exchange.row_checks import form_of, row_id, understood
from programme.footprints import read_footprints, write_extent
from programme.storage import tables
from programme.storage.store import Store


class _UnchangedError(Exception):
    """Nothing is to be written: the transaction ends without a new revision."""


def edit(store: Store, actor: Actor, changes: Iterable[Change]) -> Edited:
    """Write changes of rows in one transaction: all of them, or none.

    Parameters
    ----------
    store
        Where the programme is kept.
    actor
        Who asks; written into the journal.
    changes
        In any order and of any tables; each row at most once, but for a row that goes and another one that takes its
        identifier. An operation takes its footprint with it when it goes.

    Returns
    -------
    The revision that it makes. Where every field has its value already, nothing is written and the revision stays.

    Raises
    ------
    NotEditingError
        The person may not change these rows.
    StaleError
        Rows were written since the person saw them.
    RefusedEditError
        Values that cannot be kept, all told at once.
    ProgrammeBusyError
        Another writer kept the programme for too long.
    ValueError
        No such table or column, or one row named twice.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from core.actor import LOCAL
    >>> from programme.edits.changes import insertion
    >>> funder = {"id": "anru", "name": "Agence", "short_name": "ANRU", "kind": "anru", "rank": 1}
    >>> with TemporaryDirectory() as place:
    ...     edit(Store(Path(place) / "programme.gpkg"), LOCAL, [insertion("funders", funder)]).rows
    (('funders', 'anru'),)
    """
    asked = list(changes)
    require_editor(actor)
    try:
        with store.transaction() as connection:
            return _edit(connection, actor, asked)
    except _UnchangedError:
        return Edited(store.revision())


def kept_row(store: Store, table: str, identifier: str) -> Kept | None:
    """Read one row as it is kept now, with the revision that wrote it; None where there is none."""
    with store.reading() as connection:
        return kept_rows(connection, form_of(table), [identifier]).get(identifier)


def _edit(connection: Connection, actor: Actor, changes: Sequence[Change]) -> Edited:
    steps, issues = _steps(connection, changes)
    _require_fresh(connection, steps)
    owners = owners_of(connection, steps)
    require_own(connection, actor, steps, owners)
    issues += [*programme_issues(connection, steps), *site_issues(connection, steps)]
    if any(issue.level is Level.ERROR for issue in issues):
        raise RefusedEditError(issues)
    kept = [(step, owner) for step, owner in zip(steps, owners, strict=True) if _changes_something(step)]
    if not kept:
        raise _UnchangedError
    revision = next_revision(connection)
    lines = [
        line
        for step, owner in kept
        for line in lines_of(
            step.form.name,
            step.row_id,
            next(iter(owner), None),
            None if step.before is None or step.change.verb is Verb.INSERTED else step.before.values,
            step.after,
        )
    ]
    lines += _write(connection, [step for step, _owner in kept], revision)
    record(connection, actor, lines, revision)
    return Edited(revision, tuple((step.form.name, step.row_id) for step, _owner in kept), tuple(issues))


def _steps(connection: Connection, changes: Sequence[Change]) -> tuple[list[Step], list[Issue]]:
    """What each change does to its row, and what is wrong in the rows themselves."""
    forms = forms_of(changes)
    ids = [
        row_id(form, change.values) if change.verb is Verb.INSERTED else change.id
        for form, change in zip(forms, changes, strict=True)
    ]
    _require_once(forms, changes, ids)
    kept: dict[str, dict[str, Kept]] = {}
    for form in {form.name: form for form in forms}.values():
        wanted = [name for name, other in zip(ids, forms, strict=True) if other is form]
        kept[form.name] = kept_rows(connection, form, wanted)
    steps, issues = [], []
    for place, (change, form, name) in enumerate(zip(changes, forms, ids, strict=True), start=1):
        step, found = _step(place, change, form, name, kept[form.name].get(name))
        steps.append(step)
        issues += found
    return steps, issues


def _step(
    place: int, change: Change, form: Format, name: str, before: Kept | None
) -> tuple[Step, list[Issue]]:
    if change.verb is Verb.DELETED:
        return Step(place, change, form, name, before, None, None), []
    base = before.values if before is not None and change.verb is Verb.UPDATED else {}
    row, issues = understood(form, {**base, **change.values}, place)
    step = Step(place, change, form, name, before, row, row.values)
    return step, issues + list(key_issues(step))


def _require_once(forms: Sequence[Format], changes: Sequence[Change], ids: Sequence[str]) -> None:
    seen: set[tuple[str, str, bool]] = set()
    for form, change, name in zip(forms, changes, ids, strict=True):
        key = (form.name, name, change.verb is Verb.INSERTED)
        # New rows without identifier are told by the checks, each at its place.
        if key in seen and all(name.split("/")):
            raise ValueError(f"named twice: {form.name} {name}")
        seen.add(key)


def _require_fresh(connection: Connection, steps: Sequence[Step]) -> None:
    """Check that no row was written since it was seen."""
    old = [
        step
        for step in steps
        if step.change.verb is not Verb.INSERTED
        and (step.before is None or step.before.version > step.change.seen)
        # What is asked for is there already: whoever wrote it, nothing is lost.
        and not _done(step)
    ]
    if old:
        raise StaleError(_stale(connection, step) for step in old)


def _done(step: Step) -> bool:
    if step.change.verb is Verb.DELETED:
        return step.before is None
    return step.before is not None and step.after == step.before.values


def _stale(connection: Connection, step: Step) -> Stale:
    journal = tables.journal.c
    query = (
        select(journal.person, journal.recorded_at)
        .where((journal.table_name == step.form.name) & (journal.row_id == step.row_id))
        .where(journal.revision > step.change.seen)
        .order_by(journal.fid.desc())
        .limit(1)
    )
    last = connection.execute(query).one_or_none()
    return Stale(
        change=step.change,
        mine=None if step.change.verb is Verb.DELETED else dict(step.after or {}),
        theirs=None if step.before is None else dict(step.before.values),
        version=None if step.before is None else step.before.version,
        person=None if last is None else last.person,
        recorded_at=None if last is None else last.recorded_at,
    )


def _changes_something(step: Step) -> bool:
    return not _done(step) if step.change.verb is not Verb.INSERTED else True


def _write(connection: Connection, steps: Sequence[Step], revision: int) -> list[dict[str, Any]]:
    """Write rows; give the lines of the journal that tell what went with them."""
    # References are checked at the end of the transaction: rows that take turns need no order.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.form.table.name, []).append(step)
    lines = [line for group in groups.values() for line in _delete(connection, group)]
    for group in groups.values():
        _update(connection, group, revision)
        _insert(connection, group, revision)
    return lines


def _insert(connection: Connection, steps: Sequence[Step], revision: int) -> None:
    new = [step.after for step in steps if step.change.verb is Verb.INSERTED and step.after is not None]
    if new:
        connection.execute(insert(steps[0].form.table), [{**values, "version": revision} for values in new])


def _update(connection: Connection, steps: Sequence[Step], revision: int) -> None:
    form = steps[0].form
    table = form.table
    by_fields: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    moved = []
    for step in steps:
        if step.change.verb is not Verb.UPDATED or step.before is None or step.after is None:
            continue
        new = {name: value for name, value in step.after.items() if value != step.before.values[name]}
        if set(new) & set(form.alone):
            # Rows may take the places of one another, which one update after the other could not do.
            moved.append({**step.after, "fid": step.before.fid, "version": revision})
        else:
            record = {"row_fid": step.before.fid, **{f"new_{name}": value for name, value in new.items()}}
            by_fields.setdefault(tuple(new), []).append(record)
    for names, records in by_fields.items():
        values = {table.c[name]: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
        statement = sql_update(table).where(table.c.fid == bindparam("row_fid"))
        connection.execute(statement.values({**values, table.c.version: revision}), records)
    if moved:
        _delete_fids(connection, form, [record["fid"] for record in moved])
        connection.execute(insert(table), moved)


def _delete(connection: Connection, steps: Sequence[Step]) -> list[dict[str, Any]]:
    gone = [
        (step, step.before) for step in steps if step.change.verb is Verb.DELETED and step.before is not None
    ]
    if not gone:
        return []
    form = steps[0].form
    lines = (
        _delete_ground(connection, [step.row_id for step, _kept in gone]) if form.name == "operations" else []
    )
    _delete_fids(connection, form, [kept.fid for _step, kept in gone])
    return lines


def _delete_fids(connection: Connection, form: Format, fids: Sequence[int]) -> None:
    statement = delete(form.table).where(form.table.c.fid == bindparam("row_fid"))
    connection.execute(statement, [{"row_fid": fid} for fid in fids])


def _delete_ground(connection: Connection, operations: Sequence[str]) -> list[dict[str, Any]]:
    """Take away the footprints of operations that go, and their links to parcels."""
    footprint = tables.footprint.c
    lines = []
    for operation in operations:
        query = select(footprint.geometry_hash, footprint.area_m2).where(footprint.operation_id == operation)
        found = connection.execute(query).mappings().one_or_none()
        if found is not None:
            lines += lines_of("footprints", operation, operation, dict(found), None)
    owners = [{"owner": operation} for operation in operations]
    for table in (tables.operation_parcel, tables.footprint):
        connection.execute(delete(table).where(table.c.operation_id == bindparam("owner")), owners)
    write_extent(connection, read_footprints(connection))
    return lines
