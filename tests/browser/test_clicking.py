"""Clicking anywhere answers what lies there, and leaves the map as it is; the keyboard does the same."""

import pytest
import shapely
from playwright.sync_api import expect

from tests.browser import facts
from tests.browser.application import MAP_FRAME, Reader

pytestmark = pytest.mark.browser

PARC = "92050-014"
OUTSIDE = (2.12, 48.86)
MARK = "map.trameMark = 'the same'; document.trameMark = 'the same'"


def _elsewhere(shape: shapely.Geometry, *, from_m: float = 3.0) -> tuple[float, float]:
    """A point inside a shape, away from every footprint."""
    taken = shapely.union_all(list(facts.footprints().values())).buffer(from_m)
    return facts.inside(shapely.difference(shape, taken))


def _lonely_parcel() -> tuple[str, shapely.Geometry]:
    """The largest parcel outside the neighbourhoods, away from operations."""
    parcels = facts.layer("parcels")
    quarters = shapely.union_all(facts.layer("neighbourhoods_2024").geometry)
    footprints = shapely.union_all(list(facts.footprints().values()))
    free = ~parcels.intersects(quarters) & ~parcels.intersects(footprints)
    row = parcels[free].iloc[parcels[free].area.to_numpy().argmax()]
    return row["IDU"], row.geometry


def test_each_kind_of_thing_answers_and_the_map_stays(reader: Reader) -> None:
    footprint = facts.footprints()[PARC]
    longitude, latitude = facts.inside(footprint)
    reader.open(
        centre=f"{latitude},{longitude}", zoom="15", couches="operations,neighbourhoods_2024,communes"
    )
    frame = reader.page.locator(MAP_FRAME).element_handle()
    reader.frame.evaluate(MARK)
    view = reader.view()
    fetched = len(reader.requests)

    reader.click_at(longitude, latitude)
    expect(reader.title).to_have_text(facts.operation(PARC)["name"])
    reader.until(
        lambda: reader.address().get("objet") == f"operations:{PARC}", "the operation in the address"
    )

    quarters = facts.layer("neighbourhoods_2024").set_index("CODE_QP")
    around = shapely.box(*footprint.buffer(250).bounds)
    code = quarters.geometry.distance(footprint).idxmin()
    reader.click_at(*_elsewhere(quarters.geometry[code].intersection(around), from_m=15))
    expect(reader.title).to_contain_text(quarters["NOM_QP"][code])
    reader.until(lambda: reader.address().get("objet") == f"neighbourhoods_2024:{code}", "the neighbourhood")
    reader.idle()

    assert reader.view() == view
    assert reader.frame.evaluate("[map.trameMark, document.trameMark]") == ["the same", "the same"]
    assert frame.evaluate("(frame) => frame.isConnected")
    assert frame.evaluate(f"(frame) => frame === document.querySelector('{MAP_FRAME}')")
    again = [url for url in reader.requests[fetched:] if "/geojson/" in url or "/component/" in url]
    assert again == []


def test_parcels_answer_close_up_and_the_ground_outside_does_not(reader: Reader) -> None:
    idu, shape = _lonely_parcel()
    longitude, latitude = facts.inside(shape)
    reader.open(centre=f"{latitude},{longitude}", zoom="16", couches="operations,parcels,communes")
    reader.click_at(longitude, latitude)
    expect(reader.title).to_have_text(idu)
    expect(reader.panel).to_contain_text("Fictif")

    reader.look_at(longitude, latitude, 14)
    reader.click_at(longitude, latitude)
    commune = facts.layer("communes").set_index("INSEE")["NOM"][idu[:5]]
    expect(reader.title).to_have_text(commune)

    reader.look_at(*OUTSIDE, 14)
    reader.click_at(*OUTSIDE)
    expect(reader.title).to_have_text("Le programme")
    reader.until(lambda: "objet" not in reader.address(), "nothing in the address")


def test_keyboard_moves_the_map_and_asks(reader: Reader) -> None:
    longitude, latitude = facts.inside(facts.footprints()[PARC])
    reader.open(centre=f"{latitude},{longitude}", zoom="16")
    region = reader.map.get_by_role("region", name="Carte des opérations")
    region.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.title).to_have_text(facts.operation(PARC)["name"])

    before = reader.view()
    region.focus()
    reader.page.keyboard.press("ArrowRight")
    reader.until(lambda: reader.view()[1] > before[1], "the map to move to the east")
    reader.still()
    reader.page.keyboard.press("ArrowUp")
    reader.until(lambda: reader.view()[0] > before[0], "the map to move to the north")
    reader.still()
    reader.page.keyboard.press("+")
    reader.until(lambda: reader.view()[2] == before[2] + 1, "the map to come closer")
    reader.until(lambda: reader.address()["zoom"] == "17", "the zoom in the address")
