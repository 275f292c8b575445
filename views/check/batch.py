"""A batch: one line for each footprint, its report a click away, and everything in one archive."""

import pandas as pd
import streamlit as st

from core.formats import number
from core.issues import Level
from core.languages import N_, _, current_language, language
from core.progress import Progress
from programme.check.report import Report
from programme.check.words import VERDICT_WORDS
from programme.world import World
from views import context
from views.check import state as check_state
from views.check import work as check_work
from views.check.state import change, state
from views.html import heading, tag

_ROW_PX = 35
_WIDTHS_PX = {N_("Footprint"): 125, N_("Verdict"): 88, N_("Errors"): 62, N_("Warn."): 58, N_("Area (m²)"): 82}
_MOST_ROWS = 16
_ARCHIVE = "check_archive"


def show(world: World) -> None:
    """Draw the table of the batch; a row opens its report."""
    reports = state().reports
    st.html(heading(_("Footprints of the batch")))
    st.html(tag("p", _("Choose a row to open its report; a click on a head sorts."), class_="check-line"))
    frame = _frame(reports)
    event = st.dataframe(
        frame.style.format({_("Area (m²)"): number}, na_rep="—"),
        hide_index=True,
        height=min(_MOST_ROWS, len(reports) + 1) * _ROW_PX + 3,
        on_select="rerun",
        selection_mode="single-row",
        key="check_batch",
        column_config={_(title): st.column_config.Column(width=width) for title, width in _WIDTHS_PX.items()},
    )
    if event.selection.rows:
        open_report(event.selection.rows[0])
    st.html(heading(_("Files")))
    st.html(
        tag("p", _("One table of all footprints, and one report on paper for each."), class_="check-line")
    )
    made = st.session_state.get(_ARCHIVE)
    if made is not None and made[0] is reports:
        st.download_button(
            _("Download the archive"),
            made[1],
            file_name="emprises.zip",
            mime="application/zip",
            on_click="ignore",
            width="stretch",
            type="primary",
        )
    elif st.button(_("Prepare the archive"), width="stretch", key="check_prepare"):
        check_work.ask(lambda progress: _prepared(reports, world, progress))
        st.rerun()


def _frame(reports: tuple[Report, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Footprint"): [report.subject.name for report in reports],
            _("Verdict"): [_(VERDICT_WORDS[report.verdict]) for report in reports],
            _("Errors"): [report.counts[Level.ERROR] for report in reports],
            _("Warn."): [report.counts[Level.WARNING] for report in reports],
            _("Area (m²)"): [report.footprint.area_m2 if report.footprint else None for report in reports],
        }
    )


def open_report(position: int) -> None:
    """Show one report of the batch; the page runs again, as its verdict stands above the map."""
    report = state().reports[position]
    change(shown=position, chosen=None)
    if report.footprint is not None:
        check_state.move_to(report.footprint.measured)
    st.rerun()


def _prepared(reports: tuple[Report, ...], world: World, progress: Progress) -> dict[str, object]:
    from exports.check_package import batch  # Typst is loaded with the first report, not with the page

    with language(current_language()):
        content = batch(reports, world, context.installation().settings, progress)
    st.session_state[_ARCHIVE] = (reports, content)
    return {}
