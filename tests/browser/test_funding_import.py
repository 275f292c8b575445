"""Importing a workbook on the page Financements in Chromium: with mistakes, mended, written once."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator, expect

from cli.funding import funding
from core import settings as installations
from programme.storage.store import Store
from tests.browser.application import PATIENCE_MS, OpenReader, Reader, Server
from tests.browser.test_accessibility import STREAMLIT, _grave, _violations

pytestmark = pytest.mark.browser

SHEET = "Lignes de financement"
UNKNOWN = "92002-XXX"


def exported(config: Path, file: Path) -> Any:
    """The workbook of the funding, as a person has it."""
    done = CliRunner().invoke(funding, ["export", str(file)], obj=installations.load(config))
    assert done.exit_code == 0, done.output
    return openpyxl.load_workbook(file)


def cell(book: Any, row: int, head: str) -> Any:
    sheet = book[SHEET]
    column = next(place for place, found in enumerate(sheet[1], start=1) if found.value == head)
    return sheet.cell(row, column)


def send(reader: Reader, file: Path) -> None:
    reader.page.locator('.st-key-funding_import input[type="file"]').first.set_input_files(file)
    expect(part(reader)).to_contain_text(f"{file.name} : XLSX.", timeout=PATIENCE_MS)
    reader.idle()


def part(reader: Reader) -> Locator:
    return reader.page.locator(".st-key-funding_import")


def counts(reader: Reader) -> dict[str, int]:
    """Figures above the tables by their words."""
    found = part(reader).locator(".figures > div").all_inner_texts()
    pairs = [words.split("\n") for words in found]
    return {words: int(figure.replace("\u202f", "")) for figure, words in pairs}


def test_a_workbook_with_mistakes_is_mended_and_imported(
    open_reader: OpenReader, desk: Server, tmp_path: Path
) -> None:
    settings = installations.load(desk.config)
    store = Store(settings.folders.programme)
    before, lines = store.revision(), store.snapshot().funding_lines
    file = tmp_path / "classeur.xlsx"
    book = exported(desk.config, file)
    ids = [cell(book, row, "Identifiant").value for row in (2, 3, 4)]
    cell(book, 2, "Voté (€)").value = 240000.5
    cell(book, 3, "Payé (€)").value = "12 34"
    meant = cell(book, 4, "Opération").value
    cell(book, 4, "Opération").value = UNKNOWN
    book.save(file)

    reader = open_reader(desk)
    reader.open("financements", vue="import")
    send(reader, file)
    assert {
        words: number for words, number in counts(reader).items() if number and words != "Montants négatifs"
    } == {
        "Modifiées": 1,
        "Inchangées": counts(reader)["Inchangées"],
        "À nom inconnu": 1,
        "Erreurs": 1,
    }
    faults = reader.table("Erreurs à corriger dans le fichier")
    assert faults[0][:3] == ["3", "Payé (€)", "12 34"]
    changed = reader.table("Modifiées")
    assert [text.replace("\u202f", " ") for text in changed[0][2:]] == ["Voté (€)", "231 000", "240 000,50"]
    write = part(reader).get_by_role("button", name="Écrire")
    expect(write).to_be_disabled()
    grave = _grave(_violations("import", reader.page))
    assert [one for one in grave if (one.rule, one.target) not in STREAMLIT] == []

    # One name is assigned on the page; the amount is mended in the file, which is sent again.
    box = reader.page.get_by_role("combobox", name=f"{UNKNOWN} · 1 ligne", exact=True)
    box.click()
    box.fill(meant)
    reader.page.get_by_role("option").filter(has_text=meant).click()
    reader.idle()
    expect(part(reader)).to_contain_text("Vos choix sur les noms (1)", timeout=PATIENCE_MS)
    assert counts(reader)["À nom inconnu"] == 0
    cell(book, 3, "Payé (€)").value = 1234.05
    mended = tmp_path / "classeur-corrige.xlsx"
    book.save(mended)
    send(reader, mended)
    assert (counts(reader)["Erreurs"], counts(reader)["À nom inconnu"]) == (0, 0)
    assert store.revision() == before

    write.click()
    expect(part(reader)).to_contain_text("2 lignes écrites", timeout=PATIENCE_MS)
    reader.idle()
    assert counts(reader)["Modifiées"] == 0
    after = store.snapshot().funding_lines
    assert (store.revision(), len(after)) == (before + 1, len(lines))
    assert after.loc[ids[0], "voted_eur"] == Decimal("240000.50")
    assert after.loc[ids[1], "paid_eur"] == Decimal("1234.05")
    assert after.loc[ids[2], "operation_id"] == lines.loc[ids[2], "operation_id"]
    store.close()

    # The same file again: nothing is left to write.
    again = CliRunner().invoke(funding, ["import", str(mended), "--dry-run", "--json"], obj=settings)
    assert json.loads(again.stdout)["counts"]["changed"] == 0


def test_a_table_of_somebody_else_is_mapped_on_a_phone(
    open_reader: OpenReader, desk: Server, tmp_path: Path
) -> None:
    file = tmp_path / "tableau.csv"
    file.write_text(
        "Libellé;Montant;Exercice\nUne opération que personne ne connaît;1 234,50;2024\n", encoding="cp1252"
    )
    reader = open_reader(desk, width=390, height=844)
    reader.open("financements", vue="import")
    reader.page.locator('.st-key-funding_import input[type="file"]').first.set_input_files(file)
    expect(part(reader)).to_contain_text("Encodage cp1252", timeout=PATIENCE_MS)
    reader.idle()
    expect(part(reader)).to_contain_text("Aucune colonne n’a été trouvée pour : Financeur, Type")
    reader.select("Financeur *", "pour toutes les lignes\u00a0: Région Île-de-France")
    reader.idle()
    reader.select("Type *", "pour toutes les lignes\u00a0: Subvention")
    reader.idle()
    expect(part(reader)).to_contain_text("Opérations inconnues", timeout=PATIENCE_MS)
    assert counts(reader)["À nom inconnu"] == 1
    part(reader).get_by_label("Nom de la correspondance").fill("Votes de la Région")
    part(reader).get_by_label("Nom de la correspondance").press("Tab")
    reader.idle()
    part(reader).get_by_role("button", name="Enregistrer la correspondance").click()
    expect(part(reader)).to_contain_text("votes-de-la-region", timeout=PATIENCE_MS)
    assert (desk.config.parent / "var" / "mappings" / "votes-de-la-region.toml").is_file()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert reader.page.evaluate(wider) == 0
