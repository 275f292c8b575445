"""Checking a footprint on its page: every way in, what is said of it, and what is taken away."""

import io
import json
import re
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import Locator, expect

from tests.browser import facts
from tests.browser.application import MAP_FRAME, PATIENCE_MS, OpenReader, Reader, Server
from tests.browser.hostile import hostile
from tests.programme.damaged import damaged

pytestmark = pytest.mark.browser

PARC = "92050-014"
LONG_MS = 40_000


def _bow_tie() -> str:
    """An outline that crosses itself once, inside the first part of an operation."""
    middle = shapely.get_parts(facts.footprints()[PARC])[0].centroid
    x, y = round(middle.x), round(middle.y)
    corners = [(x - 20, y - 15), (x + 20, y + 15), (x + 20, y - 15), (x - 20, y + 15)]
    return shapely.to_wkt(shapely.Polygon(corners), rounding_precision=0)


def _verdict(reader: Reader) -> Locator:
    return reader.page.locator(".st-key-verdict .verdict")


def _title(reader: Reader) -> Locator:
    return reader.page.locator(".st-key-verdict h1")


def _counts(reader: Reader) -> Locator:
    return reader.page.locator(".st-key-verdict .counts")


def _findings(reader: Reader, level: str = "") -> Locator:
    return reader.panel.locator(f'[class*="st-key-finding_{level}"] button')


def _way(reader: Reader, words: str) -> None:
    """Open the page, and choose how the footprint comes."""
    reader.open("verifier")
    reader.drawn()
    if words != "Fichier":
        reader.panel.get_by_role("radio", name=words, exact=True).or_(
            reader.panel.get_by_role("button", name=words, exact=True)
        ).first.click()
        reader.idle()


def _check(reader: Reader) -> None:
    reader.panel.get_by_role("button", name="Vérifier", exact=True).click()


def _text(reader: Reader, wkt: str, crs: str = "", *, mark: bool = False) -> None:
    _way(reader, "Texte")
    if mark:
        reader.frame.evaluate("document.trameMark = 'the same'")
    reader.panel.get_by_label("Texte WKT").fill(wkt)
    box = reader.panel.get_by_label(re.compile("^Système de coordonnées"))
    box.fill(crs)
    box.press("Tab")
    reader.idle()
    _check(reader)


def _file(reader: Reader, *files: Path) -> None:
    _way(reader, "Fichier")
    reader.page.locator('input[type="file"]').set_input_files(list(files))
    expect(reader.page.get_by_test_id("stFileChip")).to_have_count(len(files), timeout=LONG_MS)
    reader.idle()
    _check(reader)


def _told(reader: Reader) -> Locator:
    """What went wrong, in words."""
    return reader.panel.get_by_role("alert")


def _top(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]


def _tab(reader: Reader, name: str) -> None:
    reader.panel.get_by_role("tab", name=re.compile(name)).click()


def test_operation_of_a_link_is_checked_and_each_finding_zooms(reader: Reader) -> None:
    reader.open("verifier", operation=PARC)
    expect(_title(reader)).to_contain_text(facts.operation(PARC)["name"], timeout=LONG_MS)
    reader.drawn()
    expect(_verdict(reader)).to_have_text("Conforme")
    assert reader.address()["operation"] == PARC
    # The verdict stands first, then the map, which fills what is left.
    assert _top(_verdict(reader)) < _top(reader.page.locator(MAP_FRAME))
    listed = _findings(reader)
    expect(_counts(reader)).to_contain_text(f"{listed.count()} informations")
    expect(reader.panel.get_by_role("tab", name=f"Constats ({listed.count()})")).to_be_visible()
    legend = reader.map.locator("#trame-legend-list")
    for words in (
        "Emprise remise",
        "Proposition : parcelles entières",
        "Information",
        "Parcelle prise entière",
    ):
        expect(legend).to_contain_text(words.replace(" :", "\u00a0:"))
    marks = reader.map.locator(".trame-mark")
    assert marks.count() >= 8

    reader.frame.evaluate("document.trameMark = 'the same'")
    before = reader.view()
    partly = _findings(reader).filter(has_text="est prise en partie").first
    partly.focus()
    partly.press("Enter")
    reader.until(lambda: reader.view()[2] > before[2], "the map to come closer")
    expect(reader.map.locator(".trame-mark-chosen")).to_have_count(1)
    expect(reader.panel.locator('[class*="_chosen_"] button')).to_have_count(1)
    assert reader.frame.evaluate("document.trameMark") == "the same"

    _tab(reader, "Parcelles")
    rows = reader.table("Parcelles touchées par l’emprise")
    assert len(rows) == 11
    covered = sum(float(re.sub(r"\s", "", row[3]).replace(",", ".")) for row in rows)
    assert covered == pytest.approx(facts.footprints()[PARC].area, abs=0.5 * len(rows))
    _tab(reader, "Situation")
    expect(reader.panel).to_contain_text("À titre indicatif")
    expect(reader.panel).to_contain_text("TVA réduite à 5,5\u00a0%")


