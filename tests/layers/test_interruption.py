"""A killed import, and imports at the same time: the library is whole at every moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from core.settings import Imports, Territory
from layers.importing import import_layer
from layers.library import Library
from layers.registry import layer
from tests.gis.formats import write

ROOT = Path(__file__).resolve().parents[2]

_IMPORT = """
import os, signal, sys
from pathlib import Path
from core.settings import Imports, Territory
from layers import library as module
from layers.importing import import_layer
from layers.library import Library
from layers.registry import layer

file, folder, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def die(*parts, **options):
    os.kill(os.getpid(), signal.SIGKILL)

def progress(share, sentence):
    print(share, flush=True)
    if moment.startswith("0.") and share >= float(moment):
        die()

if moment == "written":
    module.Library._make_current = die
if moment == "renamed":
    rename = Path.rename
    Path.rename = lambda self, target: (rename(self, target), die())
if moment == "pointing":
    Path.replace = die
report = import_layer(layer("parcels"), file, library=Library(folder), territory=Territory(all=True),
                      limits=Imports(), progress=progress)
print(report.revision.id)
"""


def parcels(prefix, count=400):
    squares = [shapely.box(x, y, x + 10, y + 10) for x, y in places(count)]
    return gpd.GeoDataFrame(
        {"id": [f"{prefix}000AB{n:04d}" for n in range(count)]}, geometry=squares, crs=2154
    )


def places(count):
    side = int(np.sqrt(count))
    return [(645_000 + 10 * (n % side), 6_860_000 + 10 * (n // side)) for n in range(count)]


def start(file, folder, moment="never"):
    return subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(file), str(folder), moment],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


def import_here(library, file):
    return import_layer(
        layer("parcels"), file, library=library, territory=Territory(all=True), limits=Imports()
    ).revision


@pytest.mark.parametrize("moment", ["0.0", "0.1", "0.5", "0.6", "0.8", "written", "renamed", "pointing"])
def test_a_killed_import_leaves_the_old_revision_current_and_readable(moment, library, tmp_path):
    first = import_here(library, write(parcels("92001"), tmp_path / "first", "shp"))
    second = write(parcels("92002"), tmp_path / "second", "shp")
    with start(second, library.folder, moment) as killed:
        killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert library.current("parcels") == first
    assert Library(library.folder).revisions("parcels") == [first]
    frame = Library(library.folder).snapshot("parcels").frame
    assert len(frame) == 400
    assert frame["idu"].str.startswith("92001").all()
    again = import_here(library, second)
    assert library.revisions("parcels") == [again, first]
    assert library.snapshot("parcels").frame["idu"].str.startswith("92002").all()
    kept = {item.name for item in (library.folder / "parcels").iterdir()}
    assert kept == {first.id, again.id, "current", "lock"}
    assert [item.name for item in library.work.iterdir()] == ["lock"]


def test_the_child_of_a_killed_import_does_not_live_on(library, tmp_path):
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    big = pd.concat([parcels("92001")] * 100, ignore_index=True)
    with start(write(big, tmp_path / "big", "geojson"), library.folder) as importer:
        listing = Path(f"/proc/{importer.pid}/task/{importer.pid}/children")
        end = time.monotonic() + 30
        while not (found := listing.read_text().split()) and time.monotonic() < end:
            time.sleep(0.01)
        assert found
        time.sleep(0.3)
        importer.kill()
    end = time.monotonic() + 10
    while Path(f"/proc/{found[0]}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{found[0]}").exists()
    assert library.current("parcels") is None


def test_two_imports_at_once_both_finish_and_the_last_is_current(library, tmp_path):
    files = [write(parcels(f"9200{n}"), tmp_path / f"{n}", "shp") for n in (1, 2, 3)]
    running = [start(file, library.folder) for file in files]
    made = []
    for process in running:
        output, _errors = process.communicate(timeout=120)
        assert process.returncode == 0
        made.append(output.split()[-1])
    assert len(set(made)) == 3
    assert [revision.id for revision in library.revisions("parcels")] == sorted(made, reverse=True)
    assert library.current("parcels").id == max(made)
    for prefix, identifier in zip(("92001", "92002", "92003"), made, strict=True):
        frame = library.snapshot("parcels", identifier).frame
        assert len(frame) == 400
        assert frame["idu"].str.startswith(prefix).all()
    assert [item.name for item in library.work.iterdir()] == ["lock"]


def test_readers_never_see_half_a_revision(library, tmp_path):
    file = write(parcels("92001"), tmp_path / "file", "shp")
    import_here(library, file)
    with start(file, library.folder) as importer:
        seen = set()
        while importer.poll() is None:
            fresh = Library(library.folder)
            seen.add(fresh.current("parcels").id)
            assert len(fresh.read("parcels", columns=["idu"])) == 400
        importer.communicate()
    assert len(library.revisions("parcels")) == 2
    assert seen <= {revision.id for revision in library.revisions("parcels")}
