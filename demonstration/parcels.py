"""Parcels: the plots of all districts, numbered as a cadastre numbers them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import geopandas as gpd
import numpy as np
import shapely

from demonstration.dice import Dice
from demonstration.districts import District

SECTION_PARCELS = 230
"""A section holds about as many parcels, and whole blocks."""
LAST_DAY = dt.date(2026, 9, 30)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel of the invented cadastre.

    Attributes
    ----------
    idu
        Identifier of 14 characters.
    commune, section, number
        Its parts; the prefix is always 000.
    outline
        EPSG:2154, millimetre grid.
    recorded_m2
        Area of record, at most 2 % away from the drawn one.
    created, updated
        Days in the cadastral plan.
    use
        What stands on it.
    site
        Code of the site that it lies in; empty outside.
    block
        Names its block: two parcels of one block stand between the same streets.
    """

    idu: str
    commune: str
    section: str
    number: str
    outline: shapely.Polygon
    recorded_m2: int
    created: dt.date
    updated: dt.date
    use: str
    site: str
    block: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Draft:
    outline: shapely.Polygon
    use: str
    site: str
    block: tuple[int, int]


def number_parcels(districts: Sequence[District]) -> list[Parcel]:
    """Give all plots a number, commune by commune, along a curve that keeps neighbours together."""
    by_commune: dict[str, list[_Draft]] = {}
    for place, district in enumerate(districts):
        for plot in district.plots:
            cell = district.cells[plot.cell]
            draft = _Draft(plot.outline, plot.use, cell.site, (place, plot.cell))
            by_commune.setdefault(cell.commune, []).append(draft)
    return [parcel for commune in sorted(by_commune) for parcel in _numbered(commune, by_commune[commune])]


def _numbered(commune: str, drafts: Sequence[_Draft]) -> list[Parcel]:
    dice = Dice(f"parcels/{commune}")
    blocks: dict[tuple[int, int], list[_Draft]] = {}
    for draft in drafts:
        blocks.setdefault(draft.block, []).append(draft)
    names = list(blocks)
    order = _curve([shapely.union_all([draft.outline for draft in blocks[name]]) for name in names])
    parcels: list[Parcel] = []
    section, number = dice.integer(0, 60), 0
    for place in order:
        members = blocks[names[place]]
        if number and number + len(members) > SECTION_PARCELS:
            section, number = section + 1, 0
        for member in _along([draft.outline for draft in members]):
            number += 1
            parcels.append(_parcel(commune, _letters(section), number, members[member], dice))
    return parcels


def _curve(shapes: Sequence[shapely.Geometry]) -> list[int]:
    """Positions along a Hilbert curve."""
    distances = gpd.GeoSeries(list(shapes), crs=2154).hilbert_distance(level=12).to_numpy()
    return [int(place) for place in np.argsort(distances, kind="stable")]


def _along(shapes: Sequence[shapely.Geometry]) -> list[int]:
    """Positions along the longer side of the block, so that neighbours have numbers close together."""
    middles = shapely.get_coordinates(shapely.centroid(list(shapes)))
    longer = int(np.ptp(middles, axis=0).argmax())
    return [int(place) for place in np.argsort(middles[:, longer], kind="stable")]


def _letters(section: int) -> str:
    """Two letters, from AA on.

    Examples
    --------
    >>> _letters(27)
    'BB'
    """
    return ascii_uppercase[section // 26] + ascii_uppercase[section % 26]


def _parcel(commune: str, section: str, number: int, draft: _Draft, dice: Dice) -> Parcel:
    area = draft.outline.area
    recorded = round(area) if dice.chance(0.35) else round(area * dice.bell(1.0, 0.0125))
    created = dt.date(1988, 1, 1) + dt.timedelta(days=dice.integer(0, 13_800))
    updated = created + dt.timedelta(days=int((LAST_DAY - created).days * dice.uniform(0, 1) ** 2))
    return Parcel(
        idu=f"{commune}000{section}{number:04d}",
        commune=commune,
        section=section,
        number=f"{number:04d}",
        outline=draft.outline,
        recorded_m2=recorded,
        created=created,
        updated=updated,
        use=draft.use,
        site=draft.site,
        block=draft.block,
    )
