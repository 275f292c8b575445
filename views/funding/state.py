"""What the page Financements holds between two runs, and how a link says it."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from programme.money.ledger import Measure
from programme.money.matrix import Grouping

_STATE = "funding_state"
_VIEW, _ROWS, _MEASURE, _YEARS = "vue", "lignes", "mesure", "exercices"
_PLACES, _PERIODS, _DETAIL, _SORT = "passage", "periodes", "detail", "tri"
_BY_YEAR, _YES = "annees", "oui"
_ROWS_OF_LINK = {
    "operation": Grouping.OPERATION,
    "commune": Grouping.COMMUNE,
    "ept": Grouping.EPT,
    "site": Grouping.SITE,
    "famille": Grouping.FAMILY,
    "etape": Grouping.STEP,
    "annee": Grouping.YEAR,
}
_MEASURES_OF_LINK = {
    "demande": Measure.REQUESTED,
    "vote": Measure.VOTED,
    "engage": Measure.COMMITTED,
    "paye": Measure.PAID,
}
_VIEWS_OF_LINK = {
    "matrice": "matrix",
    "flux": "flow",
    "echeancier": "schedule",
    "lignes": "lines",
    "enveloppes": "budgets",
    "import": "import",
}
VIEWS = tuple(_VIEWS_OF_LINK.values())
GROUPINGS = tuple(_ROWS_OF_LINK.values())
PLACES = (Grouping.COMMUNE, Grouping.SITE, Grouping.EPT)


@dataclass(frozen=True)
class FundingState:
    """One value for the whole page.

    Attributes
    ----------
    view
        ``matrix``, ``flow``, ``schedule``, ``lines`` (to type into) or ``budgets`` (of the priority sites).
    grouping, measure, years
        As :func:`programme.money.matrix.matrix` takes them.
    places
        What stands in the middle of the flow picture.
    by_half
        Whether periods are half-years.
    detailed
        Whether loans and own funds have a column for each funder.
    sort
        Key of the column that rows are sorted by, the greatest first; None for their own order.
    page
        Which rows are shown, from 0.
    """

    view: str = "matrix"
    grouping: Grouping = Grouping.COMMUNE
    measure: Measure = Measure.REQUESTED
    years: tuple[int, ...] = ()
    places: Grouping = Grouping.COMMUNE
    by_half: bool = True
    detailed: bool = False
    sort: str | None = None
    page: int = 0

    def to_query(self) -> dict[str, str]:
        """Parameters of the address; what is so anyway is left out."""
        usual = FundingState()
        query = {
            _VIEW: _word(_VIEWS_OF_LINK, self.view) if self.view != usual.view else "",
            _ROWS: _word(_ROWS_OF_LINK, self.grouping) if self.grouping != usual.grouping else "",
            _MEASURE: _word(_MEASURES_OF_LINK, self.measure) if self.measure != usual.measure else "",
            _YEARS: ",".join(map(str, self.years)),
            _PLACES: _word(_ROWS_OF_LINK, self.places) if self.places != usual.places else "",
            _PERIODS: "" if self.by_half else _BY_YEAR,
            _DETAIL: _YES if self.detailed else "",
            _SORT: self.sort or "",
        }
        return {name: value for name, value in query.items() if value}


def _word(words: dict[str, Any], value: Any) -> str:
    return next(word for word, found in words.items() if found == value)


def state() -> FundingState:
    """State of the page; what the link says when a session begins."""
    if _STATE not in st.session_state:
        query = st.query_params.to_dict()
        usual = FundingState()
        st.session_state[_STATE] = FundingState(
            view=_VIEWS_OF_LINK.get(query.get(_VIEW, ""), usual.view),
            grouping=_ROWS_OF_LINK.get(query.get(_ROWS, ""), usual.grouping),
            measure=_MEASURES_OF_LINK.get(query.get(_MEASURE, ""), usual.measure),
            years=tuple(int(year) for year in query.get(_YEARS, "").split(",") if year.isdecimal()),
            places=_places(query.get(_PLACES, ""), usual.places),
            by_half=query.get(_PERIODS) != _BY_YEAR,
            detailed=query.get(_DETAIL) == _YES,
            sort=query.get(_SORT) or None,
        )
    found: FundingState = st.session_state[_STATE]
    return found


def _places(word: str, usual: Grouping) -> Grouping:
    found = _ROWS_OF_LINK.get(word, usual)
    return found if found in PLACES else usual


def change(**changes: Any) -> None:
    """Change the state of the page."""
    st.session_state[_STATE] = replace(state(), **changes)
