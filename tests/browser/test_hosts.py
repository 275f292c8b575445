"""The application asks no other host, but the ground that a reader chooses; without it the map works all the same."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.application import OpenReader, Reader, Server, serving

pytestmark = pytest.mark.browser

ALL_LAYERS = "communes,parcels,neighbourhoods_2015,neighbourhoods_2024,operations,housing,facilities"
IGN = re.compile(r"^https://data\.geopf\.fr/")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_no_page_asks_another_host(open_reader: OpenReader, demonstration: Server) -> None:
    reader = open_reader(demonstration, fresh=True)
    reader.open(couches=ALL_LAYERS, centre="48.8908,2.2255", zoom="16", objet="operations:92050-014")
    for layer in ("parcels", "housing", "facilities"):
        reader.until(
            lambda key=layer: any(f"/tiles/{key}/" in url for url in reader.requests), f"tiles of {layer}"
        )
    for page in ("Opérations", "Données", "À propos", "Carte"):
        reader.go(page)
        if page != "Carte":
            expect(reader.page.get_by_role("heading", level=1)).to_have_text(page)
    reader.drawn()
    assert len(reader.requests) > 50
    assert reader.strangers() == []


def test_ground_that_cannot_be_reached_says_so_and_the_map_works(
    open_reader: OpenReader, demonstration: Server
) -> None:
    reader = open_reader(demonstration, fresh=True)
    reader.page.context.route(IGN, lambda route: route.abort())
    reader.open(centre="48.8908,2.2255", zoom="16")
    reader.select("Fond", "Plan IGN")
    expect(reader.map.get_by_role("status")).to_have_text(
        "Le fond « Plan IGN » est injoignable\xa0; la carte fonctionne sans lui."
    )
    reader.until(lambda: reader.address().get("fond") == "plan_ign", "the ground in the address")
    assert reader.strangers()
    assert all(IGN.match(url) for url in reader.strangers())
    reader.click_at(2.2255, 48.8908)
    expect(reader.title).to_be_visible()
    assert reader.operations_drawn() > 0

    reader.page.context.unroute(IGN)
    reader.page.context.route(IGN, _answer)
    reader.map.get_by_role("button", name="Zoom arrière").click()
    expect(reader.map.get_by_role("status")).to_be_hidden()
    expect(reader.map.locator(".leaflet-control-attribution")).to_contain_text("IGN")
    reader.select("Fond", "Aucun")
    reader.until(lambda: "fond" not in reader.address(), "no ground in the address")
    assert all(IGN.match(url) for url in reader.strangers())
    assert all("net::ERR_FAILED" in fault and "data.geopf.fr" in fault for fault in reader.faults)
    reader.faults.clear()
    reader.requests.clear()


def _answer(route: Route) -> None:
    route.fulfill(body=PIXEL, content_type="image/png")


def test_empty_installation_says_what_to_do(open_reader: OpenReader, empty_config: Path) -> None:
    with serving(empty_config) as server:
        reader = open_reader(server)
        reader.open()
        expect(reader.panel).to_contain_text("Le programme est vide. Chargez ses tables avec « trame load »")
        expect(reader.sidebar).to_contain_text("Communes (pas encore importés)")
        reader.click_at(2.24, 48.86)
        reader.idle()
        expect(reader.panel).to_contain_text("Le programme est vide")
        expect(reader.search("nanterre")).to_contain_text("Rien ne s’appelle « nanterre »")
        reader.open("operations")
        expect(reader.page.get_by_test_id("stAlert")).to_contain_text("Le programme est vide")
        reader.open("donnees")
        expect(reader.page.get_by_text("pas encore importé", exact=True)).to_have_count(6)
        reader.open("a-propos")
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("À propos")
        reader.open(objet="operations:92050-014", commune="92050")
        expect(reader.panel).to_contain_text("L’opération « 92050-014 » n’existe pas")


def test_filters_that_keep_nothing_say_so(reader: Reader) -> None:
    reader.open(commune="92009")  # Bois-Colombes has no operation
    expect(reader.panel).to_contain_text("Aucune opération ne répond à ces filtres")
    assert reader.operations_drawn() == 0
    reader.go("Opérations")
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text("Aucune opération ne répond à ces filtres")
    reader.page.get_by_role("button", name="Effacer les filtres").click()
    expect(reader.page.get_by_test_id("stDataFrame")).to_be_visible()
