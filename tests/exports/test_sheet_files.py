"""Files of a sheet, opened again by other programs than the one that wrote them."""

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pytest
from PIL import Image

from exports.sheet import output
from exports.sheet.errors import (
    FormatError,
    PictureTooLargeError,
    ResolutionError,
    UnwritableError,
)
from exports.sheet.make import MadeSheet, encode, write
from exports.sheet.pages import PAGES, page
from exports.sheet.raster import page_pictures
from tests.conftest import absent
from tests.exports.sheet_studio import DAY, Studio

SVG = "{http://www.w3.org/2000/svg}"
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"


@pytest.fixture(scope="module")
def plate_file(plate: MadeSheet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (file,) = write(plate, tmp_path_factory.mktemp("plate") / "planche.pdf")
    return file


def said(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_other_readers_find_the_pdf_valid_tagged_titled_and_of_its_size(
    poppler: Path, plate_file: Path
) -> None:
    told = said(poppler / "pdfinfo", plate_file)
    assert re.search(r"^Title: +Gennevilliers, œuvre d’été$", told, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", told, re.MULTILINE)
    assert re.search(r"^Pages: +1$", told, re.MULTILINE)
    size = re.search(r"^Page size: +([0-9.]+) x ([0-9.]+) pts", told, re.MULTILINE)
    assert size is not None
    assert [float(side) / 72 * 25.4 for side in size.groups()] == pytest.approx([420, 297], abs=0.01)
    checked = said(poppler / "qpdf", "--check", plate_file)
    assert "No syntax or stream encoding errors" in checked


def test_every_font_of_the_pdf_is_embedded(poppler: Path, plate_file: Path) -> None:
    fonts = said(poppler / "pdffonts", plate_file).splitlines()[2:]
    assert fonts
    for line in fonts:
        name, embedded, subset, unicode = line.split()[0], *line.split()[-5:-2]
        assert "Inter" in name
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_the_text_of_the_pdf_is_what_was_asked(poppler: Path, plate_file: Path) -> None:
    text = said(poppler / "pdftotext", plate_file, "-")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for asked in (
        "Gennevilliers, œuvre d’été",
        "État à l’échéance n° 3",
        "Première ligne.",
        "Deuxième, à Noël.",
        "Légende",
        "Équipements publics",
        "Échelle 1:25 000",
    ):
        assert asked in lines, lines
    assert "Données de démonstration, fictives" in text
    assert "24/11/2026" in text
    assert "Sources" in text


def test_the_pdf_tells_its_language_its_title_and_what_its_map_shows(plate: MadeSheet) -> None:
    with pikepdf.open(io.BytesIO(plate.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == plate.title
            assert metadata["pdfuaid:part"] == "1"
        kinds, words = _tags(pdf.Root.StructTreeRoot)
    assert kinds.count("/H1") == 1
    assert kinds.count("/Figure") == len(plate.sheet_map.layers) + 1
    assert any(found.startswith("Carte\u00a0: Gennevilliers, au 1:25") for found in words)
    assert any(found.startswith("Parcelles\u00a0: ") for found in words)
    assert words[-1] == "Emplacement de la carte dans le territoire."


def _tags(root: pikepdf.Object) -> tuple[list[str], list[str]]:
    kinds, words = [], []
    waiting = [root]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, pikepdf.Dictionary):
            kinds += [str(item.S)] if "/S" in item else []
            words += [str(item.Alt)] if "/Alt" in item else []
            inner = item.get("/K")
            waiting = [*(inner if isinstance(inner, pikepdf.Array) else [inner]), *waiting]
    return kinds, words


def test_each_layer_of_the_map_can_be_switched_off(plate: MadeSheet) -> None:
    reader = pypdf.PdfReader(io.BytesIO(plate.pdf))
    root = reader.trailer["/Root"]
    names = [group.get_object()["/Name"] for group in root["/OCProperties"]["/OCGs"]]  # type: ignore[index]
    assert names == [*dict.fromkeys(layer.title for layer in plate.sheet_map.layers), "Carte de situation"]
    assert {"Parcelles", "Opérations", "Communes"} <= set(names)
    content = reader.pages[0].get_contents()
    assert content is not None
    stream = content.get_data()
    marks = [int(found) for found in re.findall(rb"/OC /L(\d+) BDC", stream)]
    assert sorted(set(marks)) == list(range(len(names)))
    assert stream.count(b"BDC") + stream.count(b"BMC") == stream.count(b"EMC")


def test_a_layer_that_is_off_is_gone_and_the_others_stay(plate: MadeSheet) -> None:
    with pikepdf.open(io.BytesIO(plate.pdf)) as pdf:
        settings = pdf.Root.OCProperties
        (operations,) = [group for group in settings.OCGs if str(group.Name) == "Opérations"]
        settings.D.OFF = pikepdf.Array([operations])
        settings.D.ON = pikepdf.Array([group for group in settings.OCGs if str(group.Name) != "Opérations"])
        out = io.BytesIO()
        pdf.save(out)
    pictures = [
        np.asarray(Image.open(io.BytesIO(page_pictures(content, 1200)[0]))).astype(int)
        for content in (plate.pdf, out.getvalue())
    ]
    left, top, right, bottom = (round(side / 420 * 1200) for side in plate.frame)
    whole, without = (picture[top:bottom, left:right] for picture in pictures)
    orange = [(np.abs(picture - (224, 130, 20)).max(axis=2) < 12).sum() for picture in (whole, without)]
    assert orange[0] > 50
    assert orange[1] == 0
    violet = [(np.abs(picture - (118, 42, 131)).max(axis=2) < 40).sum() for picture in (whole, without)]
    assert violet[1] >= violet[0] > 50
    # What stands around the map is not touched.
    assert np.array_equal(pictures[0][:, right + 3 :], pictures[1][:, right + 3 :])


def test_the_pdf_is_put_back_on_a_map(plate: MadeSheet, plate_file: Path) -> None:
    gdalinfo = shutil.which("gdalinfo")
    if gdalinfo is None:
        absent("gdal", "gdalinfo was not found on the path; Debian's gdal-bin brings it")
    told = json.loads(said(gdalinfo, "-json", "--config", "GDAL_PDF_DPI", "150", plate_file))
    assert "Lambert-93" in told["coordinateSystem"]["wkt"]
    c, a, b, f, d, e = told["geoTransform"]
    pixels = np.array(plate.frame).reshape(2, 2) / 25.4 * 150
    ground = [(a * x + b * y + c, d * x + e * y + f) for x, y in pixels]
    corners = plate.sheet_map.place.corners[[0, 2]]
    # A tenth of a millimetre of paper.
    assert np.abs(np.array(ground) - corners).max() < 0.1 * plate.sheet_map.place.metres_per_mm


def test_the_svg_holds_texts_as_texts_and_layers_as_layers(plate: MadeSheet) -> None:
    root = ET.fromstring(plate.svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("420mm", "297mm", "0 0 420 297")
    texts = ["".join(item.itertext()) for item in root.iter(f"{SVG}text")]
    assert "Gennevilliers, œuvre d’été" in texts
    assert "Première ligne.Deuxième, à Noël." in texts
    layers = {
        item.get("id"): item.get(f"{INKSCAPE}label")
        for item in root.iter(f"{SVG}g")
        if item.get(f"{INKSCAPE}groupmode") == "layer"
    }
    assert layers == {f"layer-{item.key}": item.title for item in plate.sheet_map.layers}
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))


def test_the_svg_refers_to_nothing_outside_of_itself(plate: MadeSheet) -> None:
    root = ET.fromstring(plate.svg)
    own = {item.get("id") for item in root.iter()}
    for item in root.iter():
        assert item.tag.removeprefix(SVG) not in ("script", "foreignObject")
        for name, value in item.attrib.items():
            if name.rpartition("}")[2] == "href":
                assert value.startswith("data:image/")
            assert set(re.findall(r"url\(#([^)]+)\)", value)) <= own
    style = next(root.iter(f"{SVG}style")).text or ""
    assert style.count("@font-face") == 2
    assert set(re.findall(r"url\((.{15})", style)) == {"data:font/woff;"}


def test_pictures_have_the_size_and_the_resolution_that_was_asked(plate: MadeSheet, tmp_path: Path) -> None:
    files = write(plate, tmp_path / "planche.png", dpi=72)
    assert [file.name for file in files] == ["planche.png", "planche.pgw", "planche.prj"]
    with Image.open(files[0]) as image:
        image.load()
        assert image.size == (round(420 / 25.4 * 72), round(297 / 25.4 * 72))
        assert image.info["dpi"] == pytest.approx((72, 72), abs=0.02)
        assert image.info["Title"] == plate.title
        drawn = np.asarray(image)
    with Image.open(io.BytesIO(encode(plate, "jpg", dpi=72))) as image:
        assert image.size == drawn.shape[1::-1]
        assert image.info["dpi"] == (72, 72)
        assert np.abs(np.asarray(image).astype(int) - drawn).mean() < 3
    assert "Lambert" in files[2].read_text()
    assert len(files[1].read_text().split()) == 6


def test_a_picture_in_bands_is_that_of_the_whole(plate: MadeSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.asarray(Image.open(io.BytesIO(encode(plate, "png", dpi=72))))
    monkeypatch.setattr("exports.sheet.raster._BAND_PIXELS", 100_000)
    monkeypatch.setattr("exports.sheet.raster._PIECE_BYTES", 50_000)
    banded = np.asarray(Image.open(io.BytesIO(encode(plate, "png", dpi=72))))
    # The renderer begins the lines of a hatch anew in each band: a few points of a seam differ.
    apart = np.abs(banded.astype(int) - whole).max(axis=2)
    assert (apart > 40).sum() < 50
    assert apart.mean() < 0.1


def test_a_screen_has_its_own_pixels_whatever_is_asked(studio: Studio) -> None:
    made = studio.make(paper="square", layers=("communes",), labels=False)
    with Image.open(io.BytesIO(encode(made, "png", dpi=300))) as image:
        assert image.size == (1080, 1080)
    root = ET.fromstring(made.svg)
    assert (root.get("width"), root.get("height")) == ("1080", "1080")
    printed = " ".join(line for words in made.composition.words() for line in words.lines)
    assert "Échelle" not in printed
    assert root.find(f".//{SVG}rect[@id='bar']") is not None


def test_the_same_sheet_gives_the_same_bytes(studio: Studio) -> None:
    one, other = (studio.make(layers=("communes",), date=DAY) for _turn in range(2))
    assert one.pdf == other.pdf
    assert one.svg == other.svg


def test_what_memory_does_not_hold_is_said_with_what_is_possible(poster: MadeSheet) -> None:
    with pytest.raises(
        PictureTooLargeError, match=r"558 millions.*choisissez 320 ppp au plus, ou un PDF ou un SVG"
    ):
        encode(poster, "png", dpi=600)
    assert output.most_dpi(poster.page) == 320
    assert {key: output.most_dpi(page(key, landscape=False)) for key in ("A4", "A2", "A1")} == {
        "A4": 600,
        "A2": 600,
        "A1": 450,
    }


@pytest.mark.parametrize(("dpi", "fault"), [(71, ResolutionError), (601, ResolutionError)])
def test_a_resolution_out_of_reach_is_said(plate: MadeSheet, dpi: int, fault: type[Exception]) -> None:
    with pytest.raises(fault, match="entre 72 et 600 ppp"):
        encode(plate, "png", dpi=dpi)


def test_a_format_that_does_not_exist_is_said(plate: MadeSheet) -> None:
    with pytest.raises(FormatError, match="pdf, svg, png, jpg"):
        encode(plate, "docx")


def test_what_cannot_be_written_leaves_nothing(plate: MadeSheet, tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match="ne peut pas être écrit"):
        write(plate, tmp_path / "absent" / "planche.svg")
    (tmp_path / "planche.pgw").mkdir()
    with pytest.raises(UnwritableError):
        write(plate, tmp_path / "planche.png", dpi=72)
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".part")] == []


def test_each_page_has_the_size_of_its_paper() -> None:
    sizes = {key: (item.width_mm, item.height_mm) for key, item in PAGES.items() if item.pixels is None}
    assert sizes == {
        "A5": (148, 210),
        "A4": (210, 297),
        "A3": (297, 420),
        "A2": (420, 594),
        "A1": (594, 841),
        "A0": (841, 1189),
    }
    for item in PAGES.values():
        if item.pixels is not None:
            assert item.pixels[0] / item.pixels[1] == pytest.approx(item.width_mm / item.height_mm)


def test_pieces_of_a_png_are_one_stream(plate: MadeSheet) -> None:
    content = encode(plate, "png", dpi=72)
    place, pieces = 8, b""
    while place < len(content):
        length = int.from_bytes(content[place : place + 4])
        if content[place + 4 : place + 8] == b"IDAT":
            pieces += content[place + 8 : place + 8 + length]
        place += 12 + length
    width, height = output.size_px(plate.page, 72)
    assert len(zlib.decompress(pieces)) == height * (1 + 3 * width)
