"""The page À propos: what this is, where the data comes from, which versions run."""

from importlib.metadata import version

import streamlit as st

from core.languages import _
from layers.layer import Layer
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
    st.header(_("Sources"))
    heads = (Column(_("Layer")), Column(_("Source")), Column(_("Licence")))
    st.html(table(_("Sources"), heads, [_source(layer) for layer in LAYERS.values()]))
    st.write(
        _(
            "What a rule gives here is indicative: it names its text and shows the margin, and is not legal "
            "or tax advice."
        )
    )
    st.header(_("Versions"))
    versions = [(name, version(name)) for name in _PARTS]
    st.html(
        tag(
            "div",
            table(_("Versions"), (Column(_("Part")), Column(_("Version"), number=True)), versions),
            class_="narrow",
        )
    )
    context.write_address(whole=False)


def _source(layer: Layer) -> tuple[str, str, str]:
    """Where the revision in force comes from; what the layer declares as long as nothing was imported."""
    revision = None if layer.in_programme else context.installation().library.current(layer.key)
    found = layer if revision is None else revision
    return _(layer.title), _(found.source), _(found.licence)
