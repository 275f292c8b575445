"""From what a file holds to what a field is: text, whole number, decimal, date, truth; all in Arrow."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from layers.layer import Field, FieldType

Mask = npt.NDArray[np.bool_]

_SPACES = r"[\s\x{00a0}\x{202f}]"
_INTEGER = r"^[+-]?[0-9]{1,18}(?:[.,]0+)?$"
_DECIMAL = r"^[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$"
_DATES = (
    (r"^([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})(?:[T ].*)?$", r"\1-\2-\3"),
    (r"^([0-9]{4})([0-9]{2})([0-9]{2})$", r"\1-\2-\3"),
    (r"^([0-9]{2})[-/.]([0-9]{2})[-/.]([0-9]{4})$", r"\3-\2-\1"),
)
_TRUE = ("true", "t", "vrai", "v", "oui", "o", "yes", "y", "1")
_FALSE = ("false", "f", "faux", "non", "n", "no", "0")


@dataclass(frozen=True)
class Converted:
    """A column that became a field.

    Attributes
    ----------
    values
        n values of the field's type, null where unknown.
    text
        n texts as the file has them, trimmed; null where there is nothing.
    unusable
        n truths: there is a text, and it is not of the field's type.
    unmatched
        n truths: the value does not match the field's pattern.
    unlisted
        n truths: the value is none of the field's choices.
    """

    values: pa.Array
    text: pa.Array
    unusable: Mask
    unmatched: Mask
    unlisted: Mask

    @property
    def unknown(self) -> Mask:
        """Tell for each of the n rows whether the field has no value."""
        return _mask(pc.is_null(self.values))


def convert(column: pa.ChunkedArray | pa.Array, field: Field) -> Converted:
    """Convert a column of a file.

    Parameters
    ----------
    column
        n values of any type that GDAL gives.
    field
        What they should be.
    """
    raw = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_floating(raw.type):
        raw = pc.if_else(pc.is_nan(raw), pa.scalar(None, raw.type), raw)
    text = _text(raw)
    if field.pad is not None:
        text = _padded(text, field.pad)
    values = _TYPED[field.type](raw, text)
    unusable = _mask(pc.and_(pc.is_valid(text), pc.is_null(values)))
    nothing = np.zeros(len(text), dtype=bool)
    return Converted(
        values=values,
        text=text,
        unusable=unusable,
        unmatched=_mask(pc.invert(_matches(values, field.pattern))) if field.pattern else nothing,
        unlisted=_unlisted(values, list(field.choices)) if field.choices else nothing,
    )


def _text(raw: pa.Array) -> pa.Array:
    """Write values as texts; whole numbers have no decimals, and an empty text is nothing."""
    if pa.types.is_floating(raw.type):
        whole = pc.equal(raw, pc.round(raw))
        if pc.all(whole).as_py() and pc.all(pc.less(pc.abs(raw), 1e15)).as_py():
            raw = pc.cast(raw, pa.int64())
    if pa.types.is_nested(raw.type) or pa.types.is_binary(raw.type):
        return pa.array([None if value is None else str(value) for value in raw.to_pylist()], pa.string())
    text = pc.utf8_trim_whitespace(pc.cast(raw, pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _padded(text: pa.Array, width: int) -> pa.Array:
    return pc.if_else(pc.match_substring_regex(text, "^[0-9]+$"), pc.utf8_lpad(text, width, "0"), text)


def _as_text(raw: pa.Array, text: pa.Array) -> pa.Array:  # noqa: ARG001 - one signature for all types
    return text


def _as_integer(raw: pa.Array, text: pa.Array) -> pa.Array:
    if pa.types.is_integer(raw.type):
        return pc.cast(raw, pa.int64())
    compact = pc.replace_substring_regex(text, _SPACES, "")
    digits = pc.replace_substring_regex(_only(compact, _INTEGER), r"^\+|[.,]0+$", "")
    return pc.cast(digits, pa.int64())


def _as_decimal(raw: pa.Array, text: pa.Array) -> pa.Array:
    if pa.types.is_floating(raw.type) or pa.types.is_integer(raw.type):
        numbers = pc.cast(raw, pa.float64())
    else:
        compact = pc.replace_substring(pc.replace_substring_regex(text, _SPACES, ""), ",", ".")
        numbers = pc.cast(pc.replace_substring_regex(_only(compact, _DECIMAL), r"^\+", ""), pa.float64())
    return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))


def _as_date(raw: pa.Array, text: pa.Array) -> pa.Array:
    if pa.types.is_date(raw.type) or pa.types.is_timestamp(raw.type):
        return pc.cast(raw, pa.date32(), safe=False)
    # Dates repeat: each is read once.
    distinct = text.dictionary_encode()
    return _dates(distinct.dictionary).take(distinct.indices)


def _dates(text: pa.Array) -> pa.Array:
    iso = text
    for pattern, order in _DATES:
        iso = pc.replace_substring_regex(iso, pattern, order)
    iso = _only(iso, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    days = pc.strptime(iso, format="%Y-%m-%d", unit="s", error_is_null=True)
    # The 31st of a short month is read as a day of the next one: such a day is none.
    same = pc.equal(pc.strftime(days, format="%Y-%m-%d"), iso)
    return pc.cast(pc.if_else(same, days, pa.scalar(None, days.type)), pa.date32())


def _as_boolean(raw: pa.Array, text: pa.Array) -> pa.Array:
    if pa.types.is_boolean(raw.type):
        return raw
    lower = pc.utf8_lower(text)
    yes = pc.is_in(lower, value_set=pa.array(_TRUE))
    known = pc.or_(yes, pc.is_in(lower, value_set=pa.array(_FALSE)))
    return pc.if_else(known, yes, pa.scalar(None, pa.bool_()))


_TYPED = {
    FieldType.TEXT: _as_text,
    FieldType.INTEGER: _as_integer,
    FieldType.DECIMAL: _as_decimal,
    FieldType.DATE: _as_date,
    FieldType.BOOLEAN: _as_boolean,
}


def _only(text: pa.Array, pattern: str) -> pa.Array:
    """Keep the texts that match; the others become null."""
    return pc.if_else(pc.match_substring_regex(text, pattern), text, pa.scalar(None, pa.string()))


def _matches(values: pa.Array, pattern: str) -> pa.Array:
    """Tell which values match a pattern as a whole; an unknown one has nothing to match."""
    found = pc.match_substring_regex(pc.cast(values, pa.string()), f"^(?:{pattern})$")
    return pc.fill_null(found, fill_value=True)


def _unlisted(values: pa.Array, choices: list[str]) -> Mask:
    listed = pc.is_in(values, value_set=pa.array(choices, pa.string()))
    return _mask(pc.and_(pc.is_valid(values), pc.invert(listed)))


def _mask(values: pa.Array) -> Mask:
    mask: Mask = values.to_numpy(zero_copy_only=False).astype(bool)
    return mask
