"""Where money for stone and money for people meet, and where not: the map, and the same as a list."""

import pandas as pd
import streamlit as st

from core.formats import number
from core.languages import N_, _, plural
from maps.check_pictures import picture_address
from maps.meeting import MEETING_WORDS, meeting_record, meeting_sign, operation_sign
from programme.place_sheets import GENERATION_WORDS
from programme.social.meeting import Meeting
from programme.world import GENERATIONS, World
from views import panel
from views.html import Html, join, picture, tag
from views.pressable import pressable
from views.social import map_part, meeting_lists, sheet
from views.social.comparing import (
    STATES,
    Compared,
    actions_there,
    actions_words,
    compare,
    operations_words,
    told,
)
from views.social.state import LISTS, change, state

_LIST_WORDS = {
    "neighbourhoods": N_("Neighbourhoods"),
    "operations": N_("Operations"),
    "unplaced": N_("Without place"),
}


def show(world: World, ids: pd.Index) -> None:
    """Draw the map and the list."""
    found = compare(world, ids)
    with st.container(key="map"):
        left, right = st.columns([6, 4], gap=None)
        with left:
            map_part.show(
                "meeting",
                world,
                meeting_record(found.neighbourhoods, found.operations, told, state().place),
                ("communes", state().generation, "operations"),
                [item.row.id for item in found.operations],
                lambda place: _choose(found, place),
            )
        with right, st.container(key="panel"):
            _panel(world, found, ids)


def _choose(found: Compared, place: int) -> None:
    if place < len(found.every):
        row = found.every[place].row
        change(place=(row.layer, row.id))


def _panel(world: World, found: Compared, ids: pd.Index) -> None:
    st.html(_figures(found))
    with st.container(key="social_lists", horizontal=True, vertical_alignment="bottom"):
        _choice(_("List"), "listed", {name: _(_LIST_WORDS[name]) for name in LISTS})
        if state().listed == "neighbourhoods":
            present = [name for name in GENERATIONS if world.snapshot(name) is not None]
            if len(present) > 1:
                _choice(_("Generation"), "generation", {name: name[-4:] for name in present})
    _chosen(world, found)
    lists = {
        "neighbourhoods": lambda: meeting_lists.neighbourhoods(world, found),
        "operations": lambda: meeting_lists.operations(found),
        "unplaced": lambda: meeting_lists.unplaced(world, found),
    }
    pressed = pressable(lists[state().listed](), f"social_{state().listed}")
    if pressed is None:
        return
    if pressed[0] == "place":
        change(place=(str(pressed[1]), str(pressed[2])))
        bounds = panel.bounds_of(world, str(pressed[1]), str(pressed[2]))
        if bounds is not None:
            map_part.look_at(bounds, 15)
        st.rerun(scope="fragment")
    if pressed[0] == "actions":
        sheet.show_list(world, _title(found, pressed), actions_there(world, ids, pressed[1], pressed[2]))
    if pressed[0] == "action":
        sheet.show(world, str(pressed[1]))


def _choice(title: str, name: str, words: dict[str, str]) -> None:
    key = f"social_{name}"
    st.session_state[key] = getattr(state(), name)
    st.segmented_control(
        title,
        list(words),
        key=key,
        format_func=words.__getitem__,
        required=True,
        on_change=lambda: change(**{name: st.session_state[key]}, place=None),
        label_visibility="collapsed",
    )


def _figures(found: Compared) -> Html:
    """How many places lack what; each figure with its sign."""
    counts = dict.fromkeys(STATES, 0)
    for item in found.neighbourhoods:
        counts[item.row.meeting] += 1
    bare = sum(item.row.meeting is Meeting.STONE for item in found.operations)
    generation = _(GENERATION_WORDS[state().generation])
    lines = [
        (meeting_sign(meeting), number(counts[meeting]), _(MEETING_WORDS[meeting]))
        for meeting in (Meeting.BOTH, Meeting.STONE, Meeting.PEOPLE, Meeting.NEITHER)
    ]
    head = plural(len(found.neighbourhoods), N_("{count} neighbourhood"), N_("{count} neighbourhoods"))
    parts = [tag("h3", f"{head.format(count=number(len(found.neighbourhoods)))}, {generation}", class_="s")]
    parts += [_line(*line) for line in lines]
    parts.append(tag("h3", operations_words(len(found.operations)), class_="s"))
    parts += [
        _line(
            operation_sign(Meeting.BOTH),
            number(len(found.operations) - bare),
            _("Operations with social actions"),
        ),
        _line(operation_sign(Meeting.STONE), number(bare), _("Operations without any social action")),
    ]
    parts.append(tag("h3", actions_words(found.actions), class_="s"))
    parts += [
        _line(None, number(len(found.unplaced.nowhere)), _("Social actions without any place")),
        _line(None, number(len(found.unplaced.commune_alone)), _("Social actions with a commune alone")),
    ]
    return tag("div", join(parts), class_="p meeting")


def _line(sign: str | None, count: str, words: str) -> Html:
    sign_ = tag("span") if sign is None else picture(picture_address(sign))
    return tag("div", join((sign_, tag("b", count), tag("span", words))), class_="line")


def _chosen(world: World, found: Compared) -> None:
    """The place that the reader looks at, with the ways on."""
    item = next((one for one in found.every if (one.row.layer, one.row.id) == state().place), None)
    if item is None:
        return
    row = item.row
    with st.container(key="social_place"):
        st.html(
            tag(
                "div",
                join((tag("h2", row.name), tag("p", join((told(row).partition(" · ")[2],))))),
                class_="p",
            )
        )
        with st.container(horizontal=True, key="social_place_ways"):
            if st.button(_("Show on the map of operations"), key="social_to_map"):
                sheet.to_map(world, row.layer, row.id)
            st.button(_("Close"), key="social_close_place", on_click=lambda: change(place=None))


# ------------------------------------------------------------------ the lists


def _title(found: Compared, pressed: list[str]) -> str:
    row = next(
        (item.row for item in found.every if [item.row.layer, item.row.id] == pressed[1:]),
        None,
    )
    return "" if row is None else row.name
