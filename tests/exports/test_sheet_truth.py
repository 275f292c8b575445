"""Sheets shown to be right: scale on paper, what is drawn, what the legend says, where labels stand."""

import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
import shapely
from PIL import Image

from exports.sheet.make import MadeSheet, encode, size_px, world_lines
from programme.selection import Selection, select
from tests.exports.sheet_studio import Studio, drawn_paths

SVG = "{http://www.w3.org/2000/svg}"
_PAIR = re.compile(r"-?[0-9.]+ -?[0-9.]+")


def tree(made: MadeSheet) -> ET.Element:
    return ET.fromstring(made.svg)


def layer(made: MadeSheet, key: str) -> ET.Element:
    found = tree(made).find(f".//{SVG}g[@id='layer-{key}']")
    assert found is not None
    return found


def points(path: str) -> np.ndarray:
    return np.array([[float(part) for part in pair.split()] for pair in _PAIR.findall(path)])


def shift(made: MadeSheet) -> np.ndarray:
    """Where the map begins on the page, as its group says."""
    group = tree(made).find(f".//{SVG}g[@id='map']")
    assert group is not None
    return np.array([float(part) for part in re.findall(r"[0-9.]+", group.get("transform", ""))])


def parcels(studio: Studio, ids: list[str]) -> dict[str, np.ndarray]:
    """Corners of parcels on the ground, from the layer."""
    snapshot = studio.world().parcels
    assert snapshot is not None
    frame = snapshot.frame.set_index("idu").geometry
    return {idu: shapely.get_coordinates(frame[idu])[:-1] for idu in ids}


@pytest.fixture(scope="module")
def far_apart(studio: Studio, poster: MadeSheet) -> tuple[str, str]:
    """Two parcels of the poster, whole and more than half a metre of paper apart."""
    found = {}
    for item in layer(poster, "parcels").iter(f"{SVG}path"):
        placed = points(item.get("d", ""))
        if len(placed) and (placed > 5).all() and (placed < np.array(_size(poster)) - 5).all():
            found[item.get("data-id", "")] = placed.mean(axis=0)
    ids = sorted(found)
    middles = np.array([found[idu] for idu in ids])
    first, second = middles.sum(axis=1).argmin(), middles.sum(axis=1).argmax()
    assert np.hypot(*(middles[first] - middles[second])) > 500
    return ids[first], ids[second]


def _size(made: MadeSheet) -> tuple[float, float]:
    left, top, right, bottom = made.frame
    return right - left, bottom - top


def test_two_corners_are_as_far_apart_in_the_svg_as_on_the_ground(
    studio: Studio, poster: MadeSheet, far_apart: tuple[str, str]
) -> None:
    ground = parcels(studio, list(far_apart))
    paper = {
        item.get("data-id"): points(item.get("d", "")) for item in layer(poster, "parcels").iter(f"{SVG}path")
    }
    one, other = far_apart
    for corner in (0, 1, 2):
        on_paper = np.hypot(*(paper[one][corner] - paper[other][corner]))
        on_ground = np.hypot(
            *(_closest(ground[one], paper[one], corner) - _closest(ground[other], paper[other], corner))
        )
        assert abs(on_paper - on_ground) < 0.01


def _closest(ground: np.ndarray, paper: np.ndarray, corner: int) -> np.ndarray:
    """The corner of the ground that is the same of the shape: at 1:1,000 a metre is a millimetre, y upside down."""
    own = paper * (1, -1) - (paper * (1, -1)).mean(axis=0)
    same = ground - ground.mean(axis=0)
    found = np.hypot(*(same - own[corner]).T)
    assert found.min() < 0.01
    return ground[found.argmin()]


def test_two_corners_are_as_far_apart_in_the_pdf_as_on_the_ground(
    studio: Studio, poster: MadeSheet, far_apart: tuple[str, str]
) -> None:
    ground = parcels(studio, list(far_apart))
    paths = drawn_paths(poster.pdf)
    one, other = (_same_shape(paths, ground[idu]) for idu in far_apart)
    for corner in (0, 1, 2):
        on_ground = np.hypot(*(ground[far_apart[0]][corner] - ground[far_apart[1]][corner]))
        assert on_ground > 500
        assert abs(np.hypot(*(one[corner] - other[corner])) - on_ground) < 0.1


def _same_shape(paths: list[np.ndarray], ground: np.ndarray) -> np.ndarray:
    """The one path that has the shape of a parcel at 1:1,000, its corners in the order of the parcel."""
    wanted = (ground - ground[0]) * (1, -1)
    found = []
    for path in paths:
        for step in range(len(ground)) if len(path) >= len(ground) else ():
            for order in (1, -1):
                turned = np.roll(path[: len(ground)][::order], step, axis=0)
                if np.abs(turned - turned[0] - wanted).max() < 0.05:
                    found.append(turned)
    assert found
    return found[0]


def test_the_map_lies_where_the_sheet_says(
    studio: Studio, poster: MadeSheet, far_apart: tuple[str, str]
) -> None:
    ground = parcels(studio, [far_apart[0]])[far_apart[0]]
    path = _same_shape(drawn_paths(poster.pdf), ground)
    assert np.abs(poster.place.mm(ground) - path).max() < 0.1
    assert (poster.page.width_mm, poster.page.height_mm) == (1189, 841)


