"""The places that the programme is evaluated for: territory, communes, priority neighbourhoods, priority sites."""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import TrameError
from core.languages import N_, _
from core.text import fold
from programme.world import GENERATIONS, World

_GENERATION_WORDS = {
    "neighbourhoods_2024": N_("{name} (neighbourhood of 2024)"),
    "neighbourhoods_2015": N_("{name} (neighbourhood of 2015)"),
}


class PlaceKind(StrEnum):
    """What kind of place it is; the order of the members is that of lists."""

    TERRITORY = "territory"
    SITE = "site"
    COMMUNE = "commune"
    NEIGHBOURHOOD_2024 = "neighbourhood_2024"
    NEIGHBOURHOOD_2015 = "neighbourhood_2015"


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Attributes
    ----------
    kind
        Of the place; the two generations of neighbourhoods are two kinds, never summed.
    code
        Identifier of the site, INSEE code of the commune, code of the neighbourhood; empty for the territory.
    """

    kind: PlaceKind
    code: str = ""

    @property
    def key(self) -> str:
        """The place in one word, as tables and addresses hold it: ``site:SITE-01``, ``territory``."""
        return f"{self.kind.value}:{self.code}" if self.code else self.kind.value

    @property
    def generation(self) -> str | None:
        """Layer of the neighbourhood, such as ``neighbourhoods_2024``; None for another kind of place."""
        year = self.kind.value.removeprefix("neighbourhood_")
        return f"neighbourhoods_{year}" if year != self.kind.value else None


TERRITORY = Place(PlaceKind.TERRITORY)


class NoPlaceError(TrameError):
    """The installation has no such place."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(_("There is no place “{place}” in this installation.").format(place=place))


def place_of(key: str) -> Place | None:
    """Read a place from its key; None where the text is no key. Whether the place exists is not looked at.

    Examples
    --------
    >>> place_of("commune:92050"), place_of("somewhere")
    (Place(kind=<PlaceKind.COMMUNE: 'commune'>, code='92050'), None)
    """
    kind, _colon, code = key.partition(":")
    if kind not in tuple(PlaceKind) or (kind == PlaceKind.TERRITORY) != (code == "") or key.endswith(":"):
        return None
    return Place(PlaceKind(kind), code)


def places(world: World) -> tuple[Place, ...]:
    """Every place of the installation: the territory, its sites, communes, and both generations of neighbourhoods.

    In the order of :class:`PlaceKind`, each kind by name. A commune stands in it where the layer holds it or an
    operation declares it.
    """
    found = [TERRITORY]
    for kind in PlaceKind:
        mine = [Place(kind, code) for code in _names(world, kind)]
        found += sorted(mine, key=lambda place: (fold(place_name(world, place)), place.code))
    return tuple(found)


def require_place(world: World, place: Place) -> None:
    """Check that a place exists.

    Raises
    ------
    NoPlaceError
        The installation has no such place.
    """
    if place != TERRITORY and place.code not in _names(world, place.kind):
        raise NoPlaceError(place.code)


def place_name(world: World, place: Place) -> str:
    """Name of a place in the language in force; a neighbourhood is named with its generation."""
    if place == TERRITORY:
        return _("The whole territory")
    name = _names(world, place.kind).get(place.code) or place.code
    generation = place.generation
    return name if generation is None else _(_GENERATION_WORDS[generation]).format(name=name)


def _names(world: World, kind: PlaceKind) -> dict[str, str]:
    """Names by code of the places of one kind."""
    return world.derive(_all_names)[kind]


def _all_names(world: World) -> dict[PlaceKind, dict[str, str]]:
    sites = world.programme.priority_sites["name"]
    communes = {str(code): str(code) for code in world.programme.operations["commune"]}
    found = {
        PlaceKind.TERRITORY: {},
        PlaceKind.SITE: {str(code): str(name) for code, name in sites.items()},
        PlaceKind.COMMUNE: {**communes, **world.commune_names},
    }
    for generation in GENERATIONS:
        snapshot = world.snapshot(generation)
        kind = PlaceKind("neighbourhood_" + generation.removeprefix("neighbourhoods_"))
        pairs = [] if snapshot is None else zip(snapshot.frame["code"], snapshot.frame["name"], strict=True)
        found[kind] = {str(code): str(name) for code, name in pairs}
    return found
