"""The invented ground: sites, districts, parcels, and both generations of neighbourhoods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely

from demonstration.districts import KEPT_M, District, groups, lay_out
from demonstration.evolution import outlines_2024
from demonstration.facts import Commune, communes, metres, neighbourhoods_2015
from demonstration.outlines import Target, draw_outline
from demonstration.parcels import Parcel, number_parcels

BANK_M = 18.0
"""Nothing is built nearer to the limit of the department: banks of the Seine, large roads."""
NEW_SITES: Mapping[str, tuple[str, Target]] = {
    "NEW-92050": ("Nanterre", Target(metres(2.2005, 48.8893), 62_000, 430, 235, 58)),
    "OUT-92020": ("Châtillon", Target(metres(2.2890, 48.8010), 30_000, 260, 175, 72)),
    "OUT-92073": ("Suresnes", Target(metres(2.2180, 48.8690), 36_000, 300, 190, 20)),
}
"""Sites without a neighbourhood of 2015, by code, with their commune: one that becomes one in 2024, and
two sectors outside any neighbourhood where the programme acts too. Their places are invented."""


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that lies on the ground.

    Attributes
    ----------
    communes
        By INSEE code.
    sites
        Outlines by code: neighbourhoods of 2015, then other sites.
    neighbourhoods_2024
        Outlines by code.
    districts
        Blocks and plots.
    parcels
        By identifier.
    """

    communes: Sequence[Commune]
    sites: Mapping[str, shapely.Polygon]
    neighbourhoods_2024: Mapping[str, shapely.Polygon]
    districts: Sequence[District]
    parcels: Sequence[Parcel]


def build_town() -> Town:
    """Build the ground: the same one at each call."""
    everyone = communes()
    ground = shapely.buffer(shapely.coverage_union_all([commune.outline for commune in everyone]), -BANK_M)
    drawn = _outlines(everyone, ground)
    districts: list[District] = []
    for group in groups(drawn):
        taken = shapely.union_all(
            [shapely.buffer(outline, KEPT_M) for code, outline in drawn.items() if code not in group]
            + [cell.outline for district in districts for cell in district.cells]
        )
        districts.append(lay_out(group, everyone, ground, taken))
    sites = {code: district.outlines[code] for district in districts for code in district.outlines}
    return Town(
        communes=everyone,
        sites={
            code: sites[code] for code in sorted(sites, key=lambda code: (not code.startswith("QP"), code))
        },
        neighbourhoods_2024=outlines_2024(districts),
        districts=districts,
        parcels=number_parcels(districts),
    )


def _outlines(everyone: Sequence[Commune], ground: shapely.Geometry) -> dict[str, shapely.Polygon]:
    """Outlines of all sites; the largest are placed first, since they have the least choice."""
    homes = {commune.name: commune.outline for commune in everyone}
    targets = {
        fact.code: (shapely.union_all([homes[name] for name in fact.communes]), Target.of(fact))
        for fact in neighbourhoods_2015()
    }
    targets |= {code: (homes[name], target) for code, (name, target) in NEW_SITES.items()}
    drawn: dict[str, shapely.Polygon] = {}
    for code in sorted(targets, key=lambda code: (code in NEW_SITES, -targets[code][1].area_m2)):
        home, target = targets[code]
        drawn[code] = draw_outline(code, target, ground, home, list(drawn.values()))
    return drawn
