"""How wide texts are in the typeface of paper, by the widths of its own glyphs: labels are measured, not guessed."""

from functools import cache, lru_cache

from fontTools.ttLib import TTFont

from maps.fonts import FOLDERS, drawable, fonts

CAP, DROP = 0.76, 0.24
"""Height of letters above the base line and depth below it, accents and tails included, in sizes."""
_WEIGHTS = (400, 600)


def width_mm(text: str, size_mm: float, weight: int = 400) -> float:
    """Width of a line of text; what the typeface cannot draw counts as the sign that stands for it.

    Parameters
    ----------
    text
        One line.
    size_mm
        Size of the type.
    weight
        400 or 600.

    Examples
    --------
    >>> width_mm("ii", 10) < width_mm("WW", 10)
    True
    """
    return _units(text, weight) * size_mm


@lru_cache(maxsize=20_000)
def _units(text: str, weight: int) -> float:
    """Width of a text, in sizes."""
    units, widths, missing = _widths(weight)
    return sum(widths.get(ord(letter), missing) for letter in drawable(text)) / units


@cache
def _widths(weight: int) -> tuple[int, dict[int, int], int]:
    """Units of the type's square, width of each character, and of one that it lacks."""
    fonts()
    file = next(FOLDERS[_WEIGHTS.index(weight)].glob("*.ttf"))
    with TTFont(file, lazy=True) as font:
        metrics = font["hmtx"].metrics
        glyphs = font.getBestCmap()
        return (
            int(font["head"].unitsPerEm),
            {code: int(metrics[glyph][0]) for code, glyph in glyphs.items()},
            int(metrics[".notdef"][0]),
        )
