"""Second journey: the address bar always holds the state, and a link shows another person the same thing."""

import pytest
from playwright.sync_api import expect

from tests.browser import facts
from tests.browser.application import OpenReader, Reader, Server

pytestmark = pytest.mark.browser

PARC = "92050-014"
SWITCHES = (
    "Opérations",
    "Quartiers prioritaires 2015",
    "Quartiers prioritaires 2024",
    "Communes",
    "Parcelles",
)


def _drag(reader: Reader, across: int, down: int) -> None:
    box = reader.map.locator("#map_div").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    reader.page.mouse.move(x, y)
    reader.page.mouse.down()
    reader.page.mouse.move(x + across, y + down, steps=4)
    reader.page.mouse.up()


def _switched(reader: Reader) -> dict[str, bool]:
    boxes = reader.sidebar.locator(".stCheckbox")
    return {box.inner_text().strip(): box.locator("input").is_checked() for box in boxes.all()}


def _chips(reader: Reader) -> list[str]:
    """What the filters say."""
    return reader.sidebar.locator(".stMultiSelect").all_inner_texts()


def test_link_shows_another_person_the_same(open_reader: OpenReader, demonstration: Server) -> None:
    reader = open_reader(demonstration)
    reader.open()
    before = reader.address()
    reader.map.get_by_role("button", name="Zoom avant").click()
    reader.until(lambda: reader.address()["zoom"] != before["zoom"], "the zoom in the address")
    _drag(reader, 90, 40)
    reader.until(lambda: reader.address()["centre"] != before["centre"], "the centre in the address")
    reader.idle()
    panned = reader.address()["centre"]

    reader.switch("Quartiers prioritaires 2015")
    reader.until(lambda: "neighbourhoods_2015" in reader.address()["couches"], "the layer in the address")
    reader.switch("Communes")
    reader.until(lambda: "communes" not in reader.address()["couches"], "the layer out of the address")
    reader.choose("Étape", "Engagée")
    reader.until(lambda: reader.address().get("etape") == "engagée", "the filter in the address")
    assert reader.address()["centre"] == panned

    reader.search(PARC).get_by_role("button", name=facts.operation(PARC)["name"]).click()
    expect(reader.title).to_have_text(facts.operation(PARC)["name"])
    reader.until(
        lambda: reader.address().get("objet") == f"operations:{PARC}", "the selection in the address"
    )
    reader.until(lambda: reader.address()["centre"] != panned, "the new centre in the address")
    reader.idle()

    other = open_reader(demonstration, fresh=True)
    other.page.goto(reader.page.url)
    other.arrived()
    expect(other.title).to_have_text(facts.operation(PARC)["name"])
    assert other.view() == pytest.approx(reader.view(), abs=2e-5)
    assert _switched(other) == _switched(reader)
    assert _switched(other)["Quartiers prioritaires 2015"]
    assert not _switched(other)["Communes"]
    assert _chips(other) == _chips(reader)
    assert other.operations_drawn() == reader.operations_drawn() > 0
    assert other.address() == reader.address()


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        (
            {"objet": "parcels:99999000ZZ9999", "centre": "1000,2", "zoom": "abc"},
            (
                "La couche « Parcelles » ne contient pas « 99999000ZZ9999 »",
                "« centre=1000,2 »",
                "« zoom=abc »",
            ),
        ),
        (
            {
                "objet": "nimporte:1",
                "fond": "absent",
                "annee": "5-",
                "montant": "1e99-",
                "couches": "operations,rien",
            },
            (
                "« objet=nimporte:1 »",
                "« fond=absent »",
                "« annee=5- »",
                "« montant=1e99- »",
                "« couches=operations,rien »",
            ),
        ),
        ({"commune": "99999", "langue": "xx"}, ("Aucune opération ne répond à ces filtres",)),
    ],
)
def test_wrong_or_stale_link_gets_a_sentence(
    reader: Reader, query: dict[str, str], sentences: tuple[str, ...]
) -> None:
    reader.open(**query)
    for sentence in sentences:
        expect(reader.panel).to_contain_text(sentence)
    latitude, longitude, _zoom = reader.view()
    assert 48.7 < latitude < 49
    assert 2.1 < longitude < 2.4


def test_link_to_an_unknown_page_ends_on_the_map(reader: Reader) -> None:
    reader.page.goto(f"{reader.server.url}/nulle-part")
    reader.drawn()
    expect(reader.page.get_by_role("dialog")).to_be_visible()  # Streamlit's own sentence
    told = [fault for fault in reader.faults if "does not seem to exist" in fault]
    assert reader.faults == told
    reader.faults.clear()


def test_every_page_keeps_the_filters_in_its_address(reader: Reader) -> None:
    reader.open(commune="92050", etape="engagée")
    for page in ("Opérations", "Carte"):
        reader.go(page)
        reader.until(lambda: reader.address().get("commune") == "92050", "the filter in the address")
        assert reader.address()["etape"] == "engagée"
