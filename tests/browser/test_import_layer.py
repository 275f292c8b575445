"""Third journey: import a layer on the page Données; the map uses it without a restart."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import facts
from tests.browser.application import OpenReader, Reader, Server

pytestmark = pytest.mark.browser

RENAMED = "Quartier renommé à l’instant"
WATCH = """() => {
  window.seen = [];
  new MutationObserver(() => {
    const bar = document.querySelector('[data-testid="stProgress"]');
    if (bar) window.seen.push(bar.innerText);
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def _send(reader: Reader, layer: str, *files: Path) -> None:
    if reader.page.get_by_role("combobox", name="Couche", exact=True).input_value() != layer:
        reader.select("Couche", layer)
    reader.page.locator('input[type="file"]').set_input_files(list(files))
    expect(reader.page.get_by_test_id("stFileChip")).to_have_count(len(files))
    reader.page.evaluate(WATCH)
    reader.page.get_by_role("button", name="Importer").click()


def _row(reader: Reader, layer: str) -> list[str]:
    return next(row for row in reader.table("Couches de la bibliothèque") if row[0].startswith(layer))


def _zipped(folder: Path) -> tuple[Path, tuple[float, float]]:
    """The shapefile of the neighbourhoods of 2024 with the first renamed, all parts zipped; a point inside that one."""
    renamed = facts.layer("neighbourhoods_2024").copy()
    renamed.loc[0, "NOM_QP"] = RENAMED
    renamed.to_file(folder / "quartiers.shp", encoding="UTF-8")
    archive = folder / "quartiers.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for part in folder.glob("quartiers.*"):
            if part != archive:
                file.write(part, part.name)
    return archive, facts.inside(renamed.geometry.iloc[0])


def test_zipped_shapefile_is_on_the_map_at_once(
    open_reader: OpenReader, desk: Server, tmp_path: Path
) -> None:
    archive, (longitude, latitude) = _zipped(tmp_path)
    before = desk.health()["layers"]
    reader = open_reader(desk)
    reader.open("donnees")
    _send(reader, "Quartiers prioritaires 2024", archive)
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text(
        "Quartiers prioritaires 2024\xa0: 18 objets en vigueur", timeout=30_000
    )
    seen = reader.page.evaluate("window.seen")
    assert any(re.search(r"\w", text) for text in seen), "no progress was shown"
    after = desk.health()["layers"]
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {"neighbourhoods_2024"}
    assert _row(reader, "Quartiers prioritaires 2024")[5:] == ["18", "0", after["neighbourhoods_2024"]]

    reader.go("Carte")
    reader.drawn()
    address = f"/geojson/neighbourhoods_2024/{after['neighbourhoods_2024']}.json"
    assert any(url.endswith(address) for url in reader.requests)
    reader.look_at(longitude, latitude, 15)
    expect(reader.map.locator(".trame-label", has_text=RENAMED)).to_be_visible()
    reader.search("renomme a l'instant").get_by_role("button", name=RENAMED).click()
    expect(reader.title).to_contain_text(RENAMED)


def test_parts_of_a_shapefile_and_a_refused_file(
    open_reader: OpenReader, desk: Server, tmp_path: Path
) -> None:
    reader = open_reader(desk)
    reader.open("donnees")
    _send(reader, "Équipements publics", *sorted((facts.SHAPEFILES / "facilities").glob("facilities.*")))
    count = facts.french(len(facts.layer("facilities")))
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text(
        f"Équipements publics\xa0: {count} objets en vigueur", timeout=30_000
    )

    before = desk.health()
    secret = tmp_path / "secret.csv"
    secret.write_text("name,x,y\nmot-de-passe-42,650000,6860000\n", encoding="utf-8")
    disguised = tmp_path / "communes.geojson"
    disguised.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>'
        '<GeometryField encoding="PointFromColumns" x="x" y="y"/></OGRVRTLayer></OGRVRTDataSource>',
        encoding="utf-8",
    )
    reader.open("donnees")
    _send(reader, "Communes", disguised)
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text("rien n’a été modifié", timeout=30_000)
    expect(reader.page.get_by_test_id("stDataFrame").first).to_be_visible()
    assert "mot-de-passe-42" not in reader.page.content()
    assert desk.health() == before


def test_form_without_file_asks_for_one(reader: Reader) -> None:
    reader.open("donnees")
    reader.page.get_by_role("button", name="Importer").click()
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text("Choisissez d’abord un fichier")


@pytest.mark.shared
def test_official_communes_import_on_the_page(open_reader: OpenReader, desk: Server, shared: Path) -> None:
    reader = open_reader(desk)
    reader.open("donnees")
    _send(reader, "Communes", shared / "real" / "communes" / "communes-92-hauts-de-seine.geojson")
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text(
        "Communes\xa0: 36 objets en vigueur", timeout=30_000
    )
    reader.go("Carte")
    reader.drawn()
    revision = desk.health()["layers"]["communes"]
    assert any(url.endswith(f"/geojson/communes/{revision}.json") for url in reader.requests)
    expect(reader.map.locator(".trame-label-communes", has_text="Nanterre")).to_be_visible()
