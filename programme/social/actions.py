"""Social actions: what goes with the operations, and with the neighbourhoods."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from programme.cells import known
from programme.places import Tally
from programme.storage.snapshot import Programme
from programme.words import PUBLICS, THEMES, word


@dataclass(frozen=True, slots=True)
class SocialAction:
    """One social action.

    Attributes
    ----------
    id, name
        Of the action.
    theme, theme_label, public, public_label
        Codes and their words.
    holder, holder_siren
        Body that carries it, and its SIREN.
    commune
        INSEE code; None where it is not tied to one.
    start, end
        Dates; None where unknown.
    requested_eur, granted_eur
        None where unknown.
    hours_planned, hours_done
        Hours of the integration clause; None where there is none.
    meetings
        Of a consultation.
    results
        What came of it, as text.
    internal_comment
        Confidential: None for a reader who may not see it.
    operations, neighbourhoods
        Identifiers and codes that it is linked to.
    fictitious
        Invented for the demonstration.
    """

    id: str
    name: str
    theme: str
    theme_label: str
    public: str | None
    public_label: str | None
    holder: str | None
    holder_siren: str | None
    commune: str | None
    start: dt.date | None
    end: dt.date | None
    requested_eur: Decimal | None
    granted_eur: Decimal | None
    hours_planned: int | None
    hours_done: int | None
    meetings: int | None
    results: str | None
    internal_comment: str | None
    operations: tuple[str, ...]
    neighbourhoods: tuple[str, ...]
    fictitious: bool


def actions_of_operation(programme: Programme, operation_id: str) -> tuple[SocialAction, ...]:
    """Social actions linked to an operation, by name."""
    table = programme.social_action_operations
    return social_actions(programme, table.loc[table["operation_id"] == operation_id, "social_action_id"])


def actions_of_neighbourhood(
    programme: Programme, code: str, operation_ids: Collection[str]
) -> tuple[SocialAction, ...]:
    """Social actions of a neighbourhood, by name: those linked to it or to the operations that lie in it.

    An action that is linked both ways counts once. Actions are mostly declared on the neighbourhoods of one
    generation; through the operations, the sheet of the other one knows of them too.
    """
    declared, through = programme.social_action_neighbourhoods, programme.social_action_operations
    direct = declared.loc[declared["neighbourhood_code"] == code, "social_action_id"]
    indirect = through.loc[through["operation_id"].isin(list(operation_ids)), "social_action_id"]
    return social_actions(programme, [*direct, *indirect])


def social_actions(programme: Programme, ids: Iterable[str]) -> tuple[SocialAction, ...]:
    """Read social actions by their identifiers, each once, by name."""
    wanted = set(ids)
    rows = programme.social_actions[programme.social_actions.index.isin(wanted)].to_dict("index")
    operations, places = programme.social_action_operations, programme.social_action_neighbourhoods
    actions = []
    for action_id, cells in rows.items():
        row = {name: known(cell) for name, cell in cells.items()}
        linked = operations.loc[operations["social_action_id"] == action_id, "operation_id"]
        codes = places.loc[places["social_action_id"] == action_id, "neighbourhood_code"]
        actions.append(
            SocialAction(
                id=str(action_id),
                theme_label=word(THEMES, row["theme"]) or row["theme"],
                public_label=word(PUBLICS, row["public"]),
                operations=tuple(sorted(linked)),
                neighbourhoods=tuple(sorted(codes)),
                fictitious=bool(row.pop("fictitious")),
                **row,
            )
        )
    return tuple(sorted(actions, key=lambda action: (action.name, action.id)))


def by_theme(actions: Iterable[SocialAction]) -> tuple[Tally, ...]:
    """Count actions by theme, in the order of the nomenclature; themes without any are left out."""
    counts: dict[str, int] = {}
    for action in actions:
        counts[action.theme] = counts.get(action.theme, 0) + 1
    order = list(THEMES)
    ordered = sorted(counts, key=lambda theme: (order.index(theme) if theme in order else len(order), theme))
    return tuple(Tally(theme, word(THEMES, theme), counts[theme]) for theme in ordered)
