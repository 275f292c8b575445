"""What became of the parcels that a footprint took in an older cadastre."""

from dataclasses import dataclass

import numpy as np
import shapely

from core.settings import Checks
from layers.snapshot import Snapshot
from programme.cells import known
from programme.check.codes import finding
from programme.check.outlines import same_outline
from programme.check.parcels import shares_of, taken
from programme.check.report import Finding, Relation
from programme.storage.snapshot import Programme


@dataclass(frozen=True, slots=True)
class ParcelBefore:
    """A parcel of an older cadastre; its outline is None where only its area was kept."""

    idu: str
    recorded_m2: float | None
    area_m2: float
    geometry: shapely.Geometry | None = None


def parcels_before(
    shape: shapely.Geometry,
    cadastre: Snapshot,
    linked: Snapshot | None,
    programme: Programme,
    operation_id: str | None,
    checks: Checks,
) -> tuple[ParcelBefore, ...]:
    """Parcels that a footprint took in an older cadastre, grazed ones left out.

    Parameters
    ----------
    shape
        Valid polygons in EPSG:2154.
    cadastre
        The parcels in force.
    linked
        Cadastre that the footprint was checked against; None where nobody has it.
    programme
        Links of the operation, which serve where there is no ``linked`` and they come from an older cadastre.
    operation_id
        Whose footprint it is; None where it was not said.
    checks
        Thresholds.

    Returns
    -------
    None of them where the cadastre is the same.
    """
    if linked is not None:
        if linked.revision.id == cadastre.revision.id:
            return ()
        pairs = taken(np.array([shape], dtype=object), linked, checks)
        return tuple(
            ParcelBefore(share.idu, share.recorded_m2, share.area_m2, share.geometry)
            for share in shares_of(pairs, linked)
            if share.relation is not Relation.GRAZED
        )
    if operation_id is None or operation_id not in programme.footprints.index:
        return ()
    if known(programme.footprints["cadastre_revision"][operation_id]) in (None, cadastre.revision.id):
        return ()
    links = programme.operation_parcels
    rows = links[links["operation_id"] == operation_id]
    return tuple(
        ParcelBefore(str(row.idu), known(row.recorded_m2), float(row.area_m2)) for row in rows.itertuples()
    )


def check_since(before: tuple[ParcelBefore, ...], cadastre: Snapshot, checks: Checks) -> list[Finding]:
    """Tell which parcels are gone or have changed.

    Parameters
    ----------
    before
        What :func:`parcels_before` gave.
    cadastre
        The parcels in force.
    checks
        Thresholds: an outline that nowhere moved by more than ``same_m`` is the same.
    """
    found = []
    for old in before:
        position = cadastre.position(old.idu)
        if position is None:
            found.append(finding("parcel.gone", old.geometry, idu=old.idu, before_m2=old.area_m2))
            continue
        drawn = cadastre.tree.geometries[position]
        cell = known(cadastre.frame["recorded_m2"].iloc[position])
        recorded = None if cell is None else float(cell)
        if recorded == old.recorded_m2 and not _moved(drawn, old, checks.same_m):
            continue
        values = {"before_m2": old.area_m2, "drawn_m2": float(drawn.area)}
        records = {"recorded_before_m2": old.recorded_m2, "recorded_m2": recorded}
        found.append(finding("parcel.changed", drawn, idu=old.idu, **values, **records))
    return found


def _moved(drawn: shapely.Geometry, old: ParcelBefore, within_m: float) -> bool:
    if old.geometry is not None:
        return not same_outline(drawn, old.geometry, within_m)
    # Of an outline that moves by no more than that everywhere, the area changes by no more than this.
    return bool(abs(drawn.area - old.area_m2) > within_m * drawn.length)
