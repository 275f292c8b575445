"""Words for every table and field of the exchange format, and for their values: what journal and forms say."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from core.formats import UNKNOWN, date, number
from core.languages import _
from programme.cells import known
from programme.edits.vocabulary import AMOUNT_STATES, CHOICES, FIELDS, HALVES, TABLES
from programme.evaluation.catalogue import INDICATORS
from programme.exchange.cell_texts import cell_text
from programme.exchange.declarations import FORMATS
from programme.exchange.format import Column, Kind
from programme.nomenclature import family_label
from programme.rules.rule_set import rule_set
from programme.rules.words import rule_title
from programme.storage.snapshot import Programme
from programme.words import word

__all__ = [
    "AMOUNT_STATES",
    "FIELDS",
    "HALVES",
    "TABLES",
    "amount_word",
    "choices_of",
    "day_word",
    "field_word",
    "line_word",
    "row_word",
    "table_word",
    "value_word",
]


def table_word(table: str) -> str:
    """One row of a table in the language in force; the code itself where it is not known."""
    return _(TABLES[table]) if table in TABLES else table


def field_word(table: str, field: str) -> str:
    """A field in the language in force, with its unit; the code itself where it is not known.

    Parameters
    ----------
    table
        Name in the exchange format: fields of one name mean one thing today, which need not last.
    field
        Name of the column.

    Examples
    --------
    >>> field_word("funding_lines", "voted_eur")
    'Voté (€)'
    """
    return _(FIELDS[field]) if field in FIELDS else f"{table}.{field}"


def choices_of(table: str, field: str) -> Mapping[str, str]:
    """Words of the codes of a field, not translated yet; empty where it takes no codes."""
    return CHOICES.get((table, field), {})


def value_word(programme: Programme, table: str, field: str, value: Any) -> str:
    """Write a value as a reader of the language in force does.

    Parameters
    ----------
    programme
        As the reader may see it: what is referred to is named where it is still there.
    table, field
        Where the value stands.
    value
        As it is kept, or its text in the exchange format, as the journal keeps it. A text that is none of the kind is
        given back as it is.

    Returns
    -------
    The words; an em dash for the unknown. The unit of an amount stands in the name of its field.
    """
    text = cell_text(value)
    if not text:
        return UNKNOWN
    choices = CHOICES.get((table, field))
    if choices is not None:
        return word(choices, text) or text
    column = FORMATS[table].by_name.get(field) if table in FORMATS else None
    if column is None:
        return text
    if column.refers is not None:
        return _referred(programme, column.refers, text)
    if field == "family":
        return f"{family_label(text)} ({text})"
    if field == "indicator":
        return INDICATORS[text].label if text in INDICATORS else text
    if field == "rule":
        return next((rule_title(rule) for rule in rule_set() if rule.code == text), text)
    return _of_kind(column, text)


def _of_kind(column: Column, text: str) -> str:
    if column.kind is Kind.FLAG:
        return _("yes") if text == "true" else _("no")
    if column.kind is Kind.DATE:
        return day_word(text)
    if column.kind in (Kind.AMOUNT, Kind.COUNT, Kind.NUMBER):
        return amount_word(text)
    return text


def amount_word(text: str) -> str:
    r"""Write a number of the exchange format with the separators of the language, and the decimals that it has.

    Examples
    --------
    >>> amount_word("1234.50"), amount_word("1234.00"), amount_word("a lot")
    ('1\u202f234,50', '1\u202f234', 'a lot')
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    exponent = value.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return number(value, decimals=max(decimals, 2) if decimals else 0)


def day_word(text: str) -> str:
    """Write a day of the exchange format as the language does; a text that is none is given back as it is.

    Examples
    --------
    >>> day_word("2026-03-31"), day_word("soon")
    ('31/03/2026', 'soon')
    """
    try:
        return date(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _referred(programme: Programme, table: str, identifier: str) -> str:
    """Name of what an identifier refers to, and the identifier itself beside it."""
    frame = getattr(programme, table)
    if identifier not in frame.index:
        return identifier
    row = frame.loc[identifier].to_dict()
    if table == "funding_lines":
        return line_word(programme, identifier, row)
    if table == "funders":
        return str(row["short_name"])
    if table == "conventions":
        return f"{row['number']} · {row['title']}"
    return f"{row['name']} ({identifier})"


def line_word(programme: Programme, identifier: str, values: Mapping[str, Any]) -> str:
    """Name a funding line by what tells it apart for a person: funder, kind, year, identifier."""
    parts = [
        value_word(programme, "funding_lines", name, known(values.get(name)))
        for name in ("funder_id", "kind", "year")
    ]
    if values.get("nature") == "decommitment":
        parts.append(value_word(programme, "funding_lines", "nature", "decommitment"))
    return " · ".join([*(part for part in parts if part != UNKNOWN), identifier])


def row_word(programme: Programme, table: str, row_id: str, values: Mapping[str, Any] | None = None) -> str:
    """Name a row for a person, by its name or by what it refers to, with its identifier.

    Parameters
    ----------
    programme
        As the reader may see it.
    table, row_id
        The row (see :func:`programme.exchange.row_checks.row_id`).
    values
        Of the row, where the programme may not hold it: it is gone, or not there yet.
    """
    form = FORMATS.get(table)
    if form is None:
        return row_id
    if form.key != ("id",):
        parts = row_id.split("/")
        if len(parts) != len(form.key):
            return row_id
        # The operation whose journal is read is named once, by the page.
        shown = [
            value_word(programme, table, name, part)
            for name, part in zip(form.key, parts, strict=True)
            if name != "operation_id" or len(parts) == 1
        ]
        return " · ".join(shown)
    held = getattr(programme, table, None)
    found = held.loc[row_id].to_dict() if held is not None and row_id in held.index else dict(values or {})
    if table == "funding_lines":
        return line_word(programme, row_id, found)
    if table == "funding_amounts":
        names = ("funding_line_id", "year", "half", "state")
        parts = [value_word(programme, table, name, known(found.get(name))) for name in names]
        return " · ".join(part for part in parts if part != UNKNOWN) or row_id
    named = known(found.get("name")) or known(found.get("number")) or known(found.get("title"))
    return f"{named} ({row_id})" if named else row_id
