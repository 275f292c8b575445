"""The page Publier: maps, fact sheets, atlases, data and the public edition, as they leave the program."""

from importlib import import_module

import streamlit as st

from core.languages import _
from programme.world import World
from views import context, filters
from views.html import tag
from views.publish import look, work
from views.publish.state import PARTS, change, state, usual_state

_PART = "publish_part"


def show() -> None:
    """Draw the page."""
    world = context.world()
    part = state().part
    if _filtered() and not _is_empty(world):
        with st.sidebar:
            filters.show_filters(world)
    with st.container(key="publish"):
        look.dress()
        with st.container(key="publish_top", horizontal=True, vertical_alignment="center"):
            st.title(_("Publish"))
            if not _is_empty(world):
                _choice()
        # Before what takes long: the link is there while the sheet is being made.
        context.write_address(whole=False, more=state().to_query(usual_state()))
        _content(world, part)


def _filtered() -> bool:
    """Whether what is shown heeds the filters of the map: maps and data do, fact sheets are about one thing."""
    here = state()
    return here.part in ("sheet", "data") or (here.part == "atlas" and here.pages == "sheet")


def _is_empty(world: World) -> bool:
    return world.programme.operations.empty and not world.snapshots


def _content(world: World, part: str) -> None:
    if _is_empty(world):
        st.info(
            _(
                "There is nothing to publish yet: import the layers from the page Data and load the programme with "
                "“trame load”, or load the demonstration with “trame demo”."
            )
        )
        return
    if work.waiting():
        work.run()
        return
    # Each part brings libraries of its own (Typst, PDF, GeoPackage): they are loaded with it, not with the application.
    import_module(f"views.publish.{part}").show(world)
    if context.installation().settings.installation.fictitious:
        words = _("Demonstration data: operations, funding and social actions are fictitious.")
        st.html(tag("p", words, class_="fictitious"))


def _choice() -> None:
    st.session_state[_PART] = state().part
    st.segmented_control(
        _("What is published"),
        list(PARTS),
        key=_PART,
        format_func=lambda part: _(PARTS[part]),
        required=True,
        label_visibility="collapsed",
        wrap=True,
        on_change=lambda: change(part=st.session_state[_PART]),
    )
