"""Public facilities: about 400, of every kind, in the neighbourhoods and around."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from demonstration.dice import Dice
from demonstration.housing import point_in
from demonstration.naming import Namer
from demonstration.parcels import Parcel


@dataclass(frozen=True, slots=True)
class Facility:
    """One public facility.

    Attributes
    ----------
    id, name
        Invented.
    kind
        As the layer's choices.
    commune
        INSEE code.
    place
        Point in a parcel, EPSG:2154.
    """

    id: str
    name: str
    kind: str
    commune: str
    place: shapely.Point


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How many facilities of a kind there are, what they are called and where they stand."""

    count: int
    names: tuple[str, ...]
    uses: tuple[str, ...]
    least_m2: float


_RECIPES = {
    "school": _Recipe(
        104,
        (
            "École maternelle",
            "École maternelle",
            "École élémentaire",
            "École élémentaire",
            "Groupe scolaire",
            "Collège",
            "Lycée",
        ),
        ("school", "small", "slab", "works", "building"),
        800,
    ),
    "creche": _Recipe(
        58, ("Crèche", "Multi-accueil", "Halte-garderie", "Micro-crèche"), ("small", "building"), 300
    ),
    "sports": _Recipe(
        52,
        ("Gymnase", "Stade", "Piscine", "City-stade", "Salle d’arts martiaux"),
        ("slab", "works", "school"),
        1500,
    ),
    "culture": _Recipe(
        36,
        ("Médiathèque", "Bibliothèque", "Conservatoire", "Théâtre", "Atelier des arts"),
        ("small", "building"),
        400,
    ),
    "health": _Recipe(
        38, ("Centre de santé", "Centre de PMI", "Maison de santé"), ("small", "building"), 350
    ),
    "social_centre": _Recipe(
        40, ("Centre social", "Maison de quartier", "Espace jeunesse"), ("small", "building", "slab"), 350
    ),
    "administration": _Recipe(
        26, ("Mairie annexe", "Point d’accès au droit", "Maison France services"), ("small", "building"), 350
    ),
    "green_space": _Recipe(
        48, ("Square", "Parc", "Jardin partagé", "Aire de jeux"), ("park", "small", "slab"), 250
    ),
}
IN_NEIGHBOURHOODS = 0.52


def build_facilities(parcels: Sequence[Parcel]) -> list[Facility]:
    """Build all facilities, by identifier; each stands on a parcel of its own."""
    dice = Dice("facilities")
    namer = Namer(Dice("facilities/names"))
    used: set[str] = set()
    chosen: list[tuple[Parcel, str, _Recipe]] = []
    for kind, recipe in _RECIPES.items():
        inside = round(recipe.count * IN_NEIGHBOURHOODS)
        for count, within in ((inside, True), (recipe.count - inside, False)):
            found = _grounds(parcels, recipe, used, count, dice, within=within)
            used |= {parcel.idu for parcel in found}
            chosen += [(parcel, kind, recipe) for parcel in found]
    numbers: dict[str, int] = {}
    facilities = []
    for parcel, kind, recipe in sorted(chosen, key=lambda item: item[0].idu):
        numbers[parcel.commune] = numbers.get(parcel.commune, 0) + 1
        facilities.append(
            Facility(
                id=f"EQ-{parcel.commune}-{numbers[parcel.commune]:03d}",
                name=namer.after(dice.pick(recipe.names), parcel.commune),
                kind=kind,
                commune=parcel.commune,
                place=point_in(parcel, dice),
            )
        )
    return facilities


def _grounds(
    parcels: Sequence[Parcel], recipe: _Recipe, used: set[str], count: int, dice: Dice, *, within: bool
) -> list[Parcel]:
    """Free parcels that suit, the best uses first, spread by chance."""
    free = [
        parcel
        for parcel in parcels
        if bool(parcel.site) == within
        and parcel.use in recipe.uses
        and parcel.outline.area >= recipe.least_m2
        and parcel.idu not in used
    ]
    weights = {use: place for place, use in enumerate(recipe.uses)}
    ranked = sorted((weights[parcel.use] + dice.uniform(0, 1.6), place) for place, parcel in enumerate(free))
    return [free[place] for _rank, place in ranked[:count]]
