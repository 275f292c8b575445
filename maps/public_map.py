"""The map of a public edition: folium's, with its libraries and its data in files beside the page.

It is the ground of the application without the application: the same declared symbols and the same script, which asks
``maps/assets/trame-public.js`` for features and tiles.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
from branca.element import Figure
from folium.template import Template

from core.languages import _
from core.settings import Settings
from layers.layer import Delivery
from maps.libraries import ASSETS, NODE_MODULES, MissingLibrariesError, links
from maps.markup import Html
from maps.webmap import Mount, leaflet_options, map_config

IDENTIFIER = "map_public"
"""Of the element in the page, and of folium's variable."""

FILES: Mapping[str, tuple[Path, ...]] = {
    "map.js": (
        NODE_MODULES / "leaflet/dist/leaflet.js",
        NODE_MODULES / "protomaps-leaflet/dist/protomaps-leaflet.js",
        ASSETS / "trame-symbols.js",
        ASSETS / "trame-labels.js",
        ASSETS / "trame-public.js",
        ASSETS / "trame.js",
    ),
    "map.css": (NODE_MODULES / "leaflet/dist/leaflet.css", ASSETS / "trame.css"),
    "site.js": (ASSETS / "trame-public-site.js",),
    "site.css": (ASSETS / "trame-public.css",),
    "inter-400.woff2": (NODE_MODULES / "@fontsource/inter/files/inter-latin-400-normal.woff2",),
    "inter-600.woff2": (NODE_MODULES / "@fontsource/inter/files/inter-latin-600-normal.woff2",),
}
"""Libraries of an edition by the name that they have in it, and what each is put together from."""

_BETWEEN = {".js": b"\n;\n", ".css": b"\n"}


class _Begin(Mount):
    """Hands the constant part over, to the script of the map and to that of the edition."""

    _template = Template(
        "{% macro script(this, kwargs) %}(function (settings) { Trame.mount({{ this.target }}, settings); "
        "TramePublic.begin({{ this.target }}, settings); })({{ this.config }});{% endmacro %}"
    )


class _PublicMap(folium.Map):
    """A folium map that links to nothing: the page loads the libraries."""

    default_js = links(())
    default_css = links(())


@dataclass(frozen=True, slots=True)
class PublicMap:
    """Two parts of a page: the element of the map, and the script that fills it."""

    element: Html
    script: str


def library(name: str) -> bytes:
    """Content of one of :data:`FILES`; source maps, which are not part of the edition, are not referred to.

    Raises
    ------
    MissingLibrariesError
        The browser libraries are not installed.
    """
    missing = [part.name for part in FILES[name] if not part.is_file()]
    if missing:
        raise MissingLibrariesError(missing)
    parts = [part.read_bytes() for part in FILES[name]]
    if name.endswith(".js"):
        parts = [
            b"\n".join(line for line in part.splitlines() if not line.startswith(b"//# sourceMappingURL"))
            for part in parts
        ]
    return _BETWEEN.get(Path(name).suffix, b"").join(parts)


def public_map(
    settings: Settings,
    revisions: Mapping[str, str],
    *,
    shown: tuple[str, ...],
    bounds: tuple[float, float, float, float],
    base: str,
    version: str,
) -> PublicMap:
    """Build the map of a page.

    Parameters
    ----------
    settings
        Centre and zoom.
    revisions
        Revision by key of every layer that the edition holds.
    shown
        Keys of the layers that are on at first.
    bounds
        What is shown at first: west, south, east, north in WGS84.
    base
        From the page to the root of the edition: empty, or ``../``.
    version
        Of the edition: part of the addresses of its data on a server, so that no browser mixes two editions.

    Returns
    -------
    Parts of a page, in the language in force.
    """
    built = _PublicMap(
        **leaflet_options(settings),
    )
    built._id = IDENTIFIER.removeprefix("map_")  # noqa: SLF001 - the same page from the same data
    built.add_child(_Begin(built.get_name(), _config(settings, revisions, shown, bounds, base, version)))
    built.render()  # type: ignore[no-untyped-call]
    root = built.get_root()
    assert isinstance(root, Figure)
    return PublicMap(Html(root.html.render()), root.script.render())


def _config(
    settings: Settings,
    revisions: Mapping[str, str],
    shown: tuple[str, ...],
    bounds: tuple[float, float, float, float],
    base: str,
    version: str,
) -> dict[str, Any]:
    words = _(
        "Map of the operations. Arrow keys move it, plus and minus zoom. The list beside it and the page The map in "
        "words give the same."
    )
    config = map_config(settings, revisions, words=words)
    for layer in config["layers"]:
        tiled = layer["delivery"] == str(Delivery.TILES)
        layer["url"] = "tiles" if tiled else layer["key"]
    config["basemaps"] = []
    config["edition"] = {"base": base, "layers": list(shown), "bounds": list(bounds), "version": version}
    config["texts"]["layerAbsent"] = _(
        "The layer “{title}” could not be read: a file of this edition is missing."
    )
    return config
