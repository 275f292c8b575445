"""The map of a sheet: true to scale, exactly what was asked for, told by its legend."""

import doctest
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actor import Role
from core.errors import UnknownLayerError
from core.languages import _, use_language
from layers.layer import GeometryKind
from layers.registry import LAYERS
from layers.symbol import Hatch, Style, Symbol, SymbolClass
from maps import path_text
from maps.paper import Sheet, outline
from maps.sheet import features, spots
from maps.sheet.drawing import draw
from maps.sheet.extent import parse_extent
from maps.sheet.placing import EmptyExtentError, RotationError, ScaleError, placed
from maps.sheet.request import MapRequest
from tests.exports.check_factory import opened
from tests.maps.factories import X, Y, square
from tests.maps.sheet_factory import (
    GROUND,
    SVG,
    config,
    counted,
    group,
    identifiers,
    operations,
    parcels,
    parsed,
    points,
    request,
    small,
)

ALL = tuple(LAYERS)
NANTERRE = "commune:92050"


@pytest.fixture(scope="module")
def demo(demo_file: Path):
    return opened(demo_file)


@pytest.fixture(scope="module", params=[0.0, 25.0])
def sheet(demo, request):
    """Nanterre with every layer, straight and turned."""
    world, own = demo
    extent = parse_extent(NANTERRE, world)
    wanted = MapRequest(extent.shape, 300, 200, ALL, rotation_deg=request.param, subject=extent.subject)
    return world, draw(wanted, world, own)


@pytest.mark.parametrize("module", [path_text, spots])
def test_examples(module) -> None:
    assert doctest.testmod(module).failed == 0


@settings(max_examples=30)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-1500, 1500), st.floats(-1500, 1500)), min_size=2, max_size=6),
        min_size=1,
        max_size=4,
    )
)
def test_the_text_of_a_path_is_that_of_its_numbers(lines: list[list[tuple[float, float]]]) -> None:
    flat = np.array([point for line in lines for point in line])
    line = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    text = path_text.subpaths(flat, line, np.zeros(len(lines), dtype=bool))
    assert text.count("M") == len(lines)
    read = points(text)
    written = [
        np.rint(flat[row] * 1000) / 1000
        for row in range(len(flat))
        if row in (0, len(flat) - 1)
        or line[row] != line[row - 1]
        or line[row] != line[row + 1]
        or (np.rint(flat[row] * 1000) != np.rint(flat[row - 1] * 1000)).any()
    ]
    assert read == pytest.approx(np.array(written), abs=1e-9)


@settings(max_examples=30)
@given(
    st.floats(0, 360),
    st.floats(-5_000, 5_000),
    st.floats(-5_000, 5_000),
    st.sampled_from([500, 7_500, 40_000]),
)
def test_a_turned_sheet_leads_to_the_ground_and_back(turn: float, x: float, y: float, scale: int) -> None:
    place = Sheet(X, Y, scale, 300, 200, turn)
    there = place.mm([(X + x, Y + y)])
    assert place.ground(there)[0] == pytest.approx([X + x, Y + y], abs=1e-6)
    a, b, c, d, e, f = place.affine
    right, down = there[0]
    assert (a * right + b * down + c, d * right + e * down + f) == pytest.approx((X + x, Y + y), abs=1e-6)
    west, south, east, north = place.bounds
    assert np.ptp(place.corners, axis=0) == pytest.approx([east - west, north - south])


def test_a_quarter_turn_puts_the_north_to_the_right() -> None:
    place = Sheet(X, Y, 1_000, 100, 100, 90)
    assert place.mm([(X, Y + 10)])[0] == pytest.approx([10, 0])
    assert place.mm([(X + 10, Y)])[0] == pytest.approx([0, 10])


@pytest.mark.parametrize("turn", [0, 17, 90, 211.5])
def test_what_is_to_be_seen_is_held_in_the_middle_at_a_round_scale(turn: float) -> None:
    wanted = request(extent=shapely.box(X, Y, X + 900, Y + 300), scale=None, rotation_deg=turn)
    place = placed(wanted)
    corners = place.mm(shapely.get_coordinates(wanted.extent))
    assert corners.min() >= 3
    assert corners.max() <= 97
    assert (corners.min(axis=0) + corners.max(axis=0)) / 2 == pytest.approx([50, 50])
    assert str(place.scale).rstrip("0") in ("1", "125", "15", "2", "25", "4", "5", "75")
    assert placed(replace(wanted, scale=3_333)).scale == 3_333


