"""Reading the programme from its file: every table as a frame, all of one moment."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Column, Connection, Table, select

from programme.storage import tables
from programme.storage.snapshot import (
    FOOTPRINTS,
    FUNDERS,
    FUNDING_LINES,
    MILESTONES,
    OPERATION_PARCELS,
    OPERATIONS,
    SOCIAL_ACTION_NEIGHBOURHOODS,
    SOCIAL_ACTION_OPERATIONS,
    SOCIAL_ACTIONS,
    VISAS,
    Programme,
    frame,
    operations_frame,
    visas_frame,
)
from programme.storage.snapshot_desk import DESK_FRAMES


def read(connection: Connection) -> Programme:
    """Read the whole programme within one transaction, so that its tables agree.

    Parameters
    ----------
    connection
        A connection of :class:`programme.storage.store.Store`, in a transaction.
    """
    return Programme(
        revision=connection.execute(select(tables.meta.c.revision)).scalar_one(),
        operations=_operations(connection),
        milestones=_read(connection, tables.milestone, MILESTONES),
        footprints=_read(connection, tables.footprint, FOOTPRINTS, index="operation_id"),
        operation_parcels=_read(connection, tables.operation_parcel, OPERATION_PARCELS),
        funders=_read(connection, tables.funder, FUNDERS, index="id"),
        funding_lines=_read(connection, tables.funding_line, FUNDING_LINES, index="id"),
        social_actions=_read(connection, tables.social_action, SOCIAL_ACTIONS, index="id"),
        social_action_operations=_read(connection, tables.social_action_operation, SOCIAL_ACTION_OPERATIONS),
        social_action_neighbourhoods=_read(
            connection, tables.social_action_neighbourhood, SOCIAL_ACTION_NEIGHBOURHOODS
        ),
        visas=_visas(connection),
        **{
            name: _read(connection, kind.table, kind.columns, index=kind.index)
            for name, kind in DESK_FRAMES.items()
        },
    )


def _read(
    connection: Connection, table: Table, columns: Mapping[str, str], *, index: str | None = None
) -> pd.DataFrame:
    wanted: list[Column[Any]] = [table.c[name] for name in columns]
    return frame(columns, connection.execute(select(*wanted).order_by(table.c.fid)).all(), index=index)


def _operations(connection: Connection) -> gpd.GeoDataFrame:
    wanted: list[Column[Any]] = [tables.operation.c[name] for name in OPERATIONS]
    rows = connection.execute(
        select(*wanted, tables.footprint.c.geometry)
        .join_from(
            tables.operation,
            tables.footprint,
            tables.footprint.c.operation_id == tables.operation.c.id,
            isouter=True,
        )
        .order_by(tables.operation.c.fid)
    ).all()
    return operations_frame([row[:-1] for row in rows], [row[-1] for row in rows])


def _visas(connection: Connection) -> gpd.GeoDataFrame:
    wanted: list[Column[Any]] = [tables.visa.c[name] for name in VISAS]
    rows = connection.execute(select(*wanted, tables.visa.c.geometry).order_by(tables.visa.c.fid)).all()
    return visas_frame([row[:-1] for row in rows], [row[-1] for row in rows])
