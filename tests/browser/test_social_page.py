"""The page Actions sociales in Chromium: where stone and people meet, an action and its places, a file that is mended."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import facts
from tests.browser.application import PATIENCE_MS, OpenReader, Reader, Server
from tests.browser.test_accessibility import STREAMLIT, _grave, _violations

pytestmark = pytest.mark.browser

VIEW = {
    "actions": "Actions",
    "meeting": "La pierre et les habitants",
    "import": "Importer",
}
POST = {
    "id_poste": "07518R001301",
    "code_tiers": "49162266800219",
    "raison_sociale": "ASSOCIATION <b>FICTIVE</b>",
    "annee": 2023,
    "montant": 22555.73,
    "insee_dep": "92",
}


def bare_operations() -> set[str]:
    """Operations that are not abandoned and have no social action, read from the files."""
    linked = {row["operation_id"] for row in facts.rows("social_action_operations")}
    return {row["id"] for row in facts.rows("operations") if row["step"] != "abandonnée"} - linked


def test_the_map_and_the_list_say_where_no_action_goes_with_the_stone(reader: Reader) -> None:
    reader.open("actions-sociales", vue="rencontre", liste="operations")
    reader.drawn()
    table = reader.page.get_by_role("table", name="La pierre et les habitants par opération")
    expect(table).to_be_visible(timeout=PATIENCE_MS)
    bare = bare_operations()
    lines = table.locator("tbody tr").filter(has_text="Opération sans action sociale")
    expect(lines).to_have_count(len(bare))
    mapped = bare & set(facts.footprints())
    expect(reader.map.locator(".trame-mark path[d^='M8.4']")).to_have_count(len(mapped))
    expect(reader.map.locator("#trame-legend-list")).to_contain_text("Opération sans action sociale")
    found = _grave(_violations("meeting", reader.page))
    assert [one for one in found if (one.rule, one.target) not in STREAMLIT] == []

    name = next(row["name"] for row in facts.rows("operations") if row["id"] in mapped)
    table.get_by_role("button", name=name).first.click()
    card = reader.page.locator(".st-key-social_place")
    expect(card).to_contain_text(name, timeout=PATIENCE_MS)
    reader.idle()
    assert reader.address()["lieu"].startswith("operations:")
    reader.page.get_by_role("radio", name="Quartiers").click()
    reader.idle()
    health = reader.page.get_by_role("combobox", name="Thème")
    health.fill("Santé")
    reader.page.get_by_role("option", name=re.compile("^Santé")).click()
    reader.page.keyboard.press("Escape")
    reader.until(lambda: reader.address().get("theme") == "health", "the theme in the address")
    reader.idle()
    places = reader.page.get_by_role("table", name="La pierre et les habitants par quartier")
    expect(
        places.locator("tbody tr").filter(has_text="Opérations, aucune action sociale").first
    ).to_be_visible(timeout=PATIENCE_MS)


def test_a_row_narrows_an_action_opens_and_leads_to_its_operation(reader: Reader) -> None:
    reader.open("actions-sociales")
    groups = reader.page.get_by_role("table", name="Actions sociales par thème")
    expect(groups).to_be_visible(timeout=PATIENCE_MS)
    every = facts.rows("social_actions")
    expect(groups.locator("tfoot td").nth(1)).to_have_text(str(len(every)))
    groups.get_by_role("button", name="Concertation").click()
    reader.until(lambda: reader.address().get("theme") == "consultation", "the theme in the address")
    listed = reader.page.get_by_role("table", name="Actions sociales une à une")
    own = [row for row in every if row["theme"] == "consultation"]
    expect(listed.locator("tbody tr")).to_have_count(len(own), timeout=PATIENCE_MS)
    listed.locator("tbody tr").filter(has_text="AS-003").get_by_role("button").click()
    window = reader.page.get_by_role("dialog")
    expect(window).to_contain_text("Subventions de l’action", timeout=PATIENCE_MS, use_inner_text=False)
    window.get_by_role("button", name="Résidentialisation des tours du Parc").click()
    reader.drawn()
    expect(reader.title).to_have_text("Résidentialisation des tours du Parc", timeout=PATIENCE_MS)


def test_a_file_with_mistakes_is_mended_and_imported(
    open_reader: OpenReader, desk: Server, tmp_path: Path
) -> None:
    file = tmp_path / "adulte-relais-2023.json"
    elsewhere = {**POST, "insee_dep": "93"}
    rows = [POST, POST, {**POST, "id_poste": "07521R001200", "montant": "beaucoup"}, elsewhere]
    file.write_text(json.dumps(rows), encoding="utf-8")
    reader = open_reader(desk)
    reader.open("actions-sociales", vue="import")
    reader.page.locator('input[type="file"]').set_input_files([file])
    said = reader.page.locator(".st-key-social")
    expect(said).to_contain_text("1 ligne est d’un autre département", timeout=PATIENCE_MS)
    expect(said).to_contain_text("« beaucoup » n’est pas un montant en euros")
    write = reader.page.get_by_role("button", name=re.compile("^Importer [0-9]"))
    expect(write).to_be_disabled()
    reader.page.get_by_role("button", name="Écarter les lignes répétées").click()
    reader.idle()
    reader.page.get_by_role("button", name="Écarter cette ligne en erreur").click()
    expect(write).to_be_enabled(timeout=PATIENCE_MS)
    expect(said).to_contain_text("ASSOCIATION <b>FICTIVE</b>")
    write.click()
    expect(said).to_contain_text("2 lignes ont été importées", timeout=PATIENCE_MS)
    expect(said).to_contain_text("Le programme contient déjà tout", timeout=PATIENCE_MS)
    reader.idle()
    reader.open("actions-sociales", vue="rencontre", liste="sans-lieu")
    reader.drawn()
    expect(reader.page.locator(".st-key-panel")).to_contain_text("07518R001301", timeout=PATIENCE_MS)
