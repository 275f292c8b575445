"""From the columns of a file to the fields of a layer, by the names that sources give them."""

from collections.abc import Sequence

from core.issues import Issue, Level
from core.languages import N_
from layers.layer import FICTITIOUS, Field, Layer

_SHAPEFILE_NAME = 10
"""A shapefile cuts longer names."""


def columns_of(layer: Layer, columns: Sequence[str]) -> dict[str, str]:
    """Say which column brings each field.

    Parameters
    ----------
    layer
        Declaration of the layer.
    columns
        Names in the file, compared without case; a name of ten letters may be the beginning of a longer one.

    Returns
    -------
    Names of columns by names of fields, in the order of the layer; fields that no column brings are absent.
    """
    spelled = {column.casefold(): column for column in reversed(columns)}
    found = {item.name: _column(item, spelled) for item in layer.fields}
    return {name: column for name, column in found.items() if column is not None}


def _column(field: Field, spelled: dict[str, str]) -> str | None:
    for source in field.sources:
        for name in (source.casefold(), source.casefold()[:_SHAPEFILE_NAME]):
            if name in spelled:
                return spelled[name]
    return None


def mapping_issues(layer: Layer, columns: Sequence[str], found: dict[str, str]) -> list[Issue]:
    """Say which fields are missing and which columns are not used.

    Parameters
    ----------
    layer
        Declaration of the layer.
    columns
        Names in the file.
    found
        What :func:`columns_of` found.

    Returns
    -------
    An error for each required field, then one information on the others, and one on the columns left aside.
    """
    issues = [
        Issue(
            "field.missing",
            Level.ERROR,
            N_("The field “{field}” is required. It may be called {accepted}; the file has {found}."),
            {"field": item.name, "accepted": _listed(item.sources), "found": _listed(columns)},
            field=item.name,
        )
        for item in layer.fields
        if item.required and item.name not in found
    ]
    optional = [item for item in layer.fields if not item.required and item != FICTITIOUS]
    absent = [item.name for item in optional if item.name not in found]
    if absent:
        text = N_("The file has no column for: {fields}. These stay unknown.")
        issues.append(Issue("field.absent", Level.INFORMATION, text, {"fields": _listed(absent)}))
    unused = [column for column in columns if column not in found.values()]
    if unused:
        text = N_("Columns that the layer does not keep: {columns}.")
        issues.append(Issue("field.unused", Level.INFORMATION, text, {"columns": _listed(unused)}))
    return issues


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "—"
