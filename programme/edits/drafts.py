"""What a person typed into a table and did not save yet: which rows it changes, what is wrong, what to ask for."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.issues import Issue, Level
from programme.cells import known
from programme.edits.changes import Change, deletion, insertion, update
from programme.edits.typed import told, typed_text
from programme.exchange.cell_texts import cell_text
from programme.exchange.format import Format
from programme.exchange.reading import parse
from programme.exchange.row_checks import faults_of, form_of, row_id
from programme.storage.snapshot import Programme

Values = Mapping[str, Any]
Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """Changes typed into one table.

    Attributes
    ----------
    changed
        Texts as they were typed, by identifier of the row and field.
    added
        The same of new rows, by a name that the form gave them.
    removed
        Identifiers of rows that are to go.
    """

    changed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    added: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        return bool(self.changed or self.added or self.removed)


def read_draft(value: Any) -> Draft:
    """Read what a browser tells; what is not of the shape agreed on is no draft.

    Examples
    --------
    >>> read_draft({"changed": {"LF-1": {"voted_eur": "12"}}}).changed
    {'LF-1': {'voted_eur': '12'}}
    >>> bool(read_draft({"changed": [1], "removed": 3}))
    False
    """
    if not isinstance(value, Mapping):
        return Draft()
    removed = value.get("removed")
    return Draft(
        _rows(value.get("changed")),
        _rows(value.get("added")),
        frozenset(item for item in removed if isinstance(item, str))
        if isinstance(removed, list)
        else frozenset(),
    )


def as_raw(draft: Draft) -> dict[str, Any]:
    """Write a draft as a browser tells it (see :func:`read_draft`)."""
    return {
        "changed": {name: dict(texts) for name, texts in draft.changed.items()},
        "added": {name: dict(texts) for name, texts in draft.added.items()},
        "removed": sorted(draft.removed),
    }


def without(draft: Draft, name: str, fields: Iterable[str]) -> Draft:
    """Take typed fields of a row out of a draft; an empty name of a field stands for its removal.

    Examples
    --------
    >>> without(Draft(changed={"LF-1": {"year": "2027"}}, removed=frozenset({"LF-1"})), "LF-1", ["year", ""])
    Draft(changed={}, added={}, removed=frozenset())
    """
    left = frozenset(fields)
    texts = {field: text for field, text in draft.changed.get(name, {}).items() if field not in left}
    changed = {row: cells for row, cells in draft.changed.items() if row != name}
    removed = draft.removed - {name} if "" in left else draft.removed
    return Draft({**changed, name: texts} if texts else changed, draft.added, removed)


def _rows(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, Mapping):
        return {}
    return {
        str(name): {str(key): text for key, text in cells.items() if isinstance(text, str)}
        for name, cells in value.items()
        if isinstance(cells, Mapping)
    }


def rows_of(programme: Programme, table: str, ids: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """Rows of a table by identifier, as they are kept.

    Parameters
    ----------
    programme
        As the person sees it.
    table
        Name in the exchange format.
    ids
        Those asked for, in their order; unknown ones are left out. None for all.

    Returns
    -------
    Values by column of the format; columns that the frame does not hold are left out.
    """
    form, frame = form_of(table), getattr(programme, table)
    if frame.index.name == "id" and ids is not None:
        frame = frame.loc[[name for name in ids if name in frame.index]]
    records = frame.reset_index() if frame.index.name is not None else frame
    names = [name for name in form.by_name if name in records.columns]
    columns = [records[name].tolist() for name in names]
    rows = [dict(zip(names, map(known, cells), strict=True)) for cells in zip(*columns, strict=True)]
    found = {row_id(form, row): row for row in rows}
    return found if ids is None else {name: found[name] for name in ids if name in found}


def typed_values(form: Format, texts: Mapping[str, str]) -> dict[str, str]:
    """Cells of the exchange format from what was typed; columns that the table does not have are left out."""
    columns = form.by_name
    return {name: typed_text(columns[name], text) for name, text in texts.items() if name in columns}


def really_changed(form: Format, kept: Values, texts: Mapping[str, str]) -> dict[str, str]:
    """Typed cells that say something else than what is kept: typing the same amount again changes nothing."""
    return {
        name: value
        for name, value in typed_values(form, texts).items()
        if not _same(form, name, kept.get(name), value)
    }


def _same(form: Format, name: str, kept: Any, typed: str) -> bool:
    if cell_text(kept) == typed:
        return True
    # 12.5 and 12.50 are two writings of one amount.
    value, code, _needed = parse(form.by_name[name], typed)
    return code is None and value == kept


def draft_issues(
    table: str,
    draft: Draft,
    kept: Mapping[str, Values],
    fixed: Mapping[str, Values],
    known_ids: Known | None = None,
) -> dict[str, list[Issue]]:
    """What is wrong in each row that was typed into.

    Parameters
    ----------
    table
        Name in the exchange format.
    draft
        What was typed.
    kept
        Rows of the table as the person saw them, by identifier.
    fixed
        Values of new rows that the form itself gives, by the name of the row.
    known_ids
        As :func:`programme.exchange.row_checks.faults_of` takes them.

    Returns
    -------
    Issues by identifier or name of the row, those of rows that stay alone; a row in order has none.
    """
    form = form_of(table)
    found = {
        name: faults_of(table, {**kept[name], **typed_values(form, texts)}, known_ids)
        for name, texts in draft.changed.items()
        if name in kept and name not in draft.removed
    }
    found |= {
        name: faults_of(table, {**typed_values(form, texts), **fixed.get(name, {})}, known_ids)
        for name, texts in draft.added.items()
    }
    return {name: [told(table, issue) for issue in issues] for name, issues in found.items() if issues}


def wrong(issues: Mapping[str, Iterable[Issue]]) -> int:
    """How many rows cannot be kept as they are."""
    return sum(any(issue.level is Level.ERROR for issue in found) for found in issues.values())


def changes_of(
    table: str, draft: Draft, kept: Mapping[str, Values], fixed: Mapping[str, Values], seen: int
) -> list[Change]:
    """What to ask for, so that the programme becomes what was typed.

    Parameters
    ----------
    table, draft, kept, fixed
        As :func:`draft_issues` takes them.
    seen
        Revision of the programme in which the person saw the rows.
    """
    form = form_of(table)
    asked = [deletion(table, name, seen=seen) for name in sorted(draft.removed) if name in kept]
    for name, texts in draft.changed.items():
        if name in kept and name not in draft.removed:
            values = really_changed(form, kept[name], texts)
            if values:
                asked.append(update(table, name, values, seen=seen))
    for name, texts in draft.added.items():
        asked.append(insertion(table, {**typed_values(form, texts), **fixed.get(name, {})}))
    return asked


def new_id(prefix: str) -> str:
    """Identifier of a new row that nobody else makes at the same time.

    Examples
    --------
    >>> len(new_id("LF"))
    13
    """
    return f"{prefix}-{secrets.token_hex(5)}"
