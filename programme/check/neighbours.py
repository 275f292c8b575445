"""Other footprints on the same ground: those of other operations, and those of the same batch."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from core.settings import Checks
from programme.check.codes import finding
from programme.check.outlines import Geometries, same_outline
from programme.check.place import Shared, shared
from programme.check.report import Finding, OverlappedOperation, Subject
from programme.words import STEP_WORDS, step_position, word
from programme.world import World


def check_operations(
    shape: shapely.Geometry,
    own: tuple[npt.NDArray[np.intp], Geometries],
    world: World,
    operation_id: str | None,
    checks: Checks,
) -> tuple[tuple[OverlappedOperation, ...], list[Finding]]:
    """Tell which other operations a footprint overlaps.

    Parameters
    ----------
    shape
        Valid polygons in EPSG:2154.
    own
        Its pairs with ``world.footprints``, of :meth:`programme.check.place.Shared.of`.
    world
        Where the operations are.
    operation_id
        The operation that it is the footprint of, which is no neighbour; None where it was not said.
    checks
        Thresholds: an area up to ``overlap_m2`` is the drawing of a shared limit; outlines nowhere farther apart than
        ``same_m`` are the same.

    Returns
    -------
    Operations, the greatest area first; one finding for each.
    """
    footprints = world.footprints
    operations = world.programme.operations
    found = []
    for position, piece in zip(*own, strict=True):
        identifier, area = footprints.ids[position], float(piece.area)
        if identifier == operation_id or area <= checks.overlap_m2:
            continue
        row = footprints.positions[position]
        step = str(operations["step"].iloc[row])
        other = OverlappedOperation(
            id=identifier,
            name=str(operations["name"].iloc[row]),
            step=step,
            step_label=word(STEP_WORDS, step) or step,
            area_m2=area,
            share=min(area / shape.area, 1.0),
            same=same_outline(shape, footprints.geometries[position], checks.same_m),
            geometry=footprints.geometries[position],
        )
        found.append((other, piece))
    found.sort(key=lambda pair: (-pair[0].area_m2, step_position(pair[0].step), pair[0].id))
    return tuple(other for other, _piece in found), [_told(other, piece) for other, piece in found]


def _told(other: OverlappedOperation, piece: shapely.Geometry) -> Finding:
    values = {
        "operation_id": other.id,
        "name": other.name,
        "step": other.step,
        "step_word": STEP_WORDS.get(other.step, other.step),
        "area_m2": other.area_m2,
        "area_share": other.share,
    }
    return finding("neighbour.duplicate" if other.same else "neighbour.overlap", piece, **values)


def check_batch(shapes: Geometries, subjects: Sequence[Subject], checks: Checks) -> list[list[Finding]]:
    """Tell which footprints of one batch overlap each other.

    Parameters
    ----------
    shapes
        n valid polygons in EPSG:2154; None overlaps nothing.
    subjects
        What they are; two operations whose footprints overlap are told already.
    checks
        Thresholds, as for other operations.

    Returns
    -------
    n lists of findings: both footprints of a pair bear one.
    """
    found: list[list[Finding]] = [[] for _shape in shapes]
    common: Shared = shared(shapes, shapely.STRtree(shapes))
    for left, right, piece in zip(common.shape, common.feature, common.piece, strict=True):
        if left == right or piece.area <= checks.overlap_m2 or _told_already(subjects[left], subjects[right]):
            continue
        same = same_outline(shapes[left], shapes[right], checks.same_m)
        code = "neighbour.self_duplicate" if same else "neighbour.self_overlap"
        values = {"name": subjects[right].name, "number": int(right) + 1, "area_m2": float(piece.area)}
        found[left].append(finding(code, piece, **values))
    return found


def _told_already(one: Subject, other: Subject) -> bool:
    """Whether both are footprints in force, which :func:`check_operations` compares."""
    return one.origin == other.origin == "operation"
