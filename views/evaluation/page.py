"""The page Évaluation: a place first, then what came of the programme there."""

import streamlit as st

from core.languages import _
from programme.evaluation.place import NoPlaceError, Place, PlaceKind, place_name, places, require_place
from programme.world import World
from views import context
from views.evaluation import calendar, comparison, demolition, generations, indicators, look, rings, years
from views.evaluation.ground import operations_of, to_map
from views.evaluation.state import KIND_WORDS, PARTS, change, go_astray, state, stray
from views.html import tag

_KIND, _PLACE, _PART = "evaluation_kind", "evaluation_chosen", "evaluation_part"


def show() -> None:
    """Draw the page."""
    world = context.world()
    with st.container(key="evaluation"):
        look.dress()
        st.title(_("Evaluation"))
        _content(world)
    context.write_address(whole=False, more=state().to_query())


def _content(world: World) -> None:
    if world.programme.operations.empty:
        st.info(
            _(
                "The programme is empty. Load its tables with “trame load”, or the demonstration with “trame demo”."
            )
        )
        return
    place = _place(world)
    _head(world, place)
    part = _part()
    {
        "indicators": indicators.show,
        "demolition": demolition.show,
        "calendar": calendar.show,
        "years": years.show,
        "rings": rings.show,
        "comparison": comparison.show,
        "generations": generations.show,
    }[part](world, place)
    if context.installation().settings.installation.fictitious:
        words = _("Demonstration data: operations, funding and social actions are fictitious.")
        st.html(tag("p", words, class_="fictitious"))


def _place(world: World) -> Place:
    """Place of the state; the territory, and a sentence, where the installation has none such."""
    place = state().place
    try:
        require_place(world, place)
    except NoPlaceError:
        go_astray(place.key)
    if (asked := stray()) is not None:
        st.html(tag("div", str(NoPlaceError(asked)), class_="alert"))
    return state().place


def _head(world: World, place: Place) -> None:
    """Choice of the place, and the way to it on the map."""
    every = places(world)
    kinds = [kind for kind in PlaceKind if any(item.kind is kind for item in every)]
    mine = [item for item in every if item.kind is place.kind]
    with st.container(key="evaluation_place", horizontal=True, vertical_alignment="bottom"):
        st.session_state[_KIND] = place.kind
        st.segmented_control(
            _("Kind of place"),
            kinds,
            key=_KIND,
            format_func=lambda kind: _(KIND_WORDS[kind]),
            required=True,
            on_change=_kind,
            args=(every,),
        )
        if len(mine) > 1:
            st.session_state[_PLACE] = place
            st.selectbox(
                _(KIND_WORDS[place.kind]),
                mine,
                key=_PLACE,
                format_func=lambda item: f"{place_name(world, item)} · {item.code}",
                on_change=_chosen,
                width=380,
            )
        if st.button(
            _("Show it on the map"), key="evaluation_to_map", disabled=not len(operations_of(world, place))
        ):
            to_map(world, place)


def _kind(every: tuple[Place, ...]) -> None:
    """Another kind of place: its first one."""
    kind = st.session_state[_KIND]
    change(place=next(item for item in every if item.kind is kind), other=None, around=None, page=0)


def _chosen() -> None:
    change(place=st.session_state[_PLACE], around=None, page=0)


def _part() -> str:
    st.session_state[_PART] = state().part
    chosen = st.segmented_control(
        _("Part of the evaluation"),
        list(PARTS),
        key=_PART,
        format_func=lambda part: _(PARTS[part]),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: change(part=st.session_state[_PART]),
    )
    return chosen or state().part
