"""What the dated rules say of the place of a footprint: indicative, neither legal nor tax advice."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import shapely

from core.languages import N_
from layers.snapshot import Snapshot
from programme.check.report import NeighbourhoodTest, RuleResult
from programme.place_sheets import GENERATION_WORDS
from programme.rules.rule_set import Question, Rule, rules
from programme.world import World

Verdict = tuple[bool | None, str, Mapping[str, Any], float | None, str | None]
"""Whether it applies, the reason, its figures, the margin in metres, the code of the neighbourhood."""

_NOT_IMPORTED = N_("The layer “{layer_word}” is not imported.")
_NONE_NEAR = N_("No priority neighbourhood ({generation_word}) lies near.")
_OVER = N_("The rule is not in force on {check_day}.")
_TOO_FAR = N_("The farthest point of the footprint lies {farthest_m} from {name} ({code}), beyond {limit_m}.")
_NOWHERE_NEAR = N_(
    "The nearest point of the footprint lies {distance_m} from {name} ({code}), beyond {limit_m}."
)
_INSIDE = N_("The footprint lies wholly in {name} ({code}).")
_WITHIN = N_("The farthest point of the footprint lies {farthest_m} from {name} ({code}): margin {margin_m}.")
_CONDITIONS: Mapping[str, str] = {
    "npnru": N_(
        "The distances are met ({farthest_m} from {name}, {code}); whether it is a neighbourhood of the national "
        "renewal programme is not known here."
    ),
    "former": N_(
        "The distance is met ({farthest_m} from {name}, {code}); the date of the convention (by {convention_day}) and "
        "that of the permit (by {permit_day}) are not known here."
    ),
    "convention": N_(
        "Social dwellings on the footprint in {name} ({code}): {dwellings_count}; whether a convention annexed to the "
        "contrat de ville covers them is not known here."
    ),
}
_NO_DWELLINGS = N_("No social dwelling stands on the footprint in a priority neighbourhood.")
_PERMIT = N_("The date of the application for the building permit is not known here.")

_TITLES = {
    "neighbourhoods_2024": "Priority neighbourhoods 2024",
    "neighbourhoods_2015": "Priority neighbourhoods 2015",
    "housing": "Social housing",
}
"""Titles of the layers, which their declarations bring to the catalogue."""


def check_rules(
    shape: shapely.Geometry, world: World, neighbourhoods: tuple[NeighbourhoodTest, ...], day: dt.date
) -> tuple[RuleResult, ...]:
    """Apply every dated rule to one footprint.

    Parameters
    ----------
    shape
        Valid polygons in EPSG:2154.
    world
        Layers; a rule on one that was not imported cannot be told.
    neighbourhoods
        Those that it lies in or near.
    day
        Of the check.

    Returns
    -------
    One result for each rule of ``rules.toml``, in its order; those that are not in force that day do not apply.
    """
    return tuple(_result(rule, shape, world, neighbourhoods, day) for rule in rules())


def _result(
    rule: Rule,
    shape: shapely.Geometry,
    world: World,
    neighbourhoods: tuple[NeighbourhoodTest, ...],
    day: dt.date,
) -> RuleResult:
    own = [test for test in neighbourhoods if test.generation == rule.generation]
    if not rule.holds(day):
        found: Verdict = (False, _OVER, {"check_day": day.isoformat()}, None, None)
    elif rule.generation is not None and world.snapshot(rule.generation) is None:
        found = _not_imported(rule.generation)
    else:
        found = _TESTS[rule.test](rule, shape, world, own)
    applies, reason, values, margin, code = found
    return RuleResult(
        code=rule.code,
        title=rule.title,
        text=rule.text,
        applies=applies,
        reason=reason,
        values=values,
        margin_m=margin,
        neighbourhood=code,
        valid_from=rule.start,
        valid_to=rule.end or rule.permit_by,
        source=rule.source,
        url=rule.url,
    )


def _not_imported(layer: str) -> Verdict:
    return None, _NOT_IMPORTED, {"layer": layer, "layer_word": _TITLES[layer]}, None, None


def _distance(rule: Rule, _shape: shapely.Geometry, _world: World, own: list[NeighbourhoodTest]) -> Verdict:
    """Compare farthest and nearest point with the limits of a rule, in the neighbourhood that suits it best."""
    if not own:
        words = {"generation_word": GENERATION_WORDS[str(rule.generation)]}
        return False, _NONE_NEAR, words, None, None
    entirely = float(rule.entirely_within_m or 0.0)
    partly = rule.partly_within_m
    margins = {
        test.code: min(
            entirely - test.farthest_m, float("inf") if partly is None else partly - test.distance_m
        )
        for test in own
    }
    best = max(own, key=lambda test: (margins[test.code], test.share))
    margin = margins[best.code]
    values = {
        "name": best.name,
        "code": best.code,
        "farthest_m": best.farthest_m,
        "distance_m": best.distance_m,
        "limit_m": entirely,
        "margin_m": margin,
    }
    if best.farthest_m >= entirely:
        return False, _TOO_FAR, values, margin, best.code
    if partly is not None and best.distance_m >= partly:
        return False, _NOWHERE_NEAR, {**values, "limit_m": partly}, margin, best.code
    if rule.condition is not None:
        days = {
            name: day.isoformat()
            for name, day in (("convention_day", rule.convention_by), ("permit_day", rule.permit_by))
            if day is not None
        }
        return None, _CONDITIONS[rule.condition], {**values, **days}, margin, best.code
    return True, _INSIDE if best.share == 1.0 else _WITHIN, values, margin, best.code


def _social_housing(
    rule: Rule, shape: shapely.Geometry, world: World, own: list[NeighbourhoodTest]
) -> Verdict:
    """Count the social dwellings that stand both on the footprint and in a neighbourhood."""
    housing, places = world.housing, world.snapshot(str(rule.generation))
    if housing is None or places is None:
        return _not_imported("housing")
    counts = {test.code: _dwellings(shape, test.code, places, housing) for test in own if test.area_m2 > 0}
    best = max(own, key=lambda test: counts.get(test.code, 0), default=None)
    if best is None or not counts.get(best.code):
        return False, _NO_DWELLINGS, {}, None, None
    values = {"name": best.name, "code": best.code, "dwellings_count": counts[best.code]}
    return None, _CONDITIONS["convention"], values, None, best.code


def _dwellings(shape: shapely.Geometry, code: str, places: Snapshot, housing: Snapshot) -> int:
    position = places.position(code)
    if position is None:
        return 0
    here = shapely.intersection(shape, places.tree.geometries[position])
    found = housing.tree.query(here, predicate="intersects")
    return int(housing.frame["dwellings"].iloc[found].sum())


def _permit_date(
    _rule: Rule, _shape: shapely.Geometry, _world: World, _own: list[NeighbourhoodTest]
) -> Verdict:
    return None, _PERMIT, {}, None, None


_TESTS: Mapping[Question, Callable[[Rule, shapely.Geometry, World, list[NeighbourhoodTest]], Verdict]] = {
    Question.NEIGHBOURHOOD_DISTANCE: _distance,
    Question.SOCIAL_HOUSING: _social_housing,
    Question.PERMIT_DATE: _permit_date,
}
