"""Part Édition publique of the page Publier: a folder of files for any web server, made of what is public alone."""

from functools import partial

import streamlit as st

from core.actor import Role
from core.formats import number
from core.languages import LANGUAGES, N_, _, plural
from core.progress import Progress
from core.settings import Settings
from exports.edition.frame import iframe_code
from exports.edition.make import Edition, publish_zip
from exports.sheet.spec import Audience
from programme.confidentiality import RULES
from programme.world import World
from views import context
from views.html import heading, join, tag
from views.publish import work
from views.publish.kept_file import KeptFile
from views.publish.made import world_of

_PART = "edition"
_FILE = "edition-publique.zip"
_WORDS = {"fr": "Français", "en": "English"}
_TONGUES, _ADDRESS = "publish_edition_languages", "publish_edition_address"


def show(_world: World) -> None:
    """Draw the part."""
    settings = context.installation().settings
    world = world_of(Audience.PUBLIC)
    left, right = st.columns([21, 79], gap="medium")
    with left, st.container(key="publish_form"):
        st.session_state.setdefault(_TONGUES, list(LANGUAGES))
        st.pills(
            _("Languages"), LANGUAGES, selection_mode="multi", key=_TONGUES, format_func=_WORDS.__getitem__
        )
        st.text_input(
            _("Address where it will stand"),
            key=_ADDRESS,
            placeholder="https://…",
            help=_("Only for the code of the frame; the files work anywhere."),
        )
    with right:
        _what()
        _made(tuple(code for code in LANGUAGES if code in st.session_state[_TONGUES]), world, settings)


def _what() -> None:
    lines = (
        _("The map, with its libraries and its data: it works from a folder, without network."),
        _("A page for each operation and each neighbourhood, a list with search, sheets to print."),
        _("A frame to be put into another page, and the same content as text."),
    )
    reasons = dict.fromkeys(_(rule.reason) for rule in RULES if Role.PUBLIC not in rule.roles)
    parts = (
        heading(_("What the edition holds")),
        tag("ul", join(tag("li", line) for line in lines)),
        heading(_("What is left out before anything is written")),
        tag("ul", join(tag("li", reason) for reason in reasons)),
    )
    st.html(tag("div", join(parts), class_="p limits"))


def _made(languages: tuple[str, ...], world: World, settings: Settings) -> None:
    if not languages:
        st.html(tag("div", _("Choose at least one language."), class_="note", role="status"))
        return
    asked = (world.key, languages)
    if st.button(_("Make the public edition"), type="primary", key="publish_edition_make"):
        work.ask(_PART, asked, partial(_written, world, settings, languages))
        st.rerun()
    found = work.result(_PART, asked)
    if found is not None and found.fault is not None:
        st.html(tag("div", found.fault, class_="alert", role="alert"))
    elif found is not None:
        _result(found.value)
    st.html(heading(_("Code of the frame")))
    st.caption(_("To be pasted into a page of your site, once the files are on a server."))
    address = st.session_state[_ADDRESS].strip()
    st.code(iframe_code(address, title=settings.installation.name), language=None, wrap_lines=True)


def _written(
    world: World, settings: Settings, languages: tuple[str, ...], progress: Progress
) -> KeptFile[Edition]:
    return KeptFile(
        _FILE, lambda file: publish_zip(world, settings, file, languages=languages, progress=progress)
    )


def _result(kept: KeptFile[Edition]) -> None:
    done = kept.told
    said = (
        (number(done.operations), _("operations")),
        (number(done.neighbourhoods), _("neighbourhoods")),
        (number(done.files), _("files")),
        (_("{megabytes} MB").format(megabytes=number(done.bytes / 1e6, decimals=1)), _("in all")),
    )
    with st.container(key="publish_head", horizontal=True, vertical_alignment="bottom"):
        st.html(
            tag(
                "div",
                join(tag("div", join((tag("b", value), words))) for value, words in said),
                class_="figures",
                role="status",
            )
        )
        st.download_button(
            _("Download the public edition (ZIP)"),
            kept.path.read_bytes,
            file_name=_FILE,
            mime="application/zip",
            on_click="ignore",
            type="primary",
            key="publish_edition_file",
        )
    if done.unpublished:
        sentence = plural(
            done.unpublished,
            N_(
                "{count} operation is in it without footprint: it has none yet, or its commune has not approved it."
            ),
            N_(
                "{count} operations are in it without footprint: they have none yet, or their communes have not "
                "approved it."
            ),
        )
        st.html(tag("div", sentence.format(count=number(done.unpublished)), class_="note"))
