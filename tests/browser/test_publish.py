"""The page Publier in Chromium: a sheet from the map to the PDF; an atlas that is stopped, and one that is made."""

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.application import PATIENCE_MS, Reader
from tests.browser.test_accessibility import STREAMLIT, Violation, _grave, _violations

pytestmark = pytest.mark.browser

POINTS_PER_MM = 72 / 25.4
PREVIEW = ".st-key-publish_preview img"
SPACES = re.compile("[\u202f\u00a0 ]")


def figures(reader: Reader) -> str:
    """Page, scale and size, without spaces."""
    return SPACES.sub("", reader.page.locator(".st-key-publish_head .figures").inner_text())


def seen(reader: Reader, words: str) -> None:
    """Wait until the sheet that is seen is of that kind."""
    reader.until(lambda: words in figures(reader), words)
    expect(reader.page.locator(PREVIEW)).to_be_visible(timeout=PATIENCE_MS)
    reader.idle()


def downloaded(reader: Reader, button: Locator) -> tuple[str, bytes]:
    with reader.page.expect_download() as waited:
        button.click()
    return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()


def looked_at(reader: Reader, where: str) -> list[Violation]:
    """Serious violations of axe; the page must not be wider than its window."""
    reader.idle()
    wide = reader.page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide == 0, where
    return [one for one in _grave(_violations(where, reader.page)) if (one.rule, one.target) not in STREAMLIT]


def test_a_sheet_goes_from_the_map_to_the_printer(reader: Reader) -> None:
    reader.open(objet="operations:92050-014", couches="communes,operations")
    reader.page.get_by_role("button", name="Publier cette carte").click()
    expect(reader.page.locator("h1")).to_have_text("Publier", timeout=PATIENCE_MS)
    reader.until(lambda: reader.address().get("etendue", "").startswith("bbox:"), "the box in the address")
    assert reader.address()["couches"] == "communes,operations"
    reader.page.get_by_role("radio", name="Partenaires").click()
    seen(reader, "A4")

    reader.select("Étendue", "Commune")
    reader.idle()
    reader.select("Lequel", "Nanterre · 92050")
    reader.until(lambda: reader.address().get("etendue") == "commune:92050", "the commune in the address")
    reader.select("Page", "A3")
    seen(reader, "297×420mm")
    scale = reader.page.get_by_role("combobox", name="Échelle", exact=True)
    scale.fill("1:7 500")
    scale.press("Enter")
    seen(reader, "1:7500")
    table = reader.table("Ce qui est dessiné sur la planche")
    drawn = sum(int(row[2]) for row in table[:-1] if row[0] == "Opérations")
    assert drawn > 0

    name, content = downloaded(reader, reader.page.get_by_role("button", name="PDF", exact=True))
    (page,) = PdfReader(io.BytesIO(content)).pages
    assert name == "nanterre.pdf"
    assert [float(side) / POINTS_PER_MM for side in page.mediabox[2:]] == pytest.approx([297, 420], abs=0.1)
    assert "Nanterre" in page.extract_text()

    grave = looked_at(reader, "sheet")
    for part in ("Fiche", "Données", "Édition publique"):
        reader.page.get_by_role("radio", name=part, exact=True).click()
        reader.idle()
        grave += looked_at(reader, part)
    reader.page.get_by_role("radio", name="Carte", exact=True).click()
    reader.page.set_viewport_size({"width": 390, "height": 844})
    seen(reader, "297×420mm")
    assert grave + looked_at(reader, "phone") == []


def test_an_atlas_is_stopped_then_made(reader: Reader) -> None:
    reader.open("publier", partie="atlas", pour="partenaires")
    make = reader.page.get_by_role("button", name="Produire l’atlas")
    make.click()
    reader.page.get_by_role("button", name="Arrêter").click(timeout=PATIENCE_MS)
    expect(reader.page.get_by_text("Arrêté : rien n’a été modifié.")).to_be_visible(timeout=PATIENCE_MS)
    for commune in ("Nanterre", "Gennevilliers"):
        box = reader.page.get_by_role("combobox", name="Seulement", exact=True)
        box.click()
        box.fill(commune)
        reader.page.get_by_role("option", name=re.compile(f"^{commune} ")).click()
        reader.page.keyboard.press("Escape")
        reader.idle()
    expect(reader.page.get_by_text("2 fiches, avec une couverture")).to_be_visible()
    make.click()
    button = reader.page.get_by_role("button", name="Télécharger l’atlas")
    expect(button).to_be_visible(timeout=3 * PATIENCE_MS)
    assert looked_at(reader, "atlas") == []
    _name, content = downloaded(reader, button)
    atlas = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in atlas.pages)
    assert len(atlas.pages) >= 4
    assert all(name in text for name in ("Nanterre", "Gennevilliers"))
    assert "Pages non produites" not in text
