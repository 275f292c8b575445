"""What the report of a check says on paper, as plain values: the template only sets it.

A page is made of blocks; a block is a dict whose ``kind`` is ``table``, ``columns``, ``map`` or ``text``. Texts come
from data and from the catalogue and are never markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.formats import date, number
from core.issues import Level
from core.languages import N_, _, current_language, plural
from core.settings import Settings
from exports.blocks import Block
from exports.check_sources import (
    revision_facts,
    sources_table,
    stock_columns,
    systems_table,
    thresholds_columns,
)
from exports.check_tables import (
    communes_table,
    findings_table,
    neighbourhoods_table,
    operations_table,
    parcels_table,
    rules_table,
)
from layers.registry import LAYERS
from maps.check_map_paper import PaperMap, detail_map, level_sign, situation_map
from programme.check.report import Finding, Report, Verdict
from programme.check.words import VERDICT_WORDS, counted, figure
from programme.world import GENERATIONS, World

WIDTH_MM = 180.0


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of the long tables is printed, so that a report keeps to its pages.

    Attributes
    ----------
    findings, parcels, others
        Rows at most: of findings, of parcels, of each other table.
    detail_mm, situation_mm
        Heights of the maps.
    """

    findings: int
    parcels: int
    others: int
    detail_mm: float
    situation_mm: float


BUDGETS = (
    Budget(40, 60, 12, 116.0, 98.0),
    Budget(32, 44, 10, 108.0, 92.0),
    Budget(28, 34, 8, 100.0, 84.0),
    Budget(22, 24, 6, 94.0, 76.0),
    Budget(14, 14, 5, 86.0, 68.0),
    Budget(8, 8, 3, 80.0, 62.0),
    Budget(4, 4, 2, 70.0, 54.0),
)
"""From the most that is printed to the least; the first whose pages are few enough is taken."""

_LONGEST_TITLE = 140
_DETAIL_LAYERS = ("communes", "parcels", *GENERATIONS)
_SITUATION_LAYERS = ("communes", *GENERATIONS, "housing", "facilities")
_ORIGINS: Mapping[str, str] = {
    "file": N_("file"),
    "text": N_("well-known text"),
    "parcels": N_("list of parcels"),
    "drawing": N_("drawn on the map"),
    "operation": N_("footprint of the operation"),
}


def content(report: Report, world: World, settings: Settings, budget: Budget) -> dict[str, Any]:
    """Put a report into the words and figures of its pages, in the language in force.

    Parameters
    ----------
    report
        What a check gave.
    world
        Layers of the maps, names of the communes.
    settings
        Name of the installation.
    budget
        How much is printed.
    """
    numbered = list(enumerate(report.findings, start=1))
    fictitious = report.fictitious or settings.installation.fictitious
    return {
        "language": current_language(),
        "title": _short(report.subject.name),
        "document": _("Check of a footprint: {name}").format(name=report.subject.name),
        "over": _("Check of a footprint"),
        "installation": settings.installation.name,
        "identity": _identity(report, world),
        "verdict": _verdict(report),
        "facts": _facts(report),
        "fictitious": _("Demonstration data, fictitious") if fictitious else None,
        "checked": _("Checked on {day} at {time} (UTC)").format(
            day=date(report.checked_at.date()), time=f"{report.checked_at:%H:%M}"
        ),
        "page": _("page {page} of {pages}"),
        "blocks": _blocks(report, world, numbered, budget),
    }


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_TITLE else f"{name[: _LONGEST_TITLE - 1]}…"


def _blocks(report: Report, world: World, numbered: list[tuple[int, Finding]], budget: Budget) -> list[Block]:
    mapped = report.footprint is not None
    detail = detail_map(report, world, numbered, WIDTH_MM, budget.detail_mm) if mapped else None
    situation = situation_map(report, world, numbered, WIDTH_MM, budget.situation_mm) if mapped else None
    return [
        *([] if detail is None else [_detail(report, world, detail)]),
        findings_table(numbered, budget.findings),
        *([systems_table(report.systems)] if not mapped else []),
        *([] if situation is None else [_situation(report, world, situation)]),
        *([communes_table(report.communes)] if report.communes else []),
        *([neighbourhoods_table(report.neighbourhoods)] if report.neighbourhoods else []),
        *([parcels_table(report, budget.parcels)] if report.parcels else []),
        *([operations_table(report.operations, budget.others)] if report.operations else []),
        *stock_columns(report.surroundings, budget.others),
        *([rules_table(report.rules)] if report.rules else []),
        thresholds_columns(report.thresholds),
        sources_table(report, world),
    ]


