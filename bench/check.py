"""One footprint checked against 150,000 parcels, every check of it; and its report on paper."""

import time
from collections.abc import Callable

import numpy as np
import shapely

from bench.bench import Bench
from bench.figure import Figure, median, percentile, spread
from core.settings import Settings, load
from gis.validity import polygons_of
from programme.check.check import check
from programme.check.report import Report, Subject, Systems
from programme.check.submission import Submission

_MOST_MS = 150.0
_MOST_PDF_S = 2.0
_PARCELS = 20
_SEED = 20261124


def measure(bench: Bench) -> Figure:
    """Check footprints of twenty parcels, each somewhere else, one after the other."""
    settings = load(bench.large)
    submissions = _submissions(bench, bench.times(40, 15))
    check(
        bench.world, submissions[0], settings
    )  # the layers' indexes are built once in the life of a process
    reports: list[Report] = []
    times = [
        1_000 * _timed(lambda item=item: reports.append(check(bench.world, item, settings)))  # type: ignore[misc]
        for item in submissions[1:]
    ]
    last = percentile(times, 95)
    held = [len(report.parcels) for report in reports]
    return Figure(
        name="check",
        what=f"one footprint of {_PARCELS} parcels, everything checked, p95",
        measured=f"{last:.0f} ms",
        target=f"≤ {_MOST_MS:.0f} ms",
        met=last <= _MOST_MS,
        note=(
            f"median {median(times):.0f} ms, longest {max(times):.0f} ms over {len(times)}; each touches "
            f"{min(held)} to {max(held)} parcels and gives {min(_found(reports))} to {max(_found(reports))} findings."
        ),
        values={"check_ms": times},
    )


def measure_pdf(bench: Bench) -> Figure:
    """Write the report of such a footprint."""
    from exports.check_report import pdf

    settings: Settings = load(bench.large)
    reports = [check(bench.world, item, settings) for item in _submissions(bench, bench.times(6, 4))]
    first = _timed(lambda: pdf(reports[0], bench.world, settings))
    sizes: list[int] = []
    times = [
        _timed(lambda item=item: sizes.append(len(pdf(item, bench.world, settings))))  # type: ignore[misc]
        for item in reports[1:]
    ]
    return Figure(
        name="pdf",
        what="PDF report of such a check",
        measured=f"{median(times):.2f} s",
        target=f"≤ {_MOST_PDF_S:.0f} s",
        met=max(times) <= _MOST_PDF_S,
        note=(f"{spread(times, 's')}, {max(sizes) / 1_000:,.0f} kB; the first in a process {first:.2f} s."),
        values={"pdf_s": times, "first_s": first},
    )


def _found(reports: list[Report]) -> list[int]:
    return [len(report.findings) for report in reports]


def _submissions(bench: Bench, count: int) -> list[Submission]:
    """Footprints made of the twenty parcels that are nearest to a parcel drawn at random."""
    snapshot = bench.world.parcels
    assert snapshot is not None
    plots = snapshot.frame.geometry.to_numpy()
    dice = np.random.default_rng(_SEED)
    found = []
    for place in dice.choice(len(plots), count, replace=False):
        around = snapshot.tree.query(plots[place].centroid.buffer(150.0))
        nearest = around[np.argsort(shapely.distance(plots[around], plots[place]), kind="stable")][:_PARCELS]
        shape = polygons_of(np.array([shapely.union_all(plots[nearest])], dtype=object))[0]
        subject = Subject(name=f"{place}", origin="drawing")
        found.append(Submission(subject, Systems("EPSG:2154", "EPSG:2154"), shape))
    return found


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
