"""What surrounds the parts of an atlas: cover, contents, pages held free for them, and what could not be made."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from core.formats import date, number
from core.languages import N_, _, current_language, plural
from core.settings import Settings
from exports.atlas.request import AtlasRequest, By, Fault, Subject
from exports.fiche.maps import picture
from exports.typesetting import Typeset, typeset
from layers.registry import LAYERS
from maps.sheet.drawing import draw
from maps.sheet.extent import ExtentError, parse_extent
from maps.sheet.request import MapRequest
from programme.visibility import PARTNERS
from programme.world import World

TEMPLATE = Path(__file__).resolve().parent / "atlas.typ"

_TITLES: Mapping[By, str] = {
    By.COMMUNE: N_("Atlas of the communes"),
    By.NEIGHBOURHOOD: N_("Atlas of the priority neighbourhoods"),
    By.SITE: N_("Atlas of the priority sites"),
    By.EPT: N_("Atlas of the inter-municipal territories"),
    By.OPERATION: N_("Atlas of the operations"),
}
_COVER: Mapping[By, tuple[str, ...]] = {
    By.NEIGHBOURHOOD: ("communes", "neighbourhoods_2024"),
    By.SITE: ("communes", "neighbourhoods_2024", "operations"),
    By.OPERATION: ("communes", "operations"),
}
"""Layers of the map on the cover; of communes alone for another one."""
_POINTS_A_MM = 72 / 25.4
_A4_MM = (210.0, 297.0)
_STANDING_SHARE, _LYING_SHARE, _MARGIN_MM = 0.52, 0.44, 18.0
"""Height of the map on the cover, of the page."""
_LONGEST_SENTENCE = 1_000
_FICHE_RIGHT_MM, _FICHE_BOTTOM_MM, _FICHE_POINTS = 14.0, 7.3, 6.8
_SHEET_EDGE, _SHEET_POINTS = 0.042, 6.5
"""White edge of a sheet, of its shorter side; and size of a number on one of A4."""


@dataclass(frozen=True, slots=True)
class Around:
    """What an atlas is set from, beside its parts.

    Attributes
    ----------
    request
        What is wanted.
    world, settings
        Of the cover and its map.
    at
        Moment that it bears.
    subjects
        All that were wanted, in their order.
    sizes
        For each that was made, width and height of its pages in points.
    faults
        Of those that were not.
    """

    request: AtlasRequest
    world: World
    settings: Settings
    at: dt.datetime
    subjects: Sequence[Subject]
    sizes: Mapping[Subject, Sequence[tuple[float, float]]]
    faults: Sequence[Fault]


def atlas_title(request: AtlasRequest) -> str:
    """Title on the cover, in the language in force."""
    return request.title.strip() or _(_TITLES[request.by])


def front(around: Around, *, names: Mapping[Subject, str] | None = None) -> Typeset:
    """Set cover, contents and the list of faults.

    Parameters
    ----------
    around
        What they are set from.
    names
        Names of the files of the parts, where each is one: the contents then names them instead of pages, and no page
        is held free. None: pages are held free for the parts.

    Returns
    -------
    Told are ``pages``, how many there are, and ``first``, the number of the first that is held free (0 for none).
    """
    return typeset(TEMPLATE, _values(around, names), around.at, longest=_LONGEST_SENTENCE)


def _values(around: Around, names: Mapping[Subject, str] | None) -> dict[str, Any]:
    width, height = _page_mm(around)
    made = [subject for subject in around.subjects if subject in around.sizes]
    return {
        "language": current_language(),
        "title": atlas_title(around.request),
        "under": _counted(around.request.by, len(made)),
        "installation": around.settings.installation.name,
        "fictitious": _("Demonstration data, fictitious") if _fictitious(around) else None,
        "audience": _("Working document, for partners only") if around.world.role in PARTNERS else None,
        "made": _("Made on {day}").format(day=date(around.at.date())),
        "width": width,
        "height": height,
        "cover": _cover(around, made, width, height),
        "contents": _("Contents"),
        "numbered": names is None,
        "groups": _groups(around, made, names),
        "parts": [] if names is not None else [{"pages": _pages(around, subject)} for subject in made],
        "faults": [
            {"name": fault.subject.name, "detail": fault.subject.detail, "sentence": fault.sentence}
            for fault in around.faults
        ],
        "missing": {
            "title": _("Pages that could not be made"),
            "lead": _(
                "The rest of the atlas is complete. Correct what is said here, then make these pages again."
            ),
            "heads": [_("Page"), _("Why")],
        },
    }


def _page_mm(around: Around) -> tuple[float, float]:
    """Size of the pages around the parts: that of the first part."""
    first = next((pages[0] for pages in around.sizes.values() if pages), None)
    if first is None:
        return _A4_MM
    return first[0] / _POINTS_A_MM, first[1] / _POINTS_A_MM


def _counted(by: By, count: int) -> str:
    words = {
        By.COMMUNE: (N_("{count} commune"), N_("{count} communes")),
        By.NEIGHBOURHOOD: (N_("{count} priority neighbourhood"), N_("{count} priority neighbourhoods")),
        By.SITE: (N_("{count} priority site"), N_("{count} priority sites")),
        By.EPT: (N_("{count} inter-municipal territory"), N_("{count} inter-municipal territories")),
        By.OPERATION: (N_("{count} operation"), N_("{count} operations")),
    }[by]
    return plural(count, *words).format(count=number(count))


def _fictitious(around: Around) -> bool:
    return around.settings.installation.fictitious or bool(
        around.world.programme.operations["fictitious"].fillna(value=False).any()
    )


def _pages(around: Around, subject: Subject) -> list[dict[str, float]]:
    """Size of each page of a part, and where its number stands: in the foot of a fact sheet, in the edge of a sheet."""
    found = []
    for width, height in around.sizes[subject]:
        place = {"right": _FICHE_RIGHT_MM, "bottom": _FICHE_BOTTOM_MM, "size": _FICHE_POINTS}
        if around.request.spec is not None:
            short = min(width, height) / _POINTS_A_MM
            edge = max(4.0, _SHEET_EDGE * short)
            size = _SHEET_POINTS * short / _A4_MM[0]
            place = {"right": edge, "bottom": edge * 0.36, "size": size}
        found.append({"width": width, "height": height, **place})
    return found


def _groups(
    around: Around, made: Sequence[Subject], names: Mapping[Subject, str] | None
) -> list[dict[str, Any]]:
    """Contents by group; a part that is missing stands in it too, and says so."""
    places = {subject: place for place, subject in enumerate(made)}
    groups: dict[str, list[dict[str, Any]]] = {}
    for subject in around.subjects:
        place = places.get(subject)
        note = _("not made") if place is None else "" if names is None else names[subject]
        entry = {"name": subject.name, "detail": subject.detail, "place": place, "note": note}
        groups.setdefault(subject.group, []).append(entry)
    return [{"title": title or None, "entries": entries} for title, entries in groups.items()]


def _cover(around: Around, made: Sequence[Subject], width: float, height: float) -> dict[str, Any] | None:
    """Map of all parts together; None where none of them lies anywhere."""
    shapes = []
    for subject in made:
        try:
            shapes.append(parse_extent(subject.key, around.world).shape)
        except ExtentError:  # an operation without footprint has a fact sheet, though no place
            continue
    if not shapes:
        return None
    unit = min(width, height) / _A4_MM[0]
    share = _STANDING_SHARE if height >= width else _LYING_SHARE
    across, down = width - 2 * _MARGIN_MM * unit, height * share
    keys = _COVER.get(around.request.by, ("communes",))
    if around.request.generation is not None:
        keys = tuple(key.replace("2024", around.request.generation) for key in keys)
    held = tuple(key for key in keys if LAYERS[key].in_programme or around.world.snapshot(key) is not None)
    extent = shapely.union_all(shapely.box(*shapely.bounds(np.array(shapes, dtype=object)).T))
    request = MapRequest(extent, across, down, held)
    drawn = draw(request, around.world, around.settings)
    return {
        "svg": picture(drawn, key="cover"),
        "width_mm": across,
        "alt": _("Map of all the pages, at 1:{scale}.").format(scale=number(drawn.place.scale)),
    }
