"""One table of the programme to type into: its columns from the exchange format, its checks, its totals."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from core.languages import _, current_language
from programme.edits.drafts import Values, as_raw, typed_values
from programme.edits.typed import shown_text
from programme.edits.words import choices_of, field_word, value_word
from programme.exchange.format import Format, Kind
from programme.exchange.reading import parse
from programme.exchange.row_checks import form_of
from programme.storage.snapshot import Programme
from views.desk import Desk, Grid, table_of
from views.editable import Entry, Line, Look, Told, editable

_LOOKS: Mapping[Kind, Look] = {
    Kind.AMOUNT: "number",
    Kind.COUNT: "number",
    Kind.YEAR: "year",
    Kind.DATE: "date",
    Kind.TEXT: "text",
}


def entry(
    table: str,
    name: str,
    *,
    options: Sequence[tuple[str, str]] = (),
    new_only: bool = False,
    title: str = "",
    width_rem: float = 0,
) -> Entry:
    """Column of a table of the exchange format.

    Parameters
    ----------
    table, name
        Of the exchange format.
    options
        Codes and words to choose from; words of the format where it knows them.
    new_only, width_rem
        As :class:`views.editable.Entry` has them.
    title
        Head; the words of the field where it is empty.
    """
    column = form_of(table).by_name[name]
    words = [(code, _(text)) for code, text in choices_of(table, name).items()]
    chosen = list(options) or words
    if chosen and not column.required:
        chosen = [("", "—"), *chosen]
    look: Look = "choice" if chosen or column.refers else _LOOKS[column.kind]
    return Entry(name, title or field_word(table, name), look, chosen, new_only, width_rem)


def grid_part(
    here: Desk,
    name: str,
    entries: Sequence[Entry],
    kept: Mapping[str, Values],
    *,
    caption: str,
    labels: Mapping[str, str],
    fresh: Mapping[str, str] | None = None,
    fixed: Callable[[str, Mapping[str, str]], Values] | None = None,
    removing: bool = True,
    totals: bool = False,
    adding: str = "",
    page: int = 0,
) -> Grid:
    """Draw a table of a desk.

    Parameters
    ----------
    here, name
        The desk, and the name of the table on it (see :class:`views.desk.Desk`).
    entries
        Columns to show.
    kept
        Rows to show, by identifier.
    caption, labels
        What the table holds; how its rows are named.
    fresh
        Texts that a new row begins with; None where none can be added.
    fixed
        Values of a new row that the page gives, from its name and what was typed.
    removing, adding
        As :func:`views.editable.editable` takes them.
    totals
        Whether amounts are summed below.
    page
        Which rows are shown, where not all are.
    """
    form = form_of(table_of(name))
    key = here.key(name)
    here.hear(name, _told_by_browser(key))
    draft = here.draft(name)
    made = {row: fixed(row, texts) if fixed else {} for row, texts in draft.added.items()}
    grid = Grid(name, kept, draft, made)
    editable(
        key,
        caption=caption,
        entries=entries,
        lines=[
            Line(row, labels.get(row, row), _cells(here.world.programme, form, entries, values))
            for row, values in kept.items()
        ],
        draft=as_raw(draft),
        told=_answers(form, grid),
        stamp=f"{here.world.programme.revision}.{here.turn}.{page}.{current_language()}.{_options(entries)}",
        fresh=fresh,
        removing=removing,
        foot=_totals(form, entries, grid) if totals else None,
        adding=adding,
    )
    return grid


def _told_by_browser(key: str) -> Any:
    """What the browser told of a table before it is drawn anew."""
    state = st.session_state.get(key)
    return state.get("draft") if isinstance(state, Mapping) else None


def _options(entries: Sequence[Entry]) -> int:
    """Tells whether what can be chosen is still the same."""
    return hash(tuple((item.name, tuple(map(tuple, item.options))) for item in entries))


def _cells(programme: Programme, form: Format, entries: Sequence[Entry], values: Values) -> dict[str, str]:
    columns = form.by_name
    cells = {}
    for item in entries:
        value = values.get(item.name)
        if item.new_only or item.look == "fixed":
            cells[item.name] = value_word(programme, form.name, item.name, value)
        else:
            cells[item.name] = shown_text(columns[item.name], value)
    return cells


def _answers(form: Format, grid: Grid) -> dict[str, Told]:
    """What is said of each row that was typed into."""
    issues = grid.issues()
    columns = form.by_name
    answers = {}
    for row, texts in {**grid.draft.changed, **grid.draft.added}.items():
        typed = typed_values(form, texts)
        shown = {
            name: shown_text(columns[name], text)
            for name, text in typed.items()
            if parse(columns[name], text)[1] is None
        }
        answers[row] = Told(issues.get(row, ()), texts, shown)
    return answers


def values_now(grid: Grid) -> list[dict[str, Any]]:
    """Rows as they would be, those that are to go left out: what is typed and not understood is unknown.

    Parameters
    ----------
    grid
        A table of a desk.
    """
    form = form_of(grid.table)
    columns = form.by_name

    def read(texts: Mapping[str, str]) -> dict[str, Any]:
        return {name: parse(columns[name], text)[0] for name, text in typed_values(form, texts).items()}

    stays = [
        {**values, **read(grid.draft.changed.get(row, {}))}
        for row, values in grid.kept.items()
        if row not in grid.draft.removed
    ]
    new = [{**read(texts), **grid.fixed.get(row, {})} for row, texts in grid.draft.added.items()]
    return [*stays, *new]


def _totals(form: Format, entries: Sequence[Entry], grid: Grid) -> dict[str, str]:
    rows = values_now(grid)
    found = {"": _("Total")}
    for item in entries:
        column = form.by_name[item.name]
        if column.kind is Kind.AMOUNT:
            known = [row[item.name] for row in rows if isinstance(row.get(item.name), Decimal)]
            found[item.name] = shown_text(column, sum(known, Decimal(0)))
    return found
