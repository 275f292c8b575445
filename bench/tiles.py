"""Tiles of 150,000 parcels over HTTP: made for the first reader, and given again to many."""

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

import psutil

from bench import addresses
from bench.bench import Bench
from bench.figure import Figure, median, percentile
from bench.servers import HOST, Server, application
from core.settings import ROOT

_ZOOMS = (15, 16, 17)
_COLD_MS = 50.0
_PER_SECOND = 1_500.0
_CONNECTIONS = 8
_HEADERS = {"Accept-Encoding": "gzip"}


def measure_cold(bench: Bench) -> Figure:
    """Ask distinct tiles one by one; the worst zoom counts."""
    count = bench.times(120, 40)
    with application(bench.large) as server:
        times = {z: _asked(server, addresses.tiles(bench.world, z, count)) for z in _ZOOMS}
    last = {z: percentile(found, 95) for z, found in times.items()}
    worst = max(last.values())
    told = ", ".join(
        f"zoom {z}: {last[z]:.1f} (median {median(times[z]):.1f}, {len(times[z])} tiles)" for z in _ZOOMS
    )
    return Figure(
        name="cold",
        what="a cold tile, zoom 15 to 17, p95",
        measured=f"{worst:.1f} ms",
        target=f"≤ {_COLD_MS:.0f} ms",
        met=worst <= _COLD_MS,
        note=f"worst zoom counts; ms at {told}.",
        values={f"zoom_{z}_ms": found for z, found in times.items()},
    )


def _asked(server: Server, paths: list[str]) -> list[float]:
    """Milliseconds of each answer, over one connection that is kept."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    found = []
    for path in paths:
        begun = time.perf_counter()
        connection.request("GET", path, headers=_HEADERS)
        answer = connection.getresponse()
        body = answer.read()
        found.append((time.perf_counter() - begun) * 1_000)
        if answer.status != 200 or not body:
            raise ValueError(f"{path}: {answer.status}")
    connection.close()
    return found


def measure_warm(bench: Bench) -> Figure:
    """Ask tiles that are kept already, over eight connections from another process."""
    paths = addresses.tiles(bench.world, 16, 64)
    listed = bench.folder / "warm.txt"
    listed.write_text("\n".join(paths), encoding="ascii")
    rates, server_share, client_share = [], [], []
    with application(bench.large) as server:
        _asked(server, paths)
        process = psutil.Process(server.pid)
        for _number in range(bench.times(3, 1)):
            before = _cpu_s(process)
            told = _load(server, listed, seconds=bench.times(4, 2))
            rates.append(told["requests"] / told["seconds"])
            server_share.append((_cpu_s(process) - before) / told["seconds"])
            client_share.append(told["cpu_s"] / told["seconds"])
    rate, size = median(rates), told["bytes"] / told["requests"]
    return Figure(
        name="warm",
        what="warm tiles over 8 connections",
        measured=f"{rate:,.0f} per s",
        target=f"≥ {_PER_SECOND:,.0f} per s",
        met=rate >= _PER_SECOND,
        note=(
            f"runs {', '.join(f'{value:,.0f}' for value in rates)}; {size / 1_000:.1f} kB each; "
            f"the server used {median(server_share):.0%} of a core, its client {median(client_share):.0%} of another."
        ),
        values={"per_s": rates, "server_cores": server_share, "client_cores": client_share},
    )


def _cpu_s(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


def _load(server: Server, listed: Path, *, seconds: int) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "bench.load",
        str(server.port),
        str(listed),
        str(_CONNECTIONS),
        str(seconds),
    ]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=seconds + 30)
    told: dict[str, float] = json.loads(done.stdout)
    return told
