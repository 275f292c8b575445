"""The funding plan on a panel: a bar, a table whose numbers are read in columns, and what is missing in words."""

from decimal import Decimal

from core.formats import UNKNOWN, euros, money, percent
from core.languages import N_, _
from layers.symbol import Hatch
from maps.palette import NOT_COVERED, MoneySign, money_signs
from programme.money.funding import Amounts, FunderRow, FundingPlan
from programme.money.words import gap_words, rate_words
from programme.steps import FundingKind
from views.html import Column, Html, grey, heading, join, table, tag, wide

_KINDS = {FundingKind.LOAN: N_("loan"), FundingKind.OWN_FUNDS: N_("own funds")}


def funding_part(plan: FundingPlan) -> Html:
    """Who pays for an operation."""
    if plan.withheld:
        return join((heading(_("Funding")), tag("p", _("The amounts by funder are not public."))))
    basis = (
        _("basis excl. tax {amount}").format(amount=euros(plan.basis_eur))
        if plan.basis_eur is not None
        else ""
    )
    if not plan.lines:
        return join(
            (
                heading(_("Funding"), basis),
                tag("p", _("No funding line yet: the plan is still to be drawn up.")),
            )
        )
    return join((heading(_("Funding"), basis), _bar(plan), _table(plan), _missing(plan)))


def _background(sign: MoneySign) -> str:
    if sign.hatch is Hatch.NONE:
        return sign.fill
    angle = "90deg" if sign.hatch is Hatch.BARS else "135deg"
    return f"repeating-linear-gradient({angle}, {sign.lines} 0 1.5px, {sign.fill} 1.5px 5px)"


def _bar(plan: FundingPlan) -> Html:
    """One segment a row, as wide as its share; hidden from readers who hear the table instead."""
    shares = [max(row.amounts.planned_eur or Decimal(0), Decimal(0)) for row in plan.by_funder]
    missing = max(plan.uncovered_eur or Decimal(0), Decimal(0))
    whole = sum(shares) + missing
    if whole <= 0:
        return Html("")
    parts = zip([*shares, missing], [*money_signs(plan.by_funder), NOT_COVERED], strict=True)
    return tag(
        "div",
        join(
            tag("span", "", style=f"width:{share / whole * 100:.2f}%;background:{_background(sign)}")
            for share, sign in parts
            if share > 0
        ),
        class_="bar",
        aria_hidden="true",
    )


def _table(plan: FundingPlan) -> Html:
    columns = (
        Column(_("Funder")),
        Column(_("Requested")),
        Column(_("Voted")),
        Column(_("Committed amount")),
        Column(_("Paid")),
        Column(_("Subsidy, % of basis")),
    )
    numbers = (columns[0], *(Column(column.title, number=True) for column in columns[1:]))
    rows = [
        (_funder(row, sign), *_amounts(row.amounts), _share(row.subsidy_share))
        for row, sign in zip(plan.by_funder, money_signs(plan.by_funder), strict=True)
    ]
    total = (_("Total (€)"), *_amounts(plan.totals), _share(plan.subsidy_rate))
    caption = _("Funding plan, amounts in euros")
    return wide(caption, table(caption, numbers, rows, total), class_="wide money")


def _funder(row: FunderRow, sign: MoneySign) -> Html:
    square = tag("i", "", style=f"background:{_background(sign)}", aria_hidden="true")
    kind = _KINDS.get(row.kind)
    name = tag("span", join((row.short_name, grey(f" ({_(kind)})") if kind else "")))
    return tag("div", join((square, name)), class_="who")


def _amounts(amounts: Amounts) -> tuple[str, str, str, str]:
    return (
        money(amounts.requested_eur),
        money(amounts.voted_eur),
        money(amounts.committed_eur),
        money(amounts.paid_eur),
    )


def _share(share: Decimal | None) -> str:
    return UNKNOWN if share is None else percent(share, decimals=1)


def _missing(plan: FundingPlan) -> Html:
    """What is not covered yet, and the rate of subsidy, in words."""
    rate, gap = tag("p", rate_words(plan)), gap_words(plan)
    if gap is not None:
        return join((tag("p", tag("b", gap)), rate))
    if plan.uncovered_eur is None:
        return rate
    return join((tag("p", _("Everything is covered.")), rate))
