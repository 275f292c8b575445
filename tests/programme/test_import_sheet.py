"""Workbooks and tables from outside: every format gives the same rows; the hostile and the damaged, a sentence."""

import datetime as dt
import errno
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from core.errors import TrameError
from core.settings import Imports
from gis.errors import (
    ArchiveError,
    EmptyFileError,
    MemoryLimitError,
    SourceError,
    TimeLimitError,
    TooLargeError,
    UnreadableFileError,
)
from programme.imports import sheet as reading
from programme.imports.errors import (
    NoListError,
    NoTableError,
    ProtectedBookError,
    TableEncodingError,
    TooManyCellsError,
)
from programme.imports.sheet import Book, Broken, read_book

HEAD = ["Année", "Bénéficiaire", "Montant voté"]
ROWS = [[2024, "Ville d’Exemple", 1234.56], [2025, "0123", -0.07]]
ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Votes">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def xlsx(path: Path, *, title: str | None = None) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Votes")
        start = 0
        if title:
            sheet.write_string(0, 0, title)
            start = 3
        sheet.write_row(start, 0, HEAD)
        for row, cells in enumerate(ROWS, start=start + 1):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    return path


def ods(path: Path, *, before: str = "") -> Path:
    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEAD, *ROWS])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=before + rows))
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:x'/>")
    return path


def read(path: Path, **limits: int) -> Book:
    return read_book(path, limits=Imports(**limits))


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "json"])
def test_every_format_gives_the_same_rows(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"votes.{suffix}"
    if suffix == "json":
        write(file, json.dumps([dict(zip(HEAD, row, strict=True)) for row in ROWS]))
    else:
        {"xlsx": xlsx, "ods": ods}[suffix](file)
    book = read(file)
    (sheet,) = book.sheets
    assert (book.kind, sheet.columns) == (suffix, tuple(HEAD))
    assert [list(row.cells.values()) for row in sheet.rows] == [
        [Decimal(2024), "Ville d’Exemple", Decimal("1234.56")],
        [Decimal(2025), "0123", Decimal("-0.07")],
    ]
    assert [row.number for row in sheet.rows] == ([1, 2] if suffix == "json" else [2, 3])


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter", "decimal"),
    [
        ("Année;Objet;Montant\n2024;«é» œ;1 234,50\n", "utf-8", ";", ","),
        ("Année,Objet,Montant\n2024,«é» œ,1234.50\n", "utf-8-sig", ",", "."),
        ("Année\tObjet\tMontant\n2024\t«é» œ\t12\n", "cp1252", "\t", None),
        ("Année|Objet|Montant\n2024|«é» œ|12,5\n2025|x|12.5\n", "utf-16", "|", None),
        ("sep=;\r\nAnnée;Objet;Montant\r\n2024;«é» œ;1,25\r\n", "utf-8", ";", ","),
    ],
)
def test_csv_tells_what_was_found(
    tmp_path: Path, content: str, encoding: str, delimiter: str, decimal: str | None
) -> None:
    book = read(write(tmp_path / "votes.csv", content.encode(encoding)))
    (sheet,) = book.sheets
    assert (book.encoding, book.delimiter, sheet.decimal) == (
        encoding.removesuffix("-sig"),
        delimiter,
        decimal,
    )
    assert sheet.columns == ("Année", "Objet", "Montant")
    assert sheet.rows[0].cells["Objet"] == "«é» œ"


def test_a_title_above_the_header_is_told_and_is_no_row(tmp_path: Path) -> None:
    (sheet,) = read(xlsx(tmp_path / "a.xlsx", title="Subventions 2024")).sheets
    assert (sheet.header, sheet.above) == (4, ("Subventions 2024",))
    assert [row.number for row in sheet.rows] == [5, 6]


def test_names_that_are_missing_or_there_twice_are_told_apart(tmp_path: Path) -> None:
    (sheet,) = read(write(tmp_path / "a.csv", "a;b;a;;x\n1;2;3;4;5\n")).sheets
    assert sheet.columns == ("a", "b", "a (2)", "D", "x")
    assert sheet.renamed == (("a (2)", "a"), ("D", ""))


def test_a_delimiter_in_a_text_moves_nothing_unseen(tmp_path: Path) -> None:
    (sheet,) = read(write(tmp_path / "a.csv", "a;b\n1;2\nx;y;3\nz\n")).sheets
    assert sheet.ragged == ((3, 3), (4, 1))


def test_days_truths_errors_and_formulas_that_nothing_worked_out(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["day", "moment", "truth", "error", "sum"])
        sheet.write_datetime(1, 0, dt.datetime(2026, 3, 31), day)  # noqa: DTZ001
        sheet.write_datetime(1, 1, dt.datetime(2026, 3, 31, 9, 30), day)  # noqa: DTZ001
        sheet.write_boolean(1, 2, True)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 4, "=1+1", None, 2)
    (found,) = read(file).sheets
    assert list(found.rows[0].cells.values()) == [
        dt.date(2026, 3, 31),
        "2026-03-31 09:30:00",
        True,
        "#DIV/0!",
        Decimal(2),
    ]
    assert isinstance(found.rows[0].cells["error"], Broken)
    bare = openpyxl.load_workbook(file)
    bare.active["E2"] = "=A1+1"
    bare.save(file)
    cell = read(file).sheets[0].rows[0].cells["sum"]
    assert (type(cell), cell) == (Broken, "=A1+1")


