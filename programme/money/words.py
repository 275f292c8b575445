"""What a funding plan still lacks, and its rate of subsidy, in words: the same on a page and on paper."""

from core.formats import euros, percent
from core.languages import _
from programme.money.funding import FundingPlan


def rate_words(plan: FundingPlan) -> str:
    """Rate of subsidy, in the language in force; why there is none where it cannot be computed."""
    if plan.subsidy_rate is None:
        return _("Subsidy rate: not computable, since no funding basis is known.")
    return _("Subsidy rate: {rate} of the basis (loans and own funds apart).").format(
        rate=percent(plan.subsidy_rate, decimals=1)
    )


def gap_words(plan: FundingPlan) -> str | None:
    """What is left to fund, or funded beyond; None where nothing is, or where neither cost nor basis is known."""
    gap = plan.uncovered_eur
    if not gap:
        return None
    reference = _("of the cost") if plan.uncovered_of == "cost" else _("of the basis, since no cost is known")
    share = percent(None if plan.uncovered_share is None else abs(plan.uncovered_share), decimals=1)
    words = (
        _("Left to fund: {amount} ({share} {reference}).")
        if gap > 0
        else _("Over-funded by {amount} ({share} {reference}).")
    )
    return words.format(amount=euros(abs(gap)), share=share, reference=reference)
