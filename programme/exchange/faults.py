"""What may be wrong in the tables that are loaded: each fault has a stable code, a level and a sentence."""

from typing import Any

from core.issues import Issue, Level
from core.languages import N_

_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFORMATION

FAULTS: dict[str, tuple[Level, str]] = {
    "file.missing": (_E, N_("The file is missing. A table without rows is a file with its header alone.")),
    "file.unreadable": (_E, N_("The file cannot be read as CSV: {reason}.")),
    "file.encoding": (_E, N_("The file is not in UTF-8 (from byte {position} on).")),
    "file.empty": (_E, N_("The file is empty: not even the names of the columns are there.")),
    "file.delimiter": (_E, N_("The columns are separated by “{found}”; they must be by commas.")),
    "column.missing": (_E, N_("The column “{field}” is missing.")),
    "column.duplicate": (_E, N_("The column “{field}” is there twice.")),
    "column.unknown": (_W, N_("The column “{field}” is unknown and was left aside.")),
    "row.cells": (_E, N_("The row has {found} cells, the header {expected}.")),
    "row.duplicate": (_E, N_("The row says the same thing as row {first} ({value}).")),
    "value.missing": (_E, N_("“{field}” is empty, and must be known.")),
    "id.malformed": (
        _E,
        N_(
            "“{value}” is no identifier: up to 40 letters without accents, digits, dots, dashes, underscores."
        ),
    ),
    "id.duplicate": (_E, N_("The identifier “{value}” is already that of row {first}.")),
    "operation.unknown": (_E, N_("There is no operation “{value}” in operations.csv.")),
    "funder.unknown": (_E, N_("There is no funder “{value}” in funders.csv.")),
    "social_action.unknown": (_E, N_("There is no social action “{value}” in social_actions.csv.")),
    "funding_line.unknown": (_E, N_("There is no funding line “{value}” in funding_lines.csv.")),
    "convention.unknown": (_E, N_("There is no convention “{value}” in conventions.csv.")),
    "priority_site.unknown": (_E, N_("There is no priority site “{value}” in priority_sites.csv.")),
    "amount_state.unknown": (_E, N_("“{value}” is no state of an amount. Known: {known}.")),
    "site_phase.unknown": (_E, N_("“{value}” is no phase of a priority site. Known: {known}.")),
    "clause.unknown": (_E, N_("“{value}” is no kind of integration clause. Known: {known}.")),
    "rule.malformed": (
        _E,
        N_("“{value}” is no code of a rule: small letters without accents, digits, dots, underscores."),
    ),
    "family.unknown": (_E, N_("“{value}” is no family of operations. Known: {known}.")),
    "step.unknown": (_E, N_("“{value}” is no step of an operation. Known: {known}.")),
    "owner_kind.unknown": (_E, N_("“{value}” is no kind of project owner. Known: {known}.")),
    "funder_kind.unknown": (_E, N_("“{value}” is no kind of funder. Known: {known}.")),
    "funding_kind.unknown": (_E, N_("“{value}” is no kind of funding. Known: {known}.")),
    "funding_nature.unknown": (_E, N_("“{value}” is no nature of a funding line. Known: {known}.")),
    "theme.unknown": (_E, N_("“{value}” is no theme of a social action. Known: {known}.")),
    "public.unknown": (_E, N_("“{value}” is no public of a social action. Known: {known}.")),
    "commune.malformed": (_E, N_("“{value}” is no INSEE code of a commune: five characters, such as 92050.")),
    "neighbourhood.malformed": (
        _E,
        N_("“{value}” is no code of a priority neighbourhood, such as QP092001 or QN09201M."),
    ),
    "siren.malformed": (_W, N_("“{value}” is no SIREN number: nine digits. It was kept as it is.")),
    "amount.malformed": (
        _E,
        N_("“{value}” is no amount: digits and a point for the cents, without spaces, such as 1234.50."),
    ),
    "amount.decimals": (_E, N_("{value} has more than two decimals: amounts are to the cent.")),
    "amount.too_large": (_E, N_("{value} € is no plausible amount.")),
    "amount.negative": (_E, N_("{value} € is negative, and the row is no decommitment.")),
    "amount.positive_decommitment": (
        _E,
        N_("{value} € is positive, but a decommitment takes money back: its amounts are negative."),
    ),
    "amount.paid_above_committed": (_E, N_("{value} € are paid, but only {limit} € are committed.")),
    "amount.committed_above_voted": (_W, N_("{value} € are committed, but only {limit} € were voted.")),
    "number.malformed": (_E, N_("“{value}” is no whole number.")),
    "number.negative": (_E, N_("{value} is negative.")),
    "number.out_of_range": (_E, N_("{value} is out of range: from {least} to {most}.")),
    "degrees.malformed": (_E, N_("“{value}” is no number of degrees, such as 2.2233.")),
    "decimal.malformed": (
        _E,
        N_("“{value}” is no number: digits, and a point before at most six decimals, such as 0.125."),
    ),
    "decimal.too_large": (_E, N_("{value} is no plausible number.")),
    "indicator.unknown": (_E, N_("“{value}” is no indicator of the evaluation. Known: {known}.")),
    "place.malformed": (
        _E,
        N_(
            "“{value}” is no place: territory, site:…, commune:…, neighbourhood_2024:… or neighbourhood_2015:… "
            "with its identifier."
        ),
    ),
    "place.unknown": (_E, N_("There is no priority site “{value}” to evaluate in priority_sites.csv.")),
    "target.empty": (_E, N_("A target says a baseline or a value to reach; both are empty.")),
    "place.incomplete": (_E, N_("A place has a longitude and a latitude; one of them is missing.")),
    "year.out_of_range": (_E, N_("The year {value} is out of range: from {first} to {last}.")),
    "date.malformed": (_E, N_("“{value}” is no date: year, month and day, such as 2026-03-31.")),
    "date.end_before_start": (_E, N_("The end, {value}, is before the start, {start}.")),
    "flag.malformed": (_E, N_("“{value}” must be true or false.")),
    "geometry.wkt": (_E, N_("The text is no geometry in well-known text (WKT).")),
    "geometry.empty": (
        _E,
        N_("The footprint is empty. An operation without a footprint has no row in footprints.csv."),
    ),
    "geometry.not_polygon": (_E, N_("The footprint is a {found}; it must be a POLYGON or a MULTIPOLYGON.")),
    "geometry.out_of_bounds": (
        _E,
        N_("The footprint lies outside metropolitan France in Lambert-93 (EPSG:2154): x {x}, y {y}."),
    ),
    "geometry.invalid": (_E, N_("The footprint is not valid: {reason}.")),
    "geometry.z_dropped": (_W, N_("The footprint has heights, which were left aside.")),
    "parcels.absent": (
        _I,
        N_("The library holds no parcels yet: footprints will be linked to them when they are imported."),
    ),
    "parcels.none": (_W, N_("The footprint covers no parcel of the cadastre.")),
}
"""Level and sentence of each code."""


def fault(
    code: str,
    file: str,
    *,
    row: int | None = None,
    field: str | None = None,
    value: str | None = None,
    place: tuple[float, float] | None = None,
    **values: Any,
) -> Issue:
    """Build an issue from its code.

    Parameters
    ----------
    code
        One of :data:`FAULTS`.
    file, row, field, value
        Where it was found, and what.
    place
        Longitude and latitude, in degrees.
    values
        What the sentence needs beside ``field`` and ``value``.

    Examples
    --------
    >>> fault("number.negative", "funders.csv", row=3, field="rank", value="-1").level
    <Level.ERROR: 'error'>
    """
    level, text = FAULTS[code]
    lon, lat = place or (None, None)
    shown = value if value is None or len(value) <= 80 else value[:79] + "…"
    return Issue(
        code,
        level,
        text,
        values={"field": field, "value": shown, **values},
        row=row,
        field=field,
        value=shown,
        lon=lon,
        lat=lat,
        file=file,
    )
