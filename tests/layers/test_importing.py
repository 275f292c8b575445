"""One small file at a time: what each trap becomes."""

import json
import shutil

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from core.issues import Issue, Level
from core.progress import StoppedError
from core.settings import Imports, Territory
from layers import importing
from layers.importing import import_layer
from layers.library import Facts, Library
from layers.registry import layer
from tests.gis.formats import FORMATS, NAMES, communes, driver_of, write

HERE = Territory(departments=("92",))


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


@pytest.fixture
def run(library):
    """Import a file with what most tests want."""

    def imported(file, key="communes", territory=HERE, **options):
        return import_layer(
            layer(key), file, library=library, territory=territory, limits=Imports(), **options
        )

    return imported


def found(report):
    return {(issue.code, issue.level) for issue in report.issues}


def only(report, code):
    (issue,) = (issue for issue in report.issues if issue.code == code)
    return issue


def housing(*shapes, crs=2154, **columns):
    count = len(shapes)
    values = {
        "id": [f"r{n}" for n in range(count)],
        "dwellings": [10] * count,
        "commune": ["92001"] * count,
    } | columns
    return gpd.GeoDataFrame(values, geometry=list(shapes), crs=crs)


PLACE = shapely.Point(645_000, 6_860_000)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_becomes_the_same_layer(suffix, run, library, tmp_path):
    report = run(write(communes(), tmp_path / "given", suffix))
    facts = report.revision
    assert (facts.driver, facts.read, facts.kept, facts.rejected, facts.outside) == (
        driver_of(suffix),
        3,
        3,
        0,
        0,
    )
    assert facts.crs == ("EPSG:4326" if suffix in ("geojson", "json.gz", "kml") else "EPSG:2154")
    assert not any(issue.level is Level.ERROR for issue in report.issues)
    frame = library.snapshot("communes").frame.sort_values("insee", ignore_index=True)
    assert frame["insee"].tolist() == ["92001", "92002", "92007"]
    assert frame["name"].tolist() == NAMES
    assert frame["population"].tolist() == [100, 2_000, 30_000]
    # A MapInfo table keeps its coordinates as whole numbers of its own grid.
    np.testing.assert_allclose(frame.area, 10_000, rtol=5e-4 if suffix == "tab" else 1e-6)
    np.testing.assert_allclose(frame.centroid.x, [645_050, 645_250, 645_450], atol=0.1)


def test_the_report_is_plain_json(run, tmp_path):
    report = run(write(communes(), tmp_path, "shp"))
    record = json.loads(json.dumps(report.as_dict()))
    wanted = [
        "layer",
        "revision",
        "driver",
        "encoding",
        "crs",
        "read",
        "kept",
        "repaired",
        "rejected",
        "outside",
        "seconds",
        "issues",
    ]
    assert set(wanted) <= set(record)
    assert record["revision"] == report.revision.id
    assert set(record["issues"][0]) >= {"code", "level", "row", "field", "value", "message", "lon", "lat"}


def test_a_missing_required_field_is_refused_by_name(run, library, tmp_path):
    report = run(write(communes().drop(columns="insee"), tmp_path, "geojson"))
    assert report.revision is None
    assert only(report, "field.missing").field == "insee"
    assert "nom, population" in only(report, "field.missing").message
    assert library.current("communes") is None


def test_rows_are_rejected_repaired_left_out_and_counted(run, library, tmp_path):
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    bow_tie = shapely.transform(bow_tie, lambda xy: xy + np.array([645_000, 6_860_000]))
    good = communes().geometry.tolist()
    frame = gpd.GeoDataFrame(
        {
            "insee": ["92001", "92002", "92002", None, "92004", "92005", "75118", "92006"],
            "nom": ["a", "b", "c", "d", "e", "f", "g", "h"],
        },
        geometry=[
            good[0],
            bow_tie,
            good[1],
            good[2],
            None,
            PLACE,
            good[2],
            shapely.LineString([(0, 0), (1, 1)]),
        ],
        crs=2154,
    )
    report = run(write(frame, tmp_path, "gpkg"))
    facts = report.revision
    assert (facts.read, facts.kept, facts.repaired, facts.rejected, facts.outside) == (8, 2, 1, 5, 1)
    rows = {issue.row: (issue.code, issue.level) for issue in report.issues if issue.row is not None}
    assert rows == {
        2: ("geometry.self_intersection", Level.WARNING),
        3: ("row.duplicate", Level.ERROR),
        4: ("field.required", Level.ERROR),
        5: ("geometry.missing", Level.ERROR),
        6: ("geometry.wrong_kind", Level.ERROR),
        8: ("geometry.wrong_kind", Level.ERROR),
    }
    duplicate = only(report, "row.duplicate")
    assert (duplicate.lon, duplicate.lat) == (pytest.approx(2.25, abs=0.05), pytest.approx(48.84, abs=0.05))
    assert only(report, "place.outside").values == {"count": 1, "total": 8}
    assert set(library.snapshot("communes").frame["name"]) == {"a", "b"}


