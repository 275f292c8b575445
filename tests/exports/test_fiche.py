"""Fact sheets on paper, opened again: words, pages, tags, scale, and what is not in them for whom it is not for."""

import datetime as dt
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import shapely
from pypdf import PdfReader

from core.actor import LOCAL, PUBLIC, Actor, Role
from core.settings import Settings
from exports.fiche.budget import BUDGETS, MOST_PAGES, MOST_PAGES_OF_A_PLACE
from exports.fiche.evaluation import values_of
from exports.fiche.make import content, fiche, fiche_file_name
from exports.fiche.maps import Maps
from exports.fiche.parts import told_table
from exports.fiche.pictures import ink_on, money_bar
from exports.fiche.subject import NoFicheError, fiche_subject
from maps.sheet.extent import ExtentError
from programme.evaluation.place import Place, PlaceKind
from programme.installation import open_installation
from programme.money.funding import funding_plan
from programme.world import World, open_world
from tests.exports.sheet_studio import drawn_paths

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
A4_POINTS = (595.276, 841.89)
OPERATION, UNMAPPED = "92025-009", "92036-002"
COMMUNE, QUIET_COMMUNE = "92050", "92076"
NEW, OLD = "QN09203M", "QP092004"
HOSTILE = "#panic() $x^2$ *gras* ] [ \\ <a> @ref // & « Œuvre »"


def pages(made: bytes) -> list[str]:
    """Text of each page, white space folded."""
    document = pypdfium2.PdfDocument(made)
    found = [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def words(made: bytes) -> str:
    return " ".join(pages(made))


@pytest.fixture(scope="module")
def settings(demo_file: Path) -> Settings:
    return open_installation(demo_file).settings


def seen_by(demo_file: Path, actor: Actor) -> World:
    here = open_installation(demo_file)
    return open_world(here.settings, here.store, here.library, actor)


@pytest.fixture(scope="module")
def world(demo_file: Path) -> World:
    return seen_by(demo_file, LOCAL)


@pytest.fixture(scope="module")
def public(demo_file: Path) -> World:
    return seen_by(demo_file, PUBLIC)


@pytest.fixture(scope="module")
def internal(world: World, settings: Settings) -> bytes:
    """Of an operation with a footprint, for the partners."""
    return fiche(f"operation:{OPERATION}", world, settings, language="fr", at=AT)


def test_everything_that_is_known_of_an_operation(internal: bytes, world: World) -> None:
    text = words(internal)
    name = world.programme.operations["name"][OPERATION]
    parts = (
        "Fiche opération",
        "Emprise 1:",
        "Situation 1:",
        "Calendrier",
        "Identité",
        "Plan de financement",
        "Parcelles (25)",
        "Actions sociales (2)",
        "Visa de la commune",
        "Alertes : ce que disent les règles",
        "Équilibre du plan de financement",
        "Contact",
        "Indicatif, sans valeur de conseil juridique ou fiscal.",
        "Lambert-93 (EPSG:2154)",
        "Établi le 24/11/2026",
    )
    for expected in (name, *parts):
        assert re.sub(r"\s+", " ", expected) in text, expected
    for row in funding_plan(world.programme, OPERATION).by_funder:
        assert row.name in text


def test_at_most_two_pages_of_a4_that_all_say_that_the_data_is_fictitious(internal: bytes) -> None:
    reader = PdfReader(io.BytesIO(internal))
    assert 1 <= len(reader.pages) <= MOST_PAGES
    for page in reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4_POINTS, abs=0.01)
    for number, text in enumerate(pages(internal), start=1):
        assert "Données de démonstration, fictives" in text
        assert "Document de travail, réservé aux partenaires" in text
        assert f"page {number} sur {len(reader.pages)}" in text


def test_tagged_with_title_and_language_and_every_font_inside(internal: bytes, world: World) -> None:
    reader = PdfReader(io.BytesIO(internal))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert reader.metadata is not None
    assert reader.metadata.title == f"Fiche opération\u00a0: {world.programme.operations['name'][OPERATION]}"
    with pikepdf.open(io.BytesIO(internal)) as pdf:
        figures = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert len(figures) == 4
        assert all(str(item.Alt) for item in figures)
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.get_object().keys()


