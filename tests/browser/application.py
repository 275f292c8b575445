"""The application as a reader meets it: a server of its own, and pages in Chromium."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from playwright.sync_api import ConsoleMessage, Frame, FrameLocator, Locator, Page, expect

from core.settings import ROOT

START_S = 60
PATIENCE_MS = 20_000
MAP_FRAME = ".st-key-map iframe"
DRAWN = "#map_div[data-trame=drawn]"
OPERATIONS = ".leaflet-trame-operations-pane path"
CHAINED = re.compile(
    r"\n(?:During handling of the above exception, another exception occurred"
    r"|The above exception was the direct cause of the following exception):\n\nTraceback \(most recent call last\)"
)
CLOSED_TWICE = 'Cannot call "send" once a close message has been sent.'
"""Streamlit's own endpoint says it where a browser leaves while its socket is being closed."""


@dataclass(frozen=True)
class Server:
    """The application on one installation, listening on 127.0.0.1."""

    url: str
    config: Path
    log: Path

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/health", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def traceback(self) -> str:
        """What the server logged of a fault; empty when there was none."""
        log = self.log.read_text(encoding="utf-8", errors="replace")
        # One that came of another is one fault with it: the last says what it is.
        whole = CHAINED.sub("", log)
        told = whole.split("Traceback (most recent call last)")[1:]
        return "\n".join(part for part in told if CLOSED_TWICE not in part)


