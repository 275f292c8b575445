"""Words of the operations: owners, descriptions, and French grammar around names."""

from demonstration.dice import Dice
from demonstration.naming import PLACES, PLANTS

DEVELOPERS = (
    "Aménageur fictif des Deux Rives",
    "Société fictive d’aménagement du Méandre",
    "Foncière fictive des Coteaux",
)
CONTACTS = (
    "Cheffe de projet renouvellement urbain",
    "Chef de projet renouvellement urbain",
    "Responsable de la maîtrise d’ouvrage",
    "Chargée d’opérations",
    "Chargé d’opérations",
    "Direction de l’aménagement",
    "Direction du patrimoine",
)
FLAGSHIP_NAME = "Résidentialisation des tours du Parc"
DESCRIPTIONS = {
    "14": "Étude préalable : diagnostic, scénarios d’aménagement et phasage. Opération fictive.",
    "15": "Accompagnement des ménages dont le logement est démoli. Opération fictive.",
    "16": "Équipe de conduite de projet, études de suivi et communication. Opération fictive.",
    "21": "Démolition de {units} logements sociaux après relogement. Opération fictive.",
    "22": "Acquisition et recyclage de lots d’une copropriété en difficulté. Opération fictive.",
    "23": "Acquisition et recyclage de bâtiments anciens dégradés. Opération fictive.",
    "24": "Voiries, réseaux, espaces publics et plantations du secteur. Opération fictive.",
    "31": "Construction de {units} logements sociaux en reconstitution de l’offre. Opération fictive.",
    "33": "Rénovation énergétique et remise aux normes de {units} logements. Opération fictive.",
    "34": "Halls, pieds d’immeubles, clôtures et plantations pour {units} logements. Opération fictive.",
    "35": "Achat provisoire de lots d’une copropriété fragile en vue de son redressement. Opération fictive.",
    "36": "Logements en accession maîtrisée pour diversifier l’offre. Opération fictive.",
    "37": "Équipement public de proximité ouvert à tous les habitants {commune}. Opération fictive.",
    "38": "Locaux d’activité et de commerce en rez-de-chaussée. Opération fictive.",
    "39": "Aménagements légers et gestion de proximité avec les habitants. Opération fictive.",
}
"""By family."""
COMMENTS = (
    "Attendre l’accord du conseil d’administration avant de communiquer.",
    "Le montant demandé à la Région sera revu à la baisse.",
    "Acquisition amiable en cours ; prix non public.",
    "Retard du désamiantage, surcoût à confirmer.",
    "Recours gracieux reçu ; réponse à préparer.",
    "Négociation en cours avec les commerçants.",
)


def of_commune(name: str) -> str:
    """Name of a commune after « de ».

    Examples
    --------
    >>> of_commune("Antony"), of_commune("Clichy"), of_commune("Le Plessis-Robinson")
    ('d’Antony', 'de Clichy', 'du Plessis-Robinson')
    """
    if name.startswith("Le "):
        return f"du {name[3:]}"
    return f"d’{name}" if name[0] in "AEIOUÉ" else f"de {name}"


def of_residence(name: str) -> str:
    """Name of a residence after « de ».

    Examples
    --------
    >>> of_residence("Résidence des Lilas"), of_residence("Ensemble du Mail")
    ('de la résidence des Lilas', 'de l’ensemble du Mail')
    """
    kind, rest = name.split(" ", 1)
    return f"de l’ensemble {rest}" if kind == "Ensemble" else f"de la {kind.lower()} {rest}"


def invented_place(dice: Dice) -> str:
    """Draw the name of a place with its article, such as ``des Tilleuls``."""
    return dice.pick([f"des {dice.pick(PLANTS)}", f"des {dice.pick(PLANTS)}", dice.pick(PLACES)])
