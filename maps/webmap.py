"""The web map: a ground built once by folium, and what changes on it.

The ground depends on the set of layers and their revisions alone, so that its script is the same from one run to the
next and the frame in the browser stays. Filters, selection and layers switched on travel as a small update.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import geopandas as gpd
import shapely
from branca.element import MacroElement
from folium.template import Template

from core.languages import _, current_language
from core.settings import Settings
from gis.projection import to_wgs84
from layers.layer import Delivery, Layer
from layers.registry import LAYERS
from layers.symbol import INK, Style
from maps import libraries
from maps.escape import script
from maps.rendering import legend_entries, sign, symbol_record

_LABELS: dict[str, tuple[int, int]] = {
    "communes": (2, 11),
    "neighbourhoods_2024": (0, 14),
    "neighbourhoods_2015": (1, 14),
}
"""Rank (the lowest first) and least zoom of the names of each layer that has some."""

TINY_PX = 13
"""An operation that is smaller than that on the screen is drawn as a disc."""


class _GroundMap(folium.Map):
    """A folium map whose libraries come from the application's own host."""

    default_js = libraries.links(libraries.SCRIPTS)
    default_css = libraries.links(libraries.SHEETS)


class _CheckMap(_GroundMap):
    """The same with what the check draws over it."""

    default_js = libraries.links(libraries.CHECK_SCRIPTS)


class Mount(MacroElement):
    """Hands the constant part over to the browser's script."""

    _template = Template(
        "{% macro script(this, kwargs) %}Trame.mount({{ this.target }}, {{ this.config }});{% endmacro %}"
    )

    def __init__(self, target: str, config: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Mount"
        self.target = target
        self.config = script(config)


class _Update(MacroElement):
    """Hands what changed over to the browser's script."""

    _template = Template("{% macro script(this, kwargs) %}Trame.update({{ this.state }});{% endmacro %}")

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Update"
        self.state = script(state)


@dataclass(frozen=True, slots=True)
class Highlight:
    """What is drawn for the selection, in EPSG:2154 until it is sent.

    Attributes
    ----------
    shape
        The selected feature.
    near
        Border at the distance that counts as near.
    parcels
        Parcels that the selection covers.
    """

    shape: gpd.GeoSeries | None = None
    near: gpd.GeoSeries | None = None
    parcels: gpd.GeoSeries | None = None


def leaflet_options(settings: Settings) -> dict[str, Any]:
    """Options of a map of ours, as folium takes them: where it begins, and how far it goes."""
    return {
        "location": (settings.map.latitude, settings.map.longitude),
        "zoom_start": settings.map.zoom,
        "tiles": None,
        # Leaflet's own names: folium hands max_zoom and min_zoom to a ground of its own, not to the map, and a map
        # without limits jumps to the least zoom of the first layer that has one.
        "maxZoom": 20,
        "minZoom": 5,
        "zoom_snap": 0.25,
        "control_scale": False,
        "prefer_canvas": False,
    }


def ground_map(
    settings: Settings, revisions: Mapping[str, str], *, check: bool = False, words: str | None = None
) -> folium.Map:
    """Build the ground.

    Parameters
    ----------
    settings
        Centre, zoom, grounds.
    revisions
        Revision by key of every layer that has something to show; layers without one are left out.
    check
        With the script that draws more than the ground: the findings of a check, or what another page hands over.
    words
        What the map is and how the keyboard moves it, for those who do not see it; None: those of the two first maps.

    Returns
    -------
    Map without features: its script fetches them by layer and revision.
    """
    ground = (_CheckMap if check else _GroundMap)(
        **leaflet_options(settings),
    )
    ground.add_child(Mount(ground.get_name(), map_config(settings, revisions, check=check, words=words)))
    return ground


def update_group(
    *,
    layers: Sequence[str],
    basemap: str | None,
    operations: Sequence[str] | None,
    highlight: Highlight | None = None,
    fit: tuple[int, tuple[float, float, float, float], float] | None = None,
    start: tuple[float, float, float] | None = None,
    check: Mapping[str, Any] | None = None,
) -> folium.FeatureGroup:
    """Pack what changes on the map.

    Parameters
    ----------
    layers
        Keys of the layers that are on.
    basemap
        Key of the ground, None for none.
    operations
        Identifiers that the filters keep; None for all.
    highlight
        The selection.
    fit
        Number of the wish (a new number moves the map), bounds in WGS84, greatest zoom.
    start
        Latitude, longitude and zoom at which a new map begins; None to begin with ``fit``, or where the ground says.
    check
        What the check draws (:func:`maps.check_map.check_record`); None on the other map.
    """
    state: dict[str, Any] = {
        "layers": list(layers),
        "basemap": basemap,
        "operations": None if operations is None else list(operations),
        "selection": None if highlight is None else _highlight_record(highlight),
        "fit": None if fit is None else {"wish": fit[0], "bounds": list(fit[1]), "zoom": fit[2]},
        "start": None if start is None else list(start),
    }
    if check is not None:
        state["check"] = check
    group = folium.FeatureGroup(name="trame")
    group.add_child(_Update(state))
    return group


def _highlight_record(highlight: Highlight) -> dict[str, Any] | None:
    parts = {"shape": highlight.shape, "near": highlight.near, "parcels": highlight.parcels}
    shape = highlight.shape
    if shape is not None and len(shape) and shape.geom_type.iloc[0] == "Point":
        point = to_wgs84(shape.to_numpy())[0]
        return {"point": [round(point.y, 6), round(point.x, 6)]}
    return {name: _collection(series) for name, series in parts.items()}


def _collection(series: gpd.GeoSeries | None) -> dict[str, Any] | None:
    if series is None or series.empty:
        return None
    degrees = shapely.set_precision(to_wgs84(series.to_numpy()), 1e-6, mode="pointwise")
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": shape}
            for shape in (geometry.__geo_interface__ for geometry in degrees if not geometry.is_empty)
        ],
    }


