"""Tables of a report: parcels, communes, neighbourhoods, rules, operations, dwellings and facilities."""

from collections.abc import Iterable

from core.formats import date, number, percent
from core.languages import N_, _, plural
from layers.layer import GeometryKind
from maps.check_map_paper import RELATIONS
from maps.check_pictures import picture_address
from maps.rendering import sign
from programme.check.report import NeighbourhoodTest, ParcelShare, Relation, Report, RuleResult
from programme.check.words import RELATION_WORDS, told
from programme.place_sheets import GENERATION_WORDS
from views.html import Column, Html, grey, heading, join, picture, table, tag, wide
from views.panel_operation import step_pill, surroundings_part

_PARCELS_SHOWN = 60
_TAKEN_WORDS = {
    Relation.WHOLE: (N_("{count} whole parcel"), N_("{count} whole parcels")),
    Relation.PARTIAL: (N_("{count} parcel in part"), N_("{count} parcels in part")),
    Relation.GRAZED: (N_("{count} parcel grazed"), N_("{count} parcels grazed")),
}


def parcels_part(report: Report) -> Html:
    """Parcels by how they are taken, what lies outside of them, and the communes."""
    if report.footprint is None:
        return tag("p", _("Without a footprint there is no parcel to name."))
    if report.outside_parcels_m2 is None:
        return tag("p", _("The cadastre is not imported: the parcels were not checked."))
    first, rest = report.parcels[:_PARCELS_SHOWN], report.parcels[_PARCELS_SHOWN:]
    shown = _parcel_table(first) if first else tag("p", _("The footprint lies on no parcel of the cadastre."))
    more = (
        tag(
            "details",
            join((tag("summary", _("{count} more").format(count=number(len(rest)))), _parcel_table(rest))),
        )
        if rest
        else ""
    )
    covered = sum(parcel.covered_m2 for parcel in report.parcels)
    sums = (
        (_("On parcels"), number(covered, decimals=1)),
        (_("On no parcel (streets, water)"), number(report.outside_parcels_m2, decimals=1)),
        *(
            ((_("Counted twice, as parcels overlap"), number(-report.parcels_overlap_m2, decimals=1)),)
            if report.parcels_overlap_m2
            else ()
        ),
    )
    total = (_("Footprint"), number(report.footprint.area_m2, decimals=1))
    columns = (Column(_("What the footprint is made of")), Column(_("Area (m²)"), number=True))
    return join(
        (
            _taken(report.parcels),
            shown,
            more,
            heading(_("Areas")),
            table(_("What the footprint is made of"), columns, sums, total),
            _communes(report),
        )
    )


def _taken(parcels: Iterable[ParcelShare]) -> Html:
    """How many are taken whole, in part, or grazed, with the sign that they have on the map."""
    counted = dict.fromkeys(Relation, 0)
    for parcel in parcels:
        counted[parcel.relation] += 1
    parts = [
        tag(
            "span",
            join(
                (
                    picture(
                        picture_address(sign(RELATIONS[relation][1], GeometryKind.POLYGON)),
                        width=18,
                        height=14,
                    ),
                    plural(count, *_TAKEN_WORDS[relation]).format(count=number(count)),
                )
            ),
        )
        for relation, count in counted.items()
        if count
    ]
    return tag("p", join(parts), class_="counts")


def _parcel_table(parcels: Iterable[ParcelShare]) -> Html:
    columns = (
        Column(_("Parcel")),
        Column(_("Record (m²)"), number=True),
        Column(_("Drawn (m²)"), number=True),
        Column(_("Covered (m²)"), number=True),
        Column(_("Share"), number=True),
        Column(_("Taken")),
    )
    rows = [
        (
            parcel.idu,
            number(parcel.recorded_m2),
            number(parcel.area_m2),
            number(parcel.covered_m2, decimals=1 if parcel.covered_m2 < 10 else 0),
            percent(parcel.share, decimals=0 if parcel.share in (0, 1) else 1),
            _(RELATION_WORDS[parcel.relation]),
        )
        for parcel in parcels
    ]
    caption = _("Parcels that the footprint touches")
    return wide(caption, table(caption, columns, rows), class_="wide tight")


def _communes(report: Report) -> Html:
    if not report.communes:
        return Html("")
    declared = " · " + _("declared")
    columns = (Column(_("Commune")), Column(_("Area (m²)"), number=True), Column(_("Share"), number=True))
    rows = [
        (
            join((item.name, grey(f" {item.insee}"), grey(declared) if item.declared else "")),
            number(item.area_m2, decimals=1 if item.area_m2 < 10 else 0),
            percent(item.share, decimals=0 if item.share in (0, 1) else 1),
        )
        for item in report.communes
    ]
    return join((heading(_("Communes")), table(_("Communes that the footprint lies in"), columns, rows)))


