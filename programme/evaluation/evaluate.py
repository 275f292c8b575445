"""The evaluation of places: every indicator, worked out from the programme and the library, or why it is not."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from core.errors import TrameError
from core.formats import date as date_text
from core.languages import N_, _
from programme.evaluation.access import reach
from programme.evaluation.built import built
from programme.evaluation.catalogue import INDICATORS
from programme.evaluation.indicators import Indicator, Unit
from programme.evaluation.measured import Measured, Moment
from programme.evaluation.persons import SECRET, actions, integration, rehousing
from programme.evaluation.place import Place, PlaceKind, require_place
from programme.evaluation.spent import spent
from programme.evaluation.suppression import PERSONS
from programme.evaluation.targets import Kept, kept_values, target_of
from programme.evaluation.value import Target, Value
from programme.evaluation.zone import Zone, zone
from programme.rules.alerts import today
from programme.visibility import sees_indicator
from programme.world import World

WITHHELD = N_("This is not public: the amounts, or the numbers of persons, stay between partners.")


class FutureYearError(TrameError):
    """A year that has not begun cannot be evaluated."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(_("The year {year} has not begun: it cannot be evaluated yet.").format(year=year))


def evaluate(world: World, places: Iterable[Place], year: int | None = None) -> tuple[Value, ...]:
    """Work out every indicator for places.

    Parameters
    ----------
    world
        As the reader may see it; numbers of persons below the threshold are kept secret for every reader.
    places
        Places of the installation, in the order of the answer.
    year
        At whose end; None, and the running year: as things stand today. For a past year the value that was kept
        then comes first; where none was, what bears dates is worked out again, and the rest says that it bears none.

    Returns
    -------
    For each place every indicator of :data:`programme.evaluation.catalogue.INDICATORS`, in that order.

    Raises
    ------
    NoPlaceError
        The installation has no such place.
    FutureYearError
        The year has not begun.
    """
    moment = moment_of(year)
    kept = kept_values(world) if moment.past else {}
    return _all_values(world, places, moment, kept)


def measure_again(world: World, places: Iterable[Place], year: int | None = None) -> tuple[Value, ...]:
    """Work out every indicator for places, as :func:`evaluate` does, whatever was kept."""
    return _all_values(world, places, moment_of(year), {})


def _all_values(
    world: World, places: Iterable[Place], moment: Moment, kept: Mapping[tuple[str, str, int], Kept]
) -> tuple[Value, ...]:
    found: list[Value] = []
    for place in places:
        require_place(world, place)
        found += _values(world, zone(world, place), moment, kept)
    return tuple(found)


def moment_of(year: int | None) -> Moment:
    """Last day that counts for a year; today for the running one, and for None.

    Raises
    ------
    FutureYearError
        The year has not begun.
    """
    day = today()
    if year is None or year == day.year:
        return Moment(day.year, day, past=False)
    if year > day.year:
        raise FutureYearError(year)
    return Moment(year, dt.date(year, 12, 31), past=True)


def measure(world: World, area: Zone, moment: Moment, *, ring: bool = False) -> dict[str, Measured]:
    """Measure every indicator in a zone, by code; ``ring``: the zone is no place, but a part around one."""
    return {
        **built(world, area, moment),
        **reach(world, area, moment),
        **spent(world, area, moment),
        **integration(world, area, moment),
        **rehousing(world, area, moment, ring=ring),
        **actions(world, area, moment),
    }


def _values(
    world: World, area: Zone, moment: Moment, kept: Mapping[tuple[str, str, int], Kept]
) -> list[Value]:
    measured, place = measure(world, area, moment), area.place
    found = []
    for code, indicator in INDICATORS.items():
        target = _published(indicator, target_of(world, place.key, code, moment.day))
        before = kept.get((place.key, code, moment.year))
        if not sees_indicator(world.role, code):
            found.append(value_of(world, place, indicator, moment, Measured(None, _(WITHHELD)), Target()))
        elif before is not None:
            found.append(_kept_value(place, indicator, moment, before, target))
        else:
            found.append(value_of(world, place, indicator, moment, measured[code], target))
    return found


def value_of(
    world: World, place: Place, indicator: Indicator, moment: Moment, measured: Measured, target: Target
) -> Value:
    """Say what was measured, from what, and on which day."""
    return Value(
        place=place,
        indicator=indicator,
        year=moment.year,
        value=measured.value,
        missing=measured.missing,
        suppressed=measured.secret,
        target=target,
        source=_source(world, place, indicator),
        date=today(),
        parts=measured.parts,
        fictitious=world.derive(_invented),
        remark=measured.remark,
    )


def _kept_value(place: Place, indicator: Indicator, moment: Moment, before: Kept, target: Target) -> Value:
    source = (
        _("Value kept in {year}")
        if before.revision is None
        else _("Value kept in {year}, programme revision {revision}")
    )
    secret = _small(indicator, before.value)
    return Value(
        place=place,
        indicator=indicator,
        year=moment.year,
        value=None if secret else before.value,
        missing=_(SECRET) if secret else None,
        suppressed=secret,
        target=target,
        source=source.format(year=moment.year, revision=before.revision),
        date=before.computed_on,
        kept=True,
        fictitious=before.fictitious,
    )


def _published(indicator: Indicator, target: Target) -> Target:
    """Target without a start that is a small number of persons, whoever wrote it down."""
    return replace(target, baseline=None) if _small(indicator, target.baseline) else target


def _small(indicator: Indicator, value: Decimal | None) -> bool:
    return indicator.unit is Unit.HOUSEHOLDS and value is not None and 0 < value < PERSONS


def _source(world: World, place: Place, indicator: Indicator) -> str:
    parts = []
    if indicator.frames:
        parts.append(_("Programme, revision {revision}").format(revision=world.programme.revision))
    for key in indicator.layers:
        if indicator.unit is Unit.EUR_PER_INHABITANT and not _tells_people(place, key):
            continue
        snapshot = world.snapshot(key)
        if snapshot is not None:
            revision = snapshot.revision
            parts.append(
                _("{layer}, data of {date}").format(
                    layer=_(snapshot.layer.title), date=date_text(revision.data_date)
                )
                if revision.data_date is not None
                else _(snapshot.layer.title)
            )
    return " · ".join(parts)


def _tells_people(place: Place, layer: str) -> bool:
    """Whether the inhabitants of a kind of place are told by a layer."""
    if place.kind in (PlaceKind.TERRITORY, PlaceKind.COMMUNE):
        return layer == "communes"
    return layer == place.generation or (place.kind is PlaceKind.SITE and layer != "communes")


def _invented(world: World) -> bool:
    frames = [world.programme.operations, *(item.frame for item in (world.housing, world.facilities) if item)]
    return any(
        bool(frame["fictitious"].fillna(value=False).any()) for frame in frames if "fictitious" in frame
    )
