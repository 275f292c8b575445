"""In which encoding the text of a .dbf really is: what is declared, then UTF-8 strictly, then CP1252."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

UTF8 = "UTF-8"
CP1252 = "CP1252"

_ROWS_AT_ONCE = 100_000
_LANGUAGE_DRIVERS = {
    0x01: "CP437",
    0x02: "CP850",
    0x64: "CP852",
    0x65: "CP866",
    0xC8: "CP1250",
    0xC9: "CP1251",
}
"""Bytes 29 of the head that say something; 0x03 and 0x57 mean CP1252, and are also written over UTF-8."""


@dataclass(frozen=True)
class Encoding:
    """Encoding of a table, and how it was found.

    Attributes
    ----------
    name
        As Python and GDAL know it.
    declared
        What the .cpg says; None where there is none.
    contradicted
        True: the text cannot be in the declared encoding.
    """

    name: str
    declared: str | None = None
    contradicted: bool = False


def dbf_encoding(dbf: Path, cpg: Path | None) -> Encoding:
    """Find the encoding of a .dbf.

    Parameters
    ----------
    dbf
        The table.
    cpg
        File that declares the encoding; None where it is missing.

    Returns
    -------
    The declared one if every text can be read in it, else UTF-8 if every text is valid in it, else the DOS
    code page that the head names, else CP1252. ISO-8859-1 is read as CP1252, which differs only where
    ISO-8859-1 has control characters.
    """
    declared = None if cpg is None else cpg.read_bytes()[:64].decode("ascii", "replace").strip().strip("\x00")
    named = _codec(declared) if declared else None
    cells, language_driver = _foreign_cells(dbf)
    if named is not None and _readable(cells, named):
        return Encoding(named, declared)
    if _readable(cells, UTF8):
        return Encoding(UTF8, declared, contradicted=named is not None)
    fallback = _LANGUAGE_DRIVERS.get(language_driver, CP1252)
    return Encoding(fallback, declared, contradicted=named is not None)


def _codec(declared: str) -> str | None:
    """Name of a declared encoding, such as ``latin1``, ``88591``, ``1252``; None where it is unknown."""
    text = declared.upper().replace("ANSI ", "").replace("OEM ", "CP")
    if text.isdigit():
        text = f"ISO-8859-{text[4:]}" if text.startswith("8859") else f"CP{text}"
    try:
        name = codecs.lookup(text).name
    except LookupError:
        return None
    if name in ("iso8859-1", "cp1252", "ascii"):
        return CP1252
    return UTF8 if name in ("utf-8", "cp65001") else text


def _readable(cells: list[bytes], encoding: str) -> bool:
    """Whether every cell can be decoded; a last letter that the width of the field cut is forgiven."""
    # CP1252 leaves five bytes undefined: a text that holds one is still best read in it.
    if encoding == CP1252:
        return True
    decoder = codecs.getincrementaldecoder(encoding)()
    for cell in cells:
        decoder.reset()
        try:
            decoder.decode(cell)
        except UnicodeDecodeError:
            return False
    return True


def _foreign_cells(dbf: Path) -> tuple[list[bytes], int]:
    """Read the text cells that hold a byte outside ASCII, and the language driver of the head."""
    content = np.memmap(dbf, dtype=np.uint8, mode="r")
    if len(content) < 33:
        return [], 0
    head_size = int.from_bytes(content[8:10].tobytes(), "little")
    row_size = int.from_bytes(content[10:12].tobytes(), "little")
    columns = _text_columns(content[32:head_size].tobytes())
    cells: list[bytes] = []
    if row_size:
        rows = (len(content) - head_size) // row_size
        table = content[head_size : head_size + rows * row_size].reshape(rows, row_size)
        for start in range(0, rows, _ROWS_AT_ONCE):
            cells += _foreign(table[start : start + _ROWS_AT_ONCE], columns)
    return cells, int(content[29])


def _text_columns(descriptors: bytes) -> list[slice]:
    """Where the text fields stand in a row; the first byte of a row says whether it is deleted."""
    columns: list[slice] = []
    position = 1
    for start in range(0, len(descriptors) - 31, 32):
        descriptor = descriptors[start : start + 32]
        if descriptor[0] == 0x0D:
            break
        if descriptor[11:12] == b"C":
            columns.append(slice(position, position + descriptor[16]))
        position += descriptor[16]
    return columns


def _foreign(rows: npt.NDArray[np.uint8], columns: list[slice]) -> list[bytes]:
    marked = rows[(rows >= 0x80).any(axis=1)]
    cells: list[bytes] = []
    for column in columns:
        part = marked[:, column]
        cells += [cell.tobytes().rstrip(b" \x00") for cell in part[(part >= 0x80).any(axis=1)]]
    return list(dict.fromkeys(cells))
