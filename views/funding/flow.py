"""The flow picture, funder → place → family, and the tables beside it that hold every figure."""

from collections.abc import Sequence

from core.formats import number
from core.languages import N_, _, plural
from maps.flow_picture import Words, flow_picture
from programme.money.flows import OTHERS, Flows, Link, Node
from programme.money.matrix import Grouping
from programme.steps import FundingKind
from views.funding.words import GROUPINGS, about, amount, background, exact_euros, signs
from views.html import Column, Html, grey, join, table, tag, wide
from views.pressable import press, pressed_as

_OF_PAYER = {FundingKind.LOAN.value: N_("loan"), FundingKind.OWN_FUNDS.value: N_("own funds")}
"""Told beside a funder, by the first part of the key of its node; a subsidy needs no word."""


def flow_part(flows: Flows, places: Grouping) -> Html:
    """Picture, and its figures in two tables; each is a button."""
    words = Words(
        title=_("Flow of the money: funder, {place}, family; the tables below hold the same figures").format(
            place=_(GROUPINGS[places]).lower()
        ),
        heads=(_("Funder"), _(GROUPINGS[places]), _("Family")),
        label=_label,
        amount=about,
        exact=exact_euros,
    )
    picture = Html(flow_picture(flows, signs(flows.sources), words, _pressed))
    return join(
        (
            wide(words.title, picture, class_="wide picture"),
            _left_out(flows),
            tag(
                "div",
                join((_payers_table(flows, places), _families_table(flows, places))),
                class_="side-by-side",
            ),
        )
    )


def _label(node: Node) -> str:
    kind = _OF_PAYER.get(node.key.partition(":")[0])
    if kind:
        return f"{node.label} ({_(kind)})"
    if node.key == OTHERS:
        return plural(node.members, N_("{count} other"), N_("{count} others")).format(
            count=number(node.members)
        )
    return node.label


def _pressed(column: str, node: Node) -> str:
    """What a node tells when it is pressed; what stands for several places tells nothing that a row could hold."""
    if column == "payers":
        return pressed_as(["figure", None, node.key])
    if column == "families":
        return pressed_as(["family", node.key])
    return pressed_as(["nothing"]) if node.key == OTHERS else pressed_as(["figure", node.key, "total"])


def _left_out(flows: Flows) -> Html:
    if not flows.undrawn:
        return Html("")
    words = plural(
        flows.undrawn,
        N_("{count} combination whose decommitments exceed its awards cannot be drawn: {amount}."),
        N_("{count} combinations whose decommitments exceed their awards cannot be drawn: {amount}."),
    )
    return tag(
        "p",
        words.format(count=number(flows.undrawn), amount=exact_euros(flows.undrawn_cents)),
        class_="remark",
    )


def _payers_table(flows: Flows, places: Grouping) -> Html:
    """Funders in rows, places in columns of one number: the first half of the picture."""
    squares = dict(zip(range(len(flows.sources)), map(background, signs(flows.sources)), strict=True))
    rows = [
        (
            _payer(flows, link.start, squares),
            _label(flows.places[link.end]),
            _figure(flows, link, flows.places[link.end], flows.sources[link.start].key),
        )
        for link in _greatest(flows.to_places)
    ]
    return _table(_("From funders to places (€)"), (_("Funder"), _(GROUPINGS[places])), rows, flows)


def _families_table(flows: Flows, places: Grouping) -> Html:
    rows = [
        (
            _label(flows.places[link.start]),
            join((flows.families[link.end].label, " ", grey(flows.families[link.end].key))),
            _family_figure(flows, link),
        )
        for link in _greatest(flows.to_families)
    ]
    return _table(_("From places to families (€)"), (_(GROUPINGS[places]), _("Family")), rows, flows)


def _greatest(links: Sequence[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (-link.cents, link.start, link.end))


def _payer(flows: Flows, place: int, squares: dict[int, str]) -> Html:
    source = flows.sources[place]
    square = tag("i", "", style=f"background:{squares[place]}", aria_hidden="true")
    words = _OF_PAYER.get(source.kind.value)
    kind = grey(f" ({_(words)})") if words else ""
    return tag("div", join((square, tag("span", join((source.short_name, kind))))), class_="who")


def _figure(flows: Flows, link: Link, place: Node, column: str) -> object:
    words = amount(link.cents, with_cents=_has_cents(flows))
    return words if place.key == OTHERS else press(words, ["figure", place.key, column], class_="f")


def _family_figure(flows: Flows, link: Link) -> object:
    place, family = flows.places[link.start], flows.families[link.end]
    words = amount(link.cents, with_cents=_has_cents(flows))
    return words if place.key == OTHERS else press(words, ["place-family", place.key, family.key], class_="f")


def _has_cents(flows: Flows) -> bool:
    return any(link.cents % 100 for link in (*flows.to_places, *flows.to_families))


def _table(
    caption: str, heads: tuple[str, str], rows: Sequence[tuple[object, object, object]], flows: Flows
) -> Html:
    columns = (Column(heads[0]), Column(heads[1]), Column(_("Amount (€)"), number=True))
    total = (_("Total drawn"), "", amount(flows.drawn_cents, with_cents=_has_cents(flows)))
    return wide(
        caption,
        join((tag("h3", caption, class_="s"), table(caption, columns, rows, total))),
        class_="wide list",
    )
