"""The programme as frames: everything that reading needs, as it was after one write transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from programme.storage.snapshot_desk import DESK_FRAMES

CRS = "EPSG:2154"
TEXT = "str"
"""Text that is always there: pandas' own text."""
MAYBE = "object"
"""Text, whole number, date or Decimal; unknown is None, so that no sum takes it for nothing."""
COUNT = "int64"
MEASURE = "float64"
FLAG = "bool"

OPERATIONS: Mapping[str, str] = {
    "id": TEXT,
    "name": TEXT,
    "commune": TEXT,
    "family": TEXT,
    "step": TEXT,
    "owner": TEXT,
    "owner_kind": TEXT,
    "description": MAYBE,
    "cost_excl_tax_eur": MAYBE,
    "cost_incl_tax_eur": MAYBE,
    "funding_basis_eur": MAYBE,
    "convention_end": MAYBE,
    "dwellings_demolished": COUNT,
    "dwellings_rebuilt_on_site": COUNT,
    "dwellings_rebuilt_elsewhere": COUNT,
    "dwellings_requalified": COUNT,
    "dwellings_residentialised": COUNT,
    "contact": MAYBE,
    "internal_comment": MAYBE,
    "fictitious": FLAG,
}
"""Columns of the operations and what they hold, without the geometry."""
MILESTONES: Mapping[str, str] = {"operation_id": TEXT, "step": TEXT, "planned": MAYBE, "actual": MAYBE}
FOOTPRINTS: Mapping[str, str] = {
    "operation_id": TEXT,
    "cadastre_revision": MAYBE,
    "area_m2": MEASURE,
    "geometry_hash": TEXT,
}
OPERATION_PARCELS: Mapping[str, str] = {
    "operation_id": TEXT,
    "idu": TEXT,
    "recorded_m2": MEASURE,
    "area_m2": MEASURE,
    "covered_m2": MEASURE,
    "share": MEASURE,
    "cadastre_revision": TEXT,
}
FUNDERS: Mapping[str, str] = {"id": TEXT, "name": TEXT, "short_name": TEXT, "kind": TEXT, "rank": COUNT}
FUNDING_LINES: Mapping[str, str] = {
    "id": TEXT,
    "operation_id": TEXT,
    "funder_id": TEXT,
    "kind": TEXT,
    "nature": TEXT,
    "year": COUNT,
    "requested_eur": MAYBE,
    "voted_eur": MAYBE,
    "committed_eur": MAYBE,
    "paid_eur": MAYBE,
    "award_decision": MAYBE,
    "fictitious": FLAG,
}
SOCIAL_ACTIONS: Mapping[str, str] = {
    "id": TEXT,
    "name": TEXT,
    "theme": TEXT,
    "public": TEXT,
    "holder": TEXT,
    "holder_siren": MAYBE,
    "commune": MAYBE,
    "start": MAYBE,
    "end": MAYBE,
    "requested_eur": MAYBE,
    "granted_eur": MAYBE,
    "hours_planned": MAYBE,
    "hours_done": MAYBE,
    "meetings": MAYBE,
    "results": MAYBE,
    "internal_comment": MAYBE,
    "fictitious": FLAG,
}
SOCIAL_ACTION_OPERATIONS: Mapping[str, str] = {"social_action_id": TEXT, "operation_id": TEXT}
SOCIAL_ACTION_NEIGHBOURHOODS: Mapping[str, str] = {"social_action_id": TEXT, "neighbourhood_code": TEXT}
VISAS: Mapping[str, str] = {
    "fid": COUNT,
    "operation_id": TEXT,
    "operation_name": TEXT,
    "commune": TEXT,
    "decision": TEXT,
    "decided_on": MAYBE,
    "person": MAYBE,
    "comment": MAYBE,
    "recorded_at": MAYBE,
    "recorded_by": MAYBE,
    "geometry_hash": TEXT,
    "revisions": TEXT,
    "checked_at": MAYBE,
    "verdict": TEXT,
    "errors": COUNT,
    "warnings": COUNT,
    "fictitious": FLAG,
}
"""Columns of the visas and what they hold, without the geometry."""


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """All that people decided, at one revision. Shared between threads: nobody changes the frames.

    Amounts are ``Decimal`` to the cent, dates ``datetime.date``; an unknown one is None, in columns of
    objects. Frames without an index of their own have a range index.

    Attributes
    ----------
    revision
        Grows at each write transaction.
    operations
        Index ``id``; the columns of :data:`OPERATIONS` and ``geometry``: the current footprint, in EPSG:2154,
        a multipolygon; None for an unmapped operation.
    milestones
        Columns ``operation_id``, ``step``, ``planned``, ``actual`` (dates).
    footprints
        Index ``operation_id``; ``cadastre_revision`` (None: linked to no cadastre yet), ``area_m2``,
        ``geometry_hash`` (64 hexadecimal digits). Unmapped operations have no row.
    operation_parcels
        Derived: columns ``operation_id``, ``idu``, ``recorded_m2`` (NaN where unknown), ``area_m2``,
        ``covered_m2``, ``share`` (of the parcel's own area), ``cadastre_revision``.
    funders
        Index ``id``; ``name``, ``short_name``, ``kind``, ``rank`` (order of display).
    funding_lines
        Index ``id``; the columns of :data:`FUNDING_LINES`.
    social_actions
        Index ``id``; the columns of :data:`SOCIAL_ACTIONS`.
    social_action_operations
        Columns ``social_action_id``, ``operation_id``.
    social_action_neighbourhoods
        Columns ``social_action_id``, ``neighbourhood_code``.
    visas
        Index ``fid``, which grows with each one; the columns of :data:`VISAS` and ``geometry``: the shape that the
        visa was put on, in EPSG:2154. Those of operations that are no longer in the programme too.
    conventions
        Index ``id``; ``number``, ``title``, ``signed_on``, ``ends_on``, ``cost_excl_tax_eur``, ``cost_incl_tax_eur``.
    convention_operations
        Columns ``convention_id``, ``operation_id``.
    funding_amounts
        Index ``id``; ``funding_line_id``, ``year``, ``half`` (1, 2; None: the whole year), ``state``
        (:class:`programme.desk.AmountState`), ``ae_eur`` (commitment authorisation), ``cp_eur`` (payment credit).
    award_decisions
        Index ``id``; ``funding_line_id``, ``convention_id``, ``number``, ``decided_on``, ``amount_eur``.
    priority_sites
        Index ``id``; ``name``, ``start``, ``end``, ``description``.
    priority_site_neighbourhoods, priority_site_operations
        Columns ``priority_site_id`` and ``neighbourhood_code`` or ``operation_id``.
    site_budgets
        ``priority_site_id``, ``phase`` (:class:`programme.desk.SitePhase`), ``planned_eur``.
    rehousing
        Index ``operation_id``; ``households_to_rehouse``, ``households_rehoused``.
    work_hours
        ``operation_id``, ``clause`` (:class:`programme.desk.Clause`); hours ``worked_planned``, ``worked_done`` in
        all, ``integration_planned``, ``integration_done`` among them.
    social_action_grants
        Index ``id``; ``social_action_id``, ``funder_id``, ``year``, ``requested_eur``, ``granted_eur``, ``paid_eur``.
    consultations
        Index ``id``; the columns of :data:`programme.storage.snapshot_desk.CONSULTATIONS`; ``lon``, ``lat`` in degrees.
    rule_exceptions
        ``operation_id``, ``rule`` (code), ``person``, ``decided_on``, ``reason``.
    indicator_targets
        ``place`` (key of :class:`programme.evaluation.place.Place`), ``indicator`` (code), ``baseline``,
        ``baseline_year``, ``target``, ``horizon``, ``source``; numbers are Decimal.
    indicator_values
        ``place``, ``indicator``, ``year``, ``value`` (Decimal), ``computed_on``, ``programme_revision``.
    """

    revision: int
    operations: gpd.GeoDataFrame
    milestones: pd.DataFrame
    footprints: pd.DataFrame
    operation_parcels: pd.DataFrame
    funders: pd.DataFrame
    funding_lines: pd.DataFrame
    social_actions: pd.DataFrame
    social_action_operations: pd.DataFrame
    social_action_neighbourhoods: pd.DataFrame
    visas: gpd.GeoDataFrame
    conventions: pd.DataFrame
    convention_operations: pd.DataFrame
    funding_amounts: pd.DataFrame
    award_decisions: pd.DataFrame
    priority_sites: pd.DataFrame
    priority_site_neighbourhoods: pd.DataFrame
    priority_site_operations: pd.DataFrame
    site_budgets: pd.DataFrame
    rehousing: pd.DataFrame
    work_hours: pd.DataFrame
    social_action_grants: pd.DataFrame
    consultations: pd.DataFrame
    rule_exceptions: pd.DataFrame
    indicator_targets: pd.DataFrame
    indicator_values: pd.DataFrame

    @classmethod
    def empty(cls, revision: int = 0) -> "Programme":
        """Programme without any row, with every column and its type.

        Examples
        --------
        >>> len(Programme.empty().operations)
        0
        """
        return cls(
            revision=revision,
            operations=operations_frame([], []),
            milestones=frame(MILESTONES, []),
            footprints=frame(FOOTPRINTS, [], index="operation_id"),
            operation_parcels=frame(OPERATION_PARCELS, []),
            funders=frame(FUNDERS, [], index="id"),
            funding_lines=frame(FUNDING_LINES, [], index="id"),
            social_actions=frame(SOCIAL_ACTIONS, [], index="id"),
            social_action_operations=frame(SOCIAL_ACTION_OPERATIONS, []),
            social_action_neighbourhoods=frame(SOCIAL_ACTION_NEIGHBOURHOODS, []),
            visas=visas_frame([], []),
            **{name: desk_frame(name, []) for name in DESK_FRAMES},
        )


