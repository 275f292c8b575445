"""One installation: its settings, its library and its programme, opened once for all who ask in this process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core import settings as configuration
from core.settings import Settings
from layers.library import Library
from layers.registry import require_known
from programme.footprints import relink
from programme.rules.rule_set import rule_set
from programme.storage.store import Store


@dataclass(frozen=True)
class Installation:
    """What pages, routes and commands work on."""

    settings: Settings
    library: Library
    store: Store


def follow_import(layer: str, store: Store, library: Library) -> None:
    """Bring up to date what the programme derives from a layer, once a new revision of it is in force.

    Parameters
    ----------
    layer
        Key of the layer: the parcels of each operation follow the cadastre; other layers are read as they are.
    store, library
        Of the installation.
    """
    if layer == "parcels":
        relink(store, library)


@cache
def open_installation(file: Path) -> Installation:
    """Open the installation of a configuration file; pages and routes of one process share it, and so its caches.

    Raises
    ------
    core.errors.SettingsError
        The configuration, or the rules, cannot be used.
    """
    settings = configuration.load(file)
    require_known(settings)
    rule_set()
    return Installation(settings, Library(settings.folders.library), Store(settings.folders.programme))
