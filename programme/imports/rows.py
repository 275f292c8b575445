"""What the rows of any workbook of funding share: faults of rows, derived identifiers, lines that look alike."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.issues import Issue, Level
from core.languages import N_
from core.text import fold
from programme.exchange.cell_texts import cell_text
from programme.exchange.faults import fault
from programme.exchange.format import Format
from programme.exchange.load_checks import row_issues
from programme.exchange.reading import Row
from programme.imports.reconciliation import Wanted
from programme.imports.sheet import Sheet

ALIKE = N_(
    "The programme already holds the line {value}, of the same operation, funder, kind and year: "
    "see to it that the money is not counted twice."
)
_NATURAL = ("operation_id", "funder_id", "kind", "nature", "year")


class Texts(dict[str, str]):
    """Cells of a row as the format writes them, worked out where a sentence needs them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, name: str) -> str:
        self[name] = cell_text(self._values.get(name))
        return self[name]


def together(
    form: Format, values: Mapping[str, Any], row: int, heads: Mapping[str, str], sheet: str
) -> Iterator[Issue]:
    """What is wrong in the values of a row taken together, told by the heads of the file."""
    for issue in row_issues(form, Row(row, values, Texts(values))):
        head = heads.get(issue.field or "", issue.field)
        yield replace(issue, file=sheet, field=head, values={**issue.values, "field": head})


def missing(row: int, head: str, sheet: str) -> Issue:
    """A cell that must not be empty and is."""
    return fault("value.missing", sheet, row=row, field=head)


def of_sheet(sheet: Sheet) -> list[Issue]:
    """What is wrong in the rows of a CSV file before any cell is read."""
    return [
        fault("row.cells", sheet.name, row=number, found=found, expected=len(sheet.columns))
        for number, found in sheet.ragged
    ]


def derived(*parts: str) -> str:
    """Identifier of a row, from what tells it apart: the same at every import, accents and case apart.

    Examples
    --------
    >>> derived("2024", "Ville d’Exemple") == derived("2024", "VILLE D'EXEMPLE")
    True
    """
    content = "\x1f".join(fold(part) for part in parts)
    return f"IMP-{hashlib.sha256(content.encode()).hexdigest()[:16]}"


def alike(items: Sequence[Wanted], held: Mapping[str, Mapping[str, Any]], sheet: str) -> Iterator[Issue]:
    """Warn of new lines that the programme seems to hold under another identifier.

    Parameters
    ----------
    items
        Lines that the file wants; those whose identifier was derived.
    held
        Lines that the programme keeps, by identifier.
    sheet
        Name of the sheet.
    """
    named = {item.id for item in items}
    kept: dict[tuple[Any, ...], str] = defaultdict(str)
    for key, values in held.items():
        if key not in named:
            kept.setdefault(_natural(values), key)
    for item in items:
        other = kept.get(_natural(item.values)) if item.id not in held else None
        if other:
            yield Issue(
                "line.alike",
                Level.WARNING,
                ALIKE,
                values={"value": other},
                row=item.row,
                value=other,
                file=sheet,
            )


def _natural(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values.get(name) for name in _NATURAL)


def first_of_each(items: Iterable[Wanted]) -> dict[str, Wanted]:
    """Rows by identifier; of those that repeat one another, the first."""
    found: dict[str, Wanted] = {}
    for item in items:
        found.setdefault(item.id, item)
    return found
