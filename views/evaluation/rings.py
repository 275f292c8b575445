"""Three rings around a neighbourhood, and access of the dwellings of a place to each kind of facility."""

from collections.abc import Sequence

import streamlit as st

from core.formats import UNKNOWN, number
from core.languages import N_, _
from layers.facilities import FACILITIES, KINDS
from layers.layer import GeometryKind
from maps.check_pictures import picture_address
from maps.rendering import sign
from programme.evaluation.access import KindAccess, access
from programme.evaluation.catalogue import DISTANCES_M
from programme.evaluation.indicators import Subject, Unit
from programme.evaluation.place import Place, place_name, places
from programme.evaluation.rings import Ring, rings
from programme.evaluation.value import Value
from programme.evaluation.zone import zone
from programme.world import World
from views.evaluation.ground import neighbourhoods_of
from views.evaluation.indicators import WITHIN
from views.evaluation.state import change, state
from views.evaluation.words import amount_words, share_bar, value_words
from views.html import Column, Html, join, picture, table, tag, wide
from views.plain import unmarked

_AROUND = "evaluation_around"
_APART = (Subject.ACCESS, Subject.REHOUSING)
"""Access has a table of its own; households are not told by ring."""
RULE = N_(
    "An operation counts in the innermost ring that its footprint touches; without a footprint, in the rest of its "
    "commune. The border is all land within 500 m, of other communes too. Households are not told by ring."
)
NEARNESS = N_(
    "Share of the social dwellings whose residence is that near to a facility of the kind, as the crow flies, wherever "
    "the facility lies."
)


def show(world: World, place: Place) -> None:
    """Draw the part."""
    middle = _middle(world, place)
    if middle is None:
        st.info(_("No priority neighbourhood lies in this place: it has no rings."))
    else:
        name = place_name(world, middle)
        found = rings(world, middle)
        st.header(_("Three rings: {name}").format(name=unmarked(name)))
        st.html(_sizes(found))
        st.html(_rings(found))
        st.html(tag("p", _(RULE), class_="remark"))
        st.header(_("Access to facilities in the three rings: {name}").format(name=unmarked(name)))
        st.html(_access([ring.label for ring in found], [ring.access for ring in found]))
    if middle != place:
        name = place_name(world, place)
        st.header(_("Access to facilities: {name}").format(name=unmarked(name)))
        st.html(_access([name], [access(world, zone(world, place))]))
    st.html(tag("p", _(NEARNESS), class_="remark"))


def _middle(world: World, place: Place) -> Place | None:
    """Neighbourhood whose rings are shown: the place itself, or one of those that lie in it."""
    if place.generation is not None:
        return place
    codes = neighbourhoods_of(world, place)
    inside = [
        item
        for item in places(world)
        if item.generation is not None and (codes is None or item.code in codes)
    ]
    if not inside:
        return None
    asked = state().around
    st.session_state[_AROUND] = asked if asked in inside else inside[0]
    with st.container(key="evaluation_choices"):
        chosen: Place = st.selectbox(
            _("Neighbourhood in the middle"),
            inside,
            key=_AROUND,
            format_func=lambda item: f"{place_name(world, item)} · {item.code}",
            on_change=lambda: change(around=st.session_state[_AROUND]),
            width=380,
        )
    return chosen


def _sizes(found: Sequence[Ring]) -> Html:
    """What lies in each ring, as bars of one scale for each thing that is counted."""
    counted = (
        (_("Operations"), [ring.operations for ring in found]),
        (_("Social dwellings"), [ring.dwellings for ring in found]),
        (_("Facilities"), [ring.facilities for ring in found]),
    )
    figures = []
    for words, numbers in counted:
        most = max((count for count in numbers if count), default=0)
        cells: list[Html] = []
        for ring, count in zip(found, numbers, strict=True):
            share = 100 * (count or 0) / most if most else 0
            bar = tag("i", "", style=f"width:{share:.1f}%", aria_hidden="true")
            cells += [tag("span", ring.label), tag("span", bar), tag("span", number(count), class_="n")]
        figures.append(
            tag("figure", join((tag("figcaption", words), tag("div", join(cells), class_="bars"))))
        )
    return tag("div", join(figures), class_="rings-picture")


def _rings(found: Sequence[Ring]) -> Html:
    caption = _("The three rings compared")
    columns = (Column(_("Indicator")), *(Column(ring.label, number=True) for ring in found))
    alike = zip(*(ring.values for ring in found), strict=True)
    rows = [
        (_name(values), *(_measure(value) for value in values))
        for values in alike
        if values[0].indicator.subject not in _APART
        and not values[0].indicator.code.endswith(".to_deliver")
        and not all(map(_nothing, values))
    ]
    return wide(caption, table(caption, columns, rows), class_="wide even three")


def _nothing(value: Value) -> bool:
    """Whether there is none of it in a ring, nor a share of it."""
    return not value.value and not value.suppressed


def _name(values: Sequence[Value]) -> Html:
    reasons = dict.fromkeys(value.missing for value in values if value.missing)
    why = [tag("div", reason, class_="why") for reason in reasons]
    return join((tag("span", values[0].indicator.label, title=values[0].indicator.meaning), *why))


def _measure(value: Value) -> Html:
    bar = share_bar(value.value) if value.indicator.code.endswith(".completion") else ""
    return tag("span", join((bar, value_words(value))), class_="measure")


def _access(names: Sequence[str], found: Sequence[Sequence[KindAccess]]) -> Html:
    """Kinds of facility in rows; for each place, facilities in it and the share of its dwellings that are near."""
    caption = _("Access to facilities by kind: {places}").format(places=", ".join(names))
    bands = [tag("th", name, colspan="3", scope="colgroup", class_="n") for name in names]
    heads = [_("Facilities"), *(_(WITHIN).format(metres=metres) for metres in DISTANCES_M)]
    titles = [tag("th", words, scope="col", class_="n") for _name in names for words in heads]
    rows = [
        tag("tr", join((tag("td", _kind(kinds)), *(cell for item in kinds for cell in _near(item)))))
        for kinds in zip(*found, strict=True)
    ]
    head = (
        tag("tr", join((tag("th", ""), *bands))) if len(names) > 1 else "",
        tag("tr", join((tag("th", _("Kind of facility"), scope="col"), *titles))),
    )
    parts = (tag("caption", caption), tag("thead", join(head)), tag("tbody", join(rows)))
    return wide(caption, tag("table", join(parts), class_="t"), class_="wide even access")


def _kind(kinds: Sequence[KindAccess]) -> Html:
    """Kind with its own sign of the map, and why something about it is unknown."""
    look = next(item for item in KINDS if item.value == kinds[0].kind)
    svg = sign(look.style, GeometryKind.POINT, FACILITIES.symbol.marker, look.pictogram)
    reasons = dict.fromkeys(item.missing for item in kinds if item.missing)
    why = [tag("div", reason, class_="why") for reason in reasons]
    label = tag(
        "span",
        join((picture(picture_address(svg), width="22", height="17"), " ", kinds[0].label)),
        class_="kind",
    )
    return join((label, *why))


def _near(item: KindAccess) -> list[Html]:
    cells = [tag("td", number(item.facilities), class_="n")]
    for metres in DISTANCES_M:
        share = item.share(metres)
        words = UNKNOWN if share is None else amount_words(share, Unit.SHARE)
        cells.append(tag("td", tag("span", join((share_bar(share), words)), class_="measure"), class_="n"))
    return cells
