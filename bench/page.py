"""The department's map in Chromium, against an almost empty folium map and one that embeds 10,000 parcels."""

from dataclasses import dataclass

from bench import peers, servers, visits
from bench.bench import Bench, chromium
from bench.figure import Figure, median, spread
from bench.visits import PATHS_DRAWN, TRAME_DRAWN, Visit
from layers.registry import LAYERS

_FEWER = 20.0
_SOONER = 3.0
_LATER_S = 1.0
_KB = 1_000
_ALL_ON = "?couches=" + ",".join(LAYERS)


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits of the three pages, in turn.

    Attributes
    ----------
    trame
        The department, every layer on, demonstration data.
    empty
        An almost empty map in streamlit-folium: Streamlit's own front end.
    embedded
        A map in streamlit-folium that embeds 10,000 parcels.
    """

    trame: list[Visit]
    empty: list[Visit]
    embedded: list[Visit]


_visits: dict[Bench, Visits] = {}


def opened(bench: Bench) -> Visits:
    """Visits of this run: both figures are told from the same ones."""
    if bench not in _visits:
        _visits[bench] = _opened(bench, bench.times(5, 2))
    return _visits[bench]


def _opened(bench: Bench, times: int) -> Visits:
    """Open the three pages in turn, after one visit of each that does not count (the servers load their modules)."""
    found = Visits([], [], [])
    folder = peers.written(bench.folder / "peer", bench.shapefile)
    with (
        servers.application(bench.demonstration) as trame,
        servers.page(folder) as peer,
        chromium() as browser,
    ):
        for number in range(times + 1):
            for visited, url, drawn in (
                (found.trame, trame.url + _ALL_ON, TRAME_DRAWN),
                (found.empty, peer.url + "?page=empty", PATHS_DRAWN),
                (found.embedded, peer.url + "?page=parcels", PATHS_DRAWN),
            ):
                servers.wait_at_rest(trame, peer)
                visit = visits.visit(browser, url, drawn)
                if number:
                    visited.append(visit)
    return found


def received(bench: Bench) -> Figure:
    """Bytes beyond Streamlit's own front end, which is what an almost empty map receives."""
    found = opened(bench)
    floor = median([sum(visit.until_drawn.values()) for visit in found.empty])
    trame, embedded = (
        median([sum(visit.until_drawn.values()) for visit in part]) - floor
        for part in (found.trame, found.embedded)
    )
    at_rest = [
        median([sum(visit.until_rest.values()) for visit in part]) - floor
        for part in (found.trame, found.embedded)
    ]
    last = found.trame[-1].until_drawn
    kinds = ", ".join(f"{kind} {size / _KB:,.0f}" for kind, size in sorted(last.items()))
    rest = f"{at_rest[0] / _KB:,.0f} against {at_rest[1] / _KB:,.0f} kB"
    return Figure(
        name="bytes",
        what="bytes until the department is drawn, all layers",
        measured=f"{trame / _KB:,.0f} kB",
        against=f"{embedded / _KB:,.0f} kB with 10,000 parcels embedded",
        ratio=f"{embedded / trame:.1f} × fewer",
        target=f"≥ {_FEWER:.0f} × fewer",
        met=embedded / trame >= _FEWER,
        note=(
            f"beyond the {floor / _KB:,.0f} kB of an almost empty map; once at rest, {rest}. "
            f"In all, kB: {kinds}."
        ),
        values={
            name: [{"drawn": visit.until_drawn, "rest": visit.until_rest} for visit in part]
            for name, part in (("trame", found.trame), ("empty", found.empty), ("embedded", found.embedded))
        },
    )


def drawn(bench: Bench) -> tuple[Figure, Figure]:
    """Time until drawn, against both."""
    found = opened(bench)
    trame, empty, embedded = (
        [visit.seconds for visit in part] for part in (found.trame, found.empty, found.embedded)
    )
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
