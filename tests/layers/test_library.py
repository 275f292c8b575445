import datetime as dt
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from core.errors import CrsError, EmptyLayerError, UnknownLayerError
from core.issues import Issue, Level
from layers import library as module
from layers.layer import plain
from layers.library import Facts, Library, Revision
from layers.revision import new_id
from layers.workspace import workspace


def communes(*names, shift=0.0):
    squares = [shapely.box(shift + 1000 * n, 0, shift + 1000 * n + 1000, 1000) for n in range(len(names))]
    columns = {
        "insee": [f"9200{n + 1}" for n in range(len(names))],
        "name": list(names),
        "population": [1_000, *[None] * (len(names) - 1)],
    }
    return gpd.GeoDataFrame(columns, geometry=squares, crs=2154)


ROOT = Path(__file__).resolve().parents[2]
_LEAVES_A_WORKSPACE = """
import os, sys
from pathlib import Path
from layers.workspace import workspace
with workspace(Path(sys.argv[1])) as folder:
    (folder / "left").write_bytes(b"x")
    os._exit(9)
"""

FACTS = Facts(layer="communes", source_file="communes.shp", read=2, kept=2)


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


def test_an_empty_library_says_so(library):
    assert library.current("communes") is None
    assert library.revisions("communes") == []
    with pytest.raises(EmptyLayerError):
        library.snapshot("communes")
    with pytest.raises(EmptyLayerError):
        library.read("communes")
    with pytest.raises(UnknownLayerError):
        library.current("nothing")
    assert not library.folder.exists()


def test_what_is_published_is_current_and_complete(library):
    issue = Issue("field.empty", Level.WARNING, "{row}", {"row": 1}, row=1, lon=2.0, lat=48.0)
    facts = Facts(
        layer="communes",
        source_file="c.zip",
        source="IGN",
        licence="LO",
        data_date=dt.date(2024, 1, 1),
        driver="GPKG",
        encoding="UTF-8",
        crs="EPSG:4326",
        read=4,
        kept=2,
        repaired=1,
        rejected=1,
        outside=1,
        fictitious=True,
        issues=(issue,),
    )
    revision = library.publish(communes("A", "B"), facts)
    assert isinstance(revision, Revision)
    assert revision.bounds == (0.0, 0.0, 2000.0, 1000.0)
    assert revision.imported_at.tzinfo is dt.UTC
    assert library.current("communes") == revision
    again = Library(library.folder).current("communes")
    assert again == revision
    assert again.issues == (issue,)
    assert again.data_date == dt.date(2024, 1, 1)
    assert {name: getattr(again, name) for name in vars(facts)} == vars(facts)


def test_a_frame_has_the_fields_of_its_layer_in_order(library):
    library.publish(communes("A", "B"), FACTS)
    snapshot = library.snapshot("communes")
    assert list(snapshot.frame.columns) == [*snapshot.layer.names, "geometry"]
    assert snapshot.frame.index.equals(pd.RangeIndex(2))
    assert snapshot.frame.crs == "EPSG:2154"
    assert snapshot.frame["population"].tolist() == [1_000, None]
    assert [plain(value) for value in snapshot.frame.iloc[1].drop("geometry")] == [
        "92002",
        "B",
        None,
        None,
        None,
        None,
    ]


def test_places_and_identifiers_are_found(library):
    library.publish(communes("A", "B"), FACTS)
    snapshot = library.snapshot("communes")
    assert snapshot.position("92002") == 1
    assert snapshot.position("nothing") is None
    assert snapshot.at(500, 500).tolist() == [0]
    assert snapshot.at(1000, 500).tolist() == [0, 1]
    assert snapshot.at(-5, 500).tolist() == []
    assert snapshot.at(-5, 500, tolerance_m=5.0).tolist() == [0]
    assert snapshot.window((1500, 0, 1600, 10)).tolist() == [1]


def test_a_window_is_read_from_the_disk(library):
    library.publish(communes("A", "B"), FACTS)
    found = library.read("communes", bounds=(1500, 0, 1600, 10), columns=["name"])
    assert list(found.columns) == ["name", "geometry"]
    assert found["name"].tolist() == ["B"]


def test_old_revisions_stay_readable(library):
    first = library.publish(communes("A", "B"), FACTS)
    second = library.publish(communes("C", "D"), FACTS)
    assert first.id < second.id
    assert library.current("communes") == second
    assert library.revisions("communes") == [second, first]
    assert library.snapshot("communes", first.id).frame["name"].tolist() == ["A", "B"]
    assert library.snapshot("communes").frame["name"].tolist() == ["C", "D"]
    assert library.read("communes", revision=first.id)["name"].tolist() == ["A", "B"]


