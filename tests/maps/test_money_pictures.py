"""Pictures of money are to scale, and what they say is escaped."""

import re
from xml.etree import ElementTree

import pytest

from maps.curve_picture import Curve, curve_picture
from maps.flow_picture import Words, flow_picture
from maps.palette import MoneySign
from programme.money.flows import Flows, Link, Node
from programme.money.ledger import Source
from programme.steps import FundingKind

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<img src=x onerror=alert(1)>\"'`${1}&"
WORDS = Words(
    title=HOSTILE,
    heads=("Financeur", "Commune", "Famille"),
    label=lambda node: node.label,
    amount=lambda cents: f"{cents}",
    exact=lambda cents: f"{cents} c",
)


def _flows() -> Flows:
    return Flows(
        sources=(Source("a", "A", "A", 1, FundingKind.SUBSIDY), Source("b", "B", "B", 2, FundingKind.LOAN)),
        payers=(Node("subsidy:a", HOSTILE, 300), Node("loan:b", "B", 100)),
        places=(Node("92050", "Nanterre", 250), Node("92036", "x" * 60, 150)),
        families=(Node("34", "F", 400),),
        to_places=(Link(0, 0, 200), Link(0, 1, 100), Link(1, 0, 50), Link(1, 1, 50)),
        to_families=(Link(0, 0, 250), Link(1, 0, 150)),
        drawn_cents=400,
        undrawn_cents=0,
        undrawn=0,
    )


def _read(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)  # a text that was not escaped could not be read


def test_heights_of_nodes_and_ribbons_are_to_scale() -> None:
    signs = [MoneySign("#01665e"), MoneySign("#dfc27d")]
    root = _read(flow_picture(_flows(), signs, WORDS, lambda column, node: f"{column} {node.key}"))
    heights = [float(box.get("height", "")) for box in root.iter(f"{SVG}rect") if box.get("stroke")]
    amounts = [300, 100, 250, 150, 400]
    assert [height / heights[-1] for height in heights] == pytest.approx(
        [amount / 400 for amount in amounts], abs=1e-3
    )
    ribbons = [path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("class")]
    thick = []
    for ribbon in ribbons:
        start, end = re.findall(r"M[\d.]+ ([\d.]+)C", ribbon)[0], re.findall(r" ([\d.]+)Z", ribbon)[0]
        thick.append(float(end) - float(start))
    wanted = [200, 100, 50, 50, 250, 150]
    assert [item / heights[-1] for item in thick] == pytest.approx(
        [amount / 400 for amount in wanted], abs=1e-3
    )


def test_words_are_escaped_and_cut() -> None:
    signs = [MoneySign("#01665e"), MoneySign("#dfc27d")]
    root = _read(flow_picture(_flows(), signs, WORDS, lambda *_: '["figure","<"]'))
    assert root.get("aria-label") == HOSTILE
    assert root.find(f".//{SVG}img") is None
    assert {node.get("data-press") for node in root.iter(f"{SVG}g")} == {'["figure","<"]'}
    said = ["".join(item.itertext()) for item in root.iter(f"{SVG}text")]
    assert max(map(len, said)) < 40
    assert any("x" * 60 in "".join(item.itertext()) for item in root.iter(f"{SVG}title"))


@pytest.mark.parametrize("values", [[0], [5, 12, 12], [0, -40, 100_000_000_000_000], [1, 3, 2]])
def test_points_of_a_curve_stand_where_their_values_say(values: list[int]) -> None:
    periods = [f"S{place}" for place in range(len(values))]
    curve = Curve(HOSTILE, "#01665e", dashed=False, square=False, values=values)
    root = _read(curve_picture("Titre", periods, [curve], str, str))
    points = [float(mark.get("cy", "")) for mark in root.iter(f"{SVG}circle")]
    assert len(points) == len(values)
    lines = {
        int("".join(text.itertext())): float(text.get("y", "")) - 4
        for text in root.iter(f"{SVG}text")
        if text.get("text-anchor") == "end"
    }
    low, high = min(lines), max(lines)
    assert low <= min(0, *values)
    assert high >= max(values)
    assert 2 <= len(lines) <= 9
    for value, y in zip(values, points, strict=True):
        share = (value - low) / (high - low)
        assert y == pytest.approx(lines[low] + share * (lines[high] - lines[low]), abs=0.2)
