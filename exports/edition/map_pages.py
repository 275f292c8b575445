"""Pages with the map: the home of an edition, and the frame that another page embeds."""

from collections.abc import Iterable

import numpy as np

from core.formats import number
from core.languages import N_, _, plural
from exports.edition.frame import iframe_code
from exports.edition.shell import grey, notice, page, site_name, step_badge
from exports.edition.site import DATA, EMBED, HOME, LIST, WORDS, Site, neighbourhood_page, operation_page
from gis.projection import metric_to_wgs84_bounds
from layers.registry import LAYERS
from maps.escape import text
from maps.markup import Html, join, tag
from maps.public_map import PublicMap, public_map
from programme.place_sheets import NeighbourhoodSheet
from programme.sheets import OperationSheet
from programme.words import STEP_ORDER, STEP_WORDS


def home_page(site: Site) -> str:
    """The map, and beside it the list of what is on it, with search and steps."""
    main = (
        tag("h1", site_name(site), class_="away"),
        tag("div", join((_search(site), _layers(site), _list(site))), class_="beside"),
        tag("div", join((_map(site, HOME).element, _scriptless(site, HOME), _card())), class_="map-place"),
    )
    return page(
        site,
        HOME,
        site_name(site),
        main,
        description=_(
            "Map of the urban renewal of {territory}: operations, priority neighbourhoods, parcels."
        ).format(territory=site.settings.installation.name),
        body_class="map",
        drawn=_map(site, HOME),
    )


def embed_page(site: Site) -> str:
    """The map alone, for a frame in another page."""
    drawn = _map(site, EMBED)
    whole = tag(
        "a", _("Open the whole edition"), href=site.link(EMBED, HOME), target="_blank", rel="noopener"
    )
    cards = tag("div", join(_items(site, EMBED)), hidden="hidden")
    main = (
        tag("h1", site_name(site), class_="away"),
        tag("div", join((drawn.element, _scriptless(site, EMBED), _card())), class_="map-place"),
        tag("div", join((whole, notice(site))), class_="frame-foot"),
        cards,
    )
    return page(site, EMBED, _("Map to embed"), main, body_class="frame", drawn=drawn, framed=True)


def frame_example(site: Site) -> str:
    """Code that another site pastes to show the map."""
    return iframe_code(title=site_name(site), page=site.path(EMBED))


def _map(site: Site, here: str) -> PublicMap:
    base = site.file(here, "data").removesuffix("data")
    return public_map(
        site.settings, site.held, shown=site.shown, bounds=_bounds(site), base=base, version=site.version
    )


def _bounds(site: Site) -> tuple[float, float, float, float]:
    """What is to be seen at first: the communes."""
    edges = np.asarray(site.world.snapshots["communes"].frame.total_bounds, dtype=float)
    west, south, east, north = metric_to_wgs84_bounds((edges[0], edges[1], edges[2], edges[3]))
    return round(west, 5), round(south, 5), round(east, 5), round(north, 5)


def _search(site: Site) -> Html:
    total = len(site.operations) + len(site.neighbourhoods)
    field = tag(
        "input",
        type="search",
        id="recherche",
        name="q",
        autocomplete="off",
        data_search="places",
        data_map="yes",
        aria_describedby="trouves",
        placeholder=_("Operation, commune, neighbourhood…"),
    ).removesuffix("</input>")
    held = {sheet.step for sheet in site.operations}
    steps = join(
        tag(
            "label",
            join((_box("data-step-of", "places", step, on=True), step_badge(step, _(STEP_WORDS[step])))),
        )
        for step in STEP_ORDER
        if step in held
    )
    return join(
        (
            tag("label", _("Search"), for_="recherche", class_="label"),
            Html(field),
            tag(
                "p",
                found_words(total),
                id="trouves",
                role="status",
                data_none=_("Nothing is called so."),
                data_one=_("1 place"),
                data_many=_("{count} places"),
            ),
            tag("details", join((tag("summary", _("Steps")), tag("div", steps, class_="choices")))),
        )
    )


def found_words(count: int) -> str:
    """How many places a list holds."""
    return plural(count, N_("{count} place in the list"), N_("{count} places in the list")).format(
        count=number(count)
    )


def _layers(site: Site) -> Html:
    boxes = join(
        tag("label", join((_box("data-layer-switch", "yes", key, on=key in site.shown), _(layer.title))))
        for key, layer in reversed(LAYERS.items())
        if key in site.held
    )
    everything = tag("button", _("Show the whole territory"), type="button", data_everything="yes")
    body = join((tag("summary", _("Layers of the map")), tag("div", boxes, class_="choices"), everything))
    return tag("details", body)


def _box(attribute: str, value: str, of: str, *, on: bool) -> Html:
    checked = " checked" if on else ""
    return Html(f'<input type="checkbox" value="{text(of)}" {attribute}="{value}"{checked}>')


def _list(site: Site) -> Html:
    whole = tag("a", _("All of it as a table"), href=site.link(HOME, LIST))
    more = tag("a", _("Data, licence, code to embed"), href=site.link(HOME, DATA))
    return join((join(_items(site, HOME)), tag("p", join((whole, " · ", more)), class_="more")))


def _items(site: Site, here: str) -> Iterable[Html]:
    """Operations, then neighbourhoods; each is also the card that the map shows."""
    yield _group(_("Operations"), "operations", (_operation(site, here, sheet) for sheet in site.operations))
    for generation, title in (
        ("neighbourhoods_2024", _("Priority neighbourhoods 2024")),
        ("neighbourhoods_2015", _("Priority neighbourhoods 2015")),
    ):
        sheets = [sheet for sheet in site.neighbourhoods if sheet.generation == generation]
        if sheets:
            yield _group(title, generation, (_neighbourhood(site, here, sheet) for sheet in sheets))


def _group(title: str, key: str, items: Iterable[Html]) -> Html:
    return join((tag("h2", title, data_head=key), tag("ul", join(items), class_="places")))


def _operation(site: Site, here: str, sheet: OperationSheet) -> Html:
    link = tag("a", sheet.name, href=site.link(here, operation_page(sheet.id)))
    unpublished = "" if not sheet.unmapped else tag("span", _("footprint not published"), class_="g")
    below = tag(
        "span",
        join((step_badge(sheet.step, sheet.step_label), grey(sheet.commune_name or ""), unpublished)),
        class_="below",
    )
    return tag(
        "li",
        tag("div", join((link, below)), data_card="yes"),
        data_in="places",
        data_under="operations",
        data_id=sheet.id,
        data_layer="operations",
        data_step=sheet.step,
    )


def _neighbourhood(site: Site, here: str, sheet: NeighbourhoodSheet) -> Html:
    link = tag("a", sheet.name or sheet.code, href=site.link(here, neighbourhood_page(sheet.code)))
    below = tag("span", join((grey(sheet.communes or ""), grey(sheet.code))), class_="below")
    return tag(
        "li",
        tag("div", join((link, below)), data_card="yes"),
        data_in="places",
        data_under=sheet.generation,
        data_id=sheet.code,
        data_layer=sheet.generation,
    )


def _scriptless(site: Site, here: str) -> Html:
    words = tag("a", _("The map in words"), href=site.link(here, WORDS))
    return tag(
        "noscript", tag("p", join((_("The map needs JavaScript. Without it:"), " ", words)), class_="told")
    )


def _card() -> Html:
    close = tag("button", _("Close"), type="button", data_everything="yes")
    words = tag("div", "", data_words="yes")
    return tag(
        "div",
        join((words, close)),
        id="chosen",
        role="region",
        aria_label=_("Chosen on the map"),
        hidden="hidden",
    )
