"""Layouts: one is chosen by its name, and what was set can be kept under a name that everybody finds."""

from dataclasses import replace

import streamlit as st

from core.errors import TrameError
from core.languages import _
from exports.sheet import layouts as kept_layouts
from exports.sheet.layouts import Layout
from exports.sheet.spec import SheetSpec
from views import context
from views.html import tag
from views.publish.state import change, state

_CHOSEN, _NAME, _OLD = "publish_layout", "publish_layout_name", "publish_layout_old"
_TOLD = "publish_layout_told"
_LONGEST_NAME = 60


def offered() -> dict[str, Layout]:
    """Layouts by name: those of the program first, then those that were saved."""
    return {item.name: item for item in kept_layouts.layouts(context.installation().settings)}


def laid_out(layout: Layout, now: SheetSpec) -> SheetSpec:
    """What a sheet becomes by a layout: place, texts and logos stay.

    Language and audience stay too where the layout comes with the program, which knows nothing of either.
    """
    kept = ["extent", "selection", "title", "subtitle", "comment", "date", "logos"]
    if not layout.own:
        kept += ["language", "audience"]
    return replace(layout.spec, **{name: getattr(now, name) for name in kept})


def choose() -> None:
    """Draw the choice of a layout; it says which one the sheet follows, if it follows one."""
    known = offered()
    now = state().spec
    st.session_state[_CHOSEN] = next(
        (name for name, layout in known.items() if laid_out(layout, now) == now), None
    )
    st.selectbox(
        _("Layout"),
        list(known),
        key=_CHOSEN,
        format_func=lambda name: known[name].title if name in known else name,
        placeholder=_("None of the {count} layouts").format(count=len(known)),
        on_change=_laid,
    )


def _laid() -> None:
    context.resume()
    layout = offered().get(st.session_state[_CHOSEN])
    if layout is not None:
        change(spec=laid_out(layout, state().spec))


def keep() -> None:
    """Draw what keeps the layout under a name, and what takes a kept one away."""
    with st.expander(_("Keep this layout"), key="publish_fold_layouts"):
        if (told := st.session_state.pop(_TOLD, None)) is not None:
            words, good = told
            st.html(tag("div", words, class_="note" if good else "alert", role="status" if good else "alert"))
        st.caption(_("Everything is kept but the extent, the filters, the texts and the logos."))
        st.text_input(_("Name of the layout"), key=_NAME, max_chars=_LONGEST_NAME)
        st.button(_("Keep"), on_click=_save, key="publish_layout_save", width="stretch")
        own = {name: layout.title for name, layout in offered().items() if layout.own}
        if own:
            st.selectbox(
                _("Layout to delete"),
                list(own),
                key=_OLD,
                index=None,
                format_func=lambda name: own.get(name, name),
                placeholder=_("Choose…"),
            )
            st.button(
                _("Delete"),
                on_click=_delete,
                disabled=st.session_state.get(_OLD) is None,
                key="publish_layout_delete",
                width="stretch",
            )


def _save() -> None:
    context.resume()
    name = st.session_state[_NAME].strip()
    try:
        kept_layouts.save(context.installation().settings, name, state().spec)
    except TrameError as error:
        _tell(str(error), good=False)
        return
    st.session_state[_NAME] = ""
    _tell(_("The layout “{name}” is kept: everybody finds it in the list.").format(name=name), good=True)


def _delete() -> None:
    context.resume()
    name = st.session_state[_OLD]
    try:
        kept_layouts.delete(context.installation().settings, name)
    except TrameError as error:
        _tell(str(error), good=False)
        return
    st.session_state[_OLD] = None
    _tell(_("The layout “{name}” is deleted.").format(name=name), good=True)


def _tell(words: str, *, good: bool) -> None:
    st.session_state[_TOLD] = (words, good)
