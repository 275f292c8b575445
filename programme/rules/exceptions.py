"""Justified exceptions of operations to rules: who allowed them, when and why. They are edits like all others."""

import datetime as dt

from core.actor import Actor
from core.errors import TrameError
from core.languages import _
from programme.edits.changes import Edited, deletion, insertion
from programme.edits.editing import edit
from programme.rules.rule_set import rule_set
from programme.storage.store import Store
from programme.world import World

_TABLE = "rule_exceptions"


class UnknownRuleError(TrameError):
    """No rule of the installation has that code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(_("There is no rule “{code}” in rules.toml.").format(code=code))


class UnjustifiedError(TrameError):
    """An exception says who allows it, and why."""

    def __init__(self) -> None:
        super().__init__(
            _("An exception needs the name of the person who allows it, its date and its reason.")
        )


def justify(
    store: Store,
    actor: Actor,
    world: World,
    operation_id: str,
    rule: str,
    *,
    person: str,
    decided_on: dt.date | None,
    reason: str,
) -> Edited:
    """Let an operation depart from a rule.

    Parameters
    ----------
    store, actor
        Where it is written, and who asks: a partner who answers for the commune.
    world
        As that person sees it.
    operation_id, rule
        An operation, and the code of a rule.
    person, decided_on, reason
        Who allows it, when and why.

    Raises
    ------
    core.errors.UnknownOperationError, UnknownRuleError
        There is no such operation, or rule.
    UnjustifiedError
        Person, date or reason lacks.
    programme.changes.NotEditingError, programme.changes.RefusedEditError
        As for :func:`programme.edits.editing.edit`; also where there is such an exception already.
    """
    world.require_operation(operation_id)
    if rule not in {item.code for item in rule_set()}:
        raise UnknownRuleError(rule)
    if not person.strip() or not reason.strip() or decided_on is None:
        raise UnjustifiedError
    values = {
        "operation_id": operation_id,
        "rule": rule,
        "person": person.strip(),
        "decided_on": decided_on,
        "reason": reason.strip(),
        "fictitious": bool(world.programme.operations["fictitious"][operation_id]),
    }
    return edit(store, actor, [insertion(_TABLE, values)])


def withdraw(store: Store, actor: Actor, world: World, operation_id: str, rule: str) -> Edited:
    """Take an exception back; the journal keeps it.

    Raises
    ------
    programme.changes.StaleError
        It was changed, or taken back, since the person saw it.
    programme.changes.NotEditingError
        The person may not.
    """
    seen = world.programme.revision
    return edit(store, actor, [deletion(_TABLE, f"{operation_id}/{rule}", seen=seen)])
