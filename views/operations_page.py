"""The page Opérations: the same selection as the map, as a table whose rows open on the map."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from core.formats import UNKNOWN, number
from core.languages import N_, _, plural
from exports.tables import HEADS, operations_csv
from programme.selection import select
from programme.table import AMOUNTS, operations_table, totals
from programme.world import World
from views import choosing, context, filters, panel, visa_part
from views.html import Column, table, tag, wide

_SHOWN = (
    "name",
    "commune",
    "step",
    "visa",
    "family",
    "owner",
    "cost_excl_tax_eur",
    *AMOUNTS,
    "area_m2",
    "parcels",
    "social_actions",
    "id",
    "fictitious",
)
_MONEY = ("cost_excl_tax_eur", *AMOUNTS)
_WIDTHS_PX = {"name": 300, "commune": 140, "step": 115, "visa": 170, "family": 170, "owner": 200}
_ROW_PX = 35
_MOST_ROWS = 18


def show() -> None:
    """Draw the page."""
    world = context.world()
    with st.sidebar:
        filters.show_filters(world)
    st.title(_("Operations"))
    if context.installation().settings.installation.fictitious:
        words = _("Demonstration data: operations, funding and social actions are fictitious.")
        st.html(tag("p", words, class_="fictitious"))
    _table(world)
    context.write_address(whole=False)


def _table(world: World) -> None:
    kept = select(world, context.state().selection)
    every = len(world.programme.operations)
    if every == 0:
        st.info(
            _(
                "The programme is empty. Load its tables with “trame load”, or the demonstration with “trame demo”."
            )
        )
        return
    if len(kept) == 0:
        st.info(_("No operation meets these filters. Widen one of them, or clear them all."))
        return
    listed = operations_table(world, kept)
    unmapped = int((~listed["mapped"]).sum())
    sentence = plural(
        len(listed),
        N_("{kept} operation out of {all}, of which {unmapped} without footprint."),
        N_("{kept} operations out of {all}, of which {unmapped} without footprint."),
    )
    words = sentence.format(kept=number(len(listed)), all=number(every), unmapped=number(unmapped))
    st.write(words + " " + _("Choose a row to open it on the map; a click on a head sorts."))
    _totals(listed)
    event = st.dataframe(
        _styled(listed),
        hide_index=True,
        height=min(_MOST_ROWS, len(listed) + 1) * _ROW_PX + 3,
        on_select="rerun",
        selection_mode="single-row",
        key="operations_table",
        column_config={
            _(HEADS[name]): st.column_config.Column(width=width) for name, width in _WIDTHS_PX.items()
        },
    )
    if event.selection.rows:
        _open(world, str(listed.index[event.selection.rows[0]]))
    name = _("operations") + ".csv"
    st.download_button(_("Download as CSV"), operations_csv(listed), file_name=name, mime="text/csv")
    visa_part.show_to_check_again(world, kept)
    _unmapped(listed)


def _open(world: World, operation_id: str) -> None:
    choosing.choose("operations", operation_id, bounds=panel.bounds_of(world, "operations", operation_id))
    st.switch_page(st.session_state["trame_pages"]["map"])


def _totals(listed: pd.DataFrame) -> None:
    sums = totals(listed)
    title = plural(len(listed), N_("Total of {count} operation"), N_("Total of {count} operations"))
    columns = [Column(title.format(count=number(len(listed))))]
    columns += [Column(_(HEADS[name]), number=True) for name in _MONEY]
    row = ["", *(number(sums[name]) for name in _MONEY)]
    caption = _("Totals of the selection")
    st.html(wide(caption, table(caption, columns, [row])))


def _styled(listed: pd.DataFrame) -> Any:
    """Numbers under the words of the field: sorted by value, written as a reader of the language writes them."""
    flat = listed.reset_index()[list(_SHOWN)]
    for name in _MONEY:
        flat[name] = [float(value) if isinstance(value, Decimal) else None for value in flat[name]]
    flat["fictitious"] = [_("yes") if value else _("no") for value in flat["fictitious"]]
    heads = {name: _(HEADS[name]) for name in _SHOWN}
    formats: dict[str, Callable[[Any], str]] = {
        heads[name]: _number for name in (*_MONEY, "area_m2", "parcels", "social_actions")
    }
    return flat.rename(columns=heads).style.format(formats, na_rep=UNKNOWN)


def _number(value: Any) -> str:
    return number(None if value is None else float(value))


def _unmapped(listed: pd.DataFrame) -> None:
    """Operations that no map can show are named here."""
    rows = listed[~listed["mapped"]]
    if rows.empty:
        return
    st.header(_("Without footprint"))
    columns = (Column(_("Name")), Column(_("Identifier")), Column(_("Commune")), Column(_("Step")))
    cells = zip(rows["name"], rows.index, rows["commune"].fillna(UNKNOWN), rows["step"], strict=True)
    st.html(table(_("Operations without footprint"), columns, cells))
