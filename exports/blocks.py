"""Blocks that a page on paper is made of: plain values, which the template sets."""

from collections.abc import Sequence
from typing import Any

from core.formats import number
from core.languages import N_, _, plural

Block = dict[str, Any]
Cell = str | dict[str, Any]

LEFT, RIGHT = "left", "right"


def table(
    title: str | None,
    heads: Sequence[tuple[str, str, str]],
    rows: Sequence[Sequence[Cell]],
    *,
    foot: Sequence[Sequence[Cell]] = (),
    note: str | None = None,
) -> Block:
    """Make a block of rows and columns.

    Parameters
    ----------
    title
        Over it; None for none.
    heads
        Words, side (``left`` or ``right``) and width (``auto``, or a share such as ``2fr``) of each column.
    rows, foot
        Cells: a text, or a dict with ``text`` and any of ``note`` (grey, after it), ``below`` (grey, under it),
        ``strong``, ``sign`` (SVG), ``span`` (columns: a head between rows).
    note
        Below it.
    """
    return {
        "kind": "table",
        "title": title,
        "heads": [{"text": text_, "side": side, "width": width} for text_, side, width in heads],
        "rows": [list(row) for row in rows],
        "foot": [list(row) for row in foot],
        "note": note,
    }


def text(words: str, title: str | None = None) -> Block:
    """Make a block of one paragraph."""
    return {"kind": "text", "title": title, "text": words}


def strong(words: str) -> Cell:
    """Make a cell that is set in the stronger weight."""
    return {"text": words, "strong": True}


def yes(value: bool) -> str:
    """Say whether."""
    return _("yes") if value else _("no")


def left_out(count: int) -> str | None:
    """Say how many rows are not printed, and where they are."""
    if count <= 0:
        return None
    return plural(
        count,
        N_("{count} more row is not printed: it is in the GeoPackage and in the JSON of this report."),
        N_("{count} more rows are not printed: they are in the GeoPackage and in the JSON of this report."),
    ).format(count=number(count))
