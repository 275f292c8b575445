"""A filter keeps the same operations in the count, on the map and in the table."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import facts
from tests.browser.application import Reader

pytestmark = pytest.mark.browser

COUNT = re.compile(r"(\d+) opérations? sur (\d+) · (\d+) sans emprise")


def _kept(criterion: str) -> tuple[str, set[str]]:
    """Words of the option that a filter is set to, and the operations that the tables say it keeps."""
    rows = facts.rows("operations")
    if criterion == "Commune":
        return "Nanterre", {row["id"] for row in rows if row["commune"] == "92050"}
    if criterion == "Étape":
        return "Travaux", {row["id"] for row in rows if row["step"] == "travaux"}
    if criterion == "Famille":
        return "Résidentialisation", {row["id"] for row in rows if row["family"] == "34"}
    region = {row["operation_id"] for row in facts.rows("funding_lines") if row["funder_id"] == "region"}
    return "Région Île-de-France", region


def _expect_everywhere(reader: Reader, kept: set[str]) -> None:
    every, unmapped = len(facts.rows("operations")), kept - set(facts.footprints())
    reader.until(
        lambda: _told(reader) == (len(kept), every, len(unmapped)),
        f"{len(kept)} operations of {every}, {len(unmapped)} without footprint",
    )
    reader.until(
        lambda: reader.operations_drawn() == len(kept - unmapped),
        f"{len(kept - unmapped)} operations on the map",
    )
    expect(reader.panel.locator(".figures").first).to_contain_text(str(len(kept)))


def _told(reader: Reader) -> tuple[int, ...] | None:
    found = COUNT.search(reader.sidebar.inner_text())
    return tuple(int(number) for number in found.groups()) if found else None


@pytest.mark.parametrize("criterion", ["Famille", "Financeur"])
def test_filter_holds_on_map_count_and_table(reader: Reader, criterion: str) -> None:
    word, kept = _kept(criterion)
    assert 1 < len(kept) < len(facts.rows("operations"))
    reader.open()
    _expect_everywhere(reader, {row["id"] for row in facts.rows("operations")})
    reader.choose(criterion, word)
    _expect_everywhere(reader, kept)

    reader.go("Opérations")
    expect(reader.page.get_by_text(f"{len(kept)} opérations sur")).to_be_visible()
    grid = reader.page.get_by_test_id("stDataFrame").locator('[role="grid"]')
    expect(grid).to_have_attribute("aria-rowcount", str(len(kept) + 1))
    names = {row["name"] for row in facts.rows("operations") if row["id"] in kept}
    shown = (
        reader.page.get_by_test_id("stDataFrame").locator('[data-testid^="glide-cell-1-"]').all_inner_texts()
    )
    assert shown
    assert set(shown) <= names


def test_filters_combine_and_are_cleared(reader: Reader) -> None:
    reader.open(commune="92050")
    reader.choose("Étape", "Travaux", "Livrée")
    steps = {"travaux", "livrée"}
    rows = facts.rows("operations")
    _expect_everywhere(
        reader, {row["id"] for row in rows if row["commune"] == "92050" and row["step"] in steps}
    )
    legend = reader.map.locator("#trame-legend")
    expect(legend).to_contain_text("Travaux")
    expect(legend).not_to_contain_text("Étude")
    reader.sidebar.get_by_role("button", name="Effacer les filtres").click()
    _expect_everywhere(reader, {row["id"] for row in rows})


def test_layers_go_on_and_off(reader: Reader) -> None:
    reader.open()
    assert reader.operations_drawn() > 0
    reader.switch("Opérations")
    reader.until(lambda: reader.operations_drawn() == 0, "no operation on the map")
    reader.switch("Quartiers prioritaires 2024")
    quarters = reader.map.locator(".leaflet-trame-neighbourhoods_2024-pane path")
    expect(quarters).to_have_count(0)
    reader.switch("Quartiers prioritaires 2024")
    expect(quarters).to_have_count(len(facts.layer("neighbourhoods_2024")))
    reader.switch("Logement social")
    reader.until(lambda: any("/tiles/housing/" in url for url in reader.requests), "tiles of the housing")
    expect(reader.map.locator("#trame-legend")).to_contain_text("Logement social")


def test_more_filters_are_filled_once_they_are_opened(reader: Reader) -> None:
    reader.open()
    box = reader.sidebar.get_by_role("combobox", name="Quartier prioritaire", exact=True)
    expect(box).to_have_count(0)
    reader.sidebar.get_by_text("Autres filtres", exact=True).click()
    expect(box).to_be_visible()
    reader.sidebar.get_by_label("De l’année").fill("2027")
    reader.page.keyboard.press("Enter")
    reader.until(lambda: reader.address().get("annee", "").startswith("2027"), "the year in the address")
    told = _told(reader)
    assert told is not None
    assert 0 < told[0] < told[1]
    reader.page.reload()
    reader.arrived()
    expect(box).to_be_visible()
    assert _told(reader) == told
