"""What stands behind a figure: the operations that make it up, in a window over the page, and the way to the map."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.formats import number
from core.languages import N_, _, plural
from gis.projection import metric_to_wgs84_bounds
from programme.money.behind import Part
from programme.selection import Selection, select
from programme.words import STEP_WORDS, word
from programme.world import World
from views import choosing, context, panel
from views.funding.words import amount
from views.html import Column, Html, grey, join, table, wide
from views.plain import unmarked
from views.pressable import press, pressable

_OPENED = "funding_opened"
MOST_SHOWN = 200


@dataclass(frozen=True)
class Opened:
    """A figure that was pressed.

    Attributes
    ----------
    title
        What it is, in words.
    parts
        What it is made of.
    selection
        Filters that show the same operations on the map.
    lined
        Whether it is made of funding lines.
    """

    title: str
    parts: tuple[Part, ...]
    selection: Selection
    lined: bool = True


def show(world: World, opened: Opened) -> None:
    """Open the window."""

    @st.dialog(unmarked(opened.title), width="large")
    def window() -> None:
        context.resume()
        _content(world, opened)

    window()


def _content(world: World, opened: Opened) -> None:
    with_cents = any(part.cents % 100 for part in opened.parts)
    if not opened.parts:
        st.write(_("No operation has a part in it."))
        return
    pressed = pressable(_table(world, opened, with_cents=with_cents), "funding_parts")
    if pressed is not None:
        operation_id = str(pressed[1])
        choosing.choose("operations", operation_id, bounds=panel.bounds_of(world, "operations", operation_id))
        st.switch_page(st.session_state["trame_pages"]["map"])
    words = plural(
        len(opened.parts),
        N_("Show this operation on the map"),
        N_("Show these {count} operations on the map"),
    )
    if st.button(words.format(count=number(len(opened.parts))), type="primary", key="funding_to_map"):
        _to_map(world, opened)
    st.caption(unmarked(_shown_there(world, opened)))


def _shown_there(world: World, opened: Opened) -> str:
    """What the map will show: these operations, or more where a link cannot name them all."""
    there = len(select(world, opened.selection))
    if there == len(opened.parts):
        return _("The map keeps these filters; so does its address, which can be sent.")
    return _(
        "Too many operations to be named in an address: the map shows the {count} that meet the filters."
    ).format(count=number(there))


def _to_map(world: World, opened: Opened) -> None:
    choosing.close()
    context.change(selection=opened.selection)
    ids = [part.operation_id for part in opened.parts]
    footprints = world.programme.operations.geometry.loc[ids].dropna()
    if len(footprints):
        choosing.move(metric_to_wgs84_bounds(tuple(footprints.total_bounds)))
    st.switch_page(st.session_state["trame_pages"]["map"])


def _table(world: World, opened: Opened, *, with_cents: bool) -> Html:
    caption = _("Operations behind the figure")
    columns = [Column(_("Operation")), Column(_("Amount (€)"), number=True)]
    if opened.lined:
        columns.append(Column(_("Lines"), number=True))
    columns += [Column(_("Commune")), Column(_("Step"))]
    operations = world.programme.operations
    shown = opened.parts[:MOST_SHOWN]
    rows = [_row(world, operations, part, with_cents=with_cents, lined=opened.lined) for part in shown]
    if len(opened.parts) > len(shown):
        rest = opened.parts[MOST_SHOWN:]
        words = _("{count} other operations").format(count=number(len(rest)))
        rows.append(_cells(words, "", "", rest, with_cents=with_cents, lined=opened.lined))
    total = _cells(
        plural(len(opened.parts), N_("Total of {count} operation"), N_("Total of {count} operations")).format(
            count=number(len(opened.parts))
        ),
        "",
        "",
        opened.parts,
        with_cents=with_cents,
        lined=opened.lined,
    )
    return wide(caption, table(caption, columns, rows, total), class_="wide list")


def _row(
    world: World, operations: pd.DataFrame, part: Part, *, with_cents: bool, lined: bool
) -> list[object]:
    name = press(operations["name"][part.operation_id], ["operation", part.operation_id], class_="link")
    first = join((name, " ", grey(part.operation_id)))
    commune = world.commune_name(operations["commune"][part.operation_id]) or ""
    step = word(STEP_WORDS, operations["step"][part.operation_id]) or ""
    return _cells(first, commune, step, (part,), with_cents=with_cents, lined=lined)


def _cells(
    first: object, commune: str, step: str, parts: Sequence[Part], *, with_cents: bool, lined: bool
) -> list[object]:
    cents = sum(part.cents for part in parts)
    lines = [number(sum(part.lines for part in parts))] if lined else []
    return [first, amount(cents, with_cents=with_cents), *lines, commune, step]
