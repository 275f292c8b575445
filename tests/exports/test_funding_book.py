"""The workbook of the funding, opened again by another library: to the cent, and nothing in it runs but our own totals."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.settings import load
from exports.funding_book import funding_book
from programme.edits.words import field_word
from programme.money.ledger import MEASURES, euros
from programme.money.matrix import TOTAL, matrix
from programme.storage.store import Store
from programme.world import World
from tests.programme.factories import eur, line, operation, programme

SHEETS = [
    *("Demandé", "Voté", "Engagé", "Payé", "Coût et plan"),
    *("Lignes de financement", "Montants par période", "Décisions attributives", "Conventions", "Financeurs"),
]
LINES = SHEETS[5]
TOLD = ("Opération (nom)", "Opération (commune)", "Financeur (nom)")
WORDS = {
    "subsidy": "Subvention",
    "loan": "Prêt",
    "own_funds": "Fonds propres",
    "award": "Attribution",
    "decommitment": "Désengagement",
    True: "oui",
    False: "non",
}
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(1)", "\tx", "http://exemple.invalid", "0123", "<b>&")


@pytest.fixture(scope="module")
def world(demo_file: Path) -> World:
    return World(Store(load(demo_file).folders.programme).snapshot())


@pytest.fixture(scope="module")
def content(world: World) -> bytes:
    return funding_book(world, world.programme.operations.index)


def _book(content: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def test_sheets_headings_and_formats(content: bytes) -> None:
    book = _book(content, values=False)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes in ("B2", "C2")
        assert all(cell.font.bold for cell in sheet[1])
    head = [cell.value for cell in book["Demandé"][1]]
    amounts = [place for place, words in enumerate(head) if words.endswith("(€)")]
    assert amounts
    for row in book["Demandé"].iter_rows(min_row=2, max_row=20):
        assert {row[place].number_format for place in amounts if row[place].value is not None} <= {"#,##0.00"}


def test_totals_are_formulas_that_bear_their_result(world: World, content: bytes) -> None:
    formulas, values = _book(content, values=False), _book(content, values=True)
    operations = len(world.programme.operations)
    for measure, title in zip(MEASURES, SHEETS[:4], strict=True):
        found = matrix(world, world.programme.operations.index, measure=measure)
        row = operations + 2
        last = formulas[title].max_column
        assert formulas[title].cell(row, 1).value == "Total"
        for column in range(10, last + 1):
            assert formulas[title].cell(row, column).value.startswith("=SUM(")
            column_sum = sum(
                (
                    Decimal(str(cell.value or 0))
                    for (cell,) in values[title].iter_rows(2, row - 1, column, column)
                ),
                Decimal(0),
            )
            assert _cents(values[title].cell(row, column).value) == column_sum
        assert _cents(values[title].cell(row, last).value) == euros(found.totals()[TOTAL])
        for at in range(2, row):
            assert formulas[title].cell(at, last).value.startswith("=")


def test_what_is_written_is_what_was_loaded(world: World, content: bytes) -> None:
    sheet = _book(content, values=True)[LINES]
    rows = list(sheet.iter_rows(values_only=True))
    lines = world.programme.funding_lines.reset_index()
    assert [head for head in rows[0] if head not in TOLD] == [
        field_word("funding_lines", name) for name in lines.columns
    ]
    places = [place for place, head in enumerate(rows[0]) if head not in TOLD]
    for written, (_place, kept) in zip(rows[1:], lines.iterrows(), strict=True):
        for name, place in zip(lines.columns, places, strict=True):
            value, cell = kept[name], written[place]
            if isinstance(value, Decimal):
                assert _cents(cell) == value
            else:
                assert cell == (WORDS[value] if name in ("kind", "nature", "fictitious") else value)


def _cents(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def test_text_from_data_stays_text() -> None:
    made = programme(
        [operation(f"X{place}", name=name, owner=name) for place, name in enumerate(HOSTILE)],
        lines=[
            line(f"L{place}", f"X{place}", "anru", 1, award_decision=name)
            for place, name in enumerate(HOSTILE)
        ],
    )
    content = funding_book(World(made), made.operations.index)
    book = _book(content, values=False)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                ours = re.fullmatch(
                    r"=(SUM\([A-Z0-9:$]+\)|MAX\(0,[A-Z0-9]+-[A-Z0-9]+\)|[A-Z0-9+]+)", str(cell.value)
                )
                assert cell.data_type != "f" or ours, (sheet.title, cell.coordinate, cell.value)
                assert cell.hyperlink is None
    written = {cell.value for (cell,) in book["Demandé"].iter_rows(2, len(HOSTILE) + 1, 2, 2)}
    assert written == set(HOSTILE)
    assert all(cell.data_type == "s" for (cell,) in book["Demandé"].iter_rows(2, len(HOSTILE) + 1, 2, 2))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any("vba" in name.lower() or "external" in name.lower() for name in archive.namelist())


def test_great_amounts_keep_their_cents_and_unknown_ones_stay_empty() -> None:
    most = "999999999999.99"
    made = programme(
        [operation("A", cost_excl_tax_eur=eur(most)), operation("B")], lines=[line("1", "A", "anru", most)]
    )
    book = _book(funding_book(World(made), ["A", "B"]), values=True)
    row = next(book[LINES].iter_rows(min_row=2, values_only=True))
    assert _cents(row[9]) == Decimal(most)
    assert row[10:13] == (None, None, None)
    assert book["Coût et plan"].cell(3, 10).value is None


def test_the_same_programme_gives_the_same_bytes(world: World, content: bytes) -> None:
    again = World(replace(world.programme))
    assert funding_book(again, world.programme.operations.index) == content


def test_fictitious_data_says_so(content: bytes) -> None:
    book = _book(content, values=True)
    said = [
        cell for row in book["Demandé"].iter_rows(values_only=True) for cell in row if isinstance(cell, str)
    ]
    assert any("fictifs" in words for words in said)