def test_a_point_and_nothing_have_a_good_map_and_a_sentence() -> None:
    place = placed(request(extent=shapely.Point(X, Y), scale=None))
    assert (place.scale, place.mm([(X, Y)])[0].tolist()) == (750, [50.0, 50.0])
    with pytest.raises(EmptyExtentError, match="vide"):
        placed(request(extent=shapely.Polygon()))


@pytest.mark.parametrize("turn", [0.0, 33.0])
def test_corners_on_a_poster_are_where_the_ground_has_them(demo, turn: float) -> None:
    world, own = demo
    wanted = MapRequest(
        shapely.box(643_000, 6_868_000, 645_000, 6_869_500),
        1_189,
        841,
        ("parcels",),
        1_500,
        rotation_deg=turn,
    )
    found = draw(wanted, world, own)
    frame = world.parcels.frame.set_index("idu")
    paths = {item.get("data-id"): item for item in parsed(group(found, "parcels")).iter(f"{SVG}path")}
    wholly = shapely.contains_properly(
        shapely.Polygon(found.place.corners), frame.geometry.loc[list(paths)].to_numpy()
    )
    first, last = np.array(list(paths))[wholly][[0, -1]]
    on_paper = [points(paths[name].get("d"))[0] for name in (first, last)]
    on_ground = [shapely.get_coordinates(frame.geometry[name])[0] for name in (first, last)]
    measured = float(np.hypot(*(on_paper[1] - on_paper[0])))
    true = float(np.hypot(*(on_ground[1] - on_ground[0]))) * 1_000 / found.place.scale
    assert measured > 200
    assert measured == pytest.approx(true, abs=0.003)


def test_what_is_on_the_map_is_what_lies_there(sheet) -> None:
    world, found = sheet
    edge = shapely.Polygon(found.place.corners)
    for key in ALL:
        layer = LAYERS[key]
        frame = world.programme.operations if layer.in_programme else world.snapshots[key].frame
        there = frame[frame.geometry.notna() & frame.geometry.intersects(edge)]
        names = there.index if layer.in_programme else there[layer.identifier]
        drawn = group(found, key)
        assert sum(counted(drawn).values()) == drawn.count == len(there) > 0, key
        if drawn.count <= features.MOST_ALONE:
            assert sorted(identifiers(drawn)) == sorted(names), key


def test_the_legend_lists_the_classes_that_are_drawn_and_their_numbers(sheet) -> None:
    _world, found = sheet
    for key in ALL:
        told = {item.value: item.count for item in found.legend if item.layer == key}
        assert told == dict(counted(group(found, key))), key
    assert next(item.layer for item in found.legend if item.value) == "facilities"
    assert found.legend[0].layer == "subject"
    words = [(item.title, item.label) for item in found.legend]
    assert len(words) == len(set(words))


def test_identifiers_are_unique_and_what_is_referred_to_is_there(sheet) -> None:
    _world, found = sheet
    names = re.findall(r' id="([^"]+)"', "".join(layer.defined + layer.body for layer in found.layers))
    assert len(names) == len(set(names))
    for layer in found.layers:
        assert set(re.findall(r"url\(#([^)]+)\)", layer.body)) <= set(
            re.findall(r' id="([^"]+)"', layer.defined)
        )


def test_layers_stand_in_the_order_asked_for() -> None:
    world = small(operations([("A", "travaux", square(100, 100, 200))]), parcels=parcels(3))
    for order in (("operations", "parcels"), ("parcels", "operations")):
        found = draw(request(*order), world, config())
        assert tuple(layer.key for layer in found.layers if layer.key in LAYERS) == order
        assert [item.layer for item in found.legend] == list(reversed(order))


def test_operations_and_identifiers_that_were_chosen_are_drawn_alone() -> None:
    world = small(
        operations(
            [("A", "étude", square(0, 0, 50)), ("B", "travaux", square(200, 0, 50)), ("C", "travaux", None)]
        ),
        parcels=parcels(30),
    )
    wanted = request(
        "parcels",
        "operations",
        operations=pd.Index(["B", "C"]),
        only={"parcels": frozenset({"92050000AB0007"})},
    )
    found = draw(wanted, world, config())
    assert identifiers(group(found, "operations")) == ["B"]
    assert identifiers(group(found, "parcels")) == ["92050000AB0007"]
    assert [(item.layer, item.label, item.count) for item in found.legend] == [
        ("operations", "Travaux", 1),
        ("parcels", "Parcelles", 1),
    ]
    nothing = draw(request("operations", operations=pd.Index([])), world, config())
    assert nothing.notes == ("Aucun objet des couches choisies ne se trouve sur cette carte.",)
    assert group(nothing, "operations").count == 0


