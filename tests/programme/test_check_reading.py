"""What a person gives becomes what is checked: layers, features, systems, drawings, identifiers."""

import doctest
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from core.errors import EmptyLayerError, TrameError, UnknownOperationError
from core.issues import Level
from core.progress import StoppedError
from core.settings import Imports
from gis.errors import MissingPartError, SeveralDatasetsError
from gis.writing import write, write_layers, zipped
from programme.check import contents as listing
from programme.check import picking, reading
from programme.check.errors import (
    NoFeatureError,
    NoFootprintError,
    NoIdentifierError,
    NoOutlineError,
    TextError,
    TooFewPointsError,
    UnknownFeatureError,
    UnknownFileLayerError,
)
from programme.check.reading import contents, from_file, from_operation, from_parcels, from_points, from_text
from programme.check.submission import Submission
from tests.programme.factories import empty_world, square, world

NEAR = (2.24, 48.85)
HOME = shapely.box(645_000, 6_860_000, 645_100, 6_860_050)
OTHER = shapely.box(645_200, 6_860_000, 645_300, 6_860_050)
WORLD = world()


def read(file: Path, folder: Path, **options: object) -> list[Submission]:
    return from_file(file, limits=Imports(), folder=folder / "work", near=NEAR, **options)


def listed(file: Path, folder: Path) -> dict[str, int]:
    found = contents(file, limits=Imports(), folder=folder / "work")
    assert list((folder / "work").glob("*")) == []
    return {layer.name: layer.count for layer in found.layers}


def codes(submission: Submission) -> list[str]:
    return [note.code for note in submission.notes]


def frame(*shapes: shapely.Geometry, **columns: list[object]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=2154)


def two_layers(folder: Path) -> Path:
    file = folder / "two.gpkg"
    write_layers(
        file,
        {
            "projet": frame(HOME, OTHER, nom=["Nord", None]),
            "parc": frame(OTHER),
            "bornes": frame(HOME.centroid),
        },
    )
    return file


def drawing(folder: Path, *entities: str) -> Path:
    file = folder / "plan.dxf"
    file.write_text(
        "\n".join(["0\nSECTION\n2\nENTITIES", *entities, "0\nENDSEC\n0\nEOF\n"]), encoding="cp1252"
    )
    return file


def polyline(layer: str, points: list[tuple[float, float]], *, closed: bool = True, bulge: float = 0) -> str:
    corners = [
        f"10\n{x}\n20\n{y}" + (f"\n42\n{bulge}" if bulge and not number else "")
        for number, (x, y) in enumerate(points)
    ]
    return "\n".join([f"0\nLWPOLYLINE\n8\n{layer}\n90\n{len(points)}\n70\n{int(closed)}", *corners])


CORNERS = [
    (645_000.0, 6_860_000.0),
    (645_100.0, 6_860_000.0),
    (645_100.0, 6_860_050.0),
    (645_000.0, 6_860_050.0),
]


@pytest.mark.parametrize("module", [reading, picking, listing])
def test_examples(module: object) -> None:
    assert doctest.testmod(module).failed == 0


def test_layers_are_listed_and_chosen(tmp_path: Path) -> None:
    file = two_layers(tmp_path)
    assert listed(file, tmp_path) == {"projet": 2, "parc": 1, "bornes": 1}
    layer = contents(file, limits=Imports(), folder=tmp_path / "work").layers[0]
    assert (layer.geometry, layer.crs, layer.bounds) == (
        "Polygon",
        "EPSG:2154",
        (645_000, 6_860_000, 645_300, 6_860_050),
    )
    (found,) = read(file, tmp_path, layer="parc")
    assert found.shape is not None
    assert found.shape.equals(OTHER)
    assert (found.subject.layer, found.subject.feature, found.subject.driver) == ("parc", 1, "GPKG")


def test_a_batch_takes_every_layer_that_may_hold_outlines(tmp_path: Path) -> None:
    found = read(two_layers(tmp_path), tmp_path)
    assert [(item.subject.layer, item.subject.feature, item.subject.name) for item in found] == [
        ("projet", 1, "Nord"),
        ("projet", 2, "two – projet 2"),
        ("parc", 1, "two – parc 1"),
    ]


def test_one_feature_is_chosen_by_its_number(tmp_path: Path) -> None:
    file = two_layers(tmp_path)
    (found,) = read(file, tmp_path, layer="projet", feature=2, name="Sud")
    assert (found.subject.name, found.subject.feature) == ("Sud", 2)
    assert found.shape is not None
    assert found.shape.equals(OTHER)
    with pytest.raises(UnknownFeatureError, match="1 à 2"):
        read(file, tmp_path, layer="projet", feature=3)
    with pytest.raises(UnknownFileLayerError, match="projet, parc, bornes"):
        read(file, tmp_path, layer="projets")


