"""What surrounds a check in its report: dwellings and facilities, thresholds, sources, possible coordinate systems."""

from collections.abc import Iterable

from core.formats import date, number
from core.languages import _
from core.settings import Checks
from exports.blocks import LEFT, RIGHT, Block, Cell, strong, table, text
from layers.registry import LAYERS
from layers.revision import Revision
from programme.check.report import Report, Systems
from programme.check.words import thresholds
from programme.places import Stock, Surroundings, Tally
from programme.world import World


def stock_columns(around: Surroundings | None, most: int) -> list[Block]:
    """Dwellings by landlord and by financing, and facilities, on the footprint and near it; side by side."""
    if around is None:
        return []
    near = f"≤ {number(around.near_m)}\u00a0m"
    tables = [
        block
        for title, kind in (
            (_("Social dwellings by landlord"), "by_landlord"),
            (_("Social dwellings by financing"), "by_financing"),
            (_("Public facilities"), "by_kind"),
        )
        if (block := _tallies(title, kind, around, near, most)) is not None
    ]
    if not tables:
        return []
    on, wide = around.on, around.near
    told_ = []
    if on.residences is not None:
        told_.append(
            _(
                "Social residences: {on} on the footprint, {near} within {distance} m; "
                "dwellings: {on_dwellings} and {near_dwellings}."
            ).format(
                on=number(on.residences),
                near=number(wide.residences),
                distance=number(around.near_m),
                on_dwellings=number(on.dwellings),
                near_dwellings=number(wide.dwellings),
            )
        )
    return [
        {
            "kind": "columns",
            "title": _("Dwellings and facilities"),
            "lead": " ".join(told_) or None,
            "blocks": tables,
        }
    ]


def thresholds_columns(checks: Checks) -> Block:
    """Thresholds in force, in two tables side by side."""
    heads = ((_("Threshold"), LEFT, "1fr"), (_("Value"), RIGHT, "auto"))
    rows: list[list[Cell]] = [[words, value] for words, value in thresholds(checks)]
    half = (len(rows) + 1) // 2
    blocks = [table(None, heads, part) for part in (rows[:half], rows[half:])]
    return {"kind": "columns", "title": _("Thresholds of the check"), "lead": None, "blocks": blocks}


def sources_table(report: Report, world: World) -> Block:
    """Layers that it was checked against: origin, day, revision; those that lack are said."""
    heads = (
        (_("Layer"), LEFT, "auto"),
        (_("Source"), LEFT, "1fr"),
        (_("Data of"), RIGHT, "auto"),
        (_("Revision"), LEFT, "auto"),
    )
    rows: list[list[Cell]] = []
    for key, revision in report.revisions.items():
        if key not in LAYERS:
            rows.append([strong(_("Programme")), _(LAYERS["operations"].source), date(None), revision])
            continue
        layer, facts = LAYERS[key], revision_facts(key, revision, world)
        rows.append(
            [
                strong(_(layer.title)),
                _(layer.source) if facts is None else _(facts.source or layer.source),
                date(facts.data_date if facts else None),
                revision,
            ]
        )
    lacking = [_(LAYERS[key].title) for key in report.not_checked if key in LAYERS]
    note = None
    if lacking:
        note = _("Not imported, so that what needs them was not checked: {layers}.").format(
            layers=", ".join(lacking)
        )
    if not rows:
        return text(note or _("Nothing was checked against a layer."), _("Sources"))
    return table(_("Sources"), heads, rows, note=note)


def revision_facts(key: str, revision: str, world: World) -> Revision | None:
    """Facts of a revision where the world still shows it; None where the layer moved on since."""
    snapshot = world.snapshot(key)
    return snapshot.revision if snapshot is not None and snapshot.revision.id == revision else None


def systems_table(systems: Systems) -> Block:
    """Systems that the coordinates could be in, where it could not be told."""
    title = _("Coordinate systems that are possible")
    if not systems.candidates:
        return text(_("No usual coordinate system places these coordinates in France."), title)
    heads = ((_("System"), LEFT, "1fr"), (_("Distance from the territory (km)"), RIGHT, "auto"))
    rows: list[list[Cell]] = [
        [{"text": item.name, "note": item.code, "strong": True}, number(item.distance_km, decimals=1)]
        for item in systems.candidates
    ]
    return table(title, heads, rows)


def _tallies(title: str, kind: str, around: Surroundings, near: str, most: int) -> Block | None:
    on = {item.value: item for item in _of(around.on, kind)}
    wide = _of(around.near, kind)
    if not wide:
        return None
    heads = ((title, LEFT, "1fr"), (_("on it"), RIGHT, "auto"), (near, RIGHT, "auto"))
    rows: list[list[Cell]] = [
        [item.label or "—", number(on[item.value].count if item.value in on else 0), number(item.count)]
        for item in wide[:most]
    ]
    if len(wide) > most:
        rest, inside = wide[most:], sum(on[item.value].count for item in wide[most:] if item.value in on)
        rows.append(
            [_("others ({count})").format(count=number(len(rest))), number(inside), number(_sum(rest))]
        )
    foot: list[list[Cell]] = [
        [strong(_("Total")), strong(number(_sum(on.values()))), strong(number(_sum(wide)))]
    ]
    return {**table(None, heads, rows, foot=foot), "weight": 1.5 if kind == "by_landlord" else 1.0}


def _of(stock: Stock, kind: str) -> tuple[Tally, ...]:
    found: tuple[Tally, ...] = getattr(stock, kind)
    return found


def _sum(tallies: Iterable[Tally]) -> int:
    return sum(item.count for item in tallies)