def test_outline_that_crosses_itself_is_shown_repaired_and_taken_by_one_click(reader: Reader) -> None:
    _text(reader, _bow_tie(), "EPSG:2154", mark=True)
    expect(_verdict(reader)).to_have_text("À corriger", timeout=LONG_MS)
    assert reader.frame.evaluate("document.trameMark") == "the same", "the map began anew"
    expect(_counts(reader)).to_contain_text("1 erreur")
    crossing = _findings(reader, "error")
    expect(crossing).to_have_count(1)
    expect(crossing).to_contain_text("Erreur · Le contour se croise.")
    legend = reader.map.locator("#trame-legend-list")
    expect(legend).to_contain_text("Proposition\u00a0: contour réparé")
    expect(legend).to_contain_text("Erreur à corriger")
    _tab(reader, "Visa")
    expect(reader.panel).to_contain_text("prenez le contour réparé")

    _tab(reader, "Constats")
    reader.panel.get_by_role("button", name="Prendre ce contour").click()
    expect(_verdict(reader)).to_have_text("Conforme", timeout=LONG_MS)
    expect(legend).not_to_contain_text("contour réparé")
    reader.panel.get_by_role("button", name="Revenir à la précédente").click()
    expect(_verdict(reader)).to_have_text("À corriger", timeout=LONG_MS)
    reader.panel.get_by_role("button", name="Prendre ces parcelles").click()
    expect(_verdict(reader)).to_have_text("Conforme", timeout=LONG_MS)
    reader.page.get_by_role("button", name="Autre emprise").click()
    expect(reader.panel.get_by_role("button", name="Vérifier", exact=True)).to_be_visible()
    expect(reader.map.locator(".trame-mark")).to_have_count(0)


def test_coordinates_without_system_are_previewed_and_chosen(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "sans_systeme.geojson"
    shape = facts.footprints()[PARC]
    geojson = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": shapely.geometry.mapping(shapely.transform(shape, lambda xy: xy[:, ::-1])),
            }
        ],
    }
    file.write_text(json.dumps(geojson), encoding="utf-8")
    _file(reader, file)
    expect(reader.panel).to_contain_text("1. Lambert-93 · EPSG:2154 · axes inversés", timeout=LONG_MS)
    expect(reader.map.locator("#trame-legend-list")).to_contain_text("EPSG:2154 · axes inversés")
    reader.until(lambda: reader.view()[2] >= 15, "the map to show the first candidate")
    reader.panel.get_by_role("button", name="Vérifier avec celui-ci").click()
    expect(_verdict(reader)).to_be_visible(timeout=LONG_MS)
    expect(_title(reader)).to_contain_text("Nanterre")
    _tab(reader, "Fichiers")
    expect(reader.panel).to_contain_text("EPSG:2154 · axes inversés")


