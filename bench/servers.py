"""Applications served by child processes, each ended with the block that uses it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from core.settings import ROOT

HOST = "127.0.0.1"
_START_S = 60.0
_STOP_S = 10.0
_REST_S = 0.3
_REST_TRIES = 40
_REST_PERCENT = 15.0


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

    def __init__(self, port: int, told: str) -> None:
        self.port = port
        self.told = told
        super().__init__(f"The application on port {port} did not start:\n{told[-2_000:]}")


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


def wait_at_rest(*served: Server) -> None:
    """Wait until applications have nothing left to do, so that one measure does not weigh on the next."""
    processes = [psutil.Process(server.pid) for server in served]
    for _number in range(_REST_TRIES):
        for process in processes:
            process.cpu_percent()
        time.sleep(_REST_S)
        if all(process.cpu_percent() < _REST_PERCENT for process in processes):
            return


@contextmanager
def _served(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    port = _free_port()
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [*command, str(port)], cwd=folder, env={**os.environ, **environment}, stdout=told, stderr=told
        )
        try:
            if not _answered(process, port, begun):
                told.seek(0)
                raise ServerError(port, told.read().decode("utf-8", "replace"))
            yield Server(port, process.pid, time.perf_counter() - begun)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
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


def _answered(process: subprocess.Popen[bytes], port: int, begun: float) -> bool:
    """Wait for the first answer; False when the process ended, or took too long."""
    while time.perf_counter() - begun < _START_S and process.poll() is None:
        if _answers(port):
            return True
        time.sleep(0.05)
    return False


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