@contextmanager
def serving(config: Path, **environment: str) -> Iterator[Server]:
    """Serve an installation until the block ends; a server that logged a traceback is a failure."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = config.parent / f"server-{port}.log"
    command = [sys.executable, "-m", "cli.main", "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "TRAME_CONFIG": str(config), **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", config, log)
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
    assert not server.traceback()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(START_S * 5):
        try:
            server.health()
        except (urllib.error.URLError, ConnectionError):
            try:
                process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(server.log.read_text(encoding="utf-8")) from None
        else:
            return
    raise AssertionError(f"no answer in {START_S} s: {server.log.read_text(encoding='utf-8')}")


class Reader:
    """One page of one person; everything that a page must never do is noted until the person leaves."""

    def __init__(self, page: Page, server: Server) -> None:
        self.server = server
        self.page = page
        self.requests: list[str] = []
        self.faults: list[str] = []
        self._listening: tuple[tuple[Any, Callable[[Any], None]], ...] = (
            ("request", self._request),
            ("websocket", self._request),
            ("pageerror", self._error),
            ("console", self._console),
            ("dialog", self._dialog),
        )
        for event, hears in self._listening:
            page.on(event, hears)

    def leave(self) -> None:
        """Go away and hear nothing more; the page is free for another reader."""
        for event, hears in self._listening:
            self.page.remove_listener(event, hears)
        self.page.goto("about:blank")

    def _request(self, asked: Any) -> None:
        self.requests.append(asked.url)

    def _error(self, error: Any) -> None:
        self.faults.append(f"uncaught: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        # On an address below the root, Streamlit's front end first asks for its server there, and gets a 404.
        asked = urlsplit(message.location.get("url", "")).path
        own_probe = asked.endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not own_probe:
            self.faults.append(f"console: {message.text} {message.location}")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def strangers(self) -> list[str]:
        """Requests to any other host than the server's own."""
        own = urlsplit(self.server.url).netloc
        inline = ("data", "blob", "about")
        parts = [(url, urlsplit(url)) for url in self.requests]
        return [url for url, part in parts if part.netloc != own and part.scheme not in inline]

    # ------------------------------------------------------------------ going somewhere

    def open(self, path: str = "", **query: str) -> None:
        """Open a page of the application; on the map, wait until it is drawn."""
        self.page.goto(
            f"{self.server.url}/{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
        )
        self.arrived(path)

    def arrived(self, path: str = "") -> None:
        if path in ("", "carte"):
            self.drawn()
        else:
            expect(self.page.locator("h1")).to_be_visible(timeout=PATIENCE_MS)
            self.idle()

    def go(self, title: str) -> None:
        """Follow a link of the navigation, as a person does."""
        self.page.get_by_role("banner").get_by_role("link", name=title, exact=True).click()

    def drawn(self) -> None:
        expect(self.page.locator(MAP_FRAME)).to_have_count(1, timeout=PATIENCE_MS)
        expect(self.map.locator(DRAWN)).to_be_attached(timeout=PATIENCE_MS)
        self.idle()

    def idle(self) -> None:
        """Wait until the server has answered, what the map tells it after its debounce included."""
        self.page.wait_for_timeout(350)
        running = self.page.locator('.stApp[data-test-script-state="notRunning"]')
        expect(running).to_be_attached(timeout=PATIENCE_MS)

    def still(self) -> None:
        """Wait until the map has stopped: while it glides, Leaflet takes no other key."""
        gliding = "() => Boolean(map._panAnim && map._panAnim._inProgress)"
        self.until(lambda: not self.frame.evaluate(gliding), "the map to stop")

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for something that no locator tells."""
        for _attempt in range(PATIENCE_MS // 100):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never came: {what}; the address is {self.page.url}")

    # ------------------------------------------------------------------ what is there

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator(MAP_FRAME)

    @property
    def panel(self) -> Locator:
        return self.page.locator(".st-key-panel")

    @property
    def title(self) -> Locator:
        """Name of what the panel shows."""
        return self.panel.locator("h2")

    @property
    def sidebar(self) -> Locator:
        return self.page.locator(".stSidebar")

    @property
    def frame(self) -> Frame:
        handle = self.page.locator(MAP_FRAME).element_handle()
        frame = handle.content_frame()
        assert frame is not None
        return frame

    def address(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def view(self) -> tuple[float, float, float]:
        """Latitude, longitude and zoom of the map itself."""
        found = self.frame.evaluate("() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]")
        return found[0], found[1], found[2]

    def operations_drawn(self) -> int:
        return self.map.locator(OPERATIONS).count()

    def texts(self) -> str:
        """Everything that can be read on the page, the map's frame included."""
        return "\n".join(frame.evaluate("document.body.innerText") for frame in self.page.frames)

    def table(self, caption: str) -> list[list[str]]:
        """Cells of a table, row by row, spaces as they are; without its head."""
        rows = self.page.get_by_role("table", name=caption, exact=True).locator("tbody tr, tfoot tr").all()
        return [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in rows]

    # ------------------------------------------------------------------ doing something

    def click_at(self, longitude: float, latitude: float) -> None:
        """Click on the map where a place is shown."""
        place = self.frame.evaluate(
            "([lon, lat]) => { const at = map.latLngToContainerPoint([lat, lon]); return {x: at.x, y: at.y}; }",
            [longitude, latitude],
        )
        self.map.locator("#map_div").click(position=place)

    def look_at(self, longitude: float, latitude: float, zoom: float) -> None:
        """Move the map there at once; the address follows."""
        self.frame.evaluate(
            "([lon, lat, zoom]) => { map.setView([lat, lon], zoom, {animate: false}); }",
            [longitude, latitude, zoom],
        )
        self.until(lambda: self.address().get("zoom") == f"{zoom:g}", "the zoom in the address")
        self.idle()

    def search(self, words: str) -> Locator:
        """Type into the search; the answers."""
        box = self.page.get_by_role("textbox", name=re.compile("^(Chercher|Search)$"))
        box.fill(words)
        box.press("Enter")
        answers = self.page.locator(".st-key-answers")
        expect(answers).to_be_visible(timeout=PATIENCE_MS)
        return answers

    def choose(self, criterion: str, *words: str) -> None:
        """Choose values of a filter, whose options are told with the number of their operations."""
        for word in words:
            box = self.sidebar.get_by_role("combobox", name=criterion, exact=True)
            box.click()
            box.fill(word)
            option = re.compile(rf"^{re.escape(word)} \(\d+\)$")
            self.page.get_by_role("option", name=option).click()
            self.page.keyboard.press("Escape")
        self.idle()

    def switch(self, layer: str) -> None:
        self.sidebar.locator("label").filter(has_text=re.compile(rf"^{re.escape(layer)}")).click()

    def select(self, box: str, option: str) -> None:
        """Choose in a list of one choice."""
        found = self.page.get_by_role("combobox", name=box, exact=True)
        found.click()
        found.fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()


OpenReader = Callable[..., Reader]
"""Makes readers of a server; see the fixtures."""
