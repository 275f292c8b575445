"""What the rules on amounts say of one operation: plain arithmetic, exact to the cent."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.languages import N_
from programme.rules.amount_rules import (
    AmountsOrderRule,
    BalanceRule,
    LocalShareRule,
    MaximumRateRule,
    OverFundingRule,
)
from programme.rules.facts import Facts, Line
from programme.rules.outcome import Outcome, State, Unit
from programme.steps import FundingKind

_OWN_PART = N_(
    "The owner bears {own_share} of the public funding ({own_eur} of {public_eur}); at least {minimum_share} "
    "is asked for."
)
_OWN_PART_SHORT = N_(
    "The owner bears {own_share} of the public funding ({own_eur} of {public_eur}), below the {minimum_share} "
    "asked for: {short_eur} short. A derogation is possible inside a renewal programme ({derogation})."
)
_OWN_PART_ALONE = N_(
    "The owner bears {own_share} of the public funding ({own_eur} of {public_eur}), below the {minimum_share} "
    "asked for: {short_eur} short."
)
_OWN_PART_DEROGATION = N_(
    "The owner bears {own_share} of the public funding ({own_eur} of {public_eur}), below the {minimum_share} "
    "asked for. A subsidy of {funders} is the sign of a renewal programme: the derogation ({derogation}) may hold, "
    "and is to be confirmed."
)
_NO_PUBLIC_MONEY = N_("No public funding is known: the share of the owner is not computable.")
_RATE = N_(
    "Subsidies ({funders}): {rate_share} of the basis ({subsidy_eur} of {basis_eur}), at most {maximum_share}."
)
_RATE_OVER = N_(
    "Subsidies ({funders}): {rate_share} of the basis ({subsidy_eur} of {basis_eur}), above the {maximum_share} "
    "allowed: {over_eur} too much."
)
_NO_BASIS = N_("Subsidies of {subsidy_eur} ({funders}), but no funding basis: the rate is not computable.")
_NO_COST = N_("Neither cost nor funding basis is known: what is left to fund is not computable.")
_LEFT = N_(
    "{gap_eur} of {reference_eur} ({gap_share}) are not covered by the plan of {planned_eur}, loans and own funds "
    "included."
)
_COVERED = N_("The plan of {planned_eur} covers the {reference_eur} to be found.")
_OVER = N_("The plan of {planned_eur} exceeds the {reference_eur} to be found by {over_eur} ({over_share}).")
_NOT_OVER = N_("The plan of {planned_eur} does not exceed the {reference_eur} to be found.")
_DISORDER = N_(
    "Line {line} ({funder}, {year}): {greater_word}, {greater_eur}, exceeds {lesser_word}, {lesser_eur}, by {over_eur}."
)
_ORDER = N_("Funding lines in order: {lines_count}.")
_PAID, _COMMITTED, _VOTED = N_("what is paid"), N_("what is committed"), N_("what is voted")


def local_share(rule: LocalShareRule, facts: Facts, _day: dt.date) -> Iterator[Outcome]:
    """Share of the public funding that the owner bears; loans are repaid, and stay out."""
    if facts.abandoned or facts.owner_kind not in rule.owner_kinds:
        return
    own = sum((line.planned_eur for line in facts.lines if line.kind == FundingKind.OWN_FUNDS), Decimal(0))
    subsidies = [line for line in facts.lines if line.kind == FundingKind.SUBSIDY]
    public = own + sum(
        (line.planned_eur for line in subsidies if line.funder_kind in rule.public_funder_kinds), Decimal(0)
    )
    if public <= 0:
        yield Outcome(State.UNKNOWN, _NO_PUBLIC_MONEY)
        return
    margin = own / public - rule.minimum_share
    values = {
        "own_share": own / public,
        "own_eur": own,
        "public_eur": public,
        "minimum_share": rule.minimum_share,
    }
    # Compared as amounts: a quotient may be rounded, a product of cents and a share is exact.
    short = rule.minimum_share * public - own
    if short <= 0:
        yield Outcome(State.KEPT, _OWN_PART, values, margin, Unit.SHARE)
        return
    values |= {"short_eur": short}
    sign = [line for line in subsidies if line.funder_kind in rule.derogation_funder_kinds]
    if rule.derogation is None:
        yield Outcome(State.BROKEN, _OWN_PART_ALONE, values, margin, Unit.SHARE)
    elif sum((line.planned_eur for line in sign), Decimal(0)) > 0:
        more = {"derogation": rule.derogation, "funders": _names(sign)}
        yield Outcome(State.UNKNOWN, _OWN_PART_DEROGATION, {**values, **more}, margin, Unit.SHARE)
    else:
        yield Outcome(
            State.BROKEN, _OWN_PART_SHORT, {**values, "derogation": rule.derogation}, margin, Unit.SHARE
        )


def maximum_rate(rule: MaximumRateRule, facts: Facts, _day: dt.date) -> Iterator[Outcome]:
    """Subsidies of the funders that the rule names ÷ funding basis."""
    if facts.abandoned or (rule.families and facts.family not in rule.families):
        return
    every = not (rule.funders or rule.funder_kinds)
    lines = [
        line
        for line in facts.lines
        if line.kind == FundingKind.SUBSIDY
        and (every or line.funder_id in rule.funders or line.funder_kind in rule.funder_kinds)
    ]
    if not lines:
        return
    subsidy = sum((line.planned_eur for line in lines), Decimal(0))
    values: dict[str, Any] = {"funders": _names(lines), "subsidy_eur": subsidy}
    if facts.basis_eur is None or facts.basis_eur <= 0:
        yield Outcome(State.UNKNOWN, _NO_BASIS, values)
        return
    rate = subsidy / facts.basis_eur
    values |= {"rate_share": rate, "basis_eur": facts.basis_eur, "maximum_share": rule.maximum_share}
    over = subsidy - rule.maximum_share * facts.basis_eur
    margin = rule.maximum_share - rate
    if over > 0:
        yield Outcome(State.BROKEN, _RATE_OVER, {**values, "over_eur": over}, margin, Unit.SHARE)
    else:
        yield Outcome(State.KEPT, _RATE, values, margin, Unit.SHARE)


def balance(rule: BalanceRule, facts: Facts, _day: dt.date) -> Iterator[Outcome]:
    """What the plan leaves to find."""
    if facts.abandoned:
        return
    reference, planned = _reference(facts), _planned(facts)
    if reference is None:
        yield Outcome(State.UNKNOWN, _NO_COST)
        return
    gap = reference - planned
    values: dict[str, Any] = {"planned_eur": planned, "reference_eur": reference}
    if gap > rule.tolerance_eur:
        more = {"gap_eur": gap, "gap_share": gap / reference if reference > 0 else None}
        yield Outcome(State.BROKEN, _LEFT, {**values, **more}, rule.tolerance_eur - gap, Unit.EUROS)
    else:
        yield Outcome(State.KEPT, _COVERED, values, rule.tolerance_eur - gap, Unit.EUROS)


def over_funding(rule: OverFundingRule, facts: Facts, _day: dt.date) -> Iterator[Outcome]:
    """What the plan brings beyond the cost."""
    reference, planned = _reference(facts), _planned(facts)
    if facts.abandoned or reference is None:
        return
    over = planned - reference
    margin = rule.tolerance_eur - over
    values: dict[str, Any] = {"planned_eur": planned, "reference_eur": reference}
    if over > rule.tolerance_eur:
        share = over / reference if reference > 0 else None
        more = {"over_eur": over, "over_share": share}
        yield Outcome(State.BROKEN, _OVER, {**values, **more}, margin, Unit.EUROS)
    else:
        yield Outcome(State.KEPT, _NOT_OVER, values, margin, Unit.EUROS)


def amounts_order(_rule: AmountsOrderRule, facts: Facts, _day: dt.date) -> Iterator[Outcome]:
    """Each line on which an amount exceeds the one before it."""
    found = [outcome for line in facts.lines for outcome in _disorder(line)]
    if found:
        yield from found
    elif facts.lines:
        yield Outcome(State.KEPT, _ORDER, {"lines_count": len(facts.lines)})


def _disorder(line: Line) -> Iterator[Outcome]:
    """Each amount that exceeds the nearest known one before it; a decommitment is compared in absolute value."""
    steps = ((_VOTED, line.voted_eur), (_COMMITTED, line.committed_eur), (_PAID, line.paid_eur))
    stated = [(word, abs(amount)) for word, amount in steps if amount is not None]
    for (lesser_word, lesser), (greater_word, greater) in pairwise(stated):
        if greater > lesser:
            values = {
                "line": line.id,
                "funder": line.funder_name,
                "year": str(line.year) if line.year is not None else None,
                "greater_word": greater_word,
                "greater_eur": greater,
                "lesser_word": lesser_word,
                "lesser_eur": lesser,
                "over_eur": greater - lesser,
            }
            yield Outcome(State.BROKEN, _DISORDER, values, lesser - greater, Unit.EUROS)


def _reference(facts: Facts) -> Decimal | None:
    """What the plan has to reach: the cost excluding tax, or the basis where no cost is known."""
    return facts.basis_eur if facts.cost_eur is None else facts.cost_eur


def _planned(facts: Facts) -> Decimal:
    return sum((line.planned_eur for line in facts.lines), Decimal(0))


def _names(lines: list[Line]) -> str:
    """Short names of funders, each once, in the order of the lines."""
    return ", ".join(dict.fromkeys(line.funder_name for line in lines))
