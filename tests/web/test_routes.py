"""Routes beside the pages: who asks is known, what is named exists, and what does not is a clear status."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from core.errors import TrameError
from maps import libraries
from programme.installation import open_installation
from web.answers import ByteCache
from web.errors import answer
from web.routes import routes

PUBLIC = {"/lib/{version}/{name}", "/health"}
"""Routes that show no data of the territory."""


@pytest.fixture(scope="module")
def client(demo_file: Path) -> Iterator[TestClient]:
    installation = open_installation(demo_file)
    with TestClient(Starlette(routes=routes(installation), exception_handlers={TrameError: answer})) as found:
        yield found


@pytest.fixture
def revisions(client: TestClient) -> dict[str, str]:
    return dict(client.get("/health").json()["layers"])


def test_every_route_that_shows_data_is_guarded(demo_file: Path) -> None:
    for route in routes(open_installation(demo_file)):
        assert isinstance(route, Route)
        assert route.path in PUBLIC or getattr(route.endpoint, "guarded", False), route.path
        assert inspect.iscoroutinefunction(route.endpoint)


def test_health_names_every_layer(revisions: dict[str, str]) -> None:
    assert set(revisions) == {
        "communes",
        "parcels",
        "neighbourhoods_2015",
        "neighbourhoods_2024",
        "housing",
        "facilities",
    }
    assert all(revisions.values())


@pytest.mark.parametrize("name", list(libraries.FILES))
def test_browser_libraries_are_served_as_they_are(client: TestClient, name: str) -> None:
    found = client.get(libraries.url(name))
    assert found.status_code == 200
    at = -1
    for part in libraries.FILES[name]:
        at = found.content.index(part.read_bytes(), at + 1)
    assert "immutable" in found.headers["cache-control"]
    assert "://" not in libraries.url(name)


@pytest.mark.parametrize(
    "name", ["..%2f..%2fconfig.toml", "config.toml", "%2e%2e", "trame.js%00", "absent.js"]
)
def test_no_other_file_can_be_named(client: TestClient, name: str) -> None:
    assert client.get(f"/lib/{libraries.version()}/{name}").status_code == 404


def test_a_tile_is_a_tile(client: TestClient, revisions: dict[str, str]) -> None:
    found = client.get(f"/tiles/housing/{revisions['housing']}/12/2073/1408.mvt")
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    layers: dict[str, Any] = mapbox_vector_tile.decode(found.content)
    assert list(layers) == ["housing"]
    assert layers["housing"]["features"]


def test_a_client_without_gzip_gets_plain_content(client: TestClient, revisions: dict[str, str]) -> None:
    address = f"/tiles/housing/{revisions['housing']}/12/2073/1408.mvt"
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == client.get(address).content


def test_light_layers_are_geojson(client: TestClient, revisions: dict[str, str]) -> None:
    found = client.get(f"/geojson/communes/{revisions['communes']}.json")
    assert len(found.json()["features"]) == 36
    assert "immutable" in found.headers["cache-control"]


def test_operations_follow_the_programme(client: TestClient) -> None:
    revision = client.get("/health").json()["programme"]
    current = client.get(f"/geojson/operations/p{revision}.json")
    stale = client.get("/geojson/operations/p0.json")
    assert current.json() == stale.json()
    assert "private" in current.headers["cache-control"]
    assert stale.headers["cache-control"] == "no-store"
    text = json.dumps(current.json())
    assert "internal_comment" not in text
    assert "contact" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/unknown/x/12/1/1.mvt",
        "/tiles/communes/x/12/1/1.mvt",
        "/tiles/housing/absent/12/1/1.mvt",
        "/tiles/housing/..%2f..%2f/12/1/1.mvt",
        "/tiles/housing/{housing}/25/1/1.mvt",
        "/tiles/housing/{housing}/3/9/1.mvt",
        "/tiles/housing/{housing}/a/1/1.mvt",
        "/geojson/unknown/x.json",
        "/geojson/communes/absent.json",
    ],
)
def test_what_does_not_exist_is_not_found(client: TestClient, revisions: dict[str, str], path: str) -> None:
    found = client.get(path.format(**revisions))
    assert found.status_code == 404
    assert "Traceback" not in found.text


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    cache = ByteCache(10)
    cache.put(("a",), b"12345")
    cache.put(("b",), b"12345")
    assert cache.get(("a",)) == b"12345"
    cache.put(("c",), b"12345")
    assert cache.get(("b",)) is None
    assert cache.get(("a",)) == cache.get(("c",)) == b"12345"
    cache.put(("d",), b"12345678901")
    assert cache.get(("d",)) is None
