import subprocess
from pathlib import Path

from demonstration.__main__ import DATA
from gis.shapefile import PARTS
from layers.registry import library_layers


def _files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_what_is_committed_is_what_the_generator_gives(written):
    made = _files(written)
    kept = {path for path in _files(DATA) if path.parts[0] in ("shapefiles", "programme")}
    assert made == kept
    different = [
        str(path) for path in sorted(made) if (written / path).read_bytes() != (DATA / path).read_bytes()
    ]
    assert different == []


def test_every_layer_of_the_library_has_its_files(written):
    for layer in library_layers():
        folder = written / "shapefiles" / layer.key
        assert {path.name for path in folder.iterdir()} == {
            *(f"{layer.key}{part}" for part in PARTS),
            "SOURCE.md",
        }
        assert (folder / f"{layer.key}.cpg").read_text() == "UTF-8"


def test_field_names_are_the_first_ones_that_the_layers_declare(layers):
    for layer in library_layers():
        frame = layers[layer.key]
        assert list(frame.columns) == [*(field.sources[0] for field in layer.fields), "geometry"]
        assert frame.crs.to_epsg() == 2154


def test_everything_invented_says_so(layers, tables):
    for key, frame in layers.items():
        assert set(frame["FICTIF"]) == {0 if key == "communes" else 1}, key
    for name, table in tables.items():
        assert set(table["fictitious"]) == {"true"}, name


def test_the_data_stays_small(written):
    assert sum((written / path).stat().st_size for path in _files(written)) < 5_000_000


def test_an_independent_reader_finds_the_parcels(written, ogrinfo):
    file = written / "shapefiles" / "parcels" / "parcels.shp"
    told = subprocess.run(
        [ogrinfo, "-so", file, "parcels"], capture_output=True, text=True, check=True
    ).stdout
    assert "Geometry: Polygon" in told
    assert "Lambert-93" in told or "Lambert_93" in told
    assert "CONTENANCE: Integer" in told
    assert "CREATED: Date" in told


def test_facts_are_cited():
    folder = Path(__file__).resolve().parents[2] / "demonstration" / "facts"
    source = (folder / "SOURCE.md").read_text(encoding="utf-8")
    tables = [path.name for path in folder.iterdir() if path.suffix in (".csv", ".tsv")]
    assert len(tables) == 4
    assert [name for name in tables if f"`{name}`" not in source] == []


def test_each_page_of_sources_says_what_it_is(written):
    pages = {page.parent.name: page.read_text(encoding="utf-8") for page in written.rglob("SOURCE.md")}
    assert len(pages) == 7
    for name, page in pages.items():
        assert "Licence Ouverte 2.0" in page, name
        assert ("fictif" in page or "fictives" in page) == (name != "communes"), name
