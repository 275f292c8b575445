"""Layers as tables without a map: CSV that a spreadsheet opens as it is, with the place of each feature in columns."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from core.languages import _
from exports.data.columns import Column, plain_cells
from exports.data.share import Writing
from exports.data.table import LayerTable
from exports.tables import cell
from gis.projection import to_wgs84
from layers.layer import FieldType

_DEGREES, _METRES = 6, 2
_TOLD_EVERY = 5_000


def place_columns() -> tuple[Column, ...]:
    """Columns that say where a feature lies."""
    meaning = _("Point inside the feature: {system}.")
    return tuple(
        Column(name, FieldType.DECIMAL, title, meaning.format(system=system), unit)
        for name, title, unit, system in (
            ("longitude", _("Longitude"), "°", "WGS 84"),
            ("latitude", _("Latitude"), "°", "WGS 84"),
            ("x_m", "X", "m", "Lambert-93"),
            ("y_m", "Y", "m", "Lambert-93"),
        )
    )


def wkt_column() -> Column:
    """Column that holds the outline as well-known text."""
    return Column(
        "wkt",
        FieldType.TEXT,
        _("Outline"),
        _("Well-known text in Lambert-93 (EPSG:2154), to the millimetre."),
    )


def places(table: LayerTable) -> list[list[Decimal | None]]:
    """Values of the columns of :func:`place_columns`, of n features each; None for what lies nowhere."""
    shapes = table.features.geometry.to_numpy()
    inside = shapely.point_on_surface(shapes)
    missing = shapely.is_missing(inside)
    found = []
    for points, decimals in ((to_wgs84(inside) if len(inside) else inside, _DEGREES), (inside, _METRES)):
        for values in (shapely.get_x(points), shapely.get_y(points)):
            known = np.where(missing, 0.0, values)
            found.append(
                [
                    None if nowhere else Decimal(f"{value:.{decimals}f}")
                    for value, nowhere in zip(known, missing, strict=True)
                ]
            )
    return found


def write_csv(file: Path, table: LayerTable, *, wkt: bool, writing: Writing) -> None:
    """Write a layer as CSV: UTF-8 with a byte order mark, semicolons, decimal commas.

    Parameters
    ----------
    file
        To be made.
    table
        Its rows; the header holds the names of the columns, which are the same in every language.
    wkt
        True: the outline of each feature is the last column.
    writing
        Told the share that is written every few thousand rows.
    """
    columns = [*table.columns, *place_columns(), *([wkt_column()] if wkt else [])]
    values: list[list[Any]] = [plain_cells(table.features[column.name]) for column in table.columns]
    values += places(table)
    if wkt:
        values.append(list(shapely.to_wkt(table.features.geometry.to_numpy(), rounding_precision=3)))
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        for number, row in enumerate(zip(*values, strict=True)):
            if number % _TOLD_EVERY == 0:
                writing(number / len(table.features))
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    """Cell of the file: a measure keeps every digit that it has."""
    return cell(Decimal(repr(value))) if isinstance(value, float) else cell(value)
