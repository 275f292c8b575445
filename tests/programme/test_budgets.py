"""Budgets of priority sites: phases, what counts as allocated, what is left; and the plan over what is typed."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from core.actor import Role
from core.settings import load
from programme.desk import SitePhase
from programme.edits.drafts import rows_of
from programme.money.budgets import PHASES, phase_of, site_budgets
from programme.money.drafted import drafted_plan
from programme.money.funding import funding_plan
from programme.storage.store import Store
from programme.visibility import visible
from programme.world import World
from tests.programme.factories import eur, line, operation, programme

SITES = [{"id": "S-1", "name": "Site fictif A"}, {"id": "S-2", "name": "Site fictif B"}]


def links(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"priority_site_id": site, "operation_id": name} for site, name in pairs]


def budget(site: str, phase: str, planned: str | None) -> dict[str, object]:
    return {"priority_site_id": site, "phase": phase, "planned_eur": eur(planned)}


def made() -> World:
    content = programme(
        [operation("O-1", family="14"), operation("O-2", family="34"), operation("O-3", family="16")],
        lines=[
            line("L-1", "O-1", "anru", 100, voted_eur=eur("60.10"), committed_eur=eur(50)),
            line("L-2", "O-1", "region", 100, committed_eur=eur("5.05")),
            line("L-3", "O-1", "action_logement", 100, kind="loan", committed_eur=eur(1000)),
            line("L-4", "O-1", "action_logement", 100, kind="loan", voted_eur=eur(7)),
            line("L-5", "O-1", "office", 100, kind="own_funds", committed_eur=eur(3)),
            line("L-6", "O-1", "anru", -5, nature="decommitment", voted_eur=eur("-0.15")),
            line("L-7", "O-1", "anru", 900, voted_eur=eur(0), committed_eur=eur(9)),
            line("L-8", "O-2", "anru", 400, voted_eur=eur(400)),
            line("L-9", "O-3", "anru", 11, voted_eur=eur(11)),
        ],
        priority_sites=SITES,
        priority_site_operations=links(("S-1", "O-1"), ("S-1", "O-2"), ("S-2", "O-2"), ("S-2", "O-3")),
        site_budgets=[budget("S-1", "studies", "100"), budget("S-1", "investment", "300")],
    )
    return World(content)


def test_voted_counts_and_where_nothing_is_voted_committed_subsidies_and_own_funds() -> None:
    first, _second = site_budgets(made())
    studies, investment = first.phases
    # 60.10 voted + 5.05 committed + 7 voted loan + 3 own funds - 0.15; a vote of zero is a vote.
    assert studies.allocated_eur == Decimal("75.00")
    assert (studies.planned_eur, studies.left_eur) == (Decimal(100), Decimal("25.00"))
    assert (investment.allocated_eur, investment.left_eur) == (Decimal(400), Decimal(-100))
    assert (first.planned_eur, first.allocated_eur, first.left_eur) == (
        Decimal(400),
        Decimal("475.00"),
        Decimal("-75.00"),
    )
    assert (studies.operations, investment.operations) == (("O-1",), ("O-2",))


def test_an_operation_of_two_sites_counts_in_each_and_is_told() -> None:
    first, second = site_budgets(made())
    assert first.shared == second.shared == ("O-2",)
    assert second.phases[1].allocated_eur == Decimal(400)


def test_without_a_budget_nothing_is_left_nor_lacking() -> None:
    _first, second = site_budgets(made())
    assert [phase.planned_eur for phase in second.phases] == [None, None]
    assert second.left_eur is None
    assert second.as_dict()["phases"][0]["allocated_eur"] == "11.00"


@pytest.mark.parametrize(("family", "phase"), [("13", 1), ("14", 0), ("15", 0), ("16", 0), ("21", 1)])
def test_families_of_studies(family: str, phase: int) -> None:
    assert phase_of(family) is PHASES[phase]


def test_who_may_not_see_the_money_is_not_told_nothing_was_allocated() -> None:
    from core.actor import PUBLIC

    world = made()
    seen = World(visible(world.programme, PUBLIC), Role.PUBLIC)
    for site in site_budgets(seen):
        assert (site.allocated_eur, site.left_eur) == (None, None)


def test_the_demonstration_against_pandas(demo_file: Path) -> None:
    content = Store(load(demo_file).folders.programme).snapshot()
    lines = content.funding_lines.copy()
    lines["counted"] = [
        voted if voted is not None else committed if kind != "loan" else None
        for voted, committed, kind in zip(
            lines["voted_eur"], lines["committed_eur"], lines["kind"], strict=True
        )
    ]
    merged = content.priority_site_operations.merge(lines, on="operation_id").merge(
        content.operations[["family"]], left_on="operation_id", right_index=True
    )
    studies = merged["family"].isin(["14", "15", "16"])
    for site in site_budgets(World(content)):
        for phase in site.phases:
            mine = merged[
                (merged["priority_site_id"] == site.site_id) & (studies == (phase.phase is SitePhase.STUDIES))
            ]
            assert phase.allocated_eur == sum(mine["counted"].dropna(), Decimal(0))


# ------------------------------------------------------------------ a plan over what is typed


def plan_world() -> World:
    content = programme(
        [
            operation("O-1", cost_excl_tax_eur=eur(1000), funding_basis_eur=eur(800)),
            operation("O-2", cost_excl_tax_eur=eur(5)),
        ],
        lines=[line("L-1", "O-1", "anru", "400.50"), line("L-2", "O-2", "anru", 5)],
    )
    return World(content)


def test_a_plan_over_what_is_kept_is_the_plan() -> None:
    content = plan_world().programme
    kept = [row for row in rows_of(content, "funding_lines").values() if row["operation_id"] == "O-1"]
    assert drafted_plan(content, "O-1", kept, {}) == funding_plan(content, "O-1")


def test_a_plan_over_what_is_typed() -> None:
    content = plan_world().programme
    kept = rows_of(content, "funding_lines")["L-1"]
    new = {"id": "L-9", "funder_id": "region", "kind": "subsidy", "nature": "award", "year": 2027}
    lines = [
        kept,
        {**new, "requested_eur": Decimal("599.50")},
        {"kind": "subsidy", "requested_eur": Decimal(9)},
    ]
    plan = drafted_plan(content, "O-1", lines, {"funding_basis_eur": None})
    assert (plan.uncovered_eur, plan.subsidy_rate) == (Decimal("0.00"), None)
    plan = drafted_plan(content, "O-1", lines, {"cost_excl_tax_eur": Decimal(900)})
    assert plan.uncovered_eur == Decimal("-100.00")
    assert funding_plan(content, "O-1").uncovered_eur == Decimal("599.50")


def test_a_plan_without_lines() -> None:
    content = plan_world().programme
    plan = drafted_plan(content, "O-1", [], {})
    assert (plan.uncovered_eur, plan.subsidy_rate) == (Decimal(1000), Decimal(0))
    assert isinstance(content.funding_lines, pd.DataFrame)
    assert len(content.funding_lines) == 2
