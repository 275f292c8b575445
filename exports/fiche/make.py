"""A fact sheet: few pages A4 on an operation, a neighbourhood or a commune, tagged for screen readers."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.formats import date
from core.languages import _, current_language
from core.languages import language as speaking
from core.settings import Settings
from exports.fiche.budget import BUDGETS, LARGER_MAPS_MM, MOST_PAGES, MOST_PAGES_OF_A_PLACE, TABLES, Budget
from exports.fiche.maps import Maps
from exports.fiche.operation import operation_values
from exports.fiche.place import commune_values, neighbourhood_values
from exports.fiche.sources import sources_block
from exports.fiche.subject import FicheKind, FicheSubject, fiche_subject
from exports.typesetting import Typeset, compact, typeset
from gis.writing import file_name
from layers.registry import LAYERS
from programme.visibility import PARTNERS
from programme.world import GENERATIONS, World

_LONGEST_TEXT = 1_200
"""A description may be long; what is longer is cut."""
TEMPLATE = Path(__file__).resolve().parent / "fiche.typ"


def fiche(
    subject: str,
    world: World,
    settings: Settings,
    *,
    language: str | None = None,
    at: dt.datetime | None = None,
    numbered: bool = True,
    larger_maps: bool = True,
) -> bytes:
    """Make a fact sheet.

    Parameters
    ----------
    subject
        ``operation:ID``, ``neighbourhood:CODE`` or ``commune:INSEE``.
    world
        As its readers may see it: what is not in it is not printed, and leaves no empty place.
    settings
        Of the installation.
    language
        ``fr`` or ``en``; None for the one in force.
    at
        Moment that it bears, with a time zone; None: now.
    numbered
        False: its pages bear no numbers, since those of an atlas are put on them.
    larger_maps
        Whether its maps grow into the room that is left, for which they are drawn once more.

    Returns
    -------
    PDF/UA-1, A4, at most two pages, three for a place: long tables are cut until it is so, and say how much they leave
    out.

    Raises
    ------
    NoFicheError, ExtentError
        The subject names nothing that this reader knows.
    """
    moment = at or dt.datetime.now(dt.UTC)
    with speaking(language or current_language()):
        about = fiche_subject(subject, world)
        maps = Maps(world, settings)
        most = MOST_PAGES if about.kind is FicheKind.OPERATION else MOST_PAGES_OF_A_PLACE

        def tried(budget: Budget) -> Typeset:
            values = content(about, maps, budget, moment, numbered=numbered)
            return typeset(TEMPLATE, values, moment, longest=_LONGEST_TEXT)

        made, budget = _fitting(tried, most)
        return compact((_with_larger_maps(tried, made, budget) if larger_maps else made).content)


def _fitting(tried: Callable[[Budget], Typeset], most: int) -> tuple[Typeset, Budget]:
    """Take the most that fits on the pages: the first budget, or else the one that halving the others finds."""
    made = tried(BUDGETS[0])
    if made.pages <= most:
        return made, BUDGETS[0]
    low, high = 1, len(BUDGETS) - 1
    best, place = made, high
    while low <= high:
        middle = (low + high) // 2
        made = tried(BUDGETS[middle])
        if made.pages <= most:
            best, place, high = made, middle, middle - 1
        else:
            low = middle + 1
    return _filled(tried, most, best, place)


def _filled(
    tried: Callable[[Budget], Typeset], most: int, best: Typeset, place: int
) -> tuple[Typeset, Budget]:
    """Let one table after the other be as long as in the budget before, as far as the pages hold it."""
    budget, before = BUDGETS[place], BUDGETS[place - 1]
    for table in TABLES:
        longer = replace(budget, **{table: getattr(before, table)})
        made = tried(longer)
        if made.pages <= most:
            best, budget = made, longer
    return best, budget


def _with_larger_maps(tried: Callable[[Budget], Typeset], best: Typeset, budget: Budget) -> Typeset:
    """Let the maps have the room that is left at the foot of their page."""
    for more_mm in LARGER_MAPS_MM:
        made = tried(replace(budget, map_mm=budget.map_mm + more_mm))
        if made.pages <= best.pages:
            return made
    return best


def content(
    subject: FicheSubject, maps: Maps, budget: Budget, at: dt.datetime, *, numbered: bool = True
) -> dict[str, Any]:
    """Put a fact sheet into words and figures, in the language in force.

    Parameters
    ----------
    subject
        What it is about.
    maps
        Draws its maps, and knows the world and the settings.
    budget
        How much is printed.
    at
        Moment that it bears.
    numbered
        Whether its pages bear numbers.
    """
    world, settings = maps.world, maps.settings
    values = _values(subject, maps, budget, at.date())
    fictitious = bool(values.pop("fictitious")) or settings.installation.fictitious
    internal = world.role in PARTNERS
    return {
        **values,
        "language": current_language(),
        "installation": settings.installation.name,
        "fictitious": _("Demonstration data, fictitious") if fictitious else None,
        "audience": _("Working document, for partners only") if internal else None,
        "made": _("Made on {day}").format(day=date(at.date())),
        "page": _("page {page} of {pages}") if numbered else None,
        "blocks": [*values["blocks"], sources_block(world, _layers(subject))],
    }


def fiche_file_name(subject: str, world: World) -> str:
    """Name of the file of a fact sheet, such as ``fiche-operation-92050-014.pdf``.

    Raises
    ------
    NoFicheError, ExtentError
        The subject names nothing that this reader knows.
    """
    about = fiche_subject(subject, world)
    words = {
        FicheKind.OPERATION: _("operation"),
        FicheKind.NEIGHBOURHOOD: _("neighbourhood"),
        FicheKind.COMMUNE: _("commune"),
    }
    return file_name("-".join((_("fact-sheet"), words[about.kind], about.code))) + ".pdf"


def _layers(subject: FicheSubject) -> tuple[str, ...]:
    """Layers that a fact sheet tells of: of two generations of neighbourhoods the one that it is about."""
    left = {
        FicheKind.OPERATION: (),
        FicheKind.NEIGHBOURHOOD: ("parcels", *(key for key in GENERATIONS if key != subject.generation)),
        FicheKind.COMMUNE: ("parcels",),
    }[subject.kind]
    return tuple(key for key in LAYERS if key not in left)


def _values(subject: FicheSubject, maps: Maps, budget: Budget, day: dt.date) -> dict[str, Any]:
    world, settings = maps.world, maps.settings
    if subject.kind is FicheKind.OPERATION:
        return operation_values(world, settings, subject.code, budget, day, maps)
    if subject.kind is FicheKind.NEIGHBOURHOOD and subject.generation is not None:
        return neighbourhood_values(world, settings, subject.generation, subject.code, budget, maps)
    return commune_values(world, subject.code, budget, maps)