@pytest.mark.parametrize(
    "revision", ["../parcels", "20200101-000000-00000000", "current", "", "29990101-000000-0"]
)
def test_other_revisions_do_not_exist(library, revision):
    library.publish(communes("A", "B"), FACTS)
    if revision == "":
        assert library.snapshot("communes", revision).frame["name"].tolist() == ["A", "B"]
        return
    with pytest.raises(EmptyLayerError):
        library.snapshot("communes", revision)


def test_another_process_sees_a_new_revision_at_once(library):
    library.publish(communes("A", "B"), FACTS)
    other = Library(library.folder)
    assert other.snapshot("communes").frame["name"].tolist() == ["A", "B"]
    library.publish(communes("C", "D"), FACTS)
    assert other.snapshot("communes").frame["name"].tolist() == ["C", "D"]


def test_a_revision_is_loaded_once_for_all_threads(library, monkeypatch):
    library.publish(communes("A", "B"), FACTS)
    read, loads = module.parquet.read, []
    barrier = threading.Barrier(8)

    def counted(file):
        loads.append(file)
        return read(file)

    monkeypatch.setattr(module.parquet, "read", counted)

    def ask(_number):
        barrier.wait()
        snapshot = library.snapshot("communes")
        return id(snapshot), id(snapshot.tree), snapshot.position("92001")

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert len(answers) == 1
    assert len(loads) == 1


def test_few_revisions_stay_in_memory(library):
    made = [library.publish(communes(name), FACTS) for name in "ABC"]
    snapshots = [library.snapshot("communes", revision.id) for revision in made]
    assert library.snapshot("communes", made[2].id) is snapshots[2]
    assert library.snapshot("communes", made[1].id) is snapshots[1]
    assert library.snapshot("communes", made[0].id) is not snapshots[0]


def test_features_in_another_crs_are_refused(library):
    with pytest.raises(CrsError):
        library.publish(communes("A").set_crs(3949, allow_override=True), FACTS)
    with pytest.raises(CrsError):
        library.publish(communes("A").set_crs(None, allow_override=True), FACTS)
    assert library.current("communes") is None


def test_a_publication_that_fails_changes_nothing(library, monkeypatch):
    first = library.publish(communes("A", "B"), FACTS)

    def full(*parts, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.parquet, "write", full)
    with pytest.raises(OSError, match="No space"):
        library.publish(communes("C"), FACTS)
    assert library.current("communes") == first
    assert [item.name for item in library.work.iterdir()] == ["lock"]


def test_what_was_placed_without_being_pointed_to_is_neither_listed_nor_kept(library):
    first = library.publish(communes("A", "B"), FACTS)
    orphan = library.folder / "communes" / "20991231-235959-99900000"
    orphan.mkdir()
    (orphan / "revision.json").write_text(json.dumps(first.as_dict()))
    assert library.revisions("communes") == [first]
    with pytest.raises(EmptyLayerError):
        library.snapshot("communes", orphan.name)
    second = library.publish(communes("C"), FACTS)
    assert not orphan.exists()
    assert library.revisions("communes") == [second, first]


def test_identifiers_sort_even_when_the_clock_is_set_back():
    moment = dt.datetime(2026, 11, 24, 10, 15, 0, 123_000, tzinfo=dt.UTC)
    first = new_id(moment)
    assert first.startswith("20261124-101500-123")
    assert len(first) == 24
    assert set(first) <= set("0123456789abcdef-")
    later = new_id(moment - dt.timedelta(hours=1), after=first)
    assert later > first
    assert later.startswith("20261124-101500-124")


def test_workspaces_of_the_living_stay_and_those_of_the_dead_go(tmp_path):
    with workspace(tmp_path) as mine:
        (mine / "big").write_bytes(b"x")
        done = subprocess.run(
            [sys.executable, "-c", _LEAVES_A_WORKSPACE, str(tmp_path)], cwd=ROOT, check=False
        )
        assert done.returncode == 9
        assert len([item for item in tmp_path.iterdir() if item.is_dir()]) == 2
        with workspace(tmp_path) as other:
            assert (mine / "big").exists()
            assert list(other.iterdir()) == []
            assert len([item for item in tmp_path.iterdir() if item.is_dir()]) == 2
    assert [item.name for item in tmp_path.iterdir()] == ["lock"]


def test_positions_are_numpy_integers(library):
    library.publish(communes("A", "B"), FACTS)
    assert library.snapshot("communes").at(1, 1).dtype == np.intp
