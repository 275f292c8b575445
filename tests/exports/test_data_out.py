"""Layers out of the program: what was written is opened again by other readers, and compared with what it came from."""

import csv
import datetime as dt
import doctest
import io
import json
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fiona
import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from core import settings as installations
from core.actor import PUBLIC, Role
from core.errors import EmptyLayerError, TrameError, UnknownLayerError
from core.languages import _, language
from core.progress import StoppedError
from core.settings import Settings
from exports.data import share
from exports.data.columns import plain_cells
from exports.data.criteria import selection_words
from exports.data.formats import FORMATS, UnknownFormatError
from exports.data.operations import operation_columns
from exports.data.out import DataOut, NothingAskedError, NotWrittenError, export_layers, packed, write
from exports.data.table import UnknownFeatureError, layer_table
from gis.projection import to_wgs84
from layers.layer import GeometryKind
from layers.mapping import columns_of
from layers.registry import LAYERS
from programme.cells import known
from programme.selection import Selection
from programme.visibility import visible
from programme.world import World
from tests.programme.factories import small_programme, world

HOSTILE = '=HYPERLINK("http://x.example";"Œuvre") \x00\x1b | <b>'
LONG = "é" * 300
DAY = dt.date(2026, 11, 24)
KEYS = tuple(LAYERS)
CLEAN = '=HYPERLINK("http://x.example";"Œuvre")    | <b>'
ONE_EACH = ("shapefile", "geojson", "fgb", "csv")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return installations.load(installations.ROOT / "config.toml")


@pytest.fixture(scope="module")
def here() -> World:
    """The small world, with texts that no format likes and a facility of a kind that nobody declared."""
    content = small_programme()
    operations = content.operations.copy()
    operations.loc["92050-014", "name"] = HOSTILE
    operations.loc["92050-015", "description"] = LONG
    found = world(replace(content, operations=operations))
    facilities = found.snapshots["facilities"]
    frame = facilities.frame.copy()
    frame.loc[frame.index[0], "kind"] = "fire_station"
    return replace(found, snapshots={**found.snapshots, "facilities": replace(facilities, frame=frame)})


@dataclass(frozen=True)
class Made:
    outs: dict[str, DataOut]
    folder: Path

    def files(self, form: str) -> Path:
        return self.folder / form


