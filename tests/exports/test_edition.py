"""What a public edition is made of: pages that stand alone, in both languages, light, and no link that leads nowhere."""

import base64
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from pmtiles.reader import MemorySource, Reader, all_tiles

from cli.demonstration_visas import approve_demonstration
from cli.main import trame
from core import settings
from core.actor import LOCAL, PUBLIC
from core.languages import _
from core.progress import StoppedError
from core.settings import ROOT
from exports.edition.errors import (
    NothingToPublishError,
    NotPublicError,
    OccupiedFolderError,
    UnknownLanguageError,
    UnwritableFolderError,
)
from exports.edition.frame import iframe_code
from exports.edition.make import Edition, publish, publish_zip
from exports.edition.placing import MANIFEST
from exports.edition.tiles import BLOCK, CLOSEST, archive, blocks
from layers.library import Library
from layers.registry import LAYERS
from programme.confidentiality import RULES
from programme.storage.store import Store
from programme.visibility import visible, visible_fields
from programme.world import World, open_world
from tests.exports.edition_factory import APPROVED, HIDDEN, content, installed, public_world
from tests.programme.factories import action, operation, programme, square, visa, world

VOID = {"meta", "link", "input", "img", "br", "hr", "source"}
MOST_BYTES = 300_000


class Document(HTMLParser):
    """Elements of a page; a tag that is not closed, or closed twice, is a fault."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"/{tag}")

    def links(self) -> list[str]:
        return [
            str(attributes[name])
            for _tag, attributes in self.elements
            for name in ("href", "src")
            if attributes.get(name)
        ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return publish(public_world(content()), installed(), tmp_path_factory.mktemp("edition") / "public")


@pytest.fixture(scope="module")
def pages(made: Edition) -> dict[str, Document]:
    root = made.folder
    return {
        path.relative_to(root).as_posix(): Document(path.read_text(encoding="utf-8"))
        for path in root.rglob("*.html")
    }


def test_there_is_a_page_for_each_operation_and_neighbourhood_in_both_languages(made, pages) -> None:
    own = {name for name in pages if not name.startswith("en/")}
    assert {f"en/{name}" for name in own} == pages.keys() - own
    assert {name for name in own if name.startswith("operations/")} == {
        f"operations/{key}.html" for key in (APPROVED, *HIDDEN, "92050-016")
    }
    assert {"quartiers/QN09206M.html", "quartiers/QN09210I.html", "quartiers/QP092016.html"} <= own
    assert (made.operations, made.neighbourhoods, made.unpublished) == (5, 3, 4)
    files = [path for path in made.folder.rglob("*") if path.is_file()]
    assert (made.files, made.bytes) == (len(files), sum(path.stat().st_size for path in files))
    assert {path.name for path in (made.folder / "fiches").iterdir()} == {"QN09206M.pdf", "QN09210I.pdf"}


def test_pages_are_whole_light_and_titled(made, pages) -> None:
    for name, page in pages.items():
        assert page.faults == [], name
        tags = [tag for tag, _attributes in page.elements]
        assert (tags.count("h1"), tags.count("main"), tags.count("title")) == (1, 1, 1), name
        assert page.elements[0] == ("html", {"lang": "en" if name.startswith("en/") else "fr"})
        assert (made.folder / name).stat().st_size < MOST_BYTES
        ids = [attributes["id"] for _tag, attributes in page.elements if attributes.get("id")]
        assert len(ids) == len(set(ids)), name
        assert all(attributes.get("alt") for tag, attributes in page.elements if tag == "img")
        text = (made.folder / name).read_text(encoding="utf-8")
        notice = (
            "Demonstration data, fictitious"
            if name.startswith("en/")
            else "Données de démonstration, fictives"
        )
        assert notice in text, name
        assert "<b>${x}" not in text, name


def test_every_link_leads_to_a_file_of_the_edition(made, pages) -> None:
    outside = set()
    for name, page in pages.items():
        for link in page.links():
            parts = urlsplit(link)
            if parts.scheme == "data":
                continue
            if parts.scheme:
                outside.add(link)
                continue
            assert not link.startswith("/"), f"{name}: {link} would not work from a disk"
            if parts.path:
                assert (made.folder / name).parent.joinpath(unquote(parts.path)).is_file(), f"{name}: {link}"
    assert outside == {"https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}


def test_what_is_loaded_is_in_the_edition(made, pages) -> None:
    """Scripts, styles and pictures: none from another host, which also holds for what styles refer to."""
    for page in pages.values():
        for tag, attributes in page.elements:
            if tag in ("script", "img", "iframe") and attributes.get("src"):
                assert not urlsplit(str(attributes["src"])).scheme
    for sheet in (made.folder / "assets").glob("*.css"):
        for address in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
            bare = address.strip("\"'")
            assert not bare.startswith(("http", "//", "/")), bare
    assert b"sourceMappingURL" not in (made.folder / "assets/map.js").read_bytes()


def test_metadata_and_licence(made, pages) -> None:
    catalogue = json.loads((made.folder / "catalogue.jsonld").read_text(encoding="utf-8"))
    assert {item["dct:identifier"] for item in catalogue["dcat:dataset"]} == set(LAYERS)
    for item in catalogue["dcat:dataset"]:
        assert (made.folder / item["dcat:distribution"]["dcat:accessURL"]).is_file()
        assert item["dct:source"]
        assert item["dct:rights"]
    assert "fictives" in catalogue["dct:description"]
    text = (made.folder / "donnees.html").read_text(encoding="utf-8")
    embedded = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert embedded == catalogue
    assert "Licence Ouverte 2.0" in (made.folder / "LICENCE.txt").read_text(encoding="utf-8")
    assert "&lt;iframe src=&quot;https://…/cadre.html&quot;" in text
    assert json.loads((made.folder / MANIFEST).read_text(encoding="utf-8"))["languages"] == ["fr", "en"]


def test_the_map_in_words_tells_where_each_operation_lies(made) -> None:
    text = re.sub("<[^>]+>", "", (made.folder / "carte-en-mots.html").read_text(encoding="utf-8"))
    assert "1 opération sur 5" in text or "1 des 5 opérations" in text
    assert "engagée, 1,0\u00a0ha, dans Le Parc (2024)" in text
    assert "École" not in text or "emprise non publiée" in text


def test_data_is_small_and_carried_by_scripts_too(made) -> None:
    data = made.folder / "data"
    for key in ("operations", "communes", "neighbourhoods_2024", "neighbourhoods_2015"):
        document = json.loads((data / f"{key}.geojson").read_text(encoding="utf-8"))
        carried = (data / f"{key}.js").read_text(encoding="utf-8")
        assert json.loads(carried.removeprefix(f'TrameCarried("{key}",').removesuffix(");")) == document
        held = {name for item in document["features"] for name in item["properties"]}
        assert held == {"id", "label", "class", "lon", "lat"}


def test_only_public_fields_are_drawn() -> None:
    """Identifier, label, class and size of a marker go into the data of the map: a layer must let them out."""
    for layer in LAYERS.values():
        public = {item.name for item in visible_fields(layer, PUBLIC.role)}
        assert {layer.identifier, layer.label} <= public
        assert {name for name in (layer.symbol.by, layer.symbol.area_by) if name} <= public


def test_the_archive_is_read_by_another_reader_and_holds_every_heavy_layer() -> None:
    found = archive(public_world(content()), installed())
    source = MemorySource(found.content)
    header = Reader(source).header()
    assert (header["max_zoom"], header["tile_entries_count"] > 0) == (CLOSEST, True)
    tiles = {place: zlib.decompress(raw, wbits=31) for place, raw in all_tiles(source)}
    assert len(tiles) == found.tiles
    least = {
        key: min(zoom for (zoom, _x, _y), raw in tiles.items() if key.encode() in raw)
        for key in found.least_zooms
    }
    assert least == found.least_zooms == {"parcels": 15, "housing": 11, "facilities": 13}
    assert b"".join(base64.b64decode(text) for text in blocks(found.content)) == found.content
    assert all(len(text) <= BLOCK * 4 // 3 + 4 for text in blocks(found.content))


def test_an_installation_without_heavy_layers_has_a_map_all_the_same(tmp_path: Path) -> None:
    bare = World(
        visible(content(), PUBLIC),
        PUBLIC.role,
        {"communes": world(without=("parcels",)).snapshots["communes"]},
    )
    made = publish(bare, installed(), tmp_path / "bare", languages=("en",))
    assert (made.folder / "data/tiles.pmtiles").read_bytes() == b""
    assert (
        (made.folder / "index.html")
        .read_text(encoding="utf-8")
        .startswith('<!DOCTYPE html>\n<html lang="en">')
    )
    assert not (made.folder / "en").exists()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OccupiedFolderError):
        publish(bare, installed(), tmp_path / "file")
    before = (made.folder / "index.html").read_bytes()

    def stop(share: float, words: str) -> None:
        if share > 0.3:
            raise StoppedError

    with pytest.raises(StoppedError):
        publish(bare, installed(), made.folder, progress=stop)
    with pytest.raises(StoppedError):
        publish(bare, installed(), tmp_path / "new", progress=stop)
    assert (made.folder / "index.html").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bare", "file"]
    (made.folder / "older.html").write_text("left over", encoding="utf-8")
    publish(bare, installed(), made.folder, languages=("fr",))
    assert not (made.folder / "older.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bare", "file"]


def test_what_cannot_be_published_says_so(tmp_path: Path) -> None:
    public = public_world(content())
    with pytest.raises(NotPublicError):
        publish(world(content(), role=LOCAL.role), installed(), tmp_path / "x")
    with pytest.raises(NothingToPublishError):
        publish(World(visible(content(), PUBLIC), PUBLIC.role, {}), installed(), tmp_path / "x")
    with pytest.raises(UnknownLanguageError, match="de"):
        publish(public, installed(), tmp_path / "x", languages=("fr", "de"))
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/letter.odt").write_text("x", encoding="utf-8")
    with pytest.raises(OccupiedFolderError, match="taken"):
        publish(public, installed(), tmp_path / "taken")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UnwritableFolderError):
        publish(public, installed(), tmp_path / "file" / "x")
    for file in (tmp_path / "file" / "x.zip", tmp_path / "taken"):
        with pytest.raises(UnwritableFolderError):
            publish_zip(public, installed(), file, languages=("fr",))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken"]


def test_the_command_on_an_empty_installation(empty_config: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(trame, ["publish", str(tmp_path / "out")])
    assert isinstance(result.exception, NothingToPublishError)
    assert not (tmp_path / "out").exists()
    assert "FOLDER" in CliRunner().invoke(trame, ["publish", "--help"]).output


def test_the_code_of_the_frame() -> None:
    code = iframe_code("https://example.fr/carte/", title='Carte & "plan"', page="en/cadre.html")
    assert 'src="https://example.fr/carte/en/cadre.html"' in code
    assert 'title="Carte &amp; &quot;plan&quot;"' in code


def test_the_page_of_the_documentation_says_every_rule() -> None:
    told = " ".join((ROOT / "docs/edition-publique.md").read_text(encoding="utf-8").split())
    plain = told.replace("\u202f", " ").replace("\u00a0", " ")
    for rule in RULES:
        assert _(rule.reason).replace("\u202f", " ").replace("\u00a0", " ") in plain
        assert f"`{rule.frame}" in plain


def test_the_demonstration_has_footprints_that_its_communes_approved(demo_copy: Path) -> None:
    found = settings.load(demo_copy)
    recorded = approve_demonstration(found)
    store = Store(found.folders.programme)
    seen = open_world(found, store, Library(found.folders.library), PUBLIC)
    steps = seen.programme.operations["step"]
    assert recorded == len(seen.footprints.ids) > 30
    assert {steps[name] for name in seen.footprints.ids} == {"engagée", "travaux", "livrée", "soldée"}
    assert approve_demonstration(found) == 0
    assert len(store.snapshot().visas) == recorded


def test_texts_from_data_are_never_markup(tmp_path: Path) -> None:
    hostile = "</script><img src=x onerror=alert(1)>\" ' ${x} \x0b\x01 ]]> <!-- & é"
    whole = programme(
        [operation(APPROVED, square(0, 0), name=hostile, description=hostile, owner=hostile)],
        visas=[visa(1, APPROVED, square(0, 0))],
        actions=[action("A1", name=hostile, results=hostile, holder=hostile)],
        action_operations=[("A1", APPROVED)],
    )
    made = publish(public_world(whole), installed(), tmp_path / "hostile", languages=("en",))
    for path in made.folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        page = Document(text)
        assert page.faults == [], path.name
        assert not any("onerror" in attributes for _tag, attributes in page.elements), path.name
    for path in made.folder.rglob("*.svg"):
        ElementTree.parse(path)
