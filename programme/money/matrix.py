"""The matrix of funding: who brings how much to what, with totals that add up to the cent.

Rows are operations, or groups of them; a column is one funder in one kind of money. What is not covered, and what is
planned beyond the cost, are worked out for each operation from its plan and then summed: the surplus of one never
hides the want of another. Hence, over the operations whose cost is known,
cost − planned = not covered − over-funding, in each row and in all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.languages import _
from core.text import fold
from programme.money.funding import KINDS
from programme.money.ledger import Cents, Flags, Ledger, Measure, Source, ledger
from programme.nomenclature import family_label
from programme.steps import FundingKind
from programme.words import STEP_WORDS, step_position, word
from programme.world import World


class Grouping(StrEnum):
    """What the rows are."""

    OPERATION = "operation"
    COMMUNE = "commune"
    EPT = "ept"
    FAMILY = "family"
    STEP = "step"
    YEAR = "year"
    SITE = "site"


NONE = ""
"""Key of the group of what has no value."""
BOTH = "+"
"""Joins the sites of an operation that lies in several: it stands in a row of its own, so that nothing counts twice."""
TOTAL, COST, PLANNED, UNCOVERED, OVER = "total", "cost", "planned", "uncovered", "over"
"""Columns beside those of the sources and of the kinds."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row.

    Attributes
    ----------
    key
        Identifier of the operation, code of the commune or family…; :data:`NONE` for what has none.
    label, detail
        Words in the language in force, and the code beside them.
    operations
        How many operations it counts.
    """

    key: str
    label: str
    detail: str
    operations: int


@dataclass(frozen=True, eq=False)
class Matrix:
    """g rows and s columns of sources, in whole cents.

    Attributes
    ----------
    grouping, measure
        What it was asked for.
    groups
        The g rows, in the order of a reader: names by the alphabet, steps and years as they follow each other.
    sources
        The s columns: subsidies, loans, own funds, each by rank of the funder; those alone that have a line.
    cells_cents, filled, stated
        Shape (g, s): sums; whether there is any line; whether any of them states the measure.
    kinds_cents
        Sums of each kind, shape (g).
    total_cents
        Shape (g): all kinds together.
    covers
        False for rows by year, and where lines of some years alone are counted: a cost belongs to no year, and the
        five sums below are then all 0.
    cost_cents, planned_cents, uncovered_cents, over_cents
        Shape (g), over the operations whose cost is known: cost excluding tax; what their plans count; what the plans
        leave to find, and what they hold in excess.
    unknown_cost
        Shape (g): operations whose cost is not known; they enter none of the four sums.
    operations
        How many operations there are in all: each counts once, whatever its rows.
    """

    grouping: Grouping
    measure: Measure
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]
    cells_cents: Cents
    filled: Flags
    stated: Flags
    kinds_cents: dict[FundingKind, Cents]
    total_cents: Cents
    covers: bool
    cost_cents: Cents
    planned_cents: Cents
    uncovered_cents: Cents
    over_cents: Cents
    unknown_cost: npt.NDArray[np.int64]
    operations: int

    @cached_property
    def columns(self) -> dict[str, Cents]:
        """Every column of sums by its key, in the order of a plan; each of shape (g)."""
        found: dict[str, Cents] = {}
        for kind in KINDS:
            for place, source in enumerate(self.sources):
                if source.kind is kind:
                    found[source.key] = self.cells_cents[:, place]
            found[kind.value] = self.kinds_cents[kind]
        found[TOTAL] = self.total_cents
        if self.covers:
            found |= {
                COST: self.cost_cents,
                PLANNED: self.planned_cents,
                UNCOVERED: self.uncovered_cents,
                OVER: self.over_cents,
            }
        return found

    def totals(self) -> dict[str, int]:
        """Sum of each column of :attr:`columns`."""
        return {key: int(column.sum()) for key, column in self.columns.items()}


def matrix(
    world: World,
    ids: Collection[str],
    grouping: Grouping = Grouping.OPERATION,
    measure: Measure = Measure.REQUESTED,
    years: Sequence[int] = (),
) -> Matrix:
    """Sum up the funding of operations.

    Parameters
    ----------
    world
        As the reader may see it; where who pays is withheld there is no column, and costs alone are summed.
    ids
        Operations that count.
    grouping
        What the rows are; an operation without any line counts too, except by year and where ``years`` are given.
    measure
        Which amount is summed.
    years
        Years of the lines that count; none for all.
    """
    book = ledger(world)
    chosen = book.among(ids)
    counted = chosen[book.operation]
    if years:
        counted &= np.isin(book.year, years)
        chosen &= np.bincount(book.operation[counted], minlength=len(chosen)) > 0
    return _matrix(world, book, chosen, np.flatnonzero(counted), grouping, measure, whole=not years)


def _matrix(
    world: World,
    book: Ledger,
    chosen: Flags,
    lines: npt.NDArray[np.intp],
    grouping: Grouping,
    measure: Measure,
    *,
    whole: bool,
) -> Matrix:
    by_year = grouping is Grouping.YEAR
    used, column = np.unique(book.source[lines], return_inverse=True)
    if by_year:
        keys, row = np.unique(book.year[lines], return_inverse=True)
        groups = _year_groups(keys, row, book.operation[lines])
    else:
        groups, of_operation = _operation_groups(world, book, chosen, grouping)
        row = of_operation[book.operation[lines]]
    shape = (len(groups), len(used))
    cells = _sums(shape, row, column, book.measured(measure)[lines])
    sources = tuple(book.sources[place] for place in used)
    covers = whole and not by_year
    coverage = _coverage(book, chosen, lines, of_operation, len(groups)) if covers else _nothing(len(groups))
    return Matrix(
        grouping=grouping,
        measure=measure,
        groups=groups,
        sources=sources,
        cells_cents=cells,
        filled=_sums(shape, row, column, np.ones(len(lines), np.int64)) > 0,
        stated=_sums(shape, row, column, book.known(measure)[lines].astype(np.int64)) > 0,
        kinds_cents={
            kind: cells[:, [source.kind is kind for source in sources]].sum(axis=1) for kind in KINDS
        },
        total_cents=cells.sum(axis=1),
        covers=covers,
        cost_cents=coverage[0],
        planned_cents=coverage[1],
        uncovered_cents=coverage[2],
        over_cents=coverage[3],
        unknown_cost=coverage[4],
        operations=len(np.unique(book.operation[lines])) if by_year else int(chosen.sum()),
    )


def _sums(
    shape: tuple[int, int], row: npt.NDArray[np.intp], column: npt.NDArray[np.intp], values: Cents
) -> Cents:
    """Exact sums of whole numbers: never through floats, whose cents end at 90 thousand billion."""
    flat = np.zeros(shape[0] * shape[1], dtype=np.int64)
    np.add.at(flat, row * shape[1] + column, values)
    return flat.reshape(shape)


def _nothing(groups: int) -> tuple[Cents, ...]:
    return (np.zeros(groups, dtype=np.int64),) * 5


def planned_by_operation(book: Ledger, lines: npt.NDArray[np.intp] | None = None) -> Cents:
    """What the plan of each operation counts, shape (n): all kinds together, decommitments taken away."""
    kept = np.arange(len(book.operation)) if lines is None else lines
    planned: Cents = np.zeros(len(book.operations), dtype=np.int64)
    np.add.at(planned, book.operation[kept], book.planned_cents[kept])
    return planned


def _coverage(
    book: Ledger, chosen: Flags, lines: npt.NDArray[np.intp], group: npt.NDArray[np.intp], groups: int
) -> tuple[Cents, ...]:
    """Cost, plan, not covered, over-funding and operations without known cost, of each group."""
    planned = planned_by_operation(book, lines)
    gap = book.cost_cents - planned
    known, unknown = chosen & book.cost_known, chosen & ~book.cost_known

    def summed(values: Cents, kept: Flags) -> Cents:
        sums: Cents = np.zeros(groups, dtype=np.int64)
        np.add.at(sums, group[kept], values[kept])
        return sums

    return (
        summed(book.cost_cents, known),
        summed(planned, known),
        summed(np.maximum(gap, 0), known),
        summed(np.maximum(-gap, 0), known),
        summed(np.ones(len(gap), np.int64), unknown),
    )


def keys_of_operations(world: World, grouping: Grouping) -> pd.Series:
    """Key of the group of each operation, :data:`NONE` where it has none; not for rows by year.

    Returns
    -------
    Series of n texts, indexed like ``programme.operations``.
    """
    operations = world.programme.operations
    if grouping is Grouping.OPERATION:
        return pd.Series(operations.index, index=operations.index)
    if grouping is Grouping.EPT:
        return operations["commune"].map(world.epts).astype(object).fillna(NONE)
    if grouping is Grouping.SITE:
        links = world.programme.priority_site_operations.sort_values("priority_site_id")
        joined = links.groupby("operation_id")["priority_site_id"].agg(BOTH.join)
        return joined.astype(object).reindex(operations.index).fillna(NONE)
    return operations[grouping.value].astype(object)


def _operation_groups(
    world: World, book: Ledger, chosen: Flags, grouping: Grouping
) -> tuple[tuple[Group, ...], npt.NDArray[np.intp]]:
    """Groups of the chosen operations, in order, and the position of each operation among them (0 for others)."""
    group = np.zeros(len(book.operations), dtype=np.intp)
    if grouping is Grouping.OPERATION:
        each, order = world.derive(_operations_in_order)
        kept = order[chosen[order]]
        group[kept] = np.arange(len(kept))
        return tuple(each[place] for place in kept.tolist()), group
    keys = keys_of_operations(world, grouping)[chosen]
    codes, distinct = pd.factorize(keys)
    counts = np.bincount(codes, minlength=len(distinct))
    found = [
        Group(str(key), *group_words(world, grouping, str(key)), int(count))
        for key, count in zip(distinct, counts, strict=True)
    ]
    ranked = sorted(range(len(found)), key=lambda place: _order(grouping, found[place]))
    positions = np.empty(len(found), dtype=np.intp)
    positions[ranked] = np.arange(len(found))
    group[chosen] = positions[codes]
    return tuple(found[place] for place in ranked), group


def _operations_in_order(world: World) -> tuple[tuple[Group, ...], npt.NDArray[np.intp]]:
    """A group for each operation, and their positions in the order of a reader."""
    names = world.programme.operations["name"]
    each = tuple(Group(str(key), str(name), str(key), 1) for key, name in names.items())
    order = sorted(range(len(each)), key=lambda place: _order(Grouping.OPERATION, each[place]))
    return each, np.array(order, dtype=np.intp)


def group_words(world: World, grouping: Grouping, key: str) -> tuple[str, str]:
    """Words of a group in the language in force, and the code that stands beside them; empty where there is none."""
    if grouping is Grouping.OPERATION:
        return str(world.programme.operations["name"].get(key, key)), key
    if grouping is Grouping.COMMUNE:
        return world.commune_name(key) or key, key
    if grouping is Grouping.FAMILY:
        return family_label(key), key
    if grouping is Grouping.STEP:
        return word(STEP_WORDS, key) or key, ""
    if grouping is Grouping.EPT and key == NONE:
        return _("No inter-municipal territory known"), ""
    if grouping is Grouping.SITE:
        names = world.programme.priority_sites["name"]
        return " + ".join(str(names.get(site, site)) for site in key.split(BOTH)) if key else _(
            "Outside priority sites"
        ), ""
    return key, ""


def _order(grouping: Grouping, group: Group) -> tuple[int, str, str]:
    if grouping is Grouping.STEP:
        return step_position(group.key), "", ""
    if grouping is Grouping.FAMILY:
        return 0, group.key, ""
    return int(group.key == NONE), fold(group.label), group.key


def _year_groups(
    years: Cents, row: npt.NDArray[np.intp], operation: npt.NDArray[np.intp]
) -> tuple[Group, ...]:
    pairs = np.unique(np.stack([row, operation]), axis=1)
    counts = np.bincount(pairs[0], minlength=len(years)) if pairs.size else np.zeros(len(years), int)
    return tuple(
        Group(str(year), str(year), "", int(count)) for year, count in zip(years, counts, strict=True)
    )