def _verdict(report: Report) -> dict[str, Any]:
    words = _(VERDICT_WORDS[report.verdict])
    conform = report.verdict is Verdict.CONFORM
    counts = [
        {
            "sign": level_sign(level),
            "text": counted(level, report.counts[level]),
        }
        for level in Level
    ]
    meaning = (
        _("No error was found: nothing keeps the footprint from being signed off.")
        if conform
        else _("At least one error was found: the footprint is to be corrected and submitted again.")
    )
    return {
        "label": words[:1].upper() + words[1:],
        "tone": "conform" if conform else "correct",
        "counts": counts,
        "meaning": meaning,
    }


def _identity(report: Report, world: World) -> list[dict[str, str]]:
    """What was checked, as pairs of a word and its value."""
    subject, systems = report.subject, report.systems
    commune = world.commune_name(subject.commune)
    pairs = [
        (_("Operation"), subject.operation_id),
        (_("Declared commune"), None if commune is None else f"{commune} ({subject.commune})"),
        (_("Origin"), _(_ORIGINS.get(subject.origin, subject.origin))),
        (
            _("File"),
            None if subject.file is None else " · ".join(filter(None, (subject.file, subject.driver))),
        ),
        (_("Layer"), subject.layer),
        (_("Feature"), None if subject.feature is None else number(subject.feature)),
        (
            _("Declared area"),
            None if subject.declared_area_m2 is None else f"{number(subject.declared_area_m2)}\u00a0m²",
        ),
        (_("Coordinates"), _coordinates(systems.found, systems.used, swapped=systems.swapped)),
    ]
    colon = "\u00a0:" if current_language() == "fr" else ":"
    return [{"name": f"{name}{colon}", "value": str(value)} for name, value in pairs if value]


def _coordinates(found: str | None, used: str | None, *, swapped: bool) -> str:
    said = used or _("unknown")
    if found is None and used is not None:
        said = _("{crs}, not declared").format(crs=used)
    elif found is not None and used is not None and found != used:
        said = _("{crs}, declared {found}").format(crs=used, found=found)
    return _("{crs}, axes swapped").format(crs=said) if swapped else said


def _facts(report: Report) -> list[dict[str, str]]:
    facts = report.footprint
    if facts is None:
        return []
    return [
        {"name": _("Area"), "value": figure("area_m2", facts.area_m2)},
        {"name": _("Perimeter"), "value": figure("perimeter_m", facts.perimeter_m)},
        {"name": _("Parts"), "value": number(facts.parts)},
        {"name": _("Holes"), "value": number(facts.holes)},
        {"name": _("Fingerprint of the shape"), "value": facts.hash[:16]},
    ]


def _detail(report: Report, world: World, found: PaperMap) -> Block:
    alt = _(
        "Map of the footprint at 1:{scale}: {area_m2} m², {parcels} parcels touched, {findings} findings."
    ).format(
        scale=number(found.scale),
        area_m2=number(report.footprint.area_m2 if report.footprint else 0),
        parcels=number(len(report.parcels)),
        findings=number(len(report.findings)),
    )
    note = None
    if found.unmarked:
        note = plural(
            found.unmarked,
            N_("{count} finding has no marker on this map."),
            N_("{count} findings have no marker on this map."),
        ).format(count=number(found.unmarked))
    return _map(None, found, alt, _caption(report, world, _DETAIL_LAYERS, note))


def _situation(report: Report, world: World, found: PaperMap) -> Block:
    names = ", ".join(item.name for item in report.communes) or _("unknown")
    alt = _(
        "Map of the surroundings at 1:{scale}; communes: {communes}; {neighbourhoods} neighbourhoods tested."
    ).format(scale=number(found.scale), communes=names, neighbourhoods=number(len(report.neighbourhoods)))
    return _map(_("Situation"), found, alt, _caption(report, world, _SITUATION_LAYERS, None))


def _caption(report: Report, world: World, keys: Sequence[str], note: str | None) -> str:
    """Projection, layers and their days under a map; revisions stand in the table of sources."""
    layers = [
        f"{_(LAYERS[key].title)} ({date(facts.data_date)})"
        for key in keys
        if key in report.revisions
        and (facts := revision_facts(key, report.revisions[key], world)) is not None
    ]
    said = _("Lambert-93 (EPSG:2154). Data: {layers}; sources and revisions at the end.").format(
        layers=", ".join(layers) or "—"
    )
    return said if note is None else f"{said} {note}"


def _map(title: str | None, found: PaperMap, alt: str, note: str | None) -> Block:
    return {
        "kind": "map",
        "title": title,
        "svg": found.svg,
        "alt": alt,
        "legend": [{"sign": sign, "text": words} for sign, words in found.legend],
        "note": note,
    }
