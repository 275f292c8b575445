"""The page Financements in Chromium: totals that add up, filters, a figure taken apart, the way to the map, the keyboard."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import facts
from tests.browser.application import PATIENCE_MS, OpenReader, Reader, Server
from tests.browser.test_accessibility import STREAMLIT, _grave, _violations

pytestmark = pytest.mark.browser

SPACES = re.compile("[\u202f\u00a0 ]")
GRID = ".st-key-funding_matrix table.m"


def cents(words: str) -> int:
    """An amount as a French reader writes it; nothing and a dash count for nothing."""
    plain = SPACES.sub("", words).replace(",", ".").replace("€", "")
    return 0 if plain in ("", "—") else int(Decimal(plain) * 100)


def opened(reader: Reader, **query: str) -> Locator:
    reader.open("financements", **query)
    grid = reader.page.locator(GRID)
    expect(grid).to_be_visible(timeout=PATIENCE_MS)
    return grid


def heads(grid: Locator) -> list[str]:
    return [words.strip(" ↓") for words in grid.locator("thead tr:last-child th").all_inner_texts()]


def cells(grid: Locator, part: str) -> list[list[int]]:
    """Amounts of the rows of a part, told by its rows."""
    return [
        [cents(words) for words in row.locator("td").all_inner_texts()]
        for row in grid.locator(f"{part} tr").all()
    ]


def total(column: str, commune: str | None = None) -> int:
    ids = {row["id"] for row in facts.rows("operations") if commune in (None, row["commune"])}
    found = (row[column] for row in facts.rows("funding_lines") if row["operation_id"] in ids)
    return int(sum((Decimal(amount) for amount in found if amount), Decimal(0)) * 100)


@pytest.fixture(scope="module")
def matrix(open_reader_once: OpenReader, demonstration: Server) -> Reader:
    """The page as it opens, for tests that leave it as it was."""
    reader = open_reader_once(demonstration)
    opened(reader)
    return reader


def test_every_total_on_the_screen_adds_up(matrix: Reader) -> None:
    grid = matrix.page.locator(GRID)
    rows, (foot,) = cells(grid, "tbody"), cells(grid, "tfoot")
    assert [sum(column) for column in zip(*rows, strict=True)] == foot
    cost, plan, uncovered, over, everything = foot[:5]
    assert cost - plan == uncovered - over
    assert everything == total("requested_eur")
    names = heads(grid)[1:]
    assert names[:5] == ["Coût HT", "Plan", "Non couvert", "Surfinancement", "Ensemble"]
    kinds = [place for place, words in enumerate(names) if words == "Total"]
    for row in (*rows, foot):
        assert sum(row[place] for place in kinds) == row[4]
        assert sum(row[kinds[0] + 1 : kinds[1]]) == row[kinds[0]]


def test_each_measure_has_its_total(reader: Reader) -> None:
    for words, column in (("vote", "voted_eur"), ("engage", "committed_eur"), ("paye", "paid_eur")):
        (foot,) = cells(opened(reader, mesure=words), "tfoot")
        assert foot[4] == total(column)


def test_filters_of_the_map_hold_here_and_the_link_says_all(reader: Reader) -> None:
    reader.open()
    reader.choose("Commune", "Nanterre")
    reader.go("Financements")
    grid = reader.page.locator(GRID)
    expect(grid.locator("tbody tr")).to_have_count(1, timeout=PATIENCE_MS)
    (foot,) = cells(grid, "tfoot")
    assert foot[4] == total("requested_eur", "92050")
    reader.page.get_by_role("radio", name="Payé").click()
    reader.until(lambda: reader.address().get("mesure") == "paye", "the measure in the address")
    reader.select("Lignes par", "Famille")
    reader.until(lambda: reader.address().get("lignes") == "famille", "the rows in the address")
    reader.page.reload()
    expect(grid.locator("thead")).to_contain_text("Famille", timeout=PATIENCE_MS)
    reader.idle()
    (foot,) = cells(grid, "tfoot")
    assert foot[0] == total("paid_eur", "92050") or foot[4] == total("paid_eur", "92050")


def test_a_figure_opens_on_its_operations_and_they_on_the_map(reader: Reader) -> None:
    grid = opened(reader)
    place = heads(grid).index("ANRU") - 1
    row = grid.locator("tbody tr").filter(has_text="Nanterre")
    figure = row.locator("td").nth(place)
    amount = cents(figure.inner_text())
    figure.get_by_role("button").click()
    window = reader.page.get_by_role("dialog")
    expect(window).to_contain_text("Nanterre", timeout=PATIENCE_MS)
    parts = window.get_by_role("table", name="Opérations derrière le montant")
    expect(parts).to_be_visible(timeout=PATIENCE_MS)
    shown = [cents(words) for words in parts.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert sum(shown) == amount == cents(parts.locator("tfoot td").nth(1).inner_text())
    wanted = {
        line["operation_id"]
        for line in facts.rows("funding_lines")
        if line["funder_id"] == "anru" and facts.operation(line["operation_id"])["commune"] == "92050"
    }
    assert len(shown) == len(wanted)
    window.get_by_role("button", name=re.compile("sur la carte")).click()
    reader.drawn()
    reader.until(
        lambda: (reader.address().get("commune"), reader.address().get("financeur")) == ("92050", "anru"),
        "the filters in the address",
    )
    reader.until(
        lambda: reader.operations_drawn() == len(wanted & set(facts.footprints())),
        "its operations on the map",
    )


def test_an_operation_behind_a_figure_opens_on_the_map(reader: Reader) -> None:
    grid = opened(reader, lignes="operation", commune="92050")
    grid.locator("tbody tr").first.get_by_role("button").first.click()
    window = reader.page.get_by_role("dialog")
    name = window.locator(".link").first.inner_text()
    window.locator(".link").first.click()
    reader.drawn()
    expect(reader.panel).to_contain_text(name, timeout=PATIENCE_MS)


def test_the_keyboard_goes_from_figure_to_figure_and_opens_one(reader: Reader) -> None:
    grid = opened(reader)
    first = grid.locator("tbody button.f").first
    first.focus()
    assert grid.locator("tbody button.f[tabindex='0']").count() == 1
    reader.page.keyboard.press("ArrowRight")
    second = reader.page.evaluate("() => document.activeElement.dataset.press")
    assert second == grid.locator("tbody tr").first.locator("button.f").nth(1).get_attribute("data-press")
    reader.page.keyboard.press("ArrowDown")
    assert (
        reader.page.evaluate("() => document.activeElement.closest('tr').rowIndex")
        == grid.locator("thead tr").count() + 1
    )
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)


def test_a_head_sorts_and_long_lists_have_pages(reader: Reader) -> None:
    grid = opened(reader, lignes="operation")
    expect(grid.locator("tbody tr")).to_have_count(50)
    grid.get_by_role("button", name="Non couvert").click()
    expect(grid.locator("th[aria-sort='descending']")).to_have_text(
        re.compile("Non couvert"), timeout=PATIENCE_MS
    )
    column = [row[2] for row in cells(grid, "tbody")]
    assert column == sorted(column, reverse=True)
    assert column[0] > 0
    reader.page.get_by_role("button", name="Lignes suivantes").click()
    expect(grid.locator("tbody tr")).to_have_count(len(facts.rows("operations")) - 50, timeout=PATIENCE_MS)
    (foot,) = cells(grid, "tfoot")
    assert foot[4] == total("requested_eur")


def test_the_flow_picture_and_its_tables_say_the_same(reader: Reader) -> None:
    reader.open("financements", vue="flux")
    picture = reader.page.locator("svg.flow")
    expect(picture).to_be_visible(timeout=PATIENCE_MS)
    tables = reader.page.locator(".side-by-side table").all()
    assert len(tables) == 2
    drawn = []
    for table in tables:
        amounts = [cents(words) for words in table.locator("tbody td:last-child").all_inner_texts()]
        drawn.append(sum(amounts))
        assert sum(amounts) == cents(table.locator("tfoot td").last.inner_text())
    assert drawn[0] == drawn[1]
    picture.locator(".node").first.click()
    expect(reader.page.get_by_role("dialog")).to_contain_text("Agence nationale", timeout=PATIENCE_MS)


def test_the_schedule_adds_up_to_the_dated_amounts(reader: Reader) -> None:
    reader.open("financements", vue="echeancier")
    expect(reader.page.locator("svg.curve")).to_be_visible(timeout=PATIENCE_MS)
    grid = reader.page.locator(".st-key-funding_schedule table.m")
    rows, (foot,) = cells(grid, "tbody"), cells(grid, "tfoot")
    for place, (state, column) in enumerate(
        (state, column) for column in ("ae_eur", "cp_eur") for state in ("planned", "actual")
    ):
        found = (row[column] for row in facts.rows("funding_amounts") if row["state"] == state)
        wanted = int(sum((Decimal(amount) for amount in found if amount), Decimal(0)) * 100)
        assert sum(row[2 * place] for row in rows) == foot[2 * place] == wanted
    grid.locator("tbody button.f").first.click()
    parts = reader.page.get_by_role("dialog").get_by_role("table")
    expect(parts).to_be_visible(timeout=PATIENCE_MS)
    assert cents(parts.locator("tfoot td").nth(1).inner_text()) == rows[0][0]


def test_the_workbook_is_downloaded(matrix: Reader) -> None:
    with matrix.page.expect_download(timeout=PATIENCE_MS) as download:
        matrix.page.get_by_role("button", name="Télécharger le classeur").click()
    assert download.value.suggested_filename == "financements.xlsx"
    assert download.value.path().read_bytes().startswith(b"PK")


def test_no_view_has_a_serious_violation_nor_a_page_wider_than_the_window(
    open_reader: OpenReader, demonstration: Server
) -> None:
    reader = open_reader(demonstration, width=390, height=844)
    found = []
    for view in ("matrice", "flux", "echeancier"):
        reader.open("financements", vue=view)
        reader.page.wait_for_timeout(500)
        found += _grave(_violations(view, reader.page))
        assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    opened(reader)
    reader.page.locator("tbody button.f").first.click()
    expect(reader.page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)
    reader.page.wait_for_timeout(700)
    found += _grave(_violations("window", reader.page))
    assert [one for one in found if (one.rule, one.target) not in STREAMLIT] == []
