"""The application starts in both ways that the README names, and answers."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.settings import ROOT

PATIENCE_S = 120


@contextmanager
def started(command: Sequence[str], config: Path) -> Iterator[None]:
    """Run a command that serves, with all that it starts, until the block ends."""
    with (config.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "TRAME_CONFIG": str(config)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def answer(url: str, log: Path) -> bytes:
    """What an address answers, once it does."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=10) as found:
                content: bytes = found.read()
                return content
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def health(port: int, config: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        answer(f"http://127.0.0.1:{port}/health", config.parent / "server.log")
    )
    return found


def test_make_run_fills_an_empty_library_and_serves(empty_config: Path, port: int) -> None:
    with started(["make", "run", f"PORT={port}"], empty_config):
        found = health(port, empty_config)
        assert found["status"] == "ok"
        assert all(found["layers"].values())
        assert found["programme"] >= 1
        page = answer(f"http://127.0.0.1:{port}/", empty_config.parent / "server.log")
        assert b"<title>" in page
    assert "Traceback" not in (empty_config.parent / "server.log").read_text(encoding="utf-8")


def test_streamlit_run_serves_the_same(demo_copy: Path, port: int) -> None:
    command = [ROOT / ".venv/bin/streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    options = ["--server.address", "127.0.0.1", "--server.headless", "true"]
    with started([*map(str, command), *options], demo_copy):
        assert all(health(port, demo_copy)["layers"].values())
