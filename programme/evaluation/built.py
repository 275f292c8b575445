"""Dwellings, operations and public facilities: programmed, delivered, to deliver; what has no footprint yet."""

from collections.abc import Iterator

import numpy as np

from core.languages import N_, _, plural
from programme.evaluation.arrays import Arrays, Flags, Whole, arrays
from programme.evaluation.catalogue import DWELLINGS, FACILITY_FAMILY
from programme.evaluation.measured import (
    NO_DWELLINGS,
    NO_HOUSING,
    NOT_DATED,
    Found,
    Measured,
    Moment,
    lacking,
    quotient,
    told,
)
from programme.evaluation.stock import Housing, housing
from programme.evaluation.zone import Zone
from programme.world import World

NOTHING_PROGRAMMED = N_("Nothing of the kind is programmed here: there is no rate.")
NO_OPERATION = N_("There is no operation here: there is no share.")
_UNDATED = (
    N_("{count} delivered operation bears no date of delivery: what was delivered that year is unknown."),
    N_("{count} delivered operations bear no date of delivery: what was delivered that year is unknown."),
)


def built(world: World, zone: Zone, moment: Moment) -> Found:
    """Measure what the operations of a zone make.

    Parameters
    ----------
    world, zone
        Where.
    moment
        When: for a past year, operations count as delivered by their dates alone, over the programme of today.
    """
    content = arrays(world)
    kept = zone.operations & content.kept
    done = kept & (content.delivered_by(moment.day) | (content.done & (not moment.past)))
    undated = int((kept & content.done & ~content.dated).sum()) if moment.past else 0
    found: dict[str, Measured] = {}
    for stem, amounts in _amounts(content):
        found |= _life(stem, amounts, kept, done, undated)
    found["renewal.rate"] = lacking(NOT_DATED) if moment.past else _renewal(world, zone, content, kept)
    unmapped = quotient(int((kept & ~content.mapped).sum()), int(kept.sum()), NO_OPERATION)
    found["unmapped.operations"] = lacking(NOT_DATED) if moment.past else unmapped
    return found


def _amounts(content: Arrays) -> Iterator[tuple[str, Whole]]:
    """What each operation makes, by what is counted."""
    for name, (_words, columns) in DWELLINGS.items():
        yield f"dwellings_{name}", np.sum([content.dwellings[column] for column in columns], axis=0)
    yield "operations", np.ones(len(content.operations), dtype="int64")
    yield "facilities", (content.family == FACILITY_FAMILY).astype("int64")


def _life(stem: str, amounts: Whole, kept: Flags, done: Flags, undated: int) -> dict[str, Measured]:
    programmed, delivered = int(amounts[kept].sum()), int(amounts[done].sum())
    found = {f"{stem}.programmed": told(programmed)}
    if undated:
        sentence = Measured(None, plural(undated, *_UNDATED).format(count=undated))
        return found | {f"{stem}.{state}": sentence for state in ("delivered", "to_deliver", "completion")}
    return found | {
        f"{stem}.delivered": told(delivered),
        f"{stem}.to_deliver": told(programmed - delivered),
        f"{stem}.completion": quotient(delivered, programmed, NOTHING_PROGRAMMED),
    }


def _renewal(world: World, zone: Zone, content: Arrays, kept: Flags) -> Measured:
    standing = dwellings_of(zone, housing(world))
    if isinstance(standing, Measured):
        return standing
    changed = content.dwellings["demolished"] + content.dwellings["requalified"]
    return quotient(int(changed[kept].sum()), standing, NO_DWELLINGS)


def dwellings_of(zone: Zone, homes: Housing | None) -> int | Measured:
    """Social dwellings that stand in a zone, or why they are unknown."""
    if zone.no_ground is not None:
        return Measured(None, _(zone.no_ground))
    if homes is None or zone.residences is None:
        return lacking(NO_HOUSING)
    return int(homes.dwellings[zone.residences].sum())
