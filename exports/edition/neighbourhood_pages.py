"""The page of a priority neighbourhood, to be read and to be printed."""

from collections.abc import Iterable, Mapping

from core.formats import UNKNOWN, area, number, percent
from core.languages import _
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
from exports.edition.site import LANGUAGE_NAMES, Site, neighbourhood_page, operation_page
from layers.facilities import KINDS
from maps.markup import Html, join, tag
from programme.evaluation.catalogue import DISTANCES_M
from programme.evaluation.evaluate import evaluate
from programme.evaluation.place import Place, PlaceKind
from programme.evaluation.value import Value
from programme.evaluation.words import value_text
from programme.place_sheets import NeighbourhoodSheet, OperationLine
from programme.visibility import sees_indicator


def neighbourhood_html(site: Site, sheet: NeighbourhoodSheet) -> str:
    """Page of a priority neighbourhood of one generation."""
    here, name = neighbourhood_page(sheet.code), sheet.name or sheet.code
    year = generation_year(sheet.generation)
    kind = _("Priority neighbourhood of {year}").format(year=year)
    main = (
        head_html(site, here, name, sheet.code, join((kind, grey(sheet.communes or "")))),
        tag(
            "div",
            join(
                (
                    _neighbourhood_facts(site, here, sheet),
                    picture_html(site, here, sheet.code, name, unmapped=False),
                )
            ),
            class_="two",
        ),
        section(_("Operations"), _operations(site, here, sheet.operations)),
        section(_("What came of it"), _evaluation(site, sheet)),
        section(_("Social actions"), actions_html(sheet.social_actions)),
        section(_("Consultation"), consultations_html(site, "neighbourhood_code", sheet.code)),
        section(_("In it and around"), around_html(sheet.surroundings)),
    )
    description = _("{name}, priority neighbourhood of {year}: operations, social actions, figures.").format(
        name=name, year=year
    )
    return page(site, here, f"{name} ({year})", main, description=description)


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
