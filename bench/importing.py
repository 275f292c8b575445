"""Importing the shapefile, against a bare read of it."""

import time
from collections.abc import Callable

import geopandas as gpd

from bench.bench import Bench
from bench.figure import Figure, median, spread
from core.settings import Imports, Territory
from layers.importing import import_layer
from layers.library import Library
from layers.registry import layer

_MOST = 4.0


def measure(bench: Bench) -> Figure:
    """Import into a fresh library and read, in turn."""
    bare: list[float] = []
    whole: list[float] = []
    _bare(bench)  # the file is in the system's memory for both
    for number in range(bench.times(4, 2)):
        bare.append(_timed(lambda: _bare(bench)))
        whole.append(_timed(lambda number=number: _import(bench, number)))  # type: ignore[misc]
    ratio = median(whole) / median(bare)
    return Figure(
        name="import",
        what="import of 150,000 parcels",
        measured=f"{median(whole):.2f} s",
        against=f"{median(bare):.2f} s bare read_file",
        ratio=f"{ratio:.1f} ×",
        target=f"≤ {_MOST:.0f} ×",
        met=ratio <= _MOST,
        note=f"import {spread(whole, 's')}, bare read {spread(bare, 's')}; in WGS84, as distributed.",
        values={"import_s": whole, "read_s": bare, "ratio": ratio},
    )


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _bare(bench: Bench) -> None:
    gpd.read_file(bench.shapefile)


def _import(bench: Bench, number: int) -> None:
    report = import_layer(
        layer("parcels"),
        bench.shapefile,
        library=Library(bench.folder / f"fresh-{number}"),
        territory=Territory(all=True),
        limits=Imports(),
    )
    if report.revision is None:
        raise ValueError([issue.message for issue in report.issues])
