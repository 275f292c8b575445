"""The verdict, above the map: what the check comes to, of what, and how many findings of each level."""

import streamlit as st

from core.formats import area, number
from core.issues import Level
from core.languages import N_, _, plural
from maps.check_pictures import marker_picture, picture_address, tick_picture
from programme.check.report import Report, Verdict
from programme.check.words import VERDICT_WORDS, counted
from views import context
from views.check import state as check_state
from views.check.state import change, state
from views.html import Html, grey, join, picture, tag


def show() -> None:
    """Draw the strip; before a check it holds the title of the page alone."""
    found = state()
    if not found.reports:
        st.html(tag("h1", _("Check a footprint"), class_="hidden"))
        return
    with st.container(key="verdict", horizontal=True, vertical_alignment="center"):
        st.html(_one(found.report) if found.report is not None else _batch(found.reports))
        if found.batch and found.report is not None:
            st.button(_("Back to the batch"), on_click=_back, key="check_back")
        st.button(_("Another footprint"), on_click=_again, key="check_again")


def _back() -> None:
    context.resume()
    change(shown=None, chosen=None)


def _again() -> None:
    context.resume()
    check_state.start_again()


def verdict_pill(verdict: Verdict) -> Html:
    """The verdict in its colour, always in words."""
    level = Level.ERROR if verdict is Verdict.TO_BE_CORRECTED else None
    sign = picture(picture_address(marker_picture(level) if level else tick_picture()), width=22, height=22)
    words = _(VERDICT_WORDS[verdict])
    return tag("span", join((sign, words[:1].upper() + words[1:])), class_=f"verdict {verdict}")


def counts(report: Report) -> Html:
    """How many findings of each level, each with its sign; levels without any are left out."""
    parts = [
        tag(
            "span",
            join(
                (
                    picture(picture_address(marker_picture(level)), width=20, height=20),
                    counted(level, count),
                )
            ),
        )
        for level, count in report.counts.items()
        if count
    ]
    return tag("span", join(parts), class_="counts")


def _one(report: Report) -> Html:
    facts = report.footprint
    measures: list[str] = []
    if facts is not None:
        parcels = len(report.parcels)
        measures = [
            area(facts.area_m2),
            plural(parcels, N_("{count} parcel"), N_("{count} parcels")).format(count=number(parcels)),
        ]
    measures += [item.name for item in report.communes[:2]]
    title = join((report.subject.name, " ", grey(" · ".join(measures))))
    return tag("div", join((verdict_pill(report.verdict), tag("h1", title), counts(report))), class_="strip")


def _batch(reports: tuple[Report, ...]) -> Html:
    bad = sum(report.verdict is Verdict.TO_BE_CORRECTED for report in reports)
    verdict = Verdict.TO_BE_CORRECTED if bad else Verdict.CONFORM
    title = _("Batch of {count} footprints").format(count=number(len(reports)))
    told = _("{good} conform, {bad} to be corrected").format(good=number(len(reports) - bad), bad=number(bad))
    return tag(
        "div", join((verdict_pill(verdict), tag("h1", join((title, " ", grey(told)))))), class_="strip"
    )