def test_metres_called_degrees_are_refused_with_the_likely_crs(run, library, tmp_path):
    wrong = communes().set_crs(4326, allow_override=True)
    file = tmp_path / "lambert.geojson"
    file.write_text(wrong.to_json())
    report = run(file)
    issue = only(report, "crs.contradicted")
    assert report.revision is None
    assert issue.values["codes"][0] == "EPSG:2154"
    assert "Lambert-93" in issue.message
    told = run(file, crs="EPSG:2154")
    assert told.revision.crs == "EPSG:2154"
    assert ("crs.overridden", Level.WARNING) in found(told)
    assert library.snapshot("communes").frame.area.tolist() == pytest.approx([10_000] * 3)


def test_degrees_called_metres_are_refused_too(run, tmp_path):
    wrong = communes().to_crs(4326).set_crs(32631, allow_override=True)
    report = run(write(wrong, tmp_path, "shp"))
    assert report.revision is None
    assert only(report, "crs.contradicted").values["codes"] == ["EPSG:4326"]


def test_without_crs_the_candidates_are_ranked_by_the_territory(run, tmp_path):
    file = write(communes().to_crs(3949), tmp_path, "shp")
    file.with_suffix(".prj").unlink()
    report = run(file)
    assert report.revision is None
    assert only(report, "crs.missing").values["codes"][0] == "EPSG:3949"
    assert ("file.part_absent", Level.WARNING) in found(report)
    told = run(file, crs="EPSG:3949")
    assert told.revision.crs == "EPSG:3949"
    assert told.revision.kept == 3


def test_a_crs_that_means_nothing_is_refused(run, tmp_path):
    report = run(write(communes(), tmp_path, "shp"), crs="EPSG:999999")
    assert report.revision is None
    assert only(report, "crs.unknown").value == "EPSG:999999"


def test_the_old_lambert_comes_with_its_warning(run, library, tmp_path):
    report = run(write(communes().to_crs(27572), tmp_path, "shp"))
    assert report.revision.crs == "EPSG:27572"
    assert ("crs.no_grid", Level.WARNING) in found(report)
    np.testing.assert_allclose(library.snapshot("communes").frame.area.sum(), 30_000, rtol=1e-3)


def test_swapped_coordinates_leave_nothing(run, tmp_path):
    swapped = communes().to_crs(4326)
    swapped["geometry"] = shapely.transform(swapped.geometry.to_numpy(), lambda c: c[:, ::-1])
    file = tmp_path / "swapped.geojson"
    file.write_text(swapped.to_json())
    report = run(file)
    assert report.revision is None
    assert report.facts.rejected == 3
    assert {"geometry.out_of_area", "rows.none_kept"} <= {issue.code for issue in report.issues}


def test_far_coordinates_do_not_hide_where_the_others_are(run, tmp_path):
    shapes = [*communes().geometry.iloc[:2], shapely.box(645_000, 6_860_000, 1e308, 6_860_001)]
    report = run(write(communes().set_geometry(gpd.GeoSeries(shapes, crs=2154)), tmp_path, "gpkg"))
    assert report.revision.kept == 2
    assert only(report, "geometry.not_finite").row == 3


def test_an_empty_layer_and_a_plain_table_are_refused(run, tmp_path):
    import pyogrio

    empty = run(write(communes().iloc[:0], tmp_path / "a", "gpkg"))
    assert only(empty, "file.no_features").level is Level.ERROR
    table = tmp_path / "table.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"insee": ["92001"], "nom": ["x"]}), table, driver="GPKG")
    assert only(run(table), "file.no_geometry").level is Level.ERROR
    shapefile = write(communes(), tmp_path / "b", "shp")
    shapefile.with_suffix(".dbf").unlink()
    report = run(shapefile)
    assert {"file.part_absent", "field.missing"} <= {issue.code for issue in report.issues}
    assert report.revision is None


def test_nothing_in_the_territory_changes_nothing(run, library, tmp_path):
    first = run(write(communes(), tmp_path, "shp")).revision
    report = run(tmp_path / "communes.shp", territory=Territory(departments=("75",)))
    assert report.revision is None
    assert (report.facts.read, report.facts.outside, report.facts.kept) == (3, 3, 0)
    assert {"place.outside", "rows.none_kept"} <= {issue.code for issue in report.issues}
    assert library.current("communes") == first


def test_layers_of_the_programme_are_refused_with_the_command_to_use(run, tmp_path):
    report = run(write(communes(), tmp_path, "shp"), key="operations")
    assert report.revision is None
    assert "trame load" in only(report, "layer.in_programme").message


def test_points_without_commune_are_placed_by_the_communes_in_force(run, library, tmp_path):
    file = write(housing(PLACE, shapely.Point(900_000, 6_500_000), commune=[None, None]), tmp_path, "gpkg")
    unchecked = run(file, key="housing")
    assert unchecked.revision.kept == 2
    assert only(unchecked, "place.unknown").values == {"count": 2}
    library.publish(
        gpd.GeoDataFrame({"insee": ["92001"], "name": ["A"]}, geometry=[PLACE.buffer(500)], crs=2154),
        Facts(layer="communes"),
    )
    checked = run(file, key="housing")
    assert (checked.revision.kept, checked.revision.outside) == (1, 1)
    assert library.snapshot("housing").frame["id"].tolist() == ["r0"]


