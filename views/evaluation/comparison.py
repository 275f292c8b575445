"""Two places of one kind side by side: every indicator of both, and what lies between them."""

from collections.abc import Sequence

import streamlit as st

from core.formats import UNKNOWN
from core.languages import _
from programme.evaluation.comparison import Pair, compare
from programme.evaluation.place import Place, PlaceKind, place_name, places
from programme.world import World
from views.evaluation.indicators import SUBJECTS, at
from views.evaluation.state import KIND_WORDS, change, state
from views.evaluation.words import amount_words, share_bar, value_words
from views.html import Column, Html, grey, join, table, tag, wide

_OTHER = "evaluation_other"


def show(world: World, place: Place) -> None:
    """Draw the part."""
    if place.kind is PlaceKind.TERRITORY:
        st.info(
            _("Choose a site, a commune or a neighbourhood first: two of a kind stand side by side here.")
        )
        return
    others = [item for item in places(world) if item.kind is place.kind and item != place]
    if not others:
        st.info(_("There is no other place of this kind to compare with."))
        return
    other = _choice(world, place, others)
    pairs = compare(world, place, other, at(world))
    names = (place_name(world, place), place_name(world, other))
    for subject, words in SUBJECTS.items():
        mine = [pair for pair in pairs if pair.indicator.subject is subject and not pair.idle]
        if mine:
            st.header(_(words))
            st.html(_table(_(words), mine, names))
    st.html(
        tag(
            "p",
            _(
                "Only places of one kind are compared, and only neighbourhoods of one generation. What neither of "
                "them does is left out. ◀ ▶: the place that does better, where the indicator says what better is."
            ),
            class_="remark",
        )
    )


def _choice(world: World, place: Place, others: Sequence[Place]) -> Place:
    asked = state().other
    other = asked if asked is not None and asked in others else others[0]
    st.session_state[_OTHER] = other
    with st.container(key="evaluation_choices"):
        st.selectbox(
            _("Compare with another place of the kind “{kind}”").format(kind=_(KIND_WORDS[place.kind])),
            others,
            key=_OTHER,
            format_func=lambda item: f"{place_name(world, item)} · {item.code}",
            on_change=lambda: change(other=st.session_state[_OTHER]),
            width=420,
        )
    return other


def _table(caption: str, pairs: Sequence[Pair], names: tuple[str, str]) -> Html:
    columns = (
        Column(_("Indicator")),
        Column(names[0], number=True),
        Column(names[1], number=True),
        Column(_("Difference"), number=True),
    )
    return wide(
        caption, table(caption, columns, [_row(pair, names) for pair in pairs]), class_="wide even sides"
    )


def _row(pair: Pair, names: tuple[str, str]) -> tuple[object, ...]:
    why = [
        tag("div", f"{name} : {value.missing}", class_="why")
        for name, value in zip(names, (pair.first, pair.second), strict=True)
        if value.missing
    ]
    most = pair.most
    cells = [
        tag(
            "span",
            join(
                (
                    share_bar(None if value.value is None or not most else value.value / most),
                    value_words(value),
                )
            ),
            class_="measure",
        )
        for value in (pair.first, pair.second)
    ]
    return join((pair.indicator.label, *why)), *cells, _difference(pair)


def _difference(pair: Pair) -> object:
    """First − second; a difference of shares is in points."""
    if pair.difference is None:
        return UNKNOWN
    sign = "+" if pair.difference > 0 else "\N{MINUS SIGN}" if pair.difference < 0 else ""
    words = f"{sign}{amount_words(abs(pair.difference), pair.indicator.unit)}"
    if pair.is_share:
        words = words.replace("%", _("pts"))
    return words if pair.indicator.better is None else join((words, " ", grey(_better(pair))))


def _better(pair: Pair) -> str:
    """Which of the two does better, in a sign that needs no colour."""
    if not pair.difference:
        return "="
    return "◀" if (pair.difference > 0) is pair.indicator.better else "▶"
