"""Work of the page that takes long: begun by a button, told by a bar, stopped by another button.

It is done in a thread of its own, so that the button Stop is heard whatever the work is about; the page waits for it.
"""

import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core.errors import TrameError
from core.languages import _
from core.progress import Progress, StoppedError

_JOB, _RESULTS = "publish_job", "publish_results"
_TICK_S = 0.2

Job = Callable[[Progress], Any]
"""Told how to report progress, it returns what is kept for its part of the page."""


@dataclass(frozen=True)
class Result:
    """What came of the last work of a part: something, or the sentence that says why not; and what it was made of."""

    key: Any
    value: Any = None
    fault: str | None = None


@dataclass
class _Told:
    """What passes between the work and the page that waits for it."""

    share: float = 0.0
    sentence: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    fault: BaseException | None = None

    def progress(self, share: float, sentence: str) -> None:
        if self.stop.is_set():
            raise StoppedError
        self.share, self.sentence = min(1.0, max(0.0, share)), sentence


def ask(part: str, key: Any, job: Job) -> None:
    """Note work to be done; the page runs again as a whole and does it.

    Parameters
    ----------
    part
        Of the page.
    key
        Everything that the result depends on: where another is asked for, the result is no longer shown.
    job
        The work.
    """
    results().pop(part, None)
    st.session_state[_JOB] = (part, key, job)


def results() -> dict[str, Result]:
    """What came of the last work of each part."""
    found: dict[str, Result] = st.session_state.setdefault(_RESULTS, {})
    return found


def result(part: str, key: Any) -> Result | None:
    """What came of the work that was asked of a part; None where that was about something else."""
    found = results().get(part)
    return found if found is not None and found.key == key else None


def waiting() -> bool:
    """Whether work was asked for and not begun."""
    return _JOB in st.session_state


def run() -> None:
    """Do the work that was asked for, under a bar; leaving the page or the button Stop ends it, and leaves nothing."""
    part, key, job = st.session_state.pop(_JOB)
    with st.container(key="publish_work", horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=_("Work begins…"))
        st.button(
            _("Stop"),
            on_click=_stopped,
            args=(part, key),
            key="publish_stop",
            help=_("Nothing is kept of it."),
        )
    told = _Told()
    thread = threading.Thread(target=copy_context().run, args=(_do, job, told), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            bar.progress(told.share, text=told.sentence or _("Work begins…"))
            thread.join(_TICK_S)
    finally:
        # Streamlit ends this run at the line above where a button is pressed or the reader leaves.
        told.stop.set()
    if told.fault is not None and not isinstance(told.fault, TrameError):
        raise told.fault
    sentence = None if told.fault is None else str(told.fault)
    results()[part] = Result(key, told.value, sentence)
    st.rerun()


def _do(job: Job, told: _Told) -> None:
    try:
        told.value = job(told.progress)
    except BaseException as fault:  # noqa: BLE001 - raised again, or told, where it is waited for
        told.fault = fault


def _stopped(part: str, key: Any) -> None:
    results()[part] = Result(key, fault=str(StoppedError()))
