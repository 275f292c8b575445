"""What every page starts from: the installation, who reads, the language, and the state in the address bar."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from core.actor import LOCAL, Actor
from core.languages import LANGUAGES, current_language, use_language
from core.settings import config_file
from maps.state import MapState, from_query, selection_to_query
from programme.installation import Installation, open_installation
from programme.world import World, open_world

_STATE = "trame_state"
_FAULTS = "trame_faults"
_LANGUAGE = "trame_language"
_WRITTEN = "trame_address"
LANGUAGE_PARAMETER = "langue"


def installation() -> Installation:
    """The installation in force; routes of the same process share it."""
    return open_installation(config_file())


def actor() -> Actor:
    """Who reads: the local person, as long as an installation has no sign-in."""
    return LOCAL


def world() -> World:
    """Everything that this reader may ask about, now."""
    here = installation()
    return open_world(here.settings, here.store, here.library, actor())


def begin() -> None:
    """Start a run: set the language, and read the address when a session begins."""
    settings = installation().settings
    if _LANGUAGE not in st.session_state:
        asked = st.query_params.get(LANGUAGE_PARAMETER, "")
        st.session_state[_LANGUAGE] = asked if asked in LANGUAGES else settings.installation.language
    resume()
    if _STATE not in st.session_state:
        basemaps = {item.key for item in settings.basemaps}
        state, faults = from_query(st.query_params.to_dict(), default_state(), basemaps)
        st.session_state[_STATE] = state
        st.session_state[_FAULTS] = faults


def resume() -> None:
    """Speak the language of the session: each run of a fragment or of a callback starts without one."""
    use_language(st.session_state[_LANGUAGE])


def default_state() -> MapState:
    """What the installation shows at first sight."""
    view = installation().settings.map
    return MapState(longitude=view.longitude, latitude=view.latitude, zoom=view.zoom, layers=view.layers)


def state() -> MapState:
    """State of the page."""
    found: MapState = st.session_state[_STATE]
    return found


def change(**changes: Any) -> None:
    """Change the state of the page."""
    st.session_state[_STATE] = replace(state(), **changes)


def link_faults() -> list[str]:
    """Sentences on the parameters of the link that could not be used; told until the state changes the address."""
    found: list[str] = st.session_state.get(_FAULTS, [])
    return found


def forget_link_faults() -> None:
    """The reader has seen them."""
    st.session_state[_FAULTS] = []


def speak(language: str) -> None:
    """Change the language of the session."""
    st.session_state[_LANGUAGE] = language
    use_language(language)


def write_address(*, whole: bool, more: Mapping[str, str] | None = None) -> None:
    """Let the address bar hold the state: all of it on the map, the filters alone on other pages, and what they add."""
    query = state().to_query() if whole else selection_to_query(state().selection)
    query.update(more or {})
    if current_language() != installation().settings.installation.language:
        query[LANGUAGE_PARAMETER] = current_language()
    # Two answers of the map in a row: the second request may still bear the address from before the first.
    if st.query_params.to_dict() != query or st.session_state.get(_WRITTEN) != query:
        st.query_params.from_dict(query)
        st.session_state[_WRITTEN] = query
