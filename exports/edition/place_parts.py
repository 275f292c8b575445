"""What the pages of an operation and of a neighbourhood share."""

from collections.abc import Sequence

from core.formats import UNKNOWN, date, number
from core.languages import _
from exports.edition.shell import (
    Head,
    grey,
    table,
)
from exports.edition.site import HOME, Site
from maps.markup import Html, join, tag
from programme.cells import known
from programme.places import Surroundings
from programme.social.actions import SocialAction


def head_html(site: Site, here: str, name: str, code: str, below: object) -> Html:
    """What stands above a page of a place: its name, its code, a line below, and ways to the map and to paper."""
    kind = "operation" if here.startswith("operations/") else "quartier"
    to_map = tag("a", _("See it on the map"), href=f"{site.link(here, HOME)}#{kind}={code}", class_="button")
    to_print = tag("button", _("Print"), type="button", data_print="yes", class_="button")
    title = tag("h1", join((name, " ", grey(code))))
    tools = tag("p", join((to_map, to_print)), class_="tools")
    return tag("div", join((title, tag("p", below, class_="below"), tools)), class_="head")


def picture_html(site: Site, here: str, key: str, name: str, *, unmapped: bool) -> Html:
    """Map of a place; a sentence where its footprint is not published, nothing where there is no map."""
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


def actions_html(actions: Sequence[SocialAction]) -> Html:
    """Social actions as a table; nothing where there are none."""
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


def consultations_html(site: Site, column: str, key: str) -> Html:
    """Consultations that a column ties to a key, as a table."""
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


def around_html(found: Surroundings | None) -> Html:
    """Dwellings and facilities on a place and near it, as a table."""
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