def test_a_step_that_no_class_knows_is_told_as_other() -> None:
    world = small(operations([("A", "suspendue", square(0, 0, 100)), ("B", "étude", square(200, 0, 100))]))
    found = draw(request("operations"), world, config())
    assert [(item.label, item.count) for item in found.legend] == [("Étude", 1), ("Autre", 1)]
    use_language("en")
    assert draw(request("operations"), world, config()).legend[1].label == "Other"


def test_thousands_of_features_are_one_path_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "MOST_ALONE", 10)
    world = small(
        parcels=parcels(60),
        housing=(
            [{"id": str(n), "dwellings": n} for n in range(12)],
            [shapely.Point(X + 40 * n, Y + 500) for n in range(12)],
        ),
    )
    found = draw(request("parcels", "housing"), world, config())
    for key, count in (("parcels", 60), ("housing", 12)):
        assert len(list(parsed(group(found, key)).iter(f"{SVG}path"))) == 1
        assert counted(group(found, key)) == {"": count}
        assert group(found, key).body.lower().count("m") >= count


def test_the_area_of_a_square_is_its_number() -> None:
    rows = [{"id": "a", "dwellings": 50}, {"id": "b", "dwellings": 200}]
    found = draw(
        request("housing", scale=5_000),
        small(housing=(rows, [shapely.Point(X + 500, Y + 500), shapely.Point(X + 400, Y + 500)])),
        config(),
    )
    sides = {
        item.get("data-id"): float(item.get("width"))
        for item in parsed(group(found, "housing")).iter(f"{SVG}rect")
    }
    assert sides["b"] / sides["a"] == pytest.approx(2, rel=1e-3)
    assert found.legend[0].label == "Logement social (taille du signe\N{NO-BREAK SPACE}: logements)"


def test_holes_stay_holes_where_features_share_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "MOST_ALONE", 0)
    hole = shapely.Polygon(
        square(100, 100, 300).exterior.coords, [list(square(200, 200, 50).exterior.coords)]
    )
    world = small(
        operations(
            [
                ("A", "étude", hole),
                ("B", "étude", shapely.reverse(hole)),
                ("C", "étude", square(210, 210, 10)),
            ]
        )
    )
    drawn = parsed(group(draw(request("operations"), world, config()), "operations")).find(f"{SVG}path")
    rings = [points(ring) for ring in drawn.get("d").split("Z") if ring]
    turns = [np.sign(shapely.LinearRing(ring).is_ccw - 0.5) for ring in rings]
    assert len(turns) == 5
    assert turns[0] == -turns[1] == turns[2] == -turns[3] == turns[4]


def test_an_operation_that_would_be_a_speck_is_a_dot() -> None:
    world = small(operations([("A", "travaux", square(500, 500, 12)), ("B", "étude", square(100, 100, 200))]))
    drawn = parsed(group(draw(request("operations"), world, config()), "operations"))
    (dot,) = drawn.iter(f"{SVG}circle")
    assert (float(dot.get("cx")), float(dot.get("cy"))) == pytest.approx((50.6, 49.4))
    assert counted(group(draw(request("operations"), world, config()), "operations")) == {
        "travaux": 1,
        "étude": 1,
    }


def test_the_ground_is_quiet_and_gives_way_to_what_was_asked_for() -> None:
    rows = [{"insee": "92050", "name": "Nanterre"}]
    kinds = [{"id": "1", "name": "École", "kind": "school"}]
    world = small(
        communes=(rows, [GROUND]), parcels=parcels(5), facilities=(kinds, [shapely.Point(X + 500, Y + 500)])
    )
    quiet = draw(request("operations", scale=5_000), world, config())
    assert [(item.layer, item.label, item.count) for item in quiet.legend] == [
        ("ground", "Communes", 1),
        ("ground", "Équipements publics", 1),
    ]
    near = draw(request(scale=1_000, extent=square(0, 0, 100)), world, config())
    assert [item.label for item in near.legend] == ["Communes", "Parcelles"]
    asked = draw(request("communes", "parcels", "facilities"), world, config())
    assert {item.layer for item in asked.legend} == {"communes", "parcels", "facilities"}
    # The fill of the communes is in the ground: in their own group it would hide what lies behind.
    assert LAYERS["communes"].symbol.style.fill not in group(asked, "communes").body
    assert LAYERS["communes"].symbol.style.fill in group(asked, "ground").body


