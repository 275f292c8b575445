"""The typeface of paper: the same open family as on the screen, as files that Typst reads, and what it can draw."""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from maps.libraries import NODE_MODULES, MissingLibrariesError

if TYPE_CHECKING:
    import typst

FAMILY = "Inter"
_FOLDER = NODE_MODULES / "@expo-google-fonts/inter"
FOLDERS = (_FOLDER / "400Regular", _FOLDER / "600SemiBold")
"""One folder for each weight that paper uses."""

MISSING = "\N{WHITE SQUARE}"
"""Stands for a character that the family does not have: PDF/UA wants a glyph for each."""
_KEPT = "\n"
_UNICODE_PLATFORMS = ((3, 10), (0, 4), (0, 3), (3, 1))
_GROUPS = 12


@cache
def fonts() -> "typst.Fonts":
    """Give the family to Typst: found once, and nothing else of the machine.

    Raises
    ------
    MissingLibrariesError
        It is not installed beside the program.
    """
    import typst  # a page that shows signs loads no typesetter

    missing = [folder.name for folder in FOLDERS if not folder.is_dir()]
    if missing:
        raise MissingLibrariesError([f"Inter {name}" for name in missing])
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in FOLDERS],
    )


def drawable(text: str) -> str:
    r"""Give a text that the family can draw: composed, without control characters, a square for what it lacks.

    Examples
    --------
    >>> drawable("Sœurs\x00 n°1")
    'Sœurs n°1'
    """
    known = _characters()
    composed = unicodedata.normalize("NFC", text)
    kept = (letter for letter in composed if letter in _KEPT or unicodedata.category(letter)[0] != "C")
    return "".join(letter if letter in _KEPT or ord(letter) in known else MISSING for letter in kept)


@cache
def _characters() -> frozenset[int]:
    """Code points that both weights have."""
    fonts()
    files = [file for folder in FOLDERS for file in sorted(folder.glob("*.ttf"))]
    return frozenset.intersection(*(_of_font(file) for file in files))


def _of_font(file: Path) -> frozenset[int]:
    """Code points of a font, from its table ``cmap`` (OpenType 1.9, formats 4 and 12)."""
    content = file.read_bytes()
    (tables,) = struct.unpack_from(">H", content, 4)
    directory = [struct.unpack_from(">4sLLL", content, 12 + 16 * place) for place in range(tables)]
    start = next(offset for tag, _sum, offset, _length in directory if tag == b"cmap")
    (count,) = struct.unpack_from(">H", content, start + 2)
    records = [struct.unpack_from(">HHL", content, start + 4 + 8 * place) for place in range(count)]
    offsets = {(platform, encoding): offset for platform, encoding, offset in records}
    chosen = next(offsets[key] for key in _UNICODE_PLATFORMS if key in offsets)
    return _of_table(content, start + chosen)


def _of_table(content: bytes, start: int) -> frozenset[int]:
    (form,) = struct.unpack_from(">H", content, start)
    if form == _GROUPS:
        (count,) = struct.unpack_from(">L", content, start + 12)
        groups = [struct.unpack_from(">LLL", content, start + 16 + 12 * place) for place in range(count)]
        return frozenset(code for first, last, _glyph in groups for code in range(first, last + 1))
    (twice,) = struct.unpack_from(">H", content, start + 6)
    number = f">{twice // 2}H"
    lasts = struct.unpack_from(number, content, start + 14)
    firsts = struct.unpack_from(number, content, start + 16 + twice)
    return frozenset(
        code
        for first, last in zip(firsts, lasts, strict=True)
        for code in range(first, last + 1)
        if code != 0xFFFF
    )
