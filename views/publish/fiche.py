"""Part Fiche of the page Publier: the fact sheet of an operation, a neighbourhood or a commune, seen and taken away."""

import streamlit as st

from core.errors import TrameError
from core.formats import number
from core.languages import N_, _, plural
from core.settings import Settings
from exports.atlas.request import By
from exports.fiche.make import fiche_file_name
from programme.world import World
from views import context
from views.html import tag
from views.publish import form
from views.publish.extent import KIND_WORDS
from views.publish.lists import every, words
from views.publish.made import world_of
from views.publish.pages import fiche_pages, show_pages
from views.publish.state import change, state

_KINDS = ("operation", "neighbourhood", "commune")
_KIND, _SUBJECT = "publish_fiche_kind", "publish_fiche_subject"
_SHORT = {"operation": N_("Operation"), "neighbourhood": N_("Neighbourhood"), "commune": N_("Commune")}


def show(_world: World) -> None:
    """Draw the part."""
    spec, settings = state().spec, context.installation().settings
    world = world_of(spec.audience)
    left, right = st.columns([21, 79], gap="medium")
    with left, st.container(key="publish_form"):
        subject = _choice(world)
        form.audience()
        form.spoken()
    with right:
        if subject is None:
            st.html(
                tag(
                    "div",
                    _("Choose what the fact sheet is about: it is made at once, and seen here."),
                    class_="note",
                )
            )
            return
        _shown(subject, spec.language, world, settings)


def _choice(world: World) -> str | None:
    """What the fact sheet is about: its key, or None where nothing is chosen yet."""
    kind, _colon, code = state().subject.partition(":")
    kind = kind if kind in _KINDS else _KINDS[0]
    st.session_state[_KIND] = kind
    st.segmented_control(
        _("Fact sheet of"),
        _KINDS,
        key=_KIND,
        format_func=lambda key: _(_SHORT[key]),
        required=True,
        width="stretch",
        on_change=lambda: change(subject=f"{st.session_state[_KIND]}:"),
    )
    known = {item.key: words(item) for item in every(world, By(kind))}
    key = f"{kind}:{code}"
    if not known:
        st.caption(
            _("There is none of them yet: import the layers from the page Data, or load the programme.")
        )
        return None
    st.session_state[_SUBJECT] = key if key in known else None
    st.selectbox(
        _(KIND_WORDS[kind]),
        list(known),
        key=_SUBJECT,
        format_func=lambda item: known.get(item, item),
        placeholder=_("Choose…"),
        on_change=lambda: change(subject=st.session_state[_SUBJECT] or f"{kind}:"),
    )
    # A link may name what this reader does not see, or what is no more: making it says so in a sentence.
    return key if code else None


def _shown(subject: str, spoken: str, world: World, settings: Settings) -> None:
    """The pages as they will be printed, and the file."""
    try:
        with st.spinner(_("The fact sheet is being made…"), show_time=False):
            content, pages = fiche_pages(subject, spoken, world, settings)
            name = fiche_file_name(subject, world)
    except TrameError as error:
        st.html(tag("div", str(error), class_="alert", role="alert"))
        return
    with st.container(key="publish_head", horizontal=True, vertical_alignment="bottom"):
        sentence = plural(len(pages), N_("{count} page A4"), N_("{count} pages A4"))
        size = _("{kilobytes} kB").format(kilobytes=number(len(content) / 1000))
        st.html(
            tag(
                "p",
                f"{sentence.format(count=number(len(pages)))} · {size}",
                class_="check-line",
                role="status",
            )
        )
        st.download_button(
            _("Download the fact sheet (PDF)"),
            content,
            file_name=name,
            mime="application/pdf",
            on_click="ignore",
            type="primary",
            key="publish_fiche_file",
        )
    show_pages(pages)
