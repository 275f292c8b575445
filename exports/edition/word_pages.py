"""Pages without the map: everything as tables with search, and the map in words."""

from collections.abc import Iterable

from core.formats import UNKNOWN, area, euros, number
from core.languages import N_, _, plural
from exports.edition.shell import Head, generation_year, grey, page, section, step_badge, table
from exports.edition.site import LIST, WORDS, Site, neighbourhood_page, operation_page
from maps.markup import Html, join, tag
from programme.sheets import OperationSheet
from programme.words import STEP_ORDER, STEP_WORDS
from programme.world import GENERATIONS


def list_page(site: Site) -> str:
    """All operations and all neighbourhoods as tables, with a search."""
    field = tag(
        "input",
        type="search",
        id="recherche",
        autocomplete="off",
        data_search="rows",
        aria_describedby="trouves",
        placeholder=_("Operation, commune, owner, step…"),
    ).removesuffix("</input>")
    told = tag(
        "p",
        "",
        id="trouves",
        role="status",
        data_none=_("No row has these words."),
        data_one=_("1 row"),
        data_many=_("{count} rows"),
    )
    main = (
        tag("h1", _("Operations and neighbourhoods")),
        tag("p", join((tag("label", _("Search"), for_="recherche", class_="label"), Html(field)))),
        told,
        section(_("Operations"), _operations(site)),
        *(section(_TITLES[generation](), _neighbourhoods(site, generation)) for generation in GENERATIONS),
    )
    return page(
        site, LIST, _("List"), main, description=_("Every operation and every neighbourhood, as tables.")
    )


def words_page(site: Site) -> str:
    """What the map shows, for those who do not see it: counts, then each commune with what lies in it."""
    main = (
        tag("h1", _("The map in words")),
        tag("p", _overview(site), class_="lead"),
        section(_("By step"), _steps(site)),
        *_communes(site),
    )
    return page(site, WORDS, _("The map in words"), main, description=_overview(site))


_TITLES = {
    "neighbourhoods_2024": lambda: _("Priority neighbourhoods 2024"),
    "neighbourhoods_2015": lambda: _("Priority neighbourhoods 2015"),
}


def _operations(site: Site) -> Html:
    heads = (
        Head(_("Operation")),
        Head(_("Commune")),
        Head(_("Step")),
        Head(_("Project owner")),
        Head(_("Cost excl. tax, €"), number=True),
        Head(_("Footprint"), number=True),
    )
    rows = [
        (
            tag("a", sheet.name, href=site.link(LIST, operation_page(sheet.id))),
            sheet.commune_name or UNKNOWN,
            step_badge(sheet.step, sheet.step_label),
            sheet.owner or UNKNOWN,
            number(sheet.cost_excl_tax_eur),
            _("not published") if sheet.unmapped else area(sheet.area_m2),
        )
        for sheet in site.operations
    ]
    return _searched(table(_("Every operation of the programme"), heads, rows))


def _neighbourhoods(site: Site, generation: str) -> Html:
    heads = (
        Head(_("Neighbourhood")),
        Head(_("Code")),
        Head(_("Communes")),
        Head(_("Inhabitants"), number=True),
        Head(_("Operations"), number=True),
    )
    rows = [
        (
            tag("a", sheet.name or sheet.code, href=site.link(LIST, neighbourhood_page(sheet.code))),
            sheet.code,
            sheet.communes or UNKNOWN,
            number(sheet.population),
            number(len(sheet.operations)),
        )
        for sheet in site.neighbourhoods
        if sheet.generation == generation
    ]
    caption = _("Priority neighbourhoods of {year}").format(year=generation_year(generation))
    return _searched(table(caption, heads, rows)) if rows else Html("")


def _searched(rows: Html) -> Html:
    """Rows that the search of the page keeps or hides."""
    return Html(rows.replace('<tr><th scope="row">', '<tr data-in="rows"><th scope="row">'))


def _overview(site: Site) -> str:
    mapped = sum(not sheet.unmapped for sheet in site.operations)
    told = plural(
        len(site.operations),
        N_(
            "The map of {territory} shows {mapped} of {count} operation of the programme: those whose footprint is "
            "published."
        ),
        N_(
            "The map of {territory} shows {mapped} of {count} operations of the programme: those whose footprint is "
            "published."
        ),
    )
    return told.format(
        territory=site.settings.installation.name, mapped=number(mapped), count=number(len(site.operations))
    )


def _steps(site: Site) -> Html:
    rows = []
    for step in STEP_ORDER:
        held = [sheet for sheet in site.operations if sheet.step == step]
        if held:
            shown = sum(not sheet.unmapped for sheet in held)
            rows.append((step_badge(step, _(STEP_WORDS[step])), number(len(held)), number(shown)))
    heads = (Head(_("Step")), Head(_("Operations"), number=True), Head(_("On the map"), number=True))
    return table(_("Operations by step"), heads, rows)


def _communes(site: Site) -> Iterable[Html]:
    by_commune: dict[str, list[OperationSheet]] = {}
    for sheet in site.operations:
        by_commune.setdefault(sheet.commune_name or UNKNOWN, []).append(sheet)
    for name, sheets in by_commune.items():
        yield section(name, tag("ul", join(tag("li", _sentence(site, sheet)) for sheet in sheets)))


def _sentence(site: Site, sheet: OperationSheet) -> Html:
    """Where an operation lies and where it stands, in one line."""
    link = tag("a", sheet.name, href=site.link(WORDS, operation_page(sheet.id)))
    parts = [sheet.step_label.lower()]
    if sheet.unmapped:
        parts.append(_("footprint not published"))
    else:
        parts.append(area(sheet.area_m2))
        parts += [
            _("in {name} ({year})").format(
                name=found.name or found.code, year=generation_year(found.generation)
            )
            for found in sheet.neighbourhoods
            if found.share > 0
        ]
    if sheet.cost_excl_tax_eur is not None:
        parts.append(_("{cost} excluding tax").format(cost=euros(sheet.cost_excl_tax_eur)))
    return join((link, " ", grey(sheet.id), " : " if site.language == "fr" else ": ", ", ".join(parts)))
