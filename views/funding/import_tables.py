"""Tables of a reconciliation: what is new, what is changed with old and new side by side, what is at fault."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.formats import number
from core.issues import Issue
from core.languages import _
from programme.edits.words import field_word, value_word
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Kind
from programme.imports.reconciliation import Changed, Duplicate, Wanted
from programme.world import World
from views.html import Column, Html, grey, join, table, tag, wide

ROWS_SHOWN = 100
_TOLD = {
    "funders": ("name", "short_name", "kind", "rank"),
    "conventions": ("number", "title", "signed_on", "ends_on"),
    "funding_lines": (
        "operation_id",
        "funder_id",
        "kind",
        "nature",
        "year",
        "requested_eur",
        "voted_eur",
        "committed_eur",
        "paid_eur",
    ),
    "funding_amounts": ("funding_line_id", "year", "half", "state", "ae_eur", "cp_eur"),
    "award_decisions": ("funding_line_id", "number", "decided_on", "amount_eur", "convention_id"),
}
"""Fields that tell a row to a reader, by table."""
_NUMBERS = (Kind.AMOUNT, Kind.COUNT, Kind.YEAR)


def rows_table(world: World, table_name: str, items: Sequence[Wanted], caption: str) -> Html:
    """Rows as they would be, the first hundred."""
    form = FORMATS[table_name]
    shown = items[:ROWS_SHOWN]
    fields = [name for name in _TOLD[table_name] if any(name in item.values for item in shown)]
    columns = [
        Column(_("Row"), number=True),
        *(
            Column(
                field_word(table_name, name),
                number=form.by_name[name].kind in _NUMBERS and form.by_name[name].refers is None,
            )
            for name in fields
        ),
    ]
    body = [
        (
            number(item.row),
            *(value_word(world.programme, table_name, name, item.values.get(name)) for name in fields),
        )
        for item in shown
    ]
    return wide(caption, table(caption, columns, body))


def changed_table(world: World, table_name: str, items: Sequence[Changed]) -> Html:
    """Old and new side by side, one row for each field that changes."""
    caption = _("Changed rows")
    columns = (
        Column(_("Row"), number=True),
        Column(_("What")),
        Column(_("Field")),
        Column(_("In the programme"), number=True),
        Column(_("In the file"), number=True),
    )
    body: list[tuple[object, ...]] = []
    for item in items[:ROWS_SHOWN]:
        for place, one in enumerate(item.differences):
            body.append(
                (
                    number(item.wanted.row) if not place else "",
                    _named(world, table_name, item.wanted) if not place else "",
                    field_word(table_name, one.field),
                    value_word(world.programme, table_name, one.field, one.old),
                    tag("b", value_word(world.programme, table_name, one.field, one.new)),
                )
            )
    return wide(caption, table(caption, columns, body))


def _named(world: World, table_name: str, item: Wanted) -> Html:
    """Name of a row in words, its identifier in grey."""
    before = {**_kept(world, table_name, item.id), **item.values}
    told = [
        value_word(world.programme, table_name, name, before.get(name))
        for name in _TOLD[table_name][:2]
        if before.get(name) is not None
    ]
    return join((" · ".join(told), " ", grey(item.id)))


def _kept(world: World, table_name: str, identifier: str) -> dict[str, Any]:
    frame = getattr(world.programme, table_name)
    return dict(frame.loc[identifier]) if identifier in frame.index else {}


def repeated_table(world: World, table_name: str, items: Sequence[Duplicate]) -> Html:
    """Rows that repeat another one."""
    caption = _("Rows that repeat another one")
    columns = (
        Column(_("Row"), number=True),
        Column(_("Repeats row"), number=True),
        Column(_("What")),
        Column(_("How")),
    )
    body = [
        (
            number(item.wanted.row),
            number(item.first),
            _summary(world, table_name, item.wanted),
            _("the same in every field")
            if item.same
            else _("the same row, with other values: both may be meant"),
        )
        for item in items[:ROWS_SHOWN]
    ]
    return wide(caption, table(caption, columns, body))


def _summary(world: World, table_name: str, item: Wanted) -> str:
    """What tells a row to a reader, in one line."""
    told = [name for name in _TOLD[table_name] if item.values.get(name) is not None]
    return " · ".join(value_word(world.programme, table_name, name, item.values[name]) for name in told)


def fault_table(issues: Sequence[Issue]) -> Html:
    """Row, column, value and sentence."""
    caption = _("Faults to mend in the file")
    columns = (
        Column(_("Row"), number=True),
        Column(_("Column")),
        Column(_("Value")),
        Column(_("What is wrong, and what to do")),
    )
    body = [
        (
            "" if issue.row is None else number(issue.row),
            issue.field or "",
            issue.value or "",
            issue.message,
        )
        for issue in issues[:ROWS_SHOWN]
    ]
    return wide(caption, table(caption, columns, body))


def more(count: int, shown: int) -> None:
    """Say that there are more than is shown."""
    if count > shown:
        st.caption(
            _("The first {shown} of {count}; the command trame funding import --json lists them all.").format(
                shown=number(shown), count=number(count)
            )
        )
