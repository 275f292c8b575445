"""Priority neighbourhoods of 2015 and of 2024, told apart: what stays, enters and leaves."""

from collections.abc import Sequence

import streamlit as st

from core.formats import UNKNOWN, area, number
from core.languages import N_, _
from maps.check_pictures import picture_address
from maps.generations_map import GROUNDS, generations_record, ground_picture
from programme.evaluation.generations import Change, Passage, Quarter, passages
from programme.evaluation.place import Place
from programme.world import World
from views.evaluation.ground import draw_map, neighbourhoods_of
from views.html import Column, Html, grey, join, picture, table, tag, wide

CHANGES = {
    Change.SAME: N_("outline unchanged"),
    Change.CHANGED: N_("outline changed"),
    Change.NEW: N_("new in 2024"),
    Change.GONE: N_("no longer a QPV"),
}


def show(world: World, place: Place) -> None:
    """Draw the part."""
    if world.neighbourhoods_2015 is None or world.neighbourhoods_2024 is None:
        st.info(
            _("Both generations are needed: import the layers of the neighbourhoods of 2015 and of 2024.")
        )
        return
    found = passages(world, neighbourhoods_of(world, place))
    if not found:
        st.info(_("No priority neighbourhood of either generation lies in this place."))
        return
    if any(item.approximate for item in found):
        words = _(
            "Some of these outlines are approximate, not the official ones: what enters and leaves follows them, and "
            "says nothing of an address."
        )
        st.html(tag("div", words, class_="alert"))
    st.html(_figures(found))
    draw_map(
        world,
        "generations",
        generations_record(found),
        [shape for item in found for shape in (item.kept, item.entered, item.left) if not shape.is_empty],
        _(
            "Map of what stays, enters and leaves between the neighbourhoods of 2015 and of 2024. Arrow keys move it, "
            "plus and minus zoom. The table below gives the same."
        ),
        layers=("communes", "neighbourhoods_2015", "neighbourhoods_2024"),
    )
    st.html(_table(world, found))
    st.html(tag("p", _("Two series: their inhabitants and their areas are never added up."), class_="remark"))


def _figures(found: Sequence[Passage]) -> Html:
    counts = {change: sum(item.change is change for item in found) for change in Change}
    said = [(number(count), _(CHANGES[change])) for change, count in counts.items() if count]
    figures = [tag("div", join((tag("b", many), what))) for many, what in said]
    for name, look in GROUNDS.items():
        total = sum(getattr(item, name).area for item in found)
        sign = picture(picture_address(ground_picture(name)), width="18", height="14")
        figures.append(tag("div", join((tag("b", area(total)), sign, " ", _(look.words).lower()))))
    return tag("div", join(figures), class_="figures")


def _table(world: World, found: Sequence[Passage]) -> Html:
    caption = _("Neighbourhoods of 2015 and of 2024")
    housing = world.housing is not None
    columns = [
        Column(_("QPV 2015")),
        Column(_("Inhabitants 2015"), number=True),
        Column(_("QPV 2024")),
        Column(_("Inhabitants 2024"), number=True),
        Column(_("Change")),
        Column(_("Stays"), number=True),
        Column(_("Enters"), number=True),
        Column(_("Leaves"), number=True),
    ]
    if housing:
        columns += [
            Column(_("Social dwellings that enter"), number=True),
            Column(_("Social dwellings that leave"), number=True),
        ]
    columns.append(Column(_("Operations that enter or leave")))
    rows = [_row(item, housing=housing) for item in found]
    return wide(caption, table(caption, columns, rows), class_="wide tall")


def _row(item: Passage, *, housing: bool) -> tuple[object, ...]:
    dwellings = (number(item.dwellings_entered), number(item.dwellings_left)) if housing else ()
    return (
        _quarters(item.earlier),
        _inhabitants(item.earlier),
        _quarters(item.later),
        _inhabitants(item.later),
        _(CHANGES[item.change]),
        _ground(item.kept.area),
        _ground(item.entered.area),
        _ground(item.left.area),
        *dwellings,
        _operations(item),
    )


def _ground(square_metres: float) -> str:
    """Area; less than a square metre is nothing."""
    return area(square_metres) if square_metres >= 1 else "0"


def _quarters(quarters: Sequence[Quarter]) -> object:
    if not quarters:
        return UNKNOWN
    return join(tag("div", join((item.name or item.code, " ", grey(item.code)))) for item in quarters)


def _inhabitants(quarters: Sequence[Quarter]) -> str:
    known = [item.population for item in quarters if item.population is not None]
    return number(sum(known)) if quarters and len(known) == len(quarters) else UNKNOWN


def _operations(item: Passage) -> object:
    lines = [
        tag("div", words.format(ids=", ".join(ids)))
        for ids, words in (
            (item.operations_entered, _("enter: {ids}")),
            (item.operations_left, _("leave: {ids}")),
        )
        if ids
    ]
    return join(lines) if lines else UNKNOWN
