"""The template, filled in as a person does and read again: lists to choose from, an explanation, nothing that runs."""

import io
from pathlib import Path

import openpyxl
import pytest

from core.languages import language
from core.settings import Imports, load
from exports.import_template import import_template
from programme.imports.funding import Shape, compare
from programme.imports.sheet import read_book
from programme.storage.store import Store
from programme.world import World


@pytest.fixture(scope="module")
def world(demo_file: Path) -> World:
    return World(Store(load(demo_file).folders.programme).snapshot())


@pytest.mark.parametrize("code", ["fr", "en"])
def test_what_is_filled_in_is_read(world: World, tmp_path: Path, code: str) -> None:
    with language(code):
        book = openpyxl.load_workbook(io.BytesIO(import_template(world)))
    french = code == "fr"
    lines = book["Lignes de financement" if french else "Funding lines"]
    assert lines.max_row == 1
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    lists = {item.formula1 for item in lines.data_validations.dataValidation if item.type == "list"}
    funders = "Financeurs" if french else "Funders"
    assert f"'{funders}'!$A$2:$A$11" in lists
    assert ('"Subvention,Prêt,Fonds propres"' if french else '"Subsidy,Loan,Own funds"') in lists
    head = [cell.value for cell in lines[1]]
    filled = {
        1: "92002-001",
        4: "anru",
        6: "Prêt" if french else "Loan",
        7: "Attribution" if french else "Award",
        8: 2027,
    }
    for column, value in filled.items():
        lines.cell(2, column + 1).value = value
    lines.cell(2, head.index("Voté (€)" if french else "Voted (€)") + 1).value = 1234.56
    file = tmp_path / "modele.xlsx"
    book.save(file)
    found = compare(world, read_book(file, limits=Imports()))
    assert (found.shape, found.open, found.unread) == (Shape.OWN, False, ())
    assert found.counts["new"] == 1
    assert found.counts["changed"] == 0


def test_the_explanation_names_every_column(world: World) -> None:
    book = openpyxl.load_workbook(io.BytesIO(import_template(world)))
    told = {(row[0], row[1]) for row in book["Mode d’emploi"].iter_rows(values_only=True)}
    for title in ("Lignes de financement", "Montants par période", "Décisions attributives"):
        heads = [cell.value for cell in book[title][1]]
        assert heads
        for head in heads:
            assert (title, head) in told or head.endswith((" (nom)", " (commune)"))
    assert book["Opérations"].max_row == len(world.programme.operations) + 1
