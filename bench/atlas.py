"""An atlas of the 36 communes of the demonstration, one sheet A4 each: by two processes against one."""

import time
from dataclasses import replace
from pathlib import Path

from bench.bench import Bench
from bench.figure import Figure, median, spread
from core.settings import load
from exports.atlas.make import atlas
from exports.atlas.processes import end_kept
from exports.atlas.request import AtlasRequest, By
from exports.sheet.layouts import layout
from exports.sheet.spec import Audience

_LEAST_RATIO = 1.7
_MOST_S = 45.0
_LAYOUT = "fiche-a4"
_LAYERS = (
    *("communes", "parcels", "neighbourhoods_2015", "neighbourhoods_2024"),
    *("operations", "housing", "facilities"),
)


def measure(bench: Bench) -> Figure:
    """Make the atlas with every layer, the processes having begun as they have on a server."""
    settings, world = load(bench.demonstration), bench.demonstration_world
    spec = replace(layout(settings, _LAYOUT).spec, layers=_LAYERS, audience=Audience.PARTNERS)
    request = AtlasRequest(By.COMMUNE, spec)

    def made_by(processes: int) -> float:
        begun = time.perf_counter()
        found = atlas(request, world, settings, Path(bench.folder) / "atlas.pdf", processes=processes)
        if len(found.made) != 36:
            raise ValueError(found.faults)
        return time.perf_counter() - begun

    cold = made_by(2)
    two, one = [], []
    for _turn in range(bench.times(4, 2)):
        two.append(made_by(2))
        one.append(made_by(1))
    end_kept()
    ratio = median(one) / median(two)
    return Figure(
        name="atlas",
        what="atlas of 36 communes, A4, all layers, two processes",
        measured=f"{median(two):.1f} s",
        against=f"{median(one):.1f} s by one process",
        ratio=f"{ratio:.2f}",
        target=f"≥ {_LEAST_RATIO}, ≤ {_MOST_S:.0f} s",
        met=ratio >= _LEAST_RATIO and max(cold, *two) <= _MOST_S,
        note=f"two processes {spread(two, 's')}; {cold:.1f} s where they have to begin first.",
        values={"two_s": two, "one_s": one, "cold_s": cold},
    )