def situation_part(report: Report) -> Html:
    """Neighbourhoods, rules, other operations, dwellings and facilities."""
    if report.footprint is None:
        return tag("p", _("Without a footprint nothing can be said of where it lies."))
    around = surroundings_part(report.surroundings) if report.surroundings else ""
    return join((_neighbourhoods(report), _rules(report), _operations(report), around))


def _neighbourhoods(report: Report) -> Html:
    head = heading(_("Priority neighbourhoods"))
    if not report.neighbourhoods:
        return join((head, tag("p", _("None lies within 500 m."))))
    heads = (_("Share"), _("Nearest (m)"), _("Farthest (m)"), _("Margin to 300 m"), _("Margin to 500 m"))
    caption = _("Priority neighbourhoods and their distances")
    body = join(_neighbourhood(item, len(heads)) for item in report.neighbourhoods)
    row = tag("tr", join(tag("th", words, scope="col", class_="n") for words in heads))
    whole = tag("table", join((tag("caption", caption), tag("thead", row), body)), class_="t")
    return join((head, tag("div", whole, class_="tight")))


def _neighbourhood(item: NeighbourhoodTest, columns: int) -> Html:
    """Two lines: which one and what the tests say, then the figures in their columns."""
    known = grey(f" {item.code}, {_(GENERATION_WORDS[item.generation])}")
    name = join((item.name or item.code, known, tag("div", _within(item), class_="plain")))
    figures = (
        percent(item.share, decimals=0 if item.share in (0, 1) else 1),
        number(item.distance_m, decimals=1 if 0 < item.distance_m < 10 else 0),
        number(item.farthest_m, decimals=1 if 0 < item.farthest_m < 10 else 0),
        _margin(item.margin_300_m),
        _margin(item.margin_500_m),
    )
    return tag(
        "tbody",
        join(
            (
                tag("tr", tag("th", name, scope="rowgroup", colspan=columns, class_="who")),
                tag("tr", join(tag("td", figure, class_="n") for figure in figures)),
            )
        ),
    )


def _margin(metres: float) -> str:
    """Margin with its sign; negative beyond the limit."""
    words = number(abs(metres), decimals=1 if abs(metres) < 10 else 0)
    return f"\u2212{words}" if metres < 0 else f"+{words}"


def _within(item: NeighbourhoodTest) -> str:
    """The tests of the reduced VAT, in words."""
    if item.share >= 1:
        return _("wholly inside")
    if item.entirely_within_300_m:
        return _("entirely less than 300 m away")
    if item.partly_within_300_m and item.entirely_within_500_m:
        return _("partly less than 300 m, entirely less than 500 m away")
    if item.entirely_within_500_m:
        return _("entirely less than 500 m away")
    return (
        _("partly less than 300 m away")
        if item.partly_within_300_m
        else _("not entirely less than 500 m away")
    )


def _rules(report: Report) -> Html:
    if not report.rules:
        return Html("")
    lines = [tag("li", _rule(rule)) for rule in report.rules]
    note = tag("p", grey(_("Indicative, neither legal nor tax advice.")))
    return join((heading(_("Rules that follow")), tag("ul", join(lines), class_="rules"), note))


def _rule(rule: RuleResult) -> Html:
    answer = {
        True: _("conditions of place met"),
        False: _("conditions of place not met"),
        None: _("cannot be told here"),
    }[rule.applies]
    source = tag("a", rule.source, href=rule.url, rel="noreferrer") if rule.url else rule.source
    days = " – ".join(date(day) if day else "…" for day in (rule.valid_from, rule.valid_to))
    in_force = f" · {days}" if rule.valid_from or rule.valid_to else ""
    return join(
        (
            tag("b", _(rule.title)),
            " · ",
            tag("span", answer, class_=f"answer {str(rule.applies).lower()}"),
            tag("div", told(rule)) if rule.reason else "",
            tag(
                "details",
                join(
                    (
                        tag("summary", _("Text of the rule")),
                        tag("p", _(rule.text)),
                        tag("p", join((source, in_force)), class_="g"),
                    )
                ),
            ),
        )
    )


def _operations(report: Report) -> Html:
    head = heading(_("Other operations on the same ground"))
    if not report.operations:
        return join((head, tag("p", _("None."))))
    columns = (
        Column(_("Operation")),
        Column(_("In common (m²)"), number=True),
        Column(_("Share"), number=True),
    )
    rows = [
        (
            join(
                (
                    item.name,
                    grey(f" {item.id} "),
                    step_pill(item.step, item.step_label),
                    grey(_("the same outline")) if item.same else "",
                )
            ),
            number(item.area_m2, decimals=1 if item.area_m2 < 10 else 0),
            percent(item.share, decimals=1),
        )
        for item in report.operations
    ]
    return join((head, table(_("Other operations on the same ground"), columns, rows)))
