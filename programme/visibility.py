"""The one boundary of confidentiality: what a reader may see is decided here, before data goes anywhere.

Pages, tiles, sheets and exports work on what :func:`visible` returns and hide nothing themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from core.actor import Actor, Role
from layers.layer import Field, Layer
from programme.confidentiality import PARTNERS, PUBLIC_COLUMNS, RULES, Extent, Rule
from programme.evaluation.catalogue import INDICATORS
from programme.small_counts import small_count, tells_small_count
from programme.storage.snapshot import Programme
from programme.visa.decision import Decision

__all__ = [
    "CONFIDENTIAL",
    "PARTNERS",
    "WITHHELD",
    "approved_operations",
    "may_decide",
    "sees",
    "sees_evaluated",
    "sees_funding",
    "sees_history",
    "sees_indicator",
    "sees_visas",
    "visible",
    "visible_fields",
]


def _columns(rules: tuple[Rule, ...]) -> dict[str, dict[str, frozenset[Role]]]:
    found: dict[str, dict[str, frozenset[Role]]] = {}
    for rule in rules:
        if rule.extent is Extent.CELLS and rule.column is not None:
            found.setdefault(rule.frame, {})[rule.column] = rule.roles
    return found


CONFIDENTIAL: Mapping[str, Mapping[str, frozenset[Role]]] = _columns(RULES)
"""Columns that are emptied, by frame, with the roles that keep them."""

WITHHELD: Mapping[str, frozenset[Role]] = {
    rule.frame: rule.roles for rule in RULES if rule.extent is Extent.ROWS
}
"""Frames whose rows are left out as a whole, with the roles that keep them."""

EVALUATED = ("indicator_targets", "indicator_values")
"""Frames of which a role keeps the rows whose indicator is worked out from nothing that is withheld from it."""

_SMALL: Mapping[Extent, Callable[[object], bool]] = {
    Extent.SMALL_COUNTS: small_count,
    Extent.SMALL_COUNTS_IN_TEXT: tells_small_count,
}
"""Which cells a rule on small numbers empties."""

_STANDS = frozenset({Decision.APPROVED, Decision.APPROVED_WITH_REMARKS})


def visible(programme: Programme, actor: Actor) -> Programme:
    """Cut a programme down to what an actor may see.

    Parameters
    ----------
    programme
        All of it.
    actor
        Who reads; the role alone decides.

    Returns
    -------
    Programme with the same frames and columns: confidential cells are None, withheld frames have no row; for whom
    footprints that are not approved are kept back, those operations are unmapped. Frames without anything confidential
    for this actor are those of ``programme``.
    """
    rules = [rule for rule in RULES if actor.role not in rule.roles]
    changed: dict[str, pd.DataFrame] = {}
    if any(rule.extent is Extent.UNAPPROVED for rule in rules):
        changed = _approved(programme)
    for rule in rules:
        frame = changed.get(rule.frame, getattr(programme, rule.frame))
        if rule.extent is Extent.ROWS:
            changed[rule.frame] = frame.iloc[:0]
        elif rule.extent is Extent.CELLS and rule.column is not None:
            changed[rule.frame] = _emptied(frame, [rule.column])
        elif rule.extent in _SMALL and rule.column is not None:
            changed[rule.frame] = _without(frame, rule.column, _SMALL[rule.extent])
    for name in EVALUATED:
        changed[name] = _told(getattr(programme, name), actor.role)
    return (
        _let_out(replace(programme, **changed))
        if actor.role is Role.PUBLIC
        else replace(programme, **changed)
    )


def approved_operations(programme: Programme) -> frozenset[str]:
    """Operations whose footprint in force is the one that the newest visa of the commune approved, remarks or not.

    Parameters
    ----------
    programme
        All of it: visas are withheld from some.
    """
    newest = programme.visas.sort_index().drop_duplicates("operation_id", keep="last")
    hashes = newest["operation_id"].map(programme.footprints["geometry_hash"])
    stands = newest["decision"].isin(_STANDS) & (newest["geometry_hash"] == hashes)
    return frozenset(newest.loc[stands, "operation_id"])


def sees_funding(role: Role) -> bool:
    """Whether a role may see who pays how much."""
    return role in WITHHELD["funding_lines"]


def sees(role: Role, frame: str, column: str | None = None) -> bool:
    """Whether a role may see rows of a frame, and what a column of them holds.

    Examples
    --------
    >>> sees(Role.PUBLIC, "operations"), sees(Role.PUBLIC, "operations", "contact")
    (True, False)
    """
    if frame in WITHHELD and role not in WITHHELD[frame]:
        return False
    roles = CONFIDENTIAL.get(frame, {}).get(column or "")
    return roles is None or role in roles


def sees_history(role: Role, frame: str, column: str | None = None) -> bool:
    """Whether a role may see what a frame, or a column of it, held at any time: nothing of it may be kept back.

    Examples
    --------
    >>> sees_history(Role.PUBLIC, "operations", "name"), sees_history(Role.PUBLIC, "footprints", "wkt")
    (True, False)
    """
    partly = any(
        rule.frame == frame and rule.column in (None, column) and role not in rule.roles
        for rule in RULES
        if rule.extent is not Extent.CELLS
    )
    named = role is not Role.PUBLIC or column in (None, *PUBLIC_COLUMNS.get(frame, ()))
    return not partly and named and sees(role, frame, column)


def sees_visas(role: Role) -> bool:
    """Whether a role may see what communes decided on footprints."""
    return role in WITHHELD["visas"]


def may_decide(actor: Actor, commune: str) -> bool:
    """Whether an actor may decide on the footprints of a commune.

    Parameters
    ----------
    actor
        A partner who answers for that commune, or for the whole territory.
    commune
        INSEE code.

    Examples
    --------
    >>> may_decide(Actor("mairie", Role.COMMUNE, frozenset({"92050"})), "92036")
    False
    """
    return actor.role in PARTNERS and (not actor.communes or commune in actor.communes)


def visible_fields(layer: Layer, role: Role) -> tuple[Field, ...]:
    """Fields of a reference layer that a role may see: those that are not public stay between partners."""
    return layer.fields if role in PARTNERS else tuple(item for item in layer.fields if item.public)


def sees_indicator(role: Role, code: str) -> bool:
    """Whether a role may be told an indicator: everything that it is worked out from must not be withheld.

    Examples
    --------
    >>> sees_indicator(Role.PUBLIC, "operations.delivered"), sees_indicator(Role.PUBLIC, "money.planned")
    (True, False)
    """
    indicator = INDICATORS.get(code)
    return indicator is not None and all(sees(role, frame) for frame in indicator.frames)


def sees_evaluated(role: Role, frame: str, row_id: str) -> bool:
    """Whether a role may see a row of the evaluation, whose identifier names the indicator; True for other frames.

    Examples
    --------
    >>> sees_evaluated(Role.PUBLIC, "indicator_values", "territory/households.rehoused/2025")
    False
    """
    return frame not in EVALUATED or sees_indicator(role, row_id.split("/")[1])


def _told(rows: pd.DataFrame, role: Role) -> pd.DataFrame:
    """Rows of indicators that a role may be told; the frame itself where these are all."""
    told = {code: sees_indicator(role, code) for code in rows["indicator"].unique()}
    return rows if all(told.values()) else rows[rows["indicator"].map(told)].reset_index(drop=True)


def _approved(programme: Programme) -> dict[str, pd.DataFrame]:
    """Frames that tell of footprints, without those that are not approved."""
    approved = approved_operations(programme)
    operations, footprints, parcels = (
        programme.operations,
        programme.footprints,
        programme.operation_parcels,
    )
    kept = operations.index.isin(list(approved))
    shapes = gpd.GeoSeries(
        np.where(kept, operations.geometry.to_numpy(), None), index=operations.index, crs=operations.crs
    )
    return {
        "operations": operations.set_geometry(shapes),
        "footprints": footprints[footprints.index.isin(list(approved))],
        "operation_parcels": parcels[parcels["operation_id"].isin(approved)].reset_index(drop=True),
    }


def _let_out(programme: Programme) -> Programme:
    """Empty whatever is not let out to the public by name, so that nothing new is public by oversight."""
    changed = {}
    for item in fields(programme):
        frame = getattr(programme, item.name)
        if not isinstance(frame, pd.DataFrame):
            continue
        public = PUBLIC_COLUMNS.get(item.name, frozenset())
        unnamed = [column for column in frame.columns if column not in public]
        if item.name not in PUBLIC_COLUMNS:
            changed[item.name] = frame.iloc[:0]
        elif unnamed:
            changed[item.name] = _emptied(frame, unnamed)
    return replace(programme, **changed)


def _without(frame: pd.DataFrame, column: str, hides: Callable[[object], bool]) -> pd.DataFrame:
    """Copy of a frame without some cells of a column; the frame itself where none is hidden."""
    hidden = frame[column].map(hides)
    if not hidden.any():
        return frame
    cells = [None if hide else cell for cell, hide in zip(frame[column], hidden, strict=True)]
    return frame.assign(**{column: pd.Series(cells, frame.index, "object")})


def _emptied(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Copy of a frame with columns that hold None in every row."""
    return frame.assign(
        **{column: pd.Series([None] * len(frame), frame.index, "object") for column in columns}
    )
