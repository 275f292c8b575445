"""The page Données: each layer with its origin and its last import, and the import of a new file."""

import datetime as dt
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import TrameError
from core.formats import UNKNOWN, date, number
from core.issues import Issue
from core.languages import _
from layers.importing import import_layer
from layers.layer import Layer
from layers.library import Revision
from layers.registry import LAYERS, library_layers
from layers.report import ImportReport
from programme.installation import follow_import
from views import context
from views.html import Column, grey, join, table, tag, wide
from views.uploads import written

_REPORT = "import_report"
_MOST_ISSUES = 500
_ISSUE_ZOOM = 17


def show() -> None:
    """Draw the page."""
    st.title(_("Data"))
    _overview()
    _import_form()
    for layer in library_layers():
        _details(layer)
    context.write_address(whole=False)


def _overview() -> None:
    library = context.installation().library
    columns = (
        Column(_("Layer")),
        Column(_("Source")),
        Column(_("Licence")),
        Column(_("Date of the data"), number=True),
        Column(_("Imported on"), number=True),
        Column(_("Features"), number=True),
        Column(_("Issues"), number=True),
        Column(_("Revision")),
    )
    rows: list[tuple[object, ...]] = []
    for layer in library_layers():
        revision = library.current(layer.key)
        if revision is None:
            rows.append((_(layer.title), grey(_("not imported yet")), *[UNKNOWN] * 6))
        else:
            rows.append(_row(layer, revision))
    caption = _("Layers of the library")
    st.html(wide(caption, table(caption, columns, rows)))
    world = context.world()
    words = _(
        "The programme holds {operations} operations, {lines} funding lines and {actions} social actions."
    ).format(
        operations=number(len(world.programme.operations)),
        lines=number(len(world.programme.funding_lines)),
        actions=number(len(world.programme.social_actions)),
    )
    st.write(words)


def _row(layer: Layer, revision: Revision) -> tuple[object, ...]:
    name = join(
        (_(layer.title), tag("div", _("fictitious data"), class_="fictitious") if revision.fictitious else "")
    )
    return (
        name,
        _(revision.source),
        _(revision.licence),
        date(revision.data_date),
        date(revision.imported_at.date()),
        number(revision.kept),
        number(len(revision.issues)),
        grey(revision.id),
    )


def _import_form() -> None:
    st.header(_("Import a file"))
    st.write(
        _(
            "Shapefile (all its parts, or zipped), GeoJSON, GeoPackage, FlatGeobuf, KML, GML or MapInfo. "
            "The new revision replaces the layer as a whole once it is read and checked; the earlier one is kept."
        )
    )
    keys = [layer.key for layer in library_layers()]
    with st.form("import"):
        key = st.selectbox(_("Layer"), keys, format_func=lambda item: _(LAYERS[item].title))
        files = st.file_uploader(_("File, or all parts of a shapefile"), accept_multiple_files=True)
        crs = st.text_input(_("Coordinate system, only if the file does not say it (such as EPSG:2154)"))
        source = st.text_input(_("Source, if it is not that of the layer"))
        licence = st.text_input(_("Licence, if it is not that of the layer"))
        day = st.date_input(_("Date of the data"), value=None, format="DD/MM/YYYY")
        sent = st.form_submit_button(_("Import"), type="primary")
    if sent and not files:
        st.warning(_("Choose a file first."))
    elif sent:
        st.session_state[_REPORT] = _import(LAYERS[key], files, crs, source, licence, day)
        st.rerun()
    _show_report()


