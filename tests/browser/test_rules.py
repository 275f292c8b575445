"""From the alert on the panel to its rule, from the rule to the operations behind it, and back to the map."""

import pytest
from playwright.sync_api import expect

from programme.installation import open_installation
from programme.rules.counts import count_rules
from programme.world import open_world
from tests.browser.application import OpenReader, Server
from tests.browser.test_accessibility import _grave, _violations

pytestmark = pytest.mark.browser

RULE = "Équilibre du plan de financement"


def broken(server: Server) -> str:
    """An operation whose plan is not balanced."""
    here = open_installation(server.config)
    world = open_world(here.settings, here.store, here.library)
    return next(item.open[0] for item in count_rules(world) if item.rule.code == "balance")


def test_from_an_alert_to_its_rule_and_back(open_reader: OpenReader, demonstration: Server) -> None:
    reader, name = open_reader(demonstration), broken(demonstration)
    reader.open(objet=f"operations:{name}")
    alert = reader.panel.locator(".alert").filter(has_text=RULE)
    expect(alert).to_contain_text("ne sont pas couverts")
    expect(alert).to_contain_text("marge −")
    alert.get_by_role("link", name=RULE).click()
    reader.arrived("regles")
    assert reader.address() == {"regle": "balance"}
    rows = reader.table(RULE)
    assert all(row[2] == "non respectée" and row[4].startswith("−") for row in rows[:5])
    row = reader.page.get_by_role("table", name=RULE, exact=True).locator("tr").filter(has_text=name)
    row.get_by_role("link").click()
    reader.arrived()
    assert reader.address()["objet"] == f"operations:{name}"


def test_the_page_under_axe(open_reader: OpenReader, demonstration: Server) -> None:
    reader = open_reader(demonstration, width=390)
    reader.open("regles", regle="convention_end")
    expect(reader.page.get_by_role("table", name="Fin de la convention", exact=True)).to_be_visible()
    assert _grave(_violations("regles", reader.page)) == []
    assert reader.strangers() == []
