"""Every trap gives the right reading or a clear refusal."""

import pytest

from core.issues import Level
from core.settings import Imports, Territory
from gis.reading import read
from gis.source import prepare
from layers.importing import import_layer
from layers.library import Library
from layers.registry import layer, library_layers

pytestmark = pytest.mark.shared

EVERYWHERE = Territory(all=True)


@pytest.fixture
def dataset(tmp_path, shared):
    def opened(name):
        return read(prepare(shared / "traps" / name, tmp_path, Imports()), Imports())

    return opened


@pytest.fixture
def run(tmp_path, shared):
    def imported(key, name, **options):
        return import_layer(
            layer(key),
            shared / "traps" / name,
            library=Library(tmp_path / "library"),
            territory=EVERYWHERE,
            limits=Imports(),
            **options,
        )

    return imported


def test_utf8_without_cpg(dataset):
    found = dataset("utf8_without_cpg/ZONE_URBA.shp")
    assert found.encoding.name == "UTF-8"
    assert found.recoded == 0
    words = found.attributes["LIBELONG"].to_pylist()
    assert len(words) == 118
    assert words[0] == "Secteur de zone naturelle où l'évolution modéré du bâti existant est admis"
    assert not [text for text in words if text and "Ã" in text]


def test_latin1_with_cpg(dataset):
    found = dataset("latin1_with_cpg/PRESCRIPTION_PCT.shp")
    assert (found.encoding.name, found.encoding.declared) == ("CP1252", "latin1")
    assert set(found.attributes["LIBELLE"].to_pylist()) >= {"Bâtiment agricole"}
    assert found.attributes.num_rows == 59


def test_no_prj(run):
    report = run("facilities", "no_prj/POINT.shp")
    assert report.revision is None
    codes = {issue.code for issue in report.issues}
    assert {"file.part_absent", "field.missing"} <= codes
    parcels = run("parcels", "no_prj/POINT.shp")
    (missing,) = (issue for issue in parcels.issues if issue.code == "crs.missing")
    assert missing.values["codes"][0] == "EPSG:2154"


def test_broken_gml(run):
    report = run("parcels", "broken_gml/INVALID.gml")
    (issue,) = report.issues
    assert (issue.code, issue.level) == ("file.unknown_format", Level.ERROR)
    assert "INVALID.gml" in issue.message
    assert "<features>" in issue.message


@pytest.mark.parametrize("key", [item.key for item in library_layers()])
def test_no_trap_passes_for_a_layer_or_raises(key, run, shared):
    files = [path for path in sorted((shared / "traps").rglob("*")) if path.is_file()]
    assert len(files) >= 15
    for file in files:
        if file.suffix in (".shx", ".qpj", ".prj", ".cpg", ".dbf", ".gml"):
            report = run(key, str(file.relative_to(shared / "traps")))
            assert report.revision is None
            assert any(issue.level is Level.ERROR and file.name in issue.message for issue in report.issues)
