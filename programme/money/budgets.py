"""Priority sites with a budget of their own, studies first, then investment: planned, allocated, left.

**Allocated** is what the operations of a site have been granted: the voted amount of each of their funding lines,
subsidies, loans and own funds alike; where nothing is voted, the committed amount of subsidies and own funds. What was
only asked for is not allocated. Decommitments take away.

Families 14 (studies), 15 (rehousing) and 16 (conduct of the project) are the **studies** phase: they prepare;
every other family is **investment**.

An operation that belongs to several sites counts whole in each of them, and is told; sites are never added up over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from programme.cells import known, plain_record
from programme.desk import SitePhase
from programme.money.ledger import Cents, Ledger, Measure, euros, ledger
from programme.steps import FundingKind
from programme.visibility import sees_funding
from programme.world import World

STUDIES_FAMILIES = frozenset({"14", "15", "16"})
PHASES = tuple(SitePhase)


@dataclass(frozen=True, slots=True)
class PhaseBudget:
    """Budget of one phase of a site.

    Attributes
    ----------
    phase
        Which one.
    planned_eur
        Budget; None where none is known.
    allocated_eur
        Sum over the operations of the phase; None where the reader may not see who pays.
    left_eur
        Planned less allocated, negative where more is allocated than planned; None where one of the two is unknown.
    operations
        Identifiers of the operations that count.
    """

    phase: SitePhase
    planned_eur: Decimal | None
    allocated_eur: Decimal | None
    left_eur: Decimal | None
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteBudget:
    """Budget of a priority site.

    Attributes
    ----------
    site_id, name
        Of the site.
    phases
        Studies, then investment.
    total
        Both together; its ``phase`` is None.
    shared
        Operations that belong to other sites too.
    fictitious
        Invented for the demonstration.
    """

    site_id: str
    name: str
    phases: tuple[PhaseBudget, ...]
    planned_eur: Decimal | None
    allocated_eur: Decimal | None
    left_eur: Decimal | None
    shared: tuple[str, ...] = ()
    fictitious: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; amounts as text."""
        record: dict[str, Any] = plain_record(self)
        return record


def site_budgets(world: World) -> tuple[SiteBudget, ...]:
    """Budgets of all priority sites, in the order of the programme.

    Parameters
    ----------
    world
        As the reader may see it.
    """
    return world.derive(_budgets)


def phase_of(family: str) -> SitePhase:
    """Phase of the operations of a family.

    Examples
    --------
    >>> phase_of("15"), phase_of("21")
    (<SitePhase.STUDIES: 'studies'>, <SitePhase.INVESTMENT: 'investment'>)
    """
    return SitePhase.STUDIES if family in STUDIES_FAMILIES else SitePhase.INVESTMENT


def allocated_cents(book: Ledger) -> Cents:
    """Allocated amount of each of the n operations, whole cents.

    Examples
    --------
    A line of 3 € voted, another one of 2 € that is committed without a vote, a loan of 5 € committed without one: 5 €.
    """
    voted, committed = book.measured(Measure.VOTED), book.measured(Measure.COMMITTED)
    loan = np.array([source.kind is FundingKind.LOAN for source in book.sources], dtype=bool)
    # Amounts that are unknown are 0 in the ledger.
    otherwise = np.where(loan[book.source], 0, committed) if len(book.sources) else committed
    of_line = np.where(book.known(Measure.VOTED), voted, otherwise)
    summed: Cents = np.zeros(len(book.operations), dtype=np.int64)
    np.add.at(summed, book.operation, of_line)
    return summed


def _budgets(world: World) -> tuple[SiteBudget, ...]:
    programme = world.programme
    links = programme.priority_site_operations
    links = links[links["operation_id"].isin(programme.operations.index)]
    allocated = (
        pd.Series(allocated_cents(ledger(world)), index=programme.operations.index)
        if sees_funding(world.role)
        else None
    )
    planned = {
        (row["priority_site_id"], row["phase"]): known(row["planned_eur"])
        for row in programme.site_budgets.to_dict("records")
    }
    sites = links.groupby("operation_id")["priority_site_id"].nunique()
    shared = set(sites.index[sites > 1])
    return tuple(
        _site(world, str(site_id), row, links, allocated, planned, shared)
        for site_id, row in programme.priority_sites.to_dict("index").items()
    )


def _site(
    world: World,
    site_id: str,
    row: Mapping[str, Any],
    links: pd.DataFrame,
    allocated: pd.Series | None,
    planned: Mapping[tuple[str, str], Decimal | None],
    shared: set[str],
) -> SiteBudget:
    mine = links.loc[links["priority_site_id"] == site_id, "operation_id"].tolist()
    families = world.programme.operations["family"]
    phases = []
    for phase in PHASES:
        ids = tuple(sorted(name for name in mine if phase_of(families[name]) is phase))
        given = None if allocated is None else euros(int(allocated[list(ids)].sum()))
        budget = planned.get((site_id, phase.value))
        phases.append(PhaseBudget(phase, budget, given, _less(budget, given), ids))
    budgets = [phase.planned_eur for phase in phases if phase.planned_eur is not None]
    whole = sum(budgets, Decimal(0)) if budgets else None
    given = None if allocated is None else sum((p.allocated_eur or Decimal(0) for p in phases), Decimal(0))
    return SiteBudget(
        site_id=site_id,
        name=str(row["name"]),
        phases=tuple(phases),
        planned_eur=whole,
        allocated_eur=given,
        # What is left of a budget of which one phase is not known would be a figure about nothing.
        left_eur=_less(whole, given) if len(budgets) == len(PHASES) else None,
        shared=tuple(sorted(shared & set(mine))),
        fictitious=bool(known(row.get("fictitious"))),
    )


def _less(budget: Decimal | None, given: Decimal | None) -> Decimal | None:
    return None if budget is None or given is None else budget - given
