"""What an operation of each family is like: size, owner, price, money. All figures are invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from programme.steps import FundingKind


class Ground(StrEnum):
    """What the footprint of an operation is made of."""

    PARCELS = "parcels"
    """Whole parcels that touch, or with a part of one."""
    BUILDING = "building"
    """The ground of one building, across one or two parcels."""
    BLOCKS = "blocks"
    """Blocks with the streets between."""
    SITE = "site"
    """The whole neighbourhood, or one side of it."""


class Owner(StrEnum):
    """Who may own an operation."""

    COMMUNE = "commune"
    EPT = "ept"
    LANDLORD = "landlord"
    DEPARTMENT = "department"
    STATE = "state"
    DEVELOPER = "developer"


@dataclass(frozen=True, slots=True)
class Share:
    """A funder's usual share of an operation's cost."""

    funder: str
    kind: FundingKind
    share: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """An operation of one family.

    Attributes
    ----------
    count
        How many there are.
    names
        Sentences; ``{place}`` is an invented place name such as ``des Tilleuls``, ``{of}`` a residence on its
        parcels, such as ``de la résidence des Lilas``, ``{units}`` a number of dwellings.
    owners
        Who owns them, with weights.
    ground, uses
        What the footprint is made of, and what stands on its parcels.
    parcels
        Fewest and most parcels.
    outside, partial
        How often it lies outside its neighbourhood, and how often it takes part of a parcel only.
    dwellings
        Column of the operations table that its dwellings count in; None for none.
    units
        Fewest and most dwellings.
    price
        Lowest and highest cost in euros, tax excluded: by dwelling where it has dwellings, otherwise in all.
    tax
        Usual VAT.
    plan
        Usual funding plan; shares add up to 1, the last line takes what is left.
    """

    count: int
    names: tuple[str, ...]
    owners: tuple[tuple[Owner, float], ...]
    ground: Ground
    uses: tuple[str, ...]
    parcels: tuple[int, int]
    outside: float
    partial: float
    dwellings: str | None
    units: tuple[int, int]
    price: tuple[int, int]
    tax: str
    plan: tuple[Share, ...]


def _subsidy(funder: str, share: float) -> Share:
    return Share(funder, FundingKind.SUBSIDY, share)


def _loan(funder: str, share: float) -> Share:
    return Share(funder, FundingKind.LOAN, share)


def _own(funder: str, share: float) -> Share:
    return Share(funder, FundingKind.OWN_FUNDS, share)


OWN = "owner"
"""Stands for the funder that the project owner is: its own funds close the plan."""

RECIPES: Mapping[str, Recipe] = {
    "14": Recipe(
        4,
        ("Étude urbaine du secteur {place}", "Étude de programmation {place}",
        "Étude de stratégie patrimoniale {place}"),
        ((Owner.EPT, 2), (Owner.COMMUNE, 1), (Owner.STATE, 1)),
        Ground.SITE, (), (0, 0), 0, 0, None, (0, 0), (80_000, 400_000), "0.20",
        (_subsidy("anru", 0.45), _subsidy("cdc", 0.15), _own(OWN, 0.4)),
    ),
    "15": Recipe(
        3,
        ("Relogement des ménages {of}",),
        ((Owner.LANDLORD, 1),),
        Ground.PARCELS, ("slab",), (1, 2), 0, 0, None, (0, 0), (220_000, 900_000), "0.20",
        (_subsidy("anru", 0.4), _subsidy("departement", 0.1), _own(OWN, 0.5)),
    ),
    "16": Recipe(
        3,
        ("Conduite du projet {place}", "Assistance à la conduite du projet {place}"),
        ((Owner.EPT, 2), (Owner.COMMUNE, 1)),
        Ground.SITE, (), (0, 0), 0, 0, None, (0, 0), (180_000, 640_000), "0.20",
        (_subsidy("anru", 0.48), _subsidy("etat", 0.12), _own(OWN, 0.4)),
    ),
    "21": Recipe(
        7,
        ("Démolition partielle {of}", "Démolition d’un bâtiment {of}"),
        ((Owner.LANDLORD, 1),),
        Ground.BUILDING, ("slab",), (1, 2), 0, 1, "dwellings_demolished", (36, 190), (21_000, 29_000), "0.20",
        (_subsidy("anru", 0.72), _loan("action-logement", 0.1), _own(OWN, 0.18)),
    ),
    "22": Recipe(
        2,
        ("Recyclage de la copropriété {place}",),
        ((Owner.DEVELOPER, 2), (Owner.EPT, 1)),
        Ground.PARCELS, ("building",), (2, 4), 0.5, 0.2, None, (0, 0), (2_000_000, 7_000_000), "0.20",
        (_subsidy("anru", 0.5), _subsidy("region", 0.1), _subsidy("ept", 0.15), _subsidy("commune", 0.1),
        _own(OWN, 0.15)),
    ),
    "23": Recipe(
        3,
        ("Résorption de l’habitat ancien, îlot {place}", "Recyclage de l’îlot {place}"),
        ((Owner.DEVELOPER, 2), (Owner.COMMUNE, 1)),
        Ground.PARCELS, ("house", "building"), (5, 9), 0.85, 0.3, None, (0, 0), (1_500_000, 6_000_000),
        "0.20",
        (_subsidy("anru", 0.4), _subsidy("region", 0.15), _subsidy("departement", 0.15), _subsidy("ept",
        0.08), _own(OWN, 0.22)),
    ),
    "24": Recipe(
        6,
        ("Aménagement d’ensemble du secteur {place}", "Espaces publics du quartier {place}",
        "Prolongement du mail et voiries {place}"),
        ((Owner.COMMUNE, 2), (Owner.EPT, 2)),
        Ground.BLOCKS, (), (1, 3), 0.1, 0.35, None, (0, 0), (4_000_000, 25_000_000), "0.20",
        (
            _subsidy("anru", 0.34), _subsidy("region", 0.16), _subsidy("departement", 0.14),
            _subsidy("feder", 0.05),
            _subsidy("etat", 0.06), _own(OWN, 0.25),
        ),
    ),
    "31": Recipe(
        7,
        ("Reconstitution de {units} logements, site {place}", "Reconstitution de l’offre sociale {place}"),
        ((Owner.LANDLORD, 1),),
        Ground.PARCELS, ("building",), (1, 3), 0.65, 0.25, "dwellings_rebuilt", (24, 96), (148_000, 186_000),
        "0.055",
        (
            _loan("cdc", 0.56), _subsidy("anru", 0.08), _loan("action-logement", 0.1), _subsidy("region",
            0.04),
            _subsidy("departement", 0.05), _own(OWN, 0.17),
        ),
    ),
    "33": Recipe(
        8,
        ("Requalification {of}", "Réhabilitation thermique {of}"),
        ((Owner.LANDLORD, 1),),
        Ground.PARCELS, ("slab",), (1, 2), 0.05, 0.3, "dwellings_requalified", (48, 260), (36_000, 58_000),
        "0.055",
        (
            _loan("cdc", 0.4), _subsidy("anru", 0.2), _subsidy("departement", 0.08), _subsidy("region", 0.06),
            _subsidy("feder", 0.04), _own(OWN, 0.22),
        ),
    ),
    "34": Recipe(
        10,
        ("Résidentialisation {of}", "Résidentialisation des abords {of}"),
        ((Owner.LANDLORD, 1),),
        Ground.PARCELS, ("slab", "small"), (1, 4), 0, 0.35, "dwellings_residentialised", (60, 310), (6_000,
        11_500), "0.10",
        (
            _subsidy("anru", 0.4), _subsidy("departement", 0.13), _subsidy("region", 0.12),
            _loan("action-logement", 0.15),
            _own(OWN, 0.2),
        ),
    ),
    "35": Recipe(
        2,
        ("Portage de lots, copropriété {place}",),
        ((Owner.EPT, 1), (Owner.DEVELOPER, 1)),
        Ground.PARCELS, ("building",), (1, 1), 0.5, 0, None, (0, 0), (400_000, 1_800_000), "0.20",
        (_subsidy("anru", 0.4), _subsidy("commune", 0.2), _loan("cdc", 0.1), _own(OWN, 0.3)),
    ),
    "36": Recipe(
        3,
        ("Accession à la propriété, îlot {place}",),
        ((Owner.DEVELOPER, 2), (Owner.LANDLORD, 1)),
        Ground.PARCELS, ("building", "slab"), (1, 2), 0.45, 0.5, None, (0, 0), (3_000_000, 9_500_000),
        "0.055",
        (_subsidy("anru", 0.05), _subsidy("region", 0.05), _loan("action-logement", 0.15), _own(OWN, 0.75)),
    ),
    "37": Recipe(
        8,
        ("Reconstruction du groupe scolaire {place}", "Construction de la crèche {place}",
        "Restructuration du gymnase {place}", "Médiathèque {place}", "Centre social {place}",
        "Maison de santé {place}"),
        ((Owner.COMMUNE, 5), (Owner.DEPARTMENT, 1)),
        Ground.PARCELS, ("school", "small", "slab", "works", "building"), (1, 2), 0.25, 0.3, None, (0, 0),
        (2_200_000, 8_600_000), "0.20",
        (
            _subsidy("anru", 0.24), _subsidy("etat", 0.12), _subsidy("region", 0.14), _subsidy("departement",
            0.16),
            _subsidy("feder", 0.06), _own(OWN, 0.28),
        ),
    ),
    "38": Recipe(
        2,
        ("Pôle artisanal {place}", "Restructuration du centre commercial {place}"),
        ((Owner.EPT, 1), (Owner.DEVELOPER, 1)),
        Ground.PARCELS, ("works", "small", "slab"), (1, 2), 0.5, 0.4, None, (0, 0), (1_200_000, 6_400_000),
        "0.20",
        (
            _subsidy("anru", 0.2), _subsidy("region", 0.15), _subsidy("feder", 0.12), _loan("cdc", 0.2),
            _own(OWN, 0.33),
        ),
    ),
    "39": Recipe(
        2,
        ("Jardins partagés {place}", "Gestion urbaine de proximité {place}"),
        ((Owner.COMMUNE, 1), (Owner.LANDLORD, 1)),
        Ground.PARCELS, ("park", "small", "slab"), (1, 2), 0, 0.2, None, (0, 0), (160_000, 1_400_000), "0.20",
        (_subsidy("etat", 0.3), _subsidy("departement", 0.2), _own(OWN, 0.5)),
    ),
}  # fmt: skip
"""By family code."""
SCHOOL_PRICE = (8_000_000, 18_000_000)
"""A school costs more than the other facilities of its family."""
