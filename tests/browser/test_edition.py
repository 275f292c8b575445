"""A public edition as a visitor meets it: from a disk without any network, and from a server that gives ranges."""

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from core.settings import ROOT
from exports.edition.frame import iframe_code
from exports.edition.make import publish
from tests.exports.edition_factory import APPROVED, content, installed, public_world

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
MAP = "#map_public[data-trame=drawn]"
OPERATION = ".leaflet-trame-operations-pane path"
INKED = """() => Array.from(document.querySelectorAll('.leaflet-trame-parcels-pane canvas')).some((canvas) =>
  canvas.width && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value))"""


def violations(where: str, page: Page) -> list[tuple[str, str, str]]:
    """Every violation that axe tells, of any impact."""
    page.evaluate(AXE)
    found = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations'], iframes: false, preload: false})"
    )
    assert found["testEngine"]["name"] == "axe-core"
    return [(where, rule["id"], node["html"][:200]) for rule in found["violations"] for node in rule["nodes"]]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(public_world(content()), installed(), tmp_path_factory.mktemp("site") / "public").folder


class _Ranges(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, and parts of them where they are asked for."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has there
        pass

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if asked is None:
            super().do_GET()
            return
        whole = Path(self.translate_path(self.path)).read_bytes()
        part = whole[int(asked[1]) : int(asked[2]) + 1]
        self.send_response(206)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Content-Range", f"bytes {asked[1]}-{int(asked[1]) + len(part) - 1}/{len(whole)}")
        self.end_headers()
        self.wfile.write(part)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Ranges, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _left(request: Request) -> bool:
    """Whether a request was given up because the page that asked was left before it was answered."""
    return request.failure == "net::ERR_ABORTED"


@contextmanager
def visiting(browser: Browser, width: int, height: int) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page, what it asked for, and what went wrong."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="fr-FR", reduced_motion="reduce"
    )
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: None if _left(request) else faults.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page, asked, faults
    context.close()


def test_from_a_disk_without_any_network(browser: Browser, edition: Path) -> None:
    """The map, its search, what is chosen, its parcels, the page of an operation, the other language; axe on each."""
    with visiting(browser, 1440, 900) as (page, asked, faults):
        page.goto((edition / "index.html").as_uri())
        expect(page.locator(MAP)).to_be_visible()
        assert page.locator(OPERATION).count() == 1
        assert violations("home", page) == []
        page.get_by_role("searchbox").fill("ecole")
        expect(page.get_by_role("status").first).to_have_text("Rien ne porte ce nom.")
        page.get_by_role("searchbox").fill("nanterre residential")
        expect(page.get_by_role("status").first).to_have_text("1 lieu")
        page.goto((edition / "index.html").as_uri() + f"#operation={APPROVED}")
        page.reload()
        card = page.locator("#chosen")
        expect(card).to_contain_text("Résidentialisation des tours")
        page.get_by_text("Couches de la carte").click()
        page.get_by_label("Parcelles").check()
        page.wait_for_function(INKED)
        card.get_by_role("button", name="Fermer").click()
        expect(card).to_be_hidden()
        page.locator(OPERATION).first.dispatch_event("click")
        card.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Résidentialisation des tours")
        expect(page.locator("figure img")).to_have_js_property("complete", value=True)
        assert page.locator("figure img").evaluate("image => image.naturalWidth") > 0
        assert violations("operation", page) == []
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("button", name="Print")).to_be_visible()
        for name in ("liste", "carte-en-mots", "donnees", "quartiers/QN09206M"):
            page.goto((edition / f"{name}.html").as_uri())
            assert violations(name, page) == []
        assert page.evaluate("document.fonts.check('16px Inter')")
        assert faults == []
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert any(url.endswith("data/tiles-0.js") for url in asked)


def test_from_a_server_and_in_the_frame_of_another_page(
    browser: Browser, edition: Path, tmp_path: Path
) -> None:
    """Tiles come by range, and no script carries data; on a telephone; the code to paste shows the map."""
    with served(edition) as address, visiting(browser, 390, 844) as (page, asked, faults):
        page.goto(f"{address}/index.html#operation={APPROVED}")
        expect(page.locator("#chosen")).to_contain_text("Résidentialisation des tours")
        page.get_by_text("Couches de la carte").click()
        page.get_by_label("Parcelles").check()
        page.wait_for_function(INKED)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations("telephone", page) == []
        assert [url for url in asked if re.search(r"/data/[^/]+\.js(\?|$)", url)] == []
        assert any("data/tiles.pmtiles?v=" in url for url in asked)
        host = tmp_path / "host.html"
        host.write_text(
            f"<!DOCTYPE html><title>x</title>{iframe_code(address, title='Carte')}", encoding="utf-8"
        )
        page.goto(host.as_uri())
        frame = page.frame_locator("iframe[title=Carte]")
        expect(frame.locator(MAP)).to_be_visible()
        expect(frame.locator(".frame-foot .notice")).to_be_visible()
        assert faults == []
        assert {url.split("/")[2] for url in asked if url.startswith("http")} == {address.split("/")[2]}