def test_the_footprint_is_drawn_at_the_scale_that_is_written(internal: bytes, world: World) -> None:
    shape = shapely.get_parts(world.programme.operations.geometry[OPERATION])[0]
    ground = shapely.get_coordinates(shape.exterior)
    told = re.search(r"Emprise 1:(\d{1,3}(?:\s\d{3})*)", words(internal))
    assert told is not None
    scale = int(re.sub(r"\s", "", told[1]))
    far = float(shapely.hausdorff_distance(shapely.Point(ground[0]), shape)) * 1000 / scale
    found = [
        np.hypot(*(path - path[0]).T).max()
        for path in drawn_paths(internal)
        if len(path) in (len(ground), len(ground) - 1)
    ]
    assert min(abs(found_mm - far) for found_mm in found) < 0.05


def test_the_public_is_not_told_who_pays_nor_whom_to_call(
    public: World, world: World, settings: Settings
) -> None:
    made = fiche(f"operation:{OPERATION}", public, settings, language="fr", at=AT)
    text = words(made)
    kept_back = ("Plan de financement", "Alertes", "Visa", "Contact", "Interne", "réservé aux partenaires")
    for words_ in kept_back:
        assert words_ not in text, words_
    for row in funding_plan(world.programme, OPERATION).by_funder:
        assert row.name not in text or row.name.startswith("Commune")
    assert "Aucune emprise de cette opération n’est publiée." in text
    assert "Calendrier" in text
    assert "Établi le" in text


def test_whoever_publishes_sees_the_money_and_no_alert(demo_file: Path, settings: Settings) -> None:
    world = seen_by(demo_file, Actor("communication", Role.COMMUNICATION))
    found = content(fiche_subject(f"operation:{OPERATION}", world), Maps(world, settings), BUDGETS[-1], AT)
    titles = [block.get("title") for block in flat(found["blocks"])]
    assert "Plan de financement" in titles
    assert "Alertes : ce que disent les règles" not in titles
    assert found["audience"] is None


def flat(blocks: list[dict]) -> list[dict]:
    """Blocks with those that stand in others."""
    found = []
    for block in blocks:
        found += [block, *flat(block.get("blocks", [])), *flat(block.get("beside", []))]
    return found


def test_an_operation_without_footprint_shows_its_commune(world: World, settings: Settings) -> None:
    assert world.programme.operations.geometry[UNMAPPED] is None
    text = words(fiche(f"operation:{UNMAPPED}", world, settings, language="fr", at=AT))
    assert "La commune : l’opération n’a pas encore d’emprise" in text
    assert "Parcelles (" not in text
    assert "Plan de financement" in text


def test_what_has_no_room_is_counted(world: World, settings: Settings) -> None:
    maps = Maps(world, settings)
    least = content(fiche_subject(f"operation:{OPERATION}", world), maps, BUDGETS[-1], AT)
    (parcels,) = [block for block in flat(least["blocks"]) if block.get("title") == "Parcelles (25)"]
    assert len(parcels["rows"]) == BUDGETS[-1].parcels
    assert "23 lignes de plus" in parcels["note"]
    assert "25 en entier, 0 en partie" in parcels["note"]


def test_a_neighbourhood_tells_of_its_own_generation_alone(world: World, settings: Settings) -> None:
    for code, own, other in ((NEW, "2024", "2015"), (OLD, "2015", "2024")):
        found = content(fiche_subject(f"neighbourhood:{code}", world), Maps(world, settings), BUDGETS[3], AT)
        assert f"génération {own}" in found["over"]
        (maps,) = [block for block in found["blocks"] if block["kind"] == "maps"]
        legend = [item["text"] for group in maps["legend"] for item in group["entries"]]
        assert f"Quartiers prioritaires {own}" in legend
        assert not any(other in words_ for words_ in legend)
        titles = [block.get("title") for block in flat(found["blocks"])]
        assert {"Avancement", "Proximité des équipements", "Le quartier et ses abords"} <= set(titles)


