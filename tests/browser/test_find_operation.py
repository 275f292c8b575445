"""First journey: find an operation, and read who pays for it, its parcels and its social actions."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser import facts
from tests.browser.application import OpenReader, Reader, Server

pytestmark = pytest.mark.browser

PARC = "92050-014"
"""The operation that the drawing of the page shows."""
ROW_PX = 35
COLUMNS = ("requested_eur", "voted_eur", "committed_eur", "paid_eur")


@pytest.fixture(scope="module")
def parc(open_reader_once: OpenReader, demonstration: Server) -> Reader:
    """The panel of one operation, opened once."""
    reader = open_reader_once(demonstration)
    reader.open(objet=f"operations:{PARC}")
    return reader


def test_search_finds_an_operation(reader: Reader) -> None:
    name = facts.operation(PARC)["name"]
    place = facts.inside(facts.footprints()[PARC].envelope)
    reader.open()
    for words in ("residentialisation des TOURS du parc", PARC):
        reader.search(words).get_by_role("button", name=name).click()
        expect(reader.title).to_have_text(name)
        reader.until(
            lambda: reader.address().get("objet") == f"operations:{PARC}", "the operation in the address"
        )
        reader.drawn()
        latitude, longitude, zoom = reader.view()
        assert abs(longitude - place[0]) < 0.005
        assert abs(latitude - place[1]) < 0.005
        assert zoom >= 14
        reader.search("chatenay").get_by_role("button", name="Châtenay-Malabry").first.click()
        expect(reader.title).to_contain_text("Châtenay-Malabry")
        reader.drawn()


def test_search_finds_places(reader: Reader) -> None:
    reader.open("a-propos")
    for words, label, address in (
        ("chatenay", "Châtenay-Malabry", "communes:92019"),
        ("92050000AZ0", "92050000AZ0", "parcels:92050000AZ0"),
        ("le parc", "Le Parc", "neighbourhoods_2024:QN09206M"),
    ):
        reader.search(words).get_by_role("button", name=label).first.click()
        expect(reader.title).to_contain_text(label)
        reader.until(
            lambda address=address: reader.address().get("objet", "").startswith(address),
            address,
        )
        reader.drawn()


def test_search_without_answer_says_so(reader: Reader) -> None:
    reader.open()
    expect(reader.search("zzzz*_[]`$")).to_contain_text("Rien ne s’appelle « zzzz*_[]`$ »")


def test_click_on_the_map_finds_an_operation(reader: Reader) -> None:
    name = facts.operation(PARC)["name"]
    longitude, latitude = facts.inside(facts.footprints()[PARC])
    reader.open(centre=f"{latitude},{longitude}", zoom="16")
    reader.click_at(longitude, latitude)
    expect(reader.title).to_have_text(name)
    expect(reader.panel).to_contain_text(f"Opération {PARC}")


def _busiest() -> str:
    """The operation with most funding lines, decommitments among them where there are some."""
    lines = facts.rows("funding_lines")
    return max(
        {line["operation_id"] for line in lines},
        key=lambda name: (
            any(line["nature"] == "decommitment" for line in lines if line["operation_id"] == name),
            sum(line["operation_id"] == name for line in lines),
            name,
        ),
    )


def test_funding_plan_adds_up_to_the_tables(reader: Reader) -> None:
    identifier = _busiest()
    reader.open(objet=f"operations:{identifier}")
    *lines, total = reader.table("Plan de financement, montants en euros")
    assert len(lines) >= 2
    assert total[0] == "Total (€)"
    assert total[1:5] == [facts.french(facts.total(column, identifier)) for column in COLUMNS]
    for column in range(1, 5):
        written = [line[column] for line in lines if line[column] != "—"]
        amounts = [Decimal(cell.replace("\u202f", "").replace("−", "-")) for cell in written]
        assert facts.french(sum(amounts, Decimal(0)) if amounts else None) == total[column]
    funders = {row["id"]: row["short_name"] for row in facts.rows("funders")}
    paying = {
        funders[row["funder_id"]] for row in facts.rows("funding_lines") if row["operation_id"] == identifier
    }
    assert {re.sub(r"\s*\(.*", "", line[0], flags=re.S).strip() for line in lines} == paying


def test_amounts_are_written_as_french_readers_write_them(parc: Reader) -> None:
    cost = Decimal(facts.operation(PARC)["cost_excl_tax_eur"])
    expect(parc.panel).to_contain_text("Coût HT :")
    written = parc.panel.inner_text()
    assert f"{facts.french(cost)}\xa0€" in written
    left = cost - (facts.total("requested_eur", PARC) or 0)
    assert f"Reste à financer\xa0: {facts.french(left)}\xa0€" in written


def test_parcels_make_up_the_footprint(parc: Reader) -> None:
    listed = parc.table("Parcelles couvertes par l’emprise")
    covered = {idu: int(square.replace("\u202f", "")) for idu, square, _share in listed}
    parcels = facts.layer("parcels").set_index("IDU").geometry
    footprint = facts.footprints()[PARC]
    assert covered
    for idu, square in covered.items():
        assert square == pytest.approx(parcels[idu].intersection(footprint).area, abs=1)
    expect(parc.panel).to_contain_text(f"Parcelles ({len(covered)})")


def test_social_actions_are_those_of_the_tables(parc: Reader) -> None:
    expected = facts.actions(PARC)
    assert expected
    expect(parc.panel).to_contain_text(f"Actions sociales ({len(expected)})")
    for action in expected:
        expect(parc.panel.locator("li").filter(has_text=action["name"]).first).to_contain_text(
            action["holder"]
        )


def test_table_row_opens_the_operation_on_the_map(reader: Reader) -> None:
    reader.open("operations", commune="92050")
    grid = reader.page.get_by_test_id("stDataFrame")
    name = grid.get_by_test_id("glide-cell-1-1").inner_text()
    box = grid.bounding_box()
    assert box is not None
    reader.page.mouse.click(
        box["x"] + 18, box["y"] + 2.5 * ROW_PX
    )  # the second row, in the column that chooses
    expect(reader.title).to_have_text(name)
    reader.drawn()
    assert reader.address()["commune"] == "92050"
    assert reader.address()["objet"].startswith("operations:92050-")
