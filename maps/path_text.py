"""Thousands of outlines as the text of one SVG path: the digits of all points are looked up at once."""

import numpy as np
import numpy.typing as npt

_MICROMETRES = 1_000
_MOST = 10_000 * _MICROMETRES
"""Lengths beyond have no place in four digits of millimetres; no paper is that large."""


def _words(texts: list[str]) -> npt.NDArray[np.uint32]:
    """Texts of at most four letters, each as one number: four bytes in their order, the rest of them nothing."""
    return np.array([text.encode("ascii") for text in texts], dtype="S4").view(np.uint32)


_WHOLE = _words([str(number) for number in range(10_000)])
_FRACTION = _words([f".{number:03d}".rstrip("0").rstrip(".") for number in range(1_000)])
_BEFORE_X = _words(["L", "L-", "M", "M-", "ZM", "ZM-", "\nM", "\nM-", "Z\nM", "Z\nM-"])
"""By whether a line begins, after a ring, for another shape; then by the sign."""
_BEFORE_Y = _words([" ", " -"])


def subpaths(
    points: npt.NDArray[np.float64],
    line: npt.NDArray[np.intp],
    closed: npt.NDArray[np.bool_],
    shape: npt.NDArray[np.intp] | None = None,
) -> str:
    """Write lines as subpaths, to the micrometre.

    Parameters
    ----------
    points
        n points in millimetres, shape (n, 2).
    line
        For each, which line it belongs to; those of one line stand together.
    closed
        For each line, whether it ends where it begins: its last point is then not written again.
    shape
        For each line, which shape it belongs to: those of each are written on a row of their own. None: on one row.

    Examples
    --------
    >>> ring = np.array([[0, 0], [10.5, 0], [-2, 3.0004], [0, 0]])
    >>> subpaths(ring, np.zeros(4, dtype=int), np.array([True]))
    'M0 0L10.5 0L-2 3Z'
    """
    if not len(points):
        return ""
    units = np.rint(points * _MICROMETRES).clip(1 - _MOST, _MOST - 1).astype(np.int32)
    first = np.r_[True, line[1:] != line[:-1]]
    last = np.r_[first[1:], True]
    ends = closed[line]
    # A point where the one before stands already shows nothing; a line keeps its beginning and its end.
    same = np.r_[False, (units[1:] == units[:-1]).all(axis=1)] & ~first & ~last
    kept = ~same & ~(last & ends & ~first)
    begins, ends = first[kept], ends[kept]
    after_ring = begins & np.r_[False, ends[:-1]]
    command = 2 * (begins.astype(np.intp) + after_ring)
    if shape is not None:
        owner = shape[line[kept]]
        command += 4 * np.r_[False, owner[1:] != owner[:-1]].astype(np.intp)
    text = _text(units[kept], command)
    return f"{text}Z" if ends[-1] else text


def _text(units: npt.NDArray[np.int32], command: npt.NDArray[np.intp]) -> str:
    """Letters of all points: six words of four bytes each, of which the unused bytes are dropped at the end."""
    below = units < 0
    whole, fraction = np.divmod(np.abs(units), np.int32(_MICROMETRES))
    letters = np.empty((len(units), 6), dtype=np.uint32)
    letters[:, 0] = _BEFORE_X[command + below[:, 0]]
    letters[:, 3] = _BEFORE_Y[below[:, 1].astype(np.intp)]
    for axis, place in ((0, 1), (1, 4)):
        letters[:, place] = _WHOLE[whole[:, axis]]
        letters[:, place + 1] = _FRACTION[fraction[:, axis]]
    return letters.tobytes().translate(None, b"\0").decode("ascii")
