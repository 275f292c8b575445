"""Opening a page in Chromium as a reader who was never there: how long until the map is drawn, and what it cost.

Time and bytes are taken in visits of their own, since counting slows a page with many files. The moment is told by the
page itself, once the condition holds and the next frame of the screen was made, on the clock of the browser. Bytes are
those of every finished answer as it came over the network (compressed, with its head), and of the messages of the
page's socket as the page reads them.
"""

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

VIEW: ViewportSize = {"width": 1440, "height": 900}
TRAME_DRAWN = (
    'document.querySelector("#map_div[data-trame=drawn]")'
    ' && !document.querySelector(".leaflet-zoom-anim, .leaflet-tile:not(.leaflet-tile-loaded)")'
)
"""Light layers are drawn, and so is every tile in view, at the zoom that was asked for."""
PATHS_DRAWN = 'document.querySelector("#map_div path.leaflet-interactive")'
_SIGN = "trame-bench"
_CLOCK = """
(() => {
  if (window.parent === window) return;
  const tell = () => console.log("%(sign)s " + (performance.timeOrigin + performance.now()));
  const looking = setInterval(() => {
    if (!(%(drawn)s)) return;
    clearInterval(looking);
    requestAnimationFrame(() => setTimeout(tell));
  }, 5);
})();
"""
_PATIENCE_MS = 90_000
_REST_MS = 500
_REST_TRIES = 10
_AT_REST = """
() => {
  const page = document.querySelector("[data-test-script-state]");
  return Boolean(page) && page.dataset.testScriptState === "notRunning";
}
"""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page received.

    Attributes
    ----------
    until_drawn
        Bytes that had come when the map was drawn, by the path of their address, and of the socket.
    until_rest
        Bytes that had come once the page's script had run its last: streamlit-folium asks for a second run as soon
        as its map is there.
    """

    until_drawn: dict[str, int]
    until_rest: dict[str, int]


def timed(browser: Browser, url: str, drawn: str) -> float:
    """Seconds until the map of a page is drawn, for a reader who was never there; nothing else is looked at."""
    context = browser.new_context(viewport=VIEW, locale="fr-FR")
    try:
        return opened(context, url, drawn)[1]
    finally:
        context.close()


def weighed(browser: Browser, url: str, drawn: str) -> Weight:
    """Count what a page receives, for a reader who was never there.

    Parameters
    ----------
    browser
        Chromium.
    url
        Address of the page.
    drawn
        Expression that is true in the frame of the map once it is drawn.
    """
    context = browser.new_context(viewport=VIEW, locale="fr-FR")
    try:
        page = context.new_page()
        received = _counted(context, page)
        _open(page, url, drawn)
        until_drawn = dict(received)
        _wait_at_rest(page)
        return Weight(until_drawn, dict(received))
    finally:
        context.close()


def opened(context: BrowserContext, url: str, drawn: str) -> tuple[Page, float]:
    """Open a page, and say how many seconds passed until its map was drawn."""
    page = context.new_page()
    return page, _open(page, url, drawn)


def _open(page: Page, url: str, drawn: str) -> float:
    page.add_init_script(_CLOCK % {"sign": _SIGN, "drawn": drawn})
    with page.expect_console_message(
        lambda message: message.text.startswith(_SIGN), timeout=_PATIENCE_MS
    ) as told:
        page.goto(url, wait_until="commit")
    moment = float(told.value.text.split()[1])
    begun = float(page.evaluate("performance.timeOrigin"))
    return (moment - begun) / 1_000


def _wait_at_rest(page: Page) -> None:
    """Wait until the page's script has nothing left to run, for some time."""
    for _number in range(_REST_TRIES):
        page.wait_for_timeout(_REST_MS)
        page.wait_for_function(_AT_REST, timeout=_PATIENCE_MS)
        page.wait_for_timeout(_REST_MS)
        if page.evaluate(_AT_REST):
            return


def _counted(context: BrowserContext, page: Page) -> dict[str, int]:
    received: dict[str, int] = {}
    paths: dict[str, str] = {}
    network = context.new_cdp_session(page)

    def add(path: str, size: int) -> None:
        received[path] = received.get(path, 0) + size

    def answered(event: dict[str, Any]) -> None:
        paths[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def finished(event: dict[str, Any]) -> None:
        add(paths.get(event["requestId"], "other"), int(event["encodedDataLength"]))

    def framed(event: dict[str, Any]) -> None:
        frame = event["response"]
        payload = frame["payloadData"]
        add("socket", len(base64.b64decode(payload)) if frame["opcode"] == 2 else len(payload.encode()))

    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", finished)
    network.on("Network.webSocketFrameReceived", framed)
    network.send("Network.enable")
    return received
