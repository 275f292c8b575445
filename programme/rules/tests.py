"""One rule on amounts, dates or hours, applied to one operation."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from programme.rules import calendar as rule_calendar
from programme.rules import money as rule_money
from programme.rules.amount_rules import (
    AmountRule,
    AmountsOrderRule,
    BalanceRule,
    ConventionEndRule,
    IntegrationShareRule,
    IntegrationTargetRule,
    LocalShareRule,
    MaximumRateRule,
    OverFundingRule,
)
from programme.rules.facts import Facts
from programme.rules.outcome import Outcome


def examine(rule: AmountRule, facts: Facts, day: dt.date) -> tuple[Outcome, ...]:
    """Apply one rule to one operation.

    Parameters
    ----------
    rule
        In force or not: that is asked of the rule.
    facts
        Of the operation.
    day
        Of the examination: what is over is judged as such.

    Returns
    -------
    Outcomes; none where the rule does not concern the operation.
    """
    return tuple(_TESTS[type(rule)](rule, facts, day))


_TESTS: Mapping[type[AmountRule], Callable[[Any, Facts, dt.date], Iterator[Outcome]]] = {
    LocalShareRule: rule_money.local_share,
    MaximumRateRule: rule_money.maximum_rate,
    BalanceRule: rule_money.balance,
    OverFundingRule: rule_money.over_funding,
    AmountsOrderRule: rule_money.amounts_order,
    ConventionEndRule: rule_calendar.convention_end,
    IntegrationShareRule: rule_calendar.integration_share,
    IntegrationTargetRule: rule_calendar.integration_target,
}