def test_points_far_from_their_commune_are_named(run, library, tmp_path):
    library.publish(
        gpd.GeoDataFrame({"insee": ["92001"], "name": ["A"]}, geometry=[PLACE.buffer(500)], crs=2154),
        Facts(layer="communes"),
    )
    far = shapely.Point(645_000, 6_850_000)
    report = run(write(housing(PLACE, far), tmp_path, "gpkg"), key="housing")
    issue = only(report, "place.far")
    assert (issue.row, issue.value, issue.level) == (2, "92001", Level.WARNING)
    assert issue.lat == pytest.approx(48.75, abs=0.02)
    assert report.revision.kept == 2


def test_neighbourhoods_are_placed_by_their_outline_where_communes_alone_are_served(run, library, tmp_path):
    frame = gpd.GeoDataFrame(
        {"code_qp": ["QP092001", "QP092002"], "nom_qp": ["A", "B"]},
        geometry=[PLACE.buffer(50), shapely.Point(650_000, 6_850_000).buffer(50)],
        crs=2154,
    )
    library.publish(
        gpd.GeoDataFrame({"insee": ["92001"], "name": ["A"]}, geometry=[PLACE.buffer(500)], crs=2154),
        Facts(layer="communes"),
    )
    file = write(frame, tmp_path, "gpkg")
    report = run(file, key="neighbourhoods_2015", territory=Territory(communes=("92001",)))
    assert (report.revision.kept, report.revision.outside) == (1, 1)
    assert library.snapshot("neighbourhoods_2015").frame["code"].tolist() == ["QP092001"]


def test_invented_features_mark_their_revision(run, tmp_path):
    plain = run(write(housing(PLACE), tmp_path / "a", "gpkg"), key="housing")
    assert plain.revision.fictitious is False
    marked = run(
        write(housing(PLACE, PLACE, fictitious=[False, True]), tmp_path / "b", "gpkg"), key="housing"
    )
    assert marked.revision.fictitious is True


def test_who_made_the_data_may_be_said(run, tmp_path):
    import datetime as dt

    file = write(communes(), tmp_path, "shp")
    told = run(file, source="Ville", licence="Interne", data_date=dt.date(2024, 5, 1)).revision
    assert (told.source, told.licence, told.data_date) == ("Ville", "Interne", dt.date(2024, 5, 1))
    default = run(file).revision
    assert default.source == "IGN, Admin Express\u00a0; INSEE"
    assert default.data_date is None


def test_progress_grows_and_ends_at_one(run, tmp_path):
    told = []
    run(write(communes(), tmp_path, "shp"), progress=lambda share, sentence: told.append((share, sentence)))
    shares = [share for share, _sentence in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert told[0][1] == "Ouverture de communes.shp…"


@pytest.mark.parametrize("moment", [0.0, 0.1, 0.5, 0.6, 0.8])
def test_stopping_at_any_moment_leaves_nothing(moment, run, library, tmp_path):
    first = run(write(communes(), tmp_path, "shp")).revision

    def stop(share, sentence):
        if share >= moment:
            raise StoppedError

    with pytest.raises(StoppedError):
        run(tmp_path / "communes.shp", progress=stop)
    assert library.revisions("communes") == [first]
    assert [item.name for item in library.work.iterdir()] == ["lock"]


def test_a_full_disk_changes_nothing(run, library, tmp_path, monkeypatch):
    first = run(write(communes(), tmp_path, "shp")).revision

    def full(*parts, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing.Library, "publish", full)
    with pytest.raises(OSError, match="No space"):
        run(tmp_path / "communes.shp")
    assert library.current("communes") == first
    assert [item.name for item in library.work.iterdir()] == ["lock"]


def test_what_cannot_be_opened_is_a_report_and_no_exception(run, library, tmp_path):
    for name, content, code in (
        ("a.kml", b"<OGRVRTDataSource/>", "file.forbidden"),
        ("a.zip", b"PK\x03\x04 nothing", "archive.refused"),
        ("a.geojson", b"", "file.empty"),
        ("a.pdf", b"%PDF", "file.unknown_format"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        report = run(file)
        assert report.revision is None
        (issue,) = report.issues
        assert (issue.code, issue.level) == (code, Level.ERROR)
        assert name in issue.message
        assert Issue.from_dict(issue.as_dict()) == issue
    assert list(library.folder.glob("communes/*")) == []


def test_the_folder_of_the_file_is_not_touched(run, tmp_path):
    file = write(communes(), tmp_path / "given", "shp")
    file.with_suffix(".shx").unlink()
    before = sorted(path.name for path in file.parent.iterdir())
    report = run(file)
    assert ("file.part_rebuilt", Level.INFORMATION) in found(report)
    assert report.revision.kept == 3
    assert sorted(path.name for path in file.parent.iterdir()) == before
    shutil.rmtree(file.parent)
