"""Keeping what indicators are worth, year by year: an explicit act of a person, written into the journal."""

from collections.abc import Iterable

from core.actor import Actor
from programme.edits.changes import Change, Edited, deletion, insertion, update
from programme.edits.editing import edit
from programme.evaluation.evaluate import measure_again, moment_of
from programme.evaluation.place import Place
from programme.evaluation.targets import kept_values
from programme.evaluation.value import Value
from programme.storage.store import Store
from programme.world import World

_TABLE = "indicator_values"


def keep(
    store: Store, actor: Actor, world: World, places: Iterable[Place], year: int | None = None
) -> Edited:
    """Work every indicator out again and keep what it is worth for a year, in one transaction.

    Values that are the same already are left alone: keeping twice changes nothing. A value that cannot be told any
    more, or that has become secret, is no longer kept, unless the year is over: what was published then stays.

    Parameters
    ----------
    store
        Where the programme is kept.
    actor
        Who keeps; a partner who answers for the whole territory.
    world
        As the actor sees it.
    places, year
        As :func:`programme.evaluation.evaluate.evaluate` takes them.

    Raises
    ------
    NotEditingError
        The person may not change what is of the whole territory.
    StaleError
        Somebody kept other values meanwhile.
    NoPlaceError, FutureYearError
        As for an evaluation.
    """
    return edit(store, actor, changes(world, places, year))


def changes(world: World, places: Iterable[Place], year: int | None = None) -> list[Change]:
    """What keeping would change."""
    moment = moment_of(year)
    return [
        change
        for value in measure_again(world, places, year)
        if (change := _change(world, value, past=moment.past)) is not None
    ]


def _change(world: World, value: Value, *, past: bool) -> Change | None:
    key = (value.place.key, value.indicator.code, value.year)
    before = kept_values(world).get(key)
    row = "/".join(map(str, key))
    seen = world.programme.revision
    if value.value is None:
        return None if before is None or past else deletion(_TABLE, row, seen=seen)
    content = {
        "value": value.value,
        "computed_on": value.date,
        "programme_revision": seen,
        "fictitious": value.fictitious,
    }
    if before is None:
        named = dict(zip(("place", "indicator", "year"), key, strict=True))
        return insertion(_TABLE, {**named, **content})
    return update(_TABLE, row, content, seen=seen) if before.value != value.value else None
