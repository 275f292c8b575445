"""The end of a check: the footprint becomes that of its operation, and the commune puts its visa on it."""

import datetime as dt

import streamlit as st

from core.errors import TrameError
from core.languages import _
from programme.check.report import Report
from programme.footprints import replace_footprint
from programme.visa.decision import Decision
from programme.visa.recording import record_visa, visa_status
from programme.visa.status import DECISION_WORDS
from programme.world import World
from views import context
from views.check import read as check_read
from views.check import work as check_work
from views.check.state import change, state
from views.html import heading, tag
from views.visa_part import visa_history

_OPERATION = "check_visa_operation"
_SEEN = "check_footprints_seen"


def show(world: World, report: Report) -> None:
    """Draw what can be decided: the visa where the footprint is in force, the way to that where it is not."""
    if report.footprint is None:
        st.html(tag("p", _("Without a footprint there is nothing to decide on."), class_="check-line"))
        return
    operation_id = report.subject.operation_id
    if operation_id is not None and operation_id in world.programme.operations.index:
        name = world.programme.operations["name"][operation_id]
        st.html(heading(name, operation_id))
        if in_force(world, report):
            st.html(tag("div", visa_history(visa_status(world, operation_id)), class_="p"))
            _form(report)
            return
        st.html(
            tag("p", _("This outline is not the footprint in force of the operation."), class_="check-line")
        )
    _save(world, report, operation_id)


def in_force(world: World, report: Report) -> bool:
    """Whether what was checked is the footprint in force of its operation."""
    status = visa_status(world, str(report.subject.operation_id))
    return report.footprint is not None and status.footprint_hash == report.footprint.hash


def _form(report: Report) -> None:
    st.html(heading(_("Record the visa of the commune")))
    with st.form("check_visa"):
        decision = st.radio(
            _("Decision"),
            list(Decision),
            index=None,
            format_func=lambda item: _(DECISION_WORDS[item]),
            key="visa_decision",
        )
        name = st.text_input(_("Name of the person who decides"), key="visa_name")
        day = st.date_input(_("Date of the decision"), value="today", format="DD/MM/YYYY", key="visa_day")
        comment = st.text_area(
            _("Remarks (needed unless approved without any)"), key="visa_comment", height=90
        )
        sent = st.form_submit_button(_("Record the visa"), type="primary", width="stretch")
    st.caption(
        _(
            "A visa is bound to this outline and to the layers it was checked against. It is never changed nor deleted."
        )
    )
    if sent:
        _record(report, decision, name, day, comment)


def _record(report: Report, decision: Decision | None, name: str, day: dt.date | None, comment: str) -> None:
    """Write the visa, and say so; what lacks is told in the place of it."""
    if decision is None or day is None:
        change(fault=_("Choose a decision and its date."), done=None)
    else:
        try:
            visa = record_visa(
                context.installation().store,
                report,
                decision=decision,
                person=context.actor(),
                name=name,
                comment=comment,
                decided_on=day,
            )
            change(
                done=_("The visa is recorded: {decision}.").format(decision=visa.decision_label), fault=None
            )
        except TrameError as error:
            change(fault=str(error), done=None)
    st.rerun()


def _save(world: World, report: Report, operation_id: str | None) -> None:
    """Put the outline in force, for an operation that is chosen; a visa on another outline then lapses."""
    facts, submission = report.footprint, state().submission
    if facts is None or submission is None:
        return
    if facts.repaired is not None:
        words = _(
            "An outline that crosses itself cannot be put in force: take the repaired proposal, or correct the file."
        )
        st.html(tag("div", words, class_="note"))
        return
    operations = world.programme.operations["name"].sort_values()
    listed = list(operations.index)
    chosen = st.selectbox(
        _("Operation"),
        listed,
        index=listed.index(operation_id) if operation_id in operations.index else None,
        format_func=lambda item: f"{operations[item]} · {item}",
        placeholder=_("Choose…"),
        key=_OPERATION,
    )
    st.caption(_("The outline takes the place of the one in force; a visa that was put on that one lapses."))
    if st.button(
        _("Make it the footprint of the operation"),
        disabled=chosen is None,
        width="stretch",
        key="check_save",
    ):
        here = context.installation()
        try:
            replace_footprint(
                here.store,
                here.library,
                str(chosen),
                facts.geometry,
                context.actor(),
                seen_hash=st.session_state[_SEEN].get(chosen),
            )
        except TrameError as error:
            change(fault=str(error), done=None)
        else:
            check_work.ask(check_read.saved_job(str(chosen)))
        st.rerun()
    # What this page shows in force: the button is heard in the next run, when somebody else may have changed it.
    st.session_state[_SEEN] = dict(world.programme.footprints["geometry_hash"])
