"""``trame export``: files whose suffix tells the format, filters in words, sentences for what cannot be done."""

import zipfile
from pathlib import Path

import openpyxl
import pyogrio
import pytest
from click.testing import CliRunner, Result

from cli.export import export
from core import settings as installations
from core.errors import EmptyLayerError
from exports.data.table import UnknownFeatureError
from layers.registry import LAYERS
from tests.browser import facts


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(export, list(arguments), obj=installations.load(file))


def told(file: Path, *arguments: str) -> str:
    result = run(file, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_every_layer_in_one_geopackage(demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.gpkg"
    words = told(demo_file, *LAYERS, "--out", str(out))
    rows = facts.rows("operations")
    assert f"Opérations\u00a0: {len(rows)} objets." in words
    assert list(pyogrio.list_layers(out)[:, 0]) == [*LAYERS, "layer_styles"]
    read = pyogrio.read_dataframe(out, layer="operations")
    assert set(read["id"]) == {row["id"] for row in rows}


def test_a_filter_in_the_words_of_either_language(demo_file: Path, tmp_path: Path) -> None:
    rows = [row["id"] for row in facts.rows("operations") if row["step"] in ("travaux", "livrée")]
    for number, words in enumerate(("etape=works,Livrée", "etape=travaux,delivered")):
        out = tmp_path / f"{number}.fgb"
        told(demo_file, "operations", "--out", str(out), "--filter", words)
        assert sorted(pyogrio.read_dataframe(out)["id"]) == sorted(rows)
    here = [row for row in facts.rows("operations") if row["commune"] == "92050" and row["id"] in rows]
    out = tmp_path / "here.xlsx"
    told(
        demo_file, "operations", "--out", str(out), "--lang", "en",
        "--filter", "commune=nanterre", "--filter", "etape=travaux", "--filter", "etape=livrée",
    )  # fmt: skip
    assert openpyxl.load_workbook(out)["Operations"].max_row == 1 + len(here)


def test_one_file_and_what_describes_it(demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "places.csv"
    told(demo_file, "facilities", "--out", str(out), "--extent", "commune:92050", "--wkt")
    assert {file.name for file in tmp_path.iterdir()} == {"places.csv", "places.csv.md"}
    content = out.read_text(encoding="utf-8-sig").splitlines()
    assert all(";92050;" in line for line in content[1:])
    assert "objets situés au moins en partie" in (tmp_path / "places.csv.md").read_text(encoding="utf-8")


def test_an_archive_of_several_layers(demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "some.zip"
    told(
        demo_file, "operations", "communes", "--out", str(out),
        "--only", "operations:92002-001", "--only", "communes:92002", "--audience", "public",
    )  # fmt: skip
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert {"operations.shp", "operations.qml", "communes.dbf", "LISEZ-MOI.md", "metadata.json"} <= set(names)
    read = pyogrio.read_dataframe(f"zip://{out}!operations.shp")
    assert read["id"].tolist() == ["92002-001"]
    assert not {"contact", "visa"} & set(read.columns)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("operations", "--out", "a.shp"), "a.zip"),
        (("operations", "--out", "a.dwg"), ".gpkg"),
        (("operations", "communes", "--out", "a.geojson"), ".zip"),
        (("operations", "--out", "a.csv", "--format", "gpkg"), "--format"),
        (("operations", "--out", "a.gpkg", "--wkt"), "CSV"),
        (("operations", "communes", "--out", "a.gpkg", "--only", "92002-001"), "COUCHE:IDENTIFIANT"),
        (("operations", "--out", "a.gpkg", "--filter", "etape=travo"), "travaux"),
        (("operations", "--out", "a.gpkg", "--filter", "etape"), "NOM=VALEUR"),
        (("operations", "--out", "a.gpkg", "--filter", "annee=hier"), "annee=2024-2026"),
    ],
)
def test_what_cannot_be_done_has_a_sentence_and_leaves_no_file(
    demo_file: Path, tmp_path: Path, arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(demo_file, *arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert list(tmp_path.iterdir()) == []


def test_faults_of_the_data_leave_what_was_there(demo_file: Path, empty_config: Path, tmp_path: Path) -> None:
    out = tmp_path / "kept.gpkg"
    out.write_bytes(b"before")
    unknown = run(demo_file, "operations", "--out", str(out), "--only", "92002-999")
    assert isinstance(unknown.exception, UnknownFeatureError)
    nothing = run(empty_config, "parcels", "--out", str(out))
    assert isinstance(nothing.exception, EmptyLayerError)
    assert out.read_bytes() == b"before"
