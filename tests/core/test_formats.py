"""Numbers, dates and money in both languages."""

import datetime as dt
import doctest
from decimal import Decimal

import pytest

from core import formats, issues, languages, text
from core.languages import language


@pytest.mark.parametrize("module", [formats, text, languages, issues])
def test_examples(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("unknown", [None, float("nan"), Decimal("NaN")])
def test_unknown_is_a_dash_and_zero_is_zero(unknown: float | Decimal | None) -> None:
    assert formats.number(unknown) == "—"
    assert formats.money(unknown) == "—"  # type: ignore[arg-type]
    assert formats.percent(unknown) == "—"
    assert formats.number(0) == "0"
    assert formats.money(Decimal(0)) == "0"


def test_english_writes_otherwise() -> None:
    assert formats.number(1234.5, decimals=1) == "1\u202f234,5"
    assert formats.date(dt.date(2026, 10, 12)) == "12/10/2026"
    with language("en"):
        assert formats.number(1234.5, decimals=1) == "1,234.5"
        assert formats.percent(0.27) == "27%"
        assert formats.date(dt.date(2026, 10, 12)) == "12/10/2026"


def test_money_is_exact() -> None:
    assert (
        formats.money(Decimal("12345678901234567.89"), cents=True)
        == "12\u202f345\u202f678\u202f901\u202f234\u202f567,89"
    )


@pytest.mark.parametrize(("metres", "words"), [(950, "950\u00a0m"), (12_340, "12,3\u00a0km"), (None, "—")])
def test_distances(metres: float | None, words: str) -> None:
    assert formats.distance(metres) == words


@pytest.mark.parametrize(
    ("square_metres", "words"), [(950, "950\u00a0m²"), (12_340, "1,2\u00a0ha"), (None, "—")]
)
def test_areas(square_metres: float | None, words: str) -> None:
    assert formats.area(square_metres) == words


def test_an_issue_comes_back_as_it_was_and_speaks_the_language_in_force() -> None:
    issue = issues.Issue(
        "x.y", issues.Level.WARNING, "Legend", row=3, field="NOM", value="é", lon=2.2, lat=48.8
    )
    assert issue.message == "Légende"
    again = issues.Issue.from_dict(issue.as_dict())
    assert again == issue
    with language("en"):
        assert again.message == "Legend"