# ------------------------------------------------------------------ hostile and damaged


def sparse(path: Path) -> Path:
    """One cell in each corner of the greatest sheet: 17 billion cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Vide")
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_string(1_048_575, 16_383, "x")
    return path


def far(path: Path) -> Path:
    """A single stray cell: few between first and last, all of the sheet above them."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Loin").write_string(1_048_575, 16_383, "x")
    return path


def bomb(path: Path) -> Path:
    xlsx(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zero.bin", bytes(15_000_000))
    return path


def repeated(path: Path) -> Path:
    """A row of ODS that says to be there a million times, of a cell that says the same."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return ods(path, before=f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def laughs(path: Path) -> Path:
    xlsx(path)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 9))
    content = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name == "xl/workbook.xml":
                text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><w>&a8;</w>'.encode()
            after.writestr(name, text)
    return write(path, content.getvalue())


def cut(path: Path) -> Path:
    return write(path, xlsx(path).read_bytes()[:3000])


def garbled(path: Path) -> Path:
    content = bytearray(xlsx(path).read_bytes())
    for place in range(600, len(content) - 400, 41):
        content[place] ^= 0x5A
    return write(path, bytes(content))


def heavy_sign(path: Path) -> Path:
    """An archive whose sign of its kind alone would fill the memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("mimetype", "w") as entry:
        entry.write(b"application/vnd.oasis.opendocument.spreadsheet")
        for _block in range(300):
            entry.write(bytes(1_000_000))
    return path


def locked(path: Path) -> Path:
    """A package whose entries say that they are encrypted."""
    content = bytearray(xlsx(path).read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(sign)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(sign, place + 1)
    return write(path, bytes(content))


HOSTILE: list[tuple[Callable[[Path], Path], tuple[type[TrameError], ...]]] = [
    (sparse, (MemoryLimitError, TooManyCellsError)),
    (far, (TooManyCellsError,)),
    (bomb, (ArchiveError,)),
    (repeated, (MemoryLimitError, TooManyCellsError, TimeLimitError)),
    (laughs, (UnreadableFileError,)),
    (cut, (UnreadableFileError,)),
    (heavy_sign, (ArchiveError,)),
    (locked, (ProtectedBookError,)),
    (garbled, (UnreadableFileError, ArchiveError, NoTableError)),
    (lambda path: write(path, b""), (EmptyFileError,)),
    (lambda path: write(path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), (UnreadableFileError,)),
    (
        lambda path: write(
            path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        ),
        (ProtectedBookError,),
    ),
    (lambda path: write(path, "<html><table><tr><td>a</td></tr></table></html>"), (NoTableError,)),
    (lambda path: write(path, b"%PDF-1.7\n\0\0"), (NoTableError,)),
    (lambda path: write(path, b"a;b\n\x81\xfe\x8d;1\n"), (TableEncodingError,)),
    (lambda path: write(path, 'a;b\n"x"y;1\n'), (UnreadableFileError,)),
    (lambda path: write(path, '{"a": 1}'), (NoListError,)),
    (lambda path: write(path, "[1, 2]"), (NoListError,)),
    (lambda path: write(path, "[" * 100_000), (UnreadableFileError,)),
    (lambda path: write(path, '[{"montant": NaN}]'), (UnreadableFileError,)),
    (lambda path: write(path, '[{"a": 1, "a": 2}]'), (UnreadableFileError,)),
]


@pytest.mark.parametrize(("make", "expected"), HOSTILE)
def test_what_is_hostile_or_damaged_ends_in_a_sentence(
    tmp_path: Path, make: Callable[[Path], Path], expected: tuple[type[TrameError], ...]
) -> None:
    with pytest.raises(SourceError) as caught:
        read(make(tmp_path / "fichier.xlsx"), memory_megabytes=256, seconds=20)
    assert isinstance(caught.value, expected)
    said = str(caught.value)
    assert said.startswith("fichier.xlsx")
    assert "table.xlsx" not in said
    assert tempfile.gettempdir() not in said


def test_a_fault_of_the_disk_is_not_told_as_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = xlsx(tmp_path / "fichier.xlsx")

    def fail(*_given: object, **_named: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(zipfile, "ZipFile", fail)
    with pytest.raises(OSError, match="Input/output error"):
        read(file)


def test_a_file_that_is_too_large_or_takes_too_long_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TooLargeError):
        read(write(tmp_path / "a.csv", b"a;b\n" + b"1;2\n" * 300_000), max_megabytes=1)
    stuck = write(tmp_path / "stuck.py", "import time\ntime.sleep(60)\n")
    monkeypatch.setattr(reading.sheet_process, "__file__", str(stuck))
    with pytest.raises(TimeLimitError):
        read(write(tmp_path / "b.csv", "a;b\n1;2\n"), seconds=1)