@pytest.fixture(scope="module")
def made(here: World, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Every layer in every format, written once and unpacked."""
    folder = tmp_path_factory.mktemp("data")
    outs = {
        form: export_layers(KEYS, here, settings, format=form, wkt=True, language="fr", made_on=DAY)
        for form in FORMATS
    }
    for form, out in outs.items():
        (folder / form).mkdir()
        for file in out.files:
            (folder / form / file.name).write_bytes(file.content)
    return Made(outs, folder)


def plain(value: Any) -> Any:
    """Cells of every reader in one form."""
    value = known(value)
    if value == "":
        return None
    return float(value) if isinstance(value, Decimal) else value


def rows_of(table: Any) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    cells = zip(*(map(plain, plain_cells(table.features[name])) for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def shapes_of(table: Any) -> np.ndarray:
    shapes: np.ndarray = table.features.geometry.to_numpy()
    return shapes


def same_ground(one: np.ndarray, other: np.ndarray, within_m: float) -> None:
    missing = shapely.is_missing(one)
    assert (missing == shapely.is_missing(other)).all()
    far = shapely.hausdorff_distance(one[~missing], other[~missing])
    assert far.size == 0 or far.max() <= within_m


@pytest.mark.parametrize("key", KEYS)
def test_a_geopackage_gives_back_every_cell_and_every_vertex(key: str, here: World, made: Made) -> None:
    table = layer_table(here, key)
    read = pyogrio.read_dataframe(made.files("gpkg") / "trame.gpkg", layer=key)
    assert list(read.columns[:-1]) == [column.name for column in table.columns]
    assert read.crs.to_epsg() == 2154
    got = [
        {name: plain(value) for name, value in zip(read.columns[:-1], row, strict=True)}
        for row in read.drop(columns="geometry").itertuples(index=False)
    ]
    assert got == rows_of(table)
    same_ground(read.geometry.to_numpy(), shapes_of(table), 0.0)


def test_the_types_of_a_geopackage_are_those_of_the_fields(made: Made) -> None:
    info = pyogrio.read_info(made.files("gpkg") / "trame.gpkg", layer="operations")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    wanted = {
        "name": "OFTString",
        "cost_excl_tax_eur": "OFTReal",
        "travaux_planned": "OFTDate",
        "parcels": "OFTInteger64",
        "mapped": "OFTInteger",
    }
    assert {name: types[name] for name in wanted} == wanted
    assert info["dtypes"][list(info["fields"]).index("mapped")] == "bool"
    assert info["geometry_type"] == "MultiPolygon"


@pytest.fixture(scope="module")
def package(made: Made) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(made.files("gpkg") / "trame.gpkg")) as connection:
        yield connection


def test_a_geopackage_stays_one(package: sqlite3.Connection) -> None:
    assert package.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert package.execute("PRAGMA foreign_key_check").fetchall() == []
    assert package.execute("PRAGMA user_version").fetchone()[0] == 10300
    titles = dict(
        package.execute("SELECT table_name, identifier FROM gpkg_contents WHERE data_type = 'features'")
    )
    assert titles == {key: _(layer.title) for key, layer in LAYERS.items()}


def test_each_layer_has_a_default_style_that_qgis_looks_for(package: sqlite3.Connection) -> None:
    rows = package.execute(
        "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML, styleSLD FROM layer_styles "
        "WHERE f_table_catalog = '' AND f_table_schema = ''"
    ).fetchall()
    assert {row[0] for row in rows} == set(KEYS)
    for key, column, default, qml, sld in rows:
        assert (column, default) == ("geom", 1)
        assert ElementTree.fromstring(qml).tag == "qgis"
        assert ElementTree.fromstring(sld).tag.endswith("StyledLayerDescriptor"), key


def test_a_value_that_no_class_takes_has_a_look_too(package: sqlite3.Connection) -> None:
    (qml,) = package.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'facilities'").fetchone()
    categories = ElementTree.fromstring(qml).findall(".//category")
    declared = [item.value for item in LAYERS["facilities"].symbol.classes]
    assert [item.get("value") for item in categories] == [*declared, "fire_station"]
    choices = dict(
        package.execute(
            "SELECT value, description FROM gpkg_data_column_constraints WHERE constraint_name = 'facilities_kind'"
        )
    )
    assert choices["school"] == "École"
    assert choices["fire_station"] == "fire_station"


def test_metadata_and_words_are_in_the_geopackage(package: sqlite3.Connection) -> None:
    found = package.execute(
        "SELECT r.table_name, m.md_standard_uri, m.metadata FROM gpkg_metadata m "
        "JOIN gpkg_metadata_reference r ON r.md_file_id = m.id WHERE r.reference_scope = 'table'"
    ).fetchall()
    assert len(found) == 2 * len(KEYS)
    for key, standard, content in found:
        assert "Données de démonstration, fictives" in content
        if standard.endswith("qgis.dtd"):
            root = ElementTree.fromstring(content)
            licence, title = root.findtext("license"), root.findtext("title") or ""
            assert licence == _(LAYERS[key].licence)
            assert title.startswith(_(LAYERS[key].title))
            assert root.findtext("crs/spatialrefsys/authid") == "EPSG:2154"
    words = dict(
        package.execute("SELECT column_name, title FROM gpkg_data_columns WHERE table_name = 'housing'")
    )
    assert words["dwellings"] == "Logements"


def test_gdal_reads_the_geopackage(ogrinfo: str, made: Made) -> None:
    told = subprocess.run(
        [ogrinfo, "-ro", "-so", str(made.files("gpkg") / "trame.gpkg"), "operations"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "Feature Count: 4" in told
    assert "step: String (0.0), domain name=operations_step" in told
    assert "Lambert-93" in told


@pytest.mark.parametrize("key", KEYS)
def test_a_shapefile_holds_what_its_limits_let_through(key: str, here: World, made: Made) -> None:
    table, facts = layer_table(here, key), facts_for(made, "shapefile", key)
    names = [facts.names.get(column.name, column.name) for column in table.columns]
    with fiona.open(made.files("shapefile") / f"{key}.shp") as source:
        read = list(source)
        fields, epsg = list(source.schema["properties"]), source.crs.to_epsg()
    assert fields == names
    assert all(len(name) <= 10 for name in names)
    assert epsg == 2154
    wanted = [[plain(cut(value)) for value in row.values()] for row in rows_of(table)]
    assert [[shp(value) for value in item.properties.values()] for item in read] == wanted
    shapes = np.array(
        [None if item.geometry is None else shapely.geometry.shape(item.geometry) for item in read],
        dtype=object,
    )
    same_ground(shapes, shapes_of(table), 1e-9)


def cut(value: Any) -> Any:
    return value.encode()[:254].decode(errors="ignore") if isinstance(value, str) else value


def shp(value: Any) -> Any:
    """A cell of a shapefile, as fiona reads it."""
    return (
        dt.date.fromisoformat(value)
        if isinstance(value, str) and value[4:5] == value[7:8] == "-"
        else plain(value)
    )


def facts_for(made: Made, form: str, key: str) -> Any:
    return next(item for item in made.outs[form].layers if item.key == key)


def test_what_a_shapefile_lost_is_told(made: Made) -> None:
    assert "descriptio\u00a0: 1 texte de plus de 254 octets a été coupé." in made.outs["shapefile"].notes
    told = (made.files("shapefile") / "LISEZ-MOI.md").read_text(encoding="utf-8")
    assert "`dwell_demo` (dwellings_demolished)" in told
    assert "dix caractères au plus" in told
    assert all(
        (made.files("shapefile") / f"operations.{part}").is_file() for part in ("qml", "sld", "prj", "cpg")
    )


@pytest.mark.parametrize("key", KEYS)
def test_geojson_follows_its_standard(key: str, here: World, made: Made) -> None:
    table = layer_table(here, key)
    document = json.loads((made.files("geojson") / f"{key}.geojson").read_text(encoding="utf-8"))
    assert "crs" not in document
    assert document["metadata"]["layers"][0]["crs"] == "EPSG:4326"
    assert document["metadata"]["notice"] == "Données de démonstration, fictives"
    wanted = rows_of(table)
    for feature, row in zip(document["features"], wanted, strict=True):
        assert feature["id"] == row[table.layer.identifier]
        got = {name: value for name, value in feature["properties"].items() if value is not None}
        assert got == {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in row.items()
            if value is not None
        }
    shapes = np.array(
        [
            None if item["geometry"] is None else shapely.geometry.shape(item["geometry"])
            for item in document["features"]
        ],
        dtype=object,
    )
    same_ground(shapes, to_wgs84(shapes_of(table)), 1.5e-7)
    rings = shapely.get_exterior_ring(shapely.get_parts(shapes[~shapely.is_missing(shapes)]))
    if table.layer.geometry is GeometryKind.POLYGON:
        assert shapely.is_ccw(rings).all()


@pytest.mark.parametrize("key", KEYS)
def test_flatgeobuf_gives_back_every_vertex(key: str, here: World, made: Made) -> None:
    table = layer_table(here, key)
    file = made.files("fgb") / f"{key}.fgb"
    read = pyogrio.read_dataframe(file)
    assert read.crs.to_epsg() == 2154
    # With its spatial index, the format sorts the features.
    name = table.layer.identifier
    ordered = read.set_index(name).loc[[row[name] for row in rows_of(table)]]
    got = [
        {column: plain(value) for column, value in zip(ordered.columns[:-1], row, strict=True)}
        for row in ordered.drop(columns="geometry").itertuples(index=False)
    ]
    assert got == [
        {column: value for column, value in row.items() if column != name} for row in rows_of(table)
    ]
    same_ground(ordered.geometry.to_numpy(), shapes_of(table), 0.0)
    assert pyogrio.read_info(file)["capabilities"]["fast_spatial_filter"] is bool(table.unplaced == 0)


@pytest.mark.parametrize("key", KEYS)
def test_csv_is_what_a_french_spreadsheet_opens(key: str, here: World, made: Made) -> None:
    table = layer_table(here, key)
    content = (made.files("csv") / f"{key}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert list(rows[0])[-5:] == ["longitude", "latitude", "x_m", "y_m", "wkt"]
    for row, wanted, shape in zip(rows, rows_of(table), shapes_of(table), strict=True):
        for name, value in wanted.items():
            assert spoken(row[name], value) == value, name
        if shape is None:
            assert [row[name] for name in ("longitude", "x_m", "wkt")] == ["", "", ""]
            continue
        assert shapely.hausdorff_distance(shapely.from_wkt(row["wkt"]), shape) <= 0.001
        point = shapely.Point(float(row["x_m"].replace(",", ".")), float(row["y_m"].replace(",", ".")))
        assert shapely.distance(point, shape) <= 0.01


def spoken(cell: str, like: Any) -> Any:
    """Value of a cell of a CSV, of the type of what it was."""
    if cell == "":
        return None
    if isinstance(like, bool):
        return {"oui": True, "non": False}[cell]
    if isinstance(like, int | float):
        return type(like)(cell.replace(",", "."))
    if isinstance(like, dt.date):
        return dt.date.fromisoformat(cell)
    return cell.removeprefix("'") if cell.startswith("'=") else cell


def test_what_a_spreadsheet_would_run_is_disarmed(made: Made) -> None:
    text = (made.files("csv") / "operations.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ";=HYPERLINK" not in text
    assert ';"=HYPERLINK' not in text


@pytest.fixture(scope="module")
def book(made: Made) -> openpyxl.Workbook:
    return openpyxl.load_workbook(made.files("xlsx") / "trame.xlsx")


@pytest.mark.parametrize("key", KEYS)
def test_a_workbook_has_typed_cells(key: str, here: World, book: openpyxl.Workbook) -> None:
    table = layer_table(here, key)
    sheet = book[_(LAYERS[key].title)]
    heads, *rows = sheet.iter_rows()
    assert [cell.value for cell in heads[: len(table.columns)]] == [column.head for column in table.columns]
    assert len({cell.value for cell in heads}) == len(heads)
    for cells, wanted in zip(rows, rows_of(table), strict=True):
        for cell, value in zip(cells, wanted.values(), strict=False):
            shown = {True: "oui", False: "non"}[value] if isinstance(value, bool) else value
            assert plain(cell.value) == shown
            assert cell.data_type != "f"
            if isinstance(value, str):
                assert cell.data_type in ("s", "inlineStr")


def test_a_workbook_describes_itself(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [*(_(LAYERS[key].title) for key in KEYS), "Métadonnées"]
    cells = [
        str(cell.value) for row in book["Métadonnées"].iter_rows() for cell in row if cell.value is not None
    ]
    for text in (
        "Données de démonstration, fictives",
        "Licence Ouverte 2.0",
        "Diagnostic de performance énergétique (DPE), de A à G.",
    ):
        assert text in cells
    assert "Données de démonstration" in (book["Opérations"].oddFooter.left.text or "")


@pytest.mark.parametrize("form", ONE_EACH)
def test_what_describes_the_files_lies_beside_them(form: str, made: Made) -> None:
    told = (made.files(form) / "LISEZ-MOI.md").read_text(encoding="utf-8")
    facts = json.loads((made.files(form) / "metadata.json").read_text(encoding="utf-8"))
    assert [item["layer"] for item in facts["layers"]] == list(KEYS)
    assert facts["made_on"] == "2026-11-24"
    for item in facts["layers"]:
        assert item["title"] in told
        assert item["licence"] in told
        assert item["revision"] in told
        assert all(field["meaning"] for field in item["fields"])
    for limit in FORMATS[form].limits:
        assert _(limit) in told


def test_every_field_means_something_else(here: World) -> None:
    for key in KEYS:
        columns = layer_table(here, key).columns
        assert len({column.name for column in columns}) == len(columns)
        assert len({column.head for column in columns}) == len(columns), key


def test_the_operations_are_exact_to_the_cent(here: World) -> None:
    table = layer_table(here, "operations")
    row = next(row for row in rows_of(table) if row["id"] == "92050-014")
    amounts = dict(
        zip(table.features["id"], plain_cells(table.features["subsidy_requested_eur"]), strict=True)
    )
    assert amounts["92050-014"] == Decimal("2077000.00")
    assert amounts["92036-001"] == Decimal("250000.25")
    assert row["loan_requested_eur"] == 651_000
    assert row["own_funds_requested_eur"] is None
    assert row["area_m2"] == 10_000.0
    assert (row["parcels"], row["parcels_whole"], row["parcel_ids"]) == (1, 1, "92050000BR0001")
    assert (row["neighbourhoods_2024"], row["neighbourhoods_2024_label"]) == ("QN09206M", "Le Parc")
    assert row["neighbourhoods_2015"] is None
    assert row["etude_actual"] == dt.date(2024, 2, 9)
    unmapped = next(row for row in rows_of(table) if row["id"] == "92050-016")
    assert (unmapped["mapped"], unmapped["area_m2"], unmapped["parcels"]) == (False, None, None)
    assert row["family_label"] == "Résidentialisation"


def test_what_was_written_can_be_imported_again(here: World, made: Made) -> None:
    for key, layer in LAYERS.items():
        if not layer.in_programme:
            columns = list(pyogrio.read_info(made.files("gpkg") / "trame.gpkg", layer=key)["fields"])
            assert columns_of(layer, columns) == {name: name for name in layer.names}, key


SECRETS = ("Mme Martin", "À revoir avant le comité", "1240000", "Porteur fragile")


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_public_is_in_no_file_for_the_public(form: str, settings: Settings) -> None:
    content = small_programme()
    public = world(visible(content, PUBLIC), role=Role.PUBLIC)
    out = export_layers(["operations"], public, settings, format=form, language="fr", made_on=DAY)
    names = {column.name for column in out.layers[0].columns}
    assert not names & {"contact", "internal_comment", "visa", "households_to_rehouse"}
    assert not any(name.startswith(("subsidy", "loan", "own_funds")) for name in names)
    for content in unpacked(out):
        for secret in SECRETS:
            assert secret.encode() not in content


def unpacked(out: DataOut) -> Iterator[bytes]:
    for file in out.files:
        yield file.content
        if file.name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
                yield from (archive.read(name) for name in archive.namelist())


def test_partners_get_what_is_theirs(here: World) -> None:
    names = {column.name for column, _values in operation_columns(here, here.programme.operations.index)}
    assert {"contact", "internal_comment", "visa", "subsidy_paid_eur", "households_rehoused"} <= names


def test_the_filter_concerns_operations_and_says_so(here: World, settings: Settings) -> None:
    selection = Selection(steps=("travaux",))
    out = export_layers(["operations", "housing"], here, settings, format="csv", selection=selection)
    assert [(item.count, item.total) for item in out.layers] == [
        (1, 4),
        (len(here.snapshots["housing"].frame),) * 2,
    ]
    assert out.layers[0].filters == ("Étape\u00a0: Travaux",)
    assert out.layers[1].filters == ()
    assert out.notes == (
        "Le filtre choisit des opérations\u00a0; ces couches ne sont pas filtrées\u00a0: Logement social.",
    )


def test_chosen_features_alone_and_those_of_an_extent(here: World, settings: Settings) -> None:
    codes = here.snapshots["parcels"].frame["idu"].tolist()
    out = export_layers(["parcels"], here, settings, format="geojson", only={"parcels": codes[:2]})
    assert out.layers[0].count == 2
    commune = here.snapshots["communes"].frame.geometry.iloc[0]
    whole = export_layers(["communes"], here, settings, format="geojson", within=commune)
    # Its neighbours touch it and are not in it.
    assert whole.layers[0].count == 1
    assert whole.layers[0].filters != ()


def test_bad_wishes_have_a_sentence(here: World, settings: Settings) -> None:
    def ask(keys: list[str], error: type[TrameError], **wish: Any) -> str:
        with pytest.raises(error) as caught:
            export_layers(keys, here, settings, **{"format": "csv", **wish})
        return str(caught.value)

    assert "92050-014" in ask(["operations"], UnknownFeatureError, only={"operations": ["92050-04"]})
    assert "gpkg, shapefile" in ask(["operations"], UnknownFormatError, format="dwg")
    assert "communes, parcels" in ask(["lots"], UnknownLayerError)
    assert ask([], NothingAskedError) == "Nommez au moins une couche à exporter."
    with pytest.raises(EmptyLayerError):
        export_layers(["parcels"], world(without=("parcels",)), settings, format="csv")


def test_an_empty_layer_is_written_as_one(here: World, settings: Settings) -> None:
    for form in FORMATS:
        out = export_layers(["operations"], here, settings, format=form, only={"operations": []})
        assert out.layers[0].count == 0, form
        assert len(packed(out).content) > 0


def test_stopping_leaves_nothing(here: World, settings: Settings) -> None:
    def stop(share: float, sentence: str) -> None:
        if share >= 0.5:
            raise StoppedError

    with pytest.raises(StoppedError):
        export_layers(["operations"], here, settings, format="csv", progress=stop)


def test_the_same_data_gives_the_same_bytes(here: World, settings: Settings) -> None:
    for form in ("geojson", "csv", "xlsx"):
        once, again = (
            packed(export_layers(["operations"], here, settings, format=form, made_on=DAY)).content
            for _time in range(2)
        )
        assert once == again, form


def test_the_words_are_in_the_language_that_is_asked_for(here: World, settings: Settings) -> None:
    out = export_layers(["operations"], here, settings, format="csv", language="en", made_on=DAY)
    assert [file.name for file in out.files] == ["operations.csv", "README.md", "metadata.json"]
    with language("en"):
        assert out.layers[0].columns[0].title == _("Identifier")
    assert "Demonstration data, fictitious" in out.files[1].content.decode()
    assert packed(out).name == "operations-csv.zip"


def test_examples() -> None:
    assert doctest.testmod(share).failed == 0


def test_control_characters_are_in_no_file(here: World) -> None:
    assert plain_cells(layer_table(here, "operations").features["name"])[0] == CLEAN


def test_words_of_an_import_are_cleaned_too(here: World, settings: Settings) -> None:
    communes = here.snapshots["communes"]
    told = replace(communes.revision, source="INSEE\x00 & <IGN>\ud800 | x", licence="\x0b")
    found = replace(here, snapshots={**here.snapshots, "communes": replace(communes, revision=told)})
    for form in FORMATS:
        out = export_layers(["communes"], found, settings, format=form, made_on=DAY)
        assert out.layers[0].source == "INSEE  & <IGN>  | x", form
    markdown = next(
        file
        for file in export_layers(["communes"], found, settings, format="csv").files
        if file.name.endswith(".md")
    )
    assert "| Source | INSEE & &lt;IGN> \\| x |" in markdown.content.decode()


def test_files_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old.csv"
    old.write_bytes(b"before")
    with pytest.raises(NotWrittenError, match=r"missing/new\.csv"):
        write({old: b"after", tmp_path / "missing" / "new.csv": b"new"})
    assert old.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [old]
    write({old: b"after", tmp_path / "new.csv": b"new"})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        "old.csv": b"after",
        "new.csv": b"new",
    }


def test_too_many_rows_for_a_workbook(
    here: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.data.book.MOST_ROWS", 1)
    with pytest.raises(TrameError, match="GeoPackage"):
        export_layers(["operations"], here, settings, format="xlsx")


def test_a_long_text_in_a_workbook_is_cut_and_told(
    here: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.data.book.MOST_CHARACTERS", 250)
    out = export_layers(["operations"], here, settings, format="xlsx", language="fr")
    assert "Description\u00a0: 1 texte de plus de 250 caractères a été coupé." in out.notes


def test_frames_are_left_as_they_were(here: World) -> None:
    before = here.programme.operations.copy()
    layer_table(here, "operations")
    assert_geodataframe_equal(here.programme.operations, before)


def test_a_filter_in_words(here: World) -> None:
    selection = Selection(
        communes=("92050", "99999"),
        amount_min=Decimal(1_000_000),
        year_from=2024,
        year_to=2026,
        operations=("92050-014",),
    )
    assert selection_words(here, selection) == (
        "Commune\u00a0: Nanterre, 99999",
        "Opération\u00a0: 92050-014",
        "Coût HT\u00a0: à partir de 1\u202f000\u202f000\u00a0€",
        "Calendrier\u00a0: de 2024 à 2026",
    )
    assert selection_words(here, Selection(amount_max=Decimal(5))) == ("Coût HT\u00a0: jusqu’à 5\u00a0€",)
    assert selection_words(here, Selection()) == ()