def map_config(
    settings: Settings, revisions: Mapping[str, str], *, check: bool = False, words: str | None = None
) -> dict[str, Any]:
    """Constant part of a map as plain values for the browser's script; as :func:`ground_map` takes it."""
    near = settings.map.near_m
    return {
        "layers": [
            _layer_record(layer, revisions[key], order, settings)
            for order, (key, layer) in enumerate(LAYERS.items())
            if key in revisions
        ],
        "basemaps": [
            {
                "key": item.key,
                "title": item.title,
                "url": item.url,
                "attribution": item.attribution,
                "maxZoom": item.max_zoom,
            }
            for item in settings.basemaps
        ],
        "near": {
            "svg": sign(Style(stroke=INK, width_px=1.4, dash_px=(3, 2)), LAYERS["operations"].geometry),
            "label": _("{near} m around the selection").format(near=near),
        },
        "tinyPx": TINY_PX,
        "texts": _texts(settings, check=check) | ({} if words is None else {"map": words}),
    }


def _layer_record(layer: Layer, revision: str, order: int, settings: Settings) -> dict[str, Any]:
    rank, label_zoom = _LABELS.get(layer.key, (None, 0))
    tiled = layer.delivery is Delivery.TILES
    address = (
        f"/tiles/{layer.key}/{revision}/{{z}}/{{x}}/{{y}}.mvt"
        if tiled
        else f"/geojson/{layer.key}/{revision}.json"
    )
    return {
        "key": layer.key,
        "title": _(layer.title),
        "delivery": str(layer.delivery),
        "url": address,
        "symbol": symbol_record(layer.symbol),
        "legend": legend_entries(layer),
        "minZoom": settings.map.parcels_from_zoom if layer.key == "parcels" else layer.min_zoom,
        "zIndex": 410 + order,
        "labelRank": rank,
        "labelZoom": label_zoom,
        "tooltip": layer.key != "communes",
    }


def _texts(settings: Settings, *, check: bool) -> dict[str, str]:
    return {
        "language": current_language(),
        "map": _(
            "Map of the check. Arrow keys move it, plus and minus zoom, Enter draws or chooses at the centre. "
            "The list of findings and the tables give the same in words."
        )
        if check
        else _(
            "Map of the operations. Arrow keys move it, plus and minus zoom, Enter asks what lies at the centre. "
            "The page Operations gives the same as a table."
        ),
        "legend": _("Legend"),
        "notice": _("Demonstration data, fictitious") if settings.installation.fictitious else "",
        "attribution": _("Outlines: IGN, ANCT"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "groundAbsent": _("The ground “{title}” cannot be reached; the map works without it."),
        "layerAbsent": _("The layer “{title}” could not be loaded. Reload the page."),
    }
