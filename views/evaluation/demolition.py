"""The ledger of demolition and reconstruction: figures, map with its lines, and the tables of both."""

from collections.abc import Sequence
from functools import reduce
from operator import add

import shapely
import streamlit as st

from core.formats import number
from core.languages import N_, _, plural
from maps.exchange_lines import drawn_arrows, exchange_record
from programme.evaluation.demolition import (
    GROUPINGS,
    Dwellings,
    Entry,
    Exchange,
    Exchanges,
    Ledger,
    Loose,
    Untold,
    exchanges,
    ledger,
)
from programme.evaluation.place import Place
from programme.money.matrix import Grouping
from programme.world import World
from views.evaluation.ground import draw_map, operations_of, outlines_of
from views.evaluation.state import change, state
from views.evaluation.words import operation_link, others, signed
from views.funding.words import GROUPINGS as GROUPING_WORDS
from views.html import Column, Html, grey, heading, join, table, tag, wide

_ROWS = "evaluation_rows"
MOST_ROWS = 300
"""Of a table; the others are summed up in one row."""
REASONS = {
    Untold.NO_SITE: N_("in no priority site"),
    Untold.NO_OTHER: N_("its site holds no other end"),
    Untold.SEVERAL: N_("its site holds several others: the programme does not tell which"),
}


def show(world: World, place: Place) -> None:
    """Draw the part."""
    ids = operations_of(world, place)
    book = ledger(world, ids, state().grouping)
    if not book.entries:
        st.info(_("No operation of this place demolishes or rebuilds social dwellings."))
        return
    found = exchanges(world, ids)
    st.html(_figures(book.total))
    st.html(tag("p", _told(world, found), class_="remark"))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        draw_map(
            world,
            "demolition",
            exchange_record(world, found),
            _ends(world, found) or outlines_of(world, place),
            _(
                "Map of demolition and rebuilding. Arrow keys move it, plus and minus zoom. The tables beside and "
                "below give the same in words."
            ),
        )
    with right:
        st.html(join((heading(_("Where the dwellings go")), _exchanges(world, found))))
        if found.loose:
            st.html(join((heading(_("Ends that the programme does not tell")), _loose(world, found.loose))))
    st.header(_("Ledger"))
    _choice()
    st.html(_ledger(book))


def _ends(world: World, found: Exchanges) -> list[shapely.Geometry]:
    """Footprints that take part."""
    ids = {item.origin for item in found.told} | {item.destination for item in found.told}
    ids |= {item.operation_id for item in found.loose}
    return list(world.programme.operations.geometry.reindex(sorted(ids)).dropna())


def _figures(total: Dwellings) -> Html:
    said = (
        (total.demolished_done, total.demolished, _("dwellings demolished")),
        (total.rebuilt_done, total.rebuilt, _("dwellings rebuilt")),
        (total.on_site_done, total.on_site, _("of which on site")),
        (total.elsewhere_done, total.elsewhere, _("of which elsewhere")),
    )
    figures = [
        tag(
            "div",
            join((tag("b", join((number(done), tag("span", f" / {number(whole)}", class_="of")))), words)),
        )
        for done, whole, words in said
    ]
    owed = _("still owed today") if total.owed >= 0 else _("rebuilt ahead of demolition")
    figures.append(tag("div", join((tag("b", number(abs(total.owed))), owed))))
    programme = (
        _("demolished without a reconstruction in the programme")
        if total.unprogrammed > 0
        else _("programmed beyond what is demolished")
    )
    figures.append(tag("div", join((tag("b", number(abs(total.unprogrammed))), programme))))
    return tag("div", join(figures), class_="figures")


def _told(world: World, found: Exchanges) -> str:
    arrows = drawn_arrows(world, found)
    drawn = plural(
        arrows,
        N_("{count} line on the map has both ends told."),
        N_("{count} lines on the map have both ends told."),
    ).format(count=number(arrows))
    gone = sum(item.dwellings for item in found.loose if item.demolishes)
    back = sum(item.dwellings for item in found.loose if not item.demolishes)
    untold = _(
        "Not told: where {gone} demolished dwellings are rebuilt, and what {back} rebuilt dwellings replace."
    ).format(gone=number(gone), back=number(back))
    rule = _(
        "Both ends are told by an operation that does both, or by a priority site that holds one demolition alone; a "
        "line ties operations, not dwelling by dwelling. Done / programmed; abandoned operations count for nothing."
    )
    return " ".join((drawn, *((untold,) if found.loose else ()), rule))


