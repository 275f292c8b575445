"""The page on data: where it comes from, under which licence, what is not in it and why, and how to embed the map."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.formats import date
from core.languages import N_, _
from exports.edition.map_pages import frame_example
from exports.edition.shell import Head, page, section, site_name, table
from exports.edition.site import DATA, EMBED, Site
from layers.registry import LAYERS
from maps.markup import Html, join, tag
from programme.confidentiality import RULES, Extent
from programme.evaluation.suppression import ENTERPRISES, PERSONS

LICENCE = N_("Licence Ouverte 2.0")
"""Of the edition itself: what an administration publishes may be used again (CRPA, art. L321-1 and D323-2-1)."""
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def data_page(site: Site) -> str:
    """Sources, licence, rules of confidentiality, files, code to embed."""
    main = (
        tag("h1", _("Data and licence")),
        section(_("Sources"), _sources(site)),
        section(_("Licence"), *_licence()),
        section(_("What is not in this edition"), _rules()),
        section(_("Files"), _files(site)),
        section(_("Show the map on another site"), *_embedding(site)),
    )
    title = _("Data and licence")
    catalogue = json.dumps(catalogue_of(site), ensure_ascii=False).replace("<", "\\u003c")
    return page(
        site, DATA, title, main, description=_("Sources, licence, files and code to embed."), data=catalogue
    )


def catalogue_of(site: Site) -> Mapping[str, Any]:
    """Metadata of the edition: DCAT, as JSON-LD."""
    day = site.day.isoformat()
    licence = LICENCE_URL
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "dct:title": site_name(site),
        "dct:description": _about(site),
        "dct:language": list(site.languages),
        "dct:issued": day,
        "dct:license": licence,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": site.settings.installation.name},
        "dcat:dataset": [
            {
                "@type": "dcat:Dataset",
                "dct:identifier": key,
                "dct:title": _(LAYERS[key].title),
                "dct:source": source,
                "dct:rights": rights,
                "dct:modified": day_of_data,
                "dct:hasVersion": site.held[key],
                "dcat:distribution": {
                    "@type": "dcat:Distribution",
                    "dcat:accessURL": _file_of(key),
                    "dcat:mediaType": _media(key),
                },
            }
            for key, source, rights, day_of_data in _facts(site)
        ],
    }


def _about(site: Site) -> str:
    words = _(
        "Operations of urban renewal, priority neighbourhoods and what lies around them, as they are public."
    )
    return f"{words} {_('Demonstration data, fictitious')}." if site.fictitious else words


def _facts(site: Site) -> Iterable[tuple[str, str, str, str]]:
    """Key, source, licence and date of the data of each layer that the edition holds."""
    for key, layer in LAYERS.items():
        if key not in site.held:
            continue
        if layer.in_programme:
            yield key, _(layer.source), _(LICENCE), site.day.isoformat()
        else:
            revision = site.world.snapshots[key].revision
            day = "" if revision.data_date is None else revision.data_date.isoformat()
            yield key, _(revision.source or layer.source), _(revision.licence or layer.licence), day


def _sources(site: Site) -> Html:
    rows = [
        (
            _(LAYERS[key].title),
            source,
            rights,
            date(site.day if LAYERS[key].in_programme else site.world.snapshots[key].revision.data_date),
            site.held[key],
        )
        for key, source, rights, _day in _facts(site)
    ]
    heads = (Head(_("Layer")), Head(_("Source")), Head(_("Licence")), Head(_("Date")), Head(_("Version")))
    return table(_("Layers of this edition"), heads, rows)


def _licence() -> tuple[object, ...]:
    link = tag("a", _(LICENCE), href=LICENCE_URL, rel="external noopener")
    told = _("Whoever uses them again names the source and the date of this edition.")
    return (
        tag(
            "p",
            join((_("The texts, figures and footprints of this edition are under"), " ", link, ". ", told)),
        ),
    )


def _rules() -> Html:
    """Rules of confidentiality, in words: what is kept back, and why."""
    reasons: dict[str, None] = {}
    for rule in RULES:
        if rule.extent is not Extent.SMALL_COUNTS_IN_TEXT:
            reasons.setdefault(_(rule.reason))
    small = _("Small numbers: under {persons} persons, under {enterprises} enterprises.").format(
        persons=PERSONS, enterprises=ENTERPRISES
    )
    return tag("ul", join(tag("li", words) for words in (*reasons, small)))


def _file_of(key: str) -> str:
    tiled = str(LAYERS[key].delivery) == "tiles"
    return "data/tiles.pmtiles" if tiled else f"data/{key}.geojson"


def _media(key: str) -> str:
    return "application/vnd.pmtiles" if str(LAYERS[key].delivery) == "tiles" else "application/geo+json"


def _files(site: Site) -> Html:
    files = dict.fromkeys(_file_of(key) for key in LAYERS if key in site.held)
    rows = [
        (
            path,
            ", ".join(_(LAYERS[key].title) for key in LAYERS if key in site.held and _file_of(key) == path),
        )
        for path in files
    ]
    rows += [("catalogue.jsonld", _("Metadata (DCAT)")), ("LICENCE.txt", _("Licence"))]
    linked = [(tag("a", path, href=site.file(DATA, path)), words) for path, words in rows]
    return table(_("Files to take"), (Head(_("File")), Head(_("What is in it"))), linked)


def _embedding(site: Site) -> tuple[object, ...]:
    told = _(
        "Put this folder on a web server, write its address in place of the dots, and paste this code into the page:"
    )
    area = tag(
        "textarea",
        frame_example(site),
        id="code",
        rows="4",
        readonly="readonly",
        aria_label=_("Code to paste"),
    )
    copy = tag(
        "button", _("Copy the code"), type="button", data_copy="code", data_done=_("Copied"), class_="button"
    )
    see = tag("a", _("See the frame"), href=site.link(DATA, EMBED))
    return tag("p", told), area, tag("p", join((copy, " ", see)))