def test_file_of_several_is_a_batch_whose_footprints_open(reader: Reader, tmp_path: Path) -> None:
    shapes = facts.footprints()
    names = [PARC, *[name for name in shapes if name != PARC][:3]]
    file = tmp_path / "lot.gpkg"
    outlines = [shapes[name] for name in names[:3]] + [shapely.from_wkt(_bow_tie())]
    gpd.GeoDataFrame({"nom": [*names[:3], hostile("lot")]}, geometry=outlines, crs=2154).to_file(
        file, layer="emprises"
    )
    gpd.GeoDataFrame({"nom": ["seule"]}, geometry=outlines[:1], crs=2154).to_file(
        file, layer="autre", mode="a"
    )
    _file(reader, file)
    expect(reader.panel).to_contain_text("emprises · 4 formes", timeout=LONG_MS)
    expect(reader.panel).to_contain_text("autre · 1 forme")
    _check(reader)
    expect(_title(reader)).to_contain_text("Lot de 4 emprises", timeout=LONG_MS)
    expect(_verdict(reader)).to_have_text("À corriger")
    expect(_title(reader)).to_contain_text("3 conformes, 1 à corriger")
    marks = reader.map.locator(".trame-mark")
    expect(marks).to_have_count(4)

    reader.panel.get_by_role("button", name="Préparer l’archive").click()
    expect(reader.panel.get_by_role("button", name="Télécharger l’archive")).to_be_visible(timeout=LONG_MS)
    with reader.page.expect_download() as download:
        reader.panel.get_by_role("button", name="Télécharger l’archive").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        inside = archive.namelist()
        assert sum(name.endswith(".pdf") for name in inside) == 4
        assert any(name.endswith(".csv") for name in inside)

    reader.map.locator(".trame-mark").filter(has=reader.page.locator('circle[fill="#b2182b"]')).click()
    expect(_title(reader)).to_contain_text("lot `${", timeout=LONG_MS)
    expect(_findings(reader, "error")).to_have_count(1)
    reader.page.get_by_role("button", name="Retour au lot").click()
    expect(_title(reader)).to_contain_text("Lot de 4 emprises")


def test_polygon_is_drawn_by_clicks_and_by_keyboard(reader: Reader) -> None:
    _way(reader, "Dessin")
    longitude, latitude = facts.inside(facts.footprints()[PARC])
    reader.frame.evaluate(
        "([lon, lat]) => map.setView([lat, lon], 18, {animate: false})", [longitude, latitude]
    )
    ground = reader.map.locator("#map_div")
    for number, (x, y) in enumerate([(300, 250), (480, 260), (470, 400)], start=1):
        ground.click(position={"x": x, "y": y})
        expect(reader.panel).to_contain_text(re.compile(rf"{number} sommets? posés?"))
    expect(reader.map.locator(".trame-mark")).to_have_count(3)
    region = reader.map.get_by_role("region", name="Carte de la vérification")
    region.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.panel).to_contain_text("4 sommets posés")
    reader.panel.get_by_role("button", name="Annuler le dernier sommet").click()
    expect(reader.panel).to_contain_text("3 sommets posés")
    expect(reader.map.locator("#trame-legend-list")).to_contain_text("Dessin en cours")
    _check(reader)
    expect(_verdict(reader)).to_be_visible(timeout=LONG_MS)
    expect(_title(reader)).to_contain_text("Dessin")


def test_parcels_are_picked_taken_out_and_pasted(reader: Reader) -> None:
    parcels = facts.layer("parcels")
    footprint = facts.footprints()[PARC]
    inside = parcels[parcels.within(footprint.buffer(0.5))].iloc[:2]
    _way(reader, "Parcelles")
    longitude, latitude = facts.inside(inside.geometry.iloc[0])
    reader.frame.evaluate(
        "([lon, lat]) => map.setView([lat, lon], 18, {animate: false})", [longitude, latitude]
    )
    reader.click_at(longitude, latitude)
    expect(reader.panel).to_contain_text("1 parcelle choisie sur la carte")
    reader.click_at(longitude, latitude)
    expect(reader.panel).not_to_contain_text("choisie sur la carte")
    reader.click_at(longitude, latitude)
    expect(reader.panel).to_contain_text(inside["IDU"].iloc[0])
    box = reader.panel.get_by_label("Identifiants de parcelles")
    box.fill(inside["IDU"].iloc[1])
    box.press("Tab")
    reader.idle()
    _check(reader)
    expect(_verdict(reader)).to_be_visible(timeout=LONG_MS)
    expect(_title(reader)).to_contain_text("2 parcelles")


def test_report_package_and_footprint_are_downloaded(reader: Reader, tmp_path: Path) -> None:
    reader.open("verifier", operation=PARC)
    expect(_verdict(reader)).to_be_visible(timeout=LONG_MS)
    reader.drawn()
    _tab(reader, "Fichiers")

    def taken(label: str) -> bytes:
        with reader.page.expect_download(timeout=LONG_MS) as download:
            reader.panel.get_by_role("button", name=label, exact=True).click()
        return Path(download.value.path()).read_bytes()

    assert taken("PDF").startswith(b"%PDF-")
    said = json.loads(taken("JSON"))
    assert said["verdict"] == "conform"
    assert said["footprint"]["area_m2"] == pytest.approx(facts.footprints()[PARC].area, abs=0.01)
    assert len(said["parcels"]) == 11
    package = tmp_path / "constats.gpkg"
    package.write_bytes(taken("GeoPackage"))
    assert not gpd.read_file(package, layer="findings").empty
    archive = zipfile.ZipFile(io.BytesIO(taken("Télécharger l’emprise")))
    archive.extractall(tmp_path / "emprise")
    written = gpd.read_file(next((tmp_path / "emprise").glob("*.shp")))
    assert written.geometry.iloc[0].area == pytest.approx(facts.footprints()[PARC].area, abs=0.01)


