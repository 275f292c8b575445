"""The frame of every page: head, navigation, notice of fictitious data, foot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.formats import UNKNOWN, date
from core.languages import _
from exports.edition.site import DATA, HOME, LANGUAGE_NAMES, LIST, WORDS, Site
from layers.layer import GeometryKind
from layers.operations import OPERATIONS
from maps.markup import Html, join, tag
from maps.public_map import PublicMap
from maps.rendering import sign
from programme.world import GENERATIONS


def page(
    site: Site,
    here: str,
    title: str,
    main: Iterable[object],
    *,
    description: str = "",
    body_class: str = "text",
    drawn: PublicMap | None = None,
    framed: bool = False,
    data: str = "",
) -> str:
    """Write a page.

    Parameters
    ----------
    site, here
        The edition, and the path of the page within its language.
    title
        Of the page; that of the edition follows it in the window.
    main
        Content.
    description
        For search engines; plain words.
    body_class
        ``text``, ``map`` or ``frame``.
    drawn
        Map of the page, whose libraries are then loaded.
    framed
        True: for a frame in another page, without head, navigation and foot.
    data
        JSON-LD of the page.
    """
    name = site_name(site)
    head = [
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", name if title == name else f"{title} · {name}"),
        _meta("description", description or title),
        _meta("generator", "Trame"),
        Html('<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">'),
        *(_sheet(site, here, "map.css") for _only in [drawn] if drawn is not None),
        _sheet(site, here, "site.css"),
        *(
            Html(f'<link rel="alternate" hreflang="{other}" href="{site.link(here, here, other)}">')
            for other in site.languages
        ),
        *([Html(f'<script type="application/ld+json">{data}</script>')] if data else []),
    ]
    content = tag("main", join(main), id="contenu", tabindex="-1")
    parts = [content] if framed else [_top(site, here), content, _foot(site, here)]
    scripts = [_script(site, here, "site.js")]
    if drawn is not None:
        scripts = [_script(site, here, "map.js"), Html(f"<script>{drawn.script}</script>"), *scripts]
    body = tag("body", join([*parts, *scripts]), class_=body_class)
    return f"<!DOCTYPE html>\n{tag('html', join((tag('head', join(head)), body)), lang=site.language)}\n"


def site_name(site: Site) -> str:
    """Title of the edition."""
    return _("Urban renewal · {territory}").format(territory=site.settings.installation.name)


def notice(site: Site) -> Html:
    """Notice that the data is invented; nothing where it is not."""
    if not site.fictitious:
        return Html("")
    return tag("p", _("Demonstration data, fictitious"), class_="notice")


def _top(site: Site, here: str) -> Html:
    links = [
        (HOME, _("Map")),
        (LIST, _("List")),
        (WORDS, _("The map in words")),
        (DATA, _("Data and licence")),
    ]
    items = join(
        tag("li", tag("a", words, href=site.link(here, path), aria_current="page" if path == here else None))
        for path, words in links
    )
    others = join(
        tag(
            "a",
            LANGUAGE_NAMES.get(other, other),
            href=site.link(here, here, other),
            lang=other,
            hreflang=other,
        )
        for other in site.languages
        if other != site.language
    )
    return join(
        (
            tag("a", _("Go to the content"), href="#contenu", class_="skip"),
            tag(
                "header",
                join(
                    (
                        tag("a", site_name(site), href=site.link(here, HOME), class_="brand"),
                        tag("nav", tag("ul", items), aria_label=_("Pages")),
                        tag("div", others, class_="languages") if others else "",
                        notice(site),
                    )
                ),
                class_="top",
            ),
        )
    )


def _foot(site: Site, here: str) -> Html:
    words = _(
        "Public edition of {date}. What is not public is not in it: amounts by funder, footprints that are not "
        "approved, names of persons, internal remarks, small numbers."
    ).format(date=date(site.day))
    more = tag("a", _("Sources, licence and data"), href=site.link(here, DATA))
    return tag("footer", join((tag("p", words), tag("p", more))), class_="foot")


def _meta(name: str, content: str) -> Html:
    return Html(tag("meta", "", name=name, content=content).removesuffix("</meta>"))


def _sheet(site: Site, here: str, name: str) -> Html:
    return Html(f'<link rel="stylesheet" href="{_asset(site, here, name)}">')


def _script(site: Site, here: str, name: str) -> Html:
    return Html(f'<script src="{_asset(site, here, name)}"></script>')


def _asset(site: Site, here: str, name: str) -> str:
    return f"{site.file(here, f'assets/{name}')}?v={site.version}"


# ---------------------------------------------------------------------- pieces of pages


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a column; numbers are aligned to the right."""

    title: str
    number: bool = False


def table(caption: str, heads: Sequence[Head], rows: Iterable[Sequence[object]]) -> Html:
    """Write a table that can be scrolled where it is too wide; the first cell of a row is its head."""
    top = join(tag("th", head.title, scope="col", class_="n" if head.number else None) for head in heads)
    body = join(tag("tr", _cells(heads, row)) for row in rows)
    content = tag("table", join((tag("caption", caption), tag("thead", tag("tr", top)), tag("tbody", body))))
    return tag("div", content, class_="wide", role="region", aria_label=caption, tabindex="0")


def _cells(heads: Sequence[Head], row: Sequence[object]) -> Html:
    first = tag("th", row[0], scope="row")
    rest = (
        tag("td", cell, class_="n" if head.number else None)
        for head, cell in zip(heads[1:], row[1:], strict=True)
    )
    return join((first, *rest))


def facts(pairs: Iterable[tuple[str, object]]) -> Html:
    """List of names and values; what is not known is left out."""
    known = [(name, value) for name, value in pairs if value not in (None, "", UNKNOWN)]
    return (
        tag("dl", join(join((tag("dt", name), tag("dd", value))) for name, value in known))
        if known
        else Html("")
    )


def section(title: str, *content: object) -> Html:
    """Part of a page; nothing where nothing is in it."""
    held = [part for part in content if part]
    return tag("section", join((tag("h2", title), *held))) if held else Html("")


def step_badge(step: str, label: str) -> Html:
    """Step of an operation: its sign and its word."""
    picture = Html(sign(OPERATIONS.symbol.style_of(step), GeometryKind.POLYGON))
    return tag("span", join((picture, label)), class_="step")


def grey(words: object) -> Html:
    """Secondary words, such as a code beside a name."""
    return tag("span", words, class_="g")


def generation_year(generation: str) -> str:
    """Year of a generation of neighbourhoods, from the key of its layer."""
    assert generation in GENERATIONS
    return generation.rsplit("_", 1)[1]
