import numpy as np
import pytest
import shapely
from pyproj import CRS

from core.issues import Level
from gis import validity
from gis.validity import POINT, POLYGON, check, finite_bounds, polygons_of

X, Y = 650_000.0, 6_860_000.0
SQUARE = shapely.box(X, Y, X + 10, Y + 10)
BOW_TIE = shapely.Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10), (X, Y)])


def run(*shapes, crs=2154, kind=POLYGON):
    geometry = np.array(shapes, dtype=object)
    return check(geometry, np.arange(1, len(shapes) + 1), CRS(crs), kind)


def only_issue(checked):
    (issue,) = checked.issues
    return issue


def test_a_sound_polygon_is_left_alone():
    checked = run(SQUARE)
    assert checked.geometry[0].equals(SQUARE)
    assert checked.issues == ()
    assert checked.repaired.tolist() == [False]


def test_a_crossed_outline_is_repaired_and_named():
    checked = run(SQUARE, BOW_TIE)
    issue = only_issue(checked)
    assert (issue.code, issue.level, issue.row) == ("geometry.self_intersection", Level.WARNING, 2)
    assert issue.lon == pytest.approx(2.3188, abs=0.01)
    assert issue.lat == pytest.approx(48.838, abs=0.01)
    assert "se croise" in issue.message
    assert checked.repaired.tolist() == [False, True]
    assert checked.geometry[1].is_valid
    assert checked.geometry[1].area == pytest.approx(50.0)
    assert checked.geometry[1].geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "geometry.missing"),
        (shapely.Polygon(), "geometry.empty"),
        (shapely.LineString([(X, Y), (X + 1, Y)]), "geometry.wrong_kind"),
        (shapely.Point(X, Y), "geometry.wrong_kind"),
        (shapely.box(X, Y, 1e308, Y + 1), "geometry.not_finite"),
        (shapely.Polygon([(X, Y), (X + 10, Y + 10), (X, Y), (X, Y)]), "geometry.no_area"),
        (shapely.box(0, 0, 10, 10), "geometry.out_of_area"),
    ],
)
def test_what_cannot_be_used_is_rejected_and_named(shape, code):
    checked = run(SQUARE, shape)
    issue = only_issue(checked)
    assert (issue.code, issue.level, issue.row) == (code, Level.ERROR, 2)
    assert checked.geometry[0] is not None
    assert checked.geometry[1] is None
    assert checked.repaired.tolist() == [False, False]


def test_not_a_number_is_rejected():
    with np.errstate(invalid="ignore"):
        broken = shapely.Point(np.nan, Y)
    checked = run(shapely.Point(X, Y), broken, kind=POINT)
    assert checked.geometry[1] is None
    assert only_issue(checked).code in ("geometry.empty", "geometry.not_finite")


def test_heights_are_dropped_and_told_once():
    deep = shapely.Polygon([(X, Y, 5), (X + 10, Y, 5), (X + 10, Y + 10, 5)])
    checked = run(deep, deep)
    issue = only_issue(checked)
    assert (issue.code, issue.level, issue.values) == ("geometry.z_dropped", Level.INFORMATION, {"count": 2})
    assert not shapely.has_z(checked.geometry).any()
    assert checked.geometry[0].area == pytest.approx(50.0)


def test_degrees_become_metres():
    checked = run(shapely.Point(2.3187906, 48.8381101), crs=4326, kind=POINT)
    assert checked.geometry[0].x == pytest.approx(X, abs=0.02)
    assert checked.geometry[0].y == pytest.approx(Y, abs=0.02)


def test_swapped_longitude_and_latitude_are_out_of_area():
    checked = run(shapely.Point(48.838, 2.319), crs=4326, kind=POINT)
    assert only_issue(checked).code == "geometry.out_of_area"


def test_the_frame_given_is_not_changed():
    given = np.array([BOW_TIE, None], dtype=object)
    check(given, np.array([1, 2]), CRS(2154), POLYGON)
    assert given[0] is BOW_TIE


def test_only_polygons_are_kept_of_a_mixture():
    mixture = shapely.GeometryCollection([SQUARE, shapely.Point(X, Y), shapely.GeometryCollection([SQUARE])])
    kept = polygons_of(np.array([mixture, shapely.Point(X, Y), SQUARE], dtype=object))
    assert kept[0].geom_type == "MultiPolygon"
    assert kept[1].is_empty
    assert kept[2] is SQUARE


def test_bounds_leave_aside_what_is_not_on_earth():
    shapes = np.array([SQUARE, shapely.Point(1e308, 0), None], dtype=object)
    assert finite_bounds(shapes) == (X, Y, X + 10, Y + 10)
    assert finite_bounds(np.array([None], dtype=object)) is None
    assert finite_bounds(np.array([shapely.Point(1e300, 1e300)], dtype=object)) is None


def test_every_reason_of_geos_has_its_own_code():
    codes = [code for code, _text in validity._FAULTS.values()]
    assert len(set(codes)) == len(codes)
    hole = shapely.Polygon(SQUARE.exterior.coords, [shapely.box(X + 20, Y, X + 21, Y + 1).exterior.coords])
    assert only_issue(run(hole)).code == "geometry.hole_outside"
    nested = shapely.MultiPolygon([SQUARE, shapely.box(X + 1, Y + 1, X + 2, Y + 2)])
    assert only_issue(run(nested)).code == "geometry.nested_shells"
    touching = shapely.Polygon(
        [(X, Y), (X + 10, Y), (X + 5, Y + 5), (X + 10, Y + 10), (X, Y + 10), (X + 5, Y + 5)]
    )
    assert only_issue(run(touching)).code == "geometry.ring_self_intersection"
