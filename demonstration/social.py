"""Social actions: about 150, linked to operations and to neighbourhoods of both generations."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from demonstration.dice import Dice
from demonstration.evolution import CHANGES
from demonstration.facts import Commune
from demonstration.milestones import TODAY
from demonstration.operations import FLAGSHIP_ID, Operation
from programme.themes import Public, Theme

COUNT = 150
WITHOUT = frozenset({"QP092002", "QP092014", "QP092021", "OUT-92020"})
"""Sites without any social action: the program must show that too."""
HOLDERS = (
    "Association fictive La Passerelle",
    "Association fictive Les Ateliers du Mail",
    "Régie de quartier fictive de la Boucle",
    "Association fictive Tremplin des Coteaux",
    "Association fictive Graines de voisins",
    "Compagnie fictive du Méandre",
    "Club sportif fictif des Deux Rives",
    "Association fictive Un toit pour apprendre",
    "Centre social fictif du Verger",
    "Association fictive Cap Emploi de la Plaine",
    "Maison des femmes fictive des Alouettes",
    "Association fictive Santé pour tous",
    "Entreprise d’insertion fictive Les Jardins du Halage",
    "Association fictive Mémoire et paroles",
)
"""Invented associations."""


@dataclass(frozen=True, slots=True)
class SocialAction:
    """One social action, with the operations and neighbourhoods that it is linked to."""

    id: str
    name: str
    theme: Theme
    public: Public
    holder: str
    holder_siren: str | None
    commune: str | None
    start: dt.date | None
    end: dt.date | None
    requested_eur: Decimal | None
    granted_eur: Decimal | None
    hours_planned: int | None
    hours_done: int | None
    meetings: int | None
    results: str | None
    internal_comment: str | None
    operations: Sequence[str]
    neighbourhoods: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Kind:
    weight: int
    names: tuple[str, ...]
    publics: tuple[Public, ...]
    results: tuple[str, ...]


_KINDS: Mapping[Theme, _Kind] = {
    Theme.EMPLOYMENT: _Kind(
        26,
        ("Chantier d’insertion espaces verts", "Chantier d’insertion second œuvre",
        "Clauses d’insertion du chantier",
         "Atelier de recherche d’emploi", "Forum des métiers du bâtiment",
         "Préparation au permis de conduire"),
        (Public.JOBSEEKERS, Public.YOUTH, Public.WOMEN),
        ("{n} personnes accompagnées, dont plus d’un tiers en emploi ou en formation à six mois.",
         "{n} contrats signés sur le chantier."),
    ),
    Theme.EDUCATION: _Kind(
        22,
        ("Accompagnement à la scolarité", "Cours de français pour adultes", "Aide aux devoirs au collège",
        "Ateliers de lecture",
         "Coup de pouce numérique"),
        (Public.CHILDREN, Public.YOUTH, Public.FAMILIES),
        ("{n} enfants suivis toute l’année.", "Assiduité en hausse ; {n} familles reçues."),
    ),
    Theme.HEALTH: _Kind(
        13,
        ("Ateliers santé et alimentation", "Médiation vers le soin", "Marche du jeudi"),
        (Public.ALL, Public.WOMEN, Public.SENIORS),
        ("{n} bilans de santé proposés.",),
    ),
    Theme.CULTURE: _Kind(
        15,
        ("Fresque participative", "Atelier théâtre", "Mémoire du quartier", "Cinéma en plein air"),
        (Public.ALL, Public.YOUTH, Public.SENIORS),
        ("Restitution publique devant {n} spectateurs.",),
    ),
    Theme.SPORTS: _Kind(
        13,
        ("École de football", "Sport en pied d’immeuble", "Boxe éducative", "Apprentissage de la natation"),
        (Public.YOUTH, Public.CHILDREN, Public.WOMEN),
        ("{n} jeunes inscrits, dont la moitié de filles.",),
    ),
    Theme.CITIZENSHIP: _Kind(
        12,
        ("Conseil citoyen", "Accès aux droits", "Médiation pendant les travaux",
        "Permanence d’écrivain public"),
        (Public.ALL, Public.FAMILIES),
        ("{n} personnes reçues en permanence.",),
    ),
    Theme.LIVING_ENVIRONMENT: _Kind(
        19,
        ("Jardin partagé", "Chantier éducatif de printemps", "Atelier de réparation de vélos",
        "Nettoyage citoyen",
         "Diagnostic en marchant"),
        (Public.ALL, Public.YOUTH, Public.FAMILIES),
        ("{n} habitants ont pris part aux journées.",),
    ),
    Theme.CONSULTATION: _Kind(
        17,
        ("Atelier des habitants", "Maison du projet", "Concertation sur les espaces publics",
        "Balade urbaine"),
        (Public.ALL,),
        ("{n} contributions recueillies, synthèse publiée.",),
    ),
    Theme.REHOUSING_SUPPORT: _Kind(
        13,
        ("Accompagnement au relogement", "Visite des nouveaux logements", "Aide à l’installation"),
        (Public.FAMILIES, Public.SENIORS, Public.ALL),
        ("{n} ménages rencontrés ; souhaits recueillis.",),
    ),
}  # fmt: skip
_COMMENTS = (
    "Bilan financier à relancer.",
    "Porteur fragile : prévoir un acompte.",
    "Renouvellement à discuter au comité.",
)


def siren(place: int) -> str:
    """Nine digits that no body can have: zeros first, and a check digit that is wrong.

    Examples
    --------
    >>> siren(0)
    '000000100'
    """
    stem = f"{10 + place:08d}"
    doubled = [int(digit) * (2 if position % 2 else 1) for position, digit in enumerate(stem)]
    right = -sum(value // 10 + value % 10 for value in doubled) % 10
    return f"{stem}{(right + 1) % 10}"


def build_social_actions(operations: Sequence[Operation], communes: Sequence[Commune]) -> list[SocialAction]:
    """Build all social actions, by identifier."""
    names = {commune.insee: commune.name for commune in communes}
    bare = {operation.id for place, operation in enumerate(operations) if place % 5 == 3}
    places = [operation for operation in operations if operation.site not in WITHOUT]
    flagship = next(operation for operation in operations if operation.id == FLAGSHIP_ID)
    fixed = _flagship_actions(flagship)
    drawn = range(len(fixed) + 1, COUNT + 1)
    return [*fixed, *(_action(number, places, bare, names, Dice(f"social/{number}")) for number in drawn)]


def _flagship_actions(home: Operation) -> list[SocialAction]:
    """Three actions of the operation that the documentation shows."""
    works = SocialAction(
        id="AS-001",
        name="Chantier d’insertion espaces verts",
        theme=Theme.EMPLOYMENT,
        public=Public.JOBSEEKERS,
        holder=HOLDERS[2],
        holder_siren=siren(2),
        commune=home.commune,
        start=dt.date(2026, 3, 2),
        end=dt.date(2027, 2, 26),
        requested_eur=Decimal(36_000),
        granted_eur=Decimal(30_000),
        hours_planned=4_200,
        hours_done=1_150,
        meetings=None,
        results=None,
        internal_comment=None,
        operations=[home.id],
        neighbourhoods=_later(home.site),
    )
    mediation = replace(
        works,
        id="AS-002",
        name="Médiation pendant les travaux",
        theme=Theme.CITIZENSHIP,
        public=Public.ALL,
        holder=HOLDERS[0],
        holder_siren=siren(0),
        requested_eur=Decimal(18_000),
        granted_eur=Decimal(18_000),
        hours_planned=None,
        hours_done=None,
    )
    workshop = replace(
        mediation,
        id="AS-003",
        name="Atelier des habitants",
        theme=Theme.CONSULTATION,
        holder=HOLDERS[4],
        holder_siren=siren(4),
        requested_eur=Decimal(6_500),
        granted_eur=Decimal(6_500),
        meetings=3,
    )
    return [works, mediation, workshop]


def _later(site: str) -> list[str]:
    """Codes of the neighbourhoods of 2024 that come from a site."""
    return [code for code, change in CHANGES.items() if change.site == site]


def _action(
    number: int, places: Sequence[Operation], bare: set[str], names: Mapping[str, str], dice: Dice
) -> SocialAction:
    theme = dice.weighted([(theme, kind.weight) for theme, kind in _KINDS.items()])
    kind = _KINDS[theme]
    home = dice.pick(places)
    start = dt.date(dice.integer(2019, 2026), dice.pick((1, 2, 3, 9, 10)), 1)
    end = start + dt.timedelta(days=dice.pick((180, 303, 364, 729)))
    requested = Decimal(dice.integer(6, 90) * 500)
    granted = (
        None
        if start > TODAY
        else (requested * Decimal(dice.pick((60, 75, 80, 100, 100))) / 100).quantize(Decimal("0.01"))
    )
    planned = dice.integer(6, 60) * 100 if theme is Theme.EMPLOYMENT else None
    meets = theme in (Theme.CONSULTATION, Theme.CITIZENSHIP) or dice.chance(0.15)
    over = end < TODAY
    share = dice.uniform(0.75, 1.15) if over else dice.uniform(0.1, 0.7)
    holder = dice.pick(HOLDERS)
    linked = _linked(home, places, bare, dice)
    return SocialAction(
        id=f"AS-{number:03d}",
        name=f"{dice.pick(kind.names)}, {names[home.commune]}"
        if dice.chance(0.35)
        else dice.pick(kind.names),
        theme=theme,
        public=dice.pick(kind.publics),
        holder=holder,
        holder_siren=None if dice.chance(0.08) else siren(HOLDERS.index(holder)),
        commune=None if dice.chance(0.06) else home.commune,
        start=start,
        end=None if dice.chance(0.05) else end,
        requested_eur=requested,
        granted_eur=granted,
        hours_planned=planned,
        hours_done=round(planned * share) if planned is not None and start < TODAY else None,
        meetings=dice.integer(1, 9) if meets else None,
        results=dice.pick(kind.results).format(n=dice.integer(12, 96)) if over and dice.chance(0.8) else None,
        internal_comment=dice.pick(_COMMENTS) if dice.chance(0.15) else None,
        operations=linked,
        neighbourhoods=_neighbourhoods(home, start, dice),
    )


def _linked(home: Operation, places: Sequence[Operation], bare: set[str], dice: Dice) -> list[str]:
    """Operations of the same site that the action goes with; one in six goes with none."""
    if dice.chance(0.16):
        return []
    near = [operation.id for operation in places if operation.site == home.site and operation.id not in bare]
    chosen = [home.id] if home.id not in bare else []
    if dice.chance(0.35):
        chosen += dice.sample([other for other in near if other != home.id], 1)
    return sorted(chosen)


def _neighbourhoods(home: Operation, start: dt.date, dice: Dice) -> list[str]:
    """Neighbourhood of the home site, of the generation in force at the start; some name both, some none."""
    later = _later(home.site)
    earlier = [home.site] if home.site.startswith("QP") else []
    if dice.chance(0.1):
        return []
    if start.year < 2024:
        return earlier
    return later + earlier if dice.chance(0.2) else later or earlier
