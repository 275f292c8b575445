"""The sheet as it will be: its picture, what is drawn on it as a table, and its files."""

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from core.errors import TrameError
from core.formats import number
from core.languages import N_, _, current_language, language, plural
from core.settings import Settings
from exports.sheet.make import FORMATS, MIME, MadeSheet, encode, most_dpi, write
from exports.sheet.pages import PAGES
from exports.sheet.pages import title as page_title
from exports.sheet.spec import SheetSpec
from maps.check_pictures import picture_address
from maps.sheet.request import LegendEntry
from programme.world import World
from views.check.files import file_stem
from views.html import Column, Html, heading, join, picture, table, tag, wide
from views.publish import made as shelf

DPI = (72, 96, 150, 200, 300, 450, 600)
_USUAL_DPI = 300
_DPI = "publish_dpi"
_PLACED = "publish_placed"
_PICTURES = ("png", "jpg")


def show(spec: SheetSpec, world: World, settings: Settings) -> MadeSheet | None:
    """Draw the preview of a sheet and give the sheet, or draw the sentence that says why there is none."""
    try:
        with st.spinner(_("The sheet is being made…"), show_time=False):
            made = shelf.sheet(spec, world, settings)
            seen = shelf.picture(spec, world, settings)
    except TrameError as error:
        st.html(tag("div", str(error), class_="alert", role="alert"))
        return None
    with st.container(key="publish_head", horizontal=True, vertical_alignment="bottom"):
        st.html(_facts(made))
        _files(made)
    with st.container(key="publish_preview"):
        st.image(seen, width="stretch", alt=_described(made))
    _said(made)
    return made


def _facts(made: MadeSheet) -> Html:
    """Page, scale and size in one line of figures."""
    place = made.sheet_map.place
    said = (
        (page_title(PAGES[made.page.key]).partition(" (")[0], _("page")),
        (f"1:{number(place.scale)}", _("scale")),
        (_size(made), _("size")),
    )
    return tag(
        "div",
        join(tag("div", join((tag("b", value), words))) for value, words in said),
        class_="figures",
        role="status",
    )


def _size(made: MadeSheet) -> str:
    page = made.page
    if page.pixels is not None:
        return "{}\u00a0×\u00a0{}\u00a0px".format(*page.pixels)
    return f"{number(page.width_mm)}\u00a0×\u00a0{number(page.height_mm)}\u00a0mm"


def _described(made: MadeSheet) -> str:
    return _("Sheet “{title}”, {page}, at 1:{scale}. The table under it says what is drawn.").format(
        title=made.title, page=page_title(PAGES[made.page.key]), scale=number(made.sheet_map.place.scale)
    )


def _files(made: MadeSheet) -> None:
    """One button for each format; pictures have as many points to an inch as chosen beside them."""
    offered = [value for value in DPI if value <= most_dpi(made.page)]
    dpi = min(int(st.session_state.get(_DPI, _USUAL_DPI)), offered[-1])
    placed = bool(st.session_state.get(_PLACED, False))
    stem = file_stem(made.title)
    for name in FORMATS:
        archive = placed and name in _PICTURES
        file = f"{stem}.zip" if archive else f"{stem}.{name}"
        make = partial(_archive, made, stem, name, dpi) if archive else partial(encode, made, name, dpi=dpi)
        download(
            name.upper().replace("JPG", "JPEG"),
            make,
            file,
            "application/zip" if archive else MIME[name],
            key=f"publish_file_{name}",
            primary=name == "pdf",
        )
    _picture_choices(made, dpi, offered)


def _picture_choices(made: MadeSheet, dpi: int, offered: Sequence[int]) -> None:
    """Points to an inch, none more than memory holds, and whether the place on the ground comes with a picture."""
    fixed = made.page.pixels is not None
    label = _("Pictures") if fixed else _("Pictures: {dpi} dpi").format(dpi=dpi)
    with st.popover(label, key="publish_pictures"):
        if not fixed:
            st.session_state[_DPI] = dpi
            st.selectbox(_("Resolution"), offered, key=_DPI, format_func=lambda value: f"{value} dpi")
            if offered[-1] < DPI[-1]:
                st.caption(
                    _("A larger one needs more memory than a picture may have here: PDF and SVG stay sharp.")
                )
        st.checkbox(_("With a world file, to put them back on a map (.zip)"), key=_PLACED)


def _archive(made: MadeSheet, stem: str, name: str, dpi: int) -> bytes:
    """A picture with what tells where it lies: world file and projection."""
    target = io.BytesIO()
    with (
        tempfile.TemporaryDirectory(prefix="trame-picture-") as folder,
        zipfile.ZipFile(target, "w") as archive,
    ):
        for file in write(made, Path(folder) / f"{stem}.{name}", dpi=dpi):
            archive.write(file, file.name)
    return target.getvalue()


def download(
    label: str, make: Callable[[], bytes], file: str, mime: str, *, key: str, primary: bool = False
) -> None:
    """Draw a button whose file is made when it is asked for, in the language of now."""
    code = current_language()

    def content() -> bytes:
        # Made in a request of its own, which speaks no language yet.
        with language(code):
            return make()

    st.download_button(
        label,
        content,
        file_name=file,
        mime=mime,
        on_click="ignore",
        type="primary" if primary else "secondary",
        key=key,
    )


def _said(made: MadeSheet) -> None:
    """What is drawn, in words and counts, and what was left out and why."""
    notes = [tag("li", note) for note in made.notes]
    if notes:
        st.html(tag("div", join((heading(_("To know")), tag("ul", join(notes)))), class_="p notes"))
    st.html(heading(_("What is drawn")))
    entries = made.sheet_map.legend
    if not entries:
        st.html(tag("p", _("Nothing of the chosen layers lies in this extent."), class_="check-line"))
        return
    rows = [_row(entry) for entry in entries]
    total = sum(layer.count for layer in made.sheet_map.layers)
    sentence = plural(total, N_("{count} feature on the sheet"), N_("{count} features on the sheet"))
    caption = _("What is drawn on the sheet")
    columns = (Column(_("Layer")), Column(_("Class")), Column(_("Drawn"), number=True))
    shown = table(caption, columns, rows, (sentence.format(count=number(total)), "", ""))
    st.html(wide(caption, shown, class_="wide drawn"))


def _row(entry: LegendEntry) -> tuple[object, ...]:
    """A class with its sign and its count; what the sheet is about is one thing, and not counted."""
    words = "" if entry.label == entry.title else entry.label
    return join((_sign(entry.picture), " ", entry.title)), words, number(entry.count) if entry.count else ""


def _sign(svg: str) -> Html:
    return picture(picture_address(svg), width=18, height=14)
