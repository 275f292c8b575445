"""One operation as text for a terminal: words before codes, numbers in columns."""

from decimal import Decimal

from cli.columns import columns
from core.formats import UNKNOWN, area, date, distance, euros, money, number, percent
from core.languages import _
from programme.money.funding import Amounts, FundingPlan
from programme.sheets import OperationSheet
from programme.words import FUNDING_KINDS, word


def operation_text(sheet: OperationSheet) -> str:
    """Tell an operation in the language in force.

    Parameters
    ----------
    sheet
        What is known of it.

    Returns
    -------
    Paragraphs, each under its head; what is missing is said.
    """
    parts = [
        _identity(sheet),
        _milestones(sheet),
        funding_text(sheet.funding),
        _parcels(sheet),
        _social_actions(sheet),
        _neighbourhoods(sheet),
        _around(sheet),
    ]
    return "\n\n".join(part for part in parts if part)


def _identity(sheet: OperationSheet) -> str:
    place = " · ".join(part for part in (sheet.commune_name, sheet.ept) if part)
    lines = [
        sheet.name,
        f"{sheet.id} · {place}",
        f"{sheet.step_label} · {sheet.family} {sheet.family_label} · {sheet.owner or UNKNOWN}",
        _("Cost excluding tax: {cost}").format(cost=euros(sheet.cost_excl_tax_eur)),
    ]
    if sheet.fictitious:
        lines.append(_("Fictitious: invented for the demonstration."))
    return "\n".join(lines)


def _milestones(sheet: OperationSheet) -> str:
    head = [_("Step"), _("Planned"), _("Actual"), _("Slippage (days)")]
    rows = [
        [item.label, date(item.planned), date(item.actual), number(item.slippage_days)]
        for item in sheet.milestones
    ]
    return _section(_("Calendar"), [head, *rows], right=[3]) if rows else ""


def funding_text(plan: FundingPlan) -> str:
    """Tell who pays for an operation; empty where the reader may not see it."""
    if plan.withheld:
        return ""
    title = _("Funding · basis {basis}").format(basis=euros(plan.basis_eur))
    head = [
        _("Funder"),
        _("Kind of funding"),
        _("Requested"),
        _("Voted"),
        _("Committed amount"),
        _("Paid"),
        "%",
    ]
    rows = [
        [
            row.short_name,
            word(FUNDING_KINDS, row.kind) or row.kind,
            *_four(row.amounts),
            _share(row.subsidy_share),
        ]
        for row in plan.by_funder
    ]
    if not rows:
        return "\n  ".join([title, _("No funding line yet.")])
    total = [_("Total"), "", *_four(plan.totals), _share(plan.subsidy_rate)]
    return "\n".join([_section(title, [head, *rows, total], right=[2, 3, 4, 5, 6]), *_findings(plan)])


def _four(amounts: Amounts) -> list[str]:
    names = ("requested_eur", "voted_eur", "committed_eur", "paid_eur")
    return [money(getattr(amounts, name)) for name in names]


def _share(share: Decimal | None) -> str:
    return UNKNOWN if share is None else number(share * 100, decimals=1)


def _findings(plan: FundingPlan) -> list[str]:
    """Say what the plan lacks."""
    found = []
    if plan.subsidy_rate is None:
        found.append(_("The subsidy rate is not computable: the funding basis is unknown."))
    if plan.uncovered_eur is not None and plan.uncovered_eur < 0:
        found.append(_("Over-funded by {amount}.").format(amount=euros(-plan.uncovered_eur)))
    elif plan.uncovered_eur is not None:
        found.append(_("Not covered yet: {amount}.").format(amount=euros(plan.uncovered_eur)))
    return [f"  {sentence}" for sentence in found]


def _parcels(sheet: OperationSheet) -> str:
    if sheet.unmapped:
        return _("Not mapped yet: this operation has no footprint.")
    title = _("Parcels ({count}: {whole} whole, {partial} in part) · {area}").format(
        count=len(sheet.parcels),
        whole=sheet.whole_parcels,
        partial=sheet.partial_parcels,
        area=area(sheet.area_m2),
    )
    rows = [[item.idu, area(item.covered_m2), percent(item.share)] for item in sheet.parcels]
    return _section(title, rows, right=[1, 2])


def _social_actions(sheet: OperationSheet) -> str:
    title = _("Social actions ({count})").format(count=len(sheet.social_actions))
    rows = [[item.name, item.theme_label, euros(item.granted_eur)] for item in sheet.social_actions]
    return _section(title, rows, right=[2])


def _neighbourhoods(sheet: OperationSheet) -> str:
    rows = [
        [
            item.name or item.code,
            item.code,
            item.generation.removeprefix("neighbourhoods_"),
            percent(item.share) if item.share > 0 else distance(item.distance_m),
        ]
        for item in sheet.neighbourhoods
    ]
    return (
        _section(_("Priority neighbourhoods (share of the footprint, or distance)"), rows, right=[3])
        if rows
        else ""
    )


def _around(sheet: OperationSheet) -> str:
    if sheet.surroundings is None:
        return ""
    near = sheet.surroundings.near
    return _("Within {distance}: {dwellings} social dwellings, {facilities} public facilities.").format(
        distance=distance(sheet.surroundings.near_m),
        dwellings=number(near.dwellings),
        facilities=number(near.facilities),
    )


def _section(title: str, rows: list[list[str]], *, right: list[int]) -> str:
    return "\n".join([title, columns(rows, right=right, indent=2)]) if rows else title
