"""Ways from the map to the page Publier: the map as it is seen, and the fact sheet of what is open."""

from dataclasses import replace

import streamlit as st

from core.languages import _
from layers.registry import LAYERS
from views import context
from views.publish.frame import seen_box, to_extent
from views.publish.state import change, state

_SUBJECTS = {
    "operations": "operation",
    "communes": "commune",
    "neighbourhoods_2024": "neighbourhood",
    "neighbourhoods_2015": "neighbourhood",
}
"""Layers whose features have a fact sheet, with the word that names one."""


def publish_map_link() -> None:
    """Draw the button that makes a sheet of what the map shows: same place, layers, filters and ground."""
    if st.button(_("Publish this map"), type="tertiary", key="publish_this_map"):
        seen = context.state()
        spec = replace(
            state().spec,
            extent=to_extent(seen_box(seen)),
            layers=tuple(key for key in LAYERS if key in seen.layers),
            basemap=seen.basemap,
            scale=None,
        )
        change(part="sheet", spec=spec, framed="view")
        st.switch_page(st.session_state["trame_pages"]["publish"])


def fiche_link(layer: str, identifier: str) -> None:
    """Draw the button that opens the fact sheet of a feature; nothing for a layer whose features have none."""
    if layer in _SUBJECTS and st.button(_("Fact sheet"), width="stretch", key="publish_fiche_link"):
        change(part="fiche", subject=f"{_SUBJECTS[layer]}:{identifier}")
        st.switch_page(st.session_state["trame_pages"]["publish"])