def test_commune_records_its_visa_which_lapses_with_another_footprint(
    open_reader: OpenReader, desk: Server
) -> None:
    reader = open_reader(desk)
    reader.open("verifier", operation=PARC)
    expect(_verdict(reader)).to_be_visible(timeout=LONG_MS)
    _tab(reader, "Visa")
    reader.panel.get_by_role("button", name="Enregistrer le visa", exact=True).click()
    expect(_told(reader)).to_contain_text("Choisissez une décision")
    reader.idle()  # while the page runs again, it shows the form of before as well
    reader.panel.locator("label").filter(has_text=re.compile("^Approuvée$")).click()
    reader.panel.get_by_label("Nom de la personne qui décide").fill("Camille Fictive")
    reader.panel.get_by_role("button", name="Enregistrer le visa", exact=True).click()
    expect(reader.panel).to_contain_text("Le visa est enregistré", timeout=PATIENCE_MS)
    expect(reader.panel).to_contain_text("Camille Fictive")
    reader.idle()

    _tab(reader, "Constats")
    reader.panel.get_by_role("button", name="Prendre ces parcelles").click()
    expect(_title(reader)).to_contain_text("2,9", timeout=LONG_MS)
    _tab(reader, "Visa")
    expect(reader.panel).to_contain_text("n’est pas l’emprise en vigueur")
    reader.panel.get_by_role("button", name="En faire l’emprise de l’opération").click()
    expect(reader.panel).to_contain_text("désormais l’emprise en vigueur", timeout=LONG_MS)
    expect(reader.panel).to_contain_text("caduc")
    reader.open(objet=f"operations:{PARC}")
    expect(reader.panel).to_contain_text("caduc")


def test_bad_file_gets_one_clear_sentence(reader: Reader, tmp_path: Path) -> None:
    for name, content, words in (
        ("abime.geojson", '{"type": "FeatureCollection", "features": [{"type":', "abime.geojson"),
        ("notes.txt", "ceci n’est pas une carte", "notes.txt"),
    ):
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        _file(reader, file)
        expect(_told(reader)).to_contain_text(words, timeout=LONG_MS)
        expect(_told(reader)).to_have_count(1)
        expect(reader.page.locator(".st-key-verdict")).to_have_count(0)


HARMFUL = ("zip-bomb", "zip-climbing", "cut-gpkg-last")
"""All of them are checked without a browser by ``tests/programme/test_check_damaged.py``."""


def test_harmful_files_leave_a_server_that_serves_and_nothing_behind(
    desk: Server, open_reader: OpenReader, tmp_path: Path
) -> None:
    reader, files = open_reader(desk), damaged()
    scratch = desk.config.parent / "scratch"
    for name in HARMFUL:
        folder = tmp_path / name
        folder.mkdir()
        _file(reader, files[name](folder))
        expect(_told(reader).or_(_verdict(reader)).first).to_be_visible(timeout=LONG_MS)
    assert desk.health()["status"] == "ok"
    assert [path.name for path in scratch.glob("trame-*")] == []
    reader.open("verifier", operation=PARC)
    expect(_verdict(reader)).to_contain_text("Conforme", timeout=LONG_MS)


def test_bad_text_and_unknown_operation_get_one_clear_sentence(reader: Reader) -> None:
    _text(reader, "POLYGON DE TRAVERS", "EPSG:2154")
    expect(_told(reader)).to_contain_text("POLYGON ((", timeout=LONG_MS)
    reader.open("verifier", operation="92999-999")
    expect(_told(reader)).to_contain_text("L’opération « 92999-999 » n’existe pas")


def test_map_page_is_no_heavier_for_the_check(reader: Reader) -> None:
    reader.open()
    assert not any("check.js" in url for url in reader.requests)
    reader.go("Vérifier une emprise")
    reader.drawn()
    reader.until(lambda: any("check.js" in url for url in reader.requests), "the script of the check")
    reader.drawn()
