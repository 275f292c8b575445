"""One measured figure, and the table of all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and what it is held to.

    Attributes
    ----------
    name
        What ``--only`` calls it.
    what
        What is measured.
    measured, against, ratio, target
        As shown; ``against`` and ``ratio`` are empty where there is no peer.
    met
        Whether the target is met.
    note
        What limits it, or how to read it.
    values
        Every number behind it, for the JSON.
    """

    name: str
    what: str
    measured: str
    target: str
    met: bool
    against: str = "—"
    ratio: str = "—"
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


_HEADS = ("figure", "measured", "against", "ratio", "target", "met")


def table(figures: Iterable[Figure]) -> str:
    """Aligned table of figures, and their notes under it."""
    found = list(figures)
    rows = [_HEADS] + [
        (item.what, item.measured, item.against, item.ratio, item.target, "yes" if item.met else "NO")
        for item in found
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADS))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    notes = [f"{item.name}: {item.note}" for item in found if item.note]
    return "\n".join([*lines, "", *notes])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def percentile(values: Sequence[float], share: int) -> float:
    """Percentile of some values, the nearest one above: never better than what was seen."""
    return float(np.percentile(values, share, method="higher"))


def median(values: Sequence[float]) -> float:
    """Median of some values."""
    return float(np.median(values))


def spread(values: Sequence[float], unit: str, *, digits: int = 2) -> str:
    """Least and greatest of some values, as words."""
    return f"{min(values):.{digits}f}–{max(values):.{digits}f} {unit} over {len(values)}"
