"""How wide texts are in the typeface of paper, and where their lines break."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maps.fonts import drawable
from maps.sheet.lettering import width_mm

REGULAR, STRONG = 400, 600
CAPITAL = 0.7275
"""Height of a capital letter, in sizes."""
_KEPT_APART = 1.005
"""Viewers round each letter to their own grid: a line is held to be that much longer than it is."""
ELLIPSIS = "…"
_WORD = re.compile(r"[^ \t\n]*?(?<=\w)-(?=\w)|[^ \t\n]+[ \t]*|[ \t]+")
"""A word with the spaces after it; a compound one may be broken after its hyphens."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that was fitted into a width.

    Attributes
    ----------
    lines
        None is wider than was asked.
    size_mm
        Of its letters.
    whole
        False: its end was left out.
    """

    lines: tuple[str, ...]
    size_mm: float
    whole: bool = True


def width(text: str, size_mm: float, weight: int = REGULAR) -> float:
    """Width of a line in millimetres, a little more than it is."""
    return _KEPT_APART * width_mm(text, size_mm, weight)


def wrapped(text: str, room_mm: float, size_mm: float, weight: int = REGULAR) -> tuple[str, ...]:
    """Break a text into lines no wider than a width: at its own line ends and spaces, in a word where it must.

    Parameters
    ----------
    text
        Of one or several paragraphs; letters that the typeface lacks are replaced.
    room_mm
        Width of a line.
    size_mm, weight
        Of the letters.

    Examples
    --------
    >>> wrapped("un deux trois", 12, 3)
    ('un deux', 'trois')
    """
    lines: list[str] = []
    for paragraph in drawable(text).strip().split("\n"):
        line = ""
        for word in _WORD.findall(paragraph.lstrip()):
            wanted = line + word
            if width(wanted.rstrip(), size_mm, weight) <= room_mm:
                line = wanted
                continue
            if line:
                lines.append(line.rstrip())
            *whole, line = _broken(word, room_mm, size_mm, weight)
            lines.extend(whole)
        lines.append(line.rstrip())
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _broken(word: str, room_mm: float, size_mm: float, weight: int) -> list[str]:
    """Parts of a word that is wider than the line; the word itself where it is not."""
    parts, part = [], ""
    for letter in word:
        if part and letter != " " and width(part + letter, size_mm, weight) > room_mm:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]


def _tears(text: str, room_mm: float, size_mm: float, weight: int) -> bool:
    """Whether a word of a text is wider than a line."""
    return any(width(word.rstrip(), size_mm, weight) > room_mm for word in _WORD.findall(drawable(text)))


def fitted(
    text: str, room_mm: float, sizes_mm: Sequence[float], most: Sequence[int], weight: int = REGULAR
) -> Fitted:
    """Set a text as large as its lines are few enough and no word is torn; at the smallest size its end may be cut.

    Parameters
    ----------
    text
        Of any length.
    room_mm
        Width of a line.
    sizes_mm
        To be tried, the largest first.
    most
        Lines that each of these sizes may take.
    weight
        Of the letters.
    """
    for size_mm, lines_at_most in zip(sizes_mm, most, strict=True):
        lines = wrapped(text, room_mm, size_mm, weight)
        if len(lines) <= lines_at_most and not _tears(text, room_mm, size_mm, weight):
            return Fitted(lines, size_mm)
    if len(lines) <= lines_at_most:
        return Fitted(lines, size_mm)
    return Fitted(_cut(lines, lines_at_most, room_mm, size_mm, weight), size_mm, whole=False)


def _cut(lines: tuple[str, ...], most: int, room_mm: float, size_mm: float, weight: int) -> tuple[str, ...]:
    if most <= 0:
        return ()
    last = lines[most - 1]
    while last and width(last + ELLIPSIS, size_mm, weight) > room_mm:
        last = last[:-1]
    return (*lines[: most - 1], last.rstrip() + ELLIPSIS)