def test_the_scale_bar_is_as_long_as_it_says(poster: MadeSheet) -> None:
    bar = tree(poster).find(f".//{SVG}rect[@id='bar']")
    assert bar is not None
    told_m, long_mm = float(bar.get("data-metres", "0")), float(bar.get("width", "0"))
    assert long_mm * 1000 / 1000 == pytest.approx(told_m, abs=0.001)
    widths = [np.ptp(path[:, 0]) for path in drawn_paths(poster.pdf) if len(path) in (4, 5)]
    assert min(abs(wide - told_m) for wide in widths) < 0.01
    assert f"{told_m:g}" in "".join(tree(poster).itertext())


def test_a_picture_shows_an_operation_where_its_world_file_says(studio: Studio) -> None:
    chosen = "92004-003"
    shape = studio.world().programme.operations.geometry[chosen]
    west, south, east, north = shapely.buffer(shape, 60).bounds
    made = studio.make(
        extent=f"bbox:{west},{south},{east},{north}",
        layers=("operations",),
        selection=Selection(operations=(chosen,)),
        labels=False,
        legend=False,
        locator=False,
    )
    pixels = np.asarray(Image.open(io.BytesIO(encode(made, "png", dpi=100))).convert("RGB")).astype(int)
    assert pixels.shape[:2] == size_px(made.page, 100)[::-1]
    a, d, b, e, c, f = (float(line) for line in world_lines(made, *pixels.shape[1::-1]).split())
    left, top, right, bottom = (np.array(made.frame) / 25.4 * 100).round().astype(int)
    coloured = np.zeros(pixels.shape[:2], dtype=bool)
    inside = pixels[top + 3 : bottom - 3, left + 3 : right - 3]
    coloured[top + 3 : bottom - 3, left + 3 : right - 3] = (np.ptp(inside, axis=2) > 60) | (
        inside.max(axis=2) < 110
    )
    rows, columns = np.nonzero(coloured)
    x, y = a * columns + b * rows + c, d * columns + e * rows + f
    seen = (x.min(), y.min(), x.max(), y.max())
    assert np.abs(np.array(seen) - shape.bounds).max() < abs(a)


def test_the_legend_lists_the_classes_that_are_drawn(plate: MadeSheet) -> None:
    drawn: dict[tuple[str, str], int] = {}
    for shown in plate.sheet_map.layers:
        for item in layer(plate, shown.key).iter():
            if "data-n" in item.attrib:
                key = (shown.key, item.get("data-class", ""))
                drawn[key] = drawn.get(key, 0) + int(item.get("data-n", "0"))
    told = {
        (entry.layer, entry.value): entry.count
        for entry in plate.sheet_map.legend
        if entry.layer not in ("subject", "ground")
    }
    assert told == drawn
    assert len(told) > 15
    printed = " ".join(line for words in plate.composition.words() for line in words.lines)
    assert all(entry.label in printed for entry in plate.sheet_map.legend)


def test_what_is_on_the_sheet_is_what_the_filter_selects(studio: Studio) -> None:
    selection = Selection(steps=("travaux", "engagée"), communes=("92036", "92050"))
    made = studio.make(extent="territory", layers=("communes", "operations"), selection=selection)
    world = studio.world()
    chosen = select(world, selection)
    mapped = world.programme.operations.loc[chosen].geometry
    expected = set(mapped.index[mapped.notna()])
    drawn = [item.get("data-id") for item in layer(made, "operations").iter() if "data-n" in item.attrib]
    assert len(expected) > 3
    assert sorted(drawn) == sorted(expected)
    group = layer(made, "operations")
    assert int(group.get("data-count", "0")) == len(expected)


def test_no_label_overlaps_another_or_leaves_the_map(plate: MadeSheet) -> None:
    boxes = [
        [float(part) for part in item.get("data-box", "").split()]
        for item in layer(plate, "labels").iter()
        if "data-box" in item.attrib
    ]
    left, top, right, bottom = plate.frame
    assert len(boxes) > 10
    for place, (west, north, east, south) in enumerate(boxes):
        assert west >= 0
        assert north >= 0
        assert east <= right - left
        assert south <= bottom - top
        for other in boxes[place + 1 :]:
            apart = other[0] >= east or other[2] <= west or other[1] >= south or other[3] <= north
            assert apart, (boxes[place], other)


def test_a_turned_sheet_keeps_its_scale(studio: Studio) -> None:
    made = studio.make(
        extent="commune:92036", scale=40_000, rotation_deg=30, layers=("communes",), labels=False
    )
    place = made.place
    here, there = np.array([[645_000.0, 6_871_000.0], [646_000.0, 6_871_000.0]])
    on_paper = np.diff(place.mm([here, there]), axis=0)[0]
    assert np.hypot(*on_paper) == pytest.approx(25.0)
    assert np.degrees(np.arctan2(on_paper[1], on_paper[0])) == pytest.approx(30.0)
    path = points("".join(item.get("d", "") for item in layer(made, "communes").iter(f"{SVG}path"))) + shift(
        made
    )
    snapshot = studio.world().communes
    assert snapshot is not None
    shape = snapshot.frame.set_index("insee").geometry["92036"]
    for corner in place.mm(shapely.get_coordinates(shape)):
        assert np.hypot(*(path - corner).T).min() < 0.01


def test_frames_of_operations_are_only_those_of_the_audience(studio: Studio) -> None:
    from exports.sheet.spec import Audience

    made = studio.make(extent="territory", layers=("operations",), audience=Audience.PUBLIC)
    public = studio.world(Audience.PUBLIC).programme.operations.geometry
    drawn = [shown.count for shown in made.sheet_map.layers if shown.key == "operations"]
    assert drawn == [int(pd.Series(public.notna()).sum())]
    assert any("publiée" in note for note in made.notes) == bool(public.isna().any())
