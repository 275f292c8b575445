"""How long work tells where it stands, and learns that it should stop."""

from collections.abc import Callable

from core.errors import TrameError
from core.languages import _

Progress = Callable[[float, str], None]
"""Called with a share in [0, 1] and a sentence.

It raises :class:`StoppedError` to end the work, which then leaves nothing.
"""


class StoppedError(TrameError):
    """The person stopped the work; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("Stopped: nothing was changed."))


def silent(share: float, sentence: str) -> None:
    """Report nothing."""
