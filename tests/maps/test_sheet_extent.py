"""Extents by their words; the furniture that says where a map lies: bar, north, small map."""

import doctest
import math
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from core.actor import Role
from core.languages import language
from gis.projection import point_to_metric, to_wgs84
from maps.furniture import true_north_deg
from maps.paper import Sheet
from maps.sheet import signs
from maps.sheet.extent import ExtentError, parse_extent
from maps.sheet.locator import locator
from maps.sheet.signs import bar, bar_m, north
from programme.world import World
from tests.exports.check_factory import opened
from tests.maps.factories import X, Y
from tests.maps.sheet_factory import SVG, points, small


@pytest.fixture(scope="module")
def world(demo_file: Path) -> World:
    return opened(demo_file)[0]


def test_examples() -> None:
    assert doctest.testmod(signs).failed == 0


@pytest.mark.parametrize(
    ("text", "told", "name"),
    [
        ("territory", "territory", "Tout le territoire"),
        ("commune:92050", "commune:92050", "Nanterre"),
        (" Commune: asnieres sur seine ", "commune:92004", "Asnières-sur-Seine"),
        ("ept:boucle nord de seine", "ept:Boucle Nord de Seine", "Boucle Nord de Seine"),
        ("neighbourhood:QN09204M", "neighbourhood:QN09204M", "Cité Jardins (quartier 2024)"),
        ("neighbourhood:qp092007", "neighbourhood:QP092007", "Le Parc (quartier 2015)"),
        # A name that both generations have means the one in force.
        ("neighbourhood:Le Parc", "neighbourhood:QN09206M", "Le Parc (quartier 2024)"),
        ("site:SITE-01", "site:SITE-01", "Site fictif des Alouettes"),
        ("operation:92002-001", "operation:92002-001", "Résidentialisation de l’ensemble des Aubépines"),
        (
            "bbox:640000, 6860000,645000.25,6865000",
            "bbox:640000,6860000,645000.25,6865000",
            "Étendue choisie",
        ),
    ],
)
def test_a_place_is_found_by_its_code_or_its_name(world: World, text: str, told: str, name: str) -> None:
    found = parse_extent(text, world)
    assert (found.text, found.name) == (told, name)
    assert found.shape.area > 0
    assert (found.subject is None) == (found.kind in ("territory", "bbox"))
    again = parse_extent(found.text, world)
    assert (again.text, again.shape.bounds) == (found.text, found.shape.bounds)


def test_shapes_are_those_of_the_layers(world: World) -> None:
    communes = world.communes.frame.set_index("insee")
    assert parse_extent("commune:92050", world).shape.equals(communes.geometry["92050"])
    ept = parse_extent("ept:Boucle Nord de Seine", world)
    inside = communes["ept"] == "Boucle Nord de Seine"
    assert ept.shape.area == pytest.approx(shapely.union_all(communes.geometry[inside].to_numpy()).area)
    assert parse_extent("territory", world).shape.bounds == pytest.approx(tuple(communes.total_bounds))
    site = parse_extent("site:SITE-01", world).shape
    linked = world.programme.priority_site_operations
    for operation in linked.loc[linked["priority_site_id"] == "SITE-01", "operation_id"]:
        shape = world.programme.operations.geometry[operation]
        assert shape is None or site.covers(shapely.buffer(shape, -0.01))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "n’est pas une étendue"),
        ("nanterre", "Écrivez territory"),
        ("territory:92", "n’est pas une étendue"),
        ("commune:", "n’est pas une étendue"),
        ("commune:92055", "92050 (Nanterre)"),
        ("commune:Nantere", "Proches"),
        ("commune:日本", "Il n’y a pas de commune « 日本 »."),
        ("operation:92002-01", "92002-001 (Résidentialisation"),
        ("neighbourhood:Cité Jardin", "QN09204M (Cité Jardins)"),
        ("ept:Boucle Nord", "Boucle Nord de Seine"),
        ("site:SITE-99", "SITE-0"),
        ("bbox:1,2,3", "quatre nombres"),
        ("bbox:a,b,c,d", "quatre nombres"),
        ("bbox:nan,1,2,3", "quatre nombres"),
        ("bbox:645000,6860000,640000,6865000", "l’ouest vient avant l’est"),
        ("bbox:2.1,48.8,2.3,48.9", "n’est pas un lieu en Lambert-93"),
        ("bbox:640000,6860000,640001,6860001", "n’est pas un lieu en Lambert-93"),
    ],
)
def test_what_is_no_place_has_a_sentence(world: World, text: str, sentence: str) -> None:
    with pytest.raises(ExtentError) as told:
        parse_extent(text, world)
    assert sentence in re.sub("[\u00a0\u202f]", " ", str(told.value))


