"""Invented names: plants, birds, places and trades, never a person."""

from demonstration.dice import Dice

PLANTS = (
    "Acacias", "Alisiers", "Amandiers", "Aubépines", "Aulnes", "Bleuets", "Bouleaux", "Bruyères",
    "Camélias", "Capucines", "Cèdres", "Cerisiers", "Charmes", "Châtaigniers", "Chênes", "Coquelicots",
    "Cytises", "Églantiers", "Érables", "Fougères", "Frênes", "Genêts", "Glycines", "Hêtres", "Houx",
    "Iris", "Jonquilles", "Lauriers", "Lilas", "Magnolias", "Marronniers", "Mélèzes", "Merisiers",
    "Mûriers", "Noisetiers", "Noyers", "Ormes", "Pâquerettes", "Pervenches", "Peupliers", "Pins",
    "Platanes", "Pommiers", "Primevères", "Roseaux", "Saules", "Sorbiers", "Sureaux", "Tamaris",
    "Tilleuls", "Trembles", "Troènes", "Tulipes", "Violettes",
)  # fmt: skip
BIRDS = (
    "Alouettes", "Bergeronnettes", "Bouvreuils", "Chardonnerets", "Cigognes", "Colombes", "Fauvettes",
    "Grives", "Hérons", "Hirondelles", "Loriots", "Martinets", "Merles", "Mésanges", "Moineaux", "Pinsons",
    "Roitelets", "Rossignols", "Rouges-gorges", "Sarcelles", "Tourterelles", "Verdiers",
)  # fmt: skip
PLACES = (
    "de la Boucle", "du Belvédère", "des Berges", "du Canal", "du Carreau", "de la Clairière", "du Clos",
    "de la Colline", "des Coteaux", "du Coudrier", "de l’Écluse", "de l’Étang", "de la Fontaine",
    "des Garennes", "de la Grange", "du Halage", "des Jardins", "de la Lisière", "du Mail",
    "des Maraîchers", "du Méandre", "du Moulin", "de l’Orée", "du Passage", "de la Passerelle",
    "de la Plaine", "de la Prairie", "du Quai", "des Quatre-Vents", "de la Source", "des Tanneurs",
    "du Vallon", "du Verger", "des Vignes", "du Viaduc",
)  # fmt: skip
LANDLORDS = (
    "Office fictif de la Boucle",
    "Habitat fictif des Coteaux",
    "Toit fictif de la Seine",
    "Foyers fictifs du Méandre",
    "Société fictive Bel Horizon",
    "Coopérative fictive du Verger",
    "Logis fictif des Deux Rives",
    "Régie fictive de la Plaine",
)
"""Social landlords; each says of itself that it is invented."""


class Namer:
    """Gives each name once.

    Parameters
    ----------
    dice
        Draws of the names.
    """

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._given: set[tuple[str, str]] = set()

    def after(self, kind: str, scope: str) -> str:
        """Name such as ``Résidence des Tilleuls``, unlike the others of its scope (a commune).

        Where chance has used them up, names get a number.
        """
        for _try in range(60):
            name = f"{kind} {self._ending()}"
            if (scope, name) not in self._given:
                self._given.add((scope, name))
                return name
        number = 2
        while (scope, f"{name} {number}") in self._given:
            number += 1
        self._given.add((scope, f"{name} {number}"))
        return f"{name} {number}"

    def _ending(self) -> str:
        draw = self._dice.uniform(0, 1)
        if draw < 0.5:
            return f"des {self._dice.pick(PLANTS)}"
        if draw < 0.72:
            return f"des {self._dice.pick(BIRDS)}"
        return self._dice.pick(PLACES)