def test_figures_of_the_evaluation_are_those_of_the_evaluation(world: World, settings: Settings) -> None:
    made = fiche(f"commune:{COMMUNE}", world, settings, language="fr", at=AT)
    text = words(made)
    assert len(PdfReader(io.BytesIO(made)).pages) <= MOST_PAGES_OF_A_PLACE
    values = values_of(world, Place(PlaceKind.COMMUNE, COMMUNE))
    row = "Logements résidentialisés {} {} {}".format(
        *(
            f"{int(values[f'dwellings_residentialised.{stage}'].value or 0):,}".replace(",", " ")
            for stage in ("programmed", "delivered", "to_deliver")
        )
    )
    assert row in text.replace("\u202f", " ")
    assert "Quartiers prioritaires, génération 2024" in text
    assert "Quartiers prioritaires, génération 2015" in text


def test_a_commune_without_operation_says_so(world: World, settings: Settings) -> None:
    assert not (world.programme.operations["commune"] == QUIET_COMMUNE).any()
    text = words(fiche(f"commune:{QUIET_COMMUNE}", world, settings, language="fr", at=AT))
    assert "Aucune opération du programme ne se trouve ici." in text
    assert "Financement" not in text
    assert "Objectifs" not in text


def test_in_english_too(world: World, settings: Settings) -> None:
    made = fiche(f"neighbourhood:{NEW}", world, settings, language="en", at=AT)
    assert "Fact sheet of a priority neighbourhood, generation 2024" in words(made)
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == "en"


def test_text_from_data_is_never_markup(world: World, settings: Settings) -> None:
    operations = world.programme.operations.copy()
    operations.loc[UNMAPPED, "name"] = HOSTILE
    operations.loc[UNMAPPED, "description"] = "M" * 3_000
    told = replace(world, programme=replace(world.programme, operations=operations), _derived={})
    made = fiche(f"operation:{UNMAPPED}", told, settings, language="fr", at=AT)
    assert len(PdfReader(io.BytesIO(made)).pages) <= MOST_PAGES
    assert re.sub(r"\s+", "", HOSTILE) in re.sub(r"\s+", "", words(made))


def test_the_same_moment_gives_the_same_bytes(world: World, settings: Settings, internal: bytes) -> None:
    assert fiche(f"operation:{OPERATION}", world, settings, language="fr", at=AT) == internal


@pytest.mark.parametrize("text", ["", "operation", "operation:", "site:SITE-01", "92050"])
def test_what_has_no_fact_sheet_is_told_what_to_write(world: World, text: str) -> None:
    with pytest.raises(NoFicheError, match="commune:INSEE"):
        fiche_subject(text, world)


@pytest.mark.parametrize("text", ["operation:99999-001", "neighbourhood:QN00000X", "commune:00000"])
def test_what_is_unknown_is_named(world: World, text: str) -> None:
    with pytest.raises(ExtentError, match=text.partition(":")[2]):
        fiche_subject(text, world)


def test_names_of_files(world: World) -> None:
    assert fiche_file_name(f"operation:{OPERATION}", world) == f"fiche-operation-{OPERATION}.pdf"
    assert fiche_file_name(f"commune:{COMMUNE}", world) == f"fiche-commune-{COMMUNE}.pdf"


def test_a_column_that_says_nothing_is_left_out() -> None:
    heads = (("Nom", "left", "1fr"), ("Coût", "right", "auto"), ("Part", "right", "auto"))
    made = told_table(None, heads, [["a", "—", "1"], ["b", "—", ""]])
    assert made is not None
    assert [head["text"] for head in made["heads"]] == ["Nom", "Part"]
    assert made["rows"] == [["a", "1"], ["b", ""]]
    assert told_table(None, heads, []) is None


def test_the_bar_of_a_plan_is_as_wide_as_its_parts(world: World) -> None:
    plan = funding_plan(world.programme, OPERATION)
    bar = money_bar(plan.by_funder, plan.uncovered_eur, 100.0)
    assert bar is not None
    widths = [float(width) for width in re.findall(r'y="0" width="([\d.]+)" height="6"', bar)]
    assert sum(widths) == pytest.approx(100.0, abs=0.01)
    assert len(widths) == len(plan.by_funder) + 1
    assert money_bar((), None, 100.0) is None


def test_letters_are_read_on_every_step() -> None:
    assert [ink_on(fill) for fill in ("#fee0b6", "#053061", "#2166ac")] == ["#1d1b19", "#ffffff", "#ffffff"]
