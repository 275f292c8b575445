"""The panel of an operation: what it is, who pays, which parcels, which social actions, where it lies."""

from collections.abc import Sequence

from core.formats import UNKNOWN, area, date, distance, euros, number, percent
from core.languages import _
from layers.registry import LAYERS
from programme.place_sheets import GENERATION_WORDS
from programme.places import Stock, Surroundings, Tally
from programme.rules.alerts import Alert
from programme.sheets import OperationSheet, ParcelLink
from programme.social.actions import SocialAction
from programme.visa.status import VisaStatus
from views.alerts_part import alerts_part
from views.funding_part import funding_part
from views.html import Column, Html, grey, heading, join, table, tag
from views.visa_part import visa_part

_DARK_STEPS = frozenset({"travaux", "livrée", "soldée"})
_PARCELS_SHOWN = 12


def operation_panel(sheet: OperationSheet, visa: VisaStatus, alerts: Sequence[Alert]) -> Html:
    """Everything that the panel says of an operation, what the rules say, and where it stands with its visa."""
    parts = (
        _identity(sheet),
        alerts_part(alerts),
        funding_part(sheet.funding),
        parcels_part(sheet),
        visa_part(visa),
        actions_part(sheet.social_actions),
        _situation(sheet),
        _calendar(sheet),
        _dwellings(sheet),
        _internal(sheet),
    )
    return tag("div", join(parts), class_="p")


def _identity(sheet: OperationSheet) -> Html:
    where = " · ".join(part for part in (sheet.commune_name, sheet.ept) if part)
    return join(
        (
            tag("p", join((grey(_("Operation {id}").format(id=sheet.id)), " · ", where)), class_="k"),
            tag("h2", sheet.name),
            tag(
                "p",
                join(
                    (
                        step_pill(sheet.step, sheet.step_label),
                        f"{sheet.family_label} ",
                        grey(f"({sheet.family})"),
                    )
                ),
            ),
            tag("p", join((grey(_("Project owner:")), " ", sheet.owner or UNKNOWN))),
            tag("p", sheet.description) if sheet.description else "",
            tag("p", _("Fictitious operation, invented for the demonstration."), class_="fictitious")
            if sheet.fictitious
            else "",
            tag(
                "p",
                join(
                    (
                        grey(_("Cost excl. tax:")),
                        " ",
                        euros(sheet.cost_excl_tax_eur),
                        " · ",
                        grey(_("incl. tax:")),
                        " ",
                        euros(sheet.cost_incl_tax_eur),
                    )
                ),
            ),
        )
    )


def step_pill(step: str, label: str) -> Html:
    """Step in its own colour, always with its name."""
    style = LAYERS["operations"].symbol.style_of(step)
    ink = "#ffffff" if step in _DARK_STEPS else "#1d1b19"
    return tag("span", label, class_="pill", style=f"background:{style.fill};color:{ink}")


def parcels_part(sheet: OperationSheet) -> Html:
    """Parcels that the footprint covers, the most covered first."""
    if sheet.unmapped:
        words = _("This operation has no footprint yet: it is not on the map, and its parcels are not known.")
        return join((heading(_("Parcels")), tag("p", words)))
    head = heading(_("Parcels ({count})").format(count=number(len(sheet.parcels))), area(sheet.area_m2))
    if not sheet.parcels:
        return join((head, tag("p", _("The footprint covers no parcel of the cadastre in the library."))))
    shown = sorted(sheet.parcels, key=lambda parcel: -parcel.covered_m2)
    first, rest = shown[:_PARCELS_SHOWN], shown[_PARCELS_SHOWN:]
    told = _("{whole} whole, {partial} in part").format(
        whole=number(sheet.whole_parcels), partial=number(sheet.partial_parcels)
    )
    more = (
        tag(
            "details",
            join((tag("summary", _("{count} more").format(count=number(len(rest)))), _parcel_table(rest))),
        )
        if rest
        else ""
    )
    stale = (
        tag(
            "div",
            _("These parcels were worked out on an earlier cadastre ({revision}).").format(
                revision=sheet.cadastre_revision
            ),
            class_="alert",
        )
        if sheet.cadastre_current is False
        else ""
    )
    return join((head, tag("p", told), _parcel_table(first), more, stale))


def _parcel_table(parcels: list[ParcelLink]) -> Html:
    columns = (Column(_("Parcel")), Column(_("Covered (m²)"), number=True), Column(_("Share"), number=True))
    rows = [
        (parcel.idu, number(parcel.covered_m2), percent(parcel.share, decimals=0 if parcel.whole else 1))
        for parcel in parcels
    ]
    return table(_("Parcels covered by the footprint"), columns, rows)


def actions_part(actions: tuple[SocialAction, ...]) -> Html:
    """Social actions, each with what is known of its hours, money and meetings."""
    head = heading(_("Social actions ({count})").format(count=number(len(actions))))
    if not actions:
        return join((head, tag("p", _("No social action is linked to it."))))
    return join((head, tag("ul", join(tag("li", _action(action)) for action in actions))))


