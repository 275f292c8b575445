"""Footprints and the parcels that they are made of: links are derived, and made again for each cadastre."""

import hashlib
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, delete, insert, select, update

from core.actor import Actor
from core.errors import UnknownOperationError
from core.languages import _
from gis.overlay import covered_areas
from gis.rings import canonical
from layers.library import Library
from programme.edits.journal import record_footprint
from programme.storage import geopackage, tables
from programme.storage.snapshot import CRS, OPERATION_PARCELS, frame
from programme.storage.store import Store
from programme.visa.refusals import FootprintOvertakenError, FootprintShapeError, NotAnsweringError
from programme.visibility import may_decide

GRAZED_M2 = 1.0
GRAZED_SHARE = 0.001
"""A parcel of which less than both is covered is only grazed: two drawings of one limit never agree to the
millimetre. A small parcel wholly covered, and a small part of a large area, remain links."""

NOT_COMPARED = ""
"""In the place of a hash: whatever is in force is replaced."""

_MILLIMETRES = 1000.0


def geometry_hash(geometry: BaseGeometry) -> str:
    """Fingerprint of a footprint, whatever its starting vertices, ring directions and order of parts.

    Parameters
    ----------
    geometry
        A polygon or multipolygon, in metres; compared to the millimetre.

    Returns
    -------
    64 hexadecimal digits: SHA-256 of the well-known binary of the normalised multipolygon, little-endian, in
    two dimensions, with coordinates in whole millimetres and without repeated points.

    Examples
    --------
    >>> square, other = shapely.box(0, 0, 1, 1), shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    >>> geometry_hash(square) == geometry_hash(shapely.MultiPolygon([other]))
    True
    """
    # Adding zero turns -0.0 into 0.0, which are one place and two binaries.
    whole = shapely.transform(multipolygon(geometry), lambda xy: np.rint(xy * _MILLIMETRES) + 0.0)
    if shapely.is_valid(whole):
        normal = shapely.normalize(shapely.remove_repeated_points(whole))
    else:
        # GEOS does not bring rings that cross themselves to one form; the hash of what is valid stays as documented.
        normal = canonical(shapely.remove_repeated_points(_enclosing(whole)))
    binary = shapely.to_wkb(normal, byte_order=1)
    return hashlib.sha256(binary).hexdigest()


def _enclosing(whole: BaseGeometry) -> BaseGeometry:
    """Leave out the rings of fewer than three different vertices, which GEOS refuses to write without repetition."""
    parts = []
    for part in shapely.get_parts(whole):
        rings = shapely.get_rings(part)
        kept = [ring for ring in rings if len(np.unique(shapely.get_coordinates(ring), axis=0)) > 2]
        if kept and kept[0] is rings[0]:
            parts.append(shapely.Polygon(kept[0], kept[1:]))
    return shapely.multipolygons(parts) if parts else shapely.MultiPolygon()


def multipolygon(geometry: BaseGeometry) -> BaseGeometry:
    """One kind for all footprints: a polygon becomes a multipolygon of one part.

    Parameters
    ----------
    geometry
        A polygon or multipolygon.
    """
    return shapely.multipolygons([geometry]) if geometry.geom_type == "Polygon" else geometry


