"""What stands in the way of an import: names that are unknown, rows that repeat one another, faults; and what to do."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.formats import number, percent
from core.issues import Level
from core.languages import N_, _, plural
from programme.imports.comparison import Part
from programme.imports.mapped import FIELD_WORDS
from programme.imports.mapping import LEFT_OUT
from programme.imports.naming import BENEFICIARY
from programme.imports.reconciliation import Unmatched
from programme.world import World
from views.funding.import_draft import Draft
from views.funding.import_tables import ROWS_SHOWN, fault_table, more, repeated_table
from views.html import grey, heading, join, tag

_ASKED = 20
"""Names that are asked for at once: the next ones come as these are answered."""
_OFFERED = 400
"""Operations beyond the close ones that are offered too, where there are no more than that."""
_TITLES = {
    BENEFICIARY: N_("Beneficiaries that are unknown"),
    "operation_id": N_("Operations that are unknown"),
    "funder_id": N_("Funders that are unknown"),
}


def open_part(world: World, here: Draft, part: Part) -> None:
    """Draw what is left to decide in one sheet."""
    _unmatched(world, here, part)
    _duplicates(world, here, part)
    _faults(here, part)
    _left_out(here, part)


def _unmatched(world: World, here: Draft, part: Part) -> None:
    fields = list(dict.fromkeys(item.field for item in part.found.unmatched))
    for field in fields:
        mine = [item for item in part.found.unmatched if item.field == field]
        title = (
            _(_TITLES[field])
            if field in _TITLES
            else _("Words that are unknown: {field}").format(field=_(FIELD_WORDS[field]))
        )
        st.html(heading(title, number(len(mine))))
        for item in mine[:_ASKED]:
            _ask(world, here, part, item)
        more(len(mine), _ASKED)


def _ask(world: World, here: Draft, part: Part, item: Unmatched) -> None:
    key = f"import_ask_{part.table}_{item.field}_{item.text}"
    close = {one.id: one for one in item.candidates}
    others = _others(world, item, close)

    def told(value: str) -> str:
        if value == LEFT_OUT:
            return _("Do not import these rows")
        one = close.get(value)
        if one is None:
            return f"{others[value]} ({value})"
        name = one.label if one.label == value or item.field not in _TITLES else f"{one.label} ({value})"
        return f"{name} · {percent(one.score)}" if one.score else name

    def put() -> None:
        value = st.session_state[key]
        if value is not None:
            here.mapping = here.mapping.assign(item.field, item.text, value)

    count = plural(len(item.rows), N_("{count} row"), N_("{count} rows")).format(count=number(len(item.rows)))
    st.html(tag("p", join((item.text, " ", grey(count))), class_="asked"))
    # The label is for those who hear the page: shown, Streamlit would take the text of the file for Markdown.
    st.selectbox(
        f"{item.text} · {count}",
        [*close, *others, LEFT_OUT],
        index=None,
        key=key,
        format_func=told,
        placeholder=_("Choose what it is"),
        on_change=put,
        label_visibility="collapsed",
    )


def _others(world: World, item: Unmatched, close: dict[str, Any]) -> dict[str, str]:
    """What may be chosen beside the close names: all operations, owners or funders, where there are not too many."""
    programme = world.programme
    if item.field == "operation_id":
        names = programme.operations["name"]
    elif item.field == "funder_id":
        names = programme.funders["name"]
    elif item.field == BENEFICIARY:
        return {owner: owner for owner in dict.fromkeys(programme.operations["owner"]) if owner not in close}
    else:
        return {}
    if len(names) > _OFFERED:
        return {}
    return {str(key): str(name) for key, name in names.items() if key not in close}


def _duplicates(world: World, here: Draft, part: Part) -> None:
    found = part.found.duplicates
    if not found:
        return
    st.html(heading(_("Rows that repeat another one"), number(len(found))))
    st.html(repeated_table(world, part.table, found))
    more(len(found), ROWS_SHOWN)
    rows = [item.wanted.row for item in found]
    chosen = _some(part, rows)
    with st.container(horizontal=True):
        if st.button(_("Do not import them"), key=f"import_leave_{part.table}"):
            here.leave_out(part.sheet, chosen)
            st.rerun(scope="fragment")
        if found[0].separable and st.button(
            _("Import them as lines of their own"), key=f"import_apart_{part.table}"
        ):
            here.keep_apart(part.sheet, chosen)
            st.rerun(scope="fragment")
    if not found[0].separable:
        st.caption(_("To import them both, give each an identifier of its own in the file."))


def _some(part: Part, rows: Sequence[int]) -> frozenset[int]:
    """Rows that a decision is about: all of them, unless some are chosen."""
    if len(rows) == 1:
        return frozenset(rows)
    chosen = st.multiselect(
        _("Rows concerned"), rows, key=f"import_some_{part.table}", placeholder=_("all of them")
    )
    return frozenset(chosen or rows)


def _faults(here: Draft, part: Part) -> None:
    errors, others = part.found.errors, [one for one in part.found.faults if one.level is not Level.ERROR]
    if errors:
        st.html(heading(_("Faults to mend in the file"), number(len(errors))))
        st.html(fault_table(errors))
        more(len(errors), ROWS_SHOWN)
        rows = frozenset(issue.row for issue in errors if issue.row is not None)
        words = plural(
            len(rows), N_("Do not import the row at fault"), N_("Do not import the {count} rows at fault")
        )
        if rows and st.button(words.format(count=number(len(rows))), key=f"import_faulty_{part.table}"):
            here.leave_out(part.sheet, rows)
            st.rerun(scope="fragment")
    if others:
        with st.expander(_("To look at ({count})").format(count=number(len(others)))):
            st.html(fault_table(others))
            more(len(others), ROWS_SHOWN)


def _left_out(here: Draft, part: Part) -> None:
    rows = part.found.left_out
    if not rows:
        return
    words = plural(
        len(rows),
        N_("{count} row will not be imported, as you decided: {rows}."),
        N_("{count} rows will not be imported, as you decided: {rows}."),
    )
    shown = ", ".join(map(str, rows[:ROWS_SHOWN])) + ("…" if len(rows) > ROWS_SHOWN else "")
    st.write(words.format(count=number(len(rows)), rows=shown))
    if part.sheet in here.decisions and st.button(_("Take them back"), key=f"import_back_{part.table}"):
        here.take_back(part.sheet)
        st.rerun(scope="fragment")
