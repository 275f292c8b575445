"""Labels of a sheet: measured, apart, within the frame, harmless; left out where there is no room."""

import itertools
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.registry import LAYERS
from maps.fonts import fonts
from maps.sheet.drawing import draw
from maps.sheet.extent import parse_extent
from maps.sheet.graticule import graticule
from maps.sheet.labels import Form, Places, Spot, Wanted, forms, place_labels
from maps.sheet.lettering import width_mm
from maps.sheet.look import Look
from maps.sheet.placing import placed
from maps.sheet.request import MapRequest, SheetMap
from tests.exports.check_factory import HOSTILE, opened
from tests.maps.factories import square
from tests.maps.sheet_factory import SVG, boxes, config, group, operations, parcels, parsed, request, small

SHEETS = {
    "territory": ("territory", 180, 250, 0.0, None),
    "commune": ("commune:92050", 400, 270, 15.0, None),
    "neighbourhood": ("neighbourhood:QN09211M", 180, 180, 0.0, 2_500),
    "operation": ("operation:92025-009", 180, 120, 200.0, 1_000),
    "little": ("commune:92025", 60, 40, 0.0, None),
}


@pytest.fixture(scope="module")
def demo(demo_file: Path):
    return opened(demo_file)


@pytest.fixture(scope="module", params=list(SHEETS))
def sheet(demo, request) -> SheetMap:
    world, config_ = demo
    text, wide, high, turn, scale = SHEETS[request.param]
    extent = parse_extent(text, world)
    wanted = MapRequest(
        extent.shape,
        wide,
        high,
        tuple(LAYERS),
        scale,
        turn,
        subject=extent.subject,
        graticule=True,
        reserved=((wide - 30, high - 15, wide, high),),
    )
    return draw(wanted, world, config_)


def apart(found: list[tuple[float, ...]]) -> bool:
    return not any(
        l1 < r2 - 1e-3 and r1 > l2 + 1e-3 and t1 < b2 - 1e-3 and b1 > t2 + 1e-3
        for (l1, t1, r1, b1), (l2, t2, r2, b2) in itertools.combinations(found, 2)
    )


def test_no_label_overlaps_another_or_leaves_the_map(sheet: SheetMap) -> None:
    told = boxes(sheet)
    assert len(told) >= 3
    assert np.array(sorted(told)) == pytest.approx(np.array(sorted(sheet.label_boxes)), abs=1e-3)
    assert apart(told)
    width, height = sheet.place.width_mm, sheet.place.height_mm
    for left, top, right, bottom in told:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        # What something else stands on is kept free.
        assert not (right > width - 30 + 1e-6 and bottom > height - 15 + 1e-6)


def test_texts_stay_within_their_boxes(sheet: SheetMap) -> None:
    for layer in sheet.layers:
        for item in parsed(layer).iter(f"{SVG}text"):
            left, top, right, bottom = (float(side) for side in item.get("data-box").split())
            size, weight = float(item.get("font-size")), int(item.get("font-weight"))
            for line in item.iter(f"{SVG}tspan"):
                wide = width_mm(line.text, size, weight)
                share = {"start": 0.0, "middle": 0.5, "end": 1.0}[item.get("text-anchor")]
                begins = float(line.get("x")) - share * wide
                assert left - 0.02 <= begins < begins + wide <= right + 0.02
                assert top < float(line.get("y")) - 0.7 * size < float(line.get("y")) < bottom


def test_places_are_named_on_a_wide_map_and_what_lies_in_them_on_a_detail(demo) -> None:
    world, config_ = demo
    wide = draw(
        MapRequest(parse_extent("territory", world).shape, 400, 550, ("communes", "operations")),
        world,
        config_,
    )
    names = texts(wide)
    assert set(world.communes.frame["name"]) <= names
    assert not set(world.programme.operations["name"]) & names
    extent = parse_extent("operation:92025-009", world)
    near = draw(MapRequest(extent.shape, 300, 200, ("operations",), 1_000), world, config_)
    assert extent.name in texts(near)
    without = draw(MapRequest(extent.shape, 300, 200, ("operations",), 1_000, labels=False), world, config_)
    assert all(layer.key != "labels" for layer in without.layers)


def test_parcels_are_called_as_in_a_commune_where_they_have_room() -> None:
    found = draw(
        request("parcels", scale=1_000, extent=square(0, 0, 100)), small(parcels=parcels(5)), config()
    )
    assert texts(found) == {"AB 0", "AB 1"}
    assert not boxes(draw(request("parcels", scale=5_000), small(parcels=parcels(5)), config()))


def test_names_from_data_are_harmless_and_complete() -> None:
    programme = operations([("A", "étude", square(300, 300, 400))])
    programme.operations.loc["A", "name"] = HOSTILE[:60]
    found = draw(request("operations", scale=5_000), small(programme), config())
    written = " ".join(texts(found))
    assert "#panic() $x^2$" in written
    assert "<a>" in written
    assert "<a>" not in group(found, "labels").body


