"""The one boundary of confidentiality: what a reader may see is decided here, before data goes anywhere.

Pages, tiles, sheets and exports work on what :func:`visible` returns and hide nothing themselves.
"""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from core.actor import Actor, Role
from layers.layer import Field, Layer
from programme.evaluation.catalogue import INDICATORS
from programme.storage.snapshot import Programme

PARTNERS = frozenset({Role.STEERING, Role.COMMUNE})
"""Those who make the programme together: they see all of it."""

CONFIDENTIAL: Mapping[str, Mapping[str, frozenset[Role]]] = {
    # Names and telephone numbers of persons.
    "operations": {
        "contact": PARTNERS,
        # What partners write to each other before they agree.
        "internal_comment": PARTNERS,
    },
    "social_actions": {
        "internal_comment": PARTNERS,
    },
    # Who decided, who wrote it down, and what the commune answers before it agrees.
    "visas": {
        "person": PARTNERS,
        "recorded_by": PARTNERS,
        "comment": PARTNERS,
    },
    # Who granted an exception to a rule, and what was said for it.
    "rule_exceptions": {
        "person": PARTNERS,
        "reason": PARTNERS,
    },
}
"""Columns that are emptied, by frame, with the roles that keep them."""

WITHHELD: Mapping[str, frozenset[Role]] = {
    # Who asked whom for how much is under negotiation until it is voted: amounts by funder stay between
    # partners and those who publish for them.
    "funding_lines": PARTNERS | {Role.COMMUNICATION},
    # The same money, by year and by decision; who grants what to a social action.
    "funding_amounts": PARTNERS | {Role.COMMUNICATION},
    "award_decisions": PARTNERS | {Role.COMMUNICATION},
    "social_action_grants": PARTNERS | {Role.COMMUNICATION},
    # Numbers of households, small ones included: they stay with those who count them. What is published of them is
    # told by the evaluation, which keeps small numbers secret.
    "rehousing": PARTNERS,
    # They speak of amounts by funder.
    "rule_exceptions": PARTNERS | {Role.COMMUNICATION},
    # A footprint that was returned is under discussion: the public is not told of it.
    "visas": PARTNERS | {Role.COMMUNICATION},
}
"""Frames whose rows are left out as a whole, with the roles that keep them."""


EVALUATED = ("indicator_targets", "indicator_values")
"""Frames of which a role keeps the rows whose indicator is worked out from nothing that is withheld from it."""


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
    Programme with the same frames and columns: confidential cells are None, withheld frames have no row.
    Frames without anything confidential for this actor are those of ``programme``.
    """
    changed = {}
    for name, columns in CONFIDENTIAL.items():
        hidden = [column for column, roles in columns.items() if actor.role not in roles]
        if hidden:
            changed[name] = _emptied(getattr(programme, name), hidden)
    for name, roles in WITHHELD.items():
        if actor.role not in roles:
            changed[name] = changed.get(name, getattr(programme, name)).iloc[:0]
    for name in EVALUATED:
        changed[name] = _told(getattr(programme, name), actor.role)
    return replace(programme, **changed)


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


def _emptied(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Copy of a frame with columns that hold None in every row."""
    return frame.assign(
        **{column: pd.Series([None] * len(frame), frame.index, "object") for column in columns}
    )
