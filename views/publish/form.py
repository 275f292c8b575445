"""What a person asks of a sheet: few choices in sight, the others folded away; each is in the state at once."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.formats import number
from core.languages import N_, _
from exports.sheet.pages import PAGES, title
from exports.sheet.spec import Audience
from programme.world import World
from views import context
from views.publish import extent, layer_order, saved
from views.publish.address import LONGEST, read_scale
from views.publish.state import change_spec, state

SCALES = (500, 1_000, 2_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)
"""Round ones that are offered; any other may be typed."""
_FIT = "fit"
MOST_LOGOS = 4
_AUDIENCES = {Audience.PUBLIC: N_("The public"), Audience.PARTNERS: N_("Partners")}
_LANGUAGES = {"fr": "Français", "en": "English"}
_TURNED = {False: N_("Portrait"), True: N_("Landscape")}
_FURNITURE = {
    "legend": N_("Legend of what is visible"),
    "labels": N_("Names on the map"),
    "locator": N_("Locator map"),
    "bar": N_("Scale bar"),
    "north": N_("North arrow"),
    "graticule": N_("Kilometre grid with coordinates"),
}
_LONG = {"comment": N_("Comment"), "sources": N_("Sources (those of the layers if left empty)")}
_LOGOS, _SCALE, _UNREAD = "publish_logos", "publish_scale", "publish_scale_unread"


def show(world: World) -> None:
    """Draw the form.

    Parameters
    ----------
    world
        As those for whom the sheet is may see it.
    """
    saved.choose()
    extent.show(world)
    _page()
    _scale()
    _text("title", _("Title of the sheet"), _("Made from the extent if left empty"))
    _text("subtitle", _("Subtitle"), "")
    audience()
    with st.expander(_("Layers and their order"), key="publish_fold_layers"):
        layer_order.show(world)
        _basemap()
    with st.expander(_("Comment, sources, date, logos"), key="publish_fold_texts"):
        for name, words in _LONG.items():
            _long_text(name, _(words))
        _date()
        _logos()
    with st.expander(_("What stands on the sheet"), key="publish_fold_furniture"):
        for name, words in _FURNITURE.items():
            _switch(name, _(words))
        _rotation()
        spoken()
    saved.keep()


def audience() -> None:
    """Draw the choice of those for whom it is: what they may not see is not in it."""
    _choice("audience", _("For whom"), {value: _(words) for value, words in _AUDIENCES.items()})


def spoken() -> None:
    """Draw the choice of the language of what is published."""
    _choice("language", _("Language of what is published"), _LANGUAGES)


def _bound(name: str) -> str:
    """Key of a widget that shows what the state says."""
    key = f"publish_{name}"
    st.session_state[key] = getattr(state().spec, name)
    return key


def _take(name: str, key: str) -> None:
    change_spec(**{name: st.session_state[key]})


def _choice(name: str, words: str, offered: Mapping[Any, str], *, hidden: bool = False) -> None:
    """Draw a choice of few; its words may be hidden where what is offered says enough."""
    key = _bound(name)
    st.segmented_control(
        words,
        list(offered),
        key=key,
        format_func=offered.__getitem__,
        required=True,
        width="stretch",
        label_visibility="collapsed" if hidden else "visible",
        on_change=_take,
        args=(name, key),
    )


def _switch(name: str, words: str) -> None:
    key = _bound(name)
    st.checkbox(words, key=key, on_change=_take, args=(name, key))


def _text(name: str, words: str, hint: str) -> None:
    key = _bound(name)
    st.text_input(words, key=key, max_chars=LONGEST, placeholder=hint, on_change=_take, args=(name, key))


def _long_text(name: str, words: str) -> None:
    key = _bound(name)
    st.text_area(words, key=key, height=80, max_chars=LONGEST, on_change=_take, args=(name, key))


def _page() -> None:
    key = _bound("paper")
    st.selectbox(
        _("Page"),
        list(PAGES),
        key=key,
        format_func=lambda name: title(PAGES[name]),
        on_change=_take,
        args=("paper", key),
    )
    if PAGES[state().spec.paper].pixels is None:
        turned = {value: _(words) for value, words in _TURNED.items()}
        _choice("landscape", _("Orientation"), turned, hidden=True)


def _scale() -> None:
    """A round scale, one that is typed, or the largest that holds the extent."""
    scale = state().spec.scale
    chosen = _FIT if scale is None else str(scale)
    offered = [_FIT, *map(str, SCALES)]
    st.session_state[_SCALE] = chosen
    st.selectbox(
        _("Scale"),
        offered if chosen in offered else [*offered, chosen],
        key=_SCALE,
        format_func=_scale_words,
        accept_new_options=True,
        on_change=_scale_chosen,
    )
    if st.session_state.pop(_UNREAD, None) is not None:
        st.caption(_("Write a scale as 1:5000."))


def _scale_words(text: str) -> str:
    if text == _FIT:
        return _("Fitted to the extent")
    return f"1:{number(int(text))}" if text.isdecimal() else text


def _scale_chosen() -> None:
    context.resume()
    text = st.session_state[_SCALE]
    try:
        change_spec(scale=None if text in (_FIT, None) else read_scale(text))
    except ValueError:
        st.session_state[_UNREAD] = text


def _basemap() -> None:
    basemaps = {item.key: item.title for item in context.installation().settings.basemaps}
    if not basemaps:
        return
    st.session_state["publish_basemap"] = state().spec.basemap or ""
    st.selectbox(
        _("Ground"),
        ["", *basemaps],
        key="publish_basemap",
        format_func=lambda key: basemaps.get(key) or _("Quiet ground: communes, parcels, facilities"),
        on_change=lambda: change_spec(basemap=st.session_state["publish_basemap"] or None),
    )


def _date() -> None:
    key = _bound("date")
    st.date_input(
        _("Date (today if left empty)"),
        key=key,
        value=None,
        format="DD/MM/YYYY",
        on_change=_take,
        args=("date", key),
    )


def _logos() -> None:
    """Files stay with the session: no link can hold them."""
    files = st.file_uploader(
        _("Logos (PNG, JPEG or SVG, {most} at most)").format(most=MOST_LOGOS),
        accept_multiple_files=True,
        key=_LOGOS,
        on_change=_logos_sent,
    )
    held = [name for name, _content in state().spec.logos]
    if held and not files:
        st.caption(", ".join(held))
        st.button(_("Take the logos out"), on_click=lambda: change_spec(logos=()), key="publish_no_logos")


def _logos_sent() -> None:
    files = st.session_state[_LOGOS] or []
    change_spec(logos=tuple((file.name, file.getvalue()) for file in files))


def _rotation() -> None:
    key = "publish_rotation"
    st.session_state[key] = float(state().spec.rotation_deg)
    st.number_input(
        _("Rotation, clockwise (degrees)"),
        min_value=-180.0,
        max_value=180.0,
        step=5.0,
        format="%.1f",
        key=key,
        on_change=lambda: change_spec(rotation_deg=st.session_state[key]),
    )
