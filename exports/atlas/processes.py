"""Processes that make parts: started when they are asked for, and kept a while for the next atlas.

A process needs two seconds to begin, as long as thirty pages take. On a server, where one atlas follows the other, it
is worth keeping; where none comes it ends by itself, as it does with the program that started it.
"""

import atexit
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from core.settings import ROOT
from exports.atlas.messages import receive, send

Process = subprocess.Popen[bytes]

WORKER = "exports.atlas.worker"
_MOST_KEPT = 2
_KEPT_S = 120.0

_idle: list[Process] = []
_lock = threading.Lock()
_timer: threading.Timer | None = None


def taken() -> Process:
    """Give a process that waits for a job: one that was kept, or a new one."""
    with _lock:
        while _idle:
            process = _idle.pop()
            if process.poll() is None:
                return process
            _closed(process)
    return subprocess.Popen(
        [sys.executable, "-m", WORKER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def asked(process: Process, message: object) -> Any:
    """Send a message to a process and wait for its answer; None where it has ended."""
    if process.stdin is None or process.stdout is None:
        raise ValueError(process)
    try:
        send(process.stdin, message)
        return receive(process.stdout)
    except (EOFError, OSError):
        process.kill()
        return None


def given_back(process: Process) -> None:
    """Keep a process that waits for a job, for a while; one too many, or one that has ended, is done with."""
    global _timer
    with _lock:
        if process.poll() is None and len(_idle) < _MOST_KEPT:
            _idle.append(process)
            if _timer is not None:
                _timer.cancel()
            _timer = threading.Timer(_KEPT_S, end_kept)
            _timer.daemon = True
            _timer.start()
            return
    ended(process)


def end_kept() -> None:
    """End the processes that are kept."""
    with _lock:
        found, _idle[:] = list(_idle), []
    for process in found:
        ended(process)


def ended(process: Process) -> None:
    """Let a process end: at once, whatever it is doing."""
    process.kill()
    _closed(process)


def _closed(process: Process) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
    process.wait()


atexit.register(end_kept)
