"""French first, English at a click; no code of the program stands where words should."""

import re

import pytest
from playwright.sync_api import expect

from programme.steps import FunderKind, FundingKind, FundingNature, OwnerKind
from programme.themes import Public, Theme
from tests.browser.application import OpenReader, Reader, Server

pytestmark = pytest.mark.browser

CODES = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\{[a-z_]*\}")
"""Names of columns, layers, kinds; and placeholders that nothing filled."""
ENUMERATIONS = (FunderKind, FundingKind, FundingNature, OwnerKind, Public, Theme)


def _codes(text: str) -> set[str]:
    return set(CODES.findall(text))


def _codes_shown(reader: Reader) -> set[str]:
    """Codes among what is read; Streamlit's icons are words of a font of signs, which are drawn and not read."""
    icons = reader.page.get_by_test_id("stIconMaterial").all_inner_texts()
    return _codes(reader.texts()) - set(icons)


def test_codes_are_seen_where_they_are() -> None:
    words = {word.value for kind in ENUMERATIONS for word in kind if "_" in word.value}
    assert words
    assert all(_codes(f"fonds : {word} (x)") == {word} for word in words)
    assert _codes("Opérations {kept} sur 70") == {"{kept}"}


def test_switching_the_language_changes_everything(open_reader: OpenReader, demonstration: Server) -> None:
    reader = open_reader(demonstration, fresh=True)
    reader.open(objet="operations:92050-014")
    expect(reader.page.get_by_role("banner")).to_contain_text("Opérations")
    expect(reader.map.locator("#trame-legend")).to_contain_text("Légende")
    expect(reader.panel).to_contain_text("Maître d’ouvrage")
    assert reader.frame.evaluate("document.documentElement.lang") == "fr"
    assert reader.page.evaluate("document.documentElement.lang") == "fr"
    view = reader.view()

    reader.page.get_by_role("button", name="EN", exact=True).click()
    expect(reader.page.get_by_role("banner")).to_contain_text("Operations")
    expect(reader.panel).to_contain_text("Project owner")
    reader.drawn()
    expect(reader.map.locator("#trame-legend")).to_contain_text("Legend")
    expect(reader.map.locator("#trame-legend")).to_contain_text("Priority neighbourhoods 2024")
    expect(reader.map.locator("#trame-notice")).to_have_text("Demonstration data, fictitious")
    reader.drawn()
    assert reader.frame.evaluate("document.documentElement.lang") == "en"
    assert reader.view() == pytest.approx(view, abs=1e-4)
    reader.until(lambda: reader.address().get("langue") == "en", "the language in the address")
    for french in ("Étape", "Financement", "Parcelles", "Légende", "Engagée", "Communes à"):
        assert french not in reader.texts(), french

    reader.page.get_by_role("button", name="FR", exact=True).click()
    expect(reader.panel).to_contain_text("Maître d’ouvrage")
    reader.until(lambda: "langue" not in reader.address(), "no language in the address")
    reader.drawn()


def test_no_code_stands_where_words_should(open_reader: OpenReader, demonstration: Server) -> None:
    reader = open_reader(demonstration)
    for query in (
        {"couches": "communes,parcels,neighbourhoods_2015,neighbourhoods_2024,operations,housing,facilities"},
        {"objet": "operations:92050-014"},
        {"objet": "neighbourhoods_2024:QN09206M"},
        {"objet": "communes:92050"},
    ):
        reader.open(**query)
        for part in reader.panel.locator("summary").all():
            part.click()
        assert _codes_shown(reader) == set(), query
    for path in ("operations", "donnees", "a-propos"):
        reader.open(path)
        shown = reader.page.locator("body").text_content() or ""
        cells = reader.page.locator('[data-testid^="glide-cell"]').all_inner_texts()
        assert _codes(" ".join(cells)) == set(), path
        assert _codes_shown(reader) == set(), path
        assert "None" not in shown, path
