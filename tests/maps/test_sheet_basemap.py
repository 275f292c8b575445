"""The ground from a service: fetched from a server of the test's own, put where it belongs, quiet when it fails."""

import base64
import io
import math
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
import shapely
from PIL import Image

from core.settings import Basemap
from gis.projection import to_wgs84
from maps.paper import Sheet
from maps.sheet import basemap as service
from maps.sheet.basemap import basemap_image
from maps.sheet.drawing import draw
from tests.maps.factories import X, Y, square
from tests.maps.sheet_factory import GROUND, config, group, request, small

ATTRIBUTION = "© Fond d’essai"


def colour(zoom: int, x: int, y: int) -> tuple[int, int, int]:
    return (x * 37 % 200 + 20, y * 53 % 200 + 20, zoom * 9)


class Tiles(ThreadingHTTPServer):
    """Tiles of one colour each; told to misbehave by name."""

    daemon_threads = True
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Tiles

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        kind, zoom, x, y = re.fullmatch(r"/(\w+)/(\d+)/(\d+)/(\d+)", self.path).groups()
        if kind == "late":
            time.sleep(0.6)
        if kind == "moved":
            self.send_response(302)
            self.send_header("Location", f"/good/{zoom}/{x}/{y}")
            self.end_headers()
            return
        self.send_response(404 if kind == "gone" else 200)
        self.end_headers()
        self.wfile.write(_content(kind, int(zoom), int(x), int(y)))

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def _content(kind: str, zoom: int, x: int, y: int) -> bytes:
    if kind == "text":
        return b"<html>no tile here</html>"
    if kind == "torn":
        return _png(Image.new("RGB", (256, 256), colour(zoom, x, y)))[:300]
    if kind == "endless":
        return b"\x89PNG" + bytes(5_000_000)
    if kind == "long":
        return _png(Image.new("RGB", (256, 512)))
    if kind == "noise":
        pixels = np.random.default_rng(x + y).integers(0, 255, (256, 256, 3), dtype=np.uint8)
        return _png(Image.fromarray(pixels))
    if kind == "clear":
        return _png(Image.new("RGBA", (256, 256), (0, 0, 0, 0)))
    return _png(Image.new("RGB", (256, 256), colour(zoom, x, y)))


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def server() -> Iterator[Tiles]:
    found = Tiles(("127.0.0.1", 0), Handler)
    found.asked = []
    thread = threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join(5)


@pytest.fixture(autouse=True)
def fresh() -> None:
    basemap_image.cache_clear()
    service._silent_until.clear()


def ground_of(server: Tiles, kind: str, max_zoom: int = 19) -> Basemap:
    url = f"http://127.0.0.1:{server.server_address[1]}/{kind}/{{z}}/{{x}}/{{y}}"
    return Basemap(key="essai", title="Essai", url=url, attribution=ATTRIBUTION, max_zoom=max_zoom)


def pixels(svg: str) -> tuple[str, np.ndarray]:
    kind, data = re.search(r'href="data:image/(\w+);base64,([^"]+)"', svg).groups()
    return kind, np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


def tile_of(x: float, y: float, zoom: int) -> tuple[float, float]:
    """Column and row of a place, by the formula of the web's tiles (OpenStreetMap wiki, slippy map tilenames)."""
    lon, lat = shapely.get_coordinates(to_wgs84(shapely.Point(x, y)))[0]
    angle = math.radians(lat)
    return (lon + 180) / 360 * 2**zoom, (1 - math.asinh(math.tan(angle)) / math.pi) / 2 * 2**zoom


