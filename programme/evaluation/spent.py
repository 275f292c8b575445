"""Money: planned and paid, per dwelling and per inhabitant, by funder, family and site; exact to the cent."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from core.languages import N_, _
from programme.evaluation.arrays import Arrays, Flags, arrays
from programme.evaluation.built import dwellings_of
from programme.evaluation.measured import (
    CENT,
    NO_DWELLINGS,
    NOT_DATED,
    Found,
    Measured,
    Moment,
    lacking,
    quotient,
)
from programme.evaluation.stock import housing
from programme.evaluation.value import Part
from programme.evaluation.zone import NO_POPULATION, Zone
from programme.money.ledger import Cents, Ledger, Measure, euros, ledger
from programme.nomenclature import family_label
from programme.world import World

NO_MONEY = N_("No money is planned here: there is no share.")
NO_SITE = N_("No site")


def spent(world: World, zone: Zone, moment: Moment) -> Found:
    """Measure the money of the operations of a zone.

    Parameters
    ----------
    world, zone
        Where; abandoned operations count too, as they do among the funding lines.
    moment
        When: today, all lines, also those of years to come; for a past year, those of that year and of those before.
    """
    book, content = ledger(world), arrays(world)
    mine = zone.operations[book.operation] & (not moment.past or book.year <= moment.year)
    planned = np.where(mine, book.planned_cents, 0)
    parts = _parts(world, book, content, planned, mine)
    whole = int(planned.sum())
    unmapped = int(planned[~content.mapped[book.operation]].sum())
    standing = dwellings_of(zone, housing(world))
    return {
        "money.planned": Measured(euros(whole), parts=_sized(parts, 1)),
        "money.paid": lacking(NOT_DATED)
        if moment.past
        else Measured(euros(int(book.measured(Measure.PAID)[mine].sum()))),
        "money.per_dwelling": _per(whole, standing, NO_DWELLINGS, parts, moment),
        "money.per_inhabitant": _per(whole, _people(zone), NO_POPULATION, parts, moment),
        "unmapped.money": lacking(NOT_DATED) if moment.past else quotient(unmapped, whole, NO_MONEY),
    }


def _people(zone: Zone) -> int | Measured:
    if zone.inhabitants is None:
        return lacking(zone.no_inhabitants or NO_POPULATION)
    return zone.inhabitants


def _per(
    cents: int, by: int | Measured, why: str, parts: list[tuple[str, str, str, int]], moment: Moment
) -> Measured:
    """Divide money by dwellings or inhabitants of today: of another year they are unknown."""
    if moment.past:
        return lacking(NOT_DATED)
    if isinstance(by, Measured):
        return by
    measured = quotient(euros(cents), by, why, step=CENT)
    return measured if measured.value is None else Measured(measured.value, parts=_sized(parts, by))


def _sized(parts: list[tuple[str, str, str, int]], by: int) -> tuple[Part, ...]:
    return tuple(
        Part(kind, key, label, (euros(cents) / Decimal(by)).quantize(CENT))
        for kind, key, label, cents in parts
    )


def _parts(
    world: World, book: Ledger, content: Arrays, planned: Cents, mine: Flags
) -> list[tuple[str, str, str, int]]:
    """Money by funder (all kinds together), by family and by site, each in its order, without what is nothing."""
    ranks = {source.funder_id: (source.rank, source.name) for source in book.sources}
    funder_of = np.array([source.funder_id for source in book.sources], dtype=object)
    by_funder = _summed(
        funder_of[book.source] if len(book.sources) else np.array([], dtype=object), planned, mine
    )
    by_family = _summed(content.family[book.operation], planned, mine)
    found = [
        ("funder", key, ranks[key][1], by_funder[key])
        for key in sorted(by_funder, key=lambda key: ranks[key])
    ]
    found += [("family", key, family_label(key), by_family[key]) for key in sorted(by_family)]
    return found + [("site", *part) for part in _by_site(world, book, planned, mine)]


def _summed(keys: "np.typing.NDArray[np.object_]", cents: Cents, mine: Flags) -> Mapping[str, int]:
    sums = pd.Series(cents[mine]).groupby(keys[mine]).sum()
    return {str(key): int(value) for key, value in sums.items()}


def _by_site(world: World, book: Ledger, planned: Cents, mine: Flags) -> Iterator[tuple[str, str, int]]:
    """An operation of several sites counts in each; what is of no site comes last."""
    links, names = world.programme.priority_site_operations, world.programme.priority_sites["name"]
    operations = (
        pd.Series(planned).groupby(book.operation).sum().reindex(range(len(book.operations)), fill_value=0)
    )
    touched = np.zeros(len(book.operations), dtype=bool)
    touched[book.operation[mine]] = True
    alone = touched.copy()
    for site, name in names.items():
        flags = book.operations.isin(links.loc[links["priority_site_id"] == site, "operation_id"])
        alone &= ~flags
        if (flags & touched).any():
            yield str(site), str(name), int(operations.to_numpy()[flags & touched].sum())
    if alone.any():
        yield "", _(NO_SITE), int(operations.to_numpy()[alone].sum())
