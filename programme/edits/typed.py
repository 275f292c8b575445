"""From what a person types in a form to the texts of the exchange format, and back; never through a float.

A text that is not understood stays as it was typed: the checks of the format find it and say what to type.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.formats import number
from core.issues import Issue
from core.languages import N_, current_language
from programme.edits.words import amount_word, day_word, field_word
from programme.exchange.cell_texts import cell_text
from programme.exchange.format import Column, Kind

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")
_GROUPED = {
    "fr": re.compile(r"-?(\d{1,3}( \d{3})+|\d+)([,.]\d+)?", re.ASCII),
    "en": re.compile(r"-?(\d{1,3}([ ,]\d{3})+|\d+)(\.\d+)?", re.ASCII),
}
"""Thousands apart by threes or not at all: what could be read in two ways is not understood."""
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})|(\d{2})(\d{2})(\d{4})", re.ASCII)
"""Digits alone too: the keys of a telephone for numbers have no slash."""

SENTENCES: Mapping[str, str] = {
    "amount.malformed": N_(
        "“{value}” is no amount: digits, with a decimal mark for the cents, such as {example}."
    ),
    "date.malformed": N_("“{value}” is no whole date: day, month and year, such as 31/03/2026."),
    "id.taken": N_("This row is there already: change that one instead."),
}
"""Said in a form instead of the sentences that speak of files."""
_AMOUNTS = ("amount.", "number.")


def typed_text(column: Column, text: str) -> str:
    r"""Turn what was typed into a cell of the exchange format.

    Parameters
    ----------
    column
        Of the cell.
    text
        As typed, in the language in force.

    Returns
    -------
    The text of the format; what was typed where it is not understood.

    Examples
    --------
    >>> from programme.exchange.declarations import FORMATS
    >>> voted = FORMATS["funding_lines"].by_name["voted_eur"]
    >>> [typed_text(voted, text) for text in ("1\u202f234,5 €", "12 34", "-3,20")]
    ['1234.5', '12 34', '-3.20']
    """
    clean = text.strip()
    if column.kind in (Kind.AMOUNT, Kind.COUNT):
        return _number(clean)
    if column.kind is Kind.DATE:
        return _date(clean)
    return clean


def _number(text: str) -> str:
    language = current_language()
    plain = _SPACES.sub(" ", text).replace("\N{MINUS SIGN}", "-").removesuffix("€").strip()
    if not _GROUPED[language].fullmatch(plain):
        return text
    plain = plain.replace(" ", "")
    return plain.replace(",", "") if language == "en" else plain.replace(",", ".")


def _date(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    day, month, year = (int(part) for part in found.groups() if part is not None)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return text


def shown_text(column: Column, value: Any) -> str:
    r"""Write a value as a cell of a form: numbers and days as the language writes them, the rest as it is.

    Parameters
    ----------
    column
        Of the cell.
    value
        As it is kept, or a text of the exchange format.

    Examples
    --------
    >>> from programme.exchange.declarations import FORMATS
    >>> shown_text(FORMATS["funding_lines"].by_name["voted_eur"], Decimal("1234.50"))
    '1\u202f234,50'
    """
    text = cell_text(value)
    if text and column.kind in (Kind.AMOUNT, Kind.COUNT):
        return amount_word(text)
    return day_word(text) if text and column.kind is Kind.DATE else text


def told(table: str, issue: Issue) -> Issue:
    """Say an issue as a form does: fields by their word, amounts as the reader writes them.

    Parameters
    ----------
    table
        Name in the exchange format.
    issue
        As the checks of the format found it.
    """
    values = dict(issue.values)
    if issue.field is not None and "field" in values:
        values["field"] = field_word(table, issue.field)
    if issue.code.startswith(_AMOUNTS) and not issue.code.endswith(".malformed"):
        for name in ("value", "limit"):
            if isinstance(values.get(name), str):
                values[name] = amount_word(values[name])
    if issue.code in SENTENCES:
        example = number(Decimal("1234.5"), decimals=2)
        return replace(issue, text=SENTENCES[issue.code], values={**values, "example": example})
    return replace(issue, values=values)
