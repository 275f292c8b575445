"""The evaluation of the territory on 10,000 operations with 60,000 lines, against the same by naive pandas."""

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import geopandas as gpd
import pandas as pd

from bench.bench import Bench
from bench.figure import Figure, median, spread
from layers.facilities import KINDS
from programme.evaluation.catalogue import DISTANCES_M, INDICATORS
from programme.evaluation.evaluate import measure_again
from programme.evaluation.place import TERRITORY
from programme.steps import Step
from programme.world import World

_MOST_S = 5.0
_DWELLINGS = ("demolished", "rebuilt_on_site", "rebuilt_elsewhere", "requalified", "residentialised")
_DONE = (Step.DELIVERED, Step.SETTLED)

Values = dict[str, Decimal]


def measure(bench: Bench) -> Figure:
    """Evaluate a world that was just opened, so that nothing was worked out before."""
    world = bench.desk_world
    own: list[float] = []
    naive: list[float] = []
    for _number in range(bench.times(4, 2)):
        own.append(_timed(lambda: _own(_fresh(world))))
        naive.append(_timed(lambda: _naive(world)))
    ours, theirs = _own(_fresh(world)), _naive(world)
    unlike = {code for code, value in theirs.items() if abs(ours[code] - value) > Decimal("0.000001")}
    if unlike:
        raise ValueError(f"Pandas does not agree on {sorted(unlike)}.")
    ratio = median(naive) / median(own)
    return Figure(
        name="evaluation",
        what="evaluation of the territory, 10,000 operations with 60,000 lines",
        measured=f"{median(own):.2f} s",
        against=f"{median(naive):.2f} s naive pandas, for {len(theirs)} of the {len(INDICATORS)} indicators",
        ratio=f"{ratio:.1f} ×",
        target=f"≤ {_MOST_S:.0f} s",
        met=max(own) <= _MOST_S,
        note=f"first evaluation of a world {spread(own, 's')}; what both work out agrees.",
        values={"own_s": own, "pandas_s": naive},
    )


def _fresh(world: World) -> World:
    """The same content, from which nothing was worked out yet."""
    return World(replace(world.programme), world.role, world.snapshots)


def _own(world: World) -> Values:
    return {
        value.indicator.code: value.value
        for value in measure_again(world, [TERRITORY])
        if value.value is not None
    }


def _naive(world: World) -> Values:
    """Dwellings, operations, money and access, one after the other, as anybody would write them with pandas."""
    operations = world.programme.operations
    kept = operations[operations["step"] != Step.ABANDONED]
    done = kept[kept["step"].isin(_DONE)]
    found: Values = {}
    for name in _DWELLINGS:
        found |= _life(f"dwellings_{name}", kept[f"dwellings_{name}"].sum(), done[f"dwellings_{name}"].sum())
    found |= _life("operations", len(kept), len(done))
    found["money.planned"] = _planned(world)
    found |= _near(world)
    return found


def _life(stem: str, programmed: Any, delivered: Any) -> Values:
    return {f"{stem}.programmed": Decimal(int(programmed)), f"{stem}.delivered": Decimal(int(delivered))}


def _planned(world: World) -> Decimal:
    lines = world.programme.funding_lines
    joined = lines.merge(
        world.programme.operations[["step", "family"]], left_on="operation_id", right_index=True
    )
    amounts = [f"{name}_eur" for name in ("requested", "voted", "committed", "paid")]
    plan = joined[amounts].apply(
        lambda row: next((cell for cell in row if not pd.isna(cell)), Decimal(0)), axis=1
    )
    joined["plan"] = plan
    for by in ("funder_id", "family"):
        joined.groupby(by)["plan"].sum()
    total: Decimal = joined["plan"].sum()
    return total


def _near(world: World) -> Values:
    if world.housing is None or world.facilities is None:
        return {}
    homes, others = world.housing.frame, world.facilities.frame
    total = Decimal(int(homes["dwellings"].sum()))
    found: Values = {}
    for kind in KINDS:
        of_kind = others[others["kind"] == kind.value]
        for metres in DISTANCES_M if len(of_kind) else ():
            around = gpd.GeoDataFrame(geometry=of_kind.geometry.buffer(metres, quad_segs=64), crs=homes.crs)
            near = homes.sjoin(around, predicate="intersects").index.unique()
            share = Decimal(int(homes.loc[near, "dwellings"].sum())) / total
            found[f"access.{kind.value}_{metres}"] = share.quantize(Decimal("0.000001"))
    return found


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
