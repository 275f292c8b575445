"""Priority sites: four invented ones, that hold several neighbourhoods, one, or none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from demonstration.evolution import CHANGES
from demonstration.operations import Operation
from programme.desk import SitePhase

STUDIES = frozenset({"14", "15", "16"})
"""Families whose money is that of studies; all others invest."""


@dataclass(frozen=True, slots=True)
class PrioritySite:
    """One site, with its neighbourhoods, its operations, and its budget by phase."""

    id: str
    name: str
    start: dt.date
    end: dt.date | None
    description: str
    neighbourhoods: Sequence[str]
    operations: Sequence[str]
    budgets: Sequence[tuple[SitePhase, Decimal | None]]


@dataclass(frozen=True, slots=True)
class _Draft:
    name: str
    places: tuple[str, ...]
    start: dt.date
    end: dt.date | None
    studies: str | None
    investment: str


_DRAFTS = (
    _Draft(
        "Site fictif des Alouettes",
        ("QP092007", "QP092016"),
        dt.date(2020, 1, 1),
        dt.date(2030, 12, 31),
        "1.20",
        "1.10",
    ),
    _Draft(
        "Site fictif du Verger",
        ("QP092010", "QP092012", "QP092013"),
        dt.date(2019, 7, 1),
        dt.date(2031, 12, 31),
        "1.35",
        "0.96",
    ),
    _Draft("Site fictif des Bruyères", ("QP092005",), dt.date(2022, 3, 1), None, "1.50", "1.25"),
    _Draft("Site fictif du Méandre", ("OUT-92073",), dt.date(2024, 1, 1), dt.date(2029, 6, 30), None, "1.40"),
)
"""Names, places, dates, and budgets as multiples of what operations cost there; None: not known yet."""


def build_sites(operations: Sequence[Operation]) -> list[PrioritySite]:
    """Build the sites, with the operations that lie in their places."""
    return [_site(number, draft, operations) for number, draft in enumerate(_DRAFTS, start=1)]


def _site(number: int, draft: _Draft, operations: Sequence[Operation]) -> PrioritySite:
    held = [operation for operation in operations if operation.site in draft.places]
    codes = [place for place in draft.places if place.startswith("QP")]
    codes += [code for code, change in CHANGES.items() if change.site in draft.places]
    return PrioritySite(
        id=f"SITE-{number:02d}",
        name=draft.name,
        start=draft.start,
        end=draft.end,
        description="Site prioritaire inventé pour la démonstration : il ne désigne aucun site réel.",
        neighbourhoods=codes,
        operations=[operation.id for operation in held],
        budgets=[
            (SitePhase.STUDIES, _budget(held, draft.studies, studies=True)),
            (SitePhase.INVESTMENT, _budget(held, draft.investment, studies=False)),
        ],
    )


def _budget(operations: Sequence[Operation], times: str | None, *, studies: bool) -> Decimal | None:
    """Budget in whole thousands: so many times what the operations of the phase cost, or 150,000 without any."""
    if times is None:
        return None
    costs = [
        operation.cost_excl_tax_eur for operation in operations if (operation.family in STUDIES) is studies
    ]
    whole = sum(costs, Decimal(0)) * Decimal(times)
    return Decimal(round(whole / 1000) * 1000) if costs else Decimal(150_000)
