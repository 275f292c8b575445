"""The report beside the map: findings first, then parcels, the situation, the files, and the visa."""

import shapely
import streamlit as st

from core.formats import area, number
from core.issues import Level
from core.languages import N_, _, plural
from layers.symbol import Style
from maps.check_map_paper import PROPOSAL, REPAIRED, SUBJECT
from maps.check_pictures import outline_picture, picture_address
from programme.check.report import Finding, Group, Report
from programme.check.words import GROUP_WORDS
from programme.world import World
from views import context
from views.check import basis as check_basis
from views.check import files as check_files
from views.check import read as check_read
from views.check import state as check_state
from views.check import tables as check_tables
from views.check import visa as check_visa
from views.check import work as check_work
from views.check.state import change, state
from views.html import Html, heading, join, picture, tag
from views.plain import unmarked

_MOST = 80
"""Findings that are listed as buttons; the files hold all."""


def show(world: World, report: Report) -> None:
    """Draw the panel of one report."""
    count = len(report.findings)
    titles = [
        _("Findings ({count})").format(count=number(count)),
        _("Parcels ({count})").format(count=number(len(report.parcels))),
        _("Situation"),
        _("Files"),
        _("Visa"),
    ]
    findings, parcels, situation, files, visa = st.tabs(titles, key="check_tabs")
    with findings:
        _proposals(report)
        _findings(report)
        _other_system(report)
    with parcels:
        st.html(tag("div", check_tables.parcels_part(report), class_="p"))
    with situation:
        st.html(tag("div", check_tables.situation_part(report), class_="p"))
    with files:
        check_files.show(world, report)
        st.html(tag("div", check_basis.basis_part(report), class_="p"))
    with visa:
        check_visa.show(world, report)


def _findings(report: Report) -> None:
    """Every finding in words under what it is about; a click moves the map to it."""
    if report.not_checked:
        st.html(tag("div", check_basis.not_checked(report), class_="alert"))
    if not report.findings:
        st.html(tag("p", _("Nothing to say: the footprint stands as it is."), class_="check-line"))
        return
    listed = list(enumerate(report.findings))[:_MOST]
    for group in Group:
        own = [(number_, item) for number_, item in listed if item.group is group]
        if own:
            st.html(heading(_(GROUP_WORDS[group])))
            for number_, item in own:
                _finding(number_, item)
    left = len(report.findings) - len(listed)
    if left:
        words = plural(
            left,
            N_("{count} more finding is in the files: JSON and GeoPackage hold all of them."),
            N_("{count} more findings are in the files: JSON and GeoPackage hold all of them."),
        )
        st.html(tag("p", words.format(count=number(left)), class_="check-line"))


def _finding(position: int, finding: Finding) -> None:
    placed = finding.shape is not None and not finding.shape.is_empty
    chosen = "_chosen" if state().chosen == position else ""
    level = "" if finding.level is Level.INFORMATION else f"**{finding.level_label.capitalize()}** · "
    st.button(
        level + unmarked(finding.message),
        key=f"finding_{finding.level}{chosen}_{position}",
        on_click=_look,
        args=(position, finding),
        width="stretch",
        disabled=not placed,
    )


def _look(position: int, finding: Finding) -> None:
    context.resume()
    change(chosen=position)
    check_state.move_to(finding.shape)


def _proposals(report: Report) -> None:
    """What could take the place of the footprint: shown beside it, taken by one click, never by itself."""
    facts, submission, earlier = report.footprint, state().submission, state().earlier
    if facts is None or submission is None:
        return
    proposals = (
        (facts.repaired, REPAIRED, _("Repaired outline"), _("Take this outline"), "take_repaired"),
        (report.proposal, PROPOSAL, _("Whole parcels"), _("Take these parcels"), "take_parcels"),
    )
    offered = [(shape, *rest) for shape, *rest in proposals if shape is not None]
    if not (offered or earlier):
        return
    bounds = check_state.bounds_of_all(facts.geometry, *(item[0] for item in offered))
    columns = st.columns(1 + len(offered) if offered else 2, gap="small")
    with columns[0]:
        measured = "" if facts.repaired is not None else area(facts.area_m2)
        st.html(
            _figure(
                facts.geometry,
                bounds,
                SUBJECT,
                _("As submitted") if not earlier else _("Footprint checked"),
                measured,
            )
        )
        if earlier and st.button(_("Back to the one before"), key="take_back", width="stretch"):
            *kept, last = earlier
            check_work.ask(check_read.again_job(last, last.shape, tuple(kept)))
            st.rerun()
    for column, (shape, style, words, action, key) in zip(columns[1:], offered, strict=False):
        with column:
            st.html(_figure(shape, bounds, style, words, area(shape.area)))
            if st.button(action, key=key, width="stretch"):
                check_work.ask(check_read.again_job(submission, shape, (*earlier, submission)))
                st.rerun()


def _figure(
    shape: shapely.Geometry, bounds: check_state.Bounds, style: Style, words: str, measured: str
) -> Html:
    drawn = picture(picture_address(outline_picture(shape, bounds, style)))
    caption = tag("figcaption", join((tag("b", words), tag("div", measured or "\u00a0"))))
    return tag("figure", join((drawn, caption)), class_="outline")


def _other_system(report: Report) -> None:
    """The way to read the same coordinates otherwise, where there is a doubt about them."""
    source, systems = state().source, report.systems
    doubt = any(item.code.startswith(("crs.", "place.")) for item in report.findings)
    others = [
        item for item in systems.candidates if (item.code, item.swapped) != (systems.used, systems.swapped)
    ]
    if source is None or not (doubt and others):
        return
    if st.button(_("Read the coordinates in another system"), key="check_other_system", width="stretch"):
        check_work.ask(check_read.systems_job(source, state().submissions))
        st.rerun()
