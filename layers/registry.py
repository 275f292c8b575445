"""Every layer there is, in the order of drawing from the ground up. To add one: a module, and a line here."""

from core.errors import SettingsError, UnknownLayerError
from core.languages import _
from core.settings import Settings
from layers.communes import COMMUNES
from layers.facilities import FACILITIES
from layers.housing import HOUSING
from layers.layer import Layer
from layers.neighbourhoods_2015 import NEIGHBOURHOODS_2015
from layers.neighbourhoods_2024 import NEIGHBOURHOODS_2024
from layers.operations import OPERATIONS
from layers.parcels import PARCELS

LAYERS: dict[str, Layer] = {
    layer.key: layer
    for layer in (
        COMMUNES,
        PARCELS,
        NEIGHBOURHOODS_2015,
        NEIGHBOURHOODS_2024,
        OPERATIONS,
        HOUSING,
        FACILITIES,
    )
}


def layer(key: str) -> Layer:
    """Layer of a key.

    Raises
    ------
    UnknownLayerError
        No layer has that key.
    """
    try:
        return LAYERS[key]
    except KeyError:
        raise UnknownLayerError(key, list(LAYERS)) from None


def require_known(settings: Settings) -> None:
    """Check the layers that a configuration names.

    Raises
    ------
    SettingsError
        It names one that does not exist.
    """
    unknown = [key for key in settings.map.layers if key not in LAYERS]
    if unknown:
        sentence = _("{file}: “{key}” names {value}, but the layers are: {known}.")
        known = ", ".join(LAYERS)
        faults = [
            sentence.format(file=settings.file, key="map.layers", value=repr(key), known=known)
            for key in unknown
        ]
        raise SettingsError(settings.file, faults)


def library_layers() -> list[Layer]:
    """Layers whose snapshots the library keeps."""
    return [item for item in LAYERS.values() if not item.in_programme]
