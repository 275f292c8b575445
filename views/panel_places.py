"""The panels of places: a neighbourhood, a commune, or any other feature with its fields."""

import datetime as dt

from core.formats import area, date, money, number
from core.languages import _
from layers.layer import FieldType, Layer
from programme.cells import known
from programme.identify import Found
from programme.money.funding import FunderRow
from programme.place_sheets import GENERATION_WORDS, CommuneSheet, NeighbourhoodSheet
from programme.places import Tally
from programme.steps import FundingKind
from programme.words import FUNDING_KINDS, word
from views.html import Column, Html, grey, heading, join, table, tag, wide
from views.panel_operation import step_pill, surroundings_part

_HIDDEN = frozenset({"fictitious", "approximate"})


def neighbourhood_panel(sheet: NeighbourhoodSheet) -> Html:
    """Sheet of a priority neighbourhood of one generation."""
    approximate = (
        tag("p", _("Approximate outline, not the official one."), class_="fictitious")
        if sheet.approximate
        else ""
    )
    figures = (
        (_("inhabitants"), number(sheet.population)),
        (_("area"), area(sheet.area_m2)),
        (_("operations"), number(len(sheet.operations))),
        (_("social actions"), number(len(sheet.social_actions))),
    )
    parts = (
        tag(
            "p",
            join(
                (
                    grey(_("Priority neighbourhood, {generation}").format(generation=sheet.generation_label)),
                    " · ",
                    sheet.communes or "",
                )
            ),
        ),
        tag("h2", join((sheet.name or sheet.code, " ", grey(sheet.code)))),
        approximate,
        _figures(figures),
        _steps_part(sheet.operations_by_step),
        _operations_list(sheet),
        _money_part(sheet),
        _themes_part(sheet.social_actions_by_theme),
        surroundings_part(sheet.surroundings, inside=True),
    )
    return tag("div", join(parts), class_="p")


def commune_panel(sheet: CommuneSheet) -> Html:
    """Sheet of a commune."""
    figures = (
        (_("inhabitants"), number(sheet.population)),
        (_("operations"), number(len(sheet.operations))),
        (_("of which unmapped"), number(sheet.unmapped)),
    )
    places = [
        tag(
            "li",
            join((line.name or line.code, grey(f" {line.code}, {_(GENERATION_WORDS[line.generation])}"))),
        )
        for line in sheet.neighbourhoods
    ]
    none = tag("p", _("No priority neighbourhood of the library lies here."))
    parts = (
        tag("p", join((grey(_("Commune {insee}").format(insee=sheet.insee)), " · ", sheet.ept or ""))),
        tag("h2", sheet.name or sheet.insee),
        _figures(figures),
        _steps_part(sheet.operations_by_step),
        _operations_list(sheet),
        heading(_("Neighbourhoods")),
        tag("ul", join(places)) if places else none,
    )
    return tag("div", join(parts), class_="p")


def feature_panel(layer: Layer, found: Found) -> Html:
    """Fields of any other feature, under the names that its layer declares."""
    rows = [
        (
            _(item.title) + (f" ({item.unit})" if item.unit else ""),
            _cell(layer, item.name, found.fields.get(item.name)),
        )
        for item in layer.fields
        if item.name not in _HIDDEN
    ]
    columns = (Column(_("Field")), Column(_("Value")))
    fictitious = (
        tag("p", _("Fictitious, invented for the demonstration."), class_="fictitious")
        if found.fields.get("fictitious")
        else ""
    )
    parts = (
        tag("p", grey(_(layer.singular))),
        tag("h2", found.label or found.id),
        fictitious,
        table(_(layer.singular), columns, rows),
        tag("p", grey(_("Source: {source}").format(source=_(layer.source)))),
    )
    return tag("div", join(parts), class_="p")


def _cell(layer: Layer, name: str, value: object) -> str:
    declared = layer.by_name[name]
    found = known(value)
    if found is None:
        return "—"
    if declared.choices:
        return word(declared.choices, str(found)) or str(found)
    if declared.type is FieldType.DATE:
        return date(dt.date.fromisoformat(str(found)))
    if declared.type is FieldType.BOOLEAN:
        return _("yes") if found else _("no")
    if declared.type in (FieldType.INTEGER, FieldType.DECIMAL) and name != "year":
        return number(found)
    return str(found)


def _figures(figures: tuple[tuple[str, str], ...]) -> Html:
    return tag(
        "div", join(tag("div", join((tag("b", value), label))) for label, value in figures), class_="figures"
    )


def _steps_part(steps: tuple[Tally, ...]) -> Html:
    if not steps:
        return join((heading(_("Operations by step")), tag("p", _("No operation here."))))
    lines = [
        tag("li", join((step_pill(tally.value or "", tally.label or ""), number(tally.count))))
        for tally in steps
    ]
    return join((heading(_("Operations by step")), tag("ul", join(lines))))


def _operations_list(sheet: NeighbourhoodSheet | CommuneSheet) -> Html:
    if not sheet.operations:
        return Html("")
    lines = [
        tag("li", join((line.name, grey(f" {line.id} · {line.step_label}")))) for line in sheet.operations
    ]
    summary = tag("summary", _("List of the operations ({count})").format(count=number(len(lines))))
    return tag("details", join((summary, tag("ul", join(lines)))))


def _money_part(sheet: NeighbourhoodSheet) -> Html:
    if sheet.funding_withheld:
        return join((heading(_("Money by funder")), tag("p", _("The amounts by funder are not public."))))
    if not sheet.money_by_funder:
        return join((heading(_("Money by funder")), tag("p", _("No funding is known here."))))
    columns = (
        Column(_("Funder")),
        Column(_("Requested"), number=True),
        Column(_("Committed amount"), number=True),
        Column(_("Paid"), number=True),
    )
    rows = [
        (
            _funder(row),
            money(row.amounts.requested_eur),
            money(row.amounts.committed_eur),
            money(row.amounts.paid_eur),
        )
        for row in sheet.money_by_funder
    ]
    caption = _("Money by funder, amounts in euros")
    note = _("Whole amounts, in euros, of the operations that lie in the neighbourhood at least in part.")
    return join(
        (
            heading(_("Money by funder")),
            wide(caption, table(caption, columns, rows)),
            tag("p", grey(note)),
        )
    )


def _funder(row: FunderRow) -> Html:
    kind = "" if row.kind is FundingKind.SUBSIDY else f" ({(word(FUNDING_KINDS, row.kind) or '').lower()})"
    return join((row.short_name, grey(kind)))


def _themes_part(themes: tuple[Tally, ...]) -> Html:
    if not themes:
        return join(
            (heading(_("Social actions by theme")), tag("p", _("No social action here: a gap to look at.")))
        )
    unknown = _("unknown")
    lines = [tag("li", f"{tally.label or unknown} · {number(tally.count)}") for tally in themes]
    return join((heading(_("Social actions by theme")), tag("ul", join(lines))))
