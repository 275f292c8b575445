"""Picture of flows in three columns, as SVG: ribbons as wide as what flows, words beside each node."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from layers.symbol import Hatch
from maps.escape import text
from maps.palette import MoneySign
from programme.money.flows import Flows, Link, Node

WIDTH_PX = 1120
_LEFT_PX, _RIGHT_PX, _NODE_PX = 268, 260, 12
_GAP_PX, _LEAST_PX, _TOP_PX = 17.0, 1.2, 34.0
_DRAWN_PX = 330.0
_PLAIN = "#a9a49a"
_LETTERS = {"payers": 32, "places": 30, "families": 34}
"""Names are cut beyond: what follows would lie over the next column. The mouse shows them whole."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the picture, in the language in force.

    Attributes
    ----------
    title
        What it shows, for those who do not see it.
    heads
        Over the three columns.
    label, amount, exact
        Name of a node; its amount, in short; an amount with every digit, for what the mouse points at.
    """

    title: str
    heads: tuple[str, str, str]
    label: Callable[[Node], str]
    amount: Callable[[int], str]
    exact: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a node stands: left, top and height in pixels."""

    x: float
    y: float
    height: float


def flow_picture(
    flows: Flows, signs: Sequence[MoneySign], words: Words, pressed: Callable[[str, Node], str]
) -> str:
    """Draw flows.

    Parameters
    ----------
    flows
        At least one of them.
    signs
        Sign of each payer, in their order.
    words
        Of the picture.
    pressed
        Text of ``data-press`` of a node, given its column (``payers``, ``places``, ``families``).

    Returns
    -------
    An ``svg`` element; all text in it is escaped. Heights are to scale: of a node, and of each ribbon at both its ends.
    """
    columns = (flows.payers, flows.places, flows.families)
    scale = _DRAWN_PX / flows.drawn_cents
    height = _DRAWN_PX + _GAP_PX * (max(map(len, columns)) - 1)
    xs = (_LEFT_PX, (_LEFT_PX + WIDTH_PX - _RIGHT_PX - _NODE_PX) / 2, WIDTH_PX - _RIGHT_PX - _NODE_PX)
    boxes = [_boxes(nodes, x, height, scale) for nodes, x in zip(columns, xs, strict=True)]
    fills = [
        f"url(#money-{place})" if sign.hatch is not Hatch.NONE else sign.fill
        for place, sign in enumerate(signs)
    ]
    parts = [
        *_ribbons(flows.to_places, boxes[0], boxes[1], scale, fills, (flows.payers, flows.places), words),
        *_ribbons(flows.to_families, boxes[1], boxes[2], scale, None, (flows.places, flows.families), words),
    ]
    for name, nodes, places, x, head in zip(
        ("payers", "places", "families"), columns, boxes, xs, words.heads, strict=True
    ):
        anchor, at = ("end", x + _NODE_PX) if name == "payers" else ("start", x)
        parts.append(f'<text x="{at:.1f}" y="14" text-anchor="{anchor}" class="head">{text(head)}</text>')
        for place, (node, box) in enumerate(zip(nodes, places, strict=True)):
            fill = fills[place] if name == "payers" else "#4c483f"
            parts.append(_node(name, node, box, fill, words, pressed(name, node)))
    total = height + _TOP_PX + 12
    return (
        f'<svg class="flow" viewBox="0 0 {WIDTH_PX} {total:.0f}" role="img" aria-label="{text(words.title)}" '
        f'xmlns="http://www.w3.org/2000/svg"><defs>{_patterns(signs)}</defs>{"".join(parts)}</svg>'
    )


def _patterns(signs: Sequence[MoneySign]) -> str:
    return "".join(
        f'<pattern id="money-{place}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{sign.fill}"/>'
        f'<path d="M1 0V6" stroke="{sign.lines}" stroke-width="1.5"/></pattern>'
        for place, sign in enumerate(signs)
        if sign.hatch is not Hatch.NONE
    )


def _boxes(nodes: Sequence[Node], x: float, height: float, scale: float) -> list[_Box]:
    """One under the other with equal gaps, the whole column in the middle of the height."""
    taken = sum(node.cents for node in nodes) * scale + _GAP_PX * (len(nodes) - 1)
    y, boxes = _TOP_PX + (height - taken) / 2, []
    for node in nodes:
        boxes.append(_Box(x, y, node.cents * scale))
        y += node.cents * scale + _GAP_PX
    return boxes


def _ribbons(
    links: Sequence[Link],
    starts: Sequence[_Box],
    ends: Sequence[_Box],
    scale: float,
    fills: Sequence[str] | None,
    nodes: tuple[Sequence[Node], Sequence[Node]],
    words: Words,
) -> list[str]:
    """At each node ribbons lie in the order of the nodes that they lead to, so that few of them cross."""
    left, right = [box.y for box in starts], [box.y for box in ends]
    found = []
    for link in sorted(links, key=lambda item: (item.start, item.end)):
        thick = link.cents * scale
        y0, y1 = left[link.start], right[link.end]
        left[link.start] += thick
        right[link.end] += thick
        x0, x1 = starts[link.start].x + _NODE_PX, ends[link.end].x
        middle = (x0 + x1) / 2
        shape = (
            f"M{x0:.1f} {y0:.2f}C{middle:.1f} {y0:.2f} {middle:.1f} {y1:.2f} {x1:.1f} {y1:.2f}"
            f"V{y1 + thick:.2f}C{middle:.1f} {y1 + thick:.2f} {middle:.1f} {y0 + thick:.2f} {x0:.1f} {y0 + thick:.2f}Z"
        )
        told = f"{words.label(nodes[0][link.start])} → {words.label(nodes[1][link.end])} : {words.exact(link.cents)}"
        fill, kind = (_PLAIN, "plain") if fills is None else (fills[link.start], "money")
        found.append(f'<path d="{shape}" fill="{fill}" class="{kind}"><title>{text(told)}</title></path>')
    return found


def _node(name: str, node: Node, box: _Box, fill: str, words: Words, pressed: str) -> str:
    label, amount = text(words.label(node)), text(words.amount(node.cents))
    short = text(_cut(words.label(node), _LETTERS[name]))
    height = max(box.height, _LEAST_PX)
    if name == "payers":
        at, anchor = box.x - 7, "end"
    else:
        at, anchor = box.x + _NODE_PX + 7, "start"
    middle = box.y + height / 2 + 4
    return (
        f'<g class="node" data-press="{text(pressed)}"><title>{label} : {text(words.exact(node.cents))}</title>'
        f'<rect x="{box.x:.1f}" y="{box.y:.2f}" width="{_NODE_PX}" height="{height:.2f}" fill="{fill}" '
        f'stroke="#4c483f" stroke-width=".6"/><text x="{at:.1f}" y="{middle:.1f}" text-anchor="{anchor}">'
        f'{short} <tspan class="g">{amount}</tspan></text></g>'
    )


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
