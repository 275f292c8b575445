"""One Chromium for the folder, one server on the demonstration, and readers who must not meet a fault."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.browser.application import PATIENCE_MS, OpenReader, Reader, Server, serving

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOOK = {"width": 1440, "height": 900}

expect.set_options(timeout=PATIENCE_MS)


# Scope of the folder, not of the session: Playwright's loop must have ended before tests of other folders run.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    """Chromium for contexts of their own: readers who were never here."""
    found = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
    yield found
    found.close()


@pytest.fixture(scope="package")
def shared_context(
    chromium: str, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that was here before: Streamlit's own files are in its cache, ready to run."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=chromium,
        args=list(ARGUMENTS),
        viewport=LOOK,
        locale="fr-FR",
        reduced_motion="reduce",
    )
    yield context
    context.close()


@pytest.fixture(scope="package")
def demonstration(demo_file: Path) -> Iterator[Server]:
    """The application on the demonstration; no test changes its data."""
    with serving(demo_file) as server:
        yield server


@contextmanager
def _readers(browser: Browser, shared_context: BrowserContext) -> Iterator[OpenReader]:
    """Make readers. At the end, none may have met a fault, nor have asked another host, nor been shown a traceback."""
    readers: list[Reader] = []
    contexts: list[BrowserContext] = []

    def opened(
        server: Server, *, width: int = 1440, height: int = 900, fresh: bool = False, touch: bool = False
    ) -> Reader:
        context = shared_context
        if fresh or touch:
            context = browser.new_context(
                viewport=LOOK, locale="fr-FR", reduced_motion="reduce", has_touch=touch
            )
            contexts.append(context)
        reader = Reader(context, server)
        reader.page.set_viewport_size({"width": width, "height": height})
        readers.append(reader)
        return reader

    yield opened
    shown = [reader.texts() for reader in readers if reader.page.url.startswith("http")]
    for reader in readers:
        reader.page.close()
    for context in contexts:
        context.close()
    assert [fault for reader in readers for fault in reader.faults] == []
    assert [url for reader in readers for url in reader.strangers()] == []
    assert not any("Traceback" in text for text in shown)


@pytest.fixture
def open_reader(browser: Browser, shared_context: BrowserContext) -> Iterator[OpenReader]:
    """Make readers for one test."""
    with _readers(browser, shared_context) as opened:
        yield opened


@pytest.fixture(scope="module")
def open_reader_once(browser: Browser, shared_context: BrowserContext) -> Iterator[OpenReader]:
    """Make readers for the tests of one module that look at the same page."""
    with _readers(browser, shared_context) as opened:
        yield opened


@pytest.fixture
def reader(open_reader: OpenReader, demonstration: Server) -> Reader:
    """A reader of the demonstration at a desk."""
    return open_reader(demonstration)
