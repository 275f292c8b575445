"""Where the coordinates of a file are: its CRS, or why it cannot be told."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from core.issues import Issue, Level
from core.languages import N_
from gis import crs as systems
from gis.parquet import Bounds

Geometries = npt.NDArray[np.object_]


def crs_of(
    declared: str | None, given: str | None, bounds: Bounds | None, near: tuple[float, float]
) -> tuple[CRS | None, list[Issue]]:
    """Decide in which CRS coordinates are.

    Parameters
    ----------
    declared
        What the file says; None where it says nothing.
    given
        What the person says, which goes before; None where the file is believed.
    bounds
        Of the coordinates as they stand in the file; None where there are none.
    near
        Longitude and latitude of the territory, to rank proposals.

    Returns
    -------
    The CRS, or None where it cannot be told; and what there is to say about it.
    """
    chosen = given if given is not None else declared
    found = None if chosen is None else systems.parse(chosen)
    if found is None:
        return None, [_missing(chosen, bounds, near)]
    if bounds is not None and systems.contradicts(bounds, found):
        return None, [_contradicted(found, bounds, near)]
    issues: list[Issue] = []
    if given is not None and declared is not None:
        own = systems.parse(declared)
        if own is None or not systems.same(own, found):
            text = N_("The file declares {declared}; {given} was used, as you asked.")
            values = {
                "declared": declared[:60] if own is None else systems.label(own),
                "given": systems.label(found),
            }
            issues.append(Issue("crs.overridden", Level.WARNING, text, values))
    if systems.lacks_grid(found):
        text = N_("{crs}: the grid of the IGN is not installed; positions are about 3 m off.")
        issues.append(Issue("crs.no_grid", Level.WARNING, text, {"crs": systems.label(found)}))
    return found, issues


def _missing(chosen: str | None, bounds: Bounds | None, near: tuple[float, float]) -> Issue:
    values = _proposals(bounds, near) | {"crs": (chosen or "")[:60]}
    if chosen is None:
        text = N_(
            "The file declares no coordinate reference system. Say which one it is; likely: {candidates}."
        )
        return Issue("crs.missing", Level.ERROR, text, values)
    text = N_(
        "The coordinate reference system “{crs}” is not known. Say which one it is; likely: {candidates}."
    )
    return Issue("crs.unknown", Level.ERROR, text, values, value=chosen[:200])


def _contradicted(found: CRS, bounds: Bounds, near: tuple[float, float]) -> Issue:
    text = N_(
        "The coordinates (x from {west} to {east}, y from {south} to {north}) cannot be in {crs}. "
        "Say in which coordinate reference system they are; likely: {candidates}."
    )
    values: dict[str, Any] = dict(
        zip(("west", "south", "east", "north"), (round(edge, 3) for edge in bounds), strict=True)
    )
    values |= {"crs": systems.label(found)} | _proposals(bounds, near)
    return Issue("crs.contradicted", Level.ERROR, text, values, value=systems.label(found))


def _proposals(bounds: Bounds | None, near: tuple[float, float]) -> dict[str, Any]:
    """Likely systems, the nearest to the territory first: as words, and as codes to choose from."""
    found = [] if bounds is None else systems.candidates(bounds, near)[:3]
    words = ", ".join(f"{item.code} ({item.name})" for item in found) or "—"
    return {"candidates": words, "codes": [item.code for item in found]}


def located(issues: list[Issue], shapes: Geometries, rows: npt.NDArray[np.intp], crs: CRS) -> list[Issue]:
    """Give the issues of rows the place of their feature, where they have none.

    Parameters
    ----------
    issues
        What was found.
    shapes
        n geometries in ``crs``, as they stand in the file.
    rows
        n numbers of their rows.
    crs
        Where their coordinates are.
    """
    wanted = {issue.row for issue in issues if issue.row is not None and issue.lon is None}
    chosen = np.flatnonzero(np.isin(rows, list(wanted))) if wanted else np.empty(0, dtype=np.intp)
    if not len(chosen):
        return issues
    coordinates, owner = shapely.get_coordinates(shapes[chosen], return_index=True)
    owner, first = np.unique(owner, return_index=True)
    places = systems.transform(
        systems.transform(coordinates[first], crs), CRS(systems.METRIC), CRS("EPSG:4326")
    )
    by_row = {
        int(rows[chosen[position]]): (round(float(lon), 7), round(float(lat), 7))
        for position, (lon, lat) in zip(owner, places, strict=True)
        if np.isfinite([lon, lat]).all()
    }
    return [
        replace(issue, lon=by_row[issue.row][0], lat=by_row[issue.row][1])
        if issue.lon is None and issue.row in by_row
        else issue
        for issue in issues
    ]
