"""What the rules on dates and hours say of one operation."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from core.languages import N_
from programme.rules.amount_rules import ConventionEndRule, IntegrationShareRule, IntegrationTargetRule
from programme.rules.facts import Facts, Hours
from programme.rules.outcome import Outcome, State, Unit

_LATE = N_("After the end of the convention ({end_day}): {late_dates}.")
_IN_TIME = N_("Every known date lies within the convention, which ends on {end_day}; the last is {date_day}.")
_HOURS = N_(
    "Integration hours done: {integration_hours} of {worked_hours} worked, {done_share}; at least {minimum_share}."
)
_HOURS_SHORT = N_(
    "Integration hours done: {integration_hours} of {worked_hours} worked, {done_share}, below {minimum_share}: "
    "{short_hours} missing."
)
_HOURS_PLANNED = N_(
    "Integration hours planned: {integration_hours} of {worked_hours}, {done_share}; at least {minimum_share}. None is "
    "reported as done yet."
)
_HOURS_PLANNED_SHORT = N_(
    "Integration hours planned: {integration_hours} of {worked_hours}, {done_share}, below {minimum_share}: "
    "{short_hours} missing. None is reported as done yet."
)
_NO_HOURS = N_("The hours worked, or those of integration, are not known: the share is not computable.")
_TARGET = N_("“{name}”: {done_hours} done of {planned_hours} planned.")
_TARGET_SHORT = N_(
    "“{name}” ended on {end_day} with {done_hours} done of {planned_hours} planned: {short_hours} missing."
)
_TARGET_UNKNOWN = N_("“{name}” ended on {end_day}; the hours done of {planned_hours} planned are not known.")


def convention_end(_rule: ConventionEndRule, facts: Facts, _day: dt.date) -> Iterator[Outcome]:
    """Each date after the last day of the convention."""
    end = facts.convention_end
    if end is None or not facts.dates:
        return
    late = sorted((item for item in facts.dates if item.day > end), key=lambda item: item.day)
    if late:
        dates = [
            {"what": item.what, "name": item.name, "date": item.day, "late_days": (item.day - end).days}
            for item in late
        ]
        margin = Decimal((end - late[-1].day).days)
        yield Outcome(State.BROKEN, _LATE, {"end_day": end, "late_dates": dates}, margin, Unit.DAYS)
    else:
        last = max(item.day for item in facts.dates)
        values = {"date_day": last, "end_day": end}
        yield Outcome(State.KEPT, _IN_TIME, values, Decimal((end - last).days), Unit.DAYS)


def integration_share(rule: IntegrationShareRule, facts: Facts, _day: dt.date) -> Iterator[Outcome]:
    """Hours done in integration ÷ hours worked; the planned ones as long as none is done."""
    hours = (facts.hours or {}).get(rule.clause)
    if facts.abandoned or hours is None:
        return
    worked, integration, done = _known_hours(hours)
    if not worked or integration is None:
        yield Outcome(State.UNKNOWN, _NO_HOURS)
        return
    share = Decimal(integration) / worked
    values = {
        "integration_hours": integration,
        "worked_hours": worked,
        "done_share": share,
        "minimum_share": rule.minimum_share,
    }
    short = rule.minimum_share * worked - integration
    margin = share - rule.minimum_share
    if short <= 0:
        yield Outcome(State.KEPT, _HOURS if done else _HOURS_PLANNED, values, margin, Unit.SHARE)
    else:
        sentence = _HOURS_SHORT if done else _HOURS_PLANNED_SHORT
        yield Outcome(State.BROKEN, sentence, {**values, "short_hours": short}, margin, Unit.SHARE)


def _known_hours(hours: Hours) -> tuple[int | None, int | None, bool]:
    """Hours worked and those of integration: the done ones where any is known, else the planned ones."""
    if hours.worked_done is not None or hours.integration_done is not None:
        return hours.worked_done, hours.integration_done, True
    return hours.worked_planned, hours.integration_planned, False


def integration_target(_rule: IntegrationTargetRule, facts: Facts, day: dt.date) -> Iterator[Outcome]:
    """Hours done against hours planned, of each action: it falls short only once it is over."""
    for action in facts.actions:
        over = action.end is not None and action.end < day
        values = {"name": action.name, "planned_hours": action.hours_planned, "end_day": action.end}
        if action.hours_done is None:
            if over:
                yield Outcome(State.UNKNOWN, _TARGET_UNKNOWN, values)
            continue
        margin = Decimal(action.hours_done - action.hours_planned)
        values |= {"done_hours": action.hours_done}
        if over and margin < 0:
            yield Outcome(State.BROKEN, _TARGET_SHORT, {**values, "short_hours": -margin}, margin, Unit.HOURS)
        else:
            yield Outcome(State.KEPT, _TARGET, values, margin, Unit.HOURS)
