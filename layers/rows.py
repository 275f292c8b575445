"""Judging the rows of a file by the declaration of their layer: which are kept, what is wrong with each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from core.issues import Issue, Level
from core.languages import N_
from core.settings import Territory
from layers.conversion import Converted, convert
from layers.layer import Field, FieldType, Layer
from layers.territory import declared_inside

Mask = npt.NDArray[np.bool_]

MOST_NAMED = 1_000
"""Rows that are named one by one for one fault of one field; the others are counted."""

_GAP_SHARE = 0.01
"""A field that fewer rows than this lack has gaps, which are named; otherwise its source does not know."""

_TYPE_TEXTS = {
    FieldType.TEXT: N_("Row {row}, {field}: “{value}” is no text."),
    FieldType.INTEGER: N_("Row {row}, {field}: “{value}” is no whole number."),
    FieldType.DECIMAL: N_("Row {row}, {field}: “{value}” is no number."),
    FieldType.DATE: N_("Row {row}, {field}: “{value}” is no date."),
    FieldType.BOOLEAN: N_("Row {row}, {field}: “{value}” is neither true nor false."),
}


@dataclass(frozen=True)
class Judged:
    """Rows after the judgement.

    Attributes
    ----------
    values
        n values by name of field, for the fields that the file brings.
    rejected
        n truths: the row lacks what the layer requires, or repeats an identifier.
    outside
        n truths: its code places it outside the territory.
    unplaced
        n truths: its code does not say, and its geometry must.
    issues
        What was found in rows that are not outside.
    """

    values: Mapping[str, pa.Array]
    rejected: Mask
    outside: Mask
    unplaced: Mask
    issues: tuple[Issue, ...]


def judge(
    layer: Layer, columns: Mapping[str, pa.ChunkedArray], names: Mapping[str, str], territory: Territory
) -> Judged:
    """Convert the columns of a file and judge its rows.

    Parameters
    ----------
    layer
        Declaration of the layer.
    columns
        n values by name of field; at least the required ones.
    names
        Names of the columns by names of fields, as the file spells them.
    territory
        What the installation serves.
    """
    fields = {name: convert(column, layer.by_name[name]) for name, column in columns.items()}
    count = len(fields[layer.identifier].values)
    outside, unplaced = _placed(layer, fields, territory, count)
    visible = ~outside
    rejected = np.zeros(count, dtype=bool)
    issues: list[Issue] = []
    for name, converted in fields.items():
        field = layer.by_name[name]
        if field.required:
            rejected |= visible & (converted.unknown | converted.unmatched)
        issues += _field_issues(field, names[name], converted, visible)
    repeated, found = _repeated(fields[layer.identifier], visible & ~rejected, names[layer.identifier])
    values = {name: converted.values for name, converted in fields.items()}
    return Judged(values, rejected | repeated, outside, unplaced & visible, (*issues, *found))


def _placed(
    layer: Layer, fields: Mapping[str, Converted], territory: Territory, count: int
) -> tuple[Mask, Mask]:
    """Tell which rows their code places outside, and which ones it does not place."""
    nothing = np.zeros(count, dtype=bool)
    if territory.all:
        return nothing, nothing
    if layer.place is None or layer.place[0] not in fields:
        return nothing, ~nothing
    name, kind = layer.place
    inside, unplaced = declared_inside(fields[name].values, kind, territory)
    # A code that is no code places nothing: it is a fault of the row, or the geometry decides.
    unplaced = unplaced | fields[name].unmatched
    return ~inside & ~unplaced, unplaced & ~inside


def _field_issues(field: Field, column: str, converted: Converted, visible: Mask) -> Iterator[Issue]:
    """Name what is wrong in one field: an error where it is required, else a warning."""
    weight = Level.ERROR if field.required else Level.WARNING
    yield from _named(
        "field.type", weight, _TYPE_TEXTS[field.type], visible & converted.unusable, column, converted.text
    )
    yield from _named(
        "field.pattern",
        weight,
        N_("Row {row}, {field}: “{value}” does not have the form of such a value."),
        visible & converted.unmatched,
        column,
        converted.text,
    )
    yield from _named(
        "field.choice",
        Level.WARNING,
        N_("Row {row}, {field}: “{value}” is none of the known values; it is kept."),
        visible & converted.unlisted,
        column,
        converted.text,
    )
    empty = visible & converted.unknown & ~converted.unusable
    if field.required:
        text = N_("Row {row}, {field}: there is no value, and one is required; the row is left out.")
        yield from _named("field.required", Level.ERROR, text, empty, column)
        return
    total, lacking = int(visible.sum()), int(empty.sum())
    if 0 < lacking < total * _GAP_SHARE:
        text = N_("Row {row}, {field}: there is no value; it stays unknown.")
        yield from _named("field.empty", Level.WARNING, text, empty, column)
    elif lacking:
        text = N_("{field}: {count} of {total} rows have no value; it stays unknown there.")
        values = {"field": column, "count": lacking, "total": total}
        yield Issue("field.partly_unknown", Level.INFORMATION, text, values, field=column)


def _named(
    code: str, level: Level, text: str, faulty: Mask, column: str, values: pa.Array | None = None
) -> Iterator[Issue]:
    """Name faulty rows one by one, and count those past the thousandth."""
    positions = np.flatnonzero(faulty)
    for position in positions[:MOST_NAMED]:
        value = None if values is None else values[int(position)].as_py()
        filled = {"row": int(position) + 1, "field": column} | ({} if value is None else {"value": value})
        yield Issue(code, level, text, filled, row=int(position) + 1, field=column, value=value)
    left = len(positions) - MOST_NAMED
    if left > 0:
        more = N_("{field}: {count} more rows have the same fault ({code}).")
        yield Issue(code, level, more, {"field": column, "count": left, "code": code}, field=column)


def _repeated(identifiers: Converted, candidates: Mask, column: str) -> tuple[Mask, list[Issue]]:
    """Find the rows whose identifier an earlier row has."""
    positions = np.flatnonzero(candidates)
    texts = pd.Series(identifiers.values.to_numpy(zero_copy_only=False)[positions])
    again = texts.duplicated().to_numpy()
    repeated = np.zeros(len(candidates), dtype=bool)
    repeated[positions[again]] = True
    first = (
        {text: positions[place] + 1 for place, text in texts[~texts.duplicated()].items()}
        if again.any()
        else {}
    )
    text = N_("Row {row}, {field}: “{value}” already stands in row {first}; the row is left out.")
    issues: list[Issue] = []
    for position, value in zip(positions[again][:MOST_NAMED], texts[again], strict=False):
        filled = {"row": int(position) + 1, "field": column, "value": value, "first": int(first[value])}
        issues.append(
            Issue(
                "row.duplicate", Level.ERROR, text, filled, row=int(position) + 1, field=column, value=value
            )
        )
    if again.sum() > MOST_NAMED:
        more = N_("{field}: {count} more rows have the same fault ({code}).")
        filled = {"field": column, "count": int(again.sum()) - MOST_NAMED, "code": "row.duplicate"}
        issues.append(Issue("row.duplicate", Level.ERROR, more, filled, field=column))
    return repeated, issues
