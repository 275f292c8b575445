"""The pictures of the README and of these pages, taken from the demonstration in a browser: ``make screenshots``."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
ALL = "operations,neighbourhoods_2024,communes,parcels,housing,facilities"
SHEET = "communes,parcels,neighbourhoods_2024,operations,housing,facilities"
PICTURES = {
    "carte": ("/", (1440, 900)),
    "operation": (f"/?objet=operations:92050-014&couches={ALL}", (1440, 900)),
    "quartier": (
        "/?objet=neighbourhoods_2024:QN09206M&couches=operations,neighbourhoods_2024,communes",
        (1440, 900),
    ),
    "operations": ("/operations", (1440, 900)),
    "financements": ("/financements", (1440, 900)),
    "saisie": ("/financements?vue=lignes", (1440, 900)),
    "rencontre": ("/actions-sociales?vue=rencontre", (1440, 900)),
    "evaluation": ("/evaluation?lieu=site:SITE-01&partie=demolition", (1440, 900)),
    "indicateurs": ("/evaluation?lieu=site:SITE-01", (1440, 900)),
    "verifier": ("/verifier?operation=92050-014", (1440, 900)),
    "publier": (
        f"/publier?etendue=neighbourhood:QN09206M&papier=A3&sens=paysage&couches={SHEET}",
        (1440, 900),
    ),
    "donnees": ("/donnees", (1440, 900)),
    "telephone": ("/?objet=operations:92050-014", (390, 844)),
}
"""Pictures by name: address, and size of the window in pixels."""
EDITION = "edition-publique"
"""Picture of the public edition, as it opens from a disk."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    """Take every picture."""
    chromium = os.environ.get("TRAME_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("No Chromium on the path; TRAME_CHROMIUM names one.")
    IMAGES.mkdir(exist_ok=True)
    with served() as (address, config), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (path, size) in PICTURES.items():
            take(browser, address + path, size, IMAGES / f"{name}.png")
        take(browser, f"{published(config).as_uri()}/", (1440, 900), IMAGES / f"{EDITION}.png")
        browser.close()


def take(browser: Browser, address: str, size: tuple[int, int], file: Path) -> None:
    """Open a page, wait until it is drawn, and keep a small picture of it."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{address}index.html" if address.startswith("file:") else address)
    if address.startswith("file:"):
        page.locator(".leaflet-container").wait_for()
    elif "/?" in address or "/verifier" in address or address.endswith("/"):
        page.frame_locator("iframe").locator("[data-trame=drawn]").wait_for()
    else:
        page.locator(".st-key-publish_preview img" if "/publier" in address else "h1").wait_for()
    page.wait_for_timeout(2500)
    page.screenshot(path=file)
    page.close()
    with Image.open(file) as picture:
        picture.convert("RGB").save(file, optimize=True)  # no palette: the colours of the legend are meant


def published(config: Path) -> Path:
    """Make the public edition of an installation, beside its configuration."""
    folder = config.parent / "edition"
    command = [sys.executable, "-m", "cli.main", "publish", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "TRAME_CONFIG": str(config)}, check=True)
    return folder


@contextmanager
def served() -> Iterator[tuple[str, Path]]:
    """Serve the demonstration from a folder that goes away afterwards: its address, and its configuration."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        content = (ROOT / "config.toml").read_text(encoding="utf-8")
        for name in ("shapefiles", "programme"):
            content = content.replace(f'"data/{name}"', f'"{ROOT / "data" / name}"')
        config = Path(folder) / "config.toml"
        config.write_text(content, encoding="utf-8")
        command = [sys.executable, "-m", "cli.main", "serve", "--demo-if-empty", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TRAME_CONFIG": str(config)})
        try:
            address = f"http://127.0.0.1:{port}"
            wait(address)
            yield address, config
        finally:
            server.terminate()
            server.wait()


def wait(address: str, seconds: float = 60.0) -> None:
    """Wait until the application answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health"):  # noqa: S310 - our own server
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


if __name__ == "__main__":
    main()
