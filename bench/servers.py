"""Applications served by child processes, each ended with the block that uses it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.settings import ROOT

HOST = "127.0.0.1"
_START_S = 60.0
_STOP_S = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """An application that answers.

    Attributes
    ----------
    port
        On this machine.
    pid
        Of its process.
    start_s
        From its launch to its first answer.
    """

    port: int
    pid: int
    start_s: float

    @property
    def url(self) -> str:
        """Address of its first page."""
        return f"http://{HOST}:{self.port}/"


class ServerError(Exception):
    """An application did not start."""


@contextmanager
def application(config: Path) -> Iterator[Server]:
    """Serve Trame for an installation, as ``trame serve`` does."""
    command = [sys.executable, "-c", "from cli.main import main; main()", "serve", "--port"]
    with _served(command, ROOT, {"TRAME_CONFIG": str(config)}) as server:
        yield server


@contextmanager
def page(folder: Path) -> Iterator[Server]:
    """Serve ``peer:app`` of a folder, by the same server as Trame."""
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "peer:app",
        "--log-level=warning",
        "--no-access-log",
        "--port",
    ]
    with _served(command, folder, {}) as server:
        yield server


@contextmanager
def _served(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    port = _free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, str(port)], cwd=folder, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, port, begun)
        yield Server(port, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, begun: float) -> None:
    while time.perf_counter() - begun < _START_S:
        if process.poll() is not None:
            raise ServerError(f"The server on port {port} ended with status {process.returncode}.")
        if _answers(port):
            return
        time.sleep(0.05)
    raise ServerError(f"The server on port {port} did not answer within {_START_S:.0f} s.")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
