"""What lies at a point of an installation with 150,000 parcels."""

import time

from bench import addresses
from bench.bench import Bench
from bench.figure import Figure, median, percentile
from programme.identify import identify

_MOST_MS = 10.0


def measure(bench: Bench) -> Figure:
    """Ask at random places inside parcels, every layer, with the tolerance of a click at zoom 16."""
    places = addresses.points(bench.world, bench.times(3_000, 500))
    identify(bench.world, *places[0])  # the application builds its indexes at start
    times = []
    found = 0
    for lon, lat in places:
        begun = time.perf_counter()
        answer = identify(bench.world, lon, lat, tolerance_m=14.0, tiny_m=20.0)
        times.append((time.perf_counter() - begun) * 1_000)
        found += any(item.layer == "parcels" for item in answer)
    if found != len(places):
        raise ValueError(f"{len(places) - found} places inside parcels found none")
    last = percentile(times, 95)
    return Figure(
        name="point",
        what="what lies at a point, p95",
        measured=f"{last:.2f} ms",
        target=f"≤ {_MOST_MS:.0f} ms",
        met=last <= _MOST_MS,
        note=f"median {median(times):.2f} ms, longest {max(times):.1f} ms, {len(times)} points, in process.",
        values={"p50_ms": median(times), "p95_ms": last, "longest_ms": max(times)},
    )
