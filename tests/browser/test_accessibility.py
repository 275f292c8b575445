"""Each page under axe, the map's frame included: no serious violation outside Streamlit's own frame."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Frame, Page

from core.settings import ROOT
from tests.browser.application import OpenReader, Reader, Server

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RUN = "() => axe.run(document, {resultTypes: ['violations'], iframes: false})"
GRAVE = ("serious", "critical")
PAGES: dict[str, dict[str, str]] = {
    "map": {},
    "operation": {"objet": "operations:92050-014"},
    "neighbourhood": {"objet": "neighbourhoods_2024:QN09206M"},
    "filtered": {"etape": "travaux", "commune": "92050"},
    "stale": {"objet": "operations:92999-999", "zoom": "abc"},
    "operations": {},
    "donnees": {},
    "a-propos": {},
}
STREAMLIT: frozenset[tuple[str, str]] = frozenset()
"""Rule and selector of each serious violation that is Streamlit's own; one that is no longer met is to be taken out."""


@dataclass(frozen=True)
class Violation:
    """One element that breaks a rule."""

    where: str
    rule: str
    impact: str
    target: str
    html: str


def _violations(where: str, document: Page | Frame) -> list[Violation]:
    document.evaluate(AXE)
    found: dict[str, Any] = document.evaluate(RUN)
    assert found["testEngine"]["name"] == "axe-core"
    return [
        Violation(where, rule["id"], node["impact"], " ".join(map(str, node["target"])), node["html"][:200])
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _looked_at(reader: Reader, page: str, query: dict[str, str]) -> list[Violation]:
    on_map = page not in ("operations", "donnees", "a-propos")
    reader.open("" if on_map else page, **query)
    found = _violations(page, reader.page)
    return found + (_violations(f"{page}, frame", reader.frame) if on_map else [])


def _grave(found: list[Violation]) -> list[Violation]:
    return [one for one in found if one.impact in GRAVE]


@pytest.mark.parametrize(
    ("width", "pages"),
    [(1440, tuple(PAGES)), (390, ("operation",))],
    ids=["desk", "phone"],
)
def test_no_page_has_a_serious_violation(
    open_reader: OpenReader, demonstration: Server, width: int, pages: tuple[str, ...]
) -> None:
    reader = open_reader(demonstration, width=width, height=900)
    grave = [one for page in pages for one in _grave(_looked_at(reader, page, PAGES[page]))]
    assert [one for one in grave if (one.rule, one.target) not in STREAMLIT] == []
    met = {(one.rule, one.target) for one in grave}
    assert width != 1440 or met >= STREAMLIT, "an exception for Streamlit is no longer needed"


def test_axe_would_see_a_violation(reader: Reader) -> None:
    """In the page and in the frame: what the test above relies on."""
    reader.open()
    for document in (reader.page, reader.frame):
        document.evaluate(
            "() => { document.body.insertAdjacentHTML('beforeend', '<button id=\"bare\"></button>'); }"
        )
        assert any(
            one.target == "#bare" and one.rule == "button-name" for one in _grave(_violations("", document))
        )
