"""Colours of money, one meaning one sign: greens for subsidies, ochre with bars for loans, grey for own funds."""

from collections.abc import Sequence
from dataclasses import dataclass

from layers.symbol import Hatch
from programme.money.funding import FunderRow
from programme.steps import FundingKind

SUBSIDIES = ("#01665e", "#35978f", "#80cdc1", "#c7eae5")
"""Darkest for the funder of the first rank; those after the last share the lightest."""
LOAN = "#dfc27d"
OWN_FUNDS = "#b8b4ac"
UNCOVERED = "#ffffff"
UNCOVERED_LINES = "#b2182b"
LOAN_LINES = "#a6761d"


@dataclass(frozen=True, slots=True)
class MoneySign:
    """Fill and hatch of one part of a funding plan."""

    fill: str
    hatch: Hatch = Hatch.NONE
    lines: str | None = None


NOT_COVERED = MoneySign(UNCOVERED, Hatch.DIAGONAL, UNCOVERED_LINES)


def money_signs(rows: Sequence[FunderRow]) -> list[MoneySign]:
    """Sign of each row of a plan, in its order; greens go from the darkest down along the subsidies."""
    signs: list[MoneySign] = []
    subsidies = 0
    for row in rows:
        if row.kind is FundingKind.SUBSIDY:
            signs.append(MoneySign(SUBSIDIES[min(subsidies, len(SUBSIDIES) - 1)]))
            subsidies += 1
        elif row.kind is FundingKind.LOAN:
            signs.append(MoneySign(LOAN, Hatch.BARS, LOAN_LINES))
        else:
            signs.append(MoneySign(OWN_FUNDS))
    return signs
