"""Words that the parts of the page Financements share."""

from collections.abc import Iterable

from core.formats import number
from core.languages import N_, _
from layers.symbol import Hatch
from maps.palette import MoneySign, money_signs
from programme.money.funding import Amounts, FunderRow
from programme.money.ledger import Measure, Source, euros
from programme.money.matrix import COST, OVER, PLANNED, TOTAL, UNCOVERED, Grouping
from programme.steps import FundingKind

MEASURES = {
    Measure.REQUESTED: N_("Requested"),
    Measure.VOTED: N_("Voted"),
    Measure.COMMITTED: N_("Committed amount"),
    Measure.PAID: N_("Paid"),
}
GROUPINGS = {
    Grouping.OPERATION: N_("Operation"),
    Grouping.COMMUNE: N_("Commune"),
    Grouping.EPT: N_("EPT"),
    Grouping.SITE: N_("Priority site"),
    Grouping.FAMILY: N_("Family"),
    Grouping.STEP: N_("Step"),
    Grouping.YEAR: N_("Year of decision"),
}
KINDS = {
    FundingKind.SUBSIDY: N_("Subsidies"),
    FundingKind.LOAN: N_("Loans"),
    FundingKind.OWN_FUNDS: N_("Own funds"),
}
COLUMNS = {
    TOTAL: N_("Total funding"),
    COST: N_("Cost excl. tax"),
    PLANNED: N_("Plan"),
    UNCOVERED: N_("Not covered"),
    OVER: N_("Over-funding"),
}
_MILLION_CENTS = 10**8


def column_words(key: str, sources: Iterable[Source]) -> str:
    """Words of a column of the matrix."""
    for source in sources:
        if source.key == key:
            return source.name
    return _(COLUMNS[key]) if key in COLUMNS else _(KINDS[FundingKind(key)])


def amount(cents: int, *, with_cents: bool) -> str:
    """Write an amount in euros without its unit: exact, so that what is shown adds up; zero is 0."""
    return number(euros(cents), decimals=2 if with_cents and cents else 0)


def exact_euros(cents: int) -> str:
    """Write an amount with its unit, with its cents where it has some."""
    return f"{amount(cents, with_cents=cents % 100 != 0)}\N{NO-BREAK SPACE}€"


def about(cents: int) -> str:
    """Write an amount in millions with one decimal, in thousands where it is less: for pictures."""
    if cents == 0:
        return "0"
    if abs(cents) >= _MILLION_CENTS:
        decimals = 0 if cents % _MILLION_CENTS == 0 else 1
        return _("{amount} M€").format(amount=number(cents / _MILLION_CENTS, decimals=decimals))
    return _("{amount} k€").format(amount=number(cents / 10**5))


def signs(sources: Iterable[Source]) -> list[MoneySign]:
    """Sign of each source, in their order."""
    return money_signs(
        [
            FunderRow(item.funder_id, item.short_name, item.name, item.rank, item.kind, 0, Amounts())
            for item in sources
        ]
    )


def background(sign: MoneySign) -> str:
    """CSS of a sign."""
    if sign.hatch is Hatch.NONE:
        return sign.fill
    angle = "90deg" if sign.hatch is Hatch.BARS else "135deg"
    return f"repeating-linear-gradient({angle}, {sign.lines} 0 1.5px, {sign.fill} 1.5px 5px)"
