"""State of the page Évaluation as one value, written to and read from the address."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.languages import N_
from programme.evaluation.demolition import GROUPINGS
from programme.evaluation.place import TERRITORY, Place, PlaceKind, place_of
from programme.money.matrix import Grouping

_STATE, _STRAY = "evaluation_state", "evaluation_stray"
PLACE, _PART, _ROWS, _YEAR, _OTHER, _AT = "lieu", "partie", "lignes", "an", "avec", "valeurs"
_AROUND = "autour"
_YEARS = (1900, 2100)

PARTS = {
    "indicators": N_("Indicators"),
    "demolition": N_("Demolition and rebuilding"),
    "calendar": N_("Calendar"),
    "years": N_("Year by year"),
    "rings": N_("Rings and access"),
    "comparison": N_("Comparison"),
    "generations": N_("QPV 2015 and 2024"),
}
"""Parts of the page with their words, in the order of display."""
_PARTS_OF_LINK = {
    "indicateurs": "indicators",
    "demolition": "demolition",
    "calendrier": "calendar",
    "annees": "years",
    "anneaux": "rings",
    "comparaison": "comparison",
    "generations": "generations",
}
_ROWS_OF_LINK = {
    "operation": Grouping.OPERATION,
    "site": Grouping.SITE,
    "commune": Grouping.COMMUNE,
    "ept": Grouping.EPT,
}


@dataclass(frozen=True)
class EvaluationState:
    """One value for the whole page.

    Attributes
    ----------
    place
        What is evaluated.
    part
        Key of :data:`PARTS`.
    grouping
        Rows of the ledger of demolition.
    year
        Of the map year by year; None: the running one.
    at
        Year at whose end indicators are told; None: today.
    other
        Place that it is compared with; None: not chosen yet.
    around
        Neighbourhood whose rings are shown; None: the place itself, or the first one in it.
    page
        Which calendars are shown, from 0.
    """

    place: Place = TERRITORY
    part: str = "indicators"
    grouping: Grouping = Grouping.OPERATION
    year: int | None = None
    at: int | None = None
    other: Place | None = None
    around: Place | None = None
    page: int = 0

    def to_query(self) -> dict[str, str]:
        """Parameters of the address; what is so anyway is left out."""
        usual = EvaluationState()
        query = {
            PLACE: self.place.key if self.place != usual.place else "",
            _PART: _word(_PARTS_OF_LINK, self.part) if self.part != usual.part else "",
            _ROWS: _word(_ROWS_OF_LINK, self.grouping) if self.grouping != usual.grouping else "",
            _YEAR: "" if self.year is None else str(self.year),
            _AT: "" if self.at is None else str(self.at),
            _OTHER: "" if self.other is None else self.other.key,
            _AROUND: "" if self.around is None else self.around.key,
        }
        return {name: value for name, value in query.items() if value}


def _word(words: dict[str, Any], value: Any) -> str:
    return next(word for word, found in words.items() if found == value)


def state() -> EvaluationState:
    """State of the page; what the link says when a session begins."""
    if _STATE not in st.session_state:
        query = st.query_params.to_dict()
        usual = EvaluationState()
        asked = query.get(PLACE)
        place = usual.place if asked is None else place_of(asked)
        # A place that is no place is told by the page, once: the territory stands in its stead.
        st.session_state[_STRAY] = asked if place is None else None
        grouping = _ROWS_OF_LINK.get(query.get(_ROWS, ""), usual.grouping)
        st.session_state[_STATE] = EvaluationState(
            place=usual.place if place is None else place,
            part=_PARTS_OF_LINK.get(query.get(_PART, ""), usual.part),
            grouping=grouping if grouping in GROUPINGS else usual.grouping,
            year=_year(query.get(_YEAR, "")),
            at=_year(query.get(_AT, "")),
            other=place_of(query.get(_OTHER, "")),
            around=place_of(query.get(_AROUND, "")),
        )
    found: EvaluationState = st.session_state[_STATE]
    return found


def _year(text: str) -> int | None:
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if _YEARS[0] <= year <= _YEARS[1] else None


def stray() -> str | None:
    """What the link said of a place that is none; None where nothing was wrong."""
    found: str | None = st.session_state.get(_STRAY)
    return found


def go_astray(key: str) -> None:
    """Note that the installation has no such place: the territory stands in its stead."""
    st.session_state[_STRAY] = key
    st.session_state[_STATE] = replace(state(), place=TERRITORY)


def change(**changes: Any) -> None:
    """Change the state of the page."""
    if "place" in changes:
        st.session_state[_STRAY] = None
    st.session_state[_STATE] = replace(state(), **changes)


KIND_WORDS = {
    PlaceKind.TERRITORY: N_("Territory"),
    PlaceKind.SITE: N_("Priority site"),
    PlaceKind.COMMUNE: N_("Commune"),
    PlaceKind.NEIGHBOURHOOD_2024: N_("QPV 2024"),
    PlaceKind.NEIGHBOURHOOD_2015: N_("QPV 2015"),
}
"""Kinds of place, as the reader chooses among them."""
