"""What stands in the bar of every page: the search, and the other language."""

import streamlit as st

from core.languages import _, current_language
from programme.search import Hit, search
from programme.world import World
from views import choosing, context

_TEXT = "search_text"
_GO = "search_go"
_OTHER = {"fr": ("en", "English"), "en": ("fr", "Français")}


def show(world: World) -> None:
    """Draw the search with its answers, and the switch of language; an answer that was chosen opens on the map."""
    if st.session_state.pop(_GO, False):
        st.switch_page(st.session_state["trame_pages"]["map"])
    with st.container(key="search"):
        st.text_input(
            _("Search"),
            key=_TEXT,
            placeholder=_("Operation, parcel, commune, neighbourhood…"),
            label_visibility="collapsed",
        )
        words = st.session_state.get(_TEXT, "").strip()
        if words:
            _answers(search(world, words), words)
    with st.container(key="language"):
        code, name = _OTHER[current_language()]
        st.button(code.upper(), help=name, on_click=context.speak, args=(code,))


def _answers(hits: list[Hit], words: str) -> None:
    with st.container(key="answers"):
        if not hits:
            st.write(
                _("Nothing is called “{words}”. Try fewer letters, or an identifier.").format(
                    words=_plain(words)
                )
            )
        for order, hit in enumerate(hits):
            label = f"**{_plain(hit.label)}** :gray[{_plain(hit.detail)}]"
            st.button(label, key=f"answer_{order}", width="stretch", on_click=_chosen, args=(hit,))


def _chosen(hit: Hit) -> None:
    """Runs before the page does, which then has no answers left to draw: the way to the map is only noted here."""
    choosing.choose(hit.layer, hit.id, bounds=hit.bounds)
    st.session_state[_TEXT] = ""
    st.session_state[_GO] = True


def _plain(words: str) -> str:
    """Take the marks of Markdown out of a text, so that it is read as it is written."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!$|<>~:^" else letter for letter in words)
