"""Text from data is shown as it is written, everywhere; nothing of it is ever run."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import facts
from tests.browser.application import OpenReader, Reader, Server, serving
from tests.browser.hostile import FORMULA, HOSTILE, INSEE, RUN, X, Y, build, hostile

pytestmark = pytest.mark.browser

ALL_LAYERS = "communes,parcels,neighbourhoods_2015,neighbourhoods_2024,operations,housing,facilities"
OPERATION = f"{INSEE}-001"
WORDS = {
    "fr": {
        "also": "Ici aussi",
        "box": "Commune",
        "operations": "Opérations",
        "data": "Données",
        "about": "À propos",
    },
    "en": {
        "also": "Also here",
        "box": "Commune",
        "operations": "Operations",
        "data": "Data",
        "about": "About",
    },
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(build(tmp_path_factory.mktemp("hostile"))) as server:
        yield server


def _sprung(reader: Reader) -> list[str]:
    """Signs that something of the data was run, or read as markup."""
    frames = [
        frame.url for frame in reader.page.frames if frame.evaluate("typeof window.__pwned") != "undefined"
    ]
    fetched = [
        url for url in reader.requests if urlsplit(url).path.endswith("/x") or "hostile.example" in url
    ]
    return frames + fetched


def _degrees(across: float, up: float) -> tuple[float, float]:
    return facts.inside(facts.square(X + across, Y + up))


def test_the_trap_springs(browser: Browser) -> None:
    """Were the text read as markup, the tests below would see it."""
    page = browser.new_page()
    page.set_content("<p></p>")
    page.evaluate("text => { document.querySelector('p').innerHTML = text; }", HOSTILE)
    page.wait_for_function("window.__pwned === 1")
    page.evaluate(
        "text => { window.__pwned = 0; eval('`' + text.slice(text.indexOf('${'))); }", f"${{{RUN}}}`"
    )
    assert page.evaluate("window.__pwned") == 1
    page.close()


def test_map_and_panels_show_hostile_text_as_it_is(open_reader: OpenReader, installation: Server) -> None:
    language, words = "fr", WORDS["fr"]
    reader = open_reader(installation)
    longitude, latitude = _degrees(350, 650)
    reader.open(langue=language, couches=ALL_LAYERS, centre=f"{latitude},{longitude}", zoom="16")
    expect(reader.map.locator(".trame-label").first).to_be_attached()
    named = reader.map.locator(".trame-label").all_inner_texts()
    assert hostile("Q4") in named or hostile("Q5") in named or hostile("CN") in named

    for across, up, mark in ((420, 400, "ON1"), (250, 600, "Q4")):
        _hover(reader, *_degrees(across, up))
        expect(reader.map.locator(".trame-tip").filter(has_text=hostile(mark))).to_be_visible()

    # Everything lies here: the first opens, the others are named, each one a click away.
    reader.click_at(longitude, latitude)
    expect(reader.panel).to_contain_text(words["also"])
    expect(reader.title).to_contain_text(hostile("HN"))
    for mark in ("HI", "HL"):
        expect(reader.panel).to_contain_text(hostile(mark))
    for mark, inside in (("Q4", ()), ("Q5", ()), ("CN", ("CE",))):
        reader.panel.get_by_role("button").filter(has_text=hostile(mark)).click()
        expect(reader.title).to_contain_text(hostile(mark))
        for other in inside:
            expect(reader.panel).to_contain_text(hostile(other))
        reader.idle()
    for across, up, mark, inside in (
        (650, 650, "FN", ("FI",)),
        (850, 350, f"{INSEE}000AB0005", ("PS", "PN", "PP")),
        (420, 400, hostile("ON1"), ("OO", "OD", "OC", "OI", "FS", "AN", "AH", "HL", "CE")),
    ):
        reader.click_at(*_degrees(across, up))
        expect(reader.title).to_contain_text(mark)
        for other in inside:
            expect(reader.panel).to_contain_text(hostile(other))
    reader.idle()

    expect(reader.search("HYPERLINK img onerror")).to_contain_text("HYPERLINK img onerror")
    reader.search("on1 window pwned").get_by_role("button").filter(has_text=hostile("ON1")).first.click()
    expect(reader.title).to_have_text(hostile("ON1"))
    assert _sprung(reader) == []


def _hover(reader: Reader, longitude: float, latitude: float) -> None:
    place = reader.frame.evaluate(
        "([lon, lat]) => { const at = map.latLngToContainerPoint([lat, lon]); return {x: at.x, y: at.y}; }",
        [longitude, latitude],
    )
    reader.map.locator("#map_div").hover(position=place)


def test_tables_and_lists_show_hostile_text_as_it_is(open_reader: OpenReader, installation: Server) -> None:
    language, words = "en", WORDS["en"]
    reader = open_reader(installation)
    reader.open("operations", langue=language)
    grid = reader.page.get_by_test_id("stDataFrame")
    for row, owner in enumerate((hostile("OO"), FORMULA)):
        assert grid.get_by_test_id(f"glide-cell-1-{row}").inner_text() == hostile(f"ON{row + 1}")
        assert grid.get_by_test_id(f"glide-cell-6-{row}").inner_text() == owner
    expect(reader.page.get_by_role("cell", name=hostile("ON2"))).to_be_visible()
    reader.sidebar.get_by_role("combobox", name=words["box"], exact=True).click()
    expect(reader.page.get_by_role("option").filter(has_text=hostile("CN"))).to_be_visible()
    reader.page.keyboard.press("Escape")

    reader.go(words["data"])
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(words["data"])
    expect(reader.page.get_by_role("cell", name=hostile("SO"))).to_have_count(6)
    expect(reader.page.get_by_role("cell", name=hostile("LI"))).to_have_count(6)
    reader.idle()
    for part in reader.page.get_by_test_id("stExpander").all():
        part.locator("summary").click()
    issues = reader.page.get_by_test_id("stDataFrame").filter(has_text=hostile("HF")).first
    expect(issues).to_be_attached()
    reader.go(words["about"])
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(words["about"])
    assert _sprung(reader) == []


def test_hostile_links_show_their_text_as_it_is(open_reader: OpenReader, installation: Server) -> None:
    reader = open_reader(installation)
    reader.open(objet=f"operations:{HOSTILE}", commune=HOSTILE, zoom=HOSTILE)
    expect(reader.panel).to_contain_text(HOSTILE)
    assert reader.panel.inner_text().count("{{7*7}}") >= 2
    assert _sprung(reader) == []


def test_the_money_shows_hostile_text_as_it_is(open_reader: OpenReader, installation: Server) -> None:
    reader = open_reader(installation)
    reader.open("financements", lignes="operation")
    grid = reader.page.locator(".st-key-funding_matrix table.m")
    expect(grid).to_contain_text(hostile("ON1"))
    expect(grid).to_contain_text(hostile("FS"))
    grid.locator("tbody button.f").first.click()
    expect(reader.page.get_by_role("dialog")).to_contain_text(hostile("ON1"))
    reader.open("financements", vue="flux")
    picture = reader.page.locator("svg.flow")
    # Cut in sight, whole in what the mouse shows.
    for mark in ("CN", "FS"):
        expect(picture.locator("title").filter(has_text=hostile(mark)).first).to_be_attached()
    picture.locator(".node").first.click()
    expect(reader.page.get_by_role("dialog")).to_contain_text(hostile("ON1"))
    assert _sprung(reader) == []
