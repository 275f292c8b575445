"""Funding lines of the operations that the filters keep, to type into: checked as typed, saved as one edit."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.formats import number
from core.languages import _
from programme.edits.words import line_word
from programme.visibility import may_decide
from programme.world import World
from views import context, desk
from views.desk import Desk, Grid, save_bar
from views.plain import unmarked
from views.plan_grids import lines_grid, plan_order
from views.plan_part import plan_part
from views.stale_part import stale_part

DESK = "lines"
SHOWN = 50
"""Lines on one page."""
_MOST_OFFERED = 200
"""Operations that a new line can be given to from a list."""
_ONE, _PAGE = "funding_edit_operation", "funding_edit_page"


@st.fragment
def editing_part(kept: Sequence[str]) -> None:
    """Draw the lines of operations to type into; with one operation, its whole plan.

    Parameters
    ----------
    kept
        Identifiers of the operations that the filters keep.
    """
    context.resume()
    world = context.world()
    mine = _mine(world, kept)
    if not mine:
        st.info(_("You answer for none of these operations: their funding lines are changed by others."))
        return
    chosen = _operation(mine)
    if chosen is not None:
        plan_part(chosen)
        return
    here = desk.desk(DESK)
    if here.stale:
        stale_part(here)
        return
    # What is typed stays over the programme as it was seen, which may hold other operations than that of now.
    programme = here.world.programme
    names = {name: words for name, words in mine.items() if name in programme.operations.index}
    ids = plan_order(here.world, list(names))
    page = _page(len(ids))
    grid = lines_grid(
        here,
        ids[page * SHOWN : (page + 1) * SHOWN],
        names,
        page=page,
        adding=len(names) <= _MOST_OFFERED,
    )
    if len(names) > _MOST_OFFERED:
        st.caption(_("To add a line, choose an operation, or filter until fewer are left."))
    _pages(page, len(ids))
    every = desk.whole(here, grid)
    _elsewhere(here, grid, every)
    save_bar(here, [every])


def _elsewhere(here: Desk, shown: Grid, every: Grid) -> None:
    """What is wrong in lines that this page does not show."""
    programme = here.world.programme
    for name, issues in every.issues().items():
        if name not in shown.kept and name not in shown.draft.added:
            row = line_word(programme, name, every.kept[name])
            for issue in issues:
                st.caption(unmarked(_("{field}: {sentence}").format(field=row, sentence=issue.message)))


def _mine(world: World, kept: Sequence[str]) -> dict[str, str]:
    """Names of the operations that the person may change, by identifier."""
    operations: pd.DataFrame = world.programme.operations.loc[list(kept), ["name", "commune"]]
    actor = context.actor()
    return {
        str(name): str(words)
        for name, words, commune in zip(
            operations.index, operations["name"], operations["commune"], strict=True
        )
        if may_decide(actor, str(commune))
    }


def _operation(names: dict[str, str]) -> str | None:
    """The one operation whose whole plan is typed; None for the lines of all."""
    if st.session_state.get(_ONE) not in names:
        st.session_state[_ONE] = None
    chosen: str | None = st.selectbox(
        _("Operation"),
        list(names),
        format_func=lambda name: f"{names[name]} · {name}",
        key=_ONE,
        placeholder=_("All those that the filters keep; choose one to see its whole plan"),
    )
    return chosen


def _page(count: int) -> int:
    last = max(count - 1, 0) // SHOWN
    return min(int(st.session_state.get(_PAGE, 0)), last)


def _pages(page: int, count: int) -> None:
    if count > SHOWN:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _("Previous lines"), key="edit_before", disabled=page == 0, on_click=_turn, args=(page - 1,)
            )
            last = (page + 1) * SHOWN >= count
            st.button(_("Following lines"), key="edit_after", disabled=last, on_click=_turn, args=(page + 1,))
            words = _("Lines {first} to {last} of {count}; what is typed on the others is kept.")
            first, to = number(page * SHOWN + 1), number(min((page + 1) * SHOWN, count))
            st.caption(words.format(count=number(count), first=first, last=to))


def _turn(page: int) -> None:
    st.session_state[_PAGE] = page
