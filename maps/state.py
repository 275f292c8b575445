"""The state of the map page as one value, written to and read from the address bar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from core.languages import _
from layers.registry import LAYERS
from programme.selection import Selection

_LISTS = {
    "commune": "communes",
    "ept": "epts",
    "quartier": "neighbourhoods",
    "famille": "families",
    "etape": "steps",
    "financeur": "funders",
    "site": "sites",
    "operations": "operations",
}
"""Names in the address by the criterion that they hold."""
NOTHING = "aucun"
MOST_EUR = Decimal(10) ** 12
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Limits of the fields of the filters: a link beyond them cannot be shown."""


@dataclass(frozen=True, slots=True)
class MapState:
    """What the page shows: a link that holds it shows another person the same thing.

    Attributes
    ----------
    longitude, latitude
        Centre, WGS84 degrees.
    zoom
        As Leaflet counts it, in quarters.
    layers
        Keys of the layers that are on.
    basemap
        Key of the ground; None for none.
    selection
        The filters.
    selected
        Layer and identifier of what the panel shows; None for nothing.
    """

    longitude: float
    latitude: float
    zoom: float
    layers: tuple[str, ...]
    basemap: str | None = None
    selection: Selection = field(default_factory=Selection)
    selected: tuple[str, str] | None = None

    def to_query(self) -> dict[str, str]:
        """Parameters of the address; criteria that say nothing are left out."""
        query = {
            "centre": f"{self.latitude:.5f},{self.longitude:.5f}",
            "zoom": f"{self.zoom:g}",
            "couches": ",".join(self.layers) or NOTHING,
        }
        if self.basemap:
            query["fond"] = self.basemap
        if self.selected:
            query["objet"] = ":".join(self.selected)
        return query | selection_to_query(self.selection)


def selection_to_query(selection: Selection) -> dict[str, str]:
    """Parameters of the filters alone."""
    query = {name: ",".join(getattr(selection, criterion)) for name, criterion in _LISTS.items()}
    query["montant"] = _range(selection.amount_min, selection.amount_max)
    query["annee"] = _range(selection.year_from, selection.year_to)
    return {name: value for name, value in query.items() if value}


def _range(low: object, high: object) -> str:
    return (
        "" if low is None and high is None else f"{'' if low is None else low}-{'' if high is None else high}"
    )


def _amount(text: str) -> Decimal:
    """Read an amount that the field of the filter can hold."""
    value = Decimal(text)
    if not value.is_finite() or not 0 <= value <= MOST_EUR:
        raise ValueError(text)
    return value


def _year(text: str) -> int:
    """Read a year that the field of the filter can hold."""
    value = int(text)
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise ValueError(text)
    return value


class _Reader:
    """Reads parameters one by one, and keeps a sentence for each that it cannot use."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.query = query
        self.faults: list[str] = []

    def refuse(self, name: str) -> None:
        self.faults.append(
            _("The link says “{name}={value}”, which cannot be used; it was left out.").format(
                name=name, value=self.query[name]
            )
        )

    def centre(self, default: MapState) -> tuple[float, float]:
        if "centre" not in self.query:
            return default.longitude, default.latitude
        try:
            latitude, longitude = (float(part) for part in self.query["centre"].split(","))
        except ValueError:
            latitude = longitude = float("nan")
        if -85 <= latitude <= 85 and -180 <= longitude <= 180:
            return longitude, latitude
        self.refuse("centre")
        return default.longitude, default.latitude

    def zoom(self, default: float) -> float:
        text = self.query.get("zoom")
        if text is None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if 1 <= value <= 20:
            return round(value, 2)
        self.refuse("zoom")
        return default

    def layers(self, default: tuple[str, ...]) -> tuple[str, ...]:
        text = self.query.get("couches")
        if text is None:
            return default
        keys = [key for key in text.split(",") if key and key != NOTHING]
        if any(key not in LAYERS for key in keys):
            self.refuse("couches")
        return tuple(key for key in LAYERS if key in keys)

    def choice(self, name: str, possible: set[str]) -> str | None:
        value = self.query.get(name)
        if value is not None and value not in possible:
            self.refuse(name)
            return None
        return value

    def selected(self) -> tuple[str, str] | None:
        text = self.query.get("objet")
        if text is None:
            return None
        layer, _colon, identifier = text.partition(":")
        if layer in LAYERS and identifier:
            return layer, identifier
        self.refuse("objet")
        return None

    def bounds(self, name: str, convert: Any) -> tuple[Any, Any]:
        text = self.query.get(name)
        if text is None:
            return None, None
        low, dash, high = text.partition("-")
        try:
            found = (convert(low) if low else None, convert(high) if high else None)
        except (ValueError, InvalidOperation):
            dash = ""
        if not dash:
            self.refuse(name)
            return None, None
        return found


def from_query(
    query: Mapping[str, str], default: MapState, basemaps: set[str] | None = None
) -> tuple[MapState, list[str]]:
    """Read a state from the parameters of an address.

    Parameters
    ----------
    query
        Parameters; others than those of :meth:`MapState.to_query` are passed over.
    default
        What stands where the address says nothing.
    basemaps
        Keys of the grounds that the installation has.

    Returns
    -------
    The state, and a sentence for each parameter that could not be used.
    """
    reader = _Reader(query)
    longitude, latitude = reader.centre(default)
    amount_min, amount_max = reader.bounds("montant", _amount)
    year_from, year_to = reader.bounds("annee", _year)
    criteria = {
        criterion: tuple(value for value in query.get(name, "").split(",") if value)
        for name, criterion in _LISTS.items()
    }
    state = MapState(
        longitude=longitude,
        latitude=latitude,
        zoom=reader.zoom(default.zoom),
        layers=reader.layers(default.layers),
        basemap=reader.choice("fond", basemaps or set()) if "fond" in query else default.basemap,
        selection=Selection(
            **criteria, amount_min=amount_min, amount_max=amount_max, year_from=year_from, year_to=year_to
        ),
        selected=reader.selected(),
    )
    return state, reader.faults
