"""Part Carte of the page Publier: the form beside the sheet itself."""

import streamlit as st

from core.formats import number
from core.languages import N_, _, plural
from programme.selection import select
from programme.visibility import sees_funding
from programme.world import World
from views import context
from views.html import tag
from views.publish import form, preview
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
        _kept_back(world, shown)
        preview.show(spec, shown, context.installation().settings)


def _kept_back(world: World, shown: World) -> None:
    """How many operations are not on the sheet because those for whom it is may not see where they lie."""
    mapped, public = (frame.programme.operations.geometry.notna() for frame in (world, shown))
    count = int((mapped & ~public).loc[select(world, wanted().selection)].sum())
    if count and "operations" in wanted().layers:
        sentence = plural(
            count,
            N_("{count} operation is not shown to the public: its commune has not approved its footprint."),
            N_(
                "{count} operations are not shown to the public: their communes have not approved their footprints."
            ),
        )
        st.html(tag("div", sentence.format(count=number(count)), class_="note", role="status"))
