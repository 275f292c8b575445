"""People: hours of integration, households, social actions by theme, neighbourhoods without any."""

import numpy as np

from core.languages import N_, _, plural
from programme.desk import Clause
from programme.evaluation.arrays import Arrays, Flags, arrays
from programme.evaluation.households import Households, households
from programme.evaluation.measured import NOT_DATED, Found, Measured, Moment, lacking, quotient, told
from programme.evaluation.zone import Zone
from programme.themes import Theme
from programme.world import World

NO_HOURS = N_("No operation here tells such hours.")
NO_HOUSEHOLDS = N_("No operation here tells such households.")
NOBODY_TO_REHOUSE = N_("There is nobody to rehouse here: there is no rate.")
SECRET = N_(
    "Kept secret: this number of persons is under 11, or another one that is would be worked out from it."
)
NOT_BY_RING = N_("Numbers of persons are not told by ring.")
NO_NEIGHBOURHOOD = N_("No neighbourhood of this generation lies here.")
_UNTOLD = (
    N_("{count} operation does not tell this number: it is left out."),
    N_("{count} operations do not tell this number: they are left out."),
)
_UNDATED = (
    N_("{count} social action bears no date of start: those of that year are not known."),
    N_("{count} social actions bear no date of start: those of that year are not known."),
)


def integration(world: World, zone: Zone, moment: Moment) -> Found:
    """Measure the hours of integration of the operations of a zone."""
    codes = ("hours_planned", "hours_done", "completion", "works_share", "management_share")
    if moment.past:
        return {f"integration.{code}": lacking(NOT_DATED) for code in codes}
    content = arrays(world)
    mine = np.stack([content.hours[clause][:, zone.operations] for clause in Clause])
    planned, done = mine[:, 1], mine[:, 3]
    both = (planned > 0) & (done >= 0)
    untold = (planned > 0) & (done < 0)
    return {
        "integration.hours_planned": _hours(planned),
        "integration.hours_done": _hours(done),
        "integration.completion": quotient(
            int(done[both].sum()),
            int(planned[both].sum()),
            NO_HOURS,
            remark=_remark(int(untold.any(axis=0).sum())),
        ),
        "integration.works_share": _share(content, zone, Clause.WORKS),
        "integration.management_share": _share(content, zone, Clause.MANAGEMENT),
    }


def _hours(hours: "np.typing.NDArray[np.int64]") -> Measured:
    known = hours >= 0
    return told(int(hours[known].sum())) if known.any() else lacking(NO_HOURS)


def _share(content: Arrays, zone: Zone, clause: Clause) -> Measured:
    _planned, _integration, worked, done = content.hours[clause][:, zone.operations]
    both = (worked >= 0) & (done >= 0)
    return quotient(int(done[both].sum()), int(worked[both].sum()), NO_HOURS)


def _remark(count: int) -> str | None:
    return plural(count, *_UNTOLD).format(count=count) if count else None


def rehousing(world: World, zone: Zone, moment: Moment, *, ring: bool = False) -> Found:
    """Measure the households of a zone, small numbers kept secret."""
    if moment.past or ring:
        why = NOT_BY_RING if ring else NOT_DATED
        return {f"households.{code}": lacking(why) for code in ("to_rehouse", "rehoused", "completion")}
    published = households(world)
    counts = [published[zone.place, what] for what in (Households.TO_REHOUSE, Households.REHOUSED)]
    first, second = (
        Measured(None, _(SECRET), secret=True)
        if count.secret
        else lacking(NO_HOUSEHOLDS)
        if count.value is None
        else told(count.value, _remark(count.untold))
        for count in counts
    )
    return {
        "households.to_rehouse": first,
        "households.rehoused": second,
        "households.completion": _completion(first, second),
    }


def _completion(to_rehouse: Measured, rehoused: Measured) -> Measured:
    if to_rehouse.value is None or rehoused.value is None:
        return to_rehouse if to_rehouse.value is None else rehoused
    return quotient(
        rehoused.value, to_rehouse.value, NOBODY_TO_REHOUSE, remark=rehoused.remark or to_rehouse.remark
    )


def actions(world: World, zone: Zone, moment: Moment) -> Found:
    """Count the social actions of a zone by theme, and its neighbourhoods without any, each generation apart."""
    content = arrays(world)
    mine = zone.actions & (content.began <= moment.year) if moment.past else zone.actions
    undated = int((zone.actions & (content.began == 0)).sum()) if moment.past else 0
    if undated:
        sentence = Measured(None, plural(undated, *_UNDATED).format(count=undated))
        codes = ("actions.total", *(f"actions.{theme.value}" for theme in Theme))
        found = dict.fromkeys(codes, sentence)
    else:
        found = {"actions.total": told(int(mine.sum()))}
        for theme in Theme:
            found[f"actions.{theme.value}"] = told(int((mine & (content.theme == theme.value)).sum()))
    for generation in ("neighbourhoods_2024", "neighbourhoods_2015"):
        found[f"{generation}.without_action"] = (
            lacking(NOT_DATED) if moment.past else _without(world, content, zone, generation)
        )
    return found


def _without(world: World, content: Arrays, zone: Zone, generation: str) -> Measured:
    if world.snapshot(generation) is None:
        return lacking(N_("The layer of neighbourhoods of this generation was not imported."))
    codes = [code for own, code in zone.neighbourhoods if own == generation]
    if not codes:
        return lacking(NO_NEIGHBOURHOOD)
    return told(sum(not _actions_of(content, generation, code).any() for code in codes))


def _actions_of(content: Arrays, generation: str, code: str) -> Flags:
    found = content.actions_of(content.inside[generation, code])
    return found | content.linked[code] if code in content.linked else found
