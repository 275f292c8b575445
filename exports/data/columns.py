"""What a layer that leaves the program is made of: columns with their words, and their cells, typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from core.languages import N_, _
from layers.layer import Field, FieldType

EURO = "€"
ARROW = {
    FieldType.TEXT: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.DECIMAL: pa.float64(),
    FieldType.DATE: pa.date32(),
    FieldType.BOOLEAN: pa.bool_(),
}
_MONEY = pa.decimal128(18, 2)
TYPE_WORDS = {
    FieldType.TEXT: N_("text"),
    FieldType.INTEGER: N_("whole number"),
    FieldType.DECIMAL: N_("decimal number"),
    FieldType.DATE: N_("date"),
    FieldType.BOOLEAN: N_("true or false"),
}
LABEL = "_label"
"""Ends the name of a column that says in words what a code means."""

# Line ends and tabulations stay: they are text. Halves of characters and non-characters fit into no file.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column, in the words of the language in force.

    Attributes
    ----------
    name
        Plain letters, the same in every language.
    type
        What its cells hold; a decimal number in euros is an exact amount.
    title, meaning
        Words.
    unit
        Such as ``m²``; None for none.
    choices
        Words of the values that are known, by value; empty where anything may stand.
    """

    name: str
    type: FieldType
    title: str
    meaning: str
    unit: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def arrow(self) -> pa.DataType:
        """Type of its cells."""
        return _MONEY if self.type is FieldType.DECIMAL and self.unit == EURO else ARROW[self.type]

    @property
    def head(self) -> str:
        """Title with its unit, to stand over a column."""
        return f"{self.title} ({self.unit})" if self.unit and self.unit not in self.title else self.title

    @property
    def type_words(self) -> str:
        """What its cells hold, in words."""
        return _("amount in euros") if self.arrow == _MONEY else _(TYPE_WORDS[self.type])


def of_field(item: Field) -> Column:
    """Column of a declared field."""
    choices = {value: _(words) for value, words in item.choices.items()}
    return Column(item.name, item.type, _(item.title), _(item.meaning), item.unit, choices)


def labelled(column: Column) -> Column | None:
    """Column that says in words what another one holds as a code; None where the codes are words already."""
    if all(value == words for value, words in column.choices.items()):
        return None
    return Column(
        column.name + LABEL,
        FieldType.TEXT,
        _("{title} (in words)").format(title=column.title),
        _("The same in words."),
    )


def cells(column: Column, values: Iterable[Any]) -> pd.Series:
    """Cells of a column, typed; unknown is null.

    Parameters
    ----------
    column
        Says the type.
    values
        n values as the program's frames hold them: a series of any type, or plain values and None.

    Returns
    -------
    Series of n cells with a range index and an Arrow type. Text holds no control character.
    """
    kept = values.to_numpy() if isinstance(values, pd.Series) else list(values)
    if column.type is FieldType.TEXT:
        kept = [None if _unknown(value) else _UNPRINTABLE.sub(" ", str(value)) for value in kept]
    found = pa.array(kept, from_pandas=True)
    return pd.Series(found.cast(column.arrow), dtype=pd.ArrowDtype(column.arrow))


def in_words(column: Column, values: pd.Series) -> list[str | None]:
    """Words of the codes of a column; the code itself where it is not known."""
    return [None if value is None else column.choices.get(value, value) for value in plain_cells(values)]


def plain_cells(values: pd.Series) -> list[Any]:
    """Native values of typed cells: text, int, float, Decimal, date, bool, and None where unknown."""
    found: list[Any] = pa.array(values).to_pylist()
    return found


def _unknown(value: Any) -> bool:
    return value is None or value is pd.NA or value != value