def test_the_subject_stands_in_front_and_what_lies_around_it_stands_back() -> None:
    world = small(operations([("A", "travaux", square(500, 500, 100))]))
    large = draw(
        request("operations", subject=square(100, 100, 600), subject_name="Nanterre"), world, config()
    )
    assert (large.legend[0].layer, large.legend[0].label) == ("subject", "Nanterre")
    assert [layer.key for layer in large.layers][-2:] == ["subject", "labels"]
    assert 'fill-rule="evenodd"' in group(large, "subject").body
    little = draw(request("operations", subject=square(500, 500, 100)), world, config())
    assert 'fill-rule="evenodd"' not in group(little, "subject").body
    away = draw(request("operations", subject=square(50_000, 0, 100)), world, config())
    assert all(layer.key != "subject" for layer in away.layers)
    assert all(item.layer != "subject" for item in away.legend)


def test_a_layer_without_data_has_a_note_and_one_that_does_not_exist_a_sentence() -> None:
    found = draw(request("parcels", "operations"), small(), config())
    assert found.notes[0] == _("The layer “{layer}” was not imported: it is not on the map.").format(
        layer="Parcelles"
    )
    with pytest.raises(UnknownLayerError, match="jardins"):
        draw(request("jardins"), small(), config())


def test_shapes_that_are_not_valid_are_drawn_all_the_same() -> None:
    bow = shapely.Polygon([(X + 900, Y), (X + 1_100, Y + 200), (X + 1_100, Y), (X + 900, Y + 200)])
    found = draw(request("operations"), small(operations([("A", "étude", bow)])), config())
    assert group(found, "operations").count == 1
    assert len(points(parsed(group(found, "operations")).find(f"{SVG}path").get("d"))) >= 4


def test_what_lies_beyond_the_edge_is_cut_off_whatever_the_turn() -> None:
    wide = shapely.box(X - 90_000, Y + 400, X + 90_000, Y + 600)
    for turn in (0.0, 30.0):
        found = draw(
            request("operations", rotation_deg=turn), small(operations([("A", "étude", wide)])), config()
        )
        corners = points(parsed(group(found, "operations")).find(f"{SVG}path").get("d"))
        assert corners.min() >= -4.001
        assert corners.max() <= 104.001


def test_every_layer_is_drawn_by_its_declaration(sheet) -> None:
    _world, found = sheet
    for key, layer in LAYERS.items():
        body = group(found, key).body
        styles = [layer.symbol.style_of(value) for value in counted(group(found, key))]
        for style in styles:
            assert style.stroke is None or style.stroke in body
            assert style.fill is None or not style.fill_opacity or key == "communes" or style.fill in body
        if layer.geometry is GeometryKind.POINT:
            for item in layer.symbol.classes:
                assert (item.pictogram in body) == (counted(group(found, key))[item.value] > 0)


def test_the_picture_says_that_data_is_invented(demo) -> None:
    world, own = demo
    assert draw(request(), world, own).fictitious
    invented = own.installation.model_copy(update={"fictitious": False})
    assert not draw(request(), world, own.model_copy(update={"installation": invented})).fictitious


def test_parts_of_a_path_that_fall_on_one_place_are_written_once() -> None:
    place = Sheet(X, Y, 1_000_000, 100, 100)
    tiny = shapely.Polygon([(X, Y), (X + 0.1, Y), (X + 1_000, Y), (X + 1_000, Y - 1_000)])
    assert outline(place, np.array([tiny])) == "M0 0L1 0L1 1Z"


