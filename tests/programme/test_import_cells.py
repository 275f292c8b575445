"""How people write amounts, days and truths; what can be read in two ways is not read."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.issues import Level
from programme.exchange.format import Column, Kind
from programme.imports.cells import read_cell
from programme.imports.sheet import Broken, Cell

AMOUNT = Column("voted_eur", Kind.AMOUNT, signed=True)


@pytest.mark.parametrize(
    ("written", "mark", "euros"),
    [
        ("1 234,50 €", None, "1234.50"),
        ("1\u202f234\u202f567", None, "1234567"),
        ("1.234,56", None, "1234.56"),
        ("1,234.56", None, "1234.56"),
        ("1.234.567", None, "1234567"),
        ("1.234", ",", "1234"),
        ("12,5", None, "12.5"),
        ("(1 200,00)", None, "-1200"),
        ("\N{MINUS SIGN}5", None, "-5"),
        (Decimal("0.1"), None, "0.1"),
        ("0", None, "0"),
        ("—", None, None),
        (None, None, None),
    ],
)
def test_amounts_as_people_write_them(written: Cell, mark: str | None, euros: str | None) -> None:
    assert read_cell(AMOUNT, written, mark) == (None if euros is None else Decimal(euros), None)


@pytest.mark.parametrize(
    ("written", "mark", "code"),
    [
        ("1.234", None, "cell.ambiguous"),
        ("1.234", ".", "amount.decimals"),
        ("12 34", None, "cell.amount"),
        ("environ 5", None, "cell.amount"),
        ("12,", None, "cell.amount"),
        ("1,23,45", None, "cell.amount"),
        ("#REF!", None, "cell.error"),
        (Broken("=A1"), None, "cell.formula"),
        (Decimal("1.237"), None, "amount.decimals"),
        ("1000000000000", None, "amount.too_large"),
        (True, None, "cell.amount"),
        (dt.date(2026, 1, 1), None, "cell.amount"),
    ],
)
def test_what_is_no_amount_is_a_fault_that_names_its_cell(written: Cell, mark: str | None, code: str) -> None:
    value, found = read_cell(AMOUNT, written, mark, head="Montant voté", row=7, sheet="Votes")
    assert value is None
    assert found is not None
    assert (found.code, found.level, found.row, found.field, found.file) == (
        code,
        Level.ERROR,
        7,
        "Montant voté",
        "Votes",
    )


def test_what_a_sum_leaves_behind_the_fifteenth_digit_is_told() -> None:
    value, found = read_cell(AMOUNT, Decimal("0.30000000000000004"))
    assert value == Decimal("0.3")
    assert found is not None
    assert (found.code, found.level) == ("cell.digits", Level.INFORMATION)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (Kind.DATE, "31/03/2026", dt.date(2026, 3, 31)),
        (Kind.DATE, "2026-03-31", dt.date(2026, 3, 31)),
        (Kind.DATE, dt.date(2026, 3, 31), dt.date(2026, 3, 31)),
        (Kind.YEAR, Decimal(2026), 2026),
        (Kind.YEAR, "2026", 2026),
        (Kind.FLAG, "Oui", True),
        (Kind.FLAG, False, False),
        (Kind.TEXT, Decimal(12), "12"),
    ],
)
def test_other_kinds(kind: Kind, written: Cell, value: object) -> None:
    assert read_cell(Column("x", kind), written) == (value, None)


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (Kind.DATE, "31/02/2026", "cell.date"),
        (Kind.DATE, "31/03/26", "cell.date"),
        (Kind.DATE, Decimal(46112), "cell.date"),
        (Kind.YEAR, "2024-2025", "cell.number"),
        (Kind.YEAR, Decimal("2026.5"), "cell.number"),
        (Kind.YEAR, Decimal(202), "year.out_of_range"),
        (Kind.FLAG, "peut-être", "cell.flag"),
    ],
)
def test_other_kinds_at_fault(kind: Kind, written: Cell, code: str) -> None:
    value, found = read_cell(Column("x", kind), written, head="x", row=2)
    assert found is not None
    assert (value if code != "year.out_of_range" else None, found.code) == (None, code)


@given(some.integers(-(10**13), 10**13), some.sampled_from(["", " ", "\u202f", "."]))
def test_every_amount_is_read_as_it_is_written(cents: int, between: str) -> None:
    euros = Decimal(cents).scaleb(-2)
    whole, cents_written = f"{abs(euros):,.2f}".split(".")
    written = f"{'-' if cents < 0 else ''}{whole.replace(',', between)},{cents_written}"
    assert read_cell(AMOUNT, written) == ((euros, None) if abs(euros) < 10**12 else (None, None))
