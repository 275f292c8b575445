"""The public edition of the demonstration: how long it takes, and what the folder weighs."""

import shutil
import time
from pathlib import Path

from bench.bench import Bench, configured
from bench.figure import Figure, median, spread
from cli.demonstration_visas import approve_demonstration
from core import settings
from core.actor import PUBLIC
from core.settings import Settings
from exports.edition.make import Edition, publish
from layers.library import Library
from programme.storage.store import Store
from programme.world import World, open_world

_MOST_S = 20.0
_MOST_MB = 8.0
_MOST_PAGE_BYTES = 300_000


def measure(bench: Bench) -> Figure:
    """Publish a copy of the demonstration whose communes have put their visas, as ``trame demo`` records them."""
    folder = bench.folder / "edition"
    shutil.copytree(bench.demonstration.parent, folder)
    found = settings.load(configured(folder))
    approve_demonstration(found)
    seconds: list[float] = []
    for _number in range(bench.times(3, 1)):
        begun = time.perf_counter()
        made = publish(_world(found), found, bench.folder / "public")
        seconds.append(time.perf_counter() - begun)
    weight, heaviest = made.bytes / 1e6, _heaviest(made)
    return Figure(
        name="edition",
        what="public edition of the demonstration, French and English",
        measured=f"{median(seconds):.1f} s, {weight:.1f} MB",
        target=f"≤ {_MOST_S:.0f} s, {_MOST_MB:.0f} MB",
        met=max(seconds) <= _MOST_S and weight <= _MOST_MB and heaviest <= _MOST_PAGE_BYTES,
        note=(
            f"{spread(seconds, 's')}; {made.files} files, {made.operations} operations of which "
            f"{made.operations - made.unpublished} are on the map, heaviest page {heaviest / 1000:.0f} KB."
        ),
        values={
            "seconds": seconds,
            "bytes": made.bytes,
            "files": made.files,
            "heaviest_page_bytes": heaviest,
        },
    )


def _world(found: Settings) -> World:
    return open_world(found, Store(found.folders.programme), Library(found.folders.library), PUBLIC)


def _heaviest(made: Edition) -> int:
    return max(path.stat().st_size for path in Path(made.folder).rglob("*.html"))
