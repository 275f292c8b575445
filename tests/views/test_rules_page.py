"""The page Règles and the alerts of the panel: rules with their sources, operations behind them, exceptions."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.actor import LOCAL, Actor, Role
from core.errors import UnknownOperationError
from core.languages import language
from programme.edits.changes import NotEditingError, RefusedEditError, StaleError, update
from programme.edits.editing import edit
from programme.installation import Installation, open_installation
from programme.rules.alerts import alerts, all_alerts
from programme.rules.counts import count_rules
from programme.rules.exceptions import UnjustifiedError, UnknownRuleError, justify, withdraw
from programme.rules.outcome import State
from programme.rules.rule_set import rule_set
from programme.world import World, open_world
from tests.programme import factories
from tests.views.test_pages import html, whole
from views import alerts_part

HOSTILE = "<img src=x onerror=alert(1)>"
DAY = dt.date(2026, 3, 2)
ALONE = """
import streamlit as st
from views import context, rules_page
context.begin()
rules_page.show()
"""


def page(**query: str) -> AppTest:
    found = AppTest.from_string(ALONE, default_timeout=60)
    for name, value in query.items():
        found.query_params[name] = value
    return found.run()


@pytest.fixture
def here(demo_copy: Path) -> Installation:
    return open_installation(demo_copy)


def world_of(here: Installation, actor: Actor = LOCAL) -> World:
    return open_world(here.settings, here.store, here.library, actor)


def broken(world: World) -> str:
    """An operation whose plan is not balanced."""
    return next(item.open[0] for item in count_rules(world) if item.rule.code == "balance")


def allow(here: Installation, operation_id: str, **given: Any) -> None:
    values: dict[str, Any] = {"person": "Mme Durand", "decided_on": DAY, "reason": f"Report {HOSTILE}"}
    justify(here.store, LOCAL, world_of(here), operation_id, "balance", **{**values, **given})


def test_every_rule_in_force_with_its_text_and_source(demo_config: Path) -> None:
    shown = page()
    assert not shown.exception
    said = html(shown)
    for rule in rule_set():
        assert f" {rule.code}</span>" in said
        assert rule.source.replace("'", "&#x27;") in said
    assert 'href="https://www.legifrance.gouv.fr/' in said
    assert "Données de démonstration" in said
    assert [element.value for element in shown.header] == ["Montants", "Dates et heures", "Lieux"]


def test_a_link_opens_a_rule_with_the_operations_behind_it(demo_config: Path) -> None:
    here = open_installation(demo_config)
    name = broken(world_of(here))
    shown = page(regle="balance")
    assert not shown.exception
    assert f'href="./?objet=operations%3A{name}"' in html(shown)
    assert "non respectée" in html(shown)
    assert shown.selectbox[0].value == "balance"
    shown.selectbox[0].set_value("over_funding").run()
    assert not shown.exception
    assert shown.query_params["regle"] in ("over_funding", ["over_funding"])


def test_a_link_to_a_rule_that_is_not_there_says_so(demo_config: Path) -> None:
    shown = page(regle=HOSTILE)
    assert not shown.exception
    assert "Aucune règle en vigueur n’a le code" in html(shown)
    assert HOSTILE not in html(shown)


def test_the_page_of_an_empty_installation(empty_config: Path) -> None:
    shown = page(regle="balance")
    assert not shown.exception
    assert "Aucune opération n’est concernée" in "\n".join(element.value for element in shown.markdown)


def test_the_panel_tells_the_alerts_of_an_operation(demo_config: Path) -> None:
    world = world_of(open_installation(demo_config))
    name = broken(world)
    shown = whole(objet=f"operations:{name}")
    assert not shown.exception
    said = html(shown)
    opened = [item for item in alerts(world, name) if item.open]
    assert f"Alertes ({len(opened)})" in said
    assert 'href="regles?regle=balance"' in said
    assert "Équilibre du plan de financement" in said
    assert "sans valeur de conseil juridique" in said


def test_an_operation_of_which_nothing_is_said(demo_config: Path) -> None:
    assert "quoi que ce soit" in alerts_part.alerts_part(())


def test_an_exception_is_shown_with_who_when_and_why(here: Installation) -> None:
    name = broken(world_of(here))
    before = len([item for item in all_alerts(world_of(here)) if item.open])
    allow(here, name)
    assert len([item for item in all_alerts(world_of(here)) if item.open]) == before - 1
    with language("fr"):
        for said in (html(whole(objet=f"operations:{name}")), html(page(regle="balance"))):
            assert "Dérogation justifiée le 02/03/2026 par Mme Durand" in said
            assert HOSTILE not in said


def test_an_exception_is_recorded_and_taken_back_on_the_page(here: Installation) -> None:
    name = broken(world_of(here))
    before = len(here.store.snapshot().rule_exceptions)
    shown = page(regle="balance")
    operation = next(box for box in shown.selectbox if box.key == "exception_operation_balance")
    operation.set_value(name)
    shown.text_input(key="exception_person").set_value("Mme Durand")
    shown.text_area(key="exception_reason").set_value("Complément attendu")
    next(item for item in shown.button if item.label == "Enregistrer la dérogation").click().run()
    assert not shown.exception
    assert "enregistrée" in shown.success[0].value
    kept = next(item for item in alerts(world_of(here), name) if item.rule.code == "balance")
    assert (kept.justified, kept.state) == (True, State.BROKEN)
    next(box for box in shown.selectbox if box.key == "withdraw_operation_balance").set_value(name)
    next(item for item in shown.button if item.label == "Retirer").click().run()
    assert not shown.exception
    assert "retirée" in shown.success[0].value
    assert len(here.store.snapshot().rule_exceptions) == before


def test_an_exception_without_a_reason_is_refused_on_the_page(here: Installation) -> None:
    before = len(here.store.snapshot().rule_exceptions)
    shown = page(regle="balance")
    next(item for item in shown.button if item.label == "Enregistrer la dérogation").click().run()
    assert not shown.exception
    assert "son motif" in shown.error[0].value
    assert len(here.store.snapshot().rule_exceptions) == before


def test_what_cannot_be_justified(here: Installation) -> None:
    world = world_of(here)
    name = broken(world)
    for lacking in ({"person": " "}, {"reason": ""}, {"decided_on": None}):
        with pytest.raises(UnjustifiedError):
            allow(here, name, **lacking)
    with pytest.raises(UnknownOperationError):
        allow(here, "92050-999")
    with pytest.raises(UnknownRuleError, match="no_such"):
        justify(here.store, LOCAL, world, name, "no_such", person="x", decided_on=DAY, reason="x")
    public = Actor("x", Role.PUBLIC, frozenset())
    with pytest.raises(NotEditingError):
        justify(here.store, public, world, name, "balance", person="x", decided_on=DAY, reason="x")
    allow(here, name)
    with pytest.raises(RefusedEditError):
        allow(here, name)


def test_an_exception_that_is_gone_is_taken_back_once(here: Installation) -> None:
    name = broken(world_of(here))
    allow(here, name)
    seen = world_of(here)
    revision = withdraw(here.store, LOCAL, seen, name, "balance").revision
    assert withdraw(here.store, LOCAL, seen, name, "balance").revision == revision


def test_an_exception_that_somebody_changed_since_is_stale(here: Installation) -> None:
    name = broken(world_of(here))
    allow(here, name)
    seen = world_of(here)
    change = update(
        "rule_exceptions", f"{name}/balance", {"reason": "Autre motif"}, seen=seen.programme.revision
    )
    edit(here.store, LOCAL, [change])
    with pytest.raises(StaleError):
        withdraw(here.store, LOCAL, seen, name, "balance")


def test_the_address_of_a_rule_keeps_the_language(demo_config: Path) -> None:
    with language("en"):
        assert alerts_part.rule_address("balance") == "regles?regle=balance&langue=en"
    assert alerts_part.rule_address("balance") == "regles?regle=balance"


def test_names_of_operations_are_escaped(demo_config: Path) -> None:
    content = factories.programme(
        [factories.operation("A", name=HOSTILE, cost_excl_tax_eur=factories.eur(10))],
        actions=[factories.action("X", name=HOSTILE, hours_planned=5, end=dt.date(2020, 1, 1))],
        action_operations=[("X", "A")],
    )
    found = alerts(factories.world(content), "A", DAY)
    assert any(HOSTILE in item.sentence for item in found)
    assert HOSTILE not in alerts_part.alerts_part(found)
