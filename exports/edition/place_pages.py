"""A page for each operation and for each neighbourhood, to be read and to be printed."""

from collections.abc import Iterable, Mapping, Sequence

from core.formats import UNKNOWN, area, date, euros, number, percent
from core.languages import N_, _, plural
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
from exports.edition.site import HOME, LANGUAGE_NAMES, Site, neighbourhood_page, operation_page
from layers.facilities import KINDS
from maps.markup import Html, join, tag
from programme.cells import known
from programme.evaluation.catalogue import DISTANCES_M
from programme.evaluation.evaluate import evaluate
from programme.evaluation.place import Place, PlaceKind
from programme.evaluation.value import Value
from programme.evaluation.words import value_text
from programme.place_sheets import NeighbourhoodSheet, OperationLine
from programme.places import Surroundings
from programme.sheets import OperationSheet
from programme.social.actions import SocialAction
from programme.visibility import sees_indicator

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
        _head(
            site, here, sheet.name, sheet.id, join((step_badge(sheet.step, sheet.step_label), _where(sheet)))
        ),
        tag("p", sheet.description, class_="lead") if sheet.description else "",
        tag(
            "div",
            join((_identity(sheet), _picture(site, here, sheet.id, sheet.name, unmapped=sheet.unmapped))),
            class_="two",
        ),
        section(_("Calendar"), _calendar(sheet)),
        section(_("Social dwellings of the operation"), _dwellings(sheet)),
        section(_("Priority neighbourhoods"), _neighbourhoods(site, here, sheet)),
        section(_("Parcels"), _parcels(sheet)),
        section(_("Social actions"), _actions(sheet.social_actions)),
        section(_("Consultation"), _consultations(site, "operation_id", sheet.id)),
        section(_("On it and around"), _around(sheet.surroundings)),
    )
    description = _(
        "{name}, {commune}: step, calendar, dwellings, neighbourhoods and social actions."
    ).format(name=sheet.name, commune=sheet.commune_name or "")
    return page(site, here, sheet.name, main, description=description)


def neighbourhood_html(site: Site, sheet: NeighbourhoodSheet) -> str:
    """Page of a priority neighbourhood of one generation."""
    here, name = neighbourhood_page(sheet.code), sheet.name or sheet.code
    year = generation_year(sheet.generation)
    kind = _("Priority neighbourhood of {year}").format(year=year)
    main = (
        _head(site, here, name, sheet.code, join((kind, grey(sheet.communes or "")))),
        tag(
            "div",
            join(
                (
                    _neighbourhood_facts(site, here, sheet),
                    _picture(site, here, sheet.code, name, unmapped=False),
                )
            ),
            class_="two",
        ),
        section(_("Operations"), _operations(site, here, sheet.operations)),
        section(_("What came of it"), _evaluation(site, sheet)),
        section(_("Social actions"), _actions(sheet.social_actions)),
        section(_("Consultation"), _consultations(site, "neighbourhood_code", sheet.code)),
        section(_("In it and around"), _around(sheet.surroundings)),
    )
    description = _("{name}, priority neighbourhood of {year}: operations, social actions, figures.").format(
        name=name, year=year
    )
    return page(site, here, f"{name} ({year})", main, description=description)


# ---------------------------------------------------------------------- pieces


def _head(site: Site, here: str, name: str, code: str, below: object) -> Html:
    kind = "operation" if here.startswith("operations/") else "quartier"
    to_map = tag("a", _("See it on the map"), href=f"{site.link(here, HOME)}#{kind}={code}", class_="button")
    to_print = tag("button", _("Print"), type="button", data_print="yes", class_="button")
    title = tag("h1", join((name, " ", grey(code))))
    tools = tag("p", join((to_map, to_print)), class_="tools")
    return tag("div", join((title, tag("p", below, class_="below"), tools)), class_="head")


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


def _picture(site: Site, here: str, key: str, name: str, *, unmapped: bool) -> Html:
    if key in site.pictures:
        alt = _("Situation map of {name}; the tables of this page say where it lies.").format(name=name)
        drawn = site.file(here, f"images/{key}.svg")
        image = Html(
            tag("img", "", src=drawn, alt=alt, width="480", height="336", loading="lazy").removesuffix(
                "</img>"
            )
        )
        return tag("figure", image)
    if unmapped:
        return tag(
            "p",
            _("The footprint of this operation is not published: it has none that its commune has approved."),
            class_="told",
        )
    return Html("")


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


def _actions(actions: Sequence[SocialAction]) -> Html:
    if not actions:
        return Html("")
    rows = [
        (
            action.name,
            action.theme_label,
            action.holder or UNKNOWN,
            _dates(action),
            action.results or UNKNOWN,
        )
        for action in actions
    ]
    heads = (Head(_("Action")), Head(_("Theme")), Head(_("Carried by")), Head(_("Dates")), Head(_("Results")))
    return table(_("Social actions linked to this place"), heads, rows)


