"""The funding plan of an operation in a window over its panel: everything that is typed is saved as one edit."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import streamlit as st

from core.formats import UNKNOWN, percent
from core.languages import _
from programme.edits.typed import shown_text
from programme.exchange.row_checks import form_of
from programme.money.drafted import drafted_plan
from programme.money.funding import FundingPlan
from programme.steps import FundingKind
from programme.visibility import may_decide, sees_funding
from programme.world import World
from views import context
from views.desk import Desk, Grid, desk, save_bar, typed_on
from views.grid_part import values_now
from views.html import Html, join, tag
from views.plain import unmarked
from views.plan_grids import (
    amounts_grid,
    conventions_grids,
    costs_grid,
    decisions_grid,
    lines_grid,
    links_grid,
    plan_order,
)
from views.stale_part import stale_part

_OPEN = "plan_open"


def may_edit(world: World, operation_id: str) -> bool:
    """Whether this reader may change the plan of an operation."""
    operations = world.programme.operations
    return (
        operation_id in operations.index
        and sees_funding(world.role)
        and may_decide(context.actor(), str(operations["commune"][operation_id]))
    )


def plan_button(world: World, operation_id: str) -> None:
    """Draw the button that opens the plan, and the window as long as it is open; nothing for who may not edit."""
    if not may_edit(world, operation_id):
        return
    words = _("Edit the plan (not saved)") if typed_on(_name(operation_id)) else _("Edit the plan")
    if st.button(words, width="stretch", key="edit_plan"):
        st.session_state[_OPEN] = operation_id
    if st.session_state.get(_OPEN) == operation_id:
        _window(world, operation_id)


def _name(operation_id: str) -> str:
    return f"plan {operation_id}"


def _close() -> None:
    """What was typed stays on the desk until it is saved or given up."""
    st.session_state.pop(_OPEN, None)


def _window(world: World, operation_id: str) -> None:
    name = str(world.programme.operations["name"][operation_id])
    title = _("Funding plan · {name}").format(name=name)

    @st.dialog(unmarked(title), width="large", on_dismiss=_close)
    def window() -> None:
        context.resume()
        plan_part(operation_id, after=_close)

    window()


def plan_part(operation_id: str, after: Callable[[], object] | None = None) -> None:
    """Draw the plan of an operation to type into.

    Parameters
    ----------
    operation_id
        An operation that the reader may see.
    after
        Function called once everything is saved.
    """
    here = desk(_name(operation_id))
    if here.stale:
        stale_part(here, after)
        return
    if operation_id not in here.world.programme.operations.index:
        st.info(_("This operation is no longer in the programme."))
        return
    with st.container(key="plan"):
        top = st.container()
        grids = _tables(here, operation_id)
        with top:
            st.html(_figures(_plan(here, operation_id, grids)))
        save_bar(here, grids, after)


def _tables(here: Desk, operation_id: str) -> list[Grid]:
    lines_tab, amounts_tab, decisions_tab, conventions_tab, costs_tab = st.tabs(
        [_("Funding lines"), _("Schedule"), _("Award decisions"), _("Conventions"), _("Costs and basis")]
    )
    programme = here.world.programme
    names = {operation_id: str(programme.operations["name"][operation_id])}
    with lines_tab:
        lines = lines_grid(here, plan_order(here.world, [operation_id]), names)
    with amounts_tab:
        amounts = amounts_grid(here, lines)
    with decisions_tab:
        decisions = decisions_grid(here, lines)
    with conventions_tab:
        links = links_grid(here, operation_id)
        st.caption(_("What is changed in a convention holds for all the operations that it is of."))
        conventions, joined = conventions_grids(here, operation_id, links)
    with costs_tab:
        costs = costs_grid(here, operation_id)
    return [lines, amounts, decisions, links, conventions, joined, costs]


def _plan(here: Desk, operation_id: str, grids: Sequence[Grid]) -> FundingPlan:
    """The plan with what is typed."""
    by_name = {grid.name: grid for grid in grids}
    (costs,) = values_now(by_name["operations"])
    return drafted_plan(here.world.programme, operation_id, values_now(by_name["funding_lines"]), costs)


def _figures(plan: FundingPlan) -> Html:
    """What is covered and what is not, as it stands with what is typed."""
    rate = _("not computable") if plan.subsidy_rate is None else percent(plan.subsidy_rate, decimals=1)
    gap = plan.uncovered_eur
    over = gap is not None and gap < 0
    planned = plan.by_kind[FundingKind.SUBSIDY].planned_eur
    said = (
        (_("Cost excl. tax"), _euros(plan.cost_excl_tax_eur), False),
        (_("Funding basis"), _euros(plan.basis_eur), False),
        (_("Plan"), _euros(plan.totals.planned_eur), False),
        (
            _("Over-funding") if over else _("Not covered"),
            _euros(None if gap is None else abs(gap)),
            bool(gap),
        ),
        (_("Subsidies"), _euros(planned), False),
        (_("Subsidy rate, on the basis"), rate, False),
    )
    return tag(
        "div",
        join(
            tag("div", join((tag("b", words, class_="want" if wanted else None), title)))
            for title, words, wanted in said
        ),
        class_="figures",
        role="status",
    )


def _euros(amount: Decimal | None) -> str:
    """An amount with its cents, where it has some."""
    if amount is None:
        return UNKNOWN
    return f"{shown_text(form_of('operations').by_name['cost_excl_tax_eur'], amount)}\N{NO-BREAK SPACE}€"
