"""The page of the check for everybody: no serious violation under axe, the window filled, long work told and stopped."""

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from playwright.sync_api import expect

from tests.browser.application import MAP_FRAME, OpenReader, Reader, Server
from tests.browser.test_accessibility import _grave, _violations
from tests.browser.test_window import OVERFLOW, _box

pytestmark = pytest.mark.browser

PARC = "92050-014"
LONG_MS = 40_000
TABS = ("Constats", "Parcelles", "Situation", "Fichiers", "Visa")
WAYS = ("Fichier", "Dessin", "Parcelles", "Opération", "Texte")
WATCH = """() => {
  window.seen = [];
  new MutationObserver(() => {
    const bar = document.querySelector('.st-key-check_work [data-testid="stProgress"]');
    if (bar) window.seen.push(bar.innerText);
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def _checked(reader: Reader) -> None:
    reader.open("verifier", operation=PARC)
    expect(reader.page.locator(".st-key-verdict .verdict")).to_be_visible(timeout=LONG_MS)
    reader.drawn()


def test_no_state_of_the_page_has_a_serious_violation(open_reader: OpenReader, demonstration: Server) -> None:
    reader = open_reader(demonstration)
    reader.open("verifier")
    reader.drawn()
    found = []
    for way in WAYS:
        reader.panel.get_by_role("radio", name=way, exact=True).click()
        reader.idle()
        found += _grave(_violations(way, reader.page))
    _checked(reader)
    for tab in TABS:
        reader.panel.get_by_role("tab", name=re.compile(tab)).click()
        reader.page.wait_for_timeout(300)
        found += _grave(_violations(tab, reader.page))
    found += _grave(_violations("frame", reader.frame))
    assert found == []


def test_map_fills_what_verdict_and_panel_leave(open_reader: OpenReader, demonstration: Server) -> None:
    reader = open_reader(demonstration)
    _checked(reader)
    frame, panel = _box(reader.page.locator(MAP_FRAME)), _box(reader.panel)
    strip, bar = _box(reader.page.locator(".st-key-verdict")), _box(reader.page.get_by_role("banner"))
    assert strip["y"] == pytest.approx(bar["height"], abs=1.5)
    assert frame["y"] == pytest.approx(strip["y"] + strip["height"], abs=1.5)
    assert frame["y"] + frame["height"] == pytest.approx(900, abs=1.5)
    assert frame["x"] == pytest.approx(0, abs=1.5)
    assert frame["x"] + frame["width"] == pytest.approx(panel["x"], abs=1.5)
    assert panel["x"] + panel["width"] == pytest.approx(1440, abs=1.5)
    assert reader.page.evaluate(OVERFLOW) == {"across": 0, "down": 0}


def test_on_a_phone_verdict_map_and_findings_follow_each_other(
    open_reader: OpenReader, demonstration: Server
) -> None:
    reader = open_reader(demonstration, width=390, height=844, touch=True)
    _checked(reader)
    strip, frame, panel = (
        _box(reader.page.locator(".st-key-verdict")),
        _box(reader.page.locator(MAP_FRAME)),
        _box(reader.panel),
    )
    assert strip["y"] + strip["height"] <= frame["y"] + 1
    assert panel["y"] >= frame["y"] + frame["height"] - 1
    assert frame["width"] == pytest.approx(390, abs=1)
    assert reader.page.evaluate(OVERFLOW)["across"] == 0
    reader.panel.get_by_role("tab", name=re.compile("Parcelles")).click()
    assert reader.page.evaluate(OVERFLOW)["across"] == 0


def _heavy(file: Path) -> Path:
    """A GeoPackage of some 50 MB: 30,000 outlines of a hundred corners each, in Nanterre."""
    turn = np.linspace(0, 2 * np.pi, 101)[:-1]
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * 4.0
    across, up = np.divmod(np.arange(30_000), 200)
    corners = ring[None] + np.column_stack([644_000 + 10.0 * across, 6_864_500 + 10.0 * up])[:, None]
    gpd.GeoDataFrame(geometry=shapely.polygons(corners), crs=2154).to_file(file, layer="emprises")
    return file


def test_large_upload_tells_how_far_it_is_and_can_be_stopped(reader: Reader, tmp_path: Path) -> None:
    file = _heavy(tmp_path / "grand.gpkg")
    assert file.stat().st_size > 48_000_000
    reader.open("verifier")
    reader.drawn()
    reader.page.locator('input[type="file"]').set_input_files([file])
    expect(reader.page.get_by_test_id("stFileChip")).to_have_count(1, timeout=LONG_MS)
    reader.idle()
    reader.page.evaluate(WATCH)
    reader.panel.get_by_role("button", name="Vérifier", exact=True).click()
    expect(reader.panel).to_contain_text("30\u202f000 formes", timeout=LONG_MS)
    reader.panel.get_by_role("button", name="Vérifier", exact=True).click()
    expect(reader.page.locator(".st-key-check_work")).to_be_visible(timeout=LONG_MS)
    reader.page.get_by_role("button", name="Arrêter").click()
    expect(reader.panel.get_by_role("alert")).to_contain_text("Arrêté", timeout=LONG_MS)
    expect(reader.page.locator(".st-key-check_work")).to_have_count(0)
    assert any(re.search(r"\w", text) for text in reader.page.evaluate("window.seen")), (
        "no progress was shown"
    )
    # What the file holds is still there: one of its shapes is checked without sending it once more.
    reader.panel.locator("label").filter(has_text="Une seule").click()
    reader.idle()
    reader.panel.get_by_role("button", name="Vérifier", exact=True).click()
    expect(reader.page.locator(".st-key-verdict .verdict")).to_be_visible(timeout=LONG_MS)
    reader.drawn()
