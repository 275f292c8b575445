"""What lies at a point of an installation with 150,000 parcels."""

import time
from threading import Thread

from bench import addresses
from bench.bench import Bench
from bench.figure import Figure, median, percentile
from programme.identify import identify
from programme.world import World

_MOST_MS = 10.0


def measure(bench: Bench) -> Figure:
    """Ask at random places inside parcels, each in a thread of its own, as the application runs its pages."""
    places = addresses.points(bench.world, bench.times(1_000, 300))
    identify(bench.world, *places[0])  # the application builds its indexes at start
    again = [_asked(bench.world, place) for place in places]
    times = []
    for place in places:
        asking = Thread(target=lambda place=place: times.append(_asked(bench.world, place)))
        asking.start()
        asking.join()
    last = percentile(times, 95)
    return Figure(
        name="point",
        what="what lies at a point, p95",
        measured=f"{last:.2f} ms",
        target=f"≤ {_MOST_MS:.0f} ms",
        met=last <= _MOST_MS,
        note=(
            f"each of {len(times)} points in a new thread, as the pages run: median {median(times):.2f} ms, longest "
            f"{max(times):.1f} ms; all in one thread: p95 {percentile(again, 95):.2f} ms."
        ),
        values={"new_thread_ms": times, "one_thread_ms": again},
    )


def _asked(world: World, place: tuple[float, float]) -> float:
    """Milliseconds of one question to every layer, with the tolerances of a click at zoom 16."""
    begun = time.perf_counter()
    answer = identify(world, *place, tolerance_m=14.0, tiny_m=20.0)
    milliseconds = (time.perf_counter() - begun) * 1_000
    if all(item.layer != "parcels" for item in answer):
        raise ValueError(f"No parcel was found at {place}.")
    return milliseconds