def _choice() -> None:
    st.session_state[_ROWS] = state().grouping
    with st.container(key="evaluation_choices"):
        st.segmented_control(
            _("Rows by"),
            list(GROUPINGS),
            key=_ROWS,
            format_func=lambda grouping: _(GROUPING_WORDS[grouping]),
            required=True,
            on_change=lambda: change(grouping=st.session_state[_ROWS]),
        )


def _ledger(book: Ledger) -> Html:
    caption = _("Ledger of demolition and rebuilding, social dwellings")
    columns = (
        Column(_(GROUPING_WORDS[state().grouping])),
        Column(_("Demolished"), number=True),
        Column(_("of which done"), number=True),
        Column(_("Rebuilt on site"), number=True),
        Column(_("Rebuilt elsewhere"), number=True),
        Column(_("of which delivered"), number=True),
        Column(_("Owed today"), number=True),
        Column(_("Balance of the programme"), number=True),
    )
    rows: list[tuple[object, ...]] = [
        (_entry(entry), *_numbers(entry.dwellings)) for entry in book.entries[:MOST_ROWS]
    ]
    if rest := book.entries[MOST_ROWS:]:
        summed = reduce(add, (entry.dwellings for entry in rest))
        rows.append((others(len(rest)), *_numbers(summed)))
    return wide(
        caption, table(caption, columns, rows, (_("Total"), *_numbers(book.total))), class_="wide tall"
    )


def _entry(entry: Entry) -> Html:
    if state().grouping is Grouping.OPERATION:
        return operation_link(entry.key, entry.label)
    words = plural(entry.operations, N_("{count} operation"), N_("{count} operations"))
    return join((entry.label, " ", grey(words.format(count=number(entry.operations)))))


def _numbers(found: Dwellings) -> tuple[str, ...]:
    return (
        number(found.demolished),
        number(found.demolished_done),
        number(found.on_site),
        number(found.elsewhere),
        number(found.rebuilt_done),
        signed(found.owed),
        signed(found.unprogrammed),
    )


def _exchanges(world: World, found: Exchanges) -> Html:
    if not found.told:
        return tag("p", _("The programme tells both ends of no reconstruction here."))
    caption = _("Where the dwellings go")
    columns = (
        Column(_("Demolished by")),
        Column(_("Dwellings"), number=True),
        Column(_("Rebuilt by")),
        Column(_("Dwellings"), number=True),
        Column(_("of which on site"), number=True),
    )
    names = world.programme.operations["name"]
    rows = [
        (
            operation_link(item.origin, names[item.origin]),
            number(item.demolished),
            join(
                (
                    operation_link(item.destination, names[item.destination]),
                    tag("div", grey(_("told by: {who}").format(who=_teller(world, item)))),
                )
            ),
            number(item.rebuilt),
            number(item.on_site),
        )
        for item in found.told
    ]
    return wide(caption, table(caption, columns, rows))


def _teller(world: World, item: Exchange) -> str:
    if not item.sites:
        return _("the operation itself")
    names = world.programme.priority_sites["name"]
    return ", ".join(str(names.get(site, site)) for site in item.sites)


def _loose(world: World, loose: tuple[Loose, ...]) -> Html:
    caption = _("Ends that the programme does not tell")
    columns = (
        Column(_("Operation")),
        Column(_("Demolished"), number=True),
        Column(_("Rebuilt"), number=True),
        Column(_("Why")),
    )
    names = world.programme.operations["name"]
    rows: list[tuple[object, ...]] = [
        (
            operation_link(item.operation_id, names[item.operation_id]),
            number(item.dwellings) if item.demolishes else "",
            "" if item.demolishes else number(item.dwellings),
            _(REASONS[item.reason]),
        )
        for item in loose[:MOST_ROWS]
    ]
    if rest := loose[MOST_ROWS:]:
        rows.append((others(len(rest)), *_both(rest), ""))
    total = (_("Total"), *_both(loose), "")
    return wide(caption, table(caption, columns, rows, total), class_="wide tall")


def _both(loose: Sequence[Loose]) -> tuple[str, str]:
    """Dwellings that go, and those that come."""
    return (
        number(sum(item.dwellings for item in loose if item.demolishes)),
        number(sum(item.dwellings for item in loose if not item.demolishes)),
    )
