"""The table of operations as a file, opened again."""

import csv
import doctest
import io
from decimal import Decimal

import pandas as pd
import pytest

from exports import tables


def test_examples() -> None:
    assert doctest.testmod(tables).failed == 0


def frame(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def test_what_was_exported_is_read_back() -> None:
    table = frame(
        name=["Résidentialisation ; tours", 'Crèche "A"'],
        cost_excl_tax_eur=[Decimal("1234.50"), None],
        fictitious=[True, True],
    ).set_index(pd.Index(["92050-001", "92050-002"], name="id"))
    content = tables.operations_csv(table)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Identifiant", "Nom", "Coût HT (€)", "Fictif"],
        ["92050-001", "Résidentialisation ; tours", "1234,50", "oui"],
        ["92050-002", 'Crèche "A"', "", "oui"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@x", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert tables.cell(text) == f"'{text}"


def test_negative_amounts_stay_numbers() -> None:
    assert tables.cell(Decimal("-120.10")) == "-120,10"