def frame(
    columns: Mapping[str, str], rows: Iterable[Sequence[Any]], *, index: str | None = None
) -> pd.DataFrame:
    """Frame whose columns hold what they should, also without any row.

    Parameters
    ----------
    columns
        Names and types, in the order of the cells of a row.
    rows
        n sequences of cells.
    index
        Name of the column that becomes the index; None for a range index.

    Returns
    -------
    Frame of n rows.
    """
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    content = pd.DataFrame(
        {
            name: pd.Series(list(held), dtype=kind)
            for (name, kind), held in zip(columns.items(), cells, strict=True)
        }
    )
    return content if index is None else content.set_index(index)


def desk_frame(name: str, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Frame of :data:`programme.storage.snapshot_desk.DESK_FRAMES` from rows in the order of its columns."""
    kind = DESK_FRAMES[name]
    return frame(kind.columns, rows, index=kind.index)


def operations_frame(rows: Iterable[Sequence[Any]], geometries: Sequence[Any]) -> gpd.GeoDataFrame:
    """Operations and their footprints.

    Parameters
    ----------
    rows
        n sequences of cells in the order of :data:`OPERATIONS`.
    geometries
        n multipolygons in EPSG:2154; None for an unmapped operation.

    Returns
    -------
    GeoDataFrame of n rows in EPSG:2154, index ``id``.
    """
    return _placed(frame(OPERATIONS, rows, index="id"), geometries)


def visas_frame(rows: Iterable[Sequence[Any]], geometries: Sequence[Any]) -> gpd.GeoDataFrame:
    """Visas and the shapes that they were put on.

    Parameters
    ----------
    rows
        n sequences of cells in the order of :data:`VISAS`.
    geometries
        n multipolygons in EPSG:2154.

    Returns
    -------
    GeoDataFrame of n rows in EPSG:2154, index ``fid``.
    """
    return _placed(frame(VISAS, rows, index="fid"), geometries)


def _placed(content: pd.DataFrame, geometries: Sequence[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(content, geometry=gpd.GeoSeries(list(geometries), index=content.index, crs=CRS))
