"""Browser files that the application serves itself; the one place where folium's links to other hosts are replaced."""

import hashlib
from functools import cache
from pathlib import Path, PurePosixPath

from core.errors import TrameError
from core.languages import _
from core.settings import ROOT

ASSETS = Path(__file__).resolve().parent / "assets"
NODE_MODULES = ROOT / "node_modules"

FILES: dict[str, tuple[Path, ...]] = {
    "map.js": (
        NODE_MODULES / "leaflet/dist/leaflet.js",
        NODE_MODULES / "protomaps-leaflet/dist/protomaps-leaflet.js",
        ASSETS / "trame-symbols.js",
        ASSETS / "trame-labels.js",
        ASSETS / "trame.js",
    ),
    "check.js": (ASSETS / "trame-check.js",),
    "map.css": (NODE_MODULES / "leaflet/dist/leaflet.css", ASSETS / "trame.css"),
    "inter-400.woff2": (NODE_MODULES / "@fontsource/inter/files/inter-latin-400-normal.woff2",),
    "inter-600.woff2": (NODE_MODULES / "@fontsource/inter/files/inter-latin-600-normal.woff2",),
}
"""Every file that may be asked for, by its public name, and what it is put together from; nothing else is served.

One script for the map rather than five: streamlit-folium waits for each before it asks for the next.
"""

SCRIPTS = ("map.js",)
CHECK_SCRIPTS = ("map.js", "check.js")
"""Of the map of the check alone: the other map is no heavier for it."""
SHEETS = ("map.css",)
_BETWEEN = {".js": b"\n;\n", ".css": b"\n"}
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
    missing = [part.name for parts in FILES.values() for part in parts if not part.is_file()]
    if missing:
        raise MissingLibrariesError(missing)


@cache
def version() -> str:
    """Short hash of all the files: part of their addresses, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(content(name))
    return digest.hexdigest()[:12]


def content(name: str) -> bytes:
    """Content of a file by its public name."""
    parts = FILES[name]
    return _BETWEEN.get(PurePosixPath(name).suffix, b"").join(part.read_bytes() for part in parts)


def url(name: str) -> str:
    """Address of a file on the application's own host."""
    return f"/lib/{version()}/{name}"


def links(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of name and address, as folium lists them."""
    return [(name, url(name)) for name in names]
