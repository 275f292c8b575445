"""Pairs of 20,000 footprints and 150,000 parcels and what each covers of the other, against two spatial databases."""

import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import duckdb_extension_spatial
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import sedonadb
import shapely

from bench.bench import Bench
from bench.figure import Figure, median, spread
from gis.overlay import covered_areas
from gis.validity import polygons_of

_MANY, _FEW = 20_000, 2_000
_FASTER = 1.5
_GROWTH = 1.2
_SEED = 20261124
_TOUCHED_M = 18.0
_AGREE_M2 = 0.01

Shapes = npt.NDArray[np.object_]


def measure(bench: Bench) -> tuple[Figure, Figure]:
    """All three in turn, on the same frames, with both processors; then a tenth of the footprints."""
    parcels = _parcels(bench)
    footprints = _footprints(parcels, _MANY)
    peers = {"SedonaDB": _sedona(footprints, parcels), "DuckDB spatial": _duck(footprints, parcels)}
    runs: dict[str, Callable[[], float]] = {"Trame": lambda: _trame(footprints, parcels), **peers}
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    areas: dict[str, float] = {}
    for _number in range(bench.times(4, 2)):
        for name, run in runs.items():
            begun = time.perf_counter()
            areas[name] = run()
            seconds[name].append(time.perf_counter() - begun)
    if max(areas.values()) - min(areas.values()) > _AGREE_M2:
        raise ValueError(f"The three do not agree: {areas}")
    few = footprints.iloc[:: _MANY // _FEW]
    less = [_timed(lambda: _trame(few, parcels)) for _number in range(bench.times(5, 3))]
    return _faster(seconds), _growth(seconds["Trame"], less)


def _faster(seconds: dict[str, list[float]]) -> Figure:
    own = median(seconds["Trame"])
    peers = {name: median(found) for name, found in seconds.items() if name != "Trame"}
    best = min(peers, key=peers.__getitem__)
    spreads = ", ".join(f"{name} {spread(found, 's')}" for name, found in seconds.items())
    return Figure(
        name="pairs",
        what="20,000 footprints × 150,000 parcels",
        measured=f"{own:.2f} s",
        against=", ".join(f"{name} {found:.2f} s" for name, found in peers.items()),
        ratio=f"{peers[best] / own:.1f} × faster",
        target=f"≥ {_FASTER} × faster",
        met=peers[best] / own >= _FASTER,
        note=(
            f"{spreads}; Trame from frame to frame, the two others without what it takes to hand the geometries "
            f"over to them. The areas agree to {_AGREE_M2} m² in all."
        ),
        values={f"{name}_s": found for name, found in seconds.items()},
    )


def _growth(many: list[float], few: list[float]) -> Figure:
    growth = median(many) / median(few) / (_MANY / _FEW)
    return Figure(
        name="pairs",
        what="growth from 2,000 to 20,000 footprints",
        measured=f"{median(many) / median(few):.1f} × the time",
        against=f"{_MANY // _FEW} × the footprints",
        ratio=f"{growth:.2f} × linear",
        target=f"≤ {_GROWTH} × linear",
        met=growth <= _GROWTH,
        note=f"2,000 footprints {spread(few, 's')}.",
        values={"many_s": many, "few_s": few},
    )


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _parcels(bench: Bench) -> gpd.GeoSeries:
    snapshot = bench.world.parcels
    assert snapshot is not None
    return gpd.GeoSeries(snapshot.frame.geometry, crs=2154)


@cache
def _turned(count: int) -> npt.NDArray[np.float64]:
    """Corners of ``count`` outlines drawn by hand, about their middle: six corners, of some thousand square metres."""
    dice = np.random.default_rng(_SEED)
    wide, high, angle = (
        dice.uniform(25, 70, count),
        dice.uniform(20, 60, count),
        dice.uniform(0, np.pi, count),
    )
    nothing = np.zeros(count)
    corners = (
        (-wide, -high),
        (wide, -high),
        (wide, nothing),
        (nothing, nothing),
        (nothing, high),
        (-wide, high),
    )
    outline = np.stack([np.stack(corner, axis=1) for corner in corners], axis=1) / 2
    turn = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], axis=1).reshape(-1, 2, 2)
    found: npt.NDArray[np.float64] = np.einsum("nij,nkj->nki", turn, outline)
    return found


def _footprints(parcels: gpd.GeoSeries, count: int) -> gpd.GeoSeries:
    """Half of them parcels taken whole with their neighbours, half of them outlines drawn across parcels."""
    plots = parcels.to_numpy()
    chosen = np.random.default_rng(_SEED).choice(len(plots), count, replace=False)
    middles = shapely.point_on_surface(plots[chosen])
    whole, drawn = middles[: count // 2], middles[count // 2 :]
    first, second = shapely.STRtree(plots).query(whole, predicate="dwithin", distance=_TOUCHED_M)
    order = np.argsort(first, kind="stable")
    groups = np.split(plots[second[order]], np.flatnonzero(np.diff(first[order])) + 1)
    joined = polygons_of(np.array([shapely.union_all(group) for group in groups], dtype=object))
    outlines = _turned(len(drawn)) + shapely.get_coordinates(drawn)[:, None, :]
    mixed: Shapes = np.random.default_rng(_SEED).permutation(
        np.concatenate([joined, shapely.polygons(outlines)])
    )
    return gpd.GeoSeries(mixed, crs=2154)


def _trame(footprints: gpd.GeoSeries, parcels: gpd.GeoSeries) -> float:
    return float(covered_areas(footprints, parcels)["covered_m2"].sum())


def _sedona(footprints: gpd.GeoSeries, parcels: gpd.GeoSeries) -> Callable[[], float]:
    database = sedonadb.connect()
    for name, shapes in (("footprints", footprints), ("parcels", parcels)):
        frame = gpd.GeoDataFrame({"id": np.arange(len(shapes))}, geometry=shapes.to_numpy(), crs=2154)
        database.create_data_frame(frame).to_memtable().to_view(name)
    query = (
        "SELECT f.id AS footprint, p.id AS parcel, ST_Area(ST_Intersection(f.geometry, p.geometry)) AS covered_m2, "
        "ST_Area(p.geometry) AS area_m2 FROM footprints AS f JOIN parcels AS p ON ST_Intersects(f.geometry, p.geometry)"
    )
    return lambda: float(database.sql(query).to_pandas()["covered_m2"].sum())


def _duck(footprints: gpd.GeoSeries, parcels: gpd.GeoSeries) -> Callable[[], float]:
    database = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    extension = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension"))
    database.execute(f"LOAD '{extension}'")
    database.execute(f"SET threads = {os.cpu_count() or 1}")
    for name, shapes in (("footprints", footprints), ("parcels", parcels)):
        table = pd.DataFrame({"id": np.arange(len(shapes)), "wkb": list(shapely.to_wkb(shapes.to_numpy()))})
        database.register("given", table)
        database.execute(f"CREATE TABLE {name} AS SELECT id, ST_GeomFromWKB(wkb) AS geometry FROM given")
        database.unregister("given")
    query = (
        "SELECT f.id AS footprint, p.id AS parcel, ST_Area(ST_Intersection(f.geometry, p.geometry)) AS covered_m2, "
        "ST_Area(p.geometry) AS area_m2 FROM footprints AS f JOIN parcels AS p ON ST_Intersects(f.geometry, p.geometry)"
    )
    return lambda: float(database.execute(query).df()["covered_m2"].sum())
