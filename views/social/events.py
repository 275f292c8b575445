"""The consultation: meetings and contributions, dated, and located on the map."""

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.formats import date, number
from core.languages import N_, _, plural
from gis.projection import metric_to_wgs84_bounds
from maps.meeting import events_record
from programme.selection import select
from programme.social.consultations import Event, consultations
from programme.social.places import generation_of, neighbourhood_names
from programme.world import World
from views.html import Column, Html, grey, join, table, tag, wide
from views.pressable import press, pressable
from views.social import map_part, sheet
from views.social.state import criteria, places
from views.social.words import operation_link

MOST_LISTED = 300
_CHOSEN = "social_event_place"
_ROOM_M = 250.0
Place = tuple[float, float]


def show(world: World, ids: pd.Index) -> None:
    """Draw the map and the list."""
    operations = list(select(world, places()))
    events = consultations(world, ids, operations, criteria())
    spots = _spots(events)
    order = list(spots)
    chosen = st.session_state.get(_CHOSEN)
    with st.container(key="map"):
        left, right = st.columns([6, 4], gap=None)
        with left:
            map_part.show(
                "events",
                world,
                events_record(
                    [(held[0].point, len(held), _told(held)) for held in spots.values()],
                    order.index(chosen) if chosen in spots else None,
                ),
                ("communes", "neighbourhoods_2024", "operations"),
                operations,
                lambda number_: _choose(order, number_),
            )
        with right, st.container(key="panel"):
            _panel(world, events, spots, chosen if chosen in spots else None)


def _spots(events: Sequence[Event]) -> dict[Place, list[Event]]:
    """Events by the place where they were held, to the metre."""
    found: dict[Place, list[Event]] = defaultdict(list)
    for event in events:
        if event.point is not None:
            found[round(event.point.x), round(event.point.y)].append(event)
    return dict(found)


def _told(held: Sequence[Event]) -> str:
    said = [_events_words(len(held))]
    said += [f"{date(event.held_on)} {event.name}" for event in held[:3]]
    return " · ".join(said) + (" · …" if len(held) > 3 else "")


def _events_words(count: int) -> str:
    return plural(count, N_("{count} event"), N_("{count} events")).format(count=number(count))


def _choose(order: Sequence[Place], place: int) -> None:
    if place < len(order):
        st.session_state[_CHOSEN] = order[place]


def _panel(
    world: World, events: Sequence[Event], spots: dict[Place, list[Event]], chosen: Place | None
) -> None:
    st.html(_figures(events))
    if not events:
        st.html(tag("p", _("No event of the consultation meets these filters."), class_="p"))
        return
    if chosen is not None:
        words = _("Show the events of all places")
        st.button(words, key="social_all_events", on_click=lambda: st.session_state.pop(_CHOSEN, None))
    pressed = pressable(_list(world, spots[chosen] if chosen else events), "social_events")
    if pressed is None:
        return
    if pressed[0] == "action":
        sheet.show(world, str(pressed[1]))
    elif pressed[0] == "spot":
        x, y = float(pressed[1]), float(pressed[2])
        st.session_state[_CHOSEN] = (round(x), round(y))
        map_part.look_at(metric_to_wgs84_bounds((x - _ROOM_M, y - _ROOM_M, x + _ROOM_M, y + _ROOM_M)))
        st.rerun(scope="fragment")
    else:
        sheet.to_map(world, str(pressed[0]), str(pressed[1]))


def _figures(events: Sequence[Event]) -> Html:
    meetings = [event.meetings for event in events if event.meetings is not None]
    contributions = [event.contributions for event in events if event.contributions is not None]
    told = (
        (number(len(events)), plural(len(events), N_("event"), N_("events"))),
        (number(sum(meetings)), plural(sum(meetings), N_("meeting"), N_("meetings"))),
        (number(sum(contributions)), plural(sum(contributions), N_("contribution"), N_("contributions"))),
        (number(sum(event.point is None for event in events)), _("without place on the map")),
    )
    return tag(
        "div",
        tag(
            "div",
            join(tag("div", join((tag("b", value), words))) for value, words in told),
            class_="figures",
        ),
        class_="p",
    )


def _list(world: World, events: Sequence[Event]) -> Html:
    caption = _("Events of the consultation")
    columns = (
        Column(_("Date")),
        Column(_("Event")),
        Column(_("Meetings"), number=True),
        Column(_("Contributions"), number=True),
    )
    rows = [
        (
            date(event.held_on),
            join((_name(event), *(tag("div", line, class_="under") for line in _about(world, event)))),
            number(event.meetings),
            number(event.contributions),
        )
        for event in events[:MOST_LISTED]
    ]
    more = ""
    if len(events) > MOST_LISTED:
        words = _("{count} more are not shown: choose a place, a theme or a year.")
        more = tag("p", words.format(count=number(len(events) - MOST_LISTED)), class_="remark")
    return join((wide(caption, table(caption, columns, rows), class_="wide list events"), more))


def _name(event: Event) -> Html:
    """Name of an event; one that lies on the map moves it there."""
    if event.point is None:
        return join((event.name, tag("div", grey(_("Not on the map: its place is not told.")))))
    return press(event.name, ["spot", event.point.x, event.point.y], class_="link")


def _about(world: World, event: Event) -> list[object]:
    """Where it was held, what it is about, and what came of it."""
    code = event.neighbourhood_code
    generation = None if code is None else generation_of(code)
    names = neighbourhood_names(world, generation) if generation else {}
    there = [event.place] if event.place else []
    if code is not None:
        there.append(f"{names.get(code, code)} ({generation[-4:]})" if generation else code)
    said: list[object] = [" · ".join(there)] if there else []
    if event.operation_id is not None:
        said.append(operation_link(world, event.operation_id))
    after: list[object] = []
    if event.action_id is not None:
        after.append(press(_("the social action"), ["action", event.action_id], class_="link"))
    if event.results:
        after += [" · ", event.results] if after else [event.results]
    if after:
        said.append(join(after))
    return said
