import shutil

import pytest

from core.settings import Imports
from gis.errors import (
    ArchiveError,
    EmptyFileError,
    MissingPartError,
    SeveralDatasetsError,
    TooLargeError,
    UnknownFormatError,
    UnreadableFileError,
)
from gis.source import prepare
from tests.gis.formats import FORMATS, communes, driver_of, write, zipped


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_recognised_by_its_content(suffix, tmp_path, work):
    file = write(communes(), tmp_path / "given", suffix)
    source = prepare(file, work, Imports())
    assert source.driver == driver_of(suffix)
    assert source.name == file.name
    assert source.missing == ()
    assert source.file.parent == work / "dataset"
    assert all(path.stem == "features" for path in source.file.parent.iterdir())


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "fgb", "kml", "gml", "zip", "json.gz"])
def test_a_wrong_extension_changes_nothing(suffix, tmp_path, work):
    file = write(communes(), tmp_path / "given", suffix)
    disguised = file.rename(tmp_path / "data.txt")
    assert prepare(disguised, work, Imports()).driver == driver_of(suffix)


def test_parts_are_found_whatever_their_case(tmp_path, work):
    file = write(communes(), tmp_path / "given", "shp")
    file.with_suffix(".dbf").rename(tmp_path / "given/COMMUNES.DBF")
    assert prepare(file, work, Imports()).part("dbf") is not None


@pytest.mark.parametrize("part", [".dbf", ".shx", ".prj"])
def test_a_missing_part_is_said(part, tmp_path, work):
    file = write(communes(), tmp_path / "given", "shp")
    file.with_suffix(part).unlink()
    assert prepare(file, work, Imports()).missing == (part,)


@pytest.mark.parametrize("part", [".dbf", ".shx", ".prj", ".cpg"])
def test_a_part_alone_is_refused_by_what_it_lacks(part, tmp_path, work):
    file = write(communes(), tmp_path / "given", "shp").with_suffix(part)
    alone = shutil.copy(file, tmp_path)
    with pytest.raises(MissingPartError, match=r"\.shp"):
        prepare(tmp_path / file.name, work, Imports())
    assert alone


def test_a_mapinfo_table_without_its_map_is_refused(tmp_path, work):
    file = write(communes(), tmp_path / "given", "tab")
    file.with_suffix(".map").unlink()
    with pytest.raises(MissingPartError, match=r"\.map"):
        prepare(file, work, Imports())


def test_the_preferred_dataset_is_chosen_among_several(tmp_path, work):
    one = write(communes(), tmp_path / "a", "geojson", name="one")
    two = write(communes().iloc[:1], tmp_path / "b", "geojson", name="two")
    note = tmp_path / "readme.txt"
    note.write_text("hello")
    archive = zipped([one, two, note], tmp_path / "both.zip")
    with pytest.raises(SeveralDatasetsError) as caught:
        prepare(archive, work, Imports(), preferred="communes")
    assert caught.value.values["found"] == "one.geojson, two.geojson"
    second = tmp_path / "work2"
    second.mkdir()
    source = prepare(archive, second, Imports(), preferred="TWO")
    assert source.file.read_bytes() == two.read_bytes()


def test_archives_in_archives_are_refused(tmp_path, work):
    inner = write(communes(), tmp_path / "given", "zip")
    with pytest.raises(ArchiveError, match="une autre archive"):
        prepare(zipped([inner], tmp_path / "outer.zip"), work, Imports())


def test_the_size_of_all_parts_is_bounded(tmp_path, work):
    file = write(communes(), tmp_path / "given", "shp")
    with file.with_suffix(".dbf").open("ab") as table:
        table.write(bytes(1_000_001))
    with pytest.raises(TooLargeError) as caught:
        prepare(file, work, Imports(max_megabytes=1))
    assert caught.value.values == {"file": "communes.shp", "limit": 1, "key": "max_megabytes"}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFileError),
        (b"hello", UnknownFormatError),
        (b'{"a": 1}', UnknownFormatError),
        (b'{"type":"Topology","objects":{}}', UnknownFormatError),
        (b"<gpx/>", UnknownFormatError),
        (b"<kml", UnreadableFileError),
        (b"SQLite format 3\x00" + bytes(100), UnknownFormatError),
        (b"%PDF-1.7", UnknownFormatError),
    ],
)
def test_other_contents_are_refused(content, error, tmp_path, work):
    file = tmp_path / "data.geojson"
    file.write_bytes(content)
    with pytest.raises(error, match=r"data\.geojson"):
        prepare(file, work, Imports())


def test_a_missing_file_and_a_folder_are_refused(tmp_path, work):
    with pytest.raises(UnreadableFileError):
        prepare(tmp_path / "nothing.shp", work, Imports())
    with pytest.raises(UnreadableFileError):
        prepare(tmp_path, work, Imports())


def test_the_file_given_is_never_changed(tmp_path, work):
    file = write(communes(), tmp_path / "given", "shp")
    file.with_suffix(".shx").unlink()
    before = {path.name: path.read_bytes() for path in file.parent.iterdir()}
    prepare(file, work, Imports())
    assert {path.name: path.read_bytes() for path in file.parent.iterdir()} == before
