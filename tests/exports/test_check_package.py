"""The package of findings and the archive of a batch, opened again by other readers."""

import csv
import io
import json
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
import shapely
from pypdf import PdfReader

from core.progress import StoppedError
from exports.check_package import SUMMARY, batch, layers, package, summary
from exports.footprint_files import OFFERED, footprint_file
from gis.writing import WRITABLE
from tests.exports import check_factory as factory

LAYERS = ["footprint", "repaired", "proposal", "parcels", "operations", "findings"]


@pytest.fixture(scope="module")
def place(demo_file: Path):
    return factory.opened(demo_file)


def test_every_finding_parcel_and_outline_is_there(place, tmp_path: Path) -> None:
    report = factory.faulty(*place)
    file = tmp_path / "report.gpkg"
    file.write_bytes(package(report))
    assert [str(name) for name, _kind in pyogrio.list_layers(file)] == LAYERS
    read = {name: pyogrio.read_dataframe(file, layer=name) for name in LAYERS}
    assert all(frame.crs.to_epsg() == 2154 for frame in read.values())
    assert read["findings"]["code"].to_list() == [item.code for item in report.findings]
    assert read["findings"]["message"].to_list() == [item.message for item in report.findings]
    for shape, item in zip(read["findings"].geometry, report.findings, strict=True):
        assert (shape is None) == (item.shape is None)
        assert shape is None or shapely.equals(shape, item.shape)
    assert read["parcels"]["idu"].to_list() == [item.idu for item in report.parcels]
    assert read["parcels"]["covered_m2"].to_list() == [item.covered_m2 for item in report.parcels]
    assert report.footprint is not None
    assert shapely.equals(read["footprint"].geometry.iloc[0], report.footprint.geometry)
    assert read["footprint"]["submitted_hash"].to_list() == [report.footprint.hash]
    assert json.loads(read["footprint"]["revisions"].iloc[0]) == dict(report.revisions)
    assert read["footprint"]["fictitious"].to_list() == [True]
    assert len(read["repaired"]) == 0
    assert len(read["proposal"]) == (report.proposal is not None)


def test_the_repaired_outline_stands_beside_the_one_submitted(place, tmp_path: Path) -> None:
    report = factory.crossing(*place)
    file = tmp_path / "report.gpkg"
    file.write_bytes(package(report))
    assert not pyogrio.read_dataframe(file, layer="footprint").geometry.iloc[0].is_valid
    assert pyogrio.read_dataframe(file, layer="repaired").geometry.iloc[0].is_valid


def test_another_reader_opens_it(place, tmp_path: Path, ogrinfo: str) -> None:
    file = tmp_path / "report.gpkg"
    report = factory.hostile(factory.faulty(*place))
    file.write_bytes(package(report))
    told = subprocess.run([ogrinfo, "-so", "-al", str(file)], capture_output=True, text=True, check=True)
    assert "ERROR" not in told.stdout + told.stderr
    for name in LAYERS:
        assert f"Layer name: {name}" in told.stdout
    assert told.stdout.count('ID["EPSG",2154]') == len(LAYERS)
    assert "Feature Count: 300" in told.stdout


def test_a_report_without_footprint_has_its_findings(place, tmp_path: Path) -> None:
    report = factory.placeless(*place)
    file = tmp_path / "report.gpkg"
    file.write_bytes(package(report))
    assert len(pyogrio.read_dataframe(file, layer="findings")) == len(report.findings) > 0
    assert len(pyogrio.read_dataframe(file, layer="footprint")) == 0


def test_frames_say_the_same_columns_whether_empty_or_not(place) -> None:
    full, empty = layers(factory.faulty(*place)), layers(factory.placeless(*place))
    assert {name: list(frame) for name, frame in full.items()} == {
        name: list(frame) for name, frame in empty.items()
    }


@pytest.mark.parametrize("key", list(OFFERED))
def test_the_corrected_footprint_is_one_file_in_each_format(place, key: str, tmp_path: Path) -> None:
    report = factory.crossing(*place)
    assert report.footprint is not None
    assert report.footprint.repaired is not None
    content = footprint_file(report.footprint.repaired, key, "Nœud #1")
    file = tmp_path / f"footprint.{OFFERED[key][1]}"
    file.write_bytes(content)
    if key == "wkt":
        found = shapely.from_wkt(content.decode())
    elif key in ("tab", "mif"):
        names = zipfile.ZipFile(file).namelist()
        assert names[0] == f"Noeud-1.{key}"
        found = pyogrio.read_dataframe(f"/vsizip/{file}/{names[0]}", encoding="CP1252").geometry.iloc[0]
    elif key == "dxf":
        found = shapely.polygonize(pyogrio.read_dataframe(file).geometry.to_numpy())
    else:
        found = pyogrio.read_dataframe(file).to_crs(2154).geometry.iloc[0]
    assert found.area == pytest.approx(report.footprint.repaired.area, abs=0.01)


def test_all_formats_are_offered_but_loose_parts() -> None:
    assert set(WRITABLE) - set(OFFERED) == {"shapefile_parts"}


def test_a_batch_gives_one_summary_and_one_report_each(place) -> None:
    world, settings = place
    reports = [factory.faulty(world, settings), factory.placeless(world, settings)]
    told: list[float] = []
    content = batch(reports, world, settings, lambda share, _sentence: told.append(share))
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["recapitulatif.csv", "1-Ilot-des-Pins.pdf", "2-Ilot-des-Pins.pdf"]
    assert told == [0.0, 0.5, 1.0]
    for name in archive.namelist()[1:]:
        assert len(PdfReader(io.BytesIO(archive.read(name))).pages) >= 1


def test_the_summary_is_read_by_a_spreadsheet_and_runs_nothing(place) -> None:
    report = factory.faulty(*place)
    wild = replace(report, subject=replace(report.subject, name='=cmd|" /C calc"!A0'))
    rows = list(csv.reader(io.StringIO(summary([wild, report]).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(SUMMARY)}
    assert rows[1][1].startswith("'=")
    assert rows[1][2] == "à corriger"
    assert report.footprint is not None
    assert float(rows[2][6].replace(",", ".")) == pytest.approx(report.footprint.area_m2, abs=0.01)
    assert rows[2][-1] == "oui"


def test_a_stopped_batch_leaves_nothing(place) -> None:
    world, settings = place

    def stop(share: float, _sentence: str) -> None:
        if share > 0:
            raise StoppedError

    with pytest.raises(StoppedError):
        batch([factory.placeless(world, settings)] * 3, world, settings, stop)
