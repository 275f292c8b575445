"""Work of the check that takes long: begun by a button, told by a bar, stopped by another button.

It runs in the whole page, never in a fragment: a button of a fragment is heard once the fragment has ended.
"""

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import TrameError
from core.languages import _
from core.progress import Progress
from views.check import state as check_state
from views.check.state import Job

T = TypeVar("T")

_JOB = "check_job"
_TICK_S = 0.2


def ask(job: Job) -> None:
    """Note work to be done; the page runs again as a whole and does it."""
    st.session_state[_JOB] = job
    check_state.change(fault=None, done=None)


def waiting() -> bool:
    """Whether work was asked for and not begun."""
    return _JOB in st.session_state


def strip() -> DeltaGenerator:
    """Make room for the bar, where the verdict will stand."""
    return st.container(key="check_work", horizontal=True, vertical_alignment="center")


def run(place: DeltaGenerator) -> None:
    """Do the work that was asked for, under a bar; leaving the page or the button Stop ends it, and changes nothing."""
    job: Job = st.session_state.pop(_JOB)
    with place:
        bar = st.progress(0.0, text=_("Reading…"))
        st.button(
            _("Stop"), on_click=_stopped, key="check_stop", help=_("Nothing is changed before the end.")
        )

    def advance(share: float, sentence: str) -> None:
        bar.progress(min(1.0, max(0.0, share)), text=sentence)

    try:
        check_state.change(**job(advance))
    except TrameError as error:
        check_state.change(fault=str(error))
    st.rerun()


def _stopped() -> None:
    check_state.change(done=None, fault=_("Stopped: nothing was changed."))


def in_background(
    work: Callable[[], T], progress: Progress, sentence: str, between: tuple[float, float]
) -> T:
    """Wait for something that tells no progress, and let the page be stopped meanwhile.

    Parameters
    ----------
    work
        Done in a thread of its own; where the page is stopped it ends by its own limits.
    progress, sentence
        Told while it lasts.
    between
        Shares of the bar: it moves from the first towards the second.
    """
    answer: list[T] = []
    faults: list[BaseException] = []

    def working() -> None:
        try:
            answer.append(work())
        except BaseException as fault:  # noqa: BLE001 - raised again where it is waited for
            faults.append(fault)

    thread = threading.Thread(target=copy_context().run, args=(working,), daemon=True)
    thread.start()
    share, last = between
    while thread.is_alive():
        progress(share, sentence)
        share += (last - share) * 0.06
        thread.join(_TICK_S)
    if faults:
        raise faults[0]
    return answer[0]


def nothing(**changes: Any) -> dict[str, Any]:
    """Changes of a state in which nothing is read nor checked yet."""
    empty = {"source": None, "contents": None, "submissions": (), "reports": (), "shown": None, "earlier": ()}
    return {**empty, "chosen": None, "preferred": 0, "previewed": (), **changes}
