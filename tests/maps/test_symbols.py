"""Signs: told apart by colour-blind readers, and the same on the screen and in the legend."""

import itertools

import numpy as np
import pytest

from layers.operations import STEPS
from layers.registry import LAYERS
from layers.symbol import Hatch
from maps.palette import SUBSIDIES
from maps.rendering import legend_entries, symbol_record

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
LEAST_DISTANCE = 9.0
"""Of CIE 1976 in Lab: about four times what an eye just tells apart side by side."""


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour: str, deficiency: str | None) -> np.ndarray:
    rgb = linear(colour)
    return lab(rgb if deficiency is None else np.array(DEFICIENCIES[deficiency]) @ rgb)


@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
@pytest.mark.parametrize(
    "colours",
    [[item.style.fill for item in STEPS if item.style.hatch is Hatch.NONE], list(SUBSIDIES)],
    ids=["steps", "subsidies"],
)
def test_series_are_told_apart(colours: list[str], deficiency: str | None) -> None:
    for first, second in itertools.combinations(colours, 2):
        distance = np.linalg.norm(seen(first, deficiency) - seen(second, deficiency))
        assert distance > LEAST_DISTANCE, (first, second, distance)


def test_subsidies_get_lighter_in_grey_print() -> None:
    lightness = [seen(colour, None)[0] for colour in SUBSIDIES]
    assert lightness == sorted(lightness)
    assert min(np.diff(lightness)) > 5


@pytest.mark.parametrize("key", list(LAYERS))
def test_legend_and_map_come_from_the_same_declaration(key: str) -> None:
    layer = LAYERS[key]
    record = symbol_record(layer.symbol)
    entries = legend_entries(layer)
    drawn = [(item["value"], item["style"]["fill"]) for item in record["classes"]] or [
        ("", record["style"]["fill"])
    ]
    assert [entry["value"] for entry in entries] == [value for value, _fill in drawn]
    for entry, (_value, fill) in zip(entries, drawn, strict=True):
        assert entry["label"]
        assert fill is None or fill in entry["svg"]


def test_abandoned_is_told_by_its_hatch() -> None:
    abandoned = next(item for item in STEPS if item.value == "abandonnée")
    assert abandoned.style.hatch is Hatch.DIAGONAL
    entry = next(item for item in legend_entries(LAYERS["operations"]) if item["value"] == "abandonnée")
    assert "<path" in entry["svg"]
