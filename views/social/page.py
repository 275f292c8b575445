"""The page Actions sociales: what goes with the operations, where the two meet, and where they do not."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from core.languages import _
from programme.social.selection import select_actions
from programme.world import World
from views import context
from views.html import tag
from views.social import actions, events, filters, importing, look, meeting, people
from views.social.state import VIEWS, change, criteria, state
from views.social.words import VIEWS as VIEW_WORDS

_PARTS: Mapping[str, Callable[[World, pd.Index], None]] = {
    "actions": actions.show,
    "meeting": meeting.show,
    "people": people.show,
    "events": events.show,
}
_MAPS = frozenset({"meeting", "events"})


def show() -> None:
    """Draw the page."""
    world = context.world()
    if state().view != "importing":
        with st.sidebar:
            filters.show(world)
    look.dress()
    with st.container(key="social_strip", horizontal=True, vertical_alignment="center"):
        st.title(_("Social actions"))
        _views()
    if state().view in _MAPS:
        _beside_map()
    else:
        with st.container(key="social"):
            _content(world)
    context.write_address(whole=False, more=state().to_query())


def _views() -> None:
    st.session_state["social_view"] = state().view
    st.segmented_control(
        _("View"),
        list(VIEWS),
        key="social_view",
        format_func=lambda view: _(VIEW_WORDS[view]),
        required=True,
        on_change=lambda: change(view=st.session_state["social_view"]),
        label_visibility="collapsed",
    )


@st.fragment
def _beside_map() -> None:
    """Map and list run again together, and alone: a click leaves the rest of the page as it is."""
    context.resume()
    world = context.world()
    if world.programme.social_actions.empty and world.programme.operations.empty:
        st.info(_empty())
        return
    _PARTS[state().view](world, select_actions(world, criteria()))
    context.write_address(whole=False, more=state().to_query())


def _content(world: World) -> None:
    if state().view == "importing":
        importing.show(world)
        return
    if state().view == "people":
        people.show(world, select_actions(world, criteria()))
        return
    if world.programme.social_actions.empty:
        st.info(_empty())
        return
    ids = select_actions(world, criteria())
    if len(ids) == 0:
        st.html(
            tag(
                "div",
                _("No social action meets these filters. Widen one of them, or clear them all."),
                class_="note",
            )
        )
        return
    _PARTS[state().view](world, ids)


def _empty() -> str:
    return _(
        "The programme holds no social action. Import a file on the view “Import”, "
        "or load tables with “trame load”."
    )
