"""From a click on the map to the panel that names what was clicked, in Chromium."""

import math
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from playwright.sync_api import Browser, Frame, Page

from bench import servers, visits
from bench.bench import Bench, chromium
from bench.figure import Figure, median, percentile
from bench.visits import TRAME_DRAWN
from gis.projection import to_wgs84
from layers.registry import LAYERS
from maps.webmap import TINY_PX
from programme.identify import identify
from programme.world import World

_MOST_MS = 600.0
_SEED = 20261124
_CLICK_PX = 9
_EQUATOR_M_PER_PX = 156543.034
_SETTLE_MS = 400
"""Between two clicks: longer than streamlit-folium waits before it tells of a move, so that one is not told twice."""
_ZOOMS = (12, 14, 16, 17)
_HALF_VIEW_PX = 330

_WATCH = """
(before) => {
  const heading = () => (document.querySelector(".st-key-panel h2") || { textContent: "" }).textContent;
  window.trameBench = { before: heading(), at: null, after: null };
  const look = () => {
    const now = heading();
    if (now && now !== window.trameBench.before) {
      window.trameBench.after = now;
      window.trameBench.at = performance.timeOrigin + performance.now();
    } else requestAnimationFrame(look);
  };
  look();
}
"""
_LISTEN = """
() => window.addEventListener("click", (event) => {
  window.trameClicked = performance.timeOrigin + event.timeStamp;
}, { capture: true })
"""
_POINT = """
([lon, lat]) => {
  const point = window.map.latLngToContainerPoint([lat, lon]);
  const on = document.elementFromPoint(point.x, point.y);
  const free = on && on.closest("#map_div") && !on.closest("#trame-legend, .leaflet-control");
  return free ? [point.x, point.y] : null;
}
"""

Place = tuple[float, float]
"""Longitude and latitude."""


def measure(bench: Bench) -> Figure:
    """Click operations, neighbourhoods and parcels at several zooms of the demonstration."""
    each = bench.times(9, 4)
    times: dict[int, list[float]] = {}
    with servers.application(bench.demonstration) as server, chromium() as browser:
        for zoom in _ZOOMS:
            times[zoom] = _clicked(browser, server.url, bench.demonstration_world, zoom, each)
    found = [value for part in times.values() for value in part]
    last = percentile(found, 95)
    told = ", ".join(f"zoom {zoom}: {median(part):.0f}" for zoom, part in times.items())
    return Figure(
        name="click",
        what="click to panel in the browser, p95",
        measured=f"{last:.0f} ms",
        target=f"≤ {_MOST_MS:.0f} ms",
        met=last <= _MOST_MS,
        note=(
            f"median {median(found):.0f} ms, longest {max(found):.0f} ms, {len(found)} clicks, medians at {told}."
        ),
        values={f"zoom_{zoom}_ms": part for zoom, part in times.items()},
    )


def _clicked(browser: Browser, url: str, world: World, zoom: int, count: int) -> list[float]:
    """Milliseconds of some clicks in one map."""
    places = _places(world, zoom)
    lon, lat = places[0]
    address = f"{url}?centre={lat:.5f},{lon:.5f}&zoom={zoom}&couches={','.join(LAYERS)}"
    context = browser.new_context(viewport=visits.VIEW, locale="fr-FR")
    try:
        page, _seconds = visits.opened(context, address, TRAME_DRAWN)
        frame = next(item for item in page.frames if item.parent_frame is not None)
        frame.evaluate(_LISTEN)
        found: list[float] = []
        for place in places:
            page.wait_for_timeout(_SETTLE_MS)
            milliseconds = _click(page, frame, place, _expected(world, place, zoom))
            if milliseconds is not None:
                found.append(milliseconds)
            if len(found) == count:
                break
        return found
    finally:
        context.close()


def _click(page: Page, frame: Frame, place: Place, expected: str | None) -> float | None:
    """Click a place and wait for another heading; None where the place is out of sight or named already."""
    shown = page.locator(".st-key-panel h2").first.text_content() or ""
    point = frame.evaluate(_POINT, list(place))
    box = frame.frame_element().bounding_box()
    if point is None or box is None or expected is None or expected in shown:
        return None
    page.evaluate(_WATCH)
    page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    page.wait_for_function("window.trameBench.at !== null", polling="raf", timeout=30_000)
    told: dict[str, Any] = page.evaluate("window.trameBench")
    if expected not in told["after"]:
        raise ValueError(f"The panel names {told['after']!r}, not {expected!r}.")
    return float(told["at"]) - float(frame.evaluate("window.trameClicked"))


def _expected(world: World, place: Place, zoom: int) -> str | None:
    """What the panel should name after a click, every layer being on."""
    metres_per_px = _EQUATOR_M_PER_PX * math.cos(math.radians(place[1])) / 2.0**zoom
    tolerance_m, tiny_m = _CLICK_PX * metres_per_px, TINY_PX * metres_per_px
    found = identify(world, *place, tolerance_m=tolerance_m, tiny_m=tiny_m)
    first = [item for item in found if item.layer != "parcels" or zoom >= LAYERS["parcels"].min_zoom] or found
    return first[0].label if first else None


def _places(world: World, zoom: int) -> list[Place]:
    """Places in one view, operations, neighbourhoods and parcels by turns, round the middle operation."""
    operations = world.programme.operations.geometry
    shapes = operations[operations.notna()].to_numpy()
    middle = shapes[np.argmin(shapely.distance(shapes, shapely.centroid(shapely.union_all(shapes))))]
    parts = [_near(shapes, middle, zoom)]
    for key in ("neighbourhoods_2024", "parcels"):
        snapshot = world.snapshot(key)
        if snapshot is not None:
            parts.append(_near(snapshot.frame.geometry.to_numpy(), middle, zoom))
    mixed = [shape for turn in zip_longest(*parts) for shape in turn if shape is not None]
    inside = to_wgs84(shapely.point_on_surface(np.array([middle, *mixed], dtype=object)))
    return [(float(lon), float(lat)) for lon, lat in shapely.get_coordinates(inside)]


def _near(shapes: npt.NDArray[np.object_], middle: shapely.Geometry, zoom: int) -> list[shapely.Geometry]:
    """Shapes within the view round the middle, in an order drawn at random with a fixed seed."""
    half_m = _HALF_VIEW_PX * _EQUATOR_M_PER_PX * math.cos(math.radians(48.85)) / 2.0**zoom
    centre = shapely.point_on_surface(middle)
    found = shapes[shapely.distance(shapely.point_on_surface(shapes), centre) < half_m]
    return list(np.random.default_rng(_SEED).permutation(found))
