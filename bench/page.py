"""The department's map in Chromium, against an almost empty folium map and one that embeds 10,000 parcels."""

from collections.abc import Set
from dataclasses import dataclass

from bench import peers, servers, visits
from bench.bench import Bench, chromium
from bench.figure import Figure, median, spread
from bench.visits import PATHS_DRAWN, TRAME_DRAWN, Weight
from layers.registry import LAYERS

_FEWER = 20.0
_SOONER = 3.0
_LATER_S = 1.0
_KB = 1_000
_ALL_ON = "?couches=" + ",".join(LAYERS)


@dataclass(frozen=True, slots=True)
class Opened:
    """What three pages cost.

    Attributes
    ----------
    weights
        What each received, by the name of the page.
    seconds
        Until its map was drawn, in turn.
    """

    weights: dict[str, Weight]
    seconds: dict[str, list[float]]


TRAME, EMPTY, EMBEDDED = "trame", "empty", "embedded"
"""The department with every layer on; an almost empty folium map; one that embeds 10,000 parcels."""

_opened: dict[Bench, Opened] = {}


def opened(bench: Bench) -> Opened:
    """Visits of this run: both figures are told from the same ones."""
    if bench not in _opened:
        _opened[bench] = _visited(bench, bench.times(5, 2))
    return _opened[bench]


def _visited(bench: Bench, times: int) -> Opened:
    """Weigh the three pages, then time them in turn; the first visits let the servers load their modules."""
    folder = peers.written(bench.folder / "peer", bench.shapefile)
    with (
        servers.application(bench.demonstration) as trame,
        servers.page(folder) as peer,
        chromium() as browser,
    ):
        pages = {
            TRAME: (trame.url + _ALL_ON, TRAME_DRAWN),
            EMPTY: (peer.url + "?page=empty", PATHS_DRAWN),
            EMBEDDED: (peer.url + "?page=parcels", PATHS_DRAWN),
        }
        weights = {name: visits.weighed(browser, *page) for name, page in pages.items()}
        seconds: dict[str, list[float]] = {name: [] for name in pages}
        for _number in range(times):
            for name, page in pages.items():
                servers.wait_at_rest(trame, peer)
                seconds[name].append(visits.timed(browser, *page))
    return Opened(weights, seconds)


def received(bench: Bench) -> Figure:
    """Bytes beyond Streamlit's own front end: beyond the files that an almost empty map asks for as well."""
    weights = opened(bench).weights
    front_end = weights[EMPTY].until_drawn.keys() - {"socket"}
    trame, embedded = (_beyond(weights[name].until_drawn, front_end) for name in (TRAME, EMBEDDED))
    at_rest = [_beyond(weights[name].until_rest, front_end) for name in (TRAME, EMBEDDED)]
    whole = [sum(weights[name].until_drawn.values()) for name in (TRAME, EMPTY, EMBEDDED)]
    kinds: dict[str, int] = {}
    for path, size in weights[TRAME].until_drawn.items():
        if path not in front_end:
            kinds[_kind(path)] = kinds.get(_kind(path), 0) + size
    return Figure(
        name="bytes",
        what="bytes until the department is drawn, all layers",
        measured=f"{trame / _KB:,.0f} kB",
        against=f"{embedded / _KB:,.0f} kB with 10,000 parcels embedded",
        ratio=f"{embedded / trame:.1f} × fewer",
        target=f"≥ {_FEWER:.0f} × fewer",
        met=embedded / trame >= _FEWER,
        note=(
            "beyond the files of Streamlit's front end, which are those that an almost empty map asks for as well; "
            f"once at rest, {at_rest[0] / _KB:,.0f} against {at_rest[1] / _KB:,.0f} kB. "
            f"Of Trame's, kB: {', '.join(f'{kind} {size / _KB:,.0f}' for kind, size in sorted(kinds.items()))}. "
            f"With the front end, which Trame sends compressed: {whole[0] / _KB:,.0f} kB, "
            f"almost empty {whole[1] / _KB:,.0f} kB, embedded {whole[2] / _KB:,.0f} kB."
        ),
        values={
            name: {"until_drawn": weight.until_drawn, "until_rest": weight.until_rest}
            for name, weight in weights.items()
        },
    )


def _beyond(received: dict[str, int], front_end: Set[str]) -> int:
    return sum(size for path, size in received.items() if path not in front_end)


def _kind(path: str) -> str:
    """First part of an address."""
    return path.strip("/").split("/")[0] or "page"


def drawn(bench: Bench) -> tuple[Figure, Figure]:
    """Time until drawn, against both."""
    seconds = opened(bench).seconds
    trame, empty, embedded = (seconds[name] for name in (TRAME, EMPTY, EMBEDDED))
    sooner = median(embedded) / median(trame)
    later = median(trame) - median(empty)
    what = "time until the department is drawn"
    return (
        Figure(
            name="time",
            what=what,
            measured=f"{median(trame):.2f} s",
            against=f"{median(embedded):.2f} s with 10,000 parcels embedded",
            ratio=f"{sooner:.1f} × sooner",
            target=f"≥ {_SOONER:.0f} × sooner",
            met=sooner >= _SOONER,
            note=f"Trame {spread(trame, 's')}, embedded {spread(embedded, 's')}.",
            values={"trame_s": trame, "embedded_s": embedded, "ratio": sooner},
        ),
        Figure(
            name="time",
            what=what,
            measured=f"{median(trame):.2f} s",
            against=f"{median(empty):.2f} s almost empty map",
            ratio=f"{later:+.2f} s",
            target=f"≤ +{_LATER_S:.0f} s",
            met=later <= _LATER_S,
            note=f"almost empty {spread(empty, 's')}.",
            values={"trame_s": trame, "empty_s": empty, "later_s": later},
        ),
    )
