"""Aligned columns for a terminal."""

from collections.abc import Sequence


def columns(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), indent: int = 0) -> str:
    """Set cells in aligned columns, two spaces apart.

    Parameters
    ----------
    rows
        n rows of m cells.
    right
        Positions of the columns that are aligned on the right: numbers.
    indent
        Spaces before each row.

    Returns
    -------
    Lines without trailing spaces; empty for no rows.

    Examples
    --------
    >>> print(columns([["ANRU", "1 240"], ["Région", "0"]], right=[1]))
    ANRU    1 240
    Région      0
    """
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if position in right else cell.ljust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(" " * indent + line.rstrip() for line in lines)