def _import(
    layer: Layer,
    files: list[UploadedFile],
    crs: str,
    source: str,
    licence: str,
    day: dt.date | None,
) -> ImportReport | str:
    """Import what was sent; leaving the page or the button Stop ends it, and then nothing was changed."""
    here = context.installation()
    bar = st.progress(0.0, text=_("Receiving the file…"))
    st.button(_("Stop"), help=_("Nothing is changed before the end."))
    try:
        with tempfile.TemporaryDirectory(prefix="trame-upload-") as folder:
            report = import_layer(
                layer,
                written(files, Path(folder)),
                library=here.library,
                territory=here.settings.territory,
                limits=here.settings.imports,
                progress=lambda share, sentence: _advance(bar, share, sentence),
                crs=crs.strip() or None,
                source=source.strip() or None,
                licence=licence.strip() or None,
                data_date=day,
            )
        if report.revision is not None:
            follow_import(layer.key, here.store, here.library)
    except TrameError as error:
        return str(error)
    return report


def _advance(bar: DeltaGenerator, share: float, sentence: str) -> None:
    bar.progress(min(1.0, share), text=sentence)


def _show_report() -> None:
    report = st.session_state.get(_REPORT)
    if report is None:
        return
    if isinstance(report, str):
        st.error(report)
        return
    facts = report.facts
    title = _(LAYERS[facts.layer].title)
    if report.revision is None:
        st.error(
            _("{layer}: the file was refused, nothing was changed. The table says why.").format(layer=title)
        )
    else:
        st.success(
            _(
                "{layer}: {kept} features are in force ({read} read, {repaired} repaired, {rejected} rejected, "
                "{outside} outside the territory)."
            ).format(
                layer=title,
                kept=number(facts.kept),
                read=number(facts.read),
                repaired=number(facts.repaired),
                rejected=number(facts.rejected),
                outside=number(facts.outside),
            )
        )
    _issues(report.issues, facts.layer, "report")


def _details(layer: Layer) -> None:
    revision = context.installation().library.current(layer.key)
    if revision is None:
        return
    with st.expander(_(layer.title)):
        columns = (Column(_("Last import")), Column(_("Value")))
        rows = [
            (_("File"), revision.source_file),
            (_("Read by"), revision.driver),
            (_("Encoding"), revision.encoding or UNKNOWN),
            (_("Coordinate system of the file"), revision.crs),
            (_("Rows read"), number(revision.read)),
            (_("Kept"), number(revision.kept)),
            (_("Repaired"), number(revision.repaired)),
            (_("Rejected"), number(revision.rejected)),
            (_("Outside the territory"), number(revision.outside)),
            (_("Seconds"), number(revision.seconds, decimals=1)),
        ]
        st.html(table(_("Last import"), columns, rows))
        fields = [(_(item.title), _(item.meaning), item.unit or "", grey(item.name)) for item in layer.fields]
        heads = (Column(_("Field")), Column(_("Meaning")), Column(_("Unit")), Column(_("Name")))
        st.html(table(_("Fields"), heads, fields))
        _issues(revision.issues, layer.key, layer.key)


def _issues(issues: Iterable[Issue], layer: str, key: str) -> None:
    listed = list(issues)
    if not listed:
        st.write(_("No issue."))
        return
    if len(listed) > _MOST_ISSUES:
        st.write(
            _("The first {most} of {count} issues:").format(
                most=number(_MOST_ISSUES), count=number(len(listed))
            )
        )
    shown = listed[:_MOST_ISSUES]
    frame = pd.DataFrame(
        {
            _("Level"): [issue.level_label for issue in shown],
            _("Row"): [issue.row for issue in shown],
            _("Field"): [issue.field or "" for issue in shown],
            _("Value"): [issue.value or "" for issue in shown],
            _("What is wrong, and what to do"): [issue.message for issue in shown],
            _("On the map"): [_place(issue, layer) for issue in shown],
            _("Code"): [issue.code for issue in shown],
        }
    )
    links = {_("On the map"): st.column_config.LinkColumn(display_text=_("see"))}
    st.dataframe(frame, hide_index=True, key=f"issues_{key}", column_config=links)


def _place(issue: Issue, layer: str) -> str | None:
    """Address of the map where an issue lies; None where it has no place."""
    if issue.lon is None or issue.lat is None:
        return None
    return f"/?centre={issue.lat:.5f},{issue.lon:.5f}&zoom={_ISSUE_ZOOM}&couches=communes,{layer}"
