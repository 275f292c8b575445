"""The page Financements: who brings how much to what, where it flows, and when; and where it is typed."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from core.formats import number
from core.languages import N_, _, current_language, language, plural
from exports.funding_book import funding_book
from programme.money.behind import Figure, behind, named, selection_behind
from programme.money.flows import flows
from programme.money.funding import KINDS
from programme.money.ledger import Measure, ledger
from programme.money.matrix import (
    COST,
    OVER,
    PLANNED,
    TOTAL,
    UNCOVERED,
    Grouping,
    Matrix,
    group_words,
    keys_of_operations,
    matrix,
)
from programme.money.schedule import Series, behind_period, schedule
from programme.selection import select
from programme.visibility import sees_funding
from programme.world import World
from views import context, desk, filters
from views.funding import behind as funding_behind
from views.funding import controls
from views.funding import look as funding_look
from views.funding import words as funding_words
from views.funding.behind import Opened
from views.funding.budgets import budgets_part
from views.funding.editing import editing_part
from views.funding.flow import flow_part
from views.funding.importing import import_part
from views.funding.matrix import matrix_table
from views.funding.schedule import WORDS, period_words, schedule_part
from views.funding.state import change, state
from views.html import Html, join, tag
from views.pressable import pressable

_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show() -> None:
    """Draw the page."""
    world = context.world()
    with st.sidebar:
        filters.show_filters(world)
    with st.container(key="funding"):
        funding_look.dress()
        st.title(_("Funding plans"))
        _content(world)
    context.write_address(whole=False, more=state().to_query())


def _content(world: World) -> None:
    if not sees_funding(world.role):
        st.info(_("The amounts by funder are not public."))
        return
    if world.programme.operations.empty:
        st.info(
            _(
                "The programme is empty. Load its tables with “trame load”, or the demonstration with “trame demo”."
            )
        )
        return
    kept = select(world, context.state().selection)
    if len(kept) == 0:
        st.info(_("No operation meets these filters. Widen one of them, or clear them all."))
        return
    desk.say()
    controls.show(world)
    shown = {
        "matrix": _matrix,
        "flow": _flow,
        "schedule": _schedule,
        "lines": _lines,
        "budgets": _budgets,
        "import": _import,
    }[state().view]
    opened = shown(world, kept)
    _foot(world, kept)
    if opened is not None:
        funding_behind.show(world, opened)


# ------------------------------------------------------------------ the three views


def _matrix(world: World, kept: pd.Index) -> Opened | None:
    here = state()
    grouping = here.grouping
    if grouping is Grouping.SITE and world.programme.priority_sites.empty:
        grouping = Grouping.COMMUNE
    found = matrix(world, kept, grouping, here.measure, here.years)
    st.html(_headline(found, here.measure))
    pressed = pressable(join((matrix_table(found, here), _notes(found))), "funding_matrix")
    if pressed is None:
        return None
    if pressed[0] == "figure":
        return _figure(world, kept, grouping, Figure(pressed[1], str(pressed[2])))
    _turn(pressed)
    return None


def _turn(pressed: list[Any]) -> None:
    """Sort, or go to other rows, and draw the page anew."""
    if pressed[0] == "sort":
        change(sort=pressed[1], page=0)
    elif pressed[0] == "page":
        change(page=int(pressed[1]))
    st.rerun()


def _flow(world: World, kept: pd.Index) -> Opened | None:
    here = state()
    places = here.places
    if places is Grouping.SITE and world.programme.priority_sites.empty:
        places = Grouping.COMMUNE
    found = flows(world, kept, places, here.measure, here.years)
    if not found.drawn_cents:
        st.info(_("Nothing flows yet: no amount of this kind is known for these operations."))
        return None
    pressed = pressable(flow_part(found, places), "funding_flow")
    if pressed is None or pressed[0] == "nothing":
        return None
    if pressed[0] == "figure":
        return _figure(world, kept, places, Figure(pressed[1], str(pressed[2])))
    if pressed[0] == "family":
        return _figure(world, kept, Grouping.FAMILY, Figure(str(pressed[1]), TOTAL))
    of_family = kept[(keys_of_operations(world, Grouping.FAMILY)[kept] == pressed[2]).to_numpy()]
    also = group_words(world, Grouping.FAMILY, str(pressed[2]))[0]
    return _figure(world, of_family, places, Figure(str(pressed[1]), TOTAL), also=also, exactly=True)


def _schedule(world: World, kept: pd.Index) -> Opened | None:
    here = state()
    found = schedule(world, kept, here.years, by_half=here.by_half)
    if not found.periods:
        st.info(
            _("No commitment and no payment has a date yet: load the amounts per year of the funding lines.")
        )
        return None
    pressed = pressable(schedule_part(found), "funding_schedule")
    if pressed is None:
        return None
    series, period = Series(pressed[1]), str(pressed[2])
    parts = behind_period(world, kept, series, period, here.years)
    when = next((period_words(item) for item in found.periods if item.key == period), period)
    return Opened(_joined(_(WORDS[series]), when), parts, named(parts, context.state().selection))


def _lines(_world: World, kept: pd.Index) -> None:
    editing_part(list(kept))


def _budgets(world: World, _kept: pd.Index) -> Opened | None:
    return budgets_part(world)


def _import(_world: World, _kept: pd.Index) -> Opened | None:
    import_part()
    return None


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _figure(
    world: World,
    kept: pd.Index,
    grouping: Grouping,
    figure: Figure,
    *,
    also: str = "",
    exactly: bool = False,
) -> Opened:
    here = state()
    parts = behind(world, kept, grouping, here.measure, figure, here.years)
    row = "" if figure.group is None else group_words(world, grouping, figure.group)[0]
    column = funding_words.column_words(figure.column, ledger(world).sources)
    worked_out = figure.column in (COST, PLANNED, UNCOVERED, OVER)
    measure = "" if worked_out else _(funding_words.MEASURES[here.measure])
    years = "" if worked_out or not here.years else ", ".join(map(str, here.years))
    selection = (
        named(parts, context.state().selection)
        if exactly
        else selection_behind(world, context.state().selection, grouping, figure, parts)
    )
    return Opened(_joined(row, also, column, measure, years), parts, selection, lined=not worked_out)


# ------------------------------------------------------------------ above and below


def _headline(found: Matrix, measure: Measure) -> Html:
    """What a reader asks first, in few figures: all of them stand in the foot of the table too."""
    sums = found.totals()
    words = dict(funding_words.COLUMNS) if found.covers else {}
    words.pop(TOTAL, None)
    said = [
        (_(title), sums[key], "want" if sums[key] and key in (UNCOVERED, OVER) else "")
        for key, title in words.items()
    ]
    measured = _(funding_words.MEASURES[measure]).lower()
    said += [
        (
            _("{kind} ({measure})").format(kind=_(funding_words.KINDS[kind]), measure=measured),
            sums[kind.value],
            "",
        )
        for kind in KINDS
    ]
    return tag(
        "div",
        join(
            tag(
                "div",
                join(
                    (
                        tag(
                            "b",
                            f"{funding_words.amount(cents, with_cents=cents % 100 != 0)} €",
                            class_=class_ or None,
                        ),
                        words,
                    )
                ),
            )
            for words, cents, class_ in said
        ),
        class_="figures",
    )


def _notes(found: Matrix) -> Html:
    said = [
        _("Press a figure to see its operations, a head to sort. Empty: no line; em dash: amount not known.")
    ]
    if found.covers:
        said.append(
            _(
                "Cost − plan = not covered − over-funding, worked out operation by operation. The plan counts "
                "requested amounts, else those voted, committed or paid."
            )
        )
        unknown = int(found.unknown_cost.sum())
        if unknown:
            words = plural(
                unknown,
                N_("{count} operation has neither cost nor basis: it enters none of the four."),
                N_("{count} operations have neither cost nor basis: they enter none of the four."),
            )
            said.append(words.format(count=number(unknown)))
    else:
        said.append(
            _(
                "A cost belongs to no single year: cost, not covered and over-funding are shown for all years together."
            )
        )
    return join(tag("p", words, class_="remark") for words in said)


def _foot(world: World, kept: pd.Index) -> None:
    with st.container(key="funding_foot", horizontal=True, vertical_alignment="center"):
        installation = context.installation().settings.installation
        st.download_button(
            _("Download as a workbook (XLSX)"),
            _book(world, kept),
            file_name=_("funding") + ".xlsx",
            mime=_BOOK,
            on_click="ignore",
        )
        if installation.fictitious:
            words = _("Demonstration data: operations, funding and social actions are fictitious.")
            st.html(tag("p", words, class_="fictitious"))


def _book(world: World, kept: pd.Index) -> Callable[[], bytes]:
    """Written when it is asked for, in the language of the page."""
    code = current_language()

    def written() -> bytes:
        # Another thread runs it, which knows no session.
        with language(code):
            return funding_book(world, kept)

    return written
