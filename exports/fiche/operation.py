"""The fact sheet of an operation, as plain values: the template only sets it."""

import datetime as dt
from typing import Any

from core.actor import Role
from core.formats import area, date, distance, euros, number, percent
from core.languages import N_, _, plural
from core.settings import Settings
from exports.blocks import LEFT, RIGHT, Block, Cell, text
from exports.fiche.actions import actions_table
from exports.fiche.budget import Budget
from exports.fiche.calendar import calendar_blocks
from exports.fiche.funding import plan_blocks
from exports.fiche.maps import Maps
from exports.fiche.parts import (
    blocks_of,
    columns,
    facts,
    figure,
    joined,
    left_out,
    told_table,
)
from exports.fiche.pictures import ink_on
from layers.operations import OPERATIONS
from maps.paper_layers import parcel_name
from programme.check.report import Verdict
from programme.check.words import VERDICT_WORDS
from programme.place_sheets import GENERATION_WORDS
from programme.rules.alerts import Alert, alerts
from programme.sheets import OperationSheet, operation_sheet
from programme.steps import Step
from programme.visa.recording import visa_status
from programme.visa.status import VisaStatus
from programme.visibility import PARTNERS
from programme.world import World

_DWELLINGS = {
    "demolished": N_("Demolished"),
    "rebuilt_on_site": N_("Rebuilt on site"),
    "rebuilt_elsewhere": N_("Rebuilt elsewhere"),
    "requalified": N_("Requalified"),
    "residentialised": N_("Residentialised"),
}


def operation_values(
    world: World, settings: Settings, operation_id: str, budget: Budget, day: dt.date, maps: Maps
) -> dict[str, Any]:
    """Put what is known of an operation into the words and figures of its fact sheet, in the language in force.

    Parameters
    ----------
    world
        As the reader of the fact sheet may see it.
    settings
        Of the installation.
    operation_id
        Of an operation of this world.
    budget
        How much is printed.
    day
        On which it is made.
    maps
        Of this fact sheet.
    """
    sheet = maps.once("sheet", lambda: operation_sheet(world, operation_id, near_m=settings.map.near_m))
    style = OPERATIONS.symbol.style_of(sheet.step)
    return {
        "over": _("Fact sheet of an operation"),
        "title": sheet.name,
        "document": _("Fact sheet of an operation: {name}").format(name=sheet.name),
        "under": [part for part in (sheet.id, sheet.commune_name, sheet.ept) if part],
        "pill": {
            "text": sheet.step_label,
            "fill": style.fill or "#ffffff",
            "stroke": style.stroke,
            "ink": ink_on(style.fill or "#ffffff"),
        },
        "lead": sheet.description,
        "figures": _figures(sheet),
        "fictitious": sheet.fictitious,
        "blocks": blocks_of(
            maps.of_operation(sheet, budget.map_mm),
            calendar_blocks(sheet.milestones, day),
            columns(
                _identity(sheet), _situation(sheet, public=world.role is Role.PUBLIC), weights=(1.0, 1.15)
            ),
            plan_blocks(sheet.funding),
            columns(_dwellings(sheet), _parcels(sheet, budget.parcels), weights=(1.0, 1.7)),
            actions_table(sheet.social_actions, budget.actions),
            columns(_visa(visa_status(world, operation_id)), _internal(sheet)),
            _alerts(maps, operation_id, budget.alerts),
        ),
    }


def _figures(sheet: OperationSheet) -> list[dict[str, Any]]:
    found = []
    if sheet.cost_excl_tax_eur is not None:
        incl = sheet.cost_incl_tax_eur
        told = None if incl is None else _("{amount} incl. tax").format(amount=euros(incl))
        found.append(figure(euros(sheet.cost_excl_tax_eur), _("cost excl. tax"), told))
    if sheet.funding.subsidy_rate is not None:
        found.append(figure(percent(sheet.funding.subsidy_rate, decimals=1), _("of the basis in subsidies")))
    if sheet.area_m2 is not None:
        count = len(sheet.parcels)
        told = plural(count, N_("{count} parcel"), N_("{count} parcels")).format(count=number(count))
        found.append(figure(area(sheet.area_m2), _("footprint"), told))
    dwellings = {name: getattr(sheet.dwellings, name) for name in _DWELLINGS}
    greatest = max(dwellings, key=lambda name: dwellings[name])
    if dwellings[greatest]:
        label = _(_DWELLINGS[greatest])
        found.append(figure(number(dwellings[greatest]), _("dwellings"), label[:1].lower() + label[1:]))
    delivered = next((stone for stone in sheet.milestones if stone.step == Step.DELIVERED), None)
    if delivered is not None and (delivered.actual or delivered.planned):
        words = _("actual delivery") if delivered.actual else _("delivery planned")
        found.append(figure(date(delivered.actual or delivered.planned), words))
    return found


def _identity(sheet: OperationSheet) -> Block | None:
    owner = sheet.owner
    if owner and sheet.owner_kind_label:
        owner = f"{owner} ({sheet.owner_kind_label})"
    return facts(
        _("Identity"),
        (
            (_("Identifier"), sheet.id),
            (_("Family"), f"{sheet.family_label} ({sheet.family})"),
            (_("Project owner"), owner),
            (_("Commune"), None if sheet.commune is None else f"{sheet.commune_name} ({sheet.commune})"),
            (_("EPT"), sheet.ept),
            (_("End of the convention"), date(sheet.convention_end)),
        ),
    )


