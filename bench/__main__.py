"""``python -m bench``: measures every figure in one run, prints a table, and writes JSON where asked.

Exit status 0 when everything was measured, whether targets are met or not; 1 when something it needs is absent.
"""

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import (
    atlas,
    check,
    clicks,
    desk,
    desk_evaluation,
    desk_import,
    edition,
    importing,
    memory,
    overlay,
    page,
    parcels,
    points,
    sheets,
    tiles,
    upload,
)
from bench.bench import Bench, MissingBrowserError
from bench.figure import Figure, table
from core.errors import TrameError

SUBJECTS: dict[str, Callable[[Bench], Figure | tuple[Figure, ...]]] = {
    "import": importing.measure,
    "bytes": page.received,
    "time": page.drawn,
    "cold": tiles.measure_cold,
    "warm": tiles.measure_warm,
    "point": points.measure,
    "click": clicks.measure,
    "memory": memory.measure,
    "pairs": overlay.measure,
    "check": check.measure,
    "pdf": check.measure_pdf,
    "upload": upload.measure,
    "matrix": desk.measure_matrix,
    "lines": desk_import.measure,
    "evaluation": desk_evaluation.measure,
    "atlas": atlas.measure,
    "sheet": sheets.measure_pdf,
    "picture": sheets.measure_png,
    "poster": sheets.measure_memory,
    "edition": edition.measure,
}

_LIMIT_S = 900


def main() -> int:
    """Measure what is asked."""
    asked = _arguments()
    # Either way out ends the servers and the browser, and removes what was written.
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))
    signal.signal(
        signal.SIGALRM, lambda *_told: sys.exit(f"The figures took more than {_LIMIT_S} s: given up.")
    )
    signal.alarm(_LIMIT_S)
    load_before = os.getloadavg()[0]
    try:
        shared = parcels.shared_folder()
        with tempfile.TemporaryDirectory(prefix="trame-bench-") as folder:
            bench = Bench(Path(folder), shared, quick=asked.quick)
            figures = list(_measured(bench, asked.only or list(SUBJECTS)))
    except (parcels.MissingFilesError, MissingBrowserError, TrameError) as fault:
        print(fault, file=sys.stderr)
        return 1
    machine = {
        "cores": os.cpu_count(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "load_before": load_before,
        "load_after": os.getloadavg()[0],
    }
    print(table(figures))
    print(
        f"machine: {machine['cores']} cores, load {load_before:.1f} before, {machine['load_after']:.1f} after."
    )
    if asked.json:
        document = {"machine": machine, "figures": [figure.as_dict() for figure in figures]}
        asked.json.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument(
        "--only", action="append", choices=list(SUBJECTS), help="this figure; may be repeated"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything measured there")
    return parser.parse_args()


def _measured(bench: Bench, names: Iterable[str]) -> Iterable[Figure]:
    for name in names:
        begun = time.perf_counter()
        print(f"{name}…", end=" ", file=sys.stderr, flush=True)
        found = SUBJECTS[name](bench)
        print(f"{time.perf_counter() - begun:.0f} s", file=sys.stderr)
        yield from (found,) if isinstance(found, Figure) else found


if __name__ == "__main__":
    sys.exit(main())
