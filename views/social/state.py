"""What the page Actions sociales holds between two runs, and how a link says it."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from programme.selection import Selection
from programme.social.breakdown import SocialGrouping
from programme.social.selection import Criteria
from programme.world import GENERATIONS
from views import context

_STATE = "social_state"
_VIEW, _ROWS, _GENERATION, _LIST, _PLACE = "vue", "lignes", "generation", "liste", "lieu"
_THEMES, _PUBLICS, _HOLDERS, _YEARS = "theme", "public", "porteur", "exercices"
_SEPARATOR = "|"
"""Names of bodies hold commas."""
_VIEWS_OF_LINK = {
    "actions": "actions",
    "rencontre": "meeting",
    "insertion": "people",
    "concertation": "events",
    "import": "importing",
}
_ROWS_OF_LINK = {
    "theme": SocialGrouping.THEME,
    "quartier2024": SocialGrouping.NEIGHBOURHOOD_2024,
    "quartier2015": SocialGrouping.NEIGHBOURHOOD_2015,
    "public": SocialGrouping.PUBLIC,
    "porteur": SocialGrouping.HOLDER,
    "commune": SocialGrouping.COMMUNE,
    "annee": SocialGrouping.YEAR,
    "financeur": SocialGrouping.FUNDER,
}
_LISTS_OF_LINK = {"quartiers": "neighbourhoods", "operations": "operations", "sans-lieu": "unplaced"}
VIEWS = tuple(_VIEWS_OF_LINK.values())
GROUPINGS = tuple(_ROWS_OF_LINK.values())
LISTS = tuple(_LISTS_OF_LINK.values())


@dataclass(frozen=True)
class SocialState:
    """One value for the whole page; communes and neighbourhoods are those of the map.

    Attributes
    ----------
    view
        One of :data:`VIEWS`.
    grouping
        Rows of the table of actions.
    generation
        Key of the layer of neighbourhoods that are compared.
    listed
        One of :data:`LISTS`.
    themes, publics, holders, years
        As :class:`programme.social.selection.Criteria` takes them.
    page
        Which actions are listed, from 0.
    place
        Layer and identifier of the place that the reader looks at.
    """

    view: str = "actions"
    grouping: SocialGrouping = SocialGrouping.THEME
    generation: str = GENERATIONS[0]
    listed: str = "neighbourhoods"
    themes: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    page: int = 0
    place: tuple[str, str] | None = None

    def to_query(self) -> dict[str, str]:
        """Parameters of the address; what is so anyway is left out."""
        usual = SocialState()
        query = {
            _VIEW: _word(_VIEWS_OF_LINK, self.view) if self.view != usual.view else "",
            _ROWS: _word(_ROWS_OF_LINK, self.grouping) if self.grouping != usual.grouping else "",
            _GENERATION: self.generation[-4:] if self.generation != usual.generation else "",
            _LIST: _word(_LISTS_OF_LINK, self.listed) if self.listed != usual.listed else "",
            _PLACE: ":".join(self.place) if self.place else "",
            _THEMES: ",".join(self.themes),
            _PUBLICS: ",".join(self.publics),
            _HOLDERS: _SEPARATOR.join(self.holders),
            _YEARS: ",".join(map(str, self.years)),
        }
        return {name: value for name, value in query.items() if value}


def _word(words: dict[str, Any], value: Any) -> str:
    return next(word for word, found in words.items() if found == value)


def state() -> SocialState:
    """State of the page; what the link says when a session begins."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = _read(st.query_params.to_dict())
    found: SocialState = st.session_state[_STATE]
    return found


def _read(query: dict[str, str]) -> SocialState:
    usual = SocialState()
    generation = f"neighbourhoods_{query.get(_GENERATION, '')}"
    layer, _colon, identifier = query.get(_PLACE, "").partition(":")
    known_place = layer in (*GENERATIONS, "operations") and identifier
    return SocialState(
        view=_VIEWS_OF_LINK.get(query.get(_VIEW, ""), usual.view),
        grouping=_ROWS_OF_LINK.get(query.get(_ROWS, ""), usual.grouping),
        generation=generation if generation in GENERATIONS else usual.generation,
        listed=_LISTS_OF_LINK.get(query.get(_LIST, ""), usual.listed),
        themes=_several(query.get(_THEMES, ""), ","),
        publics=_several(query.get(_PUBLICS, ""), ","),
        holders=_several(query.get(_HOLDERS, ""), _SEPARATOR),
        years=tuple(int(year) for year in _several(query.get(_YEARS, ""), ",") if year.isdecimal()),
        place=(layer, identifier) if known_place else None,
    )


def _several(text: str, separator: str) -> tuple[str, ...]:
    return tuple(value for value in text.split(separator) if value)


def change(**changes: Any) -> None:
    """Change the state of the page."""
    st.session_state[_STATE] = replace(state(), **changes)


def criteria() -> Criteria:
    """What the reader asks for: the filters of this page, in the places of the map's."""
    here, places = state(), context.state().selection
    return Criteria(
        here.themes, here.publics, here.holders, places.communes, places.neighbourhoods, here.years
    )


def places() -> Selection:
    """Filters of the map that say where: the others are about operations alone."""
    chosen = context.state().selection
    return Selection(communes=chosen.communes, neighbourhoods=chosen.neighbourhoods)
