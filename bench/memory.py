"""Memory of the application's process after twenty readers opened the map."""

import psutil

from bench import addresses, servers, visits
from bench.bench import Bench, chromium
from bench.figure import Figure
from bench.visits import TRAME_DRAWN
from layers.registry import LAYERS

SESSIONS = 20
_MOST_MB = 700.0
_MB = 1_000_000


def measure(bench: Bench) -> Figure:
    """Open the map twenty times and keep it open: half of the readers see the department, half see parcels."""
    layers = ",".join(LAYERS)
    places = addresses.points(bench.world, SESSIONS)
    with servers.application(bench.large) as server, chromium() as browser:
        process = psutil.Process(server.pid)
        used = [process.memory_info().rss / _MB]
        for number, (lon, lat) in enumerate(places):
            close_up = f"&centre={lat:.5f},{lon:.5f}&zoom=16" if number % 2 else ""
            context = browser.new_context(viewport=visits.VIEW, locale="fr-FR")
            visits.opened(context, f"{server.url}?couches={layers}{close_up}", TRAME_DRAWN)
            used.append(process.memory_info().rss / _MB)
    return Figure(
        name="memory",
        what=f"memory after {SESSIONS} sessions opened the map",
        measured=f"{used[-1]:,.0f} MB",
        target=f"≤ {_MOST_MB:,.0f} MB",
        met=used[-1] <= _MOST_MB,
        note=(
            f"{used[0]:,.0f} MB once started with 150,000 parcels, {used[1]:,.0f} MB after the first session, "
            f"then {(used[-1] - used[1]) / (SESSIONS - 1):.1f} MB a session; all stay open."
        ),
        values={"rss_mb": used},
    )
