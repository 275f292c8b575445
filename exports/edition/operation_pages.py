"""The page of an operation, to be read and to be printed."""

from core.formats import area, date, euros, number, percent
from core.languages import N_, _, plural
from exports.edition.place_parts import actions_html, around_html, consultations_html, head_html, picture_html
from exports.edition.shell import (
    Head,
    facts,
    generation_year,
    grey,
    page,
    section,
    step_badge,
    table,
)
from exports.edition.site import Site, neighbourhood_page, operation_page
from maps.markup import Html, join, tag
from programme.sheets import OperationSheet

_DWELLINGS = {
    "demolished": N_("Dwellings demolished"),
    "rebuilt_on_site": N_("Dwellings rebuilt on site"),
    "rebuilt_elsewhere": N_("Dwellings rebuilt elsewhere"),
    "requalified": N_("Dwellings requalified"),
    "residentialised": N_("Dwellings residentialised"),
}


def operation_html(site: Site, sheet: OperationSheet) -> str:
    """Page of an operation."""
    here = operation_page(sheet.id)
    main = (
        head_html(
            site, here, sheet.name, sheet.id, join((step_badge(sheet.step, sheet.step_label), _where(sheet)))
        ),
        tag("p", sheet.description, class_="lead") if sheet.description else "",
        tag(
            "div",
            join((_identity(sheet), picture_html(site, here, sheet.id, sheet.name, unmapped=sheet.unmapped))),
            class_="two",
        ),
        section(_("Calendar"), _calendar(sheet)),
        section(_("Social dwellings of the operation"), _dwellings(sheet)),
        section(_("Priority neighbourhoods"), _neighbourhoods(site, here, sheet)),
        section(_("Parcels"), _parcels(sheet)),
        section(_("Social actions"), actions_html(sheet.social_actions)),
        section(_("Consultation"), consultations_html(site, "operation_id", sheet.id)),
        section(_("On it and around"), around_html(sheet.surroundings)),
    )
    description = _(
        "{name}, {commune}: step, calendar, dwellings, neighbourhoods and social actions."
    ).format(name=sheet.name, commune=sheet.commune_name or "")
    return page(site, here, sheet.name, main, description=description)


def _where(sheet: OperationSheet) -> Html:
    return join(grey(words) for words in (sheet.commune_name, sheet.ept) if words)


def _identity(sheet: OperationSheet) -> Html:
    owner = (
        sheet.owner
        if not sheet.owner_kind_label
        else join((sheet.owner or "", " ", grey(sheet.owner_kind_label)))
    )
    parcels = plural(len(sheet.parcels), N_("{count} parcel"), N_("{count} parcels")).format(
        count=number(len(sheet.parcels))
    )
    return facts(
        (
            (_("Project owner"), owner),
            (_("Family"), join((sheet.family_label, " ", grey(sheet.family)))),
            (_("Cost, excluding tax"), euros(sheet.cost_excl_tax_eur)),
            (_("Cost, including tax"), euros(sheet.cost_incl_tax_eur)),
            (_("End of the convention"), date(sheet.convention_end)),
            (_("Area of the footprint"), "" if sheet.unmapped else f"{area(sheet.area_m2)}, {parcels}"),
        )
    )


def _calendar(sheet: OperationSheet) -> Html:
    if not sheet.milestones:
        return Html("")
    rows = [(item.label, date(item.planned), date(item.actual)) for item in sheet.milestones]
    heads = (Head(_("Step")), Head(_("Planned"), number=True), Head(_("Actual"), number=True))
    return table(_("Dates of the steps of the operation"), heads, rows)


def _dwellings(sheet: OperationSheet) -> Html:
    counts = [(_(words), getattr(sheet.dwellings, name)) for name, words in _DWELLINGS.items()]
    return facts((words, number(count)) for words, count in counts if count)


def _neighbourhoods(site: Site, here: str, sheet: OperationSheet) -> Html:
    items = []
    for link in sheet.neighbourhoods:
        name = tag("a", link.name or link.code, href=site.link(here, neighbourhood_page(link.code)))
        words = (
            _("{share} of the footprint lies in it").format(share=percent(link.share))
            if link.share > 0
            else _("{metres} m away").format(metres=number(round(link.distance_m)))
        )
        year = grey(_("generation {year}").format(year=generation_year(link.generation)))
        items.append(tag("li", join((name, " ", year, ", ", words))))
    return tag("ul", join(items)) if items else Html("")


def _parcels(sheet: OperationSheet) -> Html:
    if not sheet.parcels:
        return Html("")
    rows = [
        (parcel.idu, number(parcel.covered_m2), _("whole") if parcel.whole else percent(parcel.share))
        for parcel in sheet.parcels
    ]
    heads = (
        Head(_("Parcel")),
        Head(_("Covered, m²"), number=True),
        Head(_("Share of the parcel"), number=True),
    )
    count = plural(len(rows), N_("{count} parcel of the cadastre"), N_("{count} parcels of the cadastre"))
    summary = tag("summary", count.format(count=number(len(rows))))
    return tag("details", join((summary, table(_("Parcels of the footprint"), heads, rows))))
