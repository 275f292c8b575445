"""What stands behind a figure of the matrix: the operations that make it, and the filters that show them on a map."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from programme.money.ledger import Cents, Ledger, Measure, ledger
from programme.money.matrix import (
    COST,
    OVER,
    PLANNED,
    TOTAL,
    UNCOVERED,
    Grouping,
    keys_of_operations,
    planned_by_operation,
)
from programme.selection import Selection, select
from programme.steps import FundingKind
from programme.world import World

MOST_NAMED = 500
"""A link names no more operations than that: addresses have an end."""
_CRITERIA = {
    Grouping.COMMUNE: "communes",
    Grouping.EPT: "epts",
    Grouping.FAMILY: "families",
    Grouping.STEP: "steps",
    Grouping.OPERATION: "operations",
    Grouping.SITE: "sites",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the matrix.

    Attributes
    ----------
    group
        Key of its row; None for the total of all rows.
    column
        Key of its column, as :attr:`programme.money.matrix.Matrix.columns` names them.
    """

    group: str | None
    column: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one operation brings to a figure.

    Attributes
    ----------
    operation_id
        Of the operation.
    cents
        Its part.
    lines
        How many funding lines it is made of; 0 for a cost and what is worked out from it.
    """

    operation_id: str
    cents: int
    lines: int


def behind(
    world: World,
    ids: Collection[str],
    grouping: Grouping,
    measure: Measure,
    figure: Figure,
    years: Sequence[int] = (),
) -> tuple[Part, ...]:
    """Take a figure apart: its parts add up to it, to the cent.

    Parameters
    ----------
    world, ids, grouping, measure, years
        As the matrix was asked for.
    figure
        Which number.

    Returns
    -------
    The greatest part first; operations with neither a line nor an amount are left out. Empty where there is no such
    row or column.
    """
    book = ledger(world)
    chosen = book.among(ids)
    if figure.group is not None and grouping is not Grouping.YEAR:
        chosen &= (keys_of_operations(world, grouping) == figure.group).to_numpy()
    if figure.column in (COST, PLANNED, UNCOVERED, OVER):
        sums = _coverage(book, figure.column)
        return parts(book.operations, np.flatnonzero(chosen & book.cost_known & (sums != 0)), sums)
    counted = chosen[book.operation] & _in_column(book, figure.column)
    if years:
        counted &= np.isin(book.year, years)
    if figure.group is not None and grouping is Grouping.YEAR:
        counted &= book.year.astype(str) == figure.group
    lines = np.flatnonzero(counted)
    sums = np.zeros(len(book.operations), dtype=np.int64)
    np.add.at(sums, book.operation[lines], book.measured(measure)[lines])
    numbers = np.bincount(book.operation[lines], minlength=len(book.operations))
    return parts(book.operations, np.flatnonzero(numbers), sums, numbers)


def _coverage(book: Ledger, column: str) -> Cents:
    planned = planned_by_operation(book)
    gap = book.cost_cents - planned
    sums: dict[str, Cents] = {
        COST: book.cost_cents,
        PLANNED: planned,
        UNCOVERED: np.maximum(gap, 0),
        OVER: np.maximum(-gap, 0),
    }
    return sums[column]


def _in_column(book: Ledger, column: str) -> npt.NDArray[np.bool_]:
    wanted = [column in (TOTAL, source.kind.value, source.key) for source in book.sources]
    return np.array(wanted, dtype=bool)[book.source]


def parts(
    names: pd.Index, places: npt.NDArray[np.intp], sums: Cents, lines: npt.NDArray[np.intp] | None = None
) -> tuple[Part, ...]:
    """Parts of some operations, the greatest first.

    Parameters
    ----------
    names, sums, lines
        Identifiers of n operations, their sums, and how many lines each is made of.
    places
        Positions of the operations that count.
    """
    order = places[np.argsort(-sums[places], kind="stable")]
    return tuple(
        Part(str(names[place]), int(sums[place]), 0 if lines is None else int(lines[place]))
        for place in order
    )


def selection_behind(
    world: World, selection: Selection, grouping: Grouping, figure: Figure, made_of: Sequence[Part]
) -> Selection:
    """Filters that keep exactly the operations behind a figure, so that a link shows them on the map.

    Parameters
    ----------
    world
        As the reader may see it.
    selection
        Filters in force.
    grouping, figure
        Which number.
    made_of
        As :func:`behind` gives them.

    Returns
    -------
    The filters in force, narrowed to the row and to the funder, where those keep the same operations, or where there
    are more than :data:`MOST_NAMED`: those filters then keep others too. Else the operations by name.
    """
    narrowed = selection
    if figure.group and grouping in _CRITERIA:
        narrowed = replace(narrowed, **{_CRITERIA[grouping]: (figure.group,)})  # type: ignore[arg-type]
    kind, colon, funder = figure.column.partition(":")
    if colon and kind in tuple(FundingKind):
        narrowed = replace(narrowed, funders=(funder,))
    return narrowed if set(select(world, narrowed)) == _ids(made_of) else named(made_of, narrowed)


def named(made_of: Sequence[Part], otherwise: Selection) -> Selection:
    """Filters that name operations one by one; others where they are too many."""
    if len(made_of) > MOST_NAMED:
        return otherwise
    return Selection(operations=tuple(part.operation_id for part in made_of))


def _ids(made_of: Sequence[Part]) -> set[str]:
    return {part.operation_id for part in made_of}
