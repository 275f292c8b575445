"""Fact sheets and their pages as pictures, kept as sheets are; and how pages are shown side by side."""

from collections.abc import Sequence

import streamlit as st

from core.languages import _
from core.settings import Settings
from exports.fiche.make import fiche
from exports.sheet import raster
from programme.world import World
from views.publish.made import Shelf, today

_LONGER_PX = 1_300
_fiches = Shelf(8)


def fiche_pages(subject: str, spoken: str, world: World, settings: Settings) -> tuple[bytes, Sequence[bytes]]:
    """A fact sheet and its pages as PNG, made once.

    Raises
    ------
    core.errors.TrameError
        It cannot be made; the sentence says why.
    """
    key = (settings.file, world.key, subject, spoken, today())
    return _fiches.get(key, lambda: _made(subject, spoken, world, settings))


def _made(subject: str, spoken: str, world: World, settings: Settings) -> tuple[bytes, Sequence[bytes]]:
    content = fiche(subject, world, settings, language=spoken)
    return content, raster.page_pictures(content, _LONGER_PX)


def show_pages(pages: Sequence[bytes]) -> None:
    """Draw pages side by side."""
    words = _("Page {number} of {count} of the fact sheet; the file says it in text.")
    with st.container(key="publish_pages"):
        columns = st.columns(max(2, len(pages)), gap="small")
        for place, (page, column) in enumerate(zip(pages, columns, strict=False), start=1):
            column.image(page, width="stretch", alt=words.format(number=place, count=len(pages)))
