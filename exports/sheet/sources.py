"""What a sheet says of itself: where its data comes from, under which licence, of which day, by whom and for whom."""

import datetime as dt
from collections.abc import Sequence

from core.formats import date
from core.languages import N_, _, current_language
from core.settings import Settings
from exports.sheet.spec import Audience
from layers.registry import LAYERS
from maps.sheet.request import SheetMap
from programme.world import World

AUDIENCES = {
    Audience.PUBLIC: N_("For the public"),
    Audience.PARTNERS: N_("Working document, for the partners only"),
}


def sources_text(keys: Sequence[str], attribution: str, world: World, *, brief: bool = False) -> str:
    """Say where what is drawn comes from: layers of one source together, with licence and day; then the ground.

    Parameters
    ----------
    keys
        Of the layers of data that are drawn.
    attribution
        Of the ground; empty for none.
    world
        Layers with their revisions.
    brief
        True: without layers and days, for a screen.
    """
    found = [_facts(key, world) for key in keys]
    licences = {licence for _title, _source, licence, _day in found if licence}
    days = {day for _title, _source, _licence, day in found if day is not None}
    groups: dict[tuple[str, str], list[str]] = {}
    for title, source, licence, day in found:
        dated = f"{title} ({date(day)})" if day is not None and len(days) > 1 else title
        groups.setdefault((source, licence if len(licences) > 1 else ""), []).append(dated)
    told = [
        " – ".join(filter(None, (source, "" if brief else ", ".join(titles), licence)))
        for (source, licence), titles in groups.items()
    ]
    if attribution:
        told.append(attribution)
    if not told:
        return ""
    between = "\u00a0; " if current_language() == "fr" else "; "
    sentences = [_("Sources: {sources}.").format(sources=between.join(told))]
    if len(days) == 1:
        sentences.append(_("Data of {day}.").format(day=date(next(iter(days)))))
    if len(licences) == 1:
        sentences.append(f"{next(iter(licences))}.")
    return " ".join(sentences)


def _facts(key: str, world: World) -> tuple[str, str, str, dt.date | None]:
    """Title, source, licence and day of a layer; the programme is its own source and has neither."""
    layer, snapshot = LAYERS[key], world.snapshot(key)
    facts = None if snapshot is None else snapshot.revision
    source = _((facts.source if facts else "") or layer.source)
    licence = "" if layer.in_programme else _((facts.licence if facts else "") or layer.licence)
    return _(layer.title), source, licence, facts.data_date if facts else None


def drawn_layers(drawn: SheetMap) -> tuple[str, ...]:
    """Keys of the layers of data of which something is drawn, the first at the back."""
    seen = {layer.key for layer in drawn.layers if layer.count} | {entry.layer for entry in drawn.legend}
    return tuple(key for key in LAYERS if key in seen)


def is_fictitious(keys: Sequence[str], world: World, settings: Settings) -> bool:
    """Whether something on the sheet is invented: the installation says so, a layer, or an operation."""
    snapshots = [world.snapshot(key) for key in keys]
    layers = any(item is not None and item.revision.fictitious for item in snapshots)
    operations = "operations" in keys and world.programme.operations["fictitious"].eq(True).any()
    return bool(settings.installation.fictitious or layers or operations)


def credits_text(settings: Settings, day: dt.date, *, brief: bool = False) -> str:
    """Say who made the sheet, with what, in which projection, and when."""
    if brief:
        return f"{settings.installation.name} · Trame · {date(day)}"
    return _("{installation} · made with Trame · Lambert-93 (EPSG:2154) · {day}").format(
        installation=settings.installation.name, day=date(day)
    )


def notices(audience: Audience, *, fictitious: bool) -> Sequence[str]:
    """Sentences that stand on every sheet that they concern, whatever was asked."""
    found = [_("Demonstration data, fictitious")] if fictitious else []
    if audience is not Audience.PUBLIC:
        found.append(_(AUDIENCES[audience]))
    return found
