"""The journal on a panel: who changed what and when, what it was before and what it is now; the newest first."""

from collections.abc import Mapping, Sequence

import streamlit as st
from babel.dates import format_datetime, get_timezone

from core.formats import UNKNOWN, locale, number
from core.languages import _
from programme.desk import Verb
from programme.edits.journal import Entry, operation_history
from programme.edits.words import field_word, row_word, table_word, value_word
from programme.storage.snapshot import Programme
from programme.world import World
from views import context
from views.html import Html, grey, join, tag

SHOWN = 10
_PAGE = "journal_page"
_OF = "journal_of"
_UNSAID = frozenset({"id", "operation_id", "fictitious"})
"""Fields of a whole row that say nothing to who reads the journal of an operation."""


def journal_part(world: World, operation_id: str) -> None:
    """Draw the journal of an operation, folded away.

    Parameters
    ----------
    world
        As the reader may see it.
    operation_id
        An operation of it.
    """
    entries = operation_history(context.installation().store, context.actor(), operation_id)
    if st.session_state.get(_OF) != operation_id:
        st.session_state[_OF], st.session_state[_PAGE] = operation_id, 0
    with st.expander(_("Journal ({count})").format(count=number(len(entries)))):
        if not entries:
            st.html(tag("p", _("Nothing was changed yet since the programme was loaded.")))
            return
        page = min(st.session_state[_PAGE], (len(entries) - 1) // SHOWN)
        st.html(_list(world.programme, entries[page * SHOWN : (page + 1) * SHOWN]))
        _pages(page, len(entries))


def _pages(page: int, count: int) -> None:
    if count <= SHOWN:
        return
    first, last = page * SHOWN + 1, min((page + 1) * SHOWN, count)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Newer"), key="journal_newer", disabled=page == 0, on_click=_turn, args=(page - 1,))
        st.button(_("Older"), key="journal_older", disabled=last == count, on_click=_turn, args=(page + 1,))
        words = _("{first} to {last} of {count}")
        st.caption(words.format(first=number(first), last=number(last), count=number(count)))


def _turn(page: int) -> None:
    st.session_state[_PAGE] = page


def _list(programme: Programme, entries: Sequence[Entry]) -> Html:
    lines = join(tag("li", _entry(programme, entry)) for entry in entries)
    return tag("div", tag("ul", lines, class_="rules journal"), class_="p")


def _entry(programme: Programme, entry: Entry) -> Html:
    """When and who in grey, what was done to which row, then the values."""
    moment = format_datetime(entry.recorded_at, "dd/MM/yyyy HH:mm", tzinfo=get_timezone(), locale=locale())
    head = grey(" · ".join(part for part in (moment, entry.person) if part))
    if entry.verb is Verb.LOADED:
        return join((tag("div", head), tag("b", entry.verb_label)))
    what = join((tag("b", entry.verb_label), " · ", _row(programme, entry)))
    if entry.field is not None:
        return join((tag("div", head), tag("div", what), _change(programme, entry)))
    values = entry.after if entry.verb is Verb.INSERTED else entry.before
    return join((tag("div", head), tag("div", what), _whole(programme, entry, values)))


def _row(programme: Programme, entry: Entry) -> str:
    held = entry.after if isinstance(entry.after, Mapping) else entry.before
    values = held if isinstance(held, Mapping) else None
    name = row_word(programme, entry.table, entry.row_id, values)
    word = table_word(entry.table)
    return word if entry.table in ("operations", "footprints") or not name else f"{word} {name}"


def _change(programme: Programme, entry: Entry) -> Html:
    """One field: what it was, an arrow, what it is."""
    field = entry.field or ""
    before, after = (
        value_word(programme, entry.table, field, text if isinstance(text, str) else None)
        for text in (entry.before, entry.after)
    )
    return tag(
        "div",
        join(
            (
                grey(field_word(entry.table, field)),
                " ",
                tag("del", before) if before != UNKNOWN else before,
                tag("span", _(" replaced by "), class_="hidden"),
                tag("span", " → ", aria_hidden="true"),
                tag("ins", after) if after != UNKNOWN else after,
            )
        ),
        class_="values",
    )


def _whole(programme: Programme, entry: Entry, values: str | Mapping[str, str] | None) -> Html:
    """Known values of a row that came or went."""
    if not isinstance(values, Mapping):
        return Html("")
    said = [
        join((grey(field_word(entry.table, name)), " ", value_word(programme, entry.table, name, text)))
        for name, text in values.items()
        if name not in _UNSAID
    ]
    return tag(
        "div",
        join(part if not place else join((" · ", part)) for place, part in enumerate(said)),
        class_="values",
    )
