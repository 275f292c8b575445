"""What a person asks to change in the programme, what came of it, and why it was not done."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.actor import Actor
from core.errors import TrameError
from core.issues import Issue, Level
from core.languages import N_, _, plural
from programme.desk import Verb


@dataclass(frozen=True, slots=True)
class Change:
    """One row to insert, to update or to delete; made by :func:`insertion`, :func:`update`, :func:`deletion`.

    Attributes
    ----------
    verb
        What to do.
    table
        Name in the exchange format, such as ``funding_lines``.
    id
        Identifier of the row; where several columns tell rows apart, their texts joined by ``/``. Empty for a row to
        insert, whose values name it.
    values
        Fields and their new values, as they are kept (Decimal, date, whole number, text, None) or as a person typed
        them in the exchange format. Those of an update that are not named stay.
    seen
        Revision of the programme in which the person saw the row: a row that was written since is stale.
    """

    verb: Verb
    table: str
    id: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: int = 0


def insertion(table: str, values: Mapping[str, Any]) -> Change:
    """Ask for a new row; columns that are not named are unknown."""
    return Change(Verb.INSERTED, table, "", dict(values))


def update(table: str, row_id: str, values: Mapping[str, Any], *, seen: int) -> Change:
    """Ask for new values in some fields of a row, which was seen in a revision of the programme."""
    return Change(Verb.UPDATED, table, row_id, dict(values), seen)


def deletion(table: str, row_id: str, *, seen: int) -> Change:
    """Ask for a row to go, which was seen in a revision of the programme."""
    return Change(Verb.DELETED, table, row_id, {}, seen)


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit.

    Attributes
    ----------
    revision
        Of the programme after it; where nothing was to change, the one in force.
    rows
        Table and identifier of the rows that changed, in the order asked for.
    warnings
        What is doubtful in them and was written all the same.
    """

    revision: int
    rows: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Stale:
    """A row that somebody else wrote since the person saw it.

    Attributes
    ----------
    change
        What was asked for.
    mine
        Every field as the person would have left it; None for a deletion.
    theirs
        Every field as it is now; None where the row is gone.
    version
        Revision that wrote it: ``seen`` of a change that is asked for again in full knowledge. None where it is gone.
    person, recorded_at
        Who wrote it and when, by the journal; None where the journal does not tell.
    """

    change: Change
    mine: Mapping[str, Any] | None
    theirs: Mapping[str, Any] | None
    version: int | None
    person: str | None
    recorded_at: dt.datetime | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields in which the two differ; all of them where one of the two is no row."""
        if self.mine is None or self.theirs is None:
            return tuple(self.mine or self.theirs or ())
        return tuple(name for name, value in self.mine.items() if value != self.theirs.get(name))


class StaleError(TrameError):
    """Some rows were written since the person saw them: nothing was changed, the person chooses."""

    def __init__(self, stale: Iterable[Stale]) -> None:
        self.stale = tuple(stale)
        super().__init__(
            plural(
                len(self.stale),
                N_(
                    "{count} row was changed by somebody else since you saw it. Nothing was written: "
                    "choose between the two values."
                ),
                N_(
                    "{count} rows were changed by somebody else since you saw them. Nothing was written: "
                    "choose between the two values."
                ),
            ).format(count=len(self.stale))
        )


class RefusedEditError(TrameError):
    """Some values cannot be kept: nothing was changed. ``issue.row`` is the place of the change, from 1."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        wrong = [issue for issue in self.issues if issue.level is Level.ERROR]
        super().__init__("\n".join(dict.fromkeys(issue.message for issue in wrong)))


class NotEditingError(TrameError):
    """The person may not change the programme, or not this part of it."""

    def __init__(self, actor: Actor, commune: str | None = None) -> None:
        self.actor = actor
        self.commune = commune
        super().__init__(
            _("“{name}” may not change the programme: partners alone do.").format(name=actor.name)
            if commune is None
            else _(
                "“{name}” may not change this part of the programme, which is not of the communes "
                "that the person answers for."
            ).format(name=actor.name)
        )
