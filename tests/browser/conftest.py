"""One Chromium for the folder, a server to read from and one to write to, and readers who must not meet a fault."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from sqlalchemy import update

from core import settings
from programme.storage import tables
from programme.storage.store import Store
from tests.browser.application import PATIENCE_MS, OpenReader, Reader, Server, serving
from tests.conftest import configured

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


@pytest.fixture(scope="package")
def desk_server(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application on a copy of the demonstration; what it keeps for a while stands in ``scratch``."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(demo_file.parent / "var", folder / "var")
    (folder / "scratch").mkdir()
    with serving(configured(folder), TMPDIR=str(folder / "scratch")) as server:
        yield server


@pytest.fixture(scope="module")
def desk(desk_server: Server, demo_file: Path) -> Iterator[Server]:
    """The application on a demonstration that the tests of one module may change: programme and library."""
    yield desk_server
    changed, original = settings.load(desk_server.config).folders, settings.load(demo_file).folders
    _restore_programme(changed.programme, original.programme)
    _restore_library(changed.library, original.library)


def _restore_library(changed: Path, original: Path) -> None:
    """Put back each layer of which another revision is in force; revisions have names of their own for good."""
    for pointer in original.glob("*/current"):
        layer = pointer.parent.name
        if (changed / layer / "current").read_bytes() != pointer.read_bytes():
            shutil.rmtree(changed / layer)
            shutil.copytree(original / layer, changed / layer)


def _restore_programme(changed: Path, original: Path) -> None:
    """Put the original content in place, under a revision of its own: a server knows what it keeps by its revision."""
    store = Store(changed)
    revision = store.revision()
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(changed)) as target:
        source.backup(target)
    with store.transaction() as connection:
        connection.execute(update(tables.meta).values(revision=revision))
    store.close()


@pytest.fixture(scope="package")
def free_pages(shared_context: BrowserContext) -> list[Page]:
    """Pages that nobody looks at: one that is taken again still has Streamlit's code in memory."""
    return list(shared_context.pages)


@contextmanager
def _readers(
    browser: Browser, shared_context: BrowserContext, free_pages: list[Page]
) -> Iterator[OpenReader]:
    """Make readers. At the end, none may have met a fault, nor have asked another host, nor been shown a traceback."""
    readers: list[Reader] = []
    lent: list[Reader] = []
    contexts: list[BrowserContext] = []

    def opened(
        server: Server, *, width: int = 1440, height: int = 900, fresh: bool = False, touch: bool = False
    ) -> Reader:
        if fresh or touch:
            context = browser.new_context(
                viewport=LOOK, locale="fr-FR", reduced_motion="reduce", has_touch=touch
            )
            contexts.append(context)
            reader = Reader(context.new_page(), server)
        else:
            reader = Reader(free_pages.pop() if free_pages else shared_context.new_page(), server)
            lent.append(reader)
        reader.page.set_viewport_size({"width": width, "height": height})
        readers.append(reader)
        return reader

    yield opened
    shown = [reader.texts() for reader in readers if reader.page.url.startswith("http")]
    for reader in lent:
        reader.leave()
        free_pages.append(reader.page)
    for context in contexts:
        context.close()
    assert [fault for reader in readers for fault in reader.faults] == []
    assert [url for reader in readers for url in reader.strangers()] == []
    assert not any("Traceback" in text for text in shown)


@pytest.fixture
def open_reader(
    browser: Browser, shared_context: BrowserContext, free_pages: list[Page]
) -> Iterator[OpenReader]:
    """Make readers for one test."""
    with _readers(browser, shared_context, free_pages) as opened:
        yield opened


@pytest.fixture(scope="module")
def open_reader_once(
    browser: Browser, shared_context: BrowserContext, free_pages: list[Page]
) -> Iterator[OpenReader]:
    """Make readers for the tests of one module that look at the same page."""
    with _readers(browser, shared_context, free_pages) as opened:
        yield opened


@pytest.fixture
def reader(open_reader: OpenReader, demonstration: Server) -> Reader:
    """A reader of the demonstration at a desk."""
    return open_reader(demonstration)
