"""Footprints: whole parcels, parts of parcels, blocks with their streets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from demonstration.cutting import box, is_broad, polygons
from demonstration.dice import Dice
from demonstration.facts import GRID_M
from demonstration.housing import Residence
from demonstration.recipes import Ground, Recipe
from demonstration.town import Town

NEAR_M = 165.0
"""How far from its neighbourhood an operation outside it lies at most."""
BLOCK_HALF_M = 18.0
"""A block narrower than twice this is left to its street."""
TRIES = 12
"""Starts that are tried for a footprint of several parcels."""
LEAST_SIDE_M = 3.0
"""Two parcels touch that share at least so long a side."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where an operation acts.

    Attributes
    ----------
    outline
        Valid polygon or multipolygon, EPSG:2154, millimetre grid.
    commune
        INSEE code of the commune that most of it lies in.
    outside
        True: most of it lies outside its site.
    residences
        Social residences on its parcels; none for whole blocks and sites.
    """

    outline: shapely.Geometry
    commune: str
    outside: bool
    residences: Sequence[Residence]


class Surveyor:
    """Draws footprints on the ground of a town; a parcel is taken once, but by whole blocks and sites.

    Parameters
    ----------
    town
        The ground.
    housing
        Social residences.
    """

    def __init__(self, town: Town, housing: Sequence[Residence]) -> None:
        self._town = town
        self._parcels = list(town.parcels)
        self._outlines = np.array([parcel.outline for parcel in self._parcels])
        self._tree = shapely.STRtree(self._outlines)
        self._taken: set[int] = set()
        self._residences: dict[int, list[Residence]] = {}
        found = self._tree.query([residence.place for residence in housing], predicate="intersects")
        for residence, place in sorted(found.T.tolist()):
            self._residences.setdefault(place, []).append(housing[residence])

    def footprint(self, recipe: Recipe, site: str, dice: Dice) -> Footprint:
        """Draw the footprint of one operation of a site."""
        members: list[int] = []
        if recipe.ground is Ground.SITE:
            outline = self._part_of_site(site, dice)
        elif recipe.ground is Ground.BLOCKS:
            outline = self._blocks(recipe, site, dice)
        else:
            outline, members = self._parcels_of(recipe, site, dice)
        shared = shapely.intersection(outline, self._town.sites[site]).area
        return Footprint(
            outline=outline,
            commune=self._commune(outline),
            outside=bool(shared < 0.5 * outline.area),
            residences=[residence for place in members for residence in self._residences.get(place, [])],
        )

    def commune_of_site(self, site: str) -> str:
        """INSEE code of the commune that most of a site lies in."""
        return self._commune(self._town.sites[site])

    def _commune(self, outline: shapely.Geometry) -> str:
        shares = {
            item.insee: shapely.intersection(item.outline, outline).area for item in self._town.communes
        }
        return max(shares, key=shares.__getitem__)

    def _part_of_site(self, site: str, dice: Dice) -> shapely.Geometry:
        """Take the whole site, or what lies on the smaller side of a line through it."""
        whole = self._town.sites[site]
        if dice.chance(0.25):
            return whole
        frame = box(whole)
        cut = frame.crosswise(
            frame.length_m * dice.uniform(0.08, 0.2) * dice.pick((-1, 1)), dice.bell(0, 0.2)
        )
        side = min(cut.divide(whole), key=shapely.area)
        return snapped(max(polygons(side), key=lambda part: part.area))

    def _blocks(self, recipe: Recipe, site: str, dice: Dice) -> shapely.Geometry:
        """Draw blocks that touch, streets included; some go beyond the site, some have an edge cut askew."""
        district = next(item for item in self._town.districts if site in item.outlines)
        beyond = dice.chance(0.45)
        cells = [
            cell.outline
            for cell in district.cells
            if (cell.site == site or (beyond and not cell.site)) and is_broad(cell.outline, BLOCK_HALF_M)
        ]
        home = [cell for cell in cells if shapely.within(cell, self._town.sites[site])]
        outline: shapely.Geometry = dice.pick(home)
        for _more in range(dice.integer(*recipe.parcels)):
            near = [
                cell
                for cell in cells
                if shapely.length(shapely.intersection(cell.boundary, outline.boundary)) > 25
                and not shapely.contains(outline, cell.representative_point())
            ]
            if near:
                outline = shapely.coverage_union_all([outline, dice.pick(near)])
        outline = max(polygons(outline), key=lambda part: part.area)
        return self._askew(outline, dice) if dice.chance(recipe.partial) else outline

    def _askew(self, outline: shapely.Geometry, dice: Dice) -> shapely.Geometry:
        """Leave out what lies beyond a line that cuts at an angle."""
        frame = box(outline)
        turn = dice.uniform(0.25, 0.7) * dice.pick((-1, 1))
        cut = frame.crosswise(frame.length_m * dice.uniform(-0.12, 0.12), turn)
        sides = [part for side in cut.divide(outline) for part in polygons(side)]
        return snapped(max(sides, key=lambda part: part.area))

    def _parcels_of(self, recipe: Recipe, site: str, dice: Dice) -> tuple[shapely.Geometry, list[int]]:
        """Draw parcels of the right use, in the site or near it; now and then in two places."""
        outside = dice.chance(recipe.outside)
        outline, members = self._cluster(recipe, site, dice, outside=outside)
        if recipe.parcels[1] > 2 and dice.chance(0.35):
            other, more = self._cluster(recipe, site, dice, outside=outside)
            return shapely.union_all([outline, other]), [*members, *more]
        return outline, members

    def _cluster(
        self, recipe: Recipe, site: str, dice: Dice, *, outside: bool
    ) -> tuple[shapely.Geometry, list[int]]:
        """Draw parcels that touch, those with residences first where the operation is about them."""
        free = self._free(recipe.uses, site, outside=outside)
        free = free or self._free(("slab", "building"), site, outside=outside)
        least = 2000 if recipe.ground is Ground.BUILDING else 500
        free = [place for place in free if self._outlines[place].area > least] or free
        best = [place for place in free if self._parcels[place].use == recipe.uses[0]] or free
        if "{of}" in recipe.names[0]:
            best = [place for place in best if place in self._residences] or best
        members: list[int] = []
        for _try in range(TRIES):
            start = dice.pick(best if dice.chance(0.8) or best[0] in self._residences else free)
            members = max(
                members, self._grown(start, dice.integer(*recipe.parcels), set(free), dice), key=len
            )
            if len(members) >= recipe.parcels[0]:
                break
        self._taken |= set(members)
        if recipe.ground is Ground.BUILDING:
            return self._building(shapely.coverage_union_all(self._outlines[members]), dice), members
        parts = list(self._outlines[members])
        if dice.chance(recipe.partial):
            parts[-1] = self._askew(parts[-1], dice)
        return shapely.union_all(parts), members

    def _grown(self, start: int, count: int, free: set[int], dice: Dice) -> list[int]:
        """Add free parcels that touch, one by one, up to a number."""
        members = [start]
        while len(members) < count:
            near = [place for place in self._neighbours(members) if place in free and place not in members]
            if not near:
                break
            members.append(dice.pick(near))
        return members

    def _free(self, uses: Sequence[str], site: str, *, outside: bool) -> list[int]:
        """Positions of the parcels that suit and are not taken."""
        zone = self._town.sites[site]
        if outside:
            found = self._tree.query(zone, predicate="dwithin", distance=NEAR_M)
        else:
            found = self._tree.query(zone, predicate="contains")
        return [
            int(place)
            for place in np.sort(found)
            if (self._parcels[place].site == ("" if outside else site))
            and self._parcels[place].use in uses
            and place not in self._taken
            and self._outlines[place].area > 180
        ]

    def _neighbours(self, members: Sequence[int]) -> list[int]:
        """Positions of the parcels that share a side with one of the members, in order."""
        found = set()
        for member in members:
            outline = self._outlines[member]
            near = self._tree.query(outline, predicate="touches")
            sides = shapely.length(shapely.intersection(self._outlines[near], outline))
            found |= {int(place) for place in near[sides > LEAST_SIDE_M]}
        return sorted(found)

    @staticmethod
    def _building(ground: shapely.Geometry, dice: Dice) -> shapely.Geometry:
        """Ground of a long building in the middle of its parcels, with the strip around that works need."""
        frame = box(ground)
        half_length = frame.length_m * dice.uniform(0.3, 0.42)
        half_width = min(frame.width_m * 0.36, dice.uniform(11, 17))
        corners = [
            frame.point(along * half_length, across * half_width)
            for along, across in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        inside = shapely.intersection(shapely.Polygon(corners), ground)
        return snapped(max(polygons(inside), key=lambda part: part.area))


def snapped(outline: shapely.Geometry) -> shapely.Geometry:
    """Bring a polygon to the millimetre grid, still valid."""
    return shapely.set_precision(outline, GRID_M)