def test_an_operation_without_footprint_leads_to_its_commune(world: World) -> None:
    operations = world.programme.operations
    unmapped = operations.index[operations.geometry.isna()][0]
    with pytest.raises(ExtentError, match=f"commune:{operations['commune'][unmapped]}"):
        parse_extent(f"operation:{unmapped}", world)
    # The public is not told whether there is one that no commune has approved yet.
    with pytest.raises(ExtentError, match="n’est publiée"):
        parse_extent(f"operation:{unmapped}", replace(world, role=Role.PUBLIC, _derived={}))


def test_an_empty_installation_says_what_to_do(world: World) -> None:
    empty = small()
    for text, sentence in (
        ("territory", "Importez les communes"),
        ("commune:92050", "Aucun élément de ce genre"),
        ("site:X", "Aucun élément de ce genre"),
    ):
        with pytest.raises(ExtentError, match=sentence):
            parse_extent(text, empty)
    # Without communes the territory is what lies somewhere.
    bare = replace(world, snapshots={}, _derived={})
    shapes = world.programme.operations.geometry
    assert parse_extent("territory", bare).shape.bounds == pytest.approx(tuple(shapes.total_bounds))
    with pytest.raises(ExtentError, match="pas encore de place"):
        parse_extent(
            "site:SITE-01",
            replace(
                bare,
                programme=replace(bare.programme, operations=world.programme.operations.iloc[:0]),
                _derived={},
            ),
        )


def test_names_are_in_the_language_in_force(world: World) -> None:
    with language("en"):
        assert parse_extent("territory", world).name == "The whole territory"
        with pytest.raises(ExtentError, match="There is no commune “x”"):
            parse_extent("commune:x", world)


@pytest.mark.parametrize("scale", [100, 750, 1_000, 2_500, 12_500, 25_000, 150_000])
@pytest.mark.parametrize("longest", [25.0, 80.0])
def test_the_bar_is_exact(scale: int, longest: float) -> None:
    piece = bar(12.5, 7.0, Sheet(X, Y, scale, 100, 100), longest_mm=longest)
    root = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{piece.svg}</svg>')
    frame = next(item for item in root if item.get("id") == "bar")
    width, metres = float(frame.get("width")), float(frame.get("data-metres"))
    assert width * scale / 1_000 == pytest.approx(metres, abs=1e-4 * scale / 1_000)
    assert longest / 2.51 <= width <= longest
    parts = [item for item in root.iter(f"{SVG}rect") if item is not frame]
    assert sum(float(item.get("width")) for item in parts) == pytest.approx(width, abs=1e-3)
    told = "".join(item.text for item in root.iter(f"{SVG}text"))
    assert told.startswith("0")
    assert bar_m(scale, longest) == metres
    assert piece.width_mm >= width
    assert float(frame.get("y")) + float(frame.get("height")) <= 7.0 + piece.height_mm


@pytest.mark.parametrize("turn", [0.0, 90.0, 215.0])
def test_the_arrow_shows_where_the_pole_is(turn: float) -> None:
    place = Sheet(X, Y, 10_000, 100, 100, turn)
    middle = place.corners.mean(axis=0)
    ((lon, lat),) = shapely.get_coordinates(to_wgs84(shapely.Point(middle)))
    farther = point_to_metric(lon, lat + 0.001)
    (x1, y1), (x2, y2) = place.mm([middle, farther]).tolist()
    angle = math.degrees(math.atan2(x2 - x1, y1 - y2)) % 360
    assert true_north_deg(place) % 360 == pytest.approx(angle, abs=0.01)
    told = float(re.search(r"rotate\(([-\d.]+)\)", north(0, 0, place).svg)[1])
    assert told % 360 == pytest.approx(angle, abs=0.01)


def test_the_small_map_shows_the_frame_among_the_communes(world: World) -> None:
    place = Sheet(643_000, 6_868_000, 20_000, 150, 100, 20)
    root = ElementTree.fromstring(locator(place, world, 40, 50))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("40mm", "50mm", "0 0 40 50")
    land, frame = (points(item.get("d")) for item in root.iter(f"{SVG}path"))
    bounds = world.communes.frame.total_bounds
    # The communes give the scale, the frame is then where it lies.
    per_mm = (bounds[3] - bounds[1]) / np.ptp(land[:, 1])
    wanted = (place.corners - (bounds[0], bounds[3])) * (1, -1) / per_mm + land.min(axis=0)
    assert frame == pytest.approx(wanted, abs=0.1)
    assert land.min() >= 1.1
    assert land[:, 0].max() <= 39
    assert land[:, 1].max() <= 49


def test_a_sheet_that_would_be_a_speck_there_gets_a_ring_and_no_communes_no_map(world: World) -> None:
    root = ElementTree.fromstring(locator(Sheet(643_000, 6_868_000, 500, 150, 100), world, 40, 50))
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert locator(Sheet(X, Y, 500, 150, 100), small(), 40, 50) is None
