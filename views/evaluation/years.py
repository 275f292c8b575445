"""The programme year by year on the map: a slider that plays, and the table of every year."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.formats import number
from core.languages import N_, _, plural
from maps.check_pictures import picture_address
from maps.year_map import SIGNS, state_picture, year_record
from programme.evaluation.place import Place
from programme.evaluation.yearly import State, Year, states, years
from programme.rules.alerts import today
from programme.world import World
from views import context
from views.evaluation.ground import draw_map, operations_of, outlines_of
from views.evaluation.state import change, state
from views.evaluation.words import operation_link, others
from views.html import Html, grey, join, picture, tag, wide

_SLIDER, _PLAYING = "evaluation_year", "evaluation_playing"
_EACH_S = 1.6
MOST_LISTED = 100
"""Operations of each kind beside the map; the table counts every one."""
_COUNTED = (
    State.DEMOLISHED,
    State.DELIVERED,
    State.WORKS,
    State.DONE,
    State.TO_COME,
    State.ABANDONED,
    State.UNDATED,
)


def show(world: World, place: Place) -> None:
    """Draw the part."""
    found = years(world, operations_of(world, place), today())
    if not found:
        st.info(_("No works and no delivery have a date here: load the milestones of the operations."))
        return
    # The part runs again by itself while it plays; it is a fragment, so that the rest of the page stays.
    st.fragment(_year, run_every=_EACH_S if _playing(found) else None)(world, place)


def _playing(found: Sequence[Year]) -> bool:
    return bool(st.session_state.get(_PLAYING)) and _current(found) < found[-1].year


def _current(found: Sequence[Year]) -> int:
    """Year that is shown: the one that was asked for, as far as the programme goes."""
    year = state().year
    return min(max(today().year if year is None else year, found[0].year), found[-1].year)


def _year(world: World, place: Place) -> None:
    context.resume()
    ids, day = operations_of(world, place), today()
    found = years(world, ids, day)
    if st.session_state.get(_PLAYING):
        _forward(found)
    current = _current(found)
    _controls(found, current)
    entry = next(item for item in found if item.year == current)
    st.html(_figures(entry))
    kinds = states(world, ids, current, day)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        draw_map(
            world,
            "years",
            year_record(world, kinds),
            outlines_of(world, place),
            _(
                "Map of the programme in one year. Arrow keys move it, plus and minus zoom. The list beside it and the "
                "table below give the same."
            ),
        )
    with right:
        st.html(_list(world, kinds, current))
    st.html(_remark(world, ids))
    st.html(_table(found, current))
    context.write_address(whole=False, more=state().to_query())


def _forward(found: Sequence[Year]) -> None:
    """One year on; at the last one the play ends, and the whole page runs again so that nothing runs by itself."""
    shown = st.session_state.get("evaluation_played")
    year = _current(found)
    if shown is None:
        st.session_state["evaluation_played"] = year
        return
    change(year=min(year + 1, found[-1].year))
    st.session_state["evaluation_played"] = state().year
    if state().year == found[-1].year:
        _stop()
        st.rerun()


def _stop() -> None:
    st.session_state[_PLAYING] = False
    st.session_state["evaluation_played"] = None


def _controls(found: Sequence[Year], current: int) -> None:
    playing = bool(st.session_state.get(_PLAYING))
    with st.container(key="evaluation_choices", horizontal=True, vertical_alignment="bottom"):
        if len(found) > 1:
            if st.button(_("Pause") if playing else _("Play"), key="evaluation_play", width=110):
                _turn(found, playing=playing)
            st.session_state[_SLIDER] = current
            st.slider(
                _("Year"),
                found[0].year,
                found[-1].year,
                key=_SLIDER,
                format="%d",
                on_change=_slid,
                width=560,
            )


def _turn(found: Sequence[Year], *, playing: bool) -> None:
    """Begin to play, from the first year where the last one stands; or stop."""
    if playing:
        _stop()
    else:
        if _current(found) == found[-1].year:
            change(year=found[0].year)
        st.session_state[_PLAYING] = True
        st.session_state["evaluation_played"] = None
    st.rerun()


def _slid() -> None:
    context.resume()
    _stop()
    change(year=int(st.session_state[_SLIDER]))


def _figures(entry: Year) -> Html:
    said = [(str(entry.year), _("in the programme"))]
    said += [
        (number(entry.states[kind]), words)
        for kind, words in (
            (State.WORKS, _("in works")),
            (State.DELIVERED, _("delivered")),
            (State.DEMOLISHED, _("demolished")),
        )
    ]
    said += [
        (number(count), words)
        for count, words in (
            (entry.demolished, _("dwellings demolished")),
            (entry.rebuilt, _("dwellings rebuilt")),
            (entry.requalified, _("dwellings requalified")),
            (entry.residentialised, _("dwellings residentialised")),
        )
        if count
    ]
    return tag("div", join(tag("div", join((tag("b", many), what))) for many, what in said), class_="figures")


def _list(world: World, kinds: pd.DataFrame, year: int) -> Html:
    """Operations to which something happens in the year, by what it is."""
    parts = []
    operations, not_yet = world.programme.operations, _("planned date")
    for kind in (State.DEMOLISHED, State.DELIVERED, State.WORKS):
        mine = kinds[kinds["state"] == kind.value]
        lines = [
            tag(
                "li",
                join(
                    (
                        operation_link(str(name), operations["name"][name]),
                        grey(f" · {not_yet}") if planned else "",
                    )
                ),
            )
            for name, planned in zip(
                mine.index[:MOST_LISTED], mine["planned"].iloc[:MOST_LISTED], strict=True
            )
        ]
        if len(mine) > len(lines):
            lines.append(tag("li", others(len(mine) - len(lines))))
        if lines:
            sign = picture(picture_address(state_picture(kind)), width="18", height="18")
            words = join((sign, " ", _(SIGNS[kind].words), " ", grey(number(len(mine)))))
            parts.append(join((tag("h3", words, class_="s"), tag("ul", join(lines)))))
    if not parts:
        parts.append(tag("p", _("Nothing is in works and nothing is delivered in {year}.").format(year=year)))
    title = _("What happens in {year}").format(year=year)
    return wide(title, tag("div", join(parts), class_="p"), class_="wide beside")


def _remark(world: World, ids: Sequence[str]) -> Html:
    unmapped = int(world.programme.operations.geometry.loc[list(ids)].isna().sum())
    words = [
        _(
            "An operation counts at its actual dates, else at its planned ones; what is late is expected today at the "
            "earliest. A demolition is done when its operation is delivered."
        )
    ]
    if unmapped:
        told = plural(
            unmapped,
            N_("{count} operation without footprint is in the table alone."),
            N_("{count} operations without footprint are in the table alone."),
        )
        words.append(told.format(count=number(unmapped)))
    return tag("p", " ".join(words), class_="remark")


def _table(found: Sequence[Year], current: int) -> Html:
    """Every year; the one on the map is told by its row."""
    caption = _("The programme year by year")
    heads = [_("Year"), *(_(SIGNS[kind].words) for kind in _COUNTED)]
    heads += [_("Of which planned dates"), _("Dwellings demolished"), _("Dwellings rebuilt")]
    heads += [_("Requalified"), _("Residentialised")]
    head = tag(
        "tr",
        join(
            tag("th", words, scope="col", class_="n" if place else None) for place, words in enumerate(heads)
        ),
    )
    body = join(_row(entry, now=entry.year == current) for entry in found)
    content = tag(
        "table", join((tag("caption", caption), tag("thead", head), tag("tbody", body))), class_="t"
    )
    return wide(caption, content)


def _row(entry: Year, *, now: bool) -> Html:
    counts = [entry.states[kind] for kind in _COUNTED]
    counts += [entry.planned, entry.demolished, entry.rebuilt, entry.requalified, entry.residentialised]
    cells = [tag("td", str(entry.year)), *(tag("td", number(count), class_="n") for count in counts)]
    return tag("tr", join(cells), class_="now" if now else None, aria_current="true" if now else None)
