"""The child's side of :mod:`core.child`: loads one script, hands it the request, and leaves its answer.

Run as a script, isolated, with a folder of its own as its working directory. It stands alone: nothing of the program
is imported. The script has ``main(request, bound)``; it imports what it needs, calls ``bound()``, which sets the limits
and tells how much address space was taken, and gives a JSON document.
"""

import contextlib
import ctypes
import importlib.util
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

ANSWER = "answer.json"
MEGABYTE = 1_000_000
_PR_SET_PDEATHSIG = 1


def main(script: str, bounds: dict[str, int], request: dict[str, Any]) -> dict[str, Any]:
    """Let a script answer a request within limits."""
    found = importlib.util.spec_from_file_location("job", script)
    if found is None or found.loader is None:
        raise ImportError(script)
    job = importlib.util.module_from_spec(found)
    found.loader.exec_module(job)

    def bound() -> Taken:
        taken = Taken(bounds["memory_megabytes"])
        _limit(bounds, taken.before)
        return taken

    try:
        answer: dict[str, Any] = job.main(request, bound)
    except MemoryError:
        return {"error": "memory", "detail": "", "found": []}
    return answer


class Taken:
    """Address space that was taken before the limits were set, and what was taken since."""

    def __init__(self, allowed_megabytes: int) -> None:
        self.before = _peak_bytes()
        self._allowed = allowed_megabytes * MEGABYTE

    def much(self) -> bool:
        """Whether so much memory was taken that it is why reading failed: libraries then call the file unreadable."""
        return _peak_bytes() - self.before > self._allowed / 4


def _peak_bytes() -> int:
    """Tell the most address space that this process has had so far; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmPeak")), 0)


def _limit(bounds: dict[str, int], already: int) -> None:
    """Bound what this process may use beside the libraries, and let it die with its parent."""
    memory = already + bounds["memory_megabytes"] * MEGABYTE
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, bounds["seconds"]),
        (resource.RLIMIT_FSIZE, bounds["max_written_megabytes"] * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (wanted, wanted))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    with contextlib.suppress(OSError):
        answered = main(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))
        Path(ANSWER).write_text(json.dumps(answered, ensure_ascii=False), encoding="utf-8")
