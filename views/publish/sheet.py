"""Part Carte of the page Publier: the form beside the sheet itself."""

import shapely
import streamlit as st

from core.formats import number
from core.languages import N_, _, plural
from programme.selection import select
from programme.visibility import sees_funding
from programme.world import World
from views import context
from views.html import tag
from views.publish import form, preview
from views.publish.frame import Box
from views.publish.made import world_of
from views.publish.state import faults, wanted


def show(world: World) -> None:
    """Draw the part; what is on the sheet is what those for whom it is may see."""
    spec = wanted()
    shown = world_of(spec.audience)
    left, right = st.columns([21, 79], gap="medium")
    with left, st.container(key="publish_form"):
        form.show(shown)
    with right:
        for fault in faults():
            st.html(tag("div", fault, class_="alert", role="alert"))
        if spec.selection.funders and not sees_funding(shown.role):
            words = _("The filter by funder is not for the public: amounts by funder are not published.")
            st.html(tag("div", words, class_="note", role="status"))
        above = st.container()
        made = preview.show(spec, shown, context.installation().settings)
        # Of a commune and of the territory, the sheet itself says how many operations have no footprint to draw.
        if (
            made is not None
            and "operations" in spec.layers
            and made.extent.kind not in ("territory", "commune")
        ):
            with above:
                _kept_back(world, shown, made.sheet_map.place.bounds)


def _kept_back(world: World, shown: World, bounds: Box) -> None:
    """How many operations of this place are not on the sheet because who reads it may not see them."""
    mine, theirs = world.programme.operations.geometry, shown.programme.operations.geometry
    hidden = mine.loc[select(world, wanted().selection)]
    hidden = hidden[theirs.reindex(hidden.index).isna()]
    count = int(hidden.intersects(shapely.box(*bounds)).sum())
    if count:
        sentence = plural(
            count,
            N_("{count} operation is not shown to the public: its commune has not approved its footprint."),
            N_(
                "{count} operations are not shown to the public: their communes have not approved their footprints."
            ),
        )
        st.html(tag("div", sentence.format(count=number(count)), class_="note", role="status"))
