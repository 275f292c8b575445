"""Sheets: an A3 with all layers, a picture of 150,000 parcels against matplotlib, the memory of a poster."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import shapely

from bench.bench import Bench
from bench.figure import Figure, median, spread
from core.settings import ROOT
from exports.sheet.make import encode, make_sheet
from exports.sheet.spec import Audience, SheetSpec
from layers.registry import LAYERS
from layers.snapshot import Snapshot
from programme.world import World

_SCALE = 5_000
_DETAIL = 10_000
_MOST_S = 2.5
_FASTER = 4.0
_MOST_MB = 1_500.0
_MB = 1_000_000
_DPI = 300
_A3_M = (0.27 * _SCALE, 0.2 * _SCALE)
"""About what an A3 shows at that scale, less its margins."""
_MIDDLE = (647_800.0, 6_869_300.0)
"""In Asnières, among neighbourhoods, operations, dwellings and facilities of the demonstration."""


def measure_pdf(bench: Bench) -> Figure:
    """Make an A3 at 1:5,000 on which 10,000 parcels lie, with every layer, to the bytes of its PDF."""
    from programme.installation import open_installation

    settings = open_installation(bench.large).settings
    world = _crowded(bench)
    spec = SheetSpec(
        extent=_box(*_MIDDLE, 500.0),
        paper="A3",
        landscape=True,
        scale=_SCALE,
        layers=tuple(LAYERS),
        audience=Audience.PARTNERS,
    )
    drawn: list[int] = []

    def once() -> float:
        begun = time.perf_counter()
        made = make_sheet(spec, world, settings)
        size = len(made.pdf)
        took = time.perf_counter() - begun
        drawn[:] = [next(item.count for item in made.sheet_map.layers if item.key == "parcels"), size]
        return took

    first = once()
    times = [once() for _turn in range(bench.times(6, 3))]
    return Figure(
        name="sheet",
        what=f"A3 PDF at 1:{_SCALE:,}, {drawn[0]:,} parcels and all layers",
        measured=f"{median(times):.2f} s",
        target=f"≤ {_MOST_S} s",
        met=max(times) <= _MOST_S,
        note=f"{spread(times, 's')}, {drawn[1] / 1_000:,.0f} kB; the first in a process {first:.2f} s.",
        values={"sheet_s": times, "first_s": first, "parcels": drawn[0], "bytes": drawn[1]},
    )


def measure_png(bench: Bench) -> Figure:
    """Draw all 150,000 parcels and every other layer on an A3 at 300 dpi, and the same layers by matplotlib."""
    from programme.installation import open_installation

    settings = open_installation(bench.large).settings
    spec = SheetSpec(
        extent=_everything(bench),
        paper="A3",
        landscape=True,
        layers=tuple(LAYERS),
        audience=Audience.PARTNERS,
        locator=False,
    )
    counts: list[int] = []

    def own() -> bytes:
        made = make_sheet(spec, bench.world, settings)
        counts[:] = [item.count for item in made.sheet_map.layers if item.key == "parcels"]
        return encode(made, "png", dpi=_DPI)

    own()
    ours = [_timed(own) for _turn in range(bench.times(3, 2))]
    theirs = [_timed(lambda: _matplotlib(bench)) for _turn in range(bench.times(2, 1))]
    ratio = median(theirs) / median(ours)
    return Figure(
        name="picture",
        what=f"A3 PNG at {_DPI} dpi, {counts[0]:,} parcels",
        measured=f"{median(ours):.1f} s",
        against=f"{median(theirs):.1f} s",
        ratio=f"{ratio:.1f}×",
        target=f"≥ {_FASTER:.0f}×",
        met=ratio >= _FASTER,
        note=f"Trame {spread(ours, 's')}; GeoDataFrame.plot and savefig {spread(theirs, 's')}.",
        values={"trame_s": ours, "matplotlib_s": theirs},
    )


def measure_memory(bench: Bench) -> Figure:
    """Make an A0 of the 150,000 parcels in a process of its own, as each format at 300 dpi; its peak."""
    extent = _everything(bench)
    peaks: dict[str, float] = {}
    for form in ("pdf", "svg", "png", "jpg"):
        done = subprocess.run(
            [sys.executable, "-m", "bench.sheet_memory", str(bench.large), extent, form],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        peaks[form] = json.loads(done.stdout)["peak_bytes"] / _MB
    most = max(peaks.values())
    told = ", ".join(f"{form} {peak:,.0f} MB" for form, peak in peaks.items())
    return Figure(
        name="poster",
        what=f"memory of an A0 at {_DPI} dpi, 150,000 parcels",
        measured=f"{most:,.0f} MB",
        target=f"≤ {_MOST_MB:,.0f} MB",
        met=most <= _MOST_MB,
        note=f"Peak of a process that opens the installation and makes one file: {told}.",
        values=peaks,
    )


def _box(x: float, y: float, half: float) -> str:
    return f"bbox:{x - half:.0f},{y - half:.0f},{x + half:.0f},{y + half:.0f}"


def _everything(bench: Bench) -> str:
    assert bench.world.parcels is not None
    west, south, east, north = bench.world.parcels.frame.total_bounds
    return f"bbox:{west:.0f},{south:.0f},{east:.0f},{north:.0f}"


def _crowded(bench: Bench) -> World:
    """The same with 10,000 parcels on what an A3 shows at 1:5,000: three times as close as the real ones are."""
    snapshot = bench.world.parcels
    assert snapshot is not None
    middle = np.array(_MIDDLE)
    frame = snapshot.frame.iloc[:_DETAIL]
    west, south, east, north = frame.total_bounds
    shrunk = np.array(_A3_M) / (east - west, north - south)
    shapes = shapely.transform(
        frame.geometry.to_numpy(),
        lambda points: (points - (west, south)) * shrunk + middle - np.array(_A3_M) / 2,
    )
    own = Snapshot(snapshot.layer, snapshot.revision, frame.set_geometry(shapes, crs=2154))
    return World(bench.world.programme, bench.world.role, {**bench.world.snapshots, "parcels": own})


def _matplotlib(bench: Bench) -> None:
    """The same layers as anyone draws them with geopandas."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(420 / 25.4, 297 / 25.4))
    for key, layer in LAYERS.items():
        snapshot = bench.world.snapshot(key)
        frame = bench.world.programme.operations if layer.in_programme else snapshot and snapshot.frame
        if frame is None or frame.geometry.isna().all():
            continue
        style = layer.symbol.style
        look = (
            {"markersize": 4, "color": style.fill or "black"}
            if frame.geom_type.dropna().isin(["Point", "MultiPoint"]).any()
            else {"facecolor": style.fill or "none", "edgecolor": style.stroke, "linewidth": 0.3}
        )
        frame[frame.geometry.notna()].plot(ax=axes, **look)
    axes.set_axis_off()
    figure.savefig(io.BytesIO(), format="png", dpi=_DPI)
    pyplot.close(figure)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
