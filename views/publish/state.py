"""State of the page Publier as one value, written to and read from the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from core.languages import N_
from exports.sheet.spec import SheetSpec
from views import context
from views.publish.address import SHARED, spec_from_query, spec_to_query, usual_spec

_STATE, _FAULTS = "publish_state", "publish_faults"
_PART, _SUBJECT, _BY, _AS, _OUT, _KEYS, _FORMAT, _WHAT = (
    "partie",
    "sujet",
    "par",
    "pages",
    "sortie",
    "donnees",
    "format",
    "lignes",
)

PARTS = {
    "sheet": N_("Map"),
    "fiche": N_("Fact sheet"),
    "atlas": N_("Atlas"),
    "data": N_("Data"),
    "edition": N_("Public edition"),
}
"""Parts of the page with their words, in the order of display."""
_PARTS_OF_LINK = {
    "carte": "sheet",
    "fiche": "fiche",
    "atlas": "atlas",
    "donnees": "data",
    "edition": "edition",
}
_BY_OF_LINK = {
    "commune": "commune",
    "quartier": "neighbourhood",
    "site": "site",
    "ept": "ept",
    "operation": "operation",
}
_AS_OF_LINK = {"fiches": "fiche", "planches": "sheet"}
_OUT_OF_LINK = {"pdf": "pdf", "zip": "zip"}
_WHAT_OF_LINK = {"tout": "all", "filtre": "filter", "choix": "chosen"}


@dataclass(frozen=True)
class PublishState:
    """One value for the whole page.

    Attributes
    ----------
    part
        Key of :data:`PARTS`.
    spec
        The sheet, without the filters, which are those of the map.
    framed
        How a box came: ``view`` of the map, or ``box`` that was drawn or typed.
    subject
        Of the fact sheet: ``operation:ID``, ``neighbourhood:CODE`` or ``commune:INSEE``; empty: not chosen yet.
    by
        What the atlas has a page for.
    pages
        ``fiche`` or ``sheet``: what these pages are.
    out
        ``pdf`` or ``zip``: what the atlas becomes.
    keys
        Layers that are taken out as data.
    format
        Of the data, a key of :data:`exports.data.formats.FORMATS`.
    rows
        ``all``, ``filter`` (what the filters keep) or ``chosen`` (what is open on the map).
    """

    part: str = "sheet"
    spec: SheetSpec = field(default_factory=SheetSpec)
    framed: str = "box"
    subject: str = ""
    by: str = "commune"
    pages: str = "fiche"
    out: str = "pdf"
    keys: tuple[str, ...] = ("operations",)
    format: str = "gpkg"
    rows: str = "all"

    def to_query(self, usual: "PublishState") -> dict[str, str]:
        """Parameters of the address; what is so anyway, and what another part is about, is left out."""
        query = {_PART: _word(_PARTS_OF_LINK, self.part) if self.part != usual.part else ""}
        if self.part == "fiche":
            query[_SUBJECT] = self.subject
        if self.part == "atlas":
            query[_BY] = _word(_BY_OF_LINK, self.by) if self.by != usual.by else ""
            query[_AS] = _word(_AS_OF_LINK, self.pages) if self.pages != usual.pages else ""
            query[_OUT] = _word(_OUT_OF_LINK, self.out) if self.out != usual.out else ""
        if self.part == "data":
            query[_KEYS] = ",".join(self.keys) if self.keys != usual.keys else ""
            query[_FORMAT] = self.format if self.format != usual.format else ""
            query[_WHAT] = _word(_WHAT_OF_LINK, self.rows) if self.rows != usual.rows else ""
        asked = spec_to_query(self.spec, usual.spec)
        # Other parts heed of the sheet only for whom it is and its language.
        query |= asked if self.part in ("sheet", "atlas") else {key: asked.get(key, "") for key in SHARED}
        return {name: value for name, value in query.items() if value}


def _word(words: Mapping[str, str], value: str) -> str:
    return next(word for word, found in words.items() if found == value)


def usual_state() -> PublishState:
    """What the page shows where the address says nothing."""
    return PublishState(spec=usual_spec(context.installation().settings))


def from_query(query: Mapping[str, str], usual: PublishState) -> tuple[PublishState, list[str]]:
    """Read the state from the parameters of an address, with a sentence for each that could not be used."""
    basemaps = frozenset(item.key for item in context.installation().settings.basemaps)
    spec, faults = spec_from_query(query, usual.spec, basemaps)
    keys = tuple(key for key in query.get(_KEYS, "").split(",") if key)
    found = PublishState(
        part=_PARTS_OF_LINK.get(query.get(_PART, ""), usual.part),
        spec=spec,
        subject=query.get(_SUBJECT, ""),
        by=_BY_OF_LINK.get(query.get(_BY, ""), usual.by),
        pages=_AS_OF_LINK.get(query.get(_AS, ""), usual.pages),
        out=_OUT_OF_LINK.get(query.get(_OUT, ""), usual.out),
        keys=keys or usual.keys,
        format=query.get(_FORMAT, usual.format),
        rows=_WHAT_OF_LINK.get(query.get(_WHAT, ""), usual.rows),
    )
    return found, faults


def state() -> PublishState:
    """State of the page; what the link says when a session begins."""
    if _STATE not in st.session_state:
        st.session_state[_STATE], st.session_state[_FAULTS] = from_query(
            st.query_params.to_dict(), usual_state()
        )
    found: PublishState = st.session_state[_STATE]
    return found


def change(**changes: Any) -> None:
    """Change the state of the page; what the link could not say is told no longer."""
    st.session_state[_STATE] = replace(state(), **changes)
    st.session_state[_FAULTS] = []


def change_spec(**changes: Any) -> None:
    """Change the sheet."""
    change(spec=replace(state().spec, **changes))


def faults() -> list[str]:
    """Sentences on the parameters of the link that could not be used."""
    found: list[str] = st.session_state.get(_FAULTS, [])
    return found


def wanted() -> SheetSpec:
    """The sheet with the filters in force, which are those of the map."""
    return replace(state().spec, selection=context.state().selection)
