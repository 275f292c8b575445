"""The page À propos: what this is, where the data comes from, which versions run."""

from importlib.metadata import version

import streamlit as st

from core.languages import _
from layers.registry import LAYERS
from views import context
from views.html import Column, table, tag

_PARTS = ("trame", "streamlit", "folium", "geopandas", "shapely", "pyproj", "fiona", "pyogrio", "sqlalchemy")


def show() -> None:
    """Draw the page."""
    installation = context.installation().settings.installation
    st.title(_("About"))
    st.write(
        _(
            "Trame shows, on one web map, every urban-renewal operation of a territory down to its parcels, and links "
            "each operation to who pays for it and to the social actions that go with it."
        )
    )
    st.write(
        _(
            "Planners explore what is there, what is planned, who pays and what is missing; communes check a footprint "
            "before their visa; communication staff publish maps."
        )
    )
    if installation.fictitious:
        words = _(
            "Demonstration data: the names of communes and priority neighbourhoods are real; outlines of "
            "neighbourhoods are approximate; parcels, housing, facilities, operations, funding and social actions "
            "are invented."
        )
        st.html(tag("div", words, class_="alert"))
    st.subheader(_("Sources"))
    rows = [(_(layer.title), _(layer.source), _(layer.licence)) for layer in LAYERS.values()]
    st.html(table(_("Sources"), (Column(_("Layer")), Column(_("Source")), Column(_("Licence"))), rows))
    st.write(
        _(
            "What a rule gives here is indicative: it names its text and shows the margin, and is not legal "
            "or tax advice."
        )
    )
    st.subheader(_("Versions"))
    versions = [(name, version(name)) for name in _PARTS]
    st.html(table(_("Versions"), (Column(_("Part")), Column(_("Version"), number=True)), versions))
    context.write_address(whole=False)
