"""The page Évaluation in Chromium: a site's evaluation is read from its place to the map; its numbers are the tables' own."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import facts
from tests.browser.application import PATIENCE_MS, OpenReader, Reader, Server
from tests.browser.test_accessibility import STREAMLIT, _grave, _violations

pytestmark = pytest.mark.browser

SPACES = re.compile("[\u202f\u00a0 ]")
FRAME = '[class*="st-key-evaluation_map_"] iframe'
DONE = ("livrée", "soldée")
SITE = "SITE-01"


def of_site() -> list[dict[str, str]]:
    ids = {
        row["operation_id"]
        for row in facts.rows("priority_site_operations")
        if row["priority_site_id"] == SITE
    }
    return [row for row in facts.rows("operations") if row["id"] in ids and row["step"] != "abandonnée"]


def dwellings(column: str, *, done: bool = False) -> int:
    return sum(int(row[column]) for row in of_site() if not done or row["step"] in DONE)


def part(reader: Reader, words: str, link: str) -> None:
    """Press a part of the page."""
    reader.page.get_by_role("radio", name=words, exact=True).click()
    reader.until(lambda: reader.address().get("partie") == link, f"{link} in the address")
    reader.idle()


def figures(reader: Reader) -> str:
    return SPACES.sub("", reader.page.locator(".st-key-evaluation .figures").first.inner_text())


def test_the_evaluation_of_a_site_is_read(reader: Reader) -> None:
    reader.open()
    reader.go("Évaluation")
    expect(reader.page.locator("h1")).to_have_text("Évaluation", timeout=PATIENCE_MS)
    reader.page.get_by_role("radio", name="Site prioritaire", exact=True).click()
    reader.until(lambda: reader.address().get("lieu") == f"site:{SITE}", "the site in the address")
    reader.idle()

    gone, back = dwellings("dwellings_demolished"), dwellings("dwellings_rebuilt_on_site")
    back += dwellings("dwellings_rebuilt_elsewhere")
    assert f"{dwellings('dwellings_demolished', done=True)}/{gone}" in figures(reader)
    table = {row[0]: row for row in reader.table("Logements sociaux")}
    assert [int(cell) for cell in table["Logements sociaux démolis"][1:3]] == [
        gone,
        dwellings("dwellings_demolished", done=True),
    ]
    assert len(reader.table("Au regard des cibles")) > 0

    part(reader, "Démolition et reconstruction", "demolition")
    (*_rows, total) = reader.table("Bilan de la démolition et de la reconstruction, logements sociaux")
    assert [int(cell) for cell in total[1:3]] == [gone, dwellings("dwellings_demolished", done=True)]
    assert int(total[3]) + int(total[4]) == back
    ends = reader.table("Où vont les logements")
    frame = reader.page.frame_locator(FRAME)
    marks = frame.locator(".trame-mark")
    expect(marks).to_have_count(1 + len(ends), timeout=PATIENCE_MS)

    part(reader, "Année par année", "annees")
    slider = reader.page.get_by_role("slider")
    slider.focus()
    reader.page.keyboard.press("ArrowLeft")
    reader.until(lambda: "an" in reader.address(), "the year in the address")
    reader.idle()
    year = reader.address()["an"]
    row = next(row for row in reader.table("Le programme année par année") if row[0] == year)
    active = sum(map(int, row[1:4]))
    expect(frame.locator(".trame-mark")).to_have_count(active, timeout=PATIENCE_MS)

    reader.page.get_by_role("button", name="Voir sur la carte").click()
    reader.drawn()
    reader.until(lambda: reader.address().get("site") == SITE, "the site in the address of the map")
    mapped = {row["id"] for row in of_site()} & set(facts.footprints())
    reader.until(lambda: reader.operations_drawn() >= len(mapped), "its operations on the map")


@pytest.mark.parametrize(
    ("width", "height", "parts"),
    [
        (1440, 900, ("indicateurs", "demolition", "calendrier")),
        (390, 844, ("annees", "anneaux", "generations")),
    ],
    ids=["desk", "phone"],
)
def test_no_part_has_a_serious_violation_nor_is_wider_than_the_window(
    open_reader: OpenReader, demonstration: Server, width: int, height: int, parts: tuple[str, ...]
) -> None:
    reader = open_reader(demonstration, width=width, height=height)
    found = []
    for link in parts:
        reader.open("evaluation", lieu="neighbourhood_2024:QN09206M", partie=link)
        found += _grave(_violations(link, reader.page))
        assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert [one for one in found if (one.rule, one.target) not in STREAMLIT] == []
