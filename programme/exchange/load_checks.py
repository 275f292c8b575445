"""What only rows and tables taken together can tell: duplicates, references, amounts, dates, shapes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from core.issues import Issue
from gis.projection import to_wgs84
from programme.exchange.declarations import Format
from programme.exchange.evaluation import site_of
from programme.exchange.faults import fault
from programme.exchange.reading import Content, Row
from programme.footprints import multipolygon
from programme.steps import FundingNature

LAMBERT_93_BOUNDS = (0.0, 6_000_000.0, 1_300_000.0, 7_200_000.0)
"""Within them lies all of metropolitan France: degrees, other zones and swapped axes fall outside."""

_LINE_AMOUNTS = ("requested_eur", "voted_eur", "committed_eur", "paid_eur")
_POSITION = re.compile(r"\[(\S+) (\S+)\]")


def check(contents: Mapping[str, Content]) -> list[Issue]:
    """Run every check but those of shapes, each apart, and give all that they find.

    Parameters
    ----------
    contents
        Tables by name, as they were read.
    """
    found = [*_duplicates(contents.values()), *_references(contents), *_sites(contents)]
    for content in contents.values():
        for row in content.rows:
            found.extend(row_issues(content.format, row))
    return found


def row_issues(form: Format, row: Row) -> list[Issue]:
    """What the cells of one row, taken together, tell to be wrong.

    Parameters
    ----------
    form
        The table.
    row
        One row of it, cells that could not be understood left out.
    """
    rules: dict[str, Callable[[Format, Row], Iterator[Issue]]] = {
        "funding_lines": _amounts,
        "social_actions": partial(_dates, "start", "end"),
        "conventions": partial(_dates, "signed_on", "ends_on"),
        "priority_sites": partial(_dates, "start", "end"),
        "consultations": _whole_place,
        "indicator_targets": _some_target,
    }
    return list(rules[form.name](form, row)) if form.name in rules else []


def shapes(content: Content) -> tuple[dict[int, BaseGeometry], list[Issue]]:
    """Read the footprints and check their shapes.

    Parameters
    ----------
    content
        Table of footprints.

    Returns
    -------
    Valid multipolygons in EPSG:2154, without heights, by row number; and the issues.
    """
    rows = [row for row in content.rows if "wkt" in row.values]
    texts = np.array([row.values["wkt"] for row in rows], dtype=object)
    read = shapely.from_wkt(texts, on_invalid="ignore")
    kept, found = {}, []
    for row, geometry, code in zip(rows, read, _shape_codes(read), strict=True):
        if code is not None:
            found.append(_shape_issue(code, content.format.file, row, geometry))
            continue
        if shapely.has_z(geometry):
            found.append(_shape_issue("geometry.z_dropped", content.format.file, row, geometry))
        kept[row.number] = multipolygon(shapely.force_2d(geometry))
    return kept, found


def _shape_codes(read: npt.NDArray[np.object_]) -> list[str | None]:
    """Name the first thing that is wrong with each geometry; None where nothing is."""
    west, south, east, north = LAMBERT_93_BOUNDS
    bounds = shapely.bounds(read).reshape(-1, 4)
    # NaN compares false: a footprint whose coordinates are no numbers lies nowhere.
    inside = (bounds[:, :2] >= (west, south)).all(axis=1) & (bounds[:, 2:] <= (east, north)).all(axis=1)
    codes = np.select(
        [
            shapely.is_missing(read),
            shapely.is_empty(read),
            ~np.isin(
                shapely.get_type_id(read), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
            ),
            ~inside,
            ~shapely.is_valid(read),
        ],
        [
            "geometry.wkt",
            "geometry.empty",
            "geometry.not_polygon",
            "geometry.out_of_bounds",
            "geometry.invalid",
        ],
        default="",
    )
    return [code or None for code in codes.tolist()]


def _shape_issue(code: str, file: str, row: Row, geometry: BaseGeometry | None) -> Issue:
    needed: dict[str, Any] = {}
    if code == "geometry.not_polygon" and geometry is not None:
        needed = {"found": geometry.geom_type}
    elif code == "geometry.out_of_bounds" and geometry is not None:
        x, y = geometry.bounds[:2]
        needed = {"x": round_text(x), "y": round_text(y)}
    elif code == "geometry.invalid":
        reason = shapely.is_valid_reason(geometry)
        needed = {"reason": reason, "place": _place(reason)}
    return fault(code, file, row=row.number, field="wkt", value=row.texts["wkt"], **needed)


def round_text(metres: float) -> str:
    """Write a coordinate for a sentence, to the millimetre at most, whatever it is.

    Examples
    --------
    >>> round_text(652001.25), round_text(float("nan"))
    ('652001.25', 'nan')
    """
    return f"{metres:.12g}"


def _place(reason: str) -> tuple[float, float] | None:
    """Where GEOS found the defect, in degrees."""
    position = _POSITION.search(reason)
    if position is None:
        return None
    point = to_wgs84([shapely.Point(float(position[1]), float(position[2]))])[0]
    return round(point.x, 7), round(point.y, 7)


def _duplicates(contents: Iterable[Content]) -> Iterator[Issue]:
    for content in contents:
        form = content.format
        yield from _shared(content, form.key, "id.duplicate" if form.key == ("id",) else "row.duplicate")
        if form.alone:
            yield from _shared(content, form.alone, "row.duplicate", unknown=True)


def _shared(content: Content, names: tuple[str, ...], code: str, *, unknown: bool = False) -> Iterator[Issue]:
    """Rows that say the same in some columns; ``unknown``: an empty cell counts as a value."""
    first: dict[tuple[str, ...], int] = {}
    for row in content.rows:
        key = tuple(row.texts.get(name, "") for name in names)
        if not unknown and not all(key):
            continue
        before = first.setdefault(key, row.number)
        if before != row.number:
            value = " · ".join(part for part in key if part)
            yield fault(code, content.format.file, row=row.number, field=names[0], value=value, first=before)


def _references(contents: Mapping[str, Content]) -> Iterator[Issue]:
    # A row that is refused for another reason is still there to be referred to: one mistake, one issue.
    known = {
        name: {row.texts["id"] for row in content.rows}
        for name, content in contents.items()
        if content.readable and content.format.key == ("id",)
    }
    for content in contents.values():
        form = content.format
        for column in form.columns:
            if column.refers not in known:
                continue
            for row in content.rows:
                text = row.texts[column.name]
                if text and text not in known[column.refers]:
                    yield fault(column.unknown, form.file, row=row.number, field=column.name, value=text)


def _sites(contents: Mapping[str, Content]) -> Iterator[Issue]:
    """Places that are evaluated and are no site of the programme."""
    known = {row.texts["id"] for row in contents["priority_sites"].rows}
    for content in contents.values():
        if "place" in content.format.key and contents["priority_sites"].readable:
            for row in content.rows:
                site = site_of(row.values.get("place"))
                if site is not None and site not in known:
                    yield fault(
                        "place.unknown", content.format.file, row=row.number, field="place", value=site
                    )


def _amounts(form: Format, row: Row) -> Iterator[Issue]:
    nature = row.values.get("nature", "")
    amounts: dict[str, Decimal] = {
        name: row.values[name] for name in _LINE_AMOUNTS if row.values.get(name) is not None
    }
    wrong_sign: dict[str, tuple[str, list[str]]] = {
        FundingNature.AWARD: ("amount.negative", [name for name, amount in amounts.items() if amount < 0]),
        FundingNature.DECOMMITMENT: (
            "amount.positive_decommitment",
            [name for name, amount in amounts.items() if amount > 0],
        ),
    }
    code, names = wrong_sign.get(nature, ("", []))
    for name in names:
        yield fault(code, form.file, row=row.number, field=name, value=row.texts[name])
    if nature != FundingNature.AWARD or names:
        return
    for code, name, limit in (
        ("amount.paid_above_committed", "paid_eur", "committed_eur"),
        ("amount.committed_above_voted", "committed_eur", "voted_eur"),
    ):
        if name in amounts and limit in amounts and amounts[name] > amounts[limit]:
            yield fault(
                code, form.file, row=row.number, field=name, value=row.texts[name], limit=row.texts[limit]
            )


def _dates(first: str, last: str, form: Format, row: Row) -> Iterator[Issue]:
    start, end = row.values.get(first), row.values.get(last)
    if start is not None and end is not None and end < start:
        yield fault(
            "date.end_before_start",
            form.file,
            row=row.number,
            field=last,
            value=row.texts[last],
            start=row.texts[first],
        )


def _whole_place(form: Format, row: Row) -> Iterator[Issue]:
    if {"lon", "lat"} <= row.values.keys() and (row.values["lon"] is None) != (row.values["lat"] is None):
        lacking = "lon" if row.values["lon"] is None else "lat"
        yield fault("place.incomplete", form.file, row=row.number, field=lacking)


def _some_target(form: Format, row: Row) -> Iterator[Issue]:
    if all(name in row.values and row.values[name] is None for name in ("baseline", "target")):
        yield fault("target.empty", form.file, row=row.number, field="target")