def _action(action: SocialAction) -> Html:
    facts = [action.theme_label]
    if action.holder:
        facts.append(action.holder)
    if action.granted_eur is not None:
        facts.append(_("{amount} granted").format(amount=euros(action.granted_eur)))
    elif action.requested_eur is not None:
        facts.append(_("{amount} requested").format(amount=euros(action.requested_eur)))
    if action.hours_planned is not None:
        facts.append(
            _("{planned} h planned, {done} h done").format(
                planned=number(action.hours_planned), done=number(action.hours_done)
            )
        )
    if action.meetings:
        facts.append(_("{count} meetings").format(count=number(action.meetings)))
    return join((action.name, grey(" · " + " · ".join(facts))))


def _situation(sheet: OperationSheet) -> Html:
    if sheet.unmapped:
        return Html("")
    lines = [
        tag(
            "li",
            join(
                (
                    link.name or link.code,
                    grey(f" {link.code}, {_(GENERATION_WORDS[link.generation])}"),
                    " · ",
                    _("{share} of the footprint").format(
                        share=percent(link.share, decimals=0 if link.share in (0, 1) else 1)
                    )
                    if link.share > 0
                    else _("at {distance}").format(distance=distance(link.distance_m)),
                )
            ),
        )
        for link in sheet.neighbourhoods
    ]
    where = tag("ul", join(lines)) if lines else tag("p", _("No priority neighbourhood is in the library."))
    around = surroundings_part(sheet.surroundings) if sheet.surroundings else ""
    return join((heading(_("Neighbourhoods")), where, around))


def surroundings_part(found: Surroundings, *, inside: bool = False) -> Html:
    """Dwellings and facilities on a place and around it."""
    on = _("Inside") if inside else _("On it")
    near = _("Within {near}").format(near=distance(found.near_m))
    columns = (Column(_("What stands there")), Column(on, number=True), Column(near, number=True))
    rows = [
        (_("Social dwellings"), number(found.on.dwellings), number(found.near.dwellings)),
        (_("Social residences"), number(found.on.residences), number(found.near.residences)),
        (_("Public facilities"), number(found.on.facilities), number(found.near.facilities)),
    ]
    return join(
        (
            heading(_("Dwellings and facilities")),
            table(_("Dwellings and facilities on it and around"), columns, rows),
            _details(found.near),
        )
    )


def _details(stock: Stock) -> Html:
    lines = [
        tag("li", join((grey(title), " ", _tallies(tallies))))
        for title, tallies in (
            (_("Landlords:"), stock.by_landlord),
            (_("Financing:"), stock.by_financing),
            (_("Facilities:"), stock.by_kind),
        )
        if tallies
    ]
    return (
        tag("details", join((tag("summary", _("Who and what")), tag("ul", join(lines)))))
        if lines
        else Html("")
    )


def _tallies(tallies: tuple[Tally, ...]) -> str:
    unknown = _("unknown")
    return ", ".join(f"{tally.label or unknown} {number(tally.count)}" for tally in tallies)


def _calendar(sheet: OperationSheet) -> Html:
    if not sheet.milestones:
        return join((heading(_("Calendar")), tag("p", _("No date is known."))))
    columns = (
        Column(_("Step")),
        Column(_("Planned"), number=True),
        Column(_("Actual"), number=True),
        Column(_("Slippage (days)"), number=True),
    )
    rows = [
        (stone.label, date(stone.planned), date(stone.actual), number(stone.slippage_days))
        for stone in sheet.milestones
    ]
    end = (
        tag("p", join((grey(_("End of the convention:")), " ", date(sheet.convention_end))))
        if sheet.convention_end
        else ""
    )
    return join((heading(_("Calendar")), table(_("Planned and actual dates"), columns, rows), end))


def _dwellings(sheet: OperationSheet) -> Html:
    numbers = (
        (_("Demolished"), sheet.dwellings.demolished),
        (_("Rebuilt on site"), sheet.dwellings.rebuilt_on_site),
        (_("Rebuilt elsewhere"), sheet.dwellings.rebuilt_elsewhere),
        (_("Requalified"), sheet.dwellings.requalified),
        (_("Residentialised"), sheet.dwellings.residentialised),
    )
    rows = [(label, number(count)) for label, count in numbers if count]
    if not rows:
        return Html("")
    columns = (Column(_("Dwellings of the operation")), Column(_("Count"), number=True))
    return join((heading(_("Dwellings")), table(_("Dwellings of the operation"), columns, rows)))


def _internal(sheet: OperationSheet) -> Html:
    lines = [
        tag("p", join((grey(title), " ", words)))
        for title, words in ((_("Contact:"), sheet.contact), (_("Internal comment:"), sheet.internal_comment))
        if words
    ]
    return join((heading(_("Internal")), *lines)) if lines else Html("")
