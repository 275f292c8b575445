"""The actions: in figures, by what the reader chooses, and one by one; each opens as a sheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from core.formats import UNKNOWN, number, percent
from core.languages import N_, _, current_language, language, plural
from exports.social_book import social_book
from programme.cells import known
from programme.social.breakdown import (
    OF_LINES,
    Breakdown,
    SocialGrouping,
    SocialRow,
    breakdown,
    granted_share,
)
from programme.social.places import Placing, placings
from programme.words import PUBLICS, THEMES, word
from programme.world import World
from views import context
from views.html import Column, Html, grey, join, table, tag, wide
from views.pressable import press, pressable
from views.social import sheet
from views.social.state import GROUPINGS, change, state
from views.social.words import GROUPINGS as GROUPING_WORDS
from views.social.words import cents, days, have_cents

ROWS = 50
"""Actions of one page."""
MOST_GROUPS = 300
"""Rows of the table by group; the total is that of all of them."""
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CRITERION = {
    SocialGrouping.THEME: "themes",
    SocialGrouping.PUBLIC: "publics",
    SocialGrouping.HOLDER: "holders",
    SocialGrouping.YEAR: "years",
}
"""Filters of this page that a row narrows; those of places are the map's."""


def show(world: World, ids: pd.Index) -> None:
    """Draw the part."""
    here = state()
    found = breakdown(world, ids, here.grouping, here.years)
    with st.container(key="social_head", horizontal=True, vertical_alignment="bottom"):
        st.html(_headline(world, found, ids))
        _grouping()
    pressed = pressable(join((_table(found), _notes(found))), "social_groups")
    if pressed is not None and pressed[0] == "narrow":
        _narrow(here.grouping, str(pressed[1]))
    opened = pressable(_list(world, ids), "social_actions")
    _foot(world, ids)
    if opened is None:
        return
    if opened[0] == "page":
        change(page=int(opened[1]))
        st.rerun()
    sheet.show(world, str(opened[1]))


def _grouping() -> None:
    st.session_state["social_grouping"] = state().grouping
    st.selectbox(
        _("Rows by"),
        list(GROUPINGS),
        key="social_grouping",
        format_func=lambda grouping: _(GROUPING_WORDS[grouping]),
        on_change=lambda: change(grouping=st.session_state["social_grouping"]),
        width=240,
    )


def _narrow(grouping: SocialGrouping, key: str) -> None:
    """Filter by the row that was pressed."""
    if grouping in _CRITERION:
        change(**{_CRITERION[grouping]: (int(key) if grouping is SocialGrouping.YEAR else key,)}, page=0)
    else:
        selection = context.state().selection
        narrowed = (
            replace(selection, communes=(key,))
            if grouping is SocialGrouping.COMMUNE
            else replace(selection, neighbourhoods=(key,))
        )
        context.change(selection=narrowed)
        change(page=0)
    st.rerun()


# ------------------------------------------------------------------ figures and groups


def _headline(world: World, found: Breakdown, ids: pd.Index) -> Html:
    total, programme = found.total, world.programme
    holders = programme.social_actions.loc[ids, "holder"].nunique()
    linked = programme.social_action_operations
    operations = linked.loc[linked["social_action_id"].isin(ids), "operation_id"].nunique()
    said = (
        (number(total.actions), plural(total.actions, N_("social action"), N_("social actions"))),
        (f"{cents(total.requested_cents)} €", _("requested")),
        (f"{cents(total.granted_cents)} €", _("granted")),
        (percent(granted_share(world, ids, state().years)), _("granted ÷ requested")),
        (number(holders), plural(holders, N_("holder"), N_("holders"))),
        (number(operations), plural(operations, N_("operation with actions"), N_("operations with actions"))),
    )
    return tag(
        "div", join(tag("div", join((tag("b", value), words))) for value, words in said), class_="figures"
    )


def _table(found: Breakdown) -> Html:
    caption = _("Social actions by {group}").format(group=_(GROUPING_WORDS[found.grouping]).lower())
    with_cents = have_cents(
        amount for row in found.rows for amount in (row.requested_cents, row.granted_cents)
    )
    columns = (
        Column(_(GROUPING_WORDS[found.grouping])),
        Column(_("Actions"), number=True),
        Column(_("Requested (€)"), number=True),
        Column(_("Granted (€)"), number=True),
        Column(_("Share of the granted"), number=False),
        Column(_("Hours planned"), number=True),
        Column(_("Hours done"), number=True),
        Column(_("Meetings"), number=True),
    )
    most = max((row.granted_cents or 0 for row in found.rows), default=0)
    rows = [_cells(found, row, most, with_cents=with_cents) for row in found.rows[:MOST_GROUPS]]
    total = _cells(found, found.total, 0, with_cents=with_cents)
    return wide(caption, table(caption, columns, rows, total), class_="wide list social-groups")


def _cells(found: Breakdown, row: SocialRow, most: int, *, with_cents: bool) -> list[object]:
    of_total = row is found.total
    presses = not of_total and row.key and found.grouping is not SocialGrouping.FUNDER
    label: object = press(row.label, ["narrow", row.key], class_="link") if presses else row.label
    whole = found.total.granted_cents
    # An amount per year or funder is what its lines say; hours and meetings are of the action as a whole.
    by_line = found.grouping in OF_LINES and not of_total
    return [
        join((label, " ", grey(row.detail))) if row.detail and row.detail != row.label else label,
        number(row.actions),
        cents(row.requested_cents, with_cents=with_cents),
        cents(row.granted_cents, with_cents=with_cents),
        "" if of_total else _bar(row.granted_cents, most, whole),
        "" if by_line else number(row.hours_planned),
        "" if by_line else number(row.hours_done),
        "" if by_line else number(row.meetings),
    ]


