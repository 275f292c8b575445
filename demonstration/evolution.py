"""Outlines of the priority neighbourhoods of 2024: those of 2015 with some edges moved by whole blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely

from demonstration.cutting import is_broad, polygons
from demonstration.dice import Dice
from demonstration.districts import Cell, District


@dataclass(frozen=True, slots=True)
class Change:
    """How a neighbourhood of 2024 came about.

    Attributes
    ----------
    site
        Code of the neighbourhood of 2015, or of the new site, that it starts from.
    removed, added
        Number of blocks that leave and that enter.
    """

    site: str
    removed: int = 0
    added: int = 0


CHANGES: Mapping[str, Change] = {
    "QN09201M": Change("QP092002", 1, 2),
    "QN09202I": Change("QP092003"),
    "QN09203M": Change("QP092004", 1, 1),
    "QN09204M": Change("QP092005", 2, 2),
    "QN09205I": Change("QP092006"),
    "QN09206M": Change("QP092007", 2, 2),
    "QN09207M": Change("QP092008", 0, 4),
    "QN09208M": Change("QP092010", 1, 4),
    "QN09209I": Change("QP092011"),
    "QN09210M": Change("QP092012", 2, 1),
    "QN09211M": Change("QP092013", 2, 2),
    "QN09212I": Change("QP092015"),
    "QN09213M": Change("QP092016", 1, 3),
    "QN09214M": Change("QP092018", 1, 3),
    "QN09215M": Change("QP092019", 3, 2),
    "QN09216M": Change("QP092020", 0, 2),
    "QN09217M": Change("QP092021", 0, 4),
    "QN09218N": Change("NEW-92050"),
}
"""By code of 2024, whose last letter tells an outline that is identical, modified or new."""


def outlines_2024(districts: Sequence[District]) -> dict[str, shapely.Polygon]:
    """Outlines of 2024 by code: valid polygons that follow the limits of cells and do not overlap."""
    found: dict[str, shapely.Polygon] = {}
    for code, change in CHANGES.items():
        district = next(item for item in districts if change.site in item.outlines)
        others = shapely.union_all(list(found.values()))
        found[code] = _moved(district, change, Dice(f"2024/{code}"), others)
    return found


def _whole(cells: Sequence[Cell]) -> shapely.Geometry:
    return shapely.coverage_union_all([cell.outline for cell in cells])


def _sound(cells: Sequence[Cell]) -> bool:
    """Whether the cells join to one polygon without holes."""
    union = _whole(cells)
    return union.geom_type == "Polygon" and not union.interiors and union.is_valid


def _moved(district: District, change: Change, dice: Dice, others: shapely.Geometry) -> shapely.Polygon:
    inside = [cell for cell in district.cells if cell.site == change.site]
    if not change.removed and not change.added:
        return district.outlines[change.site]
    area = district.outlines[change.site].area
    for _step in range(change.removed):
        leaving = next(
            (
                cell
                for cell in dice.shuffled(inside)
                if 0.015 * area < cell.outline.area < 0.14 * area
                and _sound([other for other in inside if other is not cell])
            ),
            None,
        )
        inside = [cell for cell in inside if cell is not leaving]
    homes = {cell.commune for cell in inside}
    free = [
        cell
        for cell in district.cells
        if not cell.site and cell.commune in homes and not shapely.intersects(cell.outline, others)
    ]
    for _step in range(change.added):
        union = _whole(inside)
        for cell in dice.shuffled(free):
            shared = shapely.length(shapely.intersection(union.boundary, cell.outline.boundary))
            if (
                shared > 0.22 * shapely.length(cell.outline.boundary)
                and is_broad(cell.outline, 18.0)
                and _sound([*inside, cell])
            ):
                inside = [*inside, cell]
                free = [other for other in free if other is not cell]
                break
    return max(polygons(_whole(inside)), key=lambda part: part.area)
