"""The command ``trame check``: what it prints, and how it ends."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result

from cli.main import trame

KEYS = {
    "verdict",
    "footprint",
    "crs",
    "issues",
    "parcels",
    "communes",
    "neighbourhoods",
    "operations",
    "rules",
    "dwellings",
    "facilities",
}
SQUARE = shapely.box(648_000, 6_866_000, 648_100, 6_866_050)


def run(*words: str) -> Result:
    return CliRunner().invoke(trame, ["check", *words])


def document(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--json").stdout)
    return found


def written(
    folder: Path, *shapes: shapely.Geometry, crs: int | None = 2154, name: str = "emprise.gpkg"
) -> str:
    file = folder / name
    gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=list(shapes), crs=crs).to_file(file)
    return str(file)


@pytest.mark.usefixtures("demo_config")
def test_one_document_with_what_the_issue_names(tmp_path: Path) -> None:
    found = document(written(tmp_path, SQUARE), "--declared-area-m2", "5000", "--commune", "92050")
    assert found.keys() >= KEYS
    assert found["footprint"]["area_m2"] == pytest.approx(5_000)
    assert found["footprint"]["perimeter_m"] == pytest.approx(300)
    assert found["footprint"]["parts"] == 1
    assert len(found["footprint"]["hash"]) == 64
    assert found["crs"]["used"] == "EPSG:2154"
    assert found["crs"].keys() >= {"found", "used", "candidates"}


@pytest.mark.usefixtures("demo_config")
def test_an_operation_stands_and_says_its_parcels() -> None:
    done = run("--operation", "92050-014")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Résidentialisation des tours du Parc")
    assert "conforme" in done.stdout
    found = document("--operation", "92050-014")
    assert found["verdict"] == "conform"
    assert {item["relation"] for item in found["parcels"]} <= {"whole", "partial", "grazed"}
    assert found["parcels"][0].keys() >= {"idu", "recorded_m2", "area_m2", "covered_m2", "share", "relation"}
    assert found["neighbourhoods"][0].keys() >= {
        "code",
        "generation",
        "share",
        "distance_m",
        "entirely_within_300_m",
        "partly_within_300_m",
        "entirely_within_500_m",
    }


@pytest.mark.usefixtures("demo_config")
def test_a_footprint_to_be_corrected_ends_with_1(tmp_path: Path) -> None:
    bow = shapely.Polygon(
        [(648_000, 6_866_000), (648_100, 6_866_050), (648_100, 6_866_000), (648_000, 6_866_050)]
    )
    done = run(written(tmp_path, bow))
    assert done.exit_code == 1
    assert "shape.crossing" in done.stdout
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        file = written(tmp_path, SQUARE, crs=None, name="nowhere.shp")
    found = document(file)
    assert found["verdict"] == "to_be_corrected"
    assert found["crs"]["candidates"][0]["code"] == "EPSG:2154"
    assert document(file, "--crs", "EPSG:2154")["footprint"]["area_m2"] == pytest.approx(5_000)


@pytest.mark.usefixtures("demo_config")
def test_several_features_are_checked_as_a_batch(tmp_path: Path) -> None:
    file = written(tmp_path, SQUARE, shapely.box(648_050, 6_866_000, 648_150, 6_866_050))
    found = document(file)
    assert len(found["reports"]) == 2
    assert {item["code"] for item in found["reports"][0]["issues"]} >= {"neighbour.self_overlap"}
    assert document(file, "--feature", "2")["footprint"]["area_m2"] == pytest.approx(5_000)
    assert run(file, "--pdf", str(tmp_path / "report.pdf")).exit_code == 2


@pytest.mark.usefixtures("demo_config")
def test_reports_are_written(tmp_path: Path) -> None:
    pdf, package = tmp_path / "report.pdf", tmp_path / "findings.gpkg"
    assert run("--operation", "92050-014", "--pdf", str(pdf)).exit_code == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert run("--operation", "92050-014", "--gpkg", str(package)).exit_code == 0
    assert package.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--operation", "nobody"],
        ["--operation", "92050-014", "--commune", "75056"],
        ["--operation", "92050-014", "--crs", "nonsense"],
        ["--operation", "92050-014", "--json", "--pdf", "x.pdf"],
        ["absent.gpkg"],
    ],
)
@pytest.mark.usefixtures("demo_config")
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.parametrize("content", [b"", b"nothing that is known", b"PK\x03\x04damaged"])
@pytest.mark.usefixtures("demo_config")
def test_a_file_that_cannot_be_read_ends_with_3(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "emprise.gpkg"
    file.write_bytes(content)
    done = run(str(file))
    assert done.exit_code == 3
    assert done.stderr.startswith("emprise.gpkg")
    told = run(str(file), "--json")
    assert told.exit_code == 3
    assert json.loads(told.stdout).keys() == {"error", "message"}


@pytest.mark.usefixtures("demo_config")
def test_a_report_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    done = run("--operation", "92050-014", "--pdf", str(tmp_path / "absent" / "report.pdf"))
    assert done.exit_code == 1
    assert "ne peut pas être écrit" in str(done.exception)
