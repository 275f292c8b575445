"""Part Données of the page Publier: layers as files, whole, filtered or chosen, with what they mean beside them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from core.formats import date, number
from core.languages import N_, _
from core.progress import Progress
from core.settings import Settings
from exports.data.formats import FORMATS
from exports.data.out import DataFile, LayerFacts, export_layers, packed
from layers.registry import LAYERS
from programme.world import World
from views import context
from views.html import Column, grey, heading, join, table, tag, wide
from views.publish import form, work
from views.publish.made import world_of
from views.publish.state import PublishState, change, state

_PART, _OUTLINES = "data", "publish_data_outlines"
_ROWS = {
    "all": N_("Whole layers"),
    "filter": N_("What the filters keep"),
    "chosen": N_("What is open on the map"),
}


def show(_world: World) -> None:
    """Draw the part."""
    here, settings = state(), context.installation().settings
    world = world_of(here.spec.audience)
    left, right = st.columns([21, 79], gap="medium")
    with left, st.container(key="publish_form"):
        _layers(world)
        _format()
        _rows()
        form.audience()
        form.spoken()
    with right:
        _limits(here.format)
        _made(here, world, settings)


def _layers(world: World) -> None:
    there = [key for key, layer in LAYERS.items() if layer.in_programme or world.snapshot(key) is not None]
    st.session_state["publish_data_keys"] = [key for key in state().keys if key in there]
    st.multiselect(
        _("Layers"),
        there,
        key="publish_data_keys",
        format_func=lambda key: _(LAYERS[key].title),
        placeholder=_("Choose…"),
        on_change=lambda: change(keys=tuple(st.session_state["publish_data_keys"])),
    )


def _format() -> None:
    known = state().format if state().format in FORMATS else next(iter(FORMATS))
    st.session_state["publish_data_format"] = known
    st.selectbox(
        _("Format"),
        list(FORMATS),
        key="publish_data_format",
        format_func=lambda key: FORMATS[key].title,
        on_change=lambda: change(format=st.session_state["publish_data_format"]),
    )
    if known == "csv":
        st.checkbox(_("With the outlines, as WKT"), key=_OUTLINES)


def _rows() -> None:
    st.session_state["publish_data_rows"] = state().rows
    st.selectbox(
        _("Which features"),
        list(_ROWS),
        key="publish_data_rows",
        format_func=lambda key: _(_ROWS[key]),
        on_change=lambda: change(rows=st.session_state["publish_data_rows"]),
    )
    if state().rows == "filter":
        st.caption(_("The filters, on the left, are about operations: other layers stay whole."))


def _limits(key: str) -> None:
    """What the format cannot hold, before anything is written in it."""
    kind = FORMATS.get(key)
    if kind is None or not kind.limits:
        return
    lines = join(tag("li", _(limit)) for limit in kind.limits)
    st.html(tag("div", join((heading(kind.title), tag("ul", lines))), class_="p limits"))


def _only(world: World, keys: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """What is open on the map, and the operations that were chosen from a figure, by layer."""
    layer, identifier = context.state().selected or ("", "")
    chosen = {layer: (identifier,)} if layer in keys else {}
    operations = context.state().selection.operations
    if operations and "operations" in keys:
        chosen["operations"] = tuple(dict.fromkeys((*chosen.get("operations", ()), *operations)))
    there = world.programme.operations.index
    return {
        key: tuple(item for item in found if key != "operations" or item in there)
        for key, found in chosen.items()
    }


def _made(here: PublishState, world: World, settings: Settings) -> None:
    """The button, and what came of it: the file, and what it holds."""
    keys, selection, only = here.keys, None, None
    if here.rows == "filter":
        selection = context.state().selection
    if here.rows == "chosen":
        only = _only(world, keys)
        keys = tuple(key for key in keys if only.get(key))
    if not keys:
        st.html(tag("div", _lacking(here), class_="note", role="status"))
        return
    wkt = here.format == "csv" and bool(st.session_state.get(_OUTLINES))
    asked = (world.key, keys, here.format, wkt, here.rows, selection, only, here.spec.language)
    if st.button(_("Prepare the file"), type="primary", key="publish_data_make"):
        more = {"selection": selection, "only": only, "wkt": wkt, "language": here.spec.language}
        work.ask(_PART, asked, partial(_export, keys, world, settings, here.format, more))
        st.rerun()
    found = work.result(_PART, asked)
    if found is None:
        return
    if found.fault is not None:
        st.html(tag("div", found.fault, class_="alert", role="alert"))
        return
    _result(*found.value)


def _lacking(here: PublishState) -> str:
    if not here.keys:
        return _("Choose at least one layer.")
    return _("Nothing of these layers is open on the map: click something there, or choose whole layers.")


def _export(
    keys: tuple[str, ...],
    world: World,
    settings: Settings,
    kind: str,
    more: Mapping[str, Any],
    progress: Progress,
) -> tuple[DataFile, tuple[LayerFacts, ...], tuple[str, ...]]:
    out = export_layers(keys, world, settings, format=kind, progress=progress, **more)
    return packed(out), out.layers, out.notes


def _result(file: DataFile, layers: tuple[LayerFacts, ...], notes: tuple[str, ...]) -> None:
    size = _("{kilobytes} kB").format(kilobytes=number(len(file.content) / 1000))
    with st.container(key="publish_head", horizontal=True, vertical_alignment="bottom"):
        st.html(tag("p", size, class_="check-line", role="status"))
        st.download_button(
            _("Download {file}").format(file=file.name),
            file.content,
            file_name=file.name,
            mime=file.media,
            on_click="ignore",
            type="primary",
            key="publish_data_file",
        )
    if notes:
        lines = join(tag("li", note) for note in notes)
        st.html(tag("div", join((heading(_("To know")), tag("ul", lines))), class_="p notes"))
    caption = _("What the file holds")
    columns = (
        Column(_("Layer")),
        Column(_("Features"), number=True),
        Column(_("Source")),
        Column(_("Licence")),
        Column(_("Date of the data"), number=True),
        Column(_("Revision")),
    )
    rows = [
        (_title(item), _counted(item), item.source, item.licence, date(item.data_date), grey(item.revision))
        for item in layers
    ]
    st.html(heading(caption))
    st.html(wide(caption, table(caption, columns, rows)))


def _title(item: LayerFacts) -> object:
    words = tag("div", _("fictitious data"), class_="fictitious") if item.fictitious else ""
    return join((item.title, words))


def _counted(item: LayerFacts) -> str:
    if item.count == item.total:
        return number(item.count)
    return _("{count} of {total}").format(count=number(item.count), total=number(item.total))
