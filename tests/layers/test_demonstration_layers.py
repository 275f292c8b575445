"""The committed demonstration imports without an error."""

import pytest

from core.issues import Level
from core.settings import ROOT, Imports, Territory
from layers.importing import import_layer
from layers.library import Library
from layers.registry import library_layers

FOLDER = ROOT / "data" / "shapefiles"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize("layer", library_layers(), ids=lambda layer: layer.key)
def test_a_layer_imports_without_error(layer, library):
    file = FOLDER / layer.key / f"{layer.key}.shp"
    report = import_layer(
        layer, file, library=library, territory=Territory(departments=("92",)), limits=Imports()
    )
    assert [issue for issue in report.issues if issue.level is Level.ERROR] == []
    assert report.revision is not None
    assert report.revision.kept == report.revision.read
    assert report.revision.crs == "EPSG:2154"
    assert report.revision.fictitious is (layer.key != "communes")
    frame = library.snapshot(layer.key).frame
    assert list(frame.columns) == [*layer.names, "geometry"]
    assert frame[layer.identifier].is_unique
