"""Work on a file from outside in a child process: bounded time and memory, and an answer or the reason for none."""

import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from core import child_process

_TICK_SECONDS = 0.05
_MEGABYTE = 1_000_000


class Ending(StrEnum):
    """Why a child left no answer."""

    TIME = "time"
    MEMORY = "memory"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """What a child has to do.

    Attributes
    ----------
    script
        A file that has ``main(request, bound)`` (see :mod:`core.child_process`); it stands alone.
    folder
        Where the child works: the only one that it knows.
    environment
        Variables of the child; nothing of this process is handed on.
    seconds, memory_megabytes, max_written_megabytes
        What it may cost.
    """

    script: Path
    folder: Path
    environment: Mapping[str, str]
    seconds: int
    memory_megabytes: int
    max_written_megabytes: int


def run(
    job: Job, request: Mapping[str, Any], tick: Callable[[], None]
) -> tuple[dict[str, Any] | None, Ending | None]:
    """Run a child to its end.

    Parameters
    ----------
    job
        What it has to do.
    request
        Plain JSON values, handed to its ``main``.
    tick
        Called while it works; what it raises ends the child and goes on.

    Returns
    -------
    Its answer and None, or None and why there is no answer.
    """
    file = job.folder / child_process.ANSWER
    # What an earlier child answered is not the answer of this one, should it end without any.
    file.unlink(missing_ok=True)
    bounds = {name: getattr(job, name) for name in ("seconds", "memory_megabytes", "max_written_megabytes")}
    child = subprocess.Popen(
        [
            sys.executable,
            "-I",
            child_process.__file__,
            str(job.script),
            json.dumps(bounds),
            json.dumps(dict(request)),
        ],
        cwd=job.folder,
        env=dict(job.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        status, most_bytes = _wait(child, job.seconds, tick)
    finally:
        child.kill()
        child.wait()
    if status is None:
        return None, Ending.TIME
    answer = _answer(file)
    return (None, _ending(job, status, most_bytes)) if answer is None else (answer, None)


def _wait(child: "subprocess.Popen[bytes]", seconds: int, tick: Callable[[], None]) -> tuple[int | None, int]:
    """Wait for the end of a child; gives its exit status, None for one that is late, and its most address space."""
    end = time.monotonic() + seconds
    most_bytes = 0
    while True:
        try:
            return child.wait(_TICK_SECONDS), most_bytes
        except subprocess.TimeoutExpired:
            if time.monotonic() > end:
                return None, most_bytes
        most_bytes = max(most_bytes, _address_space(child.pid))
        tick()


def _address_space(pid: int) -> int:
    """Bytes of address space of a process; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _answer(file: Path) -> dict[str, Any] | None:
    """Read what the child left; None where it left nothing whole."""
    try:
        answer: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return answer


def _ending(job: Job, status: int, most_bytes: int) -> Ending:
    """Say why a child ended without an answer, by its exit status."""
    if status == -signal.SIGXCPU:
        return Ending.TIME
    # No memory ends in an abort of C++, in the system's own killing, or in any fault of a library short of it.
    short = most_bytes > 0.8 * job.memory_megabytes * _MEGABYTE
    return Ending.MEMORY if status in (-signal.SIGABRT, -signal.SIGKILL) or short else Ending.FAILED