def link_parcels(
    footprints: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame, cadastre_revision: str
) -> pd.DataFrame:
    """Parcels of each footprint, grazed ones left out.

    Parameters
    ----------
    footprints
        n polygons in EPSG:2154, indexed by operation.
    parcels
        m polygons in EPSG:2154 with ``idu`` and ``recorded_m2``.
    cadastre_revision
        Revision of the parcels.

    Returns
    -------
    Frame of k rows with a range index, by footprint, then by parcel identifier: ``operation_id``, ``idu``,
    ``recorded_m2`` (NaN where unknown), ``area_m2`` (of the drawing), ``covered_m2``, ``share`` (in [0, 1],
    of the parcel's drawing), ``cadastre_revision``.

    Raises
    ------
    CrsError
        A CRS is missing or in degrees, or the two differ.

    Examples
    --------
    >>> square = shapely.box(0, 0, 10, 10)
    >>> plot = gpd.GeoDataFrame({"idu": ["p"], "recorded_m2": [100]}, geometry=[square], crs=2154)
    >>> works = gpd.GeoDataFrame(geometry=[shapely.box(5, 0, 20, 10)], index=["op"], crs=2154)
    >>> link_parcels(works, plot, "r1")[["operation_id", "idu", "covered_m2", "share"]].values.tolist()
    [['op', 'p', 50.0, 0.5]]
    """
    plots = parcels.geometry.reset_index(drop=True)
    covered = covered_areas(footprints.geometry, plots)
    grazed = (covered["covered_m2"] < GRAZED_M2) & (covered["share"] < GRAZED_SHARE)
    kept = covered[~grazed & (covered["covered_m2"] > 0)]
    rows: npt.NDArray[np.intp] = kept["parcel"].to_numpy(dtype=np.intp)
    links = pd.DataFrame(
        {
            "operation_id": kept["footprint"].to_numpy(),
            "idu": parcels["idu"].to_numpy()[rows],
            "recorded_m2": parcels["recorded_m2"].to_numpy(dtype=float, na_value=np.nan)[rows],
            "area_m2": shapely.area(plots.to_numpy()[rows]),
            "covered_m2": kept["covered_m2"].to_numpy(),
            "share": kept["share"].to_numpy(),
            "cadastre_revision": cadastre_revision,
        }
    ).astype(dict(OPERATION_PARCELS))
    order = footprints.index.get_indexer(links["operation_id"])
    return links.iloc[np.lexsort((links["idu"].to_numpy(), order))].reset_index(drop=True)


def relink(store: Store, library: Library) -> int:
    """Link every footprint to the current cadastre, where it is not yet.

    Parameters
    ----------
    store
        Where the footprints are; its revision grows if anything changes, and only then.
    library
        Where the parcels are; without a cadastre the links stay as they are.

    Returns
    -------
    Number of footprints that were linked anew.
    """
    current = library.current("parcels")
    if current is None or not _behind(store, current.id):
        return 0
    # Read before the write lock is taken: the first reading of a cadastre takes seconds.
    parcels = library.snapshot("parcels", current.id).frame
    with store.transaction() as connection:
        footprints = read_footprints(connection)
        write_links(connection, link_parcels(footprints, parcels, current.id), current.id)
    # A newer cadastre may have come in the meantime, and its links been written before these.
    return relink(store, library) or len(footprints)


def replace_footprint(
    store: Store,
    library: Library,
    operation_id: str,
    geometry: BaseGeometry,
    actor: Actor,
    *,
    seen_hash: str | None = NOT_COMPARED,
) -> str:
    """Make a shape the footprint in force of an operation, and link it to its parcels, in one transaction.

    A visa that was put on another shape lapses by that: nothing is done to it.

    Parameters
    ----------
    store
        Where the programme is kept.
    library
        Where the parcels are; without a cadastre the footprint is linked later, by :func:`relink`.
    operation_id
        Operation of the programme, mapped or not.
    geometry
        Valid polygon or multipolygon, EPSG:2154; heights are dropped.
    actor
        Who does it.
    seen_hash
        Hash of the footprint that the person saw in force, None where there was none: another one there by now is not
        overwritten. :data:`NOT_COMPARED` where nobody saw one.

    Returns
    -------
    Hash of the footprint now in force. Where it was that already, nothing is written.

    Raises
    ------
    FootprintShapeError
        The shape is no valid polygon with an area.
    UnknownOperationError
        The operation is not in the programme.
    NotAnsweringError
        The actor does not answer for the commune of the operation.
    FootprintOvertakenError
        Somebody else has put another footprint in force in the meantime.
    ProgrammeBusyError
        Another writer kept the programme for too long.
    """
    shape = _footprint_shape(operation_id, geometry)
    fingerprint = geometry_hash(shape)
    with store.reading() as connection:
        _require_own_operation(connection, operation_id, actor)
        if _hash_in_force(connection, operation_id) == fingerprint:
            return fingerprint
    current = library.current("parcels")
    links = frame(OPERATION_PARCELS, [])
    if current is not None:
        # Read before the write lock is taken: the first reading of a cadastre takes seconds.
        parcels = library.snapshot("parcels", current.id).frame
        footprint = gpd.GeoDataFrame(geometry=gpd.GeoSeries([shape], index=[operation_id], crs=CRS))
        links = link_parcels(footprint, parcels, current.id)
    with store.transaction() as connection:
        values = {
            "geometry": shape,
            "geometry_hash": fingerprint,
            "area_m2": float(shape.area),
            "cadastre_revision": None if current is None else current.id,
            "fictitious": _require_own_operation(connection, operation_id, actor),
        }
        before = _hash_in_force(connection, operation_id)
        if seen_hash not in (NOT_COMPARED, before):
            raise FootprintOvertakenError(operation_id)
        _write_footprint(connection, operation_id, values, links)
        record_footprint(connection, actor, operation_id, before, fingerprint)
    # A newer cadastre may have come in the meantime.
    relink(store, library)
    return fingerprint


