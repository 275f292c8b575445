import json
import os
import sqlite3
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from core.progress import StoppedError
from core.settings import Imports
from gis import reading
from gis.encoding import Encoding
from gis.errors import (
    EmptyFileError,
    MemoryLimitError,
    SeveralDatasetsError,
    SourceError,
    TimeLimitError,
    TooLargeError,
    UnreadableFileError,
)
from gis.reading import inspect, read
from gis.source import Source, prepare
from tests.gis.formats import FORMATS, NAMES, communes, driver_of, write
from tests.gis.test_encoding import dbf


@pytest.fixture
def ready(tmp_path):
    """Prepare a file in a folder of its own."""
    made = iter(range(100))

    def prepared(file, limits=None) -> Source:
        folder = tmp_path / f"work{next(made)}"
        folder.mkdir()
        return prepare(file, folder, limits or Imports())

    return prepared


def shapes_of(dataset):
    return shapely.from_wkb(dataset.geometry.to_numpy(zero_copy_only=False))


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_rows(suffix, tmp_path, ready):
    dataset = read(ready(write(communes(), tmp_path / "given", suffix)), Imports())
    assert dataset.driver == driver_of(suffix)
    columns = (dataset.attributes[name].to_pylist() for name in ("insee", "nom", "population"))
    rows = sorted(
        (str(insee), name, int(population)) for insee, name, population in zip(*columns, strict=True)
    )
    assert rows == list(zip(["92001", "92002", "92007"], NAMES, [100, 2_000, 30_000], strict=True))
    assert set(shapely.get_type_id(shapes_of(dataset))) <= {3, 6}
    (layer,) = dataset.layers
    assert "Polygon" in layer.geometry or layer.geometry == "Unknown"
    assert {"insee", "nom", "population"} <= set(layer.fields)
    assert layer.count in (3, None)
    assert dataset.crs is not None


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_is_inspected_without_being_read(suffix, tmp_path, ready):
    source = ready(write(communes(), tmp_path / "given", suffix))
    (layer,) = inspect(source, Imports())
    assert {"insee", "nom", "population"} <= set(layer.fields)
    assert layer.crs is not None
    assert not (source.file.parent / "features.arrow").exists()


def test_what_was_read_outlives_its_folder(tmp_path, ready):
    source = ready(write(communes(), tmp_path / "given", "shp"))
    dataset = read(source, Imports())
    for path in source.file.parent.iterdir():
        path.unlink()
    assert dataset.attributes["nom"].to_pylist() == NAMES
    np.testing.assert_allclose(shapely.area(shapes_of(dataset)), 10_000)


def test_a_missing_index_is_rebuilt_beside_the_copy_alone(tmp_path, ready):
    file = write(communes(), tmp_path / "given", "shp")
    file.with_suffix(".shx").unlink()
    dataset = read(ready(file), Imports())
    assert dataset.attributes.num_rows == 3
    assert not file.with_suffix(".shx").exists()


def test_a_missing_table_leaves_geometries_and_a_missing_prj_no_crs(tmp_path, ready):
    file = write(communes(), tmp_path / "given", "shp")
    file.with_suffix(".dbf").unlink()
    file.with_suffix(".prj").unlink()
    dataset = read(ready(file), Imports())
    assert dataset.encoding is None
    assert dataset.crs is None
    assert "nom" not in dataset.attributes.column_names
    assert len(shapes_of(dataset)) == 3


def test_the_encoding_found_is_the_one_used(tmp_path, ready):
    file = write(communes(), tmp_path / "given", "shp")
    file.with_suffix(".cpg").unlink()
    dbf(tmp_path, [name.encode("cp1252") for name in NAMES]).rename(file.with_suffix(".dbf"))
    dataset = read(ready(file), Imports())
    assert dataset.encoding == Encoding("CP1252")
    assert dataset.attributes["NOM"].to_pylist() == NAMES
    assert dataset.recoded == 0


def test_control_characters_and_cut_letters_are_mended_and_counted(tmp_path, ready):
    frame = communes()
    frame["nom"] = ["S\x9curs", "L\x92Île", "Bagneux"]
    dataset = read(ready(write(frame, tmp_path / "given", "geojson")), Imports())
    assert dataset.attributes["nom"].to_pylist() == ["Sœurs", "L’Île", "Bagneux"]
    assert dataset.recoded == 2
    file = write(communes(), tmp_path / "cut", "shp")
    file.with_suffix(".cpg").unlink()
    dbf(tmp_path, [("é" * 6).encode()[:11]] * 3, width=11).rename(file.with_suffix(".dbf"))
    assert read(ready(file), Imports()).attributes["NOM"].to_pylist() == ["ééééé"] * 3


