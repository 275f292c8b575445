"""What a file leaves open: which layer, which feature, which coordinate system."""

import numpy as np
import shapely
import streamlit as st
from pyproj import CRS

from core.formats import number
from core.languages import N_, _, plural
from gis import crs
from maps.check_map import Candidate
from programme.check.contents import FileContents
from views import context
from views.check import read as check_read
from views.check import state as check_state
from views.check import work as check_work
from views.check.read import MOST_CANDIDATES
from views.check.state import change, state
from views.html import heading, tag

_LAYER = "check_layer"
_FEATURE = "check_feature"
_SYSTEM = "check_system"
_FAR_KM = 60.0
"""A candidate farther from the territory is named, and kept off the map."""


def show_contents() -> None:
    """Draw the layers and features of a file: one of them, or all as a batch."""
    contents: FileContents = state().contents
    usable = [layer for layer in contents.layers if layer.count]
    st.html(heading(_("What is in the file"), contents.name))
    names = [layer.name for layer in usable]
    by_name = {layer.name: layer for layer in usable}
    chosen = st.radio(
        _("Layer"), names, format_func=lambda name: f"{name} · {_counted(by_name[name].count)}", key=_LAYER
    )
    count = by_name[chosen].count
    feature: int | None = 1
    if count > 1:
        every = st.radio(
            _("Shapes"),
            ["all", "one"],
            format_func=lambda way: (
                _("All, as a batch of {count}").format(count=number(count))
                if way == "all"
                else _("One of them")
            ),
            key=_FEATURE,
        )
        feature = None
        if every == "one":
            feature = int(st.number_input(_("Number of the feature"), 1, count, 1, key="check_number"))
    left, right = st.columns(2, gap="small")
    if left.button(_("Check"), type="primary", width="stretch", key="check_layer_go"):
        check_work.ask(check_read.layer_job(state().source, chosen, feature))
        st.rerun()
    right.button(_("Another file"), width="stretch", on_click=_again, key="check_other_file")


def _counted(count: int) -> str:
    return plural(count, N_("{count} shape"), N_("{count} shapes")).format(count=number(count))


def _again() -> None:
    context.resume()
    check_state.start_again()


def show_systems() -> None:
    """Draw the candidates, the likeliest first; the map shows where the footprint would lie."""
    st.html(heading(_("Coordinate system")))
    words = _(
        "It is not said which coordinate system the coordinates are in. Where does the footprint lie? "
        "The map shows each candidate by its number."
    )
    st.html(tag("p", words, class_="check-line"))
    listed = _listed()
    rank = st.radio(
        _("Candidates, the likeliest first"),
        range(len(listed)),
        index=min(state().preferred, len(listed) - 1),
        format_func=lambda position: f"{position + 1}. {candidate_words(listed[position])}",
        key=_SYSTEM,
        on_change=_previewed,
    )
    left, right = st.columns(2, gap="small")
    if left.button(_("Check with this one"), type="primary", width="stretch", key="check_system_go"):
        chosen = listed[rank]
        check_work.ask(check_read.system_job(state().source, chosen.code, swapped=chosen.swapped))
        st.rerun()
    right.button(_("Another footprint"), width="stretch", on_click=_again, key="check_other")


def _previewed() -> None:
    context.resume()
    change(preferred=st.session_state[_SYSTEM])
    found = candidates()
    check_state.move_to(found[st.session_state[_SYSTEM]].shape, 17)


def _listed() -> list[crs.Candidate]:
    return list(state().submissions[0].systems.candidates[:MOST_CANDIDATES])


def candidate_words(candidate: crs.Candidate) -> str:
    """Name, code and distance of a candidate, and what is to be known of it."""
    words = f"{candidate.name} · {candidate.code}"
    if candidate.swapped:
        words += " · " + _("axes swapped")
    if crs.lacks_grid(CRS.from_user_input(candidate.code)):
        words += " · " + _("to about 3 m, without the IGN grid")
    return f"{words} · " + _("{distance} km from the territory").format(
        distance=number(candidate.distance_km, decimals=1)
    )


def candidates() -> list[Candidate]:
    """Where the footprint would lie in each candidate; far ones are an empty place."""
    listed, read = _listed(), state().previewed
    shapes = [item.shape for item in read if item.shape is not None]
    if not shapes:
        return [Candidate(candidate_words(item), shapely.Point()) for item in listed]
    whole = shapely.geometrycollections(shapes)
    first = listed[0]
    return [
        Candidate(
            candidate_words(item),
            _seen(whole, first, item) if item.distance_km < _FAR_KM else shapely.Point(),
        )
        for item in listed
    ]


def _seen(shape: shapely.Geometry, known: crs.Candidate, other: crs.Candidate) -> shapely.Geometry:
    """Bring a shape that was read in one system to where another would have placed the same coordinates."""

    def moved(metres: np.ndarray) -> np.ndarray:
        metric = CRS.from_user_input(crs.METRIC)
        raw = crs.transform(metres, metric, CRS.from_user_input(known.code))
        raw = raw[:, ::-1] if known.swapped != other.swapped else raw
        return crs.transform(raw, CRS.from_user_input(other.code))

    return shapely.transform(shape, moved)
