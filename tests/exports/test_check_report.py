"""The report on paper, opened again: words, pages, tags, and the scale of its maps."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typst
from PIL import Image
from pypdf import PdfReader

from core.issues import Level
from core.languages import use_language
from exports.check_content import BUDGETS, content
from exports.check_report import MOST_PAGES, TEMPLATE, pdf
from exports.typesetting import safe
from layers.symbol import INK
from maps.fonts import MISSING, fonts
from maps.paper import bar_length_m
from tests.exports import check_factory as factory

A4_POINTS = (595.276, 841.89)
TEN_PX_A_MM = 254.0


def words(made: bytes) -> str:
    """Text of all pages, white space folded."""
    pages = PdfReader(io.BytesIO(made)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.fixture(scope="module")
def place(demo_file: Path):
    return factory.opened(demo_file)


def test_the_verdict_comes_first_and_everything_follows(place) -> None:
    world, settings = place
    report = factory.faulty(world, settings)
    made = pdf(report, world, settings)
    first = re.sub(r"\s+", " ", PdfReader(io.BytesIO(made)).pages[0].extract_text())
    assert first.index("Îlot des Pins") < first.index("À corriger") < first.index("Constats")
    text = words(made)
    for expected in (
        "Constats",
        "Situation",
        "Communes",
        "Quartiers prioritaires",
        "Parcelles",
        "Opérations sur le même terrain",
        "Logements et équipements",
        "Règles",
        "Indicatif",
        "Seuils de la vérification",
        "Sources",
        "278 sexies",
    ):
        assert expected in text, expected
    for item in report.parcels:
        assert item.idu in text
    for item in report.findings:
        assert item.code in text
    for key, revision in report.revisions.items():
        assert revision in text, key
    assert report.footprint is not None
    assert report.footprint.hash[:16] in text


def test_a_conform_footprint_says_so(place) -> None:
    world, settings = place
    report = factory.conform(world, settings)
    assert report.counts[Level.ERROR] == 0
    text = words(pdf(report, world, settings))
    assert "Conforme" in text
    assert "À corriger" not in text


@pytest.mark.parametrize("kind", ["conform", "faulty", "crossing"])
def test_two_to_four_a4_pages_each_saying_that_data_is_fictitious(place, kind: str) -> None:
    world, settings = place
    pages = PdfReader(io.BytesIO(pdf(getattr(factory, kind)(world, settings), world, settings))).pages
    assert 2 <= len(pages) <= MOST_PAGES
    for number, page in enumerate(pages, start=1):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4_POINTS, abs=0.01)
        text = page.extract_text()
        assert "Données de démonstration, fictives" in text
        assert f"page {number} sur {len(pages)}" in re.sub(r"\s+", " ", text)


def test_a_report_without_footprint_is_complete_without_maps(place) -> None:
    world, settings = place
    report = factory.placeless(world, settings)
    assert report.footprint is None
    made = pdf(report, world, settings)
    text = words(made)
    assert "À corriger" in text
    assert "Systèmes de coordonnées possibles" in text
    assert "Lambert-93 (EPSG:2154). Données" not in text
    assert b"/Figure" not in made


def test_real_data_does_not_say_fictitious(place) -> None:
    world, settings = place
    honest = settings.model_copy(
        update={"installation": settings.installation.model_copy(update={"fictitious": False})}
    )
    report = replace(factory.conform(world, settings), fictitious=False)
    assert "démonstration, fictives" not in words(pdf(report, world, honest))


def test_tagged_for_screen_readers_with_fonts_inside(place) -> None:
    world, settings = place
    reader = PdfReader(io.BytesIO(pdf(factory.conform(world, settings), world, settings)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("fr")
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    kinds, alternatives = tags(catalogue["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= kinds
    assert len(alternatives) == 2
    assert all("1:" in text for text in alternatives)
    fonts_found = [font for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()]
    assert fonts_found
    for font in fonts_found:
        inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "Inter" in inner["/FontName"]
        assert any(key.startswith("/FontFile") for key in inner)


def tags(root) -> tuple[set[str], list[str]]:
    """Kinds of structure elements, and the alternative texts of the figures."""
    kinds: set[str] = set()
    alternatives: list[str] = []
    waiting = [root]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
            continue
        if not hasattr(node, "get"):
            continue
        if "/S" in node:
            kinds.add(str(node["/S"]))
        if node.get("/S") == "/Figure":
            alternatives.append(str(node["/Alt"]))
        inner = node.get("/K", [])
        waiting += [
            item for item in (inner if isinstance(inner, list) else [inner]) if hasattr(item, "get_object")
        ]
    return kinds, alternatives


def test_hostile_texts_are_printed_and_never_run(place) -> None:
    world, settings = place
    report = factory.hostile(factory.faulty(world, settings))
    made = pdf(report, world, settings)
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) <= MOST_PAGES
    text = re.sub(r"[\s\u200b]+", "", words(made))
    assert "#panic()$x^2$*gras*`brut`][\\<a>@ref_u_//" + 2 * MISSING in text
    assert '«Œuvre»&"guillemets"\'' in text
    assert "W" * 90 in text


def test_what_is_left_out_is_counted_and_the_gravest_is_kept(place) -> None:
    world, settings = place
    report = factory.hostile(factory.faulty(world, settings))
    text = words(pdf(report, world, settings))
    cut = [
        int(found.replace("\u202f", ""))
        for found in re.findall(r"(\d+) autres lignes ne sont pas imprimées", text)
    ]
    shown = len(re.findall(r"shape\.spike", text))
    assert 0 < shown < 100
    assert cut[0] == 300 - shown
    assert "avertissement shape" not in text
    parcels = len(re.findall(r"92025000BY\d{4}", text))
    assert cut[1] == 200 - parcels


def test_each_budget_prints_no_more_than_it_says(place) -> None:
    world, settings = place
    report = factory.hostile(factory.faulty(world, settings), 60)
    for budget in BUDGETS:
        blocks = {
            item["title"]: item
            for item in content(report, world, settings, budget)["blocks"]
            if item["kind"] == "table"
        }
        findings = [row for row in blocks["Constats"]["rows"] if not isinstance(row[0], dict)]
        assert len(findings) == min(60, budget.findings)
        assert len(blocks["Parcelles"]["rows"]) == min(200, budget.parcels)


def test_the_scale_bar_is_true_on_the_page(place) -> None:
    world, settings = place
    report = factory.conform(world, settings)
    values = content(report, world, settings, BUDGETS[0])
    scale = int(re.search(r"1:([\d\u202f]+)", values["blocks"][0]["alt"])[1].replace("\u202f", ""))
    pages = typst.compile(
        str(TEMPLATE),
        format="png",
        ppi=TEN_PX_A_MM,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(safe(values))},
    )
    image = np.asarray(Image.open(io.BytesIO(pages[0])).convert("RGB")).astype(int)
    ink = np.array([int(INK[at : at + 2], 16) for at in (1, 3, 5)])
    dark = (np.abs(image - ink).max(axis=2) < 12)[:, 150:800]
    wanted = bar_length_m(scale) * 1000 / scale * 10 / 2
    rows = [longest(row) for row in dark]
    bars = [length for length in rows if abs(length - wanted) <= 3]
    # The dark half of the bar is 1.1 mm high; its outline adds a line on each side.
    assert 9 <= len(bars) <= 14, (wanted, sorted(set(rows))[-5:])


def longest(row: np.ndarray) -> int:
    """Length of the longest run of true cells."""
    edges = np.flatnonzero(np.diff(np.r_[0, row.astype(int), 0]))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def test_english_where_english_is_spoken(place) -> None:
    world, settings = place
    use_language("en")
    made = pdf(factory.faulty(world, settings), world, settings)
    text = words(made)
    assert "To be corrected" in text
    assert "page 1 of" in text
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"].startswith("en")
    assert "Constats" not in text


def test_a_layer_that_is_not_imported_is_said(place) -> None:
    world, settings = place
    bare = replace(world, snapshots={}, _derived={})
    report = factory.made(bare, settings, factory.shape_of(world, factory.TWENTY_PARCELS))
    text = words(pdf(report, bare, settings))
    assert "Non importé, et donc non vérifié : Communes, Parcelles" in text


def test_the_same_report_gives_the_same_bytes(place) -> None:
    world, settings = place
    report = factory.conform(world, settings)
    first = pdf(report, world, settings)
    assert first == pdf(report, world, settings)
    assert "24/11/2026 à 09:30 (UTC)" in words(first)