def test_an_archive_of_several_datasets_offers_each(tmp_path: Path) -> None:
    for folder, name, shape in (("a", "nord", HOME), ("a", "sud", OTHER), ("b", "nord", OTHER)):
        (tmp_path / folder).mkdir(exist_ok=True)
        write(shape, "shapefile_parts", tmp_path / folder, name)
    file = Path(shutil.make_archive(str(tmp_path / "lot"), "zip", tmp_path, "a"))
    assert listed(file, tmp_path) == {"nord": 1, "sud": 1}
    (found,) = read(file, tmp_path, layer="sud")
    assert found.shape is not None
    assert found.shape.equals(OTHER)
    assert len(read(file, tmp_path)) == 2


def test_two_datasets_of_one_name_are_told_apart(tmp_path: Path) -> None:
    import zipfile

    for folder, shape in (("a", HOME), ("b", OTHER)):
        (tmp_path / folder).mkdir()
        write(shape, "geojson", tmp_path / folder, "nord")
    file = tmp_path / "lot.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for folder in ("a", "b"):
            archive.write(tmp_path / folder / "nord.geojson", f"{folder}/nord.geojson")
    assert listed(file, tmp_path) == {"nord": 1, "nord (2)": 1}
    (found,) = read(file, tmp_path, layer="nord (2)")
    assert found.shape is not None
    assert found.shape.centroid.distance(OTHER.centroid) < 0.01


def test_too_many_layers_are_to_be_chosen_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_LAYERS", 1)
    with pytest.raises(SeveralDatasetsError):
        read(two_layers(tmp_path), tmp_path)


def test_no_system_gives_candidates_and_no_shape(tmp_path: Path) -> None:
    file = write(HOME, "shapefile_parts", tmp_path, "emprise")
    file.with_suffix(".prj").unlink()
    (found,) = read(file, tmp_path)
    assert found.shape is None
    assert (found.systems.found, found.systems.used) == (None, None)
    assert found.systems.candidates[0].code == "EPSG:2154"
    assert codes(found) == ["crs.missing"]
    (placed,) = read(file, tmp_path, crs="EPSG:2154")
    assert placed.shape is not None
    assert placed.shape.equals(HOME)
    assert codes(placed) == []


