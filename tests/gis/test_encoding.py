import struct

import pytest

from gis.encoding import Encoding, dbf_encoding


def dbf(folder, cells, *, language_driver=0x57, width=40):
    """Write a table of one text field, byte by byte."""
    row = 1 + width
    head = struct.pack("<BBBBIHH20xB3x", 3, 126, 11, 24, len(cells), 32 + 32 + 1, row, 0)
    head = head[:29] + bytes([language_driver]) + head[30:32]
    field = b"NOM".ljust(11, b"\0") + b"C" + bytes(4) + bytes([width, 0]) + bytes(14)
    body = b"".join(b" " + cell.ljust(width) for cell in cells)
    file = folder / "features.dbf"
    file.write_bytes(head + field + b"\r" + body + b"\x1a")
    return file


def cpg(folder, text):
    file = folder / "features.cpg"
    file.write_text(text)
    return file


ACCENTS = "Sœurs – L’Île"


@pytest.mark.parametrize(
    ("cells", "declared", "expected"),
    [
        ([b"Nanterre"], None, Encoding("UTF-8")),
        ([ACCENTS.encode()], None, Encoding("UTF-8")),
        ([ACCENTS.encode("cp1252")], None, Encoding("CP1252")),
        ([b"Nanterre", "Île".encode(), "Île".encode("cp1252")], None, Encoding("CP1252")),
        ([ACCENTS.encode("cp1252")], "latin1", Encoding("CP1252", "latin1")),
        ([ACCENTS.encode("cp1252")], "ISO 88591", Encoding("CP1252", "ISO 88591")),
        ([ACCENTS.encode("cp1252")], "ANSI 1252", Encoding("CP1252", "ANSI 1252")),
        ([ACCENTS.encode("cp1252")], "1252", Encoding("CP1252", "1252")),
        ([ACCENTS.encode()], "UTF-8", Encoding("UTF-8", "UTF-8")),
        ([ACCENTS.encode("cp1252")], "UTF-8", Encoding("CP1252", "UTF-8", contradicted=True)),
        ([ACCENTS.encode()], "nonsense", Encoding("UTF-8", "nonsense")),
        (["Île".encode("cp850")], "OEM 850", Encoding("CP850", "OEM 850")),
    ],
)
def test_declared_then_utf8_then_cp1252(tmp_path, cells, declared, expected):
    file = dbf(tmp_path, cells)
    assert dbf_encoding(file, None if declared is None else cpg(tmp_path, declared)) == expected


def test_a_letter_cut_by_the_width_is_forgiven(tmp_path):
    cut = "é".encode() * 5
    assert dbf_encoding(dbf(tmp_path, [cut[:9]], width=9), None).name == "UTF-8"


def test_the_head_names_a_dos_code_page_that_utf8_goes_before(tmp_path):
    assert dbf_encoding(dbf(tmp_path, ["Île".encode("cp850")], language_driver=0x02), None).name == "CP850"
    assert dbf_encoding(dbf(tmp_path, ["Île".encode()], language_driver=0x02), None).name == "UTF-8"


def test_a_table_without_rows_or_head_says_nothing(tmp_path):
    assert dbf_encoding(dbf(tmp_path, []), None).name == "UTF-8"
    stump = tmp_path / "stump.dbf"
    stump.write_bytes(b"\x03")
    assert dbf_encoding(stump, None).name == "UTF-8"
