"""``trame import`` and ``trame layers``: what they print, and with which exit status."""

import json
import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner

from cli.library import import_, layers
from core.languages import language
from core.settings import ROOT, Folders, Settings, Territory
from layers.library import Library
from tests.gis.formats import communes, write


@pytest.fixture
def settings(tmp_path):
    return Settings(
        territory=Territory(departments=("92",)),
        folders=Folders(library=tmp_path / "library", programme=tmp_path / "programme.gpkg"),
    )


@pytest.fixture
def run(settings):
    def invoked(command, *arguments):
        return CliRunner().invoke(command, [str(part) for part in arguments], obj=settings)

    return invoked


@pytest.fixture
def file(tmp_path):
    return write(communes(), tmp_path / "given", "shp")


def test_import_json_is_one_document_and_nothing_else(run, settings, file):
    done = run(
        import_, "communes", file, "--json", "--source", "Ville", "--licence", "LO", "--date", "2024-05-01"
    )
    assert done.exit_code == 0
    assert done.stderr == ""
    record = json.loads(done.stdout)
    assert (record["layer"], record["driver"], record["crs"]) == ("communes", "ESRI Shapefile", "EPSG:2154")
    assert (record["read"], record["kept"], record["repaired"], record["rejected"], record["outside"]) == (
        3,
        3,
        0,
        0,
        0,
    )
    assert record["encoding"] == "UTF-8"
    assert record["seconds"] > 0
    assert set(record["issues"][0]) >= {"code", "level", "row", "field", "value", "message", "lon", "lat"}
    current = Library(settings.folders.library).current("communes")
    assert record["revision"] == current.id
    assert (current.source, current.licence, str(current.data_date)) == ("Ville", "LO", "2024-05-01")


def test_import_says_in_words_what_became_of_it(run, file):
    done = run(import_, "communes", file)
    assert done.exit_code == 0
    assert done.stdout.startswith("Communes\u00a0: 3 objets gardés sur 3")
    assert "field.absent" in done.stderr
    with language("en"):
        assert "3 features kept of 3" in run(import_, "communes", file).stdout


def test_data_that_is_refused_exits_with_one(run, settings, tmp_path):
    broken = tmp_path / "broken.geojson"
    broken.write_text("<OGRVRTDataSource/>")
    done = run(import_, "communes", broken, "--json")
    assert done.exit_code == 1
    record = json.loads(done.stdout)
    assert record["revision"] is None
    assert [issue["code"] for issue in record["issues"]] == ["file.forbidden"]
    words = run(import_, "communes", broken)
    assert words.exit_code == 1
    assert words.stdout == ""
    assert "Rien n’a été importé" in words.stderr
    assert Library(settings.folders.library).current("communes") is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing", "FILE"],
        ["communes", "missing.shp"],
        ["communes", "."],
        ["communes"],
        ["communes", "FILE", "--crs", "EPSG:999999"],
        ["communes", "FILE", "--date", "yesterday"],
    ],
)
def test_wrong_usage_exits_with_two(run, file, arguments):
    done = run(import_, *(file if part == "FILE" else part for part in arguments))
    assert done.exit_code == 2
    assert done.stdout == ""


def test_the_crs_may_be_said(run, file):
    file.with_suffix(".prj").unlink()
    assert run(import_, "communes", file).exit_code == 1
    done = run(import_, "communes", file, "--crs", "IGNF:LAMB93", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["crs"] == "EPSG:2154"


def test_the_programme_is_not_imported_this_way(run, file):
    done = run(import_, "operations", file)
    assert done.exit_code == 1
    assert "trame load" in done.stderr


def test_many_issues_are_cut_in_words_and_whole_in_json(run, tmp_path):
    import pandas as pd

    many = pd.concat([communes()] * 40, ignore_index=True)
    file = write(many, tmp_path, "gpkg")
    assert "et 68 de plus" in run(import_, "communes", file).stderr
    assert len(json.loads(run(import_, "communes", file, "--json").stdout)["issues"]) == 118


def test_layers_of_an_empty_and_a_filled_library(run, file):
    empty = json.loads(run(layers, "--json").stdout)["layers"]
    assert [item["layer"] for item in empty] == [
        "communes", "parcels", "neighbourhoods_2015", "neighbourhoods_2024", "housing", "facilities",
    ]  # fmt: skip
    assert all(item["revision"] is None for item in empty)
    run(import_, "communes", file, "--date", "2024-05-01")
    filled = json.loads(run(layers, "--json").stdout)["layers"]
    assert (filled[0]["kept"], filled[0]["data_date"], filled[0]["title"]) == (3, "2024-05-01", "Communes")
    words = run(layers).stdout.splitlines()
    assert words[0].startswith("Clé")
    assert words[1].startswith("communes")
    assert "01/05/2024" in words[1]
    assert words[2].endswith("pas encore importée")


def test_a_terminal_sees_a_bar_and_a_pipe_does_not(tmp_path, file):
    config = tmp_path / "config.toml"
    config.write_text('[territory]\ndepartments = ["92"]\n[folders]\nlibrary = "library"\n')
    command = [sys.executable, "-c", "from cli.main import main; main()", "import", "communes", str(file)]
    environment = os.environ | {"TRAME_CONFIG": str(config)}
    piped = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "█" not in piped.stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=theirs
    ) as watched:
        os.close(theirs)
        seen = b""
        try:
            while part := os.read(ours, 4096):
                seen += part
        except OSError:
            pass
        output = watched.communicate()[0].decode()
    os.close(ours)
    assert "█" in seen.decode()
    assert "Écriture de 3 objets" in seen.decode()
    assert "\r" not in output