def _dates(action: SocialAction) -> str:
    """When an action takes place; unknown ends are left out."""
    if action.start is None and action.end is None:
        return UNKNOWN
    if action.end is None:
        return _("since {date}").format(date=date(action.start))
    if action.start is None:
        return _("until {date}").format(date=date(action.end))
    return f"{date(action.start)}\N{EN DASH}{date(action.end)}"


def _consultations(site: Site, column: str, key: str) -> Html:
    rows = [
        (
            event["name"],
            date(known(event["held_on"])),
            known(event["place"]) or UNKNOWN,
            number(known(event["contributions"])),
            known(event["results"]) or UNKNOWN,
        )
        for event in site.events
        if event[column] == key
    ]
    if not rows:
        return Html("")
    heads = (
        Head(_("Event")),
        Head(_("Date"), number=True),
        Head(_("Place")),
        Head(_("Contributions"), number=True),
        Head(_("Results")),
    )
    return table(_("Events of the consultation"), heads, rows)


def _around(found: Surroundings | None) -> Html:
    if found is None:
        return Html("")
    rows = [
        (_("Social dwellings"), number(found.on.dwellings), number(found.near.dwellings)),
        (_("Public facilities"), number(found.on.facilities), number(found.near.facilities)),
        *(
            (item.label or item.value or UNKNOWN, number(_count(found, item.value)), number(item.count))
            for item in found.near.by_kind
        ),
    ]
    near = _("Within {near} m").format(near=number(found.near_m))
    heads = (Head(_("What stands there")), Head(_("On it"), number=True), Head(near, number=True))
    return table(_("Social dwellings and public facilities"), heads, rows)


def _count(found: Surroundings, kind: str | None) -> int:
    return next((item.count for item in found.on.by_kind if item.value == kind), 0)


def _neighbourhood_facts(site: Site, here: str, sheet: NeighbourhoodSheet) -> Html:
    printed: object = ""
    if sheet.code in site.sheets:
        language = site.languages[0]
        path = site.file(here, f"fiches/{sheet.code}.pdf")
        told = LANGUAGE_NAMES.get(language, language)
        words = (
            _("Sheet to print (PDF)")
            if site.language == language
            else _("Sheet to print (PDF, {language})").format(language=told)
        )
        printed = tag("a", words, href=path, hreflang=language)
    outline = _("approximate, not the official one") if sheet.approximate else _("official")
    return facts(
        (
            (_("Communes"), sheet.communes),
            (_("Inhabitants"), number(sheet.population)),
            (_("Area"), area(sheet.area_m2)),
            (_("Outline"), outline),
            (_("Operations"), number(len(sheet.operations))),
            (_("Printed sheet"), printed),
        )
    )


def _operations(site: Site, here: str, lines: Iterable[OperationLine]) -> Html:
    rows = [
        (
            tag("a", line.name, href=site.link(here, operation_page(line.id))),
            step_badge(line.step, line.step_label),
            UNKNOWN if line.share is None else percent(line.share),
        )
        for line in lines
    ]
    if not rows:
        return tag("p", _("No operation with a published footprint lies in this neighbourhood."))
    heads = (Head(_("Operation")), Head(_("Step")), Head(_("Share of its footprint"), number=True))
    return table(_("Operations that lie in the neighbourhood"), heads, rows)


def _evaluation(site: Site, sheet: NeighbourhoodSheet) -> Html:
    """Indicators that the public may be told, those of which something is known; actions have a table of their own."""
    place = Place(PlaceKind(f"neighbourhood_{generation_year(sheet.generation)}"), sheet.code)
    told = {
        value.indicator.code: value
        for value in evaluate(site.world, [place])
        if sees_indicator(site.world.role, value.indicator.code) and value.value is not None
    }
    rows = [
        (
            value.indicator.label,
            value_text(value.value, value.indicator.unit),
            UNKNOWN if value.target.target is None else value_text(value.target.target, value.indicator.unit),
        )
        for code, value in told.items()
        if value.value and code.split(".")[0] not in ("access", "actions")
    ]
    heads = (Head(_("Indicator")), Head(_("Value"), number=True), Head(_("Target"), number=True))
    words = _(
        "Worked out from what is published: operations without a published footprint do not count here."
    )
    parts = (
        [table(_("Indicators of the neighbourhood"), heads, rows), tag("p", words, class_="g")]
        if rows
        else []
    )
    return join((*parts, _access(told)))


def _access(told: Mapping[str, Value]) -> Html:
    """Share of the social dwellings that are near each kind of facility."""
    rows = []
    for kind in KINDS:
        shares = [told.get(f"access.{kind.value}_{metres}") for metres in DISTANCES_M]
        if any(share is not None for share in shares):
            texts = (
                UNKNOWN if share is None else value_text(share.value, share.indicator.unit)
                for share in shares
            )
            rows.append((_(kind.label), *texts))
    if not rows:
        return Html("")
    within = [_("Within {near} m").format(near=number(metres)) for metres in DISTANCES_M]
    heads = (
        Head(_("Share of the social dwellings near a facility")),
        *(Head(words, number=True) for words in within),
    )
    return table(_("Facilities near the social dwellings"), heads, rows)