def _write_footprint(
    connection: Connection, operation_id: str, values: dict[str, Any], links: pd.DataFrame
) -> None:
    """Put a footprint and its links in the place of those of one operation."""
    for table in (tables.operation_parcel, tables.footprint):
        connection.execute(delete(table).where(table.c.operation_id == operation_id))
    connection.execute(insert(tables.footprint).values(operation_id=operation_id, **values))
    _insert_links(connection, links)
    write_extent(connection, read_footprints(connection))


def _hash_in_force(connection: Connection, operation_id: str) -> str | None:
    table = tables.footprint.c
    query = select(table.geometry_hash).where(table.operation_id == operation_id)
    return connection.execute(query).scalar_one_or_none()


def _footprint_shape(operation_id: str, geometry: BaseGeometry) -> BaseGeometry:
    """Multipolygon in two dimensions, or a refusal that says what to do."""
    if geometry.is_empty or geometry.geom_type not in ("Polygon", "MultiPolygon"):
        reason = _("it is no polygon. Draw one, or choose whole parcels.")
        raise FootprintShapeError(operation_id, reason)
    if not shapely.is_valid(geometry) or geometry.area <= 0:
        reason = _("its outline crosses itself. Take the repaired proposal, or correct the file.")
        raise FootprintShapeError(operation_id, reason)
    return multipolygon(shapely.force_2d(geometry))


def _require_own_operation(connection: Connection, operation_id: str, actor: Actor) -> bool:
    """Check that the operation exists and that the actor may decide on it; say whether it is fictitious."""
    table = tables.operation.c
    query = select(table.commune, table.fictitious).where(table.id == operation_id)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise UnknownOperationError(operation_id)
    if not may_decide(actor, found.commune):
        raise NotAnsweringError(actor, found.commune)
    return bool(found.fictitious)


def read_footprints(connection: Connection) -> gpd.GeoDataFrame:
    """Read the footprints in force.

    Parameters
    ----------
    connection
        In a transaction of the store.

    Returns
    -------
    GeoDataFrame in EPSG:2154 of one column ``geometry``, indexed by ``operation_id``.
    """
    table = tables.footprint
    rows = connection.execute(select(table.c.operation_id, table.c.geometry).order_by(table.c.fid)).all()
    index = pd.Index([row.operation_id for row in rows], dtype="str", name="operation_id")
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries([row.geometry for row in rows], index=index, crs=CRS))


def write_links(connection: Connection, links: pd.DataFrame, cadastre_revision: str) -> None:
    """Put links in the place of all that were there, and say on each footprint which cadastre they come from.

    Parameters
    ----------
    connection
        In a write transaction of the store.
    links
        What :func:`link_parcels` gave for all footprints.
    cadastre_revision
        Revision of the parcels.
    """
    connection.execute(delete(tables.operation_parcel))
    _insert_links(connection, links)
    connection.execute(update(tables.footprint).values(cadastre_revision=cadastre_revision))


def _insert_links(connection: Connection, links: pd.DataFrame) -> None:
    if len(links):
        records = links.astype(object).where(links.notna(), None).to_dict("records")
        connection.execute(insert(tables.operation_parcel), records)


def write_extent(connection: Connection, footprints: gpd.GeoDataFrame) -> None:
    """Write the extent of all footprints, where other programs zoom to at first.

    Parameters
    ----------
    connection
        In a write transaction of the store.
    footprints
        All of them, in EPSG:2154.
    """
    bounds = None
    if not footprints.empty:
        west, south, east, north = (float(edge) for edge in footprints.total_bounds)
        bounds = (west, south, east, north)
    geopackage.set_extent(connection, "operations", bounds)


def _behind(store: Store, cadastre_revision: str) -> bool:
    linked = tables.footprint.c.cadastre_revision
    with store.reading() as connection:
        query = select(tables.footprint.c.fid).where(linked.is_distinct_from(cadastre_revision)).limit(1)
        return connection.execute(query).first() is not None
