"""A save that came too late: both values of each field side by side, and the person chooses; nothing is lost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from babel.dates import format_datetime, get_timezone

from core.formats import locale, number
from core.languages import N_, _, plural
from programme.desk import Verb
from programme.edits.changes import Stale
from programme.edits.drafts import as_raw, rows_of, without
from programme.edits.settling import ROW, Difference, Side, differences, settled
from programme.edits.words import field_word, row_word, table_word, value_word
from programme.storage.snapshot import Programme
from views import context, desk
from views.desk import Desk, table_of
from views.html import Column, Html, grey, join, table, tag, wide
from views.plain import unmarked

_SIDES = {Side.MINE: N_("my value"), Side.THEIRS: N_("the value in the programme")}


def stale_part(here: Desk, after: Callable[[], object] | None = None) -> None:
    """Draw what differs in the rows that somebody else wrote, the choices, and the way on.

    Parameters
    ----------
    here
        The desk whose save was stale.
    after
        Done once everything is saved.
    """
    now = context.world().programme
    found = [(stale, _seen(here, stale)) for stale in here.stale]
    words = plural(
        len(found),
        N_(
            "{count} row was changed by somebody else meanwhile. Nothing was written and nothing is lost: choose."
        ),
        N_(
            "{count} rows were changed by somebody else meanwhile. Nothing was written and nothing is lost: choose."
        ),
    )
    st.html(tag("div", words.format(count=number(len(found))), class_="alert"))
    with st.container(key=f"stale_{here.name}".replace(" ", "_")):
        with st.container(horizontal=True):
            for side, words in (
                (Side.MINE, _("Keep all my values")),
                (Side.THEIRS, _("Take all the others")),
            ):
                st.button(
                    words, key=f"stale_all_{side}_{here.name}", on_click=_choose_all, args=(here, found, side)
                )
        choices = [_one(here, now, place, stale, seen) for place, (stale, seen) in enumerate(found)]
        _way_on(here, found, choices, after)


def _seen(here: Desk, stale: Stale) -> Mapping[str, Any]:
    """The row as the person saw it: in a choice before this one, or in the table."""
    table, name = stale.change.table, stale.change.id
    shown = here.shown.get((table, name))
    return shown if shown is not None else rows_of(here.world.programme, table, [name]).get(name, {})


def _key(here: Desk, place: int, field: str) -> str:
    return f"stale_side_{here.name}_{here.turn}_{place}_{field}"


def _choose_all(here: Desk, found: Sequence[tuple[Stale, Mapping[str, Any]]], side: Side) -> None:
    for place, (stale, seen) in enumerate(found):
        for item in differences(stale, seen):
            if item.side is None:
                st.session_state[_key(here, place, item.field)] = side


def _one(
    here: Desk, now: Programme, place: int, stale: Stale, seen: Mapping[str, Any]
) -> dict[str, Side | None]:
    """One row: who changed it, what differs, and what is chosen."""
    change = stale.change
    values = stale.theirs or seen
    title = f"{table_word(change.table)} · {row_word(now, change.table, change.id, values)}"
    st.html(tag("h3", join((title, tag("span", _by(stale), class_="d"))), class_="s"))
    found = differences(stale, seen)
    st.html(_table(now, stale, found))
    chosen: dict[str, Side | None] = {}
    for item in found:
        if item.side is None:
            chosen[item.field] = _choice(here, now, place, stale, item)
    return chosen


def _by(stale: Stale) -> str:
    if stale.person is None or stale.recorded_at is None:
        return ""
    moment = format_datetime(stale.recorded_at, "dd/MM/yyyy HH:mm", tzinfo=get_timezone(), locale=locale())
    gone = stale.theirs is None
    words = _("removed by {name} on {moment}") if gone else _("changed by {name} on {moment}")
    return words.format(name=stale.person, moment=moment)


def _table(now: Programme, stale: Stale, found: Sequence[Difference]) -> Html:
    caption = _("Both values, field by field")
    columns = (
        Column(_("Field")),
        Column(_("As you saw it"), number=True),
        Column(_("My value"), number=True),
        Column(_("Value in the programme"), number=True),
        Column(_("Who changed it")),
    )
    rows = [_row(now, stale, item) for item in found]
    return wide(caption, table(caption, columns, rows))


def _row(now: Programme, stale: Stale, item: Difference) -> tuple[object, ...]:
    if item.field == ROW:
        removed, there = grey(_("removed")), _("kept")
        return (
            _("The whole row"),
            _("there"),
            removed if item.mine is None else there,
            removed if item.theirs is None else there,
            _who(item),
        )
    name = stale.change.table
    return (
        field_word(name, item.field),
        *(
            tag("span", value_word(now, name, item.field, value), style="white-space:normal")
            for value in (item.seen, item.mine, item.theirs)
        ),
        _who(item),
    )


def _who(item: Difference) -> object:
    if item.side is None:
        return tag("b", _("both: choose"))
    return _("you alone: your value is kept") if item.side is Side.MINE else _("the other alone: it stays")


def _choice(here: Desk, now: Programme, place: int, stale: Stale, item: Difference) -> Side | None:
    """Ask for one field; nothing is chosen in the person's stead."""
    name = stale.change.table

    def words(side: Side) -> str:
        if item.field == ROW:
            return _row_words(stale, side)
        value = item.mine if side is Side.MINE else item.theirs
        return f"{unmarked(value_word(now, name, item.field, value))} ({_(_SIDES[side])})"

    key = _key(here, place, item.field)
    title = _("The whole row") if item.field == ROW else field_word(name, item.field)
    st.session_state.setdefault(key, None)
    chosen: Side | None = st.radio(unmarked(title), tuple(Side), format_func=words, key=key, horizontal=True)
    return chosen


