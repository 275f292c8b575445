"""Where money comes from and what it goes to: funder → place → family, exact to the cent.

A combination whose decommitments exceed its awards has no width that could be drawn: it is summed apart, so that
drawn + not drawn = total.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from programme.money.ledger import Cents, Ledger, Measure, Source, ledger
from programme.money.matrix import Grouping, group_words, keys_of_operations
from programme.world import World

OTHERS = "…"
"""Key of the places that are too small to be drawn one by one."""
MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A funder in one kind of money, a place or a family.

    Attributes
    ----------
    key, label
        Of the source, commune, site or family; words in the language in force, empty for :data:`OTHERS`.
    cents
        What flows through it; greater than 0.
    members
        How many places it stands for: 1, more for :data:`OTHERS`.
    """

    key: str
    label: str
    cents: int
    members: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """Money between two nodes, by their positions; greater than 0."""

    start: int
    end: int
    cents: int


@dataclass(frozen=True, slots=True)
class Flows:
    """The three columns of the picture and what flows between them.

    Attributes
    ----------
    sources
        Who pays, with each node of ``payers`` in the same place.
    payers, places, families
        Nodes: payers in the order of a plan, places the greatest first with :data:`OTHERS` last, families by code.
    to_places, to_families
        Links from payers to places, and from places to families.
    drawn_cents, undrawn_cents
        What the picture shows, and the combinations below 0 that it cannot show; together the total.
    undrawn
        How many those are.
    """

    sources: tuple[Source, ...]
    payers: tuple[Node, ...]
    places: tuple[Node, ...]
    families: tuple[Node, ...]
    to_places: tuple[Link, ...]
    to_families: tuple[Link, ...]
    drawn_cents: int
    undrawn_cents: int
    undrawn: int


def flows(
    world: World,
    ids: Collection[str],
    places: Grouping = Grouping.COMMUNE,
    measure: Measure = Measure.REQUESTED,
    years: Sequence[int] = (),
    *,
    most_places: int = MOST_PLACES,
) -> Flows:
    """Follow money from funders through places to families.

    Parameters
    ----------
    world
        As the reader may see it.
    ids
        Operations that count.
    places
        What stands in the middle: communes, inter-municipal territories…; not years.
    measure
        Which amount flows.
    years
        Years of the lines that count; none for all.
    most_places
        The smaller places beyond are put together.
    """
    book = ledger(world)
    counted = book.among(ids)[book.operation]
    if years:
        counted &= np.isin(book.year, years)
    triples, cents = _triples(world, book, np.flatnonzero(counted), places, measure)
    kept = cents > 0
    drawn, amounts = triples[:, kept], cents[kept]
    payers, payer = np.unique(drawn[0], return_inverse=True)
    families, family = np.unique(drawn[2], return_inverse=True)
    places_of, place = _places(drawn[1], amounts, most_places)
    keys_of_place, keys_of_family = _keys(world, places)[1], _keys(world, Grouping.FAMILY)[1]
    sources = tuple(book.sources[position] for position in payers)
    return Flows(
        sources=sources,
        payers=tuple(
            Node(source.key, source.short_name, total)
            for source, total in zip(sources, _totals(payer, amounts, len(payers)), strict=True)
        ),
        places=tuple(
            _place_node(world, places, [keys_of_place[member] for member in members], total)
            for members, total in zip(places_of, _totals(place, amounts, len(places_of)), strict=True)
        ),
        families=tuple(
            Node(keys_of_family[code], group_words(world, Grouping.FAMILY, keys_of_family[code])[0], total)
            for code, total in zip(families, _totals(family, amounts, len(families)), strict=True)
        ),
        to_places=_links(payer, place, amounts),
        to_families=_links(place, family, amounts),
        drawn_cents=int(amounts.sum()),
        undrawn_cents=int(cents[~kept].sum()),
        undrawn=int((cents < 0).sum()),
    )


def _keys(world: World, grouping: Grouping) -> tuple[npt.NDArray[np.intp], list[str]]:
    """Code of each operation by the alphabet of the keys, and the keys."""
    keys = keys_of_operations(world, grouping).astype(str).to_numpy(dtype=object)
    distinct, codes = np.unique(keys.astype(str), return_inverse=True)
    return codes, [str(key) for key in distinct]


def _triples(
    world: World, book: Ledger, lines: npt.NDArray[np.intp], places: Grouping, measure: Measure
) -> tuple[npt.NDArray[np.intp], Cents]:
    """Distinct (source, place, family) in columns, and their sums."""
    operation = book.operation[lines]
    found, back = np.unique(
        np.stack(
            [
                book.source[lines],
                _keys(world, places)[0][operation],
                _keys(world, Grouping.FAMILY)[0][operation],
            ]
        ),
        axis=1,
        return_inverse=True,
    )
    cents: Cents = np.zeros(found.shape[1], dtype=np.int64)
    np.add.at(cents, back.reshape(-1), book.measured(measure)[lines])
    return found, cents


def _places(
    codes: npt.NDArray[np.intp], cents: Cents, most: int
) -> tuple[list[list[int]], npt.NDArray[np.intp]]:
    """Places of each node, the greatest first and the small ones together; and the node of each triple."""
    distinct, back = np.unique(codes, return_inverse=True)
    order = np.argsort(-np.array(_totals(back, cents, len(distinct))), kind="stable")
    alone = order if len(order) <= most else order[: most - 1]
    nodes = [[int(distinct[place])] for place in alone]
    if len(alone) < len(order):
        nodes.append([int(distinct[place]) for place in order[len(alone) :]])
    rank = np.empty(len(distinct), dtype=np.intp)
    rank[order] = np.minimum(np.arange(len(order)), len(nodes) - 1)
    return nodes, rank[back] if len(distinct) else back


def _place_node(world: World, places: Grouping, keys: list[str], cents: int) -> Node:
    if len(keys) > 1:
        return Node(OTHERS, "", cents, len(keys))
    return Node(keys[0], group_words(world, places, keys[0])[0], cents)


def _totals(codes: npt.NDArray[np.intp], cents: Cents, size: int) -> list[int]:
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, codes, cents)
    return [int(total) for total in sums]


def _links(start: npt.NDArray[np.intp], end: npt.NDArray[np.intp], cents: Cents) -> tuple[Link, ...]:
    pairs, back = np.unique(np.stack([start, end]), axis=1, return_inverse=True)
    sums = _totals(back.reshape(-1), cents, pairs.shape[1])
    return tuple(Link(int(pair[0]), int(pair[1]), total) for pair, total in zip(pairs.T, sums, strict=True))