def _situation(sheet: OperationSheet, *, public: bool) -> Block | None:
    """Neighbourhoods and what stands there; two generations are two series, each line names its own."""
    if sheet.unmapped:
        words = (
            _("No footprint of this operation is published.")
            if public
            else _(
                "This operation has no footprint yet: it is not on the map, and its parcels are not known."
            )
        )
        return text(words, _("Situation"))
    pairs: list[tuple[str, str | None]] = [
        (
            f"{link.name or link.code} ({link.code}, {_(GENERATION_WORDS[link.generation])})",
            _("{share} of the footprint").format(
                share=percent(link.share, decimals=0 if round(link.share, 3) in (0, 1) else 1)
            )
            if link.share > 0
            else _("at {distance}").format(distance=distance(link.distance_m)),
        )
        for link in sheet.neighbourhoods
    ]
    around = sheet.surroundings
    if around is not None:
        near = distance(around.near_m)
        pairs += [
            (words.format(distance=near), f"{number(on)} / {number(wide)}")
            for words, on, wide in (
                (_("Social dwellings on it / within {distance}"), around.on.dwellings, around.near.dwellings),
                (_("Facilities on it / within {distance}"), around.on.facilities, around.near.facilities),
            )
            if wide is not None
        ]
    return facts(_("Situation"), pairs, wide_words=True)


def _dwellings(sheet: OperationSheet) -> Block | None:
    rows: list[list[Cell]] = [
        [_(words), number(getattr(sheet.dwellings, name))]
        for name, words in _DWELLINGS.items()
        if getattr(sheet.dwellings, name)
    ]
    heads = ((_("Dwellings of the operation"), LEFT, "1fr"), (_("Count"), RIGHT, "auto"))
    return told_table(_("Dwellings"), heads, rows)


def _parcels(sheet: OperationSheet, most: int) -> Block | None:
    """Parcels, the most covered first, with those that have no room told."""
    found = sorted(sheet.parcels, key=lambda parcel: (-parcel.covered_m2, parcel.idu))
    rows: list[list[Cell]] = [
        [
            {"text": parcel_name(parcel.idu), "note": parcel.idu},
            number(parcel.recorded_m2),
            number(parcel.covered_m2),
            percent(parcel.share, decimals=0 if parcel.whole else 1),
        ]
        for parcel in found[:most]
    ]
    heads = (
        (_("Parcel"), LEFT, "1fr"),
        (_("Area of record (m²)"), RIGHT, "auto"),
        (_("Covered (m²)"), RIGHT, "auto"),
        (_("Share"), RIGHT, "auto"),
    )
    told = _("{whole} whole, {partial} in part").format(
        whole=number(sheet.whole_parcels), partial=number(sheet.partial_parcels)
    )
    stale = None
    if sheet.cadastre_current is False:
        stale = _("These parcels were worked out on an earlier cadastre ({revision}).").format(
            revision=sheet.cadastre_revision
        )
    title = _("Parcels ({count})").format(count=number(len(found)))
    note = joined(f"{told}.", left_out(len(found) - len(rows)), stale)
    return told_table(title, heads, rows, note=note)


def _visa(status: VisaStatus) -> Block | None:
    """Newest visa with what has become of it; nothing where visas are withheld, or nothing is to be decided on."""
    if status.withheld or (status.footprint_hash is None and status.current is None):
        return None
    title = _("Visa of the commune")
    visa = status.current
    if visa is None:
        return text(_("The commune has not put its visa on this footprint yet."), title)
    check = _("{verdict} on {day}").format(
        verdict=_(VERDICT_WORDS[Verdict(visa.verdict)]), day=date(visa.checked_at.date())
    )
    return facts(
        title,
        (
            (_("Decision"), status.label),
            (_("Date"), date(visa.decided_on)),
            (_("Decided by"), visa.person),
            (_("Remarks"), visa.comment),
            (_("Footprint checked"), check),
            (_("To be checked again"), " ".join(status.reasons)),
        ),
    )


def _internal(sheet: OperationSheet) -> Block | None:
    return facts(
        _("Internal"), ((_("Contact"), sheet.contact), (_("Internal comment"), sheet.internal_comment))
    )


def _alerts(maps: Maps, operation_id: str, most: int) -> Block | None:
    """What the rules say, for those who make the programme together alone."""
    world = maps.world
    if world.role not in PARTNERS:
        return None
    found = maps.once("alerts", lambda: alerts(world, operation_id))
    rows: list[list[Cell]] = [
        [
            {"text": alert.title, "strong": alert.open, "below": alert.facts_label},
            alert.state_label,
            {"text": alert.sentence, "below": _justified(alert)},
        ]
        for alert in found[:most]
    ]
    heads = ((_("Rule"), LEFT, "2fr"), (_("State"), LEFT, "auto"), (_("What it says here"), LEFT, "3fr"))
    none = None if any(alert.open for alert in found) else _("No rule in force is broken.")
    note = joined(none, left_out(len(found) - len(rows)), _("Indicative: neither legal nor tax advice."))
    return told_table(_("Alerts: what the rules say"), heads, rows, note=note)


def _justified(alert: Alert) -> str | None:
    return alert.exception.sentence if alert.exception and alert.justified else None
