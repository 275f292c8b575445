"""Browser files that the application serves itself; the one place where folium's links to other hosts are replaced."""

import hashlib
from functools import cache
from pathlib import Path

from core.errors import TrameError
from core.languages import _
from core.settings import ROOT

ASSETS = Path(__file__).resolve().parent / "assets"
NODE_MODULES = ROOT / "node_modules"

FILES: dict[str, Path] = {
    "leaflet.js": NODE_MODULES / "leaflet/dist/leaflet.js",
    "leaflet.css": NODE_MODULES / "leaflet/dist/leaflet.css",
    "protomaps-leaflet.js": NODE_MODULES / "protomaps-leaflet/dist/protomaps-leaflet.js",
    "inter-400.woff2": NODE_MODULES / "@fontsource/inter/files/inter-latin-400-normal.woff2",
    "inter-600.woff2": NODE_MODULES / "@fontsource/inter/files/inter-latin-600-normal.woff2",
    "trame-symbols.js": ASSETS / "trame-symbols.js",
    "trame-labels.js": ASSETS / "trame-labels.js",
    "trame.js": ASSETS / "trame.js",
    "trame.css": ASSETS / "trame.css",
}
"""Every file that may be asked for, by its public name; nothing else is served."""

SCRIPTS = ("leaflet.js", "protomaps-leaflet.js", "trame-symbols.js", "trame-labels.js", "trame.js")
SHEETS = ("leaflet.css", "trame.css")
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


class MissingLibrariesError(TrameError):
    """The browser libraries are not installed beside the program."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(
            _(
                "The browser libraries {missing} are not installed. Run “make setup” in the program’s folder."
            ).format(missing=", ".join(missing))
        )


def require() -> None:
    """Check at start that every file is there.

    Raises
    ------
    MissingLibrariesError
        Some are not.
    """
    missing = [name for name, path in FILES.items() if not path.is_file()]
    if missing:
        raise MissingLibrariesError(missing)


@cache
def version() -> str:
    """Short hash of all the files: part of their addresses, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for path in FILES.values():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def url(name: str) -> str:
    """Address of a file on the application's own host."""
    return f"/lib/{version()}/{name}"


def links(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of name and address, as folium lists them."""
    return [(name, url(name)) for name in names]
