"""The funding of a fact sheet: one bar, one table in the same signs, and what is missing in words."""

from collections.abc import Sequence
from decimal import Decimal

from core.formats import UNKNOWN, euros, money, percent
from core.languages import N_, _
from exports.blocks import LEFT, RIGHT, Block, Cell, strong, text
from exports.fiche.parts import WIDTH_MM, blocks_of, together, told_table
from exports.fiche.pictures import money_bar, money_sign
from maps.palette import NOT_COVERED, money_signs
from programme.money.funding import Amounts, FunderRow, FundingPlan, total
from programme.money.words import gap_words, rate_words
from programme.steps import FundingKind

_KINDS = {FundingKind.LOAN: N_("loan"), FundingKind.OWN_FUNDS: N_("own funds")}


def plan_blocks(plan: FundingPlan) -> list[Block]:
    """Funding plan of an operation; nothing for a reader who may not see who pays."""
    if plan.withheld:
        return []
    title = _("Funding plan")
    if not plan.lines:
        return [text(_("No funding line yet: the plan is still to be drawn up."), title)]
    rest = plan.uncovered_eur if plan.uncovered_eur is not None and plan.uncovered_eur > 0 else None
    rows = _rows(plan.by_funder, shares=True)
    if rest is not None:
        rows.append(_rest(rest))
    foot: list[Cell] = [strong(_("Total (€)")), *_amounts(plan.totals, heavy=True), _share(plan.subsidy_rate)]
    return blocks_of(
        together(
            _bar(title, plan.by_funder, rest, _alt(plan)),
            told_table(None, _heads(shares=True), rows, foot=[foot], note=_missing(plan)),
        )
    )


def place_blocks(rows: Sequence[FunderRow]) -> list[Block]:
    """What each funder brings to the operations of a place; nothing where nobody pays, or who pays is not shown."""
    if not rows:
        return []
    foot: list[Cell] = [strong(_("Total (€)")), *_amounts(total(row.amounts for row in rows), heavy=True)]
    alt = _("Who pays, planned amounts: {parts}.").format(parts=_told(rows))
    note = _("Whole amounts of the operations, those included that lie here only in part.")
    return blocks_of(
        together(
            _bar(_("Funding of these operations"), rows, None, alt),
            told_table(None, _heads(shares=False), _rows(rows, shares=False), foot=[foot], note=note),
        )
    )


def _bar(title: str, rows: Sequence[FunderRow], rest: Decimal | None, alt: str) -> Block | None:
    bar = money_bar(rows, rest, WIDTH_MM)
    if bar is None:
        return None
    return {"kind": "picture", "title": title, "svg": bar, "alt": alt, "width_mm": WIDTH_MM}


def _heads(*, shares: bool) -> list[tuple[str, str, str]]:
    amounts = (_("Planned (€)"), _("Voted (€)"), _("Committed (€)"), _("Paid (€)"))
    found = [(_("Funder"), LEFT, "1fr"), *((words, RIGHT, "auto") for words in amounts)]
    return [*found, (_("Subsidy, share of the basis"), RIGHT, "auto")] if shares else found


def _rows(rows: Sequence[FunderRow], *, shares: bool) -> list[list[Cell]]:
    return [
        [
            {
                "sign": money_sign(sign),
                "text": row.name,
                "note": _(_KINDS[row.kind]) if row.kind in _KINDS else None,
            },
            *_amounts(row.amounts),
            *([_share(row.subsidy_share)] if shares else []),
        ]
        for row, sign in zip(rows, money_signs(rows), strict=True)
    ]


def _rest(rest: Decimal) -> list[Cell]:
    sign = money_sign(NOT_COVERED)
    return [{"sign": sign, "text": _("Left to fund")}, money(rest), *([UNKNOWN] * 4)]


def _amounts(amounts: Amounts, *, heavy: bool = False) -> list[Cell]:
    cells = [
        money(amount)
        for amount in (amounts.planned_eur, amounts.voted_eur, amounts.committed_eur, amounts.paid_eur)
    ]
    return [strong(cell) for cell in cells] if heavy else list(cells)


def _share(share: Decimal | None) -> str:
    return UNKNOWN if share is None else percent(share, decimals=1)


def _told(rows: Sequence[FunderRow]) -> str:
    return ", ".join(f"{row.short_name} {euros(row.amounts.planned_eur)}" for row in rows)


def _alt(plan: FundingPlan) -> str:
    told = _told(plan.by_funder)
    if plan.uncovered_eur is not None and plan.uncovered_eur > 0:
        told += ", " + _("left to fund {amount}").format(amount=euros(plan.uncovered_eur))
    return _("Who pays, planned amounts: {parts}.").format(parts=told)


def _missing(plan: FundingPlan) -> str:
    """What is not covered yet, and the rate of subsidy, in words."""
    covered = None if plan.uncovered_eur is None else _("Everything is covered.")
    return " ".join(filter(None, (gap_words(plan) or covered, rate_words(plan))))
