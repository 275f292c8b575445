"""Parts made by several processes, as many at once as there are cores to spare."""

import queue
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass, field

from core.errors import TrameError
from core.formats import number
from core.languages import N_, _, plural
from core.progress import Progress
from exports.atlas import processes
from exports.atlas.messages import Job, Opened, Part
from exports.atlas.processes import Process
from exports.atlas.request import Subject

_WAIT_S = 0.3
"""How long to wait before the person is asked again whether to stop."""
_MOST_S = 180.0
"""A part that takes longer is given up: the process that makes it is ended."""
_SHARE = 0.94
"""Of the whole work; what is left is binding."""


class NotStartedError(TrameError):
    """A process that makes parts could not open the installation."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Produced:
    """Parts in the order of their subjects, and the keys of the worlds that they were made from."""

    parts: tuple[Part, ...]
    worlds: frozenset[tuple[str, ...]]


@dataclass
class _Shared:
    """What the threads that talk to the processes share."""

    tasks: deque[tuple[int, Subject]]
    answers: "queue.Queue[tuple[int, Part] | Opened | Exception]" = field(default_factory=queue.Queue)
    stopped: threading.Event = field(default_factory=threading.Event)
    running: dict[Process, float | None] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def produce(subjects: Sequence[Subject], job: Job, count: int, progress: Progress) -> Produced:
    """Make a part of each subject.

    Parameters
    ----------
    subjects
        n ≥ 1 of them.
    job
        What is to be done.
    count
        Of processes at most; never more than there are subjects.
    progress
        Told several times a second; it may stop the work, which then leaves no process behind.

    Raises
    ------
    NotStartedError
        A process could not open the installation.
    StoppedError
        The person stopped the work.
    """
    shared = _Shared(deque(enumerate(subjects)))
    threads = [
        # Each speaks the language of whoever asks.
        threading.Thread(target=copy_context().run, args=(_answered, shared, job), daemon=True)
        for _place in range(max(1, min(count, len(subjects))))
    ]
    try:
        for thread in threads:
            thread.start()
        return _gathered(subjects, shared, progress)
    finally:
        shared.stopped.set()
        with shared.lock:
            for process in shared.running:
                process.kill()
        for thread in threads:
            thread.join()


def _gathered(subjects: Sequence[Subject], shared: _Shared, progress: Progress) -> Produced:
    found: dict[int, Part] = {}
    worlds: set[tuple[str, ...]] = set()
    name = subjects[0].name
    while len(found) < len(subjects):
        progress(_SHARE * len(found) / len(subjects), _told(len(found), len(subjects), name))
        _give_up_what_takes_too_long(shared)
        try:
            answer = shared.answers.get(timeout=_WAIT_S)
        except queue.Empty:
            continue
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Opened):
            if answer.world is None:
                raise NotStartedError(answer.sentence or "")
            worlds.add(answer.world)
        else:
            place, part = answer
            found[place], name = part, subjects[place].name
    return Produced(tuple(found[place] for place in range(len(subjects))), frozenset(worlds))


def _told(done: int, count: int, name: str) -> str:
    words = plural(
        done, N_("{done} page of {count} made: {name}"), N_("{done} pages of {count} made: {name}")
    )
    if done == 0:
        words = _("The pages of the atlas are being made…")
    return words.format(done=number(done), count=number(count), name=name)


def _give_up_what_takes_too_long(shared: _Shared) -> None:
    now = time.monotonic()
    with shared.lock:
        for process, begun in shared.running.items():
            if begun is not None and now - begun > _MOST_S:
                process.kill()


def _answered(shared: _Shared, job: Job) -> None:
    """Serve, and hand whatever goes wrong in doing so to whoever waits: a silent thread would be waited for."""
    try:
        _serve(shared, job)
    except Exception as fault:  # noqa: BLE001 - raised again by whoever waits
        shared.answers.put(fault)


def _serve(shared: _Shared, job: Job) -> None:
    """Hand subjects to a process and take its parts; one that dies takes only its own part with it."""
    process: Process | None = None
    while not shared.stopped.is_set():
        try:
            place, subject = shared.tasks.popleft()
        except IndexError:
            break
        process = process or _begun(shared, job)
        if process is None:
            return
        part = _asked(shared, process, subject)
        if part is None:
            _released(shared, process, keep=False)
            process = None
            words = _("The process that made it ended before it was done: memory or time did not suffice.")
            part = Part(None, words)
        shared.answers.put((place, part))
    if process is not None:
        _released(shared, process, keep=not shared.stopped.is_set())


def _begun(shared: _Shared, job: Job) -> Process | None:
    """Take a process and wait until it has opened the installation; None where it did not."""
    process = processes.taken()
    with shared.lock:
        shared.running[process] = None
    if shared.stopped.is_set():
        process.kill()
    opened = processes.asked(process, job)
    if not isinstance(opened, Opened):
        words = _("A process that makes the pages ended before it began: see the log of the program.")
        opened = Opened(None, words)
    shared.answers.put(opened)
    if opened.world is None:
        _released(shared, process, keep=False)
        return None
    return process


def _asked(shared: _Shared, process: Process, subject: Subject) -> Part | None:
    with shared.lock:
        shared.running[process] = time.monotonic()
    part = processes.asked(process, subject)
    with shared.lock:
        shared.running[process] = None
    return part if isinstance(part, Part) else None


def _released(shared: _Shared, process: Process, *, keep: bool) -> None:
    """Give a process back for the next atlas, or end it: one that was stopped is in the middle of a part."""
    with shared.lock:
        shared.running.pop(process, None)
    if keep:
        processes.given_back(process)
    else:
        processes.ended(process)
