"""Small numbers of persons outside the evaluation: in a column of counts, and in what people wrote."""

import re

from programme.cells import known
from programme.evaluation.suppression import PERSONS

_WORDS = "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|seven|eight|nine|ten"
_THINGS = (
    r"%|‰|€|h\b|m²|ha\b|km\b|"
    r"(?:mois|ans?|années?|jours?|journées?|semaines?|heures?|minutes?|trimestres?|séances?|réunions?|ateliers?|"
    r"rencontres?|balades?|visites?|fêtes?|spectacles?|expositions?|fresques?|jardins?|arbres?|halls?|rues?|"
    r"euros?|mètres?|hectares?|months?|years?|days?|weeks?|hours?|meetings?|sessions?|workshops?)\b"
)
_SMALL = re.compile(
    rf"(?<![\w.,/-])(?<!\d[ \u00a0\u202f])(?:[1-9]|10|{_WORDS})(?![\w/-])(?![.,\u00a0\u202f ]?\d)(?!\s*(?:{_THINGS}))",
    re.IGNORECASE,
)


def small_count(value: object) -> bool:
    """Whether a number of persons is too small to be published; a zero tells of nobody.

    Examples
    --------
    >>> [small_count(value) for value in (0, 1, 10, 11, None)]
    [False, True, True, False, False]
    """
    number = known(value)
    return number is not None and 0 < number < PERSONS


def tells_small_count(text: object) -> bool:
    """Whether a text has a number under eleven that may be one of persons: any but of time, meetings and the like.

    Examples
    --------
    >>> tells_small_count("7 familles relogées"), tells_small_count("Trois personnes reçues")
    (True, True)
    >>> tells_small_count("86 personnes accompagnées en 6 mois, 1 200 heures, le 3/04/2026"), tells_small_count(None)
    (False, False)
    """
    words = known(text)
    return words is not None and _SMALL.search(str(words)) is not None