def _row_words(stale: Stale, side: Side) -> str:
    if stale.change.verb is Verb.DELETED:
        return _("remove it all the same") if side is Side.MINE else _("keep it as it is now")
    return _("bring it back with my values") if side is Side.MINE else _("leave it removed")


def _way_on(
    here: Desk,
    found: Sequence[tuple[Stale, Mapping[str, Any]]],
    choices: Sequence[Mapping[str, Side | None]],
    after: Callable[[], object] | None,
) -> None:
    open_ = sum(side is None for chosen in choices for side in chosen.values())
    for words in here.refused:
        st.error(unmarked(words))
    with st.container(horizontal=True, vertical_alignment="center"):
        saved = st.button(
            _("Save with these choices"),
            type="primary",
            disabled=open_ > 0,
            key=f"stale_save_{here.name}",
        )
        # A row that is gone stands in no table.
        back = all(stale.theirs is not None for stale, _seen in found) and st.button(
            _("Back to the table, with the values of now"), key=f"stale_back_{here.name}"
        )
        given_up = st.button(_("Give up what was typed"), key=f"stale_give_up_{here.name}")
        if open_:
            words = plural(open_, N_("{count} field to choose."), N_("{count} fields to choose."))
            st.caption(words.format(count=number(open_)))
    if given_up:
        here.begin_anew()
        desk.again()
    if back:
        _back(here, found, choices)
        desk.again()
    if saved:
        _save(here, found, choices, after)


def _save(
    here: Desk,
    found: Sequence[tuple[Stale, Mapping[str, Any]]],
    choices: Sequence[Mapping[str, Side | None]],
    after: Callable[[], object] | None,
) -> None:
    late = {(stale.change.table, stale.change.id) for stale, _seen in found}
    asked = [change for change in here.asked if (change.table, change.id) not in late]
    for (stale, seen), chosen in zip(found, choices, strict=True):
        change = settled(stale, seen, {name: side for name, side in chosen.items() if side is not None})
        if change is not None:
            asked.append(change)
    if asked:
        desk.ask(here, asked, after)
    here.begin_anew()
    desk.again()


def _back(
    here: Desk,
    found: Sequence[tuple[Stale, Mapping[str, Any]]],
    choices: Sequence[Mapping[str, Side | None]],
) -> None:
    """Return to what was typed, over the values of now; what was left to the other is no longer typed."""
    for (stale, seen), chosen in zip(found, choices, strict=True):
        left = [
            item.field
            for item in differences(stale, seen)
            if chosen.get(item.field, item.side) is Side.THEIRS
        ]
        for name in here.raw:
            if table_of(name) == stale.change.table:
                here.raw[name] = as_raw(without(here.draft(name), stale.change.id, left))
    here.stale, here.asked, here.refused = (), (), ()
    here.world = context.world()
    here.redraw()
