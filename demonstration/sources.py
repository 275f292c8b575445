"""Pages that say where each part of the demonstration comes from, written beside the data."""

from collections.abc import Mapping

_LICENCE = "Licence Ouverte 2.0"
_HEAD = """# {title}

Données de démonstration. {note}

| | |
| --- | --- |
| Fichiers | {files} |
| Entités | {count} |
| Projection | {crs} |
| Codage | UTF-8 |
| Date des données | 2 novembre 2026 |
| Licence | {licence} |
| Champ `FICTIF` | {mark} |

{text}
"""
_INVENTED = (
    "**Données fictives** : inventées par le générateur `demonstration/`, elles ne décrivent rien de réel."
)


def _page(title: str, note: str, key: str, count: int, mark: str, text: str) -> str:
    return _HEAD.format(
        title=title,
        note=note,
        files=f"`{key}.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`",
        count=count,
        crs="RGF93 / Lambert-93 (EPSG:2154)",
        licence=_LICENCE,
        mark=mark,
        text=text,
    )


def layer_pages(counts: Mapping[str, int]) -> dict[str, str]:
    """Text of ``SOURCE.md`` by layer key.

    Parameters
    ----------
    counts
        Number of features by layer key.
    """
    return {
        "communes": _page(
            "Communes des Hauts-de-Seine",
            "Noms, codes et chiffres réels ; contours généralisés.",
            "communes",
            counts["communes"],
            "0 : rien n’est inventé.",
            "Contours : IGN, Admin Express, généralisés (les communes voisines partagent leurs sommets).\n"
            "Codes, noms, superficies, populations de 2011 : INSEE.",
        ),
        "parcels": _page(
            "Parcelles",
            _INVENTED,
            "parcels",
            counts["parcels"],
            "1 partout.",
            "Identifiants au format du plan cadastral (code INSEE, préfixe 000, section, numéro) : "
            "ils sont valides\n"
            "par leur forme et ne désignent aucune parcelle réelle. La contenance diffère de la "
            "surface dessinée de\n"
            "2 % au plus.",
        ),
        "neighbourhoods_2015": _page(
            "Quartiers prioritaires 2015",
            "Codes, noms, communes et populations réels ; **contours fictifs**, reconstitués.",
            "neighbourhoods_2015",
            counts["neighbourhoods_2015"],
            "1 partout : le contour est inventé ; `APPROX` vaut 1 aussi.",
            "Décret n° 2014-1750 ; ANCT et INSEE (population 2013). Chaque contour a la position, la "
            "surface et le\n"
            "rectangle englobant (longueur, largeur, orientation) du quartier réel ; sa forme est "
            "inventée et suit les\n"
            "parcelles fictives. Ne pas s’en servir pour dire si une adresse est dans un quartier.",
        ),
        "neighbourhoods_2024": _page(
            "Quartiers prioritaires 2024",
            "Codes, noms et communes réels ; **contours approximatifs et fictifs**.",
            "neighbourhoods_2024",
            counts["neighbourhoods_2024"],
            "1 partout : contour et population sont inventés ; `APPROX` vaut 1 aussi.",
            "Décret n° 2023-1314 ; ANCT. Les contours partent de ceux, fictifs, de 2015 : inchangés "
            "quand le code finit\n"
            "par I, avec des îlots entrés ou sortis quand il finit par M. « Secteur Anatole France » "
            "(N) et les quartiers\n"
            "dont le nom a changé sont placés dans leur commune sans que leur position réelle soit "
            "connue ici.\n"
            "Population : celle de 2013 au prorata des surfaces.",
        ),
        "housing": _page(
            "Logements sociaux",
            _INVENTED,
            "housing",
            counts["housing"],
            "1 partout.",
            "Résidences, bailleurs, logements, années, financements et classes énergie sont inventés.",
        ),
        "facilities": _page(
            "Équipements publics",
            _INVENTED,
            "facilities",
            counts["facilities"],
            "1 partout.",
            "Noms de plantes, d’oiseaux et de lieux : aucun ne désigne un équipement réel.",
        ),
    }


def programme_page(counts: Mapping[str, int]) -> str:
    """Text of ``SOURCE.md`` of the programme's tables.

    Parameters
    ----------
    counts
        Number of rows by table.
    """
    rows = "\n".join(f"| `{name}.csv` | {count} |" for name, count in counts.items())
    return f"""# Programme de démonstration

{_INVENTED}

| Table | Lignes |
| --- | --- |
{rows}

UTF-8, virgule, dates ISO, point décimal, vide pour inconnu, `true` et `false`.
Chaque ligne porte `fictitious = true`. Date des données : 2 novembre 2026. Licence : {_LICENCE}.

* Les opérations, leurs emprises, leurs dates, leurs coûts, leurs financements et les actions sociales sont
  inventés, même lorsqu’une commune, un EPT, le Département, l’État, l’ANRU ou un autre financeur y est nommé.
* Les bailleurs, aménageurs et associations portent le mot « fictif » dans leur nom. Leurs numéros SIREN
  commencent par des zéros et leur clé de contrôle est fausse : aucun organisme ne peut les porter.
* Les décisions d’attribution de subvention (`DAS-…`, `CP-…`, `CR-…`), les conventions, les montants par semestre
  et les exceptions aux règles sont inventés.
* Les sites prioritaires (« Site fictif … ») sont inventés : aucun ne désigne un site réel, passé ou présent.
* Les ménages, les heures, les réunions et les contributions sont des nombres inventés.
* Les cibles des indicateurs (« Programme d’évaluation fictif ») et les valeurs conservées de 2025 sont inventées.
* Aucune personne n’est nommée.
"""
