"""How the parts of a long work tell their share of the whole."""

from collections.abc import Callable

Writing = Callable[[float], None]
"""Told the share in [0, 1] that is written; it may raise to stop the work."""


def part(writing: Writing, place: int, count: int) -> Writing:
    """Give what one part of several tells its own share to.

    Parameters
    ----------
    writing
        Told the share of the whole.
    place, count
        Which part it is, the first being 0, of how many.

    Examples
    --------
    >>> part(print, 1, 4)(0.5)
    0.375
    """

    def told(share: float) -> None:
        writing((place + share) / count)

    return told