def test_a_layer_that_is_only_declared_is_drawn_labelled_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    style = Style(
        fill="#d9f0d3", stroke="#1b7837", fill_opacity=0.4, width_px=2.0, dash_px=(6, 3), double=True
    )
    crossed = replace(style, fill=None, hatch=Hatch.CROSS, double=False)
    parks = replace(
        LAYERS["neighbourhoods_2024"],
        key="parks",
        title="Jardins",
        symbol=Symbol(style, by="communes", classes=(SymbolClass("Nanterre", "School", crossed),)),
    )
    monkeypatch.setitem(LAYERS, "parks", parks)
    rows = [
        {"code": "A", "name": "Grand jardin", "communes": "Colombes"},
        {"code": "B", "name": "Petit", "communes": "Nanterre"},
    ]
    world = small(parks=(rows, [square(100, 100, 400), square(600, 600, 200)]))
    found = draw(request("parks"), world, config())
    assert [(item.title, item.label, item.count, item.value) for item in found.legend] == [
        ("Jardins", "École", 1, "Nanterre"),
        ("Jardins", "Autre", 1, ""),
    ]
    drawn = group(found, "parks")
    assert counted(drawn) == {"": 1, "Nanterre": 1}
    plain = next(item for item in parsed(drawn).iter(f"{SVG}g") if item.get("data-id") == "A")
    outer, inner = (points(item.get("d")) for item in plain.findall(f"{SVG}path") if item.get("stroke"))
    assert (np.ptp(outer, axis=0) > np.ptp(inner, axis=0)).all()
    assert "url(#parks-cross-1b7837)" in drawn.body
    assert {"Grand jardin", "Petit"} == {
        line.text for line in parsed(group(found, "labels")).iter(f"{SVG}tspan")
    }


def test_what_a_reader_may_not_see_is_not_on_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    housing = LAYERS["housing"]
    hidden = tuple(
        replace(item, public=item.name not in ("name", "dwellings", "id")) for item in housing.fields
    )
    monkeypatch.setitem(LAYERS, "housing", replace(housing, fields=hidden))
    rows = [{"id": "SECRET-1", "name": "Résidence secrète", "dwellings": size} for size in (10, 400)]
    shapes = [shapely.Point(X + 450, Y + 450), shapely.Point(X + 550, Y + 550)]
    world = small(housing=(rows, shapes))
    for role, shown in ((Role.STEERING, True), (Role.PUBLIC, False)):
        found = draw(request("housing", scale=2_000), replace(world, role=role, _derived={}), config())
        everything = "".join(layer.body for layer in found.layers) + str(found.legend)
        sides = {item.get("width") for item in parsed(group(found, "housing")).iter(f"{SVG}rect")}
        assert (
            "SECRET" in everything,
            "secrète" in everything,
            "logements" in everything,
            len(sides) > 1,
        ) == (shown,) * 4


@pytest.mark.parametrize("scale", [0, -5, 49, 20_000_000])
def test_a_scale_at_which_nothing_can_be_drawn_has_a_sentence(scale: int) -> None:
    with pytest.raises(ScaleError, match="Choisissez un dénominateur de 50 à"):
        placed(request(scale=scale))


@pytest.mark.parametrize("turn", [float("nan"), float("inf")])
def test_a_rotation_that_is_no_angle_has_a_sentence(turn: float) -> None:
    with pytest.raises(RotationError, match="angle en degrés"):
        placed(request(rotation_deg=turn))


def test_classes_that_share_a_path_keep_the_order_of_their_declaration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(features, "MOST_ALONE", 0)
    steps = ["travaux", "soldée", "étude", "suspendue"]
    world = small(operations([(step, step, square(100, 100, 300)) for step in steps]))
    drawn = list(parsed(group(draw(request("operations"), world, config()), "operations")))
    assert [item.get("data-class", "") for item in drawn[1:]] == ["", "étude", "travaux", "soldée"]


def test_an_identifier_that_no_file_can_hold_is_written_without_its_faults() -> None:
    name = 'A\x00\x0b<&"'
    found = draw(request("operations"), small(operations([(name, "étude", square(100, 100, 300))])), config())
    assert identifiers(group(found, "operations")) == ['A  <&"']


@pytest.mark.parametrize(("scale", "told"), [(10_000, ["École", "Santé"]), (60_000, ["Équipements publics"])])
def test_pictograms_that_would_not_be_read_are_one_sign_in_the_legend_too(
    scale: int, told: list[str]
) -> None:
    rows = [{"id": kind, "name": kind, "kind": kind} for kind in ("school", "health")]
    shapes = [shapely.Point(X + 450, Y + 450), shapely.Point(X + 550, Y + 550)]
    found = draw(request("facilities", scale=scale), small(facilities=(rows, shapes)), config())
    assert [item.label for item in found.legend] == told
    assert {item.value: item.count for item in found.legend} == counted(group(found, "facilities"))
    assert ("<path" in group(found, "facilities").body) == (len(told) == 2)