def test_the_layer_with_geometry_or_the_preferred_one_is_read(tmp_path, ready):
    file = write(communes(), tmp_path / "given", "gpkg", name="one")
    communes().iloc[:2].to_file(file, layer="Communes", driver="GPKG")
    with pytest.raises(SeveralDatasetsError) as caught:
        read(ready(file), Imports(), preferred=["parcels"])
    assert caught.value.values["found"] == "one, Communes"
    assert caught.value.values["expected"] == "parcels"
    dataset = read(ready(file), Imports(), preferred=["communes"])
    assert dataset.layer == "Communes"
    assert dataset.attributes.num_rows == 2
    assert len(dataset.layers) == 2


def test_a_plain_table_has_no_geometry(tmp_path, ready):
    import pyogrio

    file = tmp_path / "table.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"nom": NAMES}), file, driver="GPKG")
    dataset = read(ready(file), Imports())
    assert dataset.geometry is None
    assert dataset.attributes["nom"].to_pylist() == NAMES


def test_a_database_without_layers_is_empty(tmp_path, ready):
    file = write(communes(), tmp_path / "given", "gpkg")
    with sqlite3.connect(file) as database:
        database.execute("DELETE FROM gpkg_contents")
        database.execute("DELETE FROM gpkg_geometry_columns")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("DROP TABLE communes")
    database.close()
    with pytest.raises((EmptyFileError, UnreadableFileError)):
        read(ready(file), Imports())


@pytest.mark.parametrize("suffix", ["shp", "geojson", "gpkg", "fgb", "kml", "gml"])
def test_a_damaged_file_is_refused_and_named(suffix, tmp_path, ready):
    file = write(communes(), tmp_path / "given", suffix)
    content = file.read_bytes()
    keep = {"shp": 40, "fgb": 200}.get(suffix, len(content) // 2)
    file.write_bytes(content[:keep])
    with pytest.raises(SourceError, match=file.name) as caught:
        read(ready(file), Imports())
    assert "/" not in str(caught.value).replace("\xa0", "")


def test_reading_that_takes_too_long_is_ended(tmp_path, ready, monkeypatch):
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(reading.reader_process, "__file__", str(stuck))
    begun = time.monotonic()
    with pytest.raises(TimeLimitError) as caught:
        read(ready(write(communes(), tmp_path / "given", "shp")), Imports(seconds=1))
    assert time.monotonic() - begun < 10
    assert caught.value.values == {"file": "communes.shp", "seconds": 1}


def test_reading_that_needs_too_much_memory_is_ended(tmp_path, ready):
    file = write(communes().assign(nom="x" * 1_500), tmp_path / "given", "geojson")
    content = json.loads(file.read_text(encoding="utf-8"))
    features = json.dumps(content.pop("features"))[1:-1]
    many = ", ".join([features] * 30_000)
    file.write_text(json.dumps(content)[:-1] + f', "features": [{many}]}}', encoding="utf-8")
    source = ready(file)
    with pytest.raises(MemoryLimitError) as caught:
        read(source, Imports(memory_megabytes=256))
    assert caught.value.values == {"file": "communes.geojson", "limit": 256}


def test_reading_that_gives_too_many_bytes_is_ended(tmp_path, ready):
    frame = pd.concat([communes()] * 5_000, ignore_index=True)
    source = ready(write(frame, tmp_path / "given", "gpkg"))
    with pytest.raises(TooLargeError) as caught:
        read(source, Imports(max_unpacked_megabytes=1))
    assert caught.value.values == {"file": "communes.gpkg", "limit": 1, "key": "max_unpacked_megabytes"}


def test_a_person_who_stops_ends_the_child(tmp_path, ready, monkeypatch):
    stuck = tmp_path / "stuck.py"
    pid = tmp_path / "pid"
    stuck.write_text(f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n")
    monkeypatch.setattr(reading.reader_process, "__file__", str(stuck))

    def stop():
        if pid.exists() and pid.read_text():
            raise StoppedError

    with pytest.raises(StoppedError):
        read(ready(write(communes(), tmp_path / "given", "shp")), Imports(), tick=stop)
    assert not Path(f"/proc/{pid.read_text()}").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_the_file_that_was_given_is_never_written(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    square = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.box(0, 0, 1, 1)], crs=2154)
    square.to_file(folder / "square.shp")
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    (tmp_path / "work").mkdir()
    source = prepare(folder / "square.shp", tmp_path / "work", Imports())
    assert all(path.stat().st_nlink == 1 for path in source.file.parent.iterdir())
    read(source, Imports())
    assert {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()} == before
