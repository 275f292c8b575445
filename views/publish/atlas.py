"""Part Atlas of the page Publier: a page for each place or operation, in one document or one archive."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.errors import TrameError
from core.formats import number
from core.languages import N_, _, plural
from core.progress import Progress
from core.settings import Settings
from exports.atlas.make import atlas
from exports.atlas.request import WITH_FICHE, Atlas, AtlasRequest, By, Subject
from programme.world import World
from views import context
from views.check.files import file_stem
from views.html import Column, heading, join, table, tag, wide
from views.publish import form, saved, work
from views.publish import made as shelf
from views.publish.kept_file import KeptFile
from views.publish.lists import YEARS, listed, words
from views.publish.made import world_of
from views.publish.pages import fiche_pages, show_pages
from views.publish.state import PublishState, change, state, wanted

_PART = "atlas"
_BY = {
    "commune": N_("Commune"),
    "neighbourhood": N_("Priority neighbourhood"),
    "site": N_("Priority site"),
    "ept": N_("Inter-municipal territory"),
    "operation": N_("Operation"),
}
_PAGES = {"fiche": N_("Fact sheets"), "sheet": N_("Maps")}
_OUT = {"pdf": N_("One PDF"), "zip": N_("Archive of files")}
_MIME = {"pdf": "application/pdf", "zip": "application/zip"}
_ONLY, _TITLE = "publish_atlas_only", "publish_atlas_title"


def show(_world: World) -> None:
    """Draw the part."""
    here, settings = state(), context.installation().settings
    world = world_of(here.spec.audience)
    left, right = st.columns([21, 79], gap="medium")
    with left, st.container(key="publish_form"):
        _list("by", _("A page for each"), _BY)
        pages = _pages(here)
        if pages == "sheet":
            saved.choose()
            st.caption(
                _("The maps are set in the part “Map”: page, layers, filters and what stands on the sheet.")
            )
        generation = _generation() if here.by == By.NEIGHBOURHOOD else None
        known = listed(world, By(here.by), generation)
        only = _some(known)
        st.text_input(_("Title of the atlas"), key=_TITLE, max_chars=120)
        _list("out", _("As"), _OUT)
        form.audience()
        form.spoken()
    with right:
        parts = [item for item in known if not only or item.code in only]
        if not parts:
            words = _(
                "There is none of them yet: import the layers from the page Data, or load the programme."
            )
            st.html(tag("div", words, class_="note", role="status"))
            return
        request = _request(here, pages, generation, only)
        _made(request, len(parts), world, settings)
        _first(request, parts[0], world, settings)


def _list(name: str, words: str, offered: dict[str, str]) -> None:
    key = f"publish_atlas_{name}"
    st.session_state[key] = getattr(state(), name)
    st.selectbox(
        words,
        list(offered),
        key=key,
        format_func=lambda value: _(offered[value]),
        on_change=lambda: change(**{name: st.session_state[key]}),
    )


def _pages(here: PublishState) -> str:
    """What the pages are: fact sheets where there are some, and maps."""
    offered = [key for key in _PAGES if key != "fiche" or By(here.by) in WITH_FICHE]
    chosen = here.pages if here.pages in offered else offered[0]
    st.session_state["publish_atlas_pages"] = chosen
    st.segmented_control(
        _("Pages"),
        offered,
        key="publish_atlas_pages",
        format_func=lambda key: _(_PAGES[key]),
        required=True,
        width="stretch",
        on_change=lambda: change(pages=st.session_state["publish_atlas_pages"]),
    )
    return chosen


def _some(known: Sequence[Subject]) -> tuple[str, ...]:
    """Identifiers of those that were chosen; none: a page for each."""
    said = {item.code: words(item) for item in known}
    st.session_state[_ONLY] = [code for code in st.session_state.get(_ONLY, []) if code in said]
    st.multiselect(
        _("Only these"),
        list(said),
        key=_ONLY,
        format_func=said.__getitem__,
        placeholder=_("All ({count})").format(count=number(len(said))),
    )
    return tuple(st.session_state[_ONLY])


def _generation() -> str:
    """Two generations are two atlases, never one."""
    return (
        st.segmented_control(
            _("Generation"),
            YEARS,
            default=YEARS[0],
            required=True,
            key="publish_atlas_generation",
            width="stretch",
        )
        or YEARS[0]
    )


def _request(here: PublishState, pages: str, generation: str | None, only: tuple[str, ...]) -> AtlasRequest:
    return AtlasRequest(
        by=By(here.by),
        spec=wanted() if pages == "sheet" else None,
        only=only or None,
        generation=generation,
        title=st.session_state.get(_TITLE, "").strip(),
        language=here.spec.language,
    )


def _made(request: AtlasRequest, count: int, world: World, settings: Settings) -> None:
    """The button, and what came of it."""
    out = state().out
    asked = (world.key, request, out)
    with st.container(key="publish_head", horizontal=True, vertical_alignment="bottom"):
        st.html(tag("p", _counted(request, count, out), class_="check-line"))
        pressed = st.button(_("Make the atlas"), type="primary", key="publish_atlas_make")
    if pressed:
        name = f"{file_stem(request.title or _('Atlas'))}.{out}"
        work.ask(_PART, asked, lambda progress: _bound(request, world, settings, name, progress))
        st.rerun()
    found = work.result(_PART, asked)
    if found is None:
        return
    if found.fault is not None:
        st.html(tag("div", found.fault, class_="alert", role="alert"))
        return
    _result(found.value, out)


def _counted(request: AtlasRequest, count: int, out: str) -> str:
    """How much will be made, and what it becomes."""
    if request.spec is None:
        sentence = plural(count, N_("{count} fact sheet"), N_("{count} fact sheets"))
    else:
        sentence = plural(count, N_("{count} map"), N_("{count} maps"))
    bound = _("with a cover, contents and bookmarks") if out == "pdf" else _("a file each")
    return f"{sentence.format(count=number(count))}, {bound}"


def _first(request: AtlasRequest, subject: Subject, world: World, settings: Settings) -> None:
    """The first part as it will be: what the others look like."""
    st.html(heading(_("The first of them"), subject.name))
    try:
        with st.spinner(_("It is being made…"), show_time=False):
            if request.spec is None:
                pages = fiche_pages(subject.key, request.language, world, settings)[1]
            else:
                spec = replace(request.spec, extent=subject.key, title="")
                pages = (shelf.picture(spec, world, settings),)
    except TrameError as error:
        st.html(tag("div", str(error), class_="alert", role="alert"))
        return
    if request.spec is None:
        show_pages(pages)
        return
    with st.container(key="publish_preview"):
        st.image(pages[0], width="stretch", alt=_("Map of the atlas: {name}").format(name=subject.name))


def _bound(
    request: AtlasRequest, world: World, settings: Settings, name: str, progress: Progress
) -> KeptFile[Atlas]:
    return KeptFile(name, lambda file: atlas(request, world, settings, file, progress=progress))


def _result(kept: KeptFile[Atlas], out: str) -> None:
    done = kept.told
    size = _("{megabytes} MB").format(megabytes=number(kept.path.stat().st_size / 1e6, decimals=1))
    told = plural(done.pages, N_("{count} page made"), N_("{count} pages made"))
    with st.container(key="publish_head_done", horizontal=True, vertical_alignment="bottom"):
        words = f"{told.format(count=number(done.pages))} · {size}"
        st.html(tag("p", words, class_="check-line", role="status"))
        st.download_button(
            _("Download the atlas"),
            kept.path.read_bytes,
            file_name=kept.path.name,
            mime=_MIME[out],
            on_click="ignore",
            type="primary",
            key="publish_atlas_file",
        )
    for note in done.notes:
        st.html(tag("p", note, class_="check-line"))
    if done.faults:
        caption = _("Pages that could not be made")
        rows = [(join((item.subject.name,)), item.sentence) for item in done.faults]
        st.html(heading(caption))
        st.html(wide(caption, table(caption, (Column(_("Page")), Column(_("Why"))), rows)))
