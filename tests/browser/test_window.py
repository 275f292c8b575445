"""The map fills what navigation, filters and panel leave; on a phone the panel is a sheet under it."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.application import MAP_FRAME, OpenReader, Reader, Server

pytestmark = pytest.mark.browser

DESK = (1440, 900)
PHONE = (390, 844)
OVERFLOW = """() => {
  const wide = (element) => element ? element.scrollWidth - element.clientWidth : 0;
  const tall = (element) => element ? element.scrollHeight - element.clientHeight : 0;
  const main = document.querySelector('.stMain');
  const root = document.scrollingElement;
  return {across: Math.max(wide(root), wide(main)), down: Math.max(tall(root), tall(main))};
}"""


def _box(element: Locator) -> dict[str, float]:
    found = element.bounding_box()
    assert found is not None
    return dict(found)


def test_map_fills_the_window_at_a_desk(reader: Reader) -> None:
    reader.open(objet="operations:92050-014")
    width, height = DESK
    frame, panel, sidebar = (
        _box(reader.page.locator(MAP_FRAME)),
        _box(reader.panel),
        _box(reader.sidebar),
    )
    bar = _box(reader.page.get_by_role("banner"))
    assert frame["y"] == pytest.approx(bar["height"], abs=1.5)
    assert frame["y"] + frame["height"] == pytest.approx(height, abs=1.5)
    assert frame["x"] == pytest.approx(sidebar["width"], abs=1.5)
    assert frame["x"] + frame["width"] == pytest.approx(panel["x"], abs=1.5)
    assert panel["x"] + panel["width"] == pytest.approx(width, abs=1.5)
    assert panel["y"] + panel["height"] == pytest.approx(height, abs=1.5)
    # The drawing of the page leaves 53 % of the window's width to the map, and 95 % of its height.
    assert frame["width"] >= 0.53 * width
    assert frame["height"] >= 0.93 * height
    inside = reader.frame.evaluate("() => [map.getSize().x, map.getSize().y]")
    assert inside == pytest.approx([frame["width"], frame["height"]], abs=2)
    assert reader.page.evaluate(OVERFLOW) == {"across": 0, "down": 0}

    reader.page.set_viewport_size({"width": 1920, "height": 1000})
    reader.until(
        lambda: reader.frame.evaluate("map.getSize().x") > 0.6 * 1920, "the map to grow with the window"
    )
    assert reader.page.evaluate(OVERFLOW) == {"across": 0, "down": 0}


def test_panel_is_under_the_map_on_a_phone(open_reader: OpenReader, demonstration: Server) -> None:
    width, height = PHONE
    reader = open_reader(demonstration, width=width, height=height, touch=True)
    reader.open(objet="operations:92050-014")
    expect(reader.sidebar).not_to_be_in_viewport()
    frame, panel = _box(reader.page.locator(MAP_FRAME)), _box(reader.panel)
    assert frame["width"] == pytest.approx(width, abs=1)
    assert reader.frame.evaluate("map.getSize().x") == pytest.approx(width, abs=1)
    assert frame["height"] >= 0.5 * height
    assert panel["y"] >= frame["y"] + frame["height"] - 1
    assert panel["y"] < height
    assert reader.page.evaluate(OVERFLOW)["across"] == 0
    search = _box(reader.page.get_by_role("textbox", name="Chercher"))
    assert search["y"] + search["height"] <= frame["y"] + 1
    for path in ("operations", "donnees", "a-propos"):
        reader.open(path)
        assert reader.page.evaluate(OVERFLOW)["across"] == 0, path
        search = _box(reader.page.get_by_role("textbox", name="Chercher"))
        heading = _box(reader.page.get_by_role("heading", level=1))
        assert search["y"] + search["height"] <= heading["y"], path