@pytest.mark.parametrize("turn", [0.0, 40.0])
def test_each_place_shows_the_tile_that_it_lies_in(server: Tiles, turn: float) -> None:
    place = Sheet(X, Y, 10_000, 120, 80, turn)
    server.asked.clear()
    kind, found = pixels(basemap_image(ground_of(server, "good", 16), place))
    zoom = int(server.asked[0].split("/")[2])
    assert (kind, zoom) == ("png", 16)
    high, wide = found.shape[:2]
    checked = 0
    for right, down in np.random.default_rng(5).uniform((1, 1), (119, 79), (200, 2)).tolist():
        column, row = tile_of(*place.ground([(right, down)])[0].tolist(), zoom)
        # On the seam of two tiles either is right.
        if min(column % 1, row % 1, 1 - column % 1, 1 - row % 1) > 0.02:
            checked += 1
            seen = found[int(down / 80 * high), int(right / 120 * wide)]
            assert tuple(seen.tolist()) == colour(zoom, int(column), int(row))
    assert checked > 100


def test_a_photograph_is_kept_small_and_what_is_clear_is_white(server: Tiles) -> None:
    place = Sheet(X, Y, 5_000, 60, 40)
    assert pixels(basemap_image(ground_of(server, "noise"), place))[0] == "jpeg"
    assert (pixels(basemap_image(ground_of(server, "clear"), place))[1] == 255).all()


def test_a_poster_asks_for_no_more_tiles_than_is_fair(server: Tiles) -> None:
    place = Sheet(637_000, 6_873_000, 20_000, 1_189, 841)
    grid = service._grid(ground_of(server, "good"), place)
    assert 60 < grid.count <= 220
    assert max(service._size(place)) == 4_800
    # The whole world is one tile at most of each zoom.
    assert service._grid(ground_of(server, "good"), Sheet(X, Y, 2_000_000_000, 500, 500)).count >= 1


def test_the_map_says_whose_ground_it_is_and_draws_limits_over_it(server: Tiles) -> None:
    world = small(communes=([{"insee": "92050", "name": "Nanterre"}], [GROUND]))
    found = draw(request(basemap=ground_of(server, "good")), world, config())
    assert [layer.key for layer in found.layers][:2] == ["basemap", "ground"]
    assert (group(found, "basemap").title, found.attribution, found.notes) == ("Essai", ATTRIBUTION, ())
    assert "#fcfbf8" not in group(found, "ground").body
    assert "#a9a49a" in group(found, "ground").body


@pytest.mark.parametrize("kind", ["gone", "text", "torn", "endless", "long", "moved", "late"])
def test_a_service_that_fails_leaves_the_quiet_ground_and_a_note(
    server: Tiles, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_SECONDS_ALL", 0.4)
    world = small(communes=([{"insee": "92050", "name": "Nanterre"}], [GROUND]))
    server.asked.clear()
    found = draw(
        request(extent=square(0, 0, 300), scale=None, basemap=ground_of(server, kind, 15)), world, config()
    )
    assert [layer.key for layer in found.layers] == ["ground", "labels"]
    assert found.attribution == ""
    assert "#fcfbf8" in group(found, "ground").body
    assert len(found.notes) == 1
    assert "« Essai » ne répond pas" in found.notes[0].replace("\N{NO-BREAK SPACE}", " ")
    assert all("/good/" not in path for path in server.asked)
    # Whoever tries again at once does not wait again.
    server.asked.clear()
    again = draw(request(basemap=ground_of(server, kind, 15)), world, config())
    assert (again.notes, server.asked) == (found.notes, [])


def test_a_server_that_is_not_there_is_no_fault_of_the_map() -> None:
    nowhere = Basemap(key="rien", title="Rien", url="http://127.0.0.1:9/{z}/{x}/{y}", attribution="—")
    found = draw(request(basemap=nowhere), small(), config())
    assert len(found.notes) == 1
    assert found.layers[0].key == "ground"


def test_tiles_that_came_are_not_asked_for_again(server: Tiles) -> None:
    place = Sheet(X, Y, 25_000, 60, 40)
    ground = ground_of(server, "good")
    first = basemap_image(ground, place)
    server.asked.clear()
    assert basemap_image(ground, place) == first
    assert server.asked == []
