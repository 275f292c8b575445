"""On the page Règles: let an operation depart from a rule, with a reason, and take that back."""

import datetime as dt
from collections.abc import Callable, Sequence

import streamlit as st

from core.errors import TrameError
from core.languages import _
from programme.rules.alerts import Alert
from programme.rules.dated_rule import DatedRule
from programme.rules.exceptions import justify, withdraw
from programme.rules.outcome import State
from programme.visibility import may_decide
from programme.world import World
from views import context

_SAID = "rules_said"


def show(world: World, rule: DatedRule, found: Sequence[Alert]) -> None:
    """Draw the form for the operations that do not keep a rule, and the way to take an exception back.

    Parameters
    ----------
    world
        As the reader sees it.
    rule
        The rule chosen.
    found
        What it says of the operations that it concerns.
    """
    _say()
    mine = [item for item in found if _may(world, item.operation_id)]
    names = {item.operation_id: str(world.programme.operations["name"][item.operation_id]) for item in mine}
    asked = [item for item in mine if item.state in (State.BROKEN, State.UNKNOWN) and not item.justified]
    if asked:
        with st.expander(_("Justify an exception")):
            _form(world, rule, {item.operation_id: names[item.operation_id] for item in asked})
    kept = [item for item in mine if item.justified]
    if kept:
        with st.expander(_("Take an exception back")):
            _back(world, rule, {item.operation_id: names[item.operation_id] for item in kept})


def _may(world: World, operation_id: str) -> bool:
    return may_decide(context.actor(), str(world.programme.operations["commune"][operation_id]))


def _form(world: World, rule: DatedRule, names: dict[str, str]) -> None:
    with st.form(f"exception_{rule.code}", border=False):
        operation_id = _operation(names, f"exception_operation_{rule.code}")
        person = st.text_input(_("Name of the person who allows it"), key="exception_person")
        day = st.date_input(
            _("Date of the decision"), value="today", format="DD/MM/YYYY", key="exception_day"
        )
        reason = st.text_area(_("Reason"), key="exception_reason", height=90)
        sent = st.form_submit_button(_("Record the exception"), type="primary")
    if sent:
        _do(
            lambda: _justify(world, rule, operation_id, person, day, reason),
            _("The exception is recorded, and the journal keeps it."),
        )


def _justify(
    world: World, rule: DatedRule, operation_id: str, person: str, day: dt.date | None, reason: str
) -> None:
    here = context.installation()
    justify(
        here.store,
        context.actor(),
        world,
        operation_id,
        rule.code,
        person=person,
        decided_on=day,
        reason=reason,
    )


def _back(world: World, rule: DatedRule, names: dict[str, str]) -> None:
    with st.form(f"withdraw_{rule.code}", border=False):
        operation_id = _operation(names, f"withdraw_operation_{rule.code}")
        sent = st.form_submit_button(_("Take it back"))
    if sent:
        store = context.installation().store
        _do(
            lambda: withdraw(store, context.actor(), world, operation_id, rule.code),
            _("The exception is taken back; the journal still tells of it."),
        )


def _operation(names: dict[str, str], key: str) -> str:
    chosen: str = st.selectbox(
        _("Operation"), list(names), format_func=lambda name: f"{names[name]} ({name})", key=key
    )
    return chosen


def _do(act: Callable[[], object], done: str) -> None:
    """Do it and draw the page anew; what hinders it is told in its place."""
    try:
        act()
    except TrameError as error:
        st.error(str(error))
        return
    st.session_state[_SAID] = done
    st.rerun()


def _say() -> None:
    said = st.session_state.pop(_SAID, None)
    if said is not None:
        st.success(said)
