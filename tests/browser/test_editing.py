"""Editing in Chromium: a plan that is filled until its alert goes, and a save that comes too late."""

from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from core.actor import Actor, Role
from programme.edits.changes import update
from programme.edits.editing import edit, kept_row
from programme.installation import open_installation
from programme.money.funding import funding_plan
from programme.rules.alerts import alerts
from programme.world import open_world
from tests.browser.application import PATIENCE_MS, OpenReader, Reader, Server
from tests.browser.test_accessibility import STREAMLIT, _grave, _violations

pytestmark = pytest.mark.browser

BALANCE = "Équilibre du plan de financement"
OTHER = Actor("Camille <img src=x onerror='window.__pwned=1'> **b**", Role.STEERING)


def unbalanced(server: Server) -> tuple[str, str, Decimal]:
    """An operation whose plan lacks something, one of its lines, and what is lacking."""
    here = open_installation(server.config)
    world = open_world(here.settings, here.store, here.library)
    for name in world.programme.operations.index:
        plan = funding_plan(world.programme, name)
        lacks = any(alert.open and alert.rule.code == "balance" for alert in alerts(world, name))
        if lacks and plan.lines and plan.uncovered_eur is not None and plan.uncovered_eur > 0:
            return str(name), plan.lines[0].id, plan.uncovered_eur
    raise AssertionError("every plan is balanced")


def opened(reader: Reader, operation_id: str) -> Locator:
    """The plan in its window."""
    reader.open(objet=f"operations:{operation_id}")
    reader.panel.get_by_role("button", name="Modifier le plan").click()
    window = reader.page.get_by_role("dialog")
    expect(window.locator(".editable table").first).to_be_visible(timeout=PATIENCE_MS)
    reader.idle()
    return window


def typed(words: Decimal) -> str:
    return f"{words:.2f}".replace(".", ",")


def test_a_plan_is_filled_and_its_alert_goes(open_reader: OpenReader, desk: Server) -> None:
    name, _line, lacking = unbalanced(desk)
    reader = open_reader(desk)
    window = opened(reader, name)
    expect(reader.panel.locator(".alert").filter(has_text=BALANCE)).to_have_count(1)
    window.get_by_role("button", name="Ajouter une ligne de financement").click()
    row = window.locator("tr.new")
    row.get_by_label("Financeur").select_option(label="Région")
    amount = row.get_by_label("Demandé")
    amount.fill("12 34")
    says = window.locator(".say.error")
    expect(says).to_contain_text("n’est pas un montant", timeout=PATIENCE_MS)
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(window.get_by_role("button", name="Enregistrer")).to_be_disabled()
    amount.fill(f"{typed(lacking)} €")
    amount.press("Tab")
    expect(says).to_have_count(0, timeout=PATIENCE_MS)
    figures = window.locator(".figures > div")
    expect(figures.filter(has_text="Non couvert").locator("b")).to_have_text("0 €", timeout=PATIENCE_MS)
    found = _violations("plan", reader.page)
    assert [one for one in _grave(found) if (one.rule, one.target) not in STREAMLIT] == []
    window.get_by_role("button", name="Enregistrer").click()
    expect(window).to_have_count(0, timeout=PATIENCE_MS)
    reader.drawn()
    expect(reader.panel.locator(".alert").filter(has_text=BALANCE)).to_have_count(0, timeout=PATIENCE_MS)
    reader.panel.locator("summary").filter(has_text="Journal").click()
    last = reader.panel.locator(".journal li").first
    expect(last).to_contain_text("Ligne de financement Région", timeout=PATIENCE_MS)
    expect(last).to_contain_text("Ajouté")


def test_a_stale_save_shows_both_values_and_loses_none(open_reader: OpenReader, desk: Server) -> None:
    name, line, _lacking = unbalanced(desk)
    store = open_installation(desk.config).store
    reader = open_reader(desk)
    window = opened(reader, name)
    cells = window.locator(f"[data-line='{line}']")
    cells.and_(window.get_by_label("Voté")).fill("1 000 000,25")
    cells.and_(window.get_by_label("Décision attributive")).fill("DA-MIENNE")
    cells.and_(window.get_by_label("Décision attributive")).press("Tab")
    expect(window.get_by_role("button", name="Enregistrer")).to_be_enabled(timeout=PATIENCE_MS)
    seen = store.revision()
    theirs = {"voted_eur": Decimal("900000.50"), "paid_eur": None, "committed_eur": None}
    edit(store, OTHER, [update("funding_lines", line, theirs, seen=seen)])
    window.get_by_role("button", name="Enregistrer").click()
    both = window.get_by_role("table", name="Les deux valeurs, champ par champ")
    expect(both).to_be_visible(timeout=PATIENCE_MS)
    voted = both.locator("tbody tr").filter(has_text="Voté")
    expect(voted).to_contain_text("1\u202f000\u202f000,25")
    expect(voted).to_contain_text("900\u202f000,50")
    expect(window).to_contain_text(OTHER.name)
    assert kept_row(store, "funding_lines", line).values["voted_eur"] == Decimal("900000.50")  # type: ignore[union-attr]
    save = window.get_by_role("button", name="Enregistrer ces choix")
    expect(save).to_be_disabled()
    window.locator("label").filter(has_text="ma valeur").click()
    expect(save).to_be_enabled(timeout=PATIENCE_MS)
    save.click()
    expect(window).to_have_count(0, timeout=PATIENCE_MS)
    kept = kept_row(store, "funding_lines", line)
    assert kept is not None
    assert kept.values["voted_eur"] == Decimal("1000000.25")
    assert kept.values["award_decision"] == "DA-MIENNE"
    assert kept.values["paid_eur"] is None
    reader.drawn()
    reader.panel.locator("summary").filter(has_text="Journal").click()
    expect(reader.panel.locator(".journal")).to_contain_text(OTHER.name, timeout=PATIENCE_MS)
    assert reader.page.evaluate("() => window.__pwned") is None


def test_a_budget_is_changed_on_a_phone(open_reader: OpenReader, desk: Server) -> None:
    reader = open_reader(desk, width=390, height=844)
    found = []
    for view in ("lignes", "enveloppes"):
        reader.open("financements", vue=view)
        if view == "enveloppes":
            reader.page.locator("summary").filter(has_text="Modifier les enveloppes").click()
        expect(reader.page.locator(".editable table")).to_be_visible(timeout=PATIENCE_MS)
        reader.idle()
        assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= 390
        found += _grave(_violations(view, reader.page))
    assert [one for one in found if (one.rule, one.target) not in STREAMLIT] == []
    planned = reader.page.locator(".editable [data-name='planned_eur']").first
    planned.fill("9 999 999,99")
    planned.press("Tab")
    reader.page.get_by_role("button", name="Enregistrer").click()
    shown = reader.page.locator("table.budgets tbody tr").nth(1)
    expect(shown).to_contain_text("9\u202f999\u202f999,99", timeout=PATIENCE_MS)
