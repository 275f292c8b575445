"""Funding plans: about 350 lines from ten funders, as far on as each operation is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from demonstration.dice import Dice
from demonstration.milestones import reached
from demonstration.operations import FLAGSHIP_ID, Operation
from demonstration.recipes import OWN, RECIPES, Share
from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind, Step


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays; ``rank`` is the order of display."""

    id: str
    name: str
    short_name: str
    kind: FunderKind
    rank: int


FUNDERS = (
    Funder("anru", "Agence nationale pour la rénovation urbaine", "ANRU", FunderKind.ANRU, 1),
    Funder("etat", "État", "État", FunderKind.STATE, 2),
    Funder("region", "Région Île-de-France", "Région", FunderKind.REGION, 3),
    Funder("departement", "Département des Hauts-de-Seine", "Département", FunderKind.DEPARTMENT, 4),
    Funder("ept", "Établissement public territorial", "EPT", FunderKind.EPT, 5),
    Funder("commune", "Commune", "Commune", FunderKind.COMMUNE, 6),
    Funder("feder", "Union européenne, FEDER", "FEDER", FunderKind.OTHER, 7),
    Funder("cdc", "Caisse des Dépôts, Banque des Territoires", "Caisse des Dépôts", FunderKind.BANK, 8),
    Funder("action-logement", "Action Logement", "Action Logement", FunderKind.OTHER, 9),
    Funder(
        "maitre-ouvrage", "Bailleur ou autre maître d’ouvrage", "Maître d’ouvrage", FunderKind.LANDLORD, 10
    ),
)
"""The ten funders, in the order of display."""
_OWN_FUNDER = {
    OwnerKind.COMMUNE: "commune",
    OwnerKind.EPT: "ept",
    OwnerKind.DEPARTMENT: "departement",
    OwnerKind.STATE: "etat",
    OwnerKind.LANDLORD: "maitre-ouvrage",
    OwnerKind.OTHER: "maitre-ouvrage",
}
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One line of a funding plan; amounts in euros, None where the step has not come."""

    id: str
    operation_id: str
    funder_id: str
    kind: FundingKind
    nature: FundingNature
    year: int
    requested_eur: Decimal | None
    voted_eur: Decimal | None
    committed_eur: Decimal | None
    paid_eur: Decimal | None
    award_decision: str | None


@dataclass(frozen=True, slots=True)
class _Progress:
    """How likely a line is voted and committed at a step, and the least and most share of it that is paid."""

    voted: float
    committed: float
    paid: tuple[float, float]


_PROGRESS = {
    Step.STUDY: _Progress(0.1, 0.0, (0, 0)),
    Step.PROGRAMMING: _Progress(0.5, 0.15, (0, 0)),
    Step.COMMITTED: _Progress(0.95, 0.85, (0, 0.3)),
    Step.WORKS: _Progress(1, 1, (0.15, 0.75)),
    Step.DELIVERED: _Progress(1, 1, (0.78, 0.97)),
    Step.SETTLED: _Progress(1, 1, (1, 1)),
    Step.ABANDONED: _Progress(0.4, 0.3, (0, 0)),
}


def build_funding(operations: Sequence[Operation]) -> list[FundingLine]:
    """Build all funding lines, numbered in the order of the operations."""
    lines: list[FundingLine] = []
    for place, operation in enumerate(operations):
        dice = Dice(f"funding/{operation.id}")
        plan = _flagship() if operation.id == FLAGSHIP_ID else _plan(operation, place, dice)
        lines += plan
        lines += _decommitments(operation, plan, dice)
    decisions = 0
    numbered = []
    for number, line in enumerate(lines, start=1):
        decision = None
        if line.funder_id == "anru" and line.committed_eur is not None and line.nature is FundingNature.AWARD:
            decisions += 1
            decision = f"DAS-{line.year}-{decisions:04d}"
        numbered.append(replace(line, id=f"LF-{number:04d}", award_decision=decision))
    return numbered


def _plan(operation: Operation, place: int, dice: Dice) -> list[FundingLine]:
    """Plan of one operation: it balances mostly; some leave a gap, one grants too much."""
    shares = _shares(operation, dice)
    if place % 6 == 4:
        shares = [share for share in shares if share.funder != "region"] if len(shares) > 3 else shares
        gap = 0.0 if len(shares) > 3 else 0.08
    else:
        gap = 0.0
    amounts = _amounts(operation.cost_excl_tax_eur, shares, gap, dice, whole_plan=place % 6 != 4)
    if place == 33:
        amounts[0] = (amounts[0] * Decimal("1.12")).quantize(CENT)
    return [
        _line(operation, share, part, dice)
        for share, amount in zip(shares, amounts, strict=True)
        for part in _parts(share, amount, dice)
    ]


def _shares(operation: Operation, dice: Dice) -> list[Share]:
    """Usual shares of the family, moved a little, the owner's own funds last.

    A commune or an EPT that owns the operation sometimes bears less than a fifth of it.
    """
    own = _OWN_FUNDER[operation.owner_kind]
    usual = [share for share in RECIPES[operation.family].plan if share.funder not in (own, OWN)]
    local = operation.owner_kind in (OwnerKind.COMMUNE, OwnerKind.EPT)
    poor = local and dice.chance(0.4)
    shares = []
    for share in usual:
        moved = share.share * dice.uniform(0.88, 1.1)
        if poor and share.funder == "anru":
            moved += 0.16
        shares.append(replace(share, share=moved))
    if not local and operation.owner_kind is not OwnerKind.DEPARTMENT and dice.chance(0.3):
        shares.append(Share("commune", FundingKind.SUBSIDY, 0.03))
    return [*shares, Share(own, FundingKind.OWN_FUNDS, 0.0)]


def _amounts(
    cost: Decimal, shares: Sequence[Share], gap: float, dice: Dice, *, whole_plan: bool
) -> list[Decimal]:
    """Amount of each share; the last one closes the plan, or takes its own usual part of it only."""
    amounts = []
    for share in shares[:-1]:
        exact = cost * Decimal(round(share.share, 4))
        amounts.append(exact.quantize(CENT) if dice.chance(0.15) else Decimal(round(exact / 1000) * 1000))
    rest = cost - sum(amounts, Decimal(0))
    if not whole_plan:
        rest = Decimal(round(rest * Decimal("0.55") / 1000) * 1000) if gap == 0 else rest * Decimal("0.7")
    return [*amounts, max(rest, Decimal(1000)).quantize(CENT)]


def _parts(share: Share, amount: Decimal, dice: Dice) -> list[Decimal]:
    """Split a large subsidy, sometimes, since it is granted in two years."""
    if share.kind is FundingKind.SUBSIDY and amount > 400_000 and dice.chance(0.14):
        first = Decimal(round(amount * Decimal(dice.integer(40, 65)) / 100_000) * 1000)
        return [first, amount - first]
    return [amount]


def _line(operation: Operation, share: Share, amount: Decimal, dice: Dice) -> FundingLine:
    progress = _PROGRESS[operation.step]
    voted = committed = paid = None
    if dice.chance(progress.voted):
        voted = amount
        if operation.step is not Step.SETTLED and dice.chance(0.12):
            voted = (amount * Decimal(dice.integer(82, 97)) / 100).quantize(CENT)
        if dice.chance(progress.committed):
            committed = voted
            paid = (committed * Decimal(round(dice.uniform(*progress.paid), 2))).quantize(CENT)
    return FundingLine(
        id="",
        operation_id=operation.id,
        funder_id=share.funder,
        kind=share.kind,
        nature=FundingNature.AWARD,
        year=_year(operation, dice),
        requested_eur=amount,
        voted_eur=voted,
        committed_eur=committed,
        paid_eur=paid,
        award_decision=None,
    )


def _year(operation: Operation, dice: Dice) -> int:
    """Year of the decision: that of the commitment, or of programming where it has not come yet."""
    dates = list(operation.milestones)
    day = reached(dates, Step.COMMITTED) or reached(dates, Step.PROGRAMMING) or dt.date(2027, 1, 1)
    return min(day.year + dice.integer(0, 1), 2027)


def _decommitments(operation: Operation, plan: Sequence[FundingLine], dice: Dice) -> list[FundingLine]:
    """Money taken back: of what was committed to an abandoned operation, or not used by a settled one."""
    if operation.step not in (Step.ABANDONED, Step.SETTLED):
        return []
    lines = []
    for line in plan:
        if line.committed_eur is None or line.kind is not FundingKind.SUBSIDY:
            continue
        if operation.step is Step.SETTLED and not dice.chance(0.25):
            continue
        whole = operation.step is Step.ABANDONED
        back = -(line.committed_eur if whole else (line.committed_eur * Decimal("0.04")).quantize(CENT))
        lines.append(
            replace(
                line,
                nature=FundingNature.DECOMMITMENT,
                year=min(line.year + 2, 2026),
                requested_eur=None,
                voted_eur=back,
                committed_eur=back,
                paid_eur=None if whole else back,
            )
        )
    return lines


def _flagship() -> list[FundingLine]:
    """Plan of the operation that the documentation shows: a gap, a loan, and no local share."""

    def line(funder: str, kind: FundingKind, requested: int, committed: int, paid: int) -> FundingLine:
        granted = Decimal(committed) if committed else None
        return FundingLine(
            id="",
            operation_id=FLAGSHIP_ID,
            funder_id=funder,
            kind=kind,
            nature=FundingNature.AWARD,
            year=2026,
            requested_eur=Decimal(requested),
            voted_eur=granted,
            committed_eur=granted,
            paid_eur=Decimal(paid) if committed else None,
            award_decision=None,
        )

    return [
        line("anru", FundingKind.SUBSIDY, 1_240_000, 1_240_000, 310_000),
        line("departement", FundingKind.SUBSIDY, 465_000, 465_000, 0),
        line("region", FundingKind.SUBSIDY, 372_000, 0, 0),
        line("action-logement", FundingKind.LOAN, 651_000, 651_000, 0),
    ]