def _bar(part: int | None, most: int, whole: int | None) -> Html:
    """Share of the whole in words, and a bar beside it that is as long as it is great."""
    if part is None or not whole:
        return Html(UNKNOWN)
    width = max(0, round(100 * part / most)) if most > 0 else 0
    return tag(
        "div",
        join(
            (
                tag("span", percent(part / whole)),
                tag("i", "", style=f"width:{width}%", aria_hidden="true"),
            )
        ),
        class_="share",
    )


def _notes(found: Breakdown) -> Html:
    said = [_("Press a row to keep its actions alone, the name of an action to open it.")]
    if found.grouping is SocialGrouping.FUNDER:
        said = [_("Press the name of an action to open it.")]
    if found.shared and found.grouping not in OF_LINES:
        words = plural(
            found.shared,
            N_("{count} action stands in several rows, whole in each: the total counts it once."),
            N_("{count} actions stand in several rows, whole in each: the total counts them once."),
        )
        said.append(words.format(count=number(found.shared)))
    elif found.grouping in OF_LINES:
        said.append(
            _("Amounts are those of the grants of each row, and add up; an action may have several grants.")
        )
    if len(found.rows) > MOST_GROUPS:
        words = _("{count} more rows are not shown: the total counts them. Choose a theme or a commune.")
        said.append(words.format(count=number(len(found.rows) - MOST_GROUPS)))
    if state().years:
        said.append(_("Amounts are those of the years chosen; hours and meetings are of the whole action."))
    return join(tag("p", words, class_="remark") for words in said)


# ------------------------------------------------------------------ one by one


def _list(world: World, ids: pd.Index) -> Html:
    actions = world.programme.social_actions.loc[ids].sort_values(["name"], kind="stable")
    page = min(state().page, max(0, (len(actions) - 1) // ROWS))
    shown = actions.iloc[page * ROWS : (page + 1) * ROWS]
    caption = _("Social actions one by one")
    columns = (
        Column(_("Action")),
        Column(_("Theme and public")),
        Column(_("Holder")),
        Column(_("Where")),
        Column(_("Dates")),
        Column(_("Requested (€)"), number=True),
        Column(_("Granted (€)"), number=True),
        Column(_("Results")),
    )
    where = _where(world, shown.index)
    rows = [
        _row(action, {name: known(cell) for name, cell in record.items()}, where[action])
        for action, record in shown.to_dict("index").items()
    ]
    return join(
        (
            tag("h3", caption, class_="s"),
            wide(caption, table(caption, columns, rows), class_="wide list social-actions"),
            _pages(len(actions), page),
        )
    )


def _row(action: str, row: dict[str, Any], where: str) -> list[object]:
    return [
        join((press(row["name"], ["action", action], class_="link"), " ", grey(action))),
        join((word(THEMES, row["theme"]), tag("div", word(PUBLICS, row["public"]), class_="g"))),
        row["holder"],
        where,
        Html(f'<span class="days">{days(row["start"], row["end"])}</span>'),
        UNKNOWN if row["requested_eur"] is None else number(row["requested_eur"]),
        UNKNOWN if row["granted_eur"] is None else number(row["granted_eur"]),
        row["results"] or "",
    ]


def _where(world: World, ids: pd.Index) -> dict[str, str]:
    """Commune, and what it is linked to; an action without place says so."""
    programme, found = world.programme, placings(world)
    operations = programme.social_action_operations["social_action_id"].value_counts()
    places = programme.social_action_neighbourhoods["social_action_id"].value_counts()
    words = {}
    for action in ids:
        if found[action] == Placing.NOWHERE:
            words[action] = _("No place told")
            continue
        said = [world.commune_name(known(programme.social_actions["commune"][action])) or ""]
        for count, one, many in (
            (int(operations.get(action, 0)), N_("{count} operation"), N_("{count} operations")),
            (int(places.get(action, 0)), N_("{count} neighbourhood"), N_("{count} neighbourhoods")),
        ):
            said += [plural(count, one, many).format(count=number(count))] if count else []
        words[action] = " · ".join(part for part in said if part)
    return words


def _pages(rows: int, page: int) -> Html:
    if rows <= ROWS:
        return Html("")
    words = _("Actions {first} to {last} of {all}.").format(
        first=number(page * ROWS + 1), last=number(min(rows, (page + 1) * ROWS)), all=number(rows)
    )
    return tag("div", join((tag("span", words), *_steps(page, (rows - 1) // ROWS))), class_="pages")


def _steps(page: int, last: int) -> Iterator[Html]:
    for there, words in ((page - 1, _("Previous actions")), (page + 1, _("Next actions"))):
        if 0 <= there <= last:
            yield press(words, ["page", there], class_="s")


def _foot(world: World, ids: Sequence[str]) -> None:
    with st.container(key="social_foot", horizontal=True, vertical_alignment="center"):
        st.download_button(
            _("Download as a workbook (XLSX)"),
            _book(world, list(ids)),
            file_name=_("social-actions") + ".xlsx",
            mime=_BOOK,
            on_click="ignore",
        )
        if context.installation().settings.installation.fictitious:
            words = _("Demonstration data: operations, funding and social actions are fictitious.")
            st.html(tag("p", words, class_="fictitious"))


def _book(world: World, ids: Sequence[str]) -> Callable[[], bytes]:
    """Written when it is asked for, in the language of the page."""
    code = current_language()

    def written() -> bytes:
        # Another thread runs it, which knows no session.
        with language(code):
            return social_book(world, ids)

    return written