@pytest.mark.parametrize(
    ("code", "point"),
    [
        ("EPSG:2154", (645_000, 6_860_000)),
        ("EPSG:4326", (2.24, 48.84)),
        ("EPSG:3949", (1_645_000, 8_180_000)),
        ("EPSG:27572", (597_000, 2_424_000)),
        ("EPSG:3857", (249_000, 6_247_000)),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_the_candidate_is_found_in_either_order(code: str, point: tuple[float, float], swapped: bool) -> None:
    x, y = point[::-1] if swapped else point
    (found,) = from_text(shapely.box(x, y, x + 0.001, y + 0.001).wkt, crs=None, near=NEAR)
    best = found.systems.candidates[0]
    assert (best.code, best.swapped) == (code, swapped)
    assert best.distance_km < 30
    (placed,) = from_text(shapely.box(x, y, x + 0.001, y + 0.001).wkt, crs=code, near=NEAR, swapped=swapped)
    assert placed.systems.swapped == swapped
    assert ("crs.swapped" in codes(placed)) == swapped
    assert ("crs.no_grid" in codes(placed)) == (code == "EPSG:27572")


def test_swapped_axes_are_suspected_where_the_system_is_declared() -> None:
    (found,) = from_text(
        "SRID=4326;POLYGON ((48.85 2.24, 48.86 2.24, 48.86 2.25, 48.85 2.24))", crs=None, near=NEAR
    )
    assert "crs.axes" in codes(found)
    assert found.systems.found == "EPSG:4326"
    (right,) = from_text(
        "SRID=4326;POLYGON ((2.24 48.85, 2.24 48.86, 2.25 48.86, 2.24 48.85))", crs=None, near=NEAR
    )
    assert codes(right) == []


def test_metres_declared_as_degrees_are_contradicted(tmp_path: Path) -> None:
    file = tmp_path / "a.geojson"
    file.write_text(shapely.to_geojson(HOME))
    (found,) = read(file, tmp_path)
    assert codes(found) == ["crs.contradicted"]
    assert found.notes[0].level is Level.ERROR
    (placed,) = read(file, tmp_path, crs="EPSG:2154")
    assert codes(placed) == ["crs.overridden"]
    assert placed.shape is not None
    assert placed.shape.equals(HOME)


def test_lambert_2_is_three_metres_off_and_says_so() -> None:
    (found,) = from_text(
        "POLYGON ((597000 2424000, 597100 2424000, 597100 2424100, 597000 2424000))",
        crs="EPSG:27572",
        near=NEAR,
    )
    (note,) = found.notes
    assert (note.code, note.level) == ("crs.no_grid", Level.WARNING)
    assert "3" in note.message


def test_an_unknown_system_is_said() -> None:
    (found,) = from_text(HOME.wkt, crs="EPSG:999999", near=NEAR)
    assert codes(found) == ["crs.unknown"]
    assert "EPSG:999999" in found.notes[0].message


def test_heights_are_dropped_and_told(tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    frame(shapely.force_3d(HOME, 35.0)).to_file(file, driver="GPKG")
    (found,) = read(file, tmp_path)
    assert codes(found) == ["shape.z_dropped"]
    assert found.shape is not None
    assert not found.shape.has_z
    assert found.shape.equals(HOME)


def test_curves_are_drawn_as_lines_and_told(tmp_path: Path) -> None:
    text = "CURVEPOLYGON (CIRCULARSTRING (645000 6860000, 645050 6860050, 645100 6860000, 645050 6859950, 645000 6860000))"
    (found,) = from_text(text, crs="EPSG:2154", near=NEAR)
    assert codes(found) == ["shape.curves"]
    assert found.shape is not None
    assert found.shape.area == pytest.approx(np.pi * 50**2, rel=1e-4)


def test_gml_arcs_are_drawn_as_lines_and_told(tmp_path: Path) -> None:
    arc = "<gml:Arc><gml:posList>645000 6860000 645050 6860050 645100 6860000</gml:posList></gml:Arc>"
    line = "<gml:LineStringSegment><gml:posList>645100 6860000 645000 6860000</gml:posList></gml:LineStringSegment>"
    ring = f'<gml:Ring><gml:curveMember><gml:Curve gml:id="c"><gml:segments>{arc}{line}</gml:segments></gml:Curve></gml:curveMember></gml:Ring>'
    file = tmp_path / "a.gml"
    file.write_text(
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"><wfs:member>'
        f'<zone gml:id="z"><geom><gml:Polygon gml:id="p" srsName="EPSG:2154"><gml:exterior>{ring}</gml:exterior></gml:Polygon></geom></zone>'
        "</wfs:member></wfs:FeatureCollection>"
    )
    (found,) = read(file, tmp_path)
    assert codes(found) == ["shape.curves"]
    assert found.shape is not None
    assert found.shape.area == pytest.approx(np.pi * 50**2 / 2, rel=1e-4)


def test_a_drawing_offers_its_layers_and_closed_lines(tmp_path: Path) -> None:
    file = drawing(
        tmp_path,
        polyline("EMPRISE", CORNERS),
        polyline("EMPRISE", CORNERS[:3], closed=False),
        polyline("Îlot é", CORNERS, bulge=0.5),
        polyline("Îlot é", [*CORNERS, CORNERS[0]], closed=False),
        polyline("AXES", CORNERS[:2], closed=False),
        "0\nCIRCLE\n8\nROND\n10\n645000\n20\n6860000\n40\n10",
    )
    found = contents(file, limits=Imports(), folder=tmp_path / "work")
    assert [(layer.name, layer.count, layer.open_lines) for layer in found.layers] == [
        ("EMPRISE", 1, 1),
        ("Îlot é", 2, 0),
        ("AXES", 0, 1),
        ("ROND", 1, 0),
    ]
    (plain,) = read(file, tmp_path, layer="EMPRISE", crs="EPSG:2154")
    assert plain.shape is not None
    assert plain.shape.equals(HOME)
    assert codes(plain) == []
    bulged, straight = read(file, tmp_path, layer="Îlot é", crs="EPSG:2154")
    assert codes(bulged) == ["shape.curves"]
    assert codes(straight) == []
    assert straight.shape is not None
    assert straight.shape.equals(HOME)
    (round_one,) = read(file, tmp_path, layer="ROND", crs="EPSG:2154")
    assert round_one.shape is not None
    assert round_one.shape.area == pytest.approx(np.pi * 100, rel=1e-3)
    assert len(read(file, tmp_path, crs="EPSG:2154")) == 4
    with pytest.raises(NoOutlineError, match=r"plan\.dxf"):
        read(file, tmp_path, layer="AXES")
    with pytest.raises(UnknownFileLayerError):
        read(file, tmp_path, layer="NOTHING")


def test_a_drawing_without_closed_lines_is_refused(tmp_path: Path) -> None:
    file = drawing(tmp_path, polyline("AXES", CORNERS[:2], closed=False))
    for ask in (lambda: read(file, tmp_path), lambda: listed(file, tmp_path)):
        with pytest.raises(NoOutlineError) as caught:
            ask()
        assert caught.value.values == {"file": "plan.dxf", "count": 1}


def test_a_cut_drawing_is_refused(tmp_path: Path) -> None:
    file = drawing(tmp_path, polyline("EMPRISE", CORNERS), polyline("EMPRISE", CORNERS))
    file.write_text(file.read_text()[:-20])
    with pytest.raises(TrameError, match=r"plan\.dxf"):
        read(file, tmp_path)


def test_a_text_file_holds_several_footprints(tmp_path: Path) -> None:
    file = tmp_path / "emprises.txt"
    file.write_text(f"SRID=2154;{HOME.wkt}\n{OTHER.wkt}\n")
    assert listed(file, tmp_path) == {"emprises": 2}
    one, two = read(file, tmp_path)
    assert (one.subject.name, two.subject.feature, two.systems.used) == ("emprises.txt 1", 2, "EPSG:2154")
    assert two.shape is not None
    assert two.shape.equals(OTHER)
    assert read(file, tmp_path, feature=2)[0].shape.equals(OTHER)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "  ", "bonjour", "POLYGON ((0 0, 1", "{}"])
def test_a_text_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(TextError):
        from_text(text, crs=None, near=NEAR)


def test_an_empty_file_of_features_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(NoFeatureError):
        read(file, tmp_path)
    with pytest.raises(NoFeatureError):
        listed(file, tmp_path)


def test_coordinates_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    (found,) = from_text(
        "POLYGON ((1e300 6860000, 645100 6860000, 645100 6860100, 1e300 6860000))", crs="EPSG:2154", near=NEAR
    )
    assert found.shape is None
    assert codes(found) == ["shape.not_finite"]


def test_a_person_who_stops_ends_the_reading(tmp_path: Path) -> None:
    def stop(_share: float, _sentence: str) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        read(two_layers(tmp_path), tmp_path, progress=stop)
    assert list((tmp_path / "work").glob("*")) == []


def test_parcels_make_one_footprint() -> None:
    frame_of = WORLD.parcels.frame  # type: ignore[union-attr]
    first, second = frame_of["idu"].tolist()[:2]
    found = from_parcels(f"{first}, {second.lower()};\n{first} 92999000ZZ9999", WORLD)
    assert found.subject.idus == (first, second)
    assert found.shape is not None
    assert found.shape.equals(shapely.union_all(frame_of.geometry.to_numpy()[:2]))
    assert [(note.code, note.values["idu"]) for note in found.notes] == [("parcel.unknown", "92999000ZZ9999")]
    nothing = from_parcels(["92999000ZZ9999"], WORLD)
    assert nothing.shape is None
    with pytest.raises(NoIdentifierError):
        from_parcels(" ; ", WORLD)
    with pytest.raises(EmptyLayerError):
        from_parcels(first, empty_world())


def test_points_make_a_polygon() -> None:
    found = from_points(CORNERS)
    assert found.shape is not None
    assert found.shape.equals(HOME)
    assert (found.systems.used, found.subject.origin) == ("EPSG:2154", "drawing")
    with pytest.raises(TooFewPointsError):
        from_points([CORNERS[0], CORNERS[1], CORNERS[0]])


def test_an_operation_gives_its_footprint() -> None:
    found = from_operation(WORLD, "92050-014")
    assert found.subject.operation_id == "92050-014"
    assert found.subject.commune == "92050"
    assert found.shape is not None
    with pytest.raises(NoFootprintError):
        from_operation(WORLD, "92050-016")
    with pytest.raises(UnknownOperationError):
        from_operation(WORLD, "nothing")


def test_a_part_alone_says_what_is_missing(tmp_path: Path) -> None:
    file = write(HOME, "shapefile_parts", tmp_path, "emprise")
    alone = tmp_path / "alone" / "emprise.dbf"
    alone.parent.mkdir()
    shutil.copyfile(file.with_suffix(".dbf"), alone)
    with pytest.raises(MissingPartError):
        read(alone, tmp_path)
    packed = zipped([file.with_suffix(".dbf")], tmp_path / "a.zip")
    with pytest.raises(MissingPartError):
        read(packed, tmp_path)


@pytest.mark.shared
def test_every_trap_gives_footprints_or_a_sentence(shared: Path, tmp_path: Path) -> None:
    files = [file for file in sorted((shared / "traps").rglob("*")) if file.is_file()]
    assert len(files) >= 15
    ends = {}
    for file in files:
        try:
            ends[file.name] = len(read(file, tmp_path))
        except TrameError as refusal:
            assert file.name in str(refusal)  # noqa: PT017 - either end is right
            ends[file.name] = 0
        assert list((tmp_path / "work").glob("*")) == []
    assert ends["ZONE_URBA.shp"] == 118
    assert ends["POINT.shp"] > 0
    assert ends["INVALID.gml"] == 0


def test_the_factories_lie_where_they_say() -> None:
    assert square(0, 0).area == 10_000
