"""Planned against actual dates: the picture, what slipped and what is late, and every date in a table."""

import datetime as dt

import streamlit as st

from core.formats import UNKNOWN, date, number
from core.languages import N_, _, plural
from layers.operations import STEPS
from maps.gantt_picture import Words, gantt_picture
from programme.evaluation.place import Place
from programme.evaluation.timeline import Calendar, Slippage, Stone, calendars, slippage
from programme.rules.alerts import today
from programme.steps import Step
from programme.words import STEP_WORDS, word
from programme.world import World
from views.evaluation.ground import operations_of
from views.evaluation.state import change, state
from views.evaluation.words import operation_link, signed
from views.html import Column, Html, grey, join, table, tag, wide
from views.pressable import pressable

SHOWN = 30
"""Calendars on one picture."""
_PAGE = "evaluation_page"
_LIFE = [step for step in Step if step is not Step.ABANDONED]


def show(world: World, place: Place) -> None:
    """Draw the part."""
    found, day = calendars(world, operations_of(world, place)), today()
    if not found:
        st.info(_("No operation lies in this place."))
        return
    st.html(_figures(slippage(found, day)))
    shown = _page(found)
    st.html(_keys())
    words = _words(day)
    # ``st.html`` would take the picture away; it is escaped where it is drawn.
    pressable(
        wide(words.title, Html(gantt_picture(shown, day, words)), class_="wide picture"), "evaluation_gantt"
    )
    st.html(_table(shown, day))


def _figures(found: Slippage) -> Html:
    days = _("{count} days")
    median = UNKNOWN if found.median_days is None else days.format(count=signed(found.median_days))
    most = UNKNOWN if found.most_days is None else days.format(count=signed(found.most_days))
    said = [
        (median, _("median slippage of the last step reached")),
        (most, _("greatest slippage")),
        (
            number(found.late),
            plural(
                found.late,
                N_("operation is late for its next step"),
                N_("operations are late for their next step"),
            ),
        ),
    ]
    if found.undated:
        said.append(
            (
                number(found.undated),
                plural(found.undated, N_("operation without a date"), N_("operations without a date")),
            )
        )
    return tag("div", join(tag("div", join((tag("b", many), what))) for many, what in said), class_="figures")


def _page(found: tuple[Calendar, ...]) -> tuple[Calendar, ...]:
    """Choose which calendars are shown, where they are too many for one picture."""
    pages = range((len(found) + SHOWN - 1) // SHOWN)
    if len(pages) < 2:
        return found
    place = min(state().page, len(pages) - 1)
    st.session_state[_PAGE] = place
    with st.container(key="evaluation_choices"):
        st.selectbox(
            _("Operations, by their first date"),
            list(pages),
            key=_PAGE,
            format_func=lambda page: _("{first} to {last} of {all}").format(
                first=number(page * SHOWN + 1),
                last=number(min(len(found), (page + 1) * SHOWN)),
                all=number(len(found)),
            ),
            on_change=lambda: change(page=st.session_state[_PAGE]),
            width=260,
        )
    return found[place * SHOWN : (place + 1) * SHOWN]


def _keys() -> Html:
    signs = [
        tag(
            "span",
            join((tag("i", "", style=f"background:{item.style.fill}", aria_hidden="true"), _(item.label))),
        )
        for item in STEPS
        if item.value != Step.ABANDONED
    ]
    signs.append(tag("span", _("thin bar above: planned; thick bar below: what came; dashed line: today")))
    return tag("div", join(signs), class_="keys")


def _words(day: dt.date) -> Words:
    return Words(
        title=_("Planned and actual dates of each operation; the table below holds every date"),
        today=_("Today, {date}").format(date=date(day)),
        head=_("slippage, lateness"),
        beside=lambda calendar: _beside(calendar, day),
        stone=_stone,
    )


def _beside(calendar: Calendar, day: dt.date) -> tuple[str, bool]:
    late = calendar.late_days(day)
    if late is not None:
        return _("! late by {days} d").format(days=number(late)), True
    if calendar.slippage_days is None:
        return UNKNOWN, False
    return _("{days} d").format(days=signed(calendar.slippage_days)), False


def _stone(stone: Stone) -> str:
    return _("{step}: planned {planned}, actual {actual}").format(
        step=word(STEP_WORDS, stone.step), planned=date(stone.planned), actual=date(stone.actual)
    )


def _table(found: tuple[Calendar, ...], day: dt.date) -> Html:
    caption = _("Planned and actual dates, slippage in days")
    columns = (
        Column(_("Operation")),
        *(Column(word(STEP_WORDS, step)) for step in _LIFE),
        Column(_("Slippage (days)"), number=True),
        Column(_("Next step late by (days)"), number=True),
    )
    rows = [
        (
            operation_link(calendar.operation_id, calendar.name),
            *(_dates(calendar, step) for step in _LIFE),
            signed(calendar.slippage_days),
            _late(calendar, day),
        )
        for calendar in found
    ]
    return wide(caption, table(caption, columns, rows), class_="wide tall")


def _dates(calendar: Calendar, step: Step) -> Html:
    stone = next((stone for stone in calendar.stones if stone.step == step), None)
    if stone is None:
        return Html(UNKNOWN)
    planned = tag("div", grey(_("planned {date}").format(date=date(stone.planned))))
    return join((tag("div", date(stone.actual)), planned))


def _late(calendar: Calendar, day: dt.date) -> object:
    late, stone = calendar.late_days(day), calendar.awaited()
    if late is None or stone is None:
        return UNKNOWN
    return join(
        (tag("span", f"! {number(late)}", class_="late"), tag("div", grey(word(STEP_WORDS, stone.step))))
    )