def test_communes_are_named_within_their_limits_and_stand_back_behind_the_veil(demo) -> None:
    world, own = demo
    extent = parse_extent("ept:Boucle Nord de Seine", world)
    found = draw(MapRequest(extent.shape, 200, 150, ("communes",), subject=extent.shape), world, own)
    shapes = world.communes.frame.set_index("name").geometry
    inside = shapes[shapes.index.isin(world.communes.frame.query("ept == 'Boucle Nord de Seine'")["name"])]
    colours = {}
    for item in parsed(group(found, "labels")).iter(f"{SVG}text"):
        name = said(item)
        corners = [float(side) for side in item.get("data-box").split()]
        colours[name] = item.get("fill")
        if name in inside.index:
            box = shapely.Polygon(
                found.place.ground([(corners[x], corners[y]) for x, y in ((0, 1), (2, 1), (2, 3), (0, 3))])
            )
            assert shapes[name].buffer(found.place.metres_per_mm * 0.1).contains(box), name
    assert set(inside.index) <= set(colours)
    assert {colours[name] for name in inside.index} == {"#6f6a61"}
    assert {colours[name] for name in set(colours) - set(inside.index)} == {"#a9a6a0"}


def test_what_has_no_room_is_left_out_and_counted() -> None:
    rows = [(f"O{number}", "étude", square(500 + number, 500, 20)) for number in range(40)]
    found = draw(request("operations", scale=20_000), small(operations(rows)), config())
    shown = len(found.label_boxes)
    assert 0 < shown < 40
    assert found.notes == (f"{40 - shown} étiquettes n’ont pas la place d’être écrites et ont été omises.",)


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.floats(-5, 105), st.floats(-5, 65), st.text(min_size=0, max_size=40), st.integers(0, 3)),
        max_size=40,
    )
)
def test_labels_keep_apart_whatever_they_say(wanted: list[tuple[float, float, str, int]]) -> None:
    labels = [
        Wanted(text, forms(text, 2.4, (Spot(x, y), Spot(x, y + 4, "start"))), order=order)
        for x, y, text, order in wanted
    ]
    found = place_labels(labels, Places(100, 60))
    assert apart(list(found.boxes))
    assert len(found.boxes) + found.left_out == len(labels)
    assert found.body.count("<text") == len(found.boxes)


def test_the_most_important_come_first_and_keep_their_place() -> None:
    def here(text: str) -> tuple[Form, ...]:
        return forms(text, 3.0, [Spot(50, 30)])

    found = place_labels(
        [
            Wanted("petit", here("petit"), order=1, rank=1),
            Wanted("grand", here("grand"), order=1, rank=2),
            Wanted("sujet", here("sujet")),
        ],
        Places(100, 60),
    )
    assert ("sujet" in found.body, "grand" in found.body, found.left_out) == (True, False, 2)


def test_thousands_of_labels_are_placed_in_no_time() -> None:
    rng = np.random.default_rng(3)
    labels = [
        Wanted("École", forms("École", 1.8, [Spot(x + aside, y) for aside in (0, 3, -3, 6)]))
        for x, y in rng.uniform(0, 1_000, (6_000, 2)).tolist()
    ]
    places = Places(1_000, 1_000)
    found = place_labels(labels, places)
    assert apart(list(found.boxes)[:300])
    assert len(found.boxes) > 2_000
    # Each is compared with those near it alone: no cell ever holds more than fit into it.
    assert max(map(len, places._cells.values())) < 40


@pytest.mark.parametrize("weight", [400, 600])
def test_widths_are_those_that_the_typesetter_measures(tmp_path: Path, weight: int) -> None:
    told = [
        "Châtenay-Malabry",
        "Résidentialisation de l’ensemble des Aubépines",
        "N\u00a06\u202f869,5",
        "AVATAR WAW",
    ]
    file = tmp_path / "widths.typ"
    lines = (
        f'#context [#metadata(measure(text(font: "Inter", size: 100pt, weight: {weight}, "{text}")).width.pt()) <w>]'
        for text in told
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    measured = json.loads(typst.query(file, "<w>", field="value", font_paths=fonts()))
    own = [width_mm(text, 100, weight) for text in told]
    assert own[:3] == pytest.approx(measured[:3], rel=0.012)
    # Pairs that the typesetter draws together are measured apart: never too little.
    assert all(ours >= theirs * 0.998 for ours, theirs in zip(own, measured, strict=True))


def test_coordinates_stand_where_the_lines_meet_the_edge() -> None:
    place = placed(request(extent=square(0, 0, 1_000), width_mm=200, height_mm=200, scale=10_000))
    grid = graticule(place, Look(place), Places(200, 200))
    lines = [
        [[float(number) for number in point.split()] for point in line.split("L")]
        for line in grid.lines.split('d="M')[1].split('"')[0].split("M")
    ]
    ground = [place.ground(line) for line in lines]
    upright = [line[0, 0] for line in ground if abs(line[0, 0] - line[1, 0]) < 1e-3]
    level = [line[0, 1] for line in ground if abs(line[0, 1] - line[1, 1]) < 1e-3]
    assert upright == pytest.approx([642_500 + step for step in (500, 1_000, 1_500)], abs=0.01)
    assert level == pytest.approx([6_864_500 + step for step in (500, 1_000, 1_500)], abs=0.01)
    assert "E\u00a0643,0" in grid.coordinates.body


def said(label: ElementTree.Element) -> str:
    """What a label says, its lines put together again."""
    return " ".join(line.text or "" for line in label.iter(f"{SVG}tspan")).replace("- ", "-")


def texts(found: SheetMap) -> set[str]:
    """What the labels of a map say, their lines put together."""
    return {
        said(item)
        for layer in found.layers
        if layer.key == "labels"
        for item in parsed(layer).iter(f"{SVG}text")
    }
