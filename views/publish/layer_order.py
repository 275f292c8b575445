"""Which layers a sheet draws, and which lies over which."""

import streamlit as st

from core.languages import _
from layers.registry import LAYERS
from programme.world import World
from views.publish.state import change_spec, state

_ADD = "publish_layer_add"


def show(world: World) -> None:
    """Draw the list, the layer in front first, each with the buttons that move it; and what may be added."""
    there = [key for key, layer in LAYERS.items() if layer.in_programme or world.snapshot(key) is not None]
    shown = state().spec.layers
    st.caption(_("The first of the list lies over the others."))
    for place, key in reversed(list(enumerate(shown))):
        _row(place, key, available=key in there)
    rest = [key for key in there if key not in shown]
    if not rest:
        return
    st.session_state[_ADD] = None
    st.selectbox(
        _("Add a layer"),
        rest,
        key=_ADD,
        format_func=lambda key: _(LAYERS[key].title),
        placeholder=_("Choose…"),
        on_change=_added,
    )


def _row(place: int, key: str, *, available: bool) -> None:
    last = len(state().spec.layers) - 1
    words = _(LAYERS[key].title)
    said = words if available else _("{layer} (not imported yet)").format(layer=words)
    with st.container(key=f"publish_layer_{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(said, width="stretch")
        _button(
            _("Bring “{layer}” forward").format(layer=words), f"up_{key}", place + 1, disabled=place == last
        )
        _button(_("Send “{layer}” back").format(layer=words), f"down_{key}", place - 1, disabled=place == 0)
        st.button(
            _("Take “{layer}” off").format(layer=words),
            key=f"publish_off_{key}",
            on_click=lambda: change_spec(layers=tuple(item for item in state().spec.layers if item != key)),
        )


def _button(words: str, key: str, place: int, *, disabled: bool) -> None:
    """A button that shows a sign (:mod:`views.publish.look`) and says its words to who does not see it."""
    layer = key.partition("_")[2]
    st.button(words, key=f"publish_{key}", disabled=disabled, on_click=_move, args=(layer, place))


def _move(key: str, place: int) -> None:
    kept = [item for item in state().spec.layers if item != key]
    kept.insert(place, key)
    change_spec(layers=tuple(kept))


def _added() -> None:
    """What is added lies in front, as a reader expects to see it."""
    key = st.session_state[_ADD]
    if key is not None:
        change_spec(layers=(*state().spec.layers, key))
