"""What the pages of a fact sheet have in common: figures, pairs, tables without empty columns."""

from collections.abc import Sequence
from typing import Any

from core.formats import UNKNOWN, number
from core.languages import N_, current_language, plural
from exports.blocks import Block, Cell, table

Head = tuple[str, str, str]
WIDTH_MM = 182.0
"""Between the margins of a fact sheet."""
GUTTER_MM = 6.0


def figure(value: str, label: str, note: str | None = None) -> dict[str, Any]:
    """Make a figure of the row under the title."""
    return {"value": value, "label": label, "note": note}


def facts(
    title: str | None, pairs: Sequence[tuple[str, str | None]], *, wide_words: bool = False
) -> Block | None:
    """Make a block of words and their values; what is not known is left out, and so is a block without any.

    Parameters
    ----------
    title
        Over it; None for none.
    pairs
        Words, and value or None.
    wide_words
        True: the words are longer than the values.
    """
    kept = [
        {"name": f"{name}{colon()}", "value": value} for name, value in pairs if value and value != UNKNOWN
    ]
    return {"kind": "facts", "title": title, "wide_words": wide_words, "pairs": kept} if kept else None


def columns(*blocks: Block | None, weights: Sequence[float] = (), title: str | None = None) -> list[Block]:
    """Set blocks side by side under a title of all; those that are None leave their room to the others."""
    shares = weights or [1.0] * len(blocks)
    kept = [
        {**block, "weight": share} for block, share in zip(blocks, shares, strict=True) if block is not None
    ]
    if len(kept) < 2:
        return [block if title is None else {**block, "title": title} for block in kept]
    return [{"kind": "columns", "title": title, "blocks": kept}]


def told_table(
    title: str | None,
    heads: Sequence[Head],
    rows: Sequence[Sequence[Cell]],
    *,
    foot: Sequence[Sequence[Cell]] = (),
    note: str | None = None,
    keep: int = 1,
) -> Block | None:
    """Make a table whose columns all say something: one in which nothing is known is left out.

    Parameters
    ----------
    title, heads, rows, foot, note
        As :func:`exports.blocks.table` takes them.
    keep
        First columns that stay whatever they hold.

    Returns
    -------
    None without rows.
    """
    if not rows:
        return None
    told = [place < keep or any(_says(row[place]) for row in rows) for place in range(len(heads))]
    return table(
        title,
        [head for head, kept in zip(heads, told, strict=True) if kept],
        [[cell for cell, kept in zip(row, told, strict=True) if kept] for row in rows],
        foot=[[cell for cell, kept in zip(row, told, strict=True) if kept] for row in foot],
        note=note,
    )


def together(*found: Block | None) -> Block | None:
    """Keep blocks on one page; None where there is none."""
    kept = [block for block in found if block is not None]
    return {"kind": "group", "blocks": kept} if kept else None


def left_out(count: int) -> str | None:
    """Say how many rows a table does not show; None where it shows them all."""
    if count <= 0:
        return None
    words = plural(
        count,
        N_("{count} more row has no room here; the application shows it."),
        N_("{count} more rows have no room here; the application shows them."),
    )
    return words.format(count=number(count))


def joined(*notes: str | None) -> str | None:
    """Join sentences; None where there is none."""
    return " ".join(note for note in notes if note) or None


def blocks_of(*found: Block | list[Block] | None) -> list[Block]:
    """Put blocks and lists of blocks in one list; None is left out."""
    kept: list[Block] = []
    for item in found:
        kept += item if isinstance(item, list) else [item] if item is not None else []
    return kept


def _says(cell: Cell) -> bool:
    words = cell if isinstance(cell, str) else cell.get("text", "")
    return words not in ("", UNKNOWN) or (isinstance(cell, dict) and cell.get("share") is not None)


def colon() -> str:
    """Sign that stands between a word and its value, with the space that the language asks for."""
    return "\N{NO-BREAK SPACE}:" if current_language() == "fr" else ":"
