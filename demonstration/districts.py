"""Districts: neighbourhoods that lie close together, the ground around them, and its plots as a mosaic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from demonstration.cutting import polygons
from demonstration.dice import Dice
from demonstration.fabric import (
    INSIDE_KINDS,
    LIMIT_STREET_HALF_M,
    OUTSIDE_KINDS,
    Block,
    Carver,
    edges,
    street_strips,
)
from demonstration.facts import GRID_M, Commune
from demonstration.plots import divide

REACH_M = 330.0
"""Streets are laid out this far around a neighbourhood."""
KEPT_M = 172.0
"""Blocks are kept whose middle is nearer than this, so that the edge of a district follows its blocks."""
LEAST_PLOT_M2 = 20.0
CLOSE_M = 420.0
"""Neighbourhoods nearer than this share a district."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A block and its half of the streets around: cells tile a district without gap.

    Attributes
    ----------
    outline
        EPSG:2154, millimetre grid.
    site
        Code of the neighbourhood of 2015 (or other site) that holds it; empty outside.
    commune
        INSEE code.
    kind
        Kind of block.
    ground
        What its plots tile, before it was brought to the grid; may be empty.
    """

    outline: shapely.Polygon
    site: str
    commune: str
    kind: str
    ground: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot, before it is numbered.

    Attributes
    ----------
    outline
        EPSG:2154, millimetre grid; plots that touch share their vertices.
    use
        What stands on it, as in ``plots.divide``.
    cell
        Position of its cell in the district.
    """

    outline: shapely.Polygon
    use: str
    cell: int


@dataclass(frozen=True, slots=True)
class District:
    """One district.

    Attributes
    ----------
    name
        The codes of its sites.
    cells, plots
        Its blocks and plots.
    outlines
        Of its sites, with every vertex that a plot or a cell has on them.
    """

    name: str
    cells: tuple[Cell, ...]
    plots: tuple[Plot, ...]
    outlines: Mapping[str, shapely.Polygon]


def groups(outlines: Mapping[str, shapely.Polygon]) -> list[dict[str, shapely.Polygon]]:
    """Group sites that lie close together, in the order of their codes."""
    found: list[dict[str, shapely.Polygon]] = []
    for code in sorted(outlines):
        near = [
            group
            for group in found
            if min(outlines[code].distance(other) for other in group.values()) < CLOSE_M
        ]
        merged = {code: outlines[code]}
        for group in near:
            merged.update(group)
            found.remove(group)
        found.append(dict(sorted(merged.items())))
    return sorted(found, key=lambda group: min(group))


def lay_out(
    sites: Mapping[str, shapely.Polygon],
    communes: Sequence[Commune],
    ground: shapely.Geometry,
    taken: shapely.Geometry,
) -> District:
    """Lay out streets, blocks and plots of a district.

    Parameters
    ----------
    sites
        Outlines by code.
    communes
        All communes.
    ground
        Where plots may lie: the department less its banks.
    taken
        Where other districts may lie.

    Returns
    -------
    The district; each plot lies in one commune.
    """
    name = "+".join(sites)
    whole = shapely.union_all([shapely.buffer(outline, REACH_M) for outline in sites.values()])
    whole = shapely.difference(shapely.intersection(whole, ground), taken)
    blocks = [
        block
        for commune in communes
        if commune.outline.intersects(whole)
        for block in _blocks(name, sites, commune, whole)
    ]
    near = shapely.union_all([shapely.buffer(outline, KEPT_M) for outline in sites.values()])
    blocks = [block for block in blocks if block.site or near.contains(block.cell.representative_point())]
    return _mosaic(name, blocks, sites)


def _blocks(
    name: str, sites: Mapping[str, shapely.Polygon], commune: Commune, whole: shapely.Geometry
) -> list[Block]:
    """Blocks of a district in one commune."""
    dice = Dice(f"fabric/{name}/{commune.insee}")
    limit = shapely.buffer(commune.outline.exterior, LIMIT_STREET_HALF_M, join_style="mitre")
    guides = [cut for outline in sites.values() for cut in edges(outline, 60)]
    inside = Carver(dice, guides, INSIDE_KINDS, 42_000)
    outside = Carver(dice, guides, OUTSIDE_KINDS, 26_000)
    blocks = []
    for code, outline in sites.items():
        for cell in polygons(shapely.intersection(outline, commune.outline), 0.01):
            pieces = inside.carve(cell, shapely.difference(cell, limit))
            blocks += [
                Block(piece.cell, piece.ground, piece.kind or "slabs", code, commune.insee)
                for piece in pieces
            ]
    rest = shapely.difference(
        shapely.intersection(whole, commune.outline), shapely.union_all(list(sites.values()))
    )
    streets = [street_strips(outline, Dice(f"strips/{code}")) for code, outline in sites.items()]
    open_ground = shapely.difference(rest, shapely.union_all([limit, *streets]))
    for cell in polygons(rest, 0.01):
        pieces = outside.carve(cell, shapely.intersection(cell, open_ground))
        blocks += [
            Block(piece.cell, piece.ground, piece.kind or "houses", "", commune.insee) for piece in pieces
        ]
    return blocks


@dataclass(frozen=True, slots=True)
class _Draft:
    """A plot before it is brought to the mosaic; ``block`` is the position of its block."""

    outline: shapely.Polygon
    use: str
    block: int


def _mosaic(name: str, blocks: Sequence[Block], sites: Mapping[str, shapely.Polygon]) -> District:
    """Divide the blocks, and bring plots, cells and outlines to one network of shared vertices."""
    drafts: list[_Draft] = []
    for position, block in enumerate(blocks):
        dice = Dice(f"plots/{name}/{position}")
        drafts += [_Draft(plot, use, position) for plot, use in divide(block.ground, block.kind, dice)]
    plots = [draft.outline for draft in drafts]
    cells = [block.cell for block in blocks]
    sides = shapely.boundary([*plots, *cells, *sites.values()])
    faces = np.array(polygons(shapely.polygonize([shapely.union_all(sides, grid_size=GRID_M)]), 0.0))
    points = shapely.point_on_surface(faces)
    outlines = _gathered(faces, _owners(points, cells))
    renumbered = {position: number for number, position in enumerate(outlines)}
    codes = list(sites)
    return District(
        name=name,
        cells=tuple(
            Cell(shapely.normalize(outline), block.site, block.commune, block.kind, block.ground)
            for block, outline in ((blocks[position], outline) for position, outline in outlines.items())
        ),
        plots=tuple(
            Plot(shapely.normalize(outline), drafts[place].use, renumbered[drafts[place].block])
            for place, outline in _gathered(faces, _owners(points, plots)).items()
            if outline.area > LEAST_PLOT_M2
        ),
        outlines={
            codes[place]: outline
            for place, outline in _gathered(faces, _owners(points, list(sites.values()))).items()
        },
    )


def _owners(points: np.ndarray, shapes: Sequence[shapely.Geometry]) -> np.ndarray:
    """Position of the shape that each point lies in; -1 where it lies in none."""
    tree = shapely.STRtree(shapes)
    found = np.full(len(points), -1)
    pairs = tree.query(points, predicate="intersects")
    found[pairs[0][::-1]] = pairs[1][::-1]
    return found


def _gathered(faces: np.ndarray, owners: np.ndarray) -> dict[int, shapely.Polygon]:
    """Join the faces of each owner, by its position; the largest part counts where there are several."""
    joined = {}
    for owner in np.unique(owners[owners >= 0]):
        outline = shapely.coverage_union_all(faces[owners == owner])
        joined[int(owner)] = max(polygons(outline, 0.0), key=lambda part: part.area)
    return joined
